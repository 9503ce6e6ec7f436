//! Whole sessions: forks and exports one, imports many; and imports messages from elsewhere into one.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use tokio::time::timeout;

use super::{
    chunk_body::next_frame,
    doc::{Doc, Param},
    headers::IDEMPOTENCY_KEY,
    problem::timed_out,
    reply::Reply,
    request::{Call, Fields, InvalidRequest, in_body},
    route::{HandlerResult, Rejection, Route},
    schema::{
        ID, Schemas, any, array, body, boolean, described, id, name, nullable, number, object, open,
        reference, string, time,
    },
};
use crate::{
    model::{
        error::{Error, Result},
        id::AccountId,
        json_scan,
        limits::Limits,
        message::NewMessage,
        robot::RobotRef,
        time::Timestamp,
    },
    service::{
        import::{ImportFormat, ImportOptions},
        operation::Operation,
        transcripts::{Export, ExportFormat, Fork, ImportedMessage},
    },
};

const FORK: &str = "/robots/sessions/{session_id}/fork";
const EXPORT: &str = "/robots/sessions/{session_id}/export";
const IMPORTED: &str = "/robots/sessions/{session_id}/imports";
const IMPORTS: &str = "/robots/imports";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            FORK,
            Operation::ForkSession,
            fork,
            Doc::new("RobotSessionFork", "Fork a session", "Session")
                .about(
                    "A new session that begins with all messages up to one, as they are: same ids, positions, \
                     authors and times. It changes nothing of the other one, so nothing of it need be one's own.",
                )
                .header(Param::key(
                    "Idempotency-Key",
                    "A repetition by the same account forks nothing, and answers 200 with the session.",
                ))
                .body("Fork")
                .conflicts()
                .created()
                .replayed(),
        ),
        Route::get(
            EXPORT,
            Operation::ExportSession,
            export,
            Doc::exported("RobotSessionExport", "Export a session", &ExportFormat::MEDIA_TYPES)
                .about(
                    "As JSON Lines, exact and to be imported again (the default); as an array of UIMessages; or as \
                     Markdown for people. An answer that breaks off is no whole export.",
                )
                .query([Param::one_of(
                    "format",
                    "`jsonl`, `messages` or `markdown`.",
                    &["", "jsonl", "messages", "markdown"],
                )]),
        ),
        Route::post(
            IMPORTED,
            Operation::ImportMessages,
            import_messages,
            Doc::new("RobotSessionMessagesImport", "Import messages into a session", "ImportedMessages")
                .about(
                    "Appends messages with their own `created_at`, `author` (an account's id) and `robot`. Each says \
                     by whom and when it was `imported`.",
                )
                .query([Param::text(
                    "source",
                    "Names the import: messages of it that are there are passed over. Default: `import`.",
                    255,
                )])
                .body("MessageImport")
                .large(),
        ),
        Route::post(
            IMPORTS,
            Operation::ImportSession,
            import,
            Doc::new("RobotSessionsImport", "Import sessions", "ImportReport")
                .about(
                    "The body is what an export as JSON Lines was, one or several; or chats of the AI SDK 4, 5, 6 or \
                     7. It may have any length. A session exists when all of it has arrived, and one that an \
                     earlier import made is left as it is. The answer says what was taken, and what not, and why.",
                )
                .query([
                    Param::one_of("format", "`jsonl` (the default) or `chats`.", &["", "jsonl", "chats"]),
                    Param::one_of("dry_run", "`true`: only report.", &["", "true", "false"]),
                    Param::text("source", "Names where chats come from. Default: `chats`.", 255),
                    Param::account("account_id", "Whose chats they are. Default: the caller's."),
                ])
                .lines()
                .conflicts(),
        ),
    ]
}

async fn fork(call: Call) -> HandlerResult {
    let session = call.path("session_id")?;
    let key = call.header(IDEMPOTENCY_KEY)?.map(str::to_owned);
    let fields = call.fields(&["message_id", "name"])?;
    let fork = Fork::at(fields.required("message_id", Fields::parsed)?);
    let fork = fields.text("name")?.into_iter().fold(fork, Fork::name);
    let fork = key.into_iter().fold(fork, Fork::idempotency_key);
    let transcripts = call.transcripts()?;
    let (session, replayed) = transcripts.fork_once(call.actor.into(), session, fork).await?;
    // Beside the session that was forked, whose path is above that of the request.
    let location = call.location_above(2, session.id);
    let reply = Reply::session(call.robots(), session)?.located(location);
    Ok(if replayed { reply } else { reply.created() })
}

async fn export(call: Call) -> HandlerResult {
    let session = call.path("session_id")?;
    let format = call.query::<ExportFormat>("format")?.unwrap_or_default();
    let export = call.transcripts()?.export(call.actor, session, format).await?;
    Ok(Reply::stream(Body::new(Exported(Some(step(export)))), format.media_type()))
}

async fn import_messages(call: Call) -> HandlerResult {
    let session = call.path("session_id")?;
    let source = call.text("source")?.unwrap_or("import");
    let limits = call.robots().limits();
    // The messages of a long body take many times its memory, so who may not import them does not get that far.
    call.robots().authorize(call.actor, Operation::ImportMessages).await?;
    let raw = json_scan::array(call.body()?).map_err(|error| InvalidRequest::from(in_body(error)))?;
    let messages = ToImport { raw: raw.into_iter(), limits };
    let done =
        call.transcripts()?.import_messages(call.actor, session, source, messages).await.map_err(in_body)?;
    Ok(Reply::one(&done)?)
}

