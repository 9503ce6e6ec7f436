//! [`FileUrl`]: the address of a file in a part of a message.

use std::{borrow::Cow, ops::Range};

use serde_json::value::RawValue;

use crate::model::{
    id::FileId,
    json_scan::{elements, entries, quoted, string},
};

/// The URL scheme of stored files in stored messages: `robots-file:`, followed by the [`FileId`].
pub const FILE_SCHEME: &str = "robots-file:";

/// The address in a part that is a file.
#[derive(Clone, Debug)]
pub(crate) struct FileUrl<'p> {
    /// The part's place in its message.
    pub(crate) part: usize,
    pub(crate) media_type: Cow<'p, str>,
    /// The JSON of the address, with its quotes.
    pub(crate) raw: &'p str,
}

impl FileUrl<'_> {
    /// Returns the file that the address names in the record.
    pub(crate) fn file(&self) -> Option<FileId> {
        self.raw.strip_prefix('"')?.strip_suffix('"')?.strip_prefix(FILE_SCHEME)?.parse().ok()
    }

    /// Returns where the JSON of the address stands in the text of the parts.
    pub(crate) fn range(&self, parts: &str) -> Range<usize> {
        let start = start_of(self.raw, parts);
        start..start + self.raw.len()
    }
}

/// Returns where a piece of a text begins in it.
pub(crate) fn start_of(piece: &str, text: &str) -> usize {
    piece.as_ptr().addr() - text.as_ptr().addr()
}

/// Returns the addresses of files in the text of parts, in their order.
pub(crate) fn file_urls(parts: &str) -> Vec<FileUrl<'_>> {
    let mut urls = Vec::new();
    each_file_url(parts, |url| urls.push(url));
    urls
}

/// Calls `each` for the address of each file in the text of parts, in their order. What is no JSON ends it.
pub(crate) fn each_file_url<'p>(parts: &'p str, mut each: impl FnMut(FileUrl<'p>)) {
    // Most messages have none, and are not read for it.
    if memchr::memmem::find(parts.as_bytes(), b"file").is_none() {
        return;
    }
    let read = |(part, text): (usize, &'p RawValue)| {
        let (mut kind, mut media_type, mut raw) = (None, None, None);
        entries(text.get(), |key, value| match &*key {
            "type" => kind = string(value),
            "mediaType" => media_type = string(value),
            "url" => raw = Some(value),
            _ => {}
        });
        let is_file = matches!(kind.as_deref(), Some("file" | "reasoning-file"));
        if let (true, Some(media_type), Some(raw)) = (is_file, media_type, raw) {
            each(FileUrl { part, media_type, raw });
        }
        Ok(())
    };
    elements(parts, read).ok();
}

/// Returns a text with other texts at some places, which are in their order and do not overlap.
pub(crate) fn replace(text: &str, places: &[(Range<usize>, String)]) -> String {
    let added: usize = places.iter().map(|(_, new)| new.len()).sum();
    let (mut out, mut from) = (String::with_capacity(text.len() + added), 0);
    for (place, new) in places {
        out.push_str(text.get(from..place.start).unwrap_or_default());
        out.push_str(new);
        from = place.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Returns the text of parts as it is served: `prefix` in place of the scheme. `None` if they name no files.
pub(crate) fn served(parts: &str, prefix: &str) -> Option<String> {
    memchr::memmem::find(parts.as_bytes(), FILE_SCHEME.as_bytes())?;
    let change = |url: FileUrl<'_>| {
        let id = url.file()?;
        Some((url.range(parts), quoted(&format!("{prefix}{id}"))))
    };
    let changes: Vec<_> = file_urls(parts).into_iter().filter_map(change).collect();
    (!changes.is_empty()).then(|| replace(parts, &changes))
}
