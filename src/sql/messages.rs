//! The table `messages`, and the operations that find messages.

use std::collections::HashMap;

use super::{
    checksum,
    columns::{Stored as _, Table as _},
    drafts::{self, DamagedDraft},
    locked::Place,
    row::Row,
    rows::{DraftRow, MessageRow},
    sessions::Found,
    sides::{ReadSide, Side},
    statement::Statement,
    statements::Statements,
    text_rows::{RowTexts, TextRows},
    text_statements::TextStatements,
    tx::{Operation, Tx},
    value::Named,
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        json::Json,
        message::{Anchor, Document, WindowRequest},
        offset::{Offset, Revision, Sequence},
    },
    repository::{MessageRecord, MessageTexts, NewRecord, OpenDraft, SessionWindow},
    stream::ChunkLog,
};

impl MessageRow {
    /// Creates the row of a message to append. `draft` is whether it is a draft.
    pub(super) fn new(record: &NewRecord, draft: bool) -> Self {
        Self {
            id: record.id,
            author: record.author,
            revised: None,
            base: None,
            deleted: false,
            checksum: (!draft).then(|| checksum::checksum(record.document.as_bytes())),
            annotations: record.annotations.clone(),
            document: record.document.clone(),
        }
    }

    /// Creates the record of the row, without a draft.
    pub(super) fn into_record(self, sequence: Sequence) -> MessageRecord {
        let record = MessageRecord::new(self.id, sequence, self.author, self.document);
        let revision = self.revised.unwrap_or(record.revision);
        MessageRecord { revision, annotations: self.annotations, ..record }
    }
}

/// Reads a message, and compares it with its checksum.
pub(super) fn load(row: &dyn Row) -> Result<(Sequence, MessageRow)> {
    let (sequence, message) = (Sequence::load(row, 0)?, MessageRow::load(row)?);
    checksum::check(message.document.as_bytes(), message.checksum)?;
    Ok((sequence, message))
}

/// Reads the columns that lists of messages select. The message is not deleted; its draft is left out.
pub(super) fn load_shown(row: &dyn Row) -> Result<MessageRecord> {
    let (sequence, id) = (Sequence::load(row, 0)?, MessageId::load(row, 1)?);
    let (author, revised) = (Option::load(row, 2)?, Option::load(row, 3)?);
    let (sum, annotations) = (Option::load(row, 4)?, Option::load(row, 5)?);
    let document = row.bytes(6)?.unwrap_or_default();
    checksum::check(document, sum)?;
    let record = MessageRecord::new(id, sequence, author, Document::from_stored_bytes(document.to_owned()));
    Ok(MessageRecord { revision: revised.unwrap_or(record.revision), annotations, ..record })
}

/// Reads one message of a list. The error has the id of one that does not decode.
pub(super) fn load_listed(row: &dyn Row) -> Listed {
    load_shown(row).map_err(|error| name(row, &error))
}

/// Reports a row that does not decode. Its id is in the column after the key.
pub(super) fn name(row: &dyn Row, error: &Error) -> Damaged {
    report(row.text(MessageRow::LAYOUT.key.leading()).ok().flatten().unwrap_or_default(), error)
}

/// Logs why a message does not decode, and returns its id.
pub(super) fn report(id: &str, error: &Error) -> Damaged {
    tracing::error!(%id, error = error as &dyn std::error::Error, "a message does not decode");
    Damaged::new(Resource::Message, id)
}

/// A message without its document.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) sequence: Sequence,
    pub(super) author: Option<AccountId>,
    pub(super) revised: Option<Revision>,
    pub(super) base: Option<Revision>,
    pub(super) deleted: bool,
    pub(super) annotations: Option<Json<'static>>,
}

