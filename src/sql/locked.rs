//! [`Place`]: the key of a session's rows; and [`Locked`], a session that a write has locked.

use std::iter;

use twox_hash::XxHash3_64;

use super::{
    columns::{Stored as _, signed},
    row::Row,
    statement::{MAX_SEQUENCE, Statement},
    statements::Statements,
    tx::Tx,
    value::Named,
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::SessionId,
        offset::{Generation, Offset, Sequence},
        time::Timestamp,
    },
    repository::Write,
};

/// The key of a session's rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) session: SessionId,
    /// The number that SQLite gave the session; 0 elsewhere.
    pub(super) number: i64,
}

/// The largest session number that fits into SQLite's integer key.
const MAX_NUMBER: i64 = i32::MAX as i64;

impl Place {
    /// Creates the key. Fails if the session's number is too large.
    pub(super) fn new(session: SessionId, number: i64) -> Result<Self> {
        if number > MAX_NUMBER {
            return Err(Error::storage_unusable("the store has no number left for another session"));
        }
        Ok(Self { session, number })
    }

    /// Announces a query about a session before it is found. Does nothing on SQLite, where the number of the session is
    /// needed first.
    pub(super) fn announce<T: Tx>(
        tx: &mut T,
        statement: &Statement,
        session: SessionId,
        values: impl IntoIterator<Item = Named>,
    ) {
        if tx.announces() {
            tx.announce(statement, &Self { session, number: 0 }.with(values));
        }
    }

    /// Finds a session that is not deleted.
    pub(super) async fn find<T: Tx>(statements: &Statements, tx: &mut T, session: SessionId) -> Result<Self> {
        let values = [("session", session.store())];
        let number = tx.query_one(&statements.session_number, &values, |row| i64::load(row, 0)).await?;
        number
            .map(|number| Self { session, number })
            .ok_or_else(|| Error::not_found(Resource::Session, session))
    }

    /// Adds the key's values to values.
    pub(super) fn with(self, values: impl IntoIterator<Item = Named>) -> Vec<Named> {
        let place =
            if self.number == 0 { ("session", self.session.store()) } else { ("number", self.number.into()) };
        iter::once(place).chain(values).collect()
    }

    /// Returns the sequence of a row of the session, from the column by which rows are ordered.
    pub(super) fn sequence(self, order: i64) -> Result<Sequence> {
        let number = order.cast_unsigned() & if self.number == 0 { u64::MAX } else { MAX_SEQUENCE };
        Sequence::new(number)
            .ok_or_else(|| Error::internal("a stored row does not decode", "a sequence is 0"))
    }

    /// Returns the slot of a list's length that changes with this session. SQLite has one writer, and needs one slot.
    pub(super) fn slot(self) -> i64 {
        if self.number == 0 {
            (XxHash3_64::oneshot(&self.session.to_bytes()) % SLOTS).cast_signed()
        } else {
            0
        }
    }
}

/// The number of rows that share the length of a list, so that concurrent creations do not wait for one row.
const SLOTS: u64 = 16;

/// A locked session that is not deleted.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) place: Place,
    pub(super) write: Write,
    pub(super) generation: Generation,
    offset: Offset,
    updated_at: Timestamp,
    /// The offset before this operation, which is still in the row.
    before: Offset,
    stored: Offset,
    /// Whether the operation sets `updated_at`.
    active: bool,
    /// Whether the generation must still be stored.
    raised: bool,
    pub(super) dependents: Dependents,
}

/// The other tables whose rows follow a change of a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dependents {
    /// Whether lists by label contain the session.
    pub(super) labels: bool,
    /// `false` if no account had a read mark in the session when it was locked.
    pub(super) marks: bool,
}

