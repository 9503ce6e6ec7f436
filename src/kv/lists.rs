//! Lists: their entries, their lengths, and their pages.

use std::cmp::Reverse;

use super::{
    KeyValue, KeyValueStore,
    keys::{self, List},
    rows,
    store::{AT_ONCE, Batch, Walk},
};
use crate::model::{
    error::{Damaged, Error, Result},
    page::{Cursor, Page, PagePosition, PageRequest},
    time::Timestamp,
};

/// The maximum number of reads of a page. The last result is returned even if the list changed during the read.
const PAGE_TRIES: usize = 8;

/// The number of keys that a walk over a list reads at once.
const KEYS_AT_ONCE: usize = 1024;

/// A position in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) list: List,
    pub(super) time: Timestamp,
    pub(super) id: [u8; 12],
    /// Whether the list has counters of its length.
    pub(super) counted: bool,
}

/// Moves something from its old positions in lists to new ones.
pub(super) fn move_entries(
    batch: &mut Batch,
    before: impl IntoIterator<Item = Entry>,
    after: impl IntoIterator<Item = Entry>,
) {
    let (before, after): (Vec<_>, Vec<_>) = (before.into_iter().collect(), after.into_iter().collect());
    for entry in before.iter().filter(|entry| !after.contains(entry)) {
        batch.remove(keys::entry(entry.list, entry.time, entry.id));
        count(batch, entry, -1);
    }
    for entry in after.iter().filter(|entry| !before.contains(entry)) {
        batch.put(keys::entry(entry.list, entry.time, entry.id), Vec::new());
        count(batch, entry, 1);
    }
}

fn count(batch: &mut Batch, entry: &Entry, by: i64) {
    if entry.counted {
        for key in keys::lengths_of(entry.list, entry.time, entry.id) {
            *batch.counts.entry(key).or_default() += by;
        }
    }
}

/// A row that was read for an entry of a list.
pub(super) struct Listed<T> {
    pub(super) row: Result<T, Damaged>,
    /// Whether the row is still at this position.
    pub(super) still: bool,
}

impl<T> Listed<T> {
    pub(super) fn damaged(row: Damaged) -> Self {
        Self { row: Err(row), still: true }
    }
}

/// The rows of a page, with their entries.
struct Found {
    entries: Vec<(Timestamp, [u8; 12])>,
    /// The length of the list, for a numbered page.
    total: Option<u64>,
    /// Whether there are more entries, for a page by cursor.
    more: bool,
}

/// The rows of a numbered page, counted from the nearer end of the list.
struct Place {
    /// Whether the nearer end is the one with the newest entries.
    newer: bool,
    skip: u64,
    take: u64,
}

impl Place {
    fn of(request: PageRequest, total: u64) -> Self {
        let from_newest = request.offset().min(total);
        let take = u64::from(request.size()).min(total - from_newest);
        let from_oldest = total - from_newest - take;
        if from_newest <= from_oldest {
            Self { newer: true, skip: from_newest, take }
        } else {
            Self { newer: false, skip: from_oldest, take }
        }
    }
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Adds the changed counters to a batch.
    pub(super) async fn count(&self, batch: &mut Batch) -> Result<()> {
        for (key, by) in std::mem::take(&mut batch.counts) {
            if by == 0 {
                continue;
            }
            let stored = self.get(&key).await?;
            let length = stored.as_ref().map_or(Ok(0), rows::read_number)?.saturating_add_signed(by);
            // What was read earlier is what the change was decided on.
            batch.expect.entry(key.clone()).or_insert_with(|| stored.map(|stored| stored.raw));
            batch.put.insert(key, (length > 0).then(|| length.to_be_bytes().to_vec()));
        }
        Ok(())
    }

    /// Returns the length of a list.
    async fn length(&self, list: List) -> Result<u64> {
        let slots = self.all(keys::lengths(list)).await?;
        slots.iter().try_fold(0, |sum, (_, stored)| Ok(rows::read_number(stored)?.saturating_add(sum)))
    }

    /// Returns a page of a list, whose rows `read` reads. `counted` is the list that has the length.
    pub(super) async fn page<T: Send, F>(
        &self,
        list: List,
        counted: List,
        request: PageRequest,
        read: impl Fn(Entry) -> F + Send + Sync,
    ) -> Result<Page<T>>
    where
        F: Future<Output = Result<Option<Listed<T>>>> + Send,
    {
        let mut tries = 0;
        loop {
            let found = self.entries(list, counted, request).await?;
            let mut still = true;
            let mut rows = Vec::with_capacity(found.entries.len());
            for &(time, id) in &found.entries {
                let entry = Entry { list, time, id, counted: list == counted };
                let read = read(entry).await?;
                still = still && read.as_ref().is_some_and(|read| read.still);
                rows.extend(read.map(|read| read.row));
            }
            tries += 1;
            if let Some(total) = found.total {
                still = still && self.length(counted).await? == total;
            }
            if still || tries == PAGE_TRIES {
                let end = found.entries.last().filter(|_| found.more);
                let next = end.map(|&(time, id)| Cursor { time, id });
                return Ok(match found.total {
                    Some(total) => Page::of_rows(request, total, rows),
                    None => Page::by_cursor(request, rows, next),
                });
            }
        }
    }

