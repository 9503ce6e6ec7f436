//! The chat of the AI SDK, and a host whose robots are scripts.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use storyden_robots::{
    Calls, Json, MemoryStore, Outcome, Result, RobotKey, RobotRunner, Robots, ToolCall, ToolRule,
    TurnRepository, TurnRun, TurnWorker, Turns, async_trait,
    http::{Api, ChatId, Settings},
    stream::{Chunk, ClientVersion},
};
use tokio::io::AsyncReadExt as _;

use crate::{
    client::Request,
    host::{Host, authenticator, permissions, robots},
};

/// What a robot does depends on the question: `ban` calls a tool that needs approval, `colour` one that runs at the page,
/// `wait` waits until it is stopped, `draw` brings a picture first, and all else is repeated.
#[derive(Debug)]
struct Script;

#[async_trait]
impl RobotRunner for Script {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let inputs = turn.inputs().await?;
        let question = inputs.last().map(|message| message.parts.text()).unwrap_or_default();
        let mut draft = turn.draft().await?;
        let tool = match question.as_str() {
            "ban" => Some("member_ban"),
            "colour" => Some("pick_colour"),
            _ => None,
        };
        if let Some(tool) = tool.filter(|_| draft.parts().is_empty()) {
            draft.push(&Chunk::tool_input("call", tool, Json::object())).await?;
        }
        let run = async |_: ToolCall| Ok::<_, String>(Json::object());
        if turn.call_tools(&mut draft, run).await? == Calls::Waiting {
            draft.finish().await?;
            return Ok(Outcome::Blocked);
        }
        if question == "wait" {
            draft.push(&Chunk::text_start("0")).await?;
            draft.flush().await?;
            turn.cancelled().await;
        }
        if question == "draw" {
            draft.push(&Chunk::parse(&file_chunk(&picture(9000)).to_string())?).await?;
        }
        for chunk in [
            Chunk::text_start("1"),
            Chunk::text_delta("1", format!("You said {question}.")),
            Chunk::text_end("1"),
        ] {
            draft.push(&chunk).await?;
        }
        draft.finish().await?;
        Ok(Outcome::Completed)
    }
}

/// Returns what begins like a picture.
pub(crate) fn picture(length: usize) -> Vec<u8> {
    b"\x89PNG\r\n\x1a\n".iter().copied().chain((0..=250).cycle()).take(length).collect()
}

/// A picture as a robot brings it.
pub(crate) fn file_chunk(bytes: &[u8]) -> Value {
    let url = format!("data:image/png;base64,{}", BASE64.encode(bytes));
    json!({ "type": "file", "mediaType": "image/png", "url": url })
}

/// A host with turns, and without a worker.
pub(crate) async fn host(settings: Settings, default: Option<&str>) -> (Host, Turns) {
    let store = MemoryStore::new();
    over(robots(store.clone(), permissions()), store, settings, default).await
}

/// The same over a store.
pub(crate) async fn over(
    robots: Robots,
    store: impl TurnRepository,
    settings: Settings,
    default: Option<&str>,
) -> (Host, Turns) {
    let turns = Turns::new(robots.clone(), store).with_tools([
        ToolRule::new("member_ban").needs_approval(),
        ToolRule::new("pick_colour").runs_at_client(),
    ]);
    let turns = default
        .into_iter()
        .fold(turns, |turns, robot| turns.with_default_robot(robot.parse::<RobotKey>().expect("a robot")));
    let api = Api::new(robots.clone(), authenticator()).settings(settings).turns(turns.clone());
    (Host::at("", robots, api.router()).await, turns)
}

/// The same with a worker.
pub(crate) async fn working(settings: Settings) -> (Host, Turns) {
    let (host, turns) = host(settings, Some("robot_builder")).await;
    work(&turns);
    (host, turns)
}

/// Starts a worker.
pub(crate) fn work(turns: &Turns) {
    tokio::spawn(TurnWorker::new(turns.clone(), Script).run(std::future::pending()));
}

/// What a chat is when no turn that has ended counts as running.
fn no_overlap() -> Settings {
    Settings::default().chat_overlap(std::time::Duration::ZERO)
}

/// What a chat is when the newest turn always counts as running.
fn overlap() -> Settings {
    Settings::default().chat_overlap(std::time::Duration::MAX)
}

/// Reads a stream of chunks to its end.
async fn stream(host: &Host, request: Request) -> Vec<Value> {
    let mut bytes = Vec::new();
    let mut socket = request.by("operator").write(host.addr).await;
    socket.read_to_end(&mut bytes).await.expect("a whole stream");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{text}");
    for header in ["content-type: text/event-stream", "x-vercel-ai-ui-message-stream: v1"] {
        assert!(head.contains(header), "{head}");
    }
    let mut data: Vec<_> = body.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
    assert_eq!(data.pop(), Some("[DONE]"), "{text}");
    data.into_iter().map(|chunk| serde_json::from_str(chunk).expect("a chunk")).collect()
}

