//! The table `counts`, and paged lists.
//!
//! The length of a list of sessions is stored, in total and for each day on which they were created. So a page near an
//! end of the list costs the same however long the list is; a page in the middle is found by adding the days from the
//! nearer end, and then skipping rows within one day.

use super::{
    columns::Stored as _,
    counts::name_of,
    list_statements::{Order, place_columns},
    row::{Collect, Row},
    rows::{DAY, TOTAL},
    sessions,
    statement::Statement,
    statements::Statements,
    tx::{Operation, Tx},
    value::Named,
};
use crate::{
    model::{
        error::{Damaged, Error, Result},
        id::{AccountId, SessionId},
        page::{Cursor, Page, PagePosition, PageRequest},
        session::{SessionFilter, SessionOrder, SessionRef},
        time::Timestamp,
    },
    repository::{
        Buffer, SessionText, SessionTexts,
        list_plan::{KeptList, ListPlan, Source},
    },
};

/// The maximum number of rows that are skipped from an end of a list without reading the days.
const NEAR: u64 = 1_000;

/// The rows of a page: a bound, a direction, the number of rows to skip and to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slice {
    towards: Towards,
    /// Rows in the older direction are before this time; rows in the newer direction are not before it.
    bound: i64,
    skip: u64,
    limit: u64,
}

/// The direction in which rows are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Towards {
    Older,
    Newer,
}

impl Towards {
    fn other(self) -> Self {
        match self {
            Self::Older => Self::Newer,
            Self::Newer => Self::Older,
        }
    }
}

impl Slice {
    /// Returns the slice of a numbered page from the newest row.
    fn from_newest(request: PageRequest) -> Self {
        let (skip, limit) = (request.offset(), u64::from(request.size()));
        Self { towards: Towards::Older, bound: i64::MAX, skip, limit }
    }

    /// Returns the slice of a numbered page in a list of `total` rows, from the nearer end; `None` after the last page.
    pub(super) fn from_nearer_end(request: PageRequest, total: u64) -> Option<Self> {
        let limit = u64::from(request.size()).min(total.saturating_sub(request.offset()));
        if limit == 0 {
            return None;
        }
        let behind = total - request.offset() - limit;
        Some(if request.offset() <= behind {
            Self::from_newest(request)
        } else {
            Self { towards: Towards::Newer, bound: i64::MIN, skip: behind, limit }
        })
    }

    /// Returns the same slice, counted from the nearer end of the day with its first row.
    fn within(self, Day { number, length, skip }: Day) -> Self {
        let bound = |towards| match towards {
            Towards::Older => number.saturating_add(1).saturating_mul(DAY),
            Towards::Newer => number.saturating_mul(DAY),
        };
        let behind = length.checked_sub(skip + self.limit).filter(|behind| *behind < skip);
        let (towards, skip) = match behind {
            Some(behind) => (self.towards.other(), behind),
            None => (self.towards, skip),
        };
        Self { towards, bound: bound(towards), skip, ..self }
    }

    /// Returns the statement that reads the rows, with its values.
    fn query<'o>(self, order: &'o Order, filter: &[Named]) -> (&'o Statement, Vec<Named>) {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX).into();
        let mut values = vec![
            ("time", self.bound.into()),
            ("id", "".into()),
            ("limit", number(self.limit)),
            ("skip", number(self.skip)),
        ];
        values.extend_from_slice(filter);
        let statement = match (self.towards, self.bound) {
            (Towards::Older, i64::MAX) => &order.newest,
            (Towards::Newer, i64::MIN) => &order.oldest,
            (Towards::Older, _) => &order.older,
            (Towards::Newer, _) => &order.newer,
        };
        (statement, values)
    }

    /// Reads the rows, newest first.
    pub(super) async fn read<T: Tx, R: Send>(
        self,
        tx: &mut T,
        order: &Order,
        filter: &[Named],
        mut read: impl FnMut(&dyn Row) -> R + Send,
    ) -> Result<Vec<R>> {
        let (statement, values) = self.query(order, filter);
        let mut rows = Vec::with_capacity(usize::try_from(self.limit).unwrap_or(0));
        tx.query(statement, &values, |row| {
            rows.push(read(row));
            Ok(())
        })
        .await?;
        if self.towards == Towards::Newer {
            rows.reverse();
        }
        Ok(rows)
    }
}

/// A day of a list, and the number of rows to skip from its beginning. If it has no more rows than that, the next day
/// follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    number: i64,
    length: u64,
    skip: u64,
}

