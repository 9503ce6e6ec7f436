//! [`CrossSite`]: rejects writes that another site makes a browser send.

use axum::http::{HeaderMap, HeaderName, Uri, header, request::Parts, uri::Authority};

use crate::model::error::{Denied, Error, Result};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The check for writes that another site makes a browser send with its user's cookie.
///
/// A browser sends the cookie with the requests of every page, so a page of another site could write on behalf of its
/// visitor. A write without a bearer token is therefore rejected with a 403 if its headers show another site:
///
/// 1. an `Origin` that is [trusted](Self::trust) is accepted;
/// 2. otherwise `Sec-Fetch-Site`, if there is one, must be `same-origin` or `none` (or `same-site`, where
///    that is [allowed](Self::same_site));
/// 3. otherwise `Origin`, if there is one, must name the same host and port as `Host`;
/// 4. a write with neither header is accepted: it is not from a browser, since every browser sends one of them.
///
/// Reads and requests with a bearer token are not checked: no browser adds a bearer token by itself. This is not CORS:
/// a front end on another origin also needs a CORS layer of the host.
///
/// # Examples
/// ```
/// use storyden_robots::http::CrossSite;
///
/// // A front end on another host, and a proxy that changes `Host`.
/// let policy = CrossSite::default().trust("https://community.example").trust("https://app.example");
/// # let _ = policy;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossSite {
    trusted: Vec<String>,
    same_site: bool,
    unchecked: bool,
}

impl CrossSite {
    /// Creates a policy that accepts every write, for hosts that check the origin themselves, for example with a token.
    #[must_use]
    pub fn unchecked() -> Self {
        Self { unchecked: true, ..Self::default() }
    }

    /// Accepts writes of one more origin: scheme, host and port as in `https://app.example:8443`. It is compared with
    /// the header `Origin`, so a text with a path never matches.
    #[must_use]
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        let origin: String = origin.into();
        self.trusted.push(origin.trim_end_matches('/').to_ascii_lowercase());
        self
    }

    /// Accepts writes of other hosts of the same site, such as from `forum.example.com` to `api.example.com`.
    #[must_use]
    pub fn same_site(self) -> Self {
        Self { same_site: true, ..self }
    }

    /// Checks a write. The router and [`Caller`](super::Caller) call this themselves.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] if another site made a browser send it.
    pub fn check(&self, request: &Parts) -> Result<()> {
        if self.unchecked || self.allows(&request.uri, &request.headers) {
            Ok(())
        } else {
            Err(Error::PermissionDenied(Denied::CrossSite))
        }
    }

    fn allows(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let origin = text(header::ORIGIN).map(str::to_ascii_lowercase);
        if let Some(origin) = &origin
            && self.trusted.contains(origin)
        {
            return true;
        }
        match text(SEC_FETCH_SITE) {
            Some("same-origin" | "none") => true,
            Some("same-site") => self.same_site,
            Some(_) => false,
            None => origin.is_none_or(|origin| {
                let host = text(header::HOST).or_else(|| uri.authority().map(Authority::as_str));
                let own = origin.split_once("://").map(|(_, authority)| authority);
                own.is_some_and(|own| host.is_some_and(|host| host.eq_ignore_ascii_case(own)))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[track_caller]
    fn allowed(policy: &CrossSite, headers: &[(&'static str, &'static str)]) -> bool {
        let request = Request::builder().uri("/robots").header(header::HOST, "api.example:8080");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let (parts, ()) = request.body(()).unwrap().into_parts();
        policy.check(&parts).is_ok()
    }

    #[test]
    fn foreign_writes_are_refused() {
        let policy = CrossSite::default();
        for foreign in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "something-new"),
            ("origin", "null"),
            ("origin", "https://evil.example"),
            ("origin", "http://api.example"),
            ("origin", "http://api.example:8080.evil.example"),
        ] {
            assert!(!allowed(&policy, &[foreign]), "{foreign:?}");
        }
        assert!(!allowed(
            &policy,
            &[("sec-fetch-site", "cross-site"), ("origin", "http://api.example:8080")]
        ));
    }

    #[test]
    fn own_writes_and_those_of_other_programs_are_accepted() {
        let policy = CrossSite::default();
        assert!(allowed(&policy, &[]));
        assert!(allowed(&policy, &[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&policy, &[("sec-fetch-site", "none")]));
        assert!(allowed(&policy, &[("origin", "https://API.example:8080")]));
    }

    #[test]
    fn a_host_may_trust_other_sites() {
        let policy = CrossSite::default().trust("https://App.example/").same_site();
        assert!(allowed(&policy, &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example")]));
        assert!(!allowed(&policy, &[("sec-fetch-site", "cross-site"), ("origin", "http://app.example")]));
        assert!(allowed(&policy, &[("sec-fetch-site", "same-site")]));
        assert!(allowed(&CrossSite::unchecked(), &[("sec-fetch-site", "cross-site")]));
    }
}
