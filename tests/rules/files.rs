//! Files in messages: what comes in is lifted, the record stays small, and what goes out is what came in.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use storyden_robots::{
    AccountId, AllowAll, ErrorKind, ExportFormat, FILE_SCHEME, FileId, FileOutcome, FileRepository,
    FileSweep, Files, Fork, ImportFormat, ImportOptions, ImportedMessage, KeptFile, Limits, MemoryStore,
    Message, MessageRole, ModelContext, ModelFile, ModelPart, NewMessage, NewSession, Parts, Robots, Session,
    SessionId, StaticProfiles, Store, TranscriptRepository, Transcripts, WindowRequest,
    stream::{Assembler, Chunk},
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

/// Lifts every data URL, however short.
fn all() -> Limits {
    Limits { store_files_over: Some(0), ..Limits::default() }
}

struct Scene {
    robots: Robots,
    files: Files,
    session: SessionId,
}

impl Scene {
    async fn new(limits: Limits) -> Self {
        let store = MemoryStore::new();
        let files = Files::in_store(store.clone());
        let robots = Robots::new(store, AllowAll, StaticProfiles::default());
        let robots = robots.with_limits(limits).with_files(files.clone());
        let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
        Self { robots, files, session }
    }

    async fn append(&self, parts: &str) -> Message {
        let message = NewMessage::new(MessageRole::User, Parts::parse(parts.to_owned()).unwrap());
        self.robots.append(ANN, self.session, message).await.unwrap().messages.remove(0)
    }

