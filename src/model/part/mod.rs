//! [`Part`], one piece of a message, and [`Parts`], all pieces of one.

mod check;
mod object;
mod parts;
mod tool;

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use self::{
    check::check,
    object::{Field, Fields, Own, setters, writer},
};
pub use self::{
    object::Extra,
    tool::{Approval, ToolKind, ToolPart, ToolState},
};
use crate::model::{
    error::{Error, Result},
    json::Json,
    json_scan::{string, trim},
};
pub use parts::{Parts, PartsIter};

/// One part of a message: a typed view of the text in [`Parts`].
///
/// The kinds are those of the Vercel AI SDK, major versions 5, 6 and 7. What has no typed home is in the
/// `extra` of its part, so a part that is read and written again is the same JSON value. Only an escaped
/// lone surrogate (half of an emoji that a client cut) is shown, and would be written, as U+FFFD; the
/// text in [`Parts`] keeps it.
///
/// Strings without escapes and all [`Json`] are borrowed from the text.
///
/// # Examples
/// ```
/// use storyden_robots::{Json, Part, ToolState};
///
/// let part = Part::parse(
///     r#"{"type":"tool-search","toolCallId":"c1","state":"input-available","input":{"q":"bees"}}"#,
/// )?;
/// let Part::Tool(tool) = part else { panic!("a tool") };
/// assert_eq!((&*tool.name, &tool.state), ("search", &ToolState::InputAvailable));
///
/// let answered = tool.output(Json::parse("[]")?);
/// assert_eq!(answered.state, ToolState::OutputAvailable);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Part<'a> {
    /// `text`
    Text(TextPart<'a>),
    /// `reasoning`
    Reasoning(ReasoningPart<'a>),
    /// `tool-<name>` and `dynamic-tool`
    Tool(Box<ToolPart<'a>>),
    /// `file`
    File(FilePart<'a>),
    /// `reasoning-file`
    ReasoningFile(ReasoningFilePart<'a>),
    /// `source-url`
    SourceUrl(SourceUrlPart<'a>),
    /// `source-document`
    SourceDocument(SourceDocumentPart<'a>),
    /// `data-<name>`
    Data(DataPart<'a>),
    /// `step-start`
    StepStart(StepStartPart<'a>),
    /// Every other type: kept whole.
    Other(OtherPart<'a>),
}

/// Defines a part whose `type` is one word: its struct, how it is read, written and owned.
macro_rules! part {
    (
        $(#[$doc:meta])*
        $name:ident<$a:lifetime>, $variant:ident = $kind:literal
        required { $($(#[$rdoc:meta])* $required:ident: $rtype:ty = $rread:ident($rfield:ident),)* }
        optional { $($(#[$odoc:meta])* $optional:ident: $otype:ty = $oread:ident($ofield:ident),)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $name<$a> {
            $($(#[$rdoc])* pub $required: $rtype,)*
            $($(#[$odoc])* pub $optional: Option<$otype>,)*
            /// Everything else that the part has.
            pub extra: Extra<$a>,
        }

        impl<$a> $name<$a> {
            fn read(fields: &mut Fields<$a>) -> Option<Self> {
                Some(Self {
                    $($required: fields.$rread(Field::$rfield)?,)*
                    $($optional: fields.$oread(Field::$ofield),)*
                    extra: fields.rest(),
                })
            }

            /// Returns the same part, borrowing nothing.
            #[must_use]
            pub fn into_owned(self) -> $name<'static> {
                $name {
                    $($required: self.$required.own(),)*
                    $($optional: self.$optional.own(),)*
                    extra: self.extra.own(),
                }
            }
        }

        impl Serialize for $name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = writer(serializer)?;
                object.put(Field::Type, &$kind)?;
                $(object.put(Field::$rfield, &self.$required)?;)*
                $(object.put_some(Field::$ofield, self.$optional.as_ref())?;)*
                object.finish(&self.extra)
            }
        }

        impl<$a> From<$name<$a>> for Part<$a> {
            fn from(part: $name<$a>) -> Self {
                Self::$variant(part)
            }
        }
    };
}

part! {
    /// What was said.
    TextPart<'a>, Text = "text"
    required {
        /// The text, in Markdown as a rule.
        text: Cow<'a, str> = string(Text),
    }
    optional {
        /// Whether the text is still growing.
        state: TextState<'a> = string(State),
        /// What the model's provider adds: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
        /// Where the text comes from: an array.
        citations: Json<'a> = array(Citations),
    }
}

part! {
    /// What the model thought.
    ReasoningPart<'a>, Reasoning = "reasoning"
    required {
        /// The text.
        text: Cow<'a, str> = string(Text),
    }
    optional {
        /// Whether the text is still growing.
        state: TextState<'a> = string(State),
        /// The id that the provider gave it.
        id: Cow<'a, str> = string(Id),
        /// What the model's provider adds: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }
}

part! {
    /// A file.
    FilePart<'a>, File = "file"
    required {
        /// The IANA media type: `image/png`.
        media_type: Cow<'a, str> = string(MediaType),
        /// Where the file is; may be a data URL.
        url: Cow<'a, str> = string(Url),
    }
    optional {
        /// The name that the file had.
        filename: Cow<'a, str> = string(Filename),
        /// The ids that providers know the file by: an object by provider.
        provider_reference: Json<'a> = object(ProviderReference),
        /// What the model's provider adds: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }
}

part! {
    /// A file that the model made while it thought.
    ReasoningFilePart<'a>, ReasoningFile = "reasoning-file"
    required {
        /// The IANA media type: `image/png`.
        media_type: Cow<'a, str> = string(MediaType),
        /// Where the file is; may be a data URL.
        url: Cow<'a, str> = string(Url),
    }
    optional {
        /// What the model's provider adds: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }
}

part! {
    /// A web page that an answer rests on.
    SourceUrlPart<'a>, SourceUrl = "source-url"
    required {
        /// The id of the source.
        source_id: Cow<'a, str> = string(SourceId),
        /// The address of the page.
        url: Cow<'a, str> = string(Url),
    }
    optional {
        /// The title of the page.
        title: Cow<'a, str> = string(Title),
        /// What the model's provider adds: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }
}

part! {
    /// A document that an answer rests on.
    SourceDocumentPart<'a>, SourceDocument = "source-document"
    required {
        /// The id of the source.
        source_id: Cow<'a, str> = string(SourceId),
        /// The IANA media type: `application/pdf`.
        media_type: Cow<'a, str> = string(MediaType),
        /// The title of the document.
        title: Cow<'a, str> = string(Title),
    }
    optional {
        /// The name that the file had.
        filename: Cow<'a, str> = string(Filename),
        /// What the model's provider adds: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }
}

part! {
    /// The line between two steps of an answer.
    StepStartPart<'a>, StepStart = "step-start"
    required {}
    optional {}
}

/// Whether a text is still growing. The set is open: an unknown state is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextState<'a> {
    /// `streaming`
    Streaming,
    /// `done`
    Done,
    /// A state that a later AI SDK added.
    Other(Cow<'a, str>),
}

impl TextState<'_> {
    /// Returns the state on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Streaming => "streaming",
            Self::Done => "done",
            Self::Other(state) => state,
        }
    }
}

impl<'a> From<Cow<'a, str>> for TextState<'a> {
    fn from(state: Cow<'a, str>) -> Self {
        match &*state {
            "streaming" => Self::Streaming,
            "done" => Self::Done,
            _ => Self::Other(state),
        }
    }
}

impl Serialize for TextState<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Own for TextState<'_> {
    type Static = TextState<'static>;

    fn own(self) -> Self::Static {
        match self {
            Self::Streaming => TextState::Streaming,
            Self::Done => TextState::Done,
            Self::Other(state) => TextState::Other(state.own()),
        }
    }
}

/// Data of the application, for its own user interface: `data-<name>`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DataPart<'a> {
    /// The name: `render_card` in `data-render_card`.
    pub name: Cow<'a, str>,
    /// The data. `None` if it is missing: a stream can leave out JavaScript's `undefined`.
    pub data: Option<Json<'a>>,
    /// The id by which a later part of a stream replaces this one.
    pub id: Option<Cow<'a, str>>,
    /// Everything else that the part has.
    pub extra: Extra<'a>,
}

impl<'a> DataPart<'a> {
    fn read(name: Cow<'a, str>, fields: &mut Fields<'a>) -> Self {
        Self { name, data: fields.any(Field::Data), id: fields.string(Field::Id), extra: fields.rest() }
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Returns the same part, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> DataPart<'static> {
        DataPart { name: self.name.own(), data: self.data.own(), id: self.id.own(), extra: self.extra.own() }
    }
}

impl Serialize for DataPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = writer(serializer)?;
        object.put(Field::Type, &format_args!("data-{}", self.name))?;
        object.put_some(Field::Id, self.id.as_ref())?;
        object.put_some(Field::Data, self.data.as_ref())?;
        object.finish(&self.extra)
    }
}

impl<'a> From<DataPart<'a>> for Part<'a> {
    fn from(part: DataPart<'a>) -> Self {
        Self::Data(part)
    }
}

/// A part of a type that this crate has no view for, kept whole: `custom`, `steering-message`, and what
/// a later AI SDK adds.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherPart<'a> {
    kind: Cow<'a, str>,
    json: Json<'a>,
}

impl<'a> OtherPart<'a> {
    /// Returns the `type`; empty if stored text was damaged so that there is none.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the whole part.
    #[must_use]
    pub fn json(&self) -> &Json<'a> {
        &self.json
    }

    /// Returns the same part, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> OtherPart<'static> {
        OtherPart { kind: self.kind.own(), json: self.json.own() }
    }
}

impl Serialize for OtherPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl<'a> From<OtherPart<'a>> for Part<'a> {
    fn from(part: OtherPart<'a>) -> Self {
        Self::Other(part)
    }
}

impl<'a> From<ToolPart<'a>> for Part<'a> {
    fn from(part: ToolPart<'a>) -> Self {
        Self::Tool(Box::new(part))
    }
}

impl<'a> Part<'a> {
    /// Reads one part, with the checks of [`Parts::parse`].
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the field, or nothing if the whole is no object.
    pub fn parse(text: &'a str) -> Result<Self> {
        let json = Json::parse(text)?;
        if !json.is_object() {
            return Err(Error::invalid_argument("", "must be an object"));
        }
        let text = trim(text);
        let mut fields = Fields::of(text);
        check(&fields)?;
        Ok(Self::read(&mut fields, text))
    }

    fn read(fields: &mut Fields<'a>, text: &'a str) -> Self {
        let kind: Cow<'a, str> = fields.string(Field::Type).unwrap_or_default();
        let typed = match &*kind {
            "text" => TextPart::read(fields).map(Self::from),
            "reasoning" => ReasoningPart::read(fields).map(Self::from),
            "file" => FilePart::read(fields).map(Self::from),
            "reasoning-file" => ReasoningFilePart::read(fields).map(Self::from),
            "source-url" => SourceUrlPart::read(fields).map(Self::from),
            "source-document" => SourceDocumentPart::read(fields).map(Self::from),
            "step-start" => StepStartPart::read(fields).map(Self::from),
            "dynamic-tool" => ToolPart::read_dynamic(fields).map(Self::from),
            _ => {
                if let Some(name) = suffix(&kind, "tool-") {
                    ToolPart::read(ToolKind::Static, name, fields).map(Self::from)
                } else {
                    suffix(&kind, "data-").map(|name| Self::from(DataPart::read(name, fields)))
                }
            }
        };
        typed.unwrap_or_else(|| Self::Other(OtherPart { kind, json: Json::checked(text) }))
    }

    /// Starts a text part.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Part, Parts};
    ///
    /// let parts = Parts::new([Part::text("Bees can").streaming()])?;
    /// assert_eq!(parts.as_str(), r#"[{"type":"text","text":"Bees can","state":"streaming"}]"#);
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> TextPart<'a> {
        let extra = Extra::default();
        TextPart { text: text.into(), state: None, provider_metadata: None, citations: None, extra }
    }

    /// Starts a reasoning part.
    #[must_use]
    pub fn reasoning(text: impl Into<Cow<'a, str>>) -> ReasoningPart<'a> {
        let extra = Extra::default();
        ReasoningPart { text: text.into(), state: None, id: None, provider_metadata: None, extra }
    }

    /// Starts a call of a tool that the application knows: `tool-<name>`, without input yet.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Json, Part, Parts};
    ///
    /// let call = Part::tool("search", "c1").input(Json::parse(r#"{"q":"bees"}"#)?);
    /// let parts = Parts::new([call.output(Json::parse("[]")?)])?;
    /// assert_eq!(
    ///     parts.as_str(),
    ///     r#"[{"type":"tool-search","toolCallId":"c1","state":"output-available","input":{"q":"bees"},"output":[]}]"#,
    /// );
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    #[must_use]
    pub fn tool(name: impl Into<Cow<'a, str>>, tool_call_id: impl Into<Cow<'a, str>>) -> ToolPart<'a> {
        ToolPart::new(ToolKind::Static, name.into(), tool_call_id.into())
    }

    /// Starts a call of a tool that is only known at run time: `dynamic-tool`, without input yet.
    #[must_use]
    pub fn dynamic_tool(
        name: impl Into<Cow<'a, str>>,
        tool_call_id: impl Into<Cow<'a, str>>,
    ) -> ToolPart<'a> {
        ToolPart::new(ToolKind::Dynamic, name.into(), tool_call_id.into())
    }

    /// Starts a file part.
    #[must_use]
    pub fn file(media_type: impl Into<Cow<'a, str>>, url: impl Into<Cow<'a, str>>) -> FilePart<'a> {
        FilePart {
            media_type: media_type.into(),
            url: url.into(),
            filename: None,
            provider_reference: None,
            provider_metadata: None,
            extra: Extra::default(),
        }
    }

    /// Starts a part for a file that the model made while it thought.
    #[must_use]
    pub fn reasoning_file(
        media_type: impl Into<Cow<'a, str>>,
        url: impl Into<Cow<'a, str>>,
    ) -> ReasoningFilePart<'a> {
        ReasoningFilePart {
            media_type: media_type.into(),
            url: url.into(),
            provider_metadata: None,
            extra: Extra::default(),
        }
    }

    /// Starts a part for a web page that the answer rests on.
    #[must_use]
    pub fn source_url(source_id: impl Into<Cow<'a, str>>, url: impl Into<Cow<'a, str>>) -> SourceUrlPart<'a> {
        SourceUrlPart {
            source_id: source_id.into(),
            url: url.into(),
            title: None,
            provider_metadata: None,
            extra: Extra::default(),
        }
    }

    /// Starts a part for a document that the answer rests on.
    #[must_use]
    pub fn source_document(
        source_id: impl Into<Cow<'a, str>>,
        media_type: impl Into<Cow<'a, str>>,
        title: impl Into<Cow<'a, str>>,
    ) -> SourceDocumentPart<'a> {
        SourceDocumentPart {
            source_id: source_id.into(),
            media_type: media_type.into(),
            title: title.into(),
            filename: None,
            provider_metadata: None,
            extra: Extra::default(),
        }
    }

    /// Starts a part with data of the application: `data-<name>`.
    #[must_use]
    pub fn data(name: impl Into<Cow<'a, str>>, data: Json<'a>) -> DataPart<'a> {
        DataPart { name: name.into(), data: Some(data), id: None, extra: Extra::default() }
    }

    /// Makes the line between two steps of an answer.
    #[must_use]
    pub fn step_start() -> StepStartPart<'a> {
        StepStartPart { extra: Extra::default() }
    }

    /// Makes a part from JSON, with the checks of [`Parts::parse`]. It is kept whole whatever its type.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the field, or nothing if the whole is no object.
    pub fn other(json: Json<'a>) -> Result<OtherPart<'a>> {
        if !json.is_object() {
            return Err(Error::invalid_argument("", "must be an object"));
        }
        let fields = Fields::of(json.as_str());
        check(&fields)?;
        let kind = fields.get(Field::Type).and_then(string).unwrap_or_default().own();
        Ok(OtherPart { kind, json })
    }

    /// Returns the `type` on the wire: `text`, `tool-search` …
    #[must_use]
    pub fn kind(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Text(_) => "text",
            Self::Reasoning(_) => "reasoning",
            Self::File(_) => "file",
            Self::ReasoningFile(_) => "reasoning-file",
            Self::SourceUrl(_) => "source-url",
            Self::SourceDocument(_) => "source-document",
            Self::StepStart(_) => "step-start",
            Self::Tool(tool) => return tool.kind_on_wire(),
            Self::Data(data) => return Cow::Owned(format!("data-{}", data.name)),
            Self::Other(other) => other.kind(),
        })
    }

    /// Returns the same part, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Part<'static> {
        match self {
            Self::Text(part) => Part::Text(part.into_owned()),
            Self::Reasoning(part) => Part::Reasoning(part.into_owned()),
            Self::Tool(part) => Part::from(part.into_owned()),
            Self::File(part) => Part::File(part.into_owned()),
            Self::ReasoningFile(part) => Part::ReasoningFile(part.into_owned()),
            Self::SourceUrl(part) => Part::SourceUrl(part.into_owned()),
            Self::SourceDocument(part) => Part::SourceDocument(part.into_owned()),
            Self::Data(part) => Part::Data(part.into_owned()),
            Self::StepStart(part) => Part::StepStart(part.into_owned()),
            Self::Other(part) => Part::Other(part.into_owned()),
        }
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(part) => part.serialize(serializer),
            Self::Reasoning(part) => part.serialize(serializer),
            Self::Tool(part) => part.serialize(serializer),
            Self::File(part) => part.serialize(serializer),
            Self::ReasoningFile(part) => part.serialize(serializer),
            Self::SourceUrl(part) => part.serialize(serializer),
            Self::SourceDocument(part) => part.serialize(serializer),
            Self::Data(part) => part.serialize(serializer),
            Self::StepStart(part) => part.serialize(serializer),
            Self::Other(part) => part.serialize(serializer),
        }
    }
}

