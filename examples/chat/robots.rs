//! The robots: a script that reads the last question.

use std::sync::Arc;

use storyden_robots::{
    Calls, FileOutcome, Json, ModelContext, ModelPart, Outcome, Part, Parts, Result, RobotKey, RobotRunner,
    Robots, ToolCall, ToolPart, TurnRun, async_trait, stream::Chunk,
};
use tokio::sync::Semaphore;

/// When chunks come: at once, or when they may.
#[derive(Clone, Debug)]
pub(crate) struct Pace(Option<Arc<Semaphore>>);

impl Pace {
    pub(crate) fn new(paced: bool) -> Self {
        Self(paced.then(|| Arc::new(Semaphore::new(0))))
    }

    pub(crate) fn allow(&self, chunks: usize) {
        if let Some(permits) = &self.0 {
            permits.add_permits(chunks);
        }
    }

    async fn next(&self) {
        if let Some(permits) = &self.0
            && let Ok(permit) = permits.acquire().await
        {
            permit.forget();
        }
    }
}

#[derive(Debug)]
pub(crate) struct Script {
    pace: Pace,
    robots: Robots,
}

impl Script {
    pub(crate) fn new(pace: Pace, robots: Robots) -> Self {
        Self { pace, robots }
    }

    /// Asks the model, as it were, until it needs no more tools.
    async fn answer(&self, turn: &mut TurnRun, question: &str) -> Result<Outcome> {
        let mut draft = turn.draft().await?;
        loop {
            if turn.call_tools(&mut draft, run_tool).await? == Calls::Waiting {
                draft.finish().await?;
                return Ok(Outcome::Blocked);
            }
            let chunks = next_step(question, &draft.parts());
            if chunks.is_empty() {
                break;
            }
            for chunk in chunks {
                self.pace.next().await;
                draft.push(&chunk).await?;
                draft.flush().await?;
            }
        }
        draft.finish().await?;
        Ok(Outcome::Completed)
    }

    /// Says which files the model is sent with the question.
    async fn pictures(&self, turn: &TurnRun) -> Result<String> {
        let context = turn.context(&ModelContext::new(100_000)).await?;
        let messages = context.model_messages();
        let Some(last) = messages.last() else { return Ok(String::new()) };
        let mut seen = Vec::new();
        for part in &last.content {
            let ModelPart::File(file) = part else { continue };
            seen.push(match self.robots.load_file(turn.actor(), file, 20 << 20).await? {
                FileOutcome::Bytes { media_type, bytes } => {
                    format!(" with {} bytes of {media_type}", bytes.len())
                }
                _ => " with a file that is not here".to_owned(),
            });
        }
        Ok(seen.concat())
    }
}

#[async_trait]
impl RobotRunner for Script {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let inputs = turn.inputs().await?;
        let mut question = inputs.last().map(|message| message.parts.text()).unwrap_or_default();
        question += &self.pictures(turn).await?;
        let outcome = self.answer(turn, &question).await?;
        if question.contains("hand over") {
            turn.hand_over("robot_scribe".parse::<RobotKey>()?).await?;
            return self.answer(turn, "write it down").await;
        }
        Ok(outcome)
    }
}

async fn run_tool(call: ToolCall) -> Result<Json<'static>, String> {
    match &*call.tool {
        "post_search" => Json::parse(r#"[{"title":"Bees dance"}]"#).map_err(|error| error.to_string()),
        "member_ban" => Json::parse(r#"{"banned":true}"#).map_err(|error| error.to_string()),
        other => Err(format!("there is no tool {other}")),
    }
}

/// Returns the chunks of the next step, or none if the answer is complete.
fn next_step(question: &str, parts: &Parts) -> Vec<Chunk<'static>> {
    let steps = parts.iter().filter(|part| matches!(part, Part::StepStart(_))).count();
    let tool = ["search", "ban", "colour"].into_iter().find(|word| question.contains(word));
    let call = match (steps, tool) {
        (0, Some("search")) => Some(("post_search", r#"{"q":"bees"}"#)),
        (0, Some("ban")) => Some(("member_ban", r#"{"member":"kate"}"#)),
        (0, Some(_)) => Some(("pick_colour", "{}")),
        (0, None) | (1, Some(_)) => None,
        _ => return Vec::new(),
    };
    let text = match (call, parts.iter().find_map(tool_of)) {
        (Some(_), _) => "Let me see.".to_owned(),
        (None, Some(tool)) => format!("The call is {}.", tool.state.as_str()),
        (None, None) => format!("You said: {question}"),
    };
    let id = format!("step-{steps}");
    let mut chunks = vec![Chunk::StartStep {}, Chunk::text_start(id.clone())];
    chunks.extend(text.split_inclusive(' ').map(|word| Chunk::text_delta(id.clone(), word.to_owned())));
    chunks.push(Chunk::text_end(id));
    if let Some((tool, input)) = call {
        let input = Json::parse(input).unwrap_or(Json::NULL);
        chunks.push(Chunk::tool_input("call_0", tool, input));
    }
    chunks.push(Chunk::FinishStep {});
    chunks
}

fn tool_of(part: Part<'_>) -> Option<ToolPart<'_>> {
    match part {
        Part::Tool(tool) => Some(*tool),
        _ => None,
    }
}
