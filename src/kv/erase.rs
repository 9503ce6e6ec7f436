//! Erasing sessions, and what an account left in the sessions of others.

use super::{
    KeyValue, KeyValueStore, keys, lists,
    rows::{self, DraftRow, MessageRow, SessionRow},
    sessions::{self, View},
    store::{AT_ONCE, Batch, Walk},
    turns::{Tx, put_request, put_turn},
};
use crate::{
    model::{
        erasure::{Erasure, Receipt},
        error::{Conflict, Error, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        offset::{Generation, Offset, Revision, Sequence},
        time::Timestamp,
    },
    repository::{ErasableSession, MessageChange, MessageUpdate, TurnNews, Write, turns::run::update_alone},
};

impl<K: KeyValue> KeyValueStore<K> {
    pub(super) async fn find_erasable(
        &self,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<Vec<ErasableSession>> {
        let (first, end) = keys::sessions();
        let from = after.map_or(first, |id| [&keys::session(id)[..], &[0]].concat());
        let (mut walk, mut found) = (Walk::new((from, end), false), Vec::new());
        while !walk.ended() && found.len() < limit as usize {
            let wanted = (limit as usize - found.len()).min(AT_ONCE);
            for (key, stored) in self.next(&mut walk, wanted).await? {
                let id = keys::last_id(&key).ok_or_else(|| rows::damaged("a session has an invalid key"))?;
                let row = rows::read::<SessionRow>(stored.value()).ok();
                let created_by = row.map(|(row, _)| row.reference.created_by);
                found.push(ErasableSession { id: SessionId::from_bytes(id), created_by });
            }
        }
        Ok(found)
    }

    pub(super) async fn try_hold_session(
        &self,
        id: SessionId,
        since: Option<Timestamp>,
    ) -> Result<Option<()>> {
        let view = self.view_any(id).await?;
        let mut edit = Self::edit_of(view, Write::at(Timestamp::UNIX_EPOCH));
        edit.row.held_at = since;
        Ok(self.finish(edit).await?.then_some(()))
    }

    pub(super) async fn try_erase_session(
        &self,
        id: SessionId,
        only_if: Option<Erasure>,
        dry_run: bool,
    ) -> Result<Option<Receipt>> {
        let view = self.view_hidden(id).await?;
        let reference = &view.row.reference;
        if only_if.is_some_and(|erasure| {
            !erasure.selects(reference.created_at, reference.updated_at, reference.created_by)
        }) {
            return Ok(Some(Receipt::default()));
        }
        if view.row.held_at.is_some() {
            return match only_if {
                Some(_) => Ok(Some(Receipt::of_held())),
                None => Err(Error::Conflict(Conflict::Held)),
            };
        }
        let mut edit = Self::edit_of(view, Write::at(Timestamp::UNIX_EPOCH));
        let receipt = self.remove_rows(&edit.before, &mut edit.batch).await?;
        if dry_run {
            return Ok(Some(receipt));
        }
        Ok(self.erase(edit).await?.then_some(receipt))
    }

    /// Removes all rows of a session except its own, and counts them.
    pub(super) async fn remove_rows(&self, view: &View, batch: &mut Batch) -> Result<Receipt> {
        let id = view.id;
        let mut receipt = Receipt { sessions: 1, ..Receipt::default() };
        receipt.count("sessions", 1);
        for draft in self.drafts(view).await?.iter().filter(|draft| draft.is_open()) {
            batch.remove(keys::open_draft(draft.grown_at, id, draft.began));
        }
        for (key, _) in self.all(keys::request_entries(Some(id), false)).await? {
            let request = keys::last_id(&key).map(CallRequestId::from_bytes);
            let Some(request) = request else { continue };
            if let Some((_, request)) = self.request(request).await? {
                for (scope, open) in [(None, false), (None, true), (Some(id), false), (Some(id), true)] {
                    batch.remove(keys::request_entry(scope, open, request.created_at, request.id));
                }
            }
            batch.remove(keys::request(request));
            receipt.count("call_requests", 1);
        }
        for (key, _) in self.all(keys::files_of_session(id)).await? {
            let Some((file, sequence)) = keys::read_file_of_session(&key) else { continue };
            for key in keys::both_file_refs(file, id, sequence) {
                batch.remove(key);
            }
            receipt.count("file_refs", 1);
        }
        for (name, range) in keys::tables_of_session(id) {
            let rows = self.all(range).await?;
            receipt.count(name, rows.len() as u64);
            for (key, _) in rows {
                batch.remove(key);
            }
        }
        Ok(receipt)
    }

    pub(super) async fn try_erase_account_in(
        &self,
        session: SessionId,
        account: AccountId,
        write: Write,
        dry_run: bool,
    ) -> Result<Option<Receipt>> {
        let mut tx = Tx::begin(self, session, write).await?;
        let outcome = Self::erase_account(&mut tx, session, account, write).await;
        if dry_run {
            return outcome.map(Some);
        }
        tx.end(outcome).await
    }

    /// Erases what an account left in a session, in a transaction.
    async fn erase_account(
        tx: &mut Tx<K>,
        session: SessionId,
        account: AccountId,
        write: Write,
    ) -> Result<Receipt> {
        let mut receipt = Receipt::default();
        let before = tx.store.view_hidden(session).await?;
        let (held, deleted_at) = (before.row.held_at.is_some(), before.row.reference.deleted_at);
        let hidden = before.row.hidden;
        let written = tx.store.written_by(&before, account).await?;
        receipt.count("messages", written.len() as u64);

        let mut edit = Self::edit_of(before, Write::at(Timestamp::UNIX_EPOCH));
        // What is deleted or not published is written to as if it were not, inside of this transaction.
        (edit.row.reference.deleted_at, edit.row.hidden) = (None, false);
        if hidden {
            // The writer of this unpublished copy has read erased text. A new generation makes it fail and read again.
            edit.row.generation = Generation::new(edit.row.generation.get() + 1);
        }
        let mark = keys::mark(session, account);
        if tx.store.get(&mark).await?.is_some() {
            receipt.count("read_marks", 1);
            edit.batch.remove(mark);
        }
        for (key, _) in tx.store.all(keys::request_entries(Some(session), false)).await? {
            let id = keys::last_id(&key).map(CallRequestId::from_bytes);
            let Some(id) = id else { continue };
            let Some((told, mut request)) = tx.store.request(id).await? else { continue };
            if request.forget(account) {
                receipt.count("call_requests", 1);
                put_request(&mut edit.batch, told, &request)?;
            }
        }
        for (key, _) in tx.store.all(keys::turn_entries(session, false)).await? {
            let id = keys::last_id(&key).map(TurnId::from_bytes);
            let Some(id) = id else { continue };
            let Some(mut record) = tx.store.turn(session, id).await? else { continue };
            if record.turn.forget(account) {
                receipt.count("turns", 1);
                put_turn(&mut edit.batch, &record)?;
            }
        }
        for (key, stored) in tx.store.all(keys::all_news(session)).await? {
            let mut news: TurnNews = rows::from_json(stored.value())?;
            let changed = match &mut news {
                TurnNews::Turn(turn) => turn.forget(account),
                TurnNews::Decision(request) => request.forget(account),
            };
            if changed {
                receipt.count("turn_news", 1);
                edit.batch.put(key, rows::to_json(&news)?);
            }
        }
        if receipt.rows.is_empty() {
            return Ok(receipt);
        }
        if held {
            return Ok(Receipt::of_held());
        }
        let generation = edit.row.generation;
        edit.row.overwritten = edit.row.offset;
        let done = tx.store.finish(edit).await?.then_some(());
        tx.done(done)?;
        for (id, base) in written {
            let update = MessageUpdate { base, change: MessageChange::Delete };
            update_alone(tx, id, &update, write, generation).await?;
        }
        if deleted_at.is_some() {
            let mut edit = tx.store.edit(session, Write::at(Timestamp::UNIX_EPOCH)).await?;
            (edit.row.reference.deleted_at, edit.row.hidden) = (deleted_at, hidden);
            let done = tx.store.finish(edit).await?.then_some(());
            tx.done(done)?;
        }
        Ok(receipt)
    }

    /// Finds the messages that an account has written, and the drafts that it writes on behalf of a robot.
    async fn written_by(&self, view: &View, account: AccountId) -> Result<Vec<(MessageId, Revision)>> {
        let drafts: Vec<DraftRow> = self.drafts(view).await?;
        let mut walk = Walk::new(keys::messages(view.id, Offset::default(), view.offset()), false);
        let mut written = Vec::new();
        while !walk.ended() {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                let sequence = keys::number(&key).and_then(Sequence::new);
                let sequence = sequence.ok_or_else(|| rows::damaged("a message has an invalid key"))?;
                let row = MessageRow::read(sequence, stored.value())?;
                let draft = rows::open_draft(&drafts, sequence);
                let own =
                    row.header.author == Some(account) || draft.is_some_and(|draft| draft.writer == account);
                if own && !row.header.deleted {
                    written.push((row.header.id, draft.map_or(row.revision(), |draft| draft.revision)));
                }
            }
        }
        Ok(written)
    }

    /// Commits an edit that erases its session.
    async fn erase(&self, edit: sessions::Edit) -> Result<bool> {
        let sessions::Edit { before, row: _, mut batch, .. } = edit;
        lists::move_entries(&mut batch, before.lists(), []);
        batch.put.extend(sessions::due(before.id, &before.row).map(|key| (key, None)));
        batch.remove(keys::session(before.id));
        self.commit(batch).await
    }
}