    async fn whole(&self, message: Message) -> Value {
        let whole = self.robots.inline_files(ANN, message).await.unwrap();
        serde_json::from_str(whole.parts.as_str()).unwrap()
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn picture(length: usize, seed: u8) -> Vec<u8> {
    let noise = (0_u32..).map(|number| number.wrapping_mul(0x9e37_79b1).to_be_bytes()[1] ^ seed);
    PNG.iter().copied().chain(noise).take(length).collect()
}

fn data_url(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", BASE64.encode(bytes))
}

fn file_part(url: &str) -> String {
    format!(r#"{{"type":"file","mediaType":"image/png","url":"{url}","filename":"shot.png"}}"#)
}

#[tokio::test]
async fn a_picture_of_5_mb_is_lifted_and_comes_back_equal_to_the_byte() {
    let scene = Scene::new(Limits::default()).await;
    let bytes = picture(5_000_000, 0);
    let parts = format!(r#"[{{"type":"text","text":"See"}}, {}]"#, file_part(&data_url(&bytes)));
    let stored = scene.append(&parts).await;
    assert!(stored.parts.len_bytes() < 300, "{} bytes", stored.parts.len_bytes());
    let id = FileId::of(&bytes);
    assert!(stored.parts.as_str().contains(&format!("\"{FILE_SCHEME}{id}\"")));
    assert_eq!(scene.files.get(id, 0..u64::MAX).await.unwrap().bytes().await.unwrap(), bytes);
    let whole = scene.robots.inline_files(ANN, stored).await.unwrap();
    assert_eq!(whole.parts.as_str(), parts);
}

/// Returns what the three releases of the SDK make of their vectors: the name and the parts of each message.
fn corpus() -> Vec<(String, Parts)> {
    let mut corpus = Vec::new();
    for version in [5, 6, 7] {
        let path = format!("{}/tests/vectors/ai{version}.json", env!("CARGO_MANIFEST_DIR"));
        let vectors: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for case in vectors["cases"].as_array().unwrap() {
            let mut assembler = Assembler::new();
            for step in case["steps"].as_array().unwrap() {
                let text = step["chunk"].to_string();
                let _ = Chunk::parse(&text).and_then(|chunk| assembler.push(&chunk));
            }
            corpus.push((format!("{version}: {}", case["name"]), assembler.parts()));
        }
    }
    corpus
}

#[tokio::test]
async fn messages_of_every_release_of_the_sdk_come_out_as_they_came_in() {
    let scene = Scene::new(all()).await;
    let mut lifted = 0;
    for (name, parts) in corpus() {
        let given: Value = serde_json::from_str(parts.as_str()).unwrap();
        let stored = scene.append(parts.as_str()).await;
        lifted += usize::from(stored.parts.as_str().contains(FILE_SCHEME));
        assert_eq!(scene.whole(stored.clone()).await, given, "{name}");
        // The record says the same again.
        let again = scene.robots.message(ANN, scene.session, stored.id).await.unwrap();
        assert_eq!(scene.whole(again).await, given, "{name}");
    }
    assert!(lifted >= 3, "{lifted} messages with files were lifted");
}

/// Takes an import of the SDK's chats or of an export, and returns its only session.
async fn import(transcripts: &Transcripts, format: ImportFormat, text: &str) -> SessionId {
    let mut import = transcripts.import(ANN, ImportOptions::new(format)).await.unwrap();
    for piece in text.as_bytes().chunks(100_000) {
        import.push(piece).await.unwrap();
    }
    let report = import.finish().await.unwrap();
    assert_eq!((report.sessions.len(), report.not_imported.len()), (1, 0), "{report:?}");
    report.sessions[0].id
}

/// Messages go in, their files are lifted, and they come out by an export: equal to the byte, from one store to another, by
/// the lines of the export and as a chat of the SDK.
async fn messages_come_out_as_they_went_in<S, T>(from: S, to: T, given: &[String])
where
    S: Store + FileRepository + TranscriptRepository + Clone,
    T: Store + FileRepository + TranscriptRepository + Clone,
{
    #[derive(Deserialize)]
    struct Out<'a> {
        #[serde(borrow)]
        parts: &'a RawValue,
    }
    let check = |messages: &str| {
        let out: Vec<Out<'_>> = serde_json::from_str(messages).unwrap();
        assert_eq!(out.iter().map(|message| message.parts.get()).collect::<Vec<_>>(), given);
    };
    let ((scene, here), (_, there)) = (with_transcripts(from).await, with_transcripts(to).await);
    for parts in given {
        scene.append(parts).await;
    }
    let messages = export(&here, scene.session, ExportFormat::Messages).await;
    check(&messages);
    let lines = export(&here, scene.session, ExportFormat::Lines).await;
    let copy = import(&there, ImportFormat::Lines, &lines).await;
    assert!(export(&there, copy, ExportFormat::Lines).await == lines, "the lines of {lines}");
    let chat = import(&there, ImportFormat::Chats, &messages).await;
    check(&export(&there, chat, ExportFormat::Messages).await);
}

/// Returns parts with files of this length in place of the short ones of the corpus.
fn with_files(parts: &Parts, length: usize, seed: u8) -> String {
    let mut files = 0;
    let pieces = parts.as_str().split("base64,AAAA\"").map(str::to_owned);
    let pieces = pieces.reduce(|text, piece| {
        files += 1;
        format!("{text}base64,{}\"{piece}", BASE64.encode(picture(length, seed + files)))
    });
    pieces.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// The longest are lifted, those below 8 KiB are not.
    #[test]
    fn corpora_of_the_sdk_with_files_of_any_length_come_out_as_they_went_in(
        chosen in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..20_000, 0_u8..4), 1..30),
    ) {
        let corpus = corpus();
        let with: Vec<_> = corpus.iter().filter(|(_, parts)| parts.as_str().contains("AAAA\"")).collect();
        // Half of the messages have files.
        let given = chosen.iter().enumerate().map(|(number, (index, length, seed))| {
            let parts = if number % 2 == 0 { &index.get(&with).1 } else { &index.get(&corpus).1 };
            with_files(parts, *length, *seed)
        });
        let given: Vec<_> = given.collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(messages_come_out_as_they_went_in(MemoryStore::new(), MemoryStore::new(), &given));
        #[cfg(feature = "sqlite")]
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let disk = on_disk::store(&folder.path().join("robots.db")).await;
            messages_come_out_as_they_went_in(disk.clone(), MemoryStore::new(), &given).await;
            messages_come_out_as_they_went_in(MemoryStore::new(), disk, &given).await;
        });
    }
}

