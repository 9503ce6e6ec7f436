//! Databases that Storyden itself wrote.

use std::{collections::HashMap, path::Path};

use super::{
    conversation::Conversation,
    database::{Reader, Record, Rows},
    sqlite::SqliteDatabase,
    tables::{ROBOTS, SESSIONS},
    transcript::Made,
};
use crate::model::{
    id::RobotId,
    message::MessageRole,
    part::{ToolPart, ToolState},
    turn::TurnState,
};

/// Reads all sessions of one of the databases.
async fn conversations(name: &str) -> HashMap<String, Conversation> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/storyden").join(name);
    let mut reader = Reader::new(Box::new(SqliteDatabase::open(&path).unwrap()));
    let robots = reader.rows(&ROBOTS, Rows::After("", 100)).await.unwrap();
    let name = |robot: &Record| (robot.required::<RobotId>("id").unwrap(), robot.required("name").unwrap());
    let robots = robots.iter().map(name).collect();
    let mut conversations = HashMap::new();
    for session in reader.rows(&SESSIONS, Rows::After("", 1_000)).await.unwrap() {
        let read = Conversation::read(&mut reader, &session, &robots).await.unwrap();
        conversations.insert(read.reference.id.to_string(), read);
    }
    conversations
}

/// Shows the messages of a session: role, parts.
fn transcript(conversation: &Conversation) -> Vec<String> {
    conversation
        .messages
        .iter()
        .map(|made| format!("{} {}", made.role.as_str(), made.parts().unwrap().as_str()))
        .collect()
}

#[tokio::test]
async fn every_row_of_both_generations_is_read() {
    for (name, sessions) in [("seeds.sqlite", 40), ("head.sqlite", 46)] {
        let read = conversations(name).await;
        assert_eq!(read.len(), sessions, "{name}");
        for conversation in read.values() {
            assert_eq!(conversation.notes.unreadable, [], "{name}");
            transcript(conversation);
            let mut numbers: Vec<u64> =
                conversation.messages.iter().map(|made| made.sequence.get()).collect();
            assert!(numbers.is_sorted_by(|a, b| a < b));
            numbers.extend(conversation.joined.iter().map(|(_, sequence)| sequence.get()));
            assert!(numbers.iter().all(|&number| number <= conversation.offset.get()));
        }
    }
}

/// Names the session of each part that the fixtures play.
async fn parts(generation: &str) -> HashMap<String, Conversation> {
    let mut read = conversations(&format!("{generation}.sqlite")).await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/storyden/{generation}.names.json"));
    let names: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let sessions = names["sessions"].as_object().unwrap();
    sessions.iter().map(|(part, id)| (part.clone(), read.remove(id.as_str().unwrap()).unwrap())).collect()
}

#[tokio::test]
async fn question_answer_and_outcome_are_in_the_part_of_their_call() {
    for generation in ["seeds", "head"] {
        let parts = parts(generation).await;
        for (part, state) in [
            ("confirmed", "output-available"),
            ("refused", "output-denied"),
            ("approval-pending", "approval-requested"),
            ("client-tool", "output-available"),
            ("client-tool-pending", "input-available"),
        ] {
            let conversation = &parts[part];
            let lines = transcript(conversation);
            assert!(lines[1].contains(&format!(r#""state":"{state}""#)), "{generation} {part}: {}", lines[1]);
            // Only what was said is left: a question, an answer with its call, a last word.
            assert!(lines.len() <= 3, "{generation} {part}: {lines:#?}");
            let asks = |(_, call): &(u32, &ToolPart<'_>)| call.state == ToolState::ApprovalRequested;
            let pending = conversation.messages.iter().flat_map(Made::calls).filter(asks).count();
            assert_eq!(pending, usize::from(part == "approval-pending"), "{generation} {part}");
        }
        let tools = transcript(&parts["tools"]);
        assert!(tools[4].contains("call_pages_1") && tools[4].contains("call_members_1"), "{}", tools[4]);
        assert_eq!(tools[4].matches("output-available").count(), 2);
        let call = &parts["tools"].messages[4];
        assert_eq!(
            call.revision.get(),
            call.sequence.get() + 1,
            "it has the number of the row with the outcome"
        );
    }
    let wrong = &transcript(&parts("seeds").await["tools"])[7];
    assert!(wrong.contains(r#""state":"output-error""#), "{wrong}");
}

#[tokio::test]
async fn delegated_work_is_one_part() {
    let parts = parts("head").await;
    for (part, status, messages) in [("delegation", "completed", 3), ("delegation-failed", "failed", 0)] {
        let parts = parts[part].messages[1].parts().unwrap();
        let part: serde_json::Value = serde_json::from_str(parts.raw().next().unwrap().as_str()).unwrap();
        assert_eq!((&part["type"], &part["id"]), (&"data-delegation".into(), &part["data"]["callId"]));
        assert_eq!(part["data"]["status"], status);
        assert_eq!(part["data"]["messages"].as_array().unwrap().len(), messages);
    }
}

#[tokio::test]
async fn turns_have_their_inputs_messages_and_ends() {
    let parts = parts("head").await;
    let states = |part: &str| parts[part].turns.iter().map(|turn| turn.state).collect::<Vec<_>>();
    assert_eq!(states("failed"), [TurnState::Failed, TurnState::Completed, TurnState::Completed]);
    assert_eq!(states("cancelled"), [TurnState::Cancelled, TurnState::Completed]);
    let [blocked, after] = &parts["confirmed"].turns[..] else { panic!("two turns") };
    assert_eq!(
        (blocked.state, blocked.continued_by, after.continues),
        (TurnState::Blocked, Some(after.id), Some(blocked.id))
    );
    let inputs: Vec<usize> = parts["queued"].turns.iter().map(|turn| turn.inputs.len()).collect();
    assert_eq!(inputs, [1, 2, 1]);
}

#[tokio::test]
async fn the_robot_that_is_active_and_what_is_missing_are_known() {
    for generation in ["seeds", "head"] {
        let parts = parts(generation).await;
        let gone = &parts["of-a-deleted-robot"];
        assert!(gone.messages.iter().all(|made| made.role == MessageRole::User));
        // The first generation has no numbers, so nothing tells what is missing.
        assert_eq!(gone.notes.missing > 0, generation == "head", "{}", gone.notes.missing);
    }
    let seeds = parts("seeds").await;
    let named = &seeds["switched"].messages.last().unwrap().robot.as_ref().unwrap();
    assert_eq!((&named.id, named.name.as_str()), (&seeds["switched"].active_robot, "Greeter"));
}
