//! The HTTP API reads a query as the contract says: numbers are clamped, cursors must be there, all else is a
//! 400 that names the parameter.
//!
//! The first character of an input says which route; the rest is its query, or the id in its path.
#![no_main]

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, Uri, header},
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use storyden_robots::{
    AccountId, AllowAll, CallRequestId, Cursor, Label, MemoryStore, MessageId, NewMessage, NewSession,
    Robots, SearchQuery, SessionId, StaticProfiles, Transcripts, TurnId, Turns,
    http::{Api, StaticAuthenticator},
    repository::DraftCursor,
};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

const ANN: AccountId = AccountId::from_bytes([0; 12]);
const BEN: AccountId = AccountId::from_bytes([1; 12]);
const OF_ANN: u64 = 23;
const OF_BEN: u64 = 18;
const MESSAGES: u64 = 103;

struct World {
    runtime: Runtime,
    router: Router,
    session: SessionId,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let store = Arc::new(MemoryStore::new());
    let robots = Robots::new(Arc::clone(&store), AllowAll, StaticProfiles::default());
    let robots = robots.with_search(Arc::clone(&store));
    let turns = Turns::new(robots.clone(), Arc::clone(&store));
    let transcripts = Transcripts::new(robots.clone(), store);
    let api = Api::new(robots.clone(), StaticAuthenticator::new().cookie("ann", ANN));
    let api = api.turns(turns).transcripts(transcripts).router();
    let session = runtime.block_on(async {
        for account in [vec![ANN; OF_ANN as usize], vec![BEN; OF_BEN as usize - 1]].concat() {
            robots.start_session(account, NewSession::default()).await.unwrap();
        }
        let session = robots.start_session(BEN, NewSession::default()).await.unwrap().id;
        for number in 1..=MESSAGES {
            let message = NewMessage::parse(r#"{"role":"user","parts":[]}"#).unwrap();
            robots.append(ANN, session, message.id(message_id(number))).await.unwrap();
        }
        session
    });
    World { runtime, router: api, session }
});

/// The first is `00000000000000000080`, the last `00000000000000000po0`.
fn message_id(number: u64) -> MessageId {
    let mut bytes = [0; 12];
    bytes[4..].copy_from_slice(&(number << 4).to_be_bytes());
    MessageId::from_bytes(bytes)
}

fuzz_target!(|input: &str| {
    let mut chars = input.chars();
    let route = chars.next();
    let rest = chars.as_str();
    let one = WORLD.session;
    match route {
        Some('l') => ask(&format!("/robots/sessions?{rest}"), list),
        Some('m') => ask(&format!("/robots/sessions/{one}?{rest}"), messages),
        Some('s') => ask(&format!("/robots/sessions/{one}/stream?{rest}"), |query| {
            number(query, "after").map(|_| Box::new(|_: &Value| ()) as Check)
        }),
        Some('t') => ask(&format!("/robots/sessions/{one}/turns?{rest}"), turns),
        Some('a') => ask(&format!("/robots/approvals?{rest}"), approvals),
        Some('h') => ask(&format!("/robots/chat/{one}?{rest}"), history),
        Some('d') => ask(&format!("/robots/drafts?{rest}"), drafts),
        Some('q') => ask(&format!("/robots/search?{rest}"), search),
        Some('e') => ask(&format!("/robots/sessions/{one}/export?{rest}"), |query| {
            one_of(query, "format", &["jsonl", "messages", "markdown"])
                .map(|_| Box::new(|_: &Value| ()) as Check)
        }),
        // A path without an id is another route.
        Some('p') if !rest.is_empty() && !rest.contains(['/', '?', '#']) => {
            let Ok(uri) = format!("/robots/sessions/{rest}").parse::<Uri>() else { return };
            let status = send(uri).0;
            let id = percent_decoded(rest.as_bytes());
            let is_id = str::from_utf8(&id).is_ok_and(|id| id.parse::<SessionId>().is_ok());
            assert_eq!(status, if is_id { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST });
        }
        _ => {}
    }
});

type Check = Box<dyn Fn(&Value)>;

/// Sends a query, and holds the answer against what is expected: a check of it, or the name of what is refused.
fn ask(uri: &str, expect: impl Fn(&str) -> Result<Check, &'static str>) {
    let Ok(uri) = uri.parse::<Uri>() else { return };
    let expected = expect(uri.query().unwrap_or_default());
    let (status, body) = send(uri);
    match expected {
        Ok(check) => {
            assert_eq!(status, StatusCode::OK, "{body}");
            check(&body);
        }
        Err(name) => {
            assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
            assert_eq!(body["type"], "urn:storyden:problem:invalid-argument");
            assert!(body["detail"].as_str().unwrap().starts_with(name), "{body} is about {name}");
        }
    }
}

