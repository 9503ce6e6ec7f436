//! Pages of long lists, by number or by [`Cursor`].

use std::{fmt, fmt::Write as _, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct};

use crate::model::{
    error::{Damaged, Error, Result},
    json_writer::{write_array, write_damaged, write_number, write_plain},
    profile::{Accounts, People, Resolve},
    text::{Plain, deserialize_from_str, serialize_plain},
    time::Timestamp,
};

/// Selects a page of a list and its size: by number, with totals, or by [`Cursor`], without totals.
///
/// Numbers out of range are clamped: page 0 is page 1, and a size is 1 to 100.
///
/// # Examples
/// ```
/// use storyden_robots::{PageRequest, PagePosition};
///
/// let request = PageRequest::new(3, 20);
/// assert_eq!((request.position(), request.size()), (PagePosition::Number(3), 20));
/// assert_eq!(PageRequest::new(0, 1000), PageRequest::new(1, 100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    position: PagePosition,
    size: u32,
}

/// The position of a page in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagePosition {
    /// The page with this number, from 1.
    Number(u32),
    /// The first rows; further pages follow by cursor.
    Start,
    /// The rows after this cursor.
    After(Cursor),
}

impl Default for PageRequest {
    /// Selects the first page of 50.
    fn default() -> Self {
        Self::resources()
    }
}

impl PageRequest {
    /// The maximum size of a page.
    pub const MAX_SIZE: u32 = 100;
    /// The default size of a page of sessions.
    pub const SESSIONS: u32 = 20;
    /// The default size of a page of robots, toolsets, workspaces or instances.
    pub const RESOURCES: u32 = 50;
    /// In a list [by last activity](crate::SessionOrder::Active), a numbered page can be at most this many rows away
    /// from the nearer end of the list.
    pub const FAR: u64 = 10_000;

    /// Selects page number `page`, from 1, of pages with `size` rows, 1 to 100. Other numbers are clamped.
    #[must_use]
    pub fn new(page: u32, size: u32) -> Self {
        Self { position: PagePosition::Number(page.max(1)), size: size.clamp(1, Self::MAX_SIZE) }
    }

    /// Selects the first `size` rows; further pages follow by cursor.
    #[must_use]
    pub fn by_cursor(size: u32) -> Self {
        Self { position: PagePosition::Start, ..Self::new(1, size) }
    }

    /// Selects the first page of [`SESSIONS`](Self::SESSIONS) rows.
    #[must_use]
    pub fn sessions() -> Self {
        Self::new(1, Self::SESSIONS)
    }

    /// Selects the first page of [`RESOURCES`](Self::RESOURCES) rows.
    #[must_use]
    pub fn resources() -> Self {
        Self::new(1, Self::RESOURCES)
    }

    /// Selects the page with this number instead.
    #[must_use]
    pub fn at(self, page: u32) -> Self {
        Self::new(page, self.size)
    }

    /// Selects the rows after a cursor instead.
    #[must_use]
    pub fn after(self, cursor: Cursor) -> Self {
        Self { position: PagePosition::After(cursor), ..self }
    }

    /// Returns the position of the page.
    #[must_use]
    pub fn position(self) -> PagePosition {
        self.position
    }

    /// Returns the size of the page, 1 to 100.
    #[must_use]
    pub fn size(self) -> u32 {
        self.size
    }

    /// Returns the number of rows before a numbered page; 0 for a page by cursor.
    #[must_use]
    pub fn offset(self) -> u64 {
        match self.position {
            PagePosition::Number(page) => u64::from(page.saturating_sub(1)) * u64::from(self.size),
            PagePosition::Start | PagePosition::After(_) => 0,
        }
    }
}

