//! [`Steps`], a transaction that has locked a session; and the operations that run its steps or change a message.

use super::{
    append::Appending,
    columns::{Stored as _, Table as _},
    drafts,
    locked::{Locked, Place},
    messages::Head,
    rows::{CallRow, NewsRow, RequestRow, TurnRow},
    sessions,
    statements::Statements,
    truncation,
    turn_rows::{encode, find_turn, load, open_turns, put_due},
    tx::{Operation, Tx},
    update::Updating,
    value::Named,
};
use crate::{
    model::{
        call_request::CallRequest,
        error::Result,
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        offset::Revision,
        session::SessionChange,
    },
    repository::{
        Appended, Done, Effects, MessageBatch, MessageChange, MessageUpdate, NewCall, RunCall, Step,
        Submission, Truncation, TurnBook, Write,
        turns::run::{self, StepTx},
    },
};

/// A transaction that has locked a session.
pub(super) struct Steps<'t, T> {
    statements: &'t Statements,
    tx: &'t mut T,
    session: Locked,
}

impl<'t, T: Tx> Steps<'t, T> {
    pub(super) fn new(statements: &'t Statements, tx: &'t mut T, session: Locked) -> Self {
        Self { statements, tx, session }
    }

    /// Writes the session's row, if something changed.
    pub(super) async fn store(&mut self) -> Result<()> {
        self.session.store(self.statements, self.tx).await
    }
}

impl<T: Tx> StepTx for Steps<'_, T> {
    fn in_doubt(&self) -> bool {
        self.tx.in_doubt()
    }

    fn has_written(&self) -> bool {
        self.session.has_moved()
    }

    async fn is_idle(&mut self) -> Result<bool> {
        let values = self.session.place.with([]);
        Ok(self.tx.query_one(&self.statements.any_open, &values, |_| Ok(())).await?.is_none())
    }

    async fn book(&mut self, turns: &[TurnId], requests: &[CallRequestId]) -> Result<TurnBook> {
        let (statements, place) = (self.statements, self.session.place);
        let mut known_turns = open_turns(statements, self.tx, place).await?;
        for id in turns {
            if known_turns.iter().all(|known| known.turn.id != *id) {
                known_turns.extend(find_turn(statements, self.tx, place, *id).await?);
            }
        }
        let mut known: Vec<CallRequest<AccountId>> =
            self.tx.query(&statements.open_requests_of, &place.with([]), load).await?;
        for id in requests {
            if known.iter().all(|known| known.id != *id) {
                let values = place.with([("id", id.store())]);
                known.extend(self.tx.query_one(&statements.find_request_of, &values, load).await?);
            }
        }
        let now = self.tx.now().await?;
        Ok(TurnBook::new(place.session, now, self.session.generation, known_turns, known))
    }

    async fn write_effects(&mut self, effects: Effects) -> Result<()> {
        let Self { statements, tx, session } = self;
        let place = session.place;
        for record in &effects.turns {
            let row = TurnRow::new(record)?;
            tx.execute_later(&statements.put_turn, &place.with(row.values())).await?;
        }
        for request in &effects.requests {
            let row = RequestRow::new(request)?;
            tx.execute_later(&statements.put_request, &place.with(row.values())).await?;
        }
        for message in &effects.settled {
            let values = place.with([("message_id", message.store())]);
            tx.execute_later(&statements.erase_decisions, &values).await?;
        }
        for news in &effects.news {
            let mut values = place.with(NewsRow::new(news)?.values());
            values.push(("sequence", session.next()?.store()));
            tx.execute_later(&statements.insert_news, &values).await?;
        }
        if !effects.turns.is_empty() {
            put_due(statements, *tx, place, &effects).await?;
        }
        session.raise(effects.generation);
        Ok(())
    }

    async fn change_session(&mut self, change: &SessionChange) -> Result<()> {
        let (_, row) = sessions::lock(self.statements, self.tx, self.session.place.session).await?;
        sessions::change(self.statements, self.tx, &mut self.session, row, change).await
    }

    async fn append(&mut self, batch: &MessageBatch) -> Result<Appended> {
        Appending::new(batch, self.session.write).store(self.statements, self.tx, &mut self.session).await
    }

    async fn replay(&mut self, batch: &MessageBatch) -> Result<Option<Appended>> {
        let appending = Appending::new(batch, self.session.write);
        appending.earlier(self.statements, self.tx, self.session.place).await
    }

    async fn update(&mut self, message: MessageId, update: &MessageUpdate) -> Result<(Revision, bool)> {
        Updating { id: message, update }.apply(self.statements, self.tx, &mut self.session).await
    }

    async fn truncate(&mut self, truncation: &Truncation) -> Result<Vec<MessageId>> {
        truncation::truncate(self.statements, self.tx, &mut self.session, truncation).await
    }

    async fn exists(&mut self, message: MessageId) -> Result<bool> {
        let head = Head::find(self.statements, self.tx, self.session.place, message).await?;
        Ok(head.is_some_and(|head| !head.deleted))
    }

    async fn is_draft(&mut self, message: MessageId) -> Result<bool> {
        Ok(drafts::open_of(self.statements, self.tx, self.session.place, message).await?.is_some())
    }

    async fn find_call(&mut self, message: MessageId, ordinal: u32) -> Result<Option<RunCall>> {
        let values = self.session.place.with(call(message, ordinal));
        self.tx.query_one(&self.statements.find_call, &values, load).await
    }

    async fn put_call(&mut self, call: &RunCall) -> Result<()> {
        let begun = &call.begun;
        let row =
            CallRow { message_id: begun.message, ordinal: begun.ordinal.into(), document: encode(call)? };
        self.tx.execute_later(&self.statements.put_call, &self.session.place.with(row.values())).await
    }
}

