//! The operations that read turns, requests and calls.

use super::{
    columns::{Stored as _, Table as _},
    locked::Place,
    rows::{CLIENT_ID, KeyRow},
    statements::Statements,
    turn_rows::{find_turn, load, open_turns},
    tx::{Operation, Tx},
    value::{Named, Value},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Error, Resource, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        offset::Generation,
        time::Timestamp,
        turn::TurnState,
    },
    repository::{RequestFilter, RunCall, TurnBook, TurnFilter, TurnRecord},
};

#[derive(Debug)]
pub(crate) struct DueSessions(pub(crate) u32);

impl Operation for DueSessions {
    type Output = Vec<SessionId>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<SessionId>> {
        let values = [("now", tx.now().await?.store()), ("limit", i64::from(self.0).into())];
        tx.query(&statements.due_sessions, &values, |row| SessionId::load(row, 0)).await
    }
}

#[derive(Debug)]
pub(crate) struct FindTurn(pub(crate) SessionId, pub(crate) TurnId);

impl Operation for FindTurn {
    type Output = (TurnRecord, usize);

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let Self(session, id) = *self;
        Place::announce(tx, &statements.find_turn, session, [("id", id.store())]);
        Place::announce(tx, &statements.open_turns, session, []);
        let place = Place::find(statements, tx, session).await?;
        let found = find_turn(statements, tx, place, id).await?;
        let found = found.ok_or_else(|| Error::not_found(Resource::Turn, id))?;
        let mut turns = open_turns(statements, tx, place).await?;
        if turns.iter().all(|open| open.turn.id != id) {
            turns.push(found.clone());
        }
        // Positions do not depend on the time.
        let book = TurnBook::new(session, Timestamp::UNIX_EPOCH, Generation::default(), turns, Vec::new());
        Ok((found, book.position(id)))
    }
}

/// Returns the values of the cursor after which a list continues: newest first, equal times by id.
fn behind(last: Option<(Timestamp, String)>) -> [Named; 2] {
    let (created_at, id): (Value, String) =
        last.map_or_else(|| (i64::MAX.into(), String::new()), |(time, id)| (time.store(), id));
    [("created_at", created_at), ("id", id.into())]
}

#[derive(Debug)]
pub(crate) struct ListTurns(pub(crate) SessionId, pub(crate) TurnFilter, pub(crate) u32);

impl Operation for ListTurns {
    type Output = Vec<TurnRecord>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<TurnRecord>> {
        let Self(session, filter, limit) = *self;
        let place = Place::find(statements, tx, session).await?;
        let mut last = None;
        if let Some(after) = filter.after {
            let values = place.with([("id", after.store())]);
            let found = tx.query_one(&statements.turn_created_at, &values, |row| Timestamp::load(row, 0));
            let time = found.await?.ok_or_else(|| unknown("must be a turn of this session"))?;
            last = Some((time, after.to_string()));
        }
        let mut values = place.with(behind(last));
        values.extend([
            ("state", filter.state.map(TurnState::as_str).into()),
            ("limit", i64::from(limit).into()),
        ]);
        tx.query(&statements.turns_below, &values, load).await
    }
}

fn unknown(reason: &'static str) -> Error {
    Error::invalid_argument("after", reason)
}

#[derive(Debug)]
pub(crate) struct FindRequest(pub(crate) CallRequestId);

impl Operation for FindRequest {
    type Output = CallRequest<AccountId>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let found = tx.query_one(&statements.find_request, &[("id", self.0.store())], load).await?;
        found.ok_or_else(|| Error::not_found(Resource::CallRequest, self.0))
    }
}

#[derive(Debug)]
pub(crate) struct ListRequests(pub(crate) RequestFilter, pub(crate) u32);

impl Operation for ListRequests {
    type Output = Vec<CallRequest<AccountId>>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let Self(filter, limit) = *self;
        let state = match filter.state {
            Some(state) if filter.expired && state != RequestState::Pending => return Ok(Vec::new()),
            _ if filter.expired => Some(RequestState::Pending),
            state => state,
        };
        let mut last = None;
        if let Some(after) = filter.after {
            let values = [("id", after.store())];
            let found = tx.query_one(&statements.request_created_at, &values, |row| Timestamp::load(row, 0));
            let time = found.await?.ok_or_else(|| unknown("must be a request"))?;
            last = Some((time, after.to_string()));
        }
        let mut values = behind(last).to_vec();
        values.extend([
            ("kind", filter.kind.map(RequestKind::as_str).into()),
            ("state", state.map(RequestState::as_str).into()),
            ("expired_at", Value::Null),
            ("limit", i64::from(limit).into()),
        ]);
        if filter.expired {
            let now = tx.now().await?.store();
            values.retain(|(name, _)| *name != "expired_at");
            values.push(("expired_at", now));
        }
        let statement = match (filter.session, state) {
            (Some(session), _) => {
                match Place::find(statements, tx, session).await {
                    Ok(place) => values.extend(place.with([])),
                    // A session that does not exist has no requests.
                    Err(Error::NotFound { .. }) => return Ok(Vec::new()),
                    Err(error) => return Err(error),
                }
                &statements.requests_of
            }
            // Few wait, of all that there ever were.
            (None, Some(RequestState::Pending)) => &statements.open_requests,
            (None, _) => &statements.requests,
        };
        tx.query(statement, &values, load).await
    }
}

#[derive(Debug)]
pub(crate) struct RunCalls(pub(crate) SessionId, pub(crate) MessageId);

impl Operation for RunCalls {
    type Output = Vec<RunCall>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<RunCall>> {
        let Self(session, message) = *self;
        Place::announce(tx, &statements.calls_of_message, session, [("message_id", message.store())]);
        let place = Place::find(statements, tx, session).await?;
        let values = place.with([("message_id", message.store())]);
        tx.query(&statements.calls_of_message, &values, load).await
    }
}

#[derive(Debug)]
pub(crate) struct FindByClientId(pub(crate) SessionId, pub(crate) String);

impl Operation for FindByClientId {
    type Output = Option<MessageId>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Option<MessageId>> {
        let Self(session, client_id) = self;
        let place = Place::find(statements, tx, *session).await?;
        let values = place.with([("kind", CLIENT_ID.into()), ("key", client_id.as_str().into())]);
        let Some(key) = tx.query_one(&statements.find_key, &values, KeyRow::load).await? else {
            return Ok(None);
        };
        let values = place.with([("sequence", key.sequence.store())]);
        tx.query_one(&statements.message_at, &values, |row| MessageId::load(row, 0)).await
    }
}

/// Reads the store's time.
#[derive(Debug)]
pub(crate) struct Now;

impl Operation for Now {
    type Output = Timestamp;

    async fn run<T: Tx>(&self, _: &Statements, tx: &mut T) -> Result<Timestamp> {
        tx.now().await
    }
}