#[tokio::test]
async fn what_cannot_be_made_again_stays_as_it_is() {
    let scene = Scene::new(all()).await;
    for url in [
        "data:image/png;base64,AAA",
        "data:image/png;base64,AAB=",
        "data:image/png;base64,AA==AA==",
        "data:image/png;base64,AA-_",
        "data:image/png;base64,AA AA",
        "data:image/png,AAAA",
        "data:image/gif;base64,AAAA",
        "data:image/png;charset=x;base64,AAAA",
        "https://example.com/a.png",
        "robots-file:1",
        "",
    ] {
        let parts = format!("[{}]", file_part(url));
        assert_eq!(scene.append(&parts).await.parts.as_str(), parts, "{url}");
    }
    let elsewhere = format!(r#"[{{"type":"data-x","data":{}}}]"#, file_part("data:image/png;base64,AAAA"));
    assert_eq!(scene.append(&elsewhere).await.parts.as_str(), elsewhere);
    assert_eq!(scene.files.rows().list_files(None, None, 10).await.unwrap(), []);
    // An escaped slash is the same URL.
    let escaped = format!("[{}]", file_part(r"data:image\/png;base64,AAAA"));
    let stored = scene.append(&escaped).await;
    assert!(stored.parts.as_str().contains(FILE_SCHEME));
    assert_eq!(scene.whole(stored).await, serde_json::from_str::<Value>(&escaped).unwrap());
}

#[tokio::test]
async fn nothing_is_lifted_without_files_or_below_the_limit_or_if_it_is_off() {
    let parts = format!("[{}]", file_part(&data_url(&picture(20_000, 0))));
    let message = NewMessage::new(MessageRole::User, Parts::parse(parts.clone()).unwrap());
    let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let stored = robots.append(ANN, session, message).await.unwrap().messages.remove(0);
    assert_eq!(stored.parts.as_str(), parts);
    let off = Scene::new(Limits { store_files_over: None, ..Limits::default() }).await;
    assert_eq!(off.append(&parts).await.parts.as_str(), parts);
    let high = Scene::new(Limits { store_files_over: Some(30_000), ..Limits::default() }).await;
    assert_eq!(high.append(&parts).await.parts.as_str(), parts);
    let low = Scene::new(Limits::default()).await;
    assert!(low.append(&parts).await.parts.as_str().contains(FILE_SCHEME));
}

#[tokio::test]
async fn limits_are_of_the_message_without_its_files_and_of_each_file() {
    let limits = Limits { message_bytes: 10_000, file_bytes: 50_000, ..Limits::default() };
    let scene = Scene::new(limits).await;
    let append = async |parts: String| {
        let message = NewMessage::new(MessageRole::User, Parts::parse(parts).unwrap());
        scene.robots.append(ANN, scene.session, message).await.map_err(|error| error.to_string())
    };
    let file = |length| file_part(&data_url(&picture(length, 0)));
    assert!(append(format!("[{},{}]", file(50_000), file(49_000))).await.is_ok());
    let refused = append(format!("[{}]", file(50_001))).await.unwrap_err();
    assert_eq!(refused, "parts[0].file: 50001 bytes are over the limit of 50000");
    let text = format!(r#"{{"type":"text","text":"{}"}}"#, "a".repeat(10_000));
    assert!(
        append(format!("[{text},{}]", file(9_000))).await.unwrap_err().contains("over the limit of 10000")
    );
    // What could not be lifted counts.
    let url = format!("data:image/png;base64,{}", "!".repeat(20_000));
    assert!(append(format!("[{}]", file_part(&url))).await.unwrap_err().contains("over the limit of 10000"));
}

#[tokio::test]
async fn a_file_that_a_draft_brings_is_lifted_when_it_comes() {
    let scene = Scene::new(Limits::default()).await;
    let bytes = picture(3_000_000, 0);
    let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let mut draft = scene.robots.begin_draft(ANN, scene.session, answer).await.unwrap().draft().unwrap();
    let url = data_url(&bytes);
    let chunk = format!(r#"{{"type":"file","url":"{url}","mediaType":"image/png"}}"#);
    let chunk = Chunk::parse(&chunk).unwrap();
    draft.push(&chunk).await.unwrap();
    assert!(draft.parts().as_str().contains(FILE_SCHEME));
    let message = draft.finish().await.unwrap();
    let record = scene.robots.message(ANN, scene.session, message.id).await.unwrap();
    assert_eq!(record.annotations.files.len(), 1, "the record says where");
    assert!(!scene.files.delete(FileId::of(&bytes)).await.unwrap(), "the message has it");
    assert_eq!(scene.whole(record).await[0]["url"], url.as_str());
}

#[tokio::test]
async fn an_edit_with_the_served_address_keeps_the_file_and_one_without_releases_it() {
    let scene = Scene::new(Limits::default()).await;
    let bytes = picture(20_000, 0);
    let id = FileId::of(&bytes);
    let stored = scene.append(&format!("[{}]", file_part(&data_url(&bytes)))).await;
    let edit = async |revision, url: String| {
        let content =
            NewMessage::new(MessageRole::User, Parts::parse(format!("[{}]", file_part(&url))).unwrap());
        scene.robots.edit_message(ANN, scene.session, stored.id, revision, content).await.unwrap()
    };
    let served = edit(stored.revision, format!("https://forum.example/api/robots/files/{id}")).await;
    assert_eq!(served.parts, stored.parts);
    assert!(!scene.files.delete(id).await.unwrap());
    let other = format!("https://elsewhere.example/robots/files/{}", FileId::of(b"another's"));
    let kept = edit(served.revision, other.clone()).await;
    assert!(kept.parts.as_str().contains(&other), "what is not here is another's");
    assert!(scene.files.delete(id).await.unwrap(), "nobody has it");
    let gone = NewMessage::new(
        MessageRole::User,
        Parts::parse(format!("[{}]", file_part(&format!("{FILE_SCHEME}{id}")))).unwrap(),
    );
    let refused = scene.robots.append(ANN, scene.session, gone).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn twenty_pictures_in_fifty_messages_weigh_as_much_as_short_urls() {
    let weigh = async |with_files: bool| {
        let scene = Scene::new(Limits::default()).await;
        for number in 0..50_u8 {
            let text = format!(r#"{{"type":"text","text":"{}"}}"#, "word ".repeat(100));
            let url = if with_files {
                data_url(&picture(200_000, number))
            } else {
                "https://a.example/b".to_owned()
            };
            let file = if number % 5 < 2 { format!(",{}", file_part(&url)) } else { String::new() };
            scene.append(&format!("[{text}{file}]")).await;
        }
        let mut body = Vec::new();
        scene.robots.session_json(ANN, scene.session, WindowRequest::newest(50), &mut body).await.unwrap();
        let session: Session = serde_json::from_slice(&body).unwrap();
        let served = session.message_list.messages.iter().map(|message| message.parts.as_str());
        let served = served.filter(|parts| parts.contains("\"/robots/files/")).count();
        assert_eq!(served, if with_files { 20 } else { 0 });
        assert!(!String::from_utf8(body.clone()).unwrap().contains(FILE_SCHEME));
        body.len()
    };
    let (files, urls) = (weigh(true).await, weigh(false).await);
    assert!(files * 10 <= urls * 11, "{files} bytes with files, {urls} with short URLs");
}

#[tokio::test]
async fn a_sweep_deletes_what_nobody_has_and_says_so_before() {
    let scene = Scene::new(Limits::default()).await;
    scene.append(&format!("[{}]", file_part(&data_url(&picture(20_000, 0))))).await;
    let mut left = Vec::new();
    for name in ["a", "b", "c"] {
        left.push(scene.files.put_bytes("text/plain", name.into()).await.unwrap());
    }
    left.sort_by_key(|file| file.id);
    let sweep = FileSweep { grace: Duration::ZERO, ..FileSweep::default() };
    let young = scene.robots.sweep_files(ANN, FileSweep::default()).await.unwrap();
    assert!(young.files.is_empty() && !young.more, "all are younger than the grace time");
    let dry = scene.robots.sweep_files(ANN, FileSweep { dry_run: true, ..sweep }).await.unwrap();
    assert_eq!(dry.files, left);
    let some = scene.robots.sweep_files(ANN, FileSweep { limit: 2, ..sweep }).await.unwrap();
    assert_eq!((some.files.len(), some.more), (2, true));
    let rest = scene.robots.sweep_files(ANN, sweep).await.unwrap();
    assert_eq!((rest.files, rest.more), (left[2..].to_vec(), false));
    assert_eq!(scene.files.rows().list_files(None, None, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_model_is_sent_bytes_or_an_address_or_hears_that_a_file_is_gone() {
    let scene = Scene::new(Limits::default()).await;
    let bytes = picture(1_000_000, 0);
    scene.append(&format!("[{}]", file_part(&data_url(&bytes)))).await;
    let context = ModelContext::new(2_000).file_tokens(500);
    let context = scene.robots.model_context(ANN, scene.session, &context).await.unwrap();
    let messages = context.model_messages();
    let ModelPart::File(file) = &messages[0].content[0] else { panic!("a file") };
    assert_eq!(file.stored(), Some(FileId::of(&bytes)));
    let loaded = scene.robots.load_file(ANN, file, 1 << 20).await.unwrap();
    assert_eq!(
        loaded,
        FileOutcome::Bytes { media_type: "image/png".to_owned(), bytes: bytes.clone().into() }
    );
    let too_large = scene.robots.load_file(ANN, file, 1000).await.unwrap_err();
    assert_eq!(too_large.kind(), ErrorKind::TooLarge);
    let inside = ModelFile::at("image/png", "data:image/png;base64,AAAA");
    let loaded = scene.robots.load_file(ANN, &inside, 3).await.unwrap();
    assert_eq!(loaded, FileOutcome::Bytes { media_type: "image/png".to_owned(), bytes: vec![0; 3].into() });
    let url = "https://example.com/a.png";
    let loaded = scene.robots.load_file(ANN, &ModelFile::at("image/png", url), 3).await.unwrap();
    assert_eq!(loaded, FileOutcome::Url(url.to_owned()));
    let gone = FileId::of(b"gone");
    let gone_file = ModelFile::at("image/png", format!("{FILE_SCHEME}{gone}"));
    assert_eq!(scene.robots.load_file(ANN, &gone_file, 3).await.unwrap(), FileOutcome::Missing(gone));
}

/// A session with a picture of 20 kB, imported or forked by `Transcripts` over the same store.
async fn with_transcripts<S>(store: S) -> (Scene, Transcripts)
where
    S: Store + FileRepository + TranscriptRepository + Clone,
{
    let files = Files::in_store(store.clone());
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_files(files.clone());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let transcripts = Transcripts::new(robots.clone(), store);
    (Scene { robots, files, session }, transcripts)
}

async fn export(transcripts: &Transcripts, session: SessionId, format: ExportFormat) -> String {
    let mut export = transcripts.export(ANN, session, format).await.unwrap();
    let mut text = Vec::new();
    while let Some(piece) = export.next().await.unwrap() {
        text.extend(piece);
    }
    String::from_utf8(text).unwrap()
}

async fn a_fork_shares_files<S>(store: S)
where
    S: Store + FileRepository + TranscriptRepository + Clone,
{
    let (scene, transcripts) = with_transcripts(store).await;
    let (shared, own) = (picture(20_000, 0), picture(20_000, 1));
    let said = scene.append(&format!("[{}]", file_part(&data_url(&shared)))).await;
    scene.append(&format!("[{}]", file_part(&data_url(&own)))).await;
    let fork = transcripts.fork(ANN, scene.session, Fork::at(said.id)).await.unwrap().id;
    let id = FileId::of(&shared);
    let mut both = scene.files.sessions_with(id, 10).await.unwrap();
    both.sort_unstable();
    let mut expected = vec![scene.session, fork];
    expected.sort_unstable();
    assert_eq!(both, expected, "the fork has the file too");

    for dry_run in [true, false] {
        let receipt = scene.robots.erase_session(ANN, scene.session, dry_run).await.unwrap();
        assert_eq!(receipt.kept_files, [KeptFile::new(id, vec![fork])], "the fork keeps it");
        assert_eq!(receipt.rows["files"], 1, "the other one had no other message");
    }
    assert_eq!(scene.files.stat(FileId::of(&own)).await.unwrap_err().kind(), ErrorKind::NotFound);
    let copied = scene.robots.session(ANN, fork, WindowRequest::default()).await.unwrap();
    let whole = scene.whole(copied.message_list.messages[0].clone()).await;
    assert_eq!(whole[0]["url"], data_url(&shared).as_str());
    let receipt = scene.robots.erase_session(ANN, fork, false).await.unwrap();
    assert_eq!((receipt.kept_files, receipt.rows["files"]), (vec![], 1));
    assert_eq!(scene.files.rows().list_files(None, None, 10).await.unwrap(), []);
}

async fn an_export_has_the_data_urls_and_its_import_lifts_them<S>(from: S, to: S)
where
    S: Store + FileRepository + TranscriptRepository + Clone,
{
    let (scene, transcripts) = with_transcripts(from).await;
    let pictures: Vec<_> = (0..3).map(|number| picture(1_200_000, number)).collect();
    let mut given = Vec::new();
    for bytes in &pictures {
        let parts = format!(r#"[{{"type":"text","text":"See"}},{}]"#, file_part(&data_url(bytes)));
        scene.append(&parts).await;
        given.push(parts);
    }
    let lines = export(&transcripts, scene.session, ExportFormat::Lines).await;
    let messages = export(&transcripts, scene.session, ExportFormat::Messages).await;
    for parts in &given {
        assert!(lines.contains(&**parts) && messages.contains(&**parts), "equal to the byte");
    }
    assert!(!lines.contains(FILE_SCHEME) && !messages.contains(FILE_SCHEME));

    let (there, imported) = with_transcripts(to).await;
    import(&imported, ImportFormat::Lines, &lines).await;
    let taken = there.robots.session(ANN, scene.session, WindowRequest::default()).await.unwrap();
    for (message, bytes) in taken.message_list.messages.iter().zip(&pictures) {
        assert!(message.parts.as_str().contains(FILE_SCHEME) && message.parts.len_bytes() < 300);
        assert!(!there.files.delete(FileId::of(bytes)).await.unwrap(), "the message has it");
    }
    let again = export(&imported, scene.session, ExportFormat::Messages).await;
    assert_eq!(again, messages);
}

#[tokio::test]
async fn a_fork_shares_files_in_memory() {
    a_fork_shares_files(MemoryStore::new()).await;
}

#[tokio::test]
async fn an_export_goes_from_memory_to_memory() {
    an_export_has_the_data_urls_and_its_import_lifts_them(MemoryStore::new(), MemoryStore::new()).await;
}

#[tokio::test]
async fn files_of_imported_messages_and_chats_are_lifted() {
    let (scene, transcripts) = with_transcripts(MemoryStore::new()).await;
    let pictures: Vec<_> = (0..2).map(|number| picture(5_000_000, number)).collect();
    let parts = |bytes: &[u8]| format!("[{}]", file_part(&data_url(bytes)));
    let said = NewMessage::new(MessageRole::User, Parts::parse(parts(&pictures[0])).unwrap());
    let said = [Ok(ImportedMessage::from(said))];
    transcripts.import_messages(ANN, scene.session, "old", said).await.unwrap();

    let chat =
        format!(r#"{{"id":"c","messages":[{{"id":"m","role":"user","parts":{}}}]}}"#, parts(&pictures[1]));
    let mut chats = Vec::new();
    for dry_run in [true, false] {
        let options = ImportOptions::new(ImportFormat::Chats).dry_run(dry_run);
        let mut import = transcripts.import(ANN, options).await.unwrap();
        import.push(chat.as_bytes()).await.unwrap();
        let report = import.finish().await.unwrap();
        assert_eq!((report.sessions[0].messages, report.not_imported.len()), (1, 0), "{report:?}");
        let files = scene.files.rows().list_files(None, None, 10).await.unwrap().len();
        assert_eq!(files, if dry_run { 1 } else { 2 }, "a dry run stores nothing");
        chats.push(report.sessions[0].id);
    }
    for (session, bytes) in [scene.session, chats[1]].into_iter().zip(&pictures) {
        let found = scene.robots.session(ANN, session, WindowRequest::default()).await.unwrap();
        let message = found.message_list.messages[0].clone();
        assert!(message.parts.as_str().contains(FILE_SCHEME) && message.parts.len_bytes() < 300);
        assert!(!scene.files.delete(FileId::of(bytes)).await.unwrap(), "the message has it");
        assert_eq!(scene.whole(message).await[0]["url"], data_url(bytes).as_str());
    }
}

#[cfg(feature = "object-store")]
mod objects;
#[cfg(feature = "sqlite")]
mod on_disk;
