//! [`Output`] and [`Failure`]: what a command prints, for people or as JSON, and its exit code.

use std::{error::Error as _, fmt, process::ExitCode, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use storyden_robots::{Error, ErrorKind};

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Output {
    text: String,
    json: Value,
    code: u8,
}

impl Output {
    pub(crate) fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, code: 0 }
    }

    /// Ends the program with another exit code than 0.
    pub(crate) fn code(self, code: u8) -> Self {
        Self { code, ..self }
    }

    pub(crate) fn print(self, as_json: bool) -> ExitCode {
        let Self { text, json, code } = self;
        if as_json {
            println!("{json}");
        } else {
            println!("{text}");
        }
        ExitCode::from(code)
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: ErrorKind,
    message: String,
    cause: Option<String>,
}

impl Failure {
    /// Wraps an error of something else than the store.
    pub(crate) fn new(what: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Unavailable, message: what.to_string(), cause: Some(cause.to_string()) }
    }

    /// Refuses an argument.
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::InvalidArgument, message: message.into(), cause: None }
    }

    pub(crate) fn print(self, as_json: bool) -> ExitCode {
        let Self { kind, message, cause } = self;
        if as_json {
            println!("{}", json!({ "error": { "kind": kind.as_str(), "message": message, "cause": cause } }));
        } else {
            let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
            eprintln!("storyden-robots: {message}{cause}");
        }
        ExitCode::from(if kind == ErrorKind::InvalidArgument { 2 } else { 1 })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let cause = error.source().map(ToString::to_string);
        Self { kind: error.kind(), message: error.to_string(), cause }
    }
}

/// Shows that something of unknown length is at work, where standard error is a terminal.
pub(crate) fn spinner(what: &'static str) -> ProgressBar {
    styled(ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}").with_message(what)
}

/// Counts rows.
pub(crate) fn row_counter() -> ProgressBar {
    styled(ProgressBar::no_length(), "{spinner} {human_pos} rows ({per_sec}), {msg}, {elapsed}")
}

/// Shows how much of a file was read.
pub(crate) fn byte_bar(bytes: u64) -> ProgressBar {
    styled(ProgressBar::new(bytes), "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} left")
}

/// Shows how many sessions are done.
pub(crate) fn session_bar() -> ProgressBar {
    styled(ProgressBar::no_length(), "{bar:30} {human_pos} of {human_len} sessions, {eta} left")
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    bar.enable_steady_tick(Duration::from_millis(100));
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
