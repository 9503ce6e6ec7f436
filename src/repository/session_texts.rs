//! [`SessionTexts`]: a page of sessions as the JSON that is served.

use std::{fmt, sync::Arc};

use super::texts::{Buffer, Text};
use crate::model::{
    error::Result,
    id::{AccountId, SessionId},
    page::{Cursor, Page, PageItem},
    profile::Profile,
    session::{SessionFields, SessionOrder, SessionRef},
    time::Timestamp,
};

/// A page of sessions as the JSON that is served: objects without their closing braces and without `created_by`, whose
/// profile the host adds.
///
/// A store that writes rows directly to it need not create a [`SessionRef`] for each.
#[derive(Clone)]
pub struct SessionTexts {
    buffer: Buffer,
    page: Page<SessionText>,
}

/// The JSON of one session, with the values of its cursor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionText {
    text: Text,
    id: SessionId,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl PageItem for SessionText {
    const FIELD: &'static str = SessionRef::<AccountId>::FIELD;
}

impl SessionText {
    /// Writes a session.
    pub(crate) fn new(
        buffer: &mut Buffer,
        fields: &SessionFields<'_>,
        created_by: AccountId,
    ) -> Result<Self> {
        let &SessionFields { id, created_at, updated_at, .. } = fields;
        let person = buffer.person(created_by);
        let write = |out: &mut Vec<u8>| {
            let mut gap = 0;
            fields.write(out, |out| {
                gap = out.len();
                Ok(())
            })?;
            Ok(gap)
        };
        let text = buffer.push(Some(person), write)?;
        Ok(Self { text, id, created_at, updated_at })
    }

    /// Returns its cursor in a list of this order.
    #[cfg_attr(
        not(any(feature = "axum", feature = "sql")),
        expect(dead_code, reason = "nobody goes on by cursor")
    )]
    pub(crate) fn place(&self, order: SessionOrder) -> Cursor {
        let time = match order {
            SessionOrder::Created => self.created_at,
            SessionOrder::Active => self.updated_at,
        };
        Cursor { time, id: self.id.to_bytes() }
    }
}

impl SessionTexts {
    /// Writes the sessions of a page.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value cannot be written as JSON.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{AccountId, Page, PageRequest, SessionRef, repository::SessionTexts};
    ///
    /// let page: Page<SessionRef<AccountId>> = Page::new(PageRequest::sessions(), 0, Vec::new());
    /// assert!(SessionTexts::new(page)?.iter().next().is_none());
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    pub fn new(page: Page<SessionRef<AccountId>>) -> Result<Self> {
        let mut buffer = Self::buffer(page.items.len());
        let write = |session: &SessionRef<AccountId>| {
            SessionText::new(&mut buffer, &session.fields(), session.created_by)
        };
        let texts = page.items.iter().map(write).collect::<Result<_>>()?;
        Ok(Self::from_parts(buffer, page.with_items(texts)))
    }

    /// Creates a buffer with capacity for so many sessions of the usual length.
    pub(crate) fn buffer(sessions: usize) -> Buffer {
        Buffer::with_capacity(sessions.saturating_mul(192))
    }

    pub(crate) fn from_parts(buffer: Buffer, page: Page<SessionText>) -> Self {
        Self { buffer, page }
    }

    /// Returns the sessions of the page: for each its JSON, and the account that started it.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Option<AccountId>)> {
        let row = |row: &SessionText| (self.buffer.bytes_of(row.text), self.buffer.person_of(row.text));
        self.page.items.iter().map(row)
    }

    /// Returns the accounts that started them, each once.
    pub(crate) fn people(&self) -> &[AccountId] {
        self.buffer.people()
    }

    /// Returns the number of sessions.
    pub(crate) fn results(&self) -> u32 {
        self.page.results
    }

    /// Adds the cursor of the next page to a numbered page, if there is one.
    #[cfg(feature = "axum")]
    pub(crate) fn add_cursor(&mut self, order: SessionOrder) {
        if self.page.next_page.is_some() {
            self.page.next_cursor = self.page.items.last().map(|last| last.place(order));
        }
    }

    /// Appends the page as JSON, as [`Page::write_json`] does. `profiles` are those of [`people`](Self::people), in the
    /// same order.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>, profiles: &[Arc<Profile>]) -> Result<()> {
        out.reserve(self.buffer.len_bytes(self.page.items.len()));
        let mut writer = self.buffer.writer(profiles, b"");
        self.page.write_with(out, |out, row| writer.write(out, row.text))
    }
}

impl fmt::Debug for SessionTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.iter().map(|(text, by)| (String::from_utf8_lossy(text).into_owned(), by));
        self.page.clone().with_items(rows.collect()).fmt(f)
    }
}

impl PartialEq for SessionTexts {
    fn eq(&self, other: &Self) -> bool {
        let [page, others] = [self, other].map(|texts| texts.page.clone().with_items(texts.iter().collect()));
        page == others
    }
}

impl Eq for SessionTexts {}
