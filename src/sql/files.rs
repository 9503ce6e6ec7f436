//! The tables of files, and the operations on them.

use std::{collections::BTreeSet, time::Duration};

use bytes::Bytes;

use super::{
    columns::{Stored as _, Table as _, signed},
    locked::Place,
    row::Row,
    rows::{BlobRow, ChunkRow, FileRefRow, FileRow},
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::model::{
    error::{Error, Resource, Result},
    file::StoredFile,
    id::{BlobId, FileId, SessionId},
    json::Json,
    message::Annotations,
    offset::Sequence,
    time::Timestamp,
};

impl From<FileRow> for StoredFile {
    fn from(row: FileRow) -> Self {
        Self::new(row.id, row.blob, row.size.unsigned_abs(), row.media_type, row.touched_at)
    }
}

fn not_found(id: FileId) -> Error {
    Error::not_found(Resource::File, id)
}

/// Writes the bindings of a message in a locked session to the files that its annotations name.
pub(super) async fn bind<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
    annotations: Option<&Json<'static>>,
) -> Result<()> {
    let mut ids: Vec<_> =
        Annotations::files_in(annotations.map(Json::as_str))?.into_iter().map(|named| named.id).collect();
    // In one order, so that those who lock several of them do not wait for each other.
    ids.sort_unstable();
    ids.dedup();
    for file_id in ids {
        let id = [("id", file_id.store())];
        let shared = tx.query_one(&statements.share_file, &id, |row| i64::load(row, 0)).await?;
        shared.ok_or_else(|| not_found(file_id))?;
        let row = FileRefRow { sequence, file_id };
        tx.execute_later(&statements.bind_file, &place.with(row.values())).await?;
    }
    Ok(())
}

#[derive(Debug)]
pub(crate) struct BeginBlob(pub(crate) BlobId);

impl Operation for BeginBlob {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let row = BlobRow { id: self.0, touched_at: tx.now().await? };
        tx.execute_later(&statements.begin_blob, &row.values()).await
    }
}

#[derive(Debug)]
pub(crate) struct WriteChunk {
    pub(crate) blob: BlobId,
    pub(crate) index: u32,
    pub(crate) bytes: Bytes,
}

impl Operation for WriteChunk {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let touched = BlobRow { id: self.blob, touched_at: tx.now().await? };
        if tx.execute(&statements.touch_blob, &touched.values()).await? == 0 {
            return Err(Error::not_found(Resource::File, self.blob));
        }
        let row = ChunkRow { blob: self.blob, ordinal: self.index.into(), content: self.bytes.clone() };
        tx.execute_later(&statements.insert_chunk, &row.values()).await
    }
}

#[derive(Debug)]
pub(crate) struct FinishBlob(pub(crate) StoredFile);

impl Operation for FinishBlob {
    type Output = StoredFile;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<StoredFile> {
        let StoredFile { id, blob, size, ref media_type, .. } = self.0;
        let touched_at = tx.now().await?;
        let of = [("blob", blob.store())];
        let chunks = tx.query_one(&statements.count_chunks, &of, |row| i64::load(row, 0)).await?;
        let chunks = chunks.unwrap_or_default();
        let row =
            FileRow { id, blob, size: signed(size), chunks, media_type: media_type.clone(), touched_at };
        if tx.execute(&statements.insert_file, &row.values()).await? == 0 {
            tx.execute(&statements.touch_file, &row.values()).await?;
            let found = tx.query_one(&statements.find_file, &row.values(), FileRow::load).await?;
            return found.map(StoredFile::from).ok_or_else(|| not_found(id));
        }
        if tx.execute(&statements.forget_blob, &[("id", blob.store())]).await? == 0 {
            return Err(not_found(id));
        }
        Ok(row.into())
    }
}

#[derive(Debug)]
pub(crate) struct EraseBlob(pub(crate) BlobId);