impl Collect for Day {
    fn take(&mut self, row: &dyn Row) -> Result<bool> {
        Ok(self.go_on(i64::load(row, 0)?, u64::try_from(i64::load(row, 1)?).unwrap_or(0)))
    }
}

impl Day {
    /// Returns the state before the first day.
    fn before_all(skip: u64) -> Self {
        Self { number: 0, length: 0, skip }
    }

    /// Advances to the next day if this one is skipped as a whole. Returns whether that one is skipped too.
    fn go_on(&mut self, number: i64, length: u64) -> bool {
        if let Some(skip) = self.skip.checked_sub(self.length) {
            *self = Self { number, length, skip };
        }
        self.skip >= self.length
    }
}

/// A row of a page by cursor, with its cursor if that can be read.
type Placed<R> = (Option<Cursor>, Result<R, Damaged>);

/// Reads a page by cursor. `columns` are the indexes of the id and of the time of the order.
pub(super) async fn read_behind<T: Tx, R: Send>(
    tx: &mut T,
    order: &Order,
    request: PageRequest,
    filter: &[Named],
    columns: [usize; 2],
    read: impl FnMut(&dyn Row) -> Result<R, Damaged> + Send,
) -> Result<Page<R>> {
    Ok(page_of(request, rows_behind(tx, order, request, filter, columns, read).await?))
}

/// Reads the rows of such a page, and one more if there is one.
async fn rows_behind<T: Tx, R: Send>(
    tx: &mut T,
    order: &Order,
    request: PageRequest,
    filter: &[Named],
    columns: [usize; 2],
    mut read: impl FnMut(&dyn Row) -> Result<R, Damaged> + Send,
) -> Result<Vec<Placed<R>>> {
    let (statement, values) = query_behind(order, request, filter);
    tx.query(statement, &values, |row| Ok((place(row, columns), read(row)))).await
}

/// Returns the statement that reads a page by cursor and one more row, with its values.
fn query_behind<'o>(order: &'o Order, request: PageRequest, filter: &[Named]) -> (&'o Statement, Vec<Named>) {
    let mut values = vec![("limit", i64::from(request.size()).saturating_add(1).into()), ("skip", 0.into())];
    values.extend_from_slice(filter);
    let PagePosition::After(cursor) = request.position() else { return (&order.newest, values) };
    // Ids of all kinds have the same text.
    let id = SessionId::from_bytes(cursor.id).to_string();
    values.extend([("time", cursor.time.as_micros().into()), ("id", id.into())]);
    (&order.older, values)
}

/// Returns the cursor of a row, from the columns of its id and time. A row that does not decode has one too if these
/// can be read.
fn place(row: &dyn Row, [id, time]: [usize; 2]) -> Option<Cursor> {
    let id = SessionId::load(row, id).ok()?.to_bytes();
    Some(Cursor { time: Timestamp::load(row, time).ok()?, id })
}

/// Creates the page from rows, which can have one more than the page.
fn page_of<R>(request: PageRequest, mut rows: Vec<Placed<R>>) -> Page<R> {
    let size = request.size() as usize;
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.iter().rev().find_map(|(place, _)| *place);
    Page::by_cursor(request, rows.into_iter().map(|(_, row)| row).collect(), last.filter(|_| more))
}

#[derive(Debug)]
pub(crate) struct ListSessions(pub(crate) SessionFilter, pub(crate) PageRequest);

impl ListSessions {
    /// Returns the values that select the rows of a source.
    fn values(&self, source: &Source) -> Vec<Named> {
        let created_by = match source.list {
            KeptList::CreatedBy(account) => Some(account),
            KeptList::All | KeptList::Labelled(_) => source.created_by,
        };
        let label = match source.list {
            KeptList::Labelled(label) => Some(label),
            KeptList::All | KeptList::CreatedBy(_) => None,
        };
        // In the stored array, a label is a text between quotation marks, and has none itself.
        let has = source.label.map(|label| format!("\"{label}\""));
        vec![
            ("created_by", created_by.store()),
            ("label", label.store()),
            ("has", has.store()),
            ("reader", self.0.reader.store()),
        ]
    }

    /// Reads a page by cursor of several lists, merged.
    async fn by_cursor<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        sources: &[Source],
    ) -> Result<Page<SessionRef<AccountId>>> {
        let Self(filter, request) = *self;
        let unread = filter.reader.is_some();
        let mut rows = Vec::new();
        for source in sources {
            let (order, values) =
                (statements.lists.records.of(*source, filter.order, unread), self.values(source));
            let read = |row: &dyn Row| sessions::load_listed(row, unread);
            rows.extend(rows_behind(tx, order, request, &values, place_columns(filter.order), read).await?);
        }
        if sources.len() > 1 {
            // Each list is in order. A row without a place comes behind those that have one.
            rows.sort_by(|(one, _), (other, _)| other.cmp(one));
        }
        Ok(page_of(request, rows))
    }
}

