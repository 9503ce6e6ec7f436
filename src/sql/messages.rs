//! The table `messages`, and the operations that find messages.

use std::collections::HashMap;

use bytes::BytesMut;

use super::{
    checksum,
    columns::{Stored as _, Table as _},
    drafts::{self, DamagedDraft},
    locked::Place,
    row::Row,
    rows::{DraftRow, MessageRow},
    sessions::Found,
    statement::Statement,
    statements::Statements,
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
    repository::{MessageRecord, NewRecord, OpenDraft, SessionWindow},
    stream::ChunkLog,
};

impl MessageRow {
    /// Describes a message that is appended; `draft` if it is not complete.
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

    /// Describes the message as it is stored, with no draft.
    pub(super) fn into_record(self, sequence: Sequence) -> MessageRecord {
        let record = MessageRecord::new(self.id, sequence, self.author, self.document);
        let revision = self.revised.unwrap_or(record.revision);
        MessageRecord { revision, annotations: self.annotations, ..record }
    }
}

/// Reads a message, and compares it with its sum.
pub(super) fn load(row: &dyn Row) -> Result<(Sequence, MessageRow)> {
    let (sequence, message) = (Sequence::load(row, 0)?, MessageRow::load(row)?);
    checksum::check(message.document.as_bytes(), message.checksum)?;
    Ok((sequence, message))
}

/// Reads messages as lists of messages select them: nothing but what they show. They are not deleted, and their drafts
/// are left out.
pub(super) struct Shown {
    /// The documents of one answer lie side by side: an allocation for each would cost more than its copy.
    documents: BytesMut,
}

impl Shown {
    pub(super) fn new(limit: u32) -> Self {
        /// The usual length of a document, and what is allocated at once at the most.
        const USUAL: usize = 1 << 10;
        const MOST: usize = 1 << 16;
        Self { documents: BytesMut::with_capacity((limit as usize).saturating_mul(USUAL).min(MOST)) }
    }

    pub(super) fn load(&mut self, row: &dyn Row) -> Result<MessageRecord> {
        let (sequence, id) = (Sequence::load(row, 0)?, MessageId::load(row, 1)?);
        let (author, revised) = (Option::load(row, 2)?, Option::load(row, 3)?);
        let (sum, annotations) = (Option::load(row, 4)?, Option::load(row, 5)?);
        let bytes = row.bytes(6)?.unwrap_or_default();
        checksum::check(bytes, sum)?;
        self.documents.extend_from_slice(bytes);
        let document = Document::of_shared(self.documents.split().freeze());
        let record = MessageRecord::new(id, sequence, author, document);
        Ok(MessageRecord { revision: revised.unwrap_or(record.revision), annotations, ..record })
    }
}

/// Reads a message of several. One that does not decode is named.
pub(super) fn load_listed(shown: &mut Shown, row: &dyn Row) -> Listed {
    shown.load(row).map_err(|error| name(row, &error))
}

/// Names a message whose row does not decode: its id stands behind its place.
pub(super) fn name(row: &dyn Row, error: &Error) -> Damaged {
    report(row.text(MessageRow::LAYOUT.key.leading()).ok().flatten().unwrap_or_default(), error)
}

/// Names a message that does not decode, and writes to the log why.
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

    /// Returns the revision of the message when no draft of it is open.
    pub(super) fn revision(&self) -> Revision {
        self.revised.unwrap_or_else(|| self.sequence.into())
    }
}

/// Adds the drafts that are open to the messages that they are of.
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

/// Adds its open draft to a message of several. One whose draft does not decode is named.
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

/// A row of a window, or the name of one that does not decode.
pub(super) type Listed = Result<MessageRecord, Damaged>;

#[derive(Debug)]
pub(crate) struct FindSession(pub(crate) SessionId, pub(crate) WindowRequest);

impl Operation for FindSession {
    type Output = SessionWindow;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<SessionWindow> {
        let Self(session, request) = *self;
        Place::announce(tx, &statements.open_drafts_of_session, session, []);
        if let Some((_, id)) = request.anchor().cursor() {
            Place::announce(tx, &statements.find_head, session, [("id", id.store())]);
        } else {
            let limit = ("limit", i64::from(request.limit() + 1).into());
            Place::announce(tx, &statements.newest_messages, session, [limit]);
        }
        let found = Found::find(statements, tx, session).await?;
        let found = found.filter(|found| found.row.deleted_at.is_none());
        let found = found.ok_or_else(|| Error::not_found(Resource::Session, session))?;
        let place = found.place;
        let rows = tx.query(&statements.open_drafts_of_session, &place.with([]), drafts::load_listed).await?;
        let (open, broken) = drafts::divide(rows);
        let window = Window::read(statements, tx, place, request).await?;

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
        let (next_before, next_after) = (window.next_before, window.next_after);
        Ok(SessionWindow {
            next_before,
            next_after,
            damaged,
            ..SessionWindow::new(found.state(&open), messages)
        })
    }
}

