//! [`ModelFile`], a file in model input, and the files inside a tool's output.

use std::borrow::Cow;

use crate::model::{
    file_url::FILE_SCHEME,
    id::FileId,
    json::Json,
    json_scan::{array, entries, quoted, string},
};

/// A file in model input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelFile<'a> {
    /// The IANA media type: `image/png`.
    pub media_type: Cow<'a, str>,
    /// The URL of the file; may be a `data:` URL.
    pub url: Cow<'a, str>,
    /// The original name of the file.
    pub filename: Option<Cow<'a, str>>,
}

impl<'a> ModelFile<'a> {
    pub(super) fn new(media_type: Cow<'a, str>, url: Cow<'a, str>, filename: Option<Cow<'a, str>>) -> Self {
        Self { media_type, url, filename }
    }

    /// Creates a file from its media type and URL.
    pub fn at(media_type: impl Into<Cow<'a, str>>, url: impl Into<Cow<'a, str>>) -> Self {
        Self::new(media_type.into(), url.into(), None)
    }

    /// Returns the content as base64 if the URL is a `data:` URL in base64.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Message, AccountId, ModelContext, ModelPart};
    ///
    /// let message: Message<AccountId> = serde_json::from_str(
    ///     r#"{"id":"cc5lnd2s1s4652adtu50","role":"user","created_at":"2026-11-26T21:53:00Z",
    ///         "parts":[{"type":"file","mediaType":"image/png","url":"data:image/png;base64,iVBO"}]}"#,
    /// )?;
    /// let context = ModelContext::new(8_000).select([message])?;
    /// let ModelPart::File(picture) = &context.model_messages()[0].content[0] else { panic!("a file") };
    /// assert_eq!((&*picture.media_type, picture.base64()), ("image/png", Some("iVBO")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn base64(&self) -> Option<&str> {
        let (head, content) = self.url.strip_prefix("data:")?.split_once(',')?;
        head.ends_with(";base64").then_some(content)
    }

    /// Returns the id of a [stored file](crate::Files); `None` if the URL is another one.
    /// [`Robots::load_file`](crate::Robots::load_file) reads it.
    #[must_use]
    pub fn stored(&self) -> Option<FileId> {
        self.url.strip_prefix(FILE_SCHEME)?.parse().ok()
    }

    /// Reads a data URL with base64.
    fn from_data_url(url: Cow<'a, str>) -> Option<Self> {
        let head = url.strip_prefix("data:")?.split_once(',')?.0.strip_suffix(";base64")?;
        let media_type = head.split(';').next().unwrap_or_default().to_owned();
        Some(Self { media_type: media_type.into(), url, filename: None })
    }
}

/// How deep files are looked for. It bounds the recursion; what is deeper stays text.
const DEPTH: usize = 64;

/// Removes the files from a tool's output: `[file 1]` stands in place of the first. `None` if there are none.
///
/// A file is a data URL with base64, or `data` or `blob` in base64 beside a media type, as tools of the AI SDK and of
/// MCP return pictures.
pub(super) fn take_files(output: &Json<'_>) -> Option<(Json<'static>, Vec<ModelFile<'static>>)> {
    let text = output.as_str();
    if !["\"data:", "\"data\"", "\"blob\""].iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut taken = Taken::default();
    taken.value(text, DEPTH);
    (!taken.files.is_empty()).then(|| (Json::from_stored(taken.text), taken.files))
}

#[derive(Default)]
struct Taken {
    text: String,
    files: Vec<ModelFile<'static>>,
}

