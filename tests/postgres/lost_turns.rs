//! A connection that breaks just before the answer: each step of a turn is done once, and answered as a success.

use std::{sync::atomic::Ordering, time::Duration};

use storyden_robots::{
    AccountId, CallRequest, CallRequestId, Generation, MessageId, PostgresStore, RequestState, SessionId,
    SessionRepository, TurnId, TurnState, WindowRequest,
    repository::{
        CallBegun, Claim, Decision, Done, MessageChange, MessageUpdate, NewCall, NewRequest, RequestFilter,
        Step, Submission, TurnEnd, TurnFilter, TurnRecord, TurnRepository,
    },
    stream::{Chunk, ChunkLog},
};

use crate::{
    Databases,
    lost_answers::{self, Loss},
    support::{Programs, QUICK, Server},
    work::{batch, now, start, unique},
};

const ANN: AccountId = AccountId::from_bytes([7; 12]);

/// A session in which turns are run, over connections that break.
struct Run<'s> {
    store: &'s PostgresStore,
    session: SessionId,
}

impl Run<'_> {
    async fn steps(&self, fence: Option<Generation>, steps: &[Step]) -> Vec<Done> {
        let write = fence.map_or(now(), |fence| now().fenced(fence));
        self.store.transact(self.session, steps, write).await.expect("it is tried again")
    }

    async fn step(&self, fence: Option<Generation>, step: Step) -> Done {
        self.steps(fence, &[step]).await.pop().expect("one step has done one thing")
    }

    async fn claim(&self) -> TurnRecord {
        let worker = String::from_utf8_lossy(&unique()).into_owned();
        let claim = Claim { worker, lease: Duration::from_secs(3600), max_attempts: 1 };
        let claimed = self.step(None, Step::Claim(claim)).await.claimed().expect("a claim");
        let claimed = claimed.expect("the turn is given to who asks");
        assert_eq!(claimed.turn.attempt, 1, "claimed once");
        claimed
    }

    /// Submits a message, answers it with a call that waits for an approval, and ends as blocked.
    async fn block(&self) -> (TurnRecord, MessageId, CallRequestId) {
        let mut submission = Submission::new(TurnId::from_bytes(unique()), ANN);
        submission.batch = Some(batch(false));
        let submitted = self.step(None, Step::Submit(submission)).await.submitted().expect("a submission");
        assert!(!submitted.appended.expect("a message").replayed, "the caller tried once");
        assert_eq!(submitted.turn.turn.inputs.len(), 1);

        let claimed = self.claim().await;
        let (turn, fence) = (claimed.turn.id, Some(claimed.generation));
        let mut answer = batch(false);
        answer.draft = Some(ANN);
        let (message, document) = (answer.messages[0].id, answer.messages[0].document.clone());
        let begun = self.steps(fence, &[Step::Append(answer), Step::Works { turn, message }]).await;
        let begun = begun.into_iter().next().expect("an append").appended().expect("an append");
        let grow = MessageChange::Grow(ChunkLog::new(&[Chunk::StartStep {}]));
        let update = MessageUpdate { base: begun.messages[0].revision, change: grow };
        let grown = self.step(fence, Step::Update { message, update, decisions: Vec::new() }).await;
        let revision = grown.revision().expect("a growth");

        let tool = || "tool".to_owned();
        let call =
            NewCall { turn, message, ordinal: 0, tool: tool(), input: "1".to_owned(), repeatable: false };
        let begun = self.step(fence, Step::BeginCall(call)).await.call().expect("a call");
        assert_eq!(begun, CallBegun::New, "nobody else began it");
        self.step(fence, Step::EndCall { message, ordinal: 0, result: "2".to_owned() }).await;

        let id = CallRequestId::from_bytes(unique());
        let request = serde_json::json!({
            "id": id, "session_id": self.session, "turn_id": turn, "message_id": message, "tool_call_id": "call",
            "ordinal": 1, "kind": "approval", "tool": "tool", "state": "pending",
            "created_at": "1970-01-01T00:00:00Z",
        });
        let request: CallRequest<AccountId> = serde_json::from_value(request).expect("a request");
        let change = MessageChange::Complete { document, annotations: None };
        let update = MessageUpdate { base: revision, change };
        let steps = [
            Step::Update { message, update, decisions: Vec::new() },
            Step::Ask(vec![NewRequest { request, expires_in: None }]),
            Step::End { turn, end: TurnEnd::Blocked },
        ];
        let ended = self.steps(fence, &steps).await.pop().expect("three").turn().expect("an end");
        assert_eq!(ended.turn.state, TurnState::Blocked);
        assert_eq!(ended.requests, 1, "asked once");
        (ended, message, id)
    }

    /// Approves the call, and runs the turn that goes on.
    async fn approve(&self, blocked: &TurnRecord, message: MessageId, request: CallRequestId) {
        let record = self.store.find_message(self.session, message).await.expect("the answer");
        let change = MessageChange::Complete { document: record.document, annotations: None };
        let update = Some(MessageUpdate { base: record.revision, change });
        let decision = Decision { state: RequestState::Approved, by: Some(ANN), reason: None };
        let decided = self.step(None, Step::Decide { request, decision, update }).await;
        assert_eq!(decided.request().expect("a request").state, RequestState::Approved);

        let continuation = self.claim().await;
        assert_eq!(continuation.turn.continues, Some(blocked.turn.id));
        let end = Step::End { turn: continuation.turn.id, end: TurnEnd::Completed };
        let ended = self.step(Some(continuation.generation), end).await.turn().expect("an end");
        assert_eq!(ended.turn.state, TurnState::Completed);
    }

    /// Runs a turn on a message that is there.
    async fn again(&self, input: MessageId) {
        let mut submission = Submission::new(TurnId::from_bytes(unique()), ANN);
        submission.inputs = vec![input];
        let submitted = self.step(None, Step::Submit(submission)).await.submitted().expect("a submission");
        assert_eq!((submitted.turn.turn.inputs, submitted.position), (vec![input], 0));
    }
}

