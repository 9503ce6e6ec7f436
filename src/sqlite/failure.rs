//! What SQLite's errors mean to a caller.

use rusqlite::ErrorCode;

use crate::model::error::{Error, Source};

/// Turns an error of SQLite's into one of ours. The caller learns what to do; the log gets the rest.
#[cold]
pub(super) fn failed(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    classify(code, error.into())
}

/// Decides by SQLite's code whether waiting helps, somebody must act, or something is wrong in the program.
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

/// The answer to an operation whose turn did not come in time, or never comes.
pub(super) fn timed_out() -> Error {
    Error::refused("timed out waiting for the store")
}
