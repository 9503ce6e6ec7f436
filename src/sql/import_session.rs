//! The operation that imports a whole session.

#[cfg(feature = "search")]
use super::search::index;
use super::{
    columns::{Stored as _, Table as _},
    counts,
    locked::Place,
    marks,
    row::Row,
    rows::{AliasRow, ImportedRow, KeyRow, MarkRow, NewsRow, RequestRow, START, SessionRow, TurnRow},
    sessions,
    statement::MAX_SEQUENCE,
    statements::Statements,
    transcripts::{insert, no_room},
    turn_rows::put_due,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Error, ErrorKind, Resource, Result},
        id::AccountId,
        offset::{Generation, Offset, Sequence},
        time::Timestamp,
    },
    repository::{ExistingSession, ImportOutcome, TurnBook, WholeSession},
};

/// Imports a session, if [`WholeSession::outcome`] allows it.
#[derive(Debug)]
pub(crate) struct ImportSession {
    pub(crate) session: WholeSession,
    pub(crate) dry_run: bool,
}

impl Operation for ImportSession {
    type Output = ImportOutcome;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<ImportOutcome> {
        let whole = &self.session;
        let id = whole.head.reference.id;
        let existing = match sessions::lock_hidden(statements, tx, id).await {
            Ok(existing) => Some(existing),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let found = match &existing {
            Some((place, row)) => Some(describe(statements, tx, *place, row).await?),
            None => None,
        };
        let known = tx.query_one(&statements.find_imported, &[("id", id.store())], |_| Ok(())).await?;
        let outcome = whole.outcome(found.as_ref(), known.is_some());
        if self.dry_run {
            return Ok(outcome);
        }
        let row = SessionRow::of_head(&whole.head)?;
        match (outcome, existing) {
            (ImportOutcome::New, _) => {
                let values = row.values();
                let number = tx.query_one(&statements.create_session, &values, |row| i64::load(row, 0));
                // Another import has made it meanwhile.
                let number = number.await?.ok_or_else(|| Error::already_exists(Resource::Session, id))?;
                let place = Place::new(id, number)?;
                self.write(statements, tx, place, &row).await?;
                self.mark(statements, tx, place, Vec::new()).await?;
            }
            (ImportOutcome::Replaced, Some((place, before))) => {
                let load = |row: &dyn Row| MarkRow::load(row).map(|mark| (mark.account, mark.seen));
                let marks = tx.query(&statements.marks_of, &place.with([]), load).await?;
                for of in &statements.erase.of_session {
                    tx.execute_later(&of.delete, &place.with([])).await?;
                }
                #[cfg(feature = "search")]
                index::erase_session(statements, tx, place).await?;
                counts::move_lists(statements, tx, place, Some(&before), None).await?;
                tx.execute_later(&statements.publish_session, &place.with(row.values())).await?;
                self.write(statements, tx, place, &row).await?;
                self.mark(statements, tx, place, marks).await?;
            }
            (ImportOutcome::Same, Some((place, _))) => self.mark(statements, tx, place, Vec::new()).await?,
            _ => {}
        }
        Ok(outcome)
    }
}

/// Describes the stored session that has the id.
async fn describe<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    row: &SessionRow,
) -> Result<ExistingSession> {
    let values = place.with([("kind", START.into()), ("key", "".into())]);
    let start = tx.query_one(&statements.find_key, &values, KeyRow::load).await?;
    Ok(ExistingSession {
        hidden: row.hidden.is_some(),
        deleted: row.deleted_at.is_some(),
        held: row.held_at.is_some(),
        fingerprint: start.and_then(|start| start.fingerprint),
        offset: row.last_offset,
    })
}

impl ImportSession {
    /// Writes everything that belongs to a session, after its own row.
    async fn write<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
        row: &SessionRow,
    ) -> Result<()> {
        let whole = &self.session;
        if place.number != 0 && whole.head.offset.get() > MAX_SEQUENCE {
            return Err(no_room());
        }
        for entry in &whole.entries {
            insert(statements, tx, place, entry).await?;
        }
        for (id, sequence) in &whole.aliases {
            let row = AliasRow { id: *id, sequence: *sequence };
            tx.execute_later(&statements.insert_alias, &place.with(row.values())).await?;
        }
        for turn in &whole.turns {
            tx.execute_later(&statements.put_turn, &place.with(TurnRow::new(turn)?.values())).await?;
        }
        for request in &whole.requests {
            tx.execute_later(&statements.put_request, &place.with(RequestRow::new(request)?.values()))
                .await?;
        }
        for (offset, news) in &whole.news {
            let mut values = place.with(NewsRow::new(news)?.values());
            values.push(("sequence", offset.store()));
            tx.execute_later(&statements.insert_news, &values).await?;
        }
        if !whole.turns.is_empty() {
            let (turns, requests) = (whole.turns.clone(), whole.requests.clone());
            let generation = Generation::default();
            let book = TurnBook::new(place.session, Timestamp::UNIX_EPOCH, generation, turns, requests);
            put_due(statements, tx, place, &book.into_effects()).await?;
        }
        let start = KeyRow {
            kind: START,
            key: String::new(),
            sequence: Sequence::FIRST,
            count: 0,
            fingerprint: Some(whole.start()),
        };
        tx.execute_later(&statements.insert_key, &place.with(start.values())).await?;
        let imported = ImportedRow { id: place.session };
        tx.execute_later(&statements.put_imported, &imported.values()).await?;
        #[cfg(feature = "search")]
        index::put_name(statements, tx, place, &row.name, false).await?;
        counts::move_lists(statements, tx, place, None, Some(row)).await
    }

    /// Writes the read marks.
    async fn mark<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
        stored: Vec<(AccountId, Offset)>,
    ) -> Result<()> {
        for (account, seen) in self.session.marks(stored, |account| account) {
            marks::put(statements, tx, place, account, seen).await?;
        }
        Ok(())
    }
}
