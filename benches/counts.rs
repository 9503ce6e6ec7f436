//! Counts, which are the same on a busy machine as on an idle one: instructions, allocations, heap, bytes on disk.
//!
//! `cargo bench --all-features --bench counts [-- operations|disk|log]`, with `FULL=1` for a session of a million messages and a
//! million sessions (2 GB on disk, made once). It starts itself under valgrind's callgrind; without
//! valgrind the instructions are left out. They are those of all threads together, in user space.

mod bench;

use std::{
    alloc::System,
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use bench::{
    data::{self, ANN, folder},
    floor,
    view::View,
};
use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait as _};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use storyden_robots::{
    AccountId, Append, Cursor, NewMessage, NewSession, Offset, PageRequest, Part, Parts, Permission, Profile,
    Robots, SessionFilter, SessionOrder, SessionRepository, SqliteOptions, SqliteStore, StaticPermissions,
    StaticProfiles, Timestamp, WindowRequest,
    conformance::Sample,
    repository::{ChangeLimit, MessageBatch, MessageChange, MessageUpdate, Write},
    stream::{Chunk, ChunkLog},
};
use tokio::runtime::{Builder, Runtime};

/// What Rust allocates. SQLite's own heap is not in it: that is bounded by the size of its cache.
#[global_allocator]
static HEAP: PeakMemAlloc<&StatsAlloc<System>> = PeakMemAlloc::new(&INSTRUMENTED_SYSTEM);

/// Who reads what Ann writes.
const OTHER: AccountId = AccountId::from_bytes([9; 12]);

const OPERATIONS: [(&str, &str); 16] = [
    ("newest", "newest 50 messages as bytes"),
    ("in-place", "newest 50 messages as bytes, read in place"),
    ("summed", "the same; by hand: comparing the checksums"),
    ("middle", "50 before the middle as bytes"),
    ("records", "newest 50 messages as a `Session`, read in place"),
    ("page", "page 1 of sessions with totals"),
    ("page-in-place", "page 1 of sessions with totals, read in place"),
    ("active-page-in-place", "page 1 of sessions by activity with totals, read in place"),
    ("label-page-in-place", "page 1 of sessions with a label with totals, read in place"),
    ("cursor-page-in-place", "a page of sessions behind a cursor in the middle, read in place"),
    (
        "unread-page",
        "a page of 50 with unread messages, 5 in each; in the place of rusqlite: the page without them",
    ),
    #[cfg(feature = "axum")]
    ("http", "newest 50 messages through the router, read in place; by hand: through axum's alone"),
    ("parts", "every part of 50 messages as a `Part`"),
    ("append", "one durable append"),
    ("event-10", "a flush of a draft of 10 KB, and what its follower is told"),
    ("event-900", "a flush of a draft of 900 KB, and what its follower is told"),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if let [work, by, operation, size, rounds] = words.as_slice()
        && work == "work"
    {
        let mut run = start(by, operation, size.parse().unwrap());
        for _ in 0..rounds.parse().unwrap() {
            run();
        }
    } else {
        let wanted = |part: &str| words.is_empty() || words.iter().any(|word| word == part);
        let parts: [(&str, fn()); 3] = [("operations", operations), ("disk", disk), ("log", log)];
        for (_, print) in parts.into_iter().filter(|(part, _)| wanted(part)) {
            print();
            println!();
        }
    }
}

fn operations() {
    println!(
        "| operation | of | instructions | rusqlite by hand | ratio | allocations | bytes | heap over them |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (operation, name) in OPERATIONS {
        let sizes = data::sizes();
        let of_data = !matches!(operation, "unread-page" | "parts" | "append" | "event-10" | "event-900");
        let sizes = if of_data { &sizes[..] } else { &sizes[..1] };
        for &size in sizes {
            let (bytes, allocations, peak) = heap(operation, size);
            let more = peak.saturating_sub(bytes);
            let within = if more <= 1 << 20 { "" } else { " MISSED" };
            let ours = instructions("ours", operation, size);
            let floor =
                if operation.starts_with("event") { None } else { instructions("floor", operation, size) };
            let ratio = ours.zip(floor).map(|(ours, floor)| format!("{:.2}", ours / floor));
            let of = if of_data { size.to_string() } else { String::from("–") };
            let [ours, floor] =
                [ours, floor].map(|count| count.map_or("–".into(), |count| format!("{count:.0}")));
            let ratio = ratio.as_deref().unwrap_or("–");
            println!(
                "| {name} | {of} | {ours} | {floor} | {ratio} | {allocations} | {bytes} | {more}{within} |"
            );
        }
    }
}

