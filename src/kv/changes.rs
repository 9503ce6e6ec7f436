//! The changes of a session after an offset.

use super::{
    KeyValue, KeyValueStore,
    drafts::Piece,
    keys,
    rows::{self, DraftRow, MessageRow},
    sessions::View,
    store::{AT_ONCE, Walk},
};
use crate::{
    model::{
        error::{Damaged, Resource, Result},
        id::SessionId,
        json::Json,
        message::Document,
        offset::{Offset, Sequence},
    },
    repository::{Change, ChangeLimit, Changes, MessageRecord, SessionEvent, TurnNews},
    stream::ChunkLog,
};

/// The number of messages that are read at once. They can be long.
const MESSAGES_AT_ONCE: usize = 16;

/// A change that was found.
enum Found<'d> {
    Session,
    /// A message that was appended and never changed.
    Appended(Box<MessageRow>),
    /// A message whose last change has this offset.
    Revised(Sequence),
    Piece(&'d DraftRow, Piece),
    /// A change of a turn, or a decision, and its number of bytes.
    News(TurnNews, usize),
    /// A row of this message does not decode.
    Damaged(Damaged),
}

/// The changes from one source: as many as one result can have, and one more if there are more.
struct Source<'d> {
    found: Vec<(Offset, Found<'d>)>,
    bytes: usize,
    limit: ChangeLimit,
}

impl<'d> Source<'d> {
    fn new(limit: ChangeLimit) -> Self {
        Self { found: Vec::new(), bytes: 0, limit }
    }

    fn is_full(&self) -> bool {
        self.found.len() > self.limit.items as usize
    }

    fn push(&mut self, offset: Offset, bytes: usize, found: Found<'d>) {
        if self.is_full() {
            return;
        }
        let beyond = self.bytes > self.limit.bytes;
        self.found.push((offset, found));
        self.bytes = self.bytes.saturating_add(bytes);
        if beyond {
            // This is the one more.
            self.limit.items = 0;
        }
    }
}

impl<K: KeyValue> KeyValueStore<K> {
    pub(super) async fn try_changes(
        &self,
        session: SessionId,
        after: Offset,
        limit: ChangeLimit,
    ) -> Result<Option<Changes>> {
        let limit = ChangeLimit { items: limit.items.max(1), ..limit };
        let view = self.view_any(session).await?;
        let end = view.offset();
        if after >= end {
            return Ok(Some(Changes { items: Vec::new(), next: end, more: false }));
        }
        let (drafts, broken) = self.listed_drafts(&view).await?;
        // A message is told as complete unless it is a draft, also one that does not decode.
        let complete = |sequence, changed| {
            rows::open_draft(&drafts, sequence).is_none()
                && !broken.iter().any(|draft| draft.is_of(sequence, changed))
        };
        let mut found = self.appended(&view, &complete, after, limit).await?;
        found.extend(self.revised(&view, &complete, after, limit).await?);
        let broken_after = broken.iter().filter(|draft| draft.began > after);
        found.extend(broken_after.map(|draft| (draft.began, Found::Damaged(draft.message.clone()))));
        for draft in &drafts {
            found.extend(self.grown(&view, draft, after, limit).await?);
        }
        found.extend(self.news(&view, after, limit).await?);
        let revision = Offset::from(view.row.revision);
        if revision > after {
            found.push((revision, Found::Session));
        }
        found.sort_unstable_by_key(|(offset, _)| *offset);

        let (mut items, mut bytes, mut more) = (Vec::new(), 0_usize, false);
        for (offset, found) in found {
            if items.len() >= limit.items as usize {
                more = true;
                break;
            }
            // What is missing was overwritten since.
            let Some((event, size)) = self.event(&view, &drafts, found).await? else { return Ok(None) };
            bytes = bytes.saturating_add(size);
            if bytes > limit.bytes && !items.is_empty() {
                more = true;
                break;
            }
            items.push(Change { offset, event });
        }
        let last = items.last().map(|change| change.offset).filter(|_| more);
        let changes = Changes { items, next: last.unwrap_or(end), more };
        Ok(self.is_still(&view).await?.then_some(changes))
    }

