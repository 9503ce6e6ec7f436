//! [`Assembler`]: from chunks to parts.

use std::{borrow::Cow, collections::HashMap};

use super::{
    chunk::{Chunk, split},
    metadata::Metadata,
    open_part::{Field, Object, Partial, Prefix, data_key},
    sdk_version::SdkVersion,
};
use crate::model::{
    error::{Error, Result},
    json::Json,
    json_scan::{Key, entries, keep_last, quoted, string},
    part::{Parts, ToolState, check_step},
};

/// Makes of chunks the parts that the AI SDK makes of them.
///
/// After every chunk it has exactly what the AI SDK's `readUIMessageStream` would show, for the version that
/// it is told: the input of a tool is there as soon as a piece of it makes sense, numbers keep their text.
/// Where the AI SDK would fail, so does the chunk, and nothing changes.
///
/// Taking a chunk costs as much as the chunk is long, however much there is; [`parts`](Self::parts) writes all.
///
/// # Examples
/// ```
/// use storyden_robots::stream::{Assembler, Chunk};
///
/// let mut assembler = Assembler::new();
/// assembler.push(&Chunk::parse(r#"{"type":"tool-input-start","toolCallId":"c1","toolName":"search"}"#)?)?;
/// assembler.push(&Chunk::parse(
///     r#"{"type":"tool-input-delta","toolCallId":"c1","inputTextDelta":"{\"q\":\"be"}"#,
/// )?)?;
/// assert_eq!(
///     assembler.parts().as_str(),
///     r#"[{"type":"tool-search","toolCallId":"c1","state":"input-streaming","input":{"q":"be"},"rawInput":"{\"q\":\"be"}]"#,
/// );
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Assembler {
    version: SdkVersion,
    strict: bool,
    message_id: Option<String>,
    metadata: Option<Metadata>,
    parts: Vec<Object>,
    /// The places of parts by their [key](Object::key), in order. A message may have many.
    places: HashMap<String, Vec<usize>>,
    /// The places of calls that asked a question, by its id. Some may ask another by now.
    asked: HashMap<String, Vec<usize>>,
    /// Where the current step begins.
    step: usize,
    texts: HashMap<String, usize>,
    thoughts: HashMap<String, usize>,
    calls: HashMap<String, usize>,
    partials: Vec<Partial>,
    end: Option<End>,
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The message is finished, and why the model stopped.
    Finished(Option<String>),
    /// Somebody stopped it, and why. The parts stay as they are.
    Aborted(Option<String>),
}

/// What a chunk says about a call.
#[derive(Default)]
struct Call<'c> {
    id: &'c str,
    name: &'c str,
    state: &'static str,
    input: Option<Field>,
    output: Option<Field>,
    error_text: Option<Field>,
    raw_input: Option<Field>,
    encoding: Option<String>,
    preliminary: Option<Field>,
    title: Option<Field>,
    tool_metadata: Option<Field>,
    provider_executed: Option<Field>,
    provider_metadata: Option<Field>,
}

impl Assembler {
    /// Starts without any parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts with a message that is there already, as a client does that continues its last answer.
    ///
    /// Nothing of it grows any more, except the inputs of tools in its last step.
    #[must_use]
    pub fn continuing(message_id: impl Into<String>, parts: &Parts, metadata: Option<Json<'static>>) -> Self {
        let metadata = metadata.map(Metadata::Whole);
        let mut assembler = Self { message_id: Some(message_id.into()), metadata, ..Self::default() };
        for part in split(parts.as_str()).unwrap_or_default() {
            let part = Object::read(part.get());
            let question = if part.is_tool() { question(&part) } else { None };
            let at = assembler.add(part);
            if let Some(id) = question {
                assembler.asked.entry(id).or_default().push(at);
            }
        }
        let line = assembler.parts.iter().rposition(|part| part.kind == "step-start");
        assembler.step = line.map_or(0, |line| line + 1);
        for at in assembler.step..assembler.parts.len() {
            assembler.resume_input(at);
        }
        assembler
    }

