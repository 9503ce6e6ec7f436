//! Files: what a page sends inside a message comes back as an address, and the address answers with the file.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde_json::json;
use storyden_robots::{FileId, Files};

use crate::{
    client::{Answer, Request},
    host::Host,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

async fn host() -> (Host, Files) {
    let host = Host::memory().await;
    let files = host.files.clone().expect("files");
    (host, files)
}

fn picture(length: usize) -> Vec<u8> {
    PNG.iter().copied().chain((0_u8..=250).cycle()).take(length).collect()
}

fn message(bytes: &[u8]) -> serde_json::Value {
    let url = format!("data:image/png;base64,{}", BASE64.encode(bytes));
    json!({ "role": "user", "parts": [{ "type": "file", "mediaType": "image/png", "url": url }] })
}

async fn get(host: &Host, id: FileId, headers: &[(&str, &str)]) -> Answer {
    let request = Request::new("GET", &format!("/robots/files/{id}")).by("operator");
    headers.iter().fold(request, |request, (name, value)| request.header(name, value)).send(host.addr).await
}

#[tokio::test]
async fn a_picture_in_a_message_is_served_by_its_address() {
    let (host, _) = host().await;
    let session = host.create("/robots/sessions", json!({ "name": "s" })).await;
    let messages = format!("/robots/sessions/{session}/messages");
    let bytes = picture(1_500_000);
    let path = format!("/robots/files/{}", FileId::of(&bytes));
    let sent = host.post("operator", &messages, &message(&bytes)).await.is(201);
    assert_eq!(sent["parts"][0]["url"], path.as_str());
    let shown = host.get("operator", &format!("/robots/sessions/{session}")).await.is(200);
    let shown = &shown["message_list"]["messages"][0];
    assert_eq!(shown["parts"][0]["url"], path.as_str());
    assert!(shown.get("files").is_none());
    let id = shown["id"].as_str().unwrap();
    let alone = host.get("operator", &format!("{messages}/{id}")).await.is(200);
    assert_eq!(alone["parts"], sent["parts"]);
    // What GET returns can be changed and sent.
    let mut edited = alone.clone();
    edited["parts"][0]["filename"] = "shot.png".into();
    let edited = host.patch("operator", &format!("{messages}/{id}"), &edited).await.is(200);
    assert_eq!(edited["parts"][0]["url"], path.as_str());
    let answer = get(&host, FileId::of(&bytes), &[]).await;
    assert_eq!((answer.status, answer.body == bytes), (200, true));
}

#[tokio::test]
async fn a_file_has_the_headers_of_something_that_never_changes_and_is_not_trusted() {
    let (host, files) = host().await;
    let file = files.put_bytes("image/png", picture(1000).into()).await.unwrap();
    let answer = get(&host, file.id, &[]).await;
    let tag = format!("\"{}\"", file.id);
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-length", "1000"),
        ("etag", tag.as_str()),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "inline"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert!(answer.header("content-security-policy").is_some_and(|policy| policy.ends_with("sandbox")));
    let head =
        Request::new("HEAD", &format!("/robots/files/{}", file.id)).by("operator").send(host.addr).await;
    assert_eq!((head.status, head.header("content-length")), (200, Some("1000")));
    assert_eq!(get(&host, file.id, &[("if-none-match", &tag)]).await.status, 304);
    assert_eq!(get(&host, file.id, &[("if-none-match", "\"other\"")]).await.status, 200);
    for (kind, active) in [
        ("text/html", true),
        ("image/svg+xml", true),
        ("application/xml", true),
        ("text/javascript", true),
        ("application/x-unknown", true),
        ("text/plain", false),
        ("image/x-raw", false),
    ] {
        let file = files.put_bytes(kind, kind.to_owned().into()).await.unwrap();
        let shown = get(&host, file.id, &[]).await;
        let expected = if active { "attachment" } else { "inline" };
        assert_eq!(shown.header("content-disposition"), Some(expected), "{kind}");
    }
    let lie = files.put_bytes("image/png", "<script>".into()).await.unwrap();
    assert_eq!(get(&host, lie.id, &[]).await.header("content-type"), Some("application/octet-stream"));
}

#[tokio::test]
async fn ranges_of_a_file_are_served() {
    let (host, files) = host().await;
    let bytes = picture(700_000);
    let file = files.put_bytes("image/png", bytes.clone().into()).await.unwrap();
    let tag = format!("\"{}\"", file.id);
    for (range, from, to) in
        [("bytes=0-9", 0, 10), ("bytes=262140-262150", 262_140, 262_151), ("bytes=-5", 699_995, 700_000)]
    {
        let answer = get(&host, file.id, &[("range", range), ("if-range", &tag)]).await;
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.header("content-range"), Some(&*format!("bytes {from}-{}/700000", to - 1)));
        assert!(answer.body == bytes[from..to], "{range}");
    }
    for headers in
        [[("range", "bytes=0-9"), ("if-range", "\"other\"")], [("range", "lines=1-2"), ("accept", "*/*")]]
    {
        assert_eq!(get(&host, file.id, &headers).await.body.len(), 700_000);
    }
    let past = get(&host, file.id, &[("range", "bytes=700000-")]).await;
    past.is_problem(416, "range-not-satisfiable");
}

#[tokio::test]
async fn who_may_not_or_asks_for_nothing_gets_no_file() {
    let (host, files) = host().await;
    let file = files.put_bytes("text/plain", "hello".into()).await.unwrap();
    let path = format!("/robots/files/{}", file.id);
    assert_eq!(Request::new("GET", &path).send(host.addr).await.status, 401);
    host.get("member", &path).await.is_problem(403, "permission-denied");
    let gone = format!("/robots/files/{}", FileId::of(b"gone"));
    host.get("operator", &gone).await.is_problem(404, "not-found");
    host.get("operator", "/robots/files/no-id").await.is_about("file_id");
    let upper = format!("/robots/files/{}", file.id.to_string().to_uppercase());
    host.get("operator", &upper).await.is_about("file_id");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_a_413_that_names_the_limit() {
    let (host, _) = host().await;
    let session = host.create("/robots/sessions", json!({ "name": "s" })).await;
    let path = format!("/robots/sessions/{session}/messages");
    let problem = host.post("operator", &path, &message(&picture((20 << 20) + 1))).await;
    let problem = problem.is_problem(413, "too-large");
    assert_eq!(problem["metadata"]["limit"], 20 << 20, "{problem}");
    host.post("operator", &path, &message(&picture(20 << 20))).await.is(201);
}
