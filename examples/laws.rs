//! Tests every law on a PostgreSQL database of yours, or on what speaks its protocol:
//! `cargo run --example laws --features conformance,postgres,search -- postgres://forum@localhost/forum`
//!
//! With `--cluster` before the URL, which is that of the coordinator of a Citus cluster, the tables of each law are
//! distributed first, and the laws are refused if they are not. Then it is shown that what is done in one session goes
//! to one machine, and commits there in one phase.
//!
//! Each law has the schema `robots_law` for itself. It is made for it and dropped with all that is in it, so
//! nothing of yours may have this name. A word after the URL chooses laws by a part of their names.

use std::{error::Error, pin::Pin, time::Duration};

#[cfg(feature = "search")]
use storyden_robots::conformance::SEARCH_LAWS;
use storyden_robots::{
    AccountId, Document, MessageId, Offset, PostgresOptions, PostgresStore, SessionId, SessionRepository,
    Timestamp, TurnId, WindowRequest,
    conformance::{BrokenLaw, FILE_LAWS, LAWS, TRANSCRIPT_LAWS, TURN_LAWS},
    repository::{
        ChangeLimit, Claim, MessageBatch, MessageChange, MessageUpdate, NewRecord, SessionRecord, Step,
        Submission, TurnEnd, TurnFilter, TurnRepository, Write,
    },
    sql::{Tables, citus_distribution},
    stream::{Chunk, ChunkLog},
};
use tokio_postgres::{Client, NoTls};

const SCHEMA: &str = "robots_law";

type Test = Box<dyn FnOnce(PostgresStore) -> Pin<Box<dyn Future<Output = Result<(), BrokenLaw>>>>>;

fn test(
    law: impl FnOnce(PostgresStore) -> Pin<Box<dyn Future<Output = Result<(), BrokenLaw>>>> + 'static,
) -> Test {
    Box::new(law)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let cluster = words.first().is_some_and(|word| word == "--cluster");
    if cluster {
        words.remove(0);
    }
    let Some((url, chosen)) = words.split_first() else { return Err("say on which database".into()) };
    let (admin, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    let tables = Tables::default().in_schema(SCHEMA)?;
    let options = PostgresOptions::default().tables(tables.clone()).migrate(true).distributed(cluster);
    let target = Target { url, admin, tables, options, cluster };

    let mut laws: Vec<(&str, Test)> = Vec::new();
    laws.extend(LAWS.iter().map(|law| (law.name(), test(|store| Box::pin(law.test(store))))));
    laws.extend(TURN_LAWS.iter().map(|law| (law.name(), test(|store| Box::pin(law.test(store))))));
    laws.extend(FILE_LAWS.iter().map(|law| (law.name(), test(|store| Box::pin(law.test(store))))));
    laws.extend(TRANSCRIPT_LAWS.iter().map(|law| (law.name(), test(|store| Box::pin(law.test(store))))));
    let without_index = laws.len();
    #[cfg(feature = "search")]
    laws.extend(SEARCH_LAWS.iter().map(|law| (law.name(), test(|store| Box::pin(law.test(store))))));
    let (mut kept, mut broken) = (0, Vec::new());
    for (number, (name, law)) in laws.into_iter().enumerate() {
        if !chosen.iter().all(|word| name.contains(word.as_str())) {
            continue;
        }
        match law(target.fresh_store(number >= without_index).await?).await {
            Ok(()) => kept += 1,
            Err(error) => {
                println!("{error}");
                broken.push(name);
            }
        }
    }
    if cluster {
        target.check_routing().await?;
    }
    target.admin.batch_execute(&format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")).await?;
    println!("{kept} laws kept, {} broken", broken.len());
    if kept == 0 && broken.is_empty() {
        return Err("no law has all these words in its name".into());
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join(", ").into()) }
}

/// The database to test.
struct Target<'a> {
    url: &'a str,
    admin: Client,
    tables: Tables,
    options: PostgresOptions,
    cluster: bool,
}

