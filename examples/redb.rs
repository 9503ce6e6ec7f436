//! A whole store on [redb], by the three methods of [`KeyValue`]; and every law of `conformance`, checked on it.
//!
//! Run it with `cargo run --example redb --features conformance`.
//!
//! [redb]: https://docs.rs/redb

use std::{ops::Bound, path::Path};

use redb::{AccessGuard, Database, ReadableDatabase, ReadableTable, TableDefinition};
use storyden_robots::{
    Error, KeyValue, KeyValueStore, Result, async_trait,
    conformance::{FILE_LAWS, LAWS, TRANSCRIPT_LAWS, TURN_LAWS},
};

const TABLE: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("robots");

/// Rows with their keys, or without a value if there is none.
type Row<V> = (Vec<u8>, V);

/// Keeps everything in one file.
#[derive(Debug)]
struct Redb(Database);

impl Redb {
    fn open(path: &Path) -> Result<Self> {
        let database = Database::create(path).map_err(failed)?;
        let transaction = database.begin_write().map_err(failed)?;
        transaction.open_table(TABLE).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(Self(database))
    }
}

fn failed(error: impl Into<redb::Error>) -> Error {
    let error: redb::Error = error.into();
    Error::storage_failed("the database failed", error)
}

// A statement of redb takes microseconds, a commit as long as the disk needs. Where that is too long for a thread of
// the runtime, use `spawn_blocking`.
#[async_trait]
impl KeyValue for Redb {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let table = self.0.begin_read().map_err(failed)?.open_table(TABLE).map_err(failed)?;
        let value = table.get(key).map_err(failed)?;
        Ok(value.map(|value| value.value().to_vec()))
    }

    async fn range(
        &self,
        from: &[u8],
        to: &[u8],
        limit: usize,
        backwards: bool,
    ) -> Result<Vec<Row<Vec<u8>>>> {
        let table = self.0.begin_read().map_err(failed)?.open_table(TABLE).map_err(failed)?;
        let rows = table.range::<&[u8]>((Bound::Included(from), Bound::Excluded(to))).map_err(failed)?;
        let rows: Box<dyn Iterator<Item = _>> = if backwards { Box::new(rows.rev()) } else { Box::new(rows) };
        let rows = rows.take(limit).map(|row| {
            let (key, value) = row.map_err(failed)?;
            Ok((key.value().to_vec(), value.value().to_vec()))
        });
        rows.collect()
    }

    async fn commit(&self, expect: &[Row<Option<Vec<u8>>>], put: &[Row<Option<Vec<u8>>>]) -> Result<bool> {
        // redb has one writer at a time, so nothing comes in between.
        let transaction = self.0.begin_write().map_err(failed)?;
        {
            let mut table = transaction.open_table(TABLE).map_err(failed)?;
            for (key, expected) in expect {
                let value = table.get(key.as_slice()).map_err(failed)?;
                if value.as_ref().map(AccessGuard::value) != expected.as_deref() {
                    return Ok(false);
                }
            }
            for (key, value) in put {
                match value {
                    Some(value) => table.insert(key.as_slice(), value.as_slice()).map_err(failed)?,
                    None => table.remove(key.as_slice()).map_err(failed)?,
                };
            }
        }
        transaction.commit().map_err(failed)?;
        Ok(true)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut broken = Vec::new();
    for law in LAWS {
        broken.extend(law.test(fresh()?).await.err());
    }
    for law in TURN_LAWS {
        broken.extend(law.test(fresh()?).await.err());
    }
    for law in FILE_LAWS {
        broken.extend(law.test(fresh()?).await.err());
    }
    for law in TRANSCRIPT_LAWS {
        broken.extend(law.test(fresh()?).await.err());
    }
    for broken in &broken {
        eprintln!("{broken}");
    }
    let count = LAWS.len() + TURN_LAWS.len() + FILE_LAWS.len() + TRANSCRIPT_LAWS.len();
    println!("{} of {count} laws are kept", count - broken.len());
    if broken.is_empty() { Ok(()) } else { Err("the store breaks laws".into()) }
}

fn fresh() -> Result<(KeyValueStore<Redb>, tempfile::TempDir)> {
    let folder = tempfile::tempdir().map_err(failed)?;
    let store = KeyValueStore::over(Redb::open(&folder.path().join("robots.redb"))?);
    Ok((store, folder))
}
