//! [`Settings`]: the settings of the HTTP API.

use std::{borrow::Cow, time::Duration};

use super::{cross_site::CrossSite, shutdown::Shutdown};
use crate::stream::ClientVersion;

/// The default name of the cookie with a member's credential; see [`Settings::cookie`].
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
    /// The maximum size of a request body, or of one event of a streamed body, in bytes. Default: 4 MiB.
    /// ([`Limits`](crate::Limits) allow 1 MiB for a message by default.)
    pub body_bytes: usize,
    /// Whether `Authorization: Bearer` is accepted; it has precedence over the cookie. Default: `false`.
    pub bearer: bool,
    /// The name of the cookie with a member's credential. Default: [`SESSION_COOKIE`].
    pub cookie: Cow<'static, str>,
    /// The policy for writes that other sites make a browser send. Default: they are rejected.
    pub cross_site: CrossSite,
    /// The maximum duration of a request, including the arrival of its body. `None`: no limit. Default: 30 seconds.
    pub timeout: Option<Duration>,
    /// The maximum time without data in a streamed body, for example while a slow tool runs. `None`: no limit. Default:
    /// 15 minutes.
    pub stream_timeout: Option<Duration>,
    /// The interval at which a stream of events sends a comment, and checks whether its client still has the permission
    /// to read. Default: 15 seconds.
    pub keep_alive: Duration,
    /// The signal that ends all streams of events. By default none ends them.
    pub shutdown: Shutdown,
    /// The maximum size in bytes of the body of a chat (only its last message is read), and of messages that can
    /// contain [files](crate::Robots::with_files). Default: 32 MiB, enough for a file of 20 MiB in base64.
    pub chat_body_bytes: usize,
    /// The oldest release of the AI SDK that the pages of chats use. Default: 6.0.0.
    pub chat_clients: ClientVersion,
    /// The time for which a turn counts as running after its end, for a page that reads the history before the end and
    /// the stream after it. Default: 15 seconds.
    pub chat_overlap: Duration,
    /// Whether the routes use the protocol of Storyden's newest clients where it differs: see
    /// [`storyden_head`](Self::storyden_head). Default: `false`.
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
    /// Returns settings for Storyden's newest clients: a message of a chat is accepted at once (202), and its answer
    /// appears in a Durable Streams log of its session. Creations and deletions answer 200, and responses have the
    /// fields that those clients require. The guide `storyden-head` has the details. The routes of chats and logs need
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

    /// Sets the maximum size of a body, in bytes.
    #[must_use]
    pub fn body_bytes(self, most: usize) -> Self {
        Self { body_bytes: most, ..self }
    }

    /// Sets whether bearer tokens are accepted.
    #[must_use]
    pub fn bearer(self, allowed: bool) -> Self {
        Self { bearer: allowed, ..self }
    }

    /// Sets the name of the cookie.
    #[must_use]
    pub fn cookie(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { cookie: name.into(), ..self }
    }

    /// Sets the policy for writes that other sites make a browser send.
    #[must_use]
    pub fn cross_site(self, policy: CrossSite) -> Self {
        Self { cross_site: policy, ..self }
    }

    /// Sets the maximum duration of a request. `None`: no limit.
    #[must_use]
    pub fn timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { timeout: limit.into(), ..self }
    }

    /// Sets the maximum time without data in a streamed body. `None`: no limit.
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

    /// Sets the maximum size of the body of a chat, in bytes.
    #[must_use]
    pub fn chat_body_bytes(self, most: usize) -> Self {
        Self { chat_body_bytes: most, ..self }
    }

    /// Sets the oldest release of the AI SDK that the pages of chats use.
    #[must_use]
    pub fn chat_clients(self, oldest: ClientVersion) -> Self {
        Self { chat_clients: oldest, ..self }
    }

    /// Sets the time for which a turn counts as running after its end.
    #[must_use]
    pub fn chat_overlap(self, time: Duration) -> Self {
        Self { chat_overlap: time, ..self }
    }
}