impl Head {
    /// Finds a message, also a deleted one.
    pub(super) async fn find<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        place: Place,
        id: MessageId,
    ) -> Result<Option<Self>> {
        tx.query_one(&statements.find_head, &place.with([("id", id.store())]), Self::load).await
    }

    pub(super) fn load(row: &dyn Row) -> Result<Self> {
        Ok(Self {
            sequence: Sequence::load(row, 0)?,
            author: Option::load(row, 1)?,
            revised: Option::load(row, 2)?,
            base: Option::load(row, 3)?,
            deleted: bool::load(row, 4)?,
            annotations: Option::load(row, 5)?,
        })
    }

    /// Returns the revision of the message, if no draft of it is open.
    pub(super) fn revision(&self) -> Revision {
        self.revised.unwrap_or_else(|| self.sequence.into())
    }
}

/// Adds open drafts to their messages.
pub(super) async fn add_drafts<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    messages: &mut [MessageRecord],
    open: &[(Offset, DraftRow)],
) -> Result<()> {
    if open.is_empty() {
        return Ok(());
    }
    let open: HashMap<_, _> = open.iter().map(|(began, draft)| (draft.message_id, (*began, draft))).collect();
    for message in messages {
        if let Some(&(began, draft)) = open.get(&message.id) {
            add_draft(message, began, draft, drafts::growth(statements, tx, place, began).await??);
        }
    }
    Ok(())
}

fn add_draft(message: &mut MessageRecord, began: Offset, draft: &DraftRow, chunks: ChunkLog) {
    message.revision = draft.revision;
    message.draft = Some(OpenDraft { chunks, ..OpenDraft::new(began, draft.grown_at, draft.writer) });
}

/// Adds the open draft to one message of a list. The error has the id of a message whose draft does not decode.
async fn list_draft<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    mut message: MessageRecord,
    (open, damaged): (&[(Offset, DraftRow)], &[DamagedDraft]),
) -> Result<Listed> {
    let id = message.id;
    if damaged.iter().any(|draft| draft.is_of(message.sequence, message.revision.into())) {
        return Ok(Err(Damaged::new(Resource::Message, id.to_string())));
    }
    if let Some((began, draft)) = open.iter().find(|(_, draft)| draft.message_id == id) {
        match drafts::growth(statements, tx, place, *began).await? {
            Ok(chunks) => add_draft(&mut message, *began, draft, chunks),
            Err(error) => return Ok(Err(report(&id.to_string(), &error))),
        }
    }
    Ok(Ok(message))
}

#[derive(Debug)]
pub(crate) struct FindMessage(pub(crate) SessionId, pub(crate) MessageId);

impl Operation for FindMessage {
    type Output = MessageRecord;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<MessageRecord> {
        let Self(session, id) = *self;
        Place::announce(tx, &statements.find_message, session, [("id", id.store())]);
        Place::announce(tx, &statements.find_draft, session, [("message_id", id.store())]);
        let place = Place::find(statements, tx, session).await?;
        let found = tx.query_one(&statements.find_message, &place.with([("id", id.store())]), load).await?;
        let found = found.filter(|(_, message)| !message.deleted);
        let (sequence, message) = found.ok_or_else(|| Error::not_found(Resource::Message, id))?;
        let mut record = [message.into_record(sequence)];
        let open = drafts::open_of(statements, tx, place, id).await?;
        add_drafts(statements, tx, place, &mut record, open.as_slice()).await?;
        let [record] = record;
        Ok(record)
    }
}

/// A row of a window, or the id of one that does not decode.
pub(super) type Listed = Result<MessageRecord, Damaged>;

#[derive(Debug)]
pub(crate) struct FindSession(pub(crate) SessionId, pub(crate) WindowRequest);

impl Operation for FindSession {
    type Output = SessionWindow;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<SessionWindow> {
        let (found, drafts) = find(statements, tx, self.0, self.1, Selects::of_records(statements)).await?;
        with_records(statements, tx, self.1, found, drafts).await
    }
}

#[derive(Debug)]
pub(crate) struct FindSessionTexts(pub(crate) SessionId, pub(crate) WindowRequest);

