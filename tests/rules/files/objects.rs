//! Files whose bytes are in an object store: no file loses its object, and no object is left over for ever.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use object_store::{ObjectStore, memory::InMemory};
use storyden_robots::{BlobId, Error, Result, StoredFile, Timestamp, async_trait, repository::FileUpload};

use super::*;

/// What happens to the last step of an upload.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The store does not receive it.
    LosesRequest,
    /// The store does it, and its answer is lost.
    LosesAnswer,
    /// A sweep erases the row just before.
    ErasesRow,
}

/// A store with a fault, which ends an upload while another one is being erased.
#[derive(Debug)]
struct Rows {
    store: MemoryStore,
    /// The fault of the next last step.
    fault: Mutex<Option<Fault>>,
    /// An upload that ends when the row of this blob is erased.
    waiting: Mutex<Option<(BlobId, FileUpload)>>,
}

#[async_trait]
impl FileRepository for Rows {
    async fn begin_blob(&self, blob: BlobId) -> Result<()> {
        self.store.begin_blob(blob).await
    }

    async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()> {
        self.store.write_chunk(blob, index, bytes).await
    }

    async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile> {
        let lost = || Error::unavailable("the connection broke", "for the test");
        let fault = self.fault.lock().unwrap().take();
        match fault {
            Some(Fault::LosesRequest) => return Err(lost()),
            Some(Fault::ErasesRow) => self.store.erase_blob(file.blob).await?,
            Some(Fault::LosesAnswer) | None => {}
        }
        let stored = self.store.finish_blob(file).await?;
        if matches!(fault, Some(Fault::LosesAnswer)) { Err(lost()) } else { Ok(stored) }
    }

    async fn erase_blob(&self, blob: BlobId) -> Result<()> {
        let waiting = self.waiting.lock().unwrap().take_if(|(erased, _)| *erased == blob);
        if let Some((_, upload)) = waiting {
            upload.finish().await?;
        }
        self.store.erase_blob(blob).await
    }

    async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>> {
        self.store.stale_blobs(untouched_for, limit).await
    }

    async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>> {
        self.store.read_chunk(blob, index).await
    }

    async fn find_file(&self, id: FileId) -> Result<StoredFile> {
        self.store.find_file(id).await
    }

    async fn touch_files(&self, ids: &[FileId]) -> Result<()> {
        self.store.touch_files(ids).await
    }

    async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool> {
        self.store.delete_file(id, seen).await
    }

    async fn list_files(
        &self,
        unbound_for: Option<Duration>,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<Vec<StoredFile>> {
        self.store.list_files(unbound_for, after, limit).await
    }

    async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>> {
        self.store.sessions_with(file, limit).await
    }

    async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>> {
        self.store.files_in(session).await
    }
}

struct Uploads {
    rows: Arc<Rows>,
    objects: Arc<InMemory>,
    files: Files,
    robots: Robots,
}

impl Uploads {
    fn new() -> Self {
        let store = MemoryStore::new();
        let rows = Rows { store: store.clone(), fault: Mutex::default(), waiting: Mutex::default() };
        let (rows, objects) = (Arc::new(rows), Arc::new(InMemory::new()));
        let files = Files::in_objects(Arc::clone(&rows), Arc::<InMemory>::clone(&objects), "files");
        let robots = Robots::new(store, AllowAll, StaticProfiles::default()).with_files(files.clone());
        Self { rows, objects, files, robots }
    }

    fn fail_next(&self, fault: Fault) {
        *self.rows.fault.lock().unwrap() = Some(fault);
    }

    async fn begin(&self, bytes: &[u8]) -> FileUpload {
        let mut upload = self.files.begin("text/plain", 100).await.unwrap();
        upload.write(bytes).await.unwrap();
        upload
    }

    async fn read(&self, id: FileId) -> Vec<u8> {
        self.files.get(id, 0..u64::MAX).await.unwrap().bytes().await.unwrap()
    }

    /// Sweeps without a grace time, and returns the number of uploads that were erased.
    async fn sweep(&self) -> u32 {
        let sweep = FileSweep { grace: Duration::ZERO, ..FileSweep::default() };
        self.robots.sweep_files(ANN, sweep).await.unwrap().uploads
    }

    async fn stale(&self) -> Vec<BlobId> {
        self.files.rows().stale_blobs(Duration::ZERO, 10).await.unwrap()
    }

    async fn count_objects(&self) -> usize {
        self.objects.list_with_delimiter(Some(&"files".into())).await.unwrap().objects.len()
    }
}

#[tokio::test]
async fn a_file_whose_answer_was_lost_keeps_its_object() {
    let uploads = Uploads::new();
    uploads.fail_next(Fault::LosesAnswer);
    let error = uploads.files.put_bytes("text/plain", "hello".into()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    let id = FileId::of(b"hello");
    assert_eq!(uploads.read(id).await, b"hello", "the file exists");
    assert_eq!(uploads.stale().await, [], "a sweep does not erase it");
    assert_eq!(uploads.files.put_bytes("text/plain", "hello".into()).await.unwrap().id, id);
    assert_eq!(uploads.read(id).await, b"hello", "it was only touched");
    assert_eq!(uploads.count_objects().await, 1);
}

#[tokio::test]
async fn a_sweep_erases_the_object_of_an_upload_that_failed_at_the_end() {
    for swept in [false, true] {
        let uploads = Uploads::new();
        let upload = uploads.begin(b"hello").await;
        if swept {
            assert_eq!(uploads.sweep().await, 1, "it erases the row of the upload");
        }
        uploads.fail_next(Fault::LosesRequest);
        assert_eq!(upload.finish().await.unwrap_err().kind(), ErrorKind::Unavailable);
        assert_eq!(uploads.count_objects().await, 1, "swept {swept}: a file may have it");
        assert_eq!(uploads.sweep().await, 1, "swept {swept}: its row leads to it");
        assert_eq!((uploads.count_objects().await, uploads.stale().await), (0, vec![]), "swept {swept}");
        let found = uploads.files.stat(FileId::of(b"hello")).await;
        assert_eq!(found.unwrap_err().kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn an_upload_without_a_row_leaves_no_object() {
    let uploads = Uploads::new();
    let upload = uploads.begin(b"hello").await;
    uploads.fail_next(Fault::ErasesRow);
    assert_eq!(upload.finish().await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!((uploads.count_objects().await, uploads.stale().await), (0, vec![]));
}

#[tokio::test]
async fn an_upload_of_bytes_that_are_there_leaves_no_second_object() {
    let uploads = Uploads::new();
    let first = uploads.begin(b"hello").await.finish().await.unwrap();
    let second = uploads.begin(b"hello").await.finish().await.unwrap();
    assert_eq!(second.blob, first.blob);
    assert_eq!((uploads.count_objects().await, uploads.stale().await), (1, vec![]));
    assert_eq!(uploads.read(first.id).await, b"hello");
}

#[tokio::test]
async fn an_upload_that_ends_during_a_sweep_keeps_its_object() {
    let uploads = Uploads::new();
    drop(uploads.begin(b"broken off").await);
    let left = uploads.stale().await[0];
    let upload = uploads.begin(b"hello").await;
    assert_eq!(uploads.stale().await.len(), 2, "the sweep will find both");
    *uploads.rows.waiting.lock().unwrap() = Some((left, upload));
    uploads.sweep().await;
    assert!(uploads.rows.waiting.lock().unwrap().is_none(), "the upload ended meanwhile");
    assert_eq!(uploads.read(FileId::of(b"hello")).await, b"hello");
    assert_eq!((uploads.count_objects().await, uploads.stale().await), (1, vec![]));
}
