//! [`NewMessage`]: a message to append, as a client sends it.

use serde_json::value::RawValue;

use super::{
    MessageRole,
    fields::{Fields, decode, missing},
};
use crate::model::{
    error::Result,
    id::MessageId,
    json::Json,
    json_scan::elements,
    limits::{Limits, check_client_id, check_most},
    part::{Part, Parts},
};

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
    /// The id that the client gave it, when that is no [`MessageId`]. It is kept, and makes a second try
    /// recognisable when no idempotency key is given.
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
        Self::read(&Fields::read(text)?)
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
        Self::read(&fields)
    }

    fn read(fields: &Fields<'_>) -> Result<Self> {
        let id: Option<String> = fields.id.map_or(Ok(None), |text| decode("id", text, "must be a string"))?;
        // The AI SDK gives a message the id "" where nobody made one.
        let (id, client_id) = match id.filter(|id| !id.is_empty()).map(|id| (id.parse().ok(), id)) {
            Some((Some(id), _)) => (Some(id), None),
            Some((None, client_id)) => (None, Some(client_id)),
            None => (None, None),
        };
        Ok(Self {
            id,
            client_id,
            role: fields.role()?,
            parts: Parts::parse(fields.parts.ok_or_else(|| missing("parts"))?)?,
            metadata: fields.metadata()?,
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
        elements(text, read_next)?;
        Ok(messages)
    }

    pub(crate) fn check(&self, limits: &Limits) -> Result<()> {
        // `Other` can be built without `parse`.
        self.role.as_str().parse::<MessageRole>()?;
        if let Some(client_id) = &self.client_id {
            check_client_id(client_id)?;
        }
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