fn chat(body: &Value) -> Request {
    Request::new("POST", "/robots/chat").json(body)
}

fn user(id: &str, text: &str) -> Value {
    json!({ "id": id, "role": "user", "parts": [{ "type": "text", "text": text }] })
}

async fn say(host: &Host, chat_id: &str, id: &str, text: &str) -> Vec<Value> {
    stream(host, chat(&json!({ "id": chat_id, "messages": [user(id, text)] }))).await
}

fn kinds(chunks: &[Value]) -> Vec<&str> {
    chunks.iter().filter_map(|chunk| chunk["type"].as_str()).filter(|kind| *kind != "data-turn").collect()
}

/// Returns the states of the turn that were told.
fn states(chunks: &[Value]) -> Vec<&str> {
    let states = chunks.iter().filter_map(|chunk| chunk["data"]["state"].as_str());
    let mut states: Vec<_> = states.collect();
    states.dedup();
    states
}

async fn history(host: &Host, chat_id: &str) -> Vec<Value> {
    let history = host.get("operator", &format!("/robots/chat/{chat_id}")).await.is(200);
    history["messages"].as_array().expect("messages").clone()
}

/// Returns roles and texts.
fn texts(messages: &[Value]) -> Vec<String> {
    let text = |message: &Value| {
        let texts =
            message["parts"].as_array().into_iter().flatten().filter_map(|part| part["text"].as_str());
        format!("{}: {}", message["role"].as_str().unwrap_or_default(), texts.collect::<String>())
    };
    messages.iter().map(text).collect()
}

#[tokio::test]
async fn a_message_is_answered_and_its_turn_told() {
    let (host, _) = working(overlap()).await;
    let told = say(&host, "my chat", "first-question-1", "Hi").await;
    assert_eq!(kinds(&told), ["start", "text-start", "text-delta", "text-end", "finish"]);
    assert_eq!(states(&told), ["queued", "running", "completed"]);
    assert_eq!(told[0]["transient"], true);
    let start = told.iter().find(|chunk| chunk["type"] == "start").expect("a start");
    assert_eq!(start["messageMetadata"]["storyden"]["robot"]["name"], "Builder");
    let finish = told.last().expect("an end");
    assert_eq!(finish["messageMetadata"]["storyden"]["ended"]["reason"], "stop");

    // For some seconds the turn counts as running: a page whose reads straddle the end gets it from its stream.
    assert_eq!(texts(&history(&host, "my%20chat").await), ["user: Hi"]);
    let again = stream(&host, Request::new("GET", "/robots/chat/my%20chat/stream")).await;
    assert_eq!(kinds(&again), ["start", "text-start", "text-delta", "text-end", "finish"]);
    assert_eq!(
        again.iter().find(|chunk| chunk["type"] == "start").expect("a start")["messageId"],
        start["messageId"]
    );

    // The same message again is the same turn.
    let repeated = say(&host, "my chat", "first-question-1", "Hi").await;
    assert_eq!(kinds(&repeated), kinds(&again));
    let session = "my chat".parse::<ChatId>().expect("an id").session();
    let record = host.get("operator", &format!("/robots/sessions/{session}")).await.is(200);
    assert_eq!(texts(record["message_list"]["messages"].as_array().expect("messages")).len(), 2);
}

#[tokio::test]
async fn the_history_of_a_chat_is_what_use_chat_takes() {
    let (host, _) = working(no_overlap()).await;
    assert_eq!(history(&host, "new").await, Vec::<Value>::new());
    host.get("operator", "/robots/chat/new/stream").await.is(204);
    host.delete("operator", "/robots/chat/new/stream").await.is(204);
    say(&host, "new", "a", "Hi").await;
    say(&host, "new", "b", "Ho").await;
    let messages = history(&host, "new").await;
    assert_eq!(
        texts(&messages),
        ["user: Hi", "assistant: You said Hi.", "user: Ho", "assistant: You said Ho."]
    );
    assert_eq!(messages[0]["metadata"]["storyden"]["author"]["handle"], "operator");
    host.get("operator", "/robots/chat/new/stream").await.is(204);
    let page = host.get("operator", "/robots/chat/new?limit=1").await.is(200);
    assert_eq!(page["next_before"], messages[3]["id"]);
    let before = page["next_before"].as_str().expect("a cursor");
    let page = host.get("operator", &format!("/robots/chat/new?limit=2&before={before}")).await.is(200);
    assert_eq!(page["messages"], json!(messages[1..3]));
    // Only a question can be edited.
    let more = json!({ "id": "new", "messages": [user("c", "Hum")], "messageId": messages[1]["id"] });
    stream(&host, chat(&more)).await;
    assert_eq!(history(&host, "new").await.len(), 6);
    // What was added to metadata comes back with a message, and is not kept.
    let mut edited = messages[2].clone();
    edited["parts"][0]["text"] = "Hum".into();
    stream(&host, chat(&json!({ "id": "new", "messages": [edited], "messageId": messages[2]["id"] }))).await;
    let messages = history(&host, "new").await;
    assert_eq!(texts(&messages)[2..], ["user: Hum", "assistant: You said Hum."]);
    let session = "new".parse::<ChatId>().expect("an id").session();
    let record = host.get("operator", &format!("/robots/sessions/{session}")).await.is(200);
    assert_eq!(record["message_list"]["messages"][2]["metadata"], json!({}));
}

