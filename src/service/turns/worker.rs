//! [`TurnWorker`]: claims turns and runs them.

use std::{
    collections::HashMap,
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use futures_core::Stream as _;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument as _;

use super::{
    runner::{Outcome, RobotRunner},
    sweep::Leave,
    turn_run::TurnRun,
    turns::{Turns, is_overtaken, take},
    unclaimed::WARN_AFTER,
    writer::RunWriter,
};
use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, SessionId, TurnId, XidGenerator},
        offset::Offset,
        turn::{Turn, TurnState},
    },
    repository::{Claim, Done, Followers, Step, TurnEnd, TurnFilter, TurnRecord, followers::Follower},
    service::draft::WriteInRun as _,
};

/// A worker that claims the turns of all sessions and runs them. Several workers, in one or many processes, can share a
/// store.
///
/// [`run`](Self::run) is one future that drives all runs: nothing is spawned. It needs the timers of a Tokio runtime. A
/// submitted turn wakes it, also from another process: see [`Followers`]. It also looks for work at each
/// [`poll`](Self::poll) interval, because of expired leases and lost notifications.
///
/// Values outside the range that a setter names are clamped.
///
/// # Examples
/// ```no_run
/// # use storyden_robots::*;
/// # async fn example(turns: Turns, runner: impl RobotRunner) {
/// let worker = TurnWorker::new(turns, runner).concurrency(32);
/// tokio::spawn(worker.run(async { tokio::signal::ctrl_c().await.unwrap_or_default() }));
/// # }
/// ```
#[derive(Debug)]
pub struct TurnWorker {
    turns: Turns,
    runner: Arc<dyn RobotRunner>,
    name: String,
    lease: Duration,
    heartbeat: Duration,
    poll: Duration,
    grace: Duration,
    concurrency: usize,
    max_attempts: u32,
}

/// How long a run may continue after it was notified that somebody stopped the turn: at most, and as a fraction of a
/// heartbeat.
const CANCEL_GRACE: (Duration, u32) = (Duration::from_secs(1), 5);

/// The shortest and the longest time. A lease is at least ten times as long as the shortest heartbeat.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How often the end of a turn is written when the store fails.
const END_TRIES: u32 = 5;

impl TurnWorker {
    /// Creates a worker that runs turns with `runner`.
    pub fn new(turns: Turns, runner: impl RobotRunner) -> Self {
        Self {
            turns,
            runner: Arc::new(runner),
            name: format!("process {}, worker {}", std::process::id(), TurnId::generate(&XidGenerator)),
            lease: Duration::from_secs(20),
            heartbeat: Duration::from_secs(5),
            poll: Duration::from_secs(1),
            grace: Duration::from_secs(10),
            concurrency: 16,
            max_attempts: 3,
        }
    }

