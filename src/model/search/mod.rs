//! Search: the words of a text, a query of such words, and what is shown of a text that has them.
//!
//! Words are made here, once for all stores: see [`words`].

mod found;
mod query;
mod snippet;
pub(crate) mod words;

pub use self::{
    found::{FoundMessage, SearchHit, SearchResults},
    query::SearchQuery,
    snippet::{Fragment, Snippet},
};
#[cfg(feature = "sql")]
pub(crate) use query::Term;

use super::part::{Part, Parts};

/// Returns what can be found of a message: its text parts, each on lines of its own.
pub(crate) fn searchable_text(parts: &Parts) -> String {
    let mut text = String::new();
    for part in parts {
        if let Part::Text(part) = part {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&part.text);
        }
    }
    text
}
