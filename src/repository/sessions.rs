//! [`SessionRepository`]: stores sessions, their messages and their drafts.

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
/// Every method is atomic, and the other rules of the [module](super) hold too. The messages of a session are ordered
/// by their [`Sequence`](crate::Sequence).
///
/// While a message has an open draft, the message itself is called a draft too. The part of a draft that one write
/// added is a *piece*. Pieces are kept for a while after the draft has ended, so that a reader that follows with a
/// delay still gets the end as chunks. They are removed when another draft of the session begins more than
/// [`KEEP_PIECES`](super::KEEP_PIECES) after that end, or when the message is edited or deleted.
///
/// A session shows its active robot and instance **only while they exist**. Deleting one changes no session and no
/// offset. So one store has all kinds of resources, or can query the store that has them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a session without messages. Its `updated_at` is its `created_at`, and its offset and revision are 0.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the id is in use, also by a deleted session.
    async fn create_session(&self, session: &SessionRecord) -> Result<()>;

    /// Returns how a session was started, also if it is deleted; `None` if the id is free.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>>;

    /// Lists one page of the sessions that match `filter`, in the filter's order, newest first; equal times by id,
    /// descending. A page after the last one is empty. The time of last activity is `updated_at`.
    ///
    /// If the filter names a [reader](SessionFilter::unread_of), each session has [`unread`](SessionRef::unread): the
    /// number of complete messages after the reader's mark whose author is not the reader, at most
    /// [`MAX_UNREAD`](SessionRef::MAX_UNREAD).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `page` if a numbered page by last activity is
    /// more than [`FAR`](crate::PageRequest::FAR) rows away from both ends of the list, or if the number is greater
    /// than 1 and the length of this list is not kept: see [`SessionFilter`].
    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>>;

    /// Marks a session as read by an account up to the offset `seen`, or up to the session's offset if that is less. A
    /// mark never decreases. Takes no offset, and leaves `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()>;

    /// Returns the same page as [`list_sessions`](Self::list_sessions), as the JSON that is served. Override it if your
    /// store can write that faster than from records.
    ///
    /// # Errors
    /// Those of that method.
    async fn list_session_texts(&self, filter: SessionFilter, page: PageRequest) -> Result<SessionTexts> {
        SessionTexts::new(self.list_sessions(filter, page).await?)
    }

    /// Returns a session with a window of its messages, all read at one moment.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `before`, `after` or `around` if that id was
    /// never one of its messages. A deleted message is a valid cursor.
    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow>;

    /// Returns the same window as [`find_session`](Self::find_session), with the messages as the JSON that is served.
    /// Override it if your store can write that faster than from records.
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

    /// Changes a session, and sets its `updated_at`. Takes one offset, also if the change is empty.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session, or the instance to mount does not
    /// exist; [`Error::TooLarge`](crate::Error::TooLarge) if the session would have more than
    /// [`Labels::MAX`](crate::Labels::MAX) labels.
    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()>;

    /// Deletes a session, and keeps its messages. Takes one offset, and sets `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()>;

    /// Restores a deleted session with all its content. Takes one offset, and sets `updated_at`. Does nothing if the
    /// session is not deleted.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there never was such a session.
    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()>;

    /// Lists at most `limit` sessions after the id `after`, in ascending order of their ids; also deleted and archived
    /// ones.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>>;

    /// Erases a session with everything that belongs to it, also a deleted one, and frees its id. If `only_if` is
    /// given, erases it only if `only_if` selects it now and it is not held. A dry run erases nothing, and returns the
    /// receipt of what it would erase.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session;
    /// [`Conflict::Held`](crate::Conflict::Held) if it is held, and `only_if` is `None`.
    async fn erase_session(
        &self,
        session: SessionId,
        only_if: Option<Erasure>,
        dry_run: bool,
    ) -> Result<Receipt>;

    /// Erases what an account left in a session, also in a deleted one, unless the session is held: deletes the
    /// messages of the account and the drafts that it writes, one after the other, as
    /// [`MessageChange::Delete`](super::MessageChange::Delete) does, and erases the rest of what [`Erasure::Account`]
    /// lists. Works in an unpublished session too: its writer then gets [`Conflict::Fenced`](crate::Conflict::Fenced),
    /// since it may have read more of the account's content.
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

    /// Protects a session from erasure, from the time `since`; `None` ends the hold. Works on a deleted session too.
    /// Uses no offset, and leaves `updated_at` as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there never was such a session.
    async fn hold_session(&self, session: SessionId, since: Option<Timestamp>) -> Result<()>;

    /// Appends messages: each takes the next offset of the session as its sequence. Sets `updated_at`. A draft begins
    /// at its message's sequence.
    ///
    /// If the idempotency key was used in the session before, stores nothing, and returns the messages of that append
    /// as they are now.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session;
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the id of a message is in use in this session, also by
    /// a deleted message, or its client id by a message that is not deleted;
    /// [`Conflict::IdempotencyKeyReused`](crate::Conflict::IdempotencyKeyReused) if the key was used with another
    /// fingerprint.
    async fn append_messages(
        &self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Appended>;

    /// Returns one message, with its open draft if there is one.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or message.
    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord>;

    /// Changes a message, and returns its new revision: the offset of the change. A change that was made before
    /// ([`MessageUpdate::applies`]) takes no offset, and returns the revision of that first time.
    ///
    /// Opening, completing and deleting set the session's `updated_at`, and erase a summary that covers the message;
    /// growing does neither. Completing an open draft keeps its pieces for a while; editing a complete message erases
    /// the pieces of its earlier drafts.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or message; the conflicts of
    /// [`MessageUpdate::applies`].
    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision>;

    /// Deletes a message and all later ones, each as [`MessageChange::Delete`](super::MessageChange::Delete) does: all
    /// of them or none. Each takes one offset, in the order of their sequences. Returns the deleted messages in that
    /// order. Repeating a truncation takes no offset, and returns the same messages. Sets the session's `updated_at`,
    /// and erases a summary that covers one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or message; the conflicts of
    /// [`Truncation::check`].
    async fn truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Vec<MessageId>>;

    /// Returns the changes of a session after an offset. The cost is proportional to their number and size.
    ///
    /// - A complete message is one item at its revision, which is its sequence if it never changed; a deleted one is
    ///   one item at the offset of its deletion.
    /// - The session is one item at its revision.
    /// - A draft is one item at its beginning, with the message as it was then, and one item for each piece, at the
    ///   piece's offset, also after the draft ended, as long as its pieces are kept. The end of a draft is the item of
    ///   the complete message.
    ///
    /// Works for a deleted session too; the last item is then the deletion.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there never was such a session.
    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes>;

    /// Lists at most `limit` open drafts of sessions that are not deleted, those with the oldest last write first.
    /// Drafts that do not decode are listed separately.
    ///
    /// # Errors
    /// Only those of the [module](super). A session that does not exist has no drafts.
    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList>;

    /// Stores a summary with its session, in place of an earlier one. Does nothing if the earlier one covers more, or
    /// if a covered message was completed or deleted after the offset `seen`, the last one that the summary's writer
    /// has read. Takes no offset, and leaves `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()>;

    /// Returns the stored summary of a session, if there is one.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>>;
}

/// Implements the trait for smart pointers to a repository.
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
