//! How chunks are created, and how neighbours are merged.

use std::borrow::Cow;

use super::{chunk::Chunk, fragment::Fragment};
use crate::model::json::Json;

impl<'a> Chunk<'a> {
    /// Creates a chunk that starts a message.
    #[must_use]
    pub fn start(message_id: impl Into<Cow<'a, str>>) -> Self {
        Self::Start { message_id: Some(message_id.into()), message_metadata: None }
    }

    /// Creates a chunk that starts a text.
    #[must_use]
    pub fn text_start(id: impl Into<Cow<'a, str>>) -> Self {
        Self::TextStart { id: id.into(), provider_metadata: None }
    }

    /// Creates a chunk that appends to a text.
    #[must_use]
    pub fn text_delta(id: impl Into<Cow<'a, str>>, delta: impl Into<Fragment<'a>>) -> Self {
        Self::TextDelta { id: id.into(), delta: delta.into(), provider_metadata: None }
    }

    /// Creates a chunk that ends a text.
    #[must_use]
    pub fn text_end(id: impl Into<Cow<'a, str>>) -> Self {
        Self::TextEnd { id: id.into(), citations: None, provider_metadata: None }
    }

    /// Creates a chunk that starts reasoning.
    #[must_use]
    pub fn reasoning_start(id: impl Into<Cow<'a, str>>) -> Self {
        Self::ReasoningStart { id: id.into(), provider_metadata: None }
    }

    /// Creates a chunk that appends to reasoning.
    #[must_use]
    pub fn reasoning_delta(id: impl Into<Cow<'a, str>>, delta: impl Into<Fragment<'a>>) -> Self {
        Self::ReasoningDelta { id: id.into(), delta: delta.into(), provider_metadata: None }
    }

    /// Creates a chunk that ends reasoning.
    #[must_use]
    pub fn reasoning_end(id: impl Into<Cow<'a, str>>) -> Self {
        Self::ReasoningEnd { id: id.into(), provider_metadata: None }
    }

    /// Creates a chunk that starts the input of a tool. [Deltas](Self::tool_input_delta) follow, then the
    /// [whole input](Self::tool_input).
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

    /// Creates a chunk that appends to the input of a tool.
    #[must_use]
    pub fn tool_input_delta(
        tool_call_id: impl Into<Cow<'a, str>>,
        input_text_delta: impl Into<Fragment<'a>>,
    ) -> Self {
        Self::ToolInputDelta { tool_call_id: tool_call_id.into(), input_text_delta: input_text_delta.into() }
    }

    /// Creates a chunk with the whole input of a tool. The input is complete then.
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

    /// Creates a chunk that requests the approval of a call.
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

    /// Creates a chunk that approves or denies a call, by the id of its approval request.
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

    /// Creates a chunk with the output of a tool.
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

    /// Creates a chunk that fails a call with an error.
    #[must_use]
    pub fn tool_error(tool_call_id: impl Into<Cow<'a, str>>, error_text: impl Into<Fragment<'a>>) -> Self {
        Self::ToolOutputError {
            tool_call_id: tool_call_id.into(),
            error_text: error_text.into(),
            provider_executed: None,
            provider_metadata: None,
            tool_metadata: None,
            dynamic: None,
        }
    }

    /// Appends the next chunk to this one if both are pieces of one text and nothing else. Returns whether it did.
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
