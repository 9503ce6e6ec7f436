//! Laws about files: their bytes, and their bindings to messages.

use std::{pin::Pin, sync::Arc, task, time::Duration};

use bytes::Bytes;

use crate::{
    conformance::subject::{Subject, assert_not_found, at, document, ok, race, write},
    model::{
        error::{Error, Resource, Result},
        file::StoredFile,
        file_url::FILE_SCHEME,
        id::{AccountId, BlobId, FileId, SessionId},
        message::{FileRef, Message},
        part::Parts,
    },
    repository::{
        ByteStream, CHUNK_BYTES, Files, MessageBatch, MessageChange, MessageRecord, NewRecord, Truncation,
    },
};

/// A store with files under test.
#[derive(Clone)]
pub(crate) struct FileSubject {
    subject: Subject,
    files: Files,
}

impl std::ops::Deref for FileSubject {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        &self.subject
    }
}

const NO_TIME: Duration = Duration::ZERO;
const HOUR: Duration = Duration::from_secs(3600);

/// A stream of byte buffers, which can end with an error.
struct Pieces(Vec<Result<Bytes>>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> task::Poll<Option<Result<Bytes>>> {
        task::Poll::Ready(if self.0.is_empty() { None } else { Some(self.0.remove(0)) })
    }
}

fn pieces(bytes: &[u8], length: usize) -> ByteStream<'static> {
    Box::pin(Pieces(bytes.chunks(length).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect()))
}

fn sample(length: usize) -> Vec<u8> {
    (0_u32..).map(|number| number.wrapping_mul(0x9e37_79b1).to_be_bytes()[1]).take(length).collect()
}

impl FileSubject {
    pub(crate) fn new(subject: Subject, files: Files) -> Self {
        Self { subject, files }
    }

    async fn file(&self, bytes: &'static str) -> FileId {
        ok(self.files.put_bytes("text/plain", bytes.into()).await).id
    }

    async fn read(&self, id: FileId) -> Vec<u8> {
        ok(ok(self.files.get(id, 0..u64::MAX).await).bytes().await)
    }

    /// Creates a message that has files.
    fn with_files(&self, files: &[FileId]) -> Message<AccountId> {
        let part =
            |id: &FileId| format!(r#"{{"type":"file","mediaType":"text/plain","url":"{FILE_SCHEME}{id}"}}"#);
        let parts: Vec<_> = files.iter().map(part).collect();
        let mut message = self.typed("");
        message.parts = Parts::parse(format!("[{}]", parts.join(","))).expect("parts");
        message.annotations.files = FileRef::in_document(document(&message).as_str());
        assert_eq!(message.annotations.files.len(), files.len(), "each place is found");
        message
    }

    fn record_with_files(&self, files: &[FileId]) -> NewRecord {
        let message = self.with_files(files);
        let mut record = NewRecord::new(message.id, message.author, document(&message));
        record.annotations = ok(message.annotations.to_json());
        record
    }

    async fn say_files(&self, session: SessionId, files: &[FileId]) -> Result<MessageRecord> {
        Ok(self.append(session, vec![self.record_with_files(files)]).await?.remove(0))
    }

    /// Returns the edit of a message by which it has these files.
    fn edit(&self, message: &MessageRecord, files: &[FileId]) -> MessageChange {
        let mut edited = self.with_files(files);
        edited.id = message.id;
        edited.annotations.files = FileRef::in_document(document(&edited).as_str());
        let annotations = ok(edited.annotations.to_json());
        MessageChange::Complete { document: document(&edited), annotations }
    }

    async fn unbound(&self) -> Vec<FileId> {
        let listed = ok(self.files.rows().list_files(Some(NO_TIME), None, 100).await);
        listed.into_iter().map(|file| file.id).collect()
    }
}

pub(super) async fn bytes_come_back_as_they_were_put(store: FileSubject) {
    for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7]
    {
        let bytes = sample(length);
        let file = ok(store.files.put("application/octet-stream", u64::MAX, pieces(&bytes, 100_003)).await);
        assert_eq!((file.id, file.size), (FileId::of(&bytes), length as u64), "{length} bytes");
        assert_eq!(store.read(file.id).await, bytes, "{length} bytes");
        assert_eq!(ok(store.files.stat(file.id).await), file, "{length} bytes");
    }
}

