//! `migrate`, `backup`, `verify`, `drafts`.

use std::path::Path;

use serde_json::json;
use storyden_robots::{
    Clock as _, FindingKind, PostgresOptions, PostgresStore, SessionId, SqliteOptions, SqliteStore, StoreUrl,
    SystemClock, Timestamp,
    repository::{DraftFilter, DraftRef, SessionRepository as _},
};

use crate::output::{Failure, Output, spinner};

/// The number of drafts that are read at a time.
const PAGE: u32 = 100;

pub(crate) async fn migrate(url: &StoreUrl, create: bool) -> Result<Output, Failure> {
    let bar = spinner("migrating");
    match url {
        StoreUrl::Sqlite(path) => {
            SqliteStore::open(SqliteOptions::new(path).create(create).migrate(true)).await?;
        }
        StoreUrl::Postgres(url) => {
            PostgresStore::connect(url, PostgresOptions::default().migrate(true)).await?;
        }
        _ => return Err(Failure::argument("a store in memory needs no migration")),
    }
    bar.finish_and_clear();
    Ok(Output::new("the schema is up to date", json!({ "migrated": true })))
}

pub(crate) async fn backup(url: &StoreUrl, file: &Path) -> Result<Output, Failure> {
    let store = sqlite(url, true, "use `pg_dump` for PostgreSQL").await?;
    let bar = spinner("copying the file");
    store.backup(file).await?;
    bar.finish_and_clear();
    let bytes = file.metadata().map_err(|error| Failure::new("the copy cannot be read", error))?.len();
    Ok(Output::new(format!("{} ({bytes} bytes)", file.display()), json!({ "file": file, "bytes": bytes })))
}

pub(crate) async fn verify(url: &StoreUrl, repair: bool) -> Result<Output, Failure> {
    let (verified, bar) = if let StoreUrl::Postgres(url) = url {
        let store = PostgresStore::connect(url, PostgresOptions::default()).await?;
        let bar = spinner("reading the index for search");
        (store.verify_search(repair).await?, bar)
    } else {
        let store = sqlite(url, !repair, "a store in memory is not checked").await?;
        let bar = spinner("reading every row");
        (store.verify(repair).await?, bar)
    };
    bar.finish_and_clear();
    let mut text = format!("{} sessions, {} messages", verified.sessions, verified.messages);
    let mut findings = Vec::new();
    for finding in &verified.findings {
        let (kind, repaired) = (kind_name(finding.kind), finding.repaired);
        let done = if repaired { " (repaired)" } else { "" };
        text.extend(["\n", kind, ": ", &finding.subject, ": ", &finding.detail, done]);
        findings.push(json!({
            "kind": kind, "subject": finding.subject, "detail": finding.detail, "repaired": repaired,
        }));
    }
    let sound = verified.is_sound();
    let json = json!({
        "sound": sound, "sessions": verified.sessions, "messages": verified.messages, "findings": findings,
    });
    Ok(Output::new(text, json).code(if sound { 0 } else { 3 }))
}

const fn kind_name(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::File => "file",
        FindingKind::Row => "row",
        FindingKind::Checksum => "checksum",
        FindingKind::Offset => "offset",
        FindingKind::Length => "length",
        FindingKind::Bytes => "bytes",
        FindingKind::Index => "index",
        _ => "other",
    }
}

/// Opens an existing SQLite store.
async fn sqlite(url: &StoreUrl, read_only: bool, otherwise: &str) -> Result<SqliteStore, Failure> {
    let StoreUrl::Sqlite(path) = url else {
        return Err(Failure::argument(format!("only for sqlite:PATH; {otherwise}")));
    };
    Ok(SqliteStore::open(SqliteOptions::new(path).create(false).read_only(read_only)).await?)
}

pub(crate) async fn drafts(
    url: &StoreUrl,
    session: Option<SessionId>,
    silent_for: Option<u32>,
) -> Result<Output, Failure> {
    let store = url.open().await?;
    let mut filter = DraftFilter::default();
    filter.session = session;
    filter.grown_before = silent_for.map(before).transpose()?;
    let (mut found, mut damaged) = (Vec::new(), Vec::new());
    loop {
        let page = store.open_drafts(filter, PAGE).await?;
        damaged.extend(page.damaged.iter().map(|damaged| damaged.id.clone()));
        filter.after = page.next;
        found.extend(page.drafts);
        if page.next.is_none() {
            break;
        }
    }
    let line = |draft: &DraftRef| {
        let DraftRef { session, message, grown_at, writer, .. } = draft;
        format!("{grown_at}  session {session}  message {message}  by {writer}")
    };
    let mut text: Vec<_> = found.iter().map(line).collect();
    text.extend(damaged.iter().map(|id| format!("does not decode: message {id}")));
    text.push(format!("{} drafts", found.len()));
    let rows: Vec<_> = found
        .iter()
        .map(|draft| {
            json!({
                "session_id": draft.session, "message_id": draft.message, "began": draft.began,
                "revision": draft.revision, "grown_at": draft.grown_at, "writer": draft.writer,
            })
        })
        .collect();
    let code = if damaged.is_empty() { 0 } else { 3 };
    Ok(Output::new(text.join("\n"), json!({ "drafts": rows, "damaged": damaged })).code(code))
}

fn before(seconds: u32) -> Result<Timestamp, Failure> {
    let micros = SystemClock.now().as_micros() - i64::from(seconds) * 1_000_000;
    Ok(Timestamp::from_micros(micros)?)
}
