//! The operation that returns the changes of a session after an offset.
//!
//! There are four sources: messages that were appended and never changed since, messages that were changed, pieces of
//! drafts, and changes of turns. Each is read from an index in the order of its offsets, a batch at a time. The sources
//! are merged up to the end of the batch that ends first.

use std::collections::HashMap;

use super::{
    columns::{Stored as _, Table as _},
    drafts::{self, CHUNKS, DamagedDraft},
    locked::Place,
    messages::{self, Head},
    row::Row,
    rows::{DraftRow, MessageRow, NewsRow, PieceRow},
    sessions::Found,
    statements::Statements,
    turn_rows,
    tx::{Operation, Tx},
    value::Named,
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::SessionId,
        message::Document,
        offset::{Offset, Revision, Sequence},
    },
    repository::{Change, ChangeLimit, Changes, MessageRecord, SessionEvent, TurnNews},
    stream::ChunkLog,
};

/// The number of rows in a batch: documents can be long, and the limit counts bytes too.
const BATCH: u32 = 64;

#[derive(Debug)]
pub(crate) struct FindChanges {
    pub(crate) session: SessionId,
    pub(crate) after: Offset,
    pub(crate) limit: ChangeLimit,
}

impl Operation for FindChanges {
    type Output = Changes;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Changes> {
        let limit = self.limit.items.saturating_add(1).min(BATCH);
        Place::announce(tx, &statements.drafts_of_session, self.session, []);
        let sources = [
            &statements.new_messages,
            &statements.revised_messages,
            &statements.pieces_after,
            &statements.news_after,
        ];
        for statement in sources {
            Place::announce(tx, statement, self.session, behind(self.after, limit));
        }
        let found = Found::find(statements, tx, self.session).await?;
        let found = found.ok_or_else(|| Error::not_found(Resource::Session, self.session))?;
        let (end, place) = (found.row.last_offset, found.place);
        let mut answer = Answer { limit: self.limit, bytes: 0, items: Vec::new() };
        if self.after >= end {
            return Ok(Changes { items: answer.items, next: end, more: false });
        }
        let rows = tx.query(&statements.drafts_of_session, &place.with([]), drafts::load_listed).await?;
        let drafts = Drafts::new(rows);
        let damaged = drafts.damaged.iter();
        let mut others: Vec<_> =
            damaged.map(|draft| damaged_change(draft.began, draft.message.clone())).collect();
        let revision = Offset::from(found.row.revision);
        let state = found.state(&drafts.open);
        others.push(Change { offset: revision, event: SessionEvent::Session(Box::new(state)) });

        let mut after = self.after;
        while after < end {
            let (mut changes, read_to) = self.read(statements, tx, place, &drafts, after, limit).await?;
            let read_to = read_to.map_or(end, |to| to.min(end));
            changes.extend(others.extract_if(.., |change| change.offset <= read_to));
            changes.retain(|change| change.offset > after);
            changes.retain(|change| change.offset <= read_to);
            changes.sort_by_key(|change| change.offset);
            for change in changes {
                if !answer.push(change) {
                    let next = answer.items.last().map_or(self.after, |last| last.offset);
                    return Ok(Changes { items: answer.items, next, more: true });
                }
            }
            after = read_to;
        }
        Ok(Changes { items: answer.items, next: end, more: false })
    }
}

impl FindChanges {
    /// Reads a batch of each source after an offset. Returns the offset up to which they are complete; `None` if there
    /// are no more.
    async fn read<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
        drafts: &Drafts,
        after: Offset,
        limit: u32,
    ) -> Result<(Vec<Change>, Option<Offset>)> {
        let values = place.with(behind(after, limit));
        let full = |rows: usize| rows >= limit as usize;
        let mut read_to = None;
        let mut reach = |rows: usize, last: Option<Offset>| {
            if full(rows) {
                read_to = [read_to, last].into_iter().flatten().min();
            }
        };
        let mut changes = Vec::new();
        let read = |row: &dyn Row| Ok((Sequence::load(row, 0)?, messages::load_listed(row)));
        let new = tx.query(&statements.new_messages, &values, read).await?;
        reach(new.len(), new.last().map(|(sequence, _)| (*sequence).into()));
        for (sequence, message) in new {
            let offset = sequence.into();
            if drafts.complete(sequence, offset) {
                let event = message.map_or_else(SessionEvent::Damaged, SessionEvent::Message);
                changes.push(Change { offset, event });
            }
        }
        let revised = tx.query(&statements.revised_messages, &values, load_revised).await?;
        reach(revised.len(), revised.last().map(|(offset, ..)| *offset));
        for (offset, sequence, message) in revised {
            if drafts.complete(sequence, offset) {
                let event =
                    message.map_or_else(SessionEvent::Damaged, |message| message_event(sequence, message));
                changes.push(Change { offset, event });
            }
        }
        if !drafts.rows.is_empty() {
            let pieces = tx.query(&statements.pieces_after, &values, load_piece).await?;
            reach(pieces.len(), pieces.last().map(|(offset, ..)| *offset));
            for (offset, began, piece) in pieces {
                let Some(draft) = began.and_then(|began| drafts.rows.get(&began)) else { continue };
                changes.push(match piece {
                    Some(piece) => self.piece_change(statements, tx, place, draft, offset, piece).await?,
                    None => {
                        damaged_change(offset, Damaged::new(Resource::Message, draft.message_id.to_string()))
                    }
                });
            }
        }
        let news = tx.query(&statements.news_after, &values, load_news).await?;
        reach(news.len(), news.last().map(|change| change.offset));
        changes.extend(news);
        Ok((changes, read_to))
    }

    async fn piece_change<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
        draft: &DraftRow,
        offset: Offset,
        piece: PieceRow,
    ) -> Result<Change> {
        let (id, sequence) = (draft.message_id, draft.message_sequence);
        if piece.kind == CHUNKS {
            let (began, chunks) = (piece.began, ChunkLog::from_stored(piece.content));
            return Ok(Change { offset, event: SessionEvent::DraftGrew { id, sequence, began, chunks } });
        }
        let values = place.with([("id", id.store())]);
        let head = tx.query_one(&statements.find_head, &values, |row| Ok(Head::load(row))).await?;
        let none = || Err(Error::internal("a draft is of no message", id.to_string()));
        let head = match head.unwrap_or_else(none) {
            Ok(head) => head,
            Err(error) => return Ok(damaged_change(offset, messages::report(&id.to_string(), &error))),
        };
        let document = Document::from_stored(piece.content);
        let record = MessageRecord {
            revision: Revision::from(offset),
            annotations: head.annotations,
            ..MessageRecord::new(id, sequence, head.author, document)
        };
        Ok(Change { offset, event: SessionEvent::DraftBegan(record) })
    }
}