    /// Sets the name that is stored with the turns that it runs, for operators. Two workers must not have the same name
    /// at the same time. The default has the id of the process and a generated id.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Sets how long a worker can be silent before others claim its turns, by the store's clock: 100 ms to a day
    /// (default 20 s). It should be several times as long as the [`heartbeat`](Self::heartbeat): if it is too short,
    /// others claim turns whose worker is alive.
    #[must_use]
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease: lease.clamp(SHORTEST * 10, LONGEST), ..self }
    }

    /// Sets the time within which a run ends after its turn was stopped in another process: 10 ms to a day (default 5
    /// s). The worker renews the lease and checks for a stop at each write, and at the latest after three fifths of
    /// this time. A run that continues after a stop is dropped after another fifth, or after a second if that is less.
    #[must_use]
    pub fn heartbeat(self, heartbeat: Duration) -> Self {
        Self { heartbeat: heartbeat.clamp(SHORTEST, LONGEST), ..self }
    }

    /// Sets how often it looks for work if nothing wakes it: 10 ms to a day (default 1 s).
    #[must_use]
    pub fn poll(self, poll: Duration) -> Self {
        Self { poll: poll.clamp(SHORTEST, LONGEST), ..self }
    }

    /// Sets the maximum number of turns that it runs at the same time, at least 1 (default 16).
    #[must_use]
    pub fn concurrency(self, concurrency: usize) -> Self {
        Self { concurrency: concurrency.max(1), ..self }
    }

    /// Sets the number of lost runs after which a turn fails, at least 1 (default 3).
    #[must_use]
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts: max_attempts.max(1), ..self }
    }

    /// Sets how long runs may continue after the shutdown has begun, at most a day (default 10 s). After that they are
    /// dropped, and other workers can claim their turns at once.
    #[must_use]
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace: grace.min(LONGEST), ..self }
    }

    /// Claims and runs turns until `shutdown` completes. Then it claims no more, and waits for its runs for at most the
    /// [`grace`](Self::grace) time. Errors of the store are logged and retried.
    ///
    /// If the future is dropped, other workers can claim its turns once their leases have expired.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let wake = self.turns.robots.followers().follow(Followers::QUEUE, Offset::default());
        let mut shutdown = pin!(shutdown);
        let mut work = Work {
            worker: &self,
            wake: &wake,
            tasks: FuturesUnordered::new(),
            running: HashMap::new(),
            unstarted: Vec::new(),
            scans: false,
            due_since: HashMap::new(),
            ends: false,
        };
        work.scan();
        loop {
            let next = poll_fn(|context| {
                if shutdown.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
                Pin::new(&mut work.tasks).poll_next(context)
            });
            let Some(task) = next.await else { break };
            work.take(task);
        }
        tracing::info!(runs = work.running.len(), "the worker of turns ends");
        work.ends = true;
        let rest = async {
            while work.scans || !work.running.is_empty() {
                let next = poll_fn(|context| Pin::new(&mut work.tasks).poll_next(context)).await;
                let Some(task) = next else { break };
                work.take(task);
            }
        };
        if timeout(self.grace, rest).await.is_err() {
            tracing::warn!(runs = work.running.len(), "runs of turns are cut off");
        }
        let Work { tasks, running, unstarted, .. } = work;
        drop(tasks);
        for writer in running.into_values().chain(unstarted) {
            // So that other workers claim the turn at once.
            if let Err(error) = writer.renew(Duration::ZERO).await {
                tracing::warn!(session = %writer.session, %error, "a turn waits until its lease has run out");
            }
        }
    }

    /// Claims the next turn of a session.
    async fn claim(&self, session: SessionId) -> Result<Option<TurnRecord>> {
        let running = TurnFilter { state: Some(TurnState::Running), ..TurnFilter::default() };
        let lost = self.turns.store.list_turns(session, running, 1).await?.pop();
        let claim = Claim { worker: self.name.clone(), lease: self.lease, max_attempts: self.max_attempts };
        let write = self.turns.robots.write();
        let done = self.turns.store.transact(session, &[Step::Claim(claim)], write).await?;
        self.turns.robots.announce(session);
        let claimed = take(done, |done| match done {
            Done::Claimed(claimed) => Some(claimed),
            _ => None,
        })?;
        let lost = lost.filter(|lost| claimed.as_ref().is_none_or(|claimed| claimed.turn.id != lost.turn.id));
        if let Err(error) = self.sweep(session, lost).await {
            tracing::error!(%session, %error, "messages of turns that have ended are left open");
        }
        Ok(claimed)
    }

    /// Ends what turns left behind that have ended while their workers were gone. `lost` ended a moment ago.
    async fn sweep(&self, session: SessionId, lost: Option<TurnRecord>) -> Result<()> {
        if let Some(lost) = lost {
            let (lost, _) = self.turns.store.find_turn(session, lost.turn.id).await?;
            self.turns.sweep(&lost).await?;
        }
        self.turns.sweep_session(session).await
    }

    /// Looks for sessions that are due, and claims up to `free` turns.
    async fn look(&self, free: usize) -> Scanned {
        let mut scanned = Scanned::default();
        if let Err(error) = self.turns.expire().await {
            tracing::error!(%error, "requests of tool calls could not expire");
        }
        let limit = u32::try_from(free).unwrap_or(u32::MAX).clamp(1, 100);
        let due = match self.turns.store.due_sessions(limit).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "the worker of turns cannot look for work");
                return scanned;
            }
        };
        for session in due {
            if scanned.claimed.len() >= free {
                scanned.left.push(session);
                continue;
            }
            match self.claim(session).await {
                Ok(claimed) => scanned.claimed.extend(claimed),
                // The session was deleted a moment ago.
                Err(Error::NotFound { .. }) => {}
                Err(error) => {
                    tracing::error!(%session, %error, "a turn could not be claimed");
                    scanned.left.push(session);
                }
            }
        }
        scanned
    }

    /// Runs a turn to its end.
    async fn drive(&self, record: TurnRecord, writer: RunWriter) {
        let session = record.turn.session_id;
        let (id, attempt) = (record.turn.id, record.turn.attempt);
        let span = tracing::info_span!(
            "invoke_agent",
            gen_ai.operation.name = "invoke_agent",
            gen_ai.conversation.id = %session,
            gen_ai.agent.id = record.turn.robot_id.as_ref().map(tracing::field::display),
            turn = %id,
            attempt,
        );
        self.run_turn(record, &writer).instrument(span).await;
    }

    async fn run_turn(&self, record: TurnRecord, writer: &RunWriter) {
        tracing::info!("a turn begins");
        let turn = record.turn.clone();
        let work = async {
            writer.check_stopped()?;
            if let Some(outcome) = self.done_before(&record.turn).await? {
                return Ok(outcome);
            }
            let mut run = TurnRun::begin(self.turns.clone(), record, writer.clone()).await?;
            self.runner.run(&mut run).await
        };
        let end = match first(work, self.keep(writer)).await {
            Ok(Ok(Outcome::Completed)) => TurnEnd::Completed,
            Ok(Ok(Outcome::Blocked)) => TurnEnd::Blocked,
            Ok(Err(Error::Conflict(Conflict::Fenced { .. }))) | Err(Kept::Lost) => {
                tracing::warn!("a turn was lost to another worker, or has ended");
                return;
            }
            Ok(Err(_)) | Err(Kept::Stopped) if writer.stopped.is_raised() => TurnEnd::Cancelled,
            Ok(Err(error)) => {
                tracing::error!(%error, "a turn failed");
                TurnEnd::Failed(error.to_string())
            }
            Err(Kept::Stopped) => TurnEnd::Cancelled,
        };
        self.end(&turn, writer, end).await;
    }

    /// Returns how a lost run ended, if it had finished its answer and only the end of the turn was lost.
    async fn done_before(&self, turn: &Turn<AccountId>) -> Result<Option<Outcome>> {
        let Some(&last) = turn.messages.last() else { return Ok(None) };
        if turn.attempt < 2 || turn.continues.is_some() {
            return Ok(None);
        }
        let record = match self.turns.robots.sessions.find_message(turn.session_id, last).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        let message = record.decode()?;
        let answered =
            message.annotations.ended.is_some_and(|ended| ended.error.is_none() && ended.reason != "aborted");
        let by_robot = message.robot.is_some_and(|robot| Some(robot.id) == turn.robot_id);
        if record.draft.is_some() || !answered || !by_robot {
            return Ok(None);
        }
        let waiting = self.turns.requests_of(turn.session_id, None).await?;
        let waits = waiting.iter().any(|request| request.message_id == last);
        Ok(Some(if waits { Outcome::Blocked } else { Outcome::Completed }))
    }

    /// Keeps a turn while it runs. Returns when the run must be dropped.
    async fn keep(&self, writer: &RunWriter) -> Kept {
        let stops = self.turns.runs.register();
        let (longest, part) = CANCEL_GRACE;
        let grace = longest.min(self.heartbeat / part);
        loop {
            stops.reset();
            // With the grace, a stop takes four fifths of a heartbeat: the rest is for the store.
            let beat = first(sleep(self.heartbeat * 3 / 5), stops.notified());
            if first(beat, writer.stopped.raised()).await.is_err() {
                sleep(grace).await;
                return Kept::Stopped;
            }
            match writer.write(Vec::new()).await {
                Ok(_) => {}
                Err(Error::Conflict(_) | Error::NotFound { .. }) => return Kept::Lost,
                // Until another worker has claimed it, it goes on.
                Err(error) => tracing::warn!(%error, "a turn could not be kept"),
            }
        }
    }

    /// Ends a turn, with the messages that it left open.
    async fn end(&self, turn: &Turn<AccountId>, writer: &RunWriter, end: TurnEnd) {
        for tries in 0..END_TRIES {
            match self.try_end(turn, writer, &end).await {
                Ok(record) => {
                    tracing::info!(state = %record.turn.state, "a turn ended");
                    return;
                }
                Err(error)
                    if is_overtaken(&error) && !matches!(error, Error::Conflict(Conflict::Fenced { .. })) => {
                }
                Err(Error::Conflict(_) | Error::NotFound { .. }) => {
                    tracing::warn!("a turn had ended already");
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "the end of a turn could not be written");
                    sleep(Duration::from_millis(100) * 4_u32.pow(tries)).await;
                }
            }
        }
    }

    async fn try_end(&self, turn: &Turn<AccountId>, writer: &RunWriter, end: &TurnEnd) -> Result<TurnRecord> {
        let session = turn.session_id;
        let (now, _) = self.turns.store.find_turn(session, turn.id).await?;
        let stopped = now.turn.stop.as_ref().and_then(|stop| stop.reason.clone());
        let leave = Leave::at(end, stopped);
        let mut steps = vec![Step::End { turn: turn.id, end: end.clone() }];
        steps.extend(self.turns.leave(session, &now.turn.messages, &leave).await?);
        let done = writer.write_last(&steps).await?;
        take(done, |done| match done {
            Done::Turn(record) => Some(record),
            _ => None,
        })
    }
}