pub(super) async fn a_range_of_a_file_is_returned(store: FileSubject) {
    let bytes = sample(2 * CHUNK_BYTES + 100);
    let file = ok(store.files.put_bytes("application/octet-stream", bytes.clone().into()).await);
    let (chunk, length) = (CHUNK_BYTES, bytes.len());
    for (from, to) in [
        (0, 0),
        (0, 1),
        (5, 5),
        (chunk - 1, chunk + 1),
        (chunk, 2 * chunk),
        (1, length),
        (length - 1, length),
    ] {
        let found = ok(ok(store.files.get(file.id, from as u64..to as u64).await).bytes().await);
        assert!(found == bytes[from..to], "the bytes from {from} to {to}");
    }
    let past = ok(ok(store.files.get(file.id, length as u64 - 2..u64::MAX).await).bytes().await);
    assert_eq!(past, bytes[length - 2..], "a range is cut at the end");
    let behind = ok(ok(store.files.get(file.id, u64::MAX - 1..u64::MAX).await).bytes().await);
    assert!(behind.is_empty(), "there is nothing behind the end");
}

pub(super) async fn the_same_bytes_are_stored_once(store: FileSubject) {
    let bytes = sample(CHUNK_BYTES + 1);
    let first = ok(store.files.put("image/x-first", u64::MAX, pieces(&bytes, 1000)).await);
    let second = ok(store.files.put("image/x-second", u64::MAX, pieces(&bytes, 333)).await);
    assert!(second.touched_at > first.touched_at, "the file was touched");
    assert_eq!(
        (second.blob, &*second.media_type),
        (first.blob, "image/x-first"),
        "the file is the first one"
    );
    assert_eq!(ok(store.files.rows().list_files(None, None, 10).await), [second], "there is one file");
    assert_eq!(ok(store.files.rows().stale_blobs(NO_TIME, 10).await), [], "nothing is left over");
    assert_eq!(store.read(first.id).await, bytes);
}

pub(super) async fn of_concurrent_uploads_of_the_same_bytes_one_is_kept(store: FileSubject) {
    let bytes = sample(2 * CHUNK_BYTES);
    let put = |_| {
        let (files, bytes) = (store.files.clone(), bytes.clone());
        async move { ok(files.put("image/x-raw", u64::MAX, pieces(&bytes, 50_000)).await).blob }
    };
    let blobs = race(6, put).await;
    assert!(blobs.iter().all(|blob| *blob == blobs[0]), "all have the same file");
    assert_eq!(ok(store.files.rows().stale_blobs(NO_TIME, 10).await), [], "nothing is left over");
    assert_eq!(store.read(FileId::of(&bytes)).await, bytes);
}

pub(super) async fn an_upload_that_fails_leaves_nothing(store: FileSubject) {
    let bytes = sample(2 * CHUNK_BYTES);
    let broken = || Err(Error::unavailable("the client is gone", "for the test"));
    let stream = Pieces(vec![Ok(bytes.clone().into()), broken()]);
    assert!(store.files.put("image/x-raw", u64::MAX, Box::pin(stream)).await.is_err());
    let too_large = store.files.put("image/x-raw", 1000, pieces(&bytes, 600)).await;
    assert!(matches!(too_large, Err(Error::TooLarge { limit: 1000, .. })), "{too_large:?}");
    assert!(store.files.put("no type", u64::MAX, pieces(&bytes, 600)).await.is_err());
    assert_eq!(ok(store.files.rows().list_files(None, None, 10).await), [], "there is no file");
    assert_eq!(ok(store.files.rows().stale_blobs(NO_TIME, 10).await), [], "nothing is left over");
    assert_not_found(&store.files.stat(FileId::of(&bytes)).await, Resource::File);
}

