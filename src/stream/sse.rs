//! Chunks as server-sent events, the way that they travel: `data: {…}`, and `data: [DONE]` at the end.

use super::chunk::Chunk;
use crate::model::{
    error::{Error, Result},
    limits::check_most,
};

/// The end of a stream of chunks, as text.
pub const DONE: &str = "data: [DONE]\n\n";

/// The headers of an answer that is a stream of chunks, as the AI SDK sends them.
pub const HEADERS: [(&str, &str); 4] = [
    ("content-type", "text/event-stream"),
    ("cache-control", "no-cache"),
    ("x-vercel-ai-ui-message-stream", "v1"),
    ("x-accel-buffering", "no"),
];

/// The most bytes that one event may have, unless a [`Decoder`] is told otherwise.
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
    // Between the tokens of JSON a line may end, and an event would with it.
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

/// Reads events from bytes as they arrive, cut anywhere.
///
/// # Examples
/// ```
/// use storyden_robots::stream::sse::{Decoder, Event};
///
/// let mut decoder = Decoder::default();
/// assert!(decoder.feed(b"data: {\"type\":\"fin")?.is_empty());
/// let events = decoder.feed(b"ish\"}\n\ndata: [DONE]\n\n")?;
/// assert!(matches!(events[..], [Event::Chunk(_), Event::Done]));
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Decoder {
    line: Vec<u8>,
    data: Option<Vec<u8>>,
    after_return: bool,
    first_line: bool,
    most: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { line: Vec::new(), data: None, after_return: false, first_line: true, most: EVENT_BYTES }
    }
}

impl Decoder {
    /// Lets one event have so many bytes.
    #[must_use]
    pub fn event_bytes(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Reads the next bytes, and returns the events that end in them.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `data` if an event is neither a chunk nor `[DONE]`;
    /// [`Error::TooLarge`] about `event`. After an error the decoder is of no use.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        let mut rest = bytes;
        if std::mem::take(&mut self.after_return) && rest.first() == Some(&b'\n') {
            rest = &rest[1..];
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            self.take(&rest[..end])?;
            let line = std::mem::take(&mut self.line);
            events.extend(self.end_line(&line)?);
            let returned = rest[end] == b'\r';
            rest = &rest[end + 1..];
            match rest.first() {
                Some(b'\n') if returned => rest = &rest[1..],
                None => self.after_return = returned,
                _ => {}
            }
        }
        self.take(rest)?;
        Ok(events)
    }

    /// Takes more of a line, if the event has room for it.
    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let size = self.line.len() + self.data.as_ref().map_or(0, Vec::len) + bytes.len();
        check_most("event", size, self.most, "bytes")?;
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, line: &[u8]) -> Result<Option<Event>> {
        let mark = std::mem::take(&mut self.first_line).then(|| line.strip_prefix(b"\xEF\xBB\xBF"));
        let line = mark.flatten().unwrap_or(line);
        if line.is_empty() {
            return self.data.take().map(|data| read(&data)).transpose();
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
        // Comments keep a connection alive; names, ids and waiting times of events mean nothing here.
        Ok(None)
    }
}

fn read(data: &[u8]) -> Result<Event> {
    let text = std::str::from_utf8(data).map_err(|_| Error::invalid_argument("data", "is not UTF-8"))?;
    if text == "[DONE]" {
        return Ok(Event::Done);
    }
    Chunk::parse(text).map(|chunk| Event::Chunk(chunk.into_owned())).map_err(|error| error.within("data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &[u8] = b"\xEF\xBB\xBF: hello\r\ndata: {\"type\":\ndata:\"text-delta\",\"id\":\"1\",\r\n\
        data: \"delta\":\"\xF0\x9F\x90\x9D\"}\r\n\r\nevent: x\rid: 7\rdata:{\"type\":\"abort\"}\r\r\n\
        \n\ndata: [DONE]\n\ndata: {\"type\":\"cut off";

    #[test]
    fn bytes_may_be_cut_anywhere() {
        let whole = Decoder::default().feed(STREAM).unwrap();
        assert!(matches!(whole[..], [Event::Chunk(_), Event::Chunk(Chunk::Abort { .. }), Event::Done]));
        let Event::Chunk(first) = &whole[0] else { unreachable!() };
        assert_eq!(*first, Chunk::text_delta("1", "🐝"));
        for cut in 0..STREAM.len() {
            let mut decoder = Decoder::default();
            let mut events = decoder.feed(&STREAM[..cut]).unwrap();
            events.extend(decoder.feed(&STREAM[cut..]).unwrap());
            assert_eq!(events, whole, "cut at {cut}");
        }
        let mut decoder = Decoder::default();
        let bytewise: Vec<_> = STREAM.iter().flat_map(|&byte| decoder.feed(&[byte]).unwrap()).collect();
        assert_eq!(bytewise, whole);
    }

    #[test]
    fn what_is_written_is_read() {
        let chunk = Chunk::parse("{\"type\":\"data-x\",\n \"data\":\r\n[1.0]}").unwrap();
        let events = Decoder::default().feed(encode(&chunk).as_bytes()).unwrap();
        let Event::Chunk(read) = &events[0] else { panic!("a chunk") };
        assert_eq!(events.len(), 1);
        assert_eq!(read.to_json(), chunk.to_json());
    }

    #[test]
    fn an_endless_event_is_refused() {
        let mut decoder = Decoder::default().event_bytes(64);
        assert!(decoder.feed(&[b'x'; 64]).is_ok());
        assert!(matches!(decoder.feed(b"x"), Err(Error::TooLarge { .. })));
        let mut decoder = Decoder::default().event_bytes(64);
        let many = "data: 0123456789\n".repeat(10);
        assert!(matches!(decoder.feed(many.as_bytes()), Err(Error::TooLarge { .. })));
    }

    #[test]
    fn the_limit_of_an_event_holds_wherever_bytes_are_cut() {
        let line = "data: {\"type\":\"finish\"}";
        for (most, fits) in [(line.len(), true), (line.len() - 1, false)] {
            let stream = format!("{line}\n\n");
            for cut in 0..stream.len() {
                let mut decoder = Decoder::default().event_bytes(most);
                let read = [&stream[..cut], &stream[cut..]].map(|piece| decoder.feed(piece.as_bytes()));
                assert_eq!(read.iter().all(Result::is_ok), fits, "{most} bytes, cut at {cut}");
            }
        }
    }

    #[test]
    fn what_is_no_chunk_is_refused() {
        for bad in ["data: nonsense\n\n", "data: [1]\n\n", "data: {\"type\":\"text-delta\"}\n\n"] {
            assert!(matches!(Decoder::default().feed(bad.as_bytes()), Err(Error::InvalidArgument { .. })));
        }
    }
}