/// Why a run is dropped.
enum Kept {
    /// Another worker has the turn, or it has ended.
    Lost,
    /// Somebody stopped it.
    Stopped,
}

/// The work that a scan found.
#[derive(Default)]
struct Scanned {
    claimed: Vec<TurnRecord>,
    /// The sessions that are due, and of which nothing was claimed.
    left: Vec<SessionId>,
}

/// Something that a worker waited for.
enum Task {
    Scanned(Scanned),
    Ran(SessionId),
    Waited,
}

type TaskFuture<'w> = Pin<Box<dyn Future<Output = Task> + Send + 'w>>;

/// All that a worker does at once.
struct Work<'w> {
    worker: &'w TurnWorker,
    wake: &'w Follower,
    tasks: FuturesUnordered<TaskFuture<'w>>,
    running: HashMap<SessionId, RunWriter>,
    /// The turns that were claimed while the shutdown began.
    unstarted: Vec<RunWriter>,
    /// Whether it is looking for turns.
    scans: bool,
    /// The sessions that are due and that nobody has claimed, since when, and whether the log says so.
    due_since: HashMap<SessionId, (Instant, bool)>,
    ends: bool,
}

impl fmt::Debug for Work<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work").field("running", &self.running.len()).finish_non_exhaustive()
    }
}

