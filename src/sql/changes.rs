//! The operation that returns what changed in a session after an offset.
//!
//! There are three sources: messages that were appended and never changed since, messages that were changed, and
//! pieces of drafts. Each is read by an index in the order of its offsets, a batch at a time; what is below the end of
//! the shortest batch is complete, and is merged.

use std::collections::HashMap;

use super::{
    columns::Stored as _,
    drafts::{self, CHUNKS},
    locked::Place,
    messages::{self, Head, Shown},
    rows::{DraftRow, MessageRow, PieceRow},
    sessions::Found,
    statements::Statements,
    tx::{Operation, Tx},
    value::Named,
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::SessionId,
        message::Document,
        offset::{Offset, Revision, Sequence},
    },
    repository::{Change, ChangeLimit, Changes, MessageRecord, SessionEvent},
    stream::ChunkLog,
};

/// How many rows are read of a source at a time: documents may be long, and the limit is of bytes too.
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
        for statement in [&statements.new_messages, &statements.revised_messages, &statements.pieces_after] {
            Place::announce(tx, statement, self.session, behind(self.after, limit));
        }
        let found = Found::find(statements, tx, self.session).await?;
        let found = found.ok_or_else(|| Error::not_found(Resource::Session, self.session))?;
        let (end, place) = (found.row.last_offset, found.place);
        let mut answer = Answer { limit: self.limit, bytes: 0, items: Vec::new() };
        if self.after >= end {
            return Ok(Changes { items: answer.items, next: end, more: false });
        }
        let drafts = tx.query(&statements.drafts_of_session, &place.with([]), drafts::load).await?;
        let drafts = Drafts::new(drafts);
        let revision = Offset::from(found.row.revision);
        let mut session = (revision > self.after).then(|| {
            let state = found.state(&drafts.open);
            Change { offset: revision, event: SessionEvent::Session(Box::new(state)) }
        });

        let mut after = self.after;
        while after < end {
            let (mut changes, read_to) = self.read(statements, tx, place, &drafts, after, limit).await?;
            let read_to = read_to.unwrap_or(end);
            if let Some(change) = session.take_if(|session| session.offset <= read_to) {
                changes.push(change);
            }
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
    /// Reads a batch of each source after an offset, and returns up to where all changes are among them: `None` if
    /// these were the last ones.
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
        // What is a draft is told by its pieces.
        let complete = |id| !drafts.open.iter().any(|(_, draft)| draft.message_id == id);
        let mut shown = Shown::new(0);
        let new = tx.query(&statements.new_messages, &values, |row| shown.load(row)).await?;
        reach(new.len(), new.last().map(|record| record.sequence.into()));
        changes.extend(
            new.into_iter().filter(|record| complete(record.id)).map(|record| Change {
                offset: record.sequence.into(),
                event: SessionEvent::Message(record),
            }),
        );
        let revised = tx.query(&statements.revised_messages, &values, messages::load).await?;
        reach(revised.len(), revised.last().map(|(sequence, row)| offset_of(*sequence, row)));
        let revised = revised.into_iter().filter(|(_, row)| complete(row.id));
        changes.extend(revised.map(|(sequence, row)| message_change(sequence, row)));
        if !drafts.rows.is_empty() {
            let pieces = tx.query(&statements.pieces_after, &values, drafts::load_piece).await?;
            reach(pieces.len(), pieces.last().map(|(offset, _)| *offset));
            for (offset, piece) in pieces {
                let Some(draft) = drafts.rows.get(&piece.began) else { continue };
                changes.push(self.piece_change(statements, tx, place, draft, offset, piece).await?);
            }
        }
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
        let head = Head::find(statements, tx, place, id).await?;
        let head = head.ok_or_else(|| Error::internal("a draft is of no message", id.to_string()))?;
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

/// The drafts of a session: those that are open, and by where they began all whose pieces are kept.
struct Drafts {
    open: Vec<(Offset, DraftRow)>,
    rows: HashMap<Offset, DraftRow>,
}

impl Drafts {
    fn new(drafts: Vec<(Offset, DraftRow)>) -> Self {
        let open = drafts.iter().filter(|(_, draft)| draft.closed_at.is_none()).cloned().collect();
        Self { open, rows: drafts.into_iter().collect() }
    }
}

fn offset_of(sequence: Sequence, row: &MessageRow) -> Offset {
    row.revised.map_or_else(|| sequence.into(), Offset::from)
}

fn message_change(sequence: Sequence, row: MessageRow) -> Change {
    let offset = offset_of(sequence, &row);
    let event = if row.deleted {
        SessionEvent::Deleted { id: row.id, sequence }
    } else {
        SessionEvent::Message(row.into_record(sequence))
    };
    Change { offset, event }
}

/// The items of an answer, and how many bytes they have.
struct Answer {
    limit: ChangeLimit,
    bytes: usize,
    items: Vec<Change>,
}

impl Answer {
    /// Adds an item, unless that goes beyond the limit. The first one always fits.
    fn push(&mut self, change: Change) -> bool {
        let bytes = self.bytes.saturating_add(match &change.event {
            SessionEvent::Message(record) | SessionEvent::DraftBegan(record) => {
                record.document.as_bytes().len()
            }
            SessionEvent::DraftGrew { chunks, .. } => chunks.as_str().len(),
            SessionEvent::Session(_) | SessionEvent::Deleted { .. } => 0,
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
