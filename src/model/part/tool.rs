//! [`ToolPart`], one call of a tool from its first token to its outcome.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::object::{Extra, Field, Own, PartFields, names, setters, writer};
use crate::model::{
    error::{Error, Result},
    json::Json,
};

/// A tool call: a part of the type `tool-<name>` or `dynamic-tool`.
///
/// A call is written with the type that it was read with. A `toolName` of a `tool-<name>` is in [`extra`](Self::extra).
///
/// # Examples
/// ```
/// use storyden_robots::{Json, Part, ToolState};
///
/// let call = Part::tool("delete_thread", "c1").input(Json::object()).approval_requested("a1");
/// let answer = call.approval_responded("a1", true);
/// assert_eq!(answer.state, ToolState::ApprovalResponded);
/// assert_eq!(answer.approval.and_then(|approval| approval.approved), Some(true));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ToolPart<'a> {
    /// Whether the application knows the tool's types.
    pub kind: ToolKind,
    /// The name of the tool.
    pub name: Cow<'a, str>,
    /// The id of the call.
    pub tool_call_id: Cow<'a, str>,
    /// The state of the call.
    pub state: ToolState<'a>,
    /// The input of the tool: any JSON.
    pub input: Option<Json<'a>>,
    /// The output of the tool: any JSON.
    pub output: Option<Json<'a>>,
    /// The error of a call that failed.
    pub error_text: Option<Cow<'a, str>>,
    /// The input as the model wrote it, when it could not be parsed or is still growing.
    pub raw_input: Option<Json<'a>>,
    /// The encoding of `rawInput`.
    pub input_encoding: Option<Cow<'a, str>>,
    /// The approval request of the call, and its decision.
    pub approval: Option<Box<Approval<'a>>>,
    /// Whether the output is preliminary: another one will follow.
    pub preliminary: Option<bool>,
    /// The tool's title for people.
    pub title: Option<Cow<'a, str>>,
    /// Whether the provider ran the tool.
    pub provider_executed: Option<bool>,
    /// Fields of the tool's author: an object.
    pub tool_metadata: Option<Json<'a>>,
    /// Fields of the model's provider about the call: an object by provider.
    pub call_provider_metadata: Option<Json<'a>>,
    /// Fields of the model's provider about the result: an object by provider.
    pub result_provider_metadata: Option<Json<'a>>,
    /// A field that some versions set on a `dynamic-tool`.
    pub dynamic: Option<bool>,
    /// Every other field of the part.
    pub extra: Extra<'a>,
}

/// The two forms of a tool call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ToolKind {
    /// `tool-<name>`: the application knows the tool.
    Static,
    /// `dynamic-tool` with a `toolName`: the tool is only known at run time, for example from an MCP server.
    Dynamic,
}

names! {
    /// The state of a call. The set is open: an unknown state is kept.
    ToolState {
        /// `input-streaming`: the model is writing the input.
        InputStreaming = "input-streaming",
        /// `input-available`: the tool can run.
        InputAvailable = "input-available",
        /// `approval-requested`: a member must approve the call first.
        ApprovalRequested = "approval-requested",
        /// `approval-responded`: a member has approved or denied the call.
        ApprovalResponded = "approval-responded",
        /// `output-available`: the tool has returned its output.
        OutputAvailable = "output-available",
        /// `output-error`: the call has failed.
        OutputError = "output-error",
        /// `output-denied`: the call was denied.
        OutputDenied = "output-denied",
    }
}

impl ToolState<'_> {
    /// Returns whether this is an outcome: an output, an error or a denial.
    #[must_use]
    pub fn is_outcome(&self) -> bool {
        matches!(self, Self::OutputAvailable | Self::OutputError | Self::OutputDenied)
    }
}

/// A request to members to approve a tool call, and the decision.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Approval<'a> {
    /// The id of the approval request.
    pub id: Cow<'a, str>,
    /// The decision: `true` if the call is approved, `false` if it is denied. `None` while it is pending.
    pub approved: Option<bool>,
    /// The reason that the member gave.
    pub reason: Option<Cow<'a, str>>,
    /// Whether a rule decided it, not a member.
    pub is_automatic: Option<bool>,
    /// Every other field of the approval.
    pub extra: Extra<'a>,
}

impl<'a> Approval<'a> {
    fn new(id: Cow<'a, str>) -> Self {
        Self { id, approved: None, reason: None, is_automatic: None, extra: Extra::default() }
    }

    fn read(text: &'a str) -> Option<Self> {
        let mut fields = PartFields::of(text);
        Some(Self {
            id: fields.string(Field::Id)?,
            approved: fields.boolean(Field::Approved),
            reason: fields.string(Field::Reason),
            is_automatic: fields.boolean(Field::IsAutomatic),
            extra: fields.rest(),
        })
    }
}