impl Work<'_> {
    fn take(&mut self, task: Task) {
        match task {
            Task::Scanned(scanned) => {
                self.scans = false;
                for record in scanned.claimed {
                    self.start(record);
                }
                self.note_left(&scanned.left);
                if !self.ends {
                    self.wait();
                }
            }
            Task::Ran(session) => {
                self.running.remove(&session);
                // The session may have another turn, and there is room for one.
                self.wake.notify();
            }
            Task::Waited if self.ends => {}
            Task::Waited => self.scan(),
        }
    }

    fn start(&mut self, record: TurnRecord) {
        let (worker, session) = (self.worker, record.turn.session_id);
        let writer = RunWriter::new(worker.turns.clone(), &record, worker.lease);
        if self.ends {
            self.unstarted.push(writer);
            return;
        }
        self.running.insert(session, writer.clone());
        self.tasks.push(Box::pin(async move {
            worker.drive(record, writer).await;
            Task::Ran(session)
        }));
    }

    fn scan(&mut self) {
        let (worker, free) = (self.worker, self.worker.concurrency - self.running.len());
        self.wake.begin_read();
        self.scans = true;
        self.tasks.push(Box::pin(async move { Task::Scanned(worker.look(free).await) }));
    }

    fn wait(&mut self) {
        let (poll, wake) = (self.worker.poll, self.wake);
        self.tasks.push(Box::pin(async move {
            // Whichever comes first.
            let _ = first(sleep(poll), poll_fn(|context| wake.poll_told(context))).await;
            Task::Waited
        }));
    }

    /// Warns once of each session whose next turn nobody has claimed for long.
    fn note_left(&mut self, left: &[SessionId]) {
        self.due_since.retain(|session, _| left.contains(session));
        for &session in left {
            let (since, warned) = self.due_since.entry(session).or_insert((Instant::now(), false));
            if !*warned && since.elapsed() >= WARN_AFTER {
                *warned = true;
                tracing::warn!(
                    gen_ai.conversation.id = %session,
                    running = self.running.len(),
                    "no worker has claimed a turn for 10 s: there are too few, or they run too few at once"
                );
            }
        }
    }
}

/// Returns the output of whichever future is ready first. The first one is asked first.
async fn first<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> Result<A, B> {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| {
        if let Poll::Ready(output) = a.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        b.as_mut().poll(context).map(Err)
    })
    .await
}