/// Runs turns over connections that lose every third answer.
async fn run_over(server: &Server, database: &str, loss: Loss, pooler: bool) {
    let (proxy, store, straight) = lost_answers::open(server, database, loss, pooler).await;
    // The steps are no multiple of three: each is hit in some session.
    for _ in 0..12 {
        let session = start(&store).await;
        let run = Run { store: &store, session };
        let (blocked, message, request) = run.block().await;
        run.approve(&blocked, message, request).await;
        run.again(blocked.turn.inputs[0]).await;

        let turns = straight.list_turns(session, TurnFilter::default(), 100).await.expect("a list");
        assert_eq!(turns.len(), 3, "{turns:#?}");
        let mut of_session = RequestFilter::default();
        of_session.session = Some(session);
        let requests = straight.list_requests(of_session, 100).await.expect("a list");
        assert_eq!(requests.len(), 1, "{requests:#?}");
        let window = straight.find_session(session, WindowRequest::newest(100)).await.expect("a session");
        assert_eq!(window.messages.len(), 2);
        let calls = straight.run_calls(session, message).await.expect("a list");
        assert_eq!((calls.len(), calls[0].result.as_deref()), (1, Some("2")));
    }
    let cuts = proxy.cuts.load(Ordering::Relaxed);
    assert!(cuts > 20, "{cuts} answers were lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_answer_loses_no_step_of_a_turn_and_doubles_none() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    // Most of the time is spent waiting before a write is tried again.
    tokio::join!(
        run_over(&server, &database, Loss::Cut, false),
        run_over(&server, &database, Loss::Cut, true),
        run_over(&server, &database, Loss::Unknown, false),
        run_over(&server, &database, Loss::Unknown, true),
    );
}
