//! Large things go in and out with little memory: files, and the import of many sessions. Memory is counted by the allocator
//! of this program.

use std::{
    alloc::System,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};
use storyden_robots::{Files, Result, SqliteOptions, SqliteStore};

#[global_allocator]
static MEMORY: PeakMemAlloc<System> = PeakMemAlloc::system();

/// Lets one test run at a time.
static TURN: Mutex<()> = Mutex::new(());

const MIB: usize = 1 << 20;
const SIZE: usize = 100 * MIB;
const PIECE: usize = 64 << 10;

/// Makes bytes that are never in memory all at once.
struct Noise(usize);

fn piece(number: usize) -> Bytes {
    (0..PIECE).map(|at| (at * 31 + number * 7919).to_le_bytes()[0]).collect::<Vec<_>>().into()
}

impl futures_core::Stream for Noise {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 * PIECE == SIZE {
            return Poll::Ready(None);
        }
        self.0 += 1;
        Poll::Ready(Some(Ok(piece(self.0 - 1))))
    }
}

#[test]
fn a_file_of_100_mb_goes_in_and_out_with_less_than_16_mib_of_memory() {
    let _alone = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
        let files = Files::in_store(SqliteStore::open(options).await.unwrap());
        MEMORY.reset_peak_memory();
        let file = files.put("application/x-noise", u64::MAX, Box::pin(Noise(0))).await.unwrap();
        let put = MEMORY.get_peak_memory();
        assert_eq!(file.size, SIZE as u64);

        MEMORY.reset_peak_memory();
        let mut content = files.get(file.id, 0..u64::MAX).await.unwrap();
        let (mut expected, mut number, mut read) = (Bytes::new(), 0, 0);
        while let Some(mut found) = content.next().await.unwrap() {
            read += found.len();
            while !found.is_empty() {
                if expected.is_empty() {
                    expected = piece(number);
                    number += 1;
                }
                let length = found.len().min(expected.len());
                assert!(found.split_to(length) == expected.split_to(length), "piece {number}");
            }
        }
        let get = MEMORY.get_peak_memory();
        println!("put {put}, get {get}");
        assert_eq!(read, SIZE);
        assert!(put < 16 * MIB, "put: {put} bytes");
        assert!(get < 16 * MIB, "get: {get} bytes");
    });
}

#[cfg(feature = "axum")]
mod over_http {
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
    use storyden_robots::{
        AccountId, AllowAll, NewSession, Robots, StaticProfiles,
        http::{self, StaticAuthenticator},
    };
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
    };

    use super::*;

    const ANN: AccountId = AccountId::from_bytes([1; 12]);

    /// Sends a request piece by piece, and returns the status and how long the answer is.
    async fn send(
        stream: &mut TcpStream,
        head: String,
        pieces: impl Iterator<Item = Vec<u8>>,
    ) -> (String, usize) {
        stream.write_all(head.as_bytes()).await.unwrap();
        for piece in pieces {
            stream.write_all(&piece).await.unwrap();
        }
        let (mut buffer, mut start, mut length) = (vec![0; 64 << 10], Vec::new(), 0);
        loop {
            let read = stream.read(&mut buffer).await.unwrap();
            if read == 0 {
                return (String::from_utf8_lossy(&start).into_owned(), length);
            }
            length += read;
            if start.len() < 2000 {
                start.extend_from_slice(&buffer[..read.min(2000)]);
            }
        }
    }

    #[test]
    fn a_message_with_a_file_of_20_mb_needs_less_than_8_mib_of_memory() {
        let _alone = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
            let store = SqliteStore::open(options).await.unwrap();
            let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
            let robots = robots.with_files(Files::in_store(store));
            let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
            let api = http::router(robots, StaticAuthenticator::new().cookie("ann", ANN));
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let addr = listener.local_addr().unwrap();
            tokio::spawn(async move { axum::serve(listener, api).await });

            // Three bytes are four digits, so pieces of a multiple of three join without padding.
            let bytes: Vec<u8> = (0..48 * 1024_usize).map(|at| (at * 31).to_le_bytes()[0]).collect();
            let digits = BASE64.encode(&bytes).into_bytes();
            let pieces = 20_000_000 / bytes.len();
            let before = br#"{"role":"user","parts":[{"type":"file","url":"data:image/x-raw;base64,"#.to_vec();
            let behind = br#"","mediaType":"image/x-raw"}]}"#.to_vec();
            let length = before.len() + pieces * digits.len() + behind.len();
            let head = |method: &str, path: String, more: String| {
                format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: storyden-session=ann\r\n{more}\r\n")
            };
            let post = head(
                "POST",
                format!("/robots/sessions/{session}/messages"),
                format!("content-type: application/json\r\ncontent-length: {length}\r\n"),
            );
            let mut stream = TcpStream::connect(addr).await.unwrap();
            MEMORY.reset_peak_memory();
            let body = std::iter::once(before)
                .chain((0..pieces).map(|_| digits.clone()))
                .chain(std::iter::once(behind));
            let (answer, _) = send(&mut stream, post, body).await;
            let sent = MEMORY.get_peak_memory();
            assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
            let path = &answer[answer.find("/robots/files/").expect("an address")..];
            let path = path[..path.find('"').unwrap()].to_owned();

            let mut stream = TcpStream::connect(addr).await.unwrap();
            MEMORY.reset_peak_memory();
            let (answer, length) = send(&mut stream, head("GET", path, String::new()), std::iter::empty()).await;
            let read = MEMORY.get_peak_memory();
            println!("sent {sent}, read {read}");
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(length > pieces * bytes.len(), "{length}");
            assert!(sent < 8 * MIB, "sending: {sent} bytes");
            assert!(read < 8 * MIB, "reading: {read} bytes");
        });
    }
}

