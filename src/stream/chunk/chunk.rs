//! [`Chunk`], one element of a stream: each kind is declared here, once.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{
    declare::{ChunkFields, ChunkWriter, chunks, field},
    fragment::Fragment,
};
use crate::model::{
    error::Result,
    json::Json,
    json_scan::{self, quoted, trim},
    part::Extra,
};
#[cfg(feature = "axum")]
use crate::model::{file_url::FILE_SCHEME, id::FileId};

chunks! {
    /// Starts the message.
    Start = "start" {
        /// The id of the message.
        message_id: text_or = "messageId",
        /// The metadata of the message.
        message_metadata: some = "messageMetadata",
    }
    /// Starts a text.
    TextStart = "text-start" {
        /// The id of the text within the stream.
        id: text = "id",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Appends to a text.
    TextDelta = "text-delta" {
        /// The id of the text within the stream.
        id: text = "id",
        /// The text to append.
        delta: fragment = "delta",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Ends a text.
    TextEnd = "text-end" {
        /// The id of the text within the stream.
        id: text = "id",
        /// The sources of the text: an array.
        citations: some = "citations",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Starts reasoning.
    ReasoningStart = "reasoning-start" {
        /// The id of the reasoning within the stream.
        id: text = "id",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Appends to reasoning.
    ReasoningDelta = "reasoning-delta" {
        /// The id of the reasoning within the stream.
        id: text = "id",
        /// The text to append.
        delta: fragment = "delta",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Ends reasoning.
    ReasoningEnd = "reasoning-end" {
        /// The id of the reasoning within the stream.
        id: text = "id",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Starts the input of a tool.
    ToolInputStart = "tool-input-start" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The name of the tool.
        tool_name: text = "toolName",
        /// `text` if the input is not JSON.
        input_encoding: text_or = "inputEncoding",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// Fields of the tool's author.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// The tool's title for people.
        title: text_or = "title",
    }
    /// Appends to the input of a tool.
    ToolInputDelta = "tool-input-delta" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The text to append.
        input_text_delta: fragment = "inputTextDelta",
    }
    /// Completes the input of a tool.
    ToolInputAvailable = "tool-input-available" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The name of the tool.
        tool_name: text = "toolName",
        /// The input, any JSON.
        input: any = "input",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// Fields of the tool's author.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// The tool's title for people.
        title: text_or = "title",
    }
    /// Fails a call because its input is invalid.
    ToolInputError = "tool-input-error" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The name of the tool.
        tool_name: text = "toolName",
        /// The input, any JSON.
        input: any = "input",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// Fields of the tool's author.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// The error.
        error_text: fragment = "errorText",
        /// The tool's title for people.
        title: text_or = "title",
    }
    /// Requests the approval of a call.
    ToolApprovalRequest = "tool-approval-request" {
        /// The id of the approval request.
        approval_id: text = "approvalId",
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// Data about the approval request for the user interface, any JSON.
        approval_descriptor: some = "approvalDescriptor",
        /// The input as it was before the tool's schema changed it.
        input_schema_input: any = "inputSchemaInput",
        /// The reason for the approval request.
        reason: text_or = "reason",
        /// Whether a rule decides it, not a member.
        is_automatic: flag = "isAutomatic",
        /// A signature of the approval request.
        signature: text_or = "signature",
    }
    /// Answers an approval request.
    ToolApprovalResponse = "tool-approval-response" {
        /// The id of the approval request.
        approval_id: text = "approvalId",
        /// Whether the call is approved.
        approved: truth = "approved",
        /// The reason for the decision.
        reason: text_or = "reason",
        /// Whether the provider runs the tool.
        provider_executed: flag = "providerExecuted",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Sets the output of a call.
    ToolOutputAvailable = "tool-output-available" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The output, any JSON.
        output: any = "output",
        /// Whether the provider ran the tool.
        provider_executed: flag = "providerExecuted",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// Fields of the tool's author.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
        /// Whether the output is preliminary: another one will follow.
        preliminary: flag = "preliminary",
    }
    /// Fails a call.
    ToolOutputError = "tool-output-error" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
        /// The error.
        error_text: fragment = "errorText",
        /// Whether the provider ran the tool.
        provider_executed: flag = "providerExecuted",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
        /// Fields of the tool's author.
        tool_metadata: some = "toolMetadata",
        /// Whether the tool is only known at run time.
        dynamic: flag = "dynamic",
    }
    /// Ends a denied call.
    ToolOutputDenied = "tool-output-denied" {
        /// The id of the call.
        tool_call_id: text = "toolCallId",
    }
    /// Adds a web page that is a source of the answer.
    SourceUrl = "source-url" {
        /// The id of the source.
        source_id: text = "sourceId",
        /// The URL of the page.
        url: text = "url",
        /// The title of the page.
        title: fragment_or = "title",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Adds a document that is a source of the answer.
    SourceDocument = "source-document" {
        /// The id of the source.
        source_id: text = "sourceId",
        /// The IANA media type.
        media_type: text = "mediaType",
        /// The title of the document.
        title: fragment = "title",
        /// The original name of the file.
        filename: fragment_or = "filename",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Adds a file.
    File = "file" {
        /// The URL of the file; may be a `data:` URL.
        url: text = "url",
        /// The IANA media type.
        media_type: text = "mediaType",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Adds a file that the model generated while reasoning.
    ReasoningFile = "reasoning-file" {
        /// The URL of the file; may be a `data:` URL.
        url: text = "url",
        /// The IANA media type.
        media_type: text = "mediaType",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Adds a part that only one provider defines.
    Custom = "custom" {
        /// The kind of the part.
        kind: text = "kind",
        /// Fields of the model's provider: an object by provider.
        provider_metadata: some = "providerMetadata",
    }
    /// Adds a message that was sent while the answer was being written.
    SteeringMessage = "steering-message" {
        /// The id of the message.
        id: text = "id",
        /// The parts of the message: an array.
        parts: some = "parts",
    }
    /// Starts a step.
    StartStep = "start-step" {}
    /// Ends a step.
    FinishStep = "finish-step" {}
    /// Drops the parts of the current step, so that it starts again.
    ResetStep = "reset-step" {}
    /// Merges metadata.
    MessageMetadata = "message-metadata" {
        /// The metadata that is merged into that of the message.
        message_metadata: some = "messageMetadata",
    }
    /// Finishes the message.
    Finish = "finish" {
        /// The reason why the model stopped: `stop`, `length`, `tool-calls` …
        finish_reason: text_or = "finishReason",
        /// The metadata that is merged into that of the message.
        message_metadata: some = "messageMetadata",
    }
    /// Ends a message that somebody stopped.
    Abort = "abort" {
        /// The reason.
        reason: text_or = "reason",
    }
    /// Reports an error. It does not have to be the end of the stream.
    Error = "error" {
        /// The error, as text for the user.
        error_text: text = "errorText",
    }
}

/// Splits the text of an array of chunks.
pub(crate) fn split(array: &str) -> Result<Vec<&RawValue>> {
    json_scan::array(array)
}

impl Chunk<'_> {
    /// Returns the chunk with another address of its file, if it has one and there is another one.
    pub(crate) fn with_file_url(&self, new: impl FnOnce(&str) -> Option<String>) -> Option<Chunk<'static>> {
        let (Self::File { url, .. } | Self::ReasoningFile { url, .. }) = self else { return None };
        let new = new(url)?;
        let mut chunk = self.clone().into_owned();
        if let Chunk::File { url, .. } | Chunk::ReasoningFile { url, .. } = &mut chunk {
            *url = new.into();
        }
        Some(chunk)
    }

    /// Returns the chunk as it is served: the address of its file can be fetched.
    #[cfg(feature = "axum")]
    pub(crate) fn served(self, prefix: &str) -> Chunk<'static> {
        let served = self.with_file_url(|url| {
            let id = url.strip_prefix(FILE_SCHEME)?.parse::<FileId>().ok()?;
            Some(format!("{prefix}{id}"))
        });
        served.unwrap_or_else(|| self.into_owned())
    }
}
