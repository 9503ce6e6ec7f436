//! [`Message`], one turn of a conversation, and [`MessageList`], a window of them.
//!
//! A message is a `UIMessage` of the Vercel AI SDK, with who made it and when.

use std::{
    fmt::{self, Write as _},
    ops::Range,
    str::FromStr,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::model::{
    error::{Damaged, Error, Result},
    id::{AccountId, MessageId},
    json::{self, Json},
    json_writer::{serialize_written, write_array, write_damaged, write_plain, write_serde},
    limits::{Limits, check_most},
    offset::{Revision, Sequence},
    page::WindowRequest,
    part::{Part, Parts},
    profile::{Accounts, Author, People, Profile, Resolve},
    robot::RobotRef,
    text::deserialize_from_str,
    time::Timestamp,
};

/// Who speaks, in the AI SDK's words. An open set: roles that are not known here pass through.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MessageRole {
    /// `system`
    System,
    /// `user`
    User,
    /// `assistant`
    Assistant,
    /// Any other, by its name.
    Other(Box<str>),
}

impl MessageRole {
    /// The most bytes that a name has.
    pub const MAX_BYTES: usize = 64;

    /// Returns the name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Other(name) => name,
        }
    }
}

impl FromStr for MessageRole {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "system" => Ok(Self::System),
            "user" => Ok(Self::User),
            "assistant" => Ok(Self::Assistant),
            _ if text.is_empty() || text.contains('\0') => {
                Err(Error::invalid_argument("role", "must be a name"))
            }
            _ if text.len() > Self::MAX_BYTES => {
                Err(Error::too_large("role", text.len(), Self::MAX_BYTES, "bytes"))
            }
            _ => Ok(Self::Other(text.into())),
        }
    }
}

impl fmt::Display for MessageRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for MessageRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageRole({self})")
    }
}

impl Serialize for MessageRole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MessageRole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// One turn of a conversation. It names the robot or the member who made it.
///
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<P = Arc<Profile>> {
    /// The message.
    pub id: MessageId,
    /// Its place in its session. It is not on the wire, so a message read from there has none.
    pub sequence: Option<Sequence>,
    /// Who speaks.
    pub role: MessageRole,
    /// What was said and done, in order.
    pub parts: Parts,
    /// Whatever the client keeps with it, any JSON. `null` is kept apart from nothing.
    pub metadata: Option<Json<'static>>,
    /// When it was appended.
    pub created_at: Timestamp,
    /// The robot who made it.
    pub robot: Option<RobotRef>,
    /// The member who made it.
    pub author: Option<P>,
    /// The fields of its object that are not known here, as one object.
    pub extra: Option<Json<'static>>,
    /// How often it was written. It is not on the wire, so a message read from there has the first.
    pub revision: Revision,
    /// Whether it is unfinished: somebody writes it now, or did when the process died. Not on the wire.
    pub draft: bool,
}

impl<P: Author> Message<P> {
    /// Writes the message as JSON. This is the fast way: the text of the parts is copied, not read.
    ///
    /// # Errors
    /// [`Error::Internal`] if a value has no JSON form.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.write_with(out, &mut Written::default())
    }

    /// Writes it among others, of which `written` knows.
    fn write_with<'m>(&'m self, out: &mut Vec<u8>, written: &mut Written<'m>) -> Result<()> {
        out.extend_from_slice(b"{\"id\":");
        write_plain(out, &self.id);
        out.extend_from_slice(b",\"role\":");
        write_role(out, &self.role)?;
        out.extend_from_slice(b",\"parts\":");
        out.extend_from_slice(self.parts.as_str().as_bytes());
        if let Some(metadata) = &self.metadata {
            out.extend_from_slice(b",\"metadata\":");
            out.extend_from_slice(metadata.as_str().as_bytes());
        }
        out.extend_from_slice(b",\"created_at\":");
        write_plain(out, &self.created_at);
        if let Some(robot) = &self.robot {
            out.extend_from_slice(b",\"robot\":");
            written.robot(out, robot)?;
        }
        if let Some(author) = &self.author {
            out.extend_from_slice(b",\"author\":");
            written.author(out, author)?;
        }
        if let Some(fields) = self.extra.as_ref().and_then(|extra| inside_braces(extra.as_str())) {
            out.push(b',');
            out.extend_from_slice(fields.as_bytes());
        }
        out.push(b'}');
        Ok(())
    }
}

