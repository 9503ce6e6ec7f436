//! The HTTP API: Storyden's routes over [`Robots`], as an [`axum::Router`] to nest in a host's own.
//!
//! ```
//! use storyden_robots::{AccountId, AllowAll, MemoryStore, Robots, StaticProfiles, http};
//!
//! let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
//! let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
//! let authenticator = http::StaticAuthenticator::new().cookie("token-of-ann", ann);
//!
//! let app: axum::Router = axum::Router::new().nest("/api", http::router(robots, authenticator));
//! # Ok::<(), storyden_robots::Error>(())
//! ```
//!
//! # Routes
//! | Path | Methods |
//! |---|---|
//! | `/robots/sessions` | `GET` `?page&cursor&order&account_id&label&archived` · `POST` the fields of a [`NewSession`](crate::NewSession), header `Idempotency-Key` |
//! | `/robots/sessions/{id}` | `GET` `?before&after&around&limit` · `PATCH` the fields of a [`SessionChange`](crate::SessionChange) · `DELETE` |
//! | `/robots/sessions/{id}/stream` | `GET` `?after`, header `Last-Event-ID`: server-sent events |
//! | `/robots/sessions/{id}/messages` | `POST` a `UIMessage` or an array of them, header `Idempotency-Key`; or a UI message stream, `?robot&take_over` |
//! | `/robots/sessions/{id}/messages/{id}` | `GET` · `PATCH` a `UIMessage` with its `revision` · `DELETE` `?revision&and_later` |
//! | `/robots/sessions/{id}/messages/{id}/draft` | `DELETE` `?take_over`: ends a draft, and keeps its message |
//! | `/robots/sessions/{id}/messages/{id}/tool-calls` | `POST` results of calls that have none |
//! | `/robots/sessions/{id}/tool-calls` | `GET`: the calls that have no result |
//! | `/robots/files/{id}` | `GET`: the bytes of a file that a message names, or one range of them |
//! | `/robots/search` | `GET` `?q&session_id&account_id&author_id&limit`, with the feature `search`: `Robots::search` |
//! | `/robots/drafts` | `GET` `?session_id&silent_for&cursor&limit`: the open drafts; `silent_for` is in seconds |
//! | `/robots/sessions/{id}/read` | `PUT` `?offset`: marks the session as read up to that offset |
//! | `/robots/sessions/{id}/erasure` | `PUT` `?dry_run`: erases a session for good |
//! | `/robots/sessions/{id}/hold` | `PUT` protects it from erasure · `DELETE` ends that |
//! | `/robots/erasure` | `PUT` `?created_before&inactive_since&account_id&after&limit&dry_run`: erases old sessions, or an account |
//! | `/robots` | `GET` `?page` · `POST` |
//! | `/robots/{id}` | `GET` · `PATCH` · `DELETE` |
//! | `/robots/tools` | `GET` |
//! | `/robots/toolsets` | `GET` `?page` · `POST` |
//! | `/robots/toolsets/{id}` | `GET` · `PATCH` · `DELETE` |
//! | `/robots/workspace-providers` | `GET` |
//! | `/robots/workspaces` | `GET` `?page` · `POST` |
//! | `/robots/workspaces/{id}` | `GET` · `PATCH` · `DELETE` |
//! | `/robots/workspace-instances` | `GET` `?page&workspace_id` |
//! | `/robots/workspace-instances/{id}` | `GET` · `DELETE` |
//! | `/robots/sessions/{id}/fork` | `POST` |
//! | `/robots/sessions/{id}/export` | `GET` `?format` |
//! | `/robots/sessions/{id}/imports` | `POST` `?source` |
//! | `/robots/imports` | `POST` `?format&dry_run&source&account_id` |
//! | `/robots/sessions/{id}/turns` | `GET` `?state&after&limit` |
//! | `/robots/sessions/{id}/turns/{id}` | `GET` |
//! | `/robots/sessions/{id}/turns/{id}/cancellation` | `PUT` `?reason`: stops the turn |
//! | `/robots/approvals` | `GET` `?session_id&state&kind&after&limit` |
//! | `/robots/approvals/{id}` | `GET` |
//! | `/robots/approvals/{id}/decision` | `POST` the fields `approved` and `reason` |
//! | `/robots/chat` | `POST` what `DefaultChatTransport` of the AI SDK sends: the answer as a stream |
//! | `/robots/chat/{id}` | `GET` `?before&limit` |
//! | `/robots/chat/{id}/stream` | `GET` the answer that is being written · `DELETE` stops the turn |
//! | `/robots/openapi.json` | `GET`: all of this as an OpenAPI 3.1 document, without a credential |
//!
//! `HEAD` works where `GET` does. A creation answers 201 with a `Location`, a deletion 204. An append answers 201 with
//! the stored message (an array if the body was one), or 200 if it repeats an earlier one. In a `PATCH`, absent fields
//! stay unchanged, and `null` clears a field that can be empty. The `PATCH` of a message has the whole new message.
//! Unknown fields and parameters are ignored, but a body with none of the operation's fields is a 400.
//!
//! Some routes exist only if the host adds a service to [`Api`]: `fork`, `export` and both `imports` need
//! [`Transcripts`](crate::Transcripts), see [`Api::transcripts`]; those from `turns` to `chat/{id}/stream` need
//! [`Turns`](crate::Turns), see [`Api::turns`].
//!
//! # Order of checks
//! First the caller is identified (401), then permissions (403), the arguments (400, 413, 415) and whether the resource
//! exists (404) are checked. So without the permission nobody learns whether something exists or which arguments are
//! valid. [`Permissions`](crate::Permissions) are asked once for each request: by the service, or by the router if the
//! arguments cannot be parsed.
//!
//! # Errors
//! Every error response is `application/problem+json`: `type` (`urn:storyden:problem:` and the
//! [kind](crate::ErrorKind)), `title`, `detail`, `trace_id`, and for some kinds `metadata`. Four kinds exist only here:
//! `method-not-allowed` (405), `gone` (410), `unsupported-media-type` (415) and `range-not-satisfiable` (416). A server
//! error (5xx) is logged once, with all its causes and the same [`TraceId`]. The client does not see the causes.
//!
//! # Following a session
//! `GET /robots/sessions/{id}/stream` answers `text/event-stream`. Each event is a change of the session, and its `id`
//! is the [offset](crate::Offset) of the change:
//!
//! | event | data |
//! |---|---|
//! | `message` | a message that is complete: new, finished or edited. Sort messages by `sequence` |
//! | `draft` | a message that is being written, as it was when the draft began |
//! | `chunks` | the chunks of the AI SDK's UI message stream that were added to a draft: `message_id`, `began` (the offset of its `draft`), `revision` and `chunks` |
//! | `deleted` | the `id` and `sequence` of a message that was deleted |
//! | `session` | the session itself, without messages: it was renamed, its robot was changed … |
//! | `turn` | a [turn](crate::Turn) that was queued, started, stopped or ended, with its state at that offset |
//! | `decision` | the [request](crate::CallRequest) of a tool call of a draft that was decided. The message has the decision once it is complete |
//! | `damaged` | the `resource` and `id` of a message that changed and does not decode: an operator must look |
//! | `problem` | why the stream ends, in the form of every error: for example, the permission to read it was withdrawn |
//!
//! All chunks of an answer come before its `message`. When a session is deleted, the last event is a `session` with
//! `deletedAt`.
//!
//! The stream begins after the offset `after` (a number, clamped; 0 is before every change) or, with precedence, after
//! the header `Last-Event-ID`. Without either it begins at the present, and sends every open draft from its beginning.
//! To follow a session without a gap, read it first, then follow it from its `follow_from`, which includes open drafts
//! from their beginning, or from its `offset`, which does not. A client that reconnects with its last `id` misses
//! nothing and gets nothing twice. The first event of a stream has an `id` and no data.
//!
//! At each interval of [`keep_alive`](Settings::keep_alive) a comment is sent, and the host is asked whether the client
//! still has the permission to read.
//!
//! # Writing a message as a stream
//! A body of the type `text/event-stream`, the AI SDK's UI message stream, appends a message of the role `assistant` on
//! behalf of the caller. It is stored as a [draft](crate::Draft) while it arrives, so followers of the session see it
//! grow. The chunk `finish` or `abort` and the end of the body complete it: 201 with the stored message.
//!
//! - [`Limits::message_bytes`](crate::Limits::message_bytes) limits the message; the body may be longer, and
//!   [`body_bytes`](Settings::body_bytes) limits each of its events.
//! - An `error` chunk ends the message too: the response is 201 with the message, whose `ended` has the error.
//! - A body that ends without `finish`, `abort` or `error` (400), breaks off, or is silent for too long (503) leaves an
//!   open draft with everything that arrived.
//! - An invalid chunk (400, or 409 if the message does not allow it), or one that makes the message too large (413),
//!   ends the message. Everything before that chunk is kept.
//! - The `messageId` of `start` is the id of the new message, or its `client_id` if it is not a valid
//!   [`MessageId`](crate::MessageId). If it names an assistant's message of the session, the stream continues that one,
//!   as in the AI SDK, and the response is 200. So `start` and `abort` take over an open draft and end it, and a stream
//!   can add a tool's output to a complete message.
//! - The robot of the message is `?robot=`, by default the active robot of the session.
//! - If another client is writing that message now (the last write is less than a [lease](Robots::with_draft_lease)
//!   ago), the response is 409 with the `reason` `being-written`, and that client continues. `?take_over=true` takes
//!   over the draft, so that a client whose own connection broke need not wait.
//! - A stream that continues an open draft adds to its content. To write the current step again, send `reset-step`
//!   first. It removes only what was written since the draft began.
//! - Only the run of an open turn writes the turn's messages: others get a 409 with the `reason` `turn-active`.
//! - With an `Idempotency-Key`, a repeated request never adds anything: it gets 200 with the message if that is
//!   complete, otherwise the same 409.
//! - A body may be silent for [`stream_timeout`](Settings::stream_timeout), for example while a slow tool runs.
//!
//! # Storyden's newest clients
//! With [`Settings::storyden_head`] some of these routes speak the protocol of Storyden's newest page: a message of a
//! chat gets a 202 at once, and its answer appears in a Durable Streams log. The guide `storyden-head` has the details.
//!
//! # A chat of the AI SDK
//! The routes below `/robots/chat` are those that `useChat` calls by itself, in all releases of the AI SDK since
//! [`chat_clients`](Settings::chat_clients).
//!
//! - A chat's id is the id of a session, or any text of 1 to 128 characters that the front end chose: see [`ChatId`].
//!   The first message of a chat starts its session. A message can be named by its id, or by the id that the front end
//!   gave it.
//! - Only the last of the posted messages is read; the others can be left out. A user's message is submitted, and
//!   `messageId` is the earlier one that it replaces. Of an assistant's message, the decisions on approvals and the
//!   outputs of the page's own tools are applied. `trigger: regenerate-message` answers again.
//! - The body can have `robot` (the robot that answers from now on), `when_running` and `when_blocked` (`queue`,
//!   `refuse`, `interrupt`). By default a message waits while a turn runs; if the turn waits for approvals instead,
//!   these are withdrawn.
//! - The response is a UI message stream that begins with a transient part `data-turn`: the turn, and its `position` in
//!   the queue. It is sent again whenever the turn changes. A turn continues when its client disconnects; `DELETE
//!   …/stream` stops it.
//! - The history leaves out the messages that the running turn writes or continues. `GET …/stream` sends these from
//!   their first part, so a page has each message once, whenever it is loaded. A turn counts as running until some
//!   [seconds](Settings::chat_overlap) after its end. 204 means that no turn runs: a page whose last message is a
//!   user's then reads the history again.
//! - `metadata.storyden` of a message has its author: `robot`, `author`, `created_at`, `ended`. It is added when a
//!   message is served. If the metadata of a message is not an object, the part `data-turn` has it instead.
//! - The AI SDK makes one message of a stream. If a robot hands over to another, the turn writes several messages, but
//!   the page shows one until it reads the history after the end of the turn.
//!
//! # Writes from a browser, and CORS
//! A write that another site makes a browser send is rejected: see [`CrossSite`].
//!
//! A front end on another origin needs both of these:
//!
//! 1. A CORS layer of the host's around this router, such as `tower_http`'s `CorsLayer`. Without one, no page of
//!    another origin may read an answer, and a preflight (`OPTIONS`) is a 405, since no route has that method. Let it
//!    name the origin itself, not `*`; allow credentials, the methods `GET`, `POST`, `PUT`, `PATCH` and `DELETE`, and
//!    the headers `content-type`, `idempotency-key`, `last-event-id` and, for bearer tokens, `authorization`; and
//!    expose `location`.
//! 2. [`CrossSite::trust`] with that origin, or its writes with a cookie are a 403. Writes with a bearer token do not
//!    need it.
//!
//! ```text
//! let cors = CorsLayer::new()
//!     .allow_origin(["https://app.example".parse()?])
//!     .allow_credentials(true)
//!     .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
//!     .allow_headers(["content-type", "idempotency-key", "last-event-id"].map(HeaderName::from_static))
//!     .expose_headers([LOCATION]);
//! let settings = Settings::default().cross_site(CrossSite::default().trust("https://app.example"));
//! let app = Router::new().nest("/api", http::router_with(robots, authenticator, settings)).layer(cors);
//! ```
//!
//! # Timeouts, clients that go away, and the end of the server
//! A read ends when its client disconnects. A write whose body has arrived runs to its end on a task of its own: the
//! client may miss the response, but no write is left half done. The same holds after the [timeout](Settings::timeout):
//! the client gets a 503, and can retry with the same `Idempotency-Key`. A stream, in either direction, may take longer
//! than the timeout. A server that stops gracefully waits for the clients of streams: end those streams with a
//! [`Shutdown`].
//!
//! The router needs a Tokio runtime with its timer, which `axum::serve` has.
//!
//! # A host's own routes
//! [`Api::layer`] lets a host's own routes extract the [`Caller`], with the same credentials and the same check of
//! writes from other sites. Their errors can be the same [`Problem`].
//!
//! # Tracing
//! Every request has one span, `robots_request`, at level `INFO`: `method`, `route` (the pattern, without ids, below the
//! prefix under which the host nests the router), `trace_id`, `status`, `rows`, `bytes` and `latency_us` (microseconds).
//! The span of a stream ends with the stream. A layer of the host's sees that pattern too, as axum's `MatchedPath`.
//!
//! # What is not here
//! Sessions and messages have no `ETag`: no stored counter changes with everything that a response shows. An author's
//! profile changes without the session, so a tag would have to be computed from the body, and would only save bytes.
//! These responses are `no-store`. Files have an `ETag` and can be cached, since the bytes of an id never change. The
//! logs of [`Settings::storyden_head`] have an `ETag` too.

