//! What is written as text straight from rows is the JSON of the typed values, byte for byte.

use proptest::prelude::*;
use storyden_robots::{
    AccountId, AllowAll, Begun, Json, MessageId, MessageRole, NewMessage, NewSession, Page, PageRequest,
    Part, Parts, Profile, Robots, Session, SessionChange, SessionFilter, SessionId, SessionOrder, SessionRef,
    SqliteOptions, SqliteStore, StaticProfiles, WindowRequest, stream::Chunk,
};

fn account(number: u8) -> AccountId {
    match number % 3 {
        0 => AccountId::from_bytes([number; 12]),
        1 => AccountId::from(u32::from(number)),
        _ => AccountId::from_uuid_bytes([number; 16]),
    }
}

/// Any text, and often one with something to escape.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a\"\\\\\u{0}-\u{1f}\u{7f}é\u{2028}😀/]{0,12}"]
}

fn object() -> impl Strategy<Value = Option<Json<'static>>> {
    let objects = prop_oneof![
        Just("{}".to_owned()),
        // Between the fields themselves there is no space: the typed value keeps each of them, not what is between them.
        Just(r#"{"a":1E400,"b":"\ud800","b":[null , {}]}"#.to_owned()),
        text().prop_map(|text| serde_json::json!({ "x": text }).to_string()),
    ];
    proptest::option::of(objects.prop_map(|text| Json::parse(text).unwrap()))
}

