//! Drafts: their rows and their pieces. A piece is what one write added.

use super::{
    KeyValue, KeyValueStore, keys,
    rows::{self, DamagedDraft, DraftRow, PieceHeader},
    sessions::{Edit, View},
    split::Stored,
    store::{AT_ONCE, Walk},
};
use crate::{
    model::{
        error::{ErrorKind, Result},
        id::{AccountId, MessageId, SessionId},
        offset::{Offset, Revision, Sequence},
        time::Timestamp,
    },
    repository::{DraftCursor, DraftFilter, DraftList, DraftRef, KEEP_PIECES, OpenDraft},
    stream::ChunkLog,
};

/// A piece of a draft: the document that it began from, or the chunks of one write.
pub(super) struct Piece {
    pub(super) offset: Offset,
    pub(super) header: PieceHeader,
    pub(super) text: String,
}

impl Piece {
    pub(super) fn read(key: &[u8], stored: &Stored) -> Result<Self> {
        let (header, text) = rows::read(stored.value())?;
        let offset = keys::number(key).ok_or_else(|| rows::damaged("a piece has an invalid key"))?;
        Ok(Self { offset: Offset::new(offset), header, text: text.to_owned() })
    }
}

/// The current content of an open draft.
pub(super) struct Growth {
    pub(super) draft: OpenDraft,
    pub(super) revision: Revision,
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Returns the drafts of a session that had begun at the view's offset, also those that have ended.
    pub(super) async fn drafts(&self, view: &View) -> Result<Vec<DraftRow>> {
        let rows = self.all(keys::drafts(view.id)).await?;
        let drafts = rows.iter().map(|(_, stored)| DraftRow::read(stored.value()));
        let drafts: Vec<DraftRow> = drafts.collect::<Result<_>>()?;
        Ok(drafts.into_iter().filter(|draft| draft.began <= view.offset()).collect())
    }

    /// Returns the same drafts as [`drafts`](Self::drafts), and those that do not decode.
    pub(super) async fn listed_drafts(&self, view: &View) -> Result<(Vec<DraftRow>, Vec<DamagedDraft>)> {
        let (mut drafts, mut damaged) = (Vec::new(), Vec::new());
        for (key, stored) in self.all(keys::drafts(view.id)).await? {
            let began = Offset::new(keys::number(&key).unwrap_or(0));
            if began > view.offset() {
                continue;
            }
            match DraftRow::read_listed(began, stored.value()) {
                Ok(draft) => drafts.push(draft),
                Err(draft) => damaged.push(draft),
            }
        }
        Ok((drafts, damaged))
    }

    /// Returns the next pieces of a draft, at most `limit`.
    async fn next_pieces(&self, walk: &mut Walk, limit: usize) -> Result<Vec<Piece>> {
        let rows = self.next(walk, limit).await?;
        rows.iter().map(|(key, stored)| Piece::read(key, stored)).collect()
    }

    /// Returns everything that was added to an open draft up to the view's offset.
    pub(super) async fn growth(&self, view: &View, row: &DraftRow) -> Result<Growth> {
        let mut draft = OpenDraft::new(row.began, row.grown_at, row.writer);
        let mut last = row.opened;
        let mut walk = Walk::new(keys::pieces(view.id, row.began, row.began, view.offset()), false);
        while !walk.ended() {
            for piece in self.next_pieces(&mut walk, AT_ONCE).await? {
                draft.grown_at = piece.header.at;
                last = last.max(piece.offset);
                if piece.offset != row.began {
                    draft.chunks.extend(&ChunkLog::from_stored(piece.text));
                }
            }
        }
        if last == row.opened {
            draft.grown_at = row.opened_at;
        }
        Ok(Growth { draft, revision: last.into() })
    }

    /// Returns the offset of the last piece of a draft if it has this base and these chunks.
    pub(super) async fn repeated_growth(
        &self,
        view: &View,
        row: &DraftRow,
        base: Revision,
        chunks: &ChunkLog,
    ) -> Result<Option<Revision>> {
        let mut walk = Walk::new(keys::pieces(view.id, row.began, row.began.next(), view.offset()), true);
        let last = self.next_pieces(&mut walk, 1).await?.pop();
        let same = last.filter(|piece| piece.header.base == Some(base) && piece.text == chunks.as_str());
        Ok(same.map(|piece| piece.offset.into()))
    }

    /// Begins a draft on a message, with its current document, and removes drafts that ended long ago.
    pub(super) async fn begin_draft(
        &self,
        edit: &mut Edit,
        drafts: &[DraftRow],
        (message, sequence): (MessageId, Sequence),
        (writer, document): (AccountId, &str),
        began: Offset,
    ) -> Result<()> {
        let at = edit.write.at;
        let row = DraftRow {
            message,
            sequence,
            began,
            writer,
            opened: began,
            opened_at: at,
            revision: began.into(),
            grown_at: at,
            closed: None,
        };
        put_draft(edit, &row)?;
        let first = rows::write(&PieceHeader { at, base: None }, document)?;
        edit.batch.put(keys::piece(edit.id(), began, began), first);
        for draft in drafts {
            let ended = draft.closed.map(|(_, ended)| at.as_micros().saturating_sub(ended.as_micros()));
            if ended > Some(KEEP_PIECES) {
                self.erase_draft(edit, draft).await?;
                edit.row.overwritten = began;
            }
        }
        Ok(())
    }

