//! [`Files`]: stores and reads files over a [`FileRepository`].

use std::{ops::Range, sync::Arc, time::Duration};

use bytes::Bytes;

#[cfg(feature = "object-store")]
use super::objects::Objects;
use super::repository::{CHUNK_BYTES, FileRepository};
use crate::model::{
    error::{Error, ErrorKind, Result},
    file::StoredFile,
    id::{BlobId, FileId, IdGenerator, SessionId, XidGenerator},
};

/// Stores and reads files. A file's id is the hash of its bytes, so the same bytes are stored once. Cheap to clone;
/// clones share the same store.
///
/// # Examples
/// ```
/// use storyden_robots::{Files, MemoryStore};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let files = Files::in_store(MemoryStore::new());
/// let file = files.put_bytes("text/plain", "hello".into()).await?;
/// assert_eq!((file.size, &*file.media_type), (5, "text/plain"));
/// assert_eq!(files.get(file.id, 1..3).await?.bytes().await?, b"el");
/// # Ok::<(), storyden_robots::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Files {
    pub(super) rows: Arc<dyn FileRepository>,
    pub(super) ids: Arc<dyn IdGenerator>,
    /// The object store that has the bytes, if they are not in the store.
    #[cfg(feature = "object-store")]
    pub(super) objects: Option<Objects>,
}

impl Files {
    /// Stores the bytes of files in the store itself, in chunks of [`CHUNK_BYTES`].
    pub fn in_store(store: impl FileRepository) -> Self {
        Self {
            rows: Arc::new(store),
            ids: Arc::new(XidGenerator),
            #[cfg(feature = "object-store")]
            objects: None,
        }
    }

    /// Stores the bytes of files as objects below `prefix` in an object store of the host; an object's name is the id
    /// of its [blob](StoredFile::blob). The rows stay in `store`. Objects are read in ranges, and written in parts of 6
    /// MiB.
    ///
    /// Configure the object store to abort incomplete multipart uploads after a day: if a process dies, its parts stay
    /// there.
    ///
    /// # Examples
    /// ```
    /// use std::sync::Arc;
    /// use object_store::memory::InMemory;
    /// use storyden_robots::{Files, MemoryStore};
    ///
    /// let files = Files::in_objects(MemoryStore::new(), Arc::new(InMemory::new()), "robots/files");
    /// # let _ = files;
    /// ```
    #[cfg(feature = "object-store")]
    pub fn in_objects(
        store: impl FileRepository,
        objects: Arc<dyn object_store::ObjectStore>,
        prefix: impl Into<object_store::path::Path>,
    ) -> Self {
        Self { objects: Some(Objects::new(objects, prefix.into())), ..Self::in_store(store) }
    }

    /// Returns the repository with the rows of the files.
    #[must_use]
    pub fn rows(&self) -> &dyn FileRepository {
        &*self.rows
    }

    /// Erases a blob that has no file, and will have none. If that fails, it is logged, and a sweep erases it later.
    pub(super) async fn erase(&self, blob: BlobId) {
        if let Err(error) = self.erase_blob(blob).await {
            tracing::warn!(%blob, error = &error as &dyn std::error::Error, "the bytes of an upload are left over");
        }
    }

    /// Erases a blob. The caller must know from the store that no file has it: its row was just listed or created, or
    /// its upload ended without a file.
    async fn erase_blob(&self, blob: BlobId) -> Result<()> {
        // The object first, then its row. A sweep finds an object only by its row: after a crash in between, the row is
        // still there, and the next sweep deletes both (an object that is gone is no error). In the other order, the
        // object would stay for ever. `rows.erase_blob` does nothing if a file has the blob, but then it is too late
        // for the object: so the callers make sure before.
        #[cfg(feature = "object-store")]
        if let Some(objects) = &self.objects {
            objects.delete(blob).await?;
        }
        self.rows.erase_blob(blob).await
    }

