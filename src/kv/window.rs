//! A session with a window of its messages.

use super::{
    KeyValue, KeyValueStore, keys,
    rows::{self, DamagedDraft, DraftRow, MessageRow},
    sessions::View,
    split::Stored,
    store::{AT_ONCE, Walk},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::{MessageId, SessionId},
        message::{Anchor, WindowRequest},
        offset::{Offset, Sequence},
    },
    repository::{MessageRecord, SessionWindow},
};

/// A message's row, or the id of one that does not decode.
enum Row {
    Whole(Box<MessageRow>),
    Damaged(Damaged),
}

/// Messages on one side of a cursor.
#[derive(Default)]
struct Side {
    rows: Vec<Row>,
    /// Whether there are more messages on this side.
    more: bool,
}

impl<K: KeyValue> KeyValueStore<K> {
    pub(super) async fn try_find_session(
        &self,
        id: SessionId,
        request: WindowRequest,
    ) -> Result<Option<SessionWindow>> {
        let view = self.view(id).await?;
        let (mut older, newer) = self.sides(&view, request).await?;
        older.rows.reverse();
        let (drafts, broken) = self.listed_drafts(&view).await?;
        let mut window = SessionWindow::new(self.state(&view, &drafts).await?, Vec::new());
        let (mut first, mut last) = (None, None);
        for row in older.rows.into_iter().chain(newer.rows) {
            let id = match self.shown_row(&view, (&drafts, &broken), row).await {
                Ok(record) => {
                    window.messages.push(record);
                    window.messages.last().map(|record| record.id)
                }
                Err(damaged) => {
                    let id = damaged.id.parse().ok();
                    window.damaged.push(damaged);
                    id
                }
            };
            (first, last) = (first.or(id), id.or(last));
        }
        window.next_before = first.filter(|_| older.more);
        window.next_after = last.filter(|_| newer.more);
        Ok(self.is_still(&view).await?.then_some(window))
    }

    async fn shown_row(
        &self,
        view: &View,
        (drafts, broken): (&[DraftRow], &[DamagedDraft]),
        row: Row,
    ) -> Result<MessageRecord, Damaged> {
        match row {
            Row::Whole(row) => {
                let id = row.header.id;
                if broken.iter().any(|draft| draft.is_of(row.sequence, row.revision().into())) {
                    return Err(Damaged::new(Resource::Message, id.to_string()));
                }
                let record = self.record(view, drafts, *row).await;
                record.map_err(|error| rows::report(Resource::Message, id, &error))
            }
            Row::Damaged(damaged) => Err(damaged),
        }
    }

    /// Returns the messages of a window: those before the anchor, newest first, and the others, oldest first.
    async fn sides(&self, view: &View, request: WindowRequest) -> Result<(Side, Side)> {
        let limit = request.limit() as usize;
        let (zero, end) = (Offset::default(), view.offset());
        let at = match request.anchor().cursor() {
            None => end.next(),
            Some((argument, id)) => self.cursor(view, argument, id).await?.into(),
        };
        let before = Offset::new(at.get().saturating_sub(1));
        Ok(match request.anchor() {
            Anchor::Newest => (self.side(view, (zero, end), true, limit).await?, Side::default()),
            Anchor::Before(_) => {
                let newer = self.side(view, (before, end), false, 0).await?;
                (self.side(view, (zero, before), true, limit).await?, newer)
            }
            Anchor::After(_) => {
                let older = self.side(view, (zero, at), true, 0).await?;
                (older, self.side(view, (at, end), false, limit).await?)
            }
            Anchor::Around(_) => {
                let older = self.side(view, (zero, before), true, limit / 2).await?;
                (older, self.side(view, (before, end), false, limit - limit / 2).await?)
            }
        })
    }

    async fn cursor(&self, view: &View, argument: &'static str, id: MessageId) -> Result<Sequence> {
        let sequence = match self.sequence(view, id).await? {
            None => self.alias(view.id, id).await?,
            found => found,
        };
        sequence.ok_or_else(|| Error::invalid_argument(argument, "must be a message of this session"))
    }

    /// Returns at most `limit` messages after the first offset and up to the second, and whether there are more.
    async fn side(
        &self,
        view: &View,
        (after, to): (Offset, Offset),
        backwards: bool,
        limit: usize,
    ) -> Result<Side> {
        let mut walk = Walk::new(keys::messages(view.id, after, to), backwards);
        let mut rows = Vec::new();
        while !walk.ended() && rows.len() <= limit {
            let wanted = (limit + 1 - rows.len()).min(AT_ONCE);
            let read = self.next(&mut walk, wanted).await?;
            rows.extend(read.iter().filter_map(|(key, stored)| read_row(key, stored)));
        }
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok(Side { rows, more })
    }
}

/// Reads the row of a message that is not deleted.
fn read_row(key: &[u8], stored: &Stored) -> Option<Row> {
    // The range begins behind 0.
    let sequence = keys::number(key).and_then(Sequence::new)?;
    match MessageRow::read_listed(sequence, stored.value()) {
        Ok(row) if row.header.deleted => None,
        Ok(row) => Some(Row::Whole(Box::new(row))),
        Err(damaged) => Some(Row::Damaged(damaged)),
    }
}
