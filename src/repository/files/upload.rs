//! [`FileUpload`]: an upload of a file whose bytes arrive one buffer at a time.

use std::fmt;

use bytes::{Bytes, BytesMut};
use sha2::{Digest as _, Sha256};

#[cfg(feature = "object-store")]
use super::objects::ObjectUpload;
use super::{content::ByteStream, files::Files, repository::CHUNK_BYTES};
use crate::model::{
    error::{Error, ErrorKind, Result},
    file::{StoredFile, check_media_type, consistent_type},
    id::{BlobId, FileId},
    time::Timestamp,
};

/// An upload of a file. One chunk of 256 KiB is in memory, and for an object store a part of 6 MiB too.
pub struct FileUpload {
    files: Files,
    blob: BlobId,
    media_type: String,
    most: u64,
    hash: Sha256,
    size: u64,
    chunk: BytesMut,
    index: u32,
    /// The media type, once the first chunk was compared with it.
    kind: Option<String>,
    #[cfg(feature = "object-store")]
    object: Option<ObjectUpload>,
}

/// # Storing files
impl Files {
    /// Stores the bytes of a stream as a file, and touches it: it stays for the [grace time](crate::FileSweep::grace)
    /// even if no message has it. One chunk is in memory at a time. If the first bytes contradict `media_type`, the
    /// file has the type `application/octet-stream`.
    ///
    /// If the future is dropped or fails, there is no file, unless only the answer to its last step was lost.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `media_type`; [`Error::TooLarge`] about `file` if the stream has more than
    /// `most` bytes; errors of the stream and of the store.
    pub async fn put(&self, media_type: &str, most: u64, mut bytes: ByteStream<'_>) -> Result<StoredFile> {
        let mut upload = self.begin(media_type, most).await?;
        while let Some(piece) = std::future::poll_fn(|context| bytes.as_mut().poll_next(context)).await {
            let written = match piece {
                Ok(piece) => upload.write(&piece).await,
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                upload.abort().await;
                return Err(error);
            }
        }
        upload.finish().await
    }

    /// Begins an upload of at most `most` bytes. If it is dropped before [`finish`](FileUpload::finish), there is no
    /// file, and a sweep erases its bytes.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `media_type`.
    pub async fn begin(&self, media_type: &str, most: u64) -> Result<FileUpload> {
        check_media_type(media_type)?;
        let blob = BlobId::generate(&*self.ids);
        self.rows.begin_blob(blob).await?;
        Ok(FileUpload::new(self.clone(), blob, media_type, most))
    }

    /// Stores bytes that are in memory. If a file with these bytes exists, it is only touched.
    ///
    /// # Errors
    /// Those of [`put`](Self::put).
    pub async fn put_bytes(&self, media_type: &str, bytes: Bytes) -> Result<StoredFile> {
        let id = FileId::of(&bytes);
        match self.rows.touch_files(&[id]).await {
            Ok(()) => match self.rows.find_file(id).await {
                // Deleted in between, which takes a grace time of nothing.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                found => return found,
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        self.put(media_type, u64::MAX, Box::pin(Once(Some(bytes)))).await
    }
}

/// A stream of one buffer.
struct Once(Option<Bytes>);

impl futures_core::Stream for Once {
    type Item = Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes>>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

impl FileUpload {
    pub(super) fn new(files: Files, blob: BlobId, media_type: &str, most: u64) -> Self {
        Self {
            #[cfg(feature = "object-store")]
            object: files.objects.as_ref().map(|objects| objects.upload(blob)),
            files,
            blob,
            media_type: media_type.to_owned(),
            most,
            hash: Sha256::new(),
            size: 0,
            chunk: BytesMut::new(),
            index: 0,
            kind: None,
        }
    }

    /// Adds bytes at the end.
    ///
    /// # Errors
    /// [`Error::TooLarge`] about `file` if there are more bytes than allowed; [`Error::NotFound`] if a sweep has erased
    /// the upload; [`Error::Unavailable`] if the store cannot be reached.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > self.most {
            let count = |number| usize::try_from(number).unwrap_or(usize::MAX);
            return Err(Error::too_large("file", count(self.size), count(self.most), "bytes"));
        }
        self.hash.update(bytes);
        while !bytes.is_empty() {
            let (piece, rest) = bytes.split_at(bytes.len().min(CHUNK_BYTES - self.chunk.len()));
            self.chunk.extend_from_slice(piece);
            bytes = rest;
            if self.chunk.len() == CHUNK_BYTES {
                self.write_chunk().await?;
            }
        }
        Ok(())
    }

    async fn write_chunk(&mut self) -> Result<()> {
        let chunk: Bytes = self.chunk.split().freeze();
        self.kind.get_or_insert_with(|| consistent_type(&self.media_type, &chunk).to_owned());
        #[cfg(feature = "object-store")]
        if let Some(object) = &mut self.object {
            if object.write(&chunk).await? {
                // So that no sweep takes it for one that was left over.
                self.files.rows.begin_blob(self.blob).await?;
            }
            return Ok(());
        }
        self.files.rows.write_chunk(self.blob, self.index, chunk).await?;
        self.index += 1;
        Ok(())
    }

    /// Completes the upload: creates the file, or touches the one that has the same bytes.
    ///
    /// # Errors
    /// Those of [`write`](Self::write). The upload then leaves no file, unless only the store's answer was lost. A sweep
    /// erases bytes that are left over.
    pub async fn finish(mut self) -> Result<StoredFile> {
        let stored = self.store().await;
        let is_without_file = match &stored {
            // The bytes were there already.
            Ok(file) => file.blob != self.blob,
            // A sweep erased the row, so no later sweep finds the object.
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        // After any other error the file may exist: the store can have committed, and only its answer was lost. A sweep
        // knows, because the blob of a file has no row.
        if is_without_file {
            self.files.erase(self.blob).await;
        }
        stored
    }

    async fn store(&mut self) -> Result<StoredFile> {
        if !self.chunk.is_empty() {
            self.write_chunk().await?;
        }
        #[cfg(feature = "object-store")]
        if let Some(object) = self.object.take() {
            // A sweep may have erased the row of a slow upload, and without a row no sweep would find the object.
            self.files.rows.begin_blob(self.blob).await?;
            object.finish().await?;
        }
        let id = FileId::from_bytes(self.hash.clone().finalize().into());
        let kind = self.kind.take().unwrap_or_else(|| consistent_type(&self.media_type, &[]).to_owned());
        let file = StoredFile::new(id, self.blob, self.size, kind, Timestamp::UNIX_EPOCH);
        self.files.rows.finish_blob(&file).await
    }

    /// Ends the upload, and erases the bytes that were stored.
    pub async fn abort(self) {
        #[cfg(feature = "object-store")]
        if let Some(object) = self.object {
            object.abort().await;
        }
        self.files.erase(self.blob).await;
    }
}

impl fmt::Debug for FileUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileUpload")
            .field("blob", &self.blob)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
