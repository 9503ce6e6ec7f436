//! [`TurnSubject`], the store under test, with helpers of the laws of turns.

use std::{ops::Deref, sync::Arc, time::Duration};

use crate::{
    conformance::{
        replica::ALL,
        subject::{Subject, complete, new_record, ok, write},
    },
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::Result,
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        message::{Message, MessageRole},
        offset::Offset,
        part::Parts,
        turn::{Turn, TurnState},
    },
    repository::{
        Claim, Decision, Done, MessageBatch, MessageChange, MessageUpdate, NewRecord, NewRequest,
        SessionEvent, Step, Submission, Submitted, TurnEnd, TurnFilter, TurnRecord, TurnRepository, WhenBusy,
        Write,
    },
};

/// A lease or lifetime that does not end during a test.
pub(super) const HOUR: Duration = Duration::from_secs(3600);
/// A lease or lifetime that ends at once.
pub(super) const NOTHING: Duration = Duration::ZERO;

/// A store with turns under test.
#[derive(Clone)]
pub(crate) struct TurnSubject {
    subject: Subject,
    turns: Arc<dyn TurnRepository>,
}

impl Deref for TurnSubject {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        &self.subject
    }
}

/// A running turn, with the write of its worker.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) session: SessionId,
    pub(super) turn: TurnId,
    pub(super) write: Write,
    /// The message that the robot answers.
    pub(super) input: MessageId,
}

impl TurnSubject {
    pub(crate) fn new(subject: Subject, turns: Arc<dyn TurnRepository>) -> Self {
        Self { subject, turns }
    }

    pub(super) fn turns(&self) -> &dyn TurnRepository {
        &*self.turns
    }

    /// Runs one step without a condition.
    pub(super) async fn step(&self, session: SessionId, step: Step) -> Result<Done> {
        self.step_as(write(7), session, step).await
    }

    pub(super) async fn step_as(&self, write: Write, session: SessionId, step: Step) -> Result<Done> {
        let mut done = self.turns.transact(session, &[step], write).await?;
        assert_eq!(done.len(), 1, "one step has done one thing");
        Ok(done.remove(0))
    }

    /// Creates a submission of a message of a new member.
    pub(super) fn submission(&self) -> Submission {
        let message = self.message("what is spam?");
        Submission {
            turn: self.id(TurnId::from_bytes),
            author: self.account(),
            robot: None,
            batch: Some(MessageBatch::new(vec![message])),
            inputs: Vec::new(),
            when_running: WhenBusy::Queue,
            when_blocked: WhenBusy::Queue,
        }
    }

    pub(super) async fn try_submit(&self, session: SessionId, submission: &Submission) -> Result<Submitted> {
        self.step(session, Step::Submit(submission.clone())).await?.submitted()
    }

    /// Submits: queues a turn, or adds the message to a queued one.
    pub(super) async fn submit(&self, session: SessionId, submission: &Submission) -> Submitted {
        ok(self.try_submit(session, submission).await)
    }

    /// Queues a turn of a new member, and returns it.
    pub(super) async fn queue(&self, session: SessionId) -> TurnRecord {
        self.submit(session, &self.submission()).await.turn
    }

    pub(super) fn claim(&self, lease: Duration) -> Claim {
        let worker = format!("worker {}", self.account());
        Claim { worker, lease, max_attempts: 3 }
    }

    pub(super) async fn try_claim(&self, session: SessionId, claim: Claim) -> Result<Option<TurnRecord>> {
        self.step(session, Step::Claim(claim)).await?.claimed()
    }

    /// Claims the next turn as a new worker.
    pub(super) async fn next(&self, session: SessionId, lease: Duration) -> Option<TurnRecord> {
        ok(self.try_claim(session, self.claim(lease)).await)
    }

    /// Claims a turn that must exist.
    pub(super) async fn take(&self, session: SessionId, lease: Duration) -> Run {
        let record = self.next(session, lease).await.expect("a turn that can be claimed");
        let input = record.turn.inputs.first().copied().unwrap_or(MessageId::from_bytes([0; 12]));
        Run { session, turn: record.turn.id, write: write(8).fenced(record.generation), input }
    }

    /// Queues a turn and claims it.
    pub(super) async fn run(&self, session: SessionId) -> Run {
        self.queue(session).await;
        self.take(session, HOUR).await
    }

    /// Runs steps as the worker of a turn.
    pub(super) async fn work(&self, run: &Run, steps: &[Step]) -> Result<Vec<Done>> {
        self.turns.transact(run.session, steps, run.write).await
    }

    pub(super) async fn try_end(&self, run: &Run, end: TurnEnd) -> Result<TurnRecord> {
        self.step_as(run.write, run.session, Step::End { turn: run.turn, end }).await?.turn()
    }

    pub(super) async fn end(&self, run: &Run, end: TurnEnd) -> TurnRecord {
        ok(self.try_end(run, end).await)
    }

    pub(super) async fn stop(&self, session: SessionId, turn: TurnId) -> TurnRecord {
        let step = Step::Stop { turn, by: self.account(), reason: Some("enough".to_owned()) };
        ok(ok(self.step(session, step).await).turn())
    }

    /// Creates a batch with a draft of a robot.
    pub(super) fn answer(&self) -> MessageBatch {
        let message = Message { parts: Parts::default(), role: MessageRole::Assistant, ..self.typed("") };
        MessageBatch {
            draft: Some(self.account()),
            ..MessageBatch::new(vec![NewRecord { author: None, ..new_record(&message) }])
        }
    }