#[tokio::test]
async fn only_the_last_message_is_read() {
    let (host, _) = working(no_overlap().body_bytes(1000).chat_body_bytes(20_000)).await;
    let old = json!({ "id": 7, "role": [], "parts": "x".repeat(10_000) });
    let told =
        stream(&host, chat(&json!({ "id": "c", "messages": [old, user("a", "Hi")], "extra": 1 }))).await;
    assert_eq!(states(&told), ["queued", "running", "completed"]);
    let told = stream(&host, chat(&json!({ "id": "c", "message": user("b", "Ho") }))).await;
    assert_eq!(states(&told), ["queued", "running", "completed"]);
    let large = json!({ "id": "c", "messages": ["x".repeat(20_000), user("c", "Hi")] });
    host.post("operator", "/robots/chat", &large).await.is_problem(413, "too-large");
    for (body, about) in [
        (json!({ "messages": [user("a", "Hi")] }), "id"),
        (json!({ "id": "", "messages": [user("a", "Hi")] }), "id"),
        (json!({ "id": "c", "messages": [] }), "messages"),
        (json!({ "id": "c", "messages": [{ "role": "user" }] }), "messages.parts"),
        (json!({ "id": "c", "messages": [user("a", "Hi")], "trigger": "x" }), "trigger"),
        (json!({ "id": "c", "messages": [user("d", "Hi")], "when_blocked": "x" }), "when_blocked"),
    ] {
        host.post("operator", "/robots/chat", &body).await.is_about(about);
    }
    let long = json!({ "id": "x".repeat(129), "messages": [user("a", "Hi")] });
    host.post("operator", "/robots/chat", &long).await.is_problem(413, "too-large");
    let unknown = json!({ "id": "cc5lnd2s1s4652adtu50", "messages": [user("a", "Hi")] });
    host.post("operator", "/robots/chat", &unknown).await.is_problem(404, "not-found");
    host.post("member", "/robots/chat", &unknown).await.is_problem(403, "permission-denied");
}

#[tokio::test]
async fn a_message_that_no_robot_answers_leaves_nothing_behind() {
    let (host, _) = host(Settings::default(), None).await;
    let body = json!({ "id": "c", "messages": [user("a", "Hi")] });
    host.post("operator", "/robots/chat", &body).await.is_about("robot");
    let session = "c".parse::<ChatId>().expect("an id").session();
    host.get("operator", &format!("/robots/sessions/{session}")).await.is_problem(404, "not-found");
}

#[tokio::test]
async fn an_answer_is_asked_for_again() {
    let (host, _) = working(no_overlap()).await;
    say(&host, "c", "a", "Hi").await;
    let first = history(&host, "c").await[1]["id"].clone();
    let regenerate = |message_id: Value| {
        chat(
            &json!({ "id": "c", "trigger": "regenerate-message", "messages": [user("a", "Hi")], "messageId": message_id }),
        )
    };
    stream(&host, regenerate(first.clone())).await;
    let messages = history(&host, "c").await;
    assert_eq!(texts(&messages), ["user: Hi", "assistant: You said Hi."]);
    assert_ne!(messages[1]["id"], first);
    // The page calls an answer so that was lost before the page heard its id.
    stream(&host, regenerate("unknown".into())).await;
    assert_eq!(texts(&history(&host, "c").await), ["user: Hi", "assistant: You said Hi."]);
}

/// Returns the message with the call as the SDK sends it back.
fn answered(message: &Value, answer: &Value) -> Value {
    let mut message = message.clone();
    for (field, value) in answer.as_object().expect("fields") {
        message["parts"][0][field] = value.clone();
    }
    message
}

