//! Finds a message's references to stored files.

use super::{fields::MessageFields, file_ref::FileRef};
use crate::model::file_url::{FILE_SCHEME, FileUrl, file_urls, start_of};

impl FileRef {
    /// Finds all references in a document. A document without [`FILE_SCHEME`](crate::FILE_SCHEME) is not parsed.
    #[must_use]
    pub fn in_document(document: &str) -> Vec<Self> {
        if memchr::memmem::find(document.as_bytes(), FILE_SCHEME.as_bytes()).is_none() {
            return Vec::new();
        }
        let parts = MessageFields::read(document).ok().and_then(|fields| fields.parts);
        let named = |url: FileUrl<'_>| Some(Self { id: url.file()?, at: start_of(url.raw, document) + 1 });
        parts.map(file_urls).unwrap_or_default().into_iter().filter_map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::FileId;

    #[test]
    fn only_the_addresses_of_files_are_places() {
        let id = FileId::of(b"x");
        let file = format!(r#"{{"type":"file","mediaType":"a/b", "url":"robots-file:{id}"}}"#);
        let parts = format!(
            r#"[{{"type":"text","text":"robots-file:{id}"}}, {file},{{"type":"data-x","data":{file}}},{{"type":"file","mediaType":"a/b","url":"robots-file:1"}},{{"url":"robots-file:{id}","type":"reasoning-file","mediaType":""}}]"#
        );
        let document = format!(
            r#"{{"id":"cc5lnd2s1s4652adtu50","role":"user","parts":{parts},"created_at":"2026-11-26T12:00:00Z"}}"#
        );
        let places = FileRef::in_document(&document);
        assert_eq!(places.len(), 2);
        for place in &places {
            assert_eq!(place.id, id);
            assert!(place.stands_in(document.as_bytes()));
            assert!(!place.stands_in(&document.as_bytes()[1..]));
        }
        assert!(document[..places[0].at].ends_with(r#""mediaType":"a/b", "url":""#));
        assert_eq!(FileRef::in_document("{}"), []);
    }
}
