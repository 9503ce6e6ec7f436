//! [`Authenticator`]: who a request belongs to. The host brings it.

use std::{collections::HashMap, fmt, sync::Arc};

use async_trait::async_trait;
use axum::http::{HeaderMap, header};

use crate::model::{
    error::{Error, Result},
    id::AccountId,
};

/// The cookie that carries a member's credential.
pub const SESSION_COOKIE: &str = "storyden-session";

/// What a request brings to prove whose it is.
///
/// Its `Debug` form does not show the secret.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential<'a> {
    /// The value of the cookie [`SESSION_COOKIE`]. Browsers send it by themselves, so writes that bring
    /// it are checked for their origin: see [`CrossSite`](super::CrossSite).
    Cookie(&'a str),
    /// The token of the header `Authorization: Bearer`, where [`Settings`](super::Settings) allow it.
    Bearer(&'a str),
}

impl fmt::Debug for Credential<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cookie(_) => "Cookie(..)",
            Self::Bearer(_) => "Bearer(..)",
        })
    }
}

/// Says whose credentials are. The host brings it.
///
/// # Contract
/// It is asked once for every request that brings a credential, before anything else happens. It says
/// who somebody is, never what they may do: that is for [`Permissions`](crate::Permissions), also for
/// members who are suspended.
#[async_trait]
pub trait Authenticator: fmt::Debug + Send + Sync + 'static {
    /// Returns the account that `credential` belongs to, or `None` if it is nobody's: unknown,
    /// expired, malformed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the host cannot say.
    async fn authenticate(&self, credential: Credential<'_>) -> Result<Option<AccountId>>;
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<T: Authenticator + ?Sized> Authenticator for Arc<T> {
    async fn authenticate(&self, credential: Credential<'_>) -> Result<Option<AccountId>> {
        (**self).authenticate(credential).await
    }
}

/// A fixed table of credentials: for a first hour, a demo or a test.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, http::StaticAuthenticator};
///
/// let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
/// let authenticator = StaticAuthenticator::new().cookie("token-of-ann", ann).bearer("key-of-ann", ann);
/// # let _ = authenticator;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct StaticAuthenticator {
    cookies: HashMap<String, AccountId>,
    tokens: HashMap<String, AccountId>,
}

impl StaticAuthenticator {
    /// Makes an empty table: everybody is nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets a value of the cookie stand for an account.
    #[must_use]
    pub fn cookie(mut self, value: impl Into<String>, account: AccountId) -> Self {
        self.cookies.insert(value.into(), account);
        self
    }

    /// Lets a bearer token stand for an account.
    #[must_use]
    pub fn bearer(mut self, token: impl Into<String>, account: AccountId) -> Self {
        self.tokens.insert(token.into(), account);
        self
    }
}

impl fmt::Debug for StaticAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticAuthenticator")
            .field("cookies", &self.cookies.len())
            .field("tokens", &self.tokens.len())
            .finish()
    }
}

#[async_trait]
impl Authenticator for StaticAuthenticator {
    async fn authenticate(&self, credential: Credential<'_>) -> Result<Option<AccountId>> {
        Ok(match credential {
            Credential::Cookie(value) => self.cookies.get(value),
            Credential::Bearer(token) => self.tokens.get(token),
        }
        .copied())
    }
}

/// Returns what the headers bring: a bearer token before a cookie, since it is brought on purpose.
pub(super) fn credential(headers: &HeaderMap, bearer: bool) -> Result<Credential<'_>> {
    if bearer && let Some(token) = bearer_token(headers) {
        return Ok(Credential::Bearer(token));
    }
    cookie(headers).map(Credential::Cookie).ok_or(Error::Unauthenticated)
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Returns the value of the session cookie; of several the first, which browsers make the one with the
/// longest path.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| std::str::from_utf8(header.as_bytes()).ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| name.trim() == SESSION_COOKIE)
        .map(|(_, value)| unquoted(value.trim()))
        .filter(|value| !value.is_empty())
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: &header::HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[track_caller]
    fn cookie_in(values: &[&'static str]) -> Option<String> {
        cookie(&headers(&header::COOKIE, values)).map(str::to_owned)
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        assert_eq!(cookie_in(&["storyden-session=a"]).as_deref(), Some("a"));
        assert_eq!(cookie_in(&["x=1; storyden-session=a=b ; y=2"]).as_deref(), Some("a=b"));
        assert_eq!(cookie_in(&["x=1", "storyden-session=a"]).as_deref(), Some("a"));
        assert_eq!(cookie_in(&["storyden-session=\"a b\""]).as_deref(), Some("a b"));
        assert_eq!(cookie_in(&["storyden-session=a; storyden-session=b"]).as_deref(), Some("a"));
    }

    #[test]
    fn nothing_else_is_taken_for_the_cookie() {
        let others = ["", "storyden-session", "storyden-session=", "storyden-session=\"\""];
        for value in others.into_iter().chain(["Storyden-Session=a", "xstoryden-session=a"]) {
            assert_eq!(cookie_in(&[value]), None, "{value}");
        }
    }

    #[test]
    fn a_bearer_token_counts_only_where_it_is_allowed() {
        let headers = headers(&header::AUTHORIZATION, &["bearer  key"]);
        assert_eq!(credential(&headers, true).ok(), Some(Credential::Bearer("key")));
        assert!(matches!(credential(&headers, false), Err(Error::Unauthenticated)));
    }

    #[test]
    fn secrets_are_not_shown() {
        let table = StaticAuthenticator::new().cookie("hush", AccountId::from_bytes([1; 12]));
        assert!(!format!("{table:?} {:?}", Credential::Cookie("hush")).contains("hush"));
    }
}
