//! A process is killed between the effect of a tool and its record.

use std::{
    collections::HashMap,
    fs,
    io::{BufRead, BufReader},
    time::Duration,
};

use storyden_robots::{
    Part, SessionId, ToolState, TurnState, Turns, Verdict, WindowRequest,
    repository::{RequestFilter, TurnFilter},
};
use tokio::time::sleep;

use crate::{child::Job, make_robot, member, message, open, rounds, service, start_session, until_idle};

/// The tools: one that may run once, one that needs an approval, one that may be repeated.
const TOOLS: [&str; 3] = ["write", "ban", "search"];

/// What became of the calls of one tool.
#[derive(Debug, Default)]
struct Told {
    rounds: usize,
    effects: usize,
    /// The calls whose tool ran more than once.
    repeated: usize,
    /// The calls that ended as `interrupted`.
    interrupted: usize,
    /// The calls that ended with an output.
    output: usize,
}

/// Approves what waits in a session, once its robot has asked.
async fn approve(turns: &Turns, session: SessionId) {
    let mut filter = RequestFilter::default();
    filter.session = Some(session);
    loop {
        let waiting = turns.call_requests(member(0), filter, 1).await.unwrap();
        let blocked = turns.list_turns(member(0), session, TurnFilter::default(), 1).await.unwrap();
        if let (Some(request), TurnState::Blocked) = (waiting.first(), blocked[0].state) {
            turns.decide(member(0), request.id, Verdict::approve()).await.unwrap();
            return;
        }
        sleep(Duration::from_millis(5)).await;
    }
}

/// In each round a process is killed as soon as a tool has had its effect, and the next one finds what it left.
async fn kill(job: Job, rounds: usize) -> HashMap<&'static str, Told> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (place, effects) = (at("robots.db"), at("effects"));
    let store = open(&place).await;
    let turns = service(&store, std::sync::Arc::clone(&store));
    let robot = make_robot(&turns).await;
    let mut sessions = Vec::new();
    for round in 0..rounds {
        let session = start_session(&turns, robot).await;
        sessions.push(session);
        let tool = TOOLS[round % TOOLS.len()];
        turns.submit(member(0), session, message(tool)).await.unwrap();
        let mut child = job.start(&place, &effects);
        let out = BufReader::new(child.stdout.take().unwrap());
        let killed = tokio::task::spawn_blocking(move || {
            let happened = out.lines().map_while(Result::ok).any(|line| line.contains("@effect"));
            child.kill().unwrap();
            child.wait().unwrap();
            happened
        });
        if tool == "ban" {
            approve(&turns, session).await;
        }
        assert!(killed.await.unwrap(), "round {round}: the tool has run");
    }
    let mut last = job.start(&place, &effects);
    until_idle(&turns, &sessions).await;
    last.kill().unwrap();
    last.wait().unwrap();
    let lines = fs::read_to_string(&effects).unwrap();
    let mut told: HashMap<_, _> = TOOLS.map(|tool| (tool, Told::default())).into();
    let mut done: HashMap<&str, usize> = HashMap::new();
    lines.lines().for_each(|line| *done.entry(line).or_default() += 1);
    for (line, times) in done {
        let told = told.get_mut(line.split(' ').next().unwrap()).unwrap();
        told.effects += times;
        told.repeated += usize::from(times > 1);
    }
    for session in sessions {
        let ended = turns.list_turns(member(0), session, TurnFilter::default(), 1).await.unwrap().remove(0);
        assert_eq!(ended.state, TurnState::Completed, "{ended:?}");
        let found = turns.robots().session(member(0), session, WindowRequest::newest(10)).await.unwrap();
        let Some(Part::Tool(call)) = found.message_list.messages[1].parts.iter().next() else {
            panic!("a call: {found:?}")
        };
        let told = told.get_mut(&*call.name).unwrap();
        told.rounds += 1;
        match call.state {
            ToolState::OutputAvailable => told.output += 1,
            ToolState::OutputError => {
                assert_eq!(call.error_text.as_deref(), Some("interrupted: it may have happened"));
                told.interrupted += 1;
            }
            ref state => panic!("{state:?}"),
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_tool_runs_twice_unless_it_is_repeatable() {
    let told = kill(Job::Act, rounds(12)).await;
    println!("killed between effect and record: {told:?}");
    for (tool, told) in told {
        assert_eq!(
            told.effects >= told.rounds,
            told.rounds > 0,
            "{tool}: the process died behind each effect"
        );
        if tool == "search" {
            assert_eq!((told.repeated, told.output), (told.rounds, told.rounds), "{tool}");
        } else {
            assert_eq!((told.effects, told.repeated), (told.rounds, 0), "{tool}");
            assert_eq!(told.interrupted, told.rounds, "{tool}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn red_twin_without_the_record_that_it_began_a_tool_runs_twice() {
    let told = kill(Job::ActUnrecorded, rounds(3)).await;
    println!("killed between effect and record, without the record of the beginning: {told:?}");
    assert!(told["write"].repeated > 0 && told["ban"].repeated > 0);
}
