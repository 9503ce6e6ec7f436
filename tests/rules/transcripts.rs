//! Whole sessions: forked, exported, imported, and what was said somewhere else.

use proptest::prelude::*;
use storyden_robots::{
    AccountId, AllowAll, Begun, Conflict, Error, ExportFormat, Fork, Import, ImportFormat, ImportOptions,
    ImportReport, ImportedMessage, Json, MemoryStore, Message, MessageRole, NewMessage, NewSession, Part,
    Parts, Robots, SessionChange, SessionFilter, SessionId, StaticProfiles, Timestamp, Transcripts,
    WindowRequest, stream::Chunk,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const BEN: AccountId = AccountId::from_bytes([2; 12]);

fn service() -> (Robots, Transcripts) {
    let store = MemoryStore::new();
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
    (robots.clone(), Transcripts::new(robots, store))
}

fn say(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

async fn messages(robots: &Robots, session: SessionId) -> Vec<Message> {
    let mut all = Vec::new();
    let mut window = WindowRequest::newest(100);
    loop {
        let list = robots.session(ANN, session, window).await.unwrap().message_list;
        all.splice(0..0, list.messages);
        let Some(cursor) = list.next_before else { return all };
        window = WindowRequest::newest(100).before(cursor);
    }
}

async fn export(transcripts: &Transcripts, session: SessionId, format: ExportFormat) -> String {
    let mut export = transcripts.export(ANN, session, format).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = export.next().await.unwrap() {
        bytes.extend(piece);
    }
    String::from_utf8(bytes).unwrap()
}

async fn push(transcripts: &Transcripts, options: ImportOptions, text: &str, size: usize) -> Import {
    let mut import = transcripts.import(BEN, options).await.unwrap();
    for piece in text.as_bytes().chunks(size) {
        import.push(piece).await.unwrap();
    }
    import
}

async fn import(transcripts: &Transcripts, text: &str, size: usize) -> ImportReport {
    push(transcripts, ImportOptions::new(ImportFormat::Lines), text, size).await.finish().await.unwrap()
}

/// What is done to a session.
#[derive(Clone, Debug)]
enum Step {
    Say(String, bool),
    Draft(String),
    Edit(usize, String),
    Delete(usize),
    Rename(String),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = "[a-z\u{e9}\u{1f642}\\\\\"\u{2028}]{0,12}";
    let step = prop_oneof![
        4 => (text, any::<bool>()).prop_map(|(text, named)| Step::Say(text, named)),
        2 => text.prop_map(Step::Draft),
        2 => (any::<usize>(), text).prop_map(|(at, text)| Step::Edit(at, text)),
        2 => any::<usize>().prop_map(Step::Delete),
        1 => "[a-z]{1,9}".prop_map(Step::Rename),
    ];
    prop::collection::vec(step, 0..90)
}

/// Makes a session with a history.
async fn history(robots: &Robots, steps: &[Step]) -> SessionId {
    let misc = Json::parse(r#"{ "b": 1.0, "a" : 12345678901234567890 }"#).unwrap();
    let session = robots.start_session(ANN, NewSession::default().misc(misc)).await.unwrap().id;
    for (number, step) in steps.iter().enumerate() {
        let there = messages(robots, session).await;
        let pick = |at: &usize| there.get(at % there.len().max(1)).cloned();
        match step {
            Step::Say(text, named) => {
                let mut message =
                    say(text).metadata(Json::parse("{\"n\" : 1.0,\n\"s\":\"\\u0000\"}").unwrap());
                message.client_id = named.then(|| format!("msg-{number}"));
                robots.append(ANN, session, message).await.unwrap();
            }
            Step::Draft(text) => {
                let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
                let mut draft = robots.begin_draft(ANN, session, empty).await.and_then(Begun::draft).unwrap();
                draft.push(&Chunk::text_start("1")).await.unwrap();
                draft.push(&Chunk::text_delta("1", text.clone())).await.unwrap();
                draft.finish().await.unwrap();
            }
            Step::Edit(at, text) => {
                let Some(message) = pick(at) else { continue };
                let content = NewMessage::new(message.role, Parts::new([Part::text(text.clone())]).unwrap());
                robots.edit_message(ANN, session, message.id, message.revision, content).await.unwrap();
            }
            Step::Delete(at) => {
                let Some(message) = pick(at) else { continue };
                robots.delete_message(ANN, session, message.id, None).await.unwrap();
            }
            Step::Rename(name) => {
                let change = SessionChange::default().name(name.clone());
                robots.update_session(ANN, session, change).await.unwrap();
            }
        }
    }
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_export_that_is_imported_is_exported_again_to_the_byte(
        steps in steps(), size in 1_usize..4000, stop in any::<prop::sample::Index>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (robots, transcripts) = service();
            let session = history(&robots, &steps).await;
            let text = export(&transcripts, session, ExportFormat::Lines).await;

            let (copies, importing) = service();
            // An import is killed somewhere, …
            let cut = stop.index(text.len());
            let cut = (0..=cut).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            drop(push(&importing, ImportOptions::new(ImportFormat::Lines), &text[..cut], size).await);
            assert!(copies.session(ANN, session, WindowRequest::default()).await.is_err(), "nothing is seen of it");
            // … and run again.
            let report = import(&importing, &text, size).await;
            assert_eq!((report.sessions.len(), report.not_imported_count), (1, 0), "{report:?}");
            assert!(!report.sessions[0].existed);
            assert_eq!(export(&importing, session, ExportFormat::Lines).await, text);

            let found = copies.session(ANN, session, WindowRequest::default()).await.unwrap();
            assert_eq!(found.details.imported.map(|imported| imported.by), Some(BEN), "it says so");
            assert_eq!(messages(&copies, session).await, messages(&robots, session).await);

            let again = import(&importing, &text, 7777).await;
            assert!(again.sessions[0].existed, "a second run changes nothing");
            assert_eq!(export(&importing, session, ExportFormat::Lines).await, text);
        });
    }

    #[test]
    fn a_fork_has_the_messages_as_they_are(steps in steps(), at in any::<prop::sample::Index>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (robots, transcripts) = service();
            let session = history(&robots, &steps).await;
            let all = messages(&robots, session).await;
            if all.is_empty() {
                return;
            }
            let last = at.index(all.len());
            let fork = transcripts.fork(BEN, session, all[last].id).await.unwrap();
            let copied = messages(&robots, fork.id).await;
            assert_eq!(copied, all[..=last], "documents, ids, sequences, revisions, authors, times");
            let source = robots.session(ANN, session, WindowRequest::newest(1)).await.unwrap();
            assert_eq!(fork.details.offset, source.details.offset, "offsets go on");
            let origin = fork.details.origin.unwrap();
            assert_eq!((origin.session_id, origin.message_id), (session, all[last].id));
            assert_eq!(fork.created_by.id, BEN);

            // Both go on by themselves.
            robots.append(BEN, fork.id, say("only here")).await.unwrap();
            assert_eq!(messages(&robots, session).await, all);
            let edited = NewMessage::new(all[0].role.clone(), Parts::empty());
            robots.edit_message(ANN, session, all[0].id, all[0].revision, edited).await.unwrap();
            assert_eq!(messages(&robots, fork.id).await[..=last], all[..=last]);
        });
    }
}

