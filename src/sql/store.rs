//! `sql_store!`: implements a whole store for a driver.

/// Implements the traits of a store for a type that is a [`Driver`](super::tx::Driver): each method is an operation.
///
/// A macro, since an implementation for all drivers would conflict with that for pointers to stores.
macro_rules! sql_store {
    ($store:ty) => {
        const _: () = {
            use bytes::Bytes;
            use std::time::Duration;
            use $crate::{
                model::{
                    call_request::CallRequest,
                    erasure::{Erasure, Receipt},
                    error::Result,
                    file::StoredFile,
                    id::{AccountId, BlobId, CallRequestId, FileId, MessageId, SessionId, TurnId},
                    message::WindowRequest,
                    offset::{Generation, Offset, Revision, Sequence},
                    page::{Page, PageRequest},
                    session::{SessionChange, SessionFilter, SessionRef},
                    time::Timestamp,
                },
                repository::{
                    Appended, ChangeLimit, Changes, Done, DraftFilter, DraftList, ErasableSession,
                    FileRepository, ImportOutcome, MessageBatch, MessageRecord, MessageTexts, MessageUpdate,
                    NewTranscript, RequestFilter, ResourceKind, ResourceRepository, RunCall, SessionRecord,
                    SessionRepository, SessionStart, SessionTexts, SessionWindow, Step, Summary,
                    TranscriptCursor, TranscriptPart, TranscriptRepository, Truncation, TurnFilter,
                    TurnRecord, TurnRepository, WholeSession, Write,
                },
                sql::{
                    operations as op,
                    transfer::{Archive, StoredRow},
                    tx::Driver as _,
                },
            };

            #[async_trait::async_trait]
            impl SessionRepository for $store {
                async fn create_session(&self, session: &SessionRecord) -> Result<()> {
                    self.write(op::CreateSession(session.clone())).await
                }

                async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
                    self.read(op::FindStart(id)).await
                }

                async fn list_sessions(
                    &self,
                    filter: SessionFilter,
                    page: PageRequest,
                ) -> Result<Page<SessionRef<AccountId>>> {
                    self.read(op::ListSessions(filter, page)).await
                }

                async fn mark_read(
                    &self,
                    session: SessionId,
                    account: AccountId,
                    seen: Offset,
                ) -> Result<()> {
                    self.write(op::MarkRead(session, account, seen)).await
                }

                async fn list_session_texts(
                    &self,
                    filter: SessionFilter,
                    page: PageRequest,
                ) -> Result<SessionTexts> {
                    self.read(op::ListSessionTexts(filter, page)).await
                }

                async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
                    self.read(op::FindSession(id, window)).await
                }

                async fn find_session_texts(
                    &self,
                    id: SessionId,
                    window: WindowRequest,
                ) -> Result<SessionWindow<MessageTexts>> {
                    self.read(op::FindSessionTexts(id, window)).await
                }

                async fn update_session(
                    &self,
                    id: SessionId,
                    change: &SessionChange,
                    write: Write,
                ) -> Result<()> {
                    self.write(op::UpdateSession { session: id, change: change.clone(), write }).await
                }

                async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
                    self.write(op::DeleteSession(id, write)).await
                }

                async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
                    self.write(op::RestoreSession(id, write)).await
                }

                async fn erasable_sessions(
                    &self,
                    after: Option<SessionId>,
                    limit: u32,
                ) -> Result<Vec<ErasableSession>> {
                    self.read(op::ErasableSessions(after, limit)).await
                }

                async fn erase_session(
                    &self,
                    session: SessionId,
                    only_if: Option<Erasure>,
                    dry_run: bool,
                ) -> Result<Receipt> {
                    let receipt = self.write(op::EraseSession { session, only_if, dry_run }).await?;
                    Ok(Receipt { log_is_clean: self.log_is_clean(), ..receipt })
                }

                async fn erase_account_in(
                    &self,
                    session: SessionId,
                    account: AccountId,
                    write: Write,
                    dry_run: bool,
                ) -> Result<Receipt> {
                    let operation = op::EraseAccountIn { session, account, write, dry_run };
                    let receipt = self.write(operation).await?;
                    Ok(Receipt { log_is_clean: self.log_is_clean(), ..receipt })
                }

                async fn hold_session(&self, session: SessionId, since: Option<Timestamp>) -> Result<()> {
                    self.write(op::HoldSession(session, since)).await
                }

                async fn append_messages(
                    &self,
                    session: SessionId,
                    batch: &MessageBatch,
                    write: Write,
                ) -> Result<Appended> {
                    self.write(op::Append { session, batch: batch.clone(), write }).await
                }

                async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
                    self.read(op::FindMessage(session, id)).await
                }

                async fn update_message(
                    &self,
                    session: SessionId,
                    id: MessageId,
                    update: &MessageUpdate,
                    write: Write,
                ) -> Result<Revision> {
                    self.write(op::UpdateMessage { session, id, update: update.clone(), write }).await
                }

                async fn truncate(
                    &self,
                    session: SessionId,
                    truncation: &Truncation,
                    write: Write,
                ) -> Result<Vec<MessageId>> {
                    self.write(op::Truncate { session, truncation: *truncation, write }).await
                }

                async fn changes(
                    &self,
                    session: SessionId,
                    after: Offset,
                    limit: ChangeLimit,
                ) -> Result<Changes> {
                    self.read(op::FindChanges { session, after, limit }).await
                }

                async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList> {
                    self.read(op::OpenDrafts(filter, limit)).await
                }

                async fn put_summary(
                    &self,
                    session: SessionId,
                    summary: &Summary,
                    seen: Offset,
                ) -> Result<()> {
                    self.write(op::PutSummary(session, summary.clone(), seen)).await
                }

                async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
                    self.read(op::FindSummary(session)).await
                }
            }

            #[async_trait::async_trait]
            impl TranscriptRepository for $store {
                async fn read_transcript(
                    &self,
                    session: SessionId,
                    cursor: TranscriptCursor,
                    up_to: Option<Sequence>,
                    limit: u32,
                ) -> Result<TranscriptPart> {
                    self.read(op::ReadTranscript { session, cursor, up_to, limit }).await
                }

                async fn write_transcript(
                    &self,
                    part: &NewTranscript,
                    write: Write,
                ) -> Result<Option<Generation>> {
                    self.write(op::WriteTranscript { part: part.clone(), write }).await
                }

                async fn import_session(
                    &self,
                    session: &WholeSession,
                    dry_run: bool,
                ) -> Result<ImportOutcome> {
                    self.write(op::ImportSession { session: session.clone(), dry_run }).await
                }
            }

            #[async_trait::async_trait]
            impl TurnRepository for $store {
                async fn transact(
                    &self,
                    session: SessionId,
                    steps: &[Step],
                    write: Write,
                ) -> Result<Vec<Done>> {
                    self.write(op::Transact { session, steps: steps.to_vec(), write }).await
                }

                async fn due_sessions(&self, limit: u32) -> Result<Vec<SessionId>> {
                    self.read(op::DueSessions(limit)).await
                }

                async fn find_turn(&self, session: SessionId, id: TurnId) -> Result<(TurnRecord, usize)> {
                    self.read(op::FindTurn(session, id)).await
                }

                async fn list_turns(
                    &self,
                    session: SessionId,
                    filter: TurnFilter,
                    limit: u32,
                ) -> Result<Vec<TurnRecord>> {
                    self.read(op::ListTurns(session, filter, limit)).await
                }

                async fn find_request(&self, id: CallRequestId) -> Result<CallRequest<AccountId>> {
                    self.read(op::FindRequest(id)).await
                }

                async fn list_requests(
                    &self,
                    filter: RequestFilter,
                    limit: u32,
                ) -> Result<Vec<CallRequest<AccountId>>> {
                    self.read(op::ListRequests(filter, limit)).await
                }

                async fn run_calls(&self, session: SessionId, message: MessageId) -> Result<Vec<RunCall>> {
                    self.read(op::RunCalls(session, message)).await
                }

                async fn find_by_client_id(
                    &self,
                    session: SessionId,
                    client_id: &str,
                ) -> Result<Option<MessageId>> {
                    self.read(op::FindByClientId(session, client_id.to_owned())).await
                }

                async fn now(&self) -> Result<Timestamp> {
                    self.read(op::Now).await
                }
            }

            #[cfg(feature = "search")]
            #[async_trait::async_trait]
            impl $crate::repository::SearchRepository for $store {
                async fn search(
                    &self,
                    query: &$crate::model::search::SearchQuery,
                    limit: u32,
                ) -> Result<$crate::repository::FoundTexts> {
                    self.read(op::Search(query.clone(), limit)).await
                }

                async fn forget_index(&self) -> Result<()> {
                    self.write(op::ForgetIndex).await
                }

                async fn index_next(&self, limit: u32) -> Result<bool> {
                    self.write(op::IndexNext(limit)).await
                }
            }

            #[async_trait::async_trait]
            impl FileRepository for $store {
                async fn begin_blob(&self, blob: BlobId) -> Result<()> {
                    self.write(op::BeginBlob(blob)).await
                }

                async fn write_chunk(&self, blob: BlobId, index: u32, bytes: Bytes) -> Result<()> {
                    self.write(op::WriteChunk { blob, index, bytes }).await
                }

                async fn finish_blob(&self, file: &StoredFile) -> Result<StoredFile> {
                    self.write(op::FinishBlob(file.clone())).await
                }

                async fn erase_blob(&self, blob: BlobId) -> Result<()> {
                    self.write(op::EraseBlob(blob)).await
                }

                async fn stale_blobs(&self, untouched_for: Duration, limit: u32) -> Result<Vec<BlobId>> {
                    self.read(op::StaleBlobs(untouched_for, limit)).await
                }

                async fn read_chunk(&self, blob: BlobId, index: u32) -> Result<Option<Bytes>> {
                    self.read(op::ReadChunk(blob, index)).await
                }

                async fn find_file(&self, id: FileId) -> Result<StoredFile> {
                    self.read(op::FindFile(id)).await
                }

                async fn touch_files(&self, ids: &[FileId]) -> Result<()> {
                    self.write(op::TouchFiles::new(ids)).await
                }

                async fn delete_file(&self, id: FileId, seen: Timestamp) -> Result<bool> {
                    self.write(op::DeleteFile(id, seen)).await
                }

                async fn list_files(
                    &self,
                    unbound_for: Option<Duration>,
                    after: Option<FileId>,
                    limit: u32,
                ) -> Result<Vec<StoredFile>> {
                    self.read(op::ListFiles { unbound_for, after, limit }).await
                }

                async fn sessions_with(&self, file: FileId, limit: u32) -> Result<Vec<SessionId>> {
                    self.read(op::SessionsWith(file, limit)).await
                }

                async fn files_in(&self, session: SessionId) -> Result<Vec<FileId>> {
                    self.read(op::FilesIn(session)).await
                }
            }

            #[async_trait::async_trait]
            impl<R: ResourceKind> ResourceRepository<R> for $store {
                async fn create(&self, resource: &R) -> Result<()> {
                    self.write(op::Create(resource.clone())).await
                }

                async fn list(&self, filter: R::Filter, page: PageRequest) -> Result<Page<R>> {
                    self.read(op::List::<R>(filter, page)).await
                }

                async fn find(&self, id: R::Id) -> Result<R> {
                    self.read(op::Find::<R>(id)).await
                }

                async fn update(&self, id: R::Id, change: &R::Change, at: Timestamp) -> Result<R> {
                    self.write(op::Update::<R> { id, change: change.clone(), at }).await
                }

                async fn delete(&self, id: R::Id, at: Timestamp) -> Result<()> {
                    self.write(op::Delete::<R>::new(id, at)).await
                }
            }

            #[async_trait::async_trait]
            impl Archive for $store {
                async fn read_rows(
                    &self,
                    table: &str,
                    behind: Option<&StoredRow>,
                    limit: u32,
                ) -> Result<Vec<StoredRow>> {
                    self.read(op::ReadRows::new(table, behind, limit)?).await
                }

                async fn write_rows(&self, rows: &[StoredRow]) -> Result<()> {
                    self.write(op::WriteRows::new(rows)?).await
                }

                async fn count_lists(&self) -> Result<()> {
                    self.write(op::CountLists).await
                }
            }
        };
    };
}
pub(crate) use sql_store;
