//! [`Settings`]: how the HTTP door behaves.

use std::time::Duration;

use super::cross_site::CrossSite;

/// How the HTTP door behaves.
///
/// # Examples
/// ```
/// use std::time::Duration;
///
/// use storyden_robots::http::{CrossSite, Settings};
///
/// let settings = Settings::default()
///     .bearer(true)
///     .cross_site(CrossSite::default().trust("https://community.example"))
///     .timeout(Duration::from_secs(10));
/// assert_eq!(settings.body_bytes, 4 << 20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The most bytes that the body of a request has, or one event of a stream. 4 MiB by default:
    /// [`Limits`](crate::Limits) let a message have 1.
    pub body_bytes: usize,
    /// Whether `Authorization: Bearer` counts, and before the cookie. Not by default.
    pub bearer: bool,
    /// Which sites may make a browser write here.
    pub cross_site: CrossSite,
    /// How long a request may take, its body included, and how long the body of a stream may say nothing.
    /// 30 seconds by default.
    pub timeout: Option<Duration>,
    /// How often a stream of events says that it is still there, and asks whether its reader may still read
    /// it. 15 seconds by default.
    pub keep_alive: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_bytes: 4 << 20,
            bearer: false,
            cross_site: CrossSite::default(),
            timeout: Some(Duration::from_secs(30)),
            keep_alive: Duration::from_secs(15),
        }
    }
}

impl Settings {
    /// Says how large a body may be.
    #[must_use]
    pub fn body_bytes(self, most: usize) -> Self {
        Self { body_bytes: most, ..self }
    }

    /// Says whether bearer tokens count.
    #[must_use]
    pub fn bearer(self, allowed: bool) -> Self {
        Self { bearer: allowed, ..self }
    }

    /// Says which sites may make a browser write here.
    #[must_use]
    pub fn cross_site(self, policy: CrossSite) -> Self {
        Self { cross_site: policy, ..self }
    }

    /// Says how long a request may take; `None` leaves that to the host.
    #[must_use]
    pub fn timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { timeout: limit.into(), ..self }
    }

    /// Says how often a stream of events says that it is still there.
    #[must_use]
    pub fn keep_alive(self, every: Duration) -> Self {
        Self { keep_alive: every, ..self }
    }
}
