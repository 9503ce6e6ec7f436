//! The host beside Storyden: what Storyden answered to its members is what they are answered there.

#[path = "../examples/storyden/host.rs"]
mod host;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use host::Storyden;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use storyden_robots::{
    AccountId, AllowAll, MemoryStore, Robots, SessionId, StaticProfiles, StorydenSource, Transcripts, http,
    rusqlite::Connection,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

const ADMIN: AccountId = AccountId::from_bytes([1; 12]);

/// What differs on purpose: an end of the place in an answer, and why.
const ON_PURPOSE: [(&str, &str); 1] = [(
    "/robots/workspace-providers.providers[0].name",
    "a name is for people: `Local`, where Storyden says `local`",
)];

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

/// Serves a generation that was brought into a store, and returns the address.
async fn serve(path: &Path) -> String {
    let store = MemoryStore::new();
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
    let source = StorydenSource::Sqlite(path.to_owned());
    Transcripts::new(robots, store.clone()).import_storyden(ADMIN, &source, false, |_| {}).await.unwrap();
    let storyden = Storyden::open(path).unwrap();
    let router = storyden.api(Arc::new(store), http::Shutdown::default()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    addr
}

async fn get(addr: &str, path: &str, cookie: &str) -> (u64, Value) {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {addr}\r\nCookie: storyden-session={cookie}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, serde_json::from_str(body).unwrap_or_default())
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
            if let Some(error) = part["output"].get("error").cloned() {
                part["state"] = "output-error".into();
                part["errorText"] = error.as_str().map_or_else(|| error.to_string(), str::to_owned).into();
                part.as_object_mut().unwrap().remove("output");
            }
            if let Some(approval) = part["approval"].get("id").cloned() {
                part["toolCallId"] = approval;
            }
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
