//! [`ModelMessage`]: model input in the form that providers have in common.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::{
    cut::Context,
    file::{ModelFile, take_files},
};
use crate::model::{
    json::Json,
    message::MessageRole,
    part::{Part, ToolPart, ToolState},
};

/// One message of model input, in the form that providers have in common.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ModelMessage<'a> {
    /// The role of its author.
    pub role: ModelRole,
    /// Its content, at least one part.
    pub content: Vec<ModelPart<'a>>,
}

/// The role of a message's author in model input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelRole {
    /// A user.
    User,
    /// The model.
    Assistant,
    /// The application, with the results of the calls in the previous message.
    Tool,
}

impl ModelRole {
    /// Returns `user`, `assistant` or `tool`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }
}

/// One part of a [`ModelMessage`]. A conversion can leave out what the provider's format has no field for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ModelPart<'a> {
    /// A text.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// Fields of the provider that wrote it: an object by provider.
        provider_metadata: Option<Json<'a>>,
    },
    /// Reasoning of the model. Some providers require it in later calls; its signature or id is in the provider's
    /// fields.
    Reasoning {
        /// The text.
        text: Cow<'a, str>,
        /// Fields of the provider that wrote it: an object by provider.
        provider_metadata: Option<Json<'a>>,
    },
    /// A file.
    File(ModelFile<'a>),
    /// A file that the model generated while reasoning.
    ReasoningFile(ModelFile<'a>),
    /// A call of a tool.
    ToolCall {
        /// The id of the call, unique in the input: a number is added where messages repeat an id.
        id: Cow<'a, str>,
        /// The name of the tool.
        name: Cow<'a, str>,
        /// The input, always an object: any other value is wrapped, `{"input": …}`.
        input: Json<'a>,
        /// Whether the provider ran the tool. The result is then in the same message.
        provider_executed: bool,
        /// Fields of the provider that called: an object by provider.
        provider_metadata: Option<Json<'a>>,
    },
    /// The outcome of a call.
    ToolResult {
        /// The id of the call.
        id: Cow<'a, str>,
        /// The name of the tool.
        name: Cow<'a, str>,
        /// The outcome.
        output: ToolOutput<'a>,
        /// Fields of the provider about the result: an object by provider.
        provider_metadata: Option<Json<'a>>,
    },
    /// A part of a type that [`ModelContext::with`](crate::ModelContext::with) requests.
    Other(Part<'a>),
}

/// The outcome of a call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ToolOutput<'a> {
    /// The tool returned an output.
    Value {
        /// The output; `null` if there was none. `"[file 1]"` replaces the first of its files.
        json: Json<'a>,
        /// The files that were in the output, in order.
        files: Vec<ModelFile<'a>>,
    },
    /// The call failed, with this error.
    Error(Cow<'a, str>),
    /// A member denied the call, for this reason.
    Denied(Option<Cow<'a, str>>),
}

impl ToolOutput<'_> {
    /// Returns the outcome as text for the model: the output itself if it is a string, else its JSON.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Value { json, .. } => match json.decode::<String>() {
                Ok(text) => Cow::Owned(text),
                Err(_) => Cow::Borrowed(json.as_str()),
            },
            Self::Error(reason) => Cow::Borrowed(reason),
            Self::Denied(None) => Cow::Borrowed("The user refused this call."),
            Self::Denied(Some(reason)) => Cow::Owned(format!("The user refused this call: {reason}")),
        }
    }

    /// Returns whether the call failed or was denied.
    #[must_use]
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::Value { .. })
    }

    fn of<'a>(call: &ToolPart<'a>) -> Option<ToolOutput<'a>> {
        match call.state {
            ToolState::OutputAvailable => {
                let output = call.output.clone().unwrap_or(Json::NULL);
                let (json, files) = take_files(&output).unwrap_or((output, Vec::new()));
                Some(ToolOutput::Value { json, files })
            }
            ToolState::OutputError => Some(ToolOutput::Error(call.error_text.clone().unwrap_or_default())),
            ToolState::OutputDenied => {
                Some(ToolOutput::Denied(call.approval.as_ref().and_then(|approval| approval.reason.clone())))
            }
            _ => None,
        }
    }
}

