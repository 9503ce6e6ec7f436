//! The words of a text, as they are searched for.
//!
//! - A text is cut where Unicode (UAX #29) cuts it, and at everything that is no letter and no digit: `example.com` is
//!   two words. An apostrophe inside of a word is left out.
//! - Words are in lower case and without marks, by compatibility (NFKD): `Café`, `CAFE` and `ｃａｆé` are one word.
//! - Scripts that are written without spaces (Han and Kana, Thai, Lao, Khmer, Myanmar) give each pair of neighbours of
//!   a run, and its last character alone. So each character begins a word, and one that is searched for alone is found
//!   by the words that it begins.
//! - Each emoji is a word, whatever its skin tone.
//! - All else is a space: punctuation, U+0000, and U+FFFD, which stands for a lone surrogate.

use std::ops::{ControlFlow, Range};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation as _;

/// The bytes of a word that count. `PostgreSQL` keeps words of up to 2 KB.
const WORD_BYTES: usize = 128;

/// The bytes of the words of one text that are indexed, with a space after each. However short the words are, their
/// `tsvector` stays below the megabyte that `PostgreSQL` allows.
pub(crate) const INDEXED_BYTES: usize = 256 << 10;

/// A word, and the bytes of the text that it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) range: Range<usize>,
    /// Whether it is a single character of a script that gives pairs.
    pub(crate) single: bool,
}

/// Calls `visit` with the words of a text, in their order, until it breaks. Words that overlap are pairs.
pub(crate) fn each(text: &str, visit: impl FnMut(Word) -> ControlFlow<()>) {
    let mut scan = Scan { visit, word: Growing::default(), emoji: Growing::default(), run: Vec::new() };
    // What breaks it has all it needs.
    _ = scan.text(text);
}

/// Returns the words of a text with spaces between them, for an index: as many as fit into [`INDEXED_BYTES`].
pub(crate) fn prepare(text: &str) -> String {
    let mut prepared = String::with_capacity(text.len().min(INDEXED_BYTES));
    each(text, |word| {
        if prepared.len() + word.text.len() + 1 > INDEXED_BYTES {
            return ControlFlow::Break(());
        }
        if !prepared.is_empty() {
            prepared.push(' ');
        }
        prepared.push_str(&word.text);
        ControlFlow::Continue(())
    });
    prepared
}

/// A word while it is made.
#[derive(Default)]
struct Growing {
    text: String,
    range: Range<usize>,
}

impl Growing {
    fn push(&mut self, c: char, range: &Range<usize>) {
        if self.text.is_empty() {
            self.range = range.clone();
        }
        self.range.end = range.end;
        if self.text.len() + c.len_utf8() <= WORD_BYTES {
            self.text.push(c);
        }
    }

    fn take(&mut self) -> Option<Word> {
        let text = std::mem::take(&mut self.text);
        (!text.is_empty()).then(|| Word { text, range: self.range.clone(), single: false })
    }
}

struct Scan<F> {
    visit: F,
    word: Growing,
    emoji: Growing,
    /// Characters of one script without spaces, side by side.
    run: Vec<(char, Range<usize>)>,
}

impl<F: FnMut(Word) -> ControlFlow<()>> Scan<F> {
    fn text(&mut self, text: &str) -> ControlFlow<()> {
        for (start, segment) in text.split_word_bound_indices() {
            for (at, c) in segment.char_indices() {
                let start = start + at;
                self.char(c, &(start..start + c.len_utf8()))?;
            }
            self.end_word()?;
        }
        self.end_run()
    }

