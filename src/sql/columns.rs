//! The columns of the tables, each declared once: [`table!`](super::columns::table) makes of a declaration the columns
//! of the table, the list to select and to insert them by, and the struct that they are read to and written from.

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

/// What kind of value a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Blob,
}

/// A column, but none of those that are a row's place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) null: bool,
}

/// What names a row of a table, beside its columns or among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A session: by its `id`, and on SQLite by a `number` that is never given twice.
    Number,
    /// A row of a session with a number in it: one integer on SQLite, two columns elsewhere.
    Place,
    /// A row of a session: the session, and these columns.
    Session(&'static [&'static str]),
    /// These columns.
    Columns(&'static [&'static str]),
}

impl Key {
    /// Returns how many columns stand before the others where all of a row is selected.
    pub(crate) const fn leading(self) -> usize {
        match self {
            Self::Number | Self::Place => 1,
            Self::Session(_) | Self::Columns(_) => 0,
        }
    }
}

/// What a table is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    pub(crate) key: Key,
    pub(crate) columns: &'static [Column],
}

impl Layout {
    /// Returns where a column is among those of `{table.*}`.
    pub(crate) fn position(&self, name: &str) -> usize {
        let found = self.columns.iter().position(|column| column.name == name);
        self.key.leading() + found.unwrap_or(self.columns.len())
    }
}

/// A row of a table, without its place.
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

/// A type that a column can have.
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

/// A number of SQL has a sign; these have none.
fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|error| Error::internal("a stored row does not decode", error))
}

/// Returns a number as SQL has it. Offsets grow by one a change, so none is beyond it.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns labels as they are served.
fn labels_text(labels: &Labels) -> String {
    let mut text = Vec::new();
    // A label is a text, so it has a JSON form.
    labels.write_json(&mut text).ok();
    String::from_utf8(text).unwrap_or_default()
}

/// Returns the text of an id, without a formatter.
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
    text: Labels, |value| labels_text(value), |raw| {
        serde_json::from_str(raw).map_err(|error| Error::internal("a stored row does not decode", error))
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
