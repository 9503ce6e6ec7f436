//! Embed [Storyden](https://www.storyden.org)'s Robots in a Rust application: AI agents that a community's team
//! shares for moderation and administration, with their sessions, messages and workspaces.
//!
//! ```
//! use storyden_robots::{
//!     AccountId, AllowAll, MemoryStore, NewMessage, NewSession, Part, Robots, StaticProfiles, WindowRequest,
//! };
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let store = MemoryStore::new(); // in your application a `SqliteStore`, a `PostgresStore`, or yours
//! let robots = Robots::new(store, AllowAll, StaticProfiles::default());
//! let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
//!
//! let session = robots.start_session(ann, NewSession::default().name("Spam wave")).await?;
//! robots.append(ann, session.id, NewMessage::user([Part::text("Who posted this?")])?).await?;
//!
//! let session = robots.session(ann, session.id, WindowRequest::newest(50)).await?;
//! assert_eq!(session.message_list.messages[0].parts.text(), "Who posted this?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Concepts
//! A [`Session`] is a conversation; several [`Robot`]s can take part. Each [`Message`] names the robot or the member
//! who wrote it. A message is a `UIMessage` of the Vercel AI SDK: the JSON of its [`Parts`] is stored unchanged, and
//! [`Part`] is a typed view of one part. A [`Workspace`] defines an environment in which robots work; an instance of
//! it, a [`WorkspaceInstance`], can be mounted in a session.
//!
//! Every change of a session takes the next number of that session, its [`Offset`]. The offset at which a message was
//! appended is its [`Sequence`]. The offset of its last change is its [`Revision`]: an edit names the revision that its
//! writer read, and fails with [`Conflict::StaleRevision`] if there is a later one. A reader follows a session from the
//! last offset that it has read.
//!
//! # Items
//! | where | what |
//! |---|---|
//! | [`Robots`] | the service: checks permissions, then reads and writes sessions, messages and resources |
//! | [`Permissions`], [`Profiles`] | traits that the host implements: who may do what, and what people are called |
//! | [`Clock`], [`IdGenerator`] | time and new ids; both have defaults |
//! | [`Draft`] | a message while it is written |
//! | [`Turns`], `TurnWorker` | robots answer, one turn of a session at a time; people approve or deny tool calls |
//! | [`Subscription`] | a session followed from any offset: no change is missed or returned twice |
//! | [`ModelContext`] | builds model input from a session |
//! | [`repository`] | the traits that a store implements: for a store of your own |
//! | [`Files`] | stores the files of messages apart from the messages |
//! | [`kv`] | a whole store over three methods; [`MemoryStore`] is one |
//! | [`SqliteStore`], [`PostgresStore`] | the embedded store, and the one that several machines can share |
//! | [`StoreUrl`] | opens one of them by a URL from your configuration |
//! | [`stream`] | the AI SDK's UI message stream: chunks to parts and parts to chunks |
//! | [`transfer`] | moves everything from one store to another |
//! | [`http`] | Storyden's HTTP API over the service, as an `axum` router |
//! | [`page`] | a web page that shows sessions and answers approval requests |
//! | [`sql`] | table names and migrations of the two SQL stores |
//! | [`conformance`] | the laws that every store must keep, as a test suite for yours |
//!
//! # Guides
//! The module [`guide`] has a page for each question: a chat endpoint from nothing, your users and permissions, your
//! own store, operating, and more. `examples/host` in the repository is a whole application.
//!
//! # Testing a host
//! With the feature `mock`, a host's unit test chooses what the store returns, and needs no real store:
//! ```
//! # #[cfg(feature = "mock")] {
//! use storyden_robots::{
//!     AccountId, AllowAll, Error, MockResourceRepository, MockSessionRepository, Robots, SessionId, WindowRequest,
//! };
//!
//! let mut sessions = MockSessionRepository::new();
//! sessions.expect_find_session().returning(|_, _| Err(Error::unavailable("the store is down", "for the test")));
//! let robots = Robots::from_repositories(
//!     sessions,
//!     MockResourceRepository::new(),
//!     MockResourceRepository::new(),
//!     MockResourceRepository::new(),
//!     MockResourceRepository::new(),
//!     AllowAll,
//! );
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let (ann, session) = (AccountId::from_bytes([1; 12]), SessionId::from_bytes([2; 12]));
//! let error = robots.session(ann, session, WindowRequest::default()).await.unwrap_err();
//! assert_eq!(error.to_string(), "the store is down");
//! # });
//! # }
//! ```
//!
//! # Behaviour to know
//! - **The crate generates a message's id**, unless the client sends a valid id that is new in the session. Any other
//!   id from the client is kept as the message's `client_id`, so that a second try is recognised.
//! - **A deleted message is erased**, and only its id and sequence stay, so that cursors stay valid. Deleted sessions
//!   keep everything and can be restored.
//! - **A session shows its active robot and instance only while they exist.** Deleting one is one small write, however
//!   many sessions it was active in.
//! - **A message keeps the name that its robot had** when it was written, also after a rename.
//! - **A session that starts with a workspace** gets a new instance of it, created by the account that starts the
//!   session.
//!
//! # Features
//! | feature | default | what |
//! |---|---|---|
//! | `sqlite` | yes | `SqliteStore`, with SQLite built in |
//! | `sql` | with `sqlite` | the `sql` module; `postgres` enables it too |
//! | `postgres` | no | `PostgresStore`, on `tokio-postgres` |
//! | `postgres-tls` | no | TLS for it, by rustls |
//! | `axum` | no | the `http` module: a router to nest in a host's own, and its OpenAPI document |
//! | `page` | no | the `page` module: a web page, served beside `http` |
//! | `cli` | no | the program `storyden-robots`: migrate, copy, back up, verify, serve a demo |
//! | `worker` | no | `TurnWorker`, which runs the turns: it needs the timers of tokio |
//! | `search` | no | full-text search over messages and names: `Robots::search` |
//! | `object-store` | no | `Files::in_objects`: the bytes of files in an object store |
//! | `conformance` | no | the `conformance` module and its macros: `conformance_tests!` and those of turns, transcripts, search and files |
//! | `mock` | no | [mockall](https://docs.rs/mockall) mocks of the public traits: `MockSessionRepository` … |
//!
//! Without features there is no driver, no runtime and no HTTP in the build.
//!
// An item whose feature is off has no page here: its link leads to the published docs, which have all features.
#![cfg_attr(
    not(feature = "axum"),
    doc = "[`http`]: https://docs.rs/storyden-robots/latest/storyden_robots/http/"
)]
#![cfg_attr(
    not(feature = "conformance"),
    doc = "[`conformance`]: https://docs.rs/storyden-robots/latest/storyden_robots/conformance/"
)]
#![cfg_attr(
    not(feature = "page"),
    doc = "[`page`]: https://docs.rs/storyden-robots/latest/storyden_robots/page/"
)]
#![cfg_attr(
    not(feature = "postgres"),
    doc = "[`PostgresStore`]: https://docs.rs/storyden-robots/latest/storyden_robots/struct.PostgresStore.html"
)]
#![cfg_attr(
    not(feature = "sql"),
    doc = "[`sql`]: https://docs.rs/storyden-robots/latest/storyden_robots/sql/"
)]
#![cfg_attr(
    not(feature = "sql"),
    doc = "[`transfer`]: https://docs.rs/storyden-robots/latest/storyden_robots/transfer/"
)]
#![cfg_attr(
    not(feature = "sqlite"),
    doc = "[`SqliteStore`]: https://docs.rs/storyden-robots/latest/storyden_robots/struct.SqliteStore.html"
)]
#![cfg_attr(
    not(all(
        feature = "sqlite",
        feature = "axum",
        feature = "conformance",
        feature = "search",
        feature = "worker"
    )),
    doc = "[`guide`]: https://docs.rs/storyden-robots/latest/storyden_robots/guide/"
)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::unwrap_used, clippy::print_stdout)]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests may"))]