    /// Adds a character of the text.
    fn char(&mut self, c: char, range: &Range<usize>) -> ControlFlow<()> {
        if c.is_ascii() {
            return self.plain(c.to_ascii_lowercase(), range);
        }
        // By way of the upper case, as there are letters of which only that is one: `ς` and `σ`, `ß` and `ss`.
        let folded = c.to_uppercase().flat_map(char::to_lowercase);
        for c in folded.nfkd().filter(|c| !is_combining_mark(*c)) {
            // Compatibility makes capitals of some signs: `℡`.
            for c in c.to_lowercase() {
                self.plain(c, range)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Adds a character without marks and case.
    fn plain(&mut self, c: char, range: &Range<usize>) -> ControlFlow<()> {
        if let Some(script) = script(c).filter(|_| c.is_alphanumeric()) {
            self.end_word()?;
            if self.run.last().is_some_and(|(last, _)| self::script(*last) != Some(script)) {
                self.end_run()?;
            }
            self.run.push((c, range.clone()));
        } else if c.is_alphanumeric() {
            self.end_run()?;
            self.end_emoji()?;
            self.word.push(c, range);
        } else if is_emoji(c) || !self.emoji.text.is_empty() && joins_emoji(c) {
            self.end_run()?;
            if self.word.text.is_empty() {
                self.emoji.push(c, range);
            }
        } else if !matches!(c, '\'' | '’' | '＇' | '\u{200c}' | '\u{200d}' | '\u{ad}') && !is_skin_tone(c)
        {
            self.end_word()?;
            self.end_run()?;
        }
        ControlFlow::Continue(())
    }

    fn end_word(&mut self) -> ControlFlow<()> {
        if let Some(word) = self.word.take() {
            (self.visit)(word)?;
        }
        self.end_emoji()
    }

    fn end_emoji(&mut self) -> ControlFlow<()> {
        if let Some(mut word) = self.emoji.take() {
            let length = word.text.trim_end_matches(joins_emoji).len();
            word.text.truncate(length);
            (self.visit)(word)?;
        }
        ControlFlow::Continue(())
    }

    fn end_run(&mut self) -> ControlFlow<()> {
        let run = std::mem::take(&mut self.run);
        for pair in run.windows(2) {
            let [(first, from), (second, to)] = pair else { continue };
            let range = from.start..to.end;
            (self.visit)(Word { text: String::from_iter([first, second]), range, single: false })?;
        }
        if let Some((last, range)) = run.last() {
            (self.visit)(Word { text: last.to_string(), range: range.clone(), single: true })?;
        }
        // Its room is used again.
        self.run = run;
        self.run.clear();
        ControlFlow::Continue(())
    }
}

/// A script that is written without spaces. Runs of Han and Kana are one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    HanKana,
    SouthEast,
}

fn script(c: char) -> Option<Script> {
    match u32::from(c) {
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035 | 0x3038..=0x303c
        // Hiragana and Katakana, without the punctuation among them.
        | 0x3041..=0x309f | 0x30a1..=0x30fa | 0x30fc..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
        | 0x1aff0..=0x1b16f | 0x20000..=0x3ffff => Some(Script::HanKana),
        // Thai, Lao, Myanmar, Khmer.
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0xa9e0..=0xa9ff | 0xaa60..=0xaa7f => {
            Some(Script::SouthEast)
        }
        _ => None,
    }
}

/// Returns whether a character is in a block of emoji. These have other symbols too, which may be words as well.
fn is_emoji(c: char) -> bool {
    let pictures = matches!(u32::from(c), 0x2190..=0x21ff | 0x2300..=0x23ff | 0x25a0..=0x27bf | 0x2900..=0x297f
        | 0x2b00..=0x2bff | 0x3030 | 0x303d | 0x1f000..=0x1faff);
    pictures && !is_skin_tone(c)
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Returns whether a character belongs to the emoji before it: a joiner, or a tag of a flag.
fn joins_emoji(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn assert_words(text: &str, words: &str) {
        assert_eq!(prepare(text), words, "{text:?}");
    }

    #[test]
    fn words_are_in_lower_case_and_without_marks() {
        assert_words("Hello, WORLD!", "hello world");
        assert_words("Café CAFE\u{301} ｃａｆé", "cafe cafe cafe");
        assert_words("Ångström Đà Nẵng İstanbul", "angstrom đa nang istanbul");
        assert_words("ΟΔΟΣ οδος Straße STRASSE", "οδοσ οδοσ strasse strasse");
        assert_words("ﬁne ℡ ½", "fine tel 1 2");
        assert_words("हिन्दी", "हनद");
        assert_words("한국어 문서", &"한국어 문서".nfkd().collect::<String>());
    }

    #[test]
    fn words_are_cut_at_what_is_no_letter_and_no_digit() {
        assert_words("can't can’t 'quoted'", "cant cant quoted");
        assert_words("example.com/a_b 3.14 x-ray", "example com a b 3 14 x ray");
        assert_words("a\0b\u{fffd}c\u{ad}d\te", "a b cd e");
        assert_words("", "");
        assert_words("!? … \u{301}", "");
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_words("東京都", "東京 京都 都");
        assert_words("東京タワーへ", "東京 京タ タワ ワー ーへ へ");
        assert_words("猫、犬", "猫 犬");
        assert_words("ｶﾅ が", "カナ ナ か");
        assert_words("Rust入門2026", "rust 入門 門 2026");
        assert_words("ไทย ดี", "ไท ทย ย ด");
        assert_words("カ・キ", "カ キ");
    }

    #[test]
    fn each_emoji_is_a_word() {
        assert_words("🎉🎉 ok👍", "🎉 🎉 ok 👍");
        assert_words("👍🏽 ❤️ ❤", "👍 ❤ ❤");
        assert_words("👩‍👩‍👧👨‍💻", "👩‍👩‍👧 👨‍💻");
        assert_words("🇩🇪🇫🇷 1️⃣", "🇩🇪 🇫🇷 1");
    }

    #[test]
    fn long_words_are_cut_and_long_texts_too() {
        assert_eq!(prepare(&"a".repeat(1000)).len(), WORD_BYTES);
        let prepared = prepare(&"wörter ".repeat(INDEXED_BYTES));
        assert!(prepared.len() <= INDEXED_BYTES && prepared.len() > INDEXED_BYTES - 16);
    }

    proptest! {
        /// Whatever is written, an index sees words with a space between them and nothing that it could take for its
        /// own syntax; and words made of words are the same words.
        #[test]
        fn words_are_nothing_but_words(text in "\\PC{0,60}|[\0-\u{10ffff}]{0,40}") {
            let prepared = prepare(&text);
            prop_assert!(!prepared.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != ' '));
            prop_assert!(prepared.split(' ').all(|word| !word.is_empty()) || prepared.is_empty());
            let mut last = 0;
            each(&text, |word| {
                assert!(word.range.start >= last && text.get(word.range.clone()).is_some(), "{word:?}");
                last = word.range.start;
                ControlFlow::Continue(())
            });
        }
    }
}
