//! The robot of the demo: it has no model, writes slowly, and asks for approval before it bans anybody.

use std::time::Duration;

use storyden_robots::{
    Calls, Json, Outcome, Part, Result, RobotRunner, ToolRule, TurnRun, async_trait, stream::Chunk,
};

/// Returns the rules of its tools.
pub(crate) fn tools() -> [ToolRule; 1] {
    [ToolRule::new("member_ban").needs_approval()]
}

#[derive(Debug)]
pub(crate) struct DemoRobot;

#[async_trait]
impl RobotRunner for DemoRobot {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let inputs = turn.inputs().await?;
        let question = inputs.last().map(|message| message.parts.text()).unwrap_or_default();
        let mut draft = turn.draft().await?;
        let ban = async |_| Json::parse(r#"{"banned":true}"#).map_err(|error| error.to_string());
        loop {
            if turn.call_tools(&mut draft, ban).await? == Calls::Waiting {
                draft.finish().await?;
                return Ok(Outcome::Blocked);
            }
            let parts = draft.parts();
            let steps = parts.iter().filter(|part| matches!(part, Part::StepStart(_))).count();
            let asks = question.contains("ban");
            let text = match (steps, asks) {
                (0, true) => "I would ban this member. May I?".to_owned(),
                (0, false) => format!("You said: {question} I have no model, so this is all I know."),
                (1, true) => "That was decided.".to_owned(),
                _ => break,
            };
            let id = format!("text-{steps}");
            draft.push(&Chunk::StartStep {}).await?;
            draft.push(&Chunk::text_start(id.clone())).await?;
            for word in text.split_inclusive(' ') {
                tokio::time::sleep(Duration::from_millis(80)).await;
                draft.push(&Chunk::text_delta(id.clone(), word.to_owned())).await?;
            }
            draft.push(&Chunk::text_end(id)).await?;
            if steps == 0 && asks {
                let member = Json::parse(r#"{"handle":"crypt0_kate"}"#)?;
                draft.push(&Chunk::tool_input("call_0", "member_ban", member)).await?;
            }
            draft.push(&Chunk::FinishStep {}).await?;
        }
        draft.finish().await?;
        Ok(Outcome::Completed)
    }
}