fn write_role(out: &mut Vec<u8>, role: &MessageRole) -> Result<()> {
    match role {
        MessageRole::User => out.extend_from_slice(b"\"user\""),
        MessageRole::Assistant => out.extend_from_slice(b"\"assistant\""),
        MessageRole::System | MessageRole::Other(_) => write_serde(out, role)?,
    }
    Ok(())
}

/// Returns the fields of an object's text, or `None` if it has no fields.
fn inside_braces(object: &str) -> Option<&str> {
    let fields = object.strip_prefix('{')?.strip_suffix('}')?.trim();
    (!fields.is_empty()).then_some(fields)
}

impl<P: Author> Serialize for Message<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_written(serializer, |out| self.write_json(out))
    }
}

impl<'de, P: DeserializeOwned> Deserialize<'de> for Message<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        read_message(raw.get()).map_err(serde::de::Error::custom)
    }
}

fn read_message<P: DeserializeOwned>(text: &str) -> Result<Message<P>> {
    let fields = Fields::read(text)?;
    Ok(Message {
        id: decode("id", fields.id.ok_or_else(|| missing("id"))?, "must be an id")?,
        sequence: None,
        role: read_role(fields.role)?,
        parts: read_parts(fields.parts)?,
        metadata: read_json("metadata", fields.metadata)?,
        created_at: decode(
            "created_at",
            fields.created_at.ok_or_else(|| missing("created_at"))?,
            "must be a time",
        )?,
        robot: fields.robot.map_or(Ok(None), |text| decode("robot", text, "must be an id and a name"))?,
        author: fields.author.map_or(Ok(None), |text| decode("author", text, "must be a person"))?,
        extra: fields.extra()?,
        revision: Revision::default(),
        draft: false,
    })
}

/// The fields of a message's object, by name; of two with one name, the later, as JavaScript has it.
#[derive(Default)]
struct Fields<'a> {
    id: Option<&'a str>,
    role: Option<&'a str>,
    parts: Option<&'a str>,
    metadata: Option<&'a str>,
    created_at: Option<&'a str>,
    robot: Option<&'a str>,
    author: Option<&'a str>,
    /// The text of an object of the other fields, without its end; empty if there are none.
    others: String,
}

impl<'a> Fields<'a> {
    fn read(text: &'a str) -> Result<Self> {
        let mut fields = Self::default();
        json::object(text, |key, value| match key.as_ref() {
            "id" => fields.id = Some(value),
            "role" => fields.role = Some(value),
            "parts" => fields.parts = Some(value),
            "metadata" => fields.metadata = Some(value),
            "created_at" => fields.created_at = Some(value),
            "robot" => fields.robot = Some(value),
            "author" => fields.author = Some(value),
            other => {
                let mark = if fields.others.is_empty() { '{' } else { ',' };
                let key = serde_json::Value::from(other);
                // Writing to a `String` cannot fail.
                write!(fields.others, "{mark}{key}:{value}").ok();
            }
        })?;
        Ok(fields)
    }

    fn extra(mut self) -> Result<Option<Json<'static>>> {
        if self.others.is_empty() {
            return Ok(None);
        }
        self.others.push('}');
        Json::parse(self.others).map(Some)
    }
}

fn missing(field: &'static str) -> Error {
    Error::invalid_argument(field, "is missing")
}

/// Reads a field. serde's own words are left out: they quote what was found.
fn decode<T: DeserializeOwned>(field: &'static str, text: &str, rule: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::invalid_argument(field, rule))
}

fn read_role(text: Option<&str>) -> Result<MessageRole> {
    decode("role", text.ok_or_else(|| missing("role"))?, "must be a name of at most 64 bytes")
}

fn read_parts(text: Option<&str>) -> Result<Parts> {
    Parts::parse(text.ok_or_else(|| missing("parts"))?)
}

