//! Erasing sessions, and what an account left in the sessions of others.

use std::collections::BTreeMap;

#[cfg(feature = "search")]
use super::search::index;
use super::{
    columns::{Stored as _, Table as _},
    counts,
    erase_statements::OfTable,
    locked::{Locked, Place},
    row::Row,
    rows::{NewsRow, RequestRow, SessionRow, TurnRow},
    sessions,
    statements::Statements,
    turn_rows::{self, encode},
    turns::Steps,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        call_request::CallRequest,
        erasure::{Erasure, Receipt},
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId},
        offset::{Generation, Revision, Sequence},
        time::Timestamp,
    },
    repository::{
        ErasableSession, MessageChange, MessageUpdate, TurnNews, TurnRecord, Write, turns::run::update_alone,
    },
};

/// Lists sessions in ascending order of their ids, also deleted ones.
#[derive(Debug)]
pub(crate) struct ErasableSessions(pub(crate) Option<SessionId>, pub(crate) u32);

impl Operation for ErasableSessions {
    type Output = Vec<ErasableSession>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let after = self.0.map(|id| id.to_string()).unwrap_or_default();
        let values = [("after", after.into()), ("limit", i64::from(self.1).into())];
        let read = |row: &dyn Row| {
            // A row that does not decode has an id: it is met, and the erasure of its session reports it.
            Ok(ErasableSession { id: SessionId::load(row, 0)?, created_by: AccountId::load(row, 1).ok() })
        };
        tx.query(&statements.erase.walk, &values, read).await
    }
}

/// Sets or ends the hold of a session.
#[derive(Debug)]
pub(crate) struct HoldSession(pub(crate) SessionId, pub(crate) Option<Timestamp>);

impl Operation for HoldSession {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let (place, _) = sessions::lock(statements, tx, self.0).await?;
        tx.execute_later(&statements.erase.hold, &place.with([("held_at", self.1.store())])).await
    }
}

/// Erases a session.
#[derive(Debug)]
pub(crate) struct EraseSession {
    pub(crate) session: SessionId,
    pub(crate) only_if: Option<Erasure>,
    pub(crate) dry_run: bool,
}

impl Operation for EraseSession {
    type Output = Receipt;

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Receipt> {
        let (place, row) = sessions::lock_hidden(statements, tx, self.session).await?;
        // It may have changed since the sweep met it.
        if self
            .only_if
            .is_some_and(|erasure| !erasure.selects(row.created_at, row.updated_at, row.created_by))
        {
            return Ok(Receipt::default());
        }
        if row.held_at.is_some() {
            return match self.only_if {
                Some(_) => Ok(Receipt::of_held()),
                None => Err(Error::Conflict(Conflict::Held)),
            };
        }
        let mut receipt = Receipt { sessions: 1, ..Receipt::default() };
        receipt.count(SessionRow::LAYOUT.name, 1);
        for OfTable { name, count, delete } in &statements.erase.of_session {
            let rows = if self.dry_run {
                let counted = tx.query_one(count, &place.with([]), |row| i64::load(row, 0)).await?;
                u64::try_from(counted.unwrap_or(0)).unwrap_or(0)
            } else {
                tx.execute(delete, &place.with([])).await?
            };
            receipt.count(name, rows);
        }
        if !self.dry_run {
            tx.note_erasure();
            #[cfg(feature = "search")]
            index::erase_session(statements, tx, place).await?;
            counts::move_lists(statements, tx, place, Some(&row), None).await?;
            counts::forget_empty(statements, tx, &row).await?;
            tx.execute_later(&statements.erase.session, &place.with([])).await?;
        }
        Ok(receipt)
    }
}

/// Erases what an account left in a session.
#[derive(Debug)]
pub(crate) struct EraseAccountIn {
    pub(crate) session: SessionId,
    pub(crate) account: AccountId,
    pub(crate) write: Write,
    pub(crate) dry_run: bool,
}

