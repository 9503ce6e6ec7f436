//! [`Sample`], generated messages in the form of real chats.

use std::fmt::Write as _;

use crate::model::{
    message::{MessageRole, NewMessage},
    part::Parts,
};

/// An endless iterator over generated messages in the form of real chats, always the same for a seed: messages of a
/// member, and answers with reasoning, a tool call and its output, of 0.5 to 4 KB each.
///
/// # Examples
/// ```
/// use storyden_robots::conformance::Sample;
///
/// let chat: Vec<_> = Sample::new(7).take(50).collect();
/// assert!(chat.iter().all(|message| (500..4096).contains(&message.parts.len_bytes())));
/// assert!(chat == Sample::new(7).take(50).collect::<Vec<_>>());
/// ```
#[derive(Clone, Debug)]
pub struct Sample {
    state: u64,
    made: u64,
}

/// Words in Latin and two other scripts, an emoji, and characters that JSON escapes.
const WORDS: [&str; 32] = [
    "the",
    "post",
    "of",
    "member",
    "spam",
    "thread",
    "was",
    "reported",
    "by",
    "moderator",
    "and",
    "account",
    "since",
    "Tuesday",
    "link",
    "queue",
    "approved",
    "because",
    "it",
    "\\\"quoted\\\"",
    "library",
    "category",
    "naïve",
    "Größe",
    "привет",
    "こんにちは",
    "🙂",
    "https://example.com/t/a-thread",
    "line\\nbreak",
    "not",
    "yet",
    "resolved",
];

impl Sample {
    /// Begins a chat.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed, made: 0 }
    }

    /// Returns a number below `end`, by the generator `SplitMix64`.
    #[expect(clippy::cast_possible_truncation, reason = "it is smaller than a usize")]
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    /// Appends words, of so many bytes in all or a few more.
    fn words(&mut self, out: &mut String, bytes: usize) {
        let end = out.len() + bytes;
        while out.len() < end {
            let word = WORDS[self.below(WORDS.len())];
            out.push_str(word);
            out.push(' ');
        }
    }

    fn question(&mut self) -> String {
        let mut out = r#"[{"type":"text","text":""#.to_owned();
        let bytes = 480 + self.below(800);
        self.words(&mut out, bytes);
        out + "\"}]"
    }

    fn answer(&mut self) -> String {
        let mut out = r#"[{"type":"step-start"},{"type":"reasoning","text":""#.to_owned();
        let bytes = 200 + self.below(500);
        self.words(&mut out, bytes);
        let call = self.below(1_000_000);
        // Writing to a `String` cannot fail.
        write!(
            out,
            r#"","state":"done"}},{{"type":"tool-search_posts","toolCallId":"call_{call:06}","state":"output-available","input":{{"query":"#
        )
        .ok();
        out.push('"');
        self.words(&mut out, 24);
        out.push_str(r#"","limit":10,"since":null},"output":{"results":["#);
        for hit in 0..=self.below(6) {
            let comma = if hit == 0 { "" } else { "," };
            let (id, score) = (self.below(1 << 40), self.below(1000));
            write!(out, r#"{comma}{{"id":{id},"score":0.{score:03},"pinned":false,"title":""#).ok();
            self.words(&mut out, 40);
            out.push_str("\"}");
        }
        out.push_str(r#"],"total":128}},{"type":"step-start"},{"type":"text","text":""#);
        let bytes = 150 + self.below(1400);
        self.words(&mut out, bytes);
        out + r#"","state":"done"}]"#
    }
}

impl Iterator for Sample {
    type Item = NewMessage;

    fn next(&mut self) -> Option<NewMessage> {
        self.made += 1;
        let (role, parts) = if self.made % 2 == 1 {
            (MessageRole::User, self.question())
        } else {
            (MessageRole::Assistant, self.answer())
        };
        Parts::parse(parts).ok().map(|parts| NewMessage::new(role, parts))
    }
}
