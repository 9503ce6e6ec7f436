//! Headers: those that every answer has, and the one that makes a repetition recognisable.

use axum::http::{HeaderMap, HeaderValue, header};

/// Names what a request is recognised by if it is sent again.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Keeps an answer out of caches, which would show one member's answer to the next, and keeps browsers
/// from taking the HTML in it for a page.
pub(super) fn harden(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}