fn send(uri: Uri) -> (StatusCode, Value) {
    let request =
        Request::get(uri).header(header::COOKIE, "storyden-session=ann").body(Body::empty()).unwrap();
    WORLD.runtime.block_on(async {
        let answer: Response<Body> = WORLD.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        // What follows a session does not end, and an export is no JSON.
        if !answer.headers()[header::CONTENT_TYPE].to_str().unwrap().ends_with("json") {
            return (status, Value::Null);
        }
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    })
}

fn list(query: &str) -> Result<Check, &'static str> {
    let order = parameter(query, "order")?;
    if order.is_some_and(|order| order != "created" && order != "updated") {
        return Err("order");
    }
    let account: Option<AccountId> = id(query, "account_id")?;
    let label: Option<Label> = id(query, "label")?;
    let archived =
        one_of(query, "archived", &["true", "false"])? == Some("true") && label != Some(Label::ARCHIVED);
    if id::<Cursor>(query, "cursor")?.is_some() {
        return match parameter(query, "page")? {
            Some(_) => Err("page"),
            None => Ok(Box::new(|body| assert_eq!(body.get("total_pages"), None))),
        };
    }
    let page = number(query, "page")?.unwrap_or(1).max(1);
    // Their lengths are not kept.
    let counted = !archived && (label.is_none() || account.is_none());
    if !counted && page > 1 {
        return Err("page");
    }
    let total = match account {
        _ if label.is_some() => 0,
        None => OF_ANN + OF_BEN,
        Some(ANN) => OF_ANN,
        Some(BEN) => OF_BEN,
        Some(_) => 0,
    };
    Ok(Box::new(move |body| {
        let pages = total.div_ceil(20);
        let results = total.saturating_sub((page - 1) * 20).min(20);
        assert_eq!((&body["page_size"], &body["results"]), (&20.into(), &results.into()));
        assert_eq!(body.get("current_page"), counted.then(|| Value::from(page)).as_ref());
        assert_eq!(body.get("total_pages"), counted.then(|| Value::from(pages)).as_ref());
        assert_eq!(body["sessions"].as_array().unwrap().len() as u64, results);
        assert_eq!(body.get("next_page"), (counted && page < pages).then(|| Value::from(page + 1)).as_ref());
    }))
}

fn messages(query: &str) -> Result<Check, &'static str> {
    let limit = number(query, "limit")?.unwrap_or(50).clamp(1, 100);
    let mut cursors = Vec::new();
    for name in ["before", "after", "around"] {
        cursors.extend(id::<MessageId>(query, name)?.map(|id| (name, id)));
    }
    if let [_, (second, _), ..] = cursors[..] {
        return Err(second);
    }
    let (start, end) = match cursors.first() {
        None => ((MESSAGES + 1).saturating_sub(limit).max(1), MESSAGES + 1),
        Some(&(name, id)) => {
            let at = (1..=MESSAGES).find(|number| message_id(*number) == id).ok_or(name)?;
            match name {
                "before" => (at.saturating_sub(limit).max(1), at),
                "after" => (at + 1, at + 1 + limit),
                _ => (at.saturating_sub(limit / 2).max(1), at + limit - limit / 2),
            }
        }
    };
    let end = end.min(MESSAGES + 1);
    Ok(Box::new(move |body| {
        let list = &body["message_list"];
        let shown =
            list["messages"].as_array().unwrap().iter().map(|message| message["id"].as_str().unwrap());
        let expected: Vec<_> = (start..end).map(|number| message_id(number).to_string()).collect();
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        assert_eq!((&list["page_size"], &list["results"]), (&limit.into(), &(end - start).into()));
        let oldest = expected.first().filter(|_| start > 1).map(|id| Value::from(&**id));
        let newest = expected.last().filter(|_| end <= MESSAGES).map(|id| Value::from(&**id));
        assert_eq!(list.get("next_before"), oldest.as_ref());
        assert_eq!(list.get("next_after"), newest.as_ref());
    }))
}

