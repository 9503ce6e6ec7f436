//! [`Context`], and where a conversation is cut so that it fits.

use super::{
    recipe::ModelContext,
    rules::{is_open, reduce},
};
use crate::{
    model::{
        error::{Error, Result},
        id::AccountId,
        message::{Message, MessageRole},
        offset::Sequence,
    },
    repository::Summary,
};

/// Model input: the newest messages that fit a token budget, and a summary of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Context {
    /// The summary of the messages before these.
    pub summary: Option<Summary>,
    /// The newest messages that fit, oldest first, with the parts that are sent. The first has the role `user`.
    /// [`model_messages`](Self::model_messages) converts them to the form of providers.
    pub messages: Vec<Message<AccountId>>,
    /// The tokens of the summary and the messages.
    pub tokens: usize,
    /// Whether older messages are left out: they are neither here nor in the summary.
    pub cut: bool,
}

impl ModelContext {
    /// Builds model input from the given messages, in their order, under the [rules](Self): without a store, or for
    /// another order than that of a session. It always ends with the last message that is sent, and uses no summariser.
    ///
    /// # Errors
    /// [`Error::TooLarge`] about `message` if the last user's message and what follows it have more tokens than the
    /// budget.
    pub fn select<M>(&self, messages: M) -> Result<Context>
    where
        M: IntoIterator<Item = Message<AccountId>, IntoIter: DoubleEndedIterator>,
    {
        let mut selection = Selection::new(self, None);
        for message in messages.into_iter().rev() {
            if !selection.add(&message) {
                break;
            }
        }
        selection.finish()
    }
}

/// Messages from the newest back, until they do not fit.
pub(super) struct Selection<'r> {
    recipe: &'r ModelContext,
    summary: Option<Summary>,
    summary_tokens: usize,
    newest_first: Vec<Candidate>,
}

struct Candidate {
    sequence: Option<Sequence>,
    /// The message as it is sent, if anything of it is.
    message: Option<Message<AccountId>>,
    /// The tokens of all messages from this one on.
    tokens: usize,
    /// Whether it can still change.
    open: bool,
}

impl Candidate {
    fn is_question(&self) -> bool {
        self.message.as_ref().is_some_and(|message| message.role == MessageRole::User)
    }
}

impl<'r> Selection<'r> {
    pub(super) fn new(recipe: &'r ModelContext, summary: Option<Summary>) -> Self {
        let summary_tokens = summary.as_ref().map_or(0, |summary| recipe.counter.count(&summary.text));
        Self { recipe, summary, summary_tokens, newest_first: Vec::new() }
    }

    /// Adds the message before those that are there. Returns whether all of them fit.
    pub(super) fn add(&mut self, message: &Message<AccountId>) -> bool {
        let reduced = reduce(self.recipe, message);
        let cost = reduced.as_ref().map_or(0, |(_, tokens)| *tokens);
        self.newest_first.push(Candidate {
            sequence: message.sequence,
            message: reduced.map(|(message, _)| message),
            tokens: self.tokens().saturating_add(cost),
            open: is_open(message),
        });
        self.fits()
    }

    fn tokens(&self) -> usize {
        self.newest_first.last().map_or(0, |oldest| oldest.tokens)
    }

    /// Returns the tokens that messages may have.
    fn room(&self) -> usize {
        self.recipe.budget.saturating_sub(self.summary_tokens)
    }

    pub(super) fn fits(&self) -> bool {
        self.tokens() <= self.room()
    }

    /// Counts the messages that do not fit.
    pub(super) fn left(&self) -> usize {
        let room = self.room();
        self.newest_first.iter().rev().take_while(|candidate| candidate.tokens > room).count()
    }

    /// Returns how many messages begin with a user's and have at most so many tokens: as many as possible.
    fn longest(&self, tokens: usize) -> Option<usize> {
        let fits = |candidate: &Candidate| candidate.is_question() && candidate.tokens <= tokens;
        self.newest_first.iter().rposition(fits).map(|index| index + 1)
    }

    /// Removes the messages that a new summary is to cover, oldest first, and returns the position of the last one
    /// covered as well. `None` if a summary would cover nothing new: nothing is removed then.
    ///
    /// # Errors
    /// [`Error::TooLarge`] as [`finish`](Self::finish).
    pub(super) fn take_old(&mut self) -> Result<Option<(Vec<Message<AccountId>>, Sequence)>> {
        let newest = self.newest_first.iter().position(Candidate::is_question);
        let newest = newest.filter(|&index| self.newest_first[index].tokens <= self.room());
        let kept = self.longest(self.recipe.budget / 2).or(newest.map(|index| index + 1));
        let kept = kept.ok_or_else(|| self.too_large())?;
        let old = self.newest_first[kept..].iter().rev();
        let covered: Vec<_> = old.take_while(|candidate| !candidate.open).collect();
        let Some(covers) = covered.last().and_then(|candidate| candidate.sequence) else { return Ok(None) };
        let messages: Vec<_> = covered.iter().filter_map(|candidate| candidate.message.clone()).collect();
        if messages.is_empty() {
            return Ok(None);
        }
        self.newest_first.truncate(self.newest_first.len() - covered.len());
        Ok(Some((messages, covers)))
    }

    /// Puts a summary before the messages.
    ///
    /// # Errors
    /// [`Error::TooLarge`] about `summary` if it leaves no room for them.
    pub(super) fn put(&mut self, summary: Summary) -> Result<()> {
        self.summary_tokens = self.recipe.counter.count(&summary.text);
        self.summary = Some(summary);
        if self.longest(self.room()).is_none() {
            return Err(Error::too_large("summary", self.summary_tokens, self.recipe.budget, "tokens"));
        }
        Ok(())
    }

    /// Returns the longest end of the messages that fits and begins with a user's message.
    ///
    /// # Errors
    /// [`Error::TooLarge`] about `message` if the last user's message and what follows it do not fit.
    pub(super) fn finish(mut self) -> Result<Context> {
        let kept = match self.longest(self.room()) {
            Some(kept) => kept,
            None if self.fits() => 0,
            None => return Err(self.too_large()),
        };
        let cut = self.newest_first.drain(kept..).any(|candidate| candidate.message.is_some());
        let tokens = self.summary_tokens.saturating_add(self.tokens());
        let messages =
            self.newest_first.into_iter().rev().filter_map(|candidate| candidate.message).collect();
        Ok(Context { summary: self.summary, messages, tokens, cut })
    }

    fn too_large(&self) -> Error {
        let tokens = self.summary_tokens.saturating_add(self.tokens());
        Error::too_large("message", tokens, self.recipe.budget, "tokens")
    }
}
