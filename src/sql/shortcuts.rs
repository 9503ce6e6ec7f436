//! [`Shortcuts`]: single statements of PostgreSQL that do all of an operation where nothing is in the way.

use super::{
    columns::{Kind, Table as _},
    dialect::Dialect,
    row::Row,
    rows::{GIVEN, MessageRow},
    statement::Statement,
    tables::Tables,
    value::Named,
};
use crate::model::error::Result;

/// The statements.
#[derive(Clone, Debug)]
pub(crate) struct Shortcuts {
    /// Appends one complete message, with a key or without, to a session without labels.
    pub(super) append: Statement,
}

impl Shortcuts {
    /// Makes the statements for these tables.
    pub(crate) fn new(tables: &Tables) -> Self {
        let columns = MessageRow::LAYOUT.columns;
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        let values = columns.iter().map(|column| match column.kind {
            Kind::Integer => format!("CAST(:{} AS BIGINT)", column.name),
            Kind::Text => format!("CAST(:{} AS TEXT)", column.name),
        });
        let (names, values) = (names.join(", "), values.collect::<Vec<_>>().join(", "));
        let append = format!(
            "WITH moved AS (UPDATE {{sessions}} SET last_offset = last_offset + 1, \
             updated_at = GREATEST(updated_at, CAST(:at AS BIGINT)) \
             WHERE id = :session AND deleted_at IS NULL AND labels IS NULL AND generation = COALESCE(CAST(:fence AS BIGINT), generation) \
             RETURNING id, last_offset), \
             kept AS (INSERT INTO {{message_keys}} (session_id, kind, key, sequence, count, fingerprint) \
             SELECT id, {GIVEN}, CAST(:key AS TEXT), last_offset, 1, CAST(:fingerprint AS TEXT) FROM moved \
             WHERE CAST(:key AS TEXT) IS NOT NULL) \
             INSERT INTO {{messages}} (session_id, sequence, {names}) SELECT id, last_offset, {values} FROM moved \
             RETURNING sequence"
        );
        Self { append: Statement::new(Dialect::Postgres, tables, &append) }
    }
}

/// One statement that does all of an operation. If it returns no row or meets a taken key, it has changed nothing, and
/// the operation is to be run.
pub(crate) struct Shortcut<'o, T> {
    pub(crate) statement: &'o Statement,
    pub(crate) values: Vec<Named>,
    pub(crate) read: ReadOutput<'o, T>,
}

/// Makes what the operation returns of the row that the statement returns.
pub(crate) type ReadOutput<'o, T> = Box<dyn Fn(&dyn Row) -> Result<T> + Send + Sync + 'o>;
