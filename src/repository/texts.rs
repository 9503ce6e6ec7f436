//! [`MessageTexts`]: the messages of a window as the JSON that is served; and [`Buffer`], which stores their bytes.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::records::{MessageRecord, SessionWindow};
use crate::model::{
    error::{Damaged, Error, Resource, Result},
    file_url::FILE_SCHEME,
    id::AccountId,
    json::Json,
    json_scan::quoted,
    json_writer::write_array,
    message::{Annotations, FileRef, has_files, splice_annotations, write_position},
    offset::{Revision, Sequence},
    profile::Profile,
};

/// JSON objects one after the other, without their closing braces. Each may lack the profile of a person, which the
/// host adds.
#[derive(Clone, Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    people: Vec<AccountId>,
}

/// The range of one object, and the person whose profile it lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    start: usize,
    end: usize,
    person: Option<Person>,
    /// The index at which the profile is inserted.
    gap: usize,
}

/// The index of a person in a [`Buffer`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person(usize);

impl Buffer {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), people: Vec::new() }
    }

    /// Adds a person, unless the buffer has it, and returns its index.
    pub(super) fn person(&mut self, id: AccountId) -> Person {
        Person(self.people.iter().position(|known| *known == id).unwrap_or_else(|| {
            self.people.push(id);
            self.people.len() - 1
        }))
    }

    /// Adds the object that `write` writes; `write` returns the index at which the profile is inserted. Adds nothing if
    /// it fails.
    pub(super) fn push(
        &mut self,
        person: Option<Person>,
        write: impl FnOnce(&mut Vec<u8>) -> Result<usize>,
    ) -> Result<Text> {
        let start = self.bytes.len();
        let gap = write(&mut self.bytes).inspect_err(|_| self.bytes.truncate(start))?;
        Ok(Text { start, end: self.bytes.len(), person, gap })
    }

    pub(super) fn bytes_of(&self, text: Text) -> &[u8] {
        self.bytes.get(text.start..text.end).unwrap_or_default()
    }

    pub(super) fn person_of(&self, text: Text) -> Option<AccountId> {
        text.person.and_then(|Person(number)| self.people.get(number)).copied()
    }

    /// Returns the people, each once.
    pub(super) fn people(&self) -> &[AccountId] {
        &self.people
    }

    /// Returns the approximate number of bytes of so many objects with their profiles.
    pub(super) fn len_bytes(&self, texts: usize) -> usize {
        /// The usual length of a profile, with its field name.
        const PERSON: usize = 256;
        self.bytes.len() + PERSON * texts
    }

    /// Creates a writer of the objects. `profiles` are those of the buffer's people, in the same order; `before` is
    /// written in front of each.
    pub(super) fn writer<'b>(
        &'b self,
        profiles: &'b [Arc<Profile>],
        before: &'static [u8],
    ) -> BufferWriter<'b> {
        BufferWriter { buffer: self, profiles, before, written: vec![0..0; self.people.len()] }
    }
}

/// Writes the objects of a [`Buffer`] with their profiles: each profile is serialized once, then copied.
pub(super) struct BufferWriter<'b> {
    buffer: &'b Buffer,
    profiles: &'b [Arc<Profile>],
    before: &'static [u8],
    /// The range of each profile in the output. An empty range at 0: not written yet.
    written: Vec<Range<usize>>,
}

impl BufferWriter<'_> {
    pub(super) fn write(&mut self, out: &mut Vec<u8>, text: Text) -> Result<()> {
        let Text { start, end, gap, .. } = text;
        let bytes = |range: Range<usize>| self.buffer.bytes.get(range).unwrap_or_default();
        out.extend_from_slice(bytes(start..gap));
        if let Some(Person(number)) = text.person
            && let (Some(written), Some(profile)) = (self.written.get_mut(number), self.profiles.get(number))
        {
            if written.end == 0 {
                let start = out.len();
                out.extend_from_slice(self.before);
                profile.write_json(out)?;
                *written = start..out.len();
            } else {
                out.extend_from_within(written.clone());
            }
        }
        out.extend_from_slice(bytes(gap..end));
        out.push(b'}');
        Ok(())
    }
}

/// The messages of a window as the JSON that is served, oldest first: objects without their closing braces and without
/// their authors, whose profiles the host adds.
///
/// A store that writes rows directly to it need not create a [`MessageRecord`] for each.
#[derive(Clone, Default)]
pub struct MessageTexts {
    buffer: Buffer,
    texts: Vec<Text>,
    /// The indexes at which the URLs of stored files begin, ascending.
    files: Vec<usize>,
}

impl MessageTexts {
    /// Creates an empty list with capacity for so many messages of the usual length.
    #[must_use]
    pub fn with_capacity(messages: u32) -> Self {
        /// The bytes that are allocated for a message, and for all at once. 50 messages are more than the 128 KiB from
        /// which glibc's allocator gets a block from the system. Once such a block was freed, the allocator keeps blocks
        /// of that size. Without it, each read of a window could get its memory from the system and return it.
        const USUAL: usize = 3 << 10;
        const MOST: usize = 160 << 10;
        let bytes = (messages as usize).saturating_mul(USUAL).min(MOST);
        Self { buffer: Buffer::with_capacity(bytes), ..Self::default() }
    }

