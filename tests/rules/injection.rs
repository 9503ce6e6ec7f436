//! Input from somebody who means harm: SQL in every string, and random text. What is too
//! large is in `tests/resource_limits.rs`.

#[cfg(feature = "postgres")]
#[path = "../support/postgres.rs"]
#[expect(dead_code, reason = "other tests use the rest of it")]
mod support;

use proptest::{collection::vec, prelude::*};
use storyden_robots::{
    AccountId, AllowAll, Append, InstanceChange, Json, MessageId, Model, NewInstance, NewMessage, NewRobot,
    NewSession, NewWorkspace, PageRequest, Parts, Provider, RobotChange, Robots, SessionChange,
    SessionFilter, SessionId, SqliteOptions, SqliteStore, StaticProfiles, WorkspaceChange, parse_number,
    sql::Tables,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

/// Texts that were SQL where somebody put them into a statement.
const INJECTIONS: [&str; 16] = [
    "'; DROP TABLE robots_sessions; --",
    "\"; DROP TABLE robots_sessions; --",
    "' OR '1'='1",
    "' UNION SELECT * FROM robots_migrations --",
    "\\'; DELETE FROM robots_messages; --",
    "1; ATTACH DATABASE '/tmp/x' AS x",
    "'); PRAGMA writable_schema=1; --",
    "$1",
    "?1",
    ":name",
    "@name",
    "%s",
    "{0}",
    "\u{2019}; --",
    "/* */",
    "robots_sessions\" WHERE 1=1 --",
];

#[tokio::test]
async fn sql_in_a_string_is_only_a_string() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(SqliteOptions::new(folder.path().join("robots.db")).migrate(true)).await;
    every_string_comes_back(&Robots::new(store.unwrap(), AllowAll, StaticProfiles::default())).await;
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn sql_in_a_string_is_only_a_string_to_postgres() {
    use storyden_robots::{PostgresOptions, PostgresStore};

    let Some(programs) = support::Programs::find(15) else { return };
    let server = support::Server::start(&programs, &support::QUICK);
    // Also where backslashes are escapes, as in old databases.
    let url = format!("{} options='-c standard_conforming_strings=off'", server.url("postgres"));
    for pooler in [false, true] {
        let tables = Tables::with_prefix(if pooler { "p_" } else { "r_" }).unwrap();
        let options = PostgresOptions::default().migrate(true).connections(1).tables(tables).pooler(pooler);
        let store = PostgresStore::connect(&url, options).await.unwrap();
        every_string_comes_back(&Robots::new(store, AllowAll, StaticProfiles::default())).await;
    }
}

/// Puts SQL into every string that a store is given.
async fn every_string_comes_back(robots: &Robots) {
    for text in INJECTIONS {
        let json =
            Json::from_serialize(&[(text, text)].into_iter().collect::<std::collections::BTreeMap<_, _>>())
                .unwrap();
        let session = NewSession::default().name(text).misc(json.clone());
        let session = robots.start_session(ANN, session).await.unwrap();
        assert_eq!((session.name.as_str(), session.misc.as_ref()), (text, Some(&json)));
        let session = robots
            .update_session(ANN, session.id, SessionChange::default().name(format!("{text}{text}")))
            .await
            .unwrap();
        assert_eq!(session.name, format!("{text}{text}"));

        let message = serde_json::json!({
            "id": text, "role": text, "parts": [{"type": text, "text": text, text: text}], "metadata": text, text: text,
        });
        let message = NewMessage::parse(&message.to_string()).unwrap();
        let append = Append::from(message.clone()).idempotency_key(text);
        let first = robots.append(ANN, session.id, append.clone()).await.unwrap();
        let second = robots.append(ANN, session.id, append).await.unwrap();
        assert!(second.replayed && first.messages == second.messages);
        let read = robots.message(ANN, session.id, first.messages[0].id).await.unwrap();
        assert_eq!((read.parts, read.role, read.extra), (message.parts, message.role, message.extra));

        let mut robot = NewRobot::new(text, "a/b".parse().unwrap());
        (robot.description, robot.playbook, robot.tools) =
            (text.to_owned(), text.to_owned(), vec![text.to_owned()]);
        let robot = robots.create_robot(ANN, robot).await.unwrap();
        assert_eq!((robot.name.as_str(), robot.tools.as_slice()), (text, [text.to_owned()].as_slice()));
        let mut change = RobotChange::default().name(format!("{text}2"));
        change.meta = Some(Some(json.clone()));
        let robot = robots.update_robot(ANN, robot.id, change).await.unwrap();
        assert_eq!(robot.name, format!("{text}2"));
        if let Ok(model) = format!("a/{text}").parse::<Model>() {
            let robot = robots.create_robot(ANN, NewRobot::new("x", model.clone())).await.unwrap();
            assert_eq!(robot.model, model);
        }

        let mut workspace = NewWorkspace::new(text, text.parse().unwrap_or(Provider::Local));
        (workspace.description, workspace.config, workspace.meta) =
            (text.to_owned(), json.clone(), json.clone());
        let workspace = robots.create_workspace(ANN, workspace).await.unwrap();
        let change = WorkspaceChange::default().name(text).config(json.clone());
        assert_eq!(robots.update_workspace(ANN, workspace.id, change).await.unwrap().name, text);
        let instance = robots.create_instance(ANN, NewInstance::new(workspace.id)).await.unwrap();
        let change = InstanceChange::default().provider_state(json.clone());
        let instance = robots.update_instance(ANN, instance.id, change).await.unwrap();
        assert_eq!(instance.provider_state, json);

        assert!(Tables::with_prefix(text).is_err(), "{text}");
        assert!(Tables::default().in_schema(text).is_err(), "{text}");
        for parsed in [text.parse::<SessionId>().is_ok(), text.parse::<MessageId>().is_ok()] {
            assert!(!parsed);
        }
    }
    let page = robots.list_sessions(ANN, SessionFilter::default(), PageRequest::new(1, 100)).await.unwrap();
    assert_eq!(page.items.len(), INJECTIONS.len(), "every table is still there");
}

/// Text that is almost a message: pieces of JSON, escapes, keys that mean something, noise.
fn almost_json() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "0",
            "-0.0e-0",
            "1e999",
            "12345678901234567890",
            "\"type\":",
            "\"text\"",
            "\"role\":\"user\"",
            "\"parts\":[",
            "\"tool-x\"",
            "\"toolCallId\":\"c\"",
            "\"state\":\"output-available\"",
            "\"input\":{}",
            "\"output\":null",
            "\"approval\":{\"id\":\"a\"}",
            "\"data-\"",
            "\"data\":",
            "\\u0000",
            "\\ud83d",
            "\\ude00",
            "\u{feff}",
            "\0",
            "\u{1f600}",
            " ",
            "\n",
            "{\"type\":\"text\",\"text\":\"x\"}",
            "{\"role\":\"user\",\"parts\":[",
            "]}",
            "\"metadata\":",
            "\"id\":",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[ -~]{0,8}".prop_map(|noise| noise),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn cases() -> u32 {
    let factor: Option<u32> = std::env::var("ROBOTS_TEST_FACTOR").ok().and_then(|factor| factor.parse().ok());
    2000 * factor.unwrap_or(1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_reader_panic(text in almost_json()) {
        if let Ok(message) = NewMessage::parse(&text) {
            prop_assert!(!message.parts.as_str().contains('\0'));
            for part in &message.parts {
                let written = serde_json::to_string(&part).unwrap();
                prop_assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok());
            }
            prop_assert_eq!(Parts::parse(message.parts.as_str()).unwrap(), message.parts);
        }
        if let Ok(json) = Json::parse(text.as_str()) {
            // What is accepted is JSON to others too, but for what only this reader keeps.
            prop_assert!(json.depth() <= text.len());
            let again = Json::parse(json.as_str()).unwrap();
            prop_assert_eq!(again.as_str(), json.as_str());
        }
        _ = NewMessage::parse_chat(&text);
        _ = storyden_robots::Part::parse(&text);
        _ = serde_json::from_str::<storyden_robots::Message<AccountId>>(&text);
        _ = text.parse::<SessionId>();
        _ = text.parse::<storyden_robots::RobotKey>();
        _ = text.parse::<storyden_robots::Timestamp>();
        _ = text.parse::<Model>();
        _ = parse_number("page", &text);
        _ = Tables::with_prefix(text.as_str());
    }

    #[test]
    fn an_id_is_read_as_it_is_written(bytes in any::<[u8; 12]>(), text in "[0-9a-w]{19,21}") {
        let id = SessionId::from_bytes(bytes);
        prop_assert_eq!(id.to_string().parse::<SessionId>().unwrap(), id);
        if let Ok(id) = text.parse::<SessionId>() {
            prop_assert_eq!(id.to_string(), text, "one id has one text");
        }
    }
}