#[tokio::test]
async fn what_a_page_puts_into_a_call_is_applied_and_the_robot_goes_on() {
    let (host, _) = working(no_overlap()).await;
    let told = say(&host, "c", "a", "ban").await;
    assert_eq!(kinds(&told), ["start", "tool-input-available", "tool-approval-request", "finish"]);
    assert_eq!(states(&told), ["queued", "running", "blocked"]);
    let asks = history(&host, "c").await[1].clone();
    let mut approval = asks["parts"][0]["approval"].clone();
    (approval["approved"], approval["reason"]) = (false.into(), "no".into());
    let refused = answered(&asks, &json!({ "state": "approval-responded", "approval": approval }));
    let told =
        stream(&host, chat(&json!({ "id": "c", "messages": [refused], "messageId": asks["id"] }))).await;
    assert_eq!(
        kinds(&told),
        ["start", "tool-output-denied", "text-start", "text-delta", "text-end", "finish"]
    );
    assert_eq!(told.iter().find(|chunk| chunk["type"] == "start").expect("a start")["messageId"], asks["id"]);
    let now = history(&host, "c").await[1].clone();
    assert_eq!((&now["id"], &now["parts"][0]["state"]), (&asks["id"], &json!("output-denied")));
    // The other answer comes too late.
    approval["approved"] = true.into();
    let approved = answered(&asks, &json!({ "state": "approval-responded", "approval": approval }));
    host.post("operator", "/robots/chat", &json!({ "id": "c", "messages": [approved] }))
        .await
        .is_problem(409, "conflict");

    say(&host, "d", "a", "colour").await;
    let asks = history(&host, "d").await[1].clone();
    let brought = answered(&asks, &json!({ "state": "output-available", "output": "yellow" }));
    let told = stream(&host, chat(&json!({ "id": "d", "messages": [brought] }))).await;
    assert_eq!(states(&told).last(), Some(&"completed"));
    assert_eq!(history(&host, "d").await[1]["parts"][0]["output"], "yellow");
}

#[tokio::test]
async fn a_message_that_comes_while_an_approval_waits_refuses_it_unless_it_says_otherwise() {
    let (host, _) = working(no_overlap()).await;
    say(&host, "c", "a", "ban").await;
    let refuse = json!({ "id": "c", "messages": [user("b", "Hi")], "when_blocked": "refuse" });
    let problem = host.post("operator", "/robots/chat", &refuse).await.is_problem(409, "conflict");
    assert_eq!(problem["metadata"]["waiting"].as_array().map(Vec::len), Some(1), "{problem}");
    let told = say(&host, "c", "b", "Hi").await;
    assert_eq!(states(&told), ["queued", "running", "completed"]);
    let messages = history(&host, "c").await;
    assert_eq!(messages[1]["parts"][0]["state"], "output-denied");
    assert_eq!(texts(&messages)[2..], ["user: Hi", "assistant: You said Hi."]);
}

#[tokio::test]
async fn whoever_comes_while_a_turn_runs_is_told_it_from_its_beginning_and_it_is_stopped() {
    let (host, _) = working(overlap()).await;
    let session = "c".parse::<ChatId>().expect("an id").session();
    // Waits until the answer has begun.
    let begun = async || loop {
        let record = host.get("operator", &format!("/robots/sessions/{session}")).await;
        if record.status == 200 && record.value()["message_list"]["messages"][1]["parts"][0].is_object() {
            break;
        }
        tokio::task::yield_now().await;
    };
    let waits = say(&host, "c", "a", "wait");
    let repeats = async {
        begun().await;
        say(&host, "c", "a", "wait").await
    };
    let reads = async {
        begun().await;
        stream(&host, Request::new("GET", "/robots/chat/c/stream")).await
    };
    let stops = async {
        begun().await;
        assert_eq!(texts(&history(&host, "c").await), ["user: wait"]);
        host.delete("operator", "/robots/chat/c/stream").await.is(204);
    };
    let (first, repeated, resumed, ()) = tokio::join!(waits, repeats, reads, stops);
    for told in [first, repeated, resumed] {
        assert_eq!(kinds(&told)[..2], ["start", "text-start"], "{told:?}");
        assert_eq!(states(&told).last(), Some(&"cancelled"));
        let end = told.last().expect("an end");
        assert_eq!(end["messageMetadata"]["storyden"]["ended"]["reason"], "aborted", "{end}");
    }
    host.delete("operator", "/robots/chat/c/stream").await.is(204);
}

#[tokio::test]
async fn pages_of_sdk_5_know_no_approvals() {
    let (host, _) = working(no_overlap().chat_clients(ClientVersion::V5)).await;
    let told = say(&host, "c", "a", "ban").await;
    assert_eq!(kinds(&told), ["start", "tool-input-available", "tool-output-error", "finish"]);
    let part = history(&host, "c").await[1]["parts"][0].clone();
    assert_eq!((&part["state"], part.get("approval")), (&json!("output-error"), None));
}
