//! A session with a robot, a runner that does what a test says, and a store that stops where a test wants.

use std::{
    cell::Cell,
    fmt, fs,
    future::{Future, pending},
    path::{Path, PathBuf},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use storyden_robots::{
    AccountId, AllowAll, CallRequest, CallRequestId, Clock, MemoryStore, Message, NewMessage, NewRobot,
    NewSession, Outcome, Part, Profile, Result, RobotId, RobotRunner, Robots, SessionChange, SessionId,
    SqliteOptions, SqliteStore, StaticProfiles, Store, Submit, Submitted, SystemClock, Timestamp, ToolRule,
    Turn, TurnId, TurnRepository, TurnRun, TurnState, TurnWorker, Turns, WindowRequest, async_trait,
    repository::{Done, RequestFilter, Step, TurnFilter, Write},
    stream::Chunk,
};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::over_turns::over_turns;

pub(crate) const ANN: AccountId = AccountId::from_bytes([1; 12]);
pub(crate) const BOB: AccountId = AccountId::from_bytes([2; 12]);

/// A clock that a test moves.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    micros: Arc<AtomicI64>,
    /// Where a server looks what the time is.
    file: Option<PathBuf>,
}

impl Hand {
    fn new(file: Option<PathBuf>) -> Self {
        let hand = Self { micros: Arc::default(), file };
        hand.set(1_700_000_000_000_000);
        hand
    }

    pub(crate) fn forward(&self, time: Duration) {
        self.set(self.micros.load(Ordering::SeqCst) + i64::try_from(time.as_micros()).unwrap());
    }

    pub(crate) fn set(&self, micros: i64) {
        self.micros.store(micros, Ordering::SeqCst);
        if let Some(file) = &self.file {
            let new = file.with_extension("new");
            fs::write(&new, format!("{micros} {}", SystemClock.now().as_micros())).unwrap();
            // Nobody reads half of it.
            fs::rename(new, file).unwrap();
        }
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        // Each look is later than the one before.
        Timestamp::from_micros(self.micros.fetch_add(1, Ordering::SeqCst)).unwrap()
    }
}

/// What a robot does in a turn.
type Script = dyn for<'t> Fn(&'t mut TurnRun) -> Pin<Box<dyn Future<Output = Result<Outcome>> + Send + 't>>
    + Send
    + Sync;

/// A runner that does what a test says.
#[derive(Clone)]
pub(crate) struct Scripted(Arc<Script>);

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

#[async_trait]
impl RobotRunner for Scripted {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        (self.0)(turn).await
    }
}

pub(crate) fn script<F>(script: F) -> Scripted
where
    F: for<'t> Fn(&'t mut TurnRun) -> Pin<Box<dyn Future<Output = Result<Outcome>> + Send + 't>>
        + Send
        + Sync
        + 'static,
{
    Scripted(Arc::new(script))
}

/// A runner that answers with a word.
pub(crate) fn says(word: &'static str) -> Scripted {
    script(move |turn| Box::pin(async move { say(turn, word).await }))
}

/// Answers with a word.
pub(crate) async fn say(turn: &mut TurnRun, word: &str) -> Result<Outcome> {
    let mut draft = turn.draft().await?;
    draft.push(&Chunk::text_start("t")).await?;
    draft.push(&Chunk::text_delta("t", word)).await?;
    draft.push(&Chunk::text_end("t")).await?;
    draft.finish().await?;
    Ok(Outcome::Completed)
}

/// All that a store has.
pub(crate) trait Everything: Store + TurnRepository {}

impl<T: Store + TurnRepository> Everything for T {}

pub(crate) type Shared = Arc<dyn Everything>;

/// Counts the transactions of a store, and never comes back from one of them: as a process that dies there.
#[derive(Clone, Debug)]
pub(crate) struct Deadly {
    inner: Shared,
    count: Arc<AtomicUsize>,
    /// The transaction that nobody comes back from.
    at: usize,
    /// Whether it is written.
    written: bool,
    /// How often each gives way to others.
    yields: usize,
    gate: Option<Arc<Gate>>,
}

/// Holds up the first transaction of a store until a test has done something.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    reached: AtomicBool,
    open: AtomicBool,
}

impl Gate {
    async fn pass(&self) {
        self.reached.store(true, Ordering::SeqCst);
        while !self.open.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    }

    /// Waits until a transaction is at the gate, and lets it pass when `meanwhile` is over.
    pub(crate) async fn let_in_after(&self, meanwhile: impl Future<Output = ()>) {
        while !self.reached.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
        meanwhile.await;
        self.open.store(true, Ordering::SeqCst);
    }
}

impl Deadly {
    /// Dies at this transaction, before or after it is written.
    pub(crate) fn new(scene: &Scene, at: usize, written: bool) -> Self {
        Self { inner: Arc::clone(&scene.store), count: Arc::default(), at, written, yields: 0, gate: None }
    }

