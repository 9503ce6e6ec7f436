//! Lists: how long they are, and their pages.

use rusqlite::Connection;

use super::{
    connection::{damaged, each_row, first_integer, insert, row},
    stretches::{Place, Spot, Stretched},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::AccountId,
        page::{Page, PageRequest},
        robot::Robot,
        session::SessionRef,
        time::Timestamp,
        workspace::{Workspace, WorkspaceInstance},
    },
    sql::{
        Statement, Statements, Value,
        list::{End, Slice},
        row::{self as decode, Row},
        values::number,
    },
};

/// Says that lists are so much longer.
pub(super) fn lengthen<const N: usize>(
    c: &Connection,
    s: &Statements,
    lists: [&str; N],
    by: i64,
) -> Result<()> {
    for list in lists {
        let values = [("list", list.into()), ("slot", 0.into()), ("length", by.into())];
        insert(c, &s.add_to_count, &values)?;
    }
    Ok(())
}

/// A list that is read page by page: how long it is, and its statements from either end.
pub(super) struct Listing<'a> {
    pub(super) length: &'a str,
    pub(super) from_newest: &'a Statement,
    pub(super) from_oldest: &'a Statement,
    pub(super) count: &'a Statement,
    pub(super) within: Option<(&'a str, Value<'a>)>,
}

/// A row of a list, which may have been deleted.
pub(super) trait Listed {
    fn deleted_at(&self) -> Option<Timestamp>;
}

macro_rules! listed {
    ($($T:ty)+) => {$(
        impl Listed for $T {
            fn deleted_at(&self) -> Option<Timestamp> {
                self.deleted_at
            }
        }
    )+};
}
listed!(SessionRef<AccountId> Robot<AccountId> Workspace<AccountId> WorkspaceInstance<AccountId>);

/// Finds what has this id and was not deleted. It is read deleted or not, so that its checksum says whether it was.
pub(super) fn find<T: Listed>(
    c: &Connection,
    statement: &Statement,
    (resource, id): (Resource, impl ToString),
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<T> {
    let id = id.to_string();
    let found = row(c, statement, &[("id", id.as_str().into())], read)?;
    found.filter(|found| found.deleted_at().is_none()).ok_or_else(|| Error::not_found(resource, id))
}

/// Rows of a page, newest first.
type Rows<T> = Vec<Result<T, Damaged>>;

/// To walk over so many rows takes less than to find another way.
const NEAR: u64 = 256;

/// In a list that is not cut into stretches, so many rows are counted to see that a page is where it should be.
const COUNTED: u64 = 4096;

/// Reads one page: from the end that it is nearer to, unless it is far from both and there is a better way.
///
/// All of it is one moment, and a damaged index loses rows or finds other ones. So the rows that are newer than the
/// page are counted, as far as a stretch goes or the list, and in a list without stretches those that are older.
pub(super) fn page<T: Listed>(
    c: &Connection,
    s: &Statements,
    request: PageRequest,
    listing: &Listing<'_>,
    stretched: Option<&Stretched<'_>>,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Page<T>> {
    let length = row(c, &s.count, &[("list", listing.length.into())], |row| {
        Ok((first_integer(row)?, row.integer(1)?.unwrap_or(0)))
    })?;
    let (length, wrong) = length.unwrap_or_default();
    let total = u64::try_from(length).ok().filter(|_| wrong == 0);
    let total = total.ok_or_else(|| damaged("the length of a list is wrong"))?;
    let Some(slice) = Slice::nearer(request, total) else {
        if total == 0 && count(c, listing, None, None)? != 0 {
            return Err(damaged("a list has rows, and no length"));
        }
        return Ok(Page::new(request, total, Vec::new()));
    };
    let (first, last) = (request.offset(), request.offset() + slice.limit - 1);
    let spots = match stretched.filter(|_| total > NEAR) {
        Some(stretched) => Some(stretched.find(c, s, (first, last), total, slice.offset > NEAR)?),
        None => (total <= COUNTED).then(|| [Spot::in_whole(first, total), Spot::in_whole(last, total)]),
    };
    let mut values = vec![("limit", number(slice.limit)?), ("offset", number(slice.offset)?)];
    let start;
    let (statement, end) = match (stretched.filter(|_| slice.offset > NEAR), &spots, slice.end) {
        (Some(stretched), Some([first, _]), _) => {
            start = stretched.place(c, s, first)?;
            values.extend([("created_at", start.0.into()), ("id", start.1.as_str().into())]);
            (stretched.from(s), End::Newest)
        }
        (.., End::Newest) => (listing.from_newest, End::Newest),
        (.., End::Oldest) => (listing.from_oldest, End::Oldest),
    };
    values.extend(listing.within.clone());
    let mut rows: Rows<T> = Vec::new();
    let (mut place, mut other_end, mut in_order) = (Place::default(), None, true);
    each_row(c, statement, &values, |row| {
        let (at, id) =
            row.integer(1)?.zip(row.text(0)?).ok_or_else(|| damaged("a row of a list has no place"))?;
        if other_end.is_none() {
            other_end = Some((at, id.to_owned()));
        } else {
            let last = (place.0, place.1.as_str());
            in_order &= if end == End::Newest { last > (at, id) } else { last < (at, id) };
        }
        place.0 = at;
        place.1.clear();
        place.1.push_str(id);
        let read = decode::or_damaged(read(row))?;
        in_order &= !read.as_ref().is_ok_and(|row| row.deleted_at().is_some());
        rows.push(read);
        Ok(())
    })?;
    if rows.len() as u64 != slice.limit {
        return Err(damaged("rows of a list are missing"));
    }
    if !in_order {
        return Err(damaged("a list is not in order"));
    }
    let (mut newest, mut oldest) = (other_end.unwrap_or_default(), place);
    if end == End::Oldest {
        rows.reverse();
        std::mem::swap(&mut newest, &mut oldest);
    }
    if let Some([first, last]) = &spots {
        let newer = count(c, listing, Some(&newest), first.end.as_ref())? - 1;
        let behind = match &last.start {
            Some(start) => oldest >= *start,
            None => count(c, listing, None, Some(&oldest))? == last.older,
        };
        if newer != first.newer || !behind {
            return Err(damaged("a page of a list is not where it should be"));
        }
    }
    Ok(Page::of_rows(request, total, rows))
}

/// Counts the rows of a list from one place to before another; `None` is its end.
fn count(c: &Connection, listing: &Listing<'_>, from: Option<&Place>, to: Option<&Place>) -> Result<i64> {
    let place = |place: Option<&Place>, end: i64| match place {
        Some((at, id)) => (Value::from(*at), Value::from(id.clone())),
        None => (end.into(), "".into()),
    };
    let (from, to) = (place(from, i64::MIN), place(to, i64::MAX));
    let mut values =
        vec![("from_created_at", from.0), ("from_id", from.1), ("to_created_at", to.0), ("to_id", to.1)];
    values.extend(listing.within.clone());
    Ok(row(c, listing.count, &values, first_integer)?.unwrap_or(0))
}
