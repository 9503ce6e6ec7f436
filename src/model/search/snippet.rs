//! [`Snippet`]: what is shown of a text that was found.

use std::ops::{ControlFlow, Range};

use serde::{Deserialize, Serialize};

use super::{query::SearchQuery, words};

/// An extract of a text that was found: about 200 characters around the words, in fragments.
///
/// It is plain text. To show it as HTML, escape it, and highlight the fragments that matched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Snippet(pub Vec<Fragment>);

/// A fragment of a [`Snippet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment {
    /// The text. Runs of white space are one space, and `…` stands for what was left out.
    pub text: String,
    /// Whether it matches a word of the query.
    #[serde(rename = "match")]
    pub matched: bool,
}

/// The bytes between the first and the last word that is shown as found.
const SPAN: usize = 160;
/// The characters that are shown before the first of them, and after it at least.
const BEFORE: usize = 40;
const BEHIND: usize = 160;

impl Snippet {
    /// Cuts a snippet out of a text: where most of the different words stand together.
    pub(crate) fn of(text: &str, query: &SearchQuery) -> Self {
        let found = best(&matches(text, query));
        let first = found.first().map_or(0, |range| range.start);
        let mut start = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
        if start > 0 {
            // Not within a word, if there is a space.
            start += text[start..first].find(char::is_whitespace).unwrap_or(0);
        }
        let last = found.last().map_or(0, |range| range.end);
        let shortest = text[first..].char_indices().nth(BEHIND).map_or(text.len(), |(at, _)| first + at);
        let mut end = shortest.max(last);
        if end < text.len() {
            end = text[last..end].rfind(char::is_whitespace).map_or(end, |at| last + at);
        }

        let mut snippet = Self(Vec::new());
        let mut at = start;
        if start > 0 {
            snippet.push("…", false);
        }
        for range in found {
            // Pairs overlap.
            let from = range.start.max(at);
            snippet.push(&text[at..from], false);
            snippet.push(&text[from..range.end.max(from)], true);
            at = range.end.max(at);
        }
        snippet.push(&text[at..end.max(at)], false);
        if end < text.len() {
            snippet.push("…", false);
        }
        snippet
    }

    fn push(&mut self, text: &str, matched: bool) {
        if text.is_empty() {
            return;
        }
        if self.0.last().is_none_or(|last| last.matched != matched) {
            self.0.push(Fragment { text: String::new(), matched });
        }
        let Some(last) = self.0.last_mut() else { return };
        for c in text.chars() {
            let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
            if c != ' ' || !last.text.ends_with(' ') {
                last.text.push(c);
            }
        }
    }

    /// Returns the text of all fragments.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|fragment| fragment.text.as_str()).collect()
    }
}

/// A word that was found, and which one of the query it is.
type Match = (Range<usize>, usize);

/// Finds words of the query, until all of them stand together.
fn matches(text: &str, query: &SearchQuery) -> Vec<Match> {
    let terms = query.terms();
    let mut found: Vec<Match> = Vec::new();
    let mut seen: Vec<Option<usize>> = vec![None; terms.len()];
    words::each(text, |word| {
        // What stands together stays so. What follows close behind is shown as well.
        let together = seen.iter().copied().min().flatten();
        if together.is_some_and(|first| {
            let complete = seen.iter().flatten().max().is_some_and(|last| last - first <= SPAN);
            complete && word.range.start > first + SPAN
        }) || word.range.start > words::INDEXED_BYTES
        {
            return ControlFlow::Break(());
        }
        if let Some(term) = terms.iter().position(|term| term.matches(&word.text)) {
            seen[term] = Some(word.range.start);
            found.push((word.range, term));
        }
        ControlFlow::Continue(())
    });
    found
}

/// Returns those of one range of the text, the first with the most different words.
fn best(found: &[Match]) -> Vec<Range<usize>> {
    let mut best = (0, 0..0);
    for (first, (range, _)) in found.iter().enumerate() {
        let stretch = found[first..].iter().take_while(|(other, _)| other.end <= range.start + SPAN);
        let mut terms: Vec<_> = stretch.map(|(_, term)| *term).collect();
        let length = terms.len().max(1);
        terms.sort_unstable();
        terms.dedup();
        if terms.len() > best.0 {
            best = (terms.len(), first..first + length);
        }
    }
    found[best.1].iter().map(|(range, _)| range.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn snippet(text: &str, query: &str) -> String {
        let snippet = Snippet::of(text, &SearchQuery::parse(query).unwrap());
        let piece = |piece: &Fragment| {
            if piece.matched { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        snippet.0.iter().map(piece).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(snippet("Who posted\n\nthis Spam?", "spam"), "Who posted this [Spam]?");
        assert_eq!(snippet("Das Café, CAFÉ", "cafe"), "Das [Café], [CAFÉ]");
        assert_eq!(snippet("東京都に住む", "東京都"), "[東京都]に住む");
        assert_eq!(snippet("nothing", "spam"), "nothing");
    }

    #[test]
    fn a_long_text_is_cut_where_the_words_stand_together() {
        let filler = "lorem ipsum dolor sit amet ".repeat(30);
        let text = format!("spam {filler}a wave of spam came {filler}wave");
        let shown = snippet(&text, "spam wave");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("a [wave] of [spam] came"), "{shown}");
        assert!(shown.chars().count() < 300, "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_has_a_snippet(text in "\\PC{0,400}|[ab 東京都🎉\n]{0,600}", query in "[ab東京都🎉]{1,9}") {
            let query = SearchQuery::parse(&query).unwrap();
            let found = query.score(&words::prepare(&text)).is_some();
            let snippet = Snippet::of(&text, &query);
            prop_assert!(!found || snippet.0.iter().any(|fragment| fragment.matched));
            prop_assert!(snippet.text().chars().count() <= 2 * SPAN + BEFORE + BEHIND);
        }
    }
}
