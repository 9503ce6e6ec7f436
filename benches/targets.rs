//! The table of targets: each operation beside its floor, in turns, and the ratio of the medians.
//!
//! `cargo bench --all-features --bench targets`, with `FULL=1` for a million of everything (2 GB on disk).
//! Words after `--` choose operations by a part of their name.
//!
//! Not criterion: it measures one side to its end and then the other, and what else the machine does changes more
//! in between than the ratios may; here both take turns of ten calls. What to compare from commit to commit are the
//! instructions of `counts.rs`, which need no statistics.

mod bench;
#[cfg(feature = "axum")]
#[path = "bench/host.rs"]
mod host;
#[cfg(feature = "postgres")]
#[path = "bench/postgres.rs"]
mod postgres;
#[cfg(feature = "search")]
#[path = "bench/search.rs"]
mod search;
#[path = "bench/stream.rs"]
mod stream;
#[cfg(feature = "axum")]
#[path = "bench/transport.rs"]
mod transport;
#[path = "bench/turns.rs"]
mod turns;

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

use bench::{
    data::{self, ANN, folder},
    floor,
    view::View,
};
use storyden_robots::{
    Cursor, MessageId, NewMessage, NewSession, PageRequest, Parts, Permission, Profile, Robots,
    SessionFilter, SessionId, SessionOrder, SqliteOptions, SqliteStore, StaticPermissions, StaticProfiles,
    WindowRequest, conformance::Sample,
};
use tokio::{runtime::Runtime, sync::oneshot};

fn main() {
    // Until it has freed something larger once, glibc's allocator gives the memory of every page back to the
    // kernel, and takes it again for the next. No process that serves people stays in this state.
    drop(black_box(Vec::<u8>::with_capacity(4 << 20)));
    let chosen: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let table = Table { chosen };
    println!("| operation | floor | floor µs | ours µs | ratio | target | |\n|---|---|---|---|---|---|---|");
    hand_over(&table);
    windows(&table);
    typed(&table);
    pages(&table);
    appends(&table);
    stream::deltas(&table);
    stream::followed(&table);
    turns::starts(&table);
    #[cfg(feature = "search")]
    search::rows(&table);
    #[cfg(feature = "axum")]
    transport::reads(&table);
    #[cfg(feature = "postgres")]
    postgres::rows(&table);
}

struct Table {
    chosen: Vec<String>,
}

enum Target {
    AtMost(f64),
    AtLeast(f64),
}

impl Table {
    fn wants(&self, name: &str) -> bool {
        self.chosen.is_empty() || self.chosen.iter().any(|word| name.contains(word.as_str()))
    }

    /// Runs the floor and ours in turns, and prints the ratio of the medians.
    fn compare(&self, name: &str, floor: (&str, &mut dyn FnMut()), target: f64, ours: &mut dyn FnMut()) {
        if self.wants(name) {
            let (floor_name, run_floor) = floor;
            let (floor, ours) = in_turns(run_floor, ours);
            Self::print(name, floor_name, floor, ours, ours / floor, &Target::AtMost(target));
        }
    }

    fn print(name: &str, floor_name: &str, floor: f64, ours: f64, ratio: f64, target: &Target) {
        let (reached, target) = match *target {
            Target::AtMost(f64::INFINITY) | Target::AtLeast(f64::NEG_INFINITY) => (true, "–".to_owned()),
            Target::AtMost(most) => (ratio <= most, format!("≤ {most}")),
            Target::AtLeast(least) => (ratio >= least, format!("≥ {least}")),
        };
        let reached = if reached { "ok" } else { "MISSED" };
        println!("| {name} | {floor_name} | {floor:.1} | {ours:.1} | {ratio:.2} | {target} | {reached} |");
    }
}

/// Returns the medians of both, in microseconds.
fn in_turns<'r>(floor: &'r mut dyn FnMut(), ours: &'r mut dyn FnMut()) -> (f64, f64) {
    let mut times = [Vec::new(), Vec::new()];
    let end = Instant::now() + Duration::from_secs(3);
    for round in 0.. {
        for (run, times) in [&mut *floor, &mut *ours].into_iter().zip(&mut times) {
            for _ in 0..10 {
                let start = Instant::now();
                run();
                // The first round fills the caches.
                if round > 0 {
                    times.push(start.elapsed());
                }
            }
        }
        if round > 10 && Instant::now() > end {
            break;
        }
    }
    let [mut floor, mut ours] = times;
    (quantile(&mut floor, 0.5), quantile(&mut ours, 0.5))
}

