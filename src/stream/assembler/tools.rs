//! The calls of tools: their inputs grow, and they end with an output or an error.

use super::{Assembler, approvals::Step};
use crate::{
    model::{
        error::{Error, Result},
        json_scan::quoted,
    },
    stream::{
        chunk::Chunk,
        open_part::{InputPrefix, InputText, OpenPart, Value},
        sdk_version::SdkVersion,
    },
};

/// The fields that a chunk has for the part of a call.
#[derive(Default)]
struct Call<'c> {
    id: &'c str,
    name: &'c str,
    state: &'static str,
    input: Option<Value>,
    output: Option<Value>,
    error_text: Option<Value>,
    raw_input: Option<Value>,
    encoding: Option<String>,
    preliminary: Option<Value>,
    title: Option<Value>,
    tool_metadata: Option<Value>,
    provider_executed: Option<Value>,
    provider_metadata: Option<Value>,
}

impl Assembler {
    /// Prepares an incomplete input of a stored call to grow further.
    pub(super) fn resume_input(&mut self, at: usize) {
        let part = &self.parts[at];
        let Some(id) = part.id.clone().filter(|_| part.is_tool()) else { return };
        if part.string("state").as_deref() != Some("input-streaming") {
            return;
        }
        let escaped = match part.get("rawInput") {
            Some(Value::Json(json)) => {
                let text = json.as_str();
                let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                inside.map_or_else(|| quoted(text)[1..quoted(text).len() - 1].to_owned(), str::to_owned)
            }
            _ => String::new(),
        };
        let dynamic = part.is_dynamic_tool();
        let input = InputText {
            escaped,
            tool_name: part.tool_name(),
            encoding: part.string("inputEncoding"),
            dynamic,
            title: part.get("title").cloned(),
            tool_metadata: part.get("toolMetadata").cloned(),
        };
        self.growing_inputs.insert(id, self.inputs.len());
        self.inputs.push(input);
    }

