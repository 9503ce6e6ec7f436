//! Sessions and their messages.

use async_trait::async_trait;
use rusqlite::Connection;

use super::{
    connection::{change, damaged, each_row, first_integer, first_text, insert, row, rows, sum},
    lists::{Listing, lengthen, page},
    store::SqliteStore,
    stretches::{self, Stretched},
    workspaces::find_instance,
};
use crate::{
    model::{
        error::{Conflict, Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        message::{Message, MessageList},
        offset::{Revision, Sequence},
        page::{Page, PageRequest, WindowRequest},
        robot::RobotKey,
        session::{Session, SessionChange, SessionFilter, SessionRef},
        time::Timestamp,
        workspace::ActiveWorkspace,
    },
    repository::{
        Appended, DraftLog, MessageBatch, MessageChange, MessageUpdate, SessionRecord, SessionRepository,
        Summary,
    },
    sql::{
        Statements, Value, grown_checksum, list,
        row::{self as decode, Row},
        values::{self, number},
    },
};

fn session_not_found(id: SessionId) -> Error {
    Error::not_found(Resource::Session, id)
}

/// Checks that there is a session, and that it is not deleted.
fn find_state(c: &Connection, s: &Statements, id: SessionId, session: &str) -> Result<decode::SessionState> {
    let state = row(c, &s.session_state, &[("id", session.into())], |row| decode::session_state(row))?;
    state.filter(|state| state.deleted_at.is_none()).ok_or_else(|| session_not_found(id))
}

fn find_stored(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    session: &str,
) -> Result<(SessionRef<AccountId>, decode::StoredSession)> {
    let found = row(c, &s.session_row, &[("id", session.into())], |row| decode::stored_session(row))?;
    found.filter(|(session, _)| session.deleted_at.is_none()).ok_or_else(|| session_not_found(id))
}

/// Returns the robot and the instance that are active in a session, as far as they exist.
fn find_active(
    c: &Connection,
    s: &Statements,
    stored: decode::StoredSession,
) -> Result<(Option<RobotKey>, Option<ActiveWorkspace>)> {
    let mut robot = stored.active_robot;
    if let Some(RobotKey::Created(id)) = &robot {
        match row(c, &s.robot_state, &[("id", id.to_string().into())], |row| decode::robot_state(row))? {
            Some(true) => {}
            Some(false) => robot = None,
            // Nobody created it here, or its row is damaged and not found: then it is one of those that are.
            None => each_row(c, &s.every_robot, &[], |row| decode::robot(row).map(drop))?,
        }
    }
    let Some(id) = stored.active_instance else { return Ok((robot, None)) };
    let instance = row(c, &s.instance_row, &[("id", id.to_string().into())], |row| decode::instance(row))?;
    let instance = instance.ok_or_else(|| damaged("a workspace instance is missing"))?;
    let instance = Some(instance).filter(|instance| instance.deleted_at.is_none());
    Ok((robot, instance.as_ref().map(ActiveWorkspace::from)))
}

/// Says that there is no message, if that is so: one that is deleted has the time of that twice.
fn message_not_found(c: &Connection, s: &Statements, session: &str, id: MessageId) -> Error {
    let values = [("session_id", session.into()), ("id", id.to_string().into())];
    match row(c, &s.message_deletion, &values, is_deletion) {
        Ok(None | Some(true)) => Error::not_found(Resource::Message, id),
        Ok(Some(false)) => damaged("a message is neither there nor deleted"),
        Err(error) => error,
    }
}

fn is_deletion(row: &rusqlite::Row<'_>) -> Result<bool> {
    let (deleted_at, checksum) = (row.integer(1)?, row.integer(2)?);
    // Who was deleted before the fifth version of the schema has none.
    Ok(deleted_at.is_some() && (checksum.is_none() || checksum == deleted_at))
}

#[async_trait]
impl SessionRepository for SqliteStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let session = session.clone();
        self.write(move |c, s| {
            let values = values::session(&session);
            if !insert(c, &s.insert_session, &values)? {
                return Err(Error::already_exists(Resource::Session, session.id));
            }
            let account = session.created_by.to_string();
            list_session(c, s, session.id, session.created_at, &account, 1)
        })
        .await
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        request: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        self.read(move |c, s| {
            let account = filter.created_by.map(|account| account.to_string());
            let (from_newest, from_oldest, count) = match account {
                Some(_) => (&s.list_sessions_of, &s.list_sessions_of_from_end, &s.count_sessions_of),
                None => (&s.list_sessions, &s.list_sessions_from_end, &s.count_sessions),
            };
            let length = account.as_ref().map_or(list::SESSIONS.to_owned(), list::sessions_of);
            let within = account.as_deref().map(|account| ("created_by", account.into()));
            let listing = Listing { length: &length, from_newest, from_oldest, count, within };
            let stretched = Stretched { list: &length, account: account.as_deref() };
            page(c, s, request, &listing, Some(&stretched), |row| decode::session_ref(row))
        })
        .await
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
        self.read(move |c, s| {
            let session = id.to_string();
            let (reference, stored) = find_stored(c, s, id, &session)?;
            let before = match window.cursor() {
                None => stored.last_sequence.saturating_add(1),
                Some(cursor) => find_place(c, s, &session, cursor)?
                    .ok_or_else(|| Error::invalid_argument("before", "is no message of this session"))?,
            };
            let (robot, workspace) = find_active(c, s, stored)?;
            let values = [
                ("session_id", session.as_str().into()),
                ("before", before.into()),
                ("limit", (i64::from(window.limit()) + 1).into()),
            ];
            let mut messages = decode::Messages::default();
            each_row(c, &s.messages_before, &values, |row| messages.push(row))?;
            let messages = messages.finish();
            check_whole(c, s, &session, before, window, &messages)?;
            let messages = MessageList::of_rows(window, messages)?;
            Ok(Session::new(reference, messages, robot, workspace))
        })
        .await
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()> {
        let change = change.clone();
        self.write(move |c, s| {
            if let Some(Some(instance)) = change.active_instance {
                find_instance(c, s, instance)?;
            }
            let session = id.to_string();
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_stored(c, s, id, &session)?;
            let values = values::session_change(id, &change, at);
            row(c, &s.update_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id))?;
            let (reference, stored) = find_stored(c, s, id, &session)?;
            sum(c, &s.sum_session, &session, decode::session_sum(&reference, &stored))
        })
        .await
    }

    async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            row(c, &s.delete_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id))?;
            relist_session(c, s, id, -1)
        })
        .await
    }

    async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            match row(c, &s.restore_session, &values, |_| Ok(()))? {
                Some(()) => relist_session(c, s, id, 1),
                None => row(c, &s.session_known, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id)),
            }
        })
        .await
    }

    async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
        let batch = batch.clone();
        self.write(move |c, s| {
            let session = id.to_string();
            let state = find_state(c, s, id, &session)?;
            match first_try(c, s, &session, &batch)? {
                Some(messages) => Ok(Appended { messages, replayed: true }),
                None => append(c, s, &session, state, &batch),
            }
        })
        .await
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>> {
        self.read(move |c, s| {
            let name = session.to_string();
            find_state(c, s, session, &name)?;
            let values = [("session_id", name.as_str().into()), ("id", id.to_string().into())];
            row(c, &s.find_message, &values, |row| decode::message(row))?
                .ok_or_else(|| message_not_found(c, s, &name, id))
        })
        .await
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
    ) -> Result<Revision> {
        let update = update.clone();
        self.write(move |c, s| update_message(c, s, session, id, &update)).await
    }

    async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog> {
        self.read(move |c, s| {
            let name = session.to_string();
            find_state(c, s, session, &name)?;
            let values = [("session_id", name.as_str().into()), ("id", id.to_string().into())];
            let log = row(c, &s.find_message, &values, |row| decode::draft_log(row))?
                .ok_or_else(|| message_not_found(c, s, &name, id))?;
            if log.message.draft { Ok(log) } else { Err(Error::Conflict(Conflict::NotADraft)) }
        })
        .await
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
        let summary = summary.clone();
        self.write(move |c, s| {
            find_state(c, s, session, &session.to_string())?;
            let values = values::summary(session, &summary)?;
            if row(c, &s.find_summary, &values, |_| Ok(()))?.is_none() {
                lengthen(c, s, [&list::summaries_of(session)], 1)?;
            }
            insert(c, &s.put_summary, &values).map(drop)
        })
        .await
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        self.read(move |c, s| {
            let name = session.to_string();
            find_state(c, s, session, &name)?;
            let summary =
                row(c, &s.find_summary, &[("session_id", name.into())], |row| decode::summary(row))?;
            let kept = [("list", list::summaries_of(session).into())];
            if summary.is_none() && row(c, &s.count, &kept, first_integer)? != Some(0) {
                return Err(damaged("a summary is missing"));
            }
            Ok(summary)
        })
        .await
    }

    async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let at = Value::from(at.as_micros());
            let values = [("id", session.to_string().into()), ("at", at.clone())];
            row(c, &s.touch_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(session))?;
            let values =
                [("session_id", session.to_string().into()), ("id", id.to_string().into()), ("at", at)];
            let place = row(c, &s.delete_message, &values, first_integer)?
                .ok_or_else(|| Error::not_found(Resource::Message, id))?;
            let values = [("session_id", session.to_string().into()), ("sequence", place.into())];
            if change(c, &s.delete_summary, &values)? > 0 {
                lengthen(c, s, [&list::summaries_of(session)], -1)?;
            }
            insert(c, &s.delete_deltas, &values).map(drop)
        })
        .await
    }
}

