//! [`StorydenReport`]: what was imported from a database of Storyden, and what was not.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::conversation::Conversation;
use crate::{model::session::SessionRef, repository::ImportOutcome, service::import::NotImported};

/// The result of an import from a database of Storyden: what was imported, what was not, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StorydenReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The number of sessions by outcome, as [`ImportOutcome`](crate::repository::ImportOutcome) explains them: `new`, `same`,
    /// `replaced`, `changed`, `gone` or `id-taken`.
    pub sessions: BTreeMap<&'static str, u64>,
    /// The number of robots, toolsets, workspaces and instances, by kind and outcome: `robots new`, `workspaces same`.
    pub resources: BTreeMap<String, u64>,
    /// The number of rows of sessions that were read, by kind: `message`, `input_queued`, `turn_completed` …
    pub rows: BTreeMap<String, u64>,
    /// The number of messages that were made from the rows.
    pub messages: u64,
    /// The number of rows that became parts of other rows' messages. Their ids stay valid as cursors.
    pub joined_rows: u64,
    /// The number of parts of the messages, by kind: `text`, `tool` …
    pub parts: BTreeMap<&'static str, u64>,
    /// The number of turns.
    pub turns: u64,
    /// The number of requests of tool calls, pending or not.
    pub requests: u64,
    /// The number of sequences without a row: Storyden erases what a robot wrote when the robot is deleted.
    pub missing_rows: u64,
    /// The number of rows that have no equivalent here, by table or kind.
    pub no_equivalent: BTreeMap<String, u64>,
    /// The first 1000 items that were not imported, each with the reason.
    pub notes: Vec<NotImported>,
    /// The number of all notes.
    pub note_count: u64,
}

/// The progress of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StorydenProgress {
    /// The number of sessions that were read.
    pub sessions: u64,
    /// The number of all sessions.
    pub total: u64,
}

impl StorydenReport {
    /// Notes something that was not imported, or left alone.
    pub(super) fn note(&mut self, at: impl Into<String>, reason: impl fmt::Display) {
        NotImported { at: at.into(), reason: reason.to_string() }.list(&mut self.notes, &mut self.note_count);
    }

    /// Counts what was read of a session.
    pub(super) fn count(&mut self, read: &Conversation) {
        for (kind, rows) in &read.notes.rows {
            *self.rows.entry(kind.clone()).or_default() += rows;
        }
        self.missing_rows += read.notes.missing;
        let id = read.reference.id;
        for (row, reason) in &read.notes.unreadable {
            self.note(format!("session {id}, row {row}"), reason);
        }
        if read.notes.scheduled > 0 {
            *self.no_equivalent.entry("inputs that wait for their time".to_owned()).or_default() +=
                read.notes.scheduled;
        }
        for kind in read.messages.iter().flat_map(super::transcript::Made::kinds) {
            *self.parts.entry(kind).or_default() += 1;
        }
        self.joined_rows += read.joined.len() as u64;
    }

    /// Counts what became of a session. One that was left alone is named.
    pub(super) fn end<P>(&mut self, session: &SessionRef<P>, outcome: ImportOutcome) {
        *self.sessions.entry(outcome.as_str()).or_default() += 1;
        let reason = match outcome {
            ImportOutcome::Changed => "it was changed here, or is held, and is left alone",
            ImportOutcome::Gone => "it was deleted here, and stays away",
            ImportOutcome::IdTaken => "its id belongs to a session that was not imported from there",
            _ => return,
        };
        self.note(format!("session {}", session.id), reason);
    }

    /// Counts what became of a robot, a workspace or an instance.
    pub(super) fn resource(&mut self, kind: &'static str, outcome: &'static str) {
        *self.resources.entry(format!("{kind} {outcome}")).or_default() += 1;
    }
}