fn read_json(field: &'static str, text: Option<&str>) -> Result<Option<Json<'static>>> {
    text.map(|text| Json::parse(text.to_owned()).map_err(|error| error.within(field))).transpose()
}

impl Resolve for Message<AccountId> {
    type Resolved = Message;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.extend(self.author);
    }

    fn resolve(self, people: &People) -> Message {
        Message {
            id: self.id,
            sequence: self.sequence,
            role: self.role,
            parts: self.parts,
            metadata: self.metadata,
            created_at: self.created_at,
            robot: self.robot,
            author: self.author.map(|account| people.get(account)),
            extra: self.extra,
            revision: self.revision,
            draft: self.draft,
        }
    }
}

/// Who was written already, and where: the few people and robots of an answer appear again and again in it.
#[derive(Default)]
pub(crate) struct Written<'m> {
    robots: Vec<(&'m RobotRef, Range<usize>)>,
    authors: Vec<(AccountId, Range<usize>)>,
}

impl<'m> Written<'m> {
    pub(crate) fn robot(&mut self, out: &mut Vec<u8>, robot: &'m RobotRef) -> Result<()> {
        write_once(out, &mut self.robots, robot, |out| write_serde(out, robot))
    }

    pub(crate) fn author(&mut self, out: &mut Vec<u8>, author: &impl Author) -> Result<()> {
        write_once(out, &mut self.authors, author.account(), |out| author.write(out))
    }
}

fn write_once<K: PartialEq>(
    out: &mut Vec<u8>,
    written: &mut Vec<(K, Range<usize>)>,
    key: K,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    if let Some((_, range)) = written.iter().find(|(known, _)| *known == key) {
        out.extend_from_within(range.clone());
    } else {
        let start = out.len();
        write(out)?;
        written.push((key, start..out.len()));
    }
    Ok(())
}

/// A window of a session's messages, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
pub struct MessageList<P = Arc<Profile>> {
    /// The limit that was in force.
    pub page_size: u32,
    /// How many messages there are in this window.
    pub results: u32,
    /// The oldest message of this window, to ask for those before it; there only if older ones exist.
    #[serde(default)]
    pub next_before: Option<MessageId>,
    /// The messages, oldest first.
    pub messages: Vec<Message<P>>,
    /// The messages of this window that do not decode, on the wire only if there are any. They are neither in
    /// `results` nor in `messages`, and one can be in the next window too.
    #[serde(default)]
    pub damaged: Vec<Damaged>,
}

impl<P> MessageList<P> {
    /// Makes the window that answers `request`.
    ///
    /// `newest_first` are up to one more message than the limit, in descending order of their places:
    /// the one too many says that there are older ones, and is left out.
    #[must_use]
    pub fn new(request: WindowRequest, mut newest_first: Vec<Message<P>>) -> Self {
        let limit = request.limit() as usize;
        let older = newest_first.len() > limit;
        newest_first.truncate(limit);
        newest_first.reverse();
        Self {
            page_size: request.limit(),
            results: u32::try_from(newest_first.len()).unwrap_or(u32::MAX),
            next_before: newest_first.first().filter(|_| older).map(|oldest| oldest.id),
            messages: newest_first,
            damaged: Vec::new(),
        }
    }

    /// Makes the same of rows of which some may not decode.
    ///
    /// # Errors
    /// [`Error::Internal`] if none of the window decodes, not even an id to go on from, and there are older
    /// messages.
    pub fn of_rows(
        request: WindowRequest,
        mut newest_first: Vec<Result<Message<P>, Damaged>>,
    ) -> Result<Self> {
        let limit = request.limit() as usize;
        let older = newest_first.len() > limit;
        newest_first.truncate(limit);
        let mut damaged = Vec::new();
        let readable =
            newest_first.into_iter().filter_map(|row| row.map_err(|row| damaged.push(row)).ok()).collect();
        let mut list = Self { damaged, ..Self::new(request, readable) };
        if older {
            let oldest = list.messages.first().map(|oldest| oldest.id);
            let known = || list.damaged.iter().rev().find_map(|row| row.id.parse().ok());
            let cursor = oldest.or_else(known).ok_or_else(|| Error::Internal {
                context: "no stored message of this window decodes".into(),
                source: None,
            })?;
            list.next_before = Some(cursor);
        }
        Ok(list)
    }
}

