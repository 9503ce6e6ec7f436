//! Encodes words and queries for an engine.

use std::collections::BTreeMap;

use crate::{
    model::{
        message::Document,
        search::{SearchQuery, Term, searchable_text, words},
    },
    sql::dialect::Dialect,
};

/// The maximum position of a word in PostgreSQL. Later words are indexed without a usable position.
const MAX_POSITION: usize = 16_383;

/// Encodes words, separated by spaces, for the engine.
pub(in crate::sql) fn write_words(dialect: Dialect, prepared: String) -> String {
    match dialect {
        Dialect::Sqlite => prepared,
        Dialect::Postgres => {
            let mut vector = String::with_capacity(prepared.len() * 2);
            for (index, word) in prepared.split(' ').enumerate() {
                let position = (index + 1).min(MAX_POSITION);
                vector.extend(["'", word, "':", &position.to_string(), " "]);
            }
            vector
        }
    }
}

/// Returns whether an indexed row, as the engine returns it, has exactly these words.
pub(super) fn has_words(dialect: Dialect, stored: &str, prepared: &str) -> bool {
    match dialect {
        Dialect::Sqlite => stored == prepared,
        Dialect::Postgres => {
            let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (index, word) in prepared.split(' ').enumerate() {
                let (places, place) = (places.entry(word).or_default(), (index + 1).min(MAX_POSITION));
                // A word has no more than 256 places, and the last possible one once.
                if places.len() < 256 && places.last() != Some(&place) {
                    places.push(place);
                }
            }
            let mut words = 0;
            let fits = |lexeme: &str| {
                let (word, stored) = lexeme.strip_prefix('\'')?.split_once("':")?;
                words += 1;
                let stored = stored.split(',').map(|place| place.parse().ok());
                stored.eq(places.get(word)?.iter().copied().map(Some)).then_some(())
            };
            stored.split(' ').map(fits).collect::<Option<()>>().is_some() && words == places.len()
        }
    }
}

/// Encodes a query for the engine. The words have no characters that are special in its syntax.
pub(super) fn write_query(dialect: Dialect, query: &SearchQuery) -> String {
    let term = |term: &Term| match (dialect, term) {
        (Dialect::Sqlite, Term::Word(word)) => format!("\"{word}\""),
        (Dialect::Sqlite, Term::Prefix(word)) => format!("\"{word}\"*"),
        (Dialect::Postgres, Term::Word(word)) => format!("'{word}'"),
        (Dialect::Postgres, Term::Prefix(word)) => format!("'{word}':*"),
    };
    let and = match dialect {
        Dialect::Sqlite => " AND ",
        Dialect::Postgres => " & ",
    };
    query.terms().iter().map(term).collect::<Vec<_>>().join(and)
}

/// Returns the words of a message for the index: none if the message does not decode, which is reported when it is
/// read.
pub(in crate::sql) fn words_of(document: &Document) -> String {
    document
        .decode()
        .map_or_else(|_| String::new(), |message| words::prepare(&searchable_text(&message.parts)))
}
