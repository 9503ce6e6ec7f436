//! The shapes on the wire, as JSON Schema: what the tables of the contract say, in their notation.
//!
//! They are written by hand. The nouns know nothing of HTTP, and what a derive could say of them falls
//! short: parts are an open set, told apart by a prefix of their `type`, and what is absent is omitted,
//! never `null`. The tests hold every answer against them, and refuse a field that is missing here.

use serde_json::{Map, Value, json};

use crate::model::{
    limits::Limits,
    message::MessageRole,
    robot::{Model, RobotKey},
    workspace::Provider,
};

/// The id in all examples.
pub(super) const ID: &str = "cc5lnd2s1s4652adtu50";

/// A string without U+0000, which no store keeps.
const TEXT: &str = r"^[^\u0000]*$";
/// A string without control characters.
const PRINTABLE: &str = r"^[^\u0000-\u001f\u007f-\u009f]+$";
/// The same, and not blank.
const NAME: &str =
    r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub(super) fn all(limits: &Limits) -> Value {
    let mut all = Map::new();
    let bodies = [conversation_bodies(limits), resource_bodies(limits)];
    for part in [values(), people(), parts(), sessions(), robots(), workspaces()].into_iter().chain(bodies) {
        all.extend(part.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    }
    all.into()
}

type Schemas = Vec<(&'static str, Value)>;

/// Describes an object. A star after a name says that the field is always there.
fn object<const N: usize>(about: &str, fields: [(&str, Value); N]) -> Value {
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

/// Says that an object has fields beside those that are described.
fn open(mut object: Value) -> Value {
    object["additionalProperties"] = true.into();
    object
}

/// Adds the fields that every resource has.
fn resource(mut object: Value) -> Value {
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

fn page(rows: &str, row: &str) -> Value {
    let number = || json!({ "type": "integer", "minimum": 0 });
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

fn damaged() -> Value {
    let row = object("A stored row that does not decode.", [("resource*", string()), ("id*", string())]);
    described(array(row), "What is missing here because it does not decode; there only if there is any.")
}

fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = about.into();
    schema
}

fn id() -> Value {
    reference("Identifier")
}

fn time() -> Value {
    reference("Timestamp")
}

fn string() -> Value {
    json!({ "type": "string" })
}

fn text() -> Value {
    json!({ "type": "string", "pattern": TEXT })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn array(items: Value) -> Value {
    let mut array = json!({ "type": "array" });
    array["items"] = items;
    array
}

fn map(about: &str) -> Value {
    json!({ "type": "object", "description": about, "additionalProperties": true })
}

fn any(about: &str) -> Value {
    json!({ "description": about })
}

/// Says that `null` may stand there too.
fn optional(schema: Value) -> Value {
    let mut optional = json!({});
    optional["anyOf"] = Value::Array(vec![schema, json!({ "type": "null" })]);
    optional
}

/// The same, and what it means.
fn nullable(schema: Value, about: &str) -> Value {
    described(optional(schema), about)
}

fn values() -> Schemas {
    vec![
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
                    ("id*", id()),
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

fn tool(kind: Value, about: &str) -> Value {
    let states = "input-streaming, input-available, approval-requested, approval-responded, \
        output-available, output-error, output-denied, or what a later AI SDK adds.";
    let mut tool = open(object(
        about,
        [
            ("type*", kind),
            ("toolCallId*", text()),
            ("state*", described(text(), states)),
            ("input", any("Any JSON.")),
            ("output", any("Any JSON.")),
        ],
    ));
    let approval = |required: &[&str]| {
        json!({
            "type": "object",
            "required": required,
            "properties": { "id": text() },
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
    tool["allOf"] = json!([
        needs("input-available", &["input"], json!({})),
        needs("approval-requested", &["input", "approval"], json!({ "approval": approval(&["id"]) })),
        needs("approval-responded", &["approval"], json!({ "approval": responded })),
        needs("output-available", &["input", "output"], json!({})),
        needs("output-error", &["errorText"], json!({ "errorText": text() })),
        needs("output-denied", &["approval"], json!({ "approval": approval(&["id"]) })),
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

fn parts() -> Schemas {
    let kind = |name: &str| json!({ "type": "string", "const": name });
    let prefixed = |prefix: &str| json!({ "type": "string", "pattern": format!(r"^{prefix}-[^\u0000]*$") });

    let mut parts: Schemas = Vec::new();
    for (name, type_name, fields) in PLAIN_PARTS {
        let mut part = open(object(&format!("`{type_name}`"), [("type*", kind(type_name))]));
        for field in fields {
            part["properties"][field] = text();
        }
        part["required"] = [&["type"], fields].concat().into();
        parts.push((name, part));
    }
    parts.push(("ToolPart", tool(prefixed("tool"), "`tool-<name>`")));
    let mut dynamic = tool(kind("dynamic-tool"), "`dynamic-tool`");
    dynamic["properties"]["toolName"] = text();
    dynamic["required"] = json!(["type", "toolName", "toolCallId", "state"]);
    parts.push(("DynamicToolPart", dynamic));
    let data = [("type*", prefixed("data")), ("data*", any("Any JSON."))];
    parts.push(("DataPart", open(object("`data-<name>`", data))));

    let mut other = text();
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

fn sessions() -> Schemas {
    let reference_fields = || {
        resource(object(
            "A session as lists show it.",
            [("name*", string()), ("created_by*", reference("Profile"))],
        ))
    };
    let mut session = described(reference_fields(), "One whole conversation, with a window of its messages.");
    session["properties"]["message_list"] = reference("MessageList");
    session["properties"]["active_robot_id"] =
        described(string(), "The id of a robot, or the name of one that is built in.");
    session["properties"]["active_workspace"] = reference("ActiveWorkspace");
    if let Some(required) = session["required"].as_array_mut() {
        required.push("message_list".into());
    }
    session["examples"] = json!([example_session()]);
    let mut sessions = page("sessions", "SessionRef");
    sessions["examples"] = json!([{
        "page_size": 20, "results": 1, "total_pages": 3, "current_page": 2, "next_page": 3,
        "sessions": [example_session_ref()],
    }]);
    let count = || json!({ "type": "integer", "minimum": 0 });
    vec![
        ("SessionPage", sessions),
        ("SessionRef", reference_fields()),
        ("Session", session),
        (
            "MessageList",
            object(
                "A window of messages, oldest first.",
                [
                    ("page_size*", described(count(), "The limit that was in force.")),
                    ("results*", described(count(), "How many messages are in this answer.")),
                    (
                        "next_before",
                        described(id(), "Ask for those before this one; there only if older ones exist."),
                    ),
                    ("messages*", array(reference("Message"))),
                    ("damaged", damaged()),
                ],
            ),
        ),
        (
            "Message",
            open(object(
                "A UIMessage of the AI SDK, with who made it and when.",
                [
                    ("id*", id()),
                    ("role*", described(string(), "system, user, assistant; others pass through.")),
                    ("parts*", array(reference("Part"))),
                    ("metadata", any("Any JSON.")),
                    ("created_at*", time()),
                    ("robot", reference("RobotRef")),
                    ("author", reference("Profile")),
                ],
            )),
        ),
        (
            "RobotRef",
            object(
                "A robot as it was when it wrote the message.",
                [
                    ("id*", described(string(), "An id, or the name of a built-in robot.")),
                    ("name*", string()),
                ],
            ),
        ),
        (
            "ActiveWorkspace",
            object(
                "The workspace instance that is mounted.",
                [
                    ("workspace_id*", id()),
                    ("workspace_instance_id*", id()),
                    ("provider*", string()),
                    ("meta", map("The instance's.")),
                ],
            ),
        ),
        ("Appended", json!({ "anyOf": [reference("Message"), array(reference("Message"))] })),
    ]
}

fn robots() -> Schemas {
    vec![
        ("RobotPage", page("robots", "Robot")),
        (
            "Robot",
            resource(object(
                "An AI agent that a community's team shares.",
                [
                    ("name*", string()),
                    ("description*", described(string(), "What it is for.")),
                    ("playbook*", described(string(), "Its instructions.")),
                    ("model*", described(string(), "`provider/model`")),
                    ("author*", reference("Profile")),
                    ("tools*", array(string())),
                    ("workspace_id", described(id(), "The workspace that its sessions start with.")),
                    ("meta", map("Whatever clients keep with it.")),
                ],
            )),
        ),
    ]
}

fn workspaces() -> Schemas {
    let provider = || described(string(), "`local`, `sprites`, or any other.");
    vec![
        ("WorkspacePage", page("workspaces", "Workspace")),
        (
            "Workspace",
            resource(object(
                "A description of a place where robots can work.",
                [
                    ("name*", string()),
                    ("description*", string()),
                    ("provider*", provider()),
                    ("config*", map("What the provider needs to know.")),
                    ("meta*", map("Whatever clients keep with it.")),
                    ("created_by*", reference("Profile")),
                ],
            )),
        ),
        ("WorkspaceInstancePage", page("workspace_instances", "WorkspaceInstance")),
        (
            "WorkspaceInstance",
            resource(object(
                "One running copy of a workspace.",
                [
                    ("workspace_id*", id()),
                    ("provider*", provider()),
                    ("provider_state*", map("What the provider keeps of it.")),
                    ("meta*", map("Whatever clients keep with it.")),
                    ("created_by*", reference("Profile")),
                ],
            )),
        ),
        (
            "ProviderList",
            object(
                "What can run workspaces.",
                [(
                    "providers*",
                    array(object("A provider.", [("provider*", provider()), ("name*", string())])),
                )],
            ),
        ),
    ]
}

/// Describes the body of a request: unknown fields are ignored, and `null` may stand for absent.
fn body<const N: usize>(about: &str, fields: [(&str, Value); N], example: Value) -> Value {
    let mut body = open(object(about, fields));
    body["examples"] = Value::Array(vec![example]);
    body
}

fn name(limits: &Limits) -> Value {
    json!({ "type": "string", "maxLength": limits.name_chars, "pattern": NAME })
}

/// A name of something of the host's. It is measured in bytes, so `most` characters may be too many already.
fn key(most: usize) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": PRINTABLE })
}

fn conversation_bodies(limits: &Limits) -> Schemas {
    let new_session = body(
        "How to start a session.",
        [
            ("name", nullable(name(limits), "`Untitled (<date>)` if there is none.")),
            (
                "robot_id",
                nullable(key(RobotKey::MAX_BYTES), "The robot that answers first: an id or a name."),
            ),
            ("workspace_id", nullable(id(), "A new instance of it is mounted.")),
        ],
        json!({ "name": "Spam wave of Tuesday", "robot_id": "robot_builder" }),
    );
    let change = body(
        "What to change of a session.",
        [
            ("name", optional(name(limits))),
            ("active_robot_id", nullable(key(RobotKey::MAX_BYTES), "Who answers from now; null: nobody.")),
            ("active_workspace", nullable(id(), "The instance to mount; null unmounts.")),
        ],
        json!({ "name": "Spam wave, solved", "active_workspace": null }),
    );
    let example = json!({
        "id": "msg-1",
        "role": "user",
        "parts": [{ "type": "text", "text": "Who posted this?" }],
    });
    let message = body(
        "A UIMessage of the AI SDK.",
        [
            ("id", nullable(text(), "Kept if it is an Identifier.")),
            (
                "role*",
                json!({ "type": "string", "minLength": 1, "maxLength": MessageRole::MAX_BYTES, "pattern": TEXT }),
            ),
            ("parts*", array(reference("Part"))),
            ("metadata", any("Any JSON.")),
        ],
        example.clone(),
    );
    let mut messages = array(reference("NewMessage"));
    messages["minItems"] = 1.into();
    messages["maxItems"] = limits.batch_messages.into();
    let append = json!({ "anyOf": [reference("NewMessage"), messages], "examples": [example] });
    vec![("NewSession", new_session), ("SessionChange", change), ("NewMessage", message), ("Append", append)]
}

fn resource_bodies(limits: &Limits) -> Schemas {
    let name = || name(limits);
    let long = || json!({ "type": "string", "maxLength": limits.text_bytes, "pattern": TEXT });
    let model =
        || json!({ "type": "string", "maxLength": Model::MAX_BYTES, "pattern": "^[!-.0-~]+/[!-~]+$" });
    let tools = || json!({ "type": "array", "maxItems": limits.tools, "items": name() });
    let config = || optional(map("What the provider needs to know."));
    let meta = || optional(map("Whatever clients keep with it."));
    let new_robot = body(
        "What a new robot is made of.",
        [
            ("name*", name()),
            ("description", optional(long())),
            ("playbook", optional(long())),
            ("model*", model()),
            ("tools", optional(tools())),
            ("workspace_id", optional(id())),
            ("meta", meta()),
        ],
        json!({
            "name": "Greeter",
            "description": "Welcomes new members",
            "playbook": "Say hello, and point to the rules.",
            "model": "anthropic/claude-sonnet-4-5",
            "tools": ["thread_list", "thread_reply"],
        }),
    );
    let robot_change = body(
        "What to change of a robot.",
        [
            ("name", optional(name())),
            ("description", optional(long())),
            ("playbook", optional(long())),
            ("model", optional(model())),
            ("tools", optional(tools())),
            ("workspace_id", nullable(id(), "The workspace its sessions start with; null clears it.")),
            ("meta", described(meta(), "Whatever clients keep with it; null clears it.")),
        ],
        json!({ "playbook": "Say hello.", "workspace_id": null }),
    );
    let new_workspace = body(
        "What a new workspace is made of.",
        [
            ("name*", name()),
            ("description", optional(long())),
            ("provider", nullable(key(Provider::MAX_BYTES), "`local` if there is none.")),
            ("config", config()),
            ("meta", meta()),
        ],
        json!({ "name": "Sandbox", "provider": "sprites", "config": { "region": "ams" } }),
    );
    let workspace_change = body(
        "What to change of a workspace.",
        [
            ("name", optional(name())),
            ("description", optional(long())),
            ("config", config()),
            ("meta", meta()),
        ],
        json!({ "config": { "region": "fra" } }),
    );
    vec![
        ("NewRobot", new_robot),
        ("RobotChange", robot_change),
        ("NewWorkspace", new_workspace),
        ("WorkspaceChange", workspace_change),
    ]
}

fn example_session_ref() -> Value {
    json!({
        "id": ID,
        "createdAt": "2019-08-24T14:15:22Z",
        "updatedAt": "2019-08-24T14:15:22Z",
        "misc": {},
        "name": "string",
        "created_by": example_profile(),
    })
}

fn example_profile() -> Value {
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

fn example_session() -> Value {
    let mut session = example_session_ref();
    session["message_list"] = json!({
        "page_size": 50,
        "results": 1,
        "next_before": ID,
        "messages": [{
            "id": ID,
            "role": "system",
            "parts": [{ "type": "text", "text": "string", "state": "streaming" }],
            "metadata": {},
            "created_at": "2019-08-24T14:15:22Z",
            "robot": { "id": ID, "name": "string" },
            "author": example_profile(),
        }],
    });
    session["active_robot_id"] = "string".into();
    session["active_workspace"] =
        json!({ "workspace_id": ID, "workspace_instance_id": ID, "provider": "string", "meta": {} });
    session
}