/// Returns the values of a query for rows after an offset.
fn behind(after: Offset, limit: u32) -> [Named; 3] {
    [("sequence", after.store()), ("revised", after.store()), ("limit", i64::from(limit).into())]
}

/// The drafts of a session: the open ones, all whose pieces are kept by the offset of their beginning, and those that
/// do not decode.
struct Drafts {
    open: Vec<(Offset, DraftRow)>,
    rows: HashMap<Offset, DraftRow>,
    damaged: Vec<DamagedDraft>,
}

impl Drafts {
    fn new(rows: Vec<Result<(Offset, DraftRow), DamagedDraft>>) -> Self {
        let (rows, damaged) = drafts::divide(rows);
        let open = rows.iter().filter(|(_, draft)| draft.closed_at.is_none()).cloned().collect();
        Self { open, rows: rows.into_iter().collect(), damaged }
    }

    /// Returns whether a message whose last change has this offset is complete. A draft is returned as its pieces.
    fn complete(&self, sequence: Sequence, changed: Offset) -> bool {
        let open = self.open.iter().any(|(_, draft)| draft.message_sequence == sequence);
        !open && !self.damaged.iter().any(|draft| draft.is_of(sequence, changed))
    }
}

/// Reads a changed message, with the offset of the change. The error has the id of one that does not decode.
fn load_revised(row: &dyn Row) -> Result<(Offset, Sequence, Result<MessageRow, Damaged>)> {
    let offset = Offset::load(row, MessageRow::LAYOUT.position("revised"))?;
    let message = messages::load(row).map(|(_, message)| message);
    Ok((offset, Sequence::load(row, 0)?, message.map_err(|error| messages::name(row, &error))))
}

/// Reads a piece with its offset and the beginning of its draft, each if it decodes.
fn load_piece(row: &dyn Row) -> Result<(Offset, Option<Offset>, Option<PieceRow>)> {
    let offset = Offset::load(row, 0)?;
    let piece = drafts::load_piece(row).map(|(_, piece)| piece);
    let piece = piece.inspect_err(|error| {
        tracing::error!(%offset, error = error as &dyn std::error::Error, "a piece of a draft does not decode");
    });
    Ok((offset, Offset::load(row, PieceRow::LAYOUT.position("began")).ok(), piece.ok()))
}

/// Reads a change of a turn, or a decision. One that does not decode becomes `Damaged`.
fn load_news(row: &dyn Row) -> Result<Change> {
    let offset = Offset::load(row, 0)?;
    let event = match NewsRow::load(row).and_then(|row| turn_rows::decode::<TurnNews>(&row.document)) {
        Ok(news) => news.into(),
        Err(error) => {
            tracing::error!(%offset, error = &error as &dyn std::error::Error, "news of a turn do not decode");
            SessionEvent::Damaged(turn_rows::damaged_news(row))
        }
    };
    Ok(Change { offset, event })
}

fn damaged_change(offset: Offset, message: Damaged) -> Change {
    Change { offset, event: SessionEvent::Damaged(message) }
}

fn message_event(sequence: Sequence, row: MessageRow) -> SessionEvent {
    if row.deleted {
        SessionEvent::Deleted { id: row.id, sequence }
    } else {
        SessionEvent::Message(row.into_record(sequence))
    }
}

/// The items of the result, and their number of bytes.
struct Answer {
    limit: ChangeLimit,
    bytes: usize,
    items: Vec<Change>,
}

impl Answer {
    /// Adds an item, unless it would exceed the limit. The first item is always added. Returns whether it was.
    fn push(&mut self, change: Change) -> bool {
        let bytes = self.bytes.saturating_add(match &change.event {
            SessionEvent::Message(record) | SessionEvent::DraftBegan(record) => {
                record.document.as_bytes().len()
            }
            SessionEvent::DraftGrew { chunks, .. } => chunks.as_str().len(),
            SessionEvent::Decision(request) => request.input.as_ref().map_or(0, |input| input.as_str().len()),
            _ => 0,
        });
        let room = self.items.len() < self.limit.items.max(1) as usize && bytes <= self.limit.bytes;
        if room || self.items.is_empty() {
            self.bytes = bytes;
            self.items.push(change);
            return true;
        }
        false
    }
}
