//! Asking for a part of a long list: numbered pages, and windows of messages.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct};

use crate::model::{
    error::{Damaged, Error, Result},
    id::MessageId,
    json_writer::{write_array, write_damaged, write_serde},
    profile::{Accounts, People, Resolve},
};

/// Which page of a list, and how many rows make one. Pages are counted from 1.
///
/// Numbers are clamped, never refused: page 0 is page 1, a size is 1 to 100.
///
/// # Examples
/// ```
/// use storyden_robots::PageRequest;
///
/// let request = PageRequest::new(3, 20);
/// assert_eq!((request.page(), request.size(), request.offset()), (3, 20, 40));
/// assert_eq!(PageRequest::new(0, 1000), PageRequest::new(1, 100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    page: u32,
    size: u32,
}

impl PageRequest {
    /// The most rows that one page has.
    pub const MAX_SIZE: u32 = 100;
    /// How many sessions a page has unless told otherwise.
    pub const SESSIONS: u32 = 20;
    /// How many robots, workspaces or instances a page has unless told otherwise.
    pub const RESOURCES: u32 = 50;

    /// Asks for page number `page` of pages with `size` rows.
    #[must_use]
    pub fn new(page: u32, size: u32) -> Self {
        Self { page: page.max(1), size: size.clamp(1, Self::MAX_SIZE) }
    }

    /// Asks for the first page of sessions.
    #[must_use]
    pub fn sessions() -> Self {
        Self::new(1, Self::SESSIONS)
    }

    /// Asks for the first page of robots, workspaces or instances.
    #[must_use]
    pub fn resources() -> Self {
        Self::new(1, Self::RESOURCES)
    }

    /// Returns the same request for another page.
    #[must_use]
    pub fn at(self, page: u32) -> Self {
        Self::new(page, self.size)
    }

    /// Returns the number of the page, from 1.
    #[must_use]
    pub fn page(self) -> u32 {
        self.page
    }

    /// Returns how many rows make a page, 1 to 100.
    #[must_use]
    pub fn size(self) -> u32 {
        self.size
    }

    /// Returns how many rows come before the page. It cannot overflow.
    #[must_use]
    pub fn offset(self) -> u64 {
        u64::from(self.page - 1) * u64::from(self.size)
    }
}

/// Reads a number as a query parameter gives it: empty means `None`, a whole number of any length is
/// clamped into a `u32`, and anything else is refused.
///
/// # Errors
/// [`Error::InvalidArgument`] about `name`.
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

/// One numbered page of a list.
///
/// On the wire it is an object with these five fields and the rows under their own name:
/// `sessions`, `robots`, `workspaces` or `workspace_instances`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// How many rows make a page.
    pub page_size: u32,
    /// How many rows this page has.
    pub results: u32,
    /// How many pages there are, 0 when there are no rows at all.
    pub total_pages: u32,
    /// The number of this page, from 1; past the end it is still the one that was asked for.
    pub current_page: u32,
    /// The number of the next page, if there is one.
    pub next_page: Option<u32>,
    /// The rows.
    pub items: Vec<T>,
    /// The rows of this page that do not decode, on the wire only if there are any. They are in
    /// `total_pages`, and neither in `results` nor in `items`.
    pub damaged: Vec<Damaged>,
}

impl<T> Page<T> {
    /// Makes the page that answers `request`, of a list with `total` rows in all.
    #[must_use]
    pub fn new(request: PageRequest, total: u64, items: Vec<T>) -> Self {
        let total_pages = u32::try_from(total.div_ceil(u64::from(request.size))).unwrap_or(u32::MAX);
        Self {
            page_size: request.size,
            results: u32::try_from(items.len()).unwrap_or(u32::MAX),
            total_pages,
            current_page: request.page,
            next_page: (request.page < total_pages).then(|| request.page + 1),
            items,
            damaged: Vec::new(),
        }
    }

    /// Makes the same of rows of which some may not decode.
    #[must_use]
    pub fn of_rows(request: PageRequest, total: u64, rows: Vec<Result<T, Damaged>>) -> Self {
        let mut damaged = Vec::new();
        let items = rows.into_iter().filter_map(|row| row.map_err(|row| damaged.push(row)).ok()).collect();
        Self { damaged, ..Self::new(request, total, items) }
    }
}