/// Returns the time that such a share of all times do not exceed, in microseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small"
)]
fn quantile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn service(runtime: &Runtime, path: &Path) -> Robots {
    open(runtime, SqliteOptions::new(path))
}

fn open(runtime: &Runtime, options: SqliteOptions) -> Robots {
    with_store(runtime.block_on(SqliteStore::open(options.migrate(true))).unwrap())
}

fn with_store(store: SqliteStore) -> Robots {
    let permissions = StaticPermissions::new().grant(ANN, [Permission::UseRobots]);
    Robots::new(store, permissions, profiles())
}

fn profiles() -> StaticProfiles {
    StaticProfiles::new(data::accounts().map(|id| Profile::new(id, "ann", "Ann")))
}

fn windows(table: &Table) {
    let runtime = runtime();
    let session = data::session_id(0);
    let answer = |robots: &Robots, window: WindowRequest| {
        let mut out = Vec::new();
        runtime.block_on(robots.session_json(ANN, session, window, &mut out)).unwrap();
        black_box(&out);
    };
    let services = data::sizes().map(|size| service(&runtime, &data::messages(size)));
    for (size, robots) in data::sizes().into_iter().zip(&services) {
        let in_place = open(&runtime, SqliteOptions::new(data::messages(size)).read_in_place(true));
        let middle = data::message_id(size / 2);
        for (robots, how, floor_name) in
            [(robots, "", "rusqlite on a thread that is asked"), (&in_place, ", read in place", "rusqlite")]
        {
            let by_hand = |before: Option<MessageId>| -> Box<dyn FnMut()> {
                let on_thread = how.is_empty();
                let read = move || {
                    let mut window = floor::Window::open(&data::messages(size), session, floor::NEWEST);
                    move || match before {
                        None => window.newest(),
                        Some(message) => window.before(message),
                    }
                };
                if on_thread { asked(&runtime, read) } else { Box::new(run(read())) }
            };
            table.compare(
                &format!("newest 50 of {size} messages as bytes{how}"),
                (floor_name, &mut by_hand(None)),
                1.5,
                &mut || answer(robots, WindowRequest::newest(50)),
            );
            if !how.is_empty() {
                let mut summed = floor::Window::open(&data::messages(size), session, floor::SUMMED);
                table.compare(
                    &format!("newest 50 of {size} messages as bytes{how}"),
                    ("rusqlite, checksums compared", &mut run(move || summed.newest())),
                    1.5,
                    &mut || answer(robots, WindowRequest::newest(50)),
                );
            }
            table.compare(
                &format!("50 before the middle of {size} messages as bytes{how}"),
                (floor_name, &mut by_hand(Some(middle))),
                1.5,
                &mut || answer(robots, WindowRequest::newest(50).before(middle)),
            );
        }
    }
    let [small, large] = data::sizes();
    for (name, windows) in [
        ("newest 50", [WindowRequest::newest(50); 2]),
        (
            "50 before the middle",
            [small, large].map(|size| WindowRequest::newest(50).before(data::message_id(size / 2))),
        ),
    ] {
        table.compare(
            &format!("{name} as bytes, flat to {large} messages"),
            (&format!("the same at {small}"), &mut || answer(&services[0], windows[0])),
            1.2,
            &mut || answer(&services[1], windows[1]),
        );
    }
}

fn run(mut work: impl FnMut() -> Vec<u8>) -> impl FnMut() {
    move || _ = black_box(work())
}

/// Has a thread of its own do the work each time, and waits for the answer: what every store must do that does not hold
/// up the runtime. The work is made on that thread.
fn asked<R: Send + 'static, W: FnMut() -> R>(
    runtime: &Runtime,
    make: impl FnOnce() -> W + Send + 'static,
) -> Box<dyn FnMut() + '_> {
    let (jobs, asked) = mpsc::channel::<oneshot::Sender<R>>();
    thread::spawn(move || {
        let mut work = make();
        for answer in asked {
            assert!(answer.send(work()).is_ok(), "somebody waits");
        }
    });
    Box::new(move || {
        let (answer, answered) = oneshot::channel();
        jobs.send(answer).unwrap();
        black_box(runtime.block_on(answered).unwrap());
    })
}

