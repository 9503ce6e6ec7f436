//! [`Objects`]: the bytes of files in an object store of the host.

use std::{fmt, ops::Range, sync::Arc};

use bytes::{Bytes, BytesMut};
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload, path::Path};

use crate::model::{
    error::{Error, Result},
    id::BlobId,
};

/// The size of a part of a multipart upload in bytes. S3 requires at least 5 MiB for every part but the last.
const PART_BYTES: usize = 6 << 20;

/// Stores each blob as an object below a prefix.
#[derive(Clone)]
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Objects {
    pub(super) fn new(store: Arc<dyn ObjectStore>, prefix: Path) -> Self {
        Self { store, prefix }
    }

    fn path(&self, blob: BlobId) -> Path {
        self.prefix.clone().join(blob.to_string())
    }

    pub(super) fn upload(&self, blob: BlobId) -> ObjectUpload {
        ObjectUpload { objects: self.clone(), path: self.path(blob), part: BytesMut::new(), multipart: None }
    }

    pub(super) async fn read(&self, blob: BlobId, range: Range<u64>) -> Result<Option<Bytes>> {
        match self.store.get_range(&self.path(blob), range).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    pub(super) async fn delete(&self, blob: BlobId) -> Result<()> {
        match self.store.delete(&self.path(blob)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

fn unavailable(error: object_store::Error) -> Error {
    Error::unavailable("the files cannot be reached", error)
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// An upload of one object. An upload that is dropped before `finish` leaves no object.
pub(super) struct ObjectUpload {
    objects: Objects,
    path: Path,
    part: BytesMut,
    /// The multipart upload, if the object has more than one part.
    multipart: Option<Box<dyn MultipartUpload>>,
}

impl ObjectUpload {
    /// Adds bytes. Returns whether a part was sent.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<bool> {
        self.part.extend_from_slice(bytes);
        if self.part.len() < PART_BYTES {
            return Ok(false);
        }
        self.send().await?;
        Ok(true)
    }

    async fn send(&mut self) -> Result<()> {
        if self.multipart.is_none() {
            let multipart = self.objects.store.put_multipart(&self.path).await;
            self.multipart = Some(multipart.map_err(unavailable)?);
        }
        if let Some(multipart) = &mut self.multipart {
            let part = PutPayload::from(self.part.split().freeze());
            multipart.put_part(part).await.map_err(unavailable)?;
        }
        Ok(())
    }

    /// Completes the object, atomically.
    pub(super) async fn finish(mut self) -> Result<()> {
        if self.multipart.is_some() && !self.part.is_empty() {
            self.send().await?;
        }
        let finished = if let Some(multipart) = &mut self.multipart {
            multipart.complete().await
        } else {
            let payload = PutPayload::from(self.part.split().freeze());
            self.objects.store.put(&self.path, payload).await
        };
        finished.map(drop).map_err(unavailable)
    }

    /// Aborts the multipart upload: the parts that were sent are deleted.
    pub(super) async fn abort(mut self) {
        if let Some(multipart) = &mut self.multipart
            && let Err(error) = multipart.abort().await
        {
            tracing::warn!(%error, "parts of an upload are left over in the object store");
        }
    }
}