mod answer_stream;
mod api;
mod approvals;
mod authenticator;
mod caller;
mod chat;
mod chunk_body;
mod cross_site;
mod doc;
mod drafts;
mod erasure;
mod events;
mod files;
mod head;
mod headers;
mod lifting;
mod messages;
mod openapi;
mod part_schema;
mod problem;
mod reply;
mod request;
mod robots;
mod route;
mod schema;
#[cfg(feature = "search")]
mod search;
mod sessions;
mod settings;
mod shutdown;
mod state;
mod tool_calls;
mod toolsets;
mod trace;
mod transcripts;
mod turns;
mod workspaces;

use axum::Router;

#[cfg(feature = "mock")]
pub use self::authenticator::MockAuthenticator;
pub use self::{
    api::Api,
    authenticator::{Authenticator, Credential, StaticAuthenticator},
    caller::Caller,
    chat::ChatId,
    cross_site::CrossSite,
    problem::Problem,
    settings::{SESSION_COOKIE, Settings},
    shutdown::Shutdown,
    trace::TraceId,
};
use crate::service::Robots;

/// Returns the routes, with the default [`Settings`]: short for [`Api::router`].
pub fn router(robots: Robots, authenticator: impl Authenticator) -> Router {
    Api::new(robots, authenticator).router()
}

/// Returns the routes, with other settings than the default: short for [`Api::router`].
pub fn router_with(robots: Robots, authenticator: impl Authenticator, settings: Settings) -> Router {
    Api::new(robots, authenticator).settings(settings).router()
}
