//! A process that writes: this test binary, run again with a job in its environment.
//!
//! It says on its standard output what was acknowledged to it, one line each.

use std::{
    env,
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use rusqlite::Connection;
use storyden_robots::{
    ErrorKind, MessageId, SessionId, SessionRepository, SqliteStore, Timestamp,
    repository::{SessionRecord, Write},
    sql::{Dialect, Tables, migrations},
};

use crate::{
    ANN, Acknowledged, Random, append, document, new_message, new_session, options, record, say, text_of,
    time,
};

/// How the child writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// Appends through the store, and says what the store answered.
    Append,
    /// A red twin: says that a message was stored before the store has answered.
    AcknowledgeEarly,
    /// A red twin: the same statements on a connection with `synchronous = NORMAL`.
    SynchronousNormal,
    /// Opens the store, which migrates it, and no more.
    Migrate,
    /// Appends to the session of all, with a clock that is wrong by hours.
    Together,
    /// A red twin: the same, with ids that are counted in each process.
    TogetherWithCountedIds,
}

const JOBS: [Job; 6] = [
    Job::Append,
    Job::AcknowledgeEarly,
    Job::SynchronousNormal,
    Job::Migrate,
    Job::Together,
    Job::TogetherWithCountedIds,
];
const WRITERS: usize = 4;

impl Job {
    /// Returns the command that does this job on a file, with so many messages from each writer, and
    /// opening the store so many times.
    pub(crate) fn command(self, path: &Path, openings: usize, messages: usize) -> Command {
        self.under(&mut Command::new(env::current_exe().unwrap()), path, openings, messages)
    }

    /// The same, run by another program such as `strace`.
    pub(crate) fn command_under(
        self,
        program: &mut Command,
        path: &Path,
        openings: usize,
        messages: usize,
    ) -> Command {
        self.under(program.arg(env::current_exe().unwrap()), path, openings, messages)
    }

    fn under(self, command: &mut Command, path: &Path, openings: usize, messages: usize) -> Command {
        let mut ready = Command::new(command.get_program());
        ready
            .args(command.get_args())
            .args(["--exact", "child::the_child", "--nocapture", "--test-threads=1"])
            .env("ROBOTS_CHILD", format!("{self:?}"))
            .env("ROBOTS_CHILD_FILE", path)
            .env("ROBOTS_CHILD_OPENINGS", openings.to_string())
            .env("ROBOTS_CHILD_MESSAGES", messages.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        ready
    }
}

/// What a line of the child says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// It is about to write.
    Ready,
    Acknowledged(Acknowledged),
    Failed(String),
}

impl Line {
    pub(crate) fn parse(line: &str) -> Option<Self> {
        // libtest's own words may stand before the first one.
        let line = &line[line.find("@said")?..];
        let mut words = line.split(' ').skip(1);
        match words.next()? {
            "ready" => Some(Self::Ready),
            "failed" => Some(Self::Failed(words.collect::<Vec<_>>().join(" "))),
            "acknowledged" => Some(Self::Acknowledged(Acknowledged {
                session: words.next()?.parse().ok()?,
                sequence: words.next()?.parse().ok()?,
                id: words.next()?.parse().ok()?,
                label: words.next()?.to_owned(),
            })),
            _ => None,
        }
    }

    fn say(&self) {
        let line = match self {
            Self::Ready => "@said ready\n".to_owned(),
            Self::Failed(error) => format!("@said failed {error}\n"),
            Self::Acknowledged(Acknowledged { session, sequence, id, label }) => {
                format!("@said acknowledged {session} {sequence} {id} {label}\n")
            }
        };
        // One system call, so that a line is heard whole or not at all.
        let mut out = std::io::stdout().lock();
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).ok();
    }
}

/// Runs the child to its end. Returns what it said, and whether it ended well.
pub(crate) fn run(command: &mut Command) -> (Vec<Line>, bool) {
    let mut child = command.spawn().expect("the child starts");
    let out = BufReader::new(child.stdout.take().unwrap());
    let lines = out.lines().map_while(Result::ok).filter_map(|line| Line::parse(&line)).collect();
    (lines, child.wait().unwrap().success())
}

/// Returns an `strace` that follows all threads and gives up after a minute.
pub(crate) fn strace() -> Option<Command> {
    if Command::new("strace").arg("-V").output().is_err() {
        return skip("strace is not installed");
    }
    let mut strace = Command::new("timeout");
    strace.args(["60", "strace", "-f", "-qq"]);
    Some(strace)
}

/// Says why a test cannot be done here. In CI it must be.
pub(crate) fn skip<T>(reason: &str) -> Option<T> {
    assert!(env::var_os("CI").is_none(), "{reason}");
    println!("skipped: {reason}");
    None
}

pub(crate) fn acknowledged(lines: &[Line]) -> Vec<Acknowledged> {
    let acknowledged = lines.iter().filter_map(|line| match line {
        Line::Acknowledged(message) => Some(message.clone()),
        _ => None,
    });
    acknowledged.collect()
}