/// Returns the bytes of the answer, how often the heap was asked for memory, and how much was in use at once.
fn heap(operation: &str, size: u32) -> (usize, usize, usize) {
    let mut run = start("ours", operation, size);
    // The first calls fill caches. What the other threads of the store do by the way adds, so the least counts.
    (0..10)
        .map(|_| {
            let before = INSTRUMENTED_SYSTEM.stats();
            HEAP.reset_peak_memory();
            let bytes = run();
            let peak = HEAP.get_peak_memory();
            let used = INSTRUMENTED_SYSTEM.stats() - before;
            (bytes, used.allocations + used.reallocations, peak)
        })
        .min_by_key(|&(_, allocations, _)| allocations)
        .unwrap()
}

/// Returns the instructions of one round: of many less those of few, so that opening is not among them.
fn instructions(by: &str, operation: &str, size: u32) -> Option<f64> {
    let all_of = |rounds: u32| {
        let program = std::env::current_exe().unwrap();
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
        let words = ["work", by, operation, &size.to_string(), &rounds.to_string()];
        let said = valgrind.args(words).output().ok()?;
        let said = String::from_utf8(said.stderr).unwrap();
        let count = said.lines().find_map(|line| line.split("Collected :").nth(1));
        Some(count.unwrap_or_else(|| panic!("{said}")).trim().parse::<f64>().unwrap())
    };
    let (few, many) = (20, 120);
    Some((all_of(many)? - all_of(few)?) / f64::from(many - few))
}

/// Returns the data, the filter and the query by hand of an operation that reads a page of sessions.
fn listed(operation: &str) -> (fn(u32) -> PathBuf, SessionFilter, floor::Page) {
    let all = SessionFilter::default();
    match operation {
        "active-page-in-place" => (data::sessions, all.order(SessionOrder::Active), floor::ACTIVE_PAGE),
        "label-page-in-place" => (data::labelled, all.label(data::label()), floor::LABELLED_PAGE),
        _ => (data::sessions, all, floor::PAGE),
    }
}

/// Makes an operation ready: each call does it once, and returns the bytes of its answer.
fn start(by: &str, operation: &str, size: u32) -> Box<dyn FnMut() -> usize> {
    match (by, operation) {
        ("ours", "newest") => read_window(size, WindowRequest::newest(50), false),
        ("ours", "in-place" | "summed") => read_window(size, WindowRequest::newest(50), true),
        ("ours", "middle") => {
            read_window(size, WindowRequest::newest(50).before(data::message_id(size / 2)), false)
        }
        ("ours", "records") => {
            let (runtime, robots) = service(SqliteOptions::new(data::messages(size)).read_in_place(true));
            let (session, newest) = (data::session_id(0), WindowRequest::newest(50));
            Box::new(move || {
                let found = runtime.block_on(robots.session(ANN, session, newest)).unwrap();
                found.message_list.messages.iter().map(|message| message.parts.len_bytes()).sum()
            })
        }
        (by, "unread-page") => unread_page(by == "ours"),
        ("ours", page) if page.contains("page") => {
            let (file, filter, _) = listed(page);
            let middle = data::session(size / 2).reference;
            let behind = Cursor { time: middle.created_at, id: middle.id.to_bytes() };
            let request = PageRequest::sessions();
            let request = if page.starts_with("cursor") { request.after(behind) } else { request };
            let options = SqliteOptions::new(file(size)).read_in_place(page.ends_with("in-place"));
            let (runtime, robots) = service(options);
            Box::new(move || {
                let mut out = Vec::new();
                runtime.block_on(robots.sessions_json(ANN, filter, request, &mut out)).unwrap();
                black_box(&out).len()
            })
        }
        #[cfg(feature = "axum")]
        (by, "http") => through_router(by == "ours"),
        (by, "parts") => {
            let page: Vec<Parts> = Sample::new(7).take(50).map(|message| message.parts).collect();
            let ours = by == "ours";
            Box::new(move || {
                for parts in &page {
                    if ours {
                        black_box(parts.iter().collect::<Vec<_>>());
                    } else {
                        black_box(serde_json::from_str::<Vec<View<'_>>>(parts.as_str()).unwrap());
                    }
                }
                page.iter().map(Parts::len_bytes).sum()
            })
        }
        ("ours", "append") => {
            let folder = folder();
            let (runtime, robots) = service(SqliteOptions::new(folder.path().join("robots.db")));
            let session = runtime.block_on(robots.start_session(ANN, NewSession::default())).unwrap().id;
            let message = Sample::new(7).next().unwrap();
            Box::new(move || {
                let _ = &folder;
                runtime.block_on(robots.append(ANN, session, message.clone())).unwrap().messages[0]
                    .parts
                    .len_bytes()
            })
        }
        ("ours", "event-10") => event(10 << 10),
        ("ours", "event-900") => event(900 << 10),
        ("floor", "newest" | "in-place" | "records") => by_hand(size, i64::from(u32::MAX), floor::NEWEST),
        ("floor", "summed") => by_hand(size, i64::from(u32::MAX), floor::SUMMED),
        ("floor", "middle") => by_hand(size, i64::from(size / 2) - 1, floor::NEWEST),
        ("floor", page) if page.contains("page") => {
            let (file, _, by_hand) = listed(page);
            let mut read = floor::page(&file(size), by_hand);
            Box::new(move || black_box(read()).len())
        }
        ("floor", "append") => {
            let folder = folder();
            let path = folder.path().join("robots.db");
            let (runtime, robots) = service(SqliteOptions::new(&path));
            let session = runtime.block_on(robots.start_session(ANN, NewSession::default())).unwrap().id;
            drop(robots);
            let connection = floor::open(&path);
            let messages: Vec<NewMessage> = Sample::new(7).take(1).collect();
            let mut number = 0;
            Box::new(move || {
                let _ = &folder;
                floor::append(&connection, || session, &messages, false, &mut number);
                messages[0].parts.len_bytes()
            })
        }
        _ => panic!("{by} {operation}"),
    }
}

fn service(options: SqliteOptions) -> (Runtime, Robots) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let store = runtime.block_on(SqliteStore::open(options.migrate(true))).unwrap();
    let used = [Permission::UseRobots];
    let permissions = StaticPermissions::new().grant(ANN, used).grant(OTHER, used);
    let profiles = data::accounts().map(|id| Profile::new(id, "ann", "Ann"));
    (runtime, Robots::new(store, permissions, StaticProfiles::new(profiles)))
}