pub(super) async fn a_blob_without_a_file_is_found_and_erased(store: FileSubject) {
    let (rows, blob) = (store.files.rows(), store.id(BlobId::from_bytes));
    assert_not_found(&rows.write_chunk(blob, 0, "hello".into()).await, Resource::File);
    ok(rows.begin_blob(blob).await);
    ok(rows.write_chunk(blob, 0, "hello".into()).await);
    ok(rows.write_chunk(blob, 0, "hello".into()).await);
    assert_eq!(ok(rows.stale_blobs(HOUR, 10).await), [], "it was written to just now");
    assert_eq!(ok(rows.stale_blobs(NO_TIME, 10).await), [blob]);
    ok(rows.erase_blob(blob).await);
    ok(rows.erase_blob(blob).await);
    assert_eq!(ok(rows.stale_blobs(NO_TIME, 10).await), [], "it is gone");
    assert_eq!(ok(rows.read_chunk(blob, 0).await), None, "its bytes are gone");
    let file = StoredFile::new(FileId::of(b"hello"), blob, 5, "text/plain", at(0));
    assert_not_found(&rows.finish_blob(&file).await, Resource::File);
    assert_not_found(&rows.find_file(file.id).await, Resource::File);
}

pub(super) async fn a_deleted_file_is_gone(store: FileSubject) {
    let id = store.file("hello").await;
    let blob = ok(store.files.stat(id).await).blob;
    assert!(ok(store.files.delete(id).await), "it is deleted");
    assert!(!ok(store.files.delete(id).await), "it was deleted before");
    assert_not_found(&store.files.stat(id).await, Resource::File);
    assert_not_found(&store.files.touch(&[id]).await, Resource::File);
    assert_eq!(ok(store.files.rows().read_chunk(blob, 0).await), None, "its bytes are gone");
    assert_eq!(ok(store.files.rows().stale_blobs(NO_TIME, 10).await), [], "nothing is left over");
    assert_eq!(store.file("hello").await, id, "it can be stored again");
    assert_eq!(store.read(id).await, b"hello");
}

pub(super) async fn a_file_that_was_touched_is_not_deleted(store: FileSubject) {
    let id = store.file("hello").await;
    let seen = ok(store.files.stat(id).await).touched_at;
    ok(store.files.touch(&[id]).await);
    let rows = store.files.rows();
    assert!(!ok(rows.delete_file(id, seen).await), "it was touched since");
    let gone = FileId::of(b"gone");
    let now = ok(store.files.stat(id).await).touched_at;
    assert_not_found(&store.files.touch(&[id, gone]).await, Resource::File);
    assert_eq!(ok(store.files.stat(id).await).touched_at, now, "files are touched together or not at all");
    assert_eq!(ok(rows.list_files(Some(HOUR), None, 10).await), [], "it stays for the grace time");
    assert!(ok(rows.delete_file(id, now).await));
    // Bytes that nobody erased are found by a sweep.
    assert_eq!(ok(rows.stale_blobs(HOUR, 10).await).len(), 1);
}

pub(super) async fn files_are_listed_by_their_ids(store: FileSubject) {
    let mut ids = Vec::new();
    for bytes in ["a", "b", "c", "d", "e"] {
        ids.push(store.file(bytes).await);
    }
    ids.sort_unstable();
    let list = async |after, limit| {
        let files = ok(store.files.rows().list_files(None, after, limit).await);
        files.into_iter().map(|file| file.id).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 10).await, ids);
    assert_eq!(list(Some(ids[1]), 2).await, ids[2..4]);
    assert_eq!(list(Some(ids[4]), 2).await, []);
}

pub(super) async fn a_bound_file_is_not_deleted(store: FileSubject) {
    let (session, file, other) = (store.start().await, store.file("hello").await, store.file("other").await);
    ok(store.say_files(session, &[file, file]).await);
    assert!(!ok(store.files.delete(file).await), "a message has it");
    assert_eq!(store.unbound().await, [other], "only the other one is unbound");
    assert_eq!(ok(store.files.sessions_with(file, 10).await), [session]);
    assert_eq!(ok(store.files.sessions_with(other, 10).await), []);
    assert!(ok(store.files.delete(other).await));
    assert_eq!(store.read(file).await, b"hello");
    ok(store.delete_session(session, write(1)).await);
    assert!(!ok(store.files.delete(file).await), "a deleted session keeps everything");
}