impl Operation for ListSessions {
    type Output = Page<SessionRef<AccountId>>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let Self(filter, request) = *self;
        let unread = filter.reader.is_some();
        let list = match ListPlan::of(&filter, request)? {
            ListPlan::ByCursor(sources) => return self.by_cursor(statements, tx, &sources).await,
            ListPlan::Counted(list) => list,
        };
        let source = Source::whole(list);
        if !matches!(request.position(), PagePosition::Number(_)) {
            return self.by_cursor(statements, tx, &[source]).await;
        }

        let order = statements.lists.records.of(source, filter.order, unread);
        let values = self.values(&source);
        announce_first(tx, order, &values, request);
        let (total, slice) = find_slice(statements, tx, list, filter.order, request).await?;
        let read = |row: &dyn Row| sessions::load_listed(row, unread);
        let rows = match slice {
            None => Vec::new(),
            Some(slice) => slice.read(tx, order, &values, read).await?,
        };
        Ok(Page::of_rows(request, total, rows))
    }
}

/// Announces the statement that reads page 1, the only one whose rows do not depend on the length of the list.
fn announce_first<T: Tx>(tx: &mut T, order: &Order, filter: &[Named], request: PageRequest) {
    if tx.announces() && request.position() == PagePosition::Number(1) {
        let (statement, values) = Slice::from_newest(request).query(order, filter);
        tx.announce(statement, &values);
    }
}

/// Returns the length of a list, and the slice of a numbered page; `None` after the last page.
async fn find_slice<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    list: KeptList,
    order: SessionOrder,
    request: PageRequest,
) -> Result<(u64, Option<Slice>)> {
    let lists = &statements.lists;
    let values = [("list", name_of(list).into()), ("total", TOTAL.into())];
    if order == SessionOrder::Created && request.offset() > NEAR {
        // Most far pages are counted from the newest day.
        tx.announce(&lists.days[0], &values);
    }
    let slots = tx.query(&lists.total, &values, |row| i64::load(row, 0)).await?;
    let total = u64::try_from(slots.iter().sum::<i64>()).unwrap_or(0);
    let mut slice = Slice::from_nearer_end(request, total);
    if let Some(deep) = slice.filter(|slice| order == SessionOrder::Created && slice.skip > NEAR) {
        let [from_newest, from_oldest] = &lists.days;
        let days = match deep.towards {
            Towards::Older => from_newest,
            Towards::Newer => from_oldest,
        };
        let day = tx.collect(days, &values, Day::before_all(deep.skip)).await?;
        // Without rows there is no day.
        slice = Some(deep.within(day)).filter(|_| day.length > 0);
    }
    if order == SessionOrder::Active && slice.is_some_and(|slice| slice.skip > PageRequest::FAR) {
        let reason = "is too far from both ends of a list by last activity: go on by cursor";
        return Err(Error::invalid_argument("page", reason));
    }
    Ok((total, slice))
}

#[derive(Debug)]
pub(crate) struct ListSessionTexts(pub(crate) SessionFilter, pub(crate) PageRequest);

impl Operation for ListSessionTexts {
    type Output = SessionTexts;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<SessionTexts> {
        let Self(filter, request) = *self;
        let records = ListSessions(filter, request);
        let ListPlan::Counted(list) = ListPlan::of(&filter, request)? else {
            // Rows of several lists are put in order as records.
            return SessionTexts::new(records.run(statements, tx).await?);
        };
        let source = Source::whole(list);
        let order = statements.lists.texts.of(source, filter.order, filter.reader.is_some());
        let values = records.values(&source);
        let numbered = matches!(request.position(), PagePosition::Number(_));
        let (total, towards, query) = if numbered {
            announce_first(tx, order, &values, request);
            let (total, slice) = find_slice(statements, tx, list, filter.order, request).await?;
            let towards = slice.map_or(Towards::Older, |slice| slice.towards);
            (total, towards, slice.map(|slice| slice.query(order, &values)))
        } else {
            (0, Towards::Older, Some(query_behind(order, request, &values)))
        };
        let mut found = Texts::new(filter, towards, request.size() as usize);
        if let Some((statement, values)) = query {
            found = match tx.collect(statement, &values, found).await {
                Ok(found) => found,
                // Rare enough to read all of it again: the rows did not come in their order, so they are to be sorted.
                Err(_) => return SessionTexts::new(records.run(statements, tx).await?),
            };
        }
        let Texts { buffer, mut rows, more, last, .. } = found;
        let page = if numbered {
            if towards == Towards::Newer {
                rows.reverse();
            }
            Page::of_rows(request, total, rows)
        } else {
            Page::by_cursor(request, rows, last.filter(|_| more))
        };
        Ok(SessionTexts::from_parts(buffer, page))
    }
}

