//! [`MessageTexts`]: the messages of a window as the text that is served.

use super::records::{MessageRecord, SessionWindow};
use crate::model::{
    error::{Damaged, Error, Resource, Result},
    id::AccountId,
    json::Json,
    json_writer::write_array,
    message::{splice, write_position},
    offset::{Revision, Sequence},
    profile::People,
};

/// The messages of a window as the text that is served, oldest first: JSON objects that lack only their authors, whose
/// profiles are the host's, and their closing braces.
///
/// A store that reads rows straight to it makes no [`MessageRecord`] for each.
#[derive(Clone, Default)]
pub struct MessageTexts {
    bytes: Vec<u8>,
    authors: Vec<AccountId>,
    texts: Vec<Text>,
}

/// Where one text is, and which of the authors it has.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    start: usize,
    end: usize,
    author: Option<usize>,
}

impl MessageTexts {
    /// Makes room for so many messages of the usual length.
    #[must_use]
    pub fn with_capacity(messages: u32) -> Self {
        /// The usual length of a text, and what is allocated at once at the most.
        const USUAL: usize = 2 << 10;
        const MOST: usize = 120 << 10;
        let bytes = (messages as usize).saturating_mul(USUAL).min(MOST);
        Self { bytes: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a message, newer than the others.
    ///
    /// # Errors
    /// [`Error::Internal`] if its stored text was damaged. Nothing is added then.
    pub fn push(&mut self, record: &MessageRecord) -> Result<()> {
        let MessageRecord { sequence, revision, author, document, annotations, draft, .. } = record;
        let text = if draft.is_none() {
            let annotations = annotations.as_ref().map(Json::as_str);
            self.write(document.as_bytes(), (*sequence, *revision), *author, annotations)?
        } else {
            // What an open draft grew by is stored as chunks, so it must be put together. There is rarely more than one.
            let start = self.bytes.len();
            let written = record.decode()?.with_author(|_| None::<AccountId>).write_json(&mut self.bytes);
            written.inspect_err(|_| self.bytes.truncate(start))?;
            self.bytes.pop();
            self.text(start, *author)
        };
        self.texts.push(text);
        Ok(())
    }

    /// Writes the text of a message that is no draft, without saying where it stands among the others.
    pub(crate) fn write(
        &mut self,
        document: &[u8],
        (sequence, revision): (Sequence, Revision),
        author: Option<AccountId>,
        annotations: Option<&str>,
    ) -> Result<Text> {
        let fields = document.strip_suffix(b"}").or_else(|| document.trim_ascii_end().strip_suffix(b"}"));
        let fields = fields.ok_or_else(|| {
            Error::internal("a stored message does not decode", "its document is no object")
        })?;
        let start = self.bytes.len();
        self.bytes.extend_from_slice(fields);
        write_position(&mut self.bytes, sequence, revision);
        if let Some(annotations) = annotations {
            splice(&mut self.bytes, annotations);
        }
        Ok(self.text(start, author))
    }

    /// Describes what was written from `start` on.
    fn text(&mut self, start: usize, author: Option<AccountId>) -> Text {
        let author = author.map(|author| {
            self.authors.iter().position(|known| *known == author).unwrap_or_else(|| {
                self.authors.push(author);
                self.authors.len() - 1
            })
        });
        Text { start, end: self.bytes.len(), author }
    }

    /// Reads the id of a message from its text, which begins with it as a [`Document`](crate::Document) writes it.
    #[cfg(feature = "sql")]
    pub(crate) fn id(&self, text: Text) -> Option<crate::model::id::MessageId> {
        let id = self.bytes_of(text).strip_prefix(b"{\"id\":\"")?.get(..20)?;
        str::from_utf8(id).ok()?.parse().ok()
    }

    /// Puts what was written in this order.
    #[cfg(feature = "sql")]
    pub(crate) fn in_order(self, texts: Vec<Text>) -> Self {
        Self { texts, ..self }
    }

    /// Returns how many messages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns about how many bytes they will have with their authors.
    pub(crate) fn len_bytes(&self) -> usize {
        /// The usual length of a profile, with what stands around it.
        const AUTHOR: usize = 256;
        self.bytes.len() + AUTHOR * self.texts.len()
    }

    /// Reports whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Returns every message: its text, and its author.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Option<AccountId>)> {
        self.texts.iter().map(|text| {
            (self.bytes_of(*text), text.author.and_then(|author| self.authors.get(author)).copied())
        })
    }

    fn bytes_of(&self, text: Text) -> &[u8] {
        self.bytes.get(text.start..text.end).unwrap_or_default()
    }

    /// Returns the authors, each once.
    pub(crate) fn authors(&self) -> &[AccountId] {
        &self.authors
    }

    /// Appends an array of the messages with their authors.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>, people: &People) -> Result<()> {
        let mut authors = Vec::with_capacity(self.authors.len());
        for author in &self.authors {
            let mut json = Vec::with_capacity(256);
            json.extend_from_slice(b",\"author\":");
            people.get(*author).write_json(&mut json)?;
            authors.push(json);
        }
        let author_of = |text: &Text| text.author.and_then(|author| authors.get(author));
        write_array(out, &self.texts, |out, text| {
            out.extend_from_slice(self.bytes_of(*text));
            out.extend_from_slice(author_of(text).map(Vec::as_slice).unwrap_or_default());
            out.push(b'}');
            Ok(())
        })
    }
}

impl std::fmt::Debug for MessageTexts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(text, author)| (String::from_utf8_lossy(text), author)))
            .finish()
    }
}

impl PartialEq for MessageTexts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for MessageTexts {}

impl SessionWindow {
    /// Writes the messages as the text that is served. One that does not decode is named.
    #[must_use]
    pub fn into_texts(self) -> SessionWindow<MessageTexts> {
        let Self { state, messages: records, next_before, next_after, mut damaged } = self;
        let mut messages = MessageTexts::default();
        for record in &records {
            if let Err(error) = messages.push(record) {
                tracing::error!(message = %record.id, ?error, "a stored message does not decode");
                damaged.push(Damaged::new(Resource::Message, record.id.to_string()));
            }
        }
        SessionWindow { state, messages, next_before, next_after, damaged }
    }
}
