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
    append: Appends,
    /// The same, and index the words of the message.
    #[cfg(feature = "search")]
    append_indexed: Appends,
    #[cfg(feature = "search")]
    indexes: std::sync::OnceLock<()>,
}

/// Statements that append one complete message to a session without labels.
#[derive(Clone, Debug)]
struct Appends {
    /// Without an idempotency key: each table that a statement names costs, also if nothing is written to it.
    plain: Statement,
    /// With a key.
    keyed: Statement,
}

impl Appends {
    /// Makes the statements, with one more step.
    fn new(tables: &Tables, step: &str) -> Self {
        let columns = MessageRow::LAYOUT.columns;
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        let values = columns.iter().map(|column| match column.kind {
            Kind::Integer => format!("CAST(:{} AS BIGINT)", column.name),
            Kind::Text => format!("CAST(:{} AS TEXT)", column.name),
            Kind::Blob => format!("CAST(:{} AS BYTEA)", column.name),
        });
        let (names, values) = (names.join(", "), values.collect::<Vec<_>>().join(", "));
        let make = |kept: &str| {
            let template = format!(
                "WITH moved AS (UPDATE {{sessions}} SET last_offset = last_offset + 1, \
             updated_at = GREATEST(updated_at, CAST(:at AS BIGINT)) \
             WHERE id = :session AND deleted_at IS NULL AND labels IS NULL AND generation = COALESCE(CAST(:fence AS BIGINT), generation) \
             RETURNING id, last_offset), {kept}\
             marked AS (UPDATE {{read_marks}} SET unread = unread + 1 FROM moved \
             WHERE session_id = id AND account IS DISTINCT FROM CAST(:author AS TEXT)){step} \
             INSERT INTO {{messages}} (session_id, sequence, {names}) SELECT id, last_offset, {values} FROM moved \
             RETURNING sequence"
            );
            Statement::new(Dialect::Postgres, tables, &template)
        };
        let kept = format!(
            "kept AS (INSERT INTO {{message_keys}} (session_id, kind, key, sequence, count, fingerprint) \
             SELECT id, {GIVEN}, CAST(:key AS TEXT), last_offset, 1, CAST(:fingerprint AS TEXT) FROM moved), "
        );
        Self { plain: make(""), keyed: make(&kept) }
    }
}

impl Shortcuts {
    /// Makes the statements for these tables.
    pub(crate) fn new(tables: &Tables) -> Self {
        Self {
            append: Appends::new(tables, ""),
            #[cfg(feature = "search")]
            append_indexed: Appends::new(
                tables,
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

    /// Returns the statement that appends one complete message, with an idempotency key and its fingerprint if there is
    /// one, and adds the values that it needs beside those of the message.
    #[cfg_attr(
        not(feature = "search"),
        expect(unused_variables, reason = "only search looks at the message")
    )]
    pub(super) fn append(
        &self,
        document: &Document,
        key: Option<(&str, &str)>,
        values: &mut Vec<Named>,
    ) -> &Statement {
        #[cfg(feature = "search")]
        let appends = if self.indexes.get().is_some() {
            let words = encode::words_of(document);
            let words = (!words.is_empty()).then(|| encode::write_words(Dialect::Postgres, words));
            values.push(("words", words.into()));
            &self.append_indexed
        } else {
            &self.append
        };
        #[cfg(not(feature = "search"))]
        let appends = &self.append;
        let Some((key, fingerprint)) = key else { return &appends.plain };
        values.extend([("key", key.into()), ("fingerprint", fingerprint.into())]);
        &appends.keyed
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