/// Returns the place of a message, deleted or not.
fn find_place(c: &Connection, s: &Statements, session: &str, id: MessageId) -> Result<Option<i64>> {
    let id = id.to_string();
    let values = [("session_id", session.into()), ("id", id.as_str().into())];
    let found = row(c, &s.message_place, &values, |row| {
        // The place is that of the index: another message may stand there.
        Ok((first_integer(row)?, row.text(1)? == Some(id.as_str())))
    })?;
    match found {
        Some((_, false)) => Err(damaged("a message is not at its place")),
        found => Ok(found.map(|(place, _)| place)),
    }
}

/// Checks that no message is missing between the places of a window. They follow one another, so where one has
/// no message, it was deleted; a page of the file that was damaged can lose others.
fn check_whole(
    c: &Connection,
    s: &Statements,
    session: &str,
    before: i64,
    window: WindowRequest,
    newest_first: &[Result<Message<AccountId>, Damaged>],
) -> Result<()> {
    let place =
        |message: &Message<AccountId>| message.sequence.and_then(|place| i64::try_from(place.get()).ok());
    let mut last = before;
    for place in newest_first.iter().flatten().filter_map(place) {
        if place >= last {
            return Err(damaged("messages are not in order"));
        }
        last = place;
    }
    let first = match newest_first.last() {
        Some(oldest) if newest_first.len() > window.limit() as usize => oldest.as_ref().ok().and_then(place),
        _ => Some(1),
    };
    // The oldest is damaged, and is reported.
    let Some(first) = first else { return Ok(()) };
    let missing = before.saturating_sub(first).saturating_sub(i64::try_from(newest_first.len()).unwrap_or(0));
    if missing == 0 {
        return Ok(());
    }
    let there: Vec<_> = newest_first.iter().flatten().filter_map(place).collect();
    let values = [("session_id", session.into()), ("from", first.into()), ("to", (before - 1).into())];
    let deleted = rows(c, &s.deleted_messages, &values, |row| {
        let is_there = there.binary_search_by(|place| first_integer(row).unwrap_or(0).cmp(place)).is_ok();
        Ok(is_deletion(row)? && !is_there)
    })?;
    if i64::try_from(deleted.len()).ok() == Some(missing) && !deleted.contains(&false) {
        return Ok(());
    }
    Err(damaged("messages are missing"))
}

