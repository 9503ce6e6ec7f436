//! [`Error`]: everything that can go wrong, by what the caller does next.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::model::{
    offset::{Generation, Revision},
    permission::Permission,
};

/// The result of every fallible operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The cause of an [`Error`] that has one: for the host's log, never for a client.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why an operation failed, by what the caller can do about it.
///
/// The text of an error is safe to show to a client: it has no SQL, path, address or stored content. The cause is its
/// [`source`](std::error::Error::source).
///
/// Implementers of stores create errors with the constructors below.
///
/// # Examples
/// ```
/// use storyden_robots::{Error, ErrorKind};
///
/// let error = Error::invalid_argument("page", "must be a number");
/// assert_eq!(error.kind(), ErrorKind::InvalidArgument);
/// assert_eq!(error.to_string(), "page: must be a number");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument is invalid. Correct it and call again. Nothing was changed.
    #[error("{}{reason}", about(argument))]
    #[non_exhaustive]
    InvalidArgument {
        /// The argument, as a path if it is nested: `parts[3].toolCallId`.
        argument: Cow<'static, str>,
        /// The rule that it breaks.
        reason: Cow<'static, str>,
    },
    /// An argument is larger than a setting of the host allows. Nothing was changed.
    #[error("{}{actual} {unit} are over the limit of {limit}", about(argument))]
    #[non_exhaustive]
    TooLarge {
        /// The argument.
        argument: Cow<'static, str>,
        /// Its size.
        actual: u64,
        /// The maximum size.
        limit: u64,
        /// The unit of both: `bytes`, `characters`, `levels`, `messages` …
        unit: &'static str,
    },
    /// The caller has no valid credentials. Sign in and call again.
    #[error("sign in first")]
    Unauthenticated,
    /// The caller lacks a permission. The error does not show whether the resource exists.
    #[error("{0}")]
    PermissionDenied(Denied),
    /// The resource does not exist, or was deleted.
    #[error("{resource} {id} does not exist")]
    #[non_exhaustive]
    NotFound {
        /// The kind of resource.
        resource: Resource,
        /// The requested id.
        id: Box<str>,
    },
    /// A resource with this id exists. Nothing was changed.
    #[error("{resource} {id} exists already")]
    #[non_exhaustive]
    AlreadyExists {
        /// The kind of resource.
        resource: Resource,
        /// The id.
        id: Box<str>,
    },
    /// The state of the resource does not allow the change. Read it again, then decide. Nothing was changed.
    #[error("{0}")]
    Conflict(Conflict),
    /// The backend is down, busy or too slow. Call again later. A write may have been done: repeat it with the same
    /// idempotency key or ids.
    #[error("{reason}")]
    #[non_exhaustive]
    Unavailable {
        /// The reason, in words that a client may see.
        reason: Cow<'static, str>,
        /// The cause, for the log.
        source: Option<Source>,
    },
    /// The storage is damaged, full, read-only, or has a schema of another version. Calling again does not help until
    /// an operator has acted.
    #[error("{reason}")]
    #[non_exhaustive]
    StorageFailed {
        /// The reason, in words that a client may see.
        reason: Cow<'static, str>,
        /// The cause, for the log.
        source: Option<Source>,
    },
    /// A bug, or damaged data: a row that does not decode, a backend that breaks its contract. Calling again does not
    /// help.
    #[error("{context}")]
    #[non_exhaustive]
    Internal {
        /// The operation that failed, in words that a client may see.
        context: Cow<'static, str>,
        /// The cause, for the log.
        source: Option<Source>,
    },
}

/// A kind of resource that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Resource {
    /// A [`Session`](crate::Session).
    Session,
    /// A [`Message`](crate::Message).
    Message,
    /// A [`Robot`](crate::Robot).
    Robot,
    /// A [`Toolset`](crate::Toolset).
    Toolset,
    /// A [`Workspace`](crate::Workspace).
    Workspace,
    /// A [`WorkspaceInstance`](crate::WorkspaceInstance).
    WorkspaceInstance,
    /// A [`Turn`](crate::Turn).
    Turn,
    /// A [`CallRequest`](crate::CallRequest).
    CallRequest,
    /// A [file](crate::StoredFile).
    File,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Session => "session",
            Self::Message => "message",
            Self::Robot => "robot",
            Self::Toolset => "toolset",
            Self::Workspace => "workspace",
            Self::WorkspaceInstance => "workspace instance",
            Self::Turn => "turn",
            Self::CallRequest => "call request",
            Self::File => "file",
        })
    }
}

