//! [`Uploads`]: the long files of a JSON body, stored while it arrives, so that it is never completely in memory.
//!
//! A string that is longer than a message may be can only be a file that is stored apart from it. So it is written to
//! the store, and replaced by a mark until the messages are parsed; then each mark must be where a file can be.

use axum::body::{Body, HttpBody as _};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::chunk_body::next_frame;
use crate::{
    model::{
        error::{Error, Result},
        file::check_media_type,
        file_url::{FILE_SCHEME, file_urls, replace},
        id::{BlobId, FileId, IdGenerator as _, XidGenerator},
        json_scan::quoted,
        message::NewMessage,
        part::Parts,
    },
    repository::FileUpload,
    service::Robots,
};

/// The files of a body that were stored while it arrived.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    /// A random text that no body contains by chance.
    mark: String,
    files: Vec<(FileId, String)>,
}

/// The number of bytes in which the beginning of a data URL is searched.
const HEAD_BYTES: usize = 300;

/// Reads a body of at most `most` bytes, and stores its long files.
pub(super) async fn read_lifting(mut body: Body, most: usize, robots: &Robots) -> Result<(Vec<u8>, Uploads)> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let too_large = |actual| Error::too_large("body", actual, most, "bytes");
    if announced > most {
        return Err(too_large(announced));
    }
    let mark = format!("robots-upload:{}:", BlobId::from_bytes(XidGenerator.generate()));
    let uploads = Uploads { mark, files: Vec::new() };
    let mut reader = Reader { robots, text: Vec::new(), string: None, escaped: false, file: None, uploads };
    let mut read = 0;
    while let Some(frame) = next_frame(&mut body).await {
        let frame = frame.map_err(|_| Error::invalid_argument("body", "must arrive whole"))?;
        read += frame.len();
        if read > most {
            return Err(too_large(read));
        }
        reader.take(&frame).await?;
    }
    // A body that ends inside of a string is no JSON, which is found out by whoever reads it.
    Ok((reader.text, reader.uploads))
}

struct Reader<'r> {
    robots: &'r Robots,
    text: Vec<u8>,
    /// The index at which the current string began.
    string: Option<usize>,
    /// Whether the last byte was a backslash in a string.
    escaped: bool,
    file: Option<LongFile>,
    uploads: Uploads,
}

impl Reader<'_> {
    async fn take(&mut self, mut rest: &[u8]) -> Result<()> {
        while let Some((&first, after)) = rest.split_first() {
            if self.escaped {
                self.escaped = false;
                match &mut self.file {
                    // JSON may write a slash so, and base64 has no other byte that it may write in two ways.
                    Some(file) if first == b'/' => file.decode(b"/").await?,
                    Some(file) => return Err(not_a_file(file.message_bytes)),
                    None => self.text.push(first),
                }
                rest = after;
                continue;
            }
            let end = match self.string {
                None => memchr::memchr(b'"', rest),
                Some(_) => memchr::memchr2(b'"', b'\\', rest),
            };
            let (plain, behind) = rest.split_at(end.unwrap_or(rest.len()));
            match &mut self.file {
                Some(file) => file.decode(plain).await?,
                None => self.text.extend_from_slice(plain),
            }
            let Some((&sign, behind)) = behind.split_first() else {
                return self.divert().await;
            };
            self.divert().await?;
            rest = behind;
            match (sign, self.string) {
                (b'\\', _) => {
                    self.escaped = true;
                    if self.file.is_none() {
                        self.text.push(sign);
                    }
                }
                (_, Some(_)) => {
                    self.string = None;
                    if let Some(file) = self.file.take() {
                        let (id, media_type) = file.finish().await?;
                        let mark = format!("{}{}", self.uploads.mark, self.uploads.files.len());
                        self.text.extend_from_slice(mark.as_bytes());
                        self.uploads.files.push((id, media_type));
                    }
                    self.text.push(sign);
                }
                (_, None) => {
                    self.text.push(sign);
                    self.string = Some(self.text.len());
                }
            }
        }
        Ok(())
    }

    /// Writes the rest of a string to the store, if it is too long to be anything but a file.
    async fn divert(&mut self) -> Result<()> {
        let (Some(start), None) = (self.string, &self.file) else { return Ok(()) };
        let content = self.text.get(start..).unwrap_or_default();
        let message_bytes = self.robots.limits().message_bytes;
        if content.len() <= message_bytes {
            return Ok(());
        }
        let Some((media_type, head)) = head(content) else { return Ok(()) };
        let content = self.text.split_off(start + head);
        self.text.truncate(start);
        let upload = self.robots.begin_upload(&media_type).await?;
        let mut file = LongFile { upload, media_type, quad: Vec::new(), padded: false, message_bytes };
        for (index, piece) in content.split(|byte| *byte == b'\\').enumerate() {
            if index > 0 && !piece.starts_with(b"/") {
                return Err(not_a_file(message_bytes));
            }
            file.decode(piece).await?;
        }
        self.file = Some(file);
        Ok(())
    }
}

