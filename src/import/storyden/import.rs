//! Imports a database of Storyden into a store.

use std::collections::HashMap;

use super::{
    conversation::Conversation,
    database::{Reader, Record, Rows},
    report::{StorydenProgress, StorydenReport},
    resources::{self, AT_ONCE},
    source::StorydenSource,
    tables::{LEFT, ROBOTS, SESSIONS},
};
use crate::{
    model::{
        error::{ErrorKind, Result},
        id::RobotId,
    },
    repository::{ImportOutcome, WholeSession},
    service::{
        operation::{Actor, Operation},
        transcripts::Transcripts,
    },
};

/// # Moving from Storyden
impl Transcripts {
    /// Imports all robots, toolsets, workspaces, instances and sessions of Storyden's own database. Storyden can keep
    /// running: the database is read in one snapshot, and is not written to. With `dry_run`, nothing is written here
    /// either. `progress` is called after each session.
    ///
    /// **Ids, authors, times and numbers are kept**, so cursors that clients hold stay valid. Followers are not
    /// notified: import before members use this store. A session is imported as a whole or not at all, so an
    /// interrupted import can be run again, and so can one after Storyden was used further: what changed there replaces
    /// what is here, unless that was changed here or is held. What was deleted or erased here is not imported again.
    ///
    /// Only one session at a time is in memory.
    ///
    /// A robot, a toolset, a workspace or an instance is replaced if its last change in Storyden is later than the one
    /// here.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `source` if it is not a database of Storyden;
    /// [`Error::StorageFailed`](crate::Error::StorageFailed) if there is no such file, or it is not a database;
    /// [`Error::Unavailable`](crate::Error::Unavailable) if it is locked or cannot be reached. After an error, what was
    /// imported before it stays.
    ///
    /// # Examples
    /// ```no_run
    /// # use storyden_robots::*;
    /// # async fn example(transcripts: Transcripts, admin: AccountId) -> Result<()> {
    /// let source: StorydenSource = "storyden:sqlite:/var/lib/storyden/data.db".parse()?;
    /// let report = transcripts.import_storyden(admin, &source, false, |_| {}).await?;
    /// println!("{} messages, {} notes", report.messages, report.note_count);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import_storyden(
        &self,
        actor: impl Into<Actor>,
        source: &StorydenSource,
        dry_run: bool,
        mut progress: impl FnMut(StorydenProgress) + Send,
    ) -> Result<StorydenReport> {
        self.robots.allow(&actor.into(), Operation::ImportSession).await?;
        let mut reader = source.open().await?;
        let mut report = StorydenReport { dry_run, ..StorydenReport::default() };
        for table in LEFT {
            let rows = reader.count(table).await?;
            if rows > 0 {
                report.no_equivalent.insert(table.to_owned(), rows);
            }
        }
        resources::import(&self.robots, &mut reader, &mut report).await?;
        let mut sessions = Sessions::open(&mut reader).await?;
        while let Some(record) = sessions.next(&mut reader).await? {
            match sessions.read(&mut reader, &record).await {
                Ok(read) => self.import_session(read, &mut report).await?,
                Err(error) if error.kind() == ErrorKind::InvalidArgument => {
                    report.note(format!("session {}", record.text("id").unwrap_or_default()), error);
                }
                Err(error) => return Err(error),
            }
            progress(sessions.progress);
        }
        Ok(report)
    }

    /// Imports one session.
    async fn import_session(&self, read: Conversation, report: &mut StorydenReport) -> Result<()> {
        report.count(&read);
        let (mut whole, mut refused) = read.into_whole()?;
        // The files of one that is not written are not looked at.
        let has_long = whole.entries.iter().any(|entry| self.robots.may_bring_files(entry));
        if !report.dry_run && (!has_long || self.store.import_session(&whole, true).await?.writes()) {
            for entry in &mut whole.entries {
                // It keeps its files in itself then, as in Storyden.
                refused.extend(self.robots.lift_entry(entry).await?.map(|error| (entry.id, error)));
            }
        }
        let WholeSession { head, entries, turns, requests, .. } = &whole;
        let session = &head.reference;
        for (message, error) in refused {
            report.note(format!("session {}, message {message}", session.id), error);
        }
        match self.store.import_session(&whole, report.dry_run).await {
            Ok(outcome) => {
                if matches!(outcome, ImportOutcome::New | ImportOutcome::Same | ImportOutcome::Replaced) {
                    report.messages += entries.len() as u64;
                    report.turns += turns.len() as u64;
                    report.requests += requests.len() as u64;
                }
                report.end(session, outcome);
            }
            // Two of its messages share an id, so Storyden did not write this database; or another call is importing
            // the same session.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                report.note(format!("session {}", session.id), error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// The sessions of a database, some at a time.
pub(super) struct Sessions {
    robots: HashMap<RobotId, String>,
    after: String,
    read: std::vec::IntoIter<Record>,
    pub(super) progress: StorydenProgress,
}

impl Sessions {
    pub(super) async fn open(reader: &mut Reader) -> Result<Self> {
        let mut robots = HashMap::new();
        let mut after = String::new();
        loop {
            let records = reader.rows(&ROBOTS, Rows::After(&after, AT_ONCE)).await?;
            let Some(last) = records.last() else { break };
            last.text("id").unwrap_or_default().clone_into(&mut after);
            for record in &records {
                if let (Ok(id), Some(name)) = (record.required("id"), record.text("name")) {
                    robots.insert(id, name.to_owned());
                }
            }
        }
        let progress = StorydenProgress { sessions: 0, total: reader.count(SESSIONS.name).await? };
        Ok(Self { robots, after: String::new(), read: Vec::new().into_iter(), progress })
    }

    /// Returns the row of the next session.
    pub(super) async fn next(&mut self, reader: &mut Reader) -> Result<Option<Record>> {
        if self.read.len() == 0 {
            let read = reader.rows(&SESSIONS, Rows::After(&self.after, AT_ONCE)).await?;
            if let Some(last) = read.last() {
                last.text("id").unwrap_or_default().clone_into(&mut self.after);
            }
            self.read = read.into_iter();
        }
        let next = self.read.next();
        self.progress.sessions += u64::from(next.is_some());
        Ok(next)
    }

    /// Reads all of a session.
    pub(super) async fn read(&self, reader: &mut Reader, record: &Record) -> Result<Conversation> {
        Conversation::read(reader, record, &self.robots).await
    }
}
