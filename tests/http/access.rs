//! Permissions: every route for every kind of caller, about things that exist, never did, were deleted, or have no
//! valid id.
//!
//! `tests/rules/access.rs` does the same with every operation of the service.

use std::collections::BTreeSet;

use serde_json::json;
use storyden_robots::{
    Begun, CallRequest, CallRequestId, Clock as _, MessageRole, NewMessage, Part, Parts, RequestKind,
    SessionId, SystemClock, XidGenerator,
    repository::{NewRequest, Step, Write},
};

use crate::{
    client::{Answer, Request},
    host::{Host, NOTHING, on_every_store},
};

/// Who asks; the names are cookies. Nobody has none, and nobody's is one that the host does not know.
const WHO: [Option<&str>; 7] = [
    None,
    Some("nobody's"),
    Some("member"),
    Some("manager"),
    Some("operator"),
    Some("admin"),
    Some("suspended"),
];

/// Who passes, in the order of [`WHO`]: 200 stands for whatever the route then answers.
type Statuses = [u16; 7];

#[rustfmt::skip]
mod who {
    //                             nobody unknown member manager operator admin suspended
    pub(super) const ANYBODY: super::Statuses = [200, 200, 200, 200, 200, 200, 200];
    pub(super) const USES:    super::Statuses = [401, 401, 403, 403, 200, 200, 403];
    pub(super) const MANAGES: super::Statuses = [401, 401, 403, 200, 403, 200, 403];
    /// What is one's own, and this is another's.
    pub(super) const OWNS:    super::Statuses = [401, 401, 403, 200, super::OWN, 200, 403];
}
use who::{ANYBODY, MANAGES, OWNS, USES};

/// Stands for 200, but with one's own alone: else it is 403, if the thing is there.
const OWN: u16 = 299;

