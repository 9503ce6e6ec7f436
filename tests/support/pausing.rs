//! A store that pauses before and after each of its operations, so that a test can drop a future at either point: when
//! nothing was done, and when all was done and nobody has the answer.

use std::{future::poll_fn, sync::Arc, task::Poll};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, Erasure, MessageId, Offset, Page, PageRequest, Receipt, ResourceKind, ResourceRepository,
    Result, Revision, SessionChange, SessionFilter, SessionId, SessionRef, SessionRepository, Timestamp,
    WindowRequest,
    repository::{
        Appended, ChangeLimit, Changes, DraftFilter, DraftList, ErasableSession, Followed, Followers,
        MessageBatch, MessageRecord, MessageUpdate, SessionRecord, SessionStart, SessionWindow, Summary,
        Truncation, Write,
    },
};

/// The store, with a pause on both sides of every operation.
#[derive(Clone, Debug)]
pub(crate) struct Pausing<S>(pub(crate) S);

/// Is pending once.
async fn pause() {
    let mut paused = false;
    poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn between_pauses<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    pause().await;
    let result = operation.await;
    pause().await;
    result
}

impl<S: Followed> Followed for Pausing<S> {
    fn followers(&self) -> Arc<Followers> {
        self.0.followers()
    }
}

#[async_trait]
impl<S: SessionRepository> SessionRepository for Pausing<S> {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        between_pauses(self.0.create_session(session)).await
    }
    async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
        between_pauses(self.0.find_start(id)).await
    }
    async fn list_sessions(
        &self,
        f: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        between_pauses(self.0.list_sessions(f, page)).await
    }
    async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()> {
        between_pauses(self.0.mark_read(session, account, seen)).await
    }
    async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>> {
        between_pauses(self.0.erasable_sessions(after, limit)).await
    }
    async fn erase_session(&self, id: SessionId, only_if: Option<Erasure>, dry_run: bool) -> Result<Receipt> {
        between_pauses(self.0.erase_session(id, only_if, dry_run)).await
    }
    async fn erase_account_in(
        &self,
        session: SessionId,
        account: AccountId,
        write: Write,
        dry_run: bool,
    ) -> Result<Receipt> {
        between_pauses(self.0.erase_account_in(session, account, write, dry_run)).await
    }
    async fn hold_session(&self, id: SessionId, since: Option<Timestamp>) -> Result<()> {
        between_pauses(self.0.hold_session(id, since)).await
    }
    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
        between_pauses(self.0.find_session(id, window)).await
    }
    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()> {
        between_pauses(self.0.update_session(id, change, write)).await
    }
    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
        between_pauses(self.0.delete_session(id, write)).await
    }
    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
        between_pauses(self.0.restore_session(id, write)).await
    }
    async fn append_messages(&self, id: SessionId, batch: &MessageBatch, write: Write) -> Result<Appended> {
        between_pauses(self.0.append_messages(id, batch, write)).await
    }
    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
        between_pauses(self.0.find_message(session, id)).await
    }
    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision> {
        between_pauses(self.0.update_message(session, id, update, write)).await
    }
    async fn truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Vec<MessageId>> {
        between_pauses(self.0.truncate(session, truncation, write)).await
    }
    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes> {
        between_pauses(self.0.changes(session, after, limit)).await
    }
    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList> {
        between_pauses(self.0.open_drafts(filter, limit)).await
    }
    async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()> {
        between_pauses(self.0.put_summary(session, summary, seen)).await
    }
    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        between_pauses(self.0.find_summary(session)).await
    }
}

#[async_trait]
impl<R: ResourceKind, S: ResourceRepository<R>> ResourceRepository<R> for Pausing<S> {
    async fn create(&self, resource: &R) -> Result<()> {
        between_pauses(self.0.create(resource)).await
    }
    async fn list(&self, filter: R::Filter, page: PageRequest) -> Result<Page<R>> {
        between_pauses(self.0.list(filter, page)).await
    }
    async fn find(&self, id: R::Id) -> Result<R> {
        between_pauses(self.0.find(id)).await
    }
    async fn update(&self, id: R::Id, change: &R::Change, at: Timestamp) -> Result<R> {
        between_pauses(self.0.update(id, change, at)).await
    }
    async fn delete(&self, id: R::Id, at: Timestamp) -> Result<()> {
        between_pauses(self.0.delete(id, at)).await
    }
}
