//! [`VerifyFiles`]: checks that the bytes of each file match its id, and that each file that a message names exists.

use sha2::{Digest as _, Sha256};

use super::{
    columns::{Stored as _, Table as _},
    dialect::Dialect,
    findings::{owned, undecodable},
    row::Row,
    rows::{FileRefRow, FileRow},
    statement::Statement,
    tables::Tables,
    tx::Tx,
    verified::{Finding, FindingKind},
};
use crate::model::{
    error::Result,
    id::{FileId, SessionId},
    offset::Sequence,
};

/// Checks files. It repairs nothing.
#[derive(Debug)]
pub(super) struct VerifyFiles {
    files: Statement,
    chunks: Statement,
    refs: Statement,
    missing: Statement,
}

impl VerifyFiles {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let statement = |template: &str| Statement::new(dialect, tables, template);
        Self {
            files: statement("SELECT {files.*} FROM {files}"),
            chunks: statement("SELECT content FROM {file_chunks} WHERE blob = :blob ORDER BY ordinal"),
            refs: statement(
                "SELECT {file_refs.* r}, s.id, s.last_offset FROM {file_refs} r LEFT JOIN {sessions} s ON {its_session r}",
            ),
            missing: statement(
                "SELECT s.id, r.sequence, r.file_id FROM {file_refs} r JOIN {sessions} s ON {its_session r} \
                 WHERE NOT EXISTS (SELECT 1 FROM {files} f WHERE f.id = r.file_id)",
            ),
        }
    }

    pub(super) async fn run<T: Tx>(&self, tx: &mut T, found: &mut Vec<Finding>) -> Result<()> {
        let mut files = Vec::new();
        tx.query(&self.files, &[], |row| {
            match FileRow::load(row) {
                Ok(file) => files.push(file),
                Err(error) => found.push(undecodable("a file".to_owned(), &error)),
            }
            Ok(())
        })
        .await?;
        for file in files {
            if let Some(detail) = self.check_bytes(tx, &file).await? {
                found.push(Finding::new(FindingKind::Bytes, format!("file {}", file.id), detail));
            }
        }
        tx.query(&self.refs, &[], |row| {
            owned::<FileRefRow>(row, "binding of file", 1, found);
            Ok(())
        })
        .await?;
        tx.query(&self.missing, &[], |row| {
            let (session, file) = (SessionId::load(row, 0)?, FileId::load(row, 2)?);
            let subject = format!("message at {} of session {session}", Sequence::load(row, 1)?);
            found.push(Finding::new(FindingKind::Bytes, subject, format!("its file {file} is missing")));
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Returns the problem of a file's bytes, if there is one. Bytes in an object store are not checked.
    async fn check_bytes<T: Tx>(&self, tx: &mut T, file: &FileRow) -> Result<Option<String>> {
        let (mut hash, mut length, mut chunks) = (Sha256::new(), 0_u64, 0_i64);
        tx.query(&self.chunks, &[("blob", file.blob.store())], |row: &dyn Row| {
            let chunk = row.blob(0)?.unwrap_or_default();
            (length, chunks) = (length + chunk.len() as u64, chunks + 1);
            hash.update(chunk);
            Ok(())
        })
        .await?;
        let is_elsewhere = file.chunks == 0 && chunks == 0;
        let size = file.size.unsigned_abs();
        Ok(if is_elsewhere || FileId::from_bytes(hash.finalize().into()) == file.id {
            None
        } else if length < size {
            Some(format!("{length} of its {size} bytes are there"))
        } else {
            Some("its bytes are not those of its id".to_owned())
        })
    }
}
