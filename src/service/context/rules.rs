//! Decides which parts of a message are sent to a model.

use super::{cost, recipe::ModelContext};
use crate::model::{
    id::AccountId,
    json::Json,
    json_scan::entries,
    message::{Message, MessageRole},
    part::{Part, Parts, ToolPart, ToolState},
};

/// A part, while it is decided whether it is sent.
struct Piece<'a> {
    part: Part<'a>,
    json: Json<'a>,
    kept: bool,
}

/// Returns a message with the parts that are sent, and its tokens; `None` if there are none.
pub(super) fn reduce(
    recipe: &ModelContext,
    message: &Message<AccountId>,
) -> Option<(Message<AccountId>, usize)> {
    let continued = recipe.continues(message.id);
    if !matches!(message.role, MessageRole::User | MessageRole::Assistant) || (message.draft && !continued) {
        return None;
    }
    let pieces = message.parts.iter().zip(message.parts.raw());
    let mut pieces: Vec<_> = pieces.map(|(part, json)| Piece { part, json, kept: true }).collect();
    for piece in &mut pieces {
        piece.kept = recipe.sends(&message.role, &piece.part)
            && match &piece.part {
                Part::Text(text) => !text.text.trim().is_empty() || text.provider_metadata.is_some(),
                Part::Tool(call) => call.is_settled() || (continued && may_run(call)),
                _ => true,
            };
        piece.refuse();
    }
    for step in pieces.chunk_by_mut(|_, next| !matches!(next.part, Part::StepStart(_))) {
        reduce_step(step);
    }
    let kept: Vec<&str> = pieces.iter().filter(|piece| piece.kept).map(|piece| piece.json.as_str()).collect();
    if kept.is_empty() {
        return None;
    }
    let parts = Parts::from_stored(format!("[{}]", kept.join(",")));
    let sent = pieces.iter().filter(|piece| piece.kept).map(|piece| (&piece.part, &piece.json));
    let tokens = cost::tokens(&*recipe.counter, recipe.file_tokens, sent);
    Some((Message { parts, ..message.clone() }, tokens))
}

/// Returns whether a message can change without anybody editing it: it is being written, or has an open call.
pub(super) fn is_open(message: &Message<AccountId>) -> bool {
    message.draft || message.parts.iter().any(|part| matches!(part, Part::Tool(call) if !call.is_settled()))
}

/// Leaves out what means nothing without a part that is left out.
fn reduce_step(step: &mut [Piece<'_>]) {
    let mut followed = false;
    let mut lost_call = false;
    let mut lost_reasoning = false;
    let mut says = false;
    for piece in step.iter_mut().rev() {
        match &piece.part {
            Part::Reasoning(_) | Part::ReasoningFile(_) => {
                piece.kept &= followed && !lost_call;
                lost_reasoning |= !piece.kept;
            }
            Part::Tool(_) if !piece.kept => lost_call = true,
            Part::Text(text) if piece.kept => {
                followed = true;
                says |= !text.text.trim().is_empty();
            }
            Part::Tool(_) | Part::File(_) if piece.kept => (followed, says) = (true, true),
            Part::StepStart(_) => {}
            _ => says |= piece.kept,
        }
    }
    for piece in step {
        piece.kept &= says;
        if lost_reasoning && piece.kept {
            piece.forget_item();
        }
    }
}

/// Returns whether a member has approved a call that has not run.
fn may_run(call: &ToolPart<'_>) -> bool {
    call.state == ToolState::ApprovalResponded
        && call.approval.as_ref().is_some_and(|approval| approval.approved == Some(true))
}

impl Piece<'_> {
    /// Writes a call that a member denied as an outcome.
    fn refuse(&mut self) {
        if let Part::Tool(call) = &mut self.part
            && call.is_denied()
            && !call.state.is_outcome()
        {
            call.state = ToolState::OutputDenied;
            self.rewrite();
        }
    }

    /// Removes the name under which the provider keeps the part: it would refuse that without the reasoning before it.
    fn forget_item(&mut self) {
        if !self.json.as_str().contains("itemId") {
            return;
        }
        let metadata = match &mut self.part {
            Part::Text(text) => [Some(&mut text.provider_metadata), None],
            Part::File(file) => [Some(&mut file.provider_metadata), None],
            Part::Tool(call) => {
                [Some(&mut call.call_provider_metadata), Some(&mut call.result_provider_metadata)]
            }
            _ => [None, None],
        };
        for metadata in metadata.into_iter().flatten() {
            *metadata = metadata.as_ref().map(without_item);
        }
        self.rewrite();
    }

    fn rewrite(&mut self) {
        match Json::from_serialize(&self.part) {
            Ok(json) => self.json = json,
            // A part that was read always has a JSON form.
            Err(_) => self.kept = false,
        }
    }
}

/// Copies provider metadata, an object by provider, without the field `itemId` of each.
fn without_item(metadata: &Json<'_>) -> Json<'static> {
    let fields = |name: &str, value: &str| (name != "itemId").then(|| value.to_owned());
    let providers = object_of(metadata.as_str(), |_, provider| {
        Some(if provider.starts_with('{') { object_of(provider, fields) } else { provider.to_owned() })
    });
    Json::from_stored(providers)
}

/// Copies an object with what `copy` makes of each value, and without those of which it makes nothing.
fn object_of(text: &str, copy: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut out = String::from("{");
    entries(text, |key, value| {
        let Some(value) = copy(&key, value) else { return };
        if out.len() > 1 {
            out.push(',');
        }
        key.write(&mut out);
        out.push(':');
        out.push_str(&value);
    });
    out.push('}');
    out
}
