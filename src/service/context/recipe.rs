//! [`ModelContext`], the settings of model input, and [`Summariser`].

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::cost::{ApproximateTokens, TokenCounter};
use crate::{
    model::{
        error::Result,
        id::{AccountId, MessageId},
        message::{Message, MessageRole},
        part::Part,
    },
    repository::Summary,
};

/// A summariser of messages, usually by a call of a model.
///
/// # Contract
/// A call may take as long as a model does: no lock and no connection is held meanwhile. Its future can be dropped at
/// any time. It can be called for the same messages twice at the same time, by two processes for example; a summary
/// that covers more replaces one that covers less.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Message, Result, Summariser, async_trait, repository::Summary};
///
/// /// Keeps the first line of each message.
/// #[derive(Debug)]
/// struct FirstLines;
///
/// #[async_trait]
/// impl Summariser for FirstLines {
///     async fn summarise(&self, earlier: Option<&Summary>, messages: &[Message<AccountId>]) -> Result<String> {
///         let mut lines: Vec<String> = earlier.into_iter().map(|summary| summary.text.clone()).collect();
///         lines.extend(messages.iter().map(|message| message.parts.text().lines().next().unwrap_or("").to_owned()));
///         Ok(lines.join("\n"))
///     }
/// }
/// ```
#[async_trait]
pub trait Summariser: fmt::Debug + Send + Sync + 'static {
    /// Returns a summary of what the `earlier` summary covers and of these messages, oldest first.
    ///
    /// # Errors
    /// Any; [`Robots::model_context`](crate::Robots::model_context) returns it.
    async fn summarise(&self, earlier: Option<&Summary>, messages: &[Message<AccountId>]) -> Result<String>;
}

// By hand, because `automock` cannot name the lifetime in `earlier`.
#[cfg(feature = "mock")]
mockall::mock! {
    /// A mock of [`Summariser`].
    #[derive(Debug)]
    pub Summariser {
        /// The method that `summarise` of the trait calls.
        pub fn summarise(&self, earlier: Option<Summary>, messages: &[Message<AccountId>]) -> Result<String>;
    }
}

#[cfg(feature = "mock")]
#[async_trait]
impl Summariser for MockSummariser {
    async fn summarise(&self, earlier: Option<&Summary>, messages: &[Message<AccountId>]) -> Result<String> {
        // The inherent method, not this one.
        Self::summarise(self, earlier.cloned(), messages)
    }
}

/// Settings for building model input from a session: token budget, end, parts, summary. [`Context`](crate::Context) is
/// the result.
///
/// The input is the newest messages within the budget, under these rules:
/// - It **begins with a message of a user**. An answer without its question is left out.
/// - **Only messages of users and assistants** are sent. Instructions are the host's: stored messages with the role
///   `system` or an unknown role are left out.
/// - **A call has its outcome.** A call that has none yet is left out, and so is the reasoning before it in its step.
///   Reasoning that nothing follows in its step is left out too. Where reasoning is left out, the rest of its step
///   loses the `itemId` in the provider's fields: a provider that stores the items rejects one without the other.
/// - **A denial is an outcome**: a call that a member denied is sent as `output-denied`, with the reason.
/// - **A file is a file**: it costs [`file_tokens`](Self::file_tokens), not the length of its base64. Files in the
///   output of a tool count too: data URLs, and `data` or `blob` in base64 beside a media type.
/// - **Empty messages and open drafts are left out**, except the draft that is [continued](Self::continuing).
/// - Of a user's message, texts and files are sent; of an assistant's, reasoning and calls too. Application data
///   (`data-*`), sources and unknown types are sent only [on request](Self::with).
///
/// # Examples
/// ```
/// # use storyden_robots::*;
/// # async fn example(robots: Robots, ann: AccountId, session: SessionId) -> Result<()> {
/// let settings = ModelContext::new(8_000).without("reasoning").with("data-selection");
/// let context = robots.model_context(ann, session, &settings).await?;
/// assert!(context.tokens <= 8_000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ModelContext {
    pub(super) budget: usize,
    pub(super) counter: Arc<dyn TokenCounter>,
    pub(super) file_tokens: usize,
    pub(super) summariser: Option<Arc<dyn Summariser>>,
    pub(super) end: End,
    without: Vec<String>,
    with: Vec<String>,
}

