//! [`FileRepository`]: stores files.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use crate::model::{
    error::Result,
    file::StoredFile,
    id::{BlobId, FileId, SessionId},
    time::Timestamp,
};

/// The size of a chunk in bytes: all chunks of a file have it, except the last one, which can be shorter.
pub const CHUNK_BYTES: usize = 256 << 10;

/// Stores files, next to the sessions of a [`SessionRepository`](crate::SessionRepository). Not every store has this
/// capability. [`Files`](crate::Files) is the API over it.
///
/// # Contract
/// Every method is atomic, and the other rules of the [module](crate::repository) hold too. Times are those of the
/// **store's** clock.
///
/// The bytes of an upload are in a *blob*: chunks in the store, or an object elsewhere. Until the upload is complete
/// its hash is not known, so the blob has no file. Then it becomes the blob of a new file, unless a file with the same
/// bytes exists. A sweep erases blobs that have no file and that nothing was written to for some time: a crash left
/// them.
///
/// A message binds the files that its [annotations](crate::Annotations::files) name. The store keeps a row for each
/// binding, and writes and removes it in the transaction that appends, edits, deletes, truncates or erases the message.
/// A message that names a file that does not exist is not stored: [`Error::NotFound`](crate::Error::NotFound). A bound
/// file cannot be deleted.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FileRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a blob without a file, or sets the time of the last write of an existing one to now.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn begin_blob(&self, blob: BlobId) -> Result<()>;

    /// Adds a chunk to a blob without a file, and sets the time of its last write to now. `index` counts from 0.
    /// Writing an index that was written before changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such blob without a file: a sweep may have erased it.
    async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()>;

    /// Creates a file from the blob that it names, touched now. If a file with this id exists, touches that one and
    /// leaves the blob without a file. Returns the file as it is stored. `file.touched_at` is ignored.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such blob without a file: a sweep may have erased it.
    async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile>;

    /// Erases a blob that has no file, with its chunks. Does nothing if there is no such blob.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn erase_blob(&self, blob: BlobId) -> Result<()>;

    /// Lists at most `limit` blobs without a file that were not written to for at least `untouched_for`, oldest first.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>>;

    /// Returns a chunk of a blob, or `None` if there is none.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>>;

    /// Returns a file's size, media type, blob and time.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is none.
    async fn find_file(&self, id: FileId) -> Result<StoredFile>;

    /// Sets the time of files to now, all of them or none: a sweep then keeps them for its grace time, even if no
    /// message has them.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if one of them does not exist.
    async fn touch_files(&self, ids: &[FileId]) -> Result<()>;

    /// Deletes a file if no message has it and its [`touched_at`](StoredFile::touched_at) is still `seen`. Its blob
    /// then has no file, and is stale at once. Returns whether the file was deleted; `false` also if there is no such
    /// file.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool>;

    /// Lists at most `limit` files after the id `after`, in ascending order of their ids. With `unbound_for`, only
    /// those that no message has and that were not touched for at least that long.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn list_files(
        &self,
        unbound_for: Option<Duration>,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<Vec<StoredFile>>;

    /// Lists at most `limit` sessions in which a message has a file, each once, also deleted sessions.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>>;

    /// Lists the files that the messages of a session have, each once, in ascending order of their ids, also for a
    /// deleted session. The service calls it before it erases a session, and then deletes those that no other message
    /// has.
    ///
    /// # Errors
    /// Only those of the [module](crate::repository).
    async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>>;
}

/// Implements the trait for smart pointers to a repository.
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
