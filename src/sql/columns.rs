//! The columns of the tables, each declared once. [`table!`](super::columns::table) generates from a declaration the
//! columns of the table, the lists for `SELECT` and `INSERT`, and the struct that is read and written.

use bytes::Bytes;

use super::{
    row::Row,
    value::{Named, Value},
};
use crate::{
    model::{
        error::{Error, Result},
        id::{
            AccountId, BlobId, CallRequestId, FileId, Id, MessageId, SessionId, TurnId, WorkspaceId,
            WorkspaceInstanceId,
        },
        json::Json,
        label::{Label, Labels},
        message::Document,
        offset::{Generation, Offset, Revision, Sequence},
        robot::RobotKey,
        text::Plain,
        time::Timestamp,
    },
    stream::ChunkLog,
};

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Blob,
}

/// A column that is not part of a session row's key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) null: bool,
}

/// The key of a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A session's `id`; on SQLite also a `number` that is never used twice.
    Number,
    /// A session and a number in it: one integer on SQLite, two columns elsewhere.
    Place,
    /// A session and these columns.
    Session(&'static [&'static str]),
    /// These columns.
    Columns(&'static [&'static str]),
}

impl Key {
    /// Returns the number of key columns that come first if a whole row is selected.
    pub(crate) const fn leading(self) -> usize {
        match self {
            Self::Number | Self::Place => 1,
            Self::Session(_) | Self::Columns(_) => 0,
        }
    }
}

/// The columns and the key of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    pub(crate) key: Key,
    pub(crate) columns: &'static [Column],
}

impl Layout {
    /// Returns the index of a column in `{table.*}`.
    pub(crate) fn position(&self, name: &str) -> usize {
        let found = self.columns.iter().position(|column| column.name == name);
        self.key.leading() + found.unwrap_or(self.columns.len())
    }
}

/// A row of a table, without its key.
pub(crate) trait Table: Sized {
    const LAYOUT: Layout;

    /// Reads a row that was selected with `{table.*}`.
    fn load(row: &dyn Row) -> Result<Self>;

    /// Returns the values of all columns, for `{table.insert}` and for updates.
    fn values(&self) -> Vec<Named>;
}