/// The messages of a body, each parsed when its turn comes.
struct ToImport<'b> {
    raw: std::vec::IntoIter<&'b RawValue>,
    limits: &'b Limits,
}

impl Iterator for ToImport<'_> {
    type Item = Result<ImportedMessage>;

    fn next(&mut self) -> Option<Self::Item> {
        self.raw.next().map(|raw| imported(raw.get(), self.limits))
    }
}

/// Parses a message to import, including the fields that an append would not accept.
fn imported(text: &str, limits: &Limits) -> Result<ImportedMessage> {
    /// The fields that only an import reads.
    #[derive(Deserialize)]
    struct Provenance {
        #[serde(default)]
        created_at: Option<Timestamp>,
        #[serde(default)]
        author: Option<AccountId>,
        #[serde(default)]
        robot: Option<RobotRef>,
    }
    let message = NewMessage::parse_within(text, limits)?;
    let Provenance { created_at, author, robot } = serde_json::from_str(text).map_err(|_| {
        let rule = "must be a time, `author` an account's id, and `robot` an `id` and a `name`";
        Error::invalid_argument("created_at", rule)
    })?;
    Ok(ImportedMessage::from(message).created_at(created_at).author(author).robot(robot))
}

async fn import(mut call: Call) -> HandlerResult {
    let format = call.query::<ImportFormat>("format")?.unwrap_or_default();
    let options = ImportOptions::new(format)
        .dry_run(call.flag("dry_run")?)
        .author(call.query::<AccountId>("account_id")?);
    let source = call.text("source")?.map(str::to_owned);
    let options = source.into_iter().fold(options, ImportOptions::source);
    let body = call.take_body()?;
    let mut import = call.transcripts()?.import(call.actor, options).await?;
    if let Some(mut body) = body {
        let longest = call.settings().timeout.unwrap_or(std::time::Duration::MAX);
        loop {
            let frame = timeout(longest, next_frame(&mut body)).await;
            let Some(frame) = frame.map_err(|_| Rejection::Service(timed_out()))? else { break };
            let bytes = frame.map_err(|_| Error::invalid_argument("body", "must arrive whole"))?;
            import.push(&bytes).await?;
        }
    }
    Ok(Reply::one(&import.finish().await?)?)
}

/// A future of the next bytes.
type Step = Pin<Box<dyn Future<Output = (Export, Result<Option<Vec<u8>>>)> + Send>>;

fn step(mut export: Export) -> Step {
    Box::pin(async move {
        let piece = export.next().await;
        (export, piece)
    })
}

/// An export as a response body. If it fails, the connection breaks off, so that nobody mistakes it for complete.
struct Exported(Option<Step>);

impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exported").field("open", &self.0.is_some()).finish_non_exhaustive()
    }
}

impl HttpBody for Exported {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Some(running) = &mut self.0 else { return Poll::Ready(None) };
        let (export, piece) = ready!(running.as_mut().poll(context));
        self.0 = matches!(piece, Ok(Some(_))).then(|| step(export));
        if let Err(error) = &piece {
            tracing::error!(error = error as &dyn std::error::Error, "an export broke off");
        }
        Poll::Ready(piece.transpose().map(|piece| piece.map(|bytes| Frame::data(bytes.into()))))
    }
}

/// Returns the schemas of forks and imports.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    let message = open(object(
        "A UIMessage that was said somewhere else.",
        [
            ("id", nullable(string(), "Its own, if it is an Identifier; else its `client_id`.")),
            ("role*", string()),
            ("parts*", array(reference("Part"))),
            ("metadata", any("Any JSON.")),
            ("created_at", nullable(time(), "When it was said. Default: now.")),
            ("author", nullable(string(), "The id of the account that said it.")),
            ("robot", json!({ "anyOf": [reference("RobotRef"), { "type": "null" }] })),
        ],
    ));
    let session = object(
        "A session of a file.",
        [
            ("id*", id()),
            ("name*", string()),
            ("messages*", described(number(), "How many were taken, with what is left of deleted ones.")),
            ("existed*", described(boolean(), "Whether an earlier import had made it.")),
        ],
    );
    let not_imported = object(
        "Something in a file that was not imported.",
        [("at*", described(string(), "Where in the file.")), ("reason*", string())],
    );
    vec![
        (
            "Fork",
            body(
                "How to fork a session.",
                [
                    ("message_id*", described(id(), "The last message that the new session begins with.")),
                    ("name", nullable(name(limits), "Default: that of the other session.")),
                ],
                json!({ "message_id": ID, "name": "Another try" }),
            ),
        ),
        ("MessageImport", array(message)),
        (
            "ImportedMessages",
            object(
                "What became of imported messages.",
                [
                    ("appended*", number()),
                    ("existed*", described(number(), "How many an earlier import had appended.")),
                ],
            ),
        ),
        (
            "ImportReport",
            object(
                "What was taken of a file, and what was not.",
                [
                    ("dry_run*", described(boolean(), "Whether nothing was written.")),
                    ("sessions*", array(session)),
                    ("not_imported*", array(not_imported)),
                    ("not_imported_count*", described(number(), "How many; the first thousand are listed.")),
                ],
            ),
        ),
    ]
}