    /// Finds complete messages that were appended after an offset and never changed.
    async fn appended<'d>(
        &self,
        view: &View,
        complete: &(impl Fn(Sequence, Offset) -> bool + Sync),
        after: Offset,
        limit: ChangeLimit,
    ) -> Result<Vec<(Offset, Found<'d>)>> {
        let mut source = Source::new(limit);
        let mut walk = Walk::new(keys::messages(view.id, after, view.offset()), false);
        while !walk.ended() && !source.is_full() {
            for (key, stored) in self.next(&mut walk, MESSAGES_AT_ONCE).await? {
                let sequence = read_sequence(keys::number(&key))?;
                if !complete(sequence, sequence.into()) {
                    continue;
                }
                let row = match MessageRow::read_listed(sequence, stored.value()) {
                    Ok(row) => row,
                    Err(damaged) => {
                        source.push(sequence.into(), 0, Found::Damaged(damaged));
                        continue;
                    }
                };
                if row.header.revised.is_none() {
                    let bytes = row.document.as_str().len();
                    source.push(sequence.into(), bytes, Found::Appended(Box::new(row)));
                }
            }
        }
        Ok(source.found)
    }

    /// Finds complete messages that were changed after an offset.
    async fn revised<'d>(
        &self,
        view: &View,
        complete: &(impl Fn(Sequence, Offset) -> bool + Sync),
        after: Offset,
        limit: ChangeLimit,
    ) -> Result<Vec<(Offset, Found<'d>)>> {
        let mut source = Source::new(limit);
        let mut walk = Walk::new(keys::revised_after(view.id, after, view.offset()), false);
        while !walk.ended() && !source.is_full() {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                let offset = Offset::new(keys::number(&key).unwrap_or(0));
                let sequence = match read_sequence(rows::read_number(&stored).ok()) {
                    Ok(sequence) => sequence,
                    Err(error) => {
                        source.push(offset, 0, Found::Damaged(rows::report(Resource::Message, "", &error)));
                        continue;
                    }
                };
                if complete(sequence, offset) {
                    source.push(offset, 0, Found::Revised(sequence));
                }
            }
        }
        Ok(source.found)
    }

    /// Finds the pieces of a draft after an offset.
    async fn grown<'d>(
        &self,
        view: &View,
        draft: &'d DraftRow,
        after: Offset,
        limit: ChangeLimit,
    ) -> Result<Vec<(Offset, Found<'d>)>> {
        let mut source = Source::new(limit);
        let range = keys::pieces(view.id, draft.began, draft.began.max(after.next()), view.offset());
        let mut walk = Walk::new(range, false);
        while !walk.ended() && !source.is_full() {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                match Piece::read(&key, &stored) {
                    Ok(piece) => source.push(piece.offset, piece.text.len(), Found::Piece(draft, piece)),
                    Err(error) => {
                        let offset = Offset::new(keys::number(&key).unwrap_or(0));
                        let damaged = rows::report(Resource::Message, draft.message, &error);
                        source.push(offset, 0, Found::Damaged(damaged));
                    }
                }
            }
        }
        Ok(source.found)
    }

    /// Finds the changes of turns, and the decisions on calls of drafts.
    async fn news<'d>(
        &self,
        view: &View,
        after: Offset,
        limit: ChangeLimit,
    ) -> Result<Vec<(Offset, Found<'d>)>> {
        let mut source = Source::new(limit);
        let mut walk = Walk::new(keys::news_after(view.id, after, view.offset()), false);
        while !walk.ended() && !source.is_full() {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                let offset = Offset::new(keys::number(&key).unwrap_or(0));
                match rows::from_json(stored.value()) {
                    Ok(news) => {
                        let bytes = stored.value().len();
                        source.push(offset, bytes, Found::News(news, bytes));
                    }
                    Err(error) => {
                        source.push(offset, 0, Found::Damaged(rows::report(Resource::Turn, "", &error)));
                    }
                }
            }
        }
        Ok(source.found)
    }

    /// Returns the item of a change, and its number of bytes.
    async fn event(
        &self,
        view: &View,
        drafts: &[DraftRow],
        found: Found<'_>,
    ) -> Result<Option<(SessionEvent, usize)>> {
        let row = match found {
            Found::Session => {
                let state = self.state(view, drafts).await?;
                return Ok(Some((SessionEvent::Session(Box::new(state)), 0)));
            }
            Found::Piece(draft, piece) if piece.offset != draft.began => {
                let bytes = piece.text.len();
                let chunks = ChunkLog::from_stored(piece.text);
                let (id, sequence, began) = (draft.message, draft.sequence, draft.began);
                return Ok(Some((SessionEvent::DraftGrew { id, sequence, began, chunks }, bytes)));
            }
            Found::Piece(draft, piece) => {
                let row = match self.listed_message(view.id, draft.sequence).await? {
                    Some(Ok(row)) if !row.header.deleted => row,
                    Some(Err(damaged)) => return Ok(Some((SessionEvent::Damaged(damaged), 0))),
                    _ => return Ok(None),
                };
                let bytes = piece.text.len();
                let document = Document::from_stored(piece.text);
                let record = complete(MessageRow { document, ..row });
                let record = MessageRecord { revision: draft.began.into(), ..record };
                return Ok(Some((SessionEvent::DraftBegan(record), bytes)));
            }
            Found::News(news, bytes) => return Ok(Some((news.into(), bytes))),
            Found::Damaged(damaged) => return Ok(Some((SessionEvent::Damaged(damaged), 0))),
            Found::Appended(row) => *row,
            Found::Revised(sequence) => match self.listed_message(view.id, sequence).await? {
                Some(Ok(row)) => row,
                Some(Err(damaged)) => return Ok(Some((SessionEvent::Damaged(damaged), 0))),
                None => return Ok(None),
            },
        };
        if row.header.deleted {
            return Ok(Some((SessionEvent::Deleted { id: row.header.id, sequence: row.sequence }, 0)));
        }
        let bytes = row.document.as_str().len();
        Ok(Some((SessionEvent::Message(complete(row)), bytes)))
    }
}

pub(super) fn read_sequence(number: Option<u64>) -> Result<Sequence> {
    number.and_then(Sequence::new).ok_or_else(|| rows::damaged("a message has an invalid key"))
}

/// Creates the record of a message without a draft.
fn complete(row: MessageRow) -> MessageRecord {
    let revision = row.revision();
    let record = MessageRecord::new(row.header.id, row.sequence, row.header.author, row.document);
    MessageRecord { revision, annotations: row.header.annotations.map(Json::from_stored), ..record }
}
