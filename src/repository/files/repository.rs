//! [`FileRepository`]: how files are stored.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use crate::model::{
    error::Result,
    file::StoredFile,
    id::{BlobId, FileId, SessionId},
    time::Timestamp,
};

/// How many bytes of a file are kept and read at once. All chunks of a file but the last one have so many.
pub const CHUNK_BYTES: usize = 256 << 10;

/// Stores files, beside the sessions of a [`SessionRepository`](crate::SessionRepository): a capability that not every
/// store has. [`Files`](crate::Files) is made of it, and has a method for each thing that one does with a file.
///
/// # Contract
/// That of the [module](crate::repository): every method is atomic. Times are those of the **store's** clock.
///
/// The bytes of an upload lie in a *blob*: chunks in the store, or an object elsewhere. An upload whose hash is not
/// known yet is a blob without a file. At its end it becomes the blob of its file, unless there is a file with the same
/// bytes. A blob without a file that nobody writes to is left over from a crash, and is erased by a sweep.
///
/// A message binds the files that its [annotations](crate::Annotations::files) name. The store keeps a row for each
/// binding, and writes and removes it in the transaction that appends, edits, deletes, truncates or erases the message.
/// A message that names a file which is not there is not written: [`Error::NotFound`](crate::Error::NotFound). A file
/// that is bound is not deleted.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FileRepository: fmt::Debug + Send + Sync + 'static {
    /// Notes that a blob is written to now. It is new, or it has no file yet.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn begin_blob(&self, blob: BlobId) -> Result<()>;

    /// Adds a chunk to a blob without a file, and notes that it is written to now. Chunks are counted from 0. Writing
    /// the same one twice writes it once.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such blob: a sweep has erased it.
    async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()>;

    /// Makes a file of a blob, touched now. If a file with this id exists, touches that and leaves the blob as it is.
    /// Returns the file as it is stored. `file.touched_at` is ignored.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such blob without a file: a sweep has erased it.
    async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile>;

    /// Erases a blob that has no file, and its chunks. If there is no such blob, nothing happens.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn erase_blob(&self, blob: BlobId) -> Result<()>;

    /// Lists blobs without a file that were not written to for this long, at most `limit`.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>>;

    /// Returns a chunk of a blob, or `None` if there is none.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>>;

    /// Returns what is known of a file.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is none.
    async fn find_file(&self, id: FileId) -> Result<StoredFile>;

    /// Touches files, all of them or none: they stay for the grace time, even if no message has them.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if one of them is not there.
    async fn touch_files(&self, ids: &[FileId]) -> Result<()>;

    /// Deletes a file that no message has and that nobody touched since `seen`, its
    /// [`touched_at`](StoredFile::touched_at). Its blob is one without a file then, and stale at once. Returns whether
    /// it did; `false` also if there is no such file.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool>;

    /// Lists files by their ids, those behind `after`, at most `limit`; with `unbound_for` only those that no message
    /// has and that nobody touched for so long.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn list_files(
        &self,
        unbound_for: Option<Duration>,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<Vec<StoredFile>>;

    /// Lists sessions with messages that have a file, deleted sessions too, each once, at most `limit`.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>>;

    /// Lists the files that messages of a session have, of a deleted session too, each once, by their ids. Whoever
    /// erases the session deletes afterwards those that no other message has.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>>;
}

/// A pointer to a repository is one too.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: FileRepository + ?Sized> FileRepository for $pointer<T> {
            async fn begin_blob(&self, blob: BlobId) -> Result<()> {
                (**self).begin_blob(blob).await
            }
            async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()> {
                (**self).write_chunk(blob, index, bytes).await
            }
            async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile> {
                (**self).finish_blob(file).await
            }
            async fn erase_blob(&self, blob: BlobId) -> Result<()> {
                (**self).erase_blob(blob).await
            }
            async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>> {
                (**self).stale_blobs(untouched_for, limit).await
            }
            async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>> {
                (**self).read_chunk(blob, index).await
            }
            async fn find_file(&self, id: FileId) -> Result<StoredFile> {
                (**self).find_file(id).await
            }
            async fn touch_files(&self, ids: &[FileId]) -> Result<()> {
                (**self).touch_files(ids).await
            }
            async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool> {
                (**self).delete_file(id, seen).await
            }
            async fn list_files(
                &self,
                unbound_for: Option<Duration>,
                after: Option<FileId>,
                limit: u32,
            ) -> Result<Vec<StoredFile>> {
                (**self).list_files(unbound_for, after, limit).await
            }
            async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>> {
                (**self).sessions_with(file, limit).await
            }
            async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>> {
                (**self).files_in(session).await
            }
        }
    )+};
}

delegate!(Arc, Box);