impl Context {
    /// Returns the messages in the form of providers: each step of an answer is a message of the assistant, followed by
    /// a message with the results of its calls. Consecutive messages with the same role are merged, and ids of calls
    /// are unique. Only calls of a [continued](crate::ModelContext::continuing) message can lack a result: run them
    /// first.
    ///
    /// The summary is not among them: send it with the robot's instructions.
    ///
    /// # Examples
    /// The whole conversion to `OpenAI`'s chat completions:
    /// ```
    /// use serde_json::{Value, json};
    /// use storyden_robots::{Context, ModelFile, ModelPart, ModelRole};
    ///
    /// fn chat_completions(playbook: &str, context: &Context) -> Vec<Value> {
    ///     let summary = context.summary.as_ref().map(|summary| format!("\n\nEarlier: {}", summary.text));
    ///     let system = json!({ "role": "system", "content": format!("{playbook}{}", summary.unwrap_or_default()) });
    ///     let mut messages = vec![system];
    ///     for message in context.model_messages() {
    ///         let (mut content, mut calls) = (Vec::new(), Vec::new());
    ///         for part in &message.content {
    ///             match part {
    ///                 ModelPart::Text { text, .. } => content.push(json!({ "type": "text", "text": text })),
    ///                 ModelPart::File(ModelFile { url, .. }) if message.role == ModelRole::User => {
    ///                     content.push(json!({ "type": "image_url", "image_url": { "url": url } }));
    ///                 }
    ///                 ModelPart::ToolCall { id, name, input, .. } => calls.push(json!({
    ///                     "id": id, "type": "function", "function": { "name": name, "arguments": input.as_str() }
    ///                 })),
    ///                 ModelPart::ToolResult { id, output, .. } => {
    ///                     messages.push(json!({ "role": "tool", "tool_call_id": id, "content": output.text() }));
    ///                 }
    ///                 _ => {}
    ///             }
    ///         }
    ///         if message.role != ModelRole::Tool {
    ///             let mut said = json!({ "role": message.role.as_str() });
    ///             for (field, parts) in [("content", content), ("tool_calls", calls)] {
    ///                 if !parts.is_empty() {
    ///                     said[field] = parts.into();
    ///                 }
    ///             }
    ///             messages.push(said);
    ///         }
    ///     }
    ///     messages
    /// }
    ///
    /// # use storyden_robots::{AccountId, AllowAll, Json, MemoryStore, ModelContext, NewMessage, NewSession, Part, Robots,
    /// #     StaticProfiles};
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// # let session = robots.start_session(ann, NewSession::default()).await?.id;
    /// # robots.append(ann, session, NewMessage::user([Part::text("Who posted this?")])?).await?;
    /// let call = Part::tool("search", "c1").input(Json::parse(r#"{"q":"spam"}"#)?).output(Json::parse("[7]")?);
    /// let answer = [Part::from(Part::step_start()), call.into(), Part::step_start().into(), Part::text("Kate.").into()];
    /// robots.append(ann, session, NewMessage::assistant(answer)?).await?;
    ///
    /// let context = robots.model_context(ann, session, &ModelContext::new(8_000)).await?;
    /// let call = json!({
    ///     "id": "c1", "type": "function", "function": { "name": "search", "arguments": r#"{"q":"spam"}"# }
    /// });
    /// assert_eq!(chat_completions("You moderate.", &context), [
    ///     json!({ "role": "system", "content": "You moderate." }),
    ///     json!({ "role": "user", "content": [{ "type": "text", "text": "Who posted this?" }] }),
    ///     json!({ "role": "assistant", "tool_calls": [call] }),
    ///     json!({ "role": "tool", "tool_call_id": "c1", "content": "[7]" }),
    ///     json!({ "role": "assistant", "content": [{ "type": "text", "text": "Kate." }] }),
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn model_messages(&self) -> Vec<ModelMessage<'_>> {
        let mut writer = Writer { ids: CallIds::of(self), messages: Vec::new() };
        for message in &self.messages {
            let role = match message.role {
                MessageRole::Assistant => ModelRole::Assistant,
                _ => ModelRole::User,
            };
            let marked = message.parts.iter().any(|part| matches!(part, Part::StepStart(_)));
            let (mut said, mut results) = (Vec::new(), Vec::new());
            for part in &message.parts {
                // What follows a result knew it. Without marks of steps, only that tells where a step begins.
                let next_step = match &part {
                    Part::StepStart(_) => true,
                    Part::Tool(_) => false,
                    _ => !marked && !results.is_empty(),
                };
                if next_step {
                    writer.step(role, &mut said, &mut results);
                }
                writer.part(part, &mut said, &mut results);
            }
            writer.step(role, &mut said, &mut results);
        }
        writer.messages
    }
}

