//! [`StoredFile`]: the metadata of a stored file.

use serde::{Deserialize, Serialize};

use crate::model::{
    error::{Error, Result},
    id::{BlobId, FileId},
    limits::check_at_most,
    time::Timestamp,
};

/// The metadata of a stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoredFile {
    /// Its id: the SHA-256 of its bytes.
    pub id: FileId,
    /// The id of its bytes in the store.
    pub blob: BlobId,
    /// Its size in bytes.
    pub size: u64,
    /// Its IANA media type: the one that its first sender declared, or `application/octet-stream` if its first bytes
    /// contradict that.
    pub media_type: String,
    /// The time at which it was last stored or bound to a message.
    pub touched_at: Timestamp,
}

impl StoredFile {
    /// Creates the metadata of a file.
    pub fn new(
        id: FileId,
        blob: BlobId,
        size: u64,
        media_type: impl Into<String>,
        touched_at: Timestamp,
    ) -> Self {
        Self { id, blob, size, media_type: media_type.into(), touched_at }
    }
}

/// The type with which a file of unknown type is served.
pub(crate) const UNKNOWN_TYPE: &str = "application/octet-stream";

/// The most bytes of a media type.
const TYPE_BYTES: usize = 255;

/// Checks that a text is a media type, perhaps with parameters, that a header can have.
pub(crate) fn check_media_type(text: &str) -> Result<()> {
    check_at_most("media_type", text.len(), TYPE_BYTES, "bytes")?;
    let token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let (kind, parameters) = text.split_once(';').unwrap_or((text, ""));
    let named = kind.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype));
    if named && parameters.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        Ok(())
    } else {
        Err(Error::invalid_argument("media_type", "must be an IANA media type"))
    }
}

/// How a file begins: the offset of the sign, and the sign.
type Sign = (usize, &'static [u8]);

/// How files of a type begin. One of the signs is enough.
const SIGNS: [(&str, &[Sign]); 14] = [
    ("image/png", &[(0, b"\x89PNG\r\n\x1a\n")]),
    ("image/jpeg", &[(0, b"\xff\xd8\xff")]),
    ("image/gif", &[(0, b"GIF87a"), (0, b"GIF89a")]),
    ("image/webp", &[(8, b"WEBP")]),
    ("image/bmp", &[(0, b"BM")]),
    ("image/avif", &[(4, b"ftyp")]),
    ("image/heic", &[(4, b"ftyp")]),
    ("video/mp4", &[(4, b"ftyp")]),
    ("video/webm", &[(0, b"\x1a\x45\xdf\xa3")]),
    ("audio/wav", &[(8, b"WAVE")]),
    ("audio/ogg", &[(0, b"OggS")]),
    ("audio/flac", &[(0, b"fLaC")]),
    ("application/pdf", &[(0, b"%PDF-")]),
    ("application/zip", &[(0, b"PK")]),
];

/// Returns the declared type of a file, or the type of unknown files if its first bytes contradict that: they lack the
/// sign of the type, or have that of another one.
pub(crate) fn consistent_type<'t>(declared: &'t str, first: &[u8]) -> &'t str {
    let kind = declared.split(';').next().unwrap_or_default().trim();
    let begins = |signs: &[(usize, &[u8])]| {
        signs.iter().any(|(at, sign)| first.get(*at..).is_some_and(|rest| rest.starts_with(sign)))
    };
    let known = SIGNS.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind));
    let fits = match known {
        Some((_, signs)) => begins(signs),
        // What says that it is text does not begin like a picture. Short signs begin words too.
        None if kind.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/")) => {
            !SIGNS.iter().any(|(_, signs)| signs.iter().all(|(_, sign)| sign.len() > 2) && begins(signs))
        }
        None => true,
    };
    if fits { declared } else { UNKNOWN_TYPE }
}

/// Returns whether a browser would run a file of this type, or what is in it.
#[cfg(feature = "axum")]
pub(crate) fn is_active(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let inert = ["image/", "audio/", "video/"].iter().any(|start| kind.starts_with(start))
        || ["application/pdf", "text/plain", "text/csv", "application/json", UNKNOWN_TYPE].contains(&&*kind);
    // Types that are not known to be inert count as active: HTML, SVG, XML, scripts, and what browsers learn to run.
    !inert || kind.contains("xml") || kind.contains("svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_the_first_bytes_contradict_is_not_kept() {
        let png = b"\x89PNG\r\n\x1a\n....";
        assert_eq!(consistent_type("image/png", png), "image/png");
        assert_eq!(consistent_type("image/PNG; q=1", png), "image/PNG; q=1");
        assert_eq!(consistent_type("image/png", b"<script>"), UNKNOWN_TYPE);
        assert_eq!(consistent_type("image/jpeg", png), UNKNOWN_TYPE);
        assert_eq!(consistent_type("text/plain", png), UNKNOWN_TYPE);
        assert_eq!(consistent_type("text/plain", b"BM is a bitmap"), "text/plain");
        assert_eq!(consistent_type("model/gltf-binary", b"glTF"), "model/gltf-binary");
        assert_eq!(consistent_type("image/png", b""), UNKNOWN_TYPE);
    }

    #[test]
    fn only_media_types_are_media_types() {
        for good in ["image/png", "text/plain;charset=utf-8", "application/vnd.ms-excel", "image/svg+xml"] {
            assert!(check_media_type(good).is_ok(), "{good}");
        }
        for bad in
            ["", "image", "/png", "image/", "a/b\r\nX: y", "a/b;x=\n", "ü/x", "a b/c", &"a/b".repeat(90)]
        {
            assert!(check_media_type(bad).is_err(), "{bad}");
        }
    }
}
