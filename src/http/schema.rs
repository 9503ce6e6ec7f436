//! The building blocks of schemas, and the schemas that several resources share. The schemas of a resource are next to
//! its routes.
//!
//! They are JSON Schema, written by hand. The model types do not depend on HTTP, and a derived schema would be
//! incomplete: parts are an open set, distinguished by a prefix of their `type`, and absent fields are omitted, never
//! `null`. The tests check every response against them, and reject a field that is missing here.

use serde_json::{Map, Value, json};

use crate::model::limits::Limits;

/// The id in all examples.
pub(super) const ID: &str = "cc5lnd2s1s4652adtu50";

/// A string without U+0000, which stores cannot keep.
pub(super) const TEXT: &str = r"^[^\u0000]*$";
/// A string without control characters.
const PRINTABLE: &str = r"^[^\u0000-\u001f\u007f-\u009f]+$";
/// The same, and not blank.
const NAME: &str =
    r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Schemas by their names.
pub(super) type Schemas = Vec<(&'static str, Value)>;

/// Describes an object. A `*` after a name means that the field is required.
pub(super) fn object<const N: usize>(about: &str, fields: [(&str, Value); N]) -> Value {
    let mut required = Vec::new();
    let mut properties = Map::new();
    for (name, schema) in fields {
        let plain = name.trim_end_matches('*');
        if plain != name {
            required.push(plain);
        }
        properties.insert(plain.to_owned(), schema);
    }
    let mut object = json!({ "type": "object", "description": about, "properties": properties });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

/// Allows other fields in an object than those described.
pub(super) fn open(mut object: Value) -> Value {
    object["additionalProperties"] = true.into();
    object
}

/// Adds the fields of all resources.
pub(super) fn resource(mut object: Value) -> Value {
    for (name, schema) in [
        ("id", id()),
        ("createdAt", time()),
        ("updatedAt", time()),
        ("deletedAt", time()),
        ("misc", map("Whatever the host keeps with it.")),
    ] {
        object["properties"][name] = schema;
    }
    if let Some(required) = object["required"].as_array_mut() {
        required.extend(["id", "createdAt", "updatedAt"].map(Value::from));
    }
    object
}

pub(super) fn page(rows: &str, row: &str) -> Value {
    let mut page = object(
        "One page of a list.",
        [
            ("page_size*", number()),
            ("results*", described(number(), "How many rows are on this page.")),
            ("total_pages*", described(number(), "0 if there are no rows at all.")),
            ("current_page*", described(number(), "From 1.")),
            ("next_page", described(number(), "There only if there is one.")),
            ("damaged", damaged()),
        ],
    );
    page["properties"][rows] = array(reference(row));
    if let Some(required) = page["required"].as_array_mut() {
        required.push(rows.into());
    }
    page
}

pub(super) fn damaged() -> Value {
    let row = object("A stored row that does not decode.", [("resource*", string()), ("id*", string())]);
    described(array(row), "What is missing here because it does not decode; there only if there is any.")
}

pub(super) fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = about.into();
    schema
}

pub(super) fn id() -> Value {
    reference("Identifier")
}

pub(super) fn time() -> Value {
    reference("Timestamp")
}

/// A whole number, at least 0.
pub(super) fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn string() -> Value {
    json!({ "type": "string" })
}

pub(super) fn boolean() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn array(items: Value) -> Value {
    let mut array = json!({ "type": "array" });
    array["items"] = items;
    array
}

pub(super) fn map(about: &str) -> Value {
    json!({ "type": "object", "description": about, "additionalProperties": true })
}

pub(super) fn any(about: &str) -> Value {
    json!({ "description": about })
}

/// Allows `null` too.
pub(super) fn optional(schema: Value) -> Value {
    let mut optional = json!({});
    optional["anyOf"] = Value::Array(vec![schema, json!({ "type": "null" })]);
    optional
}

/// Allows `null` too, and describes the value.
pub(super) fn nullable(schema: Value, about: &str) -> Value {
    described(optional(schema), about)
}

/// Returns the schemas of values, problems and people.
pub(super) fn schemas() -> Schemas {
    [values(), people()].concat()
}

fn values() -> Schemas {
    vec![
        (
            "FileId",
            json!({
                "type": "string",
                "description": "The SHA-256 of the file's bytes.",
                "pattern": "^[0-9a-f]{64}$",
                "examples": ["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"],
            }),
        ),
        (
            "Identifier",
            json!({
                "type": "string",
                "description": "An xid: 96 bits in 20 characters.",
                "pattern": "^[0-9a-v]{19}[0g]$",
                "examples": [ID],
            }),
        ),
        (
            "AccountId",
            json!({
                "type": "string",
                "description": "An account of the host: an Identifier, an integer or a UUID, as the host has it.",
                "pattern": "^([0-9a-v]{19}[0g]|0|[1-9][0-9]{0,18}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
                "examples": [ID, "42", "67e55044-10b1-426f-9247-bb680e5fe0c8"],
            }),
        ),
        (
            "Timestamp",
            json!({
                "type": "string",
                "format": "date-time",
                "description": "RFC 3339, UTC, at most six fractional digits.",
                "pattern": "Z$",
                "examples": ["2019-08-24T14:15:22Z"],
            }),
        ),
        (
            "Problem",
            object(
                "What went wrong, as application/problem+json.",
                [
                    ("type*", json!({ "type": "string", "pattern": "^urn:storyden:problem:[a-z-]+$" })),
                    ("title*", string()),
                    ("detail*", string()),
                    ("trace_id*", json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })),
                    ("metadata", map("Which argument, permission or thing it is about.")),
                ],
            ),
        ),
    ]
}