/// The position after a row in a list: the time and the id that the row had when it was listed. It stays valid when the
/// row is changed or erased. On the wire it is an opaque string.
///
/// # Examples
/// ```
/// use storyden_robots::{Cursor, Timestamp};
///
/// let cursor = Cursor { time: Timestamp::UNIX_EPOCH, id: [7; 12] };
/// assert_eq!(cursor.to_string().parse::<Cursor>()?, cursor);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// The time that the list is ordered by.
    pub time: Timestamp,
    /// The bytes of the row's id. They order rows with equal times.
    pub id: [u8; 12],
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.time.as_micros().cast_unsigned())?;
        self.id.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = || Error::invalid_argument("cursor", "must be the cursor of an earlier page");
        let digits = text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return Err(refused());
        }
        let number = |at: usize, digits: usize| u64::from_str_radix(&text[at..at + digits], 16);
        let micros = number(0, 16).map_err(|_| refused())?.cast_signed();
        let mut id = [0; 12];
        for (index, byte) in id.iter_mut().enumerate() {
            let value = number(16 + 2 * index, 2).map_err(|_| refused())?;
            *byte = u8::try_from(value).map_err(|_| refused())?;
        }
        Ok(Self { time: Timestamp::from_micros(micros).map_err(|_| refused())?, id })
    }
}

impl Plain for Cursor {
    fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T {
        let mut text = String::with_capacity(40);
        // Writing to a `String` cannot fail.
        write!(text, "{self}").ok();
        use_text(text.as_bytes())
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_plain(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// Parses the number in a query parameter: an empty text is `None`, and an integer of any length is clamped to a `u32`.
///
/// # Errors
/// [`Error::InvalidArgument`] about `name` if the text is something else.
///
/// # Examples
/// ```
/// use storyden_robots::parse_number;
///
/// assert_eq!(parse_number("page", "-3")?, Some(0));
/// assert_eq!(parse_number("page", "999999999999999999999999999999")?, Some(u32::MAX));
/// assert_eq!(parse_number("page", "")?, None);
/// assert!(parse_number("page", "2.5").is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
pub fn parse_number(name: &'static str, text: &str) -> Result<Option<u32>> {
    if text.is_empty() {
        return Ok(None);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::invalid_argument(name, "must be a whole number"));
    }
    // Only digits are left, so the one way to fail is to be too large.
    Ok(Some(if negative { 0 } else { digits.parse().unwrap_or(u32::MAX) }))
}

/// One page of a list.
///
/// On the wire it is an object with these fields, each left out when it is `None`, and the rows under the name of their
/// kind ([`PageItem::FIELD`]): `sessions`, `robots`, `toolsets`, `workspaces` or `workspace_instances`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The size of a page.
    pub page_size: u32,
    /// The number of rows on this page.
    pub results: u32,
    /// The number of pages, 0 if the list is empty. `None` on a page by cursor.
    pub total_pages: Option<u32>,
    /// The number of this page, from 1; it can be greater than `total_pages`. `None` on a page by cursor.
    pub current_page: Option<u32>,
    /// The number of the next page, if there is one. `None` on a page by cursor.
    pub next_page: Option<u32>,
    /// The cursor to the next rows, if there are more. `None` on a numbered page. An addition to Storyden's API.
    pub next_cursor: Option<Cursor>,
    /// The rows.
    pub items: Vec<T>,
    /// The rows of this page that do not decode; left out on the wire if there are none. They are counted in
    /// `total_pages`, and not in `results`.
    pub damaged: Vec<Damaged>,
}

impl<T> Page<T> {
    /// Creates the numbered page for `request`, of a list with `total` rows.
    #[must_use]
    pub fn new(request: PageRequest, total: u64, items: Vec<T>) -> Self {
        Self::of_rows(request, total, items.into_iter().map(Ok).collect())
    }

    /// Creates the numbered page for `request`, as [`new`](Self::new) does, of rows some of which may not decode.
    #[must_use]
    pub fn of_rows(request: PageRequest, total: u64, rows: Vec<Result<T, Damaged>>) -> Self {
        let total_pages = u32::try_from(total.div_ceil(u64::from(request.size))).unwrap_or(u32::MAX);
        let current = if let PagePosition::Number(page) = request.position { page } else { 1 };
        Self {
            total_pages: Some(total_pages),
            current_page: Some(current),
            next_page: (current < total_pages).then(|| current + 1),
            ..Self::by_cursor(request, rows, None)
        }
    }

