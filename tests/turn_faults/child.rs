//! A process that works off turns: this test binary, run again with a job in its environment.

use std::{
    env,
    fs::{self, OpenOptions},
    future::pending,
    io::{self, Read as _, Write as _},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use storyden_robots::{
    Calls, Json, Outcome, Part, Result, RobotRunner, SessionId, TurnRun, TurnWorker, async_trait,
    repository::{CallBegun, Done, Step, Write},
    stream::Chunk,
};
use tokio::time::sleep;

use crate::{Random, Shared, open, over_turns::over_turns, service};

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// Answers what it is asked.
    Answer,
    /// A red twin: the same, without fences.
    AnswerUnfenced,
    /// Waits in the middle of an answer until the file of effects is there.
    Wait,
    /// The same, and its worker is silent meanwhile, so that it is taken for lost.
    Silent,
    /// A red twin: the same, without fences.
    SilentUnfenced,
    /// Runs tools, and says when one has had its effect for the first time. It never comes back from that.
    Act,
    /// A red twin: the same, without the record that a call has begun.
    ActUnrecorded,
}

const JOBS: [Job; 7] = [
    Job::Answer,
    Job::AnswerUnfenced,
    Job::Wait,
    Job::Silent,
    Job::SilentUnfenced,
    Job::Act,
    Job::ActUnrecorded,
];

/// After how much silence a worker is taken for lost.
pub(crate) const LEASE: Duration = Duration::from_millis(600);

impl Job {
    /// Starts a process with this job on a store. What its tools do it writes to a file.
    pub(crate) fn start(self, place: &str, effects: &str) -> Child {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "child::the_child", "--nocapture", "--test-threads=1"])
            .env("ROBOTS_CHILD", format!("{self:?}"))
            .env("ROBOTS_PLACE", place)
            .env("ROBOTS_EFFECTS", effects)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

#[test]
fn the_child() {
    let Ok(job) = env::var("ROBOTS_CHILD") else { return };
    let job = JOBS.into_iter().find(|known| format!("{known:?}") == job).unwrap();
    let place = env::var("ROBOTS_PLACE").unwrap();
    let runner = Runner { job, effects: env::var("ROBOTS_EFFECTS").unwrap().into() };
    // It ends with the test, however that ends.
    std::thread::spawn(|| {
        io::stdin().read_to_end(&mut Vec::new()).ok();
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open(&place).await;
        let turns = service(&store, Faulty { inner: std::sync::Arc::clone(&store), job });
        let silent = matches!(job, Job::Silent | Job::SilentUnfenced);
        let worker = TurnWorker::new(turns, runner)
            .lease(if job == Job::Wait { LEASE * 100 } else { LEASE })
            .heartbeat(if silent { LEASE * 100 } else { LEASE / 5 })
            // It would take up its own turn again.
            .concurrency(if silent { 1 } else { 16 })
            .poll(Duration::from_millis(20))
            .max_attempts(u32::MAX);
        worker.run(pending()).await;
    });
}

/// The store of a process, from which a red twin takes what protects.
#[derive(Debug)]
struct Faulty {
    inner: Shared,
    job: Job,
}

impl Faulty {
    async fn transacting(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
        match self.job {
            Job::AnswerUnfenced | Job::SilentUnfenced => {
                self.inner.transact(session, steps, Write::at(write.at)).await
            }
            Job::ActUnrecorded if steps.iter().any(|step| matches!(step, Step::BeginCall(_))) => {
                let is_begin = |step: &Step| matches!(step, Step::BeginCall(_));
                let others: Vec<_> = steps.iter().filter(|step| !is_begin(step)).cloned().collect();
                let mut done = self.inner.transact(session, &others, write).await?;
                let place = steps.iter().position(is_begin).unwrap();
                done.insert(place, Done::Call(CallBegun::New));
                Ok(done)
            }
            _ => self.inner.transact(session, steps, write).await,
        }
    }
}

over_turns!(Faulty);

/// A robot that leaves traces.
#[derive(Debug)]
struct Runner {
    job: Job,
    effects: PathBuf,
}

