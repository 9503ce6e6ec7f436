//! Headers: those of every response, and the idempotency key.

use axum::http::{HeaderMap, HeaderValue, header};

/// The name of the header by which a repeated request is recognised.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Adds headers that keep a response out of caches, which could show one member's response to another, and that keep
/// browsers from interpreting it as HTML.
pub(super) fn harden(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}
