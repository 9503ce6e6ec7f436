//! The demo: five accounts, 45 sessions, and one long conversation with every kind of part.

use std::{
    hash::{BuildHasher, RandomState},
    net::SocketAddr,
    sync::atomic::{AtomicI64, Ordering},
};

use storyden_robots::{
    AccountId, Actor, Clock, MessageRole, NewMessage, NewRobot, NewSession, NewWorkspace, PageRequest, Part,
    Parts, Permission, PermissionSet, Profile, Provider, Result, Robot, RobotKey, Robots, Role, RoleId,
    SessionChange, SessionFilter, SessionId, Timestamp, http,
};

/// The id of the robot that is built into this host.
pub(crate) const BUILDER: &str = "robot_builder";

/// The number of sessions in the list; one more is deleted.
const SESSIONS: usize = 45;
/// The number of messages of the long session.
const MESSAGES: usize = 230;

/// An account that can sign in.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) cookie: String,
    pub(crate) profile: Profile,
    pub(crate) permissions: PermissionSet,
}

impl Account {
    fn new(number: u8, cookie: &str, name: &str, permissions: &[Permission]) -> Self {
        let mut profile = Profile::new(id(number), cookie, name);
        profile.roles = permissions.iter().map(|permission| role(*permission)).collect();
        Self { cookie: cookie.to_owned(), profile, permissions: permissions.iter().copied().collect() }
    }
}

/// Returns the id of an account; they were created one second after the other, early in 2024.
fn id(number: u8) -> AccountId {
    let [a, b, c, d] = (1_704_067_200 + u32::from(number)).to_be_bytes();
    AccountId::from_bytes([a, b, c, d, 0, 0, 0, 0, 0, 0, 0, number])
}

fn role(permission: Permission) -> Role {
    let role = Role::new(RoleId::from_bytes(*b"demo-role-\0\0"), permission.as_str(), "hsl(157, 65%, 44%)");
    if permission == Permission::Administrator { role.badge() } else { role }
}

/// Returns the accounts of the demo. Their names are the values of their cookies.
pub(crate) fn accounts() -> Vec<Account> {
    let mut all = vec![
        Account::new(1, "admin", "Barnaby Keene", &[Permission::Administrator]),
        Account::new(2, "operator", "Ann Operator", &[Permission::UseRobots]),
        Account::new(3, "manager", "Max Manager", &[Permission::ManageRobots]),
        Account::new(4, "member", "Mia Member", &[]),
        Account::new(5, "suspended", "Sam Suspended", &[Permission::UseRobots]),
    ];
    all[0].profile.signature = Some("<body><p>Sent with love from London!</p></body>".to_owned());
    all[4].profile.suspended = Some(all[4].profile.joined);
    all
}

/// Returns an account that may do everything, with a random cookie value.
pub(crate) fn administrator() -> Account {
    let secret = || RandomState::new().hash_one(());
    let mut account = Account::new(1, "admin", "Administrator", &[Permission::Administrator]);
    account.cookie = format!("{:016x}{:016x}", secret(), secret());
    account
}

/// A clock that begins in the past, and advances by some minutes at each call.
#[derive(Debug)]
struct Past(AtomicI64);

