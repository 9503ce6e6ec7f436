use super::*;

#[test]
fn every_kind_is_written_as_it_is_read() {
    for text in [
        r#"{"type":"start","messageId":"m","messageMetadata":{"n":1.0}}"#,
        r#"{"type":"text-delta","id":"1","delta":"\ud83d"}"#,
        r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t","providerExecuted":true,"dynamic":false,"title":"T"}"#,
        r#"{"type":"tool-approval-request","approvalId":"a","toolCallId":"c","inputSchemaInput":null}"#,
        r#"{"type":"tool-approval-response","approvalId":"a","approved":false,"reason":"no"}"#,
        r#"{"type":"data-x","id":"1","data":12345678901234567890,"transient":true,"more":[1]}"#,
        r#"{"type":"data-x","data":1,"id":7,"transient":null,"\ud83d":2}"#,
        r#"{"type":"text-delta","id":"1","delta":"\u0000"}"#,
        r#"{"type":"from-the-future","x":1e5}"#,
        r#"{"type":"start-step"}"#,
        r#"{"type":"abort","reason":"enough"}"#,
    ] {
        let chunk = Chunk::parse(text).unwrap();
        assert_eq!(chunk.to_json().as_str(), text);
        assert_eq!(chunk.into_owned().to_json().as_str(), text);
    }
}

#[test]
fn short_ways_write_what_the_protocol_has() {
    for (chunk, text) in [
        (Chunk::reasoning_start("r"), r#"{"type":"reasoning-start","id":"r"}"#),
        (Chunk::reasoning_delta("r", "\""), r#"{"type":"reasoning-delta","id":"r","delta":"\""}"#),
        (Chunk::reasoning_end("r"), r#"{"type":"reasoning-end","id":"r"}"#),
        (Chunk::tool_input_start("c", "t"), r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#),
        (
            Chunk::tool_input_delta("c", "{}"),
            r#"{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":"{}"}"#,
        ),
    ] {
        assert_eq!(chunk.to_json().as_str(), text);
    }
}

#[test]
fn null_is_nothing_and_the_last_of_two_counts() {
    let chunk =
        Chunk::parse(r#"{"type":"text-start","id":"0","id":"1","providerMetadata":null,"x":1}"#).unwrap();
    assert_eq!(chunk, Chunk::text_start("1"));
}

#[test]
fn what_a_chunk_must_have_is_named() {
    for (text, error) in [
        (r#"{"id":"1"}"#, "type: is missing"),
        (r#"{"type":1}"#, "type: must be a string"),
        (r#"{"type":"text-delta","id":"1"}"#, "delta: is missing"),
        (r#"{"type":"text-delta","id":1,"delta":""}"#, "id: must be a string"),
        (r#"{"type":"tool-approval-response","approvalId":"a","approved":1}"#, "approved: must be a boolean"),
        ("[]", "must be an object"),
    ] {
        assert_eq!(Chunk::parse(text).unwrap_err().to_string(), error);
    }
}
