//! [`ModelContext`] builds the model's context from a session. The record itself never changes by it.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, SessionId},
        json_scan,
        message::{Message, WindowRequest},
        part::{Part, Parts},
    },
    repository::{MessageRecord, Summary},
    service::{
        Robots,
        operation::{Actor, Operation},
    },
};

/// Counts the tokens of a text.
pub trait TokenCounter: fmt::Debug + Send + Sync + 'static {
    /// Returns how many tokens a text has, or a little more. It is called for each message with the JSON of
    /// its parts, and for a summary.
    fn count(&self, text: &str) -> usize;
}

/// A [`TokenCounter`] for any model: one token for four bytes. That is close for English, and more than most models
/// count for other text.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApproximateTokens;

impl TokenCounter for ApproximateTokens {
    fn count(&self, text: &str) -> usize {
        text.len().div_ceil(4)
    }
}

/// Summarises messages, usually by asking a model.
#[async_trait]
pub trait Summariser: fmt::Debug + Send + Sync + 'static {
    /// Returns a summary of these messages, oldest first, and of what the `earlier` summary covers.
    ///
    /// # Errors
    /// Any; [`Robots::model_context`] returns it.
    async fn summarise(&self, earlier: Option<&Summary>, messages: &[Message<AccountId>]) -> Result<String>;
}

/// How to build the model's context from a session: token budget, dropped parts, summary.
///
/// # Examples
/// ```
/// # use storyden_robots::*;
/// # async fn example(robots: Robots, ann: AccountId, session: SessionId) -> Result<()> {
/// let recipe = ModelContext::new(8_000).without("reasoning").without("data-*");
/// let context = robots.model_context(ann, session, &recipe).await?;
/// assert!(context.tokens <= 8_000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ModelContext {
    budget: usize,
    counter: Arc<dyn TokenCounter>,
    dropped: Vec<String>,
    summariser: Option<Arc<dyn Summariser>>,
}

/// The model's context: what to send to a model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Context {
    /// The summary of the messages before these.
    pub summary: Option<Summary>,
    /// The newest messages that fit, oldest first, without calls that have no result and without dropped parts.
    /// Messages that have no parts then are left out, and so are open drafts of other writers.
    pub messages: Vec<Message<AccountId>>,
    /// The tokens of all of it.
    pub tokens: usize,
    /// Whether there are older messages that are neither here nor in the summary.
    pub cut: bool,
}

/// How many messages are read at once: a budget rarely takes more.
const WINDOW: u32 = 32;

/// The most messages that one summary is made of. Older ones are not read.
const SUMMARISED: usize = 512;

impl ModelContext {
    /// Creates a context of the newest messages that have no more than `budget` tokens together.
    #[must_use]
    pub fn new(budget: usize) -> Self {
        Self { budget, counter: Arc::new(ApproximateTokens), dropped: Vec::new(), summariser: None }
    }

    /// Counts tokens with `counter` instead of [`ApproximateTokens`].
    #[must_use]
    pub fn counter(self, counter: impl TokenCounter) -> Self {
        Self { counter: Arc::new(counter), ..self }
    }

    /// Leaves out the parts with this `type`. One that ends in `*` stands for all types that begin so.
    #[must_use]
    pub fn without(mut self, kind: impl Into<String>) -> Self {
        self.dropped.push(kind.into());
        self
    }

    /// Puts a summary in place of the messages that do not fit. It is kept with the session, and made again when the
    /// messages after it do not fit either. Then messages fill half of the budget, so that this is rare.
    #[must_use]
    pub fn summariser(self, summariser: impl Summariser) -> Self {
        Self { summariser: Some(Arc::new(summariser)), ..self }
    }

    fn drops(&self, kind: &str) -> bool {
        self.dropped.iter().any(|dropped| match dropped.strip_suffix('*') {
            Some(beginning) => kind.starts_with(beginning),
            None => kind == dropped,
        })
    }

    /// Returns a message without the parts that a model is not sent, and its tokens; `None` if no part is left.
    fn reduce(&self, message: &Message<AccountId>) -> Option<(Message<AccountId>, usize)> {
        let keeps = |part: &Part<'_>| match part {
            // Models refuse a call without its result.
            Part::Tool(tool) if !tool.is_settled() => false,
            part => !self.drops(&part.kind()),
        };
        let texts = json_scan::array(message.parts.as_str()).unwrap_or_default();
        let kept: Vec<&str> = texts
            .iter()
            .zip(message.parts.iter())
            .filter(|(_, part)| keeps(part))
            .map(|(text, _)| text.get())
            .collect();
        if kept.is_empty() {
            return None;
        }
        let parts = if kept.len() == texts.len() {
            message.parts.clone()
        } else {
            Parts::from_stored(format!("[{}]", kept.join(",")))
        };
        let tokens = self.counter.count(parts.as_str());
        Some((Message { parts, ..message.clone() }, tokens))
    }
}