impl Target<'_> {
    /// Opens a store on tables that are new, and spread if they have to be.
    async fn fresh_store(&self, index: bool) -> Result<PostgresStore, Box<dyn Error>> {
        let fresh = format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}");
        self.admin.batch_execute(&fresh).await?;
        let options = self.options.clone();
        #[cfg(feature = "search")]
        let options = options.search(index);
        let store = PostgresStore::connect(self.url, options).await?;
        if self.cluster {
            let spread = "SELECT count(*) FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid
                WHERE relnamespace = to_regnamespace($1)";
            let spread = self.admin.query_one(spread, &[&SCHEMA]).await;
            let spread: i64 = spread.map_err(|_| "this is no Citus cluster: nothing was distributed")?.get(0);
            let all = citus_distribution(&self.tables).len() + usize::from(index);
            if usize::try_from(spread) != Ok(all) {
                return Err(format!("{spread} of {all} tables are distributed").into());
            }
        }
        Ok(store)
    }

    /// Does one of each thing that is done in a session. A statement that asks more than one machine fails, and so does
    /// a commit in two phases.
    async fn check_routing(&self) -> Result<(), Box<dyn Error>> {
        let store = self.fresh_store(false).await?;
        let session = SessionRecord::new(SessionId::from_bytes([1; 12]), Timestamp::UNIX_EPOCH, "name", ANN);
        store.create_session(&session).await?;
        let prepared = "SELECT count(*) FROM pg_dist_transaction";
        let before: i64 = self.admin.query_one(prepared, &[]).await?.get(0);
        let strict = "-c citus.multi_task_query_log_level=error";
        let url = if self.url.contains("://") {
            let mark = if self.url.contains('?') { '&' } else { '?' };
            format!("{}{mark}options={}", self.url, strict.replace(' ', "%20").replace('=', "%3D"))
        } else {
            format!("{} options='{strict}'", self.url)
        };
        let options = self.options.clone().migrate(false);
        use_session(&PostgresStore::connect(&url, options).await?, session.id).await?;
        let after: i64 = self.admin.query_one(prepared, &[]).await?.get(0);
        if after > before {
            return Err(format!("{} commits in two phases", after - before).into());
        }
        println!("each statement of a session went to one machine, and no commit took two phases");
        Ok(())
    }
}

const ANN: AccountId = AccountId::from_bytes([7; 12]);

/// Appends, streams, runs a turn and reads.
async fn use_session(store: &PostgresStore, session: SessionId) -> Result<(), Box<dyn Error>> {
    let write = Write::at(Timestamp::UNIX_EPOCH);
    let record = |number: u8| {
        let id = MessageId::from_bytes([number; 12]);
        let document =
            format!(r#"{{"id":"{id}","role":"user","parts":[],"created_at":"1970-01-01T00:00:00Z"}}"#);
        NewRecord::new(id, Some(ANN), Document::from_stored(document))
    };
    store.append_messages(session, &MessageBatch::new(vec![record(1), record(2)]), write).await?;
    let mut draft = MessageBatch::new(vec![record(3)]);
    draft.draft = Some(ANN);
    let appended = store.append_messages(session, &draft, write).await?;
    let message = &appended.messages[0];
    let grow = MessageChange::Grow(ChunkLog::new(&[Chunk::text_start("1")]));
    let update = MessageUpdate { base: message.revision, change: grow };
    let base = store.update_message(session, message.id, &update, write).await?;
    let change = MessageChange::Complete { document: message.document.clone(), annotations: None };
    let base = store.update_message(session, message.id, &MessageUpdate { base, change }, write).await?;
    let update = MessageUpdate { base, change: MessageChange::Delete };
    store.update_message(session, message.id, &update, write).await?;

    let turn = TurnId::from_bytes([4; 12]);
    let mut submission = Submission::new(turn, ANN);
    submission.batch = Some(MessageBatch::new(vec![record(5)]));
    let claim = Claim { worker: "worker".to_owned(), lease: Duration::from_secs(60), max_attempts: 1 };
    for step in [Step::Submit(submission), Step::Claim(claim), Step::End { turn, end: TurnEnd::Completed }] {
        store.transact(session, &[step], write).await?;
    }
    store.find_turn(session, turn).await?;
    store.list_turns(session, TurnFilter::default(), 50).await?;

    let newest = store.find_session(session, WindowRequest::newest(50)).await?;
    store.find_session(session, WindowRequest::newest(1).before(newest.messages[1].id)).await?;
    store.find_session_texts(session, WindowRequest::newest(50)).await?;
    store.find_message(session, newest.messages[0].id).await?;
    store.changes(session, Offset::default(), ChangeLimit::default()).await?;
    store.find_summary(session).await?;
    Ok(())
}
