//! A stream gives the same events however its bytes are cut, a chunk that is refused changes nothing, and readers accept
//! whatever is assembled.
//!
//! The first byte of an input selects the assembler, the second is the length of the pieces.
#![no_main]

use libfuzzer_sys::fuzz_target;
use storyden_robots::{
    Error, Parts,
    stream::{
        Assembler, Chunk, ChunkLog, SdkVersion, replay,
        sse::{self, Decoder, Event},
    },
};
use storyden_robots_fuzz::{Value, assert_typed, see};

fuzz_target!(|input: &[u8]| {
    let [how, piece, bytes @ ..] = input else { return };
    let most = if how & 8 == 0 { sse::EVENT_BYTES } else { 64 };
    let whole = decode(most, [bytes]);
    let (events, error) = decode(most, bytes.chunks(usize::from(*piece).max(1)));
    assert_eq!(whole.0, events);
    assert_eq!(whole.1.as_ref().map(Error::to_string), error.as_ref().map(Error::to_string));
    if let Some(error) = error {
        assert_typed(&error);
    }

    let of_chunk = |event| if let Event::Chunk(chunk) = event { Some(chunk) } else { None };
    let chunks: Vec<_> = events.into_iter().filter_map(of_chunk).collect();
    chunks.iter().for_each(check_chunk);
    assert_eq!(ChunkLog::new(&chunks).decode().unwrap(), chunks);

    let version = [SdkVersion::V5, SdkVersion::V6, SdkVersion::V7][usize::from(how & 3) % 3];
    let assembler = Assembler::new().version(version);
    assemble(if how & 4 == 0 { assembler } else { assembler.strict() }, &chunks);
});

/// Reads pieces to their end or the first error.
fn decode<'a>(most: usize, pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Event>, Option<Error>) {
    let mut decoder = Decoder::default().event_bytes(most);
    let mut events = Vec::new();
    let mut failed = None;
    for event in pieces.into_iter().flat_map(|piece| decoder.feed(piece)) {
        assert!(failed.is_none(), "nothing follows an error");
        match event {
            Ok(event) => events.push(event),
            Err(error) => failed = Some(error),
        }
    }
    (events, failed)
}

fn check_chunk(chunk: &Chunk<'static>) {
    let json = chunk.to_json();
    let seen = see(json.as_str());
    assert_eq!(seen.value.into_fields()["type"].as_text(), Some(&*chunk.kind()));
    assert_eq!(Chunk::parse(json.as_str()).unwrap(), *chunk);

    let event = sse::encode(chunk);
    let (events, error) = decode(event.len(), [event.as_bytes()]);
    let ([Event::Chunk(read)], None) = (&events[..], error) else { panic!("{event:?} is one event") };
    assert_eq!(see(read.to_json().as_str()).value, see(json.as_str()).value);
}

fn assemble(mut assembler: Assembler, chunks: &[Chunk<'_>]) {
    let state = |assembler: &Assembler| {
        let metadata = assembler.metadata().cloned();
        (assembler.parts(), metadata, assembler.end().cloned(), assembler.message_id().map(str::to_owned))
    };
    let mut before = state(&assembler);
    for chunk in chunks {
        let taken = assembler.push(chunk);
        let after = state(&assembler);
        if let Err(error) = taken {
            if !matches!(error, Error::Conflict(_)) {
                assert_typed(&error);
            }
            assert_eq!(before, after, "{error}");
        }
        before = after;
    }
    let (parts, metadata, ..) = before;
    let seen = see(parts.as_str());
    assert_eq!(Parts::parse(parts.as_str()).unwrap(), parts);
    for part in seen.value.clone().into_elements() {
        assert!(matches!(part.into_fields()["type"], Value::Text(_)));
    }

    let continued = Assembler::continuing("m", &parts, metadata.clone());
    assert_eq!(see(continued.parts().as_str()).value, seen.value);
    assert_eq!(continued.metadata(), metadata.as_ref());

    // What chunks in no sensible order made has no chunks that make it; what was said has.
    let mut late = Assembler::new();
    for chunk in replay("m", &parts, metadata.as_ref()) {
        check_chunk(&chunk);
        _ = late.push(&chunk);
    }
    assert_eq!(late.parts().text(), parts.text());
    assert_eq!(late.metadata(), metadata.as_ref());
}
