//! [`SessionRepository`]: how sessions, their messages and their drafts are stored.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::{
    changes::{ChangeLimit, Changes},
    records::{
        Appended, DraftFilter, DraftList, ErasableSession, MessageBatch, MessageRecord, MessageUpdate,
        SessionRecord, SessionStart, SessionWindow, Summary,
    },
    session_texts::SessionTexts,
    texts::MessageTexts,
    truncation::Truncation,
    write::Write,
};
use crate::model::{
    erasure::{Erasure, Receipt},
    error::Result,
    id::{AccountId, MessageId, SessionId},
    message::WindowRequest,
    offset::{Offset, Revision},
    page::{Page, PageRequest},
    session::{SessionChange, SessionFilter, SessionRef},
    time::Timestamp,
};

/// Stores sessions, their messages and their drafts.
///
/// # Contract
/// That of the [module](super). The messages of a session are ordered by their [`Sequence`](crate::Sequence).
///
/// A message is a draft if and only if it has an open draft. The pieces of a draft are kept for a while after its end,
/// so that a reader who is a little behind gets the end of an answer as chunks: until another draft of the session
/// begins more than [`KEEP_PIECES`](super::KEEP_PIECES) after that end, or until the message is edited or deleted.
///
/// A session shows its active robot and instance **only while they exist**: a deleted one is no longer active, in every
/// session at once, and no session's offset changes. So one store has all kinds of resources, or can query the others.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a session without messages. Its `updated_at` is its `created_at`, and its offset and revision are 0.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the id is taken, by a deleted session too.
    async fn create_session(&self, session: &SessionRecord) -> Result<()>;

    /// Returns how a session was started, also of a deleted one; `None` if the id is free.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>>;

    /// Lists one page of the sessions that match `filter`, in the order that it names; equal times by id, descending.
    /// A page past the end is empty. The time of activity is `updated_at`.
    ///
    /// If the filter names a [reader](SessionFilter::unread_of), each session has [`unread`](SessionRef::unread): the
    /// number of its complete messages after the reader's mark that have another author or none, counted up to
    /// [`MAX_UNREAD`](SessionRef::MAX_UNREAD).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `page` if a numbered page by last activity is more than
    /// [`FAR`](crate::PageRequest::FAR) rows from both ends, or if page 2 or a later one is asked for of a list whose
    /// length is not kept: see [`SessionFilter`].
    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>>;

    /// Marks a session as read by an account up to an offset, or up to the session's offset if that is less. A mark
    /// never goes back. It is not a change of the session.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()>;

    /// Returns what [`list_sessions`](Self::list_sessions) does, as the text that is served. Override it if your store
    /// can write that text faster than from records.
    ///
    /// # Errors
    /// Those of that method.
    async fn list_session_texts(&self, filter: SessionFilter, page: PageRequest) -> Result<SessionTexts> {
        SessionTexts::new(self.list_sessions(filter, page).await?)
    }

    /// Returns a session with a window of its messages, all as they were at one moment.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session; [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `before`, `after` or
    /// `around` if the cursor was never a message of it. A deleted message is a valid cursor.
    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow>;

    /// Returns what [`find_session`](Self::find_session) does, with the messages as the text that is served. Override
    /// it if your store can write that text faster than from records.
    ///
    /// # Errors
    /// Those of that method.
    async fn find_session_texts(
        &self,
        id: SessionId,
        window: WindowRequest,
    ) -> Result<SessionWindow<MessageTexts>> {
        Ok(self.find_session(id, window).await?.into_texts())
    }

    /// Changes a session and moves its `updated_at`. Takes one offset, also if the change names nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session, or no such instance to mount;
    /// [`Error::TooLarge`](crate::Error::TooLarge) if it had more than [`Labels::MAX`](crate::Labels::MAX) labels then.
    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()>;

    /// Deletes a session; its messages are kept. Takes one offset, and moves `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()>;

    /// Restores a deleted session with everything it had. Takes one offset and moves `updated_at`; of a session that
    /// is not deleted, does nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there never was such a session.
    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()>;

    /// Lists sessions in the order of their ids, after `after`, at most `limit`; also deleted and archived ones.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>>;

    /// Erases a session and everything that belongs to it, also a deleted one: nothing of it is left, and its id is
    /// free again. With `only_if`, erases it only if `only_if` selects it now and it is not held. A dry run
    /// erases nothing, and returns the same receipt.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session; [`Conflict::Held`](crate::Conflict::Held) if it is
    /// held, and there is no `only_if`.
    async fn erase_session(
        &self,
        session: SessionId,
        only_if: Option<Erasure>,
        dry_run: bool,
    ) -> Result<Receipt>;

    /// Erases what an account left in a session, also in a deleted one, unless it is held: deletes its messages and
    /// the ones it is writing, one after the other, as [`MessageChange::Delete`](super::MessageChange::Delete) does;
    /// and erases what [`Erasure::Account`] lists besides. In an unpublished session too: its writer, which may have
    /// read more of the account, is then fenced off.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn erase_account_in(
        &self,
        session: SessionId,
        account: AccountId,
        write: Write,
        dry_run: bool,
    ) -> Result<Receipt>;

    /// Holds a session since a time, so that it is not erased; or ends the hold. Works on a deleted session too. It is
    /// not a change of the session.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there never was such a session.
    async fn hold_session(&self, session: SessionId, since: Option<Timestamp>) -> Result<()>;

    /// Appends messages: each takes the next offset of the session as its sequence. Moves `updated_at`. Drafts begin
    /// at their sequences.
    ///
    /// With an idempotency key that the session has seen, it stores nothing and returns the messages of the first
    /// try, as they are now.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session; [`Error::AlreadyExists`](crate::Error::AlreadyExists) if a message's id is taken in
    /// this session, by a deleted message too, or its client id by one that is not deleted;
    /// [`Conflict::IdempotencyKeyReused`](crate::Conflict::IdempotencyKeyReused) if the key was used with another
    /// fingerprint.
    async fn append_messages(
        &self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Appended>;

    /// Returns one message.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or message.
    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord>;

    /// Changes a message, and returns its new revision: the offset of the change. A change that was made before
    /// ([`MessageUpdate::applies`]) takes no offset, and returns the revision that it had then.
    ///
    /// Opening, completing and deleting a message moves the session's `updated_at`, and erases a summary that
    /// covers it; growing does neither. Completing a message that was a draft keeps its pieces for a while;
    /// completing one that was none erases the pieces of its earlier drafts.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or message; [`Error::Conflict`](crate::Error::Conflict) as
    /// [`MessageUpdate::applies`] says.
    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision>;

    /// Deletes a message and all later ones, each as [`MessageChange::Delete`](super::MessageChange::Delete) does: all
    /// of them or none. Each takes one offset, in the order of their sequences. Returns the deleted messages in that
    /// order. A truncation that was made before takes no offset, and returns the same messages again. Moves the
    /// session's `updated_at`, and erases a summary that covers one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or message; [`Error::Conflict`](crate::Error::Conflict) as
    /// [`Truncation::check`] says.
    async fn truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Vec<MessageId>>;

    /// Returns what changed in a session after an offset. Its cost is proportional to that.
    ///
    /// - A complete message is one item at its revision, or at its sequence if it never changed; a deleted one is
    ///   one item at the offset of the deletion.
    /// - The session is one item at its revision.
    /// - A draft is one item at its beginning, with the message as it was then, and one for each piece by which it
    ///   grew, at the piece's offset; also after it ended, as long as its pieces are kept. The end is the item of
    ///   the complete message.
    ///
    /// This method answers for a deleted session too; its last item is then the deletion.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there never was such a session.
    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes>;

    /// Lists open drafts of sessions that are not deleted, those that were written longest ago first, at most `limit`.
    /// Drafts that do not decode are named, and the others are returned.
    ///
    /// # Errors
    /// Only those of the [module](super): a session that does not exist has no drafts.
    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList>;

    /// Stores a summary with its session, in place of an earlier one. Does nothing if the earlier one covers more, or
    /// if a message that the new one covers was completed or deleted after the offset `seen`, because its writer did
    /// not know that. Takes no offset, and leaves `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()>;

    /// Returns the summary that is stored with a session.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>>;
}

