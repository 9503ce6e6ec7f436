//! What a failure means: by its SQLSTATE, never by its text.

use std::{error::Error as _, io};

use tokio_postgres::error::SqlState;

use crate::model::error::Error;

/// Why a try did not succeed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another try may succeed.
    Passing {
        error: Error,
        /// Whether this one may have been done all the same.
        in_doubt: bool,
        /// Whether its connection is still good.
        keep: bool,
    },
    /// It took too long while others waited. There may be time for it later.
    Slow {
        error: Error,
        /// Whether it may have been done all the same.
        in_doubt: bool,
    },
    /// A unique key is taken: nothing was done.
    Taken,
    /// Another try would fail too.
    Final(Error),
}

impl Failure {
    /// Says what a failure of a statement means that was sent.
    pub(super) fn of(error: tokio_postgres::Error) -> Self {
        let Some(state) = error.code().cloned() else {
            let broken =
                error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
            return if broken {
                Self::Passing { error: unreachable(error), in_doubt: true, keep: false }
            } else {
                Self::Final(nonsense(error))
            };
        };
        match state {
            SqlState::UNIQUE_VIOLATION => Self::Taken,
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
                Self::Passing { error: busy(error), in_doubt: false, keep: true }
            }
            // This server is a standby by now: the next connection finds the primary.
            SqlState::READ_ONLY_SQL_TRANSACTION => {
                Self::Passing { error: unreachable(error), in_doubt: false, keep: false }
            }
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::IDLE_SESSION_TIMEOUT
            | SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN => {
                Self::Passing { error: unreachable(error), in_doubt: true, keep: false }
            }
            SqlState::QUERY_CANCELED => {
                Self::Final(Error::unavailable("the store did not answer in time", error))
            }
            state => match state.code().get(..2) {
                Some("08") => Self::Passing { error: unreachable(error), in_doubt: true, keep: false },
                Some("53" | "55" | "57" | "58") => Self::Final(busy(error)),
                _ => Self::Final(nonsense(error)),
            },
        }
    }

    /// Whether the connection is as it was before: no statement runs on it, and none changed its settings.
    pub(super) fn keeps_connection(&self) -> bool {
        matches!(self, Self::Taken | Self::Passing { keep: true, .. } | Self::Slow { in_doubt: false, .. })
    }

    /// Says what it means that no connection could be made: nothing was sent.
    pub(super) fn of_connecting(error: tokio_postgres::Error) -> Self {
        match error.code().map(|state| (state.code().get(..2), state)) {
            // Wrong password, no such role, no such database, no right to connect.
            Some((Some("28" | "3D" | "42"), _)) => {
                Self::Final(Error::unavailable("the store does not let us in", error))
            }
            _ => Self::Passing { error: unreachable(error), in_doubt: false, keep: false },
        }
    }
}

/// Whether one of these is what the server said.
pub(super) fn is(error: &Error, states: &[SqlState]) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
    cause.and_then(tokio_postgres::Error::code).is_some_and(|state| states.contains(state))
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Passing { error, .. } | Failure::Slow { error, .. } | Failure::Final(error) => error,
            Failure::Taken => Self::Internal {
                context: "the store gave an answer that makes no sense".into(),
                source: Some("a key is taken that nobody else should write".into()),
            },
        }
    }
}

fn unreachable(error: tokio_postgres::Error) -> Error {
    Error::unavailable("the store cannot be reached", error)
}

fn nonsense(error: tokio_postgres::Error) -> Error {
    Error::internal("the store gave an answer that makes no sense", error)
}

fn busy(error: tokio_postgres::Error) -> Error {
    Error::unavailable("the store is too busy", error)
}
