//! The headers that every answer has.

use axum::http::{HeaderMap, HeaderValue, header};

/// Keeps an answer out of caches, which would show one member's answer to the next, and keeps browsers
/// from taking the HTML in it for a page.
pub(super) fn harden(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}
