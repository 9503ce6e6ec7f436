//! Files: their rows, the chunks of blobs, and the bindings to messages.

use std::{collections::BTreeSet, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use super::{
    KeyValue, KeyValueStore, keys, rows,
    split::Stored,
    store::{AT_ONCE, Batch, Walk, retry},
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        file::StoredFile,
        id::{BlobId, FileId, SessionId},
        message::Annotations,
        offset::Sequence,
        time::Timestamp,
    },
    repository::FileRepository,
};

/// The number of chunks that are in memory at once.
const CHUNKS_AT_ONCE: usize = 8;

fn not_found(id: FileId) -> Error {
    Error::not_found(Resource::File, id)
}

fn read_file(stored: &Stored) -> Result<StoredFile> {
    rows::from_json(stored.value())
}

fn put_file(batch: &mut Batch, file: &StoredFile) -> Result<()> {
    batch.put(keys::file(file.id), rows::to_json(file)?);
    Ok(())
}

/// Returns the file touched at `now`, or later if that is the time of its last touch: no two touches have the same
/// time.
fn touched(now: Timestamp, file: StoredFile) -> StoredFile {
    let later = Timestamp::from_micros(file.touched_at.as_micros().saturating_add(1));
    StoredFile { touched_at: now.max(later.unwrap_or(Timestamp::MAX)), ..file }
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Writes the bindings of a message to the files that its annotations name.
    pub(super) async fn bind_files(
        &self,
        batch: &mut Batch,
        session: SessionId,
        sequence: Sequence,
        annotations: Option<&str>,
    ) -> Result<()> {
        for id in file_ids(annotations)? {
            let key = keys::file(id);
            // Several messages of a batch may have the file.
            if !batch.put.contains_key(&key) {
                let stored = self.get(&key).await?.ok_or_else(|| not_found(id))?;
                let file = touched(self.clock.now(), read_file(&stored)?);
                batch.expect(key, Some(&stored));
                // Written anew, so that who deletes it at the same time fails.
                put_file(batch, &file)?;
            }
            for key in keys::both_file_refs(id, session, sequence) {
                batch.put(key, Vec::new());
            }
        }
        Ok(())
    }

    /// Removes the bindings of a message to these files.
    pub(super) fn release_files(
        batch: &mut Batch,
        session: SessionId,
        sequence: Sequence,
        annotations: Option<&str>,
    ) -> Result<()> {
        for id in file_ids(annotations)? {
            for key in keys::both_file_refs(id, session, sequence) {
                batch.remove(key);
            }
        }
        Ok(())
    }

    async fn is_bound(&self, id: FileId) -> Result<bool> {
        Ok(!self.next(&mut Walk::new(keys::file_refs(id), false), 1).await?.is_empty())
    }

    async fn try_write_chunk(&self, blob: BlobId, index: u32, bytes: &Bytes) -> Result<Option<()>> {
        let key = keys::blob(blob);
        let stored = self.get(&key).await?.ok_or_else(|| Error::not_found(Resource::File, blob))?;
        let mut batch = Batch::default();
        batch.expect(key.clone(), Some(&stored));
        batch.put(key, rows::to_json(&self.clock.now())?);
        batch.put(keys::chunk(blob, index), bytes.to_vec());
        Ok(self.commit(batch).await?.then_some(()))
    }

    async fn try_finish_blob(&self, file: &StoredFile) -> Result<Option<StoredFile>> {
        let mut batch = Batch::default();
        let (key, blob) = (keys::file(file.id), keys::blob(file.blob));
        let found = self.get(&key).await?;
        batch.expect(key, found.as_ref());
        let file = if let Some(found) = &found {
            touched(self.clock.now(), read_file(found)?)
        } else {
            let stored = self.get(&blob).await?.ok_or_else(|| not_found(file.id))?;
            batch.expect(blob.clone(), Some(&stored));
            batch.remove(blob);
            StoredFile { touched_at: self.clock.now(), ..file.clone() }
        };
        put_file(&mut batch, &file)?;
        Ok(self.commit(batch).await?.then_some(file))
    }

    async fn try_erase_blob(&self, blob: BlobId) -> Result<Option<()>> {
        let key = keys::blob(blob);
        let Some(stored) = self.get(&key).await? else { return Ok(Some(())) };
        // The chunks first, some at a time: as long as the blob's row is there, a sweep finds what is left.
        let mut walk = Walk::new(keys::chunks(blob), false);
        while !walk.ended() {
            let mut batch = Batch::default();
            batch.expect(key.clone(), Some(&stored));
            for (chunk, _) in self.next(&mut walk, CHUNKS_AT_ONCE).await? {
                batch.remove(chunk);
            }
            if !self.commit(batch).await? {
                return Ok(None);
            }
        }
        let mut batch = Batch::default();
        batch.expect(key.clone(), Some(&stored));
        batch.remove(key);
        Ok(self.commit(batch).await?.then_some(()))
    }

    async fn try_touch_files(&self, ids: &BTreeSet<FileId>) -> Result<Option<()>> {
        let mut batch = Batch::default();
        for id in ids {
            let stored = self.get(&keys::file(*id)).await?.ok_or_else(|| not_found(*id))?;
            batch.expect(keys::file(*id), Some(&stored));
            put_file(&mut batch, &touched(self.clock.now(), read_file(&stored)?))?;
        }
        Ok(self.commit(batch).await?.then_some(()))
    }

    async fn try_delete_file(&self, id: FileId, seen: Timestamp) -> Result<Option<bool>> {
        let key = keys::file(id);
        let Some(stored) = self.get(&key).await? else { return Ok(Some(false)) };
        let file = read_file(&stored)?;
        if file.touched_at != seen || self.is_bound(id).await? {
            return Ok(Some(false));
        }
        let mut batch = Batch::default();
        batch.expect(key.clone(), Some(&stored));
        batch.remove(key);
        batch.put(keys::blob(file.blob), rows::to_json(&Timestamp::UNIX_EPOCH)?);
        Ok(self.commit(batch).await?.then_some(true))
    }
}

