//! Has questions answered once more: regenerate, and edit and resend.

use super::{
    submission::{Submit, Submitted},
    turns::Turns,
};
use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::{MessageRole, WindowRequest},
    },
    repository::MessageRecord,
    service::{
        messages::decode,
        operation::{Actor, Operation},
        ownership::{is_decided, not_ones_own},
    },
};

/// # Answering again
impl Turns {
    /// Has a question answered again: what was answered to it, and all that came after, is deleted, and the question is
    /// submitted, in one transaction. `message` is the question or an answer to it; without it, the newest question is meant.
    ///
    /// A turn that works on what is deleted ends as cancelled.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::InvalidArgument`] about `message` if no
    /// message of a user is there to answer; [`Error::PermissionDenied`] also if what is deleted is not all the actor's
    /// own, or a call of it was decided about, unless the actor manages robots; those of [`submit`](Self::submit) about
    /// `robot`.
    pub async fn regenerate(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        message: impl Into<Option<MessageId>>,
    ) -> Result<Submitted> {
        let (actor, message) = (actor.into(), message.into());
        self.robots.allow(&actor, Operation::RegenerateTurn).await?;
        if let Some(message) = message {
            self.robots.sessions.find_message(session, message).await?;
        }
        let (question, from) = self.question(session, message).await?;
        if let Some(from) = from {
            self.check_own(&actor, session, from).await?;
        }
        self.take_in(&actor, session, Submit::existing([question]), from).await
    }

    /// Edits a question and has it answered: the question `from`, and all that came after, is deleted, and the new message
    /// submitted, in one transaction. The new message can have the same client id.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::PermissionDenied`] as
    /// [`regenerate`](Self::regenerate); those of [`submit`](Self::submit).
    pub async fn resend(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        from: MessageId,
        submit: impl Into<Submit>,
    ) -> Result<Submitted> {
        let (actor, submit) = (actor.into(), submit.into());
        self.robots.allow(&actor, Operation::ResendTurn).await?;
        self.check(&submit)?;
        self.robots.sessions.find_message(session, from).await?;
        self.check_own(&actor, session, from).await?;
        self.take_in(&actor, session, submit, Some(from)).await
    }

    /// Finds a question, and the first message behind it.
    async fn question(
        &self,
        session: SessionId,
        message: Option<MessageId>,
    ) -> Result<(MessageId, Option<MessageId>)> {
        let newest = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        let mut window = newest;
        let mut behind = None;
        // Whether the message that is asked about was passed.
        let mut reached = message.is_none();
        loop {
            let found = self.robots.sessions.find_session(session, window).await?;
            for record in found.messages.iter().rev() {
                reached |= Some(record.id) == message;
                if reached && decode(record).is_ok_and(|message| message.role == MessageRole::User) {
                    return Ok((record.id, behind));
                }
                behind = Some(record.id);
            }
            let Some(cursor) = found.next_before else { break };
            window = newest.before(cursor);
        }
        Err(Error::invalid_argument("message", "there is no message of a user to answer"))
    }

    /// Checks that an actor may delete a message and all behind it: all of it is the actor's own, and no call of it was
    /// decided about; or the actor manages robots.
    async fn check_own(&self, actor: &Actor, session: SessionId, from: MessageId) -> Result<()> {
        if self.robots.allow(actor, Operation::DeleteMessage).await.is_ok() {
            return Ok(());
        }
        let account = actor.account();
        let mut records = vec![self.robots.sessions.find_message(session, from).await?];
        let mut window = WindowRequest::newest(WindowRequest::MAX_LIMIT).after(from);
        loop {
            for record in &records {
                if !self.is_own(session, account, record).await? {
                    return Err(not_ones_own());
                }
            }
            let found = self.robots.sessions.find_session(session, window).await?;
            let Some(last) = found.messages.last().map(|record| record.id) else { return Ok(()) };
            window = WindowRequest::newest(WindowRequest::MAX_LIMIT).after(last);
            records = found.messages;
        }
    }

    /// Own is what one wrote, and what a robot made in a turn all of whose inputs are one's own.
    async fn is_own(&self, session: SessionId, account: AccountId, record: &MessageRecord) -> Result<bool> {
        let message = record.decode()?;
        if is_decided(&message) {
            return Ok(false);
        }
        match (message.author, message.annotations.turn_id) {
            (Some(author), _) => Ok(author == account),
            (None, Some(turn)) => {
                // The inputs of a turn are of one author.
                Ok(self.store.find_turn(session, turn).await?.0.turn.author == account)
            }
            (None, None) => Ok(false),
        }
    }
}