    /// Does not die, but holds its first transaction up.
    pub(crate) fn gated(scene: &Scene) -> (Self, Arc<Gate>) {
        let gate = Arc::new(Gate::default());
        (Self { gate: Some(Arc::clone(&gate)), ..Self::new(scene, usize::MAX, false) }, gate)
    }

    /// Does not die, but gives way so often before and after each transaction.
    pub(crate) fn giving_way(scene: &Scene, yields: usize) -> Self {
        Self { yields, ..Self::new(scene, usize::MAX, false) }
    }

    /// Reports whether it has died.
    pub(crate) fn is_dead(&self) -> bool {
        self.count.load(Ordering::SeqCst) > self.at
    }

    async fn give_way(&self) {
        for _ in 0..self.yields {
            tokio::task::yield_now().await;
        }
    }
}

impl Deadly {
    async fn transacting(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
        let dies = self.count.fetch_add(1, Ordering::SeqCst) == self.at;
        if dies && !self.written {
            return pending().await;
        }
        if let Some(gate) = &self.gate {
            gate.pass().await;
        }
        self.give_way().await;
        let done = self.inner.transact(session, steps, write).await;
        self.give_way().await;
        if dies { pending().await } else { done }
    }
}

over_turns!(Deadly);

thread_local! {
    static PAUSED: Cell<bool> = const { Cell::new(true) };
}

/// Lets tokio's clock stand still, or go.
fn pause(paused: bool) {
    match (PAUSED.replace(paused), paused) {
        (true, false) => tokio::time::resume(),
        (false, true) => tokio::time::pause(),
        _ => {}
    }
}

/// A session of a store.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) store: Shared,
    pub(crate) robots: Robots,
    pub(crate) turns: Turns,
    pub(crate) clock: Hand,
    pub(crate) session: SessionId,
    pub(crate) robot: RobotId,
    pub(crate) place: Place,
}

/// Where a store is.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Memory,
    /// The folder is there as long as the scene is.
    Disk(Arc<TempDir>),
    #[cfg(all(unix, feature = "postgres"))]
    Server(String),
}

async fn open_file(folder: &Path, clock: &Hand) -> Shared {
    let options = SqliteOptions::new(folder.join("robots.db")).migrate(true).clock(clock.clone());
    Arc::new(SqliteStore::open(options).await.unwrap())
}

impl Scene {
    /// A scene on each store, or on the server that the tests run on. What is not in memory waits for threads and sockets,
    /// and tokio's clock would run ahead of them: it is not paused.
    pub(crate) async fn each() -> impl Iterator<Item = Self> {
        let scenes = vec![Self::in_memory().await, Self::on_disk().await];
        #[cfg(all(unix, feature = "postgres"))]
        let scenes = Self::on_server().await.map_or(scenes, |scene| vec![scene]);
        scenes.into_iter().inspect(|scene| pause(scene.is_in_memory()))
    }

    #[cfg(all(unix, feature = "postgres"))]
    async fn on_server() -> Option<Self> {
        let (url, clock) = crate::on_postgres::fresh(|| pause(false)).await?;
        let clock = Hand::new(Some(clock));
        let store = crate::on_postgres::open(&url).await;
        Some(Self { place: Place::Server(url), ..Self::on(store, clock).await })
    }

    pub(crate) async fn in_memory() -> Self {
        let clock = Hand::new(None);
        Self::on(Arc::new(MemoryStore::new().with_clock(clock.clone())), clock).await
    }

    async fn on_disk() -> Self {
        let (folder, clock) = (Arc::new(tempfile::tempdir().unwrap()), Hand::new(None));
        let store = open_file(folder.path(), &clock).await;
        Self { place: Place::Disk(folder), ..Self::on(store, clock).await }
    }

    /// Whether its clock goes by itself, and does not only move when somebody looks.
    pub(crate) fn has_going_clock(&self) -> bool {
        self.clock.file.is_some()
    }

    pub(crate) fn is_in_memory(&self) -> bool {
        matches!(self.place, Place::Memory)
    }

    /// The same session in another process, or nothing if it is in memory.
    pub(crate) async fn elsewhere(&self) -> Option<Self> {
        let store = match &self.place {
            Place::Memory => return None,
            Place::Disk(folder) => open_file(folder.path(), &self.clock).await,
            #[cfg(all(unix, feature = "postgres"))]
            Place::Server(url) => crate::on_postgres::open(url).await,
        };
        let robots = service(&store, &self.clock);
        let turns = Turns::new(robots.clone(), Arc::clone(&store)).with_tools(rules());
        Some(Self { store, robots, turns, ..self.clone() })
    }

    /// Another session of the same store.
    pub(crate) async fn beside(&self) -> Self {
        let session = self.robots.start_session(ANN, NewSession::from(self.robot)).await.unwrap().id;
        Self { session, ..self.clone() }
    }