impl<P: Author> MessageList<P> {
    /// Writes the window as JSON. This is the fast way: the text of the parts is copied, not read.
    ///
    /// # Errors
    /// [`Error::Internal`] if a value has no JSON form.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let text: usize = self.messages.iter().map(|message| message.parts.as_str().len() + 512).sum();
        out.reserve(text);
        out.extend_from_slice(b"{\"page_size\":");
        write_serde(out, &self.page_size)?;
        out.extend_from_slice(b",\"results\":");
        write_serde(out, &self.results)?;
        if let Some(next_before) = &self.next_before {
            out.extend_from_slice(b",\"next_before\":");
            write_plain(out, next_before);
        }
        out.extend_from_slice(b",\"messages\":");
        let mut written = Written::default();
        write_array(out, &self.messages, |out, message| message.write_with(out, &mut written))?;
        write_damaged(out, &self.damaged)?;
        out.push(b'}');
        Ok(())
    }
}

impl<P: Author> Serialize for MessageList<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_written(serializer, |out| self.write_json(out))
    }
}

impl Resolve for MessageList<AccountId> {
    type Resolved = MessageList;

    fn accounts(&self, accounts: &mut Accounts) {
        self.messages.accounts(accounts);
    }

    fn resolve(self, people: &People) -> MessageList {
        MessageList {
            page_size: self.page_size,
            results: self.results,
            next_before: self.next_before,
            messages: self.messages.resolve(people),
            damaged: self.damaged,
        }
    }
}

/// A message to append: a `UIMessage` as a client sends it.
///
/// # Examples
/// ```
/// use storyden_robots::{NewMessage, Part};
///
/// let message = NewMessage::user([Part::text("Who posted this?")])?;
/// assert_eq!(message.parts.len(), 1);
///
/// let message = NewMessage::parse(
///     r#"{"id": "msg-1", "role": "assistant", "parts": [{"type": "text", "text": "Ann did."}]}"#,
/// )?;
/// assert_eq!(message.client_id.as_deref(), Some("msg-1"));
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewMessage {
    /// The id that the message shall have; it gets a new one if there is none.
    pub id: Option<MessageId>,
    /// The id that the client gave it, when that is no [`MessageId`]. It is not stored: use it as an
    /// idempotency key if the client may send the message twice.
    pub client_id: Option<String>,
    /// Who speaks.
    pub role: MessageRole,
    /// What was said and done, in order.
    pub parts: Parts,
    /// Whatever the client keeps with it, any JSON. `null` is kept apart from nothing.
    pub metadata: Option<Json<'static>>,
    /// The fields of its object that are not known here, as one object.
    pub extra: Option<Json<'static>>,
}

impl NewMessage {
    /// Makes a message of these parts.
    #[must_use]
    pub fn new(role: MessageRole, parts: Parts) -> Self {
        Self { id: None, client_id: None, role, parts, metadata: None, extra: None }
    }