/// A pointer to a repository is one too.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: SessionRepository + ?Sized> SessionRepository for $pointer<T> {
            async fn create_session(&self, session: &SessionRecord) -> Result<()> {
                (**self).create_session(session).await
            }
            async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
                (**self).find_start(id).await
            }
            async fn list_sessions(&self, filter: SessionFilter, page: PageRequest) -> Result<Page<SessionRef<AccountId>>> {
                (**self).list_sessions(filter, page).await
            }
            async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()> {
                (**self).mark_read(session, account, seen).await
            }
            async fn list_session_texts(&self, filter: SessionFilter, page: PageRequest) -> Result<SessionTexts> {
                (**self).list_session_texts(filter, page).await
            }
            async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
                (**self).find_session(id, window).await
            }
            async fn find_session_texts(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow<MessageTexts>> {
                (**self).find_session_texts(id, window).await
            }
            async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()> {
                (**self).update_session(id, change, write).await
            }
            async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
                (**self).delete_session(id, write).await
            }
            async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
                (**self).restore_session(id, write).await
            }
            async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>> {
                (**self).erasable_sessions(after, limit).await
            }
            async fn erase_session(&self, session: SessionId, only_if: Option<Erasure>, dry_run: bool) -> Result<Receipt> {
                (**self).erase_session(session, only_if, dry_run).await
            }
            async fn erase_account_in(&self, session: SessionId, account: AccountId, write: Write, dry_run: bool) -> Result<Receipt> {
                (**self).erase_account_in(session, account, write, dry_run).await
            }
            async fn hold_session(&self, session: SessionId, since: Option<Timestamp>) -> Result<()> {
                (**self).hold_session(session, since).await
            }
            async fn append_messages(&self, session: SessionId, batch: &MessageBatch, write: Write) -> Result<Appended> {
                (**self).append_messages(session, batch, write).await
            }
            async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
                (**self).find_message(session, id).await
            }
            async fn update_message(&self, session: SessionId, id: MessageId, update: &MessageUpdate, write: Write) -> Result<Revision> {
                (**self).update_message(session, id, update, write).await
            }
            async fn truncate(&self, session: SessionId, truncation: &Truncation, write: Write) -> Result<Vec<MessageId>> {
                (**self).truncate(session, truncation, write).await
            }
            async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes> {
                (**self).changes(session, after, limit).await
            }
            async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList> {
                (**self).open_drafts(filter, limit).await
            }
            async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()> {
                (**self).put_summary(session, summary, seen).await
            }
            async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
                (**self).find_summary(session).await
            }
        }
    )+};
}

delegate!(Arc, Box);
