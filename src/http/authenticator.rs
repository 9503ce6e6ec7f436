//! [`Authenticator`]: maps a request to an account. The host implements it.

use std::{collections::HashMap, fmt, sync::Arc};

use async_trait::async_trait;
use axum::http::{HeaderMap, header, request::Parts};

use super::settings::Settings;
use crate::model::{error::Result, id::AccountId};

/// The credential of a request. Its `Debug` form does not show the secret.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential<'a> {
    /// The value of the [cookie](Settings::cookie). Browsers send it with every request, so writes with it are checked
    /// for their origin: see [`CrossSite`](super::CrossSite).
    Cookie(&'a str),
    /// The token of the header `Authorization: Bearer`, if [`Settings::bearer`] is on.
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

/// Maps a request to the account of its caller. Implement this for your host.
///
/// # Contract
/// It is called once for each request, before all other checks. It only identifies the caller;
/// [`Permissions`](crate::Permissions) decides what the caller may do, also for suspended members.
///
/// # Examples
/// A host with middleware that has put the account into the request's extensions:
/// ```
/// use axum::http::request::Parts;
/// use storyden_robots::{AccountId, Result, async_trait, http::{Authenticator, Credential}};
///
/// #[derive(Clone)]
/// struct SignedIn(AccountId);
///
/// #[derive(Debug)]
/// struct OfMiddleware;
///
/// #[async_trait]
/// impl Authenticator for OfMiddleware {
///     async fn authenticate(&self, request: &Parts, _: Option<Credential<'_>>) -> Result<Option<AccountId>> {
///         Ok(request.extensions.get::<SignedIn>().map(|SignedIn(account)| *account))
///     }
/// }
/// ```
#[async_trait]
pub trait Authenticator: fmt::Debug + Send + Sync + 'static {
    /// Returns the account of the caller, or `None` if there is no valid credential: it is missing, unknown, expired or
    /// malformed.
    ///
    /// `credential` is the cookie or the bearer token. A host with another kind of credential reads it from the headers
    /// or extensions of `request`.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the host cannot check the credential now.
    async fn authenticate(
        &self,
        request: &Parts,
        credential: Option<Credential<'_>>,
    ) -> Result<Option<AccountId>>;
}

// By hand, because `automock` cannot name the lifetime of a `Credential`.
#[cfg(feature = "mock")]
mockall::mock! {
    /// A mock of [`Authenticator`]. Its expectations get the text of the credential.
    #[derive(Debug)]
    pub Authenticator {
        /// Called by the trait's `authenticate`.
        pub fn authenticate(&self, request: &Parts, credential: Option<String>) -> Result<Option<AccountId>>;
    }
}

#[cfg(feature = "mock")]
#[async_trait]
impl Authenticator for MockAuthenticator {
    async fn authenticate(
        &self,
        request: &Parts,
        credential: Option<Credential<'_>>,
    ) -> Result<Option<AccountId>> {
        let text = credential.map(|(Credential::Cookie(text) | Credential::Bearer(text))| text.to_owned());
        // The inherent method, not this one.
        Self::authenticate(self, request, text)
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<T: Authenticator + ?Sized> Authenticator for Arc<T> {
    async fn authenticate(
        &self,
        request: &Parts,
        credential: Option<Credential<'_>>,
    ) -> Result<Option<AccountId>> {
        (**self).authenticate(request, credential).await
    }
}

/// A fixed table of credentials, for a first program, a demo or a test.
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
    /// Creates an empty table, which authenticates no request.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Maps a value of the cookie to an account.
    #[must_use]
    pub fn cookie(mut self, value: impl Into<String>, account: AccountId) -> Self {
        self.cookies.insert(value.into(), account);
        self
    }

    /// Maps a bearer token to an account.
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
    async fn authenticate(&self, _: &Parts, credential: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        Ok(match credential {
            Some(Credential::Cookie(value)) => self.cookies.get(value),
            Some(Credential::Bearer(token)) => self.tokens.get(token),
            None => None,
        }
        .copied())
    }
}

/// Returns the credential in the headers. A bearer token has precedence over a cookie, since it is sent on purpose.
pub(super) fn credential<'h>(headers: &'h HeaderMap, settings: &Settings) -> Option<Credential<'h>> {
    if settings.bearer
        && let Some(token) = bearer_token(headers)
    {
        return Some(Credential::Bearer(token));
    }
    cookie(headers, &settings.cookie).map(Credential::Cookie)
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Returns the value of a cookie. Of several with this name the first, which has the longest path in browsers.
fn cookie<'h>(headers: &'h HeaderMap, cookie_name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| std::str::from_utf8(header.as_bytes()).ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| name.trim() == cookie_name)
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
    use crate::http::settings::SESSION_COOKIE;

    fn headers(name: &header::HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[track_caller]
    fn cookie_in(values: &[&'static str]) -> Option<String> {
        cookie(&headers(&header::COOKIE, values), SESSION_COOKIE).map(str::to_owned)
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
    fn no_other_cookie_is_read() {
        let others = ["", "storyden-session", "storyden-session=", "storyden-session=\"\""];
        for value in others.into_iter().chain(["Storyden-Session=a", "xstoryden-session=a"]) {
            assert_eq!(cookie_in(&[value]), None, "{value}");
        }
    }

    #[test]
    fn a_bearer_token_is_read_only_where_it_is_allowed() {
        let headers = headers(&header::AUTHORIZATION, &["bearer  key"]);
        let settings = Settings::default();
        assert_eq!(credential(&headers, &settings), None);
        assert_eq!(credential(&headers, &settings.bearer(true)), Some(Credential::Bearer("key")));
    }

    #[test]
    fn debug_forms_have_no_secrets() {
        let table = StaticAuthenticator::new().cookie("hush", AccountId::from_bytes([1; 12]));
        assert!(!format!("{table:?} {:?}", Credential::Cookie("hush")).contains("hush"));
    }
}
