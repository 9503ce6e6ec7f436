//! Changes of a message: opens a draft, adds to it, completes or deletes the message.

use super::{
    columns::{Stored as _, Table as _},
    documents::{self, NewContent},
    drafts::{self, Beginning, CHUNKS},
    locked::Locked,
    marks,
    messages::{self, Head},
    row::Row,
    rows::{DraftRow, PieceRow},
    statements::Statements,
    turn_rows,
    tx::Tx,
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId},
        json::Json,
        message::{Document, has_files},
        offset::{Offset, Revision, Sequence},
    },
    repository::{MessageChange, MessageUpdate},
    stream::ChunkLog,
};

/// A change of a message in a locked session.
pub(super) struct Updating<'u> {
    pub(super) id: MessageId,
    pub(super) update: &'u MessageUpdate,
}

impl Updating<'_> {
    /// Makes the change. Returns the revision of the message, and whether it was changed now. The caller writes the
    /// session's row.
    pub(super) async fn apply<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &mut Locked,
    ) -> Result<(Revision, bool)> {
        let open = drafts::open_of(statements, tx, session.place, self.id).await?;
        if let (MessageChange::Grow(chunks), Some((began, draft))) = (&self.update.change, &open) {
            return self.grow(statements, tx, session, *began, draft, chunks).await;
        }
        let head = Head::find(statements, tx, session.place, self.id).await?;
        let head = head.ok_or_else(|| Error::not_found(Resource::Message, self.id))?;
        if head.deleted {
            return match (&self.update.change, head.revised) {
                (MessageChange::Delete, Some(revised)) if head.base == Some(self.update.base) => {
                    Ok((revised, false))
                }
                _ => Err(Error::not_found(Resource::Message, self.id)),
            };
        }
        let draft = open.as_ref().map(|(_, draft)| draft);
        let current = draft.map_or_else(|| head.revision(), |draft| draft.revision);
        if let Some(revision) = self.lost_opening(statements, tx, session, open.as_ref()).await? {
            return Ok((revision, false));
        }
        let repeated = match &self.update.change {
            MessageChange::Complete { document, annotations }
                if draft.is_none() && self.update.base < current =>
            {
                head.base == Some(self.update.base)
                    && head.annotations == *annotations
                    && self.has_document(statements, tx, session, document).await?
            }
            _ => false,
        };
        if !self.update.applies(current, draft.is_some(), || Ok(repeated))? {
            return Ok((current, false));
        }

        let offset = session.next_active()?;
        if matches!(self.update.change, MessageChange::Complete { .. } | MessageChange::Delete)
            && head.annotations.is_some_and(|annotations| has_files(annotations.as_str()))
        {
            let values = session.place.with([("sequence", head.sequence.store())]);
            tx.execute_later(&statements.release_files, &values).await?;
        }
        let step = Step { session, sequence: head.sequence, open: open.map(|(began, _)| began), offset };
        let by = match (&self.update.change, step.open) {
            (MessageChange::Complete { .. }, Some(_)) => 1,
            (MessageChange::Open { .. } | MessageChange::Delete, None) => -1,
            _ => 0,
        };
        if by != 0 {
            marks::count(statements, tx, step.session, (head.sequence, head.author), by).await?;
        }
        match &self.update.change {
            MessageChange::Open { writer } => self.open(statements, tx, &step, *writer).await?,
            MessageChange::Complete { document, annotations } => {
                self.complete(statements, tx, &step, document, annotations.as_ref()).await?;
            }
            MessageChange::Delete => self.delete(statements, tx, &step).await?,
            // A message that is no draft does not grow: `applies` has refused it.
            MessageChange::Grow(_) => {}
        }
        let values = session.place.with([("covers", head.sequence.store())]);
        tx.execute_later(&statements.erase_summary, &values).await?;
        Ok((offset.into(), true))
    }

    /// Adds a piece to a draft, without reading the message.
    async fn grow<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &mut Locked,
        began: Offset,
        draft: &DraftRow,
        chunks: &ChunkLog,
    ) -> Result<(Revision, bool)> {
        let place = session.place;
        let mut last = None;
        if self.update.base < draft.revision {
            let values = place.with([("began", began.store())]);
            last = tx.query_one(&statements.last_piece, &values, drafts::load_piece).await?;
        }
        let repeated =
            last.filter(|(_, piece)| piece.base == self.update.base && piece.content == chunks.as_str());
        if !self.update.applies(draft.revision, true, || Ok(repeated.is_some()))? {
            return Ok((repeated.map_or(draft.revision, |(offset, _)| offset.into()), false));
        }
        let offset = session.next()?;
        let piece =
            PieceRow { began, base: self.update.base, kind: CHUNKS, content: chunks.as_str().to_owned() };
        let mut values = place.with(piece.values());
        values.push(("sequence", offset.store()));
        tx.execute_later(&statements.insert_piece, &values).await?;
        let grown = [
            ("sequence", began.store()),
            ("revision", offset.store()),
            ("grown_at", session.write.at.store()),
        ];
        tx.execute_later(&statements.grow_draft, &place.with(grown)).await?;
        Ok((offset.into(), true))
    }

    /// Returns the revision of an opening whose answer was lost. An opening is never a repetition, so it is recognised
    /// by the open draft.
    async fn lost_opening<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &Locked,
        open: Option<&(Offset, DraftRow)>,
    ) -> Result<Option<Revision>> {
        let (MessageChange::Open { writer }, Some((began, draft)), true) =
            (&self.update.change, open, tx.in_doubt())
        else {
            return Ok(None);
        };
        if draft.writer != *writer || draft.revision <= self.update.base {
            return Ok(None);
        }
        if draft.revision > (*began).into() {
            // Taken over.
            return Ok(Some(draft.revision));
        }
        let values = session.place.with([("began", began.store())]);
        let base = tx.query_one(&statements.base_of_beginning, &values, |row| Revision::load(row, 0)).await?;
        Ok((base == Some(self.update.base)).then_some(draft.revision))
    }

    async fn has_document<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &Locked,
        document: &Document,
    ) -> Result<bool> {
        let values = session.place.with([("id", self.id.store())]);
        let equal = |row: &dyn Row| Ok(messages::load(row)?.1.document == *document);
        Ok(tx.query_one(&statements.find_message, &values, equal).await?.unwrap_or(false))
    }

    async fn open<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        step: &Step<'_>,
        writer: AccountId,
    ) -> Result<()> {
        let place = step.session.place;
        if let Some(began) = step.open {
            let values = [
                ("sequence", began.store()),
                ("revision", step.offset.store()),
                ("writer", writer.store()),
                ("grown_at", step.session.write.at.store()),
            ];
            return tx.execute_later(&statements.take_over_draft, &place.with(values)).await;
        }
        drafts::erase_old(statements, tx, place, step.session.write.at).await?;
        let beginning =
            Beginning { message: self.id, sequence: step.sequence, writer, base: self.update.base };
        beginning.store(statements, tx, step.session, step.offset).await
    }

    async fn complete<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        step: &Step<'_>,
        document: &Document,
        annotations: Option<&Json<'static>>,
    ) -> Result<()> {
        let place = step.session.place;
        let Step { sequence, offset, .. } = *step;
        let content = NewContent { sequence, revised: offset, base: self.update.base, annotations, document };
        documents::complete(statements, tx, place, &content).await?;
        let Some(began) = step.open else {
            // An edit may be a retraction, so the old text must leave the engine's log too.
            tx.note_erasure();
            return drafts::erase_of(statements, tx, place, self.id).await;
        };
        let values = [("sequence", began.store()), ("closed_at", step.session.write.at.store())];
        tx.execute_later(&statements.close_draft, &place.with(values)).await
    }

    async fn delete<T: Tx>(&self, statements: &Statements, tx: &mut T, step: &Step<'_>) -> Result<()> {
        let place = step.session.place;
        tx.note_erasure();
        documents::erase(statements, tx, place, (step.sequence, step.offset, self.update.base)).await?;
        let values = place.with([("sequence", step.sequence.store())]);
        tx.execute_later(&statements.free_keys, &values).await?;
        tx.execute_later(&statements.forget_fingerprint, &values).await?;
        let of_message = place.with([("message_id", self.id.store())]);
        for statement in [&statements.erase_calls, &statements.erase_decisions] {
            tx.execute_later(statement, &of_message).await?;
        }
        turn_rows::forget_content(statements, tx, place, &[self.id]).await?;
        drafts::erase_of(statements, tx, place, self.id).await
    }
}

/// The state during a change.
struct Step<'s> {
    session: &'s Locked,
    /// The sequence of the message.
    sequence: Sequence,
    /// The offset at which its open draft began.
    open: Option<Offset>,
    /// The offset of the change.
    offset: Offset,
}
