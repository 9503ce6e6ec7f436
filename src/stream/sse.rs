//! Chunks as server-sent events, their format on the wire: `data: {…}`, and `data: [DONE]` at the end.

use super::chunk::Chunk;
use crate::model::{
    error::{Error, Result},
    limits::check_at_most,
};

/// The event that ends a stream of chunks.
pub const DONE: &str = "data: [DONE]\n\n";

/// The headers of a streamed response, as the AI SDK sends them: pairs of name and value.
pub const HEADERS: [(&str, &str); 4] = [
    ("content-type", "text/event-stream"),
    ("cache-control", "no-cache"),
    ("x-vercel-ai-ui-message-stream", "v1"),
    ("x-accel-buffering", "no"),
];

/// The default maximum size of an event in bytes: 4 MiB.
pub const EVENT_BYTES: usize = 4 << 20;

/// Writes a chunk as one event.
///
/// # Examples
/// ```
/// use storyden_robots::stream::{Chunk, sse};
///
/// assert_eq!(
///     sse::encode(&Chunk::text_delta("1", "Bees")),
///     "data: {\"type\":\"text-delta\",\"id\":\"1\",\"delta\":\"Bees\"}\n\n",
/// );
/// ```
#[must_use]
pub fn encode(chunk: &Chunk<'_>) -> String {
    // A line break between the tokens of the JSON would end the line of the event.
    let text = chunk.to_json().as_str().replace(['\n', '\r'], " ");
    format!("data: {text}\n\n")
}

/// One event of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A chunk.
    Chunk(Chunk<'static>),
    /// The end, `[DONE]`.
    Done,
}

/// A decoder of events from bytes as they arrive, however they are split.
///
/// # Examples
/// ```
/// use storyden_robots::stream::sse::{Decoder, Event};
///
/// let mut decoder = Decoder::default();
/// assert!(decoder.feed(b"data: {\"type\":\"fin").is_empty());
/// let events = decoder.feed(b"ish\"}\n\ndata: [DONE]\n\ndata: no JSON\n\n");
/// assert!(matches!(events[..], [Ok(Event::Chunk(_)), Ok(Event::Done), Err(_)]));
/// ```
#[derive(Clone, Debug)]
pub struct Decoder {
    line: Vec<u8>,
    data: Option<Vec<u8>>,
    after_return: bool,
    first_line: bool,
    failed: bool,
    most: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self {
            line: Vec::new(),
            data: None,
            after_return: false,
            first_line: true,
            failed: false,
            most: EVENT_BYTES,
        }
    }
}

impl Decoder {
    /// Sets the maximum size of one event in bytes (default [`EVENT_BYTES`]).
    #[must_use]
    pub fn event_bytes(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Decodes the next bytes, and returns the events that end in them, in order.
    ///
    /// An error is the last item: the items before it are valid, and all later bytes are ignored, in this call and in
    /// later ones. It is [`Error::InvalidArgument`] about `data` if an event is neither a chunk nor `[DONE]`, and
    /// [`Error::TooLarge`] about `event`.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Result<Event>> {
        let mut events = Vec::new();
        if !self.failed
            && let Err(error) = self.read(bytes, &mut events)
        {
            self.failed = true;
            events.push(Err(error));
        }
        events
    }

    fn read(&mut self, bytes: &[u8], events: &mut Vec<Result<Event>>) -> Result<()> {
        let mut rest = bytes;
        // A piece without bytes says nothing of what comes behind a carriage return.
        if let Some(first) = rest.first()
            && std::mem::take(&mut self.after_return)
            && *first == b'\n'
        {
            rest = &rest[1..];
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            self.take(&rest[..end])?;
            let line = std::mem::take(&mut self.line);
            events.extend(self.end_line(&line)?.map(Ok));
            let returned = rest[end] == b'\r';
            rest = &rest[end + 1..];
            match rest.first() {
                Some(b'\n') if returned => rest = &rest[1..],
                None => self.after_return = returned,
                _ => {}
            }
        }
        self.take(rest)
    }

    /// Appends to the current line, if the event may be so long.
    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let size = self.line.len() + self.data.as_ref().map_or(0, Vec::len) + bytes.len();
        // How long the event would have become is not known: the size in the error must not depend on the cuts.
        check_at_most("event", size.min(self.most.saturating_add(1)), self.most, "bytes")?;
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, line: &[u8]) -> Result<Option<Event>> {
        let mark = std::mem::take(&mut self.first_line).then(|| line.strip_prefix(b"\xEF\xBB\xBF"));
        let line = mark.flatten().unwrap_or(line);
        if line.is_empty() {
            return self.data.take().map(|data| parse(&data)).transpose();
        }
        if let Some(value) = line.strip_prefix(b"data:") {
            let value = value.strip_prefix(b" ").unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            }
        }
        // Comments only keep the connection alive; the protocol has no use for names, ids and retry times of events.
        Ok(None)
    }
}

