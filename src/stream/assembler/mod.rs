//! [`Assembler`]: builds the parts of a message from the chunks of a stream.
//!
//! Texts are in `text`, calls of tools in `tools`, and approval requests in `approvals`.

mod approvals;
mod asked;
mod text;
mod tools;

use std::collections::HashMap;

use self::asked::Asked;
use super::{
    chunk::{Chunk, split},
    metadata::Metadata,
    open_part::{InputText, OpenPart, Value, data_key},
    sdk_version::SdkVersion,
};
use crate::model::{error::Result, json::Json, part::Parts};

/// Builds the parts of a message from chunks, as the AI SDK builds them.
///
/// After every chunk it has exactly what the AI SDK's `readUIMessageStream` would show, for the
/// [version](Self::version) that it is set to: the input of a tool is there as soon as a prefix of it can be parsed,
/// and numbers keep their text. A chunk at which the AI SDK fails returns an error and changes nothing.
/// [`Parts::parse`] accepts whatever chunks build.
///
/// One rule is not the AI SDK's: if approval requests of several calls have the same id, a response goes to the newest
/// call that is still waiting.
///
/// The cost of a chunk is proportional to its own length; [`parts`](Self::parts) writes the whole message each time.
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
    parts: Vec<OpenPart>,
    /// The [sizes](OpenPart::size) of the parts together.
    size: usize,
    /// The indexes of the parts with a [key](OpenPart::key), in order. If ids begin anew in each step, several parts
    /// have one key.
    by_key: HashMap<String, Vec<usize>>,
    /// The calls with an approval request, by the id of the request.
    asked: HashMap<String, Asked>,
    /// The index of the first part of the current step.
    step: usize,
    /// The number of parts that `reset-step` keeps.
    kept: usize,
    /// The indexes of the texts that grow, by the id that the stream gave them.
    texts: HashMap<String, usize>,
    /// The same for reasoning.
    reasonings: HashMap<String, usize>,
    /// The indexes in `inputs` of the calls whose input grows.
    growing_inputs: HashMap<String, usize>,
    inputs: Vec<InputText>,
    error: Option<String>,
    end: Option<End>,
}

/// The end of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The message is finished, with the reason that the model gave for stopping.
    Finished(Option<String>),
    /// Somebody stopped the stream, for this reason. The parts stay as they are.
    Aborted(Option<String>),
    /// The stream reported an error with this text, and has not ended otherwise since. After an error of the model the
    /// AI SDK sends nothing more; after other errors the stream continues, and a later end replaces this one.
    Failed(String),
}

impl Assembler {
    /// Creates an assembler without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an assembler that continues an existing message, as an AI SDK client continues its last answer.
    ///
    /// Existing texts cannot be extended. Incomplete tool inputs of the last step can.
    #[must_use]
    pub fn continuing(message_id: impl Into<String>, parts: &Parts, metadata: Option<Json<'static>>) -> Self {
        let metadata = metadata.map(Metadata::Whole);
        let mut assembler = Self { message_id: Some(message_id.into()), metadata, ..Self::default() };
        for part in split(parts.as_str()).unwrap_or_default() {
            let index = assembler.add(OpenPart::read(part.get()));
            assembler.note_question(index);
        }
        let step_start = assembler.parts.iter().rposition(|part| part.kind == "step-start");
        assembler.step = step_start.map_or(0, |index| index + 1);
        for index in assembler.step..assembler.parts.len() {
            assembler.resume_input(index);
        }
        assembler
    }

    /// Sets the version of the AI SDK to follow (default: the newest).
    #[must_use]
    pub fn version(self, version: SdkVersion) -> Self {
        Self { version, ..self }
    }

    /// Makes decisions about calls final, as stored messages require. The AI SDK does not check this.
    ///
    /// - The first decision about an approval request stands: the same one again changes nothing, another one fails.
    /// - A denied call accepts no output and no error.
    /// - A call that waits for a decision accepts no output. Once a call has an approval request, it accepts no new
    ///   input and no new request: what runs is what was approved.
    ///
    /// Three more things differ: a `start` with another message id continues this message and does not begin a new one;
    /// approval responses are applied in version 6 too, whose streams have none; and `reset-step` removes no part that
    /// the message had before.
    #[must_use]
    pub fn strict(self) -> Self {
        Self { strict: true, kept: self.parts.len(), ..self }
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

    /// Returns how the stream ended. `None` if it has not.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::stream::{Assembler, Chunk, End};
    ///
    /// let mut assembler = Assembler::new();
    /// assembler.push(&Chunk::error("the model is overloaded"))?;
    /// assert_eq!(assembler.end(), Some(&End::Failed("the model is overloaded".to_owned())));
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Returns the text of the last error that the stream reported, even if it finished later.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Returns the current parts: the JSON that the AI SDK would write.
    #[must_use]
    pub fn parts(&self) -> Parts {
        let mut out = String::from("[");
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            part.write(&self.inputs, self.version, &mut out);
        }
        out.push(']');
        // Every piece was checked when its chunk was read.
        Parts::from_stored(out)
    }