    /// Returns a page by cursor of several lists, merged. `read` reads the rows, and `passes` filters them. A row that
    /// does not decode passes.
    pub(super) async fn merged<T: Send, F>(
        &self,
        lists: &[List],
        request: PageRequest,
        read: impl Fn(Entry) -> F + Send + Sync,
        passes: impl Fn(List, &T) -> bool + Send + Sync,
    ) -> Result<Page<T>>
    where
        F: Future<Output = Result<Option<Listed<T>>>> + Send,
    {
        let size = request.size() as usize;
        let mut tries = 0;
        loop {
            let (mut rows, mut still) = (Vec::new(), true);
            for &list in lists {
                let (from, end) = keys::entries(list);
                let end = match request.position() {
                    PagePosition::After(cursor) => keys::entry(list, cursor.time, cursor.id),
                    PagePosition::Start | PagePosition::Number(_) => end,
                };
                let (mut walk, mut found) = (Walk::new((from, end), true), 0);
                while !walk.ended() && found <= size {
                    for (key, _) in self.next(&mut walk, AT_ONCE).await? {
                        let Some((time, id)) = keys::read_entry(&key) else {
                            return Err(rows::damaged("a list has an invalid key"));
                        };
                        let listed = read(Entry { list, time, id, counted: false }).await?;
                        still = still && listed.as_ref().is_some_and(|listed| listed.still);
                        let row = listed.map(|listed| listed.row);
                        if let Some(row) =
                            row.filter(|row| row.as_ref().map_or(true, |row| passes(list, row)))
                        {
                            rows.push((Cursor { time, id }, row));
                            found += 1;
                        }
                    }
                }
            }
            rows.sort_by_key(|(cursor, _)| Reverse(*cursor));
            tries += 1;
            if still || tries == PAGE_TRIES {
                // One that moved from a list to another may be in both.
                rows.dedup_by_key(|(cursor, _)| cursor.id);
                let more = rows.len() > size;
                rows.truncate(size);
                let next = rows.last().filter(|_| more).map(|(cursor, _)| *cursor);
                return Ok(Page::by_cursor(request, rows.into_iter().map(|(_, row)| row).collect(), next));
            }
        }
    }

    async fn entries(&self, list: List, counted: List, request: PageRequest) -> Result<Found> {
        let take = u64::from(request.size());
        let (from, end) = keys::entries(list);
        let end = match request.position() {
            PagePosition::Number(_) => return self.numbered(list, counted, request).await,
            PagePosition::Start => end,
            PagePosition::After(cursor) => keys::entry(list, cursor.time, cursor.id),
        };
        let mut entries = self.walk(Walk::new((from, end), true), 0, take + 1).await?;
        let more = entries.len() as u64 > take;
        entries.truncate(request.size() as usize);
        Ok(Found { entries, total: None, more })
    }

    async fn numbered(&self, list: List, counted: List, request: PageRequest) -> Result<Found> {
        let total = self.length(counted).await?;
        let place = Place::of(request, total);
        let range = keys::entries(list);
        let (range, skip) = if list == counted {
            self.seek(list, range, &place).await?
        } else if place.take > 0 && place.skip > PageRequest::FAR {
            return Err(Error::invalid_argument("page", "is too far from both ends: page by cursor"));
        } else {
            (range, place.skip)
        };
        let mut entries = if place.take == 0 {
            Vec::new()
        } else {
            self.walk(Walk::new(range, place.newer), skip, place.take).await?
        };
        if !place.newer {
            entries.reverse();
        }
        Ok(Found { entries, total: Some(total), more: false })
    }

    /// Skips whole days of a list by their counters. Returns the rest of the range, and how many rows of it to skip.
    async fn seek(&self, list: List, range: keys::Range, place: &Place) -> Result<(keys::Range, u64)> {
        if place.skip <= KEYS_AT_ONCE as u64 {
            return Ok((range, place.skip));
        }
        let mut days = Walk::new(keys::days(list), place.newer);
        // How many rows earlier days have, and the day that may be the one.
        let (mut before, mut day, mut length) = (0_u64, None, 0_u64);
        'days: while !days.ended() {
            for (key, stored) in self.next(&mut days, KEYS_AT_ONCE).await? {
                let (this, slot) = (keys::read_day(&key), rows::read_number(&stored)?);
                if this != day {
                    if before + length > place.skip {
                        break 'days;
                    }
                    (before, day, length) = (before + length, this, 0);
                }
                length = length.saturating_add(slot);
            }
        }
        let Some(day) = day else { return Ok((range, place.skip)) };
        let (from, end) = range;
        let range = if place.newer {
            (from, keys::day_start(list, day + 1))
        } else {
            (keys::day_start(list, day), end)
        };
        Ok((range, place.skip - before))
    }

    /// Skips `skip` entries, and returns the next `take`.
    async fn walk(&self, mut walk: Walk, skip: u64, take: u64) -> Result<Vec<(Timestamp, [u8; 12])>> {
        let (mut skip, mut entries) = (skip, Vec::new());
        while !walk.ended() && (entries.len() as u64) < take {
            let wanted = usize::try_from(skip.saturating_add(take)).unwrap_or(usize::MAX);
            for (key, _) in self.next(&mut walk, wanted.clamp(1, KEYS_AT_ONCE)).await? {
                if skip > 0 {
                    skip -= 1;
                } else if (entries.len() as u64) < take {
                    entries.push(
                        keys::read_entry(&key).ok_or_else(|| rows::damaged("a list has an invalid key"))?,
                    );
                }
            }
        }
        Ok(entries)
    }

    /// Returns the ids of all entries of a list.
    pub(super) async fn ids(&self, list: List) -> Result<Vec<[u8; 12]>> {
        let mut walk = Walk::new(keys::entries(list), false);
        let mut ids = Vec::new();
        while !walk.ended() {
            let rows = self.next(&mut walk, AT_ONCE).await?;
            ids.extend(rows.iter().filter_map(|(key, _)| keys::read_entry(key)).map(|(_, id)| id));
        }
        Ok(ids)
    }
}