fn parse(data: &[u8]) -> Result<Event> {
    let text = std::str::from_utf8(data).map_err(|_| Error::invalid_argument("data", "is not UTF-8"))?;
    if text == "[DONE]" {
        return Ok(Event::Done);
    }
    Chunk::parse(text).map(|chunk| Event::Chunk(chunk.into_owned())).map_err(|error| error.within("data"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: &[u8] = b"\xEF\xBB\xBF: hello\r\ndata: {\"type\":\ndata:\"text-delta\",\"id\":\"1\",\r\n\
        data: \"delta\":\"\xF0\x9F\x90\x9D\"}\r\n\r\nevent: x\rid: 7\rdata:{\"type\":\"abort\"}\r\r\n\
        \n\ndata: [DONE]\n\ndata: {\"type\":\"cut off";

    /// Reads pieces, and returns events and errors as texts, which compare.
    fn read<'a>(mut decoder: Decoder, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
        let events = pieces.into_iter().flat_map(|piece| decoder.feed(piece));
        events.map(|event| format!("{event:?}")).collect()
    }

    #[test]
    fn the_events_of_a_stream_are_read() {
        let events: Result<Vec<_>> = Decoder::default().feed(STREAM).into_iter().collect();
        let [Event::Chunk(first), Event::Chunk(Chunk::Abort { .. }), Event::Done] = &events.unwrap()[..]
        else {
            panic!("three events");
        };
        assert_eq!(*first, Chunk::text_delta("1", "🐝"));
    }

    #[test]
    fn what_is_written_is_read() {
        let chunk = Chunk::parse("{\"type\":\"data-x\",\n \"data\":\r\n[1.0]}").unwrap();
        let events = Decoder::default().feed(encode(&chunk).as_bytes());
        let [Ok(Event::Chunk(read))] = &events[..] else { panic!("a chunk") };
        assert_eq!(read.to_json(), chunk.to_json());
    }

    #[test]
    fn an_endless_event_is_refused() {
        for (bytes, accepted) in
            [(&[b'x'; 64][..], true), (&[b'x'; 65], false), (&b"data: 012345\n".repeat(10), false)]
        {
            let events = Decoder::default().event_bytes(64).feed(bytes);
            assert_eq!(events.is_empty(), accepted);
            assert!(events.iter().all(|event| matches!(event, Err(Error::TooLarge { .. }))));
        }
    }

    #[test]
    fn events_before_a_bad_one_are_returned_and_none_after_it() {
        for bad in ["data: nonsense\n\n", "data: [1]\n\n", "data: {\"type\":\"text-delta\"}\n\n"] {
            let bytes = format!("data: {{\"type\":\"start-step\"}}\n\n{bad}{DONE}");
            let mut decoder = Decoder::default();
            let events = decoder.feed(bytes.as_bytes());
            assert!(
                matches!(events[..], [Ok(Event::Chunk(_)), Err(Error::InvalidArgument { .. })]),
                "{events:?}"
            );
            assert!(decoder.feed(DONE.as_bytes()).is_empty());
        }
    }

    proptest! {
        #[test]
        fn how_bytes_are_cut_changes_nothing(
            lines in prop::collection::vec(prop::sample::select(vec![
                "data: {\"type\":\"start-step\"}", "data:{\"type\":", "data: \"abort\"}", "data: [DONE]", "data: nonsense",
                "data: \u{fffd}", "data", ": comment", "id: 1", "", "", "", "\u{feff}",
            ]), 0..24),
            ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r", "\r\n"]), 24),
            cuts in prop::collection::vec(0_usize..400, 0..6),
            most in prop::sample::select(vec![24, 40, EVENT_BYTES]),
        ) {
            let bytes: String = lines.iter().zip(ends).flat_map(|(line, end)| [*line, end]).collect();
            let bytes = bytes.as_bytes();
            let decoder = || Decoder::default().event_bytes(most);
            let whole = read(decoder(), [bytes]);
            prop_assert_eq!(&read(decoder(), bytes.chunks(1)), &whole);
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            prop_assert_eq!(&read(decoder(), cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]])), &whole);
        }
    }

    #[test]
    fn every_cut_of_one_stream_gives_the_same() {
        for most in [EVENT_BYTES, 30] {
            let decoder = || Decoder::default().event_bytes(most);
            let whole = read(decoder(), [STREAM]);
            for cut in 0..STREAM.len() {
                assert_eq!(read(decoder(), [&STREAM[..cut], &STREAM[cut..]]), whole, "cut at {cut}");
                let pieces = [&STREAM[..cut], b"", &STREAM[cut..]];
                assert_eq!(read(decoder(), pieces), whole, "cut at {cut}, with an empty piece");
            }
        }
    }
}
