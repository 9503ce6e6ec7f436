//! [`Settings`]: how the HTTP API behaves.

use std::{borrow::Cow, time::Duration};

use super::{cross_site::CrossSite, shutdown::Shutdown};
use crate::stream::ClientVersion;

/// The cookie that carries a member's credential, unless [`Settings`] name another.
pub const SESSION_COOKIE: &str = "storyden-session";

/// Settings of the HTTP API: limits, timeouts, credentials, other sites.
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
    /// The maximum size of a request's body, or of one event of a streamed body. Default: 4 MiB.
    /// ([`Limits`](crate::Limits) allow a message 1 MiB by default.)
    pub body_bytes: usize,
    /// Accepts `Authorization: Bearer`; it takes precedence over the cookie. Default: off.
    pub bearer: bool,
    /// The name of the cookie that carries a member's credential. Default: [`SESSION_COOKIE`].
    pub cookie: Cow<'static, str>,
    /// Which other sites may make a browser write here. Default: none.
    pub cross_site: CrossSite,
    /// The maximum duration of a request, its body included. Default: 30 seconds.
    pub timeout: Option<Duration>,
    /// The maximum silence of a streamed body, for example while a slow tool runs. Default: 15 minutes.
    pub stream_timeout: Option<Duration>,
    /// The interval at which a stream of events sends a comment, and asks whether its reader may still read.
    /// Default: 15 seconds.
    pub keep_alive: Duration,
    /// The signal that ends all streams of events. By default they do not end.
    pub shutdown: Shutdown,
    /// The maximum size of the body of a chat, of which only the last message counts, and of messages that may bring
    /// [files](crate::Robots::with_files). Default: 32 MiB, which a file of 20 MiB fits in as base64.
    pub chat_body_bytes: usize,
    /// The oldest release of the AI SDK that the pages of a chat use. Default: 6.0.0.
    pub chat_clients: ClientVersion,
    /// How long a turn still counts as running after its end, for a page that reads the history before the end and the
    /// stream after it. Default: 15 seconds.
    pub chat_overlap: Duration,
    /// Speaks the protocol of Storyden's newest clients, where that differs from this crate's own form: see
    /// [`storyden_head`](Self::storyden_head). Default: off.
    pub storyden_head: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_bytes: 4 << 20,
            bearer: false,
            cookie: SESSION_COOKIE.into(),
            cross_site: CrossSite::default(),
            timeout: Some(Duration::from_secs(30)),
            stream_timeout: Some(Duration::from_secs(15 * 60)),
            keep_alive: Duration::from_secs(15),
            shutdown: Shutdown::default(),
            chat_body_bytes: 32 << 20,
            chat_clients: ClientVersion::default(),
            chat_overlap: Duration::from_secs(15),
            storyden_head: false,
        }
    }
}

impl Settings {
    /// Returns settings for Storyden's newest clients: a message of a chat is accepted at once (202), and answered in a
    /// Durable Streams log of its session. Creations and deletions answer 200, and answers have the fields that those
    /// clients require. The guide `storyden-head` has the details. The routes of chats and logs need
    /// [turns](super::Api::turns).
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::http::Settings;
    ///
    /// assert!(Settings::storyden_head().bearer(true).storyden_head);
    /// ```
    #[must_use]
    pub fn storyden_head() -> Self {
        Self { storyden_head: true, ..Self::default() }
    }

    /// Sets the maximum size of a body.
    #[must_use]
    pub fn body_bytes(self, most: usize) -> Self {
        Self { body_bytes: most, ..self }
    }

    /// Accepts bearer tokens, or not.
    #[must_use]
    pub fn bearer(self, allowed: bool) -> Self {
        Self { bearer: allowed, ..self }
    }

    /// Sets the name of the cookie.
    #[must_use]
    pub fn cookie(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { cookie: name.into(), ..self }
    }

    /// Sets which other sites may make a browser write here.
    #[must_use]
    pub fn cross_site(self, policy: CrossSite) -> Self {
        Self { cross_site: policy, ..self }
    }

    /// Sets the maximum duration of a request; `None` leaves that to the host.
    #[must_use]
    pub fn timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { timeout: limit.into(), ..self }
    }

    /// Sets the longest silence of a streamed body; `None` leaves that to the host.
    #[must_use]
    pub fn stream_timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { stream_timeout: limit.into(), ..self }
    }

    /// Sets the interval of comments in a stream of events.
    #[must_use]
    pub fn keep_alive(self, every: Duration) -> Self {
        Self { keep_alive: every, ..self }
    }

    /// Sets the signal that ends all streams of events.
    #[must_use]
    pub fn shutdown(self, signal: Shutdown) -> Self {
        Self { shutdown: signal, ..self }
    }

    /// Sets the maximum size of the body of a chat.
    #[must_use]
    pub fn chat_body_bytes(self, most: usize) -> Self {
        Self { chat_body_bytes: most, ..self }
    }

    /// Sets the oldest release of the AI SDK that the pages of a chat use.
    #[must_use]
    pub fn chat_clients(self, oldest: ClientVersion) -> Self {
        Self { chat_clients: oldest, ..self }
    }

    /// Sets how long a turn still counts as running after its end.
    #[must_use]
    pub fn chat_overlap(self, time: Duration) -> Self {
        Self { chat_overlap: time, ..self }
    }
}
