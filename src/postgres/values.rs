//! Conversions between the values and rows of operations and the driver's types.

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::{
    model::error::{Error, Result},
    sql::{row::Row, value::Value},
};

/// The error type of the driver's traits.
type Failed = Box<dyn std::error::Error + Sync + Send>;

/// Returns the PostgreSQL type of a value.
pub(super) fn value_type(value: &Value) -> Type {
    match value {
        // The server finds out which it is.
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Blob(_) => Type::BYTEA,
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failed> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            // A prepared statement has the types that the server found for its parameters.
            Self::Integer(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Integer(number) => number.to_sql_checked(ty, out),
            Self::Text(text) => text.as_ref().to_sql_checked(ty, out),
            Self::Blob(bytes) => bytes.as_ref().to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A text in the bytes that the server sent.
struct RawText<'r>(&'r [u8]);

impl<'r> FromSql<'r> for RawText<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Failed> {
        Ok(Self(raw))
    }

    fn accepts(ty: &Type) -> bool {
        <&str as FromSql>::accepts(ty)
    }
}

/// An integer of any width, or a boolean as 0 or 1, since SQLite has one type for all of them.
struct AnyInteger(i64);

impl<'r> FromSql<'r> for AnyInteger {
    fn from_sql(ty: &Type, raw: &'r [u8]) -> Result<Self, Failed> {
        Ok(Self(match *ty {
            Type::INT8 => i64::from_sql(ty, raw)?,
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            _ => bool::from_sql(ty, raw)?.into(),
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL)
    }
}

impl Row for tokio_postgres::Row {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        let raw: Option<RawText<'_>> = self.try_get(column).map_err(unreadable)?;
        raw.map(|RawText(raw)| simdutf8::basic::from_utf8(raw)).transpose().map_err(unreadable)
    }

    fn blob(&self, column: usize) -> Result<Option<&[u8]>> {
        self.try_get(column).map_err(unreadable)
    }

    fn integer(&self, column: usize) -> Result<Option<i64>> {
        let number: Option<AnyInteger> = self.try_get(column).map_err(unreadable)?;
        Ok(number.map(|AnyInteger(number)| number))
    }
}

fn unreadable(error: impl Into<Failed>) -> Error {
    Error::internal("a stored value has another type", error)
}
