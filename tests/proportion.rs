//! Of 32 times the input the reading may take 32 times as long, and not 1024: nobody stalls a host with one request.

#[path = "support/processor.rs"]
mod processor;

use std::time::Duration;

use processor::time_on_the_processor;
use storyden_robots::{
    Json, NewMessage, Part, Parts, Timestamp, parse_number,
    stream::{Assembler, Chunk, ChunkLog, replay, sse::Decoder},
};

/// How many times larger the large input is.
const TIMES: usize = 32;

/// Runs work of a size once, and work of a smaller one as often as that is smaller, and compares. What `prepare`
/// does is not measured.
#[track_caller]
fn assert_in_proportion<T>(what: &str, prepare: impl Fn(usize) -> T, work: impl Fn(&T)) {
    let time = |size, times| {
        let input = prepare(size);
        let best = (0..3).map(|_| {
            let start = time_on_the_processor();
            (0..times).for_each(|_| work(&input));
            time_on_the_processor().saturating_sub(start)
        });
        best.min().unwrap_or_default()
    };
    let (small, large) = (time(300, TIMES), time(300 * TIMES, 1));
    assert!(large < small * 6 + Duration::from_millis(30), "{what}: {large:?}, {TIMES} small ones {small:?}");
}

/// `"f0":1,"f1":1` …
fn fields(count: usize) -> String {
    let fields: Vec<String> = (0..count).map(|n| format!(r#""f{n}":1"#)).collect();
    fields.join(",")
}

/// `[[[…` or the like, closed again.
fn nested(open: &str, inside: &str, close: &str, levels: usize) -> String {
    format!("{}{inside}{}", open.repeat(levels), close.repeat(levels))
}

type Make = fn(usize) -> String;

#[test]
fn reading_parts_takes_time_in_proportion() {
    let inputs: [(&str, Make); 9] = [
        ("parts", |n| vec![r#"{"type":"text","text":"x"}"#; n].join(",")),
        ("unknown fields", |n| format!(r#"{{"type":"custom",{}}}"#, fields(n))),
        ("one key again and again", |n| format!(r#"{{"type":"custom",{}}}"#, vec![r#""k":1"#; n].join(","))),
        ("escapes", |n| format!(r#"{{"type":"text","text":"{}"}}"#, "\\u0041\\n".repeat(n))),
        ("backslashes before u0000", |n| {
            format!(r#"{{"type":"text","text":"{}\\u0000"}}"#, "\\\\".repeat(n))
        }),
        ("u0000 behind backslashes", |n| format!(r#"{{"type":"text","text":"{}"}}"#, r"\\u0000".repeat(n))),
        ("lone surrogates", |n| format!(r#"{{"type":"text","text":"{}"}}"#, "\\ud83d".repeat(n))),
        ("levels", |n| format!(r#"{{"type":"data-x","data":{}}}"#, nested("[", "1", "]", n))),
        ("digits", |n| format!(r#"{{"type":"data-x","data":{}}}"#, "1".repeat(n))),
    ];
    for (what, make) in inputs {
        let work = |text: &String| {
            if let Ok(parts) = Parts::parse(text.as_str()) {
                _ = parts.iter().map(Part::into_owned).count();
                _ = (parts.text(), parts.depth());
                _ = replay("m", &parts, None);
            }
        };
        assert_in_proportion(what, |n| format!("[{}]", make(n)), work);
    }
}

#[test]
fn reading_a_message_takes_time_in_proportion() {
    let inputs: [(&str, Make); 4] = [
        ("unknown fields", fields),
        ("one key again and again", |n| vec![r#""k":1"#; n].join(",")),
        ("levels", |n| format!(r#""metadata":{}"#, nested(r#"{"a":"#, "1", "}", n))),
        ("blanks", |n| format!(r#""metadata":{}1"#, " \n".repeat(n))),
    ];
    for (what, make) in inputs {
        let work = |text: &String| {
            NewMessage::parse(text).unwrap();
            _ = Json::parse(text.as_str()).unwrap().depth();
        };
        assert_in_proportion(what, |n| format!(r#"{{"role":"user","parts":[],{}}}"#, make(n)), work);
    }
    let work = |text: &String| {
        assert!(parse_number("page", text).is_ok());
        assert!(text.parse::<Timestamp>().is_err());
    };
    assert_in_proportion("a number", |n| "9".repeat(n), work);
}

#[test]
fn reading_a_chunk_takes_time_in_proportion() {
    let inputs: [(&str, Make); 5] = [
        ("unknown fields", |n| format!(r#"{{"type":"text-start","id":"1",{}}}"#, fields(n))),
        ("one key again and again", |n| {
            format!(r#"{{"type":"text-start",{}}}"#, vec![r#""id":"1""#; n].join(","))
        }),
        ("fields of data", |n| format!(r#"{{"type":"data-x","data":1,{}}}"#, fields(n))),
        ("a kind that is not known", |n| format!(r#"{{"type":"of-tomorrow",{}}}"#, fields(n))),
        ("escapes", |n| format!(r#"{{"type":"text-delta","id":"1","delta":"{}"}}"#, "\\ud83d".repeat(n))),
    ];
    for (what, make) in inputs {
        let work = |text: &String| {
            let chunk = Chunk::parse(text).unwrap();
            let mut assembler = Assembler::new();
            _ = assembler.push(&chunk);
            let chunk = chunk.into_owned();
            assert_eq!(ChunkLog::new(std::slice::from_ref(&chunk)).decode().unwrap(), [chunk]);
            _ = assembler.parts();
        };
        assert_in_proportion(what, make, work);
    }
}

#[test]
fn reading_events_takes_time_in_proportion() {
    let inputs: [(&str, Make); 4] = [
        ("lines of one event", |n| {
            format!("data: {{\"type\":\n{}data: \"finish\"}}\n\n", "data:\n".repeat(n))
        }),
        ("comments", |n| ":\n".repeat(n)),
        ("empty lines", |n| "\r\n".repeat(n)),
        ("events", |n| "data: {\"type\":\"start-step\"}\n\n".repeat(n)),
    ];
    for (what, make) in inputs {
        let work = |text: &String| {
            let accepted = |events: Vec<_>| events.iter().all(Result::is_ok);
            assert!(accepted(Decoder::default().feed(text.as_bytes())));
            let mut decoder = Decoder::default();
            assert!(text.as_bytes().iter().all(|&byte| accepted(decoder.feed(&[byte]))));
        };
        assert_in_proportion(what, make, work);
    }
}

#[test]
fn assembling_takes_time_in_proportion() {
    type Stream = fn(usize) -> Vec<String>;
    let metadata = |json: &str| format!(r#"{{"type":"message-metadata","messageMetadata":{json}}}"#);
    let inputs: [(&str, Stream); 8] = [
        ("questions with one id", |n| {
            let call = |n| {
                let input = format!(
                    r#"{{"type":"tool-input-available","toolCallId":"{n}","toolName":"t","input":1}}"#
                );
                [input, format!(r#"{{"type":"tool-approval-request","toolCallId":"{n}","approvalId":"a"}}"#)]
            };
            let answer = r#"{"type":"tool-approval-response","approvalId":"a","approved":true}"#;
            (0..n).flat_map(call).chain(vec![answer.to_owned(); 2 * n]).collect()
        }),
        ("deltas", |n| {
            let delta = r#"{"type":"text-delta","id":"1","delta":"x"}"#;
            [vec![r#"{"type":"text-start","id":"1"}"#], vec![delta; n]]
                .concat()
                .iter()
                .map(ToString::to_string)
                .collect()
        }),
        ("deltas of an input", |n| {
            let start = r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#;
            let delta = r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"["}"#;
            [vec![start], vec![delta; n]].concat().iter().map(ToString::to_string).collect()
        }),
        ("an input of many levels with an escape", |n| {
            let input = nested("[", r#"\"\\u0041\""#, "]", n);
            vec![
                r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#.to_owned(),
                format!(r#"{{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"{input}"}}"#),
            ]
        }),
        ("calls", |n| {
            let call = |n| {
                let input = format!(
                    r#"{{"type":"tool-input-available","toolCallId":"{n}","toolName":"t","input":1}}"#
                );
                [input, format!(r#"{{"type":"tool-output-available","toolCallId":"{n}","output":1}}"#)]
            };
            (0..n).flat_map(call).collect()
        }),
        ("questions", |n| {
            let ask = |n| {
                let call = format!(
                    r#"{{"type":"tool-input-available","toolCallId":"{n}","toolName":"t","input":1}}"#
                );
                let ask =
                    format!(r#"{{"type":"tool-approval-request","toolCallId":"{n}","approvalId":"{n}"}}"#);
                [
                    call,
                    ask,
                    format!(r#"{{"type":"tool-approval-response","approvalId":"{n}","approved":true}}"#),
                ]
            };
            (0..n).flat_map(ask).collect()
        }),
        ("data", |n| (0..n).map(|n| format!(r#"{{"type":"data-x","id":"{n}","data":1}}"#)).collect()),
        ("steps", |n| vec![r#"{"type":"start-step"}"#.to_owned(); n]),
    ];
    for (what, make) in inputs {
        let work = |chunks: &Vec<String>| {
            let mut assembler = Assembler::new();
            for chunk in chunks {
                assembler.push(&Chunk::parse(chunk).unwrap()).unwrap();
            }
            let parts = assembler.parts();
            _ = Assembler::continuing("m", &parts, None);
        };
        assert_in_proportion(what, make, work);
    }

    let stored = |n| Parts::parse(format!(r#"[{{"type":"custom",{}}}]"#, fields(n))).unwrap();
    assert_in_proportion("fields of a stored part", stored, |parts| {
        _ = Assembler::continuing("m", parts, None);
    });

    let merged = |n| metadata(&format!("{{{}}}", fields(n)));
    assert_in_proportion("fields of metadata", merged, |text| {
        let (chunk, mut assembler) = (Chunk::parse(text).unwrap(), Assembler::new());
        assembler.push(&chunk).unwrap();
        assembler.push(&chunk).unwrap();
    });
}
