//! The table `sessions`, and the operations on sessions themselves.

#[cfg(feature = "search")]
use super::search::index;
use super::{
    columns::{Stored as _, Table as _},
    counts,
    list_statements::LISTED_ID,
    locked::{Locked, Place, next_offset},
    row::Row,
    rows::{DraftRow, KeyRow, START, SessionRow},
    statements::Statements,
    turn_rows,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, Id as _, SessionId},
        label::Labels,
        offset::{Generation, Offset, Revision, Sequence},
        session::{SessionChange, SessionDetails, SessionFields, SessionRef},
        time::Timestamp,
        workspace::{ActiveWorkspace, WorkspaceInstance},
    },
    repository::{Buffer, SessionRecord, SessionStart, SessionState, SessionText, Write},
};

impl SessionRow {
    pub(super) fn new(record: SessionRecord) -> Self {
        let SessionRecord { reference, active_robot, active_instance, .. } = record;
        Self {
            id: reference.id,
            created_at: reference.created_at,
            updated_at: reference.updated_at,
            deleted_at: reference.deleted_at,
            held_at: None,
            last_offset: Offset::default(),
            revision: Revision::default(),
            generation: Generation::default(),
            created_by: reference.created_by,
            archived: reference.labels.is_archived(),
            active_robot,
            active_instance,
            origin: None,
            hidden: None,
            name: reference.name,
            labels: Some(reference.labels).filter(|labels| !labels.is_empty()),
            misc: reference.misc,
        }
    }

    /// Returns the fields that lists show.
    pub(super) fn into_reference(self) -> SessionRef<AccountId> {
        SessionRef {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc,
            name: self.name,
            created_by: self.created_by,
            labels: self.labels.unwrap_or_default(),
            unread: None,
        }
    }

    /// Applies a change of the session.
    fn apply(self, change: &SessionChange) -> Result<Self> {
        let Self { held_at, last_offset, revision, generation, .. } = self;
        let (origin, hidden) = (self.origin.clone(), self.hidden);
        let (mut active_robot, mut active_instance) = (self.active_robot.clone(), self.active_instance);
        let mut reference = self.into_reference();
        change.apply(&mut reference, &mut active_robot, &mut active_instance)?;
        let row = Self::new(SessionRecord { reference, active_robot, active_instance, fingerprint: None });
        Ok(Self { held_at, last_offset, revision, generation, origin, hidden, ..row })
    }

    /// Assigns the next offset as the revision of the session itself.
    fn change(&mut self, place: Place, write: Write) -> Result<()> {
        write.check_fence(self.generation)?;
        self.last_offset = next_offset(place, self.last_offset)?;
        self.revision = self.last_offset.into();
        self.updated_at = self.updated_at.max(write.at);
        Ok(())
    }
}

/// Reads a row of a list, as [this statement selects it](super::list_statements::LISTED), with the number of unread
/// messages if `unread`. The session is not deleted.
fn listed(row: &dyn Row, unread: bool) -> Result<(SessionFields<'_>, AccountId)> {
    let (mut times, mut texts) = ([None; 2], [None; 5]);
    row.read(&mut times, &mut texts)?;
    let ([created_at, updated_at], [id, created_by, name, misc, labels]) = (times, texts);
    let time = |micros: Option<i64>| Timestamp::from_micros(micros.ok_or_else(missing)?);
    let text =
        |bytes| str::from_utf8(bytes).map_err(|error| Error::internal("a stored text is not UTF-8", error));
    let labels = labels.map(text).transpose()?.unwrap_or_default();
    Labels::check(labels)?;
    let fields = SessionFields {
        id: SessionId::from_text(id.ok_or_else(missing)?)?,
        created_at: time(created_at)?,
        updated_at: time(updated_at)?,
        deleted_at: None,
        misc: misc.map(text).transpose()?,
        name: text(name.ok_or_else(missing)?)?,
        labels,
        unread: if unread { Some(u32::try_from(i64::load(row, 7)?).unwrap_or(0)) } else { None },
    };
    Ok((fields, AccountId::from_text(created_by.ok_or_else(missing)?)?))
}

fn missing() -> Error {
    Error::internal("a stored row does not decode", "a column is null")
}

/// Reports a session of a list that does not decode.
fn name(row: &dyn Row, error: &Error) -> Damaged {
    let id = row.text(LISTED_ID).ok().flatten().unwrap_or_default();
    tracing::error!(%id, error = error as &dyn std::error::Error, "a session does not decode");
    Damaged::new(Resource::Session, id)
}