    async fn on(store: Shared, clock: Hand) -> Self {
        let robots = service(&store, &clock);
        let new = NewRobot::new("Helper", "script/1".parse().unwrap());
        let robot = robots.create_robot(ANN, new).await.unwrap().id;
        let session = robots.start_session(ANN, NewSession::from(robot)).await.unwrap().id;
        let turns = Turns::new(robots.clone(), Arc::clone(&store)).with_tools(rules());
        Self { store, robots, turns, clock, session, robot, place: Place::Memory }
    }

    /// The service over a store that stops somewhere.
    pub(crate) fn over(&self, store: Deadly) -> Turns {
        Turns::new(self.robots.clone(), store).with_tools(rules())
    }

    /// Runs turns until something is so, and dies in the middle of it. Then its leases run out.
    pub(crate) async fn die(&self, turns: Turns, runner: Scripted, when: impl Future<Output = ()>) {
        tokio::select! {
            () = TurnWorker::new(turns, runner).run(pending()) => unreachable!("it has no end"),
            () = when => {}
        }
        // What the worker had sent to the writer of the store is written before this, and not after its lease has run out.
        let change = SessionChange::default().name("Later");
        self.robots.update_session(ANN, self.session, change).await.unwrap();
        self.clock.forward(Duration::from_secs(21));
    }

    /// Runs turns while a test goes on, and lets them end.
    pub(crate) fn with_worker<'a, T: Send + 'a>(
        &'a self,
        runner: Scripted,
        test: impl Future<Output = T> + Send + 'a,
    ) -> Pin<Box<dyn Future<Output = T> + Send + 'a>> {
        Box::pin(async move {
            let mut result = None;
            TurnWorker::new(self.turns.clone(), runner).run(async { result = Some(test.await) }).await;
            result.unwrap()
        })
    }

    /// Runs all turns that wait.
    pub(crate) async fn run_all(&self, runner: Scripted) {
        self.with_worker(runner, self.idle()).await;
    }

    /// Waits until no turn waits or runs.
    pub(crate) async fn idle(&self) {
        loop {
            let turns = self.all().await;
            if turns.iter().all(|turn| turn.state.has_ended()) {
                return;
            }
            sleep(Duration::from_millis(1)).await;
        }
    }

    pub(crate) async fn submit(&self, by: AccountId, text: &str) -> Submitted {
        self.turns.submit(by, self.session, message(text)).await.unwrap()
    }

    pub(crate) async fn turn(&self, id: TurnId) -> Turn {
        self.turns.turn(ANN, self.session, id).await.unwrap().0
    }

    /// Returns all turns, the oldest first.
    pub(crate) async fn all(&self) -> Vec<Turn> {
        let mut turns = self.turns.list_turns(ANN, self.session, TurnFilter::default(), 100).await.unwrap();
        turns.reverse();
        turns
    }

    /// Waits until a turn has a state.
    pub(crate) async fn until(&self, id: TurnId, state: TurnState) -> Turn {
        loop {
            let turn = self.turn(id).await;
            if turn.state == state {
                return turn;
            }
            assert!(!turn.state.has_ended(), "it shall be {state}: {turn:?}");
            sleep(Duration::from_millis(1)).await;
        }
    }

    pub(crate) async fn messages(&self) -> Vec<Message> {
        let window = WindowRequest::newest(100);
        self.robots.session(ANN, self.session, window).await.unwrap().message_list.messages
    }

    /// Returns the text of each message.
    pub(crate) async fn texts(&self) -> Vec<String> {
        self.messages().await.iter().map(|message| message.parts.text()).collect()
    }

    pub(crate) async fn request_of(&self, id: CallRequestId) -> CallRequest {
        self.turns.call_request(ANN, id).await.unwrap()
    }

    /// Returns the newest request.
    pub(crate) async fn request(&self) -> CallRequest {
        self.turns.call_requests(ANN, RequestFilter::default(), 1).await.unwrap().remove(0)
    }
}

pub(crate) fn people() -> StaticProfiles {
    StaticProfiles::new([Profile::new(ANN, "ann", "Ann"), Profile::new(BOB, "bob", "Bob")])
}

fn service(store: &Shared, clock: &Hand) -> Robots {
    Robots::new(Arc::clone(store), AllowAll, people()).with_clock(clock.clone())
}

/// What is special about the tools of the tests.
pub(crate) fn rules() -> [ToolRule; 3] {
    [
        ToolRule::new("ban").needs_approval().expires_in(Duration::from_secs(3600)),
        ToolRule::new("pick").runs_at_client(),
        ToolRule::new("search").repeatable(),
    ]
}

pub(crate) fn message(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

pub(crate) fn submission(text: &str) -> Submit {
    Submit::from(message(text))
}