/// A stored row that does not decode, and is missing from a result.
///
/// Lists name it, so that it is not dropped silently and the other rows are still returned. The cause is in the log.
/// Reading it alone fails with [`Error::Internal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Damaged {
    /// The kind of resource.
    pub resource: Resource,
    /// Its id, as it is stored; empty if the id cannot be read either.
    pub id: Box<str>,
}

impl Damaged {
    /// Creates a reference to a damaged row.
    pub fn new(resource: Resource, id: impl Into<Box<str>>) -> Self {
        Self { resource, id: id.into() }
    }
}

/// The reason of an [`Error::PermissionDenied`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denied {
    /// The member does not hold this permission.
    Missing(Permission),
    /// The operation would change something that belongs to another member, or a message with a decided tool call, and
    /// the member does not hold this permission. A [fork](crate::Transcripts::fork) does not need it: it changes a
    /// copy.
    NotOwn(Permission),
    /// The member does not hold the [permission that a tool call's request requires](crate::CallRequest::permission).
    MissingNamed,
    /// A robot cannot decide a tool call's request, whichever member it works for.
    Robot,
    /// The member is suspended.
    Suspended,
    /// The request was sent by a page of another site: see the `http` module.
    CrossSite,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(permission) => write!(f, "needs the permission {permission}"),
            Self::NotOwn(permission) => {
                write!(
                    f,
                    "needs the permission {permission}, as it is not all your own; a session can be forked instead"
                )
            }
            Self::MissingNamed => f.write_str("needs the permission that the request names"),
            Self::Robot => f.write_str("a robot cannot decide"),
            Self::Suspended => f.write_str("the account is suspended"),
            Self::CrossSite => f.write_str("the request was sent by another site"),
        }
    }
}

