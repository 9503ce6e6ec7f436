//! Model input from a session: [`ModelContext`] has the settings, [`Context`] is the result. The session is not
//! changed.
//!
//! `rules` is what of one message is sent, `cut` is which messages are, `model_message` is how a provider takes them;
//! they read nothing. Here, a session is read backwards and its summary kept.

mod cost;
mod cut;
mod file;
mod model_message;
mod recipe;
mod rules;

#[cfg(feature = "mock")]
pub use self::{cost::MockTokenCounter, recipe::MockSummariser};
pub use self::{
    cost::{ApproximateTokens, TokenCounter},
    cut::Context,
    file::ModelFile,
    model_message::{ModelMessage, ModelPart, ModelRole, ToolOutput},
    recipe::{ModelContext, Summariser},
};
use self::{cut::Selection, recipe::End};
use crate::{
    model::{
        error::Result,
        id::{AccountId, SessionId},
        message::{Message, WindowRequest},
        offset::Offset,
    },
    repository::{MessageRecord, Summary},
    service::{
        Robots,
        messages::decode,
        operation::{Actor, Operation},
    },
};

/// How many messages are read at once: a budget rarely takes more.
const WINDOW: u32 = 32;

/// The maximum number of messages that one summary is made of. Older ones are not read.
const SUMMARISED: usize = 512;

/// # Context
impl Robots {
    /// Builds model input from a session, under the rules of [`ModelContext`]. Reads only as many of the newest
    /// messages as it needs. A message that does not decode is logged and left out.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session, or no such message to [end
    /// with](ModelContext::up_to); [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `before` if that was
    /// never a message of the session; [`Error::TooLarge`](crate::Error::TooLarge) about `message` if the last user's
    /// message and what follows it have more tokens than the budget, or about `summary` if the new summary leaves no
    /// room for them; errors of the [`Summariser`].
    pub async fn model_context(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        recipe: &ModelContext,
    ) -> Result<Context> {
        self.allow(&actor.into(), Operation::ModelContext).await?;
        let mut backwards = Backwards::begin(self, session, recipe.end).await?;
        let mut next = backwards.next().await?;
        let summary = match (&recipe.summariser, &next) {
            (Some(_), Some(newest)) => self.kept_summary(session, recipe, newest).await?,
            _ => None,
        };
        let covers = summary.as_ref().map(|summary| summary.covers);
        let mut selection = Selection::new(recipe, summary.clone());
        let mut unread = false;
        while let Some(message) = next {
            if covers.is_some_and(|covers| message.sequence <= Some(covers)) {
                break;
            }
            unread = selection.left() == SUMMARISED;
            if unread || (!selection.add(&message) && recipe.summariser.is_none()) {
                break;
            }
            next = backwards.next().await?;
        }
        if let Some(summariser) = recipe.summariser.as_ref().filter(|_| !selection.fits())
            && let Some((old, covers)) = selection.take_old()?
        {
            let summary = Summary { covers, text: summariser.summarise(summary.as_ref(), &old).await? };
            selection.put(summary.clone())?;
            self.sessions.put_summary(session, &summary, backwards.seen.unwrap_or_default()).await?;
        }
        let context = selection.finish()?;
        Ok(Context { cut: context.cut || unread, ..context })
    }

    /// Returns the summary that is kept with a session, if it is of use: it covers only what is before the newest
    /// message of the context, and leaves half of the budget.
    async fn kept_summary(
        &self,
        session: SessionId,
        recipe: &ModelContext,
        newest: &Message<AccountId>,
    ) -> Result<Option<Summary>> {
        let kept = self.sessions.find_summary(session).await?;
        Ok(kept.filter(|summary| {
            Some(summary.covers) < newest.sequence && recipe.counter.count(&summary.text) <= recipe.budget / 2
        }))
    }
}

/// Reads a session backwards, a window at a time and only when asked.
struct Backwards<'a> {
    robots: &'a Robots,
    session: SessionId,
    next: Option<WindowRequest>,
    /// The offset of the session when it was first read.
    seen: Option<Offset>,
    /// Oldest first.
    read: Vec<MessageRecord>,
}

impl<'a> Backwards<'a> {
    async fn begin(robots: &'a Robots, session: SessionId, end: End) -> Result<Self> {
        let newest = WindowRequest::newest(WINDOW);
        let (next, read) = match end {
            End::Newest => (newest, Vec::new()),
            End::Before(message) => (newest.before(message), Vec::new()),
            End::UpTo(message) | End::Continuing(message) => {
                (newest.before(message), vec![robots.sessions.find_message(session, message).await?])
            }
        };
        Ok(Self { robots, session, next: Some(next), seen: None, read })
    }

    async fn next(&mut self) -> Result<Option<Message<AccountId>>> {
        loop {
            while let Some(record) = self.read.pop() {
                if let Ok(message) = decode(&record) {
                    return Ok(Some(message));
                }
            }
            let Some(window) = self.next.take() else { return Ok(None) };
            let found = self.robots.sessions.find_session(self.session, window).await?;
            self.seen = self.seen.or(Some(found.state.details.offset));
            self.next = found.next_before.map(|cursor| WindowRequest::newest(WINDOW).before(cursor));
            self.read = found.messages;
        }
    }
}