    /// Appends a message, which must be newer than the others.
    ///
    /// # Errors
    /// [`Error::Internal`] if its stored text does not decode. Nothing is added then.
    pub fn push(&mut self, record: &MessageRecord) -> Result<()> {
        let MessageRecord { sequence, revision, author, document, annotations, draft, .. } = record;
        let text = if draft.is_none() {
            let annotations = annotations.as_ref().map(Json::as_str);
            let author = author.map(|author| self.author(author));
            self.write(document.as_bytes(), (*sequence, *revision), author, annotations)?
        } else {
            // What an open draft grew by is stored as chunks, so it must be put together. There is rarely more than
            // one.
            let message = record.decode()?.with_author(|_| None::<AccountId>);
            let author = author.map(|author| self.author(author));
            let text = self.buffer.push(author, |out| {
                message.write_json(out)?;
                out.pop();
                Ok(out.len())
            })?;
            let named = str::from_utf8(self.buffer.bytes_of(text)).map(FileRef::in_document);
            self.files.extend(named.unwrap_or_default().into_iter().map(|file| text.start + file.at));
            text
        };
        self.texts.push(text);
        Ok(())
    }

    /// Adds an author, unless the list has it, and returns its index.
    pub(crate) fn author(&mut self, author: AccountId) -> Person {
        self.buffer.person(author)
    }

    /// Writes a message without a draft to the buffer. [`in_order`](Self::in_order) sets its index among the others.
    pub(crate) fn write(
        &mut self,
        document: &[u8],
        (sequence, revision): (Sequence, Revision),
        author: Option<Person>,
        annotations: Option<&str>,
    ) -> Result<Text> {
        let fields = document.strip_suffix(b"}").or_else(|| document.trim_ascii_end().strip_suffix(b"}"));
        let fields = fields.ok_or_else(|| {
            Error::internal("a stored message does not decode", "its document is no object")
        })?;
        let text = self.buffer.push(author, |out| {
            out.extend_from_slice(fields);
            write_position(out, sequence, revision);
            if let Some(annotations) = annotations {
                splice_annotations(out, annotations);
            }
            Ok(out.len())
        })?;
        if let Some(annotations) = annotations.filter(|annotations| has_files(annotations)) {
            let named = Annotations::files_in(Some(annotations))?;
            let named = named.iter().filter(|file| file.stands_in(document));
            self.files.extend(named.map(|file| text.start + file.at));
        }
        Ok(text)
    }

    /// Parses the id of a message from its text, which begins with it as a [`Document`](crate::Document) writes it.
    #[cfg(feature = "sql")]
    pub(crate) fn id(&self, text: Text) -> Option<crate::model::id::MessageId> {
        let id = self.buffer.bytes_of(text).strip_prefix(b"{\"id\":\"")?.get(..20)?;
        str::from_utf8(id).ok()?.parse().ok()
    }

    /// Sets the order of the written messages.
    #[cfg(feature = "sql")]
    pub(crate) fn in_order(self, texts: Vec<Text>) -> Self {
        Self { texts, ..self }
    }

    /// Returns the number of messages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns the approximate number of bytes with the profiles of the authors.
    pub(crate) fn len_bytes(&self) -> usize {
        self.buffer.len_bytes(self.texts.len())
    }

    /// Returns whether there are no messages.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Returns the messages: for each its JSON, and its author.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Option<AccountId>)> {
        self.texts.iter().map(|text| (self.buffer.bytes_of(*text), self.buffer.person_of(*text)))
    }

    /// Returns the authors, each once.
    pub(crate) fn authors(&self) -> &[AccountId] {
        self.buffer.people()
    }

    /// Appends an array of the messages. `profiles` are those of [`authors`](Self::authors), in the same order; `files`
    /// replaces the scheme of the URLs of stored files.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>, profiles: &[Arc<Profile>], files: &str) -> Result<()> {
        let mut writer = self.buffer.writer(profiles, b",\"author\":");
        if self.files.is_empty() {
            return write_array(out, &self.texts, |out, text| writer.write(out, *text));
        }
        let prefix = escaped(files);
        write_array(out, &self.texts, |out, text| {
            let (mut text, within) = (*text, |end| self.files.partition_point(|at| *at < end));
            for at in self.files.get(within(text.start)..within(text.end)).unwrap_or_default() {
                out.extend_from_slice(self.buffer.bytes.get(text.start..*at).unwrap_or_default());
                out.extend_from_slice(prefix.as_bytes());
                text.start = at + FILE_SCHEME.len();
            }
            writer.write(out, text)
        })
    }
}

/// Returns a text with the escapes of a JSON string, without quotes.
fn escaped(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) {
        return Cow::Borrowed(text);
    }
    let quoted = quoted(text);
    let inside = quoted.strip_prefix('"').and_then(|inside| inside.strip_suffix('"'));
    Cow::Owned(inside.unwrap_or_default().to_owned())
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
    /// Writes the messages as the JSON that is served. A message that does not decode is moved to `damaged`.
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
