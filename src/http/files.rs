//! Files: serves the bytes of files that messages name.

use std::ops::Range;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};

use super::{
    doc::{Doc, Param},
    problem::Problem,
    reply::Reply,
    request::{Call, InvalidRequest},
    route::{HandlerResult, Route},
};
use crate::{
    model::{
        file::{StoredFile, UNKNOWN_TYPE, is_active},
        id::FileId,
    },
    service::operation::Operation,
};

const ONE: &str = "/robots/files/{file_id}";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        ONE,
        Operation::ReadFile,
        get,
        Doc::file("RobotFileGet", "Get a file")
            .about(
                "The bytes of a file that a message names, or one range of them. A type that a browser would run, such as \
                 HTML or SVG, comes as an attachment. The bytes of an id never change.",
            )
            .header(Param::text("Range", "One range of bytes: `bytes=0-99`. Any other is ignored.", 255))
            .header(Param::text("If-Range", "The tag that the range is of.", 255))
            .header(Param::text("If-None-Match", "Tags that the client has: `304` if one is the file's.", 4096)),
    )]
}

async fn get(call: Call) -> HandlerResult {
    let id: FileId = call.path("file_id")?;
    let tag = format!("\"{id}\"");
    let mut content = call.robots().read_file(call.actor, id, 0..u64::MAX).await?;
    let file = content.file().clone();
    let known = call.header("if-none-match")?.is_some_and(|tags| {
        tags.split(',').any(|known| {
            matches!(known.trim().trim_start_matches("W/"), "*")
                || known.trim().trim_start_matches("W/") == tag
        })
    });
    let mut headers = headers_of(&file, &tag);
    if known {
        headers.remove(header::CONTENT_TYPE);
        return Ok(Reply::file(StatusCode::NOT_MODIFIED, headers, Body::empty()));
    }
    let fresh = call.header("if-range")?.is_none_or(|seen| seen.trim() == tag);
    let range = call.header("range")?.filter(|_| fresh).and_then(|range| parse_range(range, file.size));
    let (status, range) = match range {
        None => (StatusCode::OK, 0..file.size),
        Some(range) if range.is_empty() => {
            return Err(InvalidRequest(Problem::range_not_satisfiable(file.size)).into());
        }
        Some(range) => {
            let shown = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
            insert(&mut headers, header::CONTENT_RANGE, &shown);
            (StatusCode::PARTIAL_CONTENT, range)
        }
    };
    content.narrow(range.clone());
    insert(&mut headers, header::CONTENT_LENGTH, &(range.end - range.start).to_string());
    Ok(Reply::file(status, headers, Body::from_stream(content)))
}

/// Returns the headers of a file. Its content is untrusted, so they prevent that it runs in the host's origin.
fn headers_of(file: &StoredFile, tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let kind = HeaderValue::try_from(file.media_type.as_str());
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static(UNKNOWN_TYPE)));
    insert(&mut headers, header::ETAG, tag);
    insert(&mut headers, header::ACCEPT_RANGES, "bytes");
    insert(&mut headers, header::CACHE_CONTROL, "private, max-age=31536000, immutable");
    insert(
        &mut headers,
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    insert(&mut headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    let disposition = if is_active(&file.media_type) { "attachment" } else { "inline" };
    insert(&mut headers, header::CONTENT_DISPOSITION, disposition);
    headers
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // None of these texts has anything that a header cannot have.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Parses one range of a file of `size` bytes, cut at its end; it is empty if the file has no byte in it. `None` if the
/// text is not a single range of bytes: the response is then the whole file.
fn parse_range(text: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number has are past every end.
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    match (first.trim(), last.trim()) {
        ("", last) => Some(size.saturating_sub(number(last)?)..size),
        (first, "") => Some(number(first)?.min(size)..size),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then(|| first.min(size)..last.saturating_add(1).min(size))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_of_bytes_is_read_and_all_else_is_the_whole_file() {
        for (text, range) in [
            ("bytes=0-0", Some(0..1)),
            ("bytes=2-", Some(2..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-30", Some(0..10)),
            ("bytes=5-99999999999999999999999", Some(5..10)),
            ("bytes=10-", Some(10..10)),
            ("bytes=-0", Some(10..10)),
            ("bytes=3-2", None),
            ("bytes=0-1,4-5", None),
            ("bytes=a-b", None),
            ("bytes=-", None),
            ("items=0-1", None),
            ("", None),
        ] {
            assert_eq!(parse_range(text, 10), range, "{text}");
        }
    }
}
