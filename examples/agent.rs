//! A conversation with two robots, shown as it grows: one streams its answer, calls tools and asks for
//! approval, and hands over to the other. Their models are scripts, so no network is needed.
//!
//! ```text
//! cargo run --example agent
//! cargo run --example agent -- --deny            # Ann does not approve
//! cargo run --example agent -- --die-after 20    # the process dies after 20 deltas …
//! cargo run --example agent                      # … and the next one goes on where the record ends
//! ```
//!
//! It keeps everything in `agent.db` in the current folder. `--slow` is for watching.

use std::{
    error::Error,
    io::Write,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use storyden_robots::{
    AccountId, Actor, AllowAll, Append, Begun, Draft, DraftSettings, EventKind, Json, Message, MessageRole,
    ModelContext, ModelPart, NewMessage, NewRobot, NewSession, Offset, PageRequest, Part, Parts, Profile,
    Result, Robot, RobotKey, Robots, SessionChange, SessionFilter, SessionId, SqliteOptions, SqliteStore,
    StaticProfiles, Subscription, ToolOutput, WindowRequest,
    stream::{Assembler, Chunk},
};

// In a real host, accounts come from its own user table.
const ANN: AccountId = AccountId::from_bytes(*b"\x69\x21\x0a\x00ann\x00\x00\x00\x00\x01");

/// Words are written after this time, and then seen by those who follow. Those that are held back when the process
/// dies are lost.
const SETTINGS: DraftSettings = DraftSettings {
    flush_after: Duration::from_millis(20),
    flush_after_followed: Duration::from_millis(20),
    flush_bytes: 8 << 10,
};

type Failure = Box<dyn Error + Send + Sync>;

#[derive(Default)]
struct Arguments {
    deny: bool,
    slow: bool,
    die_after: Option<usize>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    eprint!("agent: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprint!(": {error}");
        cause = error.source();
    }
    eprintln!();
    ExitCode::FAILURE
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--deny" => arguments.deny = true,
            "--slow" => arguments.slow = true,
            "--die-after" => {
                let count = given.next().and_then(|count| count.parse().ok());
                arguments.die_after = Some(count.ok_or("--die-after needs a number of deltas")?);
            }
            other => return Err(format!("{other} is not known: there are --deny, --slow and --die-after")),
        }
    }
    Ok(arguments)
}

async fn run() -> Result<(), Failure> {
    let arguments = arguments(std::env::args().skip(1))?;
    let store = SqliteStore::open(SqliteOptions::new("agent.db").migrate(true)).await?;
    let robots = Robots::new(store, AllowAll, StaticProfiles::new([Profile::new(ANN, "ann", "Ann")]));
    let moderator = robot(&robots, "Moderator").await?;
    let librarian = robot(&robots, "Librarian").await?;
    let session = match unfinished(&robots, &librarian).await? {
        Some(session) => session,
        None => robots.start_session(ANN, NewSession::from(moderator.id).name("Spam wave")).await?.id,
    };

    let events = robots.subscribe(ANN, session, Offset::default()).await?;
    let screen = tokio::spawn(show(events, robots.clone(), session, librarian.id.into()));
    let host = Host { robots, session, arguments, deltas: AtomicUsize::new(0) };

    // Each step has a key or changes nothing the second time, so after a crash all of them are done again.
    let question =
        NewMessage::user([Part::text("Who posts these links? Please stop it, and note it down.")])?;
    host.robots.append(ANN, session, Append::from(question).idempotency_key("question")).await?;
    moderate(&host, Actor::robot(moderator.id, ANN)).await?;
    let hand_over = SessionChange::default().robot(RobotKey::from(librarian.id));
    host.robots.update_session(Actor::robot(moderator.id, ANN), session, hand_over).await?;
    let sent = note_down(&host, Actor::robot(librarian.id, ANN)).await?;
    screen.await??;

    println!("\n\nThe Librarian's model was sent {sent}.\n\nThe record:");
    for message in host.robots.session(ANN, session, WindowRequest::newest(50)).await?.message_list.messages {
        println!("{}", message.parts.as_str());
    }
    Ok(())
}

async fn robot(robots: &Robots, name: &str) -> Result<Robot> {
    let known = robots.list_robots(ANN, PageRequest::resources()).await?.items;
    match known.into_iter().find(|robot| robot.name == name) {
        Some(robot) => Ok(robot),
        None => robots.create_robot(ANN, NewRobot::new(name, "script/1".parse()?)).await,
    }
}