    fn resume_input(&mut self, at: usize) {
        let part = &mut self.parts[at];
        let Some(id) = part.id.clone().filter(|_| part.is_tool()) else { return };
        if part.string("state").as_deref() != Some("input-streaming") {
            return;
        }
        let escaped = match part.get("rawInput") {
            Some(Field::Json(json)) => {
                let text = json.as_str();
                let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                inside.map_or_else(|| quoted(text)[1..quoted(text).len() - 1].to_owned(), str::to_owned)
            }
            _ => String::new(),
        };
        let dynamic = part.is_dynamic_tool();
        let partial = Partial {
            escaped,
            tool_name: part.tool_name(),
            encoding: part.string("inputEncoding"),
            dynamic,
            title: part.get("title").cloned(),
            tool_metadata: part.get("toolMetadata").cloned(),
        };
        self.calls.insert(id, self.partials.len());
        self.partials.push(partial);
    }

    /// Follows another version of the AI SDK than the newest.
    #[must_use]
    pub fn version(self, version: SdkVersion) -> Self {
        Self { version, ..self }
    }

    /// Refuses what the AI SDK lets pass and a record should not have: a call that goes from one state to
    /// another that it cannot have next, see [`ToolState::may_become`]. A message that begins anew under
    /// another id does not: it goes on.
    #[must_use]
    pub fn strict(self) -> Self {
        Self { strict: true, ..self }
    }

    /// Returns the id that the stream gave its message.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }

    /// Returns the metadata of the message.
    #[must_use]
    pub fn metadata(&self) -> Option<&Json<'static>> {
        self.metadata.as_ref().map(Metadata::as_json)
    }

    /// Returns how the stream ended, if it did.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Returns the parts as they are now.
    ///
    /// They are what the AI SDK would write as JSON. A tool that answers with JavaScript's `undefined` has no
    /// `output` there, and [`Parts::parse`] would refuse that.
    #[must_use]
    pub fn parts(&self) -> Parts {
        let mut out = String::from("[");
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            part.write(&self.partials, self.version, &mut out);
        }
        out.push(']');
        // Every piece was checked when its chunk was read.
        Parts::from_stored(out)
    }

    /// Takes the next chunk. One that this version does not know changes nothing.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the chunk speaks of a text, a call or a question that is not there;
    /// [`Error::TooLarge`] about metadata; [`Conflict::ToolTransition`](crate::Conflict::ToolTransition) from a
    /// [strict](Self::strict) one. Nothing was changed then.
    pub fn push(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        match chunk {
            Chunk::Start { message_id, message_metadata } => {
                self.check_metadata(message_metadata.as_ref())?;
                self.start(message_id.as_deref());
                self.merge_metadata(message_metadata.as_ref());
            }
            Chunk::MessageMetadata { message_metadata } => {
                self.check_metadata(message_metadata.as_ref())?;
                self.merge_metadata(message_metadata.as_ref());
            }
            Chunk::Finish { finish_reason, message_metadata } => {
                self.check_metadata(message_metadata.as_ref())?;
                self.merge_metadata(message_metadata.as_ref());
                self.end = Some(End::Finished(finish_reason.as_deref().map(str::to_owned)));
            }
            Chunk::Abort { reason } => self.end = Some(End::Aborted(reason.as_deref().map(str::to_owned))),
            Chunk::StartStep {} => {
                self.parts.push(Object::new("step-start"));
                self.step = self.parts.len();
            }
            Chunk::FinishStep {} if self.version < SdkVersion::V7 => {
                self.texts.clear();
                self.thoughts.clear();
            }
            Chunk::ResetStep {} if self.version >= SdkVersion::V7 => {
                self.texts.clear();
                self.thoughts.clear();
                self.calls.clear();
                for part in self.parts.drain(self.step..) {
                    if let Some(places) = part.key().and_then(|key| self.places.get_mut(&key)) {
                        places.pop();
                    }
                }
            }
            Chunk::TextStart { .. }
            | Chunk::TextDelta { .. }
            | Chunk::TextEnd { .. }
            | Chunk::ReasoningStart { .. }
            | Chunk::ReasoningDelta { .. }
            | Chunk::ReasoningEnd { .. } => self.push_text(chunk)?,
            Chunk::ToolApprovalRequest { .. }
            | Chunk::ToolApprovalResponse { .. }
            | Chunk::ToolOutputDenied { .. } => self.push_approval(chunk)?,
            Chunk::ToolInputStart { .. }
            | Chunk::ToolInputDelta { .. }
            | Chunk::ToolInputAvailable { .. }
            | Chunk::ToolInputError { .. } => self.push_input(chunk)?,
            Chunk::ToolOutputAvailable { .. } | Chunk::ToolOutputError { .. } => self.push_output(chunk)?,
            Chunk::Data { .. } => self.push_data(chunk),
            _ => self.push_whole(chunk),
        }
        Ok(())
    }

    fn start(&mut self, message_id: Option<&str>) {
        self.end = None;
        let Some(id) = message_id else { return };
        if self.message_id.as_deref().unwrap_or_default() != id && !self.strict {
            *self = Self { version: self.version, ..Self::default() };
        }
        self.message_id = Some(id.to_owned());
    }

    fn check_metadata(&self, metadata: Option<&Json<'_>>) -> Result<()> {
        metadata.map_or(Ok(()), |metadata| Metadata::check(self.metadata.as_ref(), metadata))
    }

    fn merge_metadata(&mut self, metadata: Option<&Json<'_>>) {
        if let Some(metadata) = metadata {
            Metadata::merge(&mut self.metadata, metadata);
        }
    }

    fn push_text(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        match chunk {
            Chunk::TextStart { id, provider_metadata } => {
                self.texts.insert(id.clone().into_owned(), self.parts.len());
                self.parts.push(
                    Object::new("text")
                        .with("text", Some(Field::Text(String::new())))
                        .with("state", Some(Field::string("streaming")))
                        .with("providerMetadata", provider_metadata.as_ref().map(Field::json)),
                );
            }
            Chunk::ReasoningStart { id, provider_metadata } => {
                self.thoughts.insert(id.clone().into_owned(), self.parts.len());
                self.parts.push(
                    Object::new("reasoning")
                        .with("id", Some(Field::string(id)))
                        .with("text", Some(Field::Text(String::new())))
                        .with("state", Some(Field::string("streaming")))
                        .with("providerMetadata", provider_metadata.as_ref().map(Field::json)),
                );
            }
            Chunk::TextDelta { id, delta, provider_metadata }
            | Chunk::ReasoningDelta { id, delta, provider_metadata } => {
                let part = self.growing(chunk, id)?;
                part.grow(delta.as_escaped());
                part.set_some("providerMetadata", provider_metadata.as_ref().map(Field::json));
            }
            Chunk::TextEnd { id, provider_metadata, .. } | Chunk::ReasoningEnd { id, provider_metadata } => {
                let citations = match chunk {
                    Chunk::TextEnd { citations, .. } if self.version >= SdkVersion::V7 => citations.as_ref(),
                    _ => None,
                };
                let part = self.growing(chunk, id)?;
                part.set("state", Some(Field::string("done")));
                part.set_some("citations", citations.map(Field::json));
                part.set_some("providerMetadata", provider_metadata.as_ref().map(Field::json));
                match chunk {
                    Chunk::TextEnd { .. } => self.texts.remove(&**id),
                    _ => self.thoughts.remove(&**id),
                };
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns the text or thought that a chunk speaks of.
    fn growing(&mut self, chunk: &Chunk<'_>, id: &str) -> Result<&mut Object> {
        let growing = match chunk {
            Chunk::TextDelta { .. } | Chunk::TextEnd { .. } => &self.texts,
            _ => &self.thoughts,
        };
        let at = growing.get(id).copied();
        at.and_then(|at| self.parts.get_mut(at))
            .ok_or_else(|| Error::invalid_argument("id", "nothing that grows has this id"))
    }

    #[expect(clippy::too_many_lines, reason = "four kinds of chunk, field by field")]
    fn push_input(&mut self, chunk: &Chunk<'_>) -> Result<()> {
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
                self.check_step(at, "input-streaming")?;
                let partial = Partial {
                    escaped: String::new(),
                    tool_name: tool_name.clone().into_owned(),
                    encoding: input_encoding.as_deref().filter(|_| known).map(str::to_owned),
                    dynamic: *dynamic == Some(true),
                    title: title.as_deref().map(Field::string),
                    tool_metadata: tool_metadata.as_ref().map(Field::json),
                };
                let call = Call {
                    id: tool_call_id,
                    name: tool_name,
                    state: "input-streaming",
                    encoding: partial.encoding.clone(),
                    title: partial.title.clone(),
                    tool_metadata: partial.tool_metadata.clone(),
                    provider_executed: provider_executed.map(Field::boolean),
                    provider_metadata: provider_metadata.as_ref().filter(|_| known).map(Field::json),
                    ..Call::default()
                };
                let dynamic = partial.dynamic;
                self.calls.insert(tool_call_id.clone().into_owned(), self.partials.len());
                self.partials.push(partial);
                self.update_call(dynamic, call, None);
            }
            Chunk::ToolInputDelta { tool_call_id, input_text_delta } => {
                let index = *self.calls.get(&**tool_call_id).ok_or_else(no_call)?;
                let at = self.current_call(self.partials[index].dynamic, tool_call_id);
                self.check_step(at, "input-streaming")?;
                let partial = &mut self.partials[index];
                partial.escaped.push_str(input_text_delta.as_escaped());
                let prefix = Prefix { partial: index, len: partial.escaped.len() };
                let (dynamic, name) = (partial.dynamic, partial.tool_name.clone());
                let call = Call {
                    id: tool_call_id,
                    name: &name,
                    state: "input-streaming",
                    input: Some(Field::Input(prefix)),
                    raw_input: Some(Field::Raw(prefix)),
                    encoding: partial.encoding.clone(),
                    title: partial.title.clone(),
                    tool_metadata: partial.tool_metadata.clone(),
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
                self.check_step(self.current_call(*dynamic == Some(true), tool_call_id), "input-available")?;
                let call = Call {
                    id: tool_call_id,
                    name: tool_name,
                    state: "input-available",
                    input: input.as_ref().map(Field::json),
                    title: title.as_deref().map(Field::string),
                    tool_metadata: tool_metadata.as_ref().map(Field::json),
                    provider_executed: provider_executed.map(Field::boolean),
                    provider_metadata: provider_metadata.as_ref().map(Field::json),
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
                let known = self.calls_now(tool_call_id).last().and_then(|at| self.parts.get(at));
                let dynamic = match known.filter(|_| self.version > SdkVersion::V5) {
                    Some(part) => part.is_dynamic_tool(),
                    None => *dynamic == Some(true),
                };
                self.check_step(self.current_call(dynamic, tool_call_id), "output-error")?;
                let input = input.as_ref().map(Field::json);
                // Until version 7, what was no input of a static tool became its raw input.
                let raw = !dynamic && self.version < SdkVersion::V7;
                let (input, raw_input) = if raw { (None, input) } else { (input, None) };
                let call = Call {
                    id: tool_call_id,
                    name: tool_name,
                    state: "output-error",
                    input,
                    raw_input,
                    error_text: Some(Field::string(error_text)),
                    tool_metadata: tool_metadata.as_ref().map(Field::json),
                    provider_executed: provider_executed.map(Field::boolean),
                    provider_metadata: provider_metadata.as_ref().map(Field::json),
                    ..Call::default()
                };
                self.update_call(dynamic, call, None);
            }
            _ => {}
        }
        Ok(())
    }

    fn push_output(&mut self, chunk: &Chunk<'_>) -> Result<()> {
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
        self.check_step(Some(at), if answered { "output-available" } else { "output-error" })?;
        let part = &self.parts[at];
        let dynamic = part.is_dynamic_tool();
        let name = part.tool_name();
        let mut call = Call {
            id,
            name: &name,
            input: part.get("input").cloned(),
            provider_executed: provider_executed.map(Field::boolean),
            provider_metadata: provider_metadata.as_ref().filter(|_| !old).map(Field::json),
            tool_metadata: tool_metadata.as_ref().map(Field::json),
            ..Call::default()
        };
        match chunk {
            Chunk::ToolOutputAvailable { output, preliminary, .. } => {
                call.state = "output-available";
                call.output = output.as_ref().map(Field::json);
                call.preliminary = preliminary.map(Field::boolean);
                if old && dynamic {
                    call.provider_executed = None;
                }
            }
            Chunk::ToolOutputError { error_text, .. } => {
                call.state = "output-error";
                call.error_text = Some(Field::string(error_text));
                call.raw_input = part.get("rawInput").cloned().filter(|_| !dynamic);
            }
            _ => {}
        }
        self.update_call(dynamic, call, Some(at));
        Ok(())
    }

    /// Refuses a step that a call may not take.
    fn check_step(&self, at: Option<usize>, next: &'static str) -> Result<()> {
        let Some(part) = at.filter(|_| self.strict).and_then(|at| self.parts.get(at)) else { return Ok(()) };
        let state = ToolState::from(Cow::from(part.string("state").unwrap_or_default()));
        let settled = !matches!(part.get("preliminary"), Some(Field::Json(json)) if json.as_str() == "true");
        let id = part.id.as_deref().unwrap_or_default();
        check_step(id, &state, settled, &ToolState::from(Cow::from(next)))
    }

    /// Adds a part, and returns its place.
    fn add(&mut self, part: Object) -> usize {
        let at = self.parts.len();
        if let Some(key) = part.key() {
            self.places.entry(key).or_default().push(at);
        }
        self.parts.push(part);
        at
    }

    /// Returns the places of the parts of a call, the last first.
    fn calls(&self, id: &str) -> impl Iterator<Item = usize> {
        let places = self.places.get(id).into_iter().flatten().rev().copied();
        places.filter(|&at| self.parts[at].is_call(id))
    }

    /// Returns those in the current step: no more than two, for one of a kind is changed and not added.
    fn calls_now(&self, id: &str) -> impl Iterator<Item = usize> {
        self.calls(id).take_while(|&at| at >= self.step)
    }

    /// Returns the part of a call in the current step.
    fn current_call(&self, dynamic: bool, id: &str) -> Option<usize> {
        self.calls_now(id).filter(|&at| self.parts[at].is_dynamic_tool() == dynamic).last()
    }

    /// Finds a call: in the current step the first, before it the last.
    fn find_call(&self, id: &str, is_it: impl Fn(&Object) -> bool) -> Result<usize> {
        let now = self.calls_now(id).filter(|&at| is_it(&self.parts[at])).last();
        now.or_else(|| self.calls(id).find(|&at| is_it(&self.parts[at]))).ok_or_else(no_call)
    }

    /// Finds the first call that asks this question.
    fn find_question(&mut self, approval_id: &str) -> Option<usize> {
        let parts = &self.parts;
        let asks = |at: &usize| {
            let part = parts.get(*at).filter(|part| part.is_tool());
            part.and_then(question).is_some_and(|id| id == approval_id)
        };
        let places = self.asked.get_mut(approval_id)?;
        places.retain(asks);
        places.iter().copied().min()
    }

    /// Writes what is known of a call to its part, and makes one if there is none.
    fn update_call(&mut self, dynamic: bool, call: Call<'_>, at: Option<usize>) {
        let old = self.version == SdkVersion::V5;
        let at = at.or_else(|| self.current_call(dynamic, call.id));
        let kind = if dynamic { "dynamic-tool".to_owned() } else { format!("tool-{}", call.name) };
        let is_new = at.is_none();
        let at = at.unwrap_or_else(|| {
            let mut part = Object::new(kind.clone());
            part.id = Some(call.id.to_owned());
            self.add(part.with("toolCallId", Some(Field::string(call.id))))
        });
        let part = &mut self.parts[at];
        if !old {
            part.kind = kind;
        }
        if dynamic {
            part.set("toolName", Some(Field::string(call.name)));
        }
        let answered = matches!(call.state, "output-available" | "output-error");
        part.set("state", Some(Field::string(call.state)));
        part.set("input", call.input);
        part.set("output", call.output);
        part.set("errorText", call.error_text);
        // The AI SDK forgets the raw input of a dynamic tool whose part it has to make.
        part.set("rawInput", call.raw_input.filter(|_| !(is_new && dynamic)));
        part.set("preliminary", call.preliminary);
        part.set_some("providerExecuted", call.provider_executed);
        if old {
            if is_new || call.state == "input-available" {
                part.set_some("callProviderMetadata", call.provider_metadata);
            }
            return;
        }
        part.set("inputEncoding", call.encoding.as_deref().map(Field::string));
        part.set_some("title", call.title);
        part.set_some("toolMetadata", call.tool_metadata);
        let metadata = if answered { "resultProviderMetadata" } else { "callProviderMetadata" };
        part.set_some(metadata, call.provider_metadata);
    }

    fn push_approval(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        if self.version == SdkVersion::V5 {
            return Ok(());
        }
        let newest = self.version >= SdkVersion::V7;
        match chunk {
            Chunk::ToolApprovalRequest {
                approval_id,
                tool_call_id,
                approval_descriptor,
                input_schema_input,
                reason,
                is_automatic,
                signature,
            } => {
                let at = self.find_call(tool_call_id, |_| true)?;
                self.check_step(Some(at), "approval-requested")?;
                let mut approval = vec![(Key::from("id"), quoted(approval_id))];
                let mut add = |key: &'static str, value: Option<String>| {
                    approval.extend(value.map(|value| (key.into(), value)));
                };
                let json = |json: &Option<Json<'_>>| json.as_ref().map(|json| json.as_str().to_owned());
                add("descriptor", json(approval_descriptor));
                add("inputSchemaInput", json(input_schema_input));
                add("requestReason", reason.as_deref().filter(|_| newest).map(quoted));
                add("isAutomatic", is_automatic.filter(|&set| set && newest).map(|_| "true".to_owned()));
                add("signature", signature.as_deref().map(quoted));
                let part = &mut self.parts[at];
                part.set("state", Some(Field::string("approval-requested")));
                part.set("approval", Some(written(&approval)));
                let places = self.asked.entry(approval_id.clone().into_owned()).or_default();
                if !places.contains(&at) {
                    places.push(at);
                }
            }
            Chunk::ToolApprovalResponse {
                approval_id,
                approved,
                reason,
                provider_executed,
                provider_metadata,
            } if newest => {
                let at = self.find_question(approval_id);
                self.check_step(at, "approval-responded")?;
                let part = at
                    .and_then(|at| self.parts.get_mut(at))
                    .ok_or_else(|| Error::invalid_argument("approvalId", "no call asks this question"))?;
                let mut answer = approval(part);
                let mut set = |key: &'static str, value: String| match answer
                    .iter_mut()
                    .find(|(known, _)| **known == *key)
                {
                    Some((_, old)) => *old = value,
                    None => answer.push((key.into(), value)),
                };
                set("approved", approved.to_string());
                if let Some(reason) = reason {
                    set("reason", quoted(reason));
                }
                part.set("state", Some(Field::string("approval-responded")));
                part.set("approval", Some(written(&answer)));
                part.set_some("providerExecuted", provider_executed.map(Field::boolean));
                part.set_some("callProviderMetadata", provider_metadata.as_ref().map(Field::json));
            }
            Chunk::ToolOutputDenied { tool_call_id } => {
                let at = self.find_call(tool_call_id, |_| true)?;
                self.check_step(Some(at), "output-denied")?;
                self.parts[at].set("state", Some(Field::string("output-denied")));
            }
            _ => {}
        }
        Ok(())
    }

    fn push_data(&mut self, chunk: &Chunk<'_>) {
        let Chunk::Data { name, id, data, transient, .. } = chunk else { return };
        if *transient == Some(true) {
            return;
        }
        let kind = format!("data-{name}");
        let places = id.as_deref().and_then(|id| self.places.get(&data_key(&kind, id)));
        match places.and_then(|places| self.parts.get_mut(*places.first()?)) {
            Some(part) => part.set("data", data.as_ref().map(Field::json)),
            None => _ = self.add(Object::read(chunk.to_json().as_str())),
        }
    }

    /// Takes a chunk that is a part already.
    fn push_whole(&mut self, chunk: &Chunk<'_>) {
        let known = match chunk {
            Chunk::File { .. } | Chunk::SourceUrl { .. } | Chunk::SourceDocument { .. } => true,
            Chunk::ReasoningFile { .. } | Chunk::Custom { .. } | Chunk::SteeringMessage { .. } => {
                self.version >= SdkVersion::V7
            }
            _ => false,
        };
        if known {
            let mut part = Object::read(chunk.to_json().as_str());
            if self.version == SdkVersion::V5 && part.kind == "file" {
                part.set("providerMetadata", None);
            }
            self.parts.push(part);
        }
    }
}

fn no_call() -> Error {
    Error::invalid_argument("toolCallId", "there is no such call")
}

/// Returns the fields of what a member was asked, as texts.
fn approval(part: &Object) -> Vec<(Key<'static>, String)> {
    let mut fields = Vec::new();
    if let Some(Field::Json(json)) = part.get("approval") {
        entries(json.as_str(), |key, value| fields.push((key.into_owned(), value.to_owned())));
    }
    keep_last(&mut fields);
    fields
}

/// Returns the id of what a member was asked.
fn question(part: &Object) -> Option<String> {
    let fields = approval(part);
    let (_, id) = fields.iter().find(|(key, _)| &**key == "id")?;
    string(id).map(Cow::into_owned)
}

fn written(fields: &[(Key<'_>, String)]) -> Field {
    let mut out = String::from("{");
    for (index, (key, value)) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        key.write(&mut out);
        out.push(':');
        out.push_str(value);
    }
    out.push('}');
    Field::Json(Json::from_stored(out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::metadata::METADATA_LEVELS;

    #[track_caller]
    fn assembled(chunks: &[&str]) -> String {
        let mut assembler = Assembler::new();
        for chunk in chunks {
            assembler.push(&Chunk::parse(chunk).unwrap()).unwrap();
        }
        assembler.parts().into_string()
    }

    #[test]
    fn numbers_keep_their_text() {
        let parts = assembled(&[
            r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#,
            r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"[1.0,12345678901234567890,1e"}"#,
        ]);
        assert!(parts.contains(r#""input":[1.0,12345678901234567890,1]"#), "{parts}");
        let parts = assembled(&[
            r#"{"type":"tool-input-available","toolCallId":"c","toolName":"t","input":{"a":1.0}}"#,
            r#"{"type":"tool-output-available","toolCallId":"c","output":-0.0}"#,
        ]);
        assert!(parts.contains(r#""input":{"a":1.0}"#) && parts.contains(r#""output":-0.0"#), "{parts}");
    }

    #[test]
    fn a_strict_one_refuses_steps_that_no_call_takes() {
        let input = r#"{"type":"tool-input-available","toolCallId":"c","toolName":"t","input":1}"#;
        let output = r#"{"type":"tool-output-available","toolCallId":"c","output":1}"#;
        let early = r#"{"type":"tool-output-available","toolCallId":"c","output":1,"preliminary":true}"#;
        let asked = r#"{"type":"tool-approval-request","toolCallId":"c","approvalId":"a"}"#;
        let answered = r#"{"type":"tool-approval-response","approvalId":"a","approved":true}"#;
        let denied = r#"{"type":"tool-output-denied","toolCallId":"c"}"#;
        let start = r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#;
        for (chunks, refused) in [
            (&[start, input, early, early, output][..], None),
            (&[input, asked, answered, output], None),
            (&[input, asked, denied], None),
            (&[input, output, input], Some("output-available and cannot become input-available")),
            (&[input, output, output], Some("output-available and cannot become output-available")),
            (&[input, output, denied], Some("output-available and cannot become output-denied")),
            (&[input, output, start], Some("output-available and cannot become input-streaming")),
            (&[input, asked, output], Some("approval-requested and cannot become output-available")),
            (&[input, denied], Some("input-available and cannot become output-denied")),
            (&[input, start], Some("input-available and cannot become input-streaming")),
            (&[start, output], Some("input-streaming and cannot become output-available")),
            (
                &[input, asked, answered, asked],
                Some("approval-responded and cannot become approval-requested"),
            ),
        ] {
            let (mut strict, mut lenient) = (Assembler::new().strict(), Assembler::new());
            let mut error = None;
            for chunk in chunks {
                assert!(error.is_none(), "only the last is refused");
                let chunk = Chunk::parse(chunk).unwrap();
                lenient.push(&chunk).unwrap();
                let before = strict.parts();
                error = strict.push(&chunk).err().map(|error| error.to_string());
                assert!(error.is_none() || strict.parts() == before, "nothing changes");
            }
            assert_eq!(error, refused.map(|refused| format!("the call c is {refused}")));
        }
    }

    #[test]
    fn the_input_of_a_stored_call_goes_on() {
        let delta = r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"\"be"}"#;
        for (raw, goes_on) in [
            (r#""{\"q\":""#, r#""rawInput":"{\"q\":\"be","input":{"q":"be"}"#),
            // Whoever stored it did not know that it was a text.
            ("[1]", r#""rawInput":"[1]\"be""#),
        ] {
            let stored = format!(
                r#"[{{"type":"tool-t","toolCallId":"c","state":"input-streaming","rawInput":{raw}}}]"#
            );
            let mut assembler = Assembler::continuing("m", &Parts::parse(stored).unwrap(), None);
            assembler.push(&Chunk::parse(delta).unwrap()).unwrap();
            let parts = assembler.parts().into_string();
            assert!(parts.contains(goes_on), "{parts}");
        }
    }

    #[test]
    fn metadata_takes_the_place_of_null() {
        let chunk = Chunk::parse(r#"{"type":"message-metadata","messageMetadata":[1.0]}"#).unwrap();
        for (before, after) in [(None, "[1.0]"), (Some("null"), "[1.0]"), (Some("[]"), r#"{"0":1.0}"#)] {
            let before = before.map(|text| Json::parse(text).unwrap());
            let mut assembler = Assembler::continuing("m", &Parts::empty(), before);
            assembler.push(&chunk).unwrap();
            assert_eq!(assembler.metadata().map(Json::as_str), Some(after));
        }
    }

    #[test]
    fn a_step_that_starts_over_has_no_calls_and_no_questions() {
        let chunks = |texts: &[&str]| {
            let mut assembler = Assembler::new();
            texts.iter().try_for_each(|text| assembler.push(&Chunk::parse(text).unwrap())).map(|()| assembler)
        };
        let input = r#"{"type":"tool-input-available","toolCallId":"c","toolName":"t","input":1}"#;
        let ask = r#"{"type":"tool-approval-request","toolCallId":"c","approvalId":"a"}"#;
        let answer = r#"{"type":"tool-approval-response","approvalId":"a","approved":true}"#;
        let data = r#"{"type":"data-x","id":"d","data":1}"#;
        let (start, reset) = (r#"{"type":"start-step"}"#, r#"{"type":"reset-step"}"#);
        assert!(chunks(&[start, input, ask, reset, answer]).is_err());
        assert!(chunks(&[start, input, reset, ask]).is_err());
        let late = chunks(&[input, ask, start, input, data, reset, answer, data]).unwrap();
        assert_eq!(late.parts().len(), 3, "{:?}", late.parts());
        // Of two questions the newer is the one that counts.
        let again = ask.replace(r#""a""#, r#""b""#);
        assert!(chunks(&[input, ask, &again, answer]).is_err());
        assert!(chunks(&[input, &again, ask, answer]).is_ok());
    }

    #[test]
    fn an_emoji_cut_in_two_is_whole_again() {
        let parts = assembled(&[
            r#"{"type":"text-start","id":"1"}"#,
            r#"{"type":"text-delta","id":"1","delta":"\ud83d"}"#,
            r#"{"type":"text-delta","id":"1","delta":"\udc1d"}"#,
        ]);
        assert_eq!(Parts::parse(parts).unwrap().text(), "🐝");
    }

    #[test]
    fn metadata_may_not_nest_without_end() {
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let metadata = |levels| format!(r#"{{"type":"finish","messageMetadata":{}}}"#, deep(levels));
        let mut assembler = Assembler::new();
        assembler.push(&Chunk::parse(&metadata(METADATA_LEVELS)).unwrap()).unwrap();
        let refused = assembler.push(&Chunk::parse(&metadata(METADATA_LEVELS + 1)).unwrap());
        assert!(matches!(refused, Err(Error::TooLarge { .. })));
    }
}