    /// Begins a draft in a turn.
    pub(super) async fn begin(&self, run: &Run) -> MessageId {
        let batch = self.answer();
        let message = batch.messages[0].id;
        let steps = [Step::Append(batch), Step::Works { turn: run.turn, message }];
        ok(self.work(run, &steps).await);
        message
    }

    /// Creates a request for a call of a message.
    pub(super) fn question(&self, run: &Run, message: MessageId) -> CallRequest<AccountId> {
        self.question_of(run.session, run.turn, message)
    }

    pub(super) fn question_of(
        &self,
        session_id: SessionId,
        turn: TurnId,
        message: MessageId,
    ) -> CallRequest<AccountId> {
        let id = self.id(CallRequestId::from_bytes);
        let request =
            CallRequest::new(id, session_id, message, RequestKind::Approval, "call_1", "thread_reply");
        CallRequest { turn_id: Some(turn), approval_id: Some("question_1".to_owned()), ..request }
    }

    pub(super) async fn ask_for(
        &self,
        run: &Run,
        message: MessageId,
        expires_in: Option<Duration>,
    ) -> CallRequestId {
        let request = self.question(run, message);
        let id = request.id;
        let step = Step::Ask(vec![NewRequest { request, expires_in }]);
        ok(self.step_as(run.write, run.session, step).await);
        id
    }

    /// Stores a request for the approval of a call.
    pub(super) async fn ask(&self, run: &Run, message: MessageId) -> CallRequestId {
        self.ask_for(run, message, None).await
    }

    /// Completes a message, with these decisions in its parts.
    pub(super) async fn finish(
        &self,
        write: Write,
        session: SessionId,
        message: MessageId,
        decisions: &[CallRequestId],
    ) -> Result<Done> {
        let change = complete(message, "an answer");
        let base = self.find_message(session, message).await?.revision;
        let update = MessageUpdate { base, change };
        self.step_as(write, session, Step::Update { message, update, decisions: decisions.to_vec() }).await
    }

    /// Decides a request of a draft: only the request changes.
    pub(super) async fn decide_on_draft(
        &self,
        session: SessionId,
        request: CallRequestId,
        decision: &Decision,
    ) -> Result<CallRequest<AccountId>> {
        let decision = decision.clone();
        self.step(session, Step::Decide { request, decision, update: None }).await?.request()
    }

    /// Decides a request of a complete message: its part changes too.
    pub(super) async fn decide(
        &self,
        session: SessionId,
        request: CallRequestId,
        decision: &Decision,
    ) -> Result<CallRequest<AccountId>> {
        let message = self.turns.find_request(request).await?.message_id;
        let base = match self.find_message(session, message).await {
            Ok(record) => record.revision,
            Err(_) => Offset::new(1).into(),
        };
        let change: MessageChange = complete(message, "a decision");
        let update = Some(MessageUpdate { base, change });
        let decision = decision.clone();
        self.step(session, Step::Decide { request, decision, update }).await?.request()
    }

    pub(super) fn approval(&self) -> Decision {
        Decision { state: RequestState::Approved, by: Some(self.account()), reason: None }
    }

    /// Runs a turn that answers with a complete message, asks about one of its calls, and ends as blocked.
    pub(super) async fn block(&self, session: SessionId) -> (Run, MessageId, CallRequestId) {
        let run = self.run(session).await;
        let message = self.begin(&run).await;
        ok(self.finish(run.write, session, message, &[]).await);
        let request = self.ask(&run, message).await;
        let ended = self.end(&run, TurnEnd::Blocked).await;
        assert_eq!(ended.turn.state, TurnState::Blocked, "a turn with a request that waits is blocked");
        (run, message, request)
    }

    pub(super) async fn turn(&self, session: SessionId, id: TurnId) -> TurnRecord {
        ok(self.turns.find_turn(session, id).await).0
    }

    pub(super) async fn state(&self, session: SessionId, id: TurnId) -> TurnState {
        self.turn(session, id).await.turn.state
    }

    pub(super) async fn request_state(&self, id: CallRequestId) -> RequestState {
        ok(self.turns.find_request(id).await).state
    }

    /// Returns all turns of a session, the oldest first.
    pub(super) async fn all_turns(&self, session: SessionId) -> Vec<TurnRecord> {
        let mut turns = ok(self.turns.list_turns(session, TurnFilter::default(), 1000).await);
        turns.reverse();
        turns
    }

    /// Returns the changes of turns after an offset, in order.
    pub(super) async fn told(&self, session: SessionId, after: Offset) -> Vec<Turn<AccountId>> {
        let changes = ok(self.changes(session, after, ALL).await);
        let turn = |event| if let SessionEvent::Turn(turn) = event { Some(*turn) } else { None };
        changes.items.into_iter().filter_map(|change| turn(change.event)).collect()
    }

    /// Returns the decided requests that followers received.
    pub(super) async fn told_decisions(&self, session: SessionId) -> Vec<CallRequestId> {
        let changes = ok(self.changes(session, Offset::new(0), ALL).await);
        let id = |event| if let SessionEvent::Decision(request) = event { Some(request.id) } else { None };
        changes.items.into_iter().filter_map(|change| id(change.event)).collect()
    }

    /// Returns the sessions that are due.
    pub(super) async fn due(&self) -> Vec<SessionId> {
        ok(self.turns.due_sessions(1000).await)
    }
}
