//! [`ChunkLog`]: the chunks of a draft, as they are stored.

#[cfg(feature = "axum")]
use std::borrow::Cow;

use super::{
    assembler::Assembler,
    chunk::{Chunk, split},
};
#[cfg(feature = "axum")]
use crate::model::file_url::FILE_SCHEME;
use crate::model::{error::Result, json::Json, message::Message};

/// Chunks as they are stored: their JSON texts, separated by commas.
///
/// # Examples
/// ```
/// use storyden_robots::stream::{Chunk, ChunkLog};
///
/// let chunks = ChunkLog::new(&[Chunk::text_start("1"), Chunk::text_end("1")]);
/// assert_eq!(chunks.as_str(), r#"{"type":"text-start","id":"1"},{"type":"text-end","id":"1"}"#);
/// assert_eq!(chunks.decode()?.len(), 2);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ChunkLog(String);

impl ChunkLog {
    /// Creates the log of these chunks.
    #[must_use]
    pub fn new(chunks: &[Chunk<'_>]) -> Self {
        let texts: Vec<_> = chunks.iter().map(Chunk::to_json).collect();
        let texts: Vec<_> = texts.iter().map(Json::as_str).collect();
        Self(texts.join(","))
    }

    /// Wraps a text without checking it: for a store, which gives back what [`as_str`](Self::as_str) returned.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether there are no chunks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends the chunks of another log.
    pub fn extend(&mut self, more: &Self) {
        if !self.is_empty() && !more.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(&more.0);
    }

    /// Parses the chunks.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) if stored text was damaged.
    pub fn decode(&self) -> Result<Vec<Chunk<'static>>> {
        let array = format!("[{}]", self.0);
        let texts = split(&array)?;
        texts.into_iter().map(|text| Chunk::parse(text.get()).map(Chunk::into_owned)).collect()
    }

    /// Returns the chunks as they are served: the addresses of files can be fetched.
    #[cfg(feature = "axum")]
    pub(crate) fn served(&self, prefix: &str) -> Cow<'_, str> {
        // Most drafts have no files, and their chunks are not read for it.
        if memchr::memmem::find(self.0.as_bytes(), FILE_SCHEME.as_bytes()).is_none() {
            return Cow::Borrowed(&self.0);
        }
        let Ok(chunks) = self.decode() else { return Cow::Borrowed(&self.0) };
        let chunks: Vec<_> = chunks.into_iter().map(|chunk| chunk.served(prefix)).collect();
        Cow::Owned(Self::new(&chunks).0)
    }

    /// Applies these to a message. Chunks that its writer could not have written are left out.
    pub(crate) fn fold<P>(&self, message: &Message<P>) -> Assembler {
        let mut assembler =
            Assembler::continuing(message.id.to_string(), &message.parts, message.metadata.clone()).strict();
        let array = format!("[{}]", self.0);
        for text in split(&array).unwrap_or_default() {
            let taken = Chunk::parse(text.get()).and_then(|chunk| assembler.push(&chunk));
            if let Err(error) = taken {
                tracing::warn!(message = %message.id, %error, "a stored chunk does not fit its draft");
            }
        }
        assembler
    }
}
