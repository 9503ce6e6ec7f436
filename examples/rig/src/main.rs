//! A robot on a real model, by the crate `rig`: `OPENAI_API_KEY=… cargo run`, then talk to it as docs/chat.md says.

use futures::StreamExt as _;
use rig::{completion::*, message::AssistantContent, providers::openai, rig_tool, streaming::*, tool::*};
use serde_json::{from_value, json};
use std::{env, error, sync::Arc};
use storyden_robots::{Part, http::*, stream::Chunk, *};

#[rig_tool(description = "Search the posts of the community", required(words))]
fn post_search(words: String) -> Result<Vec<String>, ToolExecutionError> {
    Ok(vec![format!("All about {words}")]) // your database
}

#[rig_tool(description = "Ban a member", required(member))]
fn member_ban(member: String) -> Result<String, ToolExecutionError> {
    Ok(format!("{member} is banned"))
}

async fn run_tool(call: ToolCall) -> Result<Json<'static>, String> {
    let tools: [&(dyn ErasedTool + Sync); 2] = [&PostSearch, &MemberBan];
    let tool = tools.into_iter().find(|tool| tool.name() == call.tool).ok_or("there is no such tool")?;
    let input = call.input.unwrap_or(Json::NULL).to_string();
    let result = tool.execute(input, &mut ToolContext::default()).await.into_result();
    let output = result.map_err(|error| error.message().to_owned())?.render();
    Json::from_serialize(&output).map_err(|error| error.to_string())
}

#[derive(Debug)]
struct Moderator(rig::Model<openai::wire::Chat>);

#[async_trait]
impl RobotRunner for Moderator {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        let failed = |error| Error::unavailable("the model does not answer", error);
        let mut draft = turn.draft().await?; // goes on with what a crash or an approval left
        let growing = |part| matches!(part, Part::Text(text) if text.state == Some(TextState::Streaming));
        if draft.parts().iter().last().is_some_and(growing) {
            draft.restart_step().await?; // a lost run left half a text
        }
        let mut asked = false;
        loop {
            match turn.call_tools(&mut draft, run_tool).await? {
                Calls::Waiting => return draft.finish().await.map(|_| Outcome::Blocked), // for people
                Calls::None if asked => break,
                _ => {}
            }
            let context = turn.context(&ModelContext::new(100_000)).await?;
            let mut request = CompletionRequest::new(rig::message::Message::system("You moderate."));
            request.chat_history.extend(context.model_messages().iter().filter_map(to_rig));
            request.tools = vec![tool_definition(&PostSearch), tool_definition(&MemberBan)];
            let mut answer = self.0.stream(request).map_err(failed)?;
            draft.push(&Chunk::StartStep {}).await?;
            while let Some(item) = answer.next().await {
                if let Some(chunk) = chunk(item.map_err(failed)?)? {
                    draft.push(&chunk).await?; // stored and streamed; fails once somebody stops the turn
                }
            }
            draft.push(&Chunk::FinishStep {}).await?;
            asked = true;
        }
        draft.finish().await.map(|_| Outcome::Completed)
    }
}

fn chunk(item: Item<StreamEvent>) -> Result<Option<Chunk<'static>>> {
    let Item::Event(event) = item else { return Ok(None) };
    let id = event.part().index().to_string();
    Ok(Some(match event {
        StreamEvent::Start { kind: PartKind::Text, .. } => Chunk::text_start(id),
        StreamEvent::Text { text, .. } => Chunk::text_delta(id, text),
        StreamEvent::End { content: AssistantContent::Text(_), .. } => Chunk::text_end(id),
        StreamEvent::End { content: AssistantContent::ToolCall(call), .. } => {
            let input = Json::from_serialize(&call.function.arguments)?;
            Chunk::tool_input(call.id.wire().into_owned(), call.function.name.to_string(), input)
        }
        _ => return Ok(None), // reasoning and pictures
    }))
}

fn to_rig(message: &ModelMessage<'_>) -> Option<rig::message::Message> {
    let parts = message.content.iter().map(|part| match part {
        ModelPart::Text { text, .. } => json!({ "type": "text", "text": text }),
        ModelPart::ToolCall { id, name, input, .. } => json!({ "type": "toolcall",
            "id": { "provider": id }, "function": { "name": name, "arguments": input } }),
        ModelPart::ToolResult { id, name, output, .. } => json!({ "type": "toolresult", "name": name,
            "call": { "provider": id }, "content": [{ "type": "text", "text": output.text() }] }),
        _ => json!({ "type": "text", "text": "[a file]" }),
    });
    let role = if message.role == ModelRole::Assistant { "assistant" } else { "user" };
    from_value(json!({ "role": role, "content": parts.collect::<Vec<_>>() })).ok()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let moderator = Moderator(openai::OpenAI::from_env()?.chat("gpt-5.2"));
    let (store, robot) = (Arc::new(MemoryStore::new()), "robot_moderator".parse::<RobotKey>()?);
    let robots = Robots::new(Arc::clone(&store), AllowAll, StaticProfiles::default())
        .with_built_in_robots([RobotRef { id: robot.clone(), name: "Moderator".into() }]);
    let ban = ToolRule::new("member_ban").needs_approval();
    let turns = Turns::new(robots.clone(), store).with_default_robot(robot).with_tools([ban]);
    let people = StaticAuthenticator::new().cookie("token-of-ann", AccountId::from_i64(42)?); // yours
    let app = Api::new(robots, people).turns(turns.clone()).router();
    tokio::spawn(TurnWorker::new(turns, moderator).run(std::future::pending()));
    let address = env::var("ADDR").unwrap_or("127.0.0.1:8080".to_owned());
    Ok(axum::serve(tokio::net::TcpListener::bind(address).await?, app).await?)
}