#[derive(Debug)]
pub(crate) struct UpdateMessage {
    pub(crate) session: SessionId,
    pub(crate) id: MessageId,
    pub(crate) update: MessageUpdate,
    pub(crate) write: Write,
}

impl Operation for UpdateMessage {
    type Output = Revision;

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Revision> {
        Place::announce(tx, &statements.find_draft, self.session, [("message_id", self.id.store())]);
        if !matches!(self.update.change, MessageChange::Grow(_)) {
            Place::announce(tx, &statements.find_head, self.session, [("id", self.id.store())]);
            Place::announce(tx, &statements.any_open, self.session, []);
        }
        let session = Locked::lock(statements, tx, self.session, self.write).await?;
        let generation = session.generation;
        let mut steps = Steps::new(statements, tx, session);
        let revision = run::update_alone(&mut steps, self.id, &self.update, self.write, generation).await?;
        steps.store().await?;
        Ok(revision)
    }
}

/// Deletes a message and all later ones.
#[derive(Debug)]
pub(crate) struct Truncate {
    pub(crate) session: SessionId,
    pub(crate) truncation: Truncation,
    pub(crate) write: Write,
}

impl Operation for Truncate {
    type Output = Vec<MessageId>;

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<MessageId>> {
        Place::announce(tx, &statements.any_open, self.session, []);
        let session = Locked::lock(statements, tx, self.session, self.write).await?;
        let generation = session.generation;
        let mut steps = Steps::new(statements, tx, session);
        let deleted = run::truncate_alone(&mut steps, &self.truncation, self.write, generation).await?;
        steps.store().await?;
        Ok(deleted)
    }
}

/// Runs steps.
#[derive(Debug)]
pub(crate) struct Transact {
    pub(crate) session: SessionId,
    pub(crate) steps: Vec<Step>,
    pub(crate) write: Write,
}

impl Operation for Transact {
    type Output = Vec<Done>;

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<Done>> {
        self.announce(statements, tx);
        // An old fence may be that of a repetition.
        let session = Locked::lock_unfenced(statements, tx, self.session, self.write).await?;
        let generation = session.generation;
        let mut steps = Steps::new(statements, tx, session);
        let done = run::run(&mut steps, &self.steps, self.write, generation).await?;
        steps.store().await?;
        Ok(done)
    }
}

impl Transact {
    /// Announces the queries of the steps whose results no earlier step changes.
    fn announce<T: Tx>(&self, statements: &Statements, tx: &mut T) {
        if !tx.announces() {
            return;
        }
        let mut announce = |statement, values: &[Named]| {
            Place::announce(tx, statement, self.session, values.iter().cloned());
        };
        announce(&statements.open_turns, &[]);
        announce(&statements.open_requests_of, &[]);
        // These are looked for before the first step, if they are not open.
        for step in &self.steps {
            match step {
                Step::Submit(submission) => {
                    announce(&statements.find_turn, &[("id", submission.turn.store())]);
                }
                Step::Ask(requests) => {
                    for new in requests {
                        announce(&statements.find_request_of, &[("id", new.request.id.store())]);
                    }
                }
                _ => {}
            }
        }
        match self.steps.first() {
            Some(Step::Append(batch) | Step::Submit(Submission { batch: Some(batch), .. })) => {
                if let Some(key) = Appending::new(batch, self.write).idempotency_key() {
                    announce(&statements.find_key, &key);
                }
            }
            Some(Step::Update { message, update, .. }) => {
                announce(&statements.find_draft, &[("message_id", message.store())]);
                if !matches!(update.change, MessageChange::Grow(_)) {
                    announce(&statements.find_head, &[("id", message.store())]);
                }
            }
            Some(
                Step::BeginCall(NewCall { message, ordinal, .. }) | Step::EndCall { message, ordinal, .. },
            ) => {
                announce(&statements.find_call, &call(*message, *ordinal));
            }
            _ => {}
        }
        tx.announce_now();
    }
}

/// Returns the values that identify a call.
fn call(message: MessageId, ordinal: u32) -> [Named; 2] {
    [("message_id", message.store()), ("ordinal", i64::from(ordinal).into())]
}
