//! The table `summaries`: what a model is told instead of the older messages of a session.

use super::columns::{Key, table};
use crate::model::offset::Sequence;

table! {
    /// The summary of a session.
    struct SummaryRow in "summaries", Key::Session(&[]);
    covers: Sequence,
    summary: String,
}
