//! [`ClientVersion`]: the release of the AI SDK that clients use.

use std::borrow::Cow;

use super::chunk::Chunk;
use crate::model::{json::Json, json_scan, part::Extra};

/// The oldest release of the AI SDK among the clients that read a stream. A release fails on a stream with a chunk or a
/// field that it does not know, so these are left out or replaced.
///
/// # Examples
/// ```
/// use storyden_robots::stream::{Chunk, ClientVersion};
///
/// let ask = Chunk::parse(r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c","signature":"s"}"#)?;
/// let sent = ClientVersion::V6.tell(ask);
/// assert_eq!(sent[0].to_json().as_str(), r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c"}"#);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ClientVersion {
    /// `ai` 5.0.0. It does not know approvals: a call that waits for approval or was denied is sent as one that failed.
    V5,
    /// `ai` 6.0.0
    #[default]
    V6,
    /// `ai` 7.0.0
    V7,
    /// `ai` 7.0.32 or later, which ignores unknown fields and shows approval responses at once.
    V7_0_32,
}

/// The text that SDK 5 shows for a call that waits for an approval.
const ASKS: &str = "waits for an approval";
/// The text that SDK 5 shows for a call that was denied.
const REFUSED: &str = "was refused";

impl ClientVersion {
    /// Returns the chunks to send instead of a chunk: the same one without the fields that the release does not know,
    /// or its nearest equivalent; empty if there is none.
    #[must_use]
    pub fn tell(self, mut chunk: Chunk<'static>) -> Vec<Chunk<'static>> {
        if self.keeps(&mut chunk) { vec![chunk] } else { instead(chunk) }
    }

    /// Removes the fields from a chunk that the release refuses. Returns `false` if it refuses the chunk.
    fn keeps(self, chunk: &mut Chunk<'static>) -> bool {
        let (from_6, from_7, ignores) = (self >= Self::V6, self >= Self::V7, self >= Self::V7_0_32);
        match chunk {
            Chunk::TextStart { provider_metadata, .. }
            | Chunk::TextDelta { provider_metadata, .. }
            | Chunk::ReasoningStart { provider_metadata, .. }
            | Chunk::ReasoningDelta { provider_metadata, .. }
            | Chunk::ReasoningEnd { provider_metadata, .. }
            | Chunk::SourceUrl { provider_metadata, .. }
            | Chunk::SourceDocument { provider_metadata, .. }
            | Chunk::File { provider_metadata, .. } => check_provider(provider_metadata),
            Chunk::TextEnd { citations, provider_metadata, .. } => {
                keep_if(citations, ignores);
                check_provider(provider_metadata);
            }
            Chunk::ToolInputStart { input_encoding, provider_metadata, tool_metadata, title, .. } => {
                keep_if(input_encoding, ignores);
                keep_if(provider_metadata, from_7);
                keep_if(tool_metadata, from_7);
                keep_if(title, from_6);
                check_provider(provider_metadata);
                check_object(tool_metadata);
            }
            Chunk::ToolInputAvailable { provider_metadata, tool_metadata, title, .. } => {
                keep_if(tool_metadata, from_7);
                keep_if(title, from_6);
                check_provider(provider_metadata);
                check_object(tool_metadata);
            }
            Chunk::ToolInputError { provider_metadata, tool_metadata, .. } if from_6 => {
                keep_if(tool_metadata, from_7);
                check_provider(provider_metadata);
                check_object(tool_metadata);
            }
            Chunk::ToolApprovalRequest {
                approval_descriptor,
                input_schema_input,
                reason,
                is_automatic,
                signature,
                ..
            } if from_6 => {
                keep_if(approval_descriptor, ignores);
                keep_if(input_schema_input, ignores);
                keep_if(reason, ignores);
                keep_if(is_automatic, from_7);
                keep_if(signature, from_7);
            }
            Chunk::ToolApprovalResponse { provider_metadata, .. } if ignores => {
                check_provider(provider_metadata);
            }
            Chunk::ToolOutputAvailable { provider_metadata, tool_metadata, preliminary, .. } => {
                keep_if(provider_metadata, from_7);
                keep_if(tool_metadata, from_7);
                keep_if(preliminary, from_6);
                check_provider(provider_metadata);
                check_object(tool_metadata);
            }
            Chunk::ToolOutputError { provider_metadata, tool_metadata, .. } => {
                keep_if(provider_metadata, from_7);
                keep_if(tool_metadata, from_7);
                check_provider(provider_metadata);
                check_object(tool_metadata);
            }
            Chunk::ReasoningFile { provider_metadata, .. } | Chunk::Custom { provider_metadata, .. }
                if from_7 =>
            {
                check_provider(provider_metadata);
            }
            Chunk::Data { extra, .. } => {
                if !ignores {
                    *extra = Extra::default();
                }
            }
            Chunk::Finish { finish_reason, .. } => {
                keep_if(finish_reason, from_6 && finish_reason.as_deref().is_some_and(is_known_reason));
            }
            Chunk::Abort { reason } => keep_if(reason, from_7),
            Chunk::ToolOutputDenied { .. } => return from_6,
            Chunk::Start { .. }
            | Chunk::ToolInputDelta { .. }
            | Chunk::StartStep {}
            | Chunk::FinishStep {}
            | Chunk::MessageMetadata { .. }
            | Chunk::Error { .. } => {}
            _ => return false,
        }
        true
    }

    /// Returns the text of a part as the release has it, or `None` if it has it so.
    #[cfg(feature = "axum")]
    pub(crate) fn part(self, part: &crate::model::part::Part<'_>) -> Option<Json<'static>> {
        use crate::model::part::{Part, ToolState};

        let Part::Tool(tool) = part else { return None };
        if self >= Self::V6 {
            return None;
        }
        let mut tool = tool.clone();
        match tool.state {
            ToolState::ApprovalRequested | ToolState::ApprovalResponded => {
                tool.error_text = Some(ASKS.into());
            }
            ToolState::OutputDenied => tool.error_text = Some(REFUSED.into()),
            _ if tool.approval.is_some() => {}
            _ => return None,
        }
        if tool.error_text.is_some() {
            tool.state = ToolState::OutputError;
        }
        tool.approval = None;
        Json::from_serialize(&Part::Tool(tool)).ok()
    }
}

/// Returns what comes nearest to a chunk that the release does not know.
fn instead(chunk: Chunk<'static>) -> Vec<Chunk<'static>> {
    match chunk {
        Chunk::ToolInputError {
            tool_call_id,
            tool_name,
            input,
            provider_executed,
            dynamic,
            error_text,
            ..
        } => vec![
            Chunk::ToolInputAvailable {
                tool_call_id: tool_call_id.clone(),
                tool_name,
                // A field that is missing is refused where any value is allowed.
                input: Some(input.unwrap_or(Json::NULL)),
                provider_executed,
                provider_metadata: None,
                tool_metadata: None,
                dynamic,
                title: None,
            },
            Chunk::ToolOutputError {
                tool_call_id,
                error_text,
                provider_executed,
                provider_metadata: None,
                tool_metadata: None,
                dynamic,
            },
        ],
        Chunk::ToolApprovalRequest { tool_call_id, .. } => vec![failed(tool_call_id, ASKS)],
        Chunk::ToolOutputDenied { tool_call_id } => vec![failed(tool_call_id, REFUSED)],
        _ => Vec::new(),
    }
}

fn failed(tool_call_id: Cow<'static, str>, why: &'static str) -> Chunk<'static> {
    Chunk::ToolOutputError {
        tool_call_id,
        error_text: why.into(),
        provider_executed: None,
        provider_metadata: None,
        tool_metadata: None,
        dynamic: None,
    }
}

fn keep_if<T>(field: &mut Option<T>, keep: bool) {
    if !keep {
        *field = None;
    }
}

/// Drops what is no object of objects.
fn check_provider(metadata: &mut Option<Json<'static>>) {
    check_object(metadata);
    let mut of_objects = true;
    if let Some(metadata) = metadata {
        json_scan::entries(metadata.as_str(), |_, value| of_objects &= value.starts_with('{'));
    }
    keep_if(metadata, of_objects);
}

fn check_object(metadata: &mut Option<Json<'static>>) {
    let is_object = metadata.as_ref().is_some_and(|metadata| metadata.as_str().starts_with('{'));
    keep_if(metadata, is_object);
}

fn is_known_reason(reason: &str) -> bool {
    matches!(reason, "stop" | "length" | "content-filter" | "tool-calls" | "error" | "other")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chunk that each release gets; `=` if it is the chunk itself, empty if it is nothing.
    const VECTORS: &[(&str, [&str; 4])] = &[
        (r#"{"type":"text-delta","id":"1","delta":"x"}"#, ["=", "=", "=", "="]),
        (
            r#"{"type":"text-end","id":"1","citations":[1]}"#,
            [
                r#"{"type":"text-end","id":"1"}"#,
                r#"{"type":"text-end","id":"1"}"#,
                r#"{"type":"text-end","id":"1"}"#,
                "=",
            ],
        ),
        (
            r#"{"type":"text-start","id":"1","providerMetadata":{"p":1}}"#,
            [r#"{"type":"text-start","id":"1"}"#; 4],
        ),
        (
            r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t","toolMetadata":{"a":1},"title":"T"}"#,
            [
                r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#,
                r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t","title":"T"}"#,
                "=",
                "=",
            ],
        ),
        (
            r#"{"type":"tool-input-error","toolCallId":"c","toolName":"t","input":"x","errorText":"no"}"#,
            [
                concat!(
                    r#"{"type":"tool-input-available","toolCallId":"c","toolName":"t","input":"x"}"#,
                    r#"{"type":"tool-output-error","toolCallId":"c","errorText":"no"}"#
                ),
                "=",
                "=",
                "=",
            ],
        ),
        (
            r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c","reason":"r","signature":"s"}"#,
            [
                r#"{"type":"tool-output-error","toolCallId":"c","errorText":"waits for an approval"}"#,
                r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c"}"#,
                r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c","signature":"s"}"#,
                "=",
            ],
        ),
        (r#"{"type":"tool-approval-response","approvalId":"a","approved":true}"#, ["", "", "", "="]),
        (
            r#"{"type":"tool-output-denied","toolCallId":"c"}"#,
            [r#"{"type":"tool-output-error","toolCallId":"c","errorText":"was refused"}"#, "=", "=", "="],
        ),
        (
            r#"{"type":"tool-output-available","toolCallId":"c","output":1,"preliminary":true}"#,
            [r#"{"type":"tool-output-available","toolCallId":"c","output":1}"#, "=", "=", "="],
        ),
        (r#"{"type":"finish","finishReason":"stop"}"#, [r#"{"type":"finish"}"#, "=", "=", "="]),
        (r#"{"type":"finish","finishReason":"interrupted"}"#, [r#"{"type":"finish"}"#; 4]),
        (r#"{"type":"abort","reason":"r"}"#, [r#"{"type":"abort"}"#, r#"{"type":"abort"}"#, "=", "="]),
        (
            r#"{"type":"data-x","data":1,"more":2}"#,
            [
                r#"{"type":"data-x","data":1}"#,
                r#"{"type":"data-x","data":1}"#,
                r#"{"type":"data-x","data":1}"#,
                "=",
            ],
        ),
        (r#"{"type":"custom","kind":"k"}"#, ["", "", "=", "="]),
        (r#"{"type":"reset-step"}"#, [""; 4]),
        (r#"{"type":"what-comes-next","x":1}"#, [""; 4]),
    ];

    #[test]
    fn each_release_gets_what_it_takes() {
        for (chunk, expected) in VECTORS {
            let versions = [ClientVersion::V5, ClientVersion::V6, ClientVersion::V7, ClientVersion::V7_0_32];
            for (version, expected) in versions.into_iter().zip(expected) {
                let told = version.tell(Chunk::parse(chunk).unwrap().into_owned());
                let told: String = told.iter().map(|chunk| chunk.to_json().as_str().to_owned()).collect();
                let expected = if *expected == "=" { *chunk } else { *expected };
                assert_eq!(told, expected, "{version:?} of {chunk}");
            }
        }
    }
}