#[tokio::test]
async fn a_fork_with_a_key_is_made_once() {
    let (robots, transcripts) = service();
    let session = robots.start_session(ANN, NewSession::default().name("A")).await.unwrap().id;
    let said = robots.append(ANN, session, say("Hi")).await.unwrap().messages.remove(0).id;
    let fork = Fork::at(said).idempotency_key("k");
    let first = transcripts.fork(ANN, session, fork.clone()).await.unwrap();
    assert_eq!(first.name, "A", "it has the name of the other one");
    assert_eq!(transcripts.fork(ANN, session, fork.clone()).await.unwrap().id, first.id);
    let other = transcripts.fork(ANN, session, fork.clone().name("B".to_owned())).await;
    assert!(matches!(other, Err(Error::Conflict(Conflict::IdempotencyKeyReused))), "{other:?}");
    assert_ne!(
        transcripts.fork(BEN, session, fork.clone()).await.unwrap().id,
        first.id,
        "keys belong to accounts"
    );
    robots.delete_session(ANN, first.id).await.unwrap();
    let deleted = transcripts.fork(ANN, session, fork).await;
    assert!(matches!(deleted, Err(Error::Conflict(Conflict::SessionDeleted))), "{deleted:?}");
}

#[tokio::test]
async fn a_fork_at_a_deleted_message_ends_before_it() {
    let (robots, transcripts) = service();
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut said = Vec::new();
    for text in ["a", "b", "c", "d"] {
        said.push(robots.append(ANN, session, say(text)).await.unwrap().messages[0].id);
    }
    for deleted in [said[0], said[1], said[3]] {
        robots.delete_message(ANN, session, deleted, None).await.unwrap();
    }
    for (at, expected) in [(0, &[][..]), (1, &[]), (2, &["c"]), (3, &["c"])] {
        let fork = transcripts.fork(ANN, session, said[at]).await.unwrap();
        assert_eq!(fork.details.origin.unwrap().message_id, said[at]);
        let texts: Vec<_> = messages(&robots, fork.id).await.iter().map(|said| said.parts.text()).collect();
        assert_eq!(texts, expected, "at {at}");
        // Positions of deleted messages are copied too, and none behind the last.
        let again = transcripts.fork(ANN, fork.id, said[at]).await.unwrap();
        assert_eq!(messages(&robots, again.id).await.len(), expected.len());
        let other = transcripts.fork(ANN, fork.id, storyden_robots::MessageId::from_bytes([9; 12])).await;
        assert!(matches!(other, Err(Error::NotFound { .. })), "{other:?}");
    }
}

