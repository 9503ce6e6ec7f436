//! [`replay`]: chunks from parts.

use super::chunk::{Chunk, Fragment};
use crate::model::{
    json::Json,
    part::{Part, Parts, TextState, ToolKind, ToolPart, ToolState},
};

/// Returns chunks that build these parts again, for a reader that joins late.
///
/// After the last of them an [`Assembler`](super::Assembler) has the same parts, and more chunks can extend unfinished
/// texts and inputs. They must use these ids: `text-` and the index of the part, such as `text-0`; for reasoning the
/// part's own id or, without one, `reasoning-` and the index. There is no `finish` at the end, because the message may
/// not be finished.
///
/// Parts that were not built from a stream lose what no chunk can express: the name of a file, unknown fields, a
/// missing `state`.
///
/// # Examples
/// ```
/// use storyden_robots::{Part, Parts, stream::{Assembler, replay}};
///
/// let parts = Parts::new([Part::text("Bees can").streaming()])?;
/// let mut late = Assembler::new();
/// for chunk in replay("m1", &parts, None) {
///     late.push(&chunk)?;
/// }
/// assert_eq!(late.parts(), parts);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[must_use]
pub fn replay(message_id: &str, parts: &Parts, metadata: Option<&Json<'_>>) -> Vec<Chunk<'static>> {
    let mut chunks = vec![Chunk::Start {
        message_id: Some(message_id.to_owned().into()),
        message_metadata: metadata.map(|metadata| metadata.clone().into_owned()),
    }];
    let mut in_step = false;
    for (index, part) in parts.iter().enumerate() {
        if let Part::StepStart(_) = part
            && std::mem::replace(&mut in_step, true)
        {
            chunks.push(Chunk::FinishStep {});
        }
        replay_part(index, part, &mut chunks);
    }
    chunks
}

/// Returns chunks that bring parts up to date which a reader has as they were before: new parts, and what became of
/// calls.
#[cfg(feature = "axum")]
pub(crate) fn catch_up(before: &Parts, now: &Parts) -> Vec<Chunk<'static>> {
    let mut chunks = Vec::new();
    let mut known = before.iter();
    for (index, part) in now.iter().enumerate() {
        let (mut told, mut all) = (Vec::new(), Vec::new());
        match (known.next(), &part) {
            (Some(before), _) if before == part => continue,
            (Some(before @ Part::Tool(_)), Part::Tool(_)) => replay_part(index, before, &mut told),
            (Some(_), _) => continue,
            (None, _) => {}
        }
        replay_part(index, part, &mut all);
        chunks.extend(all.into_iter().filter(|chunk| !told.contains(chunk)));
    }
    chunks
}

