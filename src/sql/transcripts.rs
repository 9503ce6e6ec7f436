//! The operations that read and write whole sessions as they are stored.

use serde::{Deserialize, Serialize};

#[cfg(feature = "search")]
use super::search;
use super::{
    checksum,
    columns::{Stored as _, Table as _},
    counts, documents, messages,
    row::Row,
    rows::{CLIENT_ID, KeyRow, MessageRow, START, SessionRow},
    sessions::{self, Found},
    statement::MAX_SEQUENCE,
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::SessionId,
        json::Json,
        message::{Annotations, Document},
        offset::{Generation, Offset, Sequence},
        origin::{Imported, Origin},
    },
    repository::{
        NewTranscript, SessionRecord, TranscriptContent, TranscriptCursor, TranscriptEntry, TranscriptHead,
        TranscriptPart, Write,
    },
    sql::{columns::signed, locked::Place},
};

/// The origin of a session, as it is stored.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct StoredOrigin {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fork: Option<Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<Imported>,
}

impl SessionRow {
    pub(super) fn origin(&self) -> Result<StoredOrigin> {
        let Some(json) = &self.origin else { return Ok(StoredOrigin::default()) };
        serde_json::from_str(json.as_str())
            .map_err(|error| Error::internal("a stored origin does not decode", error))
    }

    /// Creates the row of a published session.
    pub(super) fn of_head(head: &TranscriptHead) -> Result<Self> {
        let TranscriptHead { reference, active_robot, active_instance, offset, revision, .. } = head;
        let record = SessionRecord {
            reference: reference.clone(),
            active_robot: active_robot.clone(),
            active_instance: *active_instance,
            fingerprint: None,
        };
        let origin = StoredOrigin { fork: head.origin, imported: head.imported };
        let comes_from = origin.fork.is_some() || origin.imported.is_some();
        Ok(Self {
            last_offset: *offset,
            revision: *revision,
            origin: comes_from.then(|| Json::from_serialize(&origin)).transpose()?,
            ..Self::new(record)
        })
    }

    fn into_head(self) -> Result<TranscriptHead> {
        let StoredOrigin { fork: origin, imported } = self.origin()?;
        let (offset, revision) = (self.last_offset, self.revision);
        let (active_robot, active_instance) = (self.active_robot.clone(), self.active_instance);
        let head = TranscriptHead::new(self.into_reference(), offset, revision);
        Ok(TranscriptHead { active_robot, active_instance, origin, imported, ..head })
    }
}

#[derive(Debug)]
pub(crate) struct ReadTranscript {
    pub(crate) session: SessionId,
    pub(crate) cursor: TranscriptCursor,
    pub(crate) up_to: Option<Sequence>,
    pub(crate) limit: u32,
}

impl Operation for ReadTranscript {
    type Output = TranscriptPart;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<TranscriptPart> {
        let Self { session, cursor, up_to, limit } = *self;
        let found = Found::find(statements, tx, session).await?;
        let found = found.filter(|found| found.row.deleted_at.is_none());
        let found = found.ok_or_else(|| Error::not_found(Resource::Session, session))?;
        let limit = limit.max(1);
        let up_to = up_to.map_or(found.row.last_offset, Offset::from);
        let values = found.place.with([
            ("read", cursor.read.store()),
            ("seen", cursor.seen.store()),
            ("up_to", up_to.store()),
            ("limit", i64::from(limit).into()),
        ]);
        let changed = |row: &dyn Row| {
            let offset = Offset::load(row, 3)?;
            Ok((offset, load(row)))
        };
        let changed = match cursor.read.get() {
            0 => Vec::new(),
            _ => tx.query(&statements.transcript_changed, &values, changed).await?,
        };
        let behind = |row: &dyn Row| Ok((Sequence::load(row, 0)?.into(), load(row)));
        let behind = tx.query(&statements.transcript_behind, &values, behind).await?;
        Ok(TranscriptPart::new(found.row.into_head()?, cursor, limit, changed, behind))
    }
}

/// Reads one message of a transcript. The error has the id of one that does not decode.
fn load(row: &dyn Row) -> Result<TranscriptEntry, Damaged> {
    let load = || {
        let (sequence, row) = messages::load(row)?;
        let revision = row.revised.unwrap_or_else(|| sequence.into());
        let MessageRow { id, author, document, annotations, deleted, .. } = row;
        Ok(if deleted {
            TranscriptEntry::deleted(id, sequence, revision)
        } else {
            TranscriptEntry::new(id, sequence, revision, TranscriptContent { author, document, annotations })
        })
    };
    load().map_err(|error: Error| messages::name(row, &error))
}

#[derive(Debug)]
pub(crate) struct WriteTranscript {
    pub(crate) part: NewTranscript,
    pub(crate) write: Write,
}

/// The state that a part of an attempt finds.
enum Hidden {
    New(Place, Generation),
    Begun(Place, Generation),
    Published,
}