#[derive(Clone, Debug)]
enum Step {
    Start(u8, String, Option<Json<'static>>),
    Rename(usize, String),
    DeleteSession(usize),
    Append(usize, u8, String, Option<Json<'static>>),
    Edit(usize, String),
    DeleteMessage(usize),
    Draft(usize, u8, String, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let number = || any::<usize>();
    prop_oneof![
        2 => (any::<u8>(), text(), object()).prop_map(|(by, name, misc)| Step::Start(by, name, misc)),
        1 => (number(), text()).prop_map(|(at, name)| Step::Rename(at, name)),
        1 => number().prop_map(Step::DeleteSession),
        6 => (number(), any::<u8>(), text(), object()).prop_map(|(at, by, text, extra)| Step::Append(at, by, text, extra)),
        2 => (number(), text()).prop_map(|(at, text)| Step::Edit(at, text)),
        2 => number().prop_map(Step::DeleteMessage),
        1 => (number(), any::<u8>(), text(), any::<bool>()).prop_map(|(at, by, text, open)| Step::Draft(at, by, text, open)),
    ]
}

/// What the steps made, to be chosen from.
#[derive(Default)]
struct Made {
    sessions: Vec<SessionId>,
    messages: Vec<(SessionId, MessageId)>,
}

fn chosen<T: Copy>(of: &[T], number: usize) -> Option<T> {
    of.get(number % of.len().max(1)).copied()
}

async fn take(robots: &Robots, made: &mut Made, step: Step) {
    match step {
        Step::Start(by, name, misc) => {
            let mut new = NewSession::default().name(name);
            new.misc = misc;
            // A name can be too long, or empty: then there is no such session.
            if let Ok(session) = robots.start_session(account(by), new).await {
                made.sessions.push(session.id);
            }
        }
        Step::Rename(at, name) => {
            if let Some(session) = chosen(&made.sessions, at) {
                let change = SessionChange::default().name(name);
                let change = if at % 2 == 0 { change.label("重要".parse().unwrap()) } else { change };
                robots.update_session(account(0), session, change).await.ok();
            }
        }
        Step::DeleteSession(at) => {
            if let Some(session) = chosen(&made.sessions, at) {
                robots.delete_session(account(0), session).await.ok();
            }
        }
        Step::Append(at, by, text, extra) => {
            if let Some(session) = chosen(&made.sessions, at) {
                let mut new = NewMessage::user([Part::text(text)]).unwrap();
                new.extra = extra;
                if let Ok(appended) = robots.append(account(by), session, new).await {
                    made.messages.push((session, appended.messages[0].id));
                }
            }
        }
        Step::Edit(at, text) => {
            if let Some((session, id)) = chosen(&made.messages, at)
                && let Ok(message) = robots.message(account(0), session, id).await
            {
                let parts = [Part::text(text)];
                let mut content = NewMessage::user(parts).unwrap();
                content.role = message.role;
                robots.edit_message(account(1), session, id, message.revision, content).await.unwrap();
            }
        }
        Step::DeleteMessage(at) => {
            if let Some((session, id)) = chosen(&made.messages, at) {
                robots.delete_message(account(0), session, id, None).await.ok();
            }
        }
        Step::Draft(at, by, text, open) => {
            let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
            if let Some(session) = chosen(&made.sessions, at)
                && let Ok(mut draft) =
                    robots.begin_draft(account(by), session, answer).await.and_then(Begun::draft)
            {
                for chunk in [Chunk::text_start("1"), Chunk::text_delta("1", text), Chunk::text_end("1")] {
                    draft.push(&chunk).await.unwrap();
                }
                draft.flush().await.unwrap();
                if !open {
                    draft.finish().await.unwrap();
                }
            }
        }
    }
}

/// Compares every page and every window that there is with the typed one.
async fn compare(robots: &Robots, made: &Made) {
    let anyone = account(0);
    for order in [SessionOrder::Created, SessionOrder::Active] {
        for by in [None, Some(account(1)), Some(account(2))] {
            let filter = SessionFilter::created_by(by).order(order);
            let filter = filter.unread_of((order == SessionOrder::Active).then_some(account(2)));
            let mut requests: Vec<_> = (1..=4).map(|page| PageRequest::new(page, 3)).collect();
            let mut by_cursor = Some(PageRequest::by_cursor(2));
            while let Some(request) = by_cursor.take().or_else(|| requests.pop()) {
                let typed = robots.list_sessions(anyone, filter, request).await.unwrap();
                let mut text = b"before ".to_vec();
                let rows = robots.sessions_json(anyone, filter, request, &mut text).await.unwrap();
                let text = str::from_utf8(text.strip_prefix(b"before ").unwrap()).unwrap();
                let mut expected = Vec::new();
                typed.write_json(&mut expected).unwrap();
                assert_eq!(text, str::from_utf8(&expected).unwrap(), "{filter:?}, {request:?}");
                assert_eq!(text, serde_json::to_string(&typed).unwrap());
                assert_eq!(serde_json::from_str::<Page<SessionRef>>(text).unwrap(), typed);
                assert_eq!(rows, typed.results);
                by_cursor = typed.next_cursor.map(|cursor| request.after(cursor));
            }
        }
    }
    for session in &made.sessions {
        let mut windows = vec![WindowRequest::newest(2), WindowRequest::newest(100)];
        for (_, message) in made.messages.iter().filter(|(of, _)| of == session).take(4) {
            let three = WindowRequest::newest(3);
            windows.extend([three.before(*message), three.after(*message), three.around(*message)]);
        }
        for window in windows {
            let mut text = Vec::new();
            let rows = robots.session_json(anyone, *session, window, &mut text).await;
            match robots.session(anyone, *session, window).await {
                Ok(typed) => {
                    let text = String::from_utf8(text).unwrap();
                    let mut expected = Vec::new();
                    typed.write_json(&mut expected).unwrap();
                    assert_eq!(text, String::from_utf8(expected).unwrap(), "{window:?}");
                    assert_eq!(serde_json::from_str::<Session>(&text).unwrap(), typed);
                    assert_eq!(rows.unwrap(), typed.message_list.results);
                }
                Err(error) => assert_eq!(rows.unwrap_err().kind(), error.kind()),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_the_json_of_the_typed_values(
        steps in proptest::collection::vec(step(), 1..40),
        in_place in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
            let store = SqliteStore::open(options.read_in_place(in_place)).await.unwrap();
            let known = (0..9).map(|number| Profile::new(account(number), format!("\"{number}\\"), "Ann é"));
            let robots = Robots::new(store, AllowAll, StaticProfiles::new(known));
            let mut made = Made::default();
            let first = robots.start_session(account(0), NewSession::default()).await.unwrap();
            made.sessions.push(first.id);
            for step in steps {
                take(&robots, &mut made, step).await;
            }
            compare(&robots, &made).await;
        });
    }
}
