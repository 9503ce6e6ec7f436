//! Approval requests of calls, and the decisions about them.

use std::{borrow::Cow, collections::BTreeSet};

use super::Assembler;
use crate::{
    model::{
        error::{Conflict, Error, Result},
        json::Json,
        json_scan::{Key, entries, keep_last, quoted, string},
    },
    stream::{
        chunk::Chunk,
        open_part::{OpenPart, Value},
        sdk_version::SdkVersion,
    },
};

/// The effect of a chunk on a call, by what a decision can allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Input,
    Question,
    Output,
    Error,
    Refusal,
}

impl Step {
    /// Returns the state that it leads to.
    const fn state(self) -> &'static str {
        match self {
            Self::Input => "input-available",
            Self::Question => "approval-requested",
            Self::Output => "output-available",
            Self::Error => "output-error",
            Self::Refusal => "output-denied",
        }
    }
}

/// The decision about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    NotAsked,
    Waiting,
    Allowed,
    Refused,
}

impl Decision {
    fn of(call: &OpenPart) -> Self {
        if call.string("state").as_deref() == Some("output-denied") {
            return Self::Refused;
        }
        let approval = Approval::of(call);
        match (approval.get("approved"), approval.get("id")) {
            (Some("true"), _) => Self::Allowed,
            (Some("false"), _) => Self::Refused,
            (_, Some(_)) => Self::Waiting,
            (_, None) => Self::NotAsked,
        }
    }

    /// Returns whether a step neither undoes the decision nor runs ahead of it.
    fn permits(self, step: Step) -> bool {
        match self {
            Self::NotAsked => true,
            Self::Waiting => matches!(step, Step::Question | Step::Error | Step::Refusal),
            Self::Allowed => matches!(step, Step::Output | Step::Error),
            Self::Refused => step == Step::Refusal,
        }
    }
}

impl Assembler {
    /// Notes the approval request of a part, if it is a call with one.
    pub(super) fn note_question(&mut self, index: usize) {
        let call = self.parts.get(index).filter(|part| part.is_tool());
        if let Some(id) = call.and_then(approval_id) {
            self.asked.entry(id).or_default().insert(index);
        }
    }

    /// Refuses a step that a decision about the call rules out, if decisions are [final](Self::strict).
    pub(super) fn check_decision(&self, call: Option<usize>, step: Step) -> Result<()> {
        let Some(call) = call.filter(|_| self.strict).and_then(|index| self.parts.get(index)) else {
            return Ok(());
        };
        if Decision::of(call).permits(step) { Ok(()) } else { Err(transition(call, step.state())) }
    }

