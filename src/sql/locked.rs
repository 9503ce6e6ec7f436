//! [`Place`]: where the rows of a session are; and [`Locked`], a session that a write has locked.

use std::iter;

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

/// Where the rows of a session are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) session: SessionId,
    /// The number that SQLite gave the session, or 0.
    pub(super) number: i64,
}

/// The largest number of a session that a place has room for.
const MAX_NUMBER: i64 = i32::MAX as i64;

impl Place {
    /// Checks that there is room for a session with this number.
    pub(super) fn new(session: SessionId, number: i64) -> Result<Self> {
        if number > MAX_NUMBER {
            return Err(Error::storage_unusable("the store has no number left for another session"));
        }
        Ok(Self { session, number })
    }

    /// Announces a query about a session that is about to be found. SQLite, which has a number to wait for, announces
    /// none.
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

    /// Returns values with that of the place.
    pub(super) fn with(self, values: impl IntoIterator<Item = Named>) -> Vec<Named> {
        let place =
            if self.number == 0 { ("session", self.session.store()) } else { ("number", self.number.into()) };
        iter::once(place).chain(values).collect()
    }

    /// Returns the sequence of a row of the session, by the column that rows are ordered by.
    pub(super) fn sequence(self, order: i64) -> Result<Sequence> {
        let number = order.cast_unsigned() & if self.number == 0 { u64::MAX } else { MAX_SEQUENCE };
        Sequence::new(number)
            .ok_or_else(|| Error::internal("a stored row does not decode", "a sequence is 0"))
    }

    /// Returns which slot of a length changes with the session. SQLite has one writer, and needs no more than one.
    pub(super) fn slot(self) -> i64 {
        if self.number == 0 { i64::from(crc32fast::hash(&self.session.to_bytes()) % SLOTS) } else { 0 }
    }
}

/// How many rows the length of a list is spread over, so that those who create sessions do not wait for one.
const SLOTS: u32 = 16;

/// A session that a write has locked, and that is not deleted.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) place: Place,
    pub(super) write: Write,
    pub(super) generation: Generation,
    offset: Offset,
    updated_at: Timestamp,
    /// The offset that the session had, and the one that is stored.
    before: Offset,
    stored: Offset,
    /// Whether what was done moves `updated_at`.
    active: bool,
    /// Whether the generation is not stored yet.
    raised: bool,
    /// Whether lists by label have it.
    labelled: bool,
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

    /// Locks a session. The fence of the write is for the caller to check.
    pub(super) async fn lock_unfenced<T: Tx>(
        statements: &Statements,
        tx: &mut T,
        session: SessionId,
        write: Write,
    ) -> Result<Self> {
        let read = |row: &dyn Row| {
            let place = Place { session, number: i64::load(row, 0)? };
            let (offset, updated_at) = (Offset::load(row, 1)?, Timestamp::load(row, 2)?);
            let labelled = bool::load(row, 4)?;
            Ok(Self { labelled, ..Self::new(place, write, offset, updated_at, Generation::load(row, 3)?) })
        };
        let found = tx.query_one(&statements.lock_session, &[("session", session.store())], read).await?;
        found.ok_or_else(|| Error::not_found(Resource::Session, session))
    }

    /// Describes a session whose row was locked and read.
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
            labelled: false,
        }
    }

    /// Says whether lists by label have it.
    pub(super) fn with_labels(self, labelled: bool) -> Self {
        Self { labelled, ..self }
    }

    /// Returns whether an offset was given.
    pub(super) fn has_moved(&self) -> bool {
        self.offset != self.before
    }

    /// Gives the next offset, for a change that moves `updated_at`.
    pub(super) fn next_active(&mut self) -> Result<Offset> {
        self.active = true;
        self.next()
    }

    /// Sets the generation.
    pub(super) fn raise(&mut self, generation: Generation) {
        self.raised |= generation != self.generation;
        self.generation = generation;
    }

    /// Returns when the session was active last.
    pub(super) fn updated_at(&self) -> Timestamp {
        if self.active { self.updated_at.max(self.write.at) } else { self.updated_at }
    }

    /// Returns the offset that was given last.
    pub(super) fn offset(&self) -> Offset {
        self.offset
    }

    /// Notes that the row was written with what the session has now, and whether it has labels.
    pub(super) fn note_stored(&mut self, labelled: bool) {
        self.labelled = labelled;
        (self.stored, self.updated_at, self.active) = (self.offset, self.updated_at(), false);
    }

    /// Gives the next offset.
    pub(super) fn next(&mut self) -> Result<Offset> {
        self.offset = next_offset(self.place, self.offset)?;
        Ok(self.offset)
    }

    /// Stores what has changed of the session, if anything has.
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
        if self.active && self.labelled {
            tx.execute_later(&statements.move_labels, &values).await?;
        }
        Ok(())
    }
}

/// Returns the offset after one.
pub(super) fn next_offset(place: Place, offset: Offset) -> Result<Offset> {
    let next = offset.next();
    if place.number != 0 && next.get() > MAX_SEQUENCE || signed(next.get()) == i64::MAX {
        return Err(Error::storage_unusable("the session has reached its maximum number of changes"));
    }
    Ok(next)
}
