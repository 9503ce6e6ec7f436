//! The context of a model, built from a session.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, AllowAll, Context, Error, Json, MemoryStore, Message, ModelContext, NewMessage, NewSession,
    Part, Result, Robots, SessionId, StaticProfiles, Summariser, TokenCounter, WindowRequest,
    repository::Summary,
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
async fn open_drafts_of_other_writers_are_left_out() {
    let ben = AccountId::from_bytes(*b"ben.........");
    let (robots, session) = session_of(2).await;
    let half = |text: &'static str| NewMessage::assistant([Part::text(text)]).unwrap();
    let anns = robots.begin_draft(ANN, session, half("Ann's robot")).await.unwrap().draft().unwrap();
    robots.begin_draft(ben, session, half("Ben's robot")).await.unwrap();

    let recipe = ModelContext::new(1000);
    let for_ann = robots.model_context(ANN, session, &recipe).await.unwrap();
    assert_eq!(said(&for_ann), ["1", "2", "Ann's robot"]);
    let for_ben = robots.model_context(ben, session, &recipe).await.unwrap();
    assert_eq!(said(&for_ben), ["1", "2", "Ben's robot"]);

    robots.resume_draft(ANN, session, anns.id()).await.unwrap().finish().await.unwrap();
    let for_ben = robots.model_context(ben, session, &recipe).await.unwrap();
    assert_eq!(said(&for_ben), ["1", "2", "Ann's robot", "Ben's robot"]);
}