impl Operation for EraseAccountIn {
    type Output = Receipt;

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Receipt> {
        let (place, row) = sessions::lock_hidden(statements, tx, self.session).await?;
        let mut receipt = Receipt::default();
        let written = self.written(statements, tx, place).await?;
        receipt.count("messages", written.len() as u64);
        let mark = place.with([("account", self.account.store())]);
        if tx.query_one(&statements.erase.find_mark, &mark, |_| Ok(())).await?.is_some() {
            receipt.count("read_marks", 1);
        }
        let (requests, turns, news) = self.decided(statements, tx, place).await?;
        receipt.count("call_requests", requests.len() as u64);
        receipt.count("turns", turns.len() as u64);
        receipt.count("turn_news", news.len() as u64);
        if row.held_at.is_some() {
            return Ok(if receipt.rows.is_empty() { receipt } else { Receipt::of_held() });
        }
        if self.dry_run || receipt.rows.is_empty() {
            return Ok(receipt);
        }

        tx.note_erasure();
        tx.execute_later(&statements.erase.mark, &mark).await?;
        for request in &requests {
            tx.execute_later(&statements.put_request, &place.with(RequestRow::new(request)?.values()))
                .await?;
        }
        for turn in &turns {
            tx.execute_later(&statements.put_turn, &place.with(TurnRow::new(turn)?.values())).await?;
        }
        for (sequence, document) in news {
            let values = place.with([("sequence", sequence.store()), ("document", document.into())]);
            tx.execute_later(&statements.erase.rewrite_news, &values).await?;
        }
        if !written.is_empty() {
            let mut session = Locked::new(place, self.write, row.last_offset, row.updated_at, row.generation)
                .with_labels(row.labels.is_some());
            if row.hidden.is_some() {
                // The writer of this unpublished copy has read erased text. A new generation makes it fail and read
                // again.
                session.raise(Generation::new(row.generation.get() + 1));
            }
            let mut steps = Steps::new(statements, tx, session);
            for (id, base) in written {
                let update = MessageUpdate { base, change: MessageChange::Delete };
                update_alone(&mut steps, id, &update, self.write, row.generation).await?;
            }
            steps.store().await?;
        }
        Ok(receipt)
    }
}

impl EraseAccountIn {
    /// Finds the messages that the account has written, and the drafts that it writes on behalf of a robot, with their
    /// revisions, oldest first.
    async fn written<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
    ) -> Result<Vec<(MessageId, Revision)>> {
        let values = place.with([("account", self.account.store())]);
        let read = |row: &dyn Row| {
            let sequence = Sequence::load(row, 0)?;
            let revised: Option<Revision> = Option::load(row, 2)?;
            Ok((sequence, (MessageId::load(row, 1)?, revised.unwrap_or_else(|| sequence.into()))))
        };
        let written = tx.query(&statements.erase.written, &values, read).await?;
        let mut written: BTreeMap<_, _> = written.into_iter().collect();
        let read = |row: &dyn Row| {
            let own = row.text(3)? == Some(&*self.account.to_string());
            let draft = (MessageId::load(row, 1)?, Revision::load(row, 2)?);
            Ok((Sequence::load(row, 0)?, draft, own))
        };
        // The revision of a message with an open draft is that of the draft.
        for (sequence, draft, own) in tx.query(&statements.erase.open_drafts, &place.with([]), read).await? {
            if own || written.contains_key(&sequence) {
                written.insert(sequence, draft);
            }
        }
        Ok(written.into_values().collect())
    }

    /// Finds the records with a decision or a reason of the account, and removes these from them.
    async fn decided<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
    ) -> Result<(Vec<CallRequest<AccountId>>, Vec<TurnRecord>, Vec<(Sequence, String)>)> {
        let erase = &statements.erase;
        let mut requests: Vec<CallRequest<AccountId>> =
            tx.query(&erase.requests, &place.with([]), turn_rows::load).await?;
        requests.retain_mut(|request| request.forget(self.account));
        let mut turns: Vec<TurnRecord> = tx.query(&erase.turns, &place.with([]), turn_rows::load).await?;
        turns.retain_mut(|record| record.turn.forget(self.account));
        let read = |row: &dyn Row| Ok((Sequence::load(row, 0)?, NewsRow::load(row)?.document));
        let mut news = Vec::new();
        for (sequence, document) in tx.query(&erase.news, &place.with([]), read).await? {
            let mut told: TurnNews = turn_rows::decode(&document)?;
            let changed = match &mut told {
                TurnNews::Turn(turn) => turn.forget(self.account),
                TurnNews::Decision(request) => request.forget(self.account),
            };
            if changed {
                news.push((sequence, encode(&told)?));
            }
        }
        Ok((requests, turns, news))
    }
}