impl Locked {
    /// Locks a session, and checks the fence of the write.
    pub(super) async fn lock<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        session: SessionId,
        write: Write,
    ) -> Result<Self> {
        let locked = Self::lock_unfenced(statements, tx, session, write).await?;
        write.check_fence(locked.generation)?;
        Ok(locked)
    }

    /// Locks a session. The caller must check the fence of the write.
    pub(super) async fn lock_unfenced<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        session: SessionId,
        write: Write,
    ) -> Result<Self> {
        let read = |row: &dyn Row| {
            let place = Place { session, number: i64::load(row, 0)? };
            let (offset, updated_at) = (Offset::load(row, 1)?, Timestamp::load(row, 2)?);
            let dependents = Dependents { labels: bool::load(row, 4)?, marks: bool::load(row, 5)? };
            Ok(Self { dependents, ..Self::new(place, write, offset, updated_at, Generation::load(row, 3)?) })
        };
        let found = tx.query_one(&statements.lock_session, &[("session", session.store())], read).await?;
        found.ok_or_else(|| Error::not_found(Resource::Session, session))
    }

    /// Creates the state of a session whose row was locked and read.
    pub(super) fn new(
        place: Place,
        write: Write,
        offset: Offset,
        updated_at: Timestamp,
        generation: Generation,
    ) -> Self {
        let (before, stored) = (offset, offset);
        Self {
            place,
            write,
            generation,
            offset,
            updated_at,
            before,
            stored,
            active: false,
            raised: false,
            dependents: Dependents { labels: false, marks: true },
        }
    }

    /// Sets whether lists by label contain the session.
    pub(super) fn with_labels(mut self, labelled: bool) -> Self {
        self.dependents.labels = labelled;
        self
    }

    /// Returns whether an offset was taken.
    pub(super) fn has_moved(&self) -> bool {
        self.offset != self.before
    }

    /// Assigns the next offset, for a change that sets `updated_at`.
    pub(super) fn next_active(&mut self) -> Result<Offset> {
        self.active = true;
        self.next()
    }

    /// Sets the generation.
    pub(super) fn raise(&mut self, generation: Generation) {
        self.raised |= generation != self.generation;
        self.generation = generation;
    }

    /// Returns the time of the session's last activity.
    pub(super) fn updated_at(&self) -> Timestamp {
        if self.active { self.updated_at.max(self.write.at) } else { self.updated_at }
    }

    /// Returns the last offset that was taken.
    pub(super) fn offset(&self) -> Offset {
        self.offset
    }

    /// Marks the current state as stored. `labelled` is whether the session has labels now.
    pub(super) fn note_stored(&mut self, labelled: bool) {
        self.dependents.labels = labelled;
        (self.stored, self.updated_at, self.active) = (self.offset, self.updated_at(), false);
    }

    /// Assigns the next offset.
    pub(super) fn next(&mut self) -> Result<Offset> {
        self.offset = next_offset(self.place, self.offset)?;
        Ok(self.offset)
    }

    /// Writes the session's row, if something changed.
    pub(super) async fn store<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let statement = match (self.raised, self.active) {
            (true, _) => &statements.move_generation,
            (false, true) => &statements.move_session,
            (false, false) if self.offset != self.stored => &statements.advance_session,
            (false, false) => return Ok(()),
        };
        let values = self.place.with([
            ("last_offset", self.offset.store()),
            ("updated_at", self.updated_at().store()),
            ("generation", self.generation.store()),
        ]);
        tx.execute_later(statement, &values).await?;
        if self.active && self.dependents.labels {
            tx.execute_later(&statements.move_labels, &values).await?;
        }
        Ok(())
    }
}

/// Returns the next offset. Fails if it does not fit into SQLite's integer key.
pub(super) fn next_offset(place: Place, offset: Offset) -> Result<Offset> {
    let next = offset.next();
    if place.number != 0 && next.get() > MAX_SEQUENCE || signed(next.get()) == i64::MAX {
        return Err(Error::storage_unusable("the session has reached its maximum number of changes"));
    }
    Ok(next)
}