pub(super) async fn a_message_with_a_file_that_is_gone_is_not_written(store: FileSubject) {
    let (session, gone) = (store.start().await, FileId::of(b"gone"));
    let said = ok(store.say_files(session, &[]).await);
    let before = store.session(session).await;
    assert_not_found(&store.say_files(session, &[gone]).await, Resource::File);
    let edit = store.edit(&said, &[gone]);
    assert_not_found(&store.update(session, said.id, said.revision, edit, 7).await, Resource::File);
    let batch = vec![store.message("first"), store.record_with_files(&[gone])];
    assert_not_found(&store.append(session, batch).await, Resource::File);
    assert_eq!(store.session(session).await, before, "nothing was written");
}

pub(super) async fn changing_a_message_binds_and_releases(store: FileSubject) {
    let session = store.start().await;
    let (old, new) = (store.file("old").await, store.file("new").await);
    let said = ok(store.say_files(session, &[old]).await);
    let revision = ok(store.update(session, said.id, said.revision, store.edit(&said, &[new]), 7).await);
    assert_eq!(store.unbound().await, [old], "an edit releases and binds");
    ok(store.update(session, said.id, revision, store.edit(&said, &[old, new]), 7).await);
    assert_eq!(store.unbound().await, [], "an edit binds both");
    ok(store.delete_message(session, said.id, 8).await);
    let mut both = [old, new];
    both.sort_unstable();
    assert_eq!(store.unbound().await, both, "a deletion releases");

    let draft = store.draft(session).await;
    ok(store.update(session, draft.id, draft.revision, store.edit(&draft, &[new]), 7).await);
    assert_eq!(store.unbound().await, [old], "the end of a draft binds");
}

pub(super) async fn truncating_releases_what_the_messages_had(store: FileSubject) {
    let session = store.start().await;
    let (kept, gone) = (store.file("kept").await, store.file("gone").await);
    ok(store.say_files(session, &[kept]).await);
    let from = ok(store.say_files(session, &[kept, gone]).await);
    ok(store.say_files(session, &[gone]).await);
    ok(store.truncate(session, &Truncation::new(from.id, None), write(8)).await);
    assert_eq!(store.unbound().await, [gone], "the first message still has its file");
}

pub(super) async fn messages_and_sessions_share_a_file(store: FileSubject) {
    let (first, second, file) = (store.start().await, store.start().await, store.file("hello").await);
    let said = ok(store.say_files(first, &[file]).await);
    let again = ok(store.say_files(first, &[file]).await);
    let other = ok(store.say_files(second, &[file]).await);
    let mut sessions = ok(store.files.sessions_with(file, 10).await);
    sessions.sort_unstable();
    let mut expected = [first, second];
    expected.sort_unstable();
    assert_eq!(sessions, expected, "each session once");
    for session in expected {
        assert_eq!(ok(store.files.rows().files_in(session).await), [file], "each file once");
    }
    ok(store.delete_message(first, said.id, 8).await);
    ok(store.delete_message(second, other.id, 8).await);
    assert!(!ok(store.files.delete(file).await), "a message still has it");
    ok(store.delete_message(first, again.id, 8).await);
    assert_eq!(ok(store.files.rows().files_in(first).await), [], "the session has no file any more");
    assert!(ok(store.files.delete(file).await), "the last message released it");
}

pub(super) async fn binding_and_deleting_at_once_leaves_no_message_without_its_file(store: FileSubject) {
    for round in 0..16_u8 {
        let session = store.start().await;
        let id = ok(store.files.put_bytes("text/plain", vec![round].into()).await).id;
        let record = Arc::new(store.record_with_files(&[id]));
        let task = |number| {
            let (store, record) = (store.clone(), Arc::clone(&record));
            async move {
                if number == 0 {
                    return store.files.delete(id).await.map(drop);
                }
                let batch = MessageBatch::new(vec![NewRecord::clone(&record)]);
                store.append_messages(session, &batch, write(0)).await.map(drop)
            }
        };
        let done = race(2, task).await;
        ok(done.into_iter().next().expect("the deletion"));
        let messages = store.session(session).await.messages;
        let there = store.files.stat(id).await.is_ok();
        assert!(messages.is_empty() || there, "round {round}: the message lacks its file");
    }
}