impl Operation for FindSessionTexts {
    type Output = SessionWindow<MessageTexts>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let Self(session, request) = *self;
        let selects = Selects::of_texts(&statements.texts);
        let (found, drafts) = find(statements, tx, session, request, selects).await?;
        if drafts.is_empty() {
            let mut texts = TextRows(Some(RowTexts::new(found.place, request.limit())));
            let window = Window::read(statements, tx, found.place, request, selects, &mut texts);
            if let (Ok(Window { rows, before, after }), Some(RowTexts { texts, .. })) =
                (window.await, texts.0)
            {
                let [next_before, next_after] = [(before, rows.first()), (after, rows.last())]
                    .map(|(more, row)| row.filter(|_| more).map(|row| texts.id(*row)));
                if next_before != Some(None) && next_after != Some(None) {
                    let (next_before, next_after) = (next_before.flatten(), next_after.flatten());
                    let window = SessionWindow::new(found.state(&[]), texts.in_order(rows));
                    return Ok(SessionWindow { next_before, next_after, ..window });
                }
            }
        }
        // What is in the way of that is rare, and found with the records: it may be a row that does not decode.
        Ok(with_records(statements, tx, request, found, drafts).await?.into_texts())
    }
}

/// The statements that select the rows of a window.
#[derive(Clone, Copy)]
struct Selects<'s> {
    newest: &'s Statement,
    /// Those before a sequence.
    below: &'s Statement,
    /// Those after a sequence.
    above: &'s Statement,
    /// Those before the message with an id, where that saves a round trip.
    before: Option<&'s Statement>,
}

impl<'s> Selects<'s> {
    fn of_records(statements: &'s Statements) -> Self {
        let Statements { newest_messages, messages_below, messages_above, .. } = statements;
        Self { newest: newest_messages, below: messages_below, above: messages_above, before: None }
    }

    fn of_texts(TextStatements { newest, below, above, before }: &'s TextStatements) -> Self {
        Self { newest, below, above, before: before.as_ref() }
    }
}

type Drafts = Vec<Result<(Offset, DraftRow), DamagedDraft>>;

/// Finds a session with its open drafts.
async fn find<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: SessionId,
    request: WindowRequest,
    selects: Selects<'_>,
) -> Result<(Found, Drafts)> {
    Place::announce(tx, &statements.open_drafts_of_session, session, []);
    let limit = ("limit", i64::from(request.limit() + 1).into());
    if let Some((_, id)) = request.anchor().cursor() {
        Place::announce(tx, &statements.find_head, session, [("id", id.store())]);
        if let (Anchor::Before(_), Some(before)) = (request.anchor(), selects.before) {
            Place::announce(tx, before, session, [("id", id.store()), limit]);
        }
    } else {
        Place::announce(tx, selects.newest, session, [limit]);
    }
    let found = Found::find(statements, tx, session).await?;
    let found = found.filter(|found| found.row.deleted_at.is_none());
    let found = found.ok_or_else(|| Error::not_found(Resource::Session, session))?;
    let mut drafts = Vec::new();
    if found.has_drafts {
        let values = found.place.with([]);
        drafts = tx.query(&statements.open_drafts_of_session, &values, drafts::load_listed).await?;
    }
    Ok((found, drafts))
}

/// Reads a window of records. Those that do not decode are listed separately.
async fn with_records<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    request: WindowRequest,
    found: Found,
    drafts: Drafts,
) -> Result<SessionWindow> {
    let (open, broken) = drafts::divide(drafts);
    let place = found.place;
    let selects = Selects::of_records(statements);
    let window = Window::read(statements, tx, place, request, selects, &mut ListedRows).await?;
    let next_before = first_id(window.rows.iter()).filter(|_| window.before);
    let next_after = first_id(window.rows.iter().rev()).filter(|_| window.after);
    let mut messages = Vec::with_capacity(window.rows.len());
    let mut damaged = Vec::new();
    for row in window.rows {
        let row = match row {
            Ok(message) => list_draft(statements, tx, place, message, (&open, &broken)).await?,
            damaged => damaged,
        };
        match row {
            Ok(message) => messages.push(message),
            Err(row) => damaged.push(row),
        }
    }
    let window = SessionWindow::new(found.state(&open), messages);
    Ok(SessionWindow { next_before, next_after, damaged, ..window })
}

