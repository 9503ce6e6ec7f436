//! [`MessageFields`]: the object of a message, read field by field.

use serde::de::DeserializeOwned;

use super::{annotations::Annotations, message::Message, role::MessageRole};
use crate::model::{
    error::{Error, Result},
    id::AccountId,
    json::Json,
    json_scan,
    offset::Revision,
    part::Parts,
};

/// The fields of a message's object, as texts. Of a repeated key it has the last value, as in JavaScript.
#[derive(Default)]
pub(super) struct MessageFields<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) parts: Option<&'a str>,
    pub(super) metadata: Option<&'a str>,
    pub(super) created_at: Option<&'a str>,
    pub(super) robot: Option<&'a str>,
    pub(super) author: Option<&'a str>,
    pub(super) sequence: Option<&'a str>,
    pub(super) revision: Option<&'a str>,
    pub(super) draft: Option<&'a str>,
    client_id: Option<&'a str>,
    ended: Option<&'a str>,
    edited: Option<&'a str>,
    imported: Option<&'a str>,
    turn_id: Option<&'a str>,
    /// The other fields, as the text of an object without its closing brace; empty if there are none.
    pub(super) others: String,
}

impl<'a> MessageFields<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self> {
        let mut fields = Self::default();
        json_scan::fields(text, |key, value| {
            let Some(field) = fields.field(&key) else {
                fields.others.push(if fields.others.is_empty() { '{' } else { ',' });
                key.write(&mut fields.others);
                fields.others.push(':');
                fields.others.push_str(value);
                return;
            };
            // `null` is the same as no field, but for required fields and for what the client keeps.
            let kept = value != "null" || matches!(&*key, "role" | "parts" | "metadata");
            *field = kept.then_some(value);
        })?;
        Ok(fields)
    }

    /// Returns the known field with this key.
    fn field(&mut self, key: &str) -> Option<&mut Option<&'a str>> {
        Some(match key {
            "id" => &mut self.id,
            "role" => &mut self.role,
            "parts" => &mut self.parts,
            "metadata" => &mut self.metadata,
            "created_at" => &mut self.created_at,
            "robot" => &mut self.robot,
            "author" => &mut self.author,
            "sequence" => &mut self.sequence,
            "revision" => &mut self.revision,
            "draft" => &mut self.draft,
            "client_id" => &mut self.client_id,
            "ended" => &mut self.ended,
            "edited" => &mut self.edited,
            "imported" => &mut self.imported,
            "turn_id" => &mut self.turn_id,
            _ => return None,
        })
    }

    /// Checks that a value is an object of unknown fields.
    pub(super) fn check_unknown(extra: &Json<'_>) -> Result<()> {
        let mut known = None;
        let mut fields = Self::default();
        json_scan::fields(extra.as_str(), |key, _| {
            if fields.field(&key).is_some() {
                known.get_or_insert_with(|| key.into_name());
            }
        })
        .map_err(|error| error.within("extra"))?;
        match known {
            None => Ok(()),
            Some(known) => {
                Err(Error::invalid_argument("extra", format!("must not have the field `{known}`")))
            }
        }
    }

    /// Returns the message of a [`Document`](crate::Document), without author, sequence, revision and annotations.
    pub(super) fn message(&self, parts: impl FnOnce(&'a str) -> Result<Parts>) -> Result<Message<AccountId>> {
        let created_at = self.created_at.ok_or_else(|| missing("created_at"))?;
        Ok(Message {
            id: decode("id", self.id.ok_or_else(|| missing("id"))?, "must be an id")?,
            sequence: None,
            revision: Revision::default(),
            role: self.role()?,
            parts: parts(self.parts.ok_or_else(|| missing("parts"))?)?,
            metadata: self.metadata()?,
            created_at: decode("created_at", created_at, "must be a time")?,
            robot: self.robot.map(|text| decode("robot", text, "must be an id and a name")).transpose()?,
            author: None,
            extra: self.extra()?,
            annotations: Annotations::default(),
            draft: false,
        })
    }

    pub(super) fn role(&self) -> Result<MessageRole> {
        decode("role", self.role.ok_or_else(|| missing("role"))?, "must be a name of at most 64 bytes")
    }

    pub(super) fn metadata(&self) -> Result<Option<Json<'static>>> {
        let parse = |text: &str| Json::parse(text.to_owned()).map_err(|error| error.within("metadata"));
        self.metadata.map(parse).transpose()
    }

    pub(super) fn extra(&self) -> Result<Option<Json<'static>>> {
        if self.others.is_empty() {
            return Ok(None);
        }
        Json::parse(format!("{}}}", self.others)).map(Some)
    }

    pub(super) fn annotations(&self) -> Result<Annotations> {
        Ok(Annotations {
            client_id: self
                .client_id
                .map(|text| decode("client_id", text, "must be a string"))
                .transpose()?,
            ended: self.ended.map(|text| decode("ended", text, "must have a reason")).transpose()?,
            edited: self.edited.map(|text| decode("edited", text, "must have `by` and `at`")).transpose()?,
            imported: self
                .imported
                .map(|text| decode("imported", text, "must have `by` and `at`"))
                .transpose()?,
            turn_id: self.turn_id.map(|text| decode("turn_id", text, "must be an id")).transpose()?,
            files: Vec::new(),
        })
    }
}

pub(super) fn missing(field: &'static str) -> Error {
    Error::invalid_argument(field, "is missing")
}

/// Reads a field. serde's message is not used: it quotes the value.
pub(super) fn decode<T: DeserializeOwned>(field: &'static str, text: &str, rule: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::invalid_argument(field, rule))
}
