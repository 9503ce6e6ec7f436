use std::{borrow::Cow, collections::BTreeMap, time::Instant};

use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::model::{
    json::Json,
    json_scan::{Elements, entries, string, trim},
};

/// A value to compare by: objects by key, numbers by their text, strings as they are spelled after
/// unescaping.
#[derive(Debug, PartialEq)]
enum Value {
    Scalar(String),
    Array(Vec<Self>),
    Object(BTreeMap<String, Self>),
}

fn value(text: &str) -> Value {
    let text = trim(text);
    if let Some(mut elements) = Elements::of(text) {
        let mut all = Vec::new();
        while let Some(element) = elements.next_as::<&RawValue>() {
            all.push(value(element.unwrap().1));
        }
        Value::Array(all)
    } else if text.starts_with('{') {
        let mut all = BTreeMap::new();
        entries(text, |key, text| {
            all.insert(key.into_name().into_owned(), value(text));
        });
        Value::Object(all)
    } else {
        Value::Scalar(string(text).map_or_else(|| text.to_owned(), |text| format!("\"{text}")))
    }
}

#[track_caller]
fn assert_survives(text: &str) {
    let all = format!("[{text}]");
    let parts = Parts::parse(all.as_str()).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(parts.as_str(), all);
    let view: Vec<_> = parts.iter().collect();
    assert_eq!(view.len(), 1);
    let written = serde_json::to_string(&view[0]).unwrap();
    assert_eq!(value(&written), value(text), "{written}");
    assert_eq!(Some(view[0].kind().into_owned()), type_of(text));
    assert_eq!(Part::parse(text).unwrap(), view[0]);
    assert_eq!(view[0].clone().into_owned(), view[0]);
}

fn type_of(text: &str) -> Option<String> {
    let mut kind = None;
    entries(text, |key, text| {
        if &*key == "type" {
            kind = string(text).map(Cow::into_owned);
        }
    });
    kind
}

fn refusal(text: &str) -> String {
    Parts::parse(text).unwrap_err().to_string()
}

/// Every row of the table of the AI SDK's parts with all of its fields, and whether a view exists.
const PARTS: &[&str] = &[
    r#"{"type":"text","text":"a","state":"streaming"}"#,
    r#"{"type":"text","text":"a","state":"done","providerMetadata":{"x":{"n":1.0}},"citations":[{"n":12345678901234567890}]}"#,
    r#"{"type":"reasoning","text":"","state":"done","id":"r1","providerMetadata":{"x":{}}}"#,
    r#"{"type":"file","mediaType":"image/png","url":"data:,","filename":"a.png","providerReference":{"x":"y"},"providerMetadata":{}}"#,
    r#"{"type":"reasoning-file","mediaType":"image/png","url":"data:,","providerMetadata":{}}"#,
    r#"{"type":"source-url","sourceId":"s","url":"u","title":"t","providerMetadata":{}}"#,
    r#"{"type":"source-document","sourceId":"s","mediaType":"m","title":"t","filename":"f","providerMetadata":{}}"#,
    r#"{"type":"step-start"}"#,
    r#"{"type":"data-render_card","id":"d","data":null}"#,
    r#"{"type":"data-","data":[1.0]}"#,
    r#"{"type":"data-empty","id":"d"}"#,
    r#"{"type":"text","text":"a\u0000","\u0000":["\u0000"]}"#,
    r#"{"type":"custom","kind":"x.y","providerMetadata":{}}"#,
    r#"{"type":"steering-message","id":"m","parts":[{"type":"text","text":"a"}]}"#,
    r#"{"type":"hologram","text":1,"approval":null}"#,
    r#"{"type":"","a":1}"#,
];