/// Creates a record from a row of a list. The error has the id of one that does not decode.
pub(super) fn load_listed(row: &dyn Row, unread: bool) -> Result<SessionRef<AccountId>, Damaged> {
    let record = listed(row, unread).map(|(fields, created_by)| fields.into_record(created_by));
    record.map_err(|error| name(row, &error))
}

/// Writes a row of a list as JSON. The error has the id of one that does not decode.
pub(super) fn write_listed(row: &dyn Row, unread: bool, texts: &mut Buffer) -> Result<SessionText, Damaged> {
    let write = |(fields, created_by)| SessionText::new(texts, &fields, created_by);
    listed(row, unread).and_then(write).map_err(|error| name(row, &error))
}

/// A session that was read, with what is active in it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) row: SessionRow,
    robot_deleted: bool,
    instance: Option<ActiveWorkspace>,
    /// Whether a draft is open.
    pub(super) has_drafts: bool,
}

impl Found {
    /// Finds a session, also a deleted one.
    pub(super) async fn find<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        session: SessionId,
    ) -> Result<Option<Self>> {
        let read = |row: &dyn Row| {
            let extra = SessionRow::LAYOUT.columns.len() + SessionRow::LAYOUT.key.leading();
            Ok(Self {
                place: Place { session, number: i64::load(row, 0)? },
                row: SessionRow::load(row)?,
                robot_deleted: row.integer(extra)?.is_some(),
                instance: row.text(extra + 1)?.map(active_workspace).transpose()?,
                has_drafts: row.integer(extra + 2)?.is_some(),
            })
        };
        let found = tx.query_one(&statements.find_session, &[("session", session.store())], read).await?;
        Ok(found.filter(|found| found.row.hidden.is_none()))
    }

    /// Returns the state of the session, given its open drafts.
    pub(super) fn state(self, open: &[(Offset, DraftRow)]) -> SessionState {
        // What does not decode is of no use to anybody, and no reason to hide the session.
        let origin = self.row.origin().unwrap_or_default();
        let offset = self.row.last_offset;
        let began = open.iter().map(|(began, _)| began.get()).min();
        let details = SessionDetails {
            active_robot_id: self.row.active_robot.clone().filter(|_| !self.robot_deleted),
            active_workspace: self.instance,
            origin: origin.fork,
            imported: origin.imported,
            offset,
            revision: self.row.revision,
            follow_from: began.map_or(offset, |began| Offset::new(began.saturating_sub(1))),
        };
        SessionState { reference: self.row.into_reference(), details }
    }
}

fn active_workspace(document: &str) -> Result<ActiveWorkspace> {
    let instance: WorkspaceInstance<AccountId> = serde_json::from_str(document)
        .map_err(|error| Error::internal("a stored workspace instance does not decode", error))?;
    Ok(ActiveWorkspace::from(&instance))
}

/// Locks a session, also a deleted one.
pub(super) async fn lock<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: SessionId,
) -> Result<(Place, SessionRow)> {
    let (place, row) = lock_hidden(statements, tx, session).await?;
    if row.hidden.is_some() {
        return Err(Error::not_found(Resource::Session, session));
    }
    Ok((place, row))
}

/// Locks a session, also one that is not published.
pub(super) async fn lock_hidden<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: SessionId,
) -> Result<(Place, SessionRow)> {
    let read = |row: &dyn Row| Ok((Place { session, number: i64::load(row, 0)? }, SessionRow::load(row)?));
    let found = tx.query_one(&statements.lock_session_row, &[("session", session.store())], read).await?;
    found.ok_or_else(|| Error::not_found(Resource::Session, session))
}

#[derive(Debug)]
pub(crate) struct CreateSession(pub(crate) SessionRecord);

impl Operation for CreateSession {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let row = SessionRow::new(self.0.clone());
        let number = tx.query_one(&statements.create_session, &row.values(), |row| i64::load(row, 0)).await?;
        let Some(number) = number else {
            if tx.in_doubt() && lock(statements, tx, row.id).await?.1 == row {
                return Ok(());
            }
            return Err(Error::already_exists(Resource::Session, row.id));
        };
        let place = Place::new(row.id, number)?;
        #[cfg(feature = "search")]
        index::put_name(statements, tx, place, &row.name, false).await?;
        if let Some(fingerprint) = &self.0.fingerprint {
            let fingerprint = Some(fingerprint.clone());
            let key =
                KeyRow { kind: START, key: String::new(), sequence: Sequence::FIRST, count: 0, fingerprint };
            tx.execute_later(&statements.insert_key, &place.with(key.values())).await?;
        }
        counts::move_lists(statements, tx, place, None, Some(&row)).await
    }
}

