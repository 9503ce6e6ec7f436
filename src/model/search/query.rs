//! [`SearchQuery`]: the words that are searched for, and where.

use std::ops::ControlFlow;

use super::words;
use crate::model::{
    error::{Error, Result},
    id::{AccountId, SessionId},
};

/// A search for texts that have all of some words: messages, by their text parts, and sessions, by their names.
///
/// Query and texts are split into words in the same way: in lower case, without accents, and in scripts that are
/// written without spaces into pairs of neighbouring characters. The order of words does not matter, and there are no
/// operators.
///
/// # Examples
/// ```
/// use storyden_robots::SearchQuery;
///
/// let query = SearchQuery::parse("café spam")?;
/// assert_eq!(query, SearchQuery::parse("Spam, CAFE?")?);
/// assert!(SearchQuery::parse("…").is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    /// Sorted, without repetitions.
    terms: Vec<Term>,
    pub(crate) session: Option<SessionId>,
    pub(crate) created_by: Option<AccountId>,
    pub(crate) author: Option<AccountId>,
}

/// A condition on a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    /// This word.
    Word(String),
    /// A word that begins with this character, of a script that gives pairs.
    Prefix(String),
}

impl Term {
    /// Returns whether a word is what is searched for.
    pub(crate) fn matches(&self, word: &str) -> bool {
        match self {
            Self::Word(term) => word == term,
            Self::Prefix(term) => word.starts_with(term.as_str()),
        }
    }
}

impl SearchQuery {
    /// The maximum length of a query in bytes.
    pub const MAX_BYTES: usize = 1024;
    /// The maximum number of different words of a query; pairs count as words.
    pub const MAX_WORDS: usize = 32;
    /// The default number of hits of the HTTP API.
    pub const DEFAULT_LIMIT: u32 = 20;
    /// The maximum number of hits.
    pub const MAX_LIMIT: u32 = 50;

    /// Parses the words of a query.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it has no word, more than 32 different ones, or more than 1024 bytes.
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = |reason: &'static str| Error::invalid_argument("q", reason);
        if text.len() > Self::MAX_BYTES {
            return Err(invalid("must have at most 1024 bytes"));
        }
        let mut terms = Vec::new();
        let mut behind_pair = 0;
        words::each(text, |word| {
            // The last character of a run was in a pair: that it begins a word says nothing more.
            if !word.single {
                behind_pair = word.range.end;
                terms.push(Term::Word(word.text));
            } else if word.range.end != behind_pair {
                terms.push(Term::Prefix(word.text));
            }
            ControlFlow::Continue(())
        });
        terms.sort_unstable();
        terms.dedup();
        match terms.len() {
            0 => Err(invalid("must have a word")),
            1..=Self::MAX_WORDS => Ok(Self { terms, session: None, created_by: None, author: None }),
            _ => Err(invalid("must have at most 32 different words")),
        }
    }

    /// Searches only in this session.
    #[must_use]
    pub fn in_session(self, session: impl Into<Option<SessionId>>) -> Self {
        Self { session: session.into(), ..self }
    }

    /// Searches only in sessions that this account started.
    #[must_use]
    pub fn created_by(self, account: impl Into<Option<AccountId>>) -> Self {
        Self { created_by: account.into(), ..self }
    }

    /// Searches only in messages that this account wrote, and not in names of sessions.
    #[must_use]
    pub fn by_author(self, account: impl Into<Option<AccountId>>) -> Self {
        Self { author: account.into(), ..self }
    }

    pub(crate) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Returns how well a text has the words, if it has all of them: how often, for its length. `prepared` are its
    /// words.
    pub(crate) fn score(&self, prepared: &str) -> Option<f64> {
        let mut counts = vec![0_u32; self.terms.len()];
        let mut length = 0_u32;
        for word in prepared.split(' ') {
            length = length.saturating_add(1);
            for (count, _) in counts.iter_mut().zip(&self.terms).filter(|(_, term)| term.matches(word)) {
                *count = count.saturating_add(1);
            }
        }
        let found = counts.iter().all(|count| *count > 0);
        let score = || counts.into_iter().map(|count| f64::from(count).sqrt()).sum::<f64>();
        found.then(|| score() / f64::from(length).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<Term> {
        SearchQuery::parse(text).unwrap().terms
    }

    #[test]
    fn a_query_is_its_words() {
        let word = |text: &str| Term::Word(text.to_owned());
        assert_eq!(terms("Spam OR \"eggs\" spam*"), [word("eggs"), word("or"), word("spam")]);
        assert_eq!(terms("東京都"), [word("京都"), word("東京")]);
        assert_eq!(terms("猫 a"), [word("a"), Term::Prefix("猫".to_owned())]);
        assert!(SearchQuery::parse("").is_err());
        assert!(SearchQuery::parse("-- !").is_err());
        assert!(SearchQuery::parse(&"a".repeat(1025)).is_err());
        let many = (0..33).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
        assert!(SearchQuery::parse(&many).is_err());
    }

    #[test]
    fn a_text_is_found_by_all_of_the_words() {
        let score = |query: &str, text: &str| SearchQuery::parse(query).unwrap().score(&words::prepare(text));
        assert!(score("spam wave", "A wave of spam").is_some());
        assert_eq!(score("spam wave", "A wave of ham"), None);
        assert!(score("都", "京都").is_some() && score("京", "京都").is_some());
        assert!(score("京都", "東京都").is_some());
        assert_eq!(score("京都", "都京"), None);
        assert!(score("spam", "spam spam") > score("spam", "a long text with one spam"));
    }
}