/// Reads a session backwards, a window at a time and only when asked.
struct Backwards<'a> {
    robots: &'a Robots,
    session: SessionId,
    /// Whose open drafts belong to the context.
    writer: AccountId,
    next: Option<WindowRequest>,
    /// Oldest first.
    read: Vec<MessageRecord>,
}

impl Backwards<'_> {
    async fn next(&mut self) -> Result<Option<Message<AccountId>>> {
        loop {
            while let Some(record) = self.read.pop() {
                let others_draft = record.draft.as_ref().is_some_and(|draft| draft.writer != self.writer);
                if !others_draft {
                    return record.decode().map(Some);
                }
            }
            let Some(window) = self.next.take() else { return Ok(None) };
            let found = self.robots.sessions.find_session(self.session, window).await?;
            self.next = found.next_before.map(|cursor| WindowRequest::newest(WINDOW).before(cursor));
            self.read = found.messages;
        }
    }
}

/// # Context
impl Robots {
    /// Builds the model's context from a session. Reads the newest messages, only as many as it needs.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Error::TooLarge`] about `message` or `summary` if the
    /// newest message and the summary before it have more tokens than the budget; errors of the [`Summariser`].
    pub async fn model_context(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        recipe: &ModelContext,
    ) -> Result<Context> {
        let actor = actor.into();
        self.allow(&actor, Operation::ModelContext).await?;
        let summary = match recipe.summariser {
            Some(_) => self.sessions.find_summary(session).await?,
            None => None,
        };
        let covered = |message: &Message<AccountId>| {
            summary.as_ref().is_some_and(|summary| message.sequence <= Some(summary.covers))
        };
        let summary_tokens = summary.as_ref().map_or(0, |summary| recipe.counter.count(&summary.text));
        let mut backwards = Backwards {
            robots: self,
            session,
            writer: actor.account(),
            next: Some(WindowRequest::newest(WINDOW)),
            read: Vec::new(),
        };
        // Newest first, each with the tokens of all up to it.
        let mut fitting: Vec<(Message<AccountId>, usize)> = Vec::new();
        let mut tokens = 0;
        let mut too_much = None;
        while let Some(message) = backwards.next().await? {
            if covered(&message) {
                break;
            }
            let Some((reduced, cost)) = recipe.reduce(&message) else { continue };
            if summary_tokens + tokens + cost > recipe.budget {
                too_much = Some((message, cost));
                break;
            }
            tokens += cost;
            fitting.push((reduced, tokens));
        }
        let Some((first_left, cost)) = too_much else {
            return Ok(finished(summary, summary_tokens, fitting, false));
        };
        let Some(summariser) = &recipe.summariser else {
            if fitting.is_empty() {
                return Err(Error::too_large("message", cost, recipe.budget, "tokens"));
            }
            return Ok(finished(None, 0, fitting, true));
        };

        let half = recipe.budget / 2;
        let kept = fitting.iter().take_while(|(_, tokens)| *tokens <= half).count().max(1);
        if fitting.is_empty() {
            return Err(Error::too_large("message", summary_tokens + cost, recipe.budget, "tokens"));
        }
        let mut left: Vec<_> = fitting.drain(kept.min(fitting.len())..).map(|(message, _)| message).collect();
        left.extend(recipe.reduce(&first_left).map(|(message, _)| message));
        let mut cut = false;
        while let Some(message) = backwards.next().await? {
            if covered(&message) {
                break;
            }
            if left.len() == SUMMARISED {
                cut = true;
                break;
            }
            left.extend(recipe.reduce(&message).map(|(message, _)| message));
        }
        left.reverse();
        let Some(covers) = left.last().and_then(|message| message.sequence) else {
            return Ok(finished(summary, summary_tokens, fitting, cut));
        };
        let summary = Summary { covers, text: summariser.summarise(summary.as_ref(), &left).await? };
        self.sessions.put_summary(session, &summary).await?;
        let summary_tokens = recipe.counter.count(&summary.text);
        let tokens = fitting.last().map_or(0, |(_, tokens)| *tokens);
        if summary_tokens + tokens > recipe.budget {
            return Err(Error::too_large("summary", summary_tokens + tokens, recipe.budget, "tokens"));
        }
        Ok(finished(Some(summary), summary_tokens, fitting, cut))
    }
}

fn finished(
    summary: Option<Summary>,
    summary_tokens: usize,
    newest_first: Vec<(Message<AccountId>, usize)>,
    cut: bool,
) -> Context {
    let tokens = summary_tokens + newest_first.last().map_or(0, |(_, tokens)| *tokens);
    let messages = newest_first.into_iter().rev().map(|(message, _)| message).collect();
    Context { summary, messages, tokens, cut }
}
