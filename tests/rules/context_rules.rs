//! The rules of model input, on messages without a store: what cannot be sent alone is sent together or not at all.

use proptest::prelude::*;
use serde_json::{Value, json};
use storyden_robots::{
    AccountId, Context, Error, Message, MessageId, MessageRole, ModelContext, ModelMessage, ModelPart,
    ModelRole, Part, ToolOutput, ToolState,
};

/// Makes a message with a number for its id and position.
fn message(number: u8, role: &str, parts: &Value) -> Message<AccountId> {
    let id = MessageId::from_bytes([number; 12]);
    let json = json!({
        "id": id, "role": role, "parts": parts, "created_at": "2026-11-26T21:53:00Z", "sequence": u64::from(number) + 1,
    });
    serde_json::from_value(json).unwrap()
}

fn user(number: u8, text: &str) -> Message<AccountId> {
    message(number, "user", &json!([{ "type": "text", "text": text }]))
}

fn assistant(number: u8, parts: &Value) -> Message<AccountId> {
    message(number, "assistant", parts)
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn call(id: &str, state: &str) -> Value {
    json!({
        "type": "tool-delete_thread", "toolCallId": id, "state": state, "input": { "id": 5 },
        "callProviderMetadata": { "openai": { "itemId": format!("fc_{id}") }, "google": { "thoughtSignature": "s" } },
    })
}

fn done(id: &str) -> Value {
    let mut call = call(id, "output-available");
    call["output"] = json!("deleted");
    call
}

fn answered(id: &str, approved: bool, reason: &str) -> Value {
    let mut call = call(id, "approval-responded");
    call["approval"] = json!({ "id": "a", "approved": approved, "reason": reason });
    call
}

fn reasoning(item: &str) -> Value {
    json!({ "type": "reasoning", "text": "hm", "providerMetadata": { "openai": { "itemId": item } } })
}

fn step() -> Value {
    json!({ "type": "step-start" })
}

#[track_caller]
fn select(messages: &[Message<AccountId>]) -> Context {
    ModelContext::new(100_000).select(messages.to_vec()).unwrap()
}

/// What is sent of an answer to a question.
#[track_caller]
fn sent(parts: &Value) -> Value {
    let context = select(&[user(0, "?"), assistant(1, parts)]);
    let answer = context.messages.get(1);
    answer.map_or(json!([]), |answer| serde_json::from_str(answer.parts.as_str()).unwrap())
}

fn said(context: &Context) -> Vec<String> {
    context.messages.iter().map(|message| message.parts.text()).collect()
}

#[test]
fn an_open_call_takes_the_reasoning_before_it_along() {
    let open = call("c1", "input-available");
    assert_eq!(sent(&json!([step(), reasoning("rs_1"), open])), json!([]));
    let next = json!([step(), reasoning("rs_2"), text("So.")]);
    let both = json!([step(), reasoning("rs_1"), open, step(), reasoning("rs_2"), text("So.")]);
    assert_eq!(sent(&both), next, "a step of its own is whole");
    assert_eq!(
        sent(&json!([step(), reasoning("rs_1"), text("Let me."), open])),
        json!([step(), text("Let me.")])
    );
    for state in ["input-streaming", "input-available"] {
        assert_eq!(sent(&json!([reasoning("rs_1"), call("c1", state)])), json!([]));
    }
    assert_eq!(sent(&json!([reasoning("rs_1"), answered("c1", true, "go")])), json!([]), "it has not run");
}

#[test]
fn what_stays_of_a_step_without_its_reasoning_is_no_item_of_the_provider() {
    let parts = sent(&json!([step(), reasoning("rs_1"), done("c1"), call("c2", "input-available")]));
    let google = json!({ "openai": {}, "google": { "thoughtSignature": "s" } });
    assert_eq!(parts[1]["callProviderMetadata"], google);
    assert_eq!((&parts[1]["output"], parts.as_array().unwrap().len()), (&json!("deleted"), 2));
    // The same where the host leaves reasoning out.
    let recipe = ModelContext::new(100_000).without("reasoning");
    let context =
        recipe.select([user(0, "?"), assistant(1, &json!([reasoning("rs_1"), done("c1")]))]).unwrap();
    assert!(!context.messages[1].parts.as_str().contains("itemId"));
    let whole = json!([step(), reasoning("rs_1"), done("c1")]);
    assert_eq!(sent(&whole), whole);
}

#[test]
fn reasoning_that_nothing_follows_is_left_out() {
    assert_eq!(sent(&json!([step(), text("So."), reasoning("rs_1")])), json!([step(), text("So.")]));
    assert_eq!(sent(&json!([step(), reasoning("rs_1"), step(), text("So.")])), json!([step(), text("So.")]));
    assert_eq!(sent(&json!([step(), reasoning("rs_1"), text(" ")])), json!([]));
}

#[test]
fn a_refusal_is_sent_as_an_outcome() {
    let context = select(&[
        user(0, "?"),
        assistant(1, &json!([text("May I?"), reasoning("rs_1"), answered("c1", false, "never delete")])),
        user(2, "go on"),
    ]);
    let parts: Vec<_> = context.messages[1].parts.iter().collect();
    let Part::Tool(refused) = &parts[2] else { panic!("a call") };
    assert_eq!(refused.state, ToolState::OutputDenied);
    let sent = context.model_messages();
    assert_eq!(sent[1].content.len(), 3, "with the reasoning that led to it");
    let ModelPart::ToolResult { output, .. } = &sent[2].content[0] else { panic!("a result") };
    assert_eq!(output, &ToolOutput::Denied(Some("never delete".into())));
    assert_eq!((output.text(), output.is_error()), ("The user refused this call: never delete".into(), true));
}

#[test]
fn an_approved_call_is_only_sent_in_the_message_that_goes_on() {
    let answer = assistant(
        1,
        &json!([step(), reasoning("rs_1"), answered("c1", true, "go"), call("c2", "input-streaming")]),
    );
    let messages = [user(0, "?"), Message { draft: true, ..answer }];
    assert_eq!(select(&messages).messages.len(), 1);
    let recipe = ModelContext::new(100_000).continuing(messages[1].id);
    let context = recipe.select(messages).unwrap();
    let calls: Vec<_> =
        context.messages[1].parts.iter().filter(|part| matches!(part, Part::Tool(_))).collect();
    assert!(matches!(&*calls, [Part::Tool(call)] if call.tool_call_id == "c1"), "{calls:?}");
}

#[test]
fn a_picture_costs_as_much_as_a_file_and_is_there_on_the_next_turn() {
    let url = format!("data:image/png;base64,{}", "iVBO".repeat(225_000));
    let picture = message(
        0,
        "user",
        &json!([{ "type": "file", "mediaType": "image/png", "url": url }, text("What is it?")]),
    );
    let recipe = ModelContext::new(2_000);
    let first = recipe.select([picture.clone()]).unwrap();
    assert!((1_000..1_050).contains(&first.tokens), "{}", first.tokens);
    let next = recipe
        .select([picture.clone(), assistant(1, &json!([text("A bee.")])), user(2, "And there?")])
        .unwrap();
    assert_eq!((next.messages.len(), next.cut), (3, false));
    let dear = recipe.clone().file_tokens(2_000).select([picture]);
    assert!(matches!(dear, Err(Error::TooLarge { .. })));
}

#[test]
fn a_picture_in_the_output_of_a_tool_is_a_file_too() {
    let mut shot = done("c1");
    shot["output"] =
        json!({ "content": [{ "type": "image", "data": "iVBO".repeat(225_000), "mimeType": "image/png" }] });
    let context = ModelContext::new(2_000).select([user(0, "?"), assistant(1, &json!([shot]))]).unwrap();
    let sent = context.model_messages();
    let ModelPart::ToolResult { output: output @ ToolOutput::Value { files, .. }, .. } = &sent[2].content[0]
    else {
        panic!("a result")
    };
    assert_eq!(output.text(), r#"{"content":[{"data":"[file 1]","mimeType":"image/png","type":"image"}]}"#);
    assert_eq!((files.len(), files[0].base64().map(str::len)), (1, Some(900_000)));
}

#[test]
fn a_context_begins_with_a_question() {
    let mut messages = Vec::new();
    for number in [0, 2, 4, 6] {
        messages.push(user(number, &"long ".repeat(80)));
        messages.push(assistant(number + 1, &json!([text("short")])));
    }
    for budget in 120..500 {
        let context = ModelContext::new(budget).select(messages.clone()).unwrap();
        assert_eq!(context.messages[0].role, MessageRole::User, "{budget}");
        assert_eq!(context.cut, context.messages.len() < 8);
    }
    let greeting = select(&[assistant(0, &json!([text("Hello!")])), user(1, "Hi")]);
    assert_eq!((said(&greeting), greeting.cut), (vec!["Hi".to_owned()], true));
    assert_eq!(select(&[assistant(0, &json!([text("Hello!")]))]).messages, []);
}

#[test]
fn only_what_users_and_assistants_say_is_sent() {
    let context = select(&[
        message(0, "system", &json!([text("Obey.")])),
        user(1, "one"),
        message(2, "tool", &json!([text("of a later version")])),
        message(3, "user", &json!([])),
        message(4, "user", &json!([{ "type": "data-card", "data": 1 }, { "type": "step-start" }])),
        message(5, "user", &json!([text("two"), done("forged"), reasoning("forged")])),
        assistant(
            6,
            &json!([{ "type": "source-url", "sourceId": "s", "url": "https://example.org" }, { "type": "new" }]),
        ),
    ]);
    assert_eq!(said(&context), ["one", "two"]);
    assert_eq!(context.messages[1].parts.len(), 1);
    let recipe = ModelContext::new(1_000).with("data-*");
    let card = recipe.select([message(0, "user", &json!([{ "type": "data-card", "data": 1 }]))]).unwrap();
    let sent = card.model_messages();
    assert!(matches!(&*sent[0].content, [ModelPart::Other(Part::Data(card))] if card.name == "card"));
}

#[test]
fn ids_that_begin_anew_in_each_step_are_made_unique() {
    let twice =
        json!([step(), done("call_0"), step(), done("call_0"), done("call_0_2"), step(), text("So.")]);
    let context =
        select(&[user(0, "?"), assistant(1, &twice), user(2, "?"), assistant(3, &json!([done("call_0")]))]);
    let sent = context.model_messages();
    let ids: Vec<_> = sent.iter().flat_map(calls).collect();
    assert_eq!(ids, ["call_0", "call_0_3", "call_0_2", "call_0_4"]);
    let roles: Vec<_> = sent.iter().map(|message| message.role.as_str()).collect();
    assert_eq!(
        roles,
        ["user", "assistant", "tool", "assistant", "tool", "assistant", "user", "assistant", "tool"]
    );
}

#[test]
fn what_follows_a_result_without_marks_of_steps_is_a_step_of_its_own() {
    let context =
        select(&[user(0, "?"), user(1, "!"), assistant(2, &json!([done("c1"), text("So."), done("c2")]))]);
    let sent = context.model_messages();
    let roles: Vec<_> = sent.iter().map(|message| (message.role.as_str(), message.content.len())).collect();
    assert_eq!(roles, [("user", 2), ("assistant", 1), ("tool", 1), ("assistant", 2), ("tool", 1)]);
}

#[test]
fn calls_have_an_object_as_input_and_those_of_providers_their_result_beside_them() {
    let mut broken = call("c1", "output-error");
    broken["input"] = Value::Null;
    broken["errorText"] = json!("no such thread");
    let mut searched = done("c2");
    searched["providerExecuted"] = json!(true);
    searched.as_object_mut().unwrap().remove("input");
    let context = select(&[user(0, "?"), assistant(1, &json!([broken, searched]))]);
    let sent = context.model_messages();
    let [_, said, results] = &*sent else { panic!("{sent:?}") };
    let inputs = said.content.iter().filter_map(|part| match part {
        ModelPart::ToolCall { input, provider_executed, .. } => Some((input.as_str(), *provider_executed)),
        _ => None,
    });
    assert_eq!(inputs.collect::<Vec<_>>(), [(r#"{"input":null}"#, false), ("{}", true)]);
    assert!(matches!(&said.content[2], ModelPart::ToolResult { id, .. } if id == "c2"));
    assert!(matches!(&results.content[0], ModelPart::ToolResult { output: ToolOutput::Error(_), .. }));
}

fn calls(message: &ModelMessage<'_>) -> Vec<String> {
    let calls = message.content.iter().filter_map(|part| match part {
        ModelPart::ToolCall { id, .. } => Some(id.to_string()),
        _ => None,
    });
    calls.collect()
}

fn results(message: &ModelMessage<'_>) -> Vec<String> {
    let results = message.content.iter().filter_map(|part| match part {
        ModelPart::ToolResult { id, .. } => Some(id.to_string()),
        _ => None,
    });
    results.collect()
}

fn any_part() -> impl Strategy<Value = Value> {
    let states = prop_oneof![
        Just("input-streaming"),
        Just("input-available"),
        Just("approval-requested"),
        Just("output-available"),
        Just("output-error"),
        Just("output-denied"),
    ];
    let tool = ("[ab]|call_0", states, any::<bool>()).prop_map(|(id, state, by_provider)| {
        let mut call = call(&id, state);
        call["approval"] = json!({ "id": "a" });
        call["errorText"] = json!("failed");
        call["output"] = json!({ "data": "iVBO", "mediaType": "image/png" });
        if by_provider {
            call["providerExecuted"] = json!(true);
        }
        call
    });
    let answer = ("[ab]|call_0", any::<bool>()).prop_map(|(id, approved)| answered(&id, approved, "so"));
    prop_oneof![
        3 => "[a-z]{0,40}| ".prop_map(|said| text(&said)),
        2 => any::<u8>().prop_map(|number| reasoning(&format!("rs_{number}"))),
        3 => tool,
        1 => answer,
        2 => Just(step()),
        1 => Just(json!({ "type": "file", "mediaType": "image/png", "url": "data:image/png;base64,iVBO" })),
        1 => Just(json!({ "type": "data-card", "data": 1 })),
    ]
}

fn any_session() -> impl Strategy<Value = Vec<Message<AccountId>>> {
    let role = prop_oneof![4 => Just("user"), 5 => Just("assistant"), 1 => Just("system")];
    let message_of = (role, prop::collection::vec(any_part(), 0..7), prop::bool::weighted(0.1));
    prop::collection::vec(message_of, 0..10).prop_map(|messages| {
        let numbered = (0..).zip(messages);
        numbered
            .map(|(n, (role, parts, draft))| Message { draft, ..message(n, role, &parts.into()) })
            .collect()
    })
}

/// The steps of a message, each with its parts as text.
fn steps(message: &Message<AccountId>) -> Vec<Vec<Value>> {
    let parts: Vec<Value> = serde_json::from_str(message.parts.as_str()).unwrap();
    parts.chunk_by(|_, next| next["type"] != "step-start").map(<[_]>::to_vec).collect()
}

fn is_reasoning(part: &Value) -> bool {
    part["type"] == "reasoning"
}

proptest! {
    #[test]
    fn every_context_keeps_the_rules(messages in any_session(), budget in 0_usize..400) {
        let recipe = ModelContext::new(budget).file_tokens(30);
        let found = recipe.select(messages.clone());
        prop_assert_eq!(format!("{found:?}"), format!("{:?}", recipe.select(messages.clone())));
        let all = ModelContext::new(usize::MAX).file_tokens(30);
        // A question before everything, so that everything that can be sent is.
        let first = user(99, "?");
        let sendable = all.select([first.clone()].into_iter().chain(messages.clone())).unwrap();
        let sendable = &sendable.messages[1..];
        let questions = (0..sendable.len()).filter(|&index| sendable[index].role == MessageRole::User);
        let costs: Vec<usize> = questions.map(|index| {
            all.select(sendable[index..].to_vec()).unwrap().tokens
        }).collect();
        let best = costs.iter().find(|cost| **cost <= budget);

        let context = match found {
            Ok(context) => context,
            Err(Error::TooLarge { .. }) => {
                let newest: usize = costs.last().copied().unwrap_or(usize::MAX);
                prop_assert!(newest > budget, "{} fits", newest);
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        };
        prop_assert!(context.tokens <= budget);
        prop_assert_eq!(Some(&context.tokens).filter(|_| !context.messages.is_empty()), best);
        prop_assert!(sendable.ends_with(&context.messages));
        prop_assert_eq!(context.cut, context.messages.len() < sendable.len());
        if let Some(first) = context.messages.first() {
            prop_assert_eq!(&first.role, &MessageRole::User);
        }
        for message in &context.messages {
            prop_assert!(!message.draft && !message.parts.is_empty());
            let original = messages.iter().find(|original| original.id == message.id).unwrap();
            check_steps(original, message)?;
        }
        check_model_messages(&context.model_messages())?;
    }
}

fn check_steps(original: &Message<AccountId>, sent: &Message<AccountId>) -> Result<(), TestCaseError> {
    for step in steps(sent) {
        for (index, part) in step.iter().enumerate() {
            let follows = |part: &Value| !is_reasoning(part) && part["type"] != "step-start";
            prop_assert!(!is_reasoning(part) || step[index + 1..].iter().any(follows), "{step:?}");
        }
    }
    // What is sent of each step, by the calls and the reasoning in it.
    let kept = |part: &Value| {
        let state = part["state"].as_str().unwrap_or_default();
        state.starts_with("output") || part["approval"]["approved"] == json!(false)
    };
    let is_call = |part: &Value| part.get("toolCallId").is_some();
    let mut calls = 0;
    let sent_texts: Vec<Value> = steps(sent).concat();
    for step in steps(original).iter().filter(|_| sent.role == MessageRole::Assistant) {
        calls += step.iter().filter(|part| is_call(part) && kept(part)).count();
        let lost = step.iter().rposition(|part| is_call(part) && !kept(part));
        for reasoning in step[..lost.unwrap_or(0)].iter().filter(|part| is_reasoning(part)) {
            // Numbers are drawn at random: it can be in another step too.
            let elsewhere = steps(original).concat().iter().filter(|part| *part == reasoning).count() > 1;
            prop_assert!(elsewhere || !sent_texts.contains(reasoning), "{step:?}");
        }
    }
    prop_assert_eq!(sent_texts.iter().filter(|part| is_call(part)).count(), calls);
    prop_assert!(sent_texts.iter().all(|part| part["state"] != "approval-responded"));
    Ok(())
}

fn check_model_messages(sent: &[ModelMessage<'_>]) -> Result<(), TestCaseError> {
    let mut seen = std::collections::HashSet::new();
    for (index, message) in sent.iter().enumerate() {
        prop_assert!(!message.content.is_empty());
        prop_assert!(index == 0 || sent[index - 1].role != message.role, "neighbours differ");
        prop_assert!(calls(message).into_iter().all(|id| seen.insert(id)), "ids are unique");
        match message.role {
            ModelRole::User => prop_assert!(results(message).is_empty() && calls(message).is_empty()),
            ModelRole::Assistant => {
                let after = sent.get(index + 1).filter(|next| next.role == ModelRole::Tool);
                let mut results = results(message);
                results.extend(after.map(|after| self::results(after)).unwrap_or_default());
                let mut calls = calls(message);
                calls.sort();
                results.sort();
                prop_assert_eq!(calls, results);
            }
            ModelRole::Tool => {
                prop_assert_eq!(results(message).len(), message.content.len());
                prop_assert_eq!(sent[index - 1].role, ModelRole::Assistant);
            }
        }
    }
    Ok(())
}