impl Taken {
    fn value(&mut self, text: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            self.text.push_str(text);
            return;
        };
        match text.as_bytes().first() {
            Some(b'"') if text.starts_with("\"data:") => {
                let url = string(text).map(|url| Cow::Owned(url.into_owned()));
                match url.and_then(ModelFile::from_data_url) {
                    Some(file) => self.file(file),
                    None => self.text.push_str(text),
                }
            }
            Some(b'[') => {
                self.text.push('[');
                for (index, element) in array(text).unwrap_or_default().iter().enumerate() {
                    self.separate(index);
                    self.value(element.get(), depth);
                }
                self.text.push(']');
            }
            Some(b'{') => self.object(text, depth),
            _ => self.text.push_str(text),
        }
    }

    fn object(&mut self, text: &str, depth: usize) {
        let mut found = Vec::new();
        entries(text, |key, value| found.push((key, value)));
        let media_type = found.iter().find_map(|(key, value)| match &**key {
            "mediaType" | "mimeType" | "media_type" => string(value),
            _ => None,
        });
        self.text.push('{');
        for (index, (key, value)) in found.iter().enumerate() {
            self.separate(index);
            key.write(&mut self.text);
            self.text.push(':');
            let content = match (&**key, &media_type) {
                ("data" | "blob", Some(media_type)) => base64(value).map(|content| (media_type, content)),
                _ => None,
            };
            match content {
                Some((media_type, content)) => {
                    let url = format!("data:{media_type};base64,{content}");
                    self.file(ModelFile::new(Cow::Owned(media_type.to_string()), url.into(), None));
                }
                None => self.value(value, depth),
            }
        }
        self.text.push('}');
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.text.push(',');
        }
    }

    fn file(&mut self, file: ModelFile<'static>) {
        self.files.push(file);
        self.text.push_str(&quoted(&format!("[file {}]", self.files.len())));
    }
}

/// Reads a string that can be base64.
fn base64(text: &str) -> Option<Cow<'_, str>> {
    let can_be = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_\r\n".contains(&byte);
    string(text).filter(|content| !content.is_empty() && content.bytes().all(can_be))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn taken(output: &str) -> Option<(String, Vec<String>)> {
        let (json, files) = take_files(&Json::parse(output.to_owned()).unwrap())?;
        Some((json.as_str().to_owned(), files.into_iter().map(|file| file.url.into_owned()).collect()))
    }

    #[test]
    fn pictures_in_outputs_are_taken_out_and_the_rest_stays_as_it_is() {
        let png = "data:image/png;base64,iVBO";
        for (output, left) in [
            (r#""data:image/png;base64,iVBO""#, r#""[file 1]""#),
            (
                r#"[1.0, {"a":"data:image\/png;base64,iVBO"}, 12345678901234567890]"#,
                r#"[1.0,{"a":"[file 1]"},12345678901234567890]"#,
            ),
            (
                r#"{"type":"image","data":"iVBO","mimeType":"image/png"}"#,
                r#"{"type":"image","data":"[file 1]","mimeType":"image/png"}"#,
            ),
            (
                r#"{"resource":{"blob":"iVBO","mimeType":"image/png"}}"#,
                r#"{"resource":{"blob":"[file 1]","mimeType":"image/png"}}"#,
            ),
        ] {
            assert_eq!(taken(output), Some((left.to_owned(), vec![png.to_owned()])), "{output}");
        }
        let two = r#"{"type":"content","value":[{"data":"aa","mediaType":"image/png"},{"data":"bb","mediaType":"image/gif"}]}"#;
        let (left, files) = taken(two).unwrap();
        assert_eq!(files, ["data:image/png;base64,aa", "data:image/gif;base64,bb"]);
        assert_eq!(left, two.replace("aa", "[file 1]").replace("bb", "[file 2]"));
    }

    #[test]
    fn what_only_looks_like_a_file_stays() {
        for output in [
            r#"{"data":"iVBO"}"#,
            r#"{"data":"two words","mediaType":"text/plain"}"#,
            r#"{"data":"","mediaType":"text/plain"}"#,
            r#"{"data":["iVBO"],"mediaType":"text/plain"}"#,
            r#"["data: soon", "data:text/plain,hello"]"#,
            r#"{"mediaType":"image/png"}"#,
        ] {
            assert_eq!(taken(output), None, "{output}");
        }
        let deep = "[".repeat(100_000) + r#""data:image/png;base64,iVBO""# + &"]".repeat(100_000);
        assert_eq!(taken(&deep), None);
    }
}