    #[expect(clippy::too_many_lines, reason = "four kinds of chunk, field by field")]
    pub(super) fn push_input(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        match chunk {
            Chunk::ToolInputStart {
                tool_call_id,
                tool_name,
                input_encoding,
                provider_executed,
                provider_metadata,
                tool_metadata,
                dynamic,
                title,
            } => {
                let known = self.version > SdkVersion::V5;
                let at = self.current_call(*dynamic == Some(true), tool_call_id);
                self.check_decision(at, Step::Input)?;
                let input = InputText {
                    escaped: String::new(),
                    tool_name: tool_name.clone().into_owned(),
                    encoding: input_encoding.as_deref().filter(|_| known).map(str::to_owned),
                    dynamic: *dynamic == Some(true),
                    title: title.as_deref().map(Value::string),
                    tool_metadata: tool_metadata.as_ref().map(Value::json),
                };
                let call = Call {
                    id: tool_call_id,
                    name: tool_name,
                    state: "input-streaming",
                    encoding: input.encoding.clone(),
                    title: input.title.clone(),
                    tool_metadata: input.tool_metadata.clone(),
                    provider_executed: provider_executed.map(Value::boolean),
                    provider_metadata: provider_metadata.as_ref().filter(|_| known).map(Value::json),
                    ..Call::default()
                };
                let dynamic = input.dynamic;
                self.growing_inputs.insert(tool_call_id.clone().into_owned(), self.inputs.len());
                self.inputs.push(input);
                self.update_call(dynamic, call, None);
            }
            Chunk::ToolInputDelta { tool_call_id, input_text_delta } => {
                let index = *self.growing_inputs.get(&**tool_call_id).ok_or_else(no_call)?;
                let at = self.current_call(self.inputs[index].dynamic, tool_call_id);
                self.check_decision(at, Step::Input)?;
                let input = &mut self.inputs[index];
                input.escaped.push_str(input_text_delta.as_escaped());
                let prefix = InputPrefix { input: index, len: input.escaped.len() };
                let (dynamic, name) = (input.dynamic, input.tool_name.clone());
                let call = Call {
                    id: tool_call_id,
                    name: &name,
                    state: "input-streaming",
                    input: Some(Value::Input(prefix)),
                    raw_input: Some(Value::Raw(prefix)),
                    encoding: input.encoding.clone(),
                    title: input.title.clone(),
                    tool_metadata: input.tool_metadata.clone(),
                    ..Call::default()
                };
                self.update_call(dynamic, call, None);
            }
            Chunk::ToolInputAvailable {
                tool_call_id,
                tool_name,
                input,
                provider_executed,
                provider_metadata,
                tool_metadata,
                dynamic,
                title,
            } => {
                self.check_decision(self.current_call(*dynamic == Some(true), tool_call_id), Step::Input)?;
                let call = Call {
                    id: tool_call_id,
                    name: tool_name,
                    state: "input-available",
                    input: input.as_ref().map(Value::json),
                    title: title.as_deref().map(Value::string),
                    tool_metadata: tool_metadata.as_ref().map(Value::json),
                    provider_executed: provider_executed.map(Value::boolean),
                    provider_metadata: provider_metadata.as_ref().map(Value::json),
                    ..Call::default()
                };
                self.update_call(*dynamic == Some(true), call, None);
            }
            Chunk::ToolInputError {
                tool_call_id,
                tool_name,
                input,
                provider_executed,
                provider_metadata,
                tool_metadata,
                dynamic,
                error_text,
                title: _,
            } => {
                let known = self.calls_now(tool_call_id).last().map(|at| &self.parts[at]);
                let dynamic = match known.filter(|_| self.version > SdkVersion::V5) {
                    Some(part) => part.is_dynamic_tool(),
                    None => *dynamic == Some(true),
                };
                // It is a new input, although it fails.
                self.check_decision(self.current_call(dynamic, tool_call_id), Step::Input)?;
                let input = input.as_ref().map(Value::json);
                // Until version 7, an invalid input of a static tool became its raw input.
                let raw = !dynamic && self.version < SdkVersion::V7;
                let (input, raw_input) = if raw { (None, input) } else { (input, None) };
                let call = Call {
                    id: tool_call_id,
                    name: tool_name,
                    state: "output-error",
                    input,
                    raw_input,
                    error_text: Some(Value::fragment(error_text)),
                    tool_metadata: tool_metadata.as_ref().map(Value::json),
                    provider_executed: provider_executed.map(Value::boolean),
                    provider_metadata: provider_metadata.as_ref().map(Value::json),
                    ..Call::default()
                };
                self.update_call(dynamic, call, None);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn push_output(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        let (id, provider_executed, provider_metadata, tool_metadata, says_dynamic) = match chunk {
            Chunk::ToolOutputAvailable {
                tool_call_id,
                provider_executed,
                provider_metadata,
                tool_metadata,
                dynamic,
                ..
            }
            | Chunk::ToolOutputError {
                tool_call_id,
                provider_executed,
                provider_metadata,
                tool_metadata,
                dynamic,
                ..
            } => {
                (&**tool_call_id, provider_executed, provider_metadata, tool_metadata, *dynamic == Some(true))
            }
            _ => return Ok(()),
        };
        let old = self.version == SdkVersion::V5;
        let at = self.find_call(id, |part| !old || part.is_dynamic_tool() == says_dynamic)?;
        let answered = matches!(chunk, Chunk::ToolOutputAvailable { .. });
        self.check_decision(Some(at), if answered { Step::Output } else { Step::Error })?;
        let part = &self.parts[at];
        let dynamic = part.is_dynamic_tool();
        let name = part.tool_name();
        let mut call = Call {
            id,
            name: &name,
            input: part.get("input").cloned(),
            provider_executed: provider_executed.map(Value::boolean),
            provider_metadata: provider_metadata.as_ref().filter(|_| !old).map(Value::json),
            tool_metadata: tool_metadata.as_ref().map(Value::json),
            ..Call::default()
        };
        match chunk {
            Chunk::ToolOutputAvailable { output, preliminary, .. } => {
                call.state = "output-available";
                call.output = output.as_ref().map(Value::json);
                call.preliminary = preliminary.map(Value::boolean);
                if old && dynamic {
                    call.provider_executed = None;
                }
            }
            Chunk::ToolOutputError { error_text, .. } => {
                call.state = "output-error";
                call.error_text = Some(Value::fragment(error_text));
                call.raw_input = part.get("rawInput").cloned().filter(|_| !dynamic);
            }
            _ => {}
        }
        self.update_call(dynamic, call, Some(at));
        Ok(())
    }

    /// Returns the indexes of the parts of a call, the newest first.
    fn calls(&self, id: &str) -> impl Iterator<Item = usize> {
        let indexes = self.by_key.get(id).into_iter().flatten().rev().copied();
        indexes.filter(|&at| self.parts[at].is_call(id))
    }

    /// Returns those in the current step. There are two at most, a static and a dynamic one: the part of a second call
    /// of a kind is that of the first.
    fn calls_now(&self, id: &str) -> impl Iterator<Item = usize> {
        self.calls(id).take_while(|&at| at >= self.step)
    }

    /// Returns the part of a call in the current step.
    fn current_call(&self, dynamic: bool, id: &str) -> Option<usize> {
        self.calls_now(id).filter(|&at| self.parts[at].is_dynamic_tool() == dynamic).last()
    }

    /// Finds a call by its id: the first of the current step, or the newest of the steps before.
    pub(super) fn find_call(&self, id: &str, is_it: impl Fn(&OpenPart) -> bool) -> Result<usize> {
        let now = self.calls_now(id).filter(|&at| is_it(&self.parts[at])).last();
        now.or_else(|| self.calls(id).find(|&at| is_it(&self.parts[at]))).ok_or_else(no_call)
    }

    /// Writes the fields of a call to its part, which is created if there is none.
    fn update_call(&mut self, dynamic: bool, call: Call<'_>, at: Option<usize>) {
        let old = self.version == SdkVersion::V5;
        let at = at.or_else(|| self.current_call(dynamic, call.id));
        let kind = if dynamic { "dynamic-tool".to_owned() } else { format!("tool-{}", call.name) };
        let is_new = at.is_none();
        let at = at.unwrap_or_else(|| {
            let mut part = OpenPart::new(kind.clone());
            part.id = Some(call.id.to_owned());
            self.add(part.with("toolCallId", Some(Value::string(call.id))))
        });
        self.change(at, |part| {
            if !old {
                part.kind = kind;
            }
            call.write(part, dynamic, is_new, old);
        });
    }

    /// Returns how many bytes of a call's part a chunk would replace or remove.
    pub(super) fn replaced_of_call(&self, chunk: &Chunk<'_>) -> usize {
        let (at, fields) = match chunk {
            Chunk::ToolInputStart { tool_call_id, dynamic, .. }
            | Chunk::ToolInputAvailable { tool_call_id, dynamic, .. }
            | Chunk::ToolInputError { tool_call_id, dynamic, .. } => (
                self.current_call(*dynamic == Some(true), tool_call_id),
                &["input", "rawInput", "output", "errorText"][..],
            ),
            Chunk::ToolOutputAvailable { tool_call_id, .. } => {
                (self.find_call(tool_call_id, |_| true).ok(), &["rawInput", "output", "errorText"][..])
            }
            Chunk::ToolOutputError { tool_call_id, .. } => {
                (self.find_call(tool_call_id, |_| true).ok(), &["output", "errorText"][..])
            }
            _ => return 0,
        };
        at.map_or(0, |at| self.parts[at].size_of(fields))
    }
}

impl Call<'_> {
    /// Writes the fields of the call to its part. `old` is for version 5 of the AI SDK.
    fn write(self, part: &mut OpenPart, dynamic: bool, is_new: bool, old: bool) {
        if dynamic {
            part.set("toolName", Some(Value::string(self.name)));
        }
        let answered = matches!(self.state, "output-available" | "output-error");
        part.set("state", Some(Value::string(self.state)));
        part.set("input", self.input);
        part.set("output", self.output);
        part.set("errorText", self.error_text);
        // The AI SDK drops the raw input of a dynamic tool whose part it has to create.
        part.set("rawInput", self.raw_input.filter(|_| !(is_new && dynamic)));
        part.set("preliminary", self.preliminary);
        part.set_some("providerExecuted", self.provider_executed);
        if old {
            if is_new || self.state == "input-available" {
                part.set_some("callProviderMetadata", self.provider_metadata);
            }
            return;
        }
        part.set("inputEncoding", self.encoding.as_deref().map(Value::string));
        part.set_some("title", self.title);
        part.set_some("toolMetadata", self.tool_metadata);
        let metadata = if answered { "resultProviderMetadata" } else { "callProviderMetadata" };
        part.set_some(metadata, self.provider_metadata);
    }
}

fn no_call() -> Error {
    Error::invalid_argument("toolCallId", "no call has this id")
}
