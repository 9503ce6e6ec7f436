//! The robot answers, streams, calls tools and waits for an approval, over a provider that this test plays.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command},
    time::Duration,
};

use axum::{Json, Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::post};
use serde_json::{Value, json};

/// Answers as OpenAI does: calls the tool that the question names, and tells what came of it.
async fn complete(Json(asked): Json<Value>) -> impl IntoResponse {
    assert_eq!(asked["stream"], true);
    assert_eq!(asked["tools"].as_array().map(Vec::len), Some(2), "{asked}");
    let messages = asked["messages"].as_array().unwrap();
    let last = messages.last().unwrap();
    let text = last["content"].to_string();
    let deltas = match last["role"].as_str() {
        Some("tool") => ["So", ": ", &text].map(|text| json!({ "content": text })).to_vec(),
        _ if text.contains("ban") => call("member_ban", r#"{"member":"#, r#""kate"}"#),
        _ => call("post_search", r#"{"words":"#, r#""bees"}"#),
    };
    let reason = if last["role"] == "tool" { "stop" } else { "tool_calls" };
    let chunk = |delta: &Value, reason: Option<&str>| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": reason });
        let chunk = json!({ "id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice] });
        format!("data: {chunk}\n\n")
    };
    let mut body: String = deltas.iter().map(|delta| chunk(delta, None)).collect();
    body += &chunk(&json!({}), Some(reason));
    ([(CONTENT_TYPE, "text/event-stream")], body + "data: [DONE]\n\n")
}

fn call(name: &str, begin: &str, end: &str) -> Vec<Value> {
    let delta = |function: Value| json!({ "tool_calls": [{ "index": 0, "id": "call_0", "type": "function", "function": function }] });
    vec![delta(json!({ "name": name, "arguments": begin })), delta(json!({ "arguments": end }))]
}

struct Host(Child, String);

impl Drop for Host {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Host {
    /// Sends a request, and returns the whole answer as it came.
    fn ask(&self, method: &str, path: &str, body: Option<Value>) -> String {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let mut stream = loop {
            match TcpStream::connect(&self.1) {
                Ok(stream) => break stream,
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        write!(
            stream,
            "{method} /robots/{path} HTTP/1.1\r\nhost: {}\r\ncookie: storyden-session=token-of-ann\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.1,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 2"), "{answer}");
        answer
    }

    fn say(&self, text: &str) -> String {
        let message = json!({ "id": format!("message {text}"), "role": "user", "parts": [{ "type": "text", "text": text }] });
        self.ask(
            "POST",
            "chat",
            Some(json!({ "id": "a chat", "trigger": "submit-message", "messages": [message] })),
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_robot_on_a_model_streams_calls_tools_and_waits_for_people() {
    let provider = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", provider.local_addr().unwrap());
    tokio::spawn(async {
        axum::serve(provider, Router::new().route("/v1/chat/completions", post(complete))).await
    });
    // Free until a moment ago.
    let addr = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rig-robot"));
    command.envs([("OPENAI_API_KEY", "none"), ("OPENAI_BASE_URL", &base), ("ADDR", &addr)]);
    let host = Host(command.spawn().unwrap(), addr);
    tokio::task::spawn_blocking(move || talk(&host)).await.unwrap();
}

fn talk(host: &Host) {
    let found = host.say("Search for bees");
    assert!(found.contains("post_search") && found.contains("All about bees"), "{found}");
    assert!(found.contains(r#""type":"text-delta""#), "it is streamed: {found}");

    let asked = host.say("Now ban kate");
    assert!(asked.contains("tool-approval-request") && !asked.contains("is banned"), "{asked}");
    let waiting = host.ask("GET", "approvals?state=pending", None);
    let approvals: Value = serde_json::from_str(waiting.split("\r\n\r\n").last().unwrap()).unwrap();
    let id = approvals["approvals"][0]["id"].as_str().unwrap();
    host.ask("POST", &format!("approvals/{id}/decision"), Some(json!({ "approved": true })));
    loop {
        // The turn that runs or ran a moment ago, from its first part to its end.
        let told = host.ask("GET", "chat/a%20chat/stream", None);
        if told.contains("kate is banned") && told.contains("So: ") {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