fn typed(table: &Table) {
    let page: Vec<Parts> = Sample::new(7).take(50).map(|message| message.parts).collect();
    table.compare(
        "every part of 50 messages as a `Part`",
        ("borrowed serde view", &mut || {
            for parts in &page {
                black_box(serde_json::from_str::<Vec<View<'_>>>(parts.as_str()).unwrap());
            }
        }),
        1.5,
        &mut || {
            for parts in &page {
                black_box(parts.iter().collect::<Vec<_>>());
            }
        },
    );
}

fn pages(table: &Table) {
    let runtime = runtime();
    let services = data::sizes().map(|size| service(&runtime, &data::sessions(size)));
    let list = |robots: &Robots, filter: SessionFilter, page: PageRequest| {
        let mut out = Vec::new();
        runtime.block_on(robots.sessions_json(ANN, filter, page, &mut out)).unwrap();
        black_box(&out);
    };
    let number = |page: u32| PageRequest::sessions().at(page);
    let everyones = SessionFilter::default();
    let anns = SessionFilter::created_by(ANN);
    let active = everyones.order(SessionOrder::Active);
    let labelled = everyones.label(data::label());
    for (size, robots) in data::sizes().into_iter().zip(&services) {
        for (which, file, filter, page) in [
            ("", data::sessions as fn(u32) -> PathBuf, everyones, floor::PAGE),
            (" by activity", data::sessions, active, floor::ACTIVE_PAGE),
            (" with a label", data::labelled, labelled, floor::LABELLED_PAGE),
        ] {
            let [asking, in_place] =
                [false, true].map(|here| open(&runtime, SqliteOptions::new(file(size)).read_in_place(here)));
            let read = move || floor::page(&file(size), page);
            for (robots, how, floor_name, mut by_hand) in [
                (&asking, "", "rusqlite on a thread that is asked", asked(&runtime, read)),
                (&in_place, ", read in place", "rusqlite", Box::new(run(read()))),
            ] {
                table.compare(
                    &format!("page 1 of {size} sessions{which} with totals{how}"),
                    (floor_name, &mut by_hand),
                    1.5,
                    &mut || list(robots, filter, number(1)),
                );
            }
        }
        for (whose, filter, of) in [("", everyones, size), (" of Ann's", anns, size / 5)] {
            for deep in [of / 100, of / 40] {
                table.compare(
                    &format!("page {deep} of {of} sessions{whose}"),
                    ("page 1", &mut || list(robots, filter, number(1))),
                    5.0,
                    &mut || list(robots, filter, number(deep)),
                );
            }
            for (order, filter) in [("", filter), (" by activity", filter.order(SessionOrder::Active))] {
                // The row in the middle: those of the data are as active as they are old.
                let middle = data::session(size / 2).reference;
                let behind = Cursor { time: middle.created_at, id: middle.id.to_bytes() };
                table.compare(
                    &format!("the page behind a cursor in the middle of {of} sessions{whose}{order}"),
                    ("page 1", &mut || list(robots, filter, number(1))),
                    1.3,
                    &mut || list(robots, filter, PageRequest::sessions().after(behind)),
                );
            }
        }
    }
    let [small, large] = data::sizes();
    table.compare(
        &format!("page 1 with totals, flat to {large} sessions"),
        (&format!("the same at {small}"), &mut || list(&services[0], everyones, number(1))),
        1.3,
        &mut || list(&services[1], everyones, number(1)),
    );
}

/// What is in every read beside SQLite's work.
fn hand_over(table: &Table) {
    let runtime = runtime();
    let robots = service(&runtime, &data::sessions(data::sizes()[0]));
    table.compare(
        "a read that finds nothing, on a reader's thread",
        ("a thread that is asked for nothing", &mut asked(&runtime, || || ())),
        f64::INFINITY,
        &mut || {
            let unknown = data::session_id(u32::MAX);
            black_box(runtime.block_on(robots.session(ANN, unknown, WindowRequest::newest(1))).unwrap_err());
        },
    );
}

/// An empty store.
fn empty_store(runtime: &Runtime) -> (tempfile::TempDir, Robots, SessionId) {
    let folder = folder();
    let robots = service(runtime, &folder.path().join("robots.db"));
    let session = runtime.block_on(robots.start_session(ANN, NewSession::default())).unwrap().id;
    (folder, robots, session)
}

/// Each message goes to one of many sessions, in an order that scatters them.
fn appends(table: &Table) {
    const SESSIONS: u32 = 20_000;
    for (writers, floor_name, on_thread, target) in [
        (1, "rusqlite, as many a commit", false, f64::NEG_INFINITY),
        (1, "rusqlite on a thread that is asked", true, 0.9),
        (64, "rusqlite, as many a commit", false, 1.0),
    ] {
        let name = format!("durable appends a second, {writers} writers");
        if table.wants(&name) {
            let runtime = runtime();
            let (folder, folder_by_hand) = (folder(), folder());
            let [path, path_by_hand] = [&folder, &folder_by_hand].map(|folder| {
                let path = folder.path().join("robots.db");
                fs::copy(data::sessions(SESSIONS), &path).unwrap();
                path
            });
            let robots = service(&runtime, &path);
            let mut scattered = data::scattered_sessions(SESSIONS);
            let sessions = Arc::new(Mutex::new(scattered.clone()));
            let messages: Vec<NewMessage> = Sample::new(7).take(writers).collect();
            let (mut floors, mut rates, mut times) = (Vec::new(), Vec::new(), Vec::new());
            let append = {
                let (connection, messages) = (floor::open(&path_by_hand), messages.clone());
                let mut number = 0;
                move || {
                    let session = || scattered.next().unwrap();
                    floor::append(&connection, session, &messages, false, &mut number);
                }
            };
            let mut append = if on_thread { asked(&runtime, move || append) } else { Box::new(append) };
            for _ in 0..7 {
                let start = Instant::now();
                let mut done = 0_u32;
                while start.elapsed() < Duration::from_millis(700) {
                    append();
                    done += u32::try_from(writers).unwrap();
                }
                floors.push(f64::from(done) / start.elapsed().as_secs_f64());
                let (rate, mut waited) = runtime.block_on(load(writers, {
                    let (robots, sessions) = (robots.clone(), Arc::clone(&sessions));
                    let messages = Arc::<[_]>::from(messages.as_slice());
                    move |writer| {
                        let (robots, message) = (robots.clone(), messages[writer].clone());
                        let session = sessions.lock().unwrap().next().unwrap();
                        async move { robots.append(ANN, session, message).await.map(drop).unwrap() }
                    }
                }));
                rates.push(rate);
                times.append(&mut waited);
            }
            print_rates(&name, floor_name, (floors, rates), times, target);
        }
    }
}

/// Every writer does it again and again, the first of them on this thread: a lone one is woken as by [`asked`]. Returns how
/// often a second, and how long each took.
pub(crate) async fn load<F>(
    writers: usize,
    act: impl Fn(usize) -> F + Clone + Send + 'static,
) -> (f64, Vec<Duration>)
where
    F: Future<Output = ()> + Send + 'static,
{
    let start = Instant::now();
    let others: Vec<_> =
        (1..writers).map(|writer| tokio::spawn(again_and_again(start, writer, act.clone()))).collect();
    let mut times = again_and_again(start, 0, act).await;
    for writer in others {
        times.append(&mut writer.await.unwrap());
    }
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let rate = times.len() as f64 / start.elapsed().as_secs_f64();
    (rate, times)
}

async fn again_and_again<F>(start: Instant, writer: usize, act: impl Fn(usize) -> F + Send) -> Vec<Duration>
where
    F: Future<Output = ()> + Send,
{
    let mut times = Vec::new();
    while start.elapsed() < Duration::from_millis(700) {
        let asked = Instant::now();
        act(writer).await;
        times.push(asked.elapsed());
    }
    times
}

/// Prints the medians of two rates, and what the slowest hundredth of ours waited for.
pub(crate) fn print_rates(
    name: &str,
    beside: &str,
    (mut floors, mut rates): (Vec<f64>, Vec<f64>),
    mut times: Vec<Duration>,
    least: f64,
) {
    for rates in [&mut floors, &mut rates] {
        rates.sort_unstable_by(f64::total_cmp);
    }
    let (floor, ours) = (floors[floors.len() / 2], rates[rates.len() / 2]);
    let name = format!("{name} (p99 {:.1} ms)", quantile(&mut times, 0.99) / 1000.0);
    Table::print(&name, beside, floor, ours, ours / floor, &Target::AtLeast(least));
}