/// Every state of a tool call, without the fields that say which tool.
const TOOLS: &[&str] = &[
    r#""state":"input-streaming""#,
    r#""state":"input-streaming","input":{"q":1.0},"rawInput":"{\"q\":","inputEncoding":"json","callProviderMetadata":{}"#,
    r#""state":"input-streaming","input":"","providerExecuted":true,"rawInput":{"a":1}"#,
    r#""state":"input-available","input":null,"title":"t","toolMetadata":{},"providerExecuted":false,"callProviderMetadata":{}"#,
    r#""state":"approval-requested","input":1e5,"approval":{"id":"a","descriptor":{"n":1.0},"requestReason":"r","isAutomatic":true,"signature":"s","inputSchemaInput":{}}"#,
    r#""state":"approval-responded","input":[],"approval":{"id":"a","approved":true,"reason":"r","isAutomatic":false,"signature":"s"}"#,
    r#""state":"approval-responded","approval":{"id":"a","approved":false}"#,
    r#""state":"output-available","input":{},"output":"x","preliminary":true,"resultProviderMetadata":{},"approval":{"id":"a","approved":true}"#,
    r#""state":"output-error","errorText":"e","rawInput":"x","resultProviderMetadata":{},"approval":{"id":"a","approved":true}"#,
    r#""state":"output-error","errorText":"e","input":{}"#,
    r#""state":"output-denied","input":{},"approval":{"id":"a","approved":false,"reason":null}"#,
    r#""state":"input-available""#,
    r#""state":"approval-requested","approval":{"id":"a"}"#,
    r#""state":"output-available""#,
    r#""state":"output-denied""#,
    r#""state":"output-denied","approval":7,"errorText":"\u0000""#,
    r#""state":"output-denied","approval":{"id":"a","type":"x","text":1.0,"state":null,"approved":null,"__proto__":{}}"#,
    r#""state":"teleported","input":1,"output":2"#,
];

