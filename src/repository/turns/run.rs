//! [`run`]: runs the steps of a transaction; written once for every store of this crate.

use std::future::Future;

use super::{
    book::TurnBook,
    effects::Effects,
    records::{CallBegun, Decision, Done, NewCall, RunCall, Step, Submission, Submitted, TurnRecord},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestState},
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, CallRequestId, MessageId, TurnId},
        message::Annotations,
        offset::{Generation, Revision},
        session::SessionChange,
    },
    repository::{
        records::{Appended, MessageBatch, MessageChange, MessageUpdate},
        truncation::Truncation,
        write::Write,
    },
};

/// A transaction in which one session is locked. Each method sees the writes of the earlier ones.
pub(crate) trait StepTx: Send {
    /// Returns whether an earlier attempt of the transaction may have been committed: its answer was lost.
    fn in_doubt(&self) -> bool;

    /// Returns whether the transaction has taken an offset.
    fn has_written(&self) -> bool;

    /// Returns whether the session has no open turn and no open request.
    fn is_idle(&mut self) -> impl Future<Output = Result<bool>> + Send;

    /// Returns the book of the session, which also has these turns and requests if they exist.
    fn book(
        &mut self,
        turns: &[TurnId],
        requests: &[CallRequestId],
    ) -> impl Future<Output = Result<TurnBook>> + Send;

    /// Writes the effects of a book. Each change in [`news`](Effects::news) takes an offset.
    fn write_effects(&mut self, effects: Effects) -> impl Future<Output = Result<()>> + Send;

    fn change_session(&mut self, change: &SessionChange) -> impl Future<Output = Result<()>> + Send;

    /// Appends messages for which [`replay`](Self::replay) returned `None`.
    fn append(&mut self, batch: &MessageBatch) -> impl Future<Output = Result<Appended>> + Send;

    /// Returns the messages of an earlier append: one with the same key, or one of this transaction whose answer was
    /// lost.
    fn replay(&mut self, batch: &MessageBatch) -> impl Future<Output = Result<Option<Appended>>> + Send;

    /// Changes a message. Returns its revision, and whether it was changed now: a repetition changes nothing.
    fn update(
        &mut self,
        message: MessageId,
        update: &MessageUpdate,
    ) -> impl Future<Output = Result<(Revision, bool)>> + Send;

    /// Deletes a message and all later ones, and returns their ids.
    fn truncate(&mut self, truncation: &Truncation) -> impl Future<Output = Result<Vec<MessageId>>> + Send;

    /// Returns whether a message exists and is not deleted.
    fn exists(&mut self, message: MessageId) -> impl Future<Output = Result<bool>> + Send;

    /// Returns whether a message has an open draft. `false` if it does not exist.
    fn is_draft(&mut self, message: MessageId) -> impl Future<Output = Result<bool>> + Send;

    fn find_call(
        &mut self,
        message: MessageId,
        ordinal: u32,
    ) -> impl Future<Output = Result<Option<RunCall>>> + Send;

    fn put_call(&mut self, call: &RunCall) -> impl Future<Output = Result<()>> + Send;
}

/// Changes one message, with the effects on the turns and requests of its session.
pub(crate) async fn update_alone<T: StepTx>(
    tx: &mut T,
    message: MessageId,
    update: &MessageUpdate,
    write: Write,
    current: Generation,
) -> Result<Revision> {
    if matches!(update.change, MessageChange::Grow(_)) || tx.is_idle().await? {
        write.check_fence(current)?;
        return Ok(tx.update(message, update).await?.0);
    }
    if matches!(update.change, MessageChange::Open { .. }) {
        write.check_fence(current)?;
        tx.book(&[], &[]).await?.check_free(message)?;
        return Ok(tx.update(message, update).await?.0);
    }
    let step = Step::Update { message, update: update.clone(), decisions: Vec::new() };
    let done = run(tx, &[step], write, current).await?.pop().unwrap_or(Done::Nothing);
    done.revision()
}

/// Deletes a message and all later ones, with the effects on the turns and requests of their session.
pub(crate) async fn truncate_alone<T: StepTx>(
    tx: &mut T,
    truncation: &Truncation,
    write: Write,
    current: Generation,
) -> Result<Vec<MessageId>> {
    if tx.is_idle().await? {
        write.check_fence(current)?;
        return tx.truncate(truncation).await;
    }
    match run(tx, &[Step::Truncate(*truncation)], write, current).await?.pop() {
        Some(Done::Truncated(removed)) => Ok(removed),
        _ => Ok(Vec::new()),
    }
}

