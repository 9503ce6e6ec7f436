//! [`Output`] and [`Failure`]: the output of a command, for people or as JSON, and its exit code.

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

    /// Sets an exit code other than 0.
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

/// The error of a command.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: ErrorKind,
    message: String,
    cause: Option<String>,
}

impl Failure {
    /// Creates the error of something other than the store.
    pub(crate) fn new(what: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Unavailable, message: what.to_string(), cause: Some(cause.to_string()) }
    }

    /// Creates the error of a wrong argument.
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

/// Shows a spinner on standard error, if that is a terminal.
pub(crate) fn spinner(what: &'static str) -> ProgressBar {
    styled(ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}").with_message(what)
}

/// Shows a counter of rows.
pub(crate) fn row_counter() -> ProgressBar {
    styled(ProgressBar::no_length(), "{spinner} {human_pos} rows ({per_sec}), {msg}, {elapsed}")
}

/// Shows a progress bar for the bytes of a file.
pub(crate) fn byte_bar(bytes: u64) -> ProgressBar {
    styled(ProgressBar::new(bytes), "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} left")
}

/// Shows a progress bar for sessions.
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
