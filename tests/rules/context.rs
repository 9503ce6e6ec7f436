//! The context of a model, built from a session.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, AllowAll, Context, Error, Json, MemoryStore, Message, MessageId, ModelContext, NewMessage,
    NewSession, Part, Result, Robots, SessionId, StaticProfiles, Summariser, TokenCounter, WindowRequest,
    repository::Summary, stream::Chunk,
};

const ANN: AccountId = AccountId::from_bytes(*b"ann.........");

/// A message costs ten tokens, whatever it says, and a summary as many as it says.
#[derive(Clone, Debug, Default)]
struct Tens(Arc<AtomicUsize>);

impl TokenCounter for Tens {
    fn count(&self, text: &str) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed);
        if text.starts_with('[') { 10 } else { 3 }
    }
}

/// Says which messages it was shown.
#[derive(Clone, Debug, Default)]
struct Places(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Summariser for Places {
    async fn summarise(&self, earlier: Option<&Summary>, messages: &[Message<AccountId>]) -> Result<String> {
        let places: Vec<_> = messages.iter().map(|message| message.parts.text()).collect();
        let text = format!("{}({})", earlier.map_or("", |summary| &summary.text), places.join(" "));
        self.0.lock().unwrap().push(text.clone());
        Ok(text)
    }
}

async fn session_of(messages: usize) -> (Robots, SessionId) {
    let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    say(&robots, session, 1, messages).await;
    (robots, session)
}

async fn say(robots: &Robots, session: SessionId, from: usize, to: usize) {
    for number in from..=to {
        let message = NewMessage::user([Part::text(number.to_string())]).unwrap();
        robots.append(ANN, session, message).await.unwrap();
    }
}

fn said(context: &Context) -> Vec<String> {
    context.messages.iter().map(|message| message.parts.text()).collect()
}

#[tokio::test]
async fn the_newest_messages_that_fit_are_taken_and_no_others_are_read() {
    let (robots, session) = session_of(500).await;
    let counter = Tens::default();
    let recipe = ModelContext::new(35).counter(counter.clone());
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(said(&context), ["498", "499", "500"]);
    assert_eq!((context.tokens, context.cut, context.summary.is_some()), (30, true, false));
    assert_eq!(counter.0.load(Ordering::Relaxed), 4);

    let all =
        robots.model_context(ANN, session, &ModelContext::new(5000).counter(Tens::default())).await.unwrap();
    assert_eq!((all.messages.len(), all.tokens, all.cut), (500, 5000, false));
    let nothing = robots.model_context(ANN, session, &ModelContext::new(9).counter(Tens::default())).await;
    assert!(matches!(nothing, Err(Error::TooLarge { .. })));
}

#[tokio::test]
async fn calls_without_results_and_chosen_kinds_are_left_out_and_the_record_stays() {
    let (robots, session) = session_of(1).await;
    let call = |id: &'static str| Part::tool("search", id).input(Json::object());
    let parts: [Part<'_>; 6] = [
        Part::reasoning("hm").into(),
        call("c1").output(Json::NULL).into(),
        call("c2").into(),
        call("c3").approval_requested("a1").into(),
        Part::data("card", Json::NULL).into(),
        Part::text("So.").into(),
    ];
    robots.append(ANN, session, NewMessage::assistant(parts).unwrap()).await.unwrap();
    robots.append(ANN, session, NewMessage::assistant([call("c4")]).unwrap()).await.unwrap();
    let before = robots.session(ANN, session, WindowRequest::default()).await.unwrap();

    let recipe = ModelContext::new(1000).without("reasoning").without("data-*");
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(context.messages.len(), 2, "a message of nothing is left out");
    let kinds: Vec<_> = context.messages[1].parts.iter().map(|part| part.kind().into_owned()).collect();
    assert_eq!(kinds, ["tool-search", "text"]);
    assert_eq!(robots.session(ANN, session, WindowRequest::default()).await.unwrap(), before);
}

#[tokio::test]
async fn a_summary_stands_for_what_does_not_fit_and_is_used_again() {
    let (robots, session) = session_of(12).await;
    let places = Places::default();
    let recipe = ModelContext::new(100).counter(Tens::default()).summariser(places.clone());
    let first = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(said(&first), ["8", "9", "10", "11", "12"], "half of the budget");
    assert_eq!(first.summary.as_ref().unwrap().text, "(1 2 3 4 5 6 7)");
    assert_eq!((first.tokens, first.cut), (53, false));

    // There is room for four more before it is outdated.
    say(&robots, session, 13, 16).await;
    let second = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!((second.summary, second.messages.len()), (first.summary, 9));
    say(&robots, session, 17, 17).await;
    let third = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(said(&third), ["13", "14", "15", "16", "17"]);
    assert_eq!(third.summary.unwrap().text, "(1 2 3 4 5 6 7)(8 9 10 11 12)");
    assert_eq!(places.0.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn open_drafts_are_left_out_but_the_one_that_is_continued() {
    let (robots, session) = session_of(2).await;
    let half = |text: &'static str| NewMessage::assistant([Part::text(text)]).unwrap();
    let anns = robots.begin_draft(ANN, session, half("first")).await.unwrap().draft().unwrap();
    let second = robots.begin_draft(ANN, session, half("second")).await.unwrap().draft().unwrap();
    say(&robots, session, 3, 3).await;

    let recipe = ModelContext::new(1000);
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(said(&context), ["1", "2", "3"]);
    let first = robots.model_context(ANN, session, &recipe.clone().continuing(anns.id())).await.unwrap();
    assert_eq!(said(&first), ["1", "2", "first"]);
    let up_to = robots.model_context(ANN, session, &recipe.clone().up_to(second.id())).await.unwrap();
    assert_eq!(said(&up_to), ["1", "2"]);

    let anns = anns.id();
    robots.resume_draft(ANN, session, anns).await.unwrap().finish().await.unwrap();
    let second = robots.model_context(ANN, session, &recipe.continuing(second.id())).await.unwrap();
    assert_eq!(said(&second), ["1", "2", "first", "second"]);
}

#[tokio::test]
async fn a_context_ends_where_it_is_told() {
    let (robots, session) = session_of(5).await;
    let list = robots.session(ANN, session, WindowRequest::default()).await.unwrap().message_list;
    let third = list.messages[2].id;
    let recipe = ModelContext::new(1000);
    let before = recipe.clone().before(third);
    let up_to = recipe.clone().up_to(third);
    assert_eq!(said(&robots.model_context(ANN, session, &before).await.unwrap()), ["1", "2"]);
    assert_eq!(said(&robots.model_context(ANN, session, &up_to).await.unwrap()), ["1", "2", "3"]);
    // One of two, so that the budget cuts at the other end.
    let tens = ModelContext::new(15).counter(Tens::default()).before(third);
    let context = robots.model_context(ANN, session, &tens).await.unwrap();
    assert_eq!((said(&context), context.cut), (vec!["2".to_owned()], true));

    robots.delete_message(ANN, session, third, list.messages[2].revision).await.unwrap();
    assert_eq!(said(&robots.model_context(ANN, session, &before).await.unwrap()), ["1", "2"]);
    let gone = robots.model_context(ANN, session, &up_to).await;
    assert!(matches!(gone, Err(Error::NotFound { .. })), "{gone:?}");
    let never = robots.model_context(ANN, session, &recipe.before(MessageId::from_bytes([7; 12]))).await;
    assert!(matches!(never, Err(Error::InvalidArgument { .. })), "{never:?}");
}

#[tokio::test]
async fn a_summary_is_only_used_where_it_covers_what_comes_before() {
    let (robots, session) = session_of(12).await;
    let places = Places::default();
    let recipe = ModelContext::new(100).counter(Tens::default()).summariser(places.clone());
    robots.model_context(ANN, session, &recipe).await.unwrap();
    let list = robots.session(ANN, session, WindowRequest::default()).await.unwrap().message_list.messages;

    // It covers the first seven.
    let within = robots.model_context(ANN, session, &recipe.clone().before(list[4].id)).await.unwrap();
    assert_eq!(
        (within.summary.clone(), said(&within)),
        (None, vec!["1".into(), "2".into(), "3".into(), "4".into()])
    );
    let covered = robots.model_context(ANN, session, &recipe.clone().up_to(list[6].id)).await.unwrap();
    assert_eq!((covered.summary.is_some(), covered.messages.len()), (false, 7));
    let after = robots.model_context(ANN, session, &recipe.up_to(list[7].id)).await.unwrap();
    assert_eq!((after.summary.is_some(), said(&after)), (true, vec!["8".to_owned()]));

    // For a small model it is too long.
    let small = ModelContext::new(5).counter(Tens::default()).summariser(places.clone());
    let refused = robots.model_context(ANN, session, &small).await;
    assert!(matches!(refused, Err(Error::TooLarge { .. })), "{refused:?}");
    assert_eq!(places.0.lock().unwrap().len(), 1, "nothing was summarised again");
}

/// A call waits for its approval at the beginning of a long session; then it is approved and runs.
#[tokio::test]
async fn a_call_that_was_open_when_the_rest_was_summarised_is_told_with_its_outcome() {
    let (robots, session) = session_of(1).await;
    let call = Part::tool("delete_thread", "c1").input(Json::object()).approval_requested("a1");
    let asks = robots.append(ANN, session, NewMessage::assistant([call]).unwrap()).await.unwrap();
    let asks = asks.messages[0].id;
    say(&robots, session, 2, 12).await;
    let places = Places::default();
    let recipe = ModelContext::new(100).counter(Tens::default()).summariser(places.clone());
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(context.summary.as_ref().unwrap().text, "(1)", "it ends before what can still change");
    assert_eq!((said(&context).len(), context.cut), (9, true), "the whole budget is used");
    let again = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(again, context);
    assert_eq!(places.0.lock().unwrap().len(), 1, "there is nothing new to summarise");

    let mut draft = robots.resume_draft(ANN, session, asks).await.unwrap();
    draft.push(&Chunk::approval_response("a1", true)).await.unwrap();
    draft.push(&Chunk::tool_output("c1", Json::NULL)).await.unwrap();
    draft.push(&Chunk::text_start("t")).await.unwrap();
    draft.push(&Chunk::text_delta("t", "Thread 5 is deleted.")).await.unwrap();
    draft.push(&Chunk::text_end("t")).await.unwrap();
    draft.finish().await.unwrap();
    let told = robots.model_context(ANN, session, &recipe).await.unwrap();
    let summary = told.summary.unwrap().text;
    assert!(summary.contains("Thread 5 is deleted."), "{summary}");
    assert!(!told.cut);
}

#[tokio::test]
async fn a_summary_is_forgotten_when_a_covered_message_changes() {
    let (robots, session) = session_of(12).await;
    let recipe = ModelContext::new(100).counter(Tens::default()).summariser(Places::default());
    robots.model_context(ANN, session, &recipe).await.unwrap();
    let list = robots.session(ANN, session, WindowRequest::default()).await.unwrap().message_list.messages;
    robots.delete_message(ANN, session, list[2].id, list[2].revision).await.unwrap();
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(context.summary.unwrap().text, "(1 2 4 5 6 7)");
}

/// Deletes a message while it is summarised.
#[derive(Clone, Debug)]
struct Meanwhile(Robots, SessionId, MessageId);

#[async_trait]
impl Summariser for Meanwhile {
    async fn summarise(&self, earlier: Option<&Summary>, messages: &[Message<AccountId>]) -> Result<String> {
        self.0.delete_message(ANN, self.1, self.2, None).await?;
        Places::default().summarise(earlier, messages).await
    }
}

#[tokio::test]
async fn a_summary_that_missed_a_change_is_not_kept() {
    let (robots, session) = session_of(12).await;
    let list = robots.session(ANN, session, WindowRequest::default()).await.unwrap().message_list.messages;
    let recipe = ModelContext::new(100).counter(Tens::default());
    let deletes = recipe.clone().summariser(Meanwhile(robots.clone(), session, list[2].id));
    let context = robots.model_context(ANN, session, &deletes).await.unwrap();
    assert_eq!(context.summary.unwrap().text, "(1 2 3 4 5 6 7)");
    let context = robots.model_context(ANN, session, &recipe.summariser(Places::default())).await.unwrap();
    assert_eq!(context.summary.unwrap().text, "(1 2 4 5 6 7)");
}

#[tokio::test]
async fn a_summary_ends_before_an_open_draft() {
    let (robots, session) = session_of(2).await;
    let half = NewMessage::assistant([Part::text("half")]).unwrap();
    let mut draft = robots.begin_draft(ANN, session, half).await.unwrap().draft().unwrap();
    say(&robots, session, 3, 12).await;
    let recipe = ModelContext::new(100).counter(Tens::default()).summariser(Places::default());
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(context.summary.unwrap().text, "(1 2)");
    draft.finish().await.unwrap();
    let context = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert!(context.summary.unwrap().text.starts_with("(1 2)(half 3"), "nothing that it covered has changed");
}

/// A summary costs a token for each byte.
#[derive(Clone, Debug)]
struct Bytes;

impl TokenCounter for Bytes {
    fn count(&self, text: &str) -> usize {
        if text.starts_with('[') { 10 } else { text.len() }
    }
}

#[tokio::test]
async fn a_summary_that_is_long_for_the_budget_is_made_anew() {
    let (robots, session) = session_of(12).await;
    let recipe = ModelContext::new(100).counter(Bytes);
    let long = recipe.clone().summariser(Places::default());
    let summary = robots.model_context(ANN, session, &long).await.unwrap().summary.unwrap();
    let small = ModelContext::new(2 * summary.text.len() - 1).counter(Bytes).summariser(Whole);
    let context = robots.model_context(ANN, session, &small).await.unwrap();
    assert_eq!((context.summary.unwrap().text.as_str(), context.messages.len()), ("whole", 1));
}

/// Tells whether it was shown everything.
#[derive(Clone, Debug)]
struct Whole;

#[async_trait]
impl Summariser for Whole {
    async fn summarise(&self, earlier: Option<&Summary>, _: &[Message<AccountId>]) -> Result<String> {
        Ok(if earlier.is_none() { "whole" } else { "more" }.to_owned())
    }
}