#[tokio::test]
async fn what_is_being_written_is_not_forked() {
    let (robots, transcripts) = service();
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    robots.append(ANN, session, say("Hi")).await.unwrap();
    let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let draft = robots.begin_draft(ANN, session, empty).await.and_then(Begun::draft).unwrap();
    let refused = transcripts.fork(ANN, session, draft.id()).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::BeingWritten { .. }))), "{refused:?}");
    let after = robots.append(ANN, session, say("Well?")).await.unwrap().messages.remove(0).id;
    let fork = transcripts.fork(ANN, session, after).await.unwrap();
    let said: Vec<_> = fork.message_list.messages.iter().map(|message| message.parts.text()).collect();
    assert_eq!(said, ["Hi", "Well?"]);
}

#[tokio::test]
async fn messages_from_elsewhere_keep_where_they_are_from() {
    let (robots, transcripts) = service();
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let at: Timestamp = "2019-08-24T14:15:22Z".parse().unwrap();
    let all = |count: usize| {
        (0..count)
            .map(move |number| Ok(ImportedMessage::from(say(&number.to_string())).created_at(at).author(ANN)))
    };
    // It breaks off, …
    let broken = all(130).chain([Err(Error::invalid_argument("", "broke off"))]);
    assert!(transcripts.import_messages(BEN, session, "forum", broken).await.is_err());
    robots.delete_message(ANN, session, messages(&robots, session).await[3].id, None).await.unwrap();
    // … and goes on.
    let done = transcripts.import_messages(BEN, session, "forum", all(250)).await.unwrap();
    assert_eq!((done.existed, done.appended), (130, 120), "also what was deleted since is there");
    let again = transcripts.import_messages(BEN, session, "forum", all(250)).await.unwrap();
    assert_eq!((again.existed, again.appended), (250, 0));
    let found = messages(&robots, session).await;
    let texts: Vec<_> = found.iter().map(|message| message.parts.text()).collect();
    let expected: Vec<_> = (0..250).filter(|number| *number != 3).map(|number| number.to_string()).collect();
    assert_eq!(texts, expected);
    for message in &found {
        assert_eq!((message.created_at, message.author.as_ref().map(|ann| ann.id)), (at, Some(ANN)));
        assert_eq!(message.annotations.imported.map(|imported| imported.by), Some(BEN), "it says so");
    }
}

