//! The mapping of SQLite's errors to [`Error`].

use std::io;

use rusqlite::ErrorCode;

use crate::model::error::{Error, Source};

/// Converts an error of SQLite. The caller gets the kind, and the log gets the details.
#[cold]
pub(super) fn failed(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    classify(code, error.into())
}

/// Converts an error of the file system, which is met before SQLite could be.
pub(super) fn cannot_open(error: io::Error) -> Error {
    classify(Some(ErrorCode::CannotOpen), error.into())
}

/// Chooses the kind of error by SQLite's code: retry later, an operator must act, or a bug.
pub(super) fn classify(code: Option<ErrorCode>, source: Source) -> Error {
    match code {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::OutOfMemory,
        ) => Error::unavailable("the store is busy", source),
        Some(ErrorCode::DiskFull) => Error::storage_failed("the disk is full", source),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            Error::storage_failed("the database file cannot be written", source)
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::storage_failed("the database file is damaged, or is not a database", source)
        }
        Some(ErrorCode::CannotOpen) => Error::storage_failed("the database file cannot be opened", source),
        Some(ErrorCode::SystemIoFailure | ErrorCode::NoLargeFileSupport) => {
            Error::storage_failed("the disk failed", source)
        }
        _ => Error::internal("a statement of the store failed", source),
    }
}

/// Creates the error of an operation that waited too long in the queue.
pub(super) fn timed_out() -> Error {
    Error::refused("timed out waiting for the store")
}