/// Why a change conflicts with the current state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conflict {
    /// The idempotency key was used before for other content.
    IdempotencyKeyReused,
    /// A tool call cannot change from its state to the requested one.
    #[non_exhaustive]
    ToolTransition {
        /// The id of the call.
        tool_call_id: Box<str>,
        /// Its state.
        from: Box<str>,
        /// The requested state.
        to: Box<str>,
    },
    /// The approval request was decided before, and the first decision stands.
    #[non_exhaustive]
    ApprovalDecided {
        /// The id of the approval request.
        approval_id: Box<str>,
        /// The recorded decision.
        approved: bool,
        /// The recorded reason.
        reason: Option<Box<str>>,
    },
    /// The message was changed since the writer read it.
    #[non_exhaustive]
    StaleRevision {
        /// The revision that the writer read.
        seen: Revision,
        /// The current revision.
        current: Revision,
    },
    /// Another resource still refers to the one to delete.
    InUse {
        /// The kind of the resource that refers to it.
        by: Resource,
        /// The id of the resource that refers to it.
        id: Box<str>,
    },
    /// The session has a robot other than the requested one.
    #[non_exhaustive]
    AnotherRobot {
        /// The robot that it has, if it has one.
        robot: Option<Box<str>>,
    },
    /// The message is complete, not a draft.
    NotADraft,
    /// The session that the key started is deleted.
    SessionDeleted,
    /// The session is held, and cannot be erased until the hold ends.
    Held,
    /// The message is a draft, which somebody may still be writing.
    #[non_exhaustive]
    BeingWritten {
        /// The id of the message.
        message: Box<str>,
        /// The time at which it was last written.
        grown_at: Box<str>,
    },
    /// The writer's run has ended or was replaced: the session has another generation now.
    #[non_exhaustive]
    Fenced {
        /// The generation that the writer had.
        fence: Generation,
        /// The generation that the session has.
        current: Generation,
    },
    /// A turn of the session runs, waits in its queue or is blocked, and the caller did not want to wait; or the message
    /// is one of that turn, and only the turn's run writes it.
    #[non_exhaustive]
    TurnActive {
        /// The turn.
        turn: Box<str>,
        /// Its state: `queued`, `running` or `blocked`.
        state: &'static str,
        /// The ids of the requests that it is blocked by.
        waiting: Vec<Box<str>>,
    },
    /// The turn has ended already, in another state.
    #[non_exhaustive]
    TurnEnded {
        /// The turn.
        turn: Box<str>,
        /// The state in which it ended.
        state: &'static str,
    },
    /// The session's queue is full.
    #[non_exhaustive]
    QueueFull {
        /// The maximum number of waiting turns.
        limit: usize,
    },
    /// The request of a call was decided before, and the first decision stands. Or it has expired or was withdrawn.
    #[non_exhaustive]
    RequestDecided {
        /// The request.
        request: Box<str>,
        /// Its state: `approved`, `denied`, `expired` …
        state: &'static str,
        /// The account that decided it, if one did.
        by: Option<Box<str>>,
        /// The name of that account's profile. A store does not know it.
        by_name: Option<Box<str>>,
        /// The recorded reason.
        reason: Option<Box<str>>,
    },
    /// Tool calls of the draft were decided while it was written, and the message that completes it lacks the
    /// decisions. Read the message again.
    DecisionsWaiting,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IdempotencyKeyReused => {
                f.write_str("the idempotency key was used before for other content")
            }
            Self::ToolTransition { tool_call_id, from, to } => {
                write!(f, "the call {tool_call_id} is {from} and cannot become {to}")
            }
            Self::ApprovalDecided { approval_id, approved, .. } => {
                let decision = if *approved { "approved" } else { "denied" };
                write!(f, "the approval request {approval_id} was decided before: the call is {decision}")
            }
            Self::StaleRevision { seen, current } => {
                write!(f, "the message was changed: its revision is {current}, not {seen}")
            }
            Self::InUse { by, id } => write!(f, "the {by} {id} uses it"),
            Self::AnotherRobot { .. } => {
                f.write_str("the session has another robot, which was chosen when it started")
            }
            Self::NotADraft => f.write_str("the message is finished"),
            Self::SessionDeleted => f.write_str("the session that the key started is deleted"),
            Self::Held => f.write_str("the session is held"),
            Self::BeingWritten { message, grown_at } => {
                write!(f, "the message {message} is being written, last at {grown_at}")
            }
            Self::Fenced { fence, current } => {
                write!(f, "the run {fence} was replaced or has ended; the session is at {current}")
            }
            Self::TurnActive { turn, state, .. } => write!(f, "the turn {turn} of the session is {state}"),
            Self::TurnEnded { turn, state } => write!(f, "the turn {turn} is {state}"),
            Self::QueueFull { limit } => write!(f, "{limit} turns wait in the session already"),
            Self::RequestDecided { request, state, .. } => write!(f, "the request {request} is {state}"),
            Self::DecisionsWaiting => {
                f.write_str("calls of the message were decided meanwhile: read it again")
            }
        }
    }
}

/// The kind of an [`Error`]: the last part of a problem's `type` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `invalid-argument`
    InvalidArgument,
    /// `too-large`
    TooLarge,
    /// `unauthenticated`
    Unauthenticated,
    /// `permission-denied`
    PermissionDenied,
    /// `not-found`
    NotFound,
    /// `already-exists`
    AlreadyExists,
    /// `conflict`
    Conflict,
    /// `unavailable`
    Unavailable,
    /// `storage-failed`
    StorageFailed,
    /// `internal`
    Internal,
}

impl ErrorKind {
    /// Returns the name on the wire: `invalid-argument`, `not-found` …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid-argument",
            Self::TooLarge => "too-large",
            Self::Unauthenticated => "unauthenticated",
            Self::PermissionDenied => "permission-denied",
            Self::NotFound => "not-found",
            Self::AlreadyExists => "already-exists",
            Self::Conflict => "conflict",
            Self::Unavailable => "unavailable",
            Self::StorageFailed => "storage-failed",
            Self::Internal => "internal",
        }
    }
}