/// Returns the error for a long string that is not a file: its message would be too large.
fn not_a_file(message_bytes: usize) -> Error {
    Error::too_large("message", message_bytes.saturating_add(1), message_bytes, "bytes")
}

/// Returns the media type of a data URL in base64, and the index of its content.
fn head(content: &[u8]) -> Option<(String, usize)> {
    let start = content.get(..HEAD_BYTES.min(content.len()))?;
    let end = memchr::memmem::find(start, b";base64,")?;
    let media_type = str::from_utf8(start.get(..end)?).ok()?.strip_prefix("data:")?.replace("\\/", "/");
    check_media_type(&media_type).is_ok().then_some((media_type, end + b";base64,".len()))
}

/// A file whose base64 is being decoded.
struct LongFile {
    upload: FileUpload,
    media_type: String,
    /// The digits of an incomplete group of four.
    quad: Vec<u8>,
    /// Whether the padding was read, after which nothing may follow.
    padded: bool,
    /// The maximum size of a message.
    message_bytes: usize,
}

impl LongFile {
    async fn decode(&mut self, digits: &[u8]) -> Result<()> {
        if digits.is_empty() {
            return Ok(());
        }
        let wrong = || {
            Error::invalid_argument("url", "a file that is longer than a message must be canonical base64")
        };
        if self.padded {
            return Err(wrong());
        }
        self.quad.extend_from_slice(digits);
        let rest = self.quad.split_off(self.quad.len() / 4 * 4);
        let digits = std::mem::replace(&mut self.quad, rest);
        self.padded = digits.ends_with(b"=");
        let bytes = BASE64.decode(&digits).map_err(|_| not_a_file(self.message_bytes))?;
        self.upload.write(&bytes).await
    }

    async fn finish(self) -> Result<(FileId, String)> {
        if !self.quad.is_empty() {
            return Err(not_a_file(self.message_bytes));
        }
        Ok((self.upload.finish().await?.id, self.media_type))
    }
}

impl Uploads {
    /// Replaces the marks by the ids of the files. `raw` is the text from which the messages were parsed: each mark in
    /// it must be the URL of a file of its type.
    pub(super) fn settle(&self, raw: &str, messages: &mut [NewMessage], robots: &Robots) -> Result<()> {
        if self.files.is_empty() {
            return Ok(());
        }
        let marks = memchr::memmem::find_iter(raw.as_bytes(), self.mark.as_bytes()).count();
        let mut settled = 0;
        for message in messages {
            let text = message.parts.as_str();
            let mut changes = Vec::new();
            for url in file_urls(text) {
                let number = url
                    .raw
                    .strip_prefix('"')
                    .and_then(|raw| raw.strip_prefix(&*self.mark)?.strip_suffix('"'));
                let Some(number) = number.and_then(|number| number.parse::<usize>().ok()) else { continue };
                if let Some((id, media_type)) = self.files.get(number)
                    && *media_type == url.media_type
                {
                    changes.push((url.range(text), quoted(&format!("{FILE_SCHEME}{id}"))));
                }
            }
            settled += changes.len();
            if !changes.is_empty() {
                message.parts = Parts::from_stored(replace(text, &changes));
            }
        }
        if settled == marks { Ok(()) } else { Err(not_a_file(robots.limits().message_bytes)) }
    }
}