#[tokio::test]
async fn a_file_that_is_cut_off_or_changed_is_not_taken() {
    let (robots, transcripts) = service();
    let session = history(&robots, &[Step::Say("a".into(), true), Step::Say("b".into(), false)]).await;
    let text = export(&transcripts, session, ExportFormat::Lines).await;
    let lines: Vec<_> = text.lines().collect();
    let (copies, importing) = service();

    let cut = import(&importing, &lines[..lines.len() - 1].join("\n"), 64).await;
    assert_eq!((cut.sessions.len(), cut.not_imported_count), (0, 1), "{cut:?}");
    let missing = import(&importing, &[lines[0], lines[1], lines[3]].join("\n"), 64).await;
    assert_eq!((missing.sessions.len(), missing.not_imported_count), (0, 1), "{missing:?}");
    let dry = ImportOptions::new(ImportFormat::Lines).dry_run(true);
    let dry = push(&importing, dry, &text, 64).await.finish().await.unwrap();
    assert_eq!((dry.sessions.len(), dry.sessions[0].messages, dry.dry_run), (1, 2, true));
    let page = copies.list_sessions(ANN, SessionFilter::default(), storyden_robots::PageRequest::sessions());
    assert!(page.await.unwrap().items.is_empty(), "nothing was taken by now");

    let odd = lines[1].replace("\"message\":{", "\"message\":{\"author\":\"x\",\"revision\":9,");
    let report = import(&importing, &[lines[0], &odd, "{}", lines[2], lines[3]].join("\n"), 64).await;
    assert_eq!((report.sessions.len(), report.not_imported_count), (1, 1), "{report:?}");
    assert_eq!(report.not_imported[0].at, "line 3");
    assert_eq!(
        messages(&copies, session).await,
        messages(&robots, session).await,
        "what is ours got in by no door"
    );

    // Where it is from, it is there, and stays.
    let report = import(&transcripts, &text, 64).await;
    assert_eq!((report.sessions.len(), report.not_imported_count), (0, 1), "{report:?}");
    assert!(
        transcripts.import(ANN, ImportOptions::default()).await.unwrap().finish().await.is_err(),
        "an empty file"
    );
}

#[tokio::test]
async fn a_missing_line_is_noticed_whatever_else_was_left_out() {
    let (robots, transcripts) = service();
    let say = |text: &str| Step::Say(text.into(), false);
    let session = history(&robots, &[say("a"), say("b"), say("c")]).await;
    let text = export(&transcripts, session, ExportFormat::Lines).await;
    let [head, first, second, _, end] = text.lines().collect::<Vec<_>>()[..] else { panic!("{text}") };
    let other = history(&robots, &[say("d")]).await;
    let text = export(&transcripts, other, ExportFormat::Lines).await;
    let [other_head, _, other_end] = text.lines().collect::<Vec<_>>()[..] else { panic!("{text}") };

    let damaged = r#"{"damaged":"x"}"#;
    for (lines, taken, notes) in [
        (&["garbage", head, first, end][..], &[][..], &["line 1", "line 4"][..]),
        (&[other_head, "{}", other_end, head, first, end], &[other], &["line 2", "line 6"]),
        (&[head, first, "{}", end], &[], &["line 3", "line 4"]),
        // The end does not count what was damaged.
        (&[head, first, second, damaged, end], &[], &["line 4", "line 5"]),
        // Each message has its line.
        (&[head, first, "{}", "garbage", end], &[session], &["line 3", "line 4"]),
    ] {
        let (_, importing) = service();
        let report = import(&importing, &lines.join("\n"), 64).await;
        let sessions: Vec<_> = report.sessions.iter().map(|session| session.id).collect();
        let left: Vec<_> = report.not_imported.iter().map(|left| left.at.as_str()).collect();
        assert_eq!((&sessions[..], &left[..]), (taken, notes), "{report:?}");
        let note = report.not_imported.last().map_or("", |left| &left.reason);
        assert_eq!(note.contains("lines are missing"), !taken.contains(&session), "{report:?}");
    }
}

