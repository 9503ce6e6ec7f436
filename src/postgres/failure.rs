//! [`Failure`]: the meaning of a database error, by its SQLSTATE and never by its text.

use std::{error::Error as _, io};

use tokio_postgres::error::{Severity, SqlState};

use crate::model::error::Error;

/// Why an attempt failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another attempt may succeed.
    Transient {
        error: Error,
        /// Whether this attempt may have been committed.
        in_doubt: bool,
        /// Whether the connection can still be used.
        keep: bool,
    },
    /// It took too long while other operations waited. Another attempt may succeed later.
    Slow {
        error: Error,
        /// Whether this attempt may have been committed.
        in_doubt: bool,
    },
    /// A unique key exists already: nothing was written.
    UniqueViolation(Error),
    /// Another attempt would fail too.
    Permanent {
        error: Error,
        /// Whether the connection can still be used.
        keep: bool,
    },
}

impl Failure {
    /// Classifies the failure of a statement that was sent. `distributed` is [`PostgresOptions::distributed`].
    ///
    /// [`PostgresOptions::distributed`]: super::PostgresOptions::distributed
    pub(super) fn of(error: tokio_postgres::Error, distributed: bool) -> Self {
        let Some(state) = error.code().cloned() else {
            let broken =
                error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
            return if broken { lost(error, false) } else { Self::permanent(unexpected(error)) };
        };
        // A coordinator passes on what a worker said, or that the connection to it was lost: ours is good. A server
        // that loses ours says so with another severity.
        let workers = distributed && severity(&error) == Some(Severity::Error);
        match state {
            SqlState::UNIQUE_VIOLATION => Self::UniqueViolation(unexpected(error)),
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
                Self::Transient { error: busy(error), in_doubt: false, keep: true }
            }
            // This server is a standby by now: the next connection finds the primary, if there is one.
            SqlState::READ_ONLY_SQL_TRANSACTION => Self::Transient {
                error: failed("the database is read-only", error),
                in_doubt: false,
                keep: false,
            },
            // Of several answers the first one counts, so this transaction was not ours: somebody left the connection
            // in it, for example by a `COMMIT` that was stopped after nobody waited for its answer any more.
            SqlState::IN_FAILED_SQL_TRANSACTION => {
                Self::Transient { error: unexpected(error), in_doubt: false, keep: false }
            }
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::IDLE_SESSION_TIMEOUT
            | SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN => lost(error, workers),
            SqlState::QUERY_CANCELED => {
                Self::permanent(Error::unavailable("the database did not answer in time", error))
            }
            SqlState::DISK_FULL => Self::permanent(failed("the database's disk is full", error)),
            SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN | SqlState::INVALID_SCHEMA_NAME => {
                Self::permanent(failed("the database does not have the schema of this program", error))
            }
            SqlState::INSUFFICIENT_PRIVILEGE => {
                Self::permanent(failed("the database does not grant a right that is needed", error))
            }
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => {
                Self::permanent(failed("the database is damaged", error))
            }
            state => match state.code().get(..2) {
                Some("08") => lost(error, workers),
                Some("53" | "55" | "57") => Self::permanent(busy(error)),
                Some("58") => Self::permanent(failed("the database cannot use its files", error)),
                _ => Self::permanent(unexpected(error)),
            },
        }
    }

    /// Classifies the failure of a `COMMIT` that was sent.
    pub(super) fn of_commit(error: tokio_postgres::Error, distributed: bool) -> Self {
        // What a coordinator says when a worker died: nobody knows whether it has committed.
        if distributed && error.code() == Some(&SqlState::INTERNAL_ERROR) {
            return lost(error, false);
        }
        Self::of(error, distributed)
    }

    /// Classifies a failed connection attempt: no statement was sent.
    pub(super) fn of_connecting(error: tokio_postgres::Error) -> Self {
        match error.code().and_then(|state| state.code().get(..2)) {
            // Wrong password, no such role, no such database, no right to connect.
            Some("28" | "3D" | "42") => {
                Self::permanent(Error::unavailable("the database refused the connection", error))
            }
            _ => Self::Transient { error: unreachable(error), in_doubt: false, keep: false },
        }
    }

    /// Creates a failure that no statement caused.
    pub(super) fn permanent(error: Error) -> Self {
        Self::Permanent { error, keep: true }
    }

    /// Returns whether the connection is unchanged except for its transaction: no statement runs on it.
    pub(super) fn keeps_connection(&self) -> bool {
        match self {
            Self::Transient { keep, .. } | Self::Permanent { keep, .. } => *keep,
            Self::Slow { in_doubt, .. } => !in_doubt,
            Self::UniqueViolation(_) => true,
        }
    }

    /// Marks that nothing was committed, because no `COMMIT` was sent.
    pub(super) fn not_applied(self) -> Self {
        match self {
            Self::Transient { error, keep, .. } => Self::Transient { error, in_doubt: false, keep },
            other => other,
        }
    }

    /// Returns the error for the caller.
    pub(super) fn error(&self) -> &Error {
        match self {
            Self::Transient { error, .. }
            | Self::Slow { error, .. }
            | Self::UniqueViolation(error)
            | Self::Permanent { error, .. } => error,
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Transient { error, .. }
            | Failure::Slow { error, .. }
            | Failure::UniqueViolation(error)
            | Failure::Permanent { error, .. } => error,
        }
    }
}

/// Returns whether the server answered with one of these SQLSTATEs.
pub(super) fn is(error: &Error, states: &[SqlState]) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
    cause.and_then(tokio_postgres::Error::code).is_some_and(|state| states.contains(state))
}

fn severity(error: &tokio_postgres::Error) -> Option<Severity> {
    error.as_db_error()?.parsed_severity()
}

/// Creates the failure of a lost connection, to the server or from a coordinator to a worker: it is not known what was
/// committed.
fn lost(error: tokio_postgres::Error, keep: bool) -> Failure {
    Failure::Transient { error: unreachable(error), in_doubt: true, keep }
}

fn unreachable(error: tokio_postgres::Error) -> Error {
    Error::unavailable("the database cannot be reached", error)
}

fn unexpected(error: tokio_postgres::Error) -> Error {
    Error::internal("unexpected answer from the database", error)
}

fn busy(error: tokio_postgres::Error) -> Error {
    Error::unavailable("the database is too busy", error)
}

fn failed(reason: &'static str, error: tokio_postgres::Error) -> Error {
    Error::storage_failed(reason, error)
}