macro_rules! table {
    (
        $(#[$doc:meta])*
        struct $row:ident in $name:literal, $key:expr;
        $($(#[$field_doc:meta])* $field:ident: $type:ty,)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $row {
            $($(#[$field_doc])* pub(crate) $field: $type,)+
        }

        impl $crate::sql::columns::Table for $row {
            const LAYOUT: $crate::sql::columns::Layout = $crate::sql::columns::Layout {
                name: $name,
                key: $key,
                columns: &[$($crate::sql::columns::Column {
                    name: stringify!($field),
                    kind: <$type as $crate::sql::columns::Stored>::KIND,
                    null: <$type as $crate::sql::columns::Stored>::NULL,
                },)+],
            };

            fn load(row: &dyn $crate::sql::row::Row) -> $crate::model::error::Result<Self> {
                let mut column = Self::LAYOUT.key.leading();
                // A struct's fields are evaluated in the order in which they are written.
                Ok(Self {
                    $($field: {
                        let value = <$type as $crate::sql::columns::Stored>::load(row, column)?;
                        column += 1;
                        let _ = column;
                        value
                    },)+
                })
            }

            fn values(&self) -> Vec<$crate::sql::value::Named> {
                vec![$((stringify!($field), $crate::sql::columns::Stored::store(&self.$field)),)+]
            }
        }
    };
}
pub(crate) use table;

/// A type that can be stored in a column.
pub(crate) trait Stored: Sized {
    const KIND: Kind;
    const NULL: bool = false;

    fn store(&self) -> Value;

    /// Reads a column, or `None` for `NULL`.
    fn load_option(row: &dyn Row, column: usize) -> Result<Option<Self>>;

    /// Reads a column.
    fn load(row: &dyn Row, column: usize) -> Result<Self> {
        Self::load_option(row, column)?.ok_or_else(|| null(column))
    }
}

impl<T: Stored> Stored for Option<T> {
    const KIND: Kind = T::KIND;
    const NULL: bool = true;

    fn store(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::store)
    }

    fn load_option(row: &dyn Row, column: usize) -> Result<Option<Self>> {
        Self::load(row, column).map(Some)
    }

    fn load(row: &dyn Row, column: usize) -> Result<Self> {
        T::load_option(row, column)
    }
}

fn null(column: usize) -> Error {
    Error::internal("a stored row does not decode", format!("column {column} is null"))
}

fn undecodable(error: Error) -> Error {
    Error::internal("a stored row does not decode", error)
}

/// Converts a number of SQL, which has a sign, to one without.
fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|error| Error::internal("a stored row does not decode", error))
}

/// Converts a number to one of SQL. Offsets increase by one for each change, so none is too large.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns the text of an id, without the cost of a formatter.
fn plain(value: &impl Plain) -> Value {
    value.with_text(|text| Value::Text(String::from_utf8_lossy(text).into()))
}

macro_rules! stored {
    ($($kind:ident: $type:ty, |$value:ident| $store:expr, |$raw:ident| $load:expr;)+) => {$(
        impl Stored for $type {
            const KIND: Kind = stored!(@kind $kind);

            fn store(&self) -> Value {
                let $value = self;
                $store.into()
            }

            fn load_option(row: &dyn Row, column: usize) -> Result<Option<Self>> {
                row.$kind(column)?.map(|$raw| -> Result<Self> { $load }).transpose()
            }
        }
    )+};
    (@kind text) => { Kind::Text };
    (@kind bytes) => { Kind::Text };
    (@kind blob) => { Kind::Blob };
    (@kind integer) => { Kind::Integer };
}

stored! {
    integer: i64, |value| *value, |raw| Ok(raw);
    integer: bool, |value| i64::from(*value), |raw| Ok(raw != 0);
    integer: Timestamp, |value| value.as_micros(), |raw| Self::from_micros(raw).map_err(undecodable);
    integer: Offset, |value| signed(value.get()), |raw| unsigned(raw).map(Self::new);
    integer: Revision, |value| signed(value.get()), |raw| unsigned(raw).map(Self::new);
    integer: Generation, |value| signed(value.get()), |raw| unsigned(raw).map(Self::new);
    integer: Sequence, |value| signed(value.get()), |raw| {
        Self::new(unsigned(raw)?).ok_or_else(|| Error::internal("a stored row does not decode", "a sequence is 0"))
    };
    text: String, |value| value.as_str(), |raw| Ok(raw.to_owned());
    text: Json<'static>, |value| value.as_str(), |raw| Ok(Self::from_stored(raw.to_owned()));
    text: ChunkLog, |value| value.as_str(), |raw| Ok(Self::from_stored(raw.to_owned()));
    text: Label, |value| value.as_str(), |raw| raw.parse().map_err(undecodable);
    text: Labels, |value| value.as_json(), |raw| {
        Self::check(raw).map_err(undecodable)?;
        Ok(Self::from_checked(raw))
    };
    text: RobotKey, |value| value.to_string(), |raw| raw.parse().map_err(undecodable);
    // What a document's bytes are is known by its sum.
    bytes: Document, |value| value.as_str(), |raw| Ok(Self::from_stored_bytes(raw.to_owned()));
    bytes: SessionId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: MessageId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: AccountId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: FileId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: BlobId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    blob: Bytes, |value| value.clone(), |raw| Ok(Self::copy_from_slice(raw));
    bytes: TurnId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: CallRequestId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: WorkspaceId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
    bytes: WorkspaceInstanceId, |value| plain(value), |raw| Self::from_text(raw).map_err(undecodable);
}
