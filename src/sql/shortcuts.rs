//! [`Shortcuts`]: single statements of PostgreSQL that run a whole operation in the usual case.

#[cfg(feature = "search")]
use super::search::encode;
use super::{
    columns::{Kind, Table as _},
    dialect::Dialect,
    row::Row,
    rows::{GIVEN, MessageRow},
    statement::Statement,
    tables::Tables,
    value::Named,
};
use crate::model::{error::Result, message::Document};

/// The statements.
#[derive(Clone, Debug)]
pub(crate) struct Shortcuts {
    /// Appends one complete message, with or without an idempotency key, to a session without labels.
    append: Statement,
    /// The same, and indexes its words.
    #[cfg(feature = "search")]
    append_indexed: Statement,
    #[cfg(feature = "search")]
    indexes: std::sync::OnceLock<()>,
}

impl Shortcuts {
    /// Makes the statements for these tables.
    pub(crate) fn new(tables: &Tables) -> Self {
        let columns = MessageRow::LAYOUT.columns;
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        let values = columns.iter().map(|column| match column.kind {
            Kind::Integer => format!("CAST(:{} AS BIGINT)", column.name),
            Kind::Text => format!("CAST(:{} AS TEXT)", column.name),
            Kind::Blob => format!("CAST(:{} AS BYTEA)", column.name),
        });
        let (names, values) = (names.join(", "), values.collect::<Vec<_>>().join(", "));
        let append = |indexed: &str| {
            format!(
                "WITH moved AS (UPDATE {{sessions}} SET last_offset = last_offset + 1, \
             updated_at = GREATEST(updated_at, CAST(:at AS BIGINT)) \
             WHERE id = :session AND deleted_at IS NULL AND labels IS NULL AND generation = COALESCE(CAST(:fence AS BIGINT), generation) \
             RETURNING id, last_offset), \
             kept AS (INSERT INTO {{message_keys}} (session_id, kind, key, sequence, count, fingerprint) \
             SELECT id, {GIVEN}, CAST(:key AS TEXT), last_offset, 1, CAST(:fingerprint AS TEXT) FROM moved \
             WHERE CAST(:key AS TEXT) IS NOT NULL), \
             marked AS (UPDATE {{read_marks}} SET unread = unread + 1 FROM moved \
             WHERE session_id = id AND account IS DISTINCT FROM CAST(:author AS TEXT)){indexed} \
             INSERT INTO {{messages}} (session_id, sequence, {names}) SELECT id, last_offset, {values} FROM moved \
             RETURNING sequence"
            )
        };
        let make = |indexed| Statement::new(Dialect::Postgres, tables, &append(indexed));
        Self {
            append: make(""),
            #[cfg(feature = "search")]
            append_indexed: make(
                ", indexed AS (INSERT INTO {search} (session_id, sequence, words) \
                 SELECT id, last_offset, CAST(CAST(:words AS TEXT) AS tsvector) FROM moved \
                 WHERE CAST(:words AS TEXT) IS NOT NULL)",
            ),
            #[cfg(feature = "search")]
            indexes: std::sync::OnceLock::new(),
        }
    }

    /// Makes appends write their words to the index for search.
    #[cfg(feature = "search")]
    pub(crate) fn index_appends(&self) {
        self.indexes.get_or_init(|| ());
    }

    /// Returns the statement that appends one complete message, and adds the values that it needs beside those of the
    /// message.
    #[cfg_attr(
        not(feature = "search"),
        expect(unused_variables, reason = "only search looks at the message")
    )]
    pub(super) fn append(&self, document: &Document, values: &mut Vec<Named>) -> &Statement {
        #[cfg(feature = "search")]
        if self.indexes.get().is_some() {
            let words = encode::words_of(document);
            let words = (!words.is_empty()).then(|| encode::write_words(Dialect::Postgres, words));
            values.push(("words", words.into()));
            return &self.append_indexed;
        }
        &self.append
    }
}

/// One statement that runs a whole operation. If it returns no row, or a key exists already, it has changed nothing,
/// and the operation must be run in the usual way.
pub(crate) struct Shortcut<'o, T> {
    pub(crate) statement: &'o Statement,
    pub(crate) values: Vec<Named>,
    pub(crate) read: ReadOutput<'o, T>,
}

/// Converts the row of the statement to the output of the operation.
pub(crate) type ReadOutput<'o, T> = Box<dyn Fn(&dyn Row) -> Result<T> + Send + Sync + 'o>;