#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "axum")]
pub mod http;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod import;
pub mod kv;
mod model;
#[cfg(feature = "page")]
pub mod page;
#[cfg(feature = "postgres")]
mod postgres;
pub mod repository;
mod service;
#[cfg(feature = "sql")]
pub mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store_url;
pub mod stream;

pub use async_trait::async_trait;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub use import::{StorydenCheck, StorydenProgress, StorydenReport, StorydenSource};
#[doc(inline)]
pub use kv::{KeyValue, KeyValueStore, MemoryStore};
pub use model::call_request::{CallRequest, RequestKind, RequestState};
pub use model::erasure::{Erasure, KeptFile, Receipt, Sweep};
pub use model::error::{Conflict, Damaged, Denied, Error, ErrorKind, Resource, Result, Source};
pub use model::file::StoredFile;
pub use model::file_url::FILE_SCHEME;
pub use model::id::{
    AccountId, BlobId, CallRequestId, FileId, IdGenerator, MessageId, RobotId, RoleId, SessionId, ToolsetId,
    TurnId, WorkspaceId, WorkspaceInstanceId, XidGenerator,
};
pub use model::json::Json;
pub use model::label::{Label, LabelChange, Labels};
pub use model::limits::Limits;
pub use model::message::{
    Anchor, Annotations, Document, Edited, Ended, FileRef, Message, MessageList, MessageRole, NewMessage,
    WindowRequest,
};
pub use model::offset::{Generation, Offset, Revision, Sequence};
pub use model::origin::{Imported, Origin};
pub use model::page::{Cursor, Page, PageItem, PagePosition, PageRequest, parse_number};
pub use model::part::{
    Approval, DataPart, Extra, FilePart, OtherPart, Part, Parts, PartsIter, ReasoningFilePart, ReasoningPart,
    SourceDocumentPart, SourceUrlPart, StepStartPart, TextPart, TextState, ToolKind, ToolPart, ToolState,
};
pub use model::permission::{Permission, PermissionSet};
pub use model::profile::{Author, Profile, Profiles, Role, StaticProfiles};
pub use model::robot::{Model, NewRobot, Robot, RobotChange, RobotKey, RobotRef};
#[cfg(feature = "search")]
pub use model::search::{FoundMessage, Fragment, SearchHit, SearchQuery, SearchResults, Snippet};
pub use model::session::{
    NewSession, Session, SessionChange, SessionDetails, SessionFilter, SessionOrder, SessionRef,
};
pub use model::time::{Clock, SystemClock, Timestamp};
pub use model::toolset::{NewToolset, ToolInfo, Toolset, ToolsetChange};
pub use model::turn::{Stop, Turn, TurnState};
pub use model::workspace::{
    ActiveWorkspace, InstanceChange, InstanceFilter, NewInstance, NewWorkspace, Provider, Workspace,
    WorkspaceChange, WorkspaceInstance,
};
#[cfg(feature = "postgres")]
pub use postgres::{Notifications, PostgresOptions, PostgresStore, PostgresTransaction};
#[cfg(feature = "search")]
#[doc(inline)]
pub use repository::SearchRepository;
#[doc(inline)]
pub use repository::{
    FileRepository, Files, Followed, Followers, ResourceKind, ResourceRepository, SessionRepository, Store,
    TranscriptRepository, TurnRepository, WhenBusy,
};
#[cfg(feature = "sql")]
#[doc(inline)]
pub use sql::transfer;