fn people() -> Schemas {
    vec![
        (
            "Profile",
            object(
                "What everybody may see of an account.",
                [
                    ("id*", reference("AccountId")),
                    ("joined*", time()),
                    ("suspended", described(time(), "Since when it is suspended.")),
                    ("handle*", string()),
                    ("name*", string()),
                    ("signature", described(string(), "HTML text.")),
                    ("roles*", array(reference("Role"))),
                ],
            ),
        ),
        (
            "Role",
            object(
                "A role of the host, as it is shown beside a name.",
                [
                    ("badge*", boolean()),
                    ("default*", boolean()),
                    ("id*", id()),
                    ("name*", string()),
                    ("colour*", string()),
                    ("meta", any("Whatever the host keeps with it.")),
                ],
            ),
        ),
    ]
}

/// Describes a request body: unknown fields are ignored, and `null` means absent.
pub(super) fn body<const N: usize>(about: &str, fields: [(&str, Value); N], example: Value) -> Value {
    let mut body = open(object(about, fields));
    body["examples"] = Value::Array(vec![example]);
    body
}

/// Describes a request body that must have at least one of its fields.
pub(super) fn body_with_a_field<const N: usize>(
    about: &str,
    fields: [(&str, Value); N],
    example: Value,
) -> Value {
    let mut body = body(about, fields, example);
    let names = body["properties"].as_object().into_iter().flatten();
    let any_of: Vec<_> = names.map(|(name, _)| json!({ "required": [name] })).collect();
    body["anyOf"] = any_of.into();
    body
}

pub(super) fn name(limits: &Limits) -> Value {
    json!({ "type": "string", "maxLength": limits.name_chars, "pattern": NAME })
}

/// A text of several lines.
pub(super) fn long_text(limits: &Limits) -> Value {
    json!({ "type": "string", "maxLength": limits.text_bytes, "pattern": TEXT })
}

/// A name that the host chose. Its limit is in bytes, so a text of `most` characters can be too long.
pub(super) fn key(most: usize) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": PRINTABLE })
}

pub(super) fn example_profile() -> Value {
    json!({
        "id": ID,
        "joined": "2019-08-24T14:15:22Z",
        "suspended": "2019-08-24T14:15:22Z",
        "handle": "Southclaws",
        "name": "Barnaby Keene",
        "signature": "<body><p>Sent with love from London!</p></body>",
        "roles": [
            { "badge": true, "default": true, "id": ID, "name": "string", "colour": "string", "meta": {} },
        ],
    })
}
