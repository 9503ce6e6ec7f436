//! [`SqliteStore::verify`]: checks the file and every row.

use std::sync::Arc;

use rusqlite::Connection;

use super::{SqliteStore, connection::open_reader, failure::failed, store::on_a_thread, tx::complete};
use crate::{
    model::error::{ErrorKind, Result},
    sql::{
        Dialect,
        tx::{Driver as _, Operation as _},
        verified::{Finding, FindingKind, Verified},
        verify::{RepairFinding, Verify},
    },
};

impl SqliteStore {
    /// Checks the whole store, as it is at one moment: the file, by SQLite's integrity check; that each row decodes,
    /// and each message matches its checksum; that no row has an offset greater than its session's; the stored lengths
    /// of lists; and, with the feature `search`, that a complete index has exactly the words of the stored texts. The
    /// store can be used meanwhile. It takes as long as reading the whole file.
    ///
    /// With `repair`, messages that decode but do not match their checksums get new checksums: this is for an operator
    /// who edited one by hand. A flipped bit is then accepted too, so look at the findings first. Wrong lengths of
    /// lists are counted again, and wrong rows of the index are rewritten. For any other damage, restore a backup.
    ///
    /// # Errors
    /// [`Error::StorageFailed`](crate::Error::StorageFailed) if the file cannot be read at all, or is read-only and
    /// there is something to repair.
    pub async fn verify(&self, repair: bool) -> Result<Verified> {
        let (statements, options) = (Arc::clone(&self.statements), Arc::clone(&self.options));
        let tables = options.tables.clone();
        let check = move || {
            // It needs a connection of its own, for it takes as long as the file is large.
            let mut tx = open_reader(&options)?;
            tx.control("BEGIN").map_err(failed)?;
            let file = check_file(&tx.connection)?;
            if !file.is_empty() {
                return Ok((Verified { findings: file, ..Verified::default() }, Vec::new()));
            }
            let verify = Verify::new(Dialect::Sqlite, &options.tables);
            complete(verify.run(&statements, &mut tx))
        };
        let (mut verified, repairs) = on_a_thread("storyden-robots-verify", check).await?;
        if repair {
            for repair in repairs {
                let finding = repair.finding;
                let operation = RepairFinding::new(Dialect::Sqlite, &tables, repair);
                verified.findings[finding].repaired = self.write(operation).await?;
            }
        }
        Ok(verified)
    }
}

/// Returns the findings of SQLite's integrity check.
fn check_file(connection: &Connection) -> Result<Vec<Finding>> {
    let check = || {
        let mut check = connection.prepare("PRAGMA integrity_check")?;
        let lines = check.query_map([], |row| row.get::<_, String>(0))?;
        lines.collect::<rusqlite::Result<Vec<_>>>()
    };
    let lines = match check().map_err(failed) {
        Ok(lines) => lines,
        Err(error) if error.kind() == ErrorKind::StorageFailed => vec![error.to_string()],
        Err(error) => return Err(error),
    };
    let lines = lines.into_iter().filter(|line| line != "ok");
    Ok(lines.map(|line| Finding::new(FindingKind::File, "the database file", line)).collect())
}
