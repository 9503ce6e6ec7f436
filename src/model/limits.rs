//! [`Limits`]: maximum sizes, set by the host.

use crate::model::{
    error::{Error, Result},
    file_url::each_file_url,
    json::Json,
    json_scan::depth,
};

/// Maximum sizes. Larger input fails with [`Error::TooLarge`] before anything is stored.
///
/// # Examples
/// ```
/// use storyden_robots::Limits;
///
/// let limits = Limits { message_bytes: 4 << 20, ..Limits::default() };
/// assert_eq!(limits.depth, 128);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of one message: its parts, metadata and unknown fields. 1 MiB by default. The stored chunks of an
    /// unfinished [`Draft`](crate::Draft) can have 16 times as many.
    pub message_bytes: usize,
    /// The size in bytes of a `data:` URL, as JSON, above which the file of a `file` or `reasoning-file` part is
    /// stored apart, if the service has [files](crate::Robots::with_files): 8 KiB by default. The part then has a
    /// `robots-file:` URL, and the file's bytes do not count as the message's. `None` stores no file apart.
    ///
    /// Only canonical base64 with the media type of the part (`data:image/png;base64,…`) is stored apart, so that it
    /// can be restored byte for byte. Any other URL stays as it is, and counts.
    pub store_files_over: Option<usize>,
    /// The bytes of one file. 20 MiB by default.
    pub file_bytes: usize,
    /// The messages of one append. 100 by default.
    pub batch_messages: usize,
    /// The bytes of the messages of one window. 16 MiB by default. A window that would be longer has fewer messages, at
    /// least one, and a cursor to continue.
    pub window_bytes: usize,
    /// The levels of nesting of a message or of other JSON; a scalar has 0. 128 by default.
    pub depth: usize,
    /// The characters of a name. 200 by default.
    pub name_chars: usize,
    /// The bytes of a description, a playbook, an instruction or a reason, each. 256 KiB by default.
    pub text_bytes: usize,
    /// The bytes of `misc`, `meta`, `config` or `provider_state`, each. 256 KiB by default.
    pub json_bytes: usize,
    /// The number of tools of a robot or a toolset, and of toolsets of a robot, each. 256 by default.
    pub tools: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 1 << 20,
            store_files_over: Some(8 << 10),
            file_bytes: 20 << 20,
            batch_messages: 100,
            window_bytes: 16 << 20,
            depth: 128,
            name_chars: 200,
            text_bytes: 256 << 10,
            json_bytes: 256 << 10,
            tools: 256,
        }
    }
}

/// The maximum length of a text that a message is read from, as a multiple of the maximum size of the message.
const RAW_TEXT_FACTOR: usize = 4;

/// The maximum bytes of an idempotency key, and of the id that a client gave a message.
const KEY_BYTES: usize = 255;

impl Limits {
    /// Checks the texts of a message, whether or not they are known to be JSON.
    pub(crate) fn check_texts(&self, parts: &str, metadata: &str, extra: &str) -> Result<()> {
        let mut size = parts.len() + metadata.len() + extra.len();
        if size > self.message_bytes {
            size -= self.liftable(parts);
        }
        check_at_most("message", size, self.message_bytes, "bytes")?;
        // All three are fields of the message's object, which is one level itself.
        let within = self.depth.saturating_sub(1);
        for (field, text) in [("parts", parts), ("metadata", metadata), ("message", extra)] {
            check_at_most(field, depth(text), within, "levels")?;
        }
        Ok(())
    }

    /// Returns how many bytes of parts are files that are going to be lifted out of them. Whether they can be is found
    /// out later; what stays is counted again then.
    fn liftable(&self, parts: &str) -> usize {
        let Some(least) = self.store_files_over else { return 0 };
        let mut bytes = 0;
        each_file_url(parts, |url| {
            if url.raw.len() > least && url.raw.starts_with("\"data:") {
                bytes += url.raw.len();
            }
        });
        bytes
    }