/// Runs steps in a transaction. `current` is the generation of the session.
pub(crate) async fn run<T: StepTx>(
    tx: &mut T,
    steps: &[Step],
    write: Write,
    current: Generation,
) -> Result<Vec<Done>> {
    let turns: Vec<_> = steps.iter().filter_map(named_turn).collect();
    let requests: Vec<_> = steps.iter().flat_map(named_requests).collect();
    let mut book = tx.book(&turns, &requests).await?;
    // The end of a turn raises the generation, so a transaction with one is repeated with an old fence.
    let repeats = write.check_fence(current).is_err();
    if repeats && !steps.iter().any(|step| has_ended(&book, step, write)) {
        write.check_fence(current)?;
    }
    let mut done = Vec::with_capacity(steps.len());
    // Why a truncation was not possible, unless a submission shows that it was done before.
    let mut gone = None;
    for step in steps {
        match run_one(tx, &mut book, step).await {
            Err(error @ Error::NotFound { .. }) if matches!(step, Step::Truncate(_)) => {
                gone = Some(error);
                done.push(Done::Truncated(Vec::new()));
            }
            one => done.push(one?),
        }
        if let Some(Done::Submitted(Submitted { appended, .. })) = done.last()
            && appended.as_ref().is_some_and(|appended| appended.replayed)
        {
            gone = None;
        }
    }
    if let Some(gone) = gone {
        return Err(gone);
    }
    settle(tx, &mut book).await?;
    let effects = book.into_effects();
    if repeats && (tx.has_written() || !effects.is_empty()) {
        write.check_fence(current)?;
    }
    if !effects.is_empty() {
        tx.write_effects(effects).await?;
    }
    Ok(done)
}

/// Continues the blocked turn, if it can be continued.
async fn settle<T: StepTx>(tx: &mut T, book: &mut TurnBook) -> Result<()> {
    let Some(messages) = book.continuable().map(<[MessageId]>::to_vec) else { return Ok(()) };
    for message in messages {
        if tx.is_draft(message).await? {
            return Ok(());
        }
    }
    book.continue_blocked();
    Ok(())
}

/// Returns whether a step ends a turn that ran with this fence and has ended already.
fn has_ended(book: &TurnBook, step: &Step, write: Write) -> bool {
    let Step::End { turn, .. } = step else { return false };
    let ended = |record: &TurnRecord| Some(record.generation) == write.fence && record.turn.state.has_ended();
    book.turn(*turn).is_ok_and(ended)
}

async fn run_one<T: StepTx>(tx: &mut T, book: &mut TurnBook, step: &Step) -> Result<Done> {
    Ok(match step {
        Step::Session(change) => {
            tx.change_session(change).await?;
            Done::Nothing
        }
        Step::Append(batch) => Done::Appended(match tx.replay(batch).await? {
            Some(appended) => appended,
            None => tx.append(batch).await?,
        }),
        Step::Update { message, update, decisions } => {
            Done::Revision(update_message(tx, book, *message, update, decisions).await?)
        }
        Step::Truncate(truncation) => {
            let removed = tx.truncate(truncation).await?;
            book.removed(&removed);
            Done::Truncated(removed)
        }
        Step::Submit(submission) => Done::Submitted(submit(tx, book, submission).await?),
        Step::Claim(claim) => {
            let lost = if tx.in_doubt() { book.claimed(claim).cloned() } else { None };
            Done::Claimed(lost.or_else(|| book.claim(claim)))
        }
        Step::Renew { turn, lease } => Done::Turn(book.renew(*turn, *lease)?),
        Step::Robot { turn, robot } => {
            book.set_robot(*turn, robot)?;
            Done::Nothing
        }
        Step::Works { turn, message } => {
            book.works(*turn, *message)?;
            Done::Nothing
        }
        Step::End { turn, end } => Done::Turn(book.end(*turn, end)?),
        Step::Stop { turn, by, reason } => Done::Turn(book.stop(*turn, *by, reason.clone())?),
        Step::Ask(requests) => {
            book.ask(requests);
            Done::Nothing
        }
        Step::Decide { request, decision, update } => {
            Done::Request(decide(tx, book, *request, decision, update.as_ref()).await?)
        }
        Step::BeginCall(call) => Done::Call(begin_call(tx, book.generation(), call).await?),
        Step::EndCall { message, ordinal, result } => {
            if let Some(call) = tx.find_call(*message, *ordinal).await? {
                tx.put_call(&RunCall { result: Some(result.clone()), ..call }).await?;
            }
            Done::Nothing
        }
    })
}