/// Returns what follows a prefix, borrowed as long as the text is.
///
/// An empty name counts: the AI SDK tells tools and data by their prefix alone.
fn suffix<'a>(kind: &Cow<'a, str>, prefix: &str) -> Option<Cow<'a, str>> {
    match kind {
        Cow::Borrowed(kind) => kind.strip_prefix(prefix).map(Cow::Borrowed),
        Cow::Owned(kind) => kind.strip_prefix(prefix).map(|name| Cow::Owned(name.to_owned())),
    }
}

setters!(TextPart {
    /// Sets what the model's provider adds: an object by provider.
    provider_metadata: Json<'a>,
    /// Sets where the text comes from: an array.
    citations: Json<'a>,
});
setters!(ReasoningPart {
    /// Sets the id that the provider gave it.
    id: Cow<'a, str>,
    /// Sets what the model's provider adds: an object by provider.
    provider_metadata: Json<'a>,
});
setters!(FilePart {
    /// Sets the name that the file had.
    filename: Cow<'a, str>,
    /// Sets the ids that providers know the file by: an object by provider.
    provider_reference: Json<'a>,
    /// Sets what the model's provider adds: an object by provider.
    provider_metadata: Json<'a>,
});
setters!(ReasoningFilePart {
    /// Sets what the model's provider adds: an object by provider.
    provider_metadata: Json<'a>,
});
setters!(SourceUrlPart {
    /// Sets the title of the page.
    title: Cow<'a, str>,
    /// Sets what the model's provider adds: an object by provider.
    provider_metadata: Json<'a>,
});
setters!(SourceDocumentPart {
    /// Sets the name that the file had.
    filename: Cow<'a, str>,
    /// Sets what the model's provider adds: an object by provider.
    provider_metadata: Json<'a>,
});

/// Defines how a text is marked as growing or finished.
macro_rules! growing {
    ($($part:ident)*) => {$(
        impl $part<'_> {
            /// Marks the text as still growing.
            #[must_use]
            pub fn streaming(mut self) -> Self {
                self.state = Some(TextState::Streaming);
                self
            }

            /// Marks the text as finished.
            #[must_use]
            pub fn done(mut self) -> Self {
                self.state = Some(TextState::Done);
                self
            }
        }
    )*};
}

growing!(TextPart ReasoningPart);

#[cfg(test)]
mod tests;
