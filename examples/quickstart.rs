//! A first hour with `storyden-robots`: a chat of the AI SDK is imported, two robots and two members talk, and the
//! answers are printed as Storyden's clients get them.
//!
//! ```text
//! cargo run --example quickstart
//! cargo run --example quickstart -- path/to/chat.json   # a chat of yours: an array of UIMessages
//! ```
//!
//! It keeps everything in `quickstart.db` in the current folder: run it twice, and it finds what it
//! wrote the first time.

use std::error::Error;

use storyden_robots::{
    AccountId, Actor, Json, MessageRole, NewInstance, NewMessage, NewRobot, NewSession, NewWorkspace,
    PageRequest, Part, Permission, PermissionSet, Profile, Provider, Result, Robot, RobotKey, Robots,
    SessionChange, SessionFilter, SessionId, SqliteOptions, SqliteStore, StaticPermissions, StaticProfiles,
    WindowRequest,
};

// In a real host, accounts come from its own user table.
const ANN: AccountId = AccountId::from_bytes(*b"\x69\x21\x0a\x00ann\x00\x00\x00\x00\x01");
const BEN: AccountId = AccountId::from_bytes(*b"\x69\x21\x0a\x00ben\x00\x00\x00\x00\x02");

const MODERATOR: PermissionSet = PermissionSet::EMPTY.with(Permission::UseRobots);
const ENGINEER: PermissionSet = MODERATOR.with(Permission::ManageRobots);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let chat = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?,
        None => include_str!("chat.json").to_owned(),
    };
    let chat = NewMessage::parse_chat(&chat)?;

    let store = SqliteStore::open(SqliteOptions::new("quickstart.db").migrate(true)).await?;
    let permissions = StaticPermissions::new().grant(ANN, ENGINEER).grant(BEN, MODERATOR);
    let profiles = StaticProfiles::new([Profile::new(ANN, "ann", "Ann"), Profile::new(BEN, "ben", "Ben")]);
    let robots = Robots::new(store, permissions, profiles);

    let before = robots.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await?;
    println!("Pages of sessions from earlier runs: {}", before.total_pages.unwrap_or_default());
    for session in &before.items {
        println!("  {} {} by {}", session.id, session.name, session.created_by.name);
    }

    let (moderator, librarian) = (create_moderator(&robots).await?, create_librarian(&robots).await?);
    let session =
        robots.start_session(ANN, NewSession::from(moderator.id).name("Spam wave of Tuesday")).await?.id;
    let imported = import(&robots, session, &moderator, chat).await?;
    println!("\nImported {imported} messages into {session}.");

    talk(&robots, session, &moderator, &librarian).await?;
    mount(&robots, session).await?;
    walk_backwards(&robots, session).await?;

    let list = robots.list_sessions(ANN, SessionFilter::created_by(ANN), PageRequest::sessions()).await?;
    println!("\nGET /robots/sessions?account_id={ANN}\n{}", serde_json::to_string(&list)?);
    let mut body = Vec::new();
    robots.session_json(BEN, session, WindowRequest::newest(3), &mut body).await?;
    println!("\nGET /robots/sessions/{session}?limit=3\n{}", str::from_utf8(&body)?);
    Ok(())
}

async fn create_moderator(robots: &Robots) -> Result<Robot> {
    let robot = NewRobot::new("Moderator", "anthropic/claude-sonnet-4-5".parse()?)
        .description("Finds and hides what breaks the rules")
        .playbook("Search first. Never suspend anybody without asking.")
        .tools(["post_search", "post_hide", "member_suspend"]);
    robots.create_robot(ANN, robot).await
}

async fn create_librarian(robots: &Robots) -> Result<Robot> {
    let robot = NewRobot::new("Librarian", "openai/gpt-5".parse()?)
        .description("Keeps the handbook")
        .tools(["library_page_update"]);
    robots.create_robot(ANN, robot).await
}

/// Imports a chat of the AI SDK: messages of the user are Ann's, those of the assistant are the robot's. The ids that
/// the client gave them are kept, and make a second try recognisable if the first is interrupted.
async fn import(robots: &Robots, session: SessionId, robot: &Robot, chat: Vec<NewMessage>) -> Result<usize> {
    let count = chat.len();
    for message in chat {
        let actor = match message.role {
            MessageRole::Assistant => Actor::robot(robot.id, ANN),
            _ => Actor::from(ANN),
        };
        robots.append(actor, session, message).await?;
    }
    Ok(count)
}

/// Another member joins, and one robot hands over to the other.
async fn talk(robots: &Robots, session: SessionId, moderator: &Robot, librarian: &Robot) -> Result<()> {
    let question = NewMessage::user([Part::text("Is there a page about this in the handbook yet?")])?;
    robots.append(BEN, session, question).await?;

    let hand_over = NewMessage::assistant([
        Part::from(Part::text("The Librarian knows. Handing over.").done()),
        Part::from(Part::tool("robot_switch", "call_1").input(Json::from_serialize(&librarian.id)?)),
    ])?;
    robots.append(Actor::robot(moderator.id, BEN), session, hand_over).await?;
    let switch = SessionChange::default().robot(RobotKey::from(librarian.id));
    robots.update_session(Actor::robot(moderator.id, BEN), session, switch).await?;

    let answer = NewMessage::assistant([Part::text("Not yet. I have drafted one: “Crypto spam”.").done()])?;
    robots.append(Actor::robot(librarian.id, BEN), session, answer).await?;
    Ok(())
}

async fn mount(robots: &Robots, session: SessionId) -> Result<()> {
    let workspace = NewWorkspace::new("Handbook checkout", Provider::Local)
        .config(Json::parse(r#"{"path": "/srv/handbook"}"#)?);
    let workspace = robots.create_workspace(ANN, workspace).await?;
    let instance = NewInstance::new(workspace.id).provider_state(Json::parse(r#"{"token": "a secret"}"#)?);
    let instance = robots.create_instance(ANN, instance).await?;
    robots.update_session(BEN, session, SessionChange::default().mount(instance.id)).await?;
    Ok(())
}

async fn walk_backwards(robots: &Robots, session: SessionId) -> Result<()> {
    println!("\nWalking backwards, three messages at a time:");
    let mut window = WindowRequest::newest(3);
    loop {
        let page = robots.session(BEN, session, window).await?.message_list;
        for message in page.messages.iter().rev() {
            let who = match (&message.author, &message.robot) {
                (Some(author), _) => author.name.clone(),
                (None, Some(robot)) => format!("{} (robot)", robot.name),
                (None, None) => "nobody".to_owned(),
            };
            let sequence = message.sequence.map(|sequence| sequence.to_string()).unwrap_or_default();
            println!("  {sequence:>2} {who}: {}", summary(message.parts.iter()));
        }
        let Some(oldest) = page.next_before else { return Ok(()) };
        window = window.before(oldest);
    }
}

/// One line about the parts of a message.
fn summary<'a>(parts: impl Iterator<Item = Part<'a>>) -> String {
    let words = parts.map(|part| match part {
        Part::Text(text) => format!("“{}”", text.text.chars().take(40).collect::<String>()),
        Part::Reasoning(_) => "thinks".to_owned(),
        Part::Tool(call) => format!("calls {} ({})", call.name, call.state.as_str()),
        Part::File(file) => format!("attaches {}", file.media_type),
        Part::SourceUrl(source) => format!("cites {}", source.url),
        other => other.kind().into_owned(),
    });
    words.collect::<Vec<_>>().join(", ")
}