impl<T: Listed> Page<T> {
    /// Writes the page as JSON, with rows as `write_row` writes them.
    pub(crate) fn write_with<'p>(
        &'p self,
        out: &mut Vec<u8>,
        write_row: impl FnMut(&mut Vec<u8>, &'p T) -> Result<()>,
    ) -> Result<()> {
        // A row has about as much, with a profile in it.
        out.reserve(self.items.len().saturating_add(1).saturating_mul(320));
        for (field, value) in [
            ("{\"page_size\":", Some(self.page_size)),
            (",\"results\":", Some(self.results)),
            (",\"total_pages\":", Some(self.total_pages)),
            (",\"current_page\":", Some(self.current_page)),
            (",\"next_page\":", self.next_page),
        ] {
            if let Some(value) = value {
                out.extend_from_slice(field.as_bytes());
                write_serde(out, &value)?;
            }
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

    fn resolve(self, people: &People) -> Self::Resolved {
        Page {
            page_size: self.page_size,
            results: self.results,
            total_pages: self.total_pages,
            current_page: self.current_page,
            next_page: self.next_page,
            items: self.items.resolve(people),
            damaged: self.damaged,
        }
    }
}

/// What can be a row of a [`Page`].
pub trait Listed {
    /// The field of the page that holds the rows.
    const FIELD: &'static str;
}

impl<T: Listed + Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("Page", 7)?;
        page.serialize_field("page_size", &self.page_size)?;
        page.serialize_field("results", &self.results)?;
        page.serialize_field("total_pages", &self.total_pages)?;
        page.serialize_field("current_page", &self.current_page)?;
        match self.next_page {
            Some(next) => page.serialize_field("next_page", &next)?,
            None => page.skip_field("next_page")?,
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

impl<'de, T: Listed + Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Listed + Deserialize<'de>> de::Visitor<'de> for Fields<T> {
            type Value = Page<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a page of {}", T::FIELD)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
                let (mut page_size, mut results, mut total_pages, mut current_page) =
                    (None, None, None, None);
                let (mut next_page, mut items, mut damaged) = (None, None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "page_size" => page_size = Some(map.next_value()?),
                        "results" => results = Some(map.next_value()?),
                        "total_pages" => total_pages = Some(map.next_value()?),
                        "current_page" => current_page = Some(map.next_value()?),
                        "next_page" => next_page = map.next_value()?,
                        "damaged" => damaged = map.next_value()?,
                        rows if rows == T::FIELD => items = Some(map.next_value()?),
                        _ => _ = map.next_value::<de::IgnoredAny>()?,
                    }
                }
                let missing = de::Error::missing_field;
                Ok(Page {
                    page_size: page_size.ok_or_else(|| missing("page_size"))?,
                    results: results.ok_or_else(|| missing("results"))?,
                    total_pages: total_pages.ok_or_else(|| missing("total_pages"))?,
                    current_page: current_page.ok_or_else(|| missing("current_page"))?,
                    next_page,
                    items: items.ok_or_else(|| missing(T::FIELD))?,
                    damaged: damaged.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// Which messages of a session: the newest `limit`, or the newest `limit` before a message.
///
/// The limit is clamped to 1 to 100 and is 50 unless told otherwise. `before` is exclusive, and stays
/// valid when its message is deleted.
///
/// # Examples
/// ```
/// use storyden_robots::{MessageId, WindowRequest};
///
/// let oldest_seen: MessageId = "cc5lnd2s1s4652adtu50".parse()?;
/// let window = WindowRequest::newest(20).before(oldest_seen);
/// assert_eq!(window.limit(), 20);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowRequest {
    before: Option<MessageId>,
    limit: u32,
}

impl WindowRequest {
    /// The most messages that one window has.
    pub const MAX_LIMIT: u32 = 100;
    /// How many messages a window has unless told otherwise.
    pub const DEFAULT_LIMIT: u32 = 50;

    /// Asks for the newest `limit` messages.
    #[must_use]
    pub fn newest(limit: u32) -> Self {
        Self { before: None, limit: limit.clamp(1, Self::MAX_LIMIT) }
    }

    /// Asks for those before this message instead.
    #[must_use]
    pub fn before(self, message: impl Into<Option<MessageId>>) -> Self {
        Self { before: message.into(), ..self }
    }

    /// Returns the message to stop before.
    #[must_use]
    pub fn cursor(self) -> Option<MessageId> {
        self.before
    }

    /// Returns how many messages may come, 1 to 100.
    #[must_use]
    pub fn limit(self) -> u32 {
        self.limit
    }
}

impl Default for WindowRequest {
    fn default() -> Self {
        Self::newest(Self::DEFAULT_LIMIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn page_of(page: u32, size: u32, total: u64) -> (u32, u32, Option<u32>) {
        let page = Page::<()>::new(PageRequest::new(page, size), total, Vec::new());
        (page.current_page, page.total_pages, page.next_page)
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

    impl Listed for Number {
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
        for field in ["page_size", "results", "total_pages", "current_page", "numbers"] {
            let less = json.replacen(field, "other", 1);
            assert!(serde_json::from_str::<Page<Number>>(&less).is_err(), "{field}");
        }
    }

    #[test]
    fn limits_are_clamped() {
        assert_eq!(WindowRequest::newest(0).limit(), 1);
        assert_eq!(WindowRequest::newest(1000).limit(), 100);
        assert_eq!(WindowRequest::default().limit(), 50);
    }
}