/// Returns the first id that can be read.
fn first_id<'r>(mut rows: impl Iterator<Item = &'r Listed>) -> Option<MessageId> {
    rows.find_map(|row| row.as_ref().map_or_else(|damaged| damaged.id.parse().ok(), |record| Some(record.id)))
}

/// The rows of a window, oldest first, and whether there are more on each side.
struct Window<R> {
    rows: Vec<R>,
    before: bool,
    after: bool,
}

/// The message at which a window begins.
#[derive(Clone, Copy)]
struct Cursor {
    sequence: Sequence,
    deleted: bool,
    /// The id of the message. `None` for a cursor id that no message has.
    id: Option<MessageId>,
}

impl<R> Window<R> {
    /// Reads the rows of a window.
    async fn read<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        place: Place,
        request: WindowRequest,
        selects: Selects<'_>,
        read: &mut impl ReadSide<Out = R>,
    ) -> Result<Self> {
        let Selects { newest, below, above, before } = selects;
        let limit = request.limit();
        let cursor = find_cursor(statements, tx, place, request.anchor()).await?;
        let Some(Cursor { sequence, deleted, id }) = cursor else {
            let newest = Side::read(tx, newest, place, None, limit, read).await?;
            return Ok(Self::join(newest, Side::empty(false)));
        };
        let (older, newer, from) = match request.anchor() {
            Anchor::After(_) => (0, limit, sequence.get()),
            // The message itself is the first of the newer half.
            Anchor::Around(_) => (limit / 2, limit - limit / 2, sequence.get() - 1),
            Anchor::Newest | Anchor::Before(_) => (limit, 0, sequence.get() - 1),
        };
        let at = |sequence| -> Named { ("sequence", Offset::new(sequence).store()) };
        // Read one row more, to know whether there are more. A cursor message that still exists is itself such a row.
        let older = if older == 0 && matches!(request.anchor(), Anchor::After(_)) && !deleted {
            Side::empty(true)
        } else {
            let (below, from) = match (request.anchor(), before, id) {
                (Anchor::Before(_), Some(before), Some(id)) => (before, ("id", id.store())),
                _ => (below, at(sequence.get())),
            };
            Side::read(tx, below, place, Some(from), older, read).await?
        };
        let newer = if newer == 0 && !deleted {
            Side::empty(true)
        } else {
            Side::read(tx, above, place, Some(at(from)), newer, read).await?
        };
        Ok(Self::join(older, newer))
    }

    fn join(older: Side<R>, mut newer: Side<R>) -> Self {
        let mut rows = older.rows;
        rows.reverse();
        rows.append(&mut newer.rows);
        Self { rows, before: older.more, after: newer.more }
    }
}

/// Reads rows as records.
struct ListedRows;

impl ReadSide for ListedRows {
    type Out = Listed;

    async fn read<T: Tx>(
        &mut self,
        tx: &mut T,
        statement: &Statement,
        values: &[Named],
        limit: usize,
    ) -> Result<Side<Listed>> {
        let mut side = Side::with_room(limit);
        let read = |row: &dyn Row| {
            if side.wants_more(limit) {
                side.rows.push(load_listed(row));
            }
            Ok(())
        };
        tx.query(statement, values, read).await?;
        Ok(side)
    }
}

async fn find_cursor<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    anchor: Anchor,
) -> Result<Option<Cursor>> {
    let Some((argument, id)) = anchor.cursor() else { return Ok(None) };
    if let Some(head) = Head::find(statements, tx, place, id).await? {
        return Ok(Some(Cursor { sequence: head.sequence, deleted: head.deleted, id: Some(id) }));
    }
    // An alias is a valid position without a message, like that of a deleted message.
    let values = place.with([("id", id.store())]);
    let alias = tx.query_one(&statements.find_alias, &values, |row| Sequence::load(row, 0)).await?;
    let sequence =
        alias.ok_or_else(|| Error::invalid_argument(argument, "must be a message of this session"))?;
    Ok(Some(Cursor { sequence, deleted: true, id: None }))
}