#[async_trait]
impl RobotRunner for Runner {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        match self.job {
            Job::Answer | Job::AnswerUnfenced => self.answer(turn).await,
            Job::Wait | Job::Silent | Job::SilentUnfenced => self.hold(turn).await,
            Job::Act | Job::ActUnrecorded => self.act(turn).await,
        }
    }
}

impl Runner {
    /// Has the effect of a tool: a line of a file. Returns whether it is the first with its key.
    fn has_effect(&self, tool: &str, key: &str) -> bool {
        let known = fs::read_to_string(&self.effects).unwrap_or_default();
        let mut file = OpenOptions::new().append(true).create(true).open(&self.effects).unwrap();
        // One system call, so that lines do not mix.
        file.write_all(format!("{tool} {key}\n").as_bytes()).unwrap();
        !known.contains(key)
    }

    /// Calls a tool, says in each attempt which one it is, a piece at a time, and then what it was asked.
    async fn answer(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let mut random = Random::new(std::process::id() as usize);
        let attempt = turn.attempt();
        let asked: Vec<_> =
            turn.inputs().await?.iter().map(|input| format!("[{}]", input.parts.text())).collect();
        let mut draft = turn.draft().await?;
        if !draft.parts().iter().any(|part| matches!(part, Part::Tool(_))) {
            // Its own: a call that says what one of an earlier turn says, which may have happened, would ask people.
            let input = Json::from_serialize(&[turn.turn().id])?;
            draft.push(&Chunk::tool_input("call_0", "write", input)).await?;
        }
        let effect = |call: storyden_robots::ToolCall| {
            self.has_effect(&call.tool, &call.key);
            async { Ok::<_, String>(Json::NULL) }
        };
        turn.call_tools(&mut draft, effect).await?;
        for piece in 0..3 {
            self.say(&mut draft, &format!("{attempt}-{piece}"), &format!("<{attempt}>")).await?;
            sleep(Duration::from_millis(random.below(40) as u64)).await;
        }
        // A lost run may have said it.
        if !draft.parts().text().contains('[') {
            self.say(&mut draft, "answer", &asked.concat()).await?;
        }
        draft.finish().await?;
        Ok(Outcome::Completed)
    }

    /// Says which attempt it is, and is held up before it goes on.
    async fn hold(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let attempt = turn.attempt();
        let mut draft = turn.draft().await?;
        self.say(&mut draft, &format!("{attempt}-0"), &format!("<{attempt}>")).await?;
        let over = Over::begun(attempt);
        while !self.effects.exists() {
            sleep(Duration::from_millis(5)).await;
        }
        self.say(&mut draft, &format!("{attempt}-1"), &format!("<{attempt}>")).await?;
        draft.finish().await?;
        drop(over);
        Ok(Outcome::Completed)
    }

    async fn say(&self, draft: &mut storyden_robots::Draft, id: &str, text: &str) -> Result<()> {
        draft.push(&Chunk::text_start(id)).await?;
        draft.push(&Chunk::text_delta(id, text)).await?;
        draft.push(&Chunk::text_end(id)).await?;
        draft.flush().await?;
        Ok(())
    }

    /// Calls the tool that it is asked for, and hangs in it for the first time.
    async fn act(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let asked = turn.inputs().await?.remove(0).parts.text();
        let mut draft = turn.draft().await?;
        if draft.parts().is_empty() {
            draft.push(&Chunk::tool_input("call_0", asked, Json::object())).await?;
        }
        let effect = |call: storyden_robots::ToolCall| async move {
            if self.has_effect(&call.tool, &call.key) {
                println!("@effect {}", call.key);
                io::stdout().flush().unwrap();
                pending::<()>().await;
            }
            Ok::<_, String>(Json::NULL)
        };
        let waits = turn.call_tools(&mut draft, effect).await? == Calls::Waiting;
        draft.finish().await?;
        Ok(if waits { Outcome::Blocked } else { Outcome::Completed })
    }
}

/// Says that the middle of a run has begun, and that the run is over, however it ends.
struct Over;

impl Over {
    fn begun(attempt: u32) -> Self {
        println!("@attempt {attempt}");
        io::stdout().flush().unwrap();
        Self
    }
}

impl Drop for Over {
    fn drop(&mut self) {
        println!("@over");
        io::stdout().flush().unwrap();
    }
}