async fn submit<T: StepTx>(tx: &mut T, book: &mut TurnBook, submission: &Submission) -> Result<Submitted> {
    for input in &submission.inputs {
        if !tx.exists(*input).await? {
            return Err(Error::not_found(Resource::Message, input));
        }
    }
    let mut inputs = submission.inputs.clone();
    let Some(batch) = &submission.batch else {
        if tx.in_doubt()
            && let Ok(known) = book.turn(submission.turn)
        {
            let position = book.position(submission.turn);
            return Ok(Submitted { appended: None, turn: known.clone(), position });
        }
        let turn = book.submit(submission, &inputs)?;
        let position = book.position(turn.turn.id);
        activate(tx, submission).await?;
        return Ok(Submitted { appended: None, turn, position });
    };
    if let Some(appended) = tx.replay(batch).await? {
        let turn = find_taker(tx, book, &appended).await?;
        let position = book.position(turn.turn.id);
        return Ok(Submitted { appended: Some(appended), turn, position });
    }
    inputs.extend(batch.messages.iter().map(|message| message.id));
    let turn = book.submit(submission, &inputs)?;
    let position = book.position(turn.turn.id);
    let mut batch = batch.clone();
    for message in &mut batch.messages {
        let annotations = Annotations::from_json(message.annotations.as_ref())?;
        message.annotations = Annotations { turn_id: Some(turn.turn.id), ..annotations }.to_json()?;
    }
    let appended = tx.append(&batch).await?;
    activate(tx, submission).await?;
    Ok(Submitted { appended: Some(appended), turn, position })
}

/// Sets the robot that a submission names as the session's active robot.
async fn activate<T: StepTx>(tx: &mut T, submission: &Submission) -> Result<()> {
    match &submission.robot {
        Some(robot) => tx.change_session(&SessionChange::default().robot(robot.clone())).await,
        None => Ok(()),
    }
}

/// Finds the turn that has messages as its inputs.
async fn find_taker<T: StepTx>(tx: &mut T, book: &TurnBook, appended: &Appended) -> Result<TurnRecord> {
    let annotations = appended.messages.first().and_then(|message| message.annotations.as_ref());
    let turn = Annotations::from_json(annotations)?.turn_id;
    // Messages with this key were appended, and no turn took them.
    let turn = turn.ok_or(Error::Conflict(Conflict::IdempotencyKeyReused))?;
    match book.turn(turn) {
        Ok(known) => Ok(known.clone()),
        Err(_) => tx.book(&[turn], &[]).await?.turn(turn).cloned(),
    }
}

async fn update_message<T: StepTx>(
    tx: &mut T,
    book: &mut TurnBook,
    message: MessageId,
    update: &MessageUpdate,
    decisions: &[CallRequestId],
) -> Result<Revision> {
    let draft = matches!(update.change, MessageChange::Complete { .. }) && tx.is_draft(message).await?;
    let (revision, changed) = tx.update(message, update).await?;
    if changed {
        match &update.change {
            MessageChange::Complete { .. } if draft => book.complete(message, decisions)?,
            MessageChange::Complete { .. } => book.withdraw(message, "the message was edited"),
            MessageChange::Delete => book.removed(&[message]),
            MessageChange::Open { .. } | MessageChange::Grow(_) => {}
        }
    }
    Ok(revision)
}

async fn decide<T: StepTx>(
    tx: &mut T,
    book: &mut TurnBook,
    id: CallRequestId,
    decision: &Decision,
    update: Option<&MessageUpdate>,
) -> Result<CallRequest<AccountId>> {
    let request = book.request(id)?;
    let (message, pending) = (request.message_id, request.state == RequestState::Pending);
    let draft = pending && tx.is_draft(message).await?;
    let decided = book.decide(id, decision, draft)?;
    match update {
        _ if !pending => Ok(decided),
        // The part changes with the decision, or in the completion of the draft.
        Some(_) if draft => Err(Error::Conflict(Conflict::DecisionsWaiting)),
        None if !draft => Err(Error::Conflict(Conflict::NotADraft)),
        Some(update) => tx.update(message, update).await.map(|_| decided),
        None => Ok(decided),
    }
}

async fn begin_call<T: StepTx>(tx: &mut T, generation: Generation, call: &NewCall) -> Result<CallBegun> {
    let known = tx.find_call(call.message, call.ordinal).await?;
    if let Some(known) = known {
        if known.begun.tool != call.tool || known.begun.input != call.input {
            return Err(Error::invalid_argument(
                "call",
                "another call has begun at this position of the message",
            ));
        }
        match known.result {
            Some(result) => return Ok(CallBegun::Finished(result)),
            // Nothing but the try whose answer was lost has begun it under this claim.
            None if tx.in_doubt() && known.generation == generation => return Ok(CallBegun::New),
            None if !call.repeatable => return Ok(CallBegun::Interrupted),
            None => {}
        }
    }
    tx.put_call(&RunCall { begun: call.clone(), generation, result: None }).await?;
    Ok(CallBegun::New)
}

/// Returns the turn that a step names.
fn named_turn(step: &Step) -> Option<TurnId> {
    match step {
        Step::Renew { turn, .. }
        | Step::Robot { turn, .. }
        | Step::Works { turn, .. }
        | Step::End { turn, .. }
        | Step::Stop { turn, .. }
        | Step::Submit(Submission { turn, .. }) => Some(*turn),
        _ => None,
    }
}

/// Returns the requests that a step names.
fn named_requests(step: &Step) -> Vec<CallRequestId> {
    match step {
        Step::Ask(requests) => requests.iter().map(|new| new.request.id).collect(),
        Step::Decide { request, .. } => vec![*request],
        _ => Vec::new(),
    }
}
