//! The schemas of a message's parts.

use serde_json::{Value, json};

use super::schema::{Schemas, any, boolean, described, object, open, reference, string};

fn tool(kind: Value, about: &str) -> Value {
    let states = "input-streaming, input-available, approval-requested, approval-responded, \
        output-available, output-error, output-denied, or what a later AI SDK adds.";
    let mut tool = open(object(
        about,
        [
            ("type*", kind),
            ("toolCallId*", string()),
            ("state*", described(string(), states)),
            ("input", any("Any JSON.")),
            ("output", any("Any JSON.")),
        ],
    ));
    let approval = |required: &[&str]| {
        json!({
            "type": "object",
            "required": required,
            "properties": { "id": string() },
            "additionalProperties": true,
        })
    };
    let mut responded = approval(&["id", "approved"]);
    responded["properties"]["approved"] = boolean();
    let needs = |state: &str, fields: &[&str], properties: Value| {
        json!({
            "if": { "required": ["state"], "properties": { "state": { "const": state } } },
            "then": { "required": fields, "properties": properties },
        })
    };
    // `input` and `output` may be missing everywhere: JavaScript's `undefined` has no JSON.
    tool["allOf"] = json!([
        needs("approval-requested", &["approval"], json!({ "approval": approval(&["id"]) })),
        needs("approval-responded", &["approval"], json!({ "approval": responded })),
        needs("output-error", &["errorText"], json!({ "errorText": string() })),
    ]);
    tool
}

/// The types of part whose required fields are all strings.
const PLAIN_PARTS: [(&str, &str, &[&str]); 7] = [
    ("TextPart", "text", &["text"]),
    ("ReasoningPart", "reasoning", &["text"]),
    ("FilePart", "file", &["mediaType", "url"]),
    ("ReasoningFilePart", "reasoning-file", &["mediaType", "url"]),
    ("SourceUrlPart", "source-url", &["sourceId", "url"]),
    ("SourceDocumentPart", "source-document", &["sourceId", "mediaType", "title"]),
    ("StepStartPart", "step-start", &[]),
];

/// Returns the schema of a part, and those of the types that are known.
pub(super) fn schemas() -> Schemas {
    let kind = |name: &str| json!({ "type": "string", "const": name });
    let prefixed = |prefix: &str| json!({ "type": "string", "pattern": format!("^{prefix}-") });

    let mut parts: Schemas = Vec::new();
    for (name, type_name, fields) in PLAIN_PARTS {
        let mut part = open(object(&format!("`{type_name}`"), [("type*", kind(type_name))]));
        for field in fields {
            part["properties"][field] = string();
        }
        part["required"] = [&["type"], fields].concat().into();
        parts.push((name, part));
    }
    parts.push(("ToolPart", tool(prefixed("tool"), "`tool-<name>`")));
    let mut dynamic = tool(kind("dynamic-tool"), "`dynamic-tool`");
    dynamic["properties"]["toolName"] = string();
    dynamic["required"] = json!(["type", "toolName", "toolCallId", "state"]);
    parts.push(("DynamicToolPart", dynamic));
    let data = [("type*", prefixed("data")), ("data*", any("Any JSON."))];
    parts.push(("DataPart", open(object("`data-<name>`", data))));

    let mut other = string();
    let known: Vec<_> = PLAIN_PARTS.iter().map(|(_, name, _)| *name).chain(["dynamic-tool"]).collect();
    other["not"] = json!({ "anyOf": [{ "enum": known }, { "pattern": "^(tool|data)-" }] });
    parts.push(("OtherPart", open(object("Any other type: kept whole.", [("type*", other)]))));

    let any_of: Vec<_> = parts.iter().map(|(name, _)| reference(name)).collect();
    let part = json!({
        "description": "One piece of a message, as the AI SDK 5, 6 or 7 writes it. Fields that are not \
            described are kept.",
        "anyOf": any_of,
        "examples": [{ "type": "text", "text": "string", "state": "streaming" }],
    });
    parts.push(("Part", part));
    parts
}