impl Operation for EraseBlob {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let values = [("id", self.0.store())];
        // The blob of a file has no row of its own.
        if tx.execute(&statements.forget_blob, &values).await? > 0 {
            tx.note_erasure();
            tx.execute_later(&statements.erase_chunks, &values).await?;
        }
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct StaleBlobs(pub(crate) Duration, pub(crate) u32);

impl Operation for StaleBlobs {
    type Output = Vec<BlobId>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<BlobId>> {
        let before = tx.now().await?.before(self.0);
        let values = [("before", before.store()), ("limit", i64::from(self.1).into())];
        tx.query(&statements.stale_blobs, &values, |row| BlobId::load(row, 0)).await
    }
}

#[derive(Debug)]
pub(crate) struct ReadChunk(pub(crate) BlobId, pub(crate) u32);

impl Operation for ReadChunk {
    type Output = Option<Bytes>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Option<Bytes>> {
        let values = [("blob", self.0.store()), ("ordinal", i64::from(self.1).into())];
        tx.query_one(&statements.find_chunk, &values, |row| Bytes::load(row, 0)).await
    }
}

#[derive(Debug)]
pub(crate) struct FindFile(pub(crate) FileId);

impl Operation for FindFile {
    type Output = StoredFile;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<StoredFile> {
        let found = tx.query_one(&statements.find_file, &[("id", self.0.store())], FileRow::load).await?;
        found.map(StoredFile::from).ok_or_else(|| not_found(self.0))
    }
}

#[derive(Debug)]
pub(crate) struct TouchFiles(Vec<FileId>);

impl TouchFiles {
    pub(crate) fn new(ids: &[FileId]) -> Self {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        Self(ids)
    }
}

impl Operation for TouchFiles {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let touched_at = tx.now().await?;
        for id in &self.0 {
            let values = [("id", id.store()), ("touched_at", touched_at.store())];
            if tx.execute(&statements.touch_file, &values).await? == 0 {
                return Err(not_found(*id));
            }
        }
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct DeleteFile(pub(crate) FileId, pub(crate) Timestamp);

impl Operation for DeleteFile {
    type Output = bool;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<bool> {
        let id = [("id", self.0.store())];
        // Who binds the file holds its row until the binding can be seen: so it is locked first, and then a statement
        // of its own asks for bindings.
        let Some(file) = tx.query_one(&statements.lock_file, &id, FileRow::load).await? else {
            return Ok(false);
        };
        let bound = tx.query_one(&statements.is_bound, &id, |row| i64::load(row, 0)).await?.is_some();
        if bound || file.touched_at != self.1 {
            return Ok(false);
        }
        tx.execute_later(&statements.delete_file, &id).await?;
        // Stale at once: whoever dies before the bytes are erased leaves them to the next sweep.
        let blob = BlobRow { id: file.blob, touched_at: Timestamp::UNIX_EPOCH };
        tx.execute_later(&statements.begin_blob, &blob.values()).await?;
        Ok(true)
    }
}

#[derive(Debug)]
pub(crate) struct ListFiles {
    pub(crate) unbound_for: Option<Duration>,
    pub(crate) after: Option<FileId>,
    pub(crate) limit: u32,
}

impl Operation for ListFiles {
    type Output = Vec<StoredFile>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<StoredFile>> {
        let after = self.after.map_or_else(|| "".into(), |after| after.store());
        let mut values = vec![("after", after), ("limit", i64::from(self.limit).into())];
        let mut statement = &statements.list_files;
        if let Some(unbound_for) = self.unbound_for {
            values.push(("before", tx.now().await?.before(unbound_for).store()));
            statement = &statements.unbound_files;
        }
        tx.query(statement, &values, |row| FileRow::load(row).map(StoredFile::from)).await
    }
}

#[derive(Debug)]
pub(crate) struct SessionsWith(pub(crate) FileId, pub(crate) u32);

impl Operation for SessionsWith {
    type Output = Vec<SessionId>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<SessionId>> {
        let mut sessions = BTreeSet::new();
        let read = |row: &dyn Row| {
            if sessions.len() < self.1 as usize {
                sessions.insert(SessionId::load(row, 0)?);
            }
            Ok(())
        };
        tx.query(&statements.sessions_with_file, &[("id", self.0.store())], read).await?;
        Ok(sessions.into_iter().collect())
    }
}

#[derive(Debug)]
pub(crate) struct FilesIn(pub(crate) SessionId);

impl Operation for FilesIn {
    type Output = Vec<FileId>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<FileId>> {
        let values = [("session", self.0.store())];
        let mut files = tx.query(&statements.files_of_session, &values, |row| FileId::load(row, 0)).await?;
        files.sort_unstable();
        files.dedup();
        Ok(files)
    }
}
