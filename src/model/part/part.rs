//! [`Part`], one piece of a message: a part whose `type` is one word is declared here, once.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{
    data::{DataPart, OtherPart},
    declare::parts,
    object::{Extra, Field, Own, PartFields, names, writer},
    tool::{ToolKind, ToolPart},
};
use crate::model::{
    error::{Error, Result},
    json::Json,
    json_scan::{string, trim},
};

parts! {
    /// A text that the model or the member wrote.
    Text = "text", TextPart, text
    required {
        /// The text, usually Markdown.
        text = Text,
    }
    optional {
        /// Whether the text is still growing.
        state: TextState<'a> = string(State),
        /// Fields of the model's provider: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
        /// The sources of the text: an array.
        citations: Json<'a> = array(Citations),
    }

    /// The reasoning of the model.
    Reasoning = "reasoning", ReasoningPart, reasoning
    required {
        /// The text.
        text = Text,
    }
    optional {
        /// Whether the text is still growing.
        state: TextState<'a> = string(State),
        /// The id that the provider gave it.
        id: Cow<'a, str> = string(Id),
        /// Fields of the model's provider: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }

    /// A file.
    File = "file", FilePart, file
    required {
        /// The IANA media type: `image/png`.
        media_type = MediaType,
        /// The URL of the file; may be a `data:` URL.
        url = Url,
    }
    optional {
        /// The original name of the file.
        filename: Cow<'a, str> = string(Filename),
        /// The ids of the file at providers: an object by provider.
        provider_reference: Json<'a> = object(ProviderReference),
        /// Fields of the model's provider: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }

    /// A file that the model generated while reasoning.
    ReasoningFile = "reasoning-file", ReasoningFilePart, reasoning_file
    required {
        /// The IANA media type: `image/png`.
        media_type = MediaType,
        /// The URL of the file; may be a `data:` URL.
        url = Url,
    }
    optional {
        /// Fields of the model's provider: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }

    /// A web page that is a source of the answer.
    SourceUrl = "source-url", SourceUrlPart, source_url
    required {
        /// The id of the source.
        source_id = SourceId,
        /// The URL of the page.
        url = Url,
    }
    optional {
        /// The title of the page.
        title: Cow<'a, str> = string(Title),
        /// Fields of the model's provider: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }

    /// A document that is a source of the answer.
    SourceDocument = "source-document", SourceDocumentPart, source_document
    required {
        /// The id of the source.
        source_id = SourceId,
        /// The IANA media type: `application/pdf`.
        media_type = MediaType,
        /// The title of the document.
        title = Title,
    }
    optional {
        /// The original name of the file.
        filename: Cow<'a, str> = string(Filename),
        /// Fields of the model's provider: an object by provider.
        provider_metadata: Json<'a> = object(ProviderMetadata),
    }

    /// The start of a step of an answer: one call of the model.
    StepStart = "step-start", StepStartPart, step_start
    required {}
    optional {}
}

impl<'a> Part<'a> {
    /// Parses one part, with the checks of [`Parts::parse`](crate::Parts::parse).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the field, or an empty name if the text is not an object.
    pub fn parse(text: &'a str) -> Result<Self> {
        let json = Json::parse(text)?;
        if !json.is_object() {
            return Err(Error::invalid_argument("", "must be an object"));
        }
        let text = trim(text);
        let mut fields = PartFields::of(text);
        check(&fields)?;
        Ok(Self::read(&mut fields, text))
    }

    /// Creates a call of a tool that the application knows, `tool-<name>`, without input yet.
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

    /// Creates a call of a tool that is only known at run time, `dynamic-tool`, without input yet.
    #[must_use]
    pub fn dynamic_tool(
        name: impl Into<Cow<'a, str>>,
        tool_call_id: impl Into<Cow<'a, str>>,
    ) -> ToolPart<'a> {
        ToolPart::new(ToolKind::Dynamic, name.into(), tool_call_id.into())
    }

    /// Creates a part with data of the application: `data-<name>`.
    #[must_use]
    pub fn data(name: impl Into<Cow<'a, str>>, data: Json<'a>) -> DataPart<'a> {
        DataPart::new(name.into(), data)
    }

    /// Creates a part from JSON, with the checks of [`Parts::parse`](crate::Parts::parse). It stays JSON even if its
    /// type is known.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the field, or an empty name if the JSON is not an object.
    pub fn other(json: Json<'a>) -> Result<OtherPart<'a>> {
        if !json.is_object() {
            return Err(Error::invalid_argument("", "must be an object"));
        }
        let fields = PartFields::of(json.as_str());
        check(&fields)?;
        let kind = fields.get(Field::Type).and_then(string).unwrap_or_default().own();
        Ok(OtherPart::new(kind, json))
    }
}

impl<'a> From<ToolPart<'a>> for Part<'a> {
    fn from(part: ToolPart<'a>) -> Self {
        Self::Tool(Box::new(part))
    }
}

impl<'a> From<DataPart<'a>> for Part<'a> {
    fn from(part: DataPart<'a>) -> Self {
        Self::Data(part)
    }
}

impl<'a> From<OtherPart<'a>> for Part<'a> {
    fn from(part: OtherPart<'a>) -> Self {
        Self::Other(part)
    }
}

/// Returns the rest of a kind after a prefix, borrowed as long as the text is.
///
/// The rest may be empty: the AI SDK recognises tools and data by their prefix alone.
fn suffix<'a>(kind: &Cow<'a, str>, prefix: &str) -> Option<Cow<'a, str>> {
    match kind {
        Cow::Borrowed(kind) => kind.strip_prefix(prefix).map(Cow::Borrowed),
        Cow::Owned(kind) => kind.strip_prefix(prefix).map(|name| Cow::Owned(name.to_owned())),
    }
}

names! {
    /// Whether a text is still growing. The set is open: an unknown state is kept.
    TextState {
        /// `streaming`
        Streaming = "streaming",
        /// `done`
        Done = "done",
    }
}

/// Defines how a text is marked as growing or finished.
macro_rules! growing {
    ($($part:ident)*) => {$(
        impl $part<'_> {
            /// Marks the text as still growing.
            #[must_use]
            pub fn streaming(self) -> Self {
                self.state(TextState::Streaming)
            }

            /// Marks the text as finished.
            #[must_use]
            pub fn done(self) -> Self {
                self.state(TextState::Done)
            }
        }
    )*};
}

growing!(TextPart ReasoningPart);