#[test]
fn the_child() {
    let Ok(job) = env::var("ROBOTS_CHILD") else { return };
    let job = JOBS.into_iter().find(|known| format!("{known:?}") == job).unwrap();
    let number = |name| env::var(name).unwrap().parse::<usize>().unwrap();
    let path = env::var("ROBOTS_CHILD_FILE").unwrap();
    let (openings, messages) = (number("ROBOTS_CHILD_OPENINGS"), number("ROBOTS_CHILD_MESSAGES"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for opening in 0..openings {
        if job == Job::SynchronousNormal {
            write_with_synchronous_normal(Path::new(&path), messages);
        } else {
            runtime.block_on(write(job, Path::new(&path), opening, messages));
        }
    }
    // Not even a clean end: what is not safe now never will be.
    std::process::exit(0);
}

async fn write(job: Job, path: &Path, opening: usize, messages: usize) {
    let store = match SqliteStore::open(options(path)).await {
        Ok(store) => store,
        Err(error) => return Line::Failed(format!("{:?}", error.kind())).say(),
    };
    if job == Job::Migrate {
        return;
    }
    if matches!(job, Job::Together | Job::TogetherWithCountedIds) {
        return append_together(store, job, messages).await;
    }
    let mut writers = Vec::new();
    Line::Ready.say();
    for writer in 0..WRITERS {
        writers.push(tokio::spawn(append_all(store.clone(), job, opening * WRITERS + writer, messages)));
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

/// The session that several processes write to.
pub(crate) const OF_ALL: SessionId = SessionId::from_bytes([7; 12]);

/// Returns a time that is wrong by hours, in each process by others.
fn wrong_time() -> Timestamp {
    let wrong = i64::from(std::process::id() % 8) * 3_600_000_000;
    Timestamp::from_micros(time().as_micros() - wrong).unwrap()
}

async fn append_together(store: SqliteStore, job: Job, messages: usize) {
    let record = SessionRecord::new(OF_ALL, Timestamp::UNIX_EPOCH, "of all", ANN);
    // One of the processes creates it, and the others find it.
    match store.create_session(&record).await.map_err(|error| error.kind()) {
        Ok(()) | Err(ErrorKind::AlreadyExists) => Line::Ready.say(),
        Err(other) => return Line::Failed(format!("{other:?}")).say(),
    }
    for number in 0..messages {
        let label = format!("{}-{number}-20", std::process::id());
        let id = match job {
            Job::Together => new_message(),
            _ => MessageId::from_bytes([u8::try_from(number).unwrap(); 12]),
        };
        let write = Write::at(wrong_time());
        match store.append_messages(OF_ALL, &say(id, &text_of(&label)), write).await {
            Ok(appended) => {
                let sequence = appended.messages[0].sequence.get();
                Line::Acknowledged(Acknowledged { session: OF_ALL, sequence, id, label }).say();
            }
            Err(error) => Line::Failed(format!("{:?}", error.kind())).say(),
        }
    }
}

async fn append_all(store: SqliteStore, job: Job, writer: usize, messages: usize) {
    let mut random = Random::new(writer);
    let session = new_session();
    while let Err(error) = store.create_session(&record(session)).await {
        Line::Failed(format!("{:?}", error.kind())).say();
        if error.kind() == ErrorKind::AlreadyExists {
            break;
        }
    }
    for number in 1..=messages {
        // Every few messages one that needs overflow pages.
        let length = if number % 5 == 0 { random.below(40_000) } else { random.below(200) };
        let label = format!("{writer}-{number}-{length}");
        let id = MessageId::from_bytes(std::array::from_fn(|_| u8::try_from(random.below(256)).unwrap()));
        let sequence = number as u64;
        let answer = Acknowledged { session, sequence, id, label };
        if job == Job::AcknowledgeEarly {
            Line::Acknowledged(answer.clone()).say();
        }
        match append(&store, session, id, &text_of(&answer.label)).await {
            Ok(appended) if job == Job::Append => {
                let sequence = appended.messages[0].sequence.get();
                Line::Acknowledged(Acknowledged { sequence, ..answer }).say();
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::StorageFailed => {
                Line::Failed("StorageFailed append".to_owned()).say();
                if let Err(error) = crate::said(&store, session).await {
                    Line::Failed(format!("read {error}")).say();
                }
            }
            Err(error) => Line::Failed(format!("append {error:?}")).say(),
        }
    }
}

fn write_with_synchronous_normal(path: &Path, messages: usize) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "page_size", 4096).unwrap();
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    connection.pragma_update(None, "synchronous", "NORMAL").unwrap();
    let known = connection.table_exists(None, "robots_sessions").unwrap();
    for migration in migrations(Dialect::Sqlite, &Tables::default()).iter().filter(|_| !known) {
        connection.execute_batch(&format!("BEGIN; {} COMMIT", migration.script())).unwrap();
    }
    Line::Ready.say();
    let session = new_session();
    let create = "INSERT INTO robots_sessions \
        (id, created_at, updated_at, last_offset, revision, generation, created_by, archived, name) \
        VALUES (?1, 0, 0, 0, 0, 0, ?2, 0, 'twin')";
    connection.execute(create, [session.to_string(), ANN.to_string()]).unwrap();
    // Of all days, and of the first one.
    let count = "INSERT INTO robots_counts VALUES (?1, -2147483648, 0, 1), (?1, 0, 0, 1) \
        ON CONFLICT DO UPDATE SET length = length + 1";
    for list in ["sessions".to_owned(), format!("sessions/{ANN}")] {
        connection.execute(count, [list]).unwrap();
    }
    for sequence in 1..=messages as u64 {
        let (id, label) = (new_message(), format!("n-{sequence}-10"));
        let transaction = connection.unchecked_transaction().unwrap();
        let moved = "UPDATE robots_sessions SET last_offset = last_offset + 1 WHERE id = ?1 RETURNING number";
        let number: i64 = transaction.query_row(moved, [session.to_string()], |row| row.get(0)).unwrap();
        let insert = "INSERT INTO robots_messages (place, id, deleted, document) VALUES (?1, ?2, 0, ?3)";
        let place = number << 32 | i64::try_from(sequence).unwrap();
        let document = document(id, &text_of(&label));
        transaction.execute(insert, (place, id.to_string(), document.as_str())).unwrap();
        transaction.commit().unwrap();
        Line::Acknowledged(Acknowledged { session, sequence, id, label }).say();
    }
}
