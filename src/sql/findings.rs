//! Reads of rows that may be damaged.

use serde::de::DeserializeOwned;

use super::{
    columns::{Stored as _, Table},
    row::Row,
    turn_rows,
    verified::{Finding, FindingKind},
};
use crate::model::{error::Error, id::SessionId, offset::Offset};

/// The session that a row belongs to.
pub(super) struct Owner {
    pub(super) session: SessionId,
    pub(super) last_offset: Offset,
    /// A description of the row, for people.
    pub(super) subject: String,
}

impl Owner {
    pub(super) fn check_offset(&self, offset: Offset, found: &mut Vec<Finding>) {
        if offset > self.last_offset {
            let detail = format!("it has the offset {offset}, and its session {}", self.last_offset);
            found.push(Finding::new(FindingKind::Offset, self.subject.clone(), detail));
        }
    }

    pub(super) fn check_document<R: DeserializeOwned>(self, document: &str, found: &mut Vec<Finding>) {
        if let Err(error) = turn_rows::decode::<R>(document) {
            found.push(undecodable(self.subject, &error));
        }
    }
}

/// Reads a row that is followed by the id and the offset of its session. `name` is the index of the column that
/// identifies the row.
pub(super) fn owned<R: Table>(
    row: &dyn Row,
    what: &str,
    name: usize,
    found: &mut Vec<Finding>,
) -> Option<(Owner, R)> {
    let behind = R::LAYOUT.key.leading() + R::LAYOUT.columns.len();
    let subject = format!("{what} {} of session {}", text(row, name), text(row, behind));
    let read = || {
        let decoded = R::load(row)?;
        let session = SessionId::load(row, behind)?;
        Ok::<_, Error>((decoded, session, Offset::load(row, behind + 1)?))
    };
    match read() {
        Ok((decoded, session, last_offset)) => Some((Owner { session, last_offset, subject }, decoded)),
        Err(error) => {
            found.push(undecodable(subject, &error));
            None
        }
    }
}

/// Formats the value of a column for people.
pub(super) fn text(row: &dyn Row, column: usize) -> String {
    let text = row.text(column).ok().flatten().map(str::to_owned);
    let number = || row.integer(column).ok().flatten().map(|number| number.to_string());
    text.or_else(number).unwrap_or_else(|| "?".to_owned())
}

pub(super) fn undecodable(subject: String, error: &Error) -> Finding {
    Finding::new(FindingKind::Row, subject, chain(error))
}

/// Formats an error with its causes: for the operator; clients do not see it.
pub(super) fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