/// There are no turns, so none can be the one after which a list goes on.
fn turns(query: &str) -> Result<Check, &'static str> {
    one_of(query, "state", &["queued", "running", "blocked", "completed", "failed", "cancelled"])?;
    let after: Option<TurnId> = id(query, "after")?;
    number(query, "limit")?;
    if after.is_some() {
        return Err("after");
    }
    Ok(Box::new(|body| assert_eq!(body["turns"], serde_json::json!([]))))
}

fn approvals(query: &str) -> Result<Check, &'static str> {
    let _: Option<SessionId> = id(query, "session_id")?;
    one_of(query, "state", &["pending", "approved", "denied", "answered", "expired", "withdrawn"])?;
    one_of(query, "kind", &["approval", "output"])?;
    let after: Option<CallRequestId> = id(query, "after")?;
    number(query, "limit")?;
    if after.is_some() {
        return Err("after");
    }
    Ok(Box::new(|body| assert_eq!(body["approvals"], serde_json::json!([]))))
}

fn history(query: &str) -> Result<Check, &'static str> {
    let limit = number(query, "limit")?.unwrap_or(50).clamp(1, 100);
    let before: Option<MessageId> = id(query, "before")?;
    let end = match before {
        None => MESSAGES + 1,
        Some(id) => (1..=MESSAGES).find(|number| message_id(*number) == id).ok_or("before")?,
    };
    let start = end.saturating_sub(limit).max(1);
    Ok(Box::new(move |body| {
        let shown = body["messages"].as_array().unwrap().iter();
        let shown: Vec<_> = shown.map(|message| message["id"].as_str().unwrap().to_owned()).collect();
        let expected: Vec<_> = (start..end).map(|number| message_id(number).to_string()).collect();
        assert_eq!(shown, expected);
        let oldest = expected.first().filter(|_| start > 1).map(|id| Value::from(&**id));
        assert_eq!(body.get("next_before"), oldest.as_ref());
    }))
}

/// Nothing is being written.
fn drafts(query: &str) -> Result<Check, &'static str> {
    let limit = number(query, "limit")?.unwrap_or(100).clamp(1, 100);
    let _: Option<SessionId> = id(query, "session_id")?;
    let _: Option<DraftCursor> = id(query, "cursor")?;
    number(query, "silent_for")?;
    Ok(Box::new(move |body| {
        assert_eq!((&body["page_size"], &body["drafts"]), (&limit.into(), &serde_json::json!([])));
    }))
}

/// No message has a text, and no session a name.
fn search(query: &str) -> Result<Check, &'static str> {
    SearchQuery::parse(&parameter(query, "q")?.unwrap_or_default()).map_err(|_| "q")?;
    let _: Option<SessionId> = id(query, "session_id")?;
    let _: [Option<AccountId>; 2] = [id(query, "account_id")?, id(query, "author_id")?];
    number(query, "limit")?;
    Ok(Box::new(|body| assert_eq!(body["hits"], serde_json::json!([]))))
}

/// Reads one of several names.
fn one_of<'a>(query: &str, name: &'static str, all: &[&'a str]) -> Result<Option<&'a str>, &'static str> {
    let Some(given) = parameter(query, name)? else { return Ok(None) };
    all.iter().find(|one| **one == given).copied().map(Some).ok_or(name)
}

fn id<T: std::str::FromStr>(query: &str, name: &'static str) -> Result<Option<T>, &'static str> {
    parameter(query, name)?.map(|text| text.parse().map_err(|_| name)).transpose()
}

/// Reads a number, and cuts it where no list is so long.
fn number(query: &str, name: &'static str) -> Result<Option<u64>, &'static str> {
    let Some(text) = parameter(query, name)? else { return Ok(None) };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(name);
    }
    let number = digits.parse().unwrap_or(u64::MAX).min(u32::MAX.into());
    Ok(Some(if text.starts_with('-') { 0 } else { number }))
}

/// Reads a parameter; empty is as good as missing, and two are refused.
fn parameter(query: &str, name: &'static str) -> Result<Option<String>, &'static str> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut values = pairs.filter(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value));
    let first = values.next();
    if values.next().is_some() { Err(name) } else { Ok(first.filter(|value| !value.is_empty())) }
}

fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&percent_decoded(text.replace('+', " ").as_bytes())).into_owned()
}

fn percent_decoded(text: &[u8]) -> Cow<'_, [u8]> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.filter(|_| *byte == b'%').map(|digits| u8::from_str_radix(digits, 16)) {
            Some(Ok(decoded)) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    bytes.into()
}
