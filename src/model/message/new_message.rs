//! [`NewMessage`]: a message to append, as a client sends it.

use serde_json::value::RawValue;

use super::{
    fields::{MessageFields, decode, missing},
    role::MessageRole,
};
use crate::model::{
    error::Result,
    id::MessageId,
    json::Json,
    json_scan::elements,
    limits::{Limits, check_at_most, check_client_id},
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
    /// The id of the message. `None`: a new one is generated.
    pub id: Option<MessageId>,
    /// The id that the client gave it, if that is not a [`MessageId`]. It is stored, and is the idempotency key unless
    /// [`Append`](crate::Append) has one.
    pub client_id: Option<String>,
    /// The role of its author.
    pub role: MessageRole,
    /// Its parts, in order.
    pub parts: Parts,
    /// The metadata of the client, any JSON. `Some(null)` and `None`, a missing field, are different.
    pub metadata: Option<Json<'static>>,
    /// The fields of its JSON object that this crate does not know, as one object. A field that it knows is refused.
    pub extra: Option<Json<'static>>,
}

impl NewMessage {
    /// Creates a message from parts.
    #[must_use]
    pub fn new(role: MessageRole, parts: Parts) -> Self {
        Self { id: None, client_id: None, role, parts, metadata: None, extra: None }
    }

    /// Creates a message with the role `user`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) if a part breaks the rules of [`Parts`].
    pub fn user<'a>(parts: impl IntoIterator<Item = impl Into<Part<'a>>>) -> Result<Self> {
        Ok(Self::new(MessageRole::User, Parts::new(parts)?))
    }

    /// Creates a message with the role `assistant`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) if a part breaks the rules of [`Parts`].
    pub fn assistant<'a>(parts: impl IntoIterator<Item = impl Into<Part<'a>>>) -> Result<Self> {
        Ok(Self::new(MessageRole::Assistant, Parts::new(parts)?))
    }

    /// Sets the id, for example of a message that is moved from another store.
    #[must_use]
    pub fn id(self, id: MessageId) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Sets the metadata.
    #[must_use]
    pub fn metadata(self, metadata: Json<'static>) -> Self {
        Self { metadata: Some(metadata), ..self }
    }

    /// Parses a `UIMessage` of the AI SDK 5, 6 or 7.
    ///
    /// `created_at`, `robot` and `author` are dropped: they are set when the message is appended.
    ///
    /// The size of the text is not limited here: [`Robots`](crate::Robots) checks it when the message is appended.
    /// Parse untrusted text with [`parse_within`](Self::parse_within).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) that names the field, such as `parts[3].toolCallId`.
    pub fn parse(text: &str) -> Result<Self> {
        Self::read(&MessageFields::read(text)?)
    }

    /// Parses a `UIMessage` as [`parse`](Self::parse) does, but checks the limits first.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse); [`Error::TooLarge`](crate::Error::TooLarge) about `parts`, `metadata` or
    /// `message`, or without an argument if the text is more than four times as long as a message may be (with room for
    /// files, if they are [stored apart](Limits::store_files_over)).
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
        limits.check_raw_text(text, 1)?;
        let fields = MessageFields::read(text)?;
        let [parts, metadata] = [fields.parts, fields.metadata].map(Option::unwrap_or_default);
        limits.check_texts(parts, metadata, &fields.others)?;
        Self::read(&fields)
    }

    fn read(fields: &MessageFields<'_>) -> Result<Self> {
        let id: Option<String> = fields.id.map_or(Ok(None), |text| decode("id", text, "must be a string"))?;
        // The AI SDK gives a message the id "" if no generator of ids is set.
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

    /// Parses an array of `UIMessage`s, as the AI SDK saves a chat, each as [`parse`](Self::parse) does.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) that names the message and the field: `[2].parts[0].text`.
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

    /// Parses an array of at most [`Limits::batch_messages`] `UIMessage`s, each as [`parse_within`](Self::parse_within)
    /// does.
    ///
    /// # Errors
    /// Those of [`parse_chat`](Self::parse_chat) and [`parse_within`](Self::parse_within);
    /// [`Error::TooLarge`](crate::Error::TooLarge) about `messages`.
    pub fn parse_chat_within(text: &str, limits: &Limits) -> Result<Vec<Self>> {
        limits.check_raw_text(text, limits.batch_messages)?;
        Self::read_chat(text, limits.batch_messages, |text| Self::parse_within(text, limits))
    }

    fn read_chat(text: &str, most: usize, read: impl Fn(&str) -> Result<Self>) -> Result<Vec<Self>> {
        let mut messages = Vec::new();
        let read_next = |(index, raw): (usize, &RawValue)| {
            check_at_most("messages", index + 1, most, "messages")?;
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
        // So can unknown fields.
        self.extra.as_ref().map_or(Ok(()), MessageFields::check_unknown)?;
        let metadata = self.metadata.as_ref().map_or("", Json::as_str);
        let extra = self.extra.as_ref().map_or("", Json::as_str);
        limits.check_texts(self.parts.as_str(), metadata, extra)
    }

    /// Returns the bytes of its parts, metadata and unknown fields, which [`Limits::message_bytes`] limits.
    #[must_use]
    pub fn size(&self) -> usize {
        let json = |value: &Option<Json<'_>>| value.as_ref().map_or(0, |value| value.as_str().len());
        self.parts.as_str().len() + json(&self.metadata) + json(&self.extra)
    }
}