    /// Returns a file's size, media type and blob.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such file.
    pub async fn stat(&self, id: FileId) -> Result<StoredFile> {
        self.rows.find_file(id).await
    }

    /// Marks files as used now, so that they stay for the [grace time](crate::FileSweep::grace) even if no message has
    /// them: all of them or none. Call it before a message that has them is appended.
    ///
    /// # Errors
    /// [`Error::NotFound`] if one of them does not exist.
    pub async fn touch(&self, ids: &[FileId]) -> Result<()> {
        if ids.is_empty() { Ok(()) } else { self.rows.touch_files(ids).await }
    }

    /// Deletes a file and its bytes, unless a message has it or it is touched at the same time. Returns whether it was
    /// deleted.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the store cannot be reached. If only the row was deleted by then, a sweep erases the
    /// bytes.
    pub async fn delete(&self, id: FileId) -> Result<bool> {
        match self.stat(id).await {
            Ok(file) => self.delete_seen(&file).await,
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes a file, unless a message has it or it was touched after `file` was read.
    pub(crate) async fn delete_seen(&self, file: &StoredFile) -> Result<bool> {
        let deleted = self.rows.delete_file(file.id, file.touched_at).await?;
        if deleted && self.has_bytes_of(file).await? {
            self.erase_blob(file.blob).await?;
        }
        Ok(deleted)
    }

    /// Returns whether the bytes of a file are stored where this instance stores them. If another process keeps them in
    /// an object store, they are left to a sweep of that process.
    async fn has_bytes_of(&self, file: &StoredFile) -> Result<bool> {
        #[cfg(feature = "object-store")]
        if self.objects.is_some() {
            return Ok(true);
        }
        Ok(file.size == 0 || self.rows.read_chunk(file.blob, 0).await?.is_some())
    }

    /// Returns at most `limit` sessions in which a message has a file, also deleted sessions.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the store cannot be reached.
    pub async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>> {
        self.rows.sessions_with(file, limit).await
    }

    /// Erases at most `limit` blobs of unfinished uploads. Returns how many.
    pub(crate) async fn erase_stale(&self, untouched_for: Duration, limit: u32) -> Result<u32> {
        let mut erased = 0;
        // Each is looked up just before it is erased: an upload can end while others are erased, and then its blob is
        // that of a file.
        while erased < limit
            && let Some(&blob) = self.rows.stale_blobs(untouched_for, 1).await?.first()
        {
            self.erase_blob(blob).await?;
            erased += 1;
        }
        Ok(erased)
    }

    /// Reads the first bytes of a range, up to the end of their chunk.
    pub(super) async fn read_piece(&self, file: &StoredFile, range: Range<u64>) -> Result<Bytes> {
        const CHUNK: u64 = CHUNK_BYTES as u64;
        let too_long = |error| Error::internal("a stored file is too long", error);
        let index = u32::try_from(range.start / CHUNK).map_err(too_long)?;
        let start = usize::try_from(range.start % CHUNK).unwrap_or_default();
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        #[cfg(feature = "object-store")]
        if let Some(objects) = &self.objects {
            let end = range.end.min(range.start + CHUNK);
            let piece = objects.read(file.blob, range.start..end).await?;
            return piece
                .filter(|piece| piece.len() as u64 == end - range.start)
                .ok_or_else(|| missing(file, ""));
        }
        let elsewhere = || missing(file, ", and would be in an object store if they are kept in one");
        let chunk = self.rows.read_chunk(file.blob, index).await?.ok_or_else(elsewhere)?;
        let expected = (file.size - u64::from(index) * CHUNK).min(CHUNK);
        if chunk.len() as u64 != expected {
            return Err(missing(file, ""));
        }
        Ok(chunk.slice(start..chunk.len().min(start.saturating_add(length))))
    }
}

/// Creates the error for a file whose bytes are missing.
pub(super) fn missing(file: &StoredFile, hint: &str) -> Error {
    Error::storage_unusable(format!("bytes of the stored file {} are missing{hint}", file.id))
}
