//! Three processes over one store, killed and held up at random while members ask.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use storyden_robots::{
    Append, Error, MessageRole, SessionId, Turn, TurnState, Turns, WindowRequest, repository::TurnFilter,
};
use tokio::time::sleep;

use crate::{
    Random,
    child::{Job, LEASE},
    make_robot, member, message, open, rounds, service, start_session, until_idle,
};

const PROCESSES: usize = 3;
const MEMBERS: usize = 16;
const SESSIONS: usize = 6;

/// What happened.
#[derive(Debug, Default)]
struct Chaos {
    kills: usize,
    stops: usize,
    turns: usize,
    /// The turns that were claimed more than once.
    repeated: usize,
    /// What should not have happened.
    faults: Vec<String>,
}

fn signal(child: &Child, signal: &str) {
    Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
}

/// Asks until it is taken: the queue may be full, and a process that is held up holds up the file.
async fn ask(turns: &Turns, session: SessionId, who: usize, text: &str) {
    let submit = Append::from(message(text)).idempotency_key(text);
    loop {
        match turns.submit(member(who), session, submit.clone()).await {
            Ok(_) => return,
            Err(Error::Conflict(_) | Error::Unavailable { .. }) => sleep(Duration::from_millis(50)).await,
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Lets members ask while processes that answer are killed, or held up for longer than their leases.
async fn chaos(place: &str, job: Job, inputs: usize) -> Chaos {
    let folder = tempfile::tempdir().unwrap();
    let effects = folder.path().join("effects").to_str().unwrap().to_owned();
    let store = open(place).await;
    let turns = service(&store, Arc::clone(&store));
    let robot = make_robot(&turns).await;
    let mut sessions = Vec::new();
    for _ in 0..SESSIONS {
        sessions.push(start_session(&turns, robot).await);
    }
    let over = Arc::new(AtomicBool::new(false));
    let breaker = std::thread::spawn({
        let (over, place, effects) = (Arc::clone(&over), place.to_owned(), effects.clone());
        move || {
            let (mut random, mut chaos) = (Random::new(std::process::id() as usize), Chaos::default());
            let mut children: Vec<_> = (0..PROCESSES).map(|_| job.start(&place, &effects)).collect();
            while !over.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(50 + random.below(200) as u64));
                let child = &mut children[random.below(PROCESSES)];
                // In turns: chance alone would leave one of them out of a short run.
                if chaos.kills <= chaos.stops {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    *child = job.start(&place, &effects);
                    chaos.kills += 1;
                } else {
                    signal(child, "-STOP");
                    std::thread::sleep(LEASE * 3 / 2);
                    signal(child, "-CONT");
                    chaos.stops += 1;
                }
            }
            for mut child in children {
                child.kill().unwrap();
                child.wait().unwrap();
            }
            chaos
        }
    });
    let members = (0..MEMBERS).map(|who| {
        let (turns, sessions) = (turns.clone(), sessions.clone());
        tokio::spawn(async move {
            for number in 0..inputs {
                ask(&turns, sessions[(who + number) % SESSIONS], who, &format!("{who}-{number}")).await;
            }
        })
    });
    for member in members.collect::<Vec<_>>() {
        member.await.unwrap();
    }
    until_idle(&turns, &sessions).await;
    over.store(true, Ordering::SeqCst);
    let mut chaos = tokio::task::spawn_blocking(|| breaker.join().unwrap()).await.unwrap();
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for session in sessions {
        look_at_turns(&turns, session, &mut chaos).await;
        look_at_messages(&turns, session, &mut chaos.faults, &mut answers).await;
    }
    for (who, number) in (0..MEMBERS).flat_map(|who| (0..inputs).map(move |number| (who, number))) {
        match answers.get(&format!("{who}-{number}")) {
            Some(1) => {}
            other => chaos.faults.push(format!("{who}-{number} was answered {other:?} times")),
        }
    }
    let mut done: HashMap<&str, usize> = HashMap::new();
    let lines = fs::read_to_string(&effects).unwrap();
    lines.lines().for_each(|line| *done.entry(line).or_default() += 1);
    chaos
        .faults
        .extend(done.iter().filter(|(_, times)| **times > 1).map(|(line, _)| format!("{line} twice")));
    chaos
}

/// Looks at the turns of a session: all have answered, and no two ran at a time.
async fn look_at_turns(turns: &Turns, session: SessionId, chaos: &mut Chaos) {
    let (mut all, mut filter) = (Vec::new(), TurnFilter::default());
    loop {
        let page = turns.list_turns(member(0), session, filter, 100).await.unwrap();
        let Some(last) = page.last() else { break };
        filter.after = Some(last.id);
        all.extend(page);
    }
    all.sort_by_key(|turn| turn.started_at);
    chaos.turns += all.len();
    chaos.repeated += all.iter().filter(|turn| turn.attempt > 1).count();
    for turn in &all {
        if turn.state != TurnState::Completed {
            chaos.faults.push(format!("{} is {}: {:?}", turn.id, turn.state, turn.error));
        }
    }
    for pair in all.windows(2) {
        if pair[0].ended_at > pair[1].started_at {
            chaos.faults.push(format!("{} ran beside {}", pair[0].id, pair[1].id));
        }
    }
}

/// Looks at the messages of a session: none is left open, none was written to by a run after a later one, and counts the
/// answers to each question.
async fn look_at_messages(
    turns: &Turns,
    session: SessionId,
    faults: &mut Vec<String>,
    answers: &mut BTreeMap<String, usize>,
) {
    let mut window = WindowRequest::newest(100);
    loop {
        let list = turns.robots().session(member(0), session, window).await.unwrap().message_list;
        for message in &list.messages {
            if message.role != MessageRole::Assistant {
                continue;
            }
            let text = message.parts.text();
            if message.draft {
                faults.push(format!("left open: {text}"));
            }
            let words = |open: char, close: char| -> Vec<String> {
                let words = text.split(open).skip(1).filter_map(|rest| rest.split(close).next());
                words.map(str::to_owned).collect()
            };
            let attempts: Vec<u32> = words('<', '>').iter().filter_map(|word| word.parse().ok()).collect();
            if !attempts.is_sorted() {
                faults.push(format!("a lost run wrote: {text}"));
            }
            for question in words('[', ']') {
                *answers.entry(question).or_default() += 1;
            }
        }
        let Some(before) = list.next_before else { return };
        window = window.before(before);
    }
}

async fn each_question_is_answered_once(place: &str) {
    let inputs = rounds(4);
    let chaos = chaos(place, Job::Answer, inputs).await;
    let Chaos { kills, stops, turns, repeated, faults } = &chaos;
    println!(
        "{PROCESSES} processes, {} questions: {kills} kills, {stops} stops, {turns} turns, {repeated} claimed again",
        MEMBERS * inputs
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(*kills > 0 && *stops > 0, "nothing was broken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_question_is_answered_once_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    each_question_is_answered_once(folder.path().join("robots.db").to_str().unwrap()).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_question_is_answered_once_on_postgres() {
    use crate::postgres::{Programs, QUICK, Server};

    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    each_question_is_answered_once(&server.url("postgres")).await;
}

/// The long run itself, without fences. Whether a short one meets a fault is chance, so it runs only if a factor is asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn red_twin_of_a_long_run_without_fences() {
    let inputs = rounds(4);
    if inputs == 4 {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let chaos = chaos(folder.path().join("robots.db").to_str().unwrap(), Job::AnswerUnfenced, inputs).await;
    println!(
        "without fences: {} stops, {} faults: {:?}",
        chaos.stops,
        chaos.faults.len(),
        chaos.faults.first()
    );
    assert!(!chaos.faults.is_empty(), "{} stops and {} kills without a fault", chaos.stops, chaos.kills);
}

/// A process that is held up, and what it says.
struct Held {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Held {
    fn start(job: Job, place: &str, effects: &str) -> Self {
        let mut child = job.start(place, effects);
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, said }
    }

    /// Waits until it says this. It may stand behind what the test's own harness says.
    fn wait(&mut self, word: &str) {
        assert!(
            self.said.by_ref().map_while(Result::ok).any(|line| line.contains(word)),
            "it ended before {word}"
        );
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// One process is silent in the middle of a turn, another one claims the turn and is in the middle of it when the first
/// one goes on. Returns the turn when the run of the first one is over, and when all is.
async fn held_up(job: Job) -> (Turn, Turn) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name| folder.path().join(name).to_str().unwrap().to_owned();
    let (place, first_goes_on, second_goes_on) = (path("robots.db"), path("first"), path("second"));
    let store = open(&place).await;
    let turns = service(&store, Arc::clone(&store));
    let session = start_session(&turns, make_robot(&turns).await).await;
    let submitted = turns.submit(member(0), session, message("Who posted this?")).await.unwrap();
    let find = async || turns.turn(member(0), session, submitted.turn.id).await.unwrap().0;

    let mut first = Held::start(job, &place, &first_goes_on);
    first.wait("@attempt 1");
    let mut second = Held::start(Job::Wait, &place, &second_goes_on);
    second.wait("@attempt 2");
    fs::write(first_goes_on, "").unwrap();
    first.wait("@over");
    // What the worker of the lost run does at its end comes a moment later. Without fences it ends the turn.
    while job == Job::SilentUnfenced && find().await.state == TurnState::Running {
        sleep(Duration::from_millis(5)).await;
    }
    let between = find().await;
    fs::write(second_goes_on, "").unwrap();
    second.wait("@over");
    until_idle(&turns, &[session]).await;
    (between, find().await)
}

#[tokio::test]
async fn a_lost_run_that_wakes_changes_nothing() {
    let (between, end) = held_up(Job::Silent).await;
    assert_eq!((between.state, between.attempt), (TurnState::Running, 2));
    assert_eq!((end.state, end.attempt), (TurnState::Completed, 2));
}

#[tokio::test]
async fn red_twin_without_fences_a_lost_run_ends_the_turn_of_another() {
    let (between, _) = held_up(Job::SilentUnfenced).await;
    assert_ne!(between.state, TurnState::Running);
}
