//! [`StoredRow`]: a stored row of any table.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;
use serde_json::{Map, Value as JsonValue};

use super::value::Value;
use crate::model::error::{Error, Result};

/// A stored row of any table, to copy it to another store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    table: String,
    columns: Vec<(String, Value)>,
}

impl StoredRow {
    pub(super) fn new(table: &str, columns: Vec<(String, Value)>) -> Self {
        Self { table: table.to_owned(), columns }
    }

    pub(super) fn table(&self) -> &str {
        &self.table
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the value of a column.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, value)| value)
    }

    pub(super) fn to_json(&self) -> JsonValue {
        let json = |value: &Value| match value {
            Value::Integer(number) => (*number).into(),
            Value::Text(text) => text.as_ref().into(),
            Value::Blob(bytes) => serde_json::json!({ "base64": BASE64.encode(bytes) }),
            Value::Null => JsonValue::Null,
        };
        let row: Map<_, _> = self.columns.iter().map(|(name, value)| (name.clone(), json(value))).collect();
        serde_json::json!({ "table": self.table, "row": row })
    }

    pub(super) fn from_json(line: &str) -> Result<Self> {
        let broken = || Error::invalid_argument("line", "must be a row of an export");
        let mut line: Map<String, JsonValue> = serde_json::from_str(line).map_err(|_| broken())?;
        let (Some(JsonValue::String(table)), Some(JsonValue::Object(row))) =
            (line.remove("table"), line.remove("row"))
        else {
            return Err(broken());
        };
        let mut columns = Vec::with_capacity(row.len());
        for (name, value) in row {
            let value = match value {
                JsonValue::Null => Value::Null,
                JsonValue::String(text) => text.into(),
                JsonValue::Number(number) => number.as_i64().ok_or_else(broken)?.into(),
                JsonValue::Object(blob) => {
                    let text = blob.get("base64").and_then(JsonValue::as_str).ok_or_else(broken)?;
                    Bytes::from(BASE64.decode(text).map_err(|_| broken())?).into()
                }
                _ => return Err(broken()),
            };
            columns.push((name, value));
        }
        Ok(Self { table, columns })
    }
}
