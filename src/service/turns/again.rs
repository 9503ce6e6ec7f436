//! Has messages answered again: regenerate, and edit and resend.

use super::{
    submission::{Removal, Submit, Submitted},
    turns::Turns,
};
use crate::{
    model::{
        error::{Error, Result},
        id::{MessageId, SessionId},
        message::{MessageRole, WindowRequest},
    },
    service::{
        messages::decode,
        operation::{Actor, Operation},
    },
};

/// # Answering again
impl Turns {
    /// Has a question, a message with the role `user`, answered again. In one transaction, all messages after the
    /// question are deleted, and the question is submitted. `message` is the question or an answer to it; `None` is the
    /// newest question.
    ///
    /// Turns that work on deleted messages are cancelled.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::InvalidArgument`] about `message` if there
    /// is no message of a user to answer; [`Error::PermissionDenied`] also if some of the messages to delete are
    /// neither the actor's own nor answers to these, or have a decided call, unless the actor may manage robots; those
    /// of [`submit`](Self::submit) about `robot`.
    pub async fn regenerate(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        message: impl Into<Option<MessageId>>,
    ) -> Result<Submitted> {
        let (actor, message) = (actor.into(), message.into());
        let any = self.robots.allow_and_ask(&actor, Operation::RegenerateTurn, Operation::Truncate).await?;
        if let Some(message) = message {
            self.robots.sessions.find_message(session, message).await?;
        }
        let (question, from) = self.question(session, message).await?;
        let removal = from.map(|from| Removal { from, any });
        self.take_in(&actor, session, Submit::existing([question]), removal).await
    }

    /// Replaces a question and has the new one answered. In one transaction, the message `from` and all later ones are
    /// deleted, and the new message is submitted. It can have the same client id.
    ///
    /// A second try with the same [idempotency key](crate::Append::idempotency_key), or client id, returns the turn of
    /// the first.
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
        let any = self.robots.allow_and_ask(&actor, Operation::ResendTurn, Operation::Truncate).await?;
        self.check(&submit)?;
        self.take_in(&actor, session, submit, Some(Removal { from, any })).await
    }

    /// Finds a question, and the first message after it.
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
}