    /// Makes a message that a member says.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if a part breaks the rules of [`Parts`].
    pub fn user<'a>(parts: impl IntoIterator<Item = impl Into<Part<'a>>>) -> Result<Self> {
        Ok(Self::new(MessageRole::User, Parts::new(parts)?))
    }

    /// Makes a message that a robot says.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if a part breaks the rules of [`Parts`].
    pub fn assistant<'a>(parts: impl IntoIterator<Item = impl Into<Part<'a>>>) -> Result<Self> {
        Ok(Self::new(MessageRole::Assistant, Parts::new(parts)?))
    }

    /// Gives it an id, for example when it is moved from another store.
    #[must_use]
    pub fn id(self, id: MessageId) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Keeps any JSON with it.
    #[must_use]
    pub fn metadata(self, metadata: Json<'static>) -> Self {
        Self { metadata: Some(metadata), ..self }
    }

    /// Reads a `UIMessage`, as any major version of the AI SDK writes it.
    ///
    /// `created_at`, `robot` and `author` are left out: who appends it and when is not for it to say.
    ///
    /// This reads a text of any size, in time and memory in proportion to it; [`Robots`](crate::Robots) refuse what
    /// is too large when it is appended. Of text that a stranger sent, ask [`parse_within`](Self::parse_within).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the field, such as `parts[3].toolCallId`.
    pub fn parse(text: &str) -> Result<Self> {
        Self::read(Fields::read(text)?)
    }

    /// Reads a `UIMessage` as [`parse`](Self::parse) does, but refuses what is larger than the limits allow before
    /// it is looked into.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse); [`Error::TooLarge`] about `parts`, `metadata` or `message`, or about the
    /// whole if the text is four times as long as a message may be.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Limits, NewMessage};
    ///
    /// let limits = Limits { depth: 4, ..Limits::default() };
    /// let deep = r#"{"role": "user", "parts": [{"type": "data-x", "data": [[]]}]}"#;
    /// let error = NewMessage::parse_within(deep, &limits).unwrap_err();
    /// assert_eq!(error.to_string(), "parts: 4 levels are over the limit of 3");
    /// ```
    pub fn parse_within(text: &str, limits: &Limits) -> Result<Self> {
        limits.check_unread(text, 1)?;
        let fields = Fields::read(text)?;
        let [parts, metadata] = [fields.parts, fields.metadata].map(Option::unwrap_or_default);
        limits.check_texts(parts, metadata, &fields.others)?;
        Self::read(fields)
    }

    fn read(fields: Fields<'_>) -> Result<Self> {
        let id: Option<String> = fields.id.map_or(Ok(None), |text| decode("id", text, "must be a string"))?;
        let (id, client_id) = match id.map(|id| (id.parse().ok(), id)) {
            Some((Some(id), _)) => (Some(id), None),
            Some((None, client_id)) => (None, Some(client_id)),
            None => (None, None),
        };
        Ok(Self {
            id,
            client_id,
            role: read_role(fields.role)?,
            parts: read_parts(fields.parts)?,
            metadata: read_json("metadata", fields.metadata)?,
            extra: fields.extra()?,
        })
    }

    /// Reads an array of `UIMessage`s, as the AI SDK saves a chat, each by [`parse`](Self::parse).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the message and the field: `[2].parts[0].text`.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::NewMessage;
    ///
    /// let chat = r#"[{"id": "a", "role": "user", "parts": []}, {"id": "b", "role": "user"}]"#;
    /// let error = NewMessage::parse_chat(chat).unwrap_err();
    /// assert_eq!(error.to_string(), "[1].parts: is missing");
    /// ```
    pub fn parse_chat(text: &str) -> Result<Vec<Self>> {
        Self::read_chat(text, usize::MAX, Self::parse)
    }

    /// Reads an array of `UIMessage`s, each by [`parse_within`](Self::parse_within), and no more of them than the
    /// limits allow in one append.
    ///
    /// # Errors
    /// Those of [`parse_chat`](Self::parse_chat) and [`parse_within`](Self::parse_within); [`Error::TooLarge`] about
    /// `messages`.
    pub fn parse_chat_within(text: &str, limits: &Limits) -> Result<Vec<Self>> {
        limits.check_unread(text, limits.batch_messages)?;
        Self::read_chat(text, limits.batch_messages, |text| Self::parse_within(text, limits))
    }

    fn read_chat(text: &str, most: usize, read: impl Fn(&str) -> Result<Self>) -> Result<Vec<Self>> {
        let mut messages = Vec::new();
        let read_next = |(index, raw): (usize, &RawValue)| {
            check_most("messages", index + 1, most, "messages")?;
            messages.push(read(raw.get()).map_err(|error| error.within(format_args!("[{index}]")))?);
            Ok(())
        };
        json::elements(text, read_next)?;
        Ok(messages)
    }

    pub(crate) fn check(&self, limits: &Limits) -> Result<()> {
        // Its name can be made without being read.
        self.role.as_str().parse::<MessageRole>()?;
        let metadata = self.metadata.as_ref().map_or("", Json::as_str);
        let extra = self.extra.as_ref().map_or("", Json::as_str);
        limits.check_texts(self.parts.as_str(), metadata, extra)
    }

    /// Returns how many bytes its texts have: the size that [`Limits`](crate::Limits) speak of.
    #[must_use]
    pub fn size(&self) -> usize {
        let json = |value: &Option<Json<'_>>| value.as_ref().map_or(0, |value| value.as_str().len());
        self.parts.as_str().len() + json(&self.metadata) + json(&self.extra)
    }
}