impl Operation for WriteTranscript {
    type Output = Option<Generation>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Option<Generation>> {
        let NewTranscript { head, entries, publish, .. } = &self.part;
        let row = SessionRow::of_head(head)?;
        let (place, generation) = match self.begin(statements, tx, &row).await? {
            Hidden::New(place, generation) => (place, generation),
            Hidden::Begun(place, generation) => {
                // All places are free before the first is taken: a client id may have gone from one message to another.
                for entry in entries {
                    documents::remove(statements, tx, place, entry.sequence).await?;
                    let values = place.with([("sequence", entry.sequence.store())]);
                    tx.execute_later(&statements.remove_keys, &values).await?;
                }
                (place, generation)
            }
            // If an answer was lost, an earlier try of this part may have published it.
            Hidden::Published => return Ok(self.write.fence.filter(|_| *publish && tx.in_doubt())),
        };
        if place.number != 0 && head.offset.get() > MAX_SEQUENCE {
            return Err(no_room());
        }
        for entry in entries {
            insert(statements, tx, place, entry).await?;
        }
        if *publish {
            // Search does not find unpublished sessions, so index the name now.
            #[cfg(feature = "search")]
            search::index::put_name(statements, tx, place, &row.name, true).await?;
            tx.execute_later(&statements.publish_session, &place.with(row.values())).await?;
            counts::move_lists(statements, tx, place, None, Some(&row)).await?;
        } else {
            let values = place.with(hidden(row, self.write, generation).values());
            tx.execute_later(&statements.publish_session, &values).await?;
        }
        Ok(Some(generation))
    }
}

/// Creates the row of a session that is not published yet.
fn hidden(row: SessionRow, write: Write, generation: Generation) -> SessionRow {
    SessionRow { hidden: Some(true), deleted_at: Some(write.at), generation, ..row }
}

impl WriteTranscript {
    /// Creates the session, takes it over from an earlier attempt, or finds it as this attempt left it.
    async fn begin<T: Tx>(&self, statements: &Statements, tx: &mut T, row: &SessionRow) -> Result<Hidden> {
        let (id, fence) = (row.id, self.write.fence);
        let first = Generation::new(1);
        if fence.is_none() {
            let hidden = hidden(row.clone(), self.write, first);
            let number =
                tx.query_one(&statements.create_session, &hidden.values(), |row| i64::load(row, 0)).await?;
            if let Some(number) = number {
                let place = Place::new(id, number)?;
                let key = KeyRow {
                    kind: START,
                    key: String::new(),
                    sequence: Sequence::FIRST,
                    count: 0,
                    fingerprint: Some(self.part.fingerprint.clone()),
                };
                tx.execute_later(&statements.insert_key, &place.with(key.values())).await?;
                return Ok(Hidden::New(place, first));
            }
        }
        let (place, stored) = sessions::lock_hidden(statements, tx, id).await?;
        let values = place.with([("kind", START.into()), ("key", "".into())]);
        let key = tx.query_one(&statements.find_key, &values, KeyRow::load).await?;
        if key.and_then(|key| key.fingerprint).as_ref() != Some(&self.part.fingerprint) {
            return Err(Error::already_exists(Resource::Session, id));
        }
        if stored.hidden.is_none() {
            return Ok(Hidden::Published);
        }
        self.write.check_fence(stored.generation)?;
        let next = || Generation::new(stored.generation.get() + 1);
        Ok(Hidden::Begun(place, fence.unwrap_or_else(next)))
    }
}

pub(super) fn no_room() -> Error {
    Error::storage_unusable("a session has more changes than this store can number")
}

pub(super) async fn insert<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    entry: &TranscriptEntry,
) -> Result<()> {
    let sequence = entry.sequence;
    if place.number != 0 && sequence.get() > MAX_SEQUENCE || signed(sequence.get()) == i64::MAX {
        return Err(no_room());
    }
    let content = entry.content.as_ref();
    let document = content.map(|content| content.document.clone());
    let annotations = content.and_then(|content| content.annotations.clone());
    let client_id = Annotations::from_json(annotations.as_ref())?.client_id;
    let row = MessageRow {
        id: entry.id,
        author: content.and_then(|content| content.author),
        revised: entry.revised(),
        base: None,
        deleted: content.is_none(),
        checksum: document.as_ref().map(|document| checksum::checksum(document.as_bytes())),
        annotations,
        document: document.unwrap_or_else(|| Document::from_stored(String::new())),
    };
    if !documents::insert(statements, tx, place, sequence, &row).await? {
        return Err(Error::already_exists(Resource::Message, entry.id));
    }
    if let Some(client_id) = client_id {
        let key = KeyRow { kind: CLIENT_ID, key: client_id.clone(), sequence, count: 1, fingerprint: None };
        if tx.execute(&statements.insert_key, &place.with(key.values())).await? == 0 {
            return Err(Error::already_exists(Resource::Message, client_id));
        }
    }
    Ok(())
}