    /// Creates the page by cursor for `request`; `next` is the cursor to the next rows, if there are more.
    #[must_use]
    pub fn by_cursor(request: PageRequest, rows: Vec<Result<T, Damaged>>, next: Option<Cursor>) -> Self {
        let mut damaged = Vec::new();
        let items: Vec<_> =
            rows.into_iter().filter_map(|row| row.map_err(|row| damaged.push(row)).ok()).collect();
        Self {
            page_size: request.size,
            results: u32::try_from(items.len()).unwrap_or(u32::MAX),
            total_pages: None,
            current_page: None,
            next_page: None,
            next_cursor: next,
            items,
            damaged,
        }
    }
}

impl<T> Page<T> {
    /// Replaces the rows: by as many.
    pub(crate) fn with_items<U>(self, items: Vec<U>) -> Page<U> {
        Page {
            page_size: self.page_size,
            results: self.results,
            total_pages: self.total_pages,
            current_page: self.current_page,
            next_page: self.next_page,
            next_cursor: self.next_cursor,
            items,
            damaged: self.damaged,
        }
    }
}

impl<T: PageItem> Page<T> {
    /// Writes the page as JSON, with each row as `write_row` writes it.
    pub(crate) fn write_with<'p>(
        &'p self,
        out: &mut Vec<u8>,
        write_row: impl FnMut(&mut Vec<u8>, &'p T) -> Result<()>,
    ) -> Result<()> {
        // The usual length of a row, with a profile.
        out.reserve(self.items.len().saturating_add(1).saturating_mul(320));
        for (field, value) in [
            ("{\"page_size\":", Some(self.page_size)),
            (",\"results\":", Some(self.results)),
            (",\"total_pages\":", self.total_pages),
            (",\"current_page\":", self.current_page),
            (",\"next_page\":", self.next_page),
        ] {
            if let Some(value) = value {
                out.extend_from_slice(field.as_bytes());
                write_number(out, value.into());
            }
        }
        if let Some(cursor) = &self.next_cursor {
            out.extend_from_slice(b",\"next_cursor\":");
            write_plain(out, cursor);
        }
        out.extend_from_slice(b",\"");
        out.extend_from_slice(T::FIELD.as_bytes());
        out.extend_from_slice(b"\":");
        write_array(out, &self.items, write_row)?;
        write_damaged(out, &self.damaged)?;
        out.push(b'}');
        Ok(())
    }
}

impl<T: Resolve> Resolve for Page<T> {
    type Resolved = Page<T::Resolved>;

    fn accounts(&self, accounts: &mut Accounts) {
        self.items.accounts(accounts);
    }

    fn resolve(mut self, people: &People) -> Self::Resolved {
        let items = std::mem::take(&mut self.items).resolve(people);
        self.with_items(items)
    }
}

/// A type that can be a row of a [`Page`].
pub trait PageItem {
    /// The field of the page that holds the rows.
    const FIELD: &'static str;
}

impl<T: PageItem + Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("Page", 8)?;
        page.serialize_field("page_size", &self.page_size)?;
        page.serialize_field("results", &self.results)?;
        let numbers = [
            ("total_pages", self.total_pages),
            ("current_page", self.current_page),
            ("next_page", self.next_page),
        ];
        for (field, number) in numbers {
            match number {
                Some(number) => page.serialize_field(field, &number)?,
                None => page.skip_field(field)?,
            }
        }
        match self.next_cursor {
            Some(cursor) => page.serialize_field("next_cursor", &cursor)?,
            None => page.skip_field("next_cursor")?,
        }
        page.serialize_field(T::FIELD, &self.items)?;
        if self.damaged.is_empty() {
            page.skip_field("damaged")?;
        } else {
            page.serialize_field("damaged", &self.damaged)?;
        }
        page.end()
    }
}

