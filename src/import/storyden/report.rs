//! [`StorydenReport`]: what was brought of a database of Storyden, and what was not.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::{
    super::report::{LISTED, NotTaken},
    conversation::Conversation,
};
use crate::{model::session::SessionRef, repository::Brought};

/// What was brought of a database of Storyden, and what was not, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StorydenReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// How many sessions had each outcome of [`Brought`](crate::repository::Brought): `new`, `same`, `replaced`,
    /// `changed`, `gone` or `taken`.
    pub sessions: BTreeMap<&'static str, u64>,
    /// The same of robots, workspaces and instances, by what they are: `robots new`, `workspaces same`.
    pub resources: BTreeMap<String, u64>,
    /// How many rows of sessions were read, by their kind: `message`, `input_queued`, `turn_completed`.
    pub rows: BTreeMap<String, u64>,
    /// How many messages were made of them.
    pub messages: u64,
    /// How many rows became parts of other rows' messages. Their ids are good as cursors.
    pub joined: u64,
    /// How many parts the messages have, by their kind: `text`, `tool`.
    pub parts: BTreeMap<&'static str, u64>,
    /// How many turns there are.
    pub turns: u64,
    /// How many calls wait for somebody, or did.
    pub requests: u64,
    /// How many numbers have no row any more: Storyden erases what a robot wrote when the robot is deleted.
    pub missing: u64,
    /// What has no room here, and how many rows of it there are.
    pub left: BTreeMap<String, u64>,
    /// What was not taken, and which sessions were left alone: the first thousand.
    pub notes: Vec<NotTaken>,
    /// How many notes there are.
    pub note_count: u64,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StorydenProgress {
    /// How many sessions were read.
    pub sessions: u64,
    /// How many there are.
    pub all: u64,
}

impl StorydenReport {
    /// Notes something that was not taken, or left alone.
    pub(super) fn note(&mut self, at: impl Into<String>, reason: impl fmt::Display) {
        self.note_count += 1;
        if self.notes.len() < LISTED {
            self.notes.push(NotTaken { at: at.into(), reason: reason.to_string() });
        }
    }

    /// Counts what was read of a session.
    pub(super) fn count(&mut self, read: &Conversation) {
        for (kind, rows) in &read.notes.rows {
            *self.rows.entry(kind.clone()).or_default() += rows;
        }
        self.missing += read.notes.missing;
        let id = read.reference.id;
        for (row, reason) in &read.notes.unreadable {
            self.note(format!("session {id}, row {row}"), reason);
        }
        if read.notes.scheduled > 0 {
            *self.left.entry("inputs that wait for their time".to_owned()).or_default() +=
                read.notes.scheduled;
        }
        for kind in read.messages.iter().flat_map(super::transcript::Made::kinds) {
            *self.parts.entry(kind).or_default() += 1;
        }
        self.joined += read.joined.len() as u64;
    }

    /// Counts what became of a session. One that was left alone is named.
    pub(super) fn end<P>(&mut self, session: &SessionRef<P>, outcome: Brought) {
        *self.sessions.entry(outcome.as_str()).or_default() += 1;
        let reason = match outcome {
            Brought::Changed => "it was changed here, or is held, and is left alone",
            Brought::Gone => "it was deleted here, and stays away",
            Brought::Taken => "its id belongs to a session that was not brought from there",
            _ => return,
        };
        self.note(format!("session {}", session.id), reason);
    }

    /// Counts what became of a robot, a workspace or an instance.
    pub(super) fn resource(&mut self, kind: &'static str, outcome: &'static str) {
        *self.resources.entry(format!("{kind} {outcome}")).or_default() += 1;
    }
}