/// Returns the files that annotations name, each once.
fn file_ids(annotations: Option<&str>) -> Result<BTreeSet<FileId>> {
    Ok(Annotations::files_in(annotations)?.into_iter().map(|named| named.id).collect())
}

#[async_trait]
impl<K: KeyValue> FileRepository for KeyValueStore<K> {
    async fn begin_blob(&self, blob: BlobId) -> Result<()> {
        let mut batch = Batch::default();
        batch.put(keys::blob(blob), rows::to_json(&self.clock.now())?);
        self.commit(batch).await.map(drop)
    }

    async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()> {
        retry(|| self.try_write_chunk(blob, index, &bytes)).await
    }

    async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile> {
        retry(|| self.try_finish_blob(file)).await
    }

    async fn erase_blob(&self, blob: BlobId) -> Result<()> {
        retry(|| self.try_erase_blob(blob)).await
    }

    async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>> {
        let before = self.clock.now().before(untouched_for);
        let (mut walk, mut stale) = (Walk::new(keys::blobs(), false), Vec::new());
        while !walk.ended() && stale.len() < limit as usize {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                if rows::from_json::<Timestamp>(stored.value())? <= before {
                    stale.extend(keys::last_id(&key).map(BlobId::from_bytes));
                }
            }
        }
        stale.truncate(limit as usize);
        Ok(stale)
    }

    async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>> {
        let stored = self.get(&keys::chunk(blob, index)).await?;
        Ok(stored.map(|stored| Bytes::copy_from_slice(stored.value())))
    }

    async fn find_file(&self, id: FileId) -> Result<StoredFile> {
        let stored = self.get(&keys::file(id)).await?.ok_or_else(|| not_found(id))?;
        read_file(&stored)
    }

    async fn touch_files(&self, ids: &[FileId]) -> Result<()> {
        let ids = ids.iter().copied().collect();
        retry(|| self.try_touch_files(&ids)).await
    }

    async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool> {
        retry(|| self.try_delete_file(id, seen)).await
    }

    async fn list_files(
        &self,
        unbound_for: Option<Duration>,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<Vec<StoredFile>> {
        let before = unbound_for.map(|unbound_for| self.clock.now().before(unbound_for));
        let (mut walk, mut files) = (Walk::new(keys::files(after), false), Vec::new());
        while !walk.ended() && files.len() < limit as usize {
            for (_, stored) in self.next(&mut walk, AT_ONCE).await? {
                let file = read_file(&stored)?;
                let listed = match before {
                    None => true,
                    Some(before) => file.touched_at <= before && !self.is_bound(file.id).await?,
                };
                files.extend(listed.then_some(file));
            }
        }
        files.truncate(limit as usize);
        Ok(files)
    }

    async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>> {
        let (mut walk, mut sessions) = (Walk::new(keys::file_refs(file), false), BTreeSet::new());
        while !walk.ended() && sessions.len() < limit as usize {
            let found = self.next(&mut walk, AT_ONCE).await?;
            sessions.extend(found.iter().filter_map(|(key, _)| keys::session_of_ref(key)));
        }
        Ok(sessions.into_iter().take(limit as usize).collect())
    }

    async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>> {
        let found = self.all(keys::files_of_session(session)).await?;
        let files: BTreeSet<_> =
            found.iter().filter_map(|(key, _)| Some(keys::read_file_of_session(key)?.0)).collect();
        Ok(files.into_iter().collect())
    }
}
