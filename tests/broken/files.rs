//! The laws of files notice a store that breaks them: for each, one that does.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use storyden_robots::{
    BlobId, FileId, FileRepository, Files, MemoryStore, Result, SessionId, StoredFile, Timestamp,
    async_trait, conformance::FILE_LAWS,
};

/// What a store does wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    LosesLaterChunks,
    SwapsChunks,
    CutsSizes,
    KeepsTheSecondType,
    TakesTheSecondBlob,
    ForgetsToErase,
    WritesToAnyBlob,
    FinishesAnyBlob,
    TouchesNothing,
    TouchesSome,
    DeletesWhatWasTouched,
    LeavesNoBlob,
    ListsBackwards,
    ListsBoundFiles,
    NamesNoSessions,
    NamesNoFiles,
}

#[derive(Clone, Debug)]
struct Broken(MemoryStore, Fault);

impl Broken {
    fn has(&self, fault: Fault) -> bool {
        self.1 == fault
    }
}

#[async_trait]
impl FileRepository for Broken {
    async fn begin_blob(&self, blob: BlobId) -> Result<()> {
        self.0.begin_blob(blob).await
    }

    async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()> {
        if self.has(Fault::LosesLaterChunks) && index > 0 {
            return Ok(());
        }
        if self.has(Fault::WritesToAnyBlob) {
            self.0.begin_blob(blob).await?;
        }
        self.0.write_chunk(blob, index, bytes).await
    }

    async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile> {
        if self.has(Fault::FinishesAnyBlob) {
            self.0.begin_blob(file.blob).await?;
        }
        let mut stored = self.0.finish_blob(file).await?;
        if self.has(Fault::CutsSizes) {
            stored.size = stored.size.min(1000);
        }
        if self.has(Fault::KeepsTheSecondType) {
            stored.media_type.clone_from(&file.media_type);
        }
        if self.has(Fault::TakesTheSecondBlob) {
            stored.blob = file.blob;
        }
        Ok(stored)
    }

    async fn erase_blob(&self, blob: BlobId) -> Result<()> {
        if self.has(Fault::ForgetsToErase) { Ok(()) } else { self.0.erase_blob(blob).await }
    }

    async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>> {
        let stale = self.0.stale_blobs(untouched_for, limit).await?;
        Ok(if self.has(Fault::LeavesNoBlob) { Vec::new() } else { stale })
    }

    async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>> {
        self.0.read_chunk(blob, if self.has(Fault::SwapsChunks) { index ^ 1 } else { index }).await
    }

    async fn find_file(&self, id: FileId) -> Result<StoredFile> {
        self.0.find_file(id).await
    }

    async fn touch_files(&self, ids: &[FileId]) -> Result<()> {
        if self.has(Fault::TouchesNothing) {
            return Ok(());
        }
        if self.has(Fault::TouchesSome) {
            for id in ids {
                self.0.touch_files(&[*id]).await?;
            }
        }
        self.0.touch_files(ids).await
    }

    async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool> {
        let seen = match self.0.find_file(id).await {
            Ok(file) if self.has(Fault::DeletesWhatWasTouched) => file.touched_at,
            _ => seen,
        };
        self.0.delete_file(id, seen).await
    }

    async fn list_files(
        &self,
        unbound_for: Option<Duration>,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<Vec<StoredFile>> {
        let unbound_for = unbound_for.filter(|_| !self.has(Fault::ListsBoundFiles));
        let mut files = self.0.list_files(unbound_for, after, limit).await?;
        if self.has(Fault::ListsBackwards) {
            files.reverse();
        }
        Ok(files)
    }

    async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>> {
        let sessions = self.0.sessions_with(file, limit).await?;
        Ok(if self.has(Fault::NamesNoSessions) { Vec::new() } else { sessions })
    }

    async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>> {
        let files = self.0.files_in(session).await?;
        Ok(if self.has(Fault::NamesNoFiles) { Vec::new() } else { files })
    }
}

async fn broken_laws(fault: Fault) -> Vec<&'static str> {
    let mut broken = Vec::new();
    for law in FILE_LAWS {
        let store = MemoryStore::new();
        let files = Files::in_store(Arc::new(Broken(store.clone(), fault)));
        broken.extend(law.test((store, files, ())).await.err().map(|broken| broken.law));
    }
    broken
}

#[tokio::test]
async fn each_fault_breaks_the_law_about_it() {
    for (fault, law) in [
        (Fault::LosesLaterChunks, "bytes_come_back_as_they_were_put"),
        (Fault::SwapsChunks, "a_range_of_a_file_is_returned"),
        (Fault::CutsSizes, "bytes_come_back_as_they_were_put"),
        (Fault::KeepsTheSecondType, "the_same_bytes_are_stored_once"),
        (Fault::TakesTheSecondBlob, "of_concurrent_uploads_of_the_same_bytes_one_is_kept"),
        (Fault::ForgetsToErase, "an_upload_that_fails_leaves_nothing"),
        (Fault::ForgetsToErase, "a_deleted_file_is_gone"),
        (Fault::WritesToAnyBlob, "a_blob_without_a_file_is_found_and_erased"),
        (Fault::FinishesAnyBlob, "a_blob_without_a_file_is_found_and_erased"),
        (Fault::TouchesNothing, "a_file_that_was_touched_is_not_deleted"),
        (Fault::TouchesSome, "a_file_that_was_touched_is_not_deleted"),
        (Fault::DeletesWhatWasTouched, "a_file_that_was_touched_is_not_deleted"),
        (Fault::LeavesNoBlob, "a_file_that_was_touched_is_not_deleted"),
        (Fault::ListsBackwards, "files_are_listed_by_their_ids"),
        (Fault::ListsBoundFiles, "a_bound_file_is_not_deleted"),
        (Fault::NamesNoFiles, "messages_and_sessions_share_a_file"),
        (Fault::NamesNoSessions, "messages_and_sessions_share_a_file"),
    ] {
        let broken = broken_laws(fault).await;
        assert!(broken.contains(&law), "{fault:?} breaks {broken:?}");
    }
}

/// A store whose messages bind nothing: the files of the laws are those of another store.
#[tokio::test]
async fn messages_that_bind_nothing_break_the_laws_about_it() {
    let mut broken = Vec::new();
    for law in FILE_LAWS {
        let files = Files::in_store(MemoryStore::new());
        broken.extend(law.test((MemoryStore::new(), files, ())).await.err().map(|broken| broken.law));
    }
    for law in [
        "a_bound_file_is_not_deleted",
        "changing_a_message_binds_and_releases",
        "truncating_releases_what_the_messages_had",
        "messages_and_sessions_share_a_file",
    ] {
        assert!(broken.contains(&law), "{law} holds, {broken:?} do not");
    }
}
