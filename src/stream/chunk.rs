//! [`Chunk`], one piece of a stream, and [`Fragment`], a piece of a string in it.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::model::{
    error::{Error, Result},
    json::Json,
    json_scan::{self, Key, keep_last, quoted, string, trim},
    part::Extra,
};

/// A piece of a string, as it stands between the quotes of its JSON text.
///
/// JavaScript cuts strings between the two halves of an emoji. In JSON each half is an escape, and two
/// fragments side by side are the whole emoji again; decoded one by one, both would be lost.
///
/// # Examples
/// ```
/// use storyden_robots::stream::Fragment;
///
/// let fragment = Fragment::from("say \"hi\"");
/// assert_eq!(fragment.as_escaped(), r#"say \"hi\""#);
/// assert_eq!(fragment.decode(), "say \"hi\"");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fragment<'a>(Cow<'a, str>);

impl<'a> Fragment<'a> {
    fn of_json(text: &'a str) -> Option<Self> {
        text.strip_prefix('"')?.strip_suffix('"').map(|inside| Self(Cow::Borrowed(inside)))
    }

    pub(super) const fn checked(escaped: Cow<'a, str>) -> Self {
        Self(escaped)
    }

    /// Returns the text as it stands between the quotes.
    #[must_use]
    pub fn as_escaped(&self) -> &str {
        &self.0
    }

    /// Returns the text itself, with U+FFFD for each half of a cut emoji.
    #[must_use]
    pub fn decode(&self) -> String {
        unescape(&self.0)
    }

    /// Returns the same fragment, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Fragment<'static> {
        Fragment(Cow::Owned(self.0.into_owned()))
    }
}

pub(super) fn unescape(escaped: &str) -> String {
    string(&format!("\"{escaped}\"")).map(Cow::into_owned).unwrap_or_default()
}

impl From<&str> for Fragment<'_> {
    fn from(text: &str) -> Self {
        let quoted = quoted(text);
        Self(Cow::Owned(quoted[1..quoted.len() - 1].to_owned()))
    }
}

impl From<String> for Fragment<'_> {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// The types that fields have, how they are read, and how they are written.
macro_rules! field {
    (type $a:lifetime text) => { Cow<$a, str> };
    (type $a:lifetime text_or) => { Option<Cow<$a, str>> };
    (type $a:lifetime fragment) => { Fragment<$a> };
    (type $a:lifetime truth) => { bool };
    (type $a:lifetime flag) => { Option<bool> };
    (type $a:lifetime any) => { Option<Json<$a>> };
    (type $a:lifetime some) => { Option<Json<$a>> };

    (read text $fields:ident $key:literal) => { $fields.text($key)? };
    (read text_or $fields:ident $key:literal) => { $fields.text_or($key) };
    (read fragment $fields:ident $key:literal) => { $fields.fragment($key)? };
    (read truth $fields:ident $key:literal) => { $fields.truth($key)? };
    (read flag $fields:ident $key:literal) => { $fields.flag($key) };
    (read any $fields:ident $key:literal) => { $fields.take($key).map(Json::checked) };
    (read some $fields:ident $key:literal) => {
        $fields.take($key).filter(|text| *text != "null").map(Json::checked)
    };

    (write text $out:ident $key:literal $value:ident) => { $out.put($key, &quoted($value)) };
    (write text_or $out:ident $key:literal $value:ident) => {
        if let Some(text) = $value { $out.put($key, &quoted(text)) }
    };
    (write fragment $out:ident $key:literal $value:ident) => {
        $out.put($key, &format!("\"{}\"", $value.as_escaped()))
    };
    (write truth $out:ident $key:literal $value:ident) => {
        $out.put($key, if *$value { "true" } else { "false" })
    };
    (write flag $out:ident $key:literal $value:ident) => {
        if let Some(flag) = $value { $out.put($key, if *flag { "true" } else { "false" }) }
    };
    (write any $out:ident $key:literal $value:ident) => {
        if let Some(json) = $value { $out.put($key, json.as_str()) }
    };
    (write some $out:ident $key:literal $value:ident) => {
        if let Some(json) = $value { $out.put($key, json.as_str()) }
    };

    (own text $value:ident) => { Cow::Owned($value.into_owned()) };
    (own text_or $value:ident) => { $value.map(|text| Cow::Owned(text.into_owned())) };
    (own fragment $value:ident) => { $value.into_owned() };
    (own truth $value:ident) => { $value };
    (own flag $value:ident) => { $value };
    (own any $value:ident) => { $value.map(Json::into_owned) };
    (own some $value:ident) => { $value.map(Json::into_owned) };
}