    /// Erases a draft with its pieces.
    pub(super) async fn erase_draft(&self, edit: &mut Edit, draft: &DraftRow) -> Result<()> {
        let id = edit.id();
        for (key, _) in self.all(keys::all_pieces(id, draft.began)).await? {
            edit.batch.remove(key);
        }
        edit.batch.remove(keys::draft(id, draft.began));
        if draft.is_open() {
            edit.batch.remove(keys::open_draft(draft.grown_at, id, draft.began));
        }
        Ok(())
    }

    pub(super) async fn try_open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<Option<DraftList>> {
        match filter.session {
            Some(session) => self.open_drafts_of(session, filter, limit).await,
            None => self.all_open_drafts(filter, limit).await,
        }
    }

    async fn open_drafts_of(
        &self,
        session: SessionId,
        filter: DraftFilter,
        limit: u32,
    ) -> Result<Option<DraftList>> {
        let view = match self.view(session).await {
            Ok(view) => view,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Some(DraftList::default())),
            Err(error) => return Err(error),
        };
        let (rows, damaged) = self.listed_drafts(&view).await?;
        if !self.is_still(&view).await? {
            return Ok(None);
        }
        let open = rows.into_iter().filter(DraftRow::is_open);
        let mut drafts: Vec<_> = open.map(|row| reference(session, row.grown_at, &row)).collect();
        drafts.retain(|draft| {
            filter.grown_before.is_none_or(|time| draft.grown_at < time)
                && filter.after.is_none_or(|after| draft.cursor() > after)
        });
        drafts.sort_unstable_by_key(DraftRef::cursor);
        drafts.truncate(limit as usize);
        // Every row of the session was read, so the damaged ones take no part in the limit.
        let damaged = damaged.into_iter().map(|draft| draft.message).collect();
        Ok(Some(DraftList { damaged, ..DraftList::new(drafts, limit) }))
    }

    async fn all_open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<Option<DraftList>> {
        let behind = filter.after.map(|after| keys::open_draft(after.grown_at, after.session, after.began));
        let mut walk = Walk::new(keys::open_drafts(behind, filter.grown_before), false);
        let (mut listed, mut grown) = (Vec::new(), Vec::new());
        while !walk.ended() && listed.len() < limit as usize {
            let wanted = (limit as usize - listed.len()).min(AT_ONCE);
            for (key, _) in self.next(&mut walk, wanted).await? {
                let place = keys::read_open_draft(&key);
                let (grown_at, session, began) =
                    place.ok_or_else(|| rows::damaged("a draft has an invalid key"))?;
                let Some(stored) = self.get(&keys::draft(session, began)).await? else { continue };
                let row = match DraftRow::read_listed(began, stored.value()) {
                    Ok(row) => row,
                    Err(draft) => {
                        listed.push((DraftCursor { grown_at, session, began }, Err(draft.message)));
                        continue;
                    }
                };
                let list = if row.grown_at == grown_at { &mut listed } else { &mut grown };
                let draft = reference(session, row.grown_at, &row);
                list.extend(row.is_open().then(|| (draft.cursor(), Ok(draft))));
            }
        }
        if walk.ended() {
            // What has grown since stands at the end by now, where the walk has perhaps not met it.
            grown.retain(|(cursor, _)| {
                let is_it =
                    |other: &DraftCursor| (other.session, other.began) == (cursor.session, cursor.began);
                filter.grown_before.is_none_or(|time| cursor.grown_at < time)
                    && !listed.iter().any(|(other, _)| is_it(other))
            });
            listed.append(&mut grown);
            listed.sort_unstable_by_key(|(cursor, _)| *cursor);
            listed.truncate(limit as usize);
        }
        Ok(Some(DraftList::of_rows(listed, limit)))
    }
}

fn reference(session: SessionId, grown_at: Timestamp, row: &DraftRow) -> DraftRef {
    let place = DraftCursor { grown_at, session, began: row.began };
    DraftRef::new(place, row.message, row.sequence, row.revision, row.writer)
}

/// Writes the row of a draft, and its entry in the list of open drafts.
pub(super) fn put_draft(edit: &mut Edit, row: &DraftRow) -> Result<()> {
    let id = edit.id();
    let place = keys::open_draft(row.grown_at, id, row.began);
    if row.is_open() {
        edit.batch.put(place, Vec::new());
    } else {
        edit.batch.remove(place);
    }
    edit.batch.put(keys::draft(id, row.began), row.write()?);
    Ok(())
}