impl Serialize for Approval<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = writer(serializer)?;
        object.put(Field::Id, &self.id)?;
        object.put_some(Field::Approved, self.approved.as_ref())?;
        object.put_some(Field::Reason, self.reason.as_ref())?;
        object.put_some(Field::IsAutomatic, self.is_automatic.as_ref())?;
        object.finish(&self.extra)
    }
}

impl Own for Approval<'_> {
    type Static = Approval<'static>;

    fn own(self) -> Self::Static {
        Approval {
            id: self.id.own(),
            approved: self.approved,
            reason: self.reason.own(),
            is_automatic: self.is_automatic,
            extra: self.extra.own(),
        }
    }
}

impl<'a> ToolPart<'a> {
    pub(super) fn new(kind: ToolKind, name: Cow<'a, str>, tool_call_id: Cow<'a, str>) -> Self {
        Self {
            kind,
            name,
            tool_call_id,
            state: ToolState::InputStreaming,
            input: None,
            output: None,
            error_text: None,
            raw_input: None,
            input_encoding: None,
            approval: None,
            preliminary: None,
            title: None,
            provider_executed: None,
            tool_metadata: None,
            call_provider_metadata: None,
            result_provider_metadata: None,
            dynamic: None,
            extra: Extra::default(),
        }
    }

    pub(super) fn read_dynamic(fields: &mut PartFields<'a>) -> Option<Self> {
        let name = fields.string(Field::ToolName)?;
        Self::read(ToolKind::Dynamic, name, fields)
    }

    pub(super) fn read(kind: ToolKind, name: Cow<'a, str>, fields: &mut PartFields<'a>) -> Option<Self> {
        Some(Self {
            kind,
            name,
            tool_call_id: fields.string(Field::ToolCallId)?,
            state: fields.string(Field::State)?,
            input: fields.any(Field::Input),
            output: fields.any(Field::Output),
            error_text: fields.string(Field::ErrorText),
            raw_input: fields.any(Field::RawInput),
            input_encoding: fields.string(Field::InputEncoding),
            approval: fields.read(Field::Approval, Approval::read).map(Box::new),
            preliminary: fields.boolean(Field::Preliminary),
            title: fields.string(Field::Title),
            provider_executed: fields.boolean(Field::ProviderExecuted),
            tool_metadata: fields.object(Field::ToolMetadata),
            call_provider_metadata: fields.object(Field::CallProviderMetadata),
            result_provider_metadata: fields.object(Field::ResultProviderMetadata),
            dynamic: fields.boolean(Field::Dynamic),
            extra: fields.rest(),
        })
    }

    /// Checks that a call has the fields that its state requires.
    ///
    /// `input` and `output` may be missing everywhere: JavaScript's `undefined` has no JSON. So may the `approval` of a
    /// denied call, which a stream can deny without an approval request.
    pub(super) fn check(part: &PartFields<'_>) -> Result<()> {
        part.required_string(Field::ToolCallId)?;
        let state = part.required_string(Field::State)?;
        match &*state {
            "approval-requested" => required_approval(part).map(drop),
            "approval-responded" => {
                let approved = required_approval(part)?.required(Field::Approved).map_err(within_approval)?;
                match approved {
                    "true" | "false" => Ok(()),
                    _ => Err(within_approval(Error::invalid_argument("approved", "must be a boolean"))),
                }
            }
            "output-error" => part.required_string(Field::ErrorText).map(drop),
            // States that need nothing more, and those of later versions of the AI SDK.
            _ => Ok(()),
        }
    }