impl<'de, T: PageItem + Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: PageItem + Deserialize<'de>> de::Visitor<'de> for Fields<T> {
            type Value = Page<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a page of {}", T::FIELD)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
                let (mut page_size, mut results, mut items, mut damaged) = (None, None, None, None);
                let (mut total_pages, mut current_page, mut next_page, mut next_cursor) =
                    (None, None, None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "page_size" => page_size = Some(map.next_value()?),
                        "results" => results = Some(map.next_value()?),
                        "total_pages" => total_pages = map.next_value()?,
                        "current_page" => current_page = map.next_value()?,
                        "next_page" => next_page = map.next_value()?,
                        "next_cursor" => next_cursor = map.next_value()?,
                        "damaged" => damaged = map.next_value()?,
                        rows if rows == T::FIELD => items = Some(map.next_value()?),
                        _ => _ = map.next_value::<de::IgnoredAny>()?,
                    }
                }
                let missing = de::Error::missing_field;
                Ok(Page {
                    page_size: page_size.ok_or_else(|| missing("page_size"))?,
                    results: results.ok_or_else(|| missing("results"))?,
                    total_pages,
                    current_page,
                    next_page,
                    next_cursor,
                    items: items.ok_or_else(|| missing(T::FIELD))?,
                    damaged: damaged.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn page_of(page: u32, size: u32, total: u64) -> (u32, u32, Option<u32>) {
        let page = Page::<()>::new(PageRequest::new(page, size), total, Vec::new());
        (page.current_page.unwrap(), page.total_pages.unwrap(), page.next_page)
    }

    #[test]
    fn a_page_by_cursor_has_no_totals() {
        let next = Cursor { time: Timestamp::MAX, id: [0xfe; 12] };
        let page = Page::by_cursor(PageRequest::by_cursor(3), vec![Ok(Number(1))], Some(next));
        let json = serde_json::to_string(&page).unwrap();
        assert_eq!(json, format!(r#"{{"page_size":3,"results":1,"next_cursor":"{next}","numbers":[1]}}"#));
        assert_eq!(serde_json::from_str::<Page<Number>>(&json).unwrap(), page);
    }

    #[test]
    fn only_the_text_of_a_cursor_is_one() {
        for time in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            let cursor = Cursor { time, id: [3; 12] };
            assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        }
        let good = Cursor { time: Timestamp::UNIX_EPOCH, id: [0; 12] }.to_string();
        for bad in ["", "0", &good.to_uppercase().replace('0', "A"), &format!("{good}0"), &"é".repeat(20)] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_say_where_they_are() {
        assert_eq!(page_of(1, 20, 0), (1, 0, None));
        assert_eq!(page_of(1, 20, 20), (1, 1, None));
        assert_eq!(page_of(1, 20, 21), (1, 2, Some(2)));
        assert_eq!(page_of(2, 20, 21), (2, 2, None));
        assert_eq!(page_of(7, 20, 21), (7, 2, None));
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        assert_eq!(PageRequest::new(u32::MAX, 100).offset(), 429_496_729_400);
        assert_eq!(page_of(u32::MAX, 1, u64::MAX), (u32::MAX, u32::MAX, None));
    }

    #[test]
    fn numbers_are_clamped_and_anything_else_is_refused() {
        for (text, number) in [("0", 0), ("007", 7), ("-0", 0), ("4294967296", u32::MAX)] {
            assert_eq!(parse_number("page", text).unwrap(), Some(number), "{text}");
        }
        for text in ["-", "+1", " 1", "1 ", "1e3", "0x1", "٣", "NaN", "1,0"] {
            let error = parse_number("page", text).unwrap_err();
            assert_eq!(error.to_string(), "page: must be a whole number", "{text}");
        }
    }

    #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
    struct Number(u32);

    impl PageItem for Number {
        const FIELD: &'static str = "numbers";
    }

    #[test]
    fn a_page_is_read_as_it_is_written_and_unknown_fields_pass() {
        let rows = vec![
            Ok(Number(1)),
            Err(Damaged::new(crate::model::error::Resource::WorkspaceInstance, "x")),
            Ok(Number(2)),
        ];
        let page = Page::of_rows(PageRequest::new(2, 3), 9, rows);
        let json = serde_json::to_string(&page).unwrap();
        assert_eq!(
            json,
            r#"{"page_size":3,"results":2,"total_pages":3,"current_page":2,"next_page":3,"numbers":[1,2],"#
                .to_owned()
                + r#""damaged":[{"resource":"workspace_instance","id":"x"}]}"#
        );
        assert_eq!(serde_json::from_str::<Page<Number>>(&json).unwrap(), page);
        let more = json.replacen('{', r#"{"letters":["a"],"#, 1);
        assert_eq!(serde_json::from_str::<Page<Number>>(&more).unwrap(), page);
        for field in ["page_size", "results", "numbers"] {
            let less = json.replacen(field, "other", 1);
            assert!(serde_json::from_str::<Page<Number>>(&less).is_err(), "{field}");
        }
    }
}