    pub(super) fn push_approval(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        // Version 5 has no approvals. Version 6 has no answers in streams, but a record must not lose one.
        let answers = self.strict || self.version >= SdkVersion::V7;
        match chunk {
            _ if self.version == SdkVersion::V5 => Ok(()),
            Chunk::ToolApprovalRequest { .. } => self.push_question(chunk),
            Chunk::ToolApprovalResponse { .. } if answers => self.push_answer(chunk),
            Chunk::ToolOutputDenied { tool_call_id } => {
                let index = self.find_call(tool_call_id, |_| true)?;
                self.check_decision(Some(index), Step::Refusal)?;
                self.change(index, |call| call.set("state", Some(Value::string("output-denied"))));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn push_question(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        let Chunk::ToolApprovalRequest {
            approval_id,
            tool_call_id,
            approval_descriptor,
            input_schema_input,
            reason,
            is_automatic,
            signature,
        } = chunk
        else {
            return Ok(());
        };
        let index = self.find_call(tool_call_id, |_| true)?;
        self.check_decision(Some(index), Step::Question)?;
        let newest = self.version >= SdkVersion::V7;
        let text = |json: &Option<Json<'_>>| json.as_ref().map(|json| json.as_str().to_owned());
        let mut approval = Approval::default();
        approval.set("id", quoted(approval_id));
        for (key, value) in [
            ("descriptor", text(approval_descriptor)),
            ("inputSchemaInput", text(input_schema_input)),
            ("requestReason", reason.as_deref().filter(|_| newest).map(quoted)),
            ("isAutomatic", is_automatic.filter(|&set| set && newest).map(|_| "true".to_owned())),
            ("signature", signature.as_deref().map(quoted)),
        ] {
            if let Some(value) = value {
                approval.set(key, value);
            }
        }
        self.change(index, |call| {
            call.set("state", Some(Value::string("approval-requested")));
            call.set("approval", Some(approval.write()));
        });
        self.asked.entry(approval_id.clone().into_owned()).or_default().insert(index);
        Ok(())
    }

    fn push_answer(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        let Chunk::ToolApprovalResponse {
            approval_id,
            approved,
            reason,
            provider_executed,
            provider_metadata,
        } = chunk
        else {
            return Ok(());
        };
        let index = self
            .find_question(approval_id)
            .ok_or_else(|| Error::invalid_argument("approvalId", "no call has this approval request"))?;
        let call = &self.parts[index];
        let mut approval = Approval::of(call);
        if self.strict && !is_waiting(call) {
            return approval.check_repeat(call, approval_id, *approved);
        }
        approval.set("approved", approved.to_string());
        if let Some(reason) = reason {
            approval.set("reason", quoted(reason));
        }
        self.change(index, |call| {
            call.set("state", Some(Value::string("approval-responded")));
            call.set("approval", Some(approval.write()));
            call.set_some("providerExecuted", provider_executed.map(Value::boolean));
            call.set_some("callProviderMetadata", provider_metadata.as_ref().map(Value::json));
        });
        Ok(())
    }

    /// Finds the call that an answer is for: the newest that waits for one. If none does, a strict assembler compares
    /// with the newest answer, and the AI SDK changes the first call.
    fn find_question(&mut self, id: &str) -> Option<usize> {
        let asked = self.asked.get_mut(id)?;
        let has_question = |index: &usize| {
            let call = self.parts.get(*index).filter(|part| part.is_tool());
            call.filter(|call| approval_id(call).is_some_and(|other| other == id))
        };
        while let Some(index) = asked.waiting.last().copied() {
            if has_question(&index).is_some_and(is_waiting) {
                return Some(index);
            }
            asked.waiting.remove(&index);
        }
        let nearest = if self.strict { BTreeSet::last } else { BTreeSet::first };
        while let Some(index) = nearest(&asked.all).copied() {
            if has_question(&index).is_some() {
                return Some(index);
            }
            asked.all.remove(&index);
        }
        None
    }
}

/// The object `approval` of a call, field by field.
#[derive(Default)]
struct Approval(Vec<(Key<'static>, String)>);

impl Approval {
    fn of(call: &OpenPart) -> Self {
        let mut fields = Vec::new();
        if let Some(Value::Json(json)) = call.get("approval") {
            entries(json.as_str(), |key, value| fields.push((key.into_owned(), value.to_owned())));
        }
        keep_last(&mut fields);
        Self(fields)
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| **known == *key).map(|(_, value)| value.as_str())
    }

    fn set(&mut self, key: &'static str, value: String) {
        match self.0.iter_mut().find(|(known, _)| **known == *key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.into(), value)),
        }
    }

    fn write(&self) -> Value {
        let mut out = String::from("{");
        for (index, (key, value)) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            key.write(&mut out);
            out.push(':');
            out.push_str(value);
        }
        out.push('}');
        Value::Json(Json::from_stored(out))
    }

    /// Accepts the answer that was given before, and refuses another.
    fn check_repeat(&self, call: &OpenPart, approval_id: &str, approved: bool) -> Result<()> {
        let recorded = match self.get("approved") {
            Some("true") => true,
            Some("false") => false,
            // The call has ended without an answer.
            _ => return Err(transition(call, "approval-responded")),
        };
        if recorded == approved {
            return Ok(());
        }
        Err(Error::Conflict(Conflict::ApprovalDecided {
            approval_id: approval_id.into(),
            approved: recorded,
            reason: self.get("reason").and_then(string).map(Into::into),
        }))
    }
}

/// Returns the id of a call's approval request.
fn approval_id(call: &OpenPart) -> Option<String> {
    Approval::of(call).get("id").and_then(string).map(Cow::into_owned)
}

fn is_waiting(call: &OpenPart) -> bool {
    call.string("state").as_deref() == Some("approval-requested")
}

fn transition(call: &OpenPart, to: &str) -> Error {
    Error::Conflict(Conflict::ToolTransition {
        tool_call_id: call.id.as_deref().unwrap_or_default().into(),
        from: call.string("state").unwrap_or_default().into(),
        to: to.into(),
    })
}