    pub(super) fn kind_on_wire(&self) -> Cow<'_, str> {
        match self.kind {
            ToolKind::Static => Cow::Owned(format!("tool-{}", self.name)),
            ToolKind::Dynamic => Cow::Borrowed("dynamic-tool"),
        }
    }

    /// Sets the input. The state is `input-available`: the tool can run.
    #[must_use]
    pub fn input(mut self, input: Json<'a>) -> Self {
        self.input = Some(input);
        self.state = ToolState::InputAvailable;
        self
    }

    /// Sets the final output. The state is `output-available`.
    #[must_use]
    pub fn output(mut self, output: Json<'a>) -> Self {
        self.output = Some(output);
        self.preliminary = None;
        self.state = ToolState::OutputAvailable;
        self
    }

    /// Sets the error. The state is `output-error`.
    #[must_use]
    pub fn error(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.error_text = Some(text.into());
        self.state = ToolState::OutputError;
        self
    }

    /// Sets an approval request with this id. The state is `approval-requested`.
    #[must_use]
    pub fn approval_requested(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.approval = Some(Box::new(Approval::new(id.into())));
        self.state = ToolState::ApprovalRequested;
        self
    }

    /// Sets the decision about the approval request with this id, whose other fields are kept. A request with another
    /// id is replaced. The state is `approval-responded`.
    #[must_use]
    pub fn approval_responded(mut self, id: impl Into<Cow<'a, str>>, approved: bool) -> Self {
        self.answer(id.into(), approved);
        self.state = ToolState::ApprovalResponded;
        self
    }

    /// Ends a denied call, with the reason. The approval request is kept or replaced as by
    /// [`approval_responded`](Self::approval_responded). The state is `output-denied`.
    #[must_use]
    pub fn denied(mut self, id: impl Into<Cow<'a, str>>, reason: impl Into<Cow<'a, str>>) -> Self {
        self.answer(id.into(), false).reason = Some(reason.into());
        self.state = ToolState::OutputDenied;
        self
    }

    fn answer(&mut self, id: Cow<'a, str>, approved: bool) -> &mut Approval<'a> {
        let asked = self.approval.take().filter(|approval| approval.id == id);
        let approval = self.approval.insert(asked.unwrap_or_else(|| Box::new(Approval::new(id))));
        approval.approved = Some(approved);
        approval
    }

    /// Marks the output as preliminary: another one will follow.
    #[must_use]
    pub fn preliminary(mut self) -> Self {
        self.preliminary = Some(true);
        self
    }

    /// Marks the tool as executed by the provider.
    #[must_use]
    pub fn provider_executed(mut self) -> Self {
        self.provider_executed = Some(true);
        self
    }

    /// Returns whether the call was denied, also before its state is `output-denied`.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        let answer = self.approval.as_ref().and_then(|approval| approval.approved);
        self.state == ToolState::OutputDenied || answer == Some(false)
    }

    /// Returns whether the call has its outcome: a final output, an error or a denial.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_denied() || self.state.is_outcome() && self.preliminary != Some(true)
    }

    /// Returns the same part, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> ToolPart<'static> {
        ToolPart {
            kind: self.kind,
            name: self.name.own(),
            tool_call_id: self.tool_call_id.own(),
            state: self.state.own(),
            input: self.input.own(),
            output: self.output.own(),
            error_text: self.error_text.own(),
            raw_input: self.raw_input.own(),
            input_encoding: self.input_encoding.own(),
            approval: self.approval.own(),
            preliminary: self.preliminary,
            title: self.title.own(),
            provider_executed: self.provider_executed,
            tool_metadata: self.tool_metadata.own(),
            call_provider_metadata: self.call_provider_metadata.own(),
            result_provider_metadata: self.result_provider_metadata.own(),
            dynamic: self.dynamic,
            extra: self.extra.own(),
        }
    }
}

fn required_approval<'a>(part: &PartFields<'a>) -> Result<PartFields<'a>> {
    let text = part.required(Field::Approval)?;
    if !text.starts_with('{') {
        return Err(Error::invalid_argument(Field::Approval.name(), "must be an object"));
    }
    let approval = PartFields::of(text);
    approval.required_string(Field::Id).map_err(within_approval)?;
    Ok(approval)
}

fn within_approval(error: Error) -> Error {
    error.within(Field::Approval.name())
}

setters!(ToolPart {
    /// Sets the input as the model wrote it.
    raw_input: Json<'a>,
    /// Sets the encoding of `rawInput`.
    input_encoding: Cow<'a, str>,
    /// Sets the tool's title for people.
    title: Cow<'a, str>,
    /// Sets the fields of the tool's author: an object.
    tool_metadata: Json<'a>,
    /// Sets the fields of the model's provider about the call: an object by provider.
    call_provider_metadata: Json<'a>,
    /// Sets the fields of the model's provider about the result: an object by provider.
    result_provider_metadata: Json<'a>,
});

impl Serialize for ToolPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = writer(serializer)?;
        object.put(Field::Type, &self.kind_on_wire())?;
        if self.kind == ToolKind::Dynamic {
            object.put(Field::ToolName, &self.name)?;
        }
        object.put(Field::ToolCallId, &self.tool_call_id)?;
        object.put(Field::State, &self.state)?;
        object.put_some(Field::Title, self.title.as_ref())?;
        object.put_some(Field::Input, self.input.as_ref())?;
        object.put_some(Field::RawInput, self.raw_input.as_ref())?;
        object.put_some(Field::InputEncoding, self.input_encoding.as_ref())?;
        object.put_some(Field::Approval, self.approval.as_ref())?;
        object.put_some(Field::Output, self.output.as_ref())?;
        object.put_some(Field::ErrorText, self.error_text.as_ref())?;
        object.put_some(Field::Preliminary, self.preliminary.as_ref())?;
        object.put_some(Field::Dynamic, self.dynamic.as_ref())?;
        object.put_some(Field::ProviderExecuted, self.provider_executed.as_ref())?;
        object.put_some(Field::ToolMetadata, self.tool_metadata.as_ref())?;
        object.put_some(Field::CallProviderMetadata, self.call_provider_metadata.as_ref())?;
        object.put_some(Field::ResultProviderMetadata, self.result_provider_metadata.as_ref())?;
        object.finish(&self.extra)
    }
}