/// The rows of a window, oldest first, and where it goes on.
struct Window {
    rows: Vec<Listed>,
    next_before: Option<MessageId>,
    next_after: Option<MessageId>,
}

/// A message that a window stands at.
#[derive(Clone, Copy)]
struct Cursor {
    sequence: Sequence,
    deleted: bool,
}

impl Window {
    async fn read<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        place: Place,
        request: WindowRequest,
    ) -> Result<Self> {
        let limit = request.limit();
        let cursor = find_cursor(statements, tx, place, request.anchor()).await?;
        let Some(Cursor { sequence, deleted }) = cursor else {
            let rows = read_rows(tx, &statements.newest_messages, place, None, limit + 1).await?;
            return Ok(Self::cut(rows, Vec::new(), limit, 0));
        };
        let (older, newer, from) = match request.anchor() {
            Anchor::After(_) => (0, limit, sequence.get()),
            // The message itself is the first of the newer half.
            Anchor::Around(_) => (limit / 2, limit - limit / 2, sequence.get() - 1),
            Anchor::Newest | Anchor::Before(_) => (limit, 0, sequence.get() - 1),
        };
        let [below, above] = [&statements.messages_below, &statements.messages_above];
        // One more than the window has says whether there are more; a cursor that is not deleted says it too.
        let known_older = older == 0 && matches!(request.anchor(), Anchor::After(_)) && !deleted;
        let known_newer = newer == 0 && !deleted;
        let mut before = Vec::new();
        if !known_older {
            before = read_rows(tx, below, place, Some(sequence.get()), older + 1).await?;
        }
        let mut after = Vec::new();
        if !known_newer {
            after = read_rows(tx, above, place, Some(from), newer + 1).await?;
        }
        let mut window = Self::cut(before, after, older, newer);
        window.next_before =
            window.next_before.or_else(|| known_older.then(|| first_id(window.rows.iter())).flatten());
        window.next_after =
            window.next_after.or_else(|| known_newer.then(|| first_id(window.rows.iter().rev())).flatten());
        Ok(window)
    }

    /// Makes a window of rows before it, newest first, and rows after it, oldest first, each perhaps with one more.
    fn cut(mut before: Vec<Listed>, mut after: Vec<Listed>, older: u32, newer: u32) -> Self {
        let more_before = before.len() > older as usize;
        let more_after = after.len() > newer as usize;
        before.truncate(older as usize);
        after.truncate(newer as usize);
        before.reverse();
        before.append(&mut after);
        let next_before = more_before.then(|| first_id(before.iter())).flatten();
        let next_after = more_after.then(|| first_id(before.iter().rev())).flatten();
        Self { rows: before, next_before, next_after }
    }
}

/// Returns the id of the first row whose id can be read.
fn first_id<'r>(mut rows: impl Iterator<Item = &'r Listed>) -> Option<MessageId> {
    rows.find_map(|row| match row {
        Ok(message) => Some(message.id),
        Err(damaged) => damaged.id.parse().ok(),
    })
}

async fn find_cursor<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    anchor: Anchor,
) -> Result<Option<Cursor>> {
    let Some((argument, id)) = anchor.cursor() else { return Ok(None) };
    let Some(head) = Head::find(statements, tx, place, id).await? else {
        return Err(Error::invalid_argument(argument, "must be a message of this session"));
    };
    Ok(Some(Cursor { sequence: head.sequence, deleted: head.deleted }))
}

async fn read_rows<T: Tx>(
    tx: &mut T,
    statement: &Statement,
    place: Place,
    from: Option<u64>,
    limit: u32,
) -> Result<Vec<Listed>> {
    let from = from.map(|from| -> Named { ("sequence", Offset::new(from).store()) });
    let values = place.with(from.into_iter().chain([("limit", i64::from(limit).into())]));
    let mut shown = Shown::new(limit);
    tx.query(statement, &values, |row| Ok(load_listed(&mut shown, row))).await
}