#[cfg(feature = "worker")]
pub use service::turns::TurnWorker;
pub use service::{
    Robots,
    context::{
        ApproximateTokens, Context, ModelContext, ModelFile, ModelMessage, ModelPart, ModelRole, Summariser,
        TokenCounter, ToolOutput,
    },
    draft::{Draft, DraftSettings},
    drafts::{Begun, Resume},
    files::{FileOutcome, FileSweep, FileSweepReceipt},
    import::{Import, ImportFormat, ImportOptions, ImportReport, ImportedSession, NotImported},
    messages::{Append, Appended},
    operation::{Actor, Operation},
    permissions::{Access, AllowAll, Permissions, StaticPermissions},
    subscription::{Event, EventKind, Since, Subscription},
    tool_calls::{PendingCall, Resolution},
    tool_catalogue::ToolCatalogue,
    transcripts::{Export, ExportFormat, Fork, ImportedMessage, ImportedMessages, Transcripts},
    turns::{
        Applied, CallOutcome, Calls, Outcome, RobotRunner, Submit, Submitted, ToolCall, ToolRule, TurnRun,
        Turns, Verdict,
    },
};
#[cfg(any(feature = "sqlite", all(feature = "postgres", feature = "search")))]
pub use sql::{Finding, FindingKind, Verified};
#[cfg(feature = "sqlite")]
pub use {
    rusqlite,
    sqlite::{HostTransaction, SqliteOptions, SqliteStore},
};

pub use store_url::{StoreUrl, WholeStore};

#[cfg(all(feature = "mock", feature = "search"))]
#[doc(inline)]
pub use repository::MockSearchRepository;
#[cfg(feature = "mock")]
#[doc(inline)]
pub use {
    kv::MockKeyValue,
    model::{id::MockIdGenerator, profile::MockProfiles, time::MockClock},
    repository::{
        MockFileRepository, MockResourceRepository, MockSessionRepository, MockTranscriptRepository,
        MockTurnRepository,
    },
    service::{
        context::{MockSummariser, MockTokenCounter},
        permissions::MockPermissions,
        tool_catalogue::MockToolCatalogue,
        turns::MockRobotRunner,
    },
};

/// The guides, a page for each question. They are also in the repository's folder `docs`.
#[cfg(all(
    doc,
    feature = "sqlite",
    feature = "axum",
    feature = "conformance",
    feature = "search",
    feature = "worker"
))]
pub mod guide {
    // In the repository a page links to files, here to modules: of two definitions of a link, the first counts.
    macro_rules! pages {
        ($($page:ident $file:literal)+) => { $(
            #[doc = "[chat]: mod@chat"]
            #[doc = "[files]: mod@files"]
            #[doc = "[moving-from-storyden]: mod@moving_from_storyden"]
            #[doc = "[operating]: mod@operating"]
            #[doc = "[performance]: mod@performance"]
            #[doc = "[retention]: mod@retention"]
            #[doc = "[robustness]: mod@robustness"]
            #[doc = "[scaling]: mod@scaling"]
            #[doc = "[storyden-head]: mod@storyden_head"]
            #[doc = ""]
            #[doc = include_str!(concat!("../docs/", $file, ".md"))]
            pub mod $page {}
        )+ };
    }

    pages! {
        chat "chat"
        host "host"
        store "store"
        operating "operating"
        files "files"
        search "search"
        retention "retention"
        scaling "scaling"
        moving_from_storyden "moving-from-storyden"
        storyden_head "storyden-head"
        robustness "robustness"
        performance "performance"
        comparison "comparison"
        code "code"
    }
}

/// The README's examples, compiled.
#[cfg(all(doctest, feature = "sqlite", feature = "axum", feature = "conformance", feature = "worker"))]
#[doc = include_str!("../README.md")]
struct Readme;