#[test]
fn every_part_of_every_sdk_survives() {
    PARTS.iter().copied().for_each(assert_survives);
    for tool in TOOLS {
        assert_survives(&format!(r#"{{"type":"tool-a","toolCallId":"c",{tool}}}"#));
        assert_survives(&format!(r#"{{"type":"tool-a","toolName":"b","toolCallId":"c",{tool}}}"#));
        assert_survives(&format!(
            r#"{{{tool},"dynamic":true,"toolName":"a","toolCallId":"c","type":"dynamic-tool"}}"#
        ));
    }
}

#[test]
fn known_types_have_a_view_and_custom_ones_do_not() {
    let other = |text: &&&str| matches!(Part::parse(text).unwrap(), Part::Other(_));
    assert_eq!(PARTS.iter().filter(other).count(), 4);
    let part =
        Part::parse(r#"{"type":"tool-a","toolName":"b","toolCallId":"c","state":"new","x":1}"#).unwrap();
    let Part::Tool(tool) = part else { panic!("{part:?}") };
    assert_eq!((&*tool.name, tool.kind, tool.state.as_str()), ("a", ToolKind::Static, "new"));
    assert_eq!(tool.extra.get("toolName").unwrap().as_str(), r#""b""#);
}

#[test]
fn an_optional_field_of_another_type_survives() {
    for field in [
        "state",
        "id",
        "title",
        "filename",
        "providerMetadata",
        "citations",
        "providerReference",
        "toolMetadata",
        "providerExecuted",
        "preliminary",
        "dynamic",
        "approval",
        "inputEncoding",
        "errorText",
        "unheardOf",
        "callProviderMetadata",
        "resultProviderMetadata",
        "rawInput",
        "input",
        "output",
        "toolName",
        "data",
    ] {
        for json in ["null", "1.0", "[{}]", r#"{"id":null}"#, "true", r#""x""#] {
            for part in [
                r#""type":"text","text":"a""#,
                r#""type":"reasoning","text":"a""#,
                r#""type":"file","mediaType":"m","url":"u""#,
                r#""type":"reasoning-file","mediaType":"m","url":"u""#,
                r#""type":"source-url","sourceId":"s","url":"u""#,
                r#""type":"step-start""#,
            ] {
                assert_survives(&format!(r#"{{{part},"{field}":{json}}}"#));
            }
            if field != "title" {
                assert_survives(&format!(
                    r#"{{"{field}":{json},"type":"source-document","sourceId":"s","mediaType":"m","title":"t"}}"#
                ));
            }
            if field != "state" {
                assert_survives(&format!(
                    r#"{{"{field}":{json},"type":"tool-a","toolCallId":"c","state":"input-streaming"}}"#
                ));
            }
            if field != "data" {
                assert_survives(&format!(r#"{{"{field}":{json},"type":"data-a","data":1}}"#));
            }
        }
    }
}

#[test]
fn a_required_field_is_missed_by_its_path() {
    let tool = |state| {
        format!(
            r#"{{"type":"tool-a","toolCallId":"c","state":"{state}","input":1,"output":1,"errorText":"e","approval":{{"id":"a","approved":true}}}}"#
        )
    };
    let cases: &[(&str, String, &[&str])] = &[
        ("type", PARTS[0].into(), &["type", "text"]),
        ("reasoning", PARTS[2].into(), &["text"]),
        ("file", PARTS[3].into(), &["mediaType", "url"]),
        ("reasoning-file", PARTS[4].into(), &["mediaType", "url"]),
        ("source-url", PARTS[5].into(), &["sourceId", "url"]),
        ("source-document", PARTS[6].into(), &["sourceId", "mediaType", "title"]),
        ("tool", tool("input-streaming"), &["toolCallId", "state"]),
        ("unknown state", tool("teleported"), &["toolCallId", "state"]),
        (
            "dynamic",
            tool("x").replace("tool-a", "dynamic-tool\",\"toolName\":\"a"),
            &["toolName", "toolCallId", "state"],
        ),
        ("requested", tool("approval-requested"), &["approval", "approval.id"]),
        ("responded", tool("approval-responded"), &["approval", "approval.id", "approval.approved"]),
        ("error", tool("output-error"), &["errorText"]),
    ];
    for (name, whole, required) in cases {
        assert_survives(whole);
        for path in *required {
            let key = path.rsplit('.').next().unwrap();
            // The first of its name is the part's, except for the approval's own.
            let gone = whole.replacen(&format!("\"{key}\":"), "\"gone\":", 1);
            assert_eq!(
                refusal(&format!(r#"[{{"type":"step-start"}}, {gone}]"#)),
                format!("parts[1].{path}: is missing"),
                "{name}"
            );
            let mistyped = whole.replacen(&format!("\"{key}\":"), &format!("\"{key}\":7,\"gone\":"), 1);
            let wanted = match *path {
                "approval" => "an object",
                "approval.approved" => "a boolean",
                _ => "a string",
            };
            let refusal = refusal(&format!("[{mistyped}]"));
            assert_eq!(refusal, format!("parts[0].{path}: must be {wanted}"), "{name}");
        }
    }
}

#[test]
fn what_is_no_array_of_objects_is_refused() {
    for text in [
        "",
        "[",
        "[{]",
        "[{\"type\":\"a\"}}]",
        "[{\"type\":\"a\"}",
        "[{\"type\":\"a\"},]",
        "[{\"type\":\"a\"}] 1",
        "nope",
    ] {
        assert!(refusal(text).contains("is not valid JSON"), "{text}: {}", refusal(text));
    }
    for text in ["{}", "null", "1", "\"[]\""] {
        assert_eq!(refusal(text), "parts: must be an array");
    }
    for text in ["[1]", "[null]", "[\"a\"]", "[[]]"] {
        assert_eq!(refusal(text), "parts[0]: must be an object");
    }
    assert!(serde_json::from_str::<Parts>(r#"[{"type":1}]"#).is_err());
    assert_eq!(serde_json::from_str::<Parts>(" [ ] ").unwrap().as_str(), "[ ]");
}

#[test]
fn the_text_is_kept_byte_for_byte() {
    let text = r#"[ {"z":1e5,"type":"text" , "z": 1.0,"text":"a","text":"b\ud83d\/","\ud800":[1,  2]} ,
      {"\u0074ype":"te\u0078t","text":"c"}]"#;
    let parts = Parts::parse(format!("\n{text} ")).unwrap();
    assert_eq!(parts.as_str(), text);
    assert_eq!(serde_json::to_string(&parts).unwrap(), text);
    assert_eq!(
        parts.raw().map(|part| part.as_str().to_owned()).nth(1).unwrap(),
        r#"{"\u0074ype":"te\u0078t","text":"c"}"#
    );
    assert_eq!(parts.text(), "b\u{fffd}/c");
    let Some(Part::Text(first)) = parts.iter().next() else { panic!("{parts:?}") };
    assert_eq!(
        first.extra.iter().map(|(key, json)| (key, json.as_str())).collect::<Vec<_>>(),
        [("z", "1.0"), ("\u{fffd}", "[1,  2]")]
    );
    assert_eq!((parts.len(), parts.depth(), parts.len_bytes()), (2, 3, text.len()));
}

#[test]
fn of_a_repeated_key_the_last_counts() {
    assert!(Parts::parse(r#"[{"type":1,"text":2,"type":"text","text":"b"}]"#).is_ok());
    assert_eq!(refusal(r#"[{"type":"text","text":"b","text":null}]"#), "parts[0].text: must be a string");
    assert_eq!(refusal(r#"[{"type":"x","type":"text"}]"#), "parts[0].text: is missing");
}

#[test]
fn u0000_is_kept_as_its_escape() {
    let text = r#"[{"type":"text","text":"a\u0000"},{"type":"x","\u0000":[{"b":"\\\u0000"}]}]"#;
    let parts = Parts::parse(text).unwrap();
    assert_eq!((parts.as_str(), &*parts.text()), (text, "a\0"));
    assert_eq!(Parts::new([Part::text("a\0")]).unwrap().as_str(), r#"[{"type":"text","text":"a\u0000"}]"#);
    assert!(Parts::parse("[{\"type\":\"x\",\"a\":\"\0\"}]").is_err());
    assert!(Parts::parse("[{\"type\":\"x\",\"\0\":\"\"}]").is_err());
}

#[test]
fn depth_is_counted_and_never_overflows_the_stack() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let parts = Parts::parse(format!(r#"[{{"type":"data-x","data":{deep}}}]"#)).unwrap();
    assert_eq!(parts.depth(), 100_002);
    assert!(matches!(parts.iter().next(), Some(Part::Data(_))));
    assert_eq!(serde_json::to_string(&parts).unwrap(), parts.as_str());
    assert_eq!((Parts::empty().depth(), Parts::default().len()), (1, 0));
}

#[test]
fn damaged_text_is_shown_as_far_as_it_goes() {
    let kinds = |text: &str| {
        let parts = Parts::from_stored(text.to_owned());
        parts
            .iter()
            .map(|part| format!("{}/{}", part.kind(), matches!(part, Part::Other(_))))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(r#"[{"type":"text"},7,{"type":"text","text":""}]"#),
        ["text/true", "/true", "text/false"]
    );
    assert_eq!(kinds(r#"[{"type":"step-start"},{"type"#), ["step-start/false"]);
    for text in ["", "{}", "7", "[", "]", "[,", "nope"] {
        assert_eq!(kinds(text), [""; 0], "{text}");
        assert!(Parts::from_stored(text.to_owned()).is_empty());
    }
}

#[test]
fn a_typed_field_that_is_set_wins_over_what_was_read() {
    let text = r#"{"type":"text","text":"a","state":null}"#;
    let Part::Text(part) = Part::parse(text).unwrap() else { panic!("a text") };
    let parts = Parts::new([part.done()]).unwrap();
    assert_eq!(parts.as_str(), r#"[{"type":"text","text":"a","state":"done"}]"#);
}

#[test]
fn an_answer_keeps_what_was_asked() {
    let asked = r#"{"type":"tool-a","toolCallId":"c","state":"approval-requested","input":1,"approval":{"id":"a","descriptor":1.0}}"#;
    let Part::Tool(tool) = Part::parse(asked).unwrap() else { panic!("a tool") };
    let approval = tool.clone().approval_responded("a", true).approval.unwrap();
    assert_eq!(approval.extra.get("descriptor").unwrap().as_str(), "1.0");
    let approval = tool.denied("b", "no").approval.unwrap();
    assert_eq!((approval.approved, approval.extra.len()), (Some(false), 0));
}

#[test]
fn a_new_output_is_final_until_marked_preliminary() {
    let tool = Part::tool("a", "c").input(Json::NULL).output(Json::NULL).preliminary();
    assert_eq!(tool.preliminary, Some(true));
    assert_eq!(tool.output(Json::object()).preliminary, None);
}

#[test]
fn many_unknown_keys_are_read_in_linear_time() {
    let keys: Vec<_> = (0..50_000).map(|key| format!(r#""k{key}":0"#)).collect();
    let text = format!(r#"{{"type":"text","text":"",{},{}}}"#, keys.join(","), keys.join(","));
    let start = Instant::now();
    let Part::Text(part) = Part::parse(&text).unwrap() else { panic!("a text") };
    assert_eq!(part.extra.len(), 50_000);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

fn any_json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?",
        any_string(),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(" ,"))),
            prop::collection::vec((any_string(), inner), 0..4).prop_map(|all| object(&all)),
        ]
    })
}

/// JSON strings, with names that parts know among them.
fn any_string() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,8}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        prop::sample::select(vec![
            r#""text""#,
            r#""\u0074ype""#,
            r#""toolCallId""#,
            r#""id""#,
            r#""approval""#,
            r#""state""#,
            r#""\ud83d""#,
            r#""input""#,
            r#""\\""#,
            r#""output-available""#,
        ])
        .prop_map(str::to_owned),
    ]
}

fn object(entries: &[(String, String)]) -> String {
    let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", entries.join(","))
}

proptest! {
    #[test]
    fn parts_of_unknown_types_survive(
        fields in prop::collection::vec((any_string(), any_json()), 0..8),
        kind in "x[a-z-]{0,9}",
    ) {
        let mut fields = fields;
        fields.push((r#""type""#.to_owned(), format!("\"{kind}\"")));
        assert_survives(&object(&fields));
    }

    #[test]
    fn known_parts_with_any_other_fields_survive(
        fields in prop::collection::vec((any_string(), any_json()), 0..8),
        kind in prop::sample::select(vec!["text", "reasoning", "file", "source-url", "data-a", "tool-a", "dynamic-tool"]),
    ) {
        let mut fields = fields;
        for key in ["type", "text", "mediaType", "url", "sourceId", "data", "toolCallId", "toolName", "state"] {
            fields.push((format!("\"{key}\""), format!("\"{}\"", if key == "type" { kind } else { "x" })));
        }
        assert_survives(&object(&fields));
    }

    #[test]
    fn built_parts_survive(
        text in ".{0,9}", name in ".{0,9}", json in any_json(), other in any_json(), state in 0..7, dynamic: bool,
    ) {
        let json = || Json::parse(json.as_str()).unwrap();
        let tool = if dynamic { Part::dynamic_tool(&*name, "c") } else { Part::tool(&*name, "c") };
        let tool = tool.title(&*text).raw_input(json());
        let tool = match state {
            0 => tool,
            1 => tool.input(json()),
            2 => tool.input(json()).approval_requested(&*text),
            3 => tool.input(json()).approval_requested(&*text).approval_responded(&*text, true),
            4 => tool.input(json()).output(Json::parse(other.as_str()).unwrap()).preliminary(),
            5 => tool.error(&*text),
            _ => tool.denied(&*text, &*name),
        };
        let mut data = Part::data(&*name, json()).id(&*text);
        data.extra.insert("x", json());
        let built: Vec<Part<'_>> = vec![
            tool.into(),
            data.into(),
            Part::text(&*text).streaming().into(),
            Part::reasoning(&*text).done().id(&*name).provider_metadata(Json::object()).into(),
            Part::file(&*text, &*name).filename(&*text).into(),
            Part::reasoning_file(&*text, &*name).into(),
            Part::source_url(&*text, &*name).title(&*text).into(),
            Part::source_document(&*text, &*name, &*text).into(),
            Part::step_start().into(),
        ];
        let parts = Parts::new(built.iter().cloned()).unwrap();
        let seen: Vec<_> = parts.iter().collect();
        let again = Parts::new(seen.iter().cloned()).unwrap();
        prop_assert_eq!(again.as_str(), parts.as_str());
        prop_assert_eq!(seen, built);
    }

    #[test]
    fn no_text_panics(text in "[\\[\\]{},:\" a-z0-9\\\\]{0,40}") {
        let _ = Parts::parse(text.as_str());
        let stored = Parts::from_stored(format!("[{text}"));
        let _ = (stored.iter().count(), stored.len(), stored.text(), stored.depth());
    }
}