fn read_window(size: u32, window: WindowRequest, in_place: bool) -> Box<dyn FnMut() -> usize> {
    let (runtime, robots) = service(SqliteOptions::new(data::messages(size)).read_in_place(in_place));
    let session = data::session_id(0);
    Box::new(move || {
        let mut out = Vec::new();
        runtime.block_on(robots.session_json(ANN, session, window, &mut out)).unwrap();
        black_box(&out).len()
    })
}

/// A page of 50 sessions of ten messages, of which an account has read five. It is shown how many it has not read, or not.
fn unread_page(counted: bool) -> Box<dyn FnMut() -> usize> {
    let folder = folder();
    let options = SqliteOptions::new(folder.path().join("robots.db"));
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let store = runtime.block_on(SqliteStore::open(options.clone().migrate(true))).unwrap();
    runtime.block_on(async {
        let messages: Vec<NewMessage> = Sample::new(7).take(10).collect();
        for number in 0..50 {
            store.create_session(&data::session(number)).await.unwrap();
            let records = (1..).zip(&messages).map(|(id, message)| data::record(id, message)).collect();
            let (session, at) = (data::session_id(number), Write::at(Timestamp::UNIX_EPOCH));
            store.append_messages(session, &MessageBatch::new(records), at).await.unwrap();
            store.mark_read(session, OTHER, Offset::new(5)).await.unwrap();
        }
    });
    drop(store);
    let (runtime, robots) = service(options.read_in_place(true));
    let filter = SessionFilter::default().unread_of(counted.then_some(OTHER));
    let page = move || {
        let _ = &folder;
        let mut out = Vec::new();
        runtime.block_on(robots.sessions_json(ANN, filter, PageRequest::sessions(), &mut out)).unwrap();
        out
    };
    assert_eq!(counted, page().windows(10).any(|text| text == b"\"unread\":5"));
    Box::new(move || black_box(page()).len())
}