mod an_import {
    use std::{
        path::{Path, PathBuf},
        time::Instant,
    };

    use storyden_robots::{
        AccountId, AllowAll, Robots, SessionId, StaticProfiles, StorydenSource, Transcripts,
        rusqlite::Connection,
    };

    use super::*;

    const ADMIN: AccountId = AccountId::from_bytes([1; 12]);

    /// Writes so many sessions of 20 events, as Storyden writes them.
    fn many(folder: &Path, sessions: u32) -> PathBuf {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/storyden/head");
        let path = folder.join("many.sqlite");
        std::fs::copy(fixture.with_extension("sqlite"), &path).unwrap();
        let mut connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let names = std::fs::read_to_string(fixture.with_extension("names.json")).unwrap();
        let names: serde_json::Value = serde_json::from_str(&names).unwrap();
        let plain = names["sessions"]["plain"].as_str().unwrap().to_owned();
        let transaction = connection.transaction().unwrap();
        transaction.execute("DELETE FROM robot_sessions WHERE id <> ?1", [&plain]).unwrap();
        for table in ["messages", "inputs", "turns", "views"] {
            let sql = format!("DELETE FROM robot_session_{table} WHERE session_id <> ?1");
            transaction.execute(&sql, [&plain]).unwrap();
        }
        let columns = |table: &str, ours: &[(&str, &str)]| {
            let mut names = transaction.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
            let names: Vec<String> =
                names.query_map([table], |row| row.get(0)).unwrap().map(|name| name.unwrap()).collect();
            let values: Vec<_> = names
                .iter()
                .map(|name| {
                    ours.iter()
                        .find(|(own, _)| own == name)
                        .map_or(name.clone(), |(_, value)| (*value).to_owned())
                })
                .collect();
            format!("INSERT INTO {table} ({}) SELECT {} FROM {table}", names.join(", "), values.join(", "))
        };
        let session = columns("robot_sessions", &[("id", "?1"), ("next_event_sequence", "20")]);
        let message = columns(
            "robot_session_messages",
            &[("id", "?1"), ("session_id", "?2"), ("sequence", "?3"), ("turn_id", "NULL")],
        );
        let mut session = transaction.prepare(&format!("{session} WHERE id = ?2")).unwrap();
        let visible = "event_kind = 'message' AND hidden_from_projection = 0";
        let mut message = transaction
            .prepare(&format!(
                "{message} WHERE session_id = ?4 AND {visible} ORDER BY sequence LIMIT 1 OFFSET ?5"
            ))
            .unwrap();
        let id = |kind: u8, number: u32| {
            let mut bytes = [kind; 12];
            bytes[4..8].copy_from_slice(&number.to_be_bytes());
            SessionId::from_bytes(bytes).to_string()
        };
        for number in 0..sessions {
            let own = id(120, number);
            session.execute((&own, &plain)).unwrap();
            for event in 0..20 {
                message.execute((id(121, number * 20 + event), &own, event + 1, &plain, event % 3)).unwrap();
            }
        }
        drop((session, message));
        transaction.commit().unwrap();
        path
    }

    /// Returns how much memory this process has that is in no file, in kilobytes: also that of SQLite.
    fn resident() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("RssAnon"));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
    }

    /// How many sessions: as told by `ROBOTS_TEST_SESSIONS`, or few.
    #[test]
    fn of_many_sessions_needs_no_more_memory_than_of_few() {
        let _alone = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let told = std::env::var("ROBOTS_TEST_SESSIONS").ok().and_then(|told| told.parse().ok());
        let sessions = told.unwrap_or(500_u32);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let path = many(folder.path(), sessions);
            let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
            let store = SqliteStore::open(options).await.unwrap();
            let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
            let (mut told, began) = (Vec::new(), Instant::now());
            let report = Transcripts::new(robots, store)
                .import_storyden(ADMIN, &StorydenSource::Sqlite(path), false, |progress| {
                    if progress.sessions % u64::from(sessions / 10) == 0 {
                        // What is counted is how much more there was at the most, since the second tenth.
                        told.push((MEMORY.get_peak_memory(), resident()));
                        if told.len() == 2 {
                            MEMORY.reset_peak_memory();
                        }
                    }
                })
                .await
                .unwrap();
            let rows = f64::from(sessions) * 20.0 / began.elapsed().as_secs_f64();
            println!("{sessions} sessions, {rows:.0} rows a second; bytes of Rust, kB resident: {told:?}");
            assert_eq!(report.sessions["new"], u64::from(sessions) + 1);
            let (early, late) = (told[2], told[9]);
            assert!(late.0 < early.0 + (64 << 10), "{early:?} became {late:?}");
            // SQLite fills its cache of pages, 16 MiB, and no more.
            assert!(late.1 < early.1 + 20_000, "{early:?} became {late:?}");
        });
    }
}