/// Collects the texts of a page.
struct Texts {
    order: SessionOrder,
    unread: bool,
    towards: Towards,
    limit: usize,
    buffer: Buffer,
    rows: Vec<Result<SessionText, Damaged>>,
    /// The cursor of the last row that has one.
    last: Option<Cursor>,
    /// Whether there are rows after the page.
    more: bool,
}

impl Texts {
    fn new(filter: SessionFilter, towards: Towards, limit: usize) -> Self {
        let rows = Vec::with_capacity(limit);
        let (order, unread) = (filter.order, filter.reader.is_some());
        let buffer = SessionTexts::buffer(limit);
        Self { order, unread, towards, limit, buffer, rows, last: None, more: false }
    }
}

impl Collect for Texts {
    fn take(&mut self, row: &dyn Row) -> Result<bool> {
        self.more = self.rows.len() == self.limit;
        if self.more {
            return Ok(false);
        }
        let text = sessions::write_listed(row, self.unread, &mut self.buffer);
        let place = match &text {
            Ok(text) => Some(text.place(self.order)),
            Err(_) => place(row, place_columns(self.order)),
        };
        if let Some(place) = place {
            let in_order = self.last.is_none_or(|last| match self.towards {
                Towards::Older => place < last,
                Towards::Newer => place > last,
            });
            if !in_order {
                return Err(Error::internal("the rows of a list are not in its order", place.to_string()));
            }
            self.last = Some(place);
        }
        self.rows.push(text);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearer(page: u32, total: u64) -> Option<(Towards, u64, u64)> {
        let slice = Slice::from_nearer_end(PageRequest::new(page, 10), total)?;
        Some((slice.towards, slice.skip, slice.limit))
    }

    #[test]
    fn a_page_is_counted_from_the_nearer_end() {
        assert_eq!(nearer(1, 0), None);
        assert_eq!(nearer(1, 3), Some((Towards::Older, 0, 10)));
        assert_eq!(nearer(1, 95), Some((Towards::Older, 0, 10)));
        assert_eq!(nearer(9, 95), Some((Towards::Newer, 5, 10)));
        assert_eq!(nearer(10, 95), Some((Towards::Newer, 0, 5)));
        assert_eq!(nearer(11, 95), None);
        assert_eq!(nearer(u32::MAX, u64::MAX), Some((Towards::Older, 42_949_672_940, 10)));
    }

    #[test]
    fn a_deep_page_is_found_by_its_day() {
        let days = [(9, 100), (8, 0), (7, 1000), (-2, 15)];
        let slice = |page| {
            let whole = Slice::from_nearer_end(PageRequest::new(page, 10), 1115)?;
            let mut day = Day::before_all(whole.skip);
            let mut go_on = |(number, length)| day.go_on(number, length);
            // Also a day that is told though no more are wanted.
            match whole.towards {
                Towards::Older => days.into_iter().for_each(|day| _ = go_on(day)),
                Towards::Newer => days.into_iter().rev().for_each(|day| _ = go_on(day)),
            }
            Some(whole.within(day))
        };
        let older =
            |bound, skip, limit| Some(Slice { towards: Towards::Older, bound: bound * DAY, skip, limit });
        let newer =
            |bound, skip, limit| Some(Slice { towards: Towards::Newer, bound: bound * DAY, skip, limit });
        assert_eq!(slice(1), older(10, 0, 10));
        assert_eq!(slice(10), newer(9, 0, 10), "the last rows of a day are nearer to its older end");
        assert_eq!(slice(11), older(8, 0, 10));
        assert_eq!(slice(12), older(8, 10, 10));
        assert_eq!(slice(61), newer(7, 490, 10));
        assert_eq!(slice(110), newer(7, 0, 10));
        assert_eq!(slice(111), older(-1, 0, 10));
        assert_eq!(slice(112), newer(-2, 0, 5));
        assert_eq!(slice(113), None);
    }
}
