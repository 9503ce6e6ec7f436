//! The tables `drafts` and `draft_pieces`, and the operation that lists open drafts.
//!
//! A message has an open draft if and only if `drafts` has a row of it that is not closed. The document that a draft
//! began from, and the chunks that each write added, are its pieces. They are kept for a while after it has ended.

use super::{
    columns::{Stored as _, Table as _},
    locked::{Locked, Place},
    row::Row,
    rows::{DraftRow, PieceRow},
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        offset::{Offset, Revision, Sequence},
        time::Timestamp,
    },
    repository::{DraftCursor, DraftFilter, DraftList, DraftRef, KEEP_PIECES},
    stream::ChunkLog,
};

/// The kind of a piece that has chunks.
pub(super) const CHUNKS: i64 = 1;

/// Reads a draft with the offset at which it began.
pub(super) fn load(row: &dyn Row) -> Result<(Offset, DraftRow)> {
    Ok((Offset::load(row, 0)?, DraftRow::load(row)?))
}

/// Reads a piece with its offset.
pub(super) fn load_piece(row: &dyn Row) -> Result<(Offset, PieceRow)> {
    Ok((Offset::load(row, 0)?, PieceRow::load(row)?))
}

/// A draft whose row does not decode.
#[derive(Debug)]
pub(super) struct DamagedDraft {
    pub(super) began: Offset,
    grown_at: Option<Timestamp>,
    sequence: Option<Sequence>,
    /// The id of its message, if it can be read.
    pub(super) message: Damaged,
}

impl DamagedDraft {
    /// Returns whether it belongs to a message whose last change has this offset. A message that changed after the
    /// draft began is complete.
    pub(super) fn is_of(&self, sequence: Sequence, changed: Offset) -> bool {
        self.sequence == Some(sequence) && changed <= self.began
    }

    /// Returns its cursor in a list of open drafts, if that can be read.
    fn cursor(&self, session: SessionId) -> Option<DraftCursor> {
        self.grown_at.map(|grown_at| DraftCursor { grown_at, session, began: self.began })
    }
}

/// Reads one draft of a list. The inner error has the ids of one that does not decode.
pub(super) fn load_listed(row: &dyn Row) -> Result<Result<(Offset, DraftRow), DamagedDraft>> {
    let error = match load(row) {
        Ok(draft) => return Ok(Ok(draft)),
        Err(error) => error,
    };
    let began = Offset::load(row, 0)?;
    let [sequence, id, grown_at] =
        ["message_sequence", "message_id", "grown_at"].map(|column| DraftRow::LAYOUT.position(column));
    let id = row.text(id).ok().flatten().unwrap_or_default();
    tracing::error!(message = %id, %began, error = &error as &dyn std::error::Error, "a draft does not decode");
    // Most drafts are of a message that was appended as one.
    let sequence = Sequence::load(row, sequence).ok().or_else(|| Sequence::new(began.get()));
    let grown_at = Timestamp::load(row, grown_at).ok();
    Ok(Err(DamagedDraft { began, grown_at, sequence, message: Damaged::new(Resource::Message, id) }))
}

/// Separates the drafts that decode from the others.
pub(super) fn divide(
    rows: Vec<Result<(Offset, DraftRow), DamagedDraft>>,
) -> (Vec<(Offset, DraftRow)>, Vec<DamagedDraft>) {
    let (mut whole, mut damaged) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        match row {
            Ok(draft) => whole.push(draft),
            Err(draft) => damaged.push(draft),
        }
    }
    (whole, damaged)
}

/// Finds the open draft of a message.
pub(super) async fn open_of<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    message: MessageId,
) -> Result<Option<(Offset, DraftRow)>> {
    tx.query_one(&statements.find_draft, &place.with([("message_id", message.store())]), load).await
}

/// Finds the open drafts of a session.
pub(super) async fn open_of_session<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
) -> Result<Vec<(Offset, DraftRow)>> {
    tx.query(&statements.open_drafts_of_session, &place.with([]), load).await
}

/// Returns all chunks that were added to a draft. The inner error is that of a piece that does not decode.
pub(super) async fn growth<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    began: Offset,
) -> Result<Result<ChunkLog>> {
    let mut chunks = Ok(ChunkLog::default());
    let read = |row: &dyn Row| {
        match (&mut chunks, ChunkLog::load(row, 0)) {
            (Ok(chunks), Ok(piece)) => chunks.extend(&piece),
            (Ok(_), Err(error)) => chunks = Err(error),
            (Err(_), _) => {}
        }
        Ok(())
    };
    tx.query(&statements.growth, &place.with([("began", began.store())]), read).await?;
    Ok(chunks)
}

/// The beginning of a draft on a stored message.
pub(super) struct Beginning {
    pub(super) message: MessageId,
    pub(super) sequence: Sequence,
    pub(super) writer: AccountId,
    /// The revision that the writer has read.
    pub(super) base: Revision,
}