struct Writer<'a> {
    ids: CallIds<'a>,
    messages: Vec<ModelMessage<'a>>,
}

impl<'a> Writer<'a> {
    fn part(&mut self, part: Part<'a>, said: &mut Vec<ModelPart<'a>>, results: &mut Vec<ModelPart<'a>>) {
        said.push(match part {
            Part::StepStart(_) => return,
            Part::Text(part) => {
                ModelPart::Text { text: part.text, provider_metadata: part.provider_metadata }
            }
            Part::Reasoning(part) => {
                ModelPart::Reasoning { text: part.text, provider_metadata: part.provider_metadata }
            }
            Part::File(part) => ModelPart::File(ModelFile::new(part.media_type, part.url, part.filename)),
            Part::ReasoningFile(part) => {
                ModelPart::ReasoningFile(ModelFile::new(part.media_type, part.url, None))
            }
            Part::Tool(call) => {
                let id = self.ids.next(&call.tool_call_id);
                let provider_executed = call.provider_executed == Some(true);
                let result = ToolOutput::of(&call).map(|output| ModelPart::ToolResult {
                    id: id.clone(),
                    name: call.name.clone(),
                    output,
                    provider_metadata: call.result_provider_metadata.clone(),
                });
                let input = object(call.input.or(call.raw_input));
                let provider_metadata = call.call_provider_metadata;
                said.push(ModelPart::ToolCall {
                    id,
                    name: call.name,
                    input,
                    provider_executed,
                    provider_metadata,
                });
                let beside = if provider_executed { said } else { results };
                beside.extend(result);
                return;
            }
            part => ModelPart::Other(part),
        });
    }

    fn step(&mut self, role: ModelRole, said: &mut Vec<ModelPart<'a>>, results: &mut Vec<ModelPart<'a>>) {
        for (role, content) in [(role, std::mem::take(said)), (ModelRole::Tool, std::mem::take(results))] {
            match self.messages.last_mut() {
                _ if content.is_empty() => {}
                Some(last) if last.role == role => last.content.extend(content),
                _ => self.messages.push(ModelMessage { role, content }),
            }
        }
    }
}

fn object(input: Option<Json<'_>>) -> Json<'_> {
    match input {
        None => Json::object(),
        Some(input) if input.is_object() => input,
        Some(input) => Json::from_stored(format!("{{\"input\":{input}}}")),
    }
}

/// Assigns each call an id of its own: some providers count from 0 in each step.
struct CallIds<'a> {
    taken: HashSet<Cow<'a, str>>,
    /// How often an id was seen.
    seen: HashMap<Cow<'a, str>, usize>,
}

impl<'a> CallIds<'a> {
    fn of(context: &'a Context) -> Self {
        let parts = context.messages.iter().flat_map(|message| &message.parts);
        let ids = parts.filter_map(|part| match part {
            Part::Tool(call) => Some(call.tool_call_id),
            _ => None,
        });
        Self { taken: ids.collect(), seen: HashMap::new() }
    }

    fn next(&mut self, id: &Cow<'a, str>) -> Cow<'a, str> {
        let seen = self.seen.entry(id.clone()).or_default();
        loop {
            *seen += 1;
            let own = if *seen == 1 { id.clone() } else { Cow::Owned(format!("{id}_{seen}")) };
            if *seen == 1 || self.taken.insert(own.clone()) {
                return own;
            }
        }
    }
}