/// Finds the session that an earlier run left in the middle, and tells what is there.
async fn unfinished(robots: &Robots, last: &Robot) -> Result<Option<SessionId>> {
    let sessions = robots.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await?;
    let Some(session) = sessions.items.first() else { return Ok(None) };
    let newest = robots.session(ANN, session.id, WindowRequest::newest(1)).await?.message_list.messages;
    if newest.iter().any(|message| !message.draft && speaks(message, &last.id.into())) {
        return Ok(None);
    }
    println!("Going on with {}, of {}.", session.id, session.created_at);
    for message in newest.iter().filter(|message| message.draft) {
        println!("Its newest message is a draft: {} bytes were saved.", message.parts.len_bytes());
    }
    for call in robots.pending_tool_calls(ANN, session.id).await? {
        println!("A call has no result: {} ({}).", call.tool_name, call.state.as_str());
    }
    Ok(Some(session.id))
}

/// The first robot: searches, asks before it acts, and hands over.
async fn moderate(host: &Host, robot: Actor) -> Result<()> {
    let Some(mut turn) = Turn::begin(host, robot, "moderator").await? else { return Ok(()) };
    turn.push(Chunk::StartStep {}).await?;
    turn.think("Links that repeat are easy to search for.").await?;
    turn.say("Let me look for the links.").await?;
    turn.call("call_1", "post_search", r#"{"text": "free-coins.example", "limit": 50}"#).await?;
    turn.output("call_1", r#"{"posts": 16, "authors": ["crypt0_kate"]}"#).await?;

    turn.push(Chunk::StartStep {}).await?;
    turn.say("All sixteen are crypt0_kate's. I would suspend the account.").await?;
    turn.call("call_2", "member_suspend", r#"{"handle": "crypt0_kate"}"#).await?;
    if turn.ask("call_2", "question_1").await? {
        turn.output("call_2", r#"{"suspended": true}"#).await?;
        turn.say("Done. The Librarian will note it down.").await?;
    } else {
        turn.push(Chunk::ToolOutputDenied { tool_call_id: "call_2".into() }).await?;
        turn.say("Then I leave it at that. The Librarian will note it down.").await?;
    }
    turn.draft.finish().await?;
    Ok(())
}

/// The second robot: its model is sent what fits of the conversation, and answers. Returns what was sent.
async fn note_down(host: &Host, robot: Actor) -> Result<String> {
    let recipe = ModelContext::new(1_000).without("reasoning");
    let context = host.robots.model_context(&robot, host.session, &recipe).await?;
    let input = context.model_messages();
    let denied = input
        .iter()
        .flat_map(|message| &message.content)
        .any(|part| matches!(part, ModelPart::ToolResult { output: ToolOutput::Denied(_), .. }));
    let sent = format!("{} messages, {} tokens", input.len(), context.tokens);
    let Some(mut turn) = Turn::begin(host, robot, "librarian").await? else { return Ok(sent) };
    turn.push(Chunk::StartStep {}).await?;
    let outcome = if denied { "Ann did not want a suspension" } else { "the account was suspended" };
    turn.say(&format!("Noted in the handbook: crypt0_kate, sixteen links, {outcome}.")).await?;
    turn.draft.finish().await?;
    Ok(sent)
}

struct Host {
    robots: Robots,
    session: SessionId,
    arguments: Arguments,
    /// How many deltas this process has written.
    deltas: AtomicUsize,
}

/// A robot's message while its script writes it.
struct Turn<'a> {
    host: &'a Host,
    robot: Actor,
    draft: Draft,
    /// What an earlier process had written, until the script is past it.
    there: Option<Parts>,
    /// The script up to here.
    script: Assembler,
}

impl<'a> Turn<'a> {
    /// Begins the message, or goes on with the draft of an earlier process; `None` if it is finished.
    async fn begin(host: &'a Host, robot: Actor, key: &str) -> Result<Option<Self>> {
        let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
        let answer = Append::from(answer).idempotency_key(key);
        let draft = match host.robots.begin_draft(&robot, host.session, answer).await? {
            Begun::Finished(_) => return Ok(None),
            begun => begun.draft()?.with_settings(SETTINGS),
        };
        let there = Some(draft.parts());
        Ok(Some(Self { host, robot, draft, there, script: Assembler::new() }))
    }

    /// Writes the next chunk of the script, unless it is there. (A real model is sent what is there, and goes
    /// on from it.)
    async fn push(&mut self, chunk: Chunk<'_>) -> Result<()> {
        if self.there.as_ref().is_some_and(|there| self.script.parts() != *there) {
            return self.script.push(&chunk);
        }
        self.there = None;
        self.draft.push(&chunk).await?;
        if chunk.kind().ends_with("-delta") {
            let count = self.host.deltas.fetch_add(1, Ordering::Relaxed) + 1;
            if self.host.arguments.die_after == Some(count) {
                eprintln!("\nagent: dies after {count} deltas; run it again to go on");
                std::process::exit(1);
            }
            let pause = if self.host.arguments.slow { 60 } else { 5 };
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        Ok(())
    }

    async fn think(&mut self, thought: &str) -> Result<()> {
        self.push(Chunk::reasoning_start("thought")).await?;
        for word in thought.split_inclusive(' ') {
            self.push(Chunk::reasoning_delta("thought", word)).await?;
        }
        self.push(Chunk::reasoning_end("thought")).await
    }

    async fn say(&mut self, text: &str) -> Result<()> {
        self.push(Chunk::text_start("text")).await?;
        for word in text.split_inclusive(' ') {
            self.push(Chunk::text_delta("text", word)).await?;
        }
        self.push(Chunk::text_end("text")).await
    }

    /// Calls a tool. The call is in the record before the tool runs.
    async fn call(&mut self, call: &str, tool: &str, input: &str) -> Result<()> {
        self.push(Chunk::tool_input_start(call, tool)).await?;
        for piece in input.split_inclusive(' ') {
            self.push(Chunk::tool_input_delta(call, piece)).await?;
        }
        self.push(Chunk::tool_input(call, tool, Json::parse(input)?)).await?;
        self.draft.flush().await?;
        Ok(())
    }

    async fn output(&mut self, call: &str, output: &str) -> Result<()> {
        self.push(Chunk::tool_output(call, Json::parse(output)?)).await
    }

    /// Asks Ann whether the call may be, unless she was asked before the crash. She takes the draft over to
    /// answer, as she would from another process, and the robot takes it back.
    async fn ask(&mut self, call: &str, question: &str) -> Result<bool> {
        self.push(Chunk::approval_request(question, call)).await?;
        let answered = self.there.iter().flatten().find_map(|part| match part {
            Part::Tool(call) => call.approval.and_then(|approval| approval.approved),
            _ => None,
        });
        if let Some(approved) = answered {
            self.push(Chunk::approval_response(question, approved)).await?;
            return Ok(approved);
        }
        self.draft.flush().await?;
        let (robots, session, id) = (&self.host.robots, self.host.session, self.draft.id());
        let approved = !self.host.arguments.deny;
        let mut hers = robots.resume_draft(ANN, session, id).await?;
        hers.push(&Chunk::approval_response(question, approved)).await?;
        hers.flush().await?;
        self.draft = robots.resume_draft(&self.robot, session, id).await?.with_settings(SETTINGS);
        Ok(approved)
    }
}

/// Shows the session as it grows, until the last robot has finished.
async fn show(
    mut events: Subscription,
    robots: Robots,
    session: SessionId,
    last: RobotKey,
) -> Result<(), Failure> {
    let mut shown = (None, String::new());
    loop {
        let message = match events.next().await?.kind {
            EventKind::Message(message) | EventKind::DraftBegan(message) => message,
            // A follower far away would apply the chunks. Here it costs little to read the message.
            EventKind::DraftGrew { id, .. } => robots.message(ANN, session, id).await?,
            _ => continue,
        };
        if shown.0 != Some(message.id) {
            shown = (Some(message.id), String::new());
        }
        let text = text_of(&message);
        let mut screen = std::io::stdout();
        write!(screen, "{}", text.strip_prefix(&shown.1).unwrap_or(&text))?;
        screen.flush()?;
        shown.1 = text;
        if !message.draft && speaks(&message, &last) {
            return Ok(());
        }
    }
}

fn speaks(message: &Message, robot: &RobotKey) -> bool {
    message.robot.as_ref().is_some_and(|speaker| speaker.id == *robot)
}

/// Writes a message for the terminal, so that the text only grows when the message does.
fn text_of(message: &Message) -> String {
    let robot = message.robot.as_ref().map(|robot| robot.name.as_str());
    let author = message.author.as_ref().map(|author| author.name.as_str());
    let parts = message.parts.iter().map(|part| match part {
        Part::Text(said) => format!("\n  {}", said.text),
        Part::Reasoning(thought) => format!("\n  ~ {}", thought.text),
        Part::Tool(call) => {
            let raw = call.raw_input.and_then(|raw| raw.decode::<String>().ok());
            let input = raw.or(call.input.map(|input| input.to_string())).unwrap_or_default();
            let question = call.approval.map_or("", |approval| match approval.approved {
                None => " … may I?",
                Some(true) => " … may I? Ann: yes",
                Some(false) => " … may I? Ann: no",
            });
            let output = call.output.map(|output| format!(" = {output}")).unwrap_or_default();
            format!("\n  > {} {input}{question}{output}", call.name)
        }
        _ => String::new(),
    });
    format!("\n{}:{}", robot.or(author).unwrap_or("Somebody"), parts.collect::<String>())
}
