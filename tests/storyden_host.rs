//! The host beside Storyden: what Storyden answered to its members is what they are answered there.

#[path = "../examples/storyden/database.rs"]
mod database;
#[path = "../examples/storyden/host.rs"]
mod host;

#[cfg(feature = "postgres")]
#[path = "support/postgres.rs"]
#[expect(dead_code, reason = "these tests need no standby and no pooler")]
mod postgres;

use std::{
    collections::HashMap,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use argon2::password_hash::PasswordHasher as _;
use host::Storyden;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use storyden_robots::{
    AccountId, AllowAll, MemoryStore, Robots, SessionId, StaticProfiles, StorydenSource, Transcripts, http,
    rusqlite::Connection,
    stream::{Assembler, Chunk},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

const ADMIN: AccountId = AccountId::from_bytes([1; 12]);

/// What differs on purpose: an end of the place in an answer, and why.
const ON_PURPOSE: [(&str, &str); 2] = [
    (
        "/robots/workspace-providers.providers[0].name",
        "a name is for people: `Local`, where Storyden says `local`",
    ),
    (
        "(approval-cancelled) Stream-Next-Offset",
        "the log of a turn ends when the turn is blocked; that it was cancelled then is in the log of the session",
    ),
];

/// Returns what a member's cookie is.
fn cookie(generation: &str, number: u8) -> String {
    match generation {
        "seeds" => SessionId::from_bytes([number; 12]).to_string(),
        _ => format!("a secret of member {number}"),
    }
}

/// Copies a database and signs its members in, until tomorrow.
fn signed_in(generation: &str, folder: &Path) -> (PathBuf, Vec<String>) {
    let path = folder.join("storyden.sqlite");
    let fixture = format!("{}/tests/storyden/{generation}.sqlite", env!("CARGO_MANIFEST_DIR"));
    std::fs::copy(fixture, &path).unwrap();
    let connection = Connection::open(&path).unwrap();
    let mut members = connection.prepare("SELECT id, handle FROM accounts ORDER BY id").unwrap();
    let members = members.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let mut handles = Vec::new();
    for (number, member) in (0..).zip(members) {
        let (account, handle): (String, String) = member.unwrap();
        let own = cookie(generation, number);
        let (columns, key) = match generation {
            "seeds" => ("id", own),
            _ => (
                "id, token_hash",
                Sha256::digest(own).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
            ),
        };
        let values = if generation == "seeds" { "?1" } else { "substr(?1, 1, 20), ?1" };
        let sql = format!(
            "INSERT INTO sessions ({columns}, created_at, expires_at, account_id) \
             VALUES ({values}, datetime('now'), datetime('now', '+1 day'), ?2)"
        );
        connection.execute(&sql, [&key, &account]).unwrap();
        handles.push(handle);
    }
    (path, handles)
}

/// Serves a generation that was imported into a store, and returns the address.
async fn serve(path: &Path) -> String {
    serve_from(path.to_str().unwrap(), &StorydenSource::Sqlite(path.to_owned())).await
}

async fn serve_from(place: &str, source: &StorydenSource) -> String {
    let store = MemoryStore::new();
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
    Transcripts::new(robots, store.clone()).import_storyden(ADMIN, source, false, |_| {}).await.unwrap();
    let storyden = Storyden::open(place).await.unwrap();
    let router = storyden.api(Arc::new(store), http::Shutdown::default()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    addr
}

async fn get(addr: &str, path: &str, cookie: &str) -> (u64, Value) {
    let (status, _, body) =
        ask(addr, &format!("GET {path}"), &format!("Cookie: storyden-session={cookie}")).await;
    (status, body)
}

/// Sends a request without a body: returns the status, the headers and the body of the answer.
async fn ask(addr: &str, request: &str, credential: &str) -> (u64, HashMap<String, String>, Value) {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let request = format!("{request} HTTP/1.1\r\nHost: {addr}\r\n{credential}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let headers = head.lines().filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    (status, headers, serde_json::from_str(body).unwrap_or_default())
}

/// Cuts a time to microseconds, without zeros at its end.
fn cut(text: &str) -> &str {
    let Some((seconds, fraction)) = text.strip_suffix('Z').and_then(|text| text.split_once('.')) else {
        return text.strip_suffix('Z').unwrap_or(text);
    };
    let fraction = fraction.get(..6).unwrap_or(fraction).trim_end_matches('0');
    let length = seconds.len() + if fraction.is_empty() { 0 } else { fraction.len() + 1 };
    &text[..length]
}

/// Names each field of theirs that is not the same in ours. A field without a value may be left out.
fn differences(theirs: &Value, ours: &Value, at: &str, found: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Object(theirs), _) => {
            for (name, value) in theirs {
                differences(value, ours.get(name).unwrap_or(&Value::Null), &format!("{at}.{name}"), found);
            }
        }
        (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
            for (number, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                differences(theirs, ours, &format!("{at}[{number}]"), found);
            }
        }
        (Value::String(theirs), Value::String(ours)) if cut(theirs) == cut(ours) => {}
        _ if theirs == ours => {}
        _ if ON_PURPOSE.iter().any(|(end, _)| at.ends_with(end)) => {}
        _ => found.push(format!("{at}: {theirs} is {ours}")),
    }
}

/// Reports whether rows of a session were joined to others here, or Storyden hides some.
fn is_joined(answer: &Value) -> bool {
    let messages = answer["message_list"]["messages"].as_array();
    messages.into_iter().flatten().any(|message| {
        let parts = message["parts"].as_array();
        parts.is_none_or(|parts| parts.iter().any(|part| part["toolCallId"].is_string()))
    })
}

/// Puts the error of a call where the crate has it, and a confirmation to the call that it is about.
fn join_answers(part: &mut Value) {
    if let Some(error) = part["output"].get("error").cloned() {
        part["state"] = "output-error".into();
        part["errorText"] = error.as_str().map_or_else(|| error.to_string(), str::to_owned).into();
        part.as_object_mut().unwrap().remove("output");
    }
    if let Some(approval) = part["approval"].get("id").cloned() {
        part["toolCallId"] = approval;
    }
}

/// Returns what is said in a session: of each part who says it, and the part. Storyden's results and answers are joined to
/// their calls.
fn said(answer: &Value) -> Vec<Value> {
    let mut said: Vec<Value> = Vec::new();
    for message in answer["message_list"]["messages"].as_array().into_iter().flatten() {
        for part in message["parts"].as_array().into_iter().flatten() {
            let mut part = part.clone();
            let fields = part.as_object_mut().unwrap();
            // The name is in the type, and what the tool is, is the host's to say.
            fields.retain(|name, _| name != "toolName" && name != "callProviderMetadata");
            join_answers(&mut part);
            let call = part["toolCallId"]
                .as_str()
                .and_then(|id| said.iter().rposition(|said| said["part"]["toolCallId"] == *id));
            let Some(call) = call else {
                let (role, author, robot) =
                    (&message["role"], &message["author"]["id"], &message["robot"]["id"]);
                said.push(json!({ "role": role, "author": author, "robot": robot, "part": part }));
                continue;
            };
            let call = &mut said[call]["part"];
            if part["type"] == "tool-adk_request_confirmation" {
                call["approval"]["approved"] = part["output"]["confirmed"].clone();
            } else {
                for name in ["state", "output", "errorText"] {
                    call[name] = part[name].clone();
                }
            }
        }
    }
    for said in &mut said {
        // What came of a call that was asked about, Storyden hides.
        if let Some(approved) = said["part"]["approval"].get("approved").cloned() {
            said["part"]["state"] =
                if approved == true { "approval-responded" } else { "output-denied" }.into();
            said["part"].as_object_mut().unwrap().remove("output");
        }
    }
    said
}

/// Compares an answer, field by field.
fn compare(theirs: &Value, ours: &Value, at: &str, found: &mut Vec<String>) {
    let (mut theirs, mut ours) = (theirs.clone(), ours.clone());
    if let Some(toolsets) = theirs["toolsets"].as_array_mut() {
        // Those of Storyden's own program are no records.
        toolsets.retain(|toolset| toolset["source"] == "custom");
    }
    if is_joined(&theirs) {
        let delegates = |said: &Value| said["part"]["type"] == "data-delegation";
        let (their, our) = (said(&theirs), said(&ours));
        // Delegated work is one part here, and rows of several robots there.
        if !our.iter().any(delegates) {
            differences(&their.into(), &our.into(), &format!("{at} said"), found);
        }
        theirs["message_list"] = Value::Null;
        ours["message_list"] = Value::Null;
    }
    differences(&theirs, &ours, at, found);
}

#[tokio::test]
async fn what_storyden_answered_is_answered_field_by_field() {
    let (mut compared, mut found) = (0, Vec::new());
    for generation in ["seeds", "head"] {
        let folder = tempfile::tempdir().unwrap();
        let (path, handles) = signed_in(generation, folder.path());
        let addr = serve(&path).await;
        let answers = format!("{}/tests/storyden/answers/{generation}", env!("CARGO_MANIFEST_DIR"));
        for answer in std::fs::read_dir(answers).unwrap() {
            let answer: Value =
                serde_json::from_slice(&std::fs::read(answer.unwrap().path()).unwrap()).unwrap();
            let request = answer["request"].as_str().unwrap();
            let member = handles.iter().position(|handle| answer["as"] == **handle).unwrap();
            let cookie = cookie(generation, u8::try_from(member).unwrap());
            let (status, body) = get(&addr, request.strip_prefix("GET ").unwrap(), &cookie).await;
            let at = format!("{generation} {} {request}", answer["as"]);
            if answer["status"] != status {
                found.push(format!("{at}: {} is {status}: {body}", answer["status"]));
            } else if status == 200 {
                compare(&answer["body"], &body, &at, &mut found);
            }
            compared += 1;
        }
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
    assert_eq!(compared, 108);
}

/// What is only told of a turn in Storyden's logs: a call that was asked about, in the turn that asked. Here what became
/// of it is known, and it is told whole in the turn that went on; so are the calls of a page's own tools.
const GOES_ON: [&str; 3] = ["confirmed", "refused", "client-tool"];

/// Delegated work is one part here, of the turn that gave it away. There its rows are told in turns of their own.
const DELEGATES: [&str; 2] = ["delegation", "delegation-failed"];

/// A turn as its log tells it.
#[derive(Debug, Default, PartialEq)]
struct Told {
    id: String,
    inputs: Value,
    /// What the AI SDK makes of its chunks.
    parts: Vec<Value>,
    end: String,
}

/// Writes a line to the file that `ROBOTS_TEST_STREAMS` names, if it does: for `tests/clients/streams.mjs`.
fn tell(line: &Value) {
    if let Some(path) = std::env::var_os("ROBOTS_TEST_STREAMS") {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}

/// Returns what the AI SDK makes of chunks, without what only the host knows of a tool.
fn assembled<'c>(chunks: impl IntoIterator<Item = &'c Value>) -> Vec<Value> {
    let mut assembler = Assembler::new();
    let told: Vec<&Value> = chunks.into_iter().collect();
    for chunk in &told {
        assembler.push(&Chunk::parse(&chunk.to_string()).unwrap()).unwrap();
    }
    let mut parts: Vec<Value> = serde_json::from_str(assembler.parts().as_str()).unwrap();
    tell(&json!({ "chunks": told, "parts": parts }));
    for part in &mut parts {
        let fields = part.as_object_mut().unwrap();
        fields.retain(|name, _| name != "callProviderMetadata");
        join_answers(part);
    }
    parts
}

/// Returns the turns of a session's log, in the order in which they ran, and what members said.
fn turns(events: &Value) -> (Vec<Told>, Vec<Value>) {
    let (mut turns, mut said): (Vec<(Told, Vec<&Value>)>, Vec<Value>) = Default::default();
    for event in events.as_array().unwrap() {
        let (kind, turn) = (event["event_kind"].as_str().unwrap(), event["turn_id"].as_str());
        if kind == "input_queued" {
            said.push(json!([event["sequence"], event["turn_id"], event["message"]]));
            continue;
        }
        let id = turn.unwrap_or_default().to_owned();
        if kind == "turn_queued" {
            turns.push((
                Told { id: id.clone(), inputs: event["input_ids"].clone(), ..Told::default() },
                vec![],
            ));
        }
        let (told, chunks) = turns.iter_mut().rfind(|(told, _)| told.id == id).expect("it has begun");
        chunks.extend(event["parts"].as_array().unwrap());
        if kind.starts_with("turn_") && kind != "turn_queued" {
            kind.clone_into(&mut told.end);
        }
    }
    let turns = turns.into_iter().map(|(told, chunks)| Told { parts: assembled(chunks), ..told });
    (turns.collect(), said)
}

/// Returns what all turns have said, wherever: texts, and calls by their ids with what was asked.
fn spoken(turns: &[Told]) -> Vec<Value> {
    let parts = turns.iter().flat_map(|turn| &turn.parts);
    let spoken = parts.filter_map(|part| match part["type"].as_str() {
        Some("text") => Some(part["text"].clone()),
        Some(kind) if kind.starts_with("tool-") => Some(json!([kind, part["toolCallId"], part["input"]])),
        _ => None,
    });
    spoken.collect()
}

#[tokio::test]
async fn what_storyden_told_in_its_logs_is_told_as_its_page_shows_it() {
    let (mut compared, mut found) = (0, Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let (path, handles) = signed_in("head", folder.path());
    let addr = serve(&path).await;
    let answers = format!("{}/tests/storyden/answers/head-streams.jsonl", env!("CARGO_MANIFEST_DIR"));
    let names = format!("{}/tests/storyden/head.names.json", env!("CARGO_MANIFEST_DIR"));
    let names: Value = serde_json::from_slice(&std::fs::read(names).unwrap()).unwrap();
    let part_of = |request: &str| {
        let parts = names["sessions"].as_object().unwrap();
        parts
            .iter()
            .find(|(_, id)| request.contains(id.as_str().unwrap()))
            .map(|(part, _)| part.as_str())
            .unwrap()
    };
    for answer in std::fs::read_to_string(answers).unwrap().lines() {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let (request, theirs) = (answer["request"].as_str().unwrap(), &answer["body"]);
        let member = handles.iter().position(|handle| answer["as"] == **handle).unwrap();
        let cookie = cookie("head", u8::try_from(member).unwrap());
        let (status, headers, ours) =
            ask(&addr, request, &format!("Cookie: storyden-session={cookie}")).await;
        let (at, part) = (format!("{} {request} ({})", answer["as"], part_of(request)), part_of(request));
        let mut differs = |what: &str, theirs: &Value, ours: &Value| {
            differences(theirs, ours, &format!("{at} {what}"), &mut found);
        };
        differs("status", &answer["status"], &status.into());
        for name in ["Stream-Next-Offset", "Stream-Up-To-Date", "Stream-Closed"] {
            let header = headers.get(&name.to_ascii_lowercase()).map(String::as_str);
            differs(name, &answer["headers"][name], &header.into());
        }
        compared += 1;
        let moves = GOES_ON.contains(&part) || DELEGATES.contains(&part);
        if !theirs.is_array() {
            continue;
        }
        if request.contains("/turns/") {
            if !moves {
                let [theirs, ours] = [theirs, &ours].map(|chunks| assembled(chunks.as_array().unwrap()));
                differs("turn", &theirs.into(), &ours.into());
            }
            continue;
        }
        let [(mut theirs, they_said), (ours, we_said)] = [theirs, &ours].map(turns);
        differs("inputs", &they_said.clone().into(), &we_said.into());
        // What an answer to a call is called there is no message.
        let is_message = |id: &Value| they_said.iter().any(|said| said[2]["id"] == *id);
        for told in &mut theirs {
            if !told.inputs.as_array().is_some_and(|ids| ids.iter().any(is_message)) {
                told.inputs = Value::Null;
            }
        }
        let outline = |turns: &[Told]| {
            turns.iter().map(|turn| json!([turn.id, turn.inputs, turn.end])).collect::<Value>()
        };
        differs("turns", &outline(&theirs), &outline(&ours));
        if !DELEGATES.contains(&part) {
            differs("spoken", &spoken(&theirs).into(), &spoken(&ours).into());
        }
        if !moves {
            let parts = |turns: &[Told]| turns.iter().map(|turn| json!(turn.parts)).collect::<Value>();
            differs("parts", &parts(&theirs), &parts(&ours));
        }
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
    assert_eq!(compared, 134);
}

#[tokio::test]
async fn who_is_not_signed_in_or_suspended_is_refused() {
    for generation in ["seeds", "head"] {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = signed_in(generation, folder.path());
        let addr = serve(&path).await;
        assert_eq!(get(&addr, "/robots", "another").await.0, 401);
        assert_eq!(get(&addr, "/robots", &cookie(generation, 0)).await.0, 200);
        let connection = Connection::open(&path).unwrap();
        let suspend = "UPDATE accounts SET deleted_at = datetime('now')";
        connection.execute(suspend, ()).unwrap();
        assert_eq!(get(&addr, "/robots", &cookie(generation, 0)).await.0, 403);
        connection.execute("UPDATE accounts SET deleted_at = NULL", ()).unwrap();
        for end in
            ["revoked_at = datetime('now')", "revoked_at = NULL, expires_at = datetime('now', '-1 hour')"]
        {
            connection.execute(&format!("UPDATE sessions SET {end}"), ()).unwrap();
            assert_eq!(get(&addr, "/robots", &cookie(generation, 0)).await.0, 401, "{end}");
        }
    }
}

/// An access key, and what Storyden keeps of its secret.
fn access_key() -> (String, String) {
    let secret = "0123456789abcdefghijklmnopqrstuv";
    // As Storyden writes it, but for how much memory and time it takes.
    let quick = argon2::Params::new(8, 1, 1, None).unwrap();
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, quick);
    let hash = argon.hash_password_with_salt(secret.as_bytes(), b"a salt for a test").unwrap();
    (format!("sdpak_AbcdefGhijkL{secret}"), hash.to_string())
}

/// Returns statements that give an account a key, and end it again in three ways.
fn keys(account: &str, hash: &str) -> [String; 4] {
    [
        format!(
            "INSERT INTO authentications (id, created_at, service, token_type, identifier, token, disabled, \
             account_authentication) VALUES ('dc46rapksdu96ecc1zzz', '2026-11-26 17:34:36+00:00', 'access_key', \
             'password_hash', 'sdpak_AbcdefGhijkL', '{hash}', false, '{account}')"
        ),
        "UPDATE authentications SET disabled = true".to_owned(),
        "UPDATE authentications SET disabled = false, expires_at = '2026-11-26 17:34:36+00:00'".to_owned(),
        "UPDATE authentications SET expires_at = NULL, service = 'password'".to_owned(),
    ]
}

async fn key(addr: &str, key: &str) -> u64 {
    ask(addr, "GET /robots/sessions", &format!("Authorization: Bearer {key}")).await.0
}

#[tokio::test]
async fn access_keys_go_on_working_until_they_are_ended() {
    for generation in ["seeds", "head"] {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = signed_in(generation, folder.path());
        let addr = serve(&path).await;
        let connection = Connection::open(&path).unwrap();
        let account: String = connection
            .query_row("SELECT id FROM accounts WHERE handle = 'bertil'", (), |row| row.get(0))
            .unwrap();
        let (mine, hash) = access_key();
        assert_eq!(key(&addr, &mine).await, 401);
        let [given, ends @ ..] = keys(&account, &hash);
        connection.execute(&given, ()).unwrap();
        assert_eq!(key(&addr, &mine).await, 200, "{generation}");
        let mut wrong = mine.clone();
        wrong.replace_range(49.., "x");
        for other in [wrong.as_str(), &mine[..30], "sdpak_", ""] {
            assert_eq!(key(&addr, other).await, 401, "{other}");
        }
        for end in ends {
            connection.execute(&end, ()).unwrap();
            assert_eq!(key(&addr, &mine).await, 401, "{end}");
        }
    }
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn members_of_a_storyden_on_postgresql_are_known_too() {
    use postgres::{Programs, QUICK, Server};
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    let dump = format!("{}/tests/storyden/head.postgres.sql", env!("CARGO_MANIFEST_DIR"));
    let loaded =
        std::process::Command::new(programs.path("psql")).args(["-q", "-d", &url, "-f", &dump]).output();
    assert!(loaded.expect("psql starts").status.success());
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let account = "SELECT id FROM accounts WHERE handle = 'bertil'";
    let account: String = client.query_one(account, &[]).await.unwrap().get(0);
    let (mine, hash) = access_key();
    let [given, ends @ ..] = keys(&account, &hash);
    let login = "INSERT INTO sessions (id, token_hash, created_at, expires_at, account_id) VALUES \
        ('dc46rapksdu96ecc1zzz', $1, now(), now() + interval '1 day', $2)";
    let token = Sha256::digest("a secret").iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    client.execute(login, &[&token, &account]).await.unwrap();
    client.batch_execute(&given).await.unwrap();

    let place = format!("postgresql:///postgres?host={}&user=postgres", server.socket());
    let addr = serve_from(&place, &StorydenSource::Postgres(url)).await;
    let (status, listed) = get(&addr, "/robots/sessions", "a secret").await;
    assert_eq!(status, 200, "{listed}");
    let author = &listed["sessions"][0]["created_by"];
    let by = author["id"].as_str().unwrap();
    let name = "SELECT handle FROM accounts WHERE id = $1";
    assert_eq!(author["handle"], client.query_one(name, &[&by]).await.unwrap().get::<_, &str>(0));
    assert_eq!((get(&addr, "/robots/sessions", "another").await.0, key(&addr, &mine).await), (401, 200));
    for end in ends {
        client.batch_execute(&end).await.unwrap();
        assert_eq!(key(&addr, &mine).await, 401, "{end}");
    }
    let suspended =
        "UPDATE accounts SET deleted_at = now(); UPDATE sessions SET expires_at = now() + interval '1 hour'";
    client.batch_execute(suspended).await.unwrap();
    assert_eq!(get(&addr, "/robots/sessions", "a secret").await.0, 403);
    // A connection that broke is made again.
    let broken = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'";
    client.batch_execute("UPDATE accounts SET deleted_at = NULL").await.unwrap();
    client.batch_execute(broken).await.unwrap();
    while get(&addr, "/robots/sessions", "a secret").await.0 != 200 {}
}