    /// Applies the next chunk. A chunk of a type that the [version](Self::version) does not know changes nothing.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) if the chunk refers to a text, a call or an approval
    /// request that does not exist; [`Error::TooLarge`](crate::Error::TooLarge) about `messageMetadata` over
    /// [`METADATA_LEVELS`](crate::stream::METADATA_LEVELS). If the assembler is [strict](Self::strict), also
    /// [`Conflict::ApprovalDecided`](crate::Conflict::ApprovalDecided) and
    /// [`Conflict::ToolTransition`](crate::Conflict::ToolTransition). After an error, nothing is changed.
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
            Chunk::Error { error_text } => {
                self.error = Some(error_text.clone().into_owned());
                // An error that comes after the end, such as that of a callback, does not undo it.
                if matches!(self.end, None | Some(End::Failed(_))) {
                    self.end = self.error.clone().map(End::Failed);
                }
            }
            Chunk::StartStep {} => {
                self.append(OpenPart::new("step-start"));
                self.step = self.parts.len();
            }
            Chunk::FinishStep {} if self.version < SdkVersion::V7 => self.end_texts(),
            Chunk::ResetStep {} if self.version >= SdkVersion::V7 => self.reset_step(),
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
            _ => self.push_part(chunk),
        }
        Ok(())
    }

    fn start(&mut self, message_id: Option<&str>) {
        self.end = None;
        self.error = None;
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

    /// Drops the parts of the current step.
    fn reset_step(&mut self) {
        self.end_texts();
        self.growing_inputs.clear();
        for part in self.parts.drain(self.step.max(self.kept)..) {
            self.size -= part.size();
            if let Some(indexes) = part.key().and_then(|key| self.by_key.get_mut(&key)) {
                indexes.pop();
            }
        }
    }

    /// Adds a part, and returns its index.
    fn add(&mut self, part: OpenPart) -> usize {
        let index = self.parts.len();
        if let Some(key) = part.key() {
            self.by_key.entry(key).or_default().push(index);
        }
        self.append(part);
        index
    }

    /// Adds a part that no later chunk finds by a key.
    fn append(&mut self, part: OpenPart) {
        self.size += part.size();
        self.parts.push(part);
    }

    /// Changes a part. Every change of a part goes through here, so that the size is right.
    fn change(&mut self, index: usize, change: impl FnOnce(&mut OpenPart)) {
        if let Some(part) = self.parts.get_mut(index) {
            self.size -= part.size();
            change(part);
            self.size += part.size();
        }
    }

    /// Returns how many bytes [`parts`](Self::parts) has, without writing them. A tool input that still grows is
    /// counted by its text; the value that is shown of it can be a few bytes longer or shorter.
    pub(crate) fn size(&self) -> usize {
        // The brackets, and a comma between every two.
        self.size + self.parts.len().saturating_sub(1) + 2
    }

    /// Returns how many bytes of the parts a chunk would replace or remove.
    pub(crate) fn replaced_by(&self, chunk: &Chunk<'_>) -> usize {
        match chunk {
            Chunk::Data { name, id: Some(id), .. } => {
                let index = self.data_index(&format!("data-{name}"), id);
                index.map_or(0, |index| self.parts[index].size_of(&["data"]))
            }
            Chunk::ResetStep {} => {
                self.parts.get(self.step..).unwrap_or_default().iter().map(OpenPart::size).sum()
            }
            chunk => self.replaced_of_call(chunk),
        }
    }

    fn data_index(&self, kind: &str, id: &str) -> Option<usize> {
        self.by_key.get(&data_key(kind, id))?.first().copied()
    }

    fn push_data(&mut self, chunk: &Chunk<'_>) {
        let Chunk::Data { name, id, data, transient, .. } = chunk else { return };
        if *transient == Some(true) {
            return;
        }
        let kind = format!("data-{name}");
        match id.as_deref().and_then(|id| self.data_index(&kind, id)) {
            Some(index) => self.change(index, |part| part.set("data", data.as_ref().map(Value::json))),
            None => _ = self.add(OpenPart::read(chunk.to_json().as_str())),
        }
    }

    /// Adds a chunk that is a whole part, such as a file.
    fn push_part(&mut self, chunk: &Chunk<'_>) {
        let known = match chunk {
            Chunk::File { .. } | Chunk::SourceUrl { .. } | Chunk::SourceDocument { .. } => true,
            Chunk::ReasoningFile { .. } | Chunk::Custom { .. } | Chunk::SteeringMessage { .. } => {
                self.version >= SdkVersion::V7
            }
            _ => false,
        };
        if known {
            let mut part = OpenPart::read(chunk.to_json().as_str());
            if self.version == SdkVersion::V5 && part.kind == "file" {
                part.set("providerMetadata", None);
            }
            self.append(part);
        }
    }
}

#[cfg(test)]
mod tests;