#[tokio::test]
async fn chats_of_every_version_are_taken() {
    let (robots, transcripts) = service();
    let file = r#"[
        {"id":"c1","title":"Spam\nwave","createdAt":"2024-05-01T10:00:00.000Z","messages":[
            {"id":"m1","role":"user","content":"Who?","createdAt":"2024-05-01T10:00:01.000Z",
             "experimental_attachments":[{"name":"a.png","contentType":"image/png","url":"https://x/a.png"}]},
            {"id":"m2","role":"assistant","content":"","toolInvocations":
                [{"state":"result","toolCallId":"t","toolName":"find","args":{"n":1.0},"result":null}]},
            {"id":"m2","role":"assistant","parts":[{"type":"text","text":"Ann."}],"metadata":{"createdAt":1714557603000}},
            {"id":"m4","role":"assistant","parts":[{"type":"text"}]}]},
        {"id":"c2","messages":"none"}
    ]"#;
    let options = || ImportOptions::new(ImportFormat::Chats).source("old").author(ANN);
    let dry = push(&transcripts, options().dry_run(true), file, 50).await.finish().await.unwrap();
    let report = push(&transcripts, options(), file, 50).await.finish().await.unwrap();
    assert_eq!((&dry.sessions, &dry.not_imported), (&report.sessions, &report.not_imported));
    let reasons: Vec<_> = report.not_imported.iter().map(|left| left.at.as_str()).collect();
    assert_eq!(reasons, ["chats[0].messages[3]", "chats[1]"]);
    assert_eq!((report.sessions[0].name.as_str(), report.sessions[0].messages), ("Spam wave", 3));
    let session = report.sessions[0].id;
    let found = messages(&robots, session).await;
    let parts: Vec<_> = found.iter().map(|message| message.parts.as_str()).collect();
    assert_eq!(
        parts,
        [
            r#"[{"type":"text","text":"Who?"},{"type":"file","mediaType":"image/png","url":"https://x/a.png","filename":"a.png"}]"#,
            r#"[{"type":"tool-find","toolCallId":"t","state":"output-available","input":{"n":1.0},"output":null}]"#,
            r#"[{"type":"text","text":"Ann."}]"#,
        ]
    );
    let times: Vec<_> = found.iter().map(|message| message.created_at.to_string()).collect();
    assert_eq!(times, ["2024-05-01T10:00:01Z", "2024-05-01T10:00:01Z", "2024-05-01T10:00:03Z"]);
    let names: Vec<_> = found.iter().map(|message| message.annotations.client_id.as_deref()).collect();
    assert_eq!(names, [Some("m1"), Some("m2"), None], "of two with one id the first keeps it");
    assert_eq!(found[0].author.as_ref().map(|ann| ann.id), Some(ANN));

    let again = push(&transcripts, options(), file, 9).await.finish().await.unwrap();
    assert!(again.sessions[0].existed, "a second run changes nothing");
    let changed =
        push(&transcripts, options(), &file.replace("Ann.", "Ben."), 9).await.finish().await.unwrap();
    assert_eq!((changed.sessions.len(), changed.not_imported_count), (0, 3), "{changed:?}");
    assert_eq!(messages(&robots, session).await, found);
    let text = export(&transcripts, session, ExportFormat::Lines).await;
    let (_, others) = service();
    import(&others, &text, 99).await;
    assert_eq!(export(&others, session, ExportFormat::Lines).await, text, "who imported it first goes along");
}

#[tokio::test]
async fn people_and_the_sdk_can_read_an_export() {
    let (robots, transcripts) = service();
    let session = robots.start_session(ANN, NewSession::default().name("Spam wave")).await.unwrap().id;
    for number in 0..150 {
        robots.append(ANN, session, say(&format!("message {number}"))).await.unwrap();
    }
    let call = Part::tool("find", "c").input(Json::parse(r#"{"q":"```"}"#).unwrap());
    let answer = NewMessage::assistant([call.output(Json::parse("[]").unwrap())]).unwrap();
    robots.append(ANN, session, answer).await.unwrap();
    let array = export(&transcripts, session, ExportFormat::Messages).await;
    let parsed = NewMessage::parse_chat(&array).unwrap();
    assert_eq!(parsed.len(), 151);
    assert_eq!(parsed[149].parts.text(), "message 149");
    let text = export(&transcripts, session, ExportFormat::Markdown).await;
    assert!(text.starts_with("# Spam wave\n\n## "), "{text}");
    assert_eq!(text.matches("\n## ").count(), 151);
    assert!(text.contains("**find** (output-available)\n\ninput:\n````json\n"), "{text}");
}
