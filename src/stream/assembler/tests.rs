use super::*;
use crate::{
    model::{
        error::{Conflict, Error},
        part::Part,
    },
    stream::metadata::METADATA_LEVELS,
};

#[track_caller]
fn assembled(chunks: &[&str]) -> String {
    let mut assembler = Assembler::new();
    for chunk in chunks {
        assembler.push(&Chunk::parse(chunk).unwrap()).unwrap();
    }
    assembler.parts().into_string()
}

#[test]
fn numbers_keep_their_text() {
    let parts = assembled(&[
        r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#,
        r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"[1.0,12345678901234567890,1e"}"#,
    ]);
    assert!(parts.contains(r#""input":[1.0,12345678901234567890,1]"#), "{parts}");
    let parts = assembled(&[
        r#"{"type":"tool-input-available","toolCallId":"c","toolName":"t","input":{"a":1.0}}"#,
        r#"{"type":"tool-output-available","toolCallId":"c","output":-0.0}"#,
    ]);
    assert!(parts.contains(r#""input":{"a":1.0}"#) && parts.contains(r#""output":-0.0"#), "{parts}");
}

const INPUT: &str = r#"{"type":"tool-input-available","toolCallId":"c","toolName":"t","input":1}"#;
const OUTPUT: &str = r#"{"type":"tool-output-available","toolCallId":"c","output":1}"#;
const FAILURE: &str = r#"{"type":"tool-output-error","toolCallId":"c","errorText":"e"}"#;
const BAD_INPUT: &str =
    r#"{"type":"tool-input-error","toolCallId":"c","toolName":"t","input":1,"errorText":"e"}"#;
const ASK: &str = r#"{"type":"tool-approval-request","toolCallId":"c","approvalId":"a"}"#;
const ALLOW: &str = r#"{"type":"tool-approval-response","approvalId":"a","approved":true,"reason":"fine"}"#;
const REFUSE: &str = r#"{"type":"tool-approval-response","approvalId":"a","approved":false,"reason":"no!"}"#;
const DENIED: &str = r#"{"type":"tool-output-denied","toolCallId":"c"}"#;
const INPUT_START: &str = r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#;
const STEP: &str = r#"{"type":"start-step"}"#;

#[test]
fn decisions_are_final_in_a_strict_one() {
    for (chunks, refused) in [
        (&[INPUT, ASK, ALLOW, OUTPUT, OUTPUT][..], None),
        (&[INPUT, ASK, ALLOW, FAILURE], None),
        (&[INPUT, ASK, ALLOW, OUTPUT, ALLOW], None),
        (&[INPUT, ASK, REFUSE, REFUSE, DENIED, DENIED], None),
        (&[INPUT, ASK, DENIED], None),
        (&[INPUT, ASK, FAILURE], None),
        (&[INPUT, ASK, ASK, ALLOW], None),
        (&[INPUT, ASK, REFUSE, STEP, INPUT, OUTPUT], None),
        (
            &[INPUT, ASK, ALLOW, REFUSE],
            Some("the approval request a was decided before: the call is approved"),
        ),
        (&[INPUT, ASK, REFUSE, ALLOW], Some("the approval request a was decided before: the call is denied")),
        (
            &[INPUT, ASK, REFUSE, DENIED, ALLOW],
            Some("the approval request a was decided before: the call is denied"),
        ),
        (
            &[INPUT, ASK, ALLOW, OUTPUT, REFUSE],
            Some("the approval request a was decided before: the call is approved"),
        ),
        (
            &[INPUT, ASK, DENIED, ALLOW],
            Some("the call c is output-denied and cannot become approval-responded"),
        ),
        (
            &[INPUT, ASK, REFUSE, OUTPUT],
            Some("the call c is approval-responded and cannot become output-available"),
        ),
        (
            &[INPUT, ASK, REFUSE, FAILURE],
            Some("the call c is approval-responded and cannot become output-error"),
        ),
        (
            &[INPUT, ASK, REFUSE, INPUT],
            Some("the call c is approval-responded and cannot become input-available"),
        ),
        (
            &[INPUT, ASK, REFUSE, BAD_INPUT],
            Some("the call c is approval-responded and cannot become input-available"),
        ),
        (
            &[INPUT, ASK, REFUSE, ASK],
            Some("the call c is approval-responded and cannot become approval-requested"),
        ),
        (
            &[INPUT, ASK, DENIED, OUTPUT],
            Some("the call c is output-denied and cannot become output-available"),
        ),
        (&[INPUT, DENIED, OUTPUT], Some("the call c is output-denied and cannot become output-available")),
        (
            &[INPUT, ASK, ALLOW, ASK],
            Some("the call c is approval-responded and cannot become approval-requested"),
        ),
        (
            &[INPUT, ASK, ALLOW, DENIED],
            Some("the call c is approval-responded and cannot become output-denied"),
        ),
        (
            &[INPUT, ASK, ALLOW, INPUT_START],
            Some("the call c is approval-responded and cannot become input-available"),
        ),
        (&[INPUT, ASK, OUTPUT], Some("the call c is approval-requested and cannot become output-available")),
        (&[INPUT, ASK, INPUT], Some("the call c is approval-requested and cannot become input-available")),
    ] {
        let (mut strict, mut lenient) = (Assembler::new().strict(), Assembler::new());
        let mut error = None;
        for chunk in chunks {
            assert!(error.is_none(), "only the last is refused: {chunks:?}");
            let chunk = Chunk::parse(chunk).unwrap();
            lenient.push(&chunk).unwrap();
            let before = strict.parts();
            error = strict.push(&chunk).err().map(|error| error.to_string());
            assert!(error.is_none() || strict.parts() == before, "nothing changes: {chunks:?}");
        }
        assert_eq!(error.as_deref(), refused, "{chunks:?}");
    }
}

#[test]
fn the_first_answer_keeps_its_reason_and_a_conflict_carries_it() {
    let mut assembler = Assembler::new().strict();
    for chunk in [INPUT, ASK, REFUSE] {
        assembler.push(&Chunk::parse(chunk).unwrap()).unwrap();
    }
    let before = assembler.parts();
    assembler.push(&Chunk::parse(&REFUSE.replace("no!", "never")).unwrap()).unwrap();
    assert_eq!(assembler.parts(), before);
    let Err(Error::Conflict(Conflict::ApprovalDecided { approval_id, approved, reason })) =
        assembler.push(&Chunk::parse(ALLOW).unwrap())
    else {
        panic!("another answer is a conflict");
    };
    assert_eq!((&*approval_id, approved, reason.as_deref()), ("a", false, Some("no!")));
    let Some(Part::Tool(tool)) = assembler.parts().iter().next().map(Part::into_owned) else {
        panic!("a tool")
    };
    assert!(tool.is_denied() && tool.is_settled());
}

#[test]
fn ids_that_begin_anew_in_each_step_find_the_call_that_waits() {
    for assembler in [Assembler::new(), Assembler::new().strict()] {
        let mut assembler = assembler;
        for chunk in [STEP, INPUT, ASK, ALLOW, OUTPUT, STEP, INPUT, ASK, REFUSE] {
            assembler.push(&Chunk::parse(chunk).unwrap()).unwrap();
        }
        let parts = assembler.parts();
        let states: Vec<_> = parts
            .iter()
            .filter_map(|part| if let Part::Tool(tool) = part { Some(tool) } else { None })
            .map(|tool| (tool.state.as_str().to_owned(), tool.approval.unwrap().approved))
            .collect();
        let expected = [("output-available", Some(true)), ("approval-responded", Some(false))];
        assert_eq!(states, expected.map(|(state, approved)| (state.to_owned(), approved)));

        // The same from a stored message, where the older call waits too.
        let stored =
            Parts::parse(parts.as_str().replace("approval-responded", "approval-requested")).unwrap();
        let mut continued = Assembler::continuing("m", &stored, None);
        continued.push(&Chunk::parse(ALLOW).unwrap()).unwrap();
        assert!(
            continued
                .parts()
                .as_str()
                .ends_with(r#""approval":{"id":"a","approved":true,"reason":"fine"}}]"#)
        );
    }
}

#[test]
fn an_error_ends_a_stream_that_does_not_go_on() {
    let error = Chunk::error("overloaded");
    let failed = End::Failed("overloaded".to_owned());
    let mut assembler = Assembler::new();
    assembler.push(&error).unwrap();
    assert_eq!((assembler.end(), assembler.error()), (Some(&failed), Some("overloaded")));
    assembler.push(&Chunk::text_start("1")).unwrap();
    assembler.push(&Chunk::finish()).unwrap();
    assert_eq!((assembler.end(), assembler.error()), (Some(&End::Finished(None)), Some("overloaded")));
    assembler.push(&error).unwrap();
    assert_eq!(assembler.end(), Some(&End::Finished(None)));
    assembler.push(&Chunk::start("m")).unwrap();
    assert_eq!((assembler.end(), assembler.error()), (None, None));
}

#[test]
fn the_input_of_a_stored_call_goes_on() {
    let delta = r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"\"be"}"#;
    for (raw, goes_on) in [
        (r#""{\"q\":""#, r#""rawInput":"{\"q\":\"be","input":{"q":"be"}"#),
        // Whoever stored it did not know that it was a text.
        ("[1]", r#""rawInput":"[1]\"be""#),
    ] {
        let stored =
            format!(r#"[{{"type":"tool-t","toolCallId":"c","state":"input-streaming","rawInput":{raw}}}]"#);
        let mut assembler = Assembler::continuing("m", &Parts::parse(stored).unwrap(), None);
        assembler.push(&Chunk::parse(delta).unwrap()).unwrap();
        let parts = assembler.parts().into_string();
        assert!(parts.contains(goes_on), "{parts}");
    }
}

#[test]
fn metadata_takes_the_place_of_null() {
    let chunk = Chunk::parse(r#"{"type":"message-metadata","messageMetadata":[1.0]}"#).unwrap();
    for (before, after) in [(None, "[1.0]"), (Some("null"), "[1.0]"), (Some("[]"), r#"{"0":1.0}"#)] {
        let before = before.map(|text| Json::parse(text).unwrap());
        let mut assembler = Assembler::continuing("m", &Parts::empty(), before);
        assembler.push(&chunk).unwrap();
        assert_eq!(assembler.metadata().map(Json::as_str), Some(after));
    }
}

#[test]
fn a_step_that_starts_over_has_no_calls_and_no_questions() {
    let chunks = |texts: &[&str]| {
        let mut assembler = Assembler::new();
        texts.iter().try_for_each(|text| assembler.push(&Chunk::parse(text).unwrap())).map(|()| assembler)
    };
    let (input, ask, answer) = (INPUT, ASK, ALLOW);
    let data = r#"{"type":"data-x","id":"d","data":1}"#;
    let (start, reset) = (r#"{"type":"start-step"}"#, r#"{"type":"reset-step"}"#);
    assert!(chunks(&[start, input, ask, reset, answer]).is_err());
    assert!(chunks(&[start, input, reset, ask]).is_err());
    let late = chunks(&[input, ask, start, input, data, reset, answer, data]).unwrap();
    assert_eq!(late.parts().len(), 3, "{:?}", late.parts());
    // Of two questions the newer is the one that counts.
    let again = ask.replace(r#""a""#, r#""b""#);
    assert!(chunks(&[input, ask, &again, answer]).is_err());
    assert!(chunks(&[input, &again, ask, answer]).is_ok());
}

#[test]
fn an_emoji_cut_in_two_is_whole_again() {
    let parts = assembled(&[
        r#"{"type":"text-start","id":"1"}"#,
        r#"{"type":"text-delta","id":"1","delta":"\ud83d"}"#,
        r#"{"type":"text-delta","id":"1","delta":"\udc1d"}"#,
    ]);
    assert_eq!(Parts::parse(parts).unwrap().text(), "🐝");
}

#[test]
fn metadata_may_not_nest_without_end() {
    let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let metadata = |levels| format!(r#"{{"type":"finish","messageMetadata":{}}}"#, deep(levels));
    let mut assembler = Assembler::new();
    assembler.push(&Chunk::parse(&metadata(METADATA_LEVELS)).unwrap()).unwrap();
    let refused = assembler.push(&Chunk::parse(&metadata(METADATA_LEVELS + 1)).unwrap());
    assert!(matches!(refused, Err(Error::TooLarge { .. })));
}

#[test]
fn the_size_is_that_of_the_parts() {
    #[derive(serde::Deserialize)]
    struct Vectors<'a> {
        #[serde(borrow)]
        cases: Vec<Case<'a>>,
    }
    #[derive(serde::Deserialize)]
    struct Case<'a> {
        #[serde(borrow)]
        steps: Vec<Step<'a>>,
    }
    #[derive(serde::Deserialize)]
    struct Step<'a> {
        #[serde(borrow)]
        chunk: &'a serde_json::value::RawValue,
    }

    for version in ["ai5", "ai6", "ai7"] {
        let path = format!("{}/tests/vectors/{version}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        for case in serde_json::from_str::<Vectors<'_>>(&text).unwrap().cases {
            let (mut assembler, mut slack) = (Assembler::new(), 0);
            for step in case.steps {
                let chunk = Chunk::parse(step.chunk.get()).unwrap();
                let (before, replaced) = (assembler.size(), assembler.replaced_by(&chunk));
                if assembler.push(&chunk).is_err() {
                    continue;
                }
                let (size, parts) = (assembler.size(), assembler.parts());
                if matches!(chunk, Chunk::ToolInputDelta { .. }) {
                    // The value of an input that grows is counted by its text.
                    slack = 200;
                }
                assert!(size.abs_diff(parts.len_bytes()) <= slack, "{size} for {parts:?}");
                let most = before + 2 * step.chunk.get().len() + 200 - replaced.min(before);
                assert!(size <= most, "{size} after {before}, {replaced} replaced by {chunk:?}");
            }
            let continued = Assembler::continuing("m", &assembler.parts(), None);
            assert_eq!(continued.size(), assembler.parts().len_bytes());
        }
    }
}

#[test]
fn half_an_emoji_in_an_error_or_a_title_is_kept() {
    let parts = assembled(&[
        INPUT,
        r#"{"type":"tool-output-error","toolCallId":"c","errorText":"cut \ud83d"}"#,
        r#"{"type":"source-url","sourceId":"s","url":"u","title":"\ud83d"}"#,
        r#"{"type":"data-x","data":"\ud83d"}"#,
    ]);
    assert_eq!(parts.matches(r"\ud83d").count(), 3, "{parts}");
}

#[test]
fn a_strict_one_keeps_what_the_message_had_before() {
    let parts =
        Parts::parse(r#"[{"type":"step-start"},{"type":"text","text":"before","state":"done"}]"#).unwrap();
    for (strict, kept) in [(true, "before"), (false, "")] {
        let assembler = Assembler::continuing("m", &parts, None);
        let mut assembler = if strict { assembler.strict() } else { assembler };
        for chunk in [Chunk::text_start("t"), Chunk::text_delta("t", "new"), Chunk::text_end("t")] {
            assembler.push(&chunk).unwrap();
        }
        assembler.push(&Chunk::ResetStep {}).unwrap();
        assert_eq!(assembler.parts().text(), kept);
    }
}