impl Beginning {
    /// Stores the draft, and the current message as its first piece.
    pub(super) async fn store<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &Locked,
        began: Offset,
    ) -> Result<()> {
        let row = DraftRow {
            message_sequence: self.sequence,
            message_id: self.message,
            revision: began.into(),
            grown_at: session.write.at,
            writer: self.writer,
            closed_at: None,
        };
        let mut values = session.place.with(row.values());
        values.extend([("sequence", began.store()), ("base", self.base.store())]);
        tx.execute_later(&statements.insert_draft, &values).await?;
        tx.execute_later(&statements.insert_beginning, &values).await
    }
}

/// Erases the drafts of a session that ended more than [`KEEP_PIECES`](crate::repository::KEEP_PIECES) before `at`,
/// with their pieces.
pub(super) async fn erase_old<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    at: Timestamp,
) -> Result<()> {
    let closed_before = at.as_micros().saturating_sub(KEEP_PIECES);
    let values = place.with([("closed_before", closed_before.into())]);
    let erased = tx.query(&statements.erase_old_drafts, &values, |row| Offset::load(row, 0)).await?;
    erase_pieces(statements, tx, place, erased).await
}

/// Erases all drafts of a message, with their pieces.
pub(super) async fn erase_of<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    message: MessageId,
) -> Result<()> {
    let values = place.with([("message_id", message.store())]);
    let erased = tx.query(&statements.erase_drafts, &values, |row| Offset::load(row, 0)).await?;
    erase_pieces(statements, tx, place, erased).await
}

pub(super) async fn erase_pieces<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    drafts: Vec<Offset>,
) -> Result<()> {
    for began in drafts {
        // The first piece is at the offset at which the draft began.
        let before = Offset::new(began.get().saturating_sub(1));
        let values = place.with([("before", before.store()), ("began", began.store())]);
        tx.execute_later(&statements.erase_pieces, &values).await?;
    }
    Ok(())
}

#[derive(Debug)]
pub(crate) struct OpenDrafts(pub(crate) DraftFilter, pub(crate) u32);

impl Operation for OpenDrafts {
    type Output = DraftList;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<DraftList> {
        let Self(filter, limit) = *self;
        if let Some(session) = filter.session {
            return of_session(statements, tx, session, filter, limit).await;
        }
        let after = filter.after;
        let values = [
            ("grown_before", filter.grown_before.map_or(i64::MAX, Timestamp::as_micros).into()),
            ("grown_at", after.map_or(i64::MIN, |after| after.grown_at.as_micros()).into()),
            ("after_session", after.map(|after| after.session.to_string()).unwrap_or_default().into()),
            ("began", after.map(|after| after.began).unwrap_or_default().store()),
            ("limit", i64::from(limit).into()),
        ];
        let read = |row: &dyn Row| {
            let draft = load_listed(&BehindId(row))?;
            let session = SessionId::load(row, 0)?;
            Ok(match draft {
                Ok(draft) => {
                    let draft = describe(session, &draft);
                    (Some(draft.cursor()), Ok(draft))
                }
                Err(draft) => (draft.cursor(session), Err(draft.message)),
            })
        };
        Ok(DraftList::of_rows(tx.query(&statements.open_drafts, &values, read).await?, limit))
    }
}

async fn of_session<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: SessionId,
    filter: DraftFilter,
    limit: u32,
) -> Result<DraftList> {
    let place = match Place::find(statements, tx, session).await {
        // A session that does not exist has no drafts.
        Err(Error::NotFound { .. }) => return Ok(DraftList::default()),
        place => place?,
    };
    let rows = tx.query(&statements.open_drafts_of_session, &place.with([]), load_listed).await?;
    let (open, damaged) = divide(rows);
    let mut drafts: Vec<_> = open.iter().map(|draft| describe(session, draft)).collect();
    drafts.retain(|draft| {
        filter.grown_before.is_none_or(|before| draft.grown_at < before)
            && filter.after.is_none_or(|after| draft.cursor() > after)
    });
    drafts.sort_by_key(DraftRef::cursor);
    drafts.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    // Every row of the session was read, so the damaged ones take no part in the limit.
    let damaged = damaged.into_iter().map(|draft| draft.message).collect();
    Ok(DraftList { damaged, ..DraftList::new(drafts, limit) })
}

fn describe(session: SessionId, (began, row): &(Offset, DraftRow)) -> DraftRef {
    let cursor = DraftCursor { grown_at: row.grown_at, session, began: *began };
    DraftRef::new(cursor, row.message_id, row.message_sequence, row.revision, row.writer)
}

/// A row whose first column is the id of its session.
struct BehindId<'r>(&'r dyn Row);

impl Row for BehindId<'_> {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        self.0.text(column + 1)
    }

    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        self.0.bytes(column + 1)
    }

    fn blob(&self, column: usize) -> Result<Option<&[u8]>> {
        self.0.blob(column + 1)
    }

    fn integer(&self, column: usize) -> Result<Option<i64>> {
        self.0.integer(column + 1)
    }
}