    /// Checks the length of a text before `messages` messages are read from it. White space and fields that are not
    /// kept may make it longer than the messages, within limits.
    pub(crate) fn check_raw_text(&self, text: &str, messages: usize) -> Result<()> {
        if text.len() > self.max_raw_text(messages) {
            let most = self.message_bytes.saturating_mul(messages);
            return Err(Error::too_large("", text.len(), most, "bytes"));
        }
        Ok(())
    }

    /// Returns the maximum length of a text that `messages` messages are read from, with their files in it.
    pub(crate) fn max_raw_text(&self, messages: usize) -> usize {
        // Base64 is a third longer than the files.
        let files = self.store_files_over.map_or(0, |_| self.file_bytes.saturating_mul(2));
        self.message_bytes.saturating_mul(messages).saturating_mul(RAW_TEXT_FACTOR).saturating_add(files)
    }

    pub(crate) fn check_name(&self, field: &'static str, name: &str) -> Result<()> {
        if name.trim().is_empty() {
            return Err(Error::invalid_argument(field, "must not be empty"));
        }
        // Stop counting at the limit: the name can have any length.
        let chars = name.chars().take(self.name_chars.saturating_add(1)).count();
        check_at_most(field, chars, self.name_chars, "characters")?;
        if name.contains(char::is_control) {
            return Err(Error::invalid_argument(field, "must not have control characters"));
        }
        Ok(())
    }

    pub(crate) fn check_text(&self, field: &'static str, text: &str) -> Result<()> {
        check_at_most(field, text.len(), self.text_bytes, "bytes")?;
        // PostgreSQL cannot store U+0000 in text, so no store does.
        if text.contains('\0') {
            return Err(Error::invalid_argument(field, "must not contain U+0000"));
        }
        Ok(())
    }

    pub(crate) fn check_object(&self, field: &'static str, json: &Json<'_>) -> Result<()> {
        check_at_most(field, json.as_str().len(), self.json_bytes, "bytes")?;
        check_at_most(field, json.depth(), self.depth, "levels")?;
        if !json.is_object() {
            return Err(Error::invalid_argument(field, "must be an object"));
        }
        Ok(())
    }

    /// Checks the names of a robot's tools or toolsets.
    pub(crate) fn check_names(&self, field: &'static str, names: &[String]) -> Result<()> {
        check_at_most(field, names.len(), self.tools, field)?;
        for (index, name) in names.iter().enumerate() {
            self.check_name("", name).map_err(|error| error.within(format_args!("{field}[{index}]")))?;
        }
        Ok(())
    }
}

pub(crate) fn check_key(key: &str) -> Result<()> {
    check_at_most("idempotency_key", key.len(), KEY_BYTES, "bytes")?;
    if key.is_empty() || key.contains(char::is_control) {
        return Err(Error::invalid_argument(
            "idempotency_key",
            "must be 1 to 255 bytes without control characters",
        ));
    }
    Ok(())
}

/// Checks the id that a client gave a message: it is a key in the store, and text columns have no U+0000.
pub(crate) fn check_client_id(id: &str) -> Result<()> {
    check_at_most("id", id.len(), KEY_BYTES, "bytes")?;
    if id.contains('\0') { Err(Error::invalid_argument("id", "must not contain U+0000")) } else { Ok(()) }
}

pub(crate) fn check_at_most(
    field: &'static str,
    actual: usize,
    limit: usize,
    unit: &'static str,
) -> Result<()> {
    if actual > limit { Err(Error::too_large(field, actual, limit, unit)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_at_its_limit_passes_and_one_more_byte_does_not() {
        let limits = Limits { text_bytes: 4, tools: 1, name_chars: 2, ..Limits::default() };
        assert!(limits.check_text("playbook", "abcd").is_ok());
        assert!(limits.check_text("playbook", "abcde").is_err());
        assert!(limits.check_text("playbook", "a\0").is_err());
        assert!(limits.check_names("tools", &["ab".to_owned()]).is_ok());
        let error = limits.check_names("tools", &["abc".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "tools[0]: 3 characters are over the limit of 2");
        assert!(limits.check_names("tools", &["a".to_owned(), "b".to_owned()]).is_err());
    }
}