/// Where the input ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Newest,
    Before(MessageId),
    UpTo(MessageId),
    /// As `UpTo`, and the model goes on with this message.
    Continuing(MessageId),
}

impl ModelContext {
    /// The default number of tokens of a file: about that of a picture of one megapixel.
    pub const FILE_TOKENS: usize = 1_000;

    /// Creates settings that select the newest messages within a budget of `budget` tokens.
    #[must_use]
    pub fn new(budget: usize) -> Self {
        Self {
            budget,
            counter: Arc::new(ApproximateTokens),
            file_tokens: Self::FILE_TOKENS,
            summariser: None,
            end: End::Newest,
            without: Vec::new(),
            with: Vec::new(),
        }
    }

    /// Counts tokens with `counter` instead of [`ApproximateTokens`].
    #[must_use]
    pub fn counter(self, counter: impl TokenCounter) -> Self {
        Self { counter: Arc::new(counter), ..self }
    }

    /// Sets the number of tokens of each file (default [`FILE_TOKENS`](Self::FILE_TOKENS)).
    #[must_use]
    pub fn file_tokens(self, tokens: usize) -> Self {
        Self { file_tokens: tokens, ..self }
    }

    /// Leaves out the parts of this `type`. `kind` can end in `*`: `data-*` matches all types with this prefix.
    #[must_use]
    pub fn without(mut self, kind: impl Into<String>) -> Self {
        self.without.push(kind.into());
        self
    }

    /// Sends the parts of this `type` too: application data, sources or an unknown type. `kind` can end in `*`:
    /// `data-*` matches all types with this prefix.
    #[must_use]
    pub fn with(mut self, kind: impl Into<String>) -> Self {
        self.with.push(kind.into());
        self
    }

    /// Ends before this message, to answer an earlier message again. The message can be a deleted one.
    #[must_use]
    pub fn before(self, message: MessageId) -> Self {
        Self { end: End::Before(message), ..self }
    }

    /// Ends with this message.
    #[must_use]
    pub fn up_to(self, message: MessageId) -> Self {
        Self { end: End::UpTo(message), ..self }
    }

    /// Ends with this message, which the model continues: it is sent even if it is a draft, and so are its approved
    /// calls that have not run.
    #[must_use]
    pub fn continuing(self, message: MessageId) -> Self {
        Self { end: End::Continuing(message), ..self }
    }

    /// Replaces the messages that do not fit by a summary. It is stored with the session, and made again when the
    /// messages after it do not fit any more. A new summary leaves messages for half of the budget, so that this is
    /// rare.
    ///
    /// A summary ends before the first open draft and the first call without an outcome, since these still change.
    /// Messages after that point that do not fit are [cut](crate::Context::cut), until the draft ends and the call is
    /// [resolved](crate::Robots::resolve_tool_calls). When a message that it covers is changed or deleted, the summary
    /// is discarded.
    #[must_use]
    pub fn summariser(self, summariser: impl Summariser) -> Self {
        Self { summariser: Some(Arc::new(summariser)), ..self }
    }

    /// Returns whether the model goes on with this message.
    pub(super) fn continues(&self, message: MessageId) -> bool {
        self.end == End::Continuing(message)
    }

    /// Returns whether parts of this type are sent, of a message with this role.
    pub(super) fn sends(&self, role: &MessageRole, part: &Part<'_>) -> bool {
        let by_default = match part {
            Part::Text(_) | Part::File(_) | Part::StepStart(_) => true,
            Part::Reasoning(_) | Part::ReasoningFile(_) | Part::Tool(_) => *role == MessageRole::Assistant,
            _ => matches(&self.with, &part.kind()),
        };
        by_default && (self.without.is_empty() || !matches(&self.without, &part.kind()))
    }
}

fn matches(patterns: &[String], kind: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => kind.starts_with(beginning),
        None => kind == pattern,
    })
}