/// The newest 50 messages, asked of a router: the API's, or one whose handler copies the rows. Without sockets.
#[cfg(feature = "axum")]
fn through_router(ours: bool) -> Box<dyn FnMut() -> usize> {
    use std::cell::RefCell;

    use axum::{
        Router,
        body::{Body, to_bytes},
        http::{Request, header::CONTENT_TYPE},
        routing::get,
    };
    use storyden_robots::http;
    use tower_service::Service as _;

    thread_local! {
        // A statement stays on its thread, which handlers need not.
        static WINDOW: RefCell<Option<floor::Window>> = const { RefCell::new(None) };
    }
    let size = data::sizes()[0];
    let (runtime, robots) = service(SqliteOptions::new(data::messages(size)).read_in_place(true));
    let mut router = if ours {
        http::router(robots, http::StaticAuthenticator::new().cookie("ann", ANN))
    } else {
        WINDOW.set(Some(floor::Window::open(&data::messages(size), data::session_id(0), floor::NEWEST)));
        let read = || WINDOW.with_borrow_mut(|window| window.as_mut().unwrap().newest());
        let answer = async move || ([(CONTENT_TYPE, "application/json")], read());
        Router::new().route("/robots/sessions/{id}", get(answer))
    };
    let path = format!("/robots/sessions/{}?limit=50", data::session_id(0));
    Box::new(move || {
        let request = Request::get(&path).header("cookie", "storyden-session=ann");
        runtime.block_on(async {
            let response = router.call(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.status(), 200);
            black_box(to_bytes(response.into_body(), usize::MAX).await.unwrap()).len()
        })
    })
}

/// A draft that has grown to a size, and goes on in flushes of one short delta, each read by a follower.
fn event(size: usize) -> Box<dyn FnMut() -> usize> {
    let folder = folder();
    let path = folder.path().join("robots.db");
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let store = runtime.block_on(SqliteStore::open(SqliteOptions::new(path).migrate(true))).unwrap();
    let (session, id) = (data::session_id(0), data::message_id(1));
    let at = Write::at(Timestamp::UNIX_EPOCH);
    let delta = |bytes: usize| ChunkLog::new(&[Chunk::text_delta("1", "x".repeat(bytes))]);
    let mut base = runtime.block_on(async {
        store.create_session(&data::session(0)).await.unwrap();
        let mut batch =
            MessageBatch::new(vec![data::record(1, &NewMessage::user([Part::text("")]).unwrap())]);
        batch.draft = Some(ANN);
        let appended = store.append_messages(session, &batch, at).await.unwrap();
        let mut base = appended.messages[0].revision;
        let chunks = [ChunkLog::new(&[Chunk::text_start("1")])];
        for chunks in chunks.into_iter().chain((0..size / 8192).map(|_| delta(8192))) {
            let update = MessageUpdate { base, change: MessageChange::Grow(chunks) };
            base = store.update_message(session, id, &update, at).await.unwrap();
        }
        base
    });
    let mut after = base.into();
    Box::new(move || {
        let _ = &folder;
        runtime.block_on(async {
            let update = MessageUpdate { base, change: MessageChange::Grow(delta(20)) };
            base = store.update_message(session, id, &update, at).await.unwrap();
            let changes = store.changes(session, after, ChangeLimit::default()).await.unwrap();
            after = changes.next;
            assert_eq!(changes.items.len(), 1);
            20
        })
    })
}

fn by_hand(size: u32, up_to: i64, messages: floor::Messages) -> Box<dyn FnMut() -> usize> {
    let mut window = floor::Window::open(&data::messages(size), data::session_id(0), messages);
    Box::new(move || black_box(window.up_to(up_to)).len())
}

/// What rows take on disk, written by the service as a server writes them: many sessions grow at once.
fn disk() {
    const ROWS: usize = 20_000;
    println!("| on disk | bytes | bytes of content | ratio |\n|---|---|---|---|");
    let print = |name: &str, bytes: u64, content: usize, rows: usize| {
        let (bytes, content) = (bytes / rows as u64, content / rows);
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let ratio = bytes as f64 / content as f64;
        println!("| {name} | {bytes} | {content} | {ratio:.2} |");
    };
    let folder = folder();
    let path = folder.path().join("robots.db");
    drop(service(SqliteOptions::new(&path)));
    let empty = closed_size(&path);

    let (runtime, robots) = service(SqliteOptions::new(&path));
    let name = |number| format!("Spam wave of Tuesday, number {number}");
    let content = (0..ROWS).map(|number| name(number).len()).sum();
    let sessions =
        at_once(
            &runtime,
            (0..ROWS).map(|number| {
                let robots = robots.clone();
                async move {
                    robots.start_session(ANN, NewSession::default().name(name(number))).await.unwrap().id
                }
            }),
        );
    drop((runtime, robots));
    let with_sessions = closed_size(&path);
    print("a session, beside its name", with_sessions - empty, content, ROWS);

    let (runtime, robots) = service(SqliteOptions::new(&path));
    let messages: Vec<_> = Sample::new(7).take(ROWS).collect();
    let content = messages.iter().map(|message| message.parts.len_bytes()).sum();
    at_once(
        &runtime,
        messages.into_iter().zip(sessions[..100].iter().cycle().copied()).map(|(message, session)| {
            let robots = robots.clone();
            async move { drop(robots.append(ANN, session, message).await.unwrap()) }
        }),
    );
    drop((runtime, robots));
    print("a message, beside its parts", closed_size(&path) - with_sessions, content, ROWS);

    let (runtime, robots) = service(SqliteOptions::new(&path));
    let messages: Vec<_> = Sample::new(8).take(100).collect();
    let content = messages.iter().map(|message| message.parts.len_bytes()).sum();
    let before = written();
    for message in messages {
        runtime.block_on(robots.append(ANN, sessions[0], message)).unwrap();
    }
    if let Some((before, after)) = before.zip(written()) {
        print("what one durable append writes, to the log", after - before, content, 100);
    }
}