impl Clock for Past {
    fn now(&self) -> Timestamp {
        let micros = self.0.fetch_add(7 * 60_000_000 + 1, Ordering::Relaxed);
        Timestamp::from_micros(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Fills an empty store, and returns the long session. Does nothing if the store was filled before.
pub(crate) async fn fill(robots: &Robots) -> Result<SessionId> {
    let (admin, operator) = (id(1), id(2));
    let page = robots.list_sessions(admin, SessionFilter::default(), PageRequest::sessions()).await?;
    if let Some(newest) = page.items.first() {
        return Ok(newest.id);
    }
    let start: Timestamp = "2026-01-05T09:00:00.000001Z".parse()?;
    let robots = robots.clone().with_clock(Past(AtomicI64::new(start.as_micros())));

    let new = NewWorkspace::new("Sandbox", Provider::Local).description("A folder of this machine");
    let workspace = robots.create_workspace(admin, new).await?;
    let helper = NewRobot::new("Moderation helper", "anthropic/claude-sonnet-4-5".parse()?)
        .description("Finds spam, and says who posted it")
        .playbook("Search before you answer. Never ban anybody without an approval.")
        .tools(["thread_search", "member_ban"])
        .workspace(workspace.id);
    let helper = robots.create_robot(admin, helper).await?;

    let deleted = robots.start_session(operator, NewSession::default().name("A mistake")).await?;
    for number in 1..SESSIONS {
        let who = if number % 3 == 0 { admin } else { operator };
        let session = NewSession::default().name(format!("Question {number}")).robot(helper.id);
        let session = robots.start_session(who, session).await?;
        robots.append(who, session.id, NewMessage::user([Part::text("Is anything on fire?")])?).await?;
        let answer = NewMessage::assistant([Part::text("Not today.")])?;
        robots.append(Actor::robot(helper.id, who), session.id, answer).await?;
    }
    robots.delete_session(admin, deleted.id).await?;
    conversation(&robots, [admin, operator], &helper).await
}

/// Writes a conversation of two members with two robots.
async fn conversation(robots: &Robots, members: [AccountId; 2], helper: &Robot) -> Result<SessionId> {
    let session = NewSession::default().name("Spam wave of Tuesday").robot(helper.id);
    let session = robots.start_session(members[0], session).await?.id;
    let builder: RobotKey = BUILDER.parse()?;
    let showcase = SHOWCASE.iter().map(|(sdk, role, parts)| {
        let message = NewMessage::new(role.parse()?, Parts::parse(*parts)?);
        Ok(message.metadata(storyden_robots::Json::parse(format!(r#"{{"sdk":{sdk}}}"#))?))
    });
    let showcase = showcase.collect::<Result<Vec<_>>>()?;

    for turn in 0..(MESSAGES - showcase.len()) / 2 {
        let who = members[turn % 2];
        if turn == 40 {
            let change = SessionChange::default().robot(builder.clone());
            robots.update_session(who, session, change).await?;
        }
        let robot = if turn < 40 { helper.id.into() } else { builder.clone() };
        let question = NewMessage::user([Part::text(format!("Look at thread {turn}, please."))])?;
        robots.append(who, session, question).await?;
        let answer =
            NewMessage::assistant([Part::text(format!("Thread {turn} is spam, **delete** it. 🐝"))])?;
        robots.append(Actor::robot(robot, who), session, answer).await?;
    }
    for (number, message) in showcase.into_iter().enumerate() {
        let who = members[number % 2];
        let actor = match message.role {
            MessageRole::Assistant => {
                Actor::robot([builder.clone(), helper.id.into()][number % 2].clone(), who)
            }
            _ => who.into(),
        };
        robots.append(actor, session, message).await?;
    }
    Ok(session)
}

/// Every kind of part and every state of a tool, as the AI SDK writes it, with the first major version that does.
const SHOWCASE: &[(u8, &str, &str)] = &[
    (5, "system", r#"[{"type":"text","text":"Be kind."}]"#),
    (
        5,
        "user",
        r#"[{"type":"text","text":"What is this?"},{"type":"file","mediaType":"image/png","filename":"spam.png","url":"data:image/png;base64,iVBORw0KGgo="}]"#,
    ),
    (
        5,
        "assistant",
        r#"[{"type":"step-start"},{"type":"reasoning","text":"They want me to look.","state":"done","providerMetadata":{"anthropic":{"signature":"c2ln"}}},{"type":"text","text":"An advertisement.","state":"done"},{"type":"source-url","sourceId":"s1","url":"https://example.com/rules","title":"The rules"},{"type":"source-document","sourceId":"s2","mediaType":"application/pdf","title":"Guide","filename":"guide.pdf"},{"type":"data-render_card","id":"card-1","data":{"kind":"thread","price":1.0,"big":12345678901234567890}}]"#,
    ),
    (
        5,
        "assistant",
        r#"[{"type":"tool-thread_search","toolCallId":"c1","state":"input-streaming","input":{"q":"be"}},{"type":"tool-thread_search","toolCallId":"c2","state":"input-available","input":"bees"},{"type":"tool-thread_search","toolCallId":"c3","state":"output-available","input":{"q":"bees"},"output":[1,2,3],"preliminary":false},{"type":"tool-thread_search","toolCallId":"c4","state":"output-error","input":{"q":"bees"},"errorText":"timed out"}]"#,
    ),
    (
        5,
        "assistant",
        r#"[{"type":"dynamic-tool","toolName":"lookup","toolCallId":"d1","state":"input-streaming","input":null},{"type":"dynamic-tool","toolName":"lookup","toolCallId":"d2","state":"input-available","input":{"id":7}},{"type":"dynamic-tool","toolName":"lookup","toolCallId":"d3","state":"output-available","input":{"id":7},"output":null},{"type":"dynamic-tool","toolName":"lookup","toolCallId":"d4","state":"output-error","input":{"id":8},"errorText":"no such member"}]"#,
    ),
    (
        6,
        "assistant",
        r#"[{"type":"tool-member_ban","toolCallId":"a1","state":"approval-requested","input":{"handle":"spammer"},"approval":{"id":"p1"}},{"type":"tool-member_ban","toolCallId":"a2","state":"approval-responded","input":{"handle":"spammer"},"approval":{"id":"p2","approved":true,"reason":"clear case"}},{"type":"tool-member_ban","toolCallId":"a3","state":"output-denied","input":{"handle":"ann"},"approval":{"id":"p3","approved":false}},{"type":"dynamic-tool","toolName":"lookup","toolCallId":"a4","state":"approval-requested","input":{},"approval":{"id":"p4"}}]"#,
    ),
    (7, "user", r#"[{"type":"text","text":"And this video?"},{"type":"text","text":"Quickly."}]"#),
    (
        7,
        "assistant",
        r#"[{"type":"reasoning-file","mediaType":"image/png","url":"data:image/png;base64,iVBORw0KGgo="},{"type":"custom","kind":"openai.compaction","providerMetadata":{"openai":{"id":"x"}}},{"type":"steering-message","id":"m1","parts":[{"type":"text","text":"Hurry up"}]},{"type":"text","text":"On it","state":"streaming"}]"#,
    ),
];

/// Formats the instructions for first steps.
pub(crate) fn first_steps(addr: SocketAddr, session: SessionId) -> String {
    let (cookie, base) = (http::SESSION_COOKIE, format!("http://{addr}/robots"));
    [
        format!("  http://{addr}/login?as=operator   # the page, as one of five accounts"),
        format!("  curl -b {cookie}=operator '{base}/sessions?page=2'"),
        format!("  curl -b {cookie}=operator '{base}/sessions?account_id={}'", id(1)),
        format!("  curl -b {cookie}=operator '{base}/sessions/{session}?limit=3'"),
        format!("  curl -b {cookie}=member   '{base}/sessions'   # 403; suspended and manager too, nobody: 401"),
        format!("  curl -b {cookie}=operator -H 'content-type: application/json' -d '{{\"name\":\"Hello\"}}' {base}/sessions"),
        format!("  curl {base}/openapi.json"),
    ]
    .join("\n")
}