impl Error {
    /// Creates an [`InvalidArgument`](Self::InvalidArgument).
    pub fn invalid_argument(
        argument: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::InvalidArgument { argument: argument.into(), reason: reason.into() }
    }

    /// Creates a [`TooLarge`](Self::TooLarge).
    pub fn too_large(
        argument: impl Into<Cow<'static, str>>,
        actual: usize,
        limit: usize,
        unit: &'static str,
    ) -> Self {
        Self::TooLarge {
            argument: argument.into(),
            actual: u64::try_from(actual).unwrap_or(u64::MAX),
            limit: u64::try_from(limit).unwrap_or(u64::MAX),
            unit,
        }
    }

    /// Creates a [`NotFound`](Self::NotFound).
    pub fn not_found(resource: Resource, id: impl fmt::Display) -> Self {
        Self::NotFound { resource, id: id.to_string().into() }
    }

    /// Creates an [`AlreadyExists`](Self::AlreadyExists).
    pub fn already_exists(resource: Resource, id: impl fmt::Display) -> Self {
        Self::AlreadyExists { resource, id: id.to_string().into() }
    }

    /// Creates an [`Unavailable`](Self::Unavailable) with its cause.
    pub fn unavailable(reason: impl Into<Cow<'static, str>>, source: impl Into<Source>) -> Self {
        Self::Unavailable { reason: reason.into(), source: Some(source.into()) }
    }

    /// Creates an [`Unavailable`](Self::Unavailable) without a cause.
    #[cfg(any(feature = "axum", feature = "postgres", feature = "sqlite"))]
    pub(crate) fn refused(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Unavailable { reason: reason.into(), source: None }
    }

    /// Creates a [`StorageFailed`](Self::StorageFailed) with its cause.
    pub fn storage_failed(reason: impl Into<Cow<'static, str>>, source: impl Into<Source>) -> Self {
        Self::StorageFailed { reason: reason.into(), source: Some(source.into()) }
    }

    /// Creates a [`StorageFailed`](Self::StorageFailed) without a cause.
    pub(crate) fn storage_unusable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::StorageFailed { reason: reason.into(), source: None }
    }

    /// Creates an [`Internal`](Self::Internal) with its cause.
    pub fn internal(context: impl Into<Cow<'static, str>>, source: impl Into<Source>) -> Self {
        Self::Internal { context: context.into(), source: Some(source.into()) }
    }

    /// Returns the kind of this error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::InvalidArgument { .. } => ErrorKind::InvalidArgument,
            Self::TooLarge { .. } => ErrorKind::TooLarge,
            Self::Unauthenticated => ErrorKind::Unauthenticated,
            Self::PermissionDenied(_) => ErrorKind::PermissionDenied,
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::AlreadyExists { .. } => ErrorKind::AlreadyExists,
            Self::Conflict(_) => ErrorKind::Conflict,
            Self::Unavailable { .. } => ErrorKind::Unavailable,
            Self::StorageFailed { .. } => ErrorKind::StorageFailed,
            Self::Internal { .. } => ErrorKind::Internal,
        }
    }

    /// Prefixes the argument of the error with its path in an outer value: `within("parts[3]")` turns `type` into
    /// `parts[3].type`.
    ///
    /// Other kinds of error are returned as they are.
    #[must_use]
    pub fn within(self, outer: impl fmt::Display) -> Self {
        match self {
            Self::InvalidArgument { argument, reason } => {
                Self::InvalidArgument { argument: join(&outer, &argument), reason }
            }
            Self::TooLarge { argument, actual, limit, unit } => {
                Self::TooLarge { argument: join(&outer, &argument), actual, limit, unit }
            }
            other => other,
        }
    }
}

/// An error about the whole input names no argument.
fn about(argument: &str) -> String {
    if argument.is_empty() { String::new() } else { format!("{argument}: ") }
}

fn join(outer: &impl fmt::Display, inner: &str) -> Cow<'static, str> {
    if inner.is_empty() || inner.starts_with('[') {
        format!("{outer}{inner}").into()
    } else {
        format!("{outer}.{inner}").into()
    }
}