/// Returns what a chunk means in the middle of a stream, whose beginning and end are the turn's.
#[cfg(feature = "axum")]
pub(crate) fn within_message(chunk: Chunk<'static>) -> Option<Chunk<'static>> {
    match chunk {
        Chunk::Start { message_metadata, .. } | Chunk::Finish { message_metadata, .. } => {
            message_metadata.map(|metadata| Chunk::MessageMetadata { message_metadata: Some(metadata) })
        }
        Chunk::Abort { .. } | Chunk::Error { .. } => None,
        chunk => Some(chunk),
    }
}

fn replay_part(index: usize, part: Part<'_>, chunks: &mut Vec<Chunk<'static>>) {
    match part.into_owned() {
        Part::Text(text) => {
            let id = format!("text-{index}");
            chunks
                .push(Chunk::TextStart { id: id.clone().into(), provider_metadata: text.provider_metadata });
            if !text.text.is_empty() {
                chunks.push(Chunk::text_delta(id.clone(), text.text.into_owned()));
            }
            if text.state == Some(TextState::Done) || text.citations.is_some() {
                chunks.push(Chunk::TextEnd {
                    id: id.into(),
                    citations: text.citations,
                    provider_metadata: None,
                });
            }
        }
        Part::Reasoning(reasoning) => {
            let id = reasoning.id.unwrap_or_else(|| format!("reasoning-{index}").into());
            chunks.push(Chunk::ReasoningStart {
                id: id.clone(),
                provider_metadata: reasoning.provider_metadata,
            });
            if !reasoning.text.is_empty() {
                chunks.push(Chunk::ReasoningDelta {
                    id: id.clone(),
                    delta: reasoning.text.into_owned().into(),
                    provider_metadata: None,
                });
            }
            if reasoning.state == Some(TextState::Done) {
                chunks.push(Chunk::ReasoningEnd { id, provider_metadata: None });
            }
        }
        Part::Tool(tool) => replay_tool(*tool, chunks),
        Part::StepStart(_) => chunks.push(Chunk::StartStep {}),
        // Every other part is its own chunk.
        other => {
            let json = Json::from_serialize(&other).unwrap_or_else(|_| Json::object());
            chunks.extend(Chunk::parse(json.as_str()).map(Chunk::into_owned));
        }
    }
}

fn replay_tool(tool: ToolPart<'static>, chunks: &mut Vec<Chunk<'static>>) {
    let dynamic = (tool.kind == ToolKind::Dynamic).then_some(true);
    let id = tool.tool_call_id;
    let raw_text = tool.raw_input.as_ref().filter(|raw| raw.as_str().starts_with('"'));
    let grew = tool.state == ToolState::InputStreaming || raw_text.is_some();
    if grew {
        chunks.push(Chunk::ToolInputStart {
            tool_call_id: id.clone(),
            tool_name: tool.name,
            input_encoding: tool.input_encoding,
            provider_executed: tool.provider_executed,
            provider_metadata: tool.call_provider_metadata,
            tool_metadata: tool.tool_metadata,
            dynamic,
            title: tool.title,
        });
        if let Some(raw) = raw_text {
            let text = raw.as_str();
            chunks.push(Chunk::ToolInputDelta {
                tool_call_id: id.clone(),
                input_text_delta: Fragment::checked(text[1..text.len() - 1].to_owned().into()),
            });
        }
    } else {
        chunks.push(Chunk::ToolInputAvailable {
            tool_call_id: id.clone(),
            tool_name: tool.name,
            input: tool.input.or(tool.raw_input),
            provider_executed: tool.provider_executed,
            provider_metadata: tool.call_provider_metadata,
            tool_metadata: tool.tool_metadata,
            dynamic,
            title: tool.title,
        });
    }
    if let Some(approval) = tool.approval {
        let text = |name: &str| {
            approval.extra.get(name).and_then(|json| json.decode::<String>().ok()).map(Into::into)
        };
        chunks.push(Chunk::ToolApprovalRequest {
            approval_id: approval.id.clone(),
            tool_call_id: id.clone(),
            approval_descriptor: approval.extra.get("descriptor").cloned(),
            input_schema_input: approval.extra.get("inputSchemaInput").cloned(),
            reason: text("requestReason"),
            is_automatic: approval.is_automatic,
            signature: text("signature"),
        });
        if let Some(approved) = approval.approved {
            chunks.push(Chunk::ToolApprovalResponse {
                approval_id: approval.id,
                approved,
                reason: approval.reason,
                provider_executed: None,
                provider_metadata: None,
            });
        }
    }
    match tool.state {
        ToolState::OutputAvailable => chunks.push(Chunk::ToolOutputAvailable {
            tool_call_id: id,
            output: tool.output,
            provider_executed: None,
            provider_metadata: tool.result_provider_metadata,
            tool_metadata: None,
            dynamic,
            preliminary: tool.preliminary,
        }),
        ToolState::OutputError => chunks.push(Chunk::ToolOutputError {
            tool_call_id: id,
            error_text: tool.error_text.unwrap_or_default().into_owned().into(),
            provider_executed: None,
            provider_metadata: tool.result_provider_metadata,
            tool_metadata: None,
            dynamic,
        }),
        ToolState::OutputDenied => chunks.push(Chunk::ToolOutputDenied { tool_call_id: id }),
        _ => {}
    }
}