fn update_message(
    c: &Connection,
    s: &Statements,
    session: SessionId,
    id: MessageId,
    update: &MessageUpdate,
) -> Result<Revision> {
    let name = session.to_string();
    find_state(c, s, session, &name)?;
    let mut values: Vec<(&str, Value<'_>)> =
        vec![("session_id", name.as_str().into()), ("id", id.to_string().into())];
    let state = row(c, &s.message_state, &values, |row| decode::message_state(row))?
        .ok_or_else(|| message_not_found(c, s, &name, id))?;
    values.push(("sequence", number(state.sequence.get())?));
    let repeated = || match &update.change {
        MessageChange::Open => Ok(false),
        MessageChange::Grow(chunks) => {
            let at_last = [&values[..], &[("revision", number(state.revision.get())?)]].concat();
            Ok(row(c, &s.find_delta, &at_last, first_text)?.as_deref() == Some(chunks.as_str()))
        }
        MessageChange::Finish { parts, .. } => Ok(!state.draft && state.parts == *parts),
    };
    if !update.applies(state.revision, state.draft, repeated)? {
        return Ok(state.revision);
    }
    let next = state.revision.next();
    values.extend([("revision", number(state.revision.get())?), ("next", number(next.get())?)]);
    // Where there is none, there will be none.
    let sum = |chunks| grown_checksum(state.checksum.unwrap_or(0), state.draft, state.revision, chunks);
    let statement = match &update.change {
        MessageChange::Open => {
            values.push(("content_checksum", sum(None).into()));
            &s.open_message
        }
        MessageChange::Grow(chunks) => {
            values.push(("content_checksum", sum(Some(chunks.as_str())).into()));
            &s.grow_message
        }
        MessageChange::Finish { parts, metadata } => {
            values.extend(values::content(parts, metadata.as_ref(), next));
            &s.finish_message
        }
    };
    row(c, statement, &values, |_| Ok(()))?.ok_or_else(|| Error::not_found(Resource::Message, id))?;
    match &update.change {
        MessageChange::Grow(chunks) => {
            let values = [
                ("session_id", name.as_str().into()),
                ("sequence", number(state.sequence.get())?),
                ("revision", number(next.get())?),
                ("chunks", chunks.as_str().into()),
            ];
            insert(c, &s.insert_delta, &values)?;
            return Ok(next);
        }
        MessageChange::Finish { .. } => {
            insert(c, &s.delete_deltas, &values)?;
        }
        MessageChange::Open => {}
    }
    let values = [("id", name.as_str().into()), ("at", update.at.as_micros().into())];
    row(c, &s.touch_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(session))?;
    Ok(next)
}

/// Returns what an earlier try with the same key stored, if there was one.
fn first_try(
    c: &Connection,
    s: &Statements,
    session: &str,
    batch: &MessageBatch,
) -> Result<Option<Vec<Message<AccountId>>>> {
    let Some(idempotency) = &batch.idempotency else { return Ok(None) };
    let values = [("session_id", session.into()), ("idempotency_key", idempotency.key.as_str().into())];
    let found = row(c, &s.find_by_key, &values, |row| Ok((row.integer(0)?, row.integer(1)?)))?;
    let Some((place, fingerprint)) = found else { return Ok(None) };
    if fingerprint != Some(idempotency.fingerprint) {
        return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
    }
    let values = [
        ("session_id", session.into()),
        ("from", place.into()),
        ("limit", number(batch.messages.len() as u64)?),
    ];
    let messages = rows(c, &s.messages_from, &values, |row| decode::message(row))?;
    if decode::is_whole_batch(&messages, place.unwrap_or(0), batch.messages.len()) {
        Ok(Some(messages))
    } else {
        Err(Error::not_found(Resource::Message, "of the first try"))
    }
}

/// Says what of a message is taken: its id, or the place that nobody should have.
fn taken(c: &Connection, s: &Statements, session: &str, id: MessageId) -> Error {
    match find_place(c, s, session, id) {
        Ok(Some(_)) => Error::already_exists(Resource::Message, id),
        Ok(None) => damaged("the next place in a session is taken"),
        Err(error) => error,
    }
}

/// Appends to a session that has this state.
fn append(
    c: &Connection,
    s: &Statements,
    session: &str,
    state: decode::SessionState,
    batch: &MessageBatch,
) -> Result<Appended<AccountId>> {
    let mut place = u64::try_from(state.last_sequence).unwrap_or(0);
    let state = state.with_places(batch.messages.len(), batch.appended_at);
    let values = [
        ("last_sequence", state.last_sequence.into()),
        ("updated_at", state.updated_at.as_micros().into()),
        ("checksum", state.checksum.into()),
        ("id", session.into()),
    ];
    insert(c, &s.give_places, &values)?;
    let mut messages = batch.messages.clone();
    let mut idempotency = batch.idempotency.as_ref();
    for message in &mut messages {
        place += 1;
        message.sequence = Sequence::new(place);
        let values = values::message(session, message, idempotency.take())?;
        if !insert(c, &s.insert_message, &values)? {
            return Err(taken(c, s, session, message.id));
        }
    }
    Ok(Appended { messages, replayed: false })
}

/// Says that a session came to the lists (`by` is 1) or went (-1).
fn list_session(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    created_at: Timestamp,
    account: &str,
    by: i64,
) -> Result<()> {
    lengthen(c, s, [list::SESSIONS, &list::sessions_of(account)], by)?;
    stretches::move_session(c, s, id, created_at, account, by)
}

/// Says the same of a session that was there before.
fn relist_session(c: &Connection, s: &Statements, id: SessionId, by: i64) -> Result<()> {
    let values = [("id", id.to_string().into())];
    // What is damaged is an error: other lists than its own would become longer or shorter.
    let session = row(c, &s.session_row, &values, |row| decode::session_ref(row))?;
    let session = session.ok_or_else(|| session_not_found(id))?;
    list_session(c, s, id, session.created_at, &session.created_by.to_string(), by)
}
