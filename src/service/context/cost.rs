//! [`TokenCounter`]: counts the tokens of parts.

use std::fmt;

use super::file::take_files;
use crate::model::{json::Json, part::Part};

/// Counts the tokens of a text.
///
/// # Contract
/// It returns the same number for the same text. It is called for each message of model input, on the thread that polls
/// the future; a slow tokeniser should cache its results.
///
/// # Examples
/// ```
/// use storyden_robots::TokenCounter;
///
/// /// Counts words. A tokeniser of the model is more exact.
/// #[derive(Debug)]
/// struct Words;
///
/// impl TokenCounter for Words {
///     fn count(&self, text: &str) -> usize {
///         text.split_whitespace().count()
///     }
/// }
///
/// assert_eq!(Words.count("who posted this"), 3);
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait TokenCounter: fmt::Debug + Send + Sync + 'static {
    /// Returns the number of tokens of a text, or a little more. The text is the JSON of a message's parts without
    /// their files, or a summary.
    fn count(&self, text: &str) -> usize;
}

/// A [`TokenCounter`] for any model: one token for every four bytes. That is close for English, and can be too low for
/// code, JSON or digits.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApproximateTokens;

impl TokenCounter for ApproximateTokens {
    fn count(&self, text: &str) -> usize {
        text.len().div_ceil(4)
    }
}

/// Returns the tokens of parts: those of their text, and `file_tokens` for each file.
pub(super) fn tokens<'a>(
    counter: &dyn TokenCounter,
    file_tokens: usize,
    parts: impl Iterator<Item = (&'a Part<'a>, &'a Json<'a>)>,
) -> usize {
    let mut texts = String::from("[");
    let mut files = 0_usize;
    let mut push = |text: &str| {
        if texts.len() > 1 {
            texts.push(',');
        }
        texts.push_str(text);
    };
    for (part, json) in parts {
        match part {
            Part::File(_) | Part::ReasoningFile(_) => files += 1,
            Part::StepStart(_) => {}
            Part::Tool(call) => {
                let taken = call.output.as_ref().and_then(take_files);
                // A file in an output is longer than all that is said of it beside the output.
                match taken {
                    Some((output, taken)) => {
                        files += taken.len();
                        push(output.as_str());
                        push(call.input.as_ref().map_or("", Json::as_str));
                    }
                    None => push(json.as_str()),
                }
            }
            _ => push(json.as_str()),
        }
    }
    texts.push(']');
    counter.count(&texts).saturating_add(files.saturating_mul(file_tokens))
}
