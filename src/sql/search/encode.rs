//! Words and queries, as an engine takes them.

use crate::{
    model::{
        message::Document,
        search::{SearchQuery, Term, searchable_text, words},
    },
    sql::dialect::Dialect,
};

/// Writes words, which have spaces between them, as the engine takes them.
pub(in crate::sql) fn write_words(dialect: Dialect, prepared: String) -> String {
    match dialect {
        Dialect::Sqlite => prepared,
        Dialect::Postgres => {
            let mut vector = String::with_capacity(prepared.len() * 2);
            for (index, word) in prepared.split(' ').enumerate() {
                // No position is beyond this one: the words behind it count, but not where they are.
                let position = (index + 1).min(16_383);
                vector.extend(["'", word, "':", &position.to_string(), " "]);
            }
            vector
        }
    }
}

/// Writes a query as the engine takes it. No word has a character that means something to it.
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

/// Returns the words of a message for the index: none if it does not decode, which reading it reports.
pub(in crate::sql) fn words_of(document: &Document) -> String {
    document
        .decode()
        .map_or_else(|_| String::new(), |message| words::prepare(&searchable_text(&message.parts)))
}
