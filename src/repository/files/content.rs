//! [`FileContent`]: the bytes of a file, as a stream.

use std::{
    fmt,
    ops::Range,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use super::files::{Files, missing};
use crate::model::{error::Result, file::StoredFile, id::FileId};

/// A stream of bytes, in buffers of any length.
pub type ByteStream<'a> = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send + 'a>>;

type Reading = Pin<Box<dyn Future<Output = Result<Bytes>> + Send>>;

/// The bytes of a file, or of a range of it, as a stream. At most 256 KiB are in memory at a time.
pub struct FileContent {
    files: Files,
    file: StoredFile,
    rest: Range<u64>,
    reading: Option<Reading>,
}

impl FileContent {
    pub(super) fn new(files: Files, file: StoredFile, range: Range<u64>) -> Self {
        let end = range.end.min(file.size);
        let rest = range.start.min(end)..end;
        Self { files, file, rest, reading: None }
    }

    /// Returns the file's id, size and media type.
    #[must_use]
    pub fn file(&self) -> &StoredFile {
        &self.file
    }

    /// Returns the range of the file that was not returned yet.
    #[must_use]
    pub fn range(&self) -> Range<u64> {
        self.rest.clone()
    }

    /// Reduces the range to its intersection with another. Call it before anything is read.
    #[cfg(feature = "axum")]
    pub(crate) fn narrow(&mut self, range: Range<u64>) {
        self.rest = self.rest.start.max(range.start)..self.rest.end.min(range.end);
    }

    /// Returns the next bytes, at most [`CHUNK_BYTES`](crate::repository::CHUNK_BYTES); `None` at the end of the range.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the store cannot be reached;
    /// [`Error::StorageFailed`](crate::Error::StorageFailed) if the bytes are missing.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Reads the rest of the range into memory.
    ///
    /// # Errors
    /// Those of [`next`](Self::next).
    pub async fn bytes(mut self) -> Result<Vec<u8>> {
        let length = usize::try_from(self.rest.end - self.rest.start).unwrap_or(usize::MAX);
        let mut all = Vec::with_capacity(length.min(1 << 20));
        while let Some(piece) = self.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

/// # Reading files
impl Files {
    /// Returns a range of a file's bytes, counted from 0. A range that goes past the end is cut there.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such file.
    pub async fn get(&self, id: FileId, range: Range<u64>) -> Result<FileContent> {
        Ok(self.content(self.stat(id).await?, range))
    }

    /// Returns a range of a file's bytes, as [`get`](Self::get) does, without a query for the file.
    #[must_use]
    pub fn content(&self, file: StoredFile, range: Range<u64>) -> FileContent {
        FileContent::new(self.clone(), file, range)
    }
}

impl Stream for FileContent {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            return Poll::Ready(None);
        }
        let reading = this.reading.get_or_insert_with(|| {
            let (files, file, rest) = (this.files.clone(), this.file.clone(), this.rest.clone());
            Box::pin(async move { files.read_piece(&file, rest).await })
        });
        let read = ready!(reading.as_mut().poll(context));
        this.reading = None;
        let piece = match read {
            Ok(piece) if piece.is_empty() => Err(missing(&this.file, "")),
            piece => piece,
        };
        match &piece {
            Ok(piece) => this.rest.start += piece.len() as u64,
            // Nothing comes behind an error.
            Err(_) => this.rest.start = this.rest.end,
        }
        Poll::Ready(Some(piece))
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileContent")
            .field("file", &self.file)
            .field("rest", &self.rest)
            .finish_non_exhaustive()
    }
}