macro_rules! chunks {
    ($(
        $(#[$doc:meta])*
        $variant:ident = $name:literal { $($(#[$fdoc:meta])* $field:ident: $kind:ident = $key:literal,)* }
    )+) => {
        /// One piece of a stream: the chunks of the AI SDK's UI message stream, versions 5, 6 and 7.
        ///
        /// The set is open: a kind that is not known here is [`Other`](Self::Other), and passes through.
        /// Fields that no version knows are left out, except in data, which the AI SDK keeps whole.
        ///
        /// A `null` where the protocol has an optional field is the same as nothing.
        ///
        /// # Examples
        /// ```
        /// use storyden_robots::stream::{Chunk, Fragment};
        ///
        /// let chunk = Chunk::parse(r#"{"type":"text-delta","id":"1","delta":"Bees"}"#)?;
        /// let Chunk::TextDelta { delta, .. } = &chunk else { panic!("a delta") };
        /// assert_eq!(*delta, Fragment::from("Bees"));
        /// assert_eq!(chunk, Chunk::text_delta("1", "Bees"));
        /// # Ok::<(), storyden_robots::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Chunk<'a> {
            $(
                $(#[$doc])*
                #[doc = concat!("(`", $name, "`)")]
                $variant { $($(#[$fdoc])* $field: field!(type 'a $kind),)* },
            )+
            /// Data of the application. (`data-<name>`)
            Data {
                /// The name: `render_card` in `data-render_card`.
                name: Cow<'a, str>,
                /// The id by which it replaces its predecessor.
                id: Option<Cow<'a, str>>,
                /// The data.
                data: Option<Json<'a>>,
                /// Whether it is for those who listen now, and is not kept.
                transient: Option<bool>,
                /// Everything else that it has.
                extra: Extra<'a>,
            },
            /// A kind that is not known here.
            Other {
                /// The `type`.
                kind: Cow<'a, str>,
                /// The whole chunk.
                json: Json<'a>,
            },
        }

        impl<'a> Chunk<'a> {
            /// Reads a chunk from its JSON text.
            ///
            /// # Errors
            /// [`Error::InvalidArgument`] that names the field, or nothing if the whole is no object.
            pub fn parse(text: &'a str) -> Result<Self> {
                let text = trim(text);
                let mut fields = Fields::read(text)?;
                let kind = fields.text("type")?;
                Ok(match &*kind {
                    $($name => Self::$variant { $($field: field!(read $kind fields $key),)* },)+
                    _ => match kind.strip_prefix("data-") {
                        Some(name) => Self::Data {
                            name: Cow::Owned(name.to_owned()),
                            id: fields.text_if("id"),
                            data: fields.take("data").map(Json::checked),
                            transient: fields.flag_if("transient"),
                            extra: fields.rest(),
                        },
                        None => Self::Other { kind, json: Json::checked(text) },
                    },
                })
            }

            /// Returns the `type` on the wire.
            #[must_use]
            pub fn kind(&self) -> Cow<'_, str> {
                match self {
                    $(Self::$variant { .. } => Cow::Borrowed($name),)+
                    Self::Data { name, .. } => Cow::Owned(format!("data-{name}")),
                    Self::Other { kind, .. } => Cow::Borrowed(kind),
                }
            }

            /// Writes the chunk as JSON.
            #[must_use]
            pub fn to_json(&self) -> Json<'static> {
                let mut out = Writer::start(&self.kind());
                match self {
                    $(Self::$variant { $($field),* } => {
                        $(field!(write $kind out $key $field);)*
                    })+
                    Self::Data { name: _, id, data, transient, extra } => {
                        field!(write text_or out "id" id);
                        field!(write any out "data" data);
                        field!(write flag out "transient" transient);
                        for (key, value) in extra.entries() {
                            out.put_entry(key, value.as_str());
                        }
                    }
                    Self::Other { json, .. } => return json.clone().into_owned(),
                }
                out.end()
            }

            /// Returns the same chunk, borrowing nothing.
            #[must_use]
            pub fn into_owned(self) -> Chunk<'static> {
                match self {
                    $(Self::$variant { $($field),* } => Chunk::$variant {
                        $($field: field!(own $kind $field),)*
                    },)+
                    Self::Data { name, id, data, transient, extra } => Chunk::Data {
                        name: field!(own text name),
                        id: field!(own text_or id),
                        data: field!(own any data),
                        transient,
                        extra: extra.into_owned(),
                    },
                    Self::Other { kind, json } => Chunk::Other {
                        kind: field!(own text kind),
                        json: json.into_owned(),
                    },
                }
            }
        }
    };
}

chunks! {
    /// The message begins.
    Start = "start" {
        /// The id of the message.
        message_id: text_or = "messageId",
        /// Whatever the client keeps with it.
        message_metadata: some = "messageMetadata",
    }
    /// A text begins.
    TextStart = "text-start" {
        /// The id of the text within the stream.
        id: text = "id",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A text grows.
    TextDelta = "text-delta" {
        /// The id of the text within the stream.
        id: text = "id",
        /// What is added to it.
        delta: fragment = "delta",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A text is finished.
    TextEnd = "text-end" {
        /// The id of the text within the stream.
        id: text = "id",
        /// Where the text comes from: an array.
        citations: some = "citations",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A thought begins.
    ReasoningStart = "reasoning-start" {
        /// The id of the thought within the stream.
        id: text = "id",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A thought grows.
    ReasoningDelta = "reasoning-delta" {
        /// The id of the thought within the stream.
        id: text = "id",
        /// What is added to it.
        delta: fragment = "delta",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A thought is finished.
    ReasoningEnd = "reasoning-end" {
        /// The id of the thought within the stream.
        id: text = "id",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// The model begins to write the input of a tool.
    ToolInputStart = "tool-input-start" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The name of the tool.
        tool_name: text = "toolName",
        /// `text` if the input is not JSON.
        input_encoding: text_or = "inputEncoding",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// What the tool's maker adds.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// The tool's title for people.
        title: text_or = "title",
    }
    /// The input of a tool grows.
    ToolInputDelta = "tool-input-delta" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// What is added to its text.
        input_text_delta: fragment = "inputTextDelta",
    }
    /// The input of a tool is there.
    ToolInputAvailable = "tool-input-available" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The name of the tool.
        tool_name: text = "toolName",
        /// The input, any JSON.
        input: any = "input",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// What the tool's maker adds.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// The tool's title for people.
        title: text_or = "title",
    }
    /// The model wrote an input that the tool does not take.
    ToolInputError = "tool-input-error" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The name of the tool.
        tool_name: text = "toolName",
        /// The input, any JSON.
        input: any = "input",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// What the tool's maker adds.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// What was wrong with it.
        error_text: text = "errorText",
        /// The tool's title for people.
        title: text_or = "title",
    }
    /// A member must allow the call first.
    ToolApprovalRequest = "tool-approval-request" {
        /// The id of the question.
        approval_id: text = "approvalId",
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// What is asked, for the user interface.
        approval_descriptor: some = "approvalDescriptor",
        /// The input as it was before the tool's schema changed it.
        input_schema_input: any = "inputSchemaInput",
        /// Why it is asked.
        reason: text_or = "reason",
        /// Whether a rule will decide.
        is_automatic: flag = "isAutomatic",
        /// A seal on the question.
        signature: text_or = "signature",
    }
    /// A member has decided.
    ToolApprovalResponse = "tool-approval-response" {
        /// The id of the question.
        approval_id: text = "approvalId",
        /// The answer.
        approved: truth = "approved",
        /// Why the member decided so.
        reason: text_or = "reason",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A tool has answered.
    ToolOutputAvailable = "tool-output-available" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The output, any JSON.
        output: any = "output",
        /// Whether the provider ran the tool.
        provider_executed: flag = "providerExecuted",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// What the tool's maker adds.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// Whether a better output will follow.
        preliminary: flag = "preliminary",
    }
    /// A call has failed.
    ToolOutputError = "tool-output-error" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// Why.
        error_text: text = "errorText",
        /// Whether the provider ran the tool.
        provider_executed: flag = "providerExecuted",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// What the tool's maker adds.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
    }
    /// A member has refused a call.
    ToolOutputDenied = "tool-output-denied" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
    }
    /// A web page that the answer rests on.
    SourceUrl = "source-url" {
        /// The id of the source.
        source_id: text = "sourceId",
        /// The address of the page.
        url: text = "url",
        /// The title of the page.
        title: text_or = "title",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A document that the answer rests on.
    SourceDocument = "source-document" {
        /// The id of the source.
        source_id: text = "sourceId",
        /// The IANA media type.
        media_type: text = "mediaType",
        /// The title of the document.
        title: text = "title",
        /// The name that the file had.
        filename: text_or = "filename",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A file.
    File = "file" {
        /// Where the file is; may be a data URL.
        url: text = "url",
        /// The IANA media type.
        media_type: text = "mediaType",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// A file that the model made while it thought.
    ReasoningFile = "reasoning-file" {
        /// Where the file is; may be a data URL.
        url: text = "url",
        /// The IANA media type.
        media_type: text = "mediaType",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Something that only one provider has.
    Custom = "custom" {
        /// What it is.
        kind: text = "kind",
        /// What the model's provider adds: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// What a member said while the answer was made.
    SteeringMessage = "steering-message" {
        /// The id of what was said.
        id: text = "id",
        /// What was said: an array of parts.
        parts: some = "parts",
    }
    /// A step begins.
    StartStep = "start-step" {}
    /// A step is finished.
    FinishStep = "finish-step" {}
    /// The step starts over: what it brought is dropped.
    ResetStep = "reset-step" {}
    /// There is more metadata.
    MessageMetadata = "message-metadata" {
        /// What is merged into the metadata that is there.
        message_metadata: some = "messageMetadata",
    }
    /// The message is finished.
    Finish = "finish" {
        /// Why the model stopped: `stop`, `length`, `tool-calls` …
        finish_reason: text_or = "finishReason",
        /// What is merged into the metadata that is there.
        message_metadata: some = "messageMetadata",
    }
    /// The message ends here because somebody stopped it.
    Abort = "abort" {
        /// Why.
        reason: text_or = "reason",
    }
    /// Something went wrong.
    Error = "error" {
        /// What, in words for the user.
        error_text: text = "errorText",
    }
}

impl<'a> Chunk<'a> {
    /// Begins a message.
    #[must_use]
    pub fn start(message_id: impl Into<Cow<'a, str>>) -> Self {
        Self::Start { message_id: Some(message_id.into()), message_metadata: None }
    }

    /// Begins a text.
    #[must_use]
    pub fn text_start(id: impl Into<Cow<'a, str>>) -> Self {
        Self::TextStart { id: id.into(), provider_metadata: None }
    }

    /// Lets a text grow.
    #[must_use]
    pub fn text_delta(id: impl Into<Cow<'a, str>>, delta: impl Into<Fragment<'a>>) -> Self {
        Self::TextDelta { id: id.into(), delta: delta.into(), provider_metadata: None }
    }

    /// Finishes a text.
    #[must_use]
    pub fn text_end(id: impl Into<Cow<'a, str>>) -> Self {
        Self::TextEnd { id: id.into(), citations: None, provider_metadata: None }
    }

    /// Begins a thought.
    #[must_use]
    pub fn reasoning_start(id: impl Into<Cow<'a, str>>) -> Self {
        Self::ReasoningStart { id: id.into(), provider_metadata: None }
    }

    /// Lets a thought grow.
    #[must_use]
    pub fn reasoning_delta(id: impl Into<Cow<'a, str>>, delta: impl Into<Fragment<'a>>) -> Self {
        Self::ReasoningDelta { id: id.into(), delta: delta.into(), provider_metadata: None }
    }

    /// Finishes a thought.
    #[must_use]
    pub fn reasoning_end(id: impl Into<Cow<'a, str>>) -> Self {
        Self::ReasoningEnd { id: id.into(), provider_metadata: None }
    }

    /// Begins the input of a tool, which [grows](Self::tool_input_delta) until it [is there](Self::tool_input).
    #[must_use]
    pub fn tool_input_start(
        tool_call_id: impl Into<Cow<'a, str>>,
        tool_name: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self::ToolInputStart {
            tool_call_id: tool_call_id.into(),
            tool_name: tool_name.into(),
            input_encoding: None,
            provider_executed: None,
            provider_metadata: None,
            tool_metadata: None,
            dynamic: None,
            title: None,
        }
    }

    /// Lets the input of a tool grow.
    #[must_use]
    pub fn tool_input_delta(
        tool_call_id: impl Into<Cow<'a, str>>,
        input_text_delta: impl Into<Fragment<'a>>,
    ) -> Self {
        Self::ToolInputDelta { tool_call_id: tool_call_id.into(), input_text_delta: input_text_delta.into() }
    }

    /// Gives a tool its input.
    #[must_use]
    pub fn tool_input(
        tool_call_id: impl Into<Cow<'a, str>>,
        tool_name: impl Into<Cow<'a, str>>,
        input: Json<'a>,
    ) -> Self {
        Self::ToolInputAvailable {
            tool_call_id: tool_call_id.into(),
            tool_name: tool_name.into(),
            input: Some(input),
            provider_executed: None,
            provider_metadata: None,
            tool_metadata: None,
            dynamic: None,
            title: None,
        }
    }

    /// Asks a member to allow a call.
    #[must_use]
    pub fn approval_request(
        approval_id: impl Into<Cow<'a, str>>,
        tool_call_id: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self::ToolApprovalRequest {
            approval_id: approval_id.into(),
            tool_call_id: tool_call_id.into(),
            approval_descriptor: None,
            input_schema_input: None,
            reason: None,
            is_automatic: None,
            signature: None,
        }
    }

    /// Says what a member decided.
    #[must_use]
    pub fn approval_response(approval_id: impl Into<Cow<'a, str>>, approved: bool) -> Self {
        Self::ToolApprovalResponse {
            approval_id: approval_id.into(),
            approved,
            reason: None,
            provider_executed: None,
            provider_metadata: None,
        }
    }

    /// Says what a tool answered.
    #[must_use]
    pub fn tool_output(tool_call_id: impl Into<Cow<'a, str>>, output: Json<'a>) -> Self {
        Self::ToolOutputAvailable {
            tool_call_id: tool_call_id.into(),
            output: Some(output),
            provider_executed: None,
            provider_metadata: None,
            tool_metadata: None,
            dynamic: None,
            preliminary: None,
        }
    }

    /// Says why a call failed.
    #[must_use]
    pub fn tool_error(tool_call_id: impl Into<Cow<'a, str>>, error_text: impl Into<Cow<'a, str>>) -> Self {
        Self::ToolOutputError {
            tool_call_id: tool_call_id.into(),
            error_text: error_text.into(),
            provider_executed: None,
            provider_metadata: None,
            tool_metadata: None,
            dynamic: None,
        }
    }

    /// Takes the next chunk in, if both are pieces of one text and nothing else: `true` if it did.
    pub(crate) fn absorb(&mut self, next: &Chunk<'_>) -> bool {
        let (delta, more) = match (self, next) {
            (
                Self::TextDelta { id, delta, provider_metadata: None },
                Chunk::TextDelta { id: same, delta: more, provider_metadata: None },
            )
            | (
                Self::ReasoningDelta { id, delta, provider_metadata: None },
                Chunk::ReasoningDelta { id: same, delta: more, provider_metadata: None },
            )
            | (
                Self::ToolInputDelta { tool_call_id: id, input_text_delta: delta },
                Chunk::ToolInputDelta { tool_call_id: same, input_text_delta: more },
            ) if id == same => (delta, more),
            _ => return false,
        };
        delta.0.to_mut().push_str(&more.0);
        true
    }

    /// Creates a chunk that finishes the message.
    #[must_use]
    pub fn finish() -> Self {
        Self::Finish { finish_reason: None, message_metadata: None }
    }

    /// Creates a chunk that reports an error.
    #[must_use]
    pub fn error(error_text: impl Into<Cow<'a, str>>) -> Self {
        Self::Error { error_text: error_text.into() }
    }
}

/// The fields of a chunk, as texts: of a repeated key the last one, as JavaScript has it.
struct Fields<'a>(Vec<(Key<'a>, &'a str)>);

impl<'a> Fields<'a> {
    fn read(text: &'a str) -> Result<Self> {
        let mut fields = Self(Vec::new());
        json_scan::fields(text, |key, value| fields.0.push((key, value)))?;
        keep_last(&mut fields.0);
        Ok(fields)
    }

    fn take(&mut self, key: &str) -> Option<&'a str> {
        self.take_if(key, |_| true)
    }

    fn take_if(&mut self, key: &str, fits: impl FnOnce(&str) -> bool) -> Option<&'a str> {
        let at = self.0.iter().position(|(known, _)| **known == *key)?;
        fits(self.0[at].1).then(|| self.0.remove(at).1)
    }

    fn required(&mut self, key: &'static str) -> Result<&'a str> {
        self.take(key).ok_or_else(|| Error::invalid_argument(key, "is missing"))
    }

    fn text(&mut self, key: &'static str) -> Result<Cow<'a, str>> {
        string(self.required(key)?).ok_or_else(|| Error::invalid_argument(key, "must be a string"))
    }

    fn text_or(&mut self, key: &'static str) -> Option<Cow<'a, str>> {
        self.take(key).and_then(string)
    }

    /// Takes a field if it is a string: else it stays among the others.
    fn text_if(&mut self, key: &'static str) -> Option<Cow<'a, str>> {
        self.take_if(key, |text| text.starts_with('"')).and_then(string)
    }

    /// Takes a field if it is a boolean: else it stays among the others.
    fn flag_if(&mut self, key: &'static str) -> Option<bool> {
        self.take_if(key, |text| matches!(text, "true" | "false")).map(|text| text == "true")
    }

    fn fragment(&mut self, key: &'static str) -> Result<Fragment<'a>> {
        Fragment::of_json(self.required(key)?).ok_or_else(|| Error::invalid_argument(key, "must be a string"))
    }

    fn truth(&mut self, key: &'static str) -> Result<bool> {
        match self.required(key)? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Error::invalid_argument(key, "must be a boolean")),
        }
    }

    fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.take(key).and_then(|text| serde_json::from_str(text).ok())
    }

    fn rest(self) -> Extra<'a> {
        Extra::of(self.0.into_iter().map(|(key, value)| (key, Json::checked(value))).collect())
    }
}

struct Writer(String);

impl Writer {
    fn start(kind: &str) -> Self {
        Self(format!("{{\"type\":{}", quoted(kind)))
    }

    fn put(&mut self, key: &'static str, value: &str) {
        self.put_entry(&key.into(), value);
    }

    fn put_entry(&mut self, key: &Key<'_>, value: &str) {
        self.0.push(',');
        key.write(&mut self.0);
        self.0.push(':');
        self.0.push_str(value);
    }

    fn end(mut self) -> Json<'static> {
        self.0.push('}');
        Json::from_stored(self.0)
    }
}

/// Splits the text of an array of chunks.
pub(super) fn split(array: &str) -> Result<Vec<&RawValue>> {
    json_scan::array(array)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_written_as_it_is_read() {
        for text in [
            r#"{"type":"start","messageId":"m","messageMetadata":{"n":1.0}}"#,
            r#"{"type":"text-delta","id":"1","delta":"\ud83d"}"#,
            r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t","providerExecuted":true,"dynamic":false,"title":"T"}"#,
            r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c","inputSchemaInput":null}"#,
            r#"{"type":"tool-approval-response","approvalId":"a","approved":false,"reason":"no"}"#,
            r#"{"type":"data-x","id":"1","data":12345678901234567890,"transient":true,"more":[1]}"#,
            r#"{"type":"data-x","data":1,"id":7,"transient":null,"\ud83d":2}"#,
            r#"{"type":"text-delta","id":"1","delta":"\u0000"}"#,
            r#"{"type":"from-the-future","x":1e5}"#,
            r#"{"type":"start-step"}"#,
            r#"{"type":"abort","reason":"enough"}"#,
        ] {
            let chunk = Chunk::parse(text).unwrap();
            assert_eq!(chunk.to_json().as_str(), text);
            assert_eq!(chunk.into_owned().to_json().as_str(), text);
        }
    }

    #[test]
    fn short_ways_write_what_the_protocol_has() {
        for (chunk, text) in [
            (Chunk::reasoning_start("r"), r#"{"type":"reasoning-start","id":"r"}"#),
            (Chunk::reasoning_delta("r", "\""), r#"{"type":"reasoning-delta","id":"r","delta":"\""}"#),
            (Chunk::reasoning_end("r"), r#"{"type":"reasoning-end","id":"r"}"#),
            (
                Chunk::tool_input_start("c", "t"),
                r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#,
            ),
            (
                Chunk::tool_input_delta("c", "{}"),
                r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"{}"}"#,
            ),
        ] {
            assert_eq!(chunk.to_json().as_str(), text);
        }
    }

    #[test]
    fn null_is_nothing_and_the_last_of_two_counts() {
        let chunk =
            Chunk::parse(r#"{"type":"text-start","id":"0","id":"1","providerMetadata":null,"x":1}"#).unwrap();
        assert_eq!(chunk, Chunk::text_start("1"));
    }

    #[test]
    fn what_a_chunk_must_have_is_named() {
        for (text, error) in [
            (r#"{"id":"1"}"#, "type: is missing"),
            (r#"{"type":1}"#, "type: must be a string"),
            (r#"{"type":"text-delta","id":"1"}"#, "delta: is missing"),
            (r#"{"type":"text-delta","id":1,"delta":""}"#, "id: must be a string"),
            (
                r#"{"type":"tool-approval-response","approvalId":"a","approved":1}"#,
                "approved: must be a boolean",
            ),
            ("[]", "must be an object"),
        ] {
            assert_eq!(Chunk::parse(text).unwrap_err().to_string(), error);
        }
    }
}