/// What one durable append to one of 20 000 sessions writes to the log, in turns with rusqlite by hand on the same tables.
fn log() {
    const APPENDS: u32 = 400;
    println!(
        "| bytes of the log, one append to one of 20 000 sessions | ours | rusqlite by hand | ratio |\n|---|---|---|---|"
    );
    for (name, keyed, read) in [
        ("without a key", false, false),
        ("with an idempotency key", true, false),
        ("without a key, where somebody counts what is unread", false, true),
    ] {
        let messages: Vec<NewMessage> = Sample::new(8).take(APPENDS as usize).collect();
        let sessions = || data::scattered_sessions(20_000);
        let mark = |path: &Path| {
            let (runtime, robots) = service(SqliteOptions::new(path));
            for session in sessions().take(if read { APPENDS as usize } else { 0 }) {
                runtime.block_on(robots.mark_read(OTHER, session, Offset::default())).unwrap();
            }
        };
        let ours = grown(mark, |path| {
            let (runtime, robots) = service(SqliteOptions::new(path));
            for (number, (session, message)) in sessions().zip(&messages).enumerate() {
                let append = Append::from(message.clone());
                let append = if keyed { append.idempotency_key(format!("key-{number}")) } else { append };
                runtime.block_on(robots.append(ANN, session, append)).unwrap();
            }
        });
        let by_hand = grown(
            |_| (),
            |path| {
                let connection = floor::open(path);
                let mut number = 0;
                for (session, message) in sessions().zip(&messages) {
                    floor::append(&connection, || session, std::slice::from_ref(message), keyed, &mut number);
                }
            },
        );
        let [ours, by_hand] = [ours, by_hand].map(|bytes| bytes / u64::from(APPENDS));
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let ratio = ours as f64 / by_hand as f64;
        println!("| {name} | {ours} | {by_hand} | {ratio:.2} |");
    }
}

/// Returns how many bytes the log of a file with 20 000 sessions grows by. A reader who stays keeps the log from being
/// begun anew. What was prepared does not count.
fn grown(prepare: impl FnOnce(&Path), write: impl FnOnce(&Path)) -> u64 {
    let folder = folder();
    let path = folder.path().join("robots.db");
    fs::copy(data::sessions(20_000), &path).unwrap();
    prepare(&path);
    let reader = floor::open(&path);
    reader.execute_batch("BEGIN; SELECT count(*) FROM robots_sessions").unwrap();
    let size = || fs::metadata(path.with_extension("db-wal")).map_or(0, |log| log.len());
    let before = size();
    write(&path);
    size() - before
}

/// Returns how many bytes this process has written, where the system tells.
fn written() -> Option<u64> {
    let counters = fs::read_to_string("/proc/self/io").ok()?;
    counters.lines().find_map(|line| line.strip_prefix("wchar: "))?.parse().ok()
}

/// Runs all, 64 at a time.
fn at_once<R: Send + 'static>(
    runtime: &Runtime,
    tasks: impl Iterator<Item = impl Future<Output = R> + Send + 'static>,
) -> Vec<R> {
    let (mut tasks, mut results) = (tasks.peekable(), Vec::new());
    while tasks.peek().is_some() {
        let some: Vec<_> = tasks.by_ref().take(64).map(|task| runtime.spawn(task)).collect();
        results.extend(some.into_iter().map(|task| runtime.block_on(task).unwrap()));
    }
    results
}

/// Waits until the store is closed, which it is when its log is gone. Returns the size of what is left.
fn closed_size(path: &Path) -> u64 {
    let end = Instant::now() + Duration::from_secs(10);
    while path.with_extension("db-wal").exists() {
        assert!(Instant::now() < end, "the store does not close");
        thread::sleep(Duration::from_millis(10));
    }
    fs::metadata(path).unwrap().len()
}