#[derive(Debug)]
pub(crate) struct FindStart(pub(crate) SessionId);

impl Operation for FindStart {
    type Output = Option<SessionStart>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Option<SessionStart>> {
        let Some(Found { place, row, .. }) = Found::find(statements, tx, self.0).await? else {
            return Ok(None);
        };
        let values = place.with([("kind", START.into()), ("key", "".into())]);
        let key = tx.query_one(&statements.find_key, &values, KeyRow::load).await?;
        let fingerprint = key.and_then(|key| key.fingerprint);
        Ok(Some(SessionStart { fingerprint, deleted: row.deleted_at.is_some() }))
    }
}

#[derive(Debug)]
pub(crate) struct UpdateSession {
    pub(crate) session: SessionId,
    pub(crate) change: SessionChange,
    pub(crate) write: Write,
}

impl Operation for UpdateSession {
    type Output = ();

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        if let Some(instance) = self.change.active_instance.flatten() {
            tx.announce(&statements.instance_exists, &[("id", instance.store())]);
        }
        let (place, row) = lock(statements, tx, self.session).await?;
        if row.deleted_at.is_some() {
            return Err(Error::not_found(Resource::Session, self.session));
        }
        self.write.check_fence(row.generation)?;
        let mut session = Locked::new(place, self.write, row.last_offset, row.updated_at, row.generation);
        change(statements, tx, &mut session, row, &self.change).await
    }
}

/// Changes a locked session, whose row is `row`.
pub(super) async fn change<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: &mut Locked,
    row: SessionRow,
    change: &SessionChange,
) -> Result<()> {
    if let Some(instance) = change.active_instance.flatten() {
        let values = [("id", instance.store())];
        let found = tx.query_one(&statements.instance_exists, &values, |row| i64::load(row, 0)).await?;
        found.ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, instance))?;
    }
    let changed = row.clone().apply(change)?;
    let last_offset = session.next_active()?;
    session.note_stored(changed.labels.is_some());
    let changed =
        SessionRow { last_offset, revision: last_offset.into(), updated_at: session.updated_at(), ..changed };
    #[cfg(feature = "search")]
    if change.name.is_some() {
        index::put_name(statements, tx, session.place, &changed.name, true).await?;
    }
    tx.execute_later(&statements.change_session, &session.place.with(changed.values())).await?;
    counts::move_lists(statements, tx, session.place, Some(&row), Some(&changed)).await
}

#[derive(Debug)]
pub(crate) struct DeleteSession(pub(crate) SessionId, pub(crate) Write);

impl Operation for DeleteSession {
    type Output = ();

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.0)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let Self(session, write) = *self;
        let (place, mut row) = lock(statements, tx, session).await?;
        if let Some(deleted_at) = row.deleted_at {
            // Deleted by an earlier try.
            let done = tx.in_doubt() && deleted_at == write.at;
            return if done { Ok(()) } else { Err(Error::not_found(Resource::Session, session)) };
        }
        let before = row.clone();
        row.change(place, write)?;
        row.deleted_at = Some(write.at);
        tx.execute_later(&statements.delete_session, &place.with(row.values())).await?;
        tx.execute_later(&statements.erase_due, &place.with([])).await?;
        #[cfg(feature = "search")]
        index::erase_session(statements, tx, place).await?;
        counts::move_lists(statements, tx, place, Some(&before), Some(&row)).await
    }
}

#[derive(Debug)]
pub(crate) struct RestoreSession(pub(crate) SessionId, pub(crate) Write);

impl Operation for RestoreSession {
    type Output = ();

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.0)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let Self(session, write) = *self;
        let (place, mut row) = lock(statements, tx, session).await?;
        if row.deleted_at.is_none() {
            return write.check_fence(row.generation);
        }
        let before = row.clone();
        row.change(place, write)?;
        row.deleted_at = None;
        tx.execute_later(&statements.delete_session, &place.with(row.values())).await?;
        turn_rows::restore_due(statements, tx, place).await?;
        #[cfg(feature = "search")]
        index::put_session(statements, tx, place, &row.name).await?;
        counts::move_lists(statements, tx, place, Some(&before), Some(&row)).await
    }
}