/// One way to call a route: method, path, body, who may, and the status if what it names exists; what it is if
/// that was deleted or never was; what it is if the id has no such form.
///
/// `{…}` names a thing, also in a query or a body.
struct Row(&'static str, &'static str, &'static str, Statuses, [u16; 3]);

#[rustfmt::skip]
const MATRIX: &[Row] = &[
    //                                                                                     exists absent malformed
    Row("GET",    "/robots/sessions", "",                                           USES,    [200, 200, 200]),
    Row("GET",    "/robots/sessions?account_id={account_id}", "",                   USES,    [200, 200, 400]),
    Row("GET",    "/robots/sessions?order=updated", "",                             USES,    [200, 200, 200]),
    Row("GET",    "/robots/sessions?label=pinned&archived=true", "",             USES,    [200, 200, 200]),
    Row("PUT",    "/robots/sessions/{session_id}/read?offset=1", "",             USES,    [204, 404, 400]),
    Row("POST",   "/robots/sessions", UNNAMED,                                      USES,    [201, 201, 201]),
    Row("POST",   "/robots/sessions", r#"{"robot_id":"{robot_id}"}"#,               USES,    [201, 404, 404]),
    Row("POST",   "/robots/sessions", r#"{"workspace_id":"{workspace_id}"}"#,       USES,    [201, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}", "",                              USES,    [200, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}?before={message_id}", "",          USES,    [200, 404, 400]),
    Row("PATCH",  "/robots/sessions/{session_id}", UNNAMED,                         USES,    [200, 404, 400]),
    Row("PATCH",  "/robots/sessions/{session_id}", r#"{"active_robot_id":"{robot_id}"}"#, USES, [200, 404, 400]),
    Row("PATCH",  "/robots/sessions/{session_id}", r#"{"active_workspace":"{workspace_instance_id}"}"#,
                                                                                    USES,    [200, 404, 400]),
    Row("PUT",    "/robots/sessions/{session_id}/erasure?dry_run=true", "",       MANAGES, [200, 404, 400]),
    Row("PUT",    "/robots/sessions/{session_id}/hold", "",                       MANAGES, [204, 404, 400]),
    Row("DELETE", "/robots/sessions/{session_id}/hold", "",                       MANAGES, [204, 404, 400]),
    Row("PUT",    "/robots/erasure?account_id={account_id}&dry_run=true", "",      MANAGES, [200, 200, 400]),
    Row("DELETE", "/robots/sessions/{session_id}", "",                              MANAGES, [204, 404, 400]),
    Row("POST",   "/robots/sessions/{session_id}/fork", FORK,                       USES,    [201, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}/export", "",                       USES,    [200, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}/export?format=markdown", "",       USES,    [200, 404, 400]),
    Row("POST",   "/robots/sessions/{session_id}/imports", IMPORTED,                MANAGES, [200, 404, 400]),
    Row("POST",   "/robots/imports", IMPORT,                                        MANAGES, [200, 200, 200]),
    Row("POST",   "/robots/sessions/{session_id}/messages", MESSAGE,                USES,    [201, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}?after={message_id}", "",           USES,    [200, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}?around={message_id}", "",          USES,    [200, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}/messages/{message_id}", "",        USES,    [200, 404, 400]),
    Row("PATCH",  "/robots/sessions/{session_id}/messages/{message_id}", EDIT,      OWNS,    [200, 404, 400]),
    Row("DELETE", "/robots/sessions/{session_id}/messages/{message_id}", "",        OWNS,    [204, 404, 400]),
    Row("DELETE", "/robots/sessions/{session_id}/messages/{message_id}?and_later=true", "", OWNS, [204, 404, 400]),
    Row("DELETE", "/robots/sessions/{session_id}/messages/{draft_id}/draft?take_over=true", "", USES, [204, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}/tool-calls", "",                   USES,    [200, 404, 400]),
    Row("POST",   "/robots/sessions/{session_id}/messages/{call_id}/tool-calls", SETTLED, USES, [200, 404, 400]),
    #[cfg(feature = "search")]
    Row("GET",    "/robots/search?q=hello", "",                                     USES,    [200, 200, 200]),
    #[cfg(feature = "search")]
    Row("GET",    "/robots/search?q=hello&session_id={session_id}", "",             USES,    [200, 200, 400]),
    #[cfg(feature = "search")]
    Row("GET",    "/robots/search?q=hello&author_id={account_id}", "",              USES,    [200, 200, 400]),
    Row("GET",    "/robots/drafts", "",                                             USES,    [200, 200, 200]),
    Row("GET",    "/robots/drafts?session_id={session_id}", "",                     USES,    [200, 200, 400]),
    Row("GET",    "/robots/sessions/{session_id}/stream", "",                       USES,    [200, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}/turns", "",                        USES,    [200, 404, 400]),
    Row("GET",    "/robots/sessions/{session_id}/turns/{turn_id}", "",              USES,    [200, 404, 400]),
    Row("PUT",    "/robots/sessions/{session_id}/turns/{turn_id}/cancellation", "", USES,    [200, 404, 400]),
    Row("GET",    "/robots/approvals", "",                                          USES,    [200, 200, 200]),
    Row("GET",    "/robots/approvals?session_id={session_id}", "",                  USES,    [200, 200, 400]),
    Row("GET",    "/robots/approvals/{approval_id}", "",                            USES,    [200, 404, 400]),
    Row("POST",   "/robots/approvals/{approval_id}/decision", r#"{"approved":true}"#, USES,  [200, 404, 400]),
    Row("GET",    "/robots/chat/{chat_id}", "",                                     USES,    [200, 404, 200]),
    Row("GET",    "/robots/chat/{chat_id}?before={message_id}", "",                 USES,    [200, 404, 400]),
    Row("GET",    "/robots/chat/{chat_id}/stream", "",                              USES,    [200, 404, 204]),
    Row("DELETE", "/robots/chat/{chat_id}/stream", "",                              USES,    [204, 404, 204]),
    // Any text names a chat, and its first message starts it.
    Row("POST",   "/robots/chat", CHAT,                                             USES,    [200, 404, 200]),
    Row("GET",    "/robots", "",                                                    USES,    [200, 200, 200]),
    Row("POST",   "/robots", ROBOT,                                                 MANAGES, [201, 201, 201]),
    Row("POST",   "/robots", ROBOT_THERE,                                           MANAGES, [201, 404, 400]),
    Row("GET",    "/robots/{robot_id}", "",                                         USES,    [200, 404, 400]),
    Row("PATCH",  "/robots/{robot_id}", UNNAMED,                                    MANAGES, [200, 404, 400]),
    Row("PATCH",  "/robots/{robot_id}", r#"{"workspace_id":"{workspace_id}"}"#,     MANAGES, [200, 404, 400]),
    Row("DELETE", "/robots/{robot_id}", "",                                         MANAGES, [204, 404, 400]),
    Row("GET",    "/robots/tools", "",                                              USES,    [200, 200, 200]),
    Row("GET",    "/robots/toolsets", "",                                           USES,    [200, 200, 200]),
    Row("POST",   "/robots/toolsets", r#"{"name":"{session_id}"}"#,                 USES,    [201, 201, 201]),
    Row("GET",    "/robots/toolsets/{toolset_id}", "",                              USES,    [200, 404, 400]),
    Row("PATCH",  "/robots/toolsets/{toolset_id}", UNNAMED,                         OWNS,    [200, 404, 400]),
    Row("DELETE", "/robots/toolsets/{toolset_id}", "",                              OWNS,    [204, 404, 400]),
    Row("GET",    "/robots/workspace-providers", "",                                USES,    [200, 200, 200]),
    Row("GET",    "/robots/workspaces", "",                                         USES,    [200, 200, 200]),
    Row("POST",   "/robots/workspaces", r#"{"name":"Sandbox"}"#,                    MANAGES, [201, 201, 201]),
    Row("GET",    "/robots/workspaces/{workspace_id}", "",                          USES,    [200, 404, 400]),
    Row("PATCH",  "/robots/workspaces/{workspace_id}", UNNAMED,                     MANAGES, [200, 404, 400]),
    Row("DELETE", "/robots/workspaces/{workspace_id}", "",                          MANAGES, [204, 404, 400]),
    Row("GET",    "/robots/workspace-instances", "",                                USES,    [200, 200, 200]),
    Row("GET",    "/robots/workspace-instances?workspace_id={workspace_id}", "",    USES,    [200, 200, 400]),
    Row("GET",    "/robots/workspace-instances/{workspace_instance_id}", "",        USES,    [200, 404, 400]),
    Row("DELETE", "/robots/workspace-instances/{workspace_instance_id}", "",        MANAGES, [204, 404, 400]),
    Row("GET",    "/robots/files/{file_id}", "",                                    USES,    [200, 404, 400]),
    Row("GET",    "/robots/openapi.json", "",                                       ANYBODY, [200, 200, 200]),
];
/// The id of a file that nothing has.
const NOTHING_HASHED: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const UNNAMED: &str = r#"{"name":null}"#;
const SETTLED: &str = r#"{"tool_call_ids":["c"],"error":"left"}"#;
const EDIT: &str = r#"{"role":"user","parts":[],"revision":1}"#;
const FORK: &str = r#"{"message_id":"{message_id}"}"#;
const IMPORTED: &str = r#"[{"role":"user","parts":[]}]"#;
const IMPORT: &str = concat!(
    r#"{"storyden_robots":1,"session":{"id":"cc5lnd2s1s4652adtu5g","createdAt":"2019-08-24T14:15:22Z","#,
    r#""updatedAt":"2019-08-24T14:15:22Z","name":"n","created_by":"7","offset":0,"revision":0}}"#,
    "\n",
    r#"{"end":{"offset":0,"messages":0}}"#
);
const CHAT: &str = r#"{"id":"{chat_id}","message":{"role":"user","parts":[{"type":"text","text":"Hi"}]},"trigger":"submit-message"}"#;
const MESSAGE: &str = r#"{"role":"user","parts":[]}"#;
const ROBOT: &str = r#"{"name":"Greeter","model":"anthropic/claude"}"#;
const ROBOT_THERE: &str = r#"{"name":"Greeter","model":"anthropic/claude","workspace_id":"{workspace_id}"}"#;

/// The ids that stand for what is named.
#[derive(Clone, Debug)]
struct Things(Vec<(&'static str, String)>);

const NAMES: [&str; 13] = [
    "{session_id}",
    "{message_id}",
    "{robot_id}",
    "{toolset_id}",
    "{workspace_id}",
    "{workspace_instance_id}",
    "{account_id}",
    "{draft_id}",
    "{call_id}",
    "{turn_id}",
    "{approval_id}",
    "{chat_id}",
    "{file_id}",
];

impl Things {
    fn all(id: &str) -> Self {
        let id_of = |name| match (name, id) {
            ("{file_id}", NOTHING) => NOTHING_HASHED,
            (_, id) => id,
        };
        Self(NAMES.map(|name| (name, id_of(name).to_owned())).into())
    }

    /// Makes things that exist.
    async fn new(host: &Host) -> Self {
        let workspace = host.create("/robots/workspaces", json!({ "name": "w" })).await;
        let session = host.create("/robots/sessions", json!({ "workspace_id": workspace })).await;
        let robot = host.create("/robots", json!({ "name": "r", "model": "a/b" })).await;
        let toolset = host.create("/robots/toolsets", json!({ "name": robot })).await;
        let messages = format!("/robots/sessions/{session}/messages");
        let message = host.create(&messages, json!({ "role": "user", "parts": [] })).await;
        let at = format!("/robots/sessions/{session}");
        let mounted = host.get("admin", &at).await.is(200)["active_workspace"].clone();
        let instance = mounted["workspace_instance_id"].as_str().expect("an instance").to_owned();
        let account = crate::host::ADMIN.to_string();
        let typed = session.parse().expect("an id");
        let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
        let draft = host.robots.begin_draft(crate::host::ADMIN, typed, empty).await;
        let draft = draft.and_then(Begun::draft).expect("a draft").id().to_string();
        let waits = json!({ "type": "tool-x", "toolCallId": "c", "state": "input-available", "input": 1 });
        let call = host.create(&messages, json!({ "role": "assistant", "parts": [waits] })).await;
        let (turn, request) = Self::in_turns(host, typed).await;
        let chat = session.clone();
        let files = host.files.as_ref().expect("files");
        let file =
            files.put_bytes("text/plain", session.clone().into()).await.expect("a file").id.to_string();
        let all = [
            session, message, robot, toolset, workspace, instance, account, draft, call, turn, request, chat,
            file,
        ];
        Self(NAMES.into_iter().zip(all).collect())
    }

    /// Makes a turn that waits, and a call that asks for approval.
    async fn in_turns(host: &Host, session: SessionId) -> (String, String) {
        let (turns, store) = host.turns.as_ref().expect("a host with turns");
        let asked = NewMessage::user([Part::text("Hi")]).expect("a message");
        let turn = turns.submit(crate::host::ADMIN, session, asked).await.expect("it is taken").turn.id;
        let asks = r#"{"role":"assistant","parts":[{"type":"tool-x","toolCallId":"a","state":"approval-requested",
            "input":1,"approval":{"id":"q"}}]}"#;
        let asks = NewMessage::parse(asks).expect("a message");
        let asks = host
            .robots
            .append(crate::host::ADMIN, session, asks)
            .await
            .expect("it is taken")
            .messages
            .remove(0);
        let id = CallRequestId::generate(&XidGenerator);
        let mut request = CallRequest::new(id, session, asks.id, RequestKind::Approval, "a", "x");
        request.approval_id = Some("q".to_owned());
        let step = Step::Ask(vec![NewRequest { request, expires_in: None }]);
        let write = Write::at(SystemClock.now());
        store.transact(session, &[step], write).await.expect("it is asked");
        (turn.to_string(), id.to_string())
    }

    async fn deleted(host: &Host) -> Self {
        let things = Self::new(host).await;
        for path in [
            "/robots/sessions/{session_id}",
            "/robots/{robot_id}",
            "/robots/toolsets/{toolset_id}",
            "/robots/workspace-instances/{workspace_instance_id}",
            "/robots/workspaces/{workspace_id}",
        ] {
            host.delete("admin", &things.fill(path)).await.is(204);
        }
        let files = host.files.as_ref().expect("files");
        let file = things.fill("{file_id}").parse().expect("an id");
        assert!(files.delete(file).await.expect("an answer"));
        things
    }

    fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }
}

/// What works on a deleted session too.
fn finds_deleted(template: &str) -> bool {
    template.ends_with("/hold") || template.contains("/erasure?")
}

/// Sends a request. Of an answer that never ends only the head is looked at.
async fn ask(
    host: &Host,
    (method, path, body): (&str, &str, &str),
    things: &Things,
    who: Option<&str>,
) -> Answer {
    let request = Request::new(method, &things.fill(path));
    let request = if body.is_empty() { request } else { request.raw("application/json", things.fill(body)) };
    let request = who.into_iter().fold(request, Request::by);
    if path.contains("/stream") || path == "/robots/chat" {
        request.head(host.addr).await
    } else {
        host.send(request).await
    }
}

/// Returns what a caller can tell one answer from another by, without what he asked for himself.
fn seen(answer: &Answer, things: &Things) -> String {
    let mut headers: Vec<_> = answer.headers.iter().filter(|(name, _)| name != "date").collect();
    headers.sort();
    let mut body: serde_json::Value = serde_json::from_slice(&answer.body).expect("a problem");
    body["trace_id"].take();
    things
        .0
        .iter()
        .fold(format!("{} {headers:?} {body}", answer.status), |text, (_, id)| text.replace(id, "…"))
}

on_every_store! {
    every_route_has_the_permissions_and_statuses_of_the_matrix
    invalid_arguments_are_shown_only_with_permission
}

async fn every_route_has_the_permissions_and_statuses_of_the_matrix(host: Host) {
    let known: BTreeSet<_> = host.document().routes().into_iter().collect();
    let path = |path: &str| {
        let path = path.split('?').next().unwrap_or_default();
        path.replace("{draft_id}", "{message_id}").replace("{call_id}", "{message_id}")
    };
    let rows: BTreeSet<_> = MATRIX.iter().map(|row| (row.0.to_owned(), path(row.1))).collect();
    assert_eq!(rows, known, "every route has a row");

    let (kept, gone) = (Things::new(&host).await, Things::deleted(&host).await);
    let mut answers = 0;
    for row in MATRIX {
        let Row(method, template, body, may, [exists, absent, malformed]) = row;
        for (who, may) in WHO.iter().zip(may) {
            let allowed = matches!(*may, 200 | OWN);
            // Whoever may not leaves things as they are; others get new ones, which they may delete.
            let there = if allowed { Things::new(&host).await } else { kept.clone() };
            let states = [
                ("is there", there, *exists),
                ("never was", Things::all(NOTHING), *absent),
                ("was deleted", gone.clone(), if finds_deleted(template) { *exists } else { *absent }),
                ("has no such id", Things::all("no-id"), *malformed),
            ];
            let mut distinct = BTreeSet::new();
            for (state, things, status) in states {
                let case = format!("{method} {template} {body} by {who:?}, of what {state}");
                let expected = match *may {
                    OWN if state == "is there" => 403,
                    200 | OWN => status,
                    refused => refused,
                };
                if *method == "GET" && !template.ends_with("/stream") {
                    let head = ask(&host, ("HEAD", template, body), &things, *who).await;
                    assert_eq!(head.status, expected, "HEAD, {case}");
                }
                let answer = ask(&host, (method, template, body), &things, *who).await;
                answers += 1;
                assert_eq!(answer.status, expected, "{case}: {}", answer.text());
                // Nobody can tell what never was from what was deleted, and who may not, neither from all else.
                if !allowed || expected == 404 && state != "has no such id" {
                    distinct.insert(seen(&answer, &things));
                }
            }
            assert!(distinct.len() <= 1, "{method} {template}: {who:?} can tell {distinct:#?} apart");
        }
    }
    println!("{answers} answers to {} rows", MATRIX.len());
    assert_eq!(answers, MATRIX.len() * WHO.len() * 4);
    for path in ["/robots/sessions/{session_id}", "/robots/{robot_id}", "/robots/workspaces/{workspace_id}"] {
        host.get("admin", &kept.fill(path)).await.is(200);
    }
}

/// Whoever may not do it gets the 403 also where the arguments cannot be read: the table of routes names
/// the same permission as the service.
async fn invalid_arguments_are_shown_only_with_permission(host: Host) {
    /// What reads its query.
    const QUERIED: [&str; 11] = [
        "/robots/sessions/{session_id}/turns",
        "/robots/approvals",
        "/robots/chat/{chat_id}",
        "/robots/drafts",
        "/robots/sessions",
        "/robots/sessions/{session_id}",
        "/robots/sessions/{session_id}/stream",
        "/robots",
        "/robots/toolsets",
        "/robots/workspaces",
        "/robots/workspace-instances",
    ];
    for Row(method, template, body, may, _) in MATRIX {
        let (path, body) = match (*method, body.is_empty()) {
            ("GET", true) if QUERIED.contains(template) => (format!("{template}?page=x&limit=x&after=x"), ""),
            (_, false) => ((*template).to_owned(), "no JSON"),
            _ => continue,
        };
        for (who, may) in WHO.iter().zip(may) {
            let answer = ask(&host, (method, &path, body), &Things::all(NOTHING), *who).await;
            let expected = if matches!(*may, 200 | OWN) { 400 } else { *may };
            assert_eq!(answer.status, expected, "{method} {path} by {who:?}: {}", answer.text());
        }
    }
}
