//! The rows of turns, requests and calls, which are JSON documents.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    columns::{Stored as _, Table as _},
    locked::Place,
    row::Row,
    rows::{DueRow, NewsRow, RequestRow, TurnRow},
    statements::Statements,
    tx::Tx,
};
use crate::{
    model::{
        call_request::CallRequest,
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, TurnId},
        offset::Generation,
        time::Timestamp,
    },
    repository::{Effects, TurnBook, TurnNews, TurnRecord},
};

impl TurnRow {
    pub(super) fn new(record: &TurnRecord) -> Result<Self> {
        Ok(Self {
            id: record.turn.id,
            open: record.is_open().then_some(true),
            state: record.turn.state.as_str().to_owned(),
            created_at: record.turn.created_at,
            document: encode(record)?,
        })
    }
}

impl RequestRow {
    pub(super) fn new(request: &CallRequest<AccountId>) -> Result<Self> {
        Ok(Self {
            id: request.id,
            open: request.is_open().then_some(true),
            kind: request.kind.as_str().to_owned(),
            state: request.state.as_str().to_owned(),
            created_at: request.created_at,
            expires_at: request.expires_at,
            message_id: request.message_id,
            document: encode(request)?,
        })
    }
}

impl NewsRow {
    pub(super) fn new(news: &TurnNews) -> Result<Self> {
        let message_id = match news {
            TurnNews::Turn(_) => None,
            TurnNews::Decision(request) => Some(request.message_id),
        };
        Ok(Self { message_id, document: encode(news)? })
    }
}

pub(super) fn encode(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::internal("a record cannot be written as JSON", error))
}

/// Parses a document.
pub(super) fn decode<R: DeserializeOwned>(document: &str) -> Result<R> {
    serde_json::from_str(document)
        .map_err(|error| Error::internal("a stored document does not decode", error))
}

/// Reads a row with one column, a document.
pub(super) fn load<R: DeserializeOwned>(row: &dyn Row) -> Result<R> {
    decode(row.text(0)?.unwrap_or_default())
}

/// Reports a change of a turn that does not decode, with the id of the turn or request if it can be read.
pub(super) fn damaged_news(row: &dyn Row) -> Damaged {
    let layout = NewsRow::LAYOUT;
    let document = row.text(layout.position("document")).ok().flatten().unwrap_or_default();
    let read = |kind: &str| {
        let news: Value = serde_json::from_str(document).ok()?;
        Some(news.get(kind)?.get("id")?.as_str()?.to_owned())
    };
    // Decisions alone have a message.
    let decision = !matches!(row.text(layout.position("message_id")), Ok(None));
    let (resource, kind) =
        if decision { (Resource::CallRequest, "decision") } else { (Resource::Turn, "turn") };
    Damaged::new(resource, read(kind).unwrap_or_default())
}

/// Finds the open turns of a session.
pub(super) async fn open_turns<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
) -> Result<Vec<TurnRecord>> {
    tx.query(&statements.open_turns, &place.with([]), load).await
}

/// Finds a turn of a session.
pub(super) async fn find_turn<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    id: TurnId,
) -> Result<Option<TurnRecord>> {
    tx.query_one(&statements.find_turn, &place.with([("id", id.store())]), load).await
}

/// Removes from the requests of deleted messages the content of these messages.
pub(super) async fn forget_content<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    messages: &[MessageId],
) -> Result<()> {
    let mut requests: Vec<CallRequest<AccountId>> =
        tx.query(&statements.erase.requests, &place.with([]), load).await?;
    requests.retain_mut(|request| messages.contains(&request.message_id) && request.forget_content());
    for request in &requests {
        let row = RequestRow::new(request)?;
        tx.execute_later(&statements.put_request, &place.with(row.values())).await?;
    }
    Ok(())
}

/// Stores the time from which a worker can claim a turn of a session.
pub(super) async fn put_due<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    effects: &Effects,
) -> Result<()> {
    match effects.due {
        Some(due_at) => tx.execute_later(&statements.put_due, &place.with(DueRow { due_at }.values())).await,
        None => tx.execute_later(&statements.erase_due, &place.with([])).await,
    }
}

/// Makes a restored session due again, if it has turns.
pub(super) async fn restore_due<T: Tx>(statements: &Statements, tx: &mut T, place: Place) -> Result<()> {
    let turns = open_turns(statements, tx, place).await?;
    let book = TurnBook::new(place.session, Timestamp::UNIX_EPOCH, Generation::default(), turns, Vec::new());
    put_due(statements, tx, place, &book.into_effects()).await
}
