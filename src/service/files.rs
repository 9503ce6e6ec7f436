//! Files: `data:` URLs of new messages are stored apart, and put back on request.

use std::{borrow::Cow, ops::Range, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;

use super::{Robots, context::ModelFile};
#[cfg(feature = "axum")]
use crate::{model::session::Session, repository::FileUpload};
use crate::{
    model::{
        erasure::{KeptFile, Receipt},
        error::{Error, ErrorKind, Resource, Result},
        file::{StoredFile, check_media_type},
        file_url::{FILE_SCHEME, FileUrl, file_urls, replace},
        id::{FileId, SessionId},
        json::Json,
        json_scan::{quoted, string},
        limits::{Limits, check_at_most},
        message::{Annotations, Document, FileRef, Message, NewMessage},
        part::Parts,
    },
    repository::{ByteStream, FileContent, Files, TranscriptEntry},
    service::operation::{Actor, Operation},
    stream::Chunk,
};

/// How the path of a file begins where it is served, unless a setting says otherwise.
pub(super) const FILES_PATH: &str = "/robots/files/";

/// Settings of a [sweep of files](Robots::sweep_files).
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use storyden_robots::FileSweep;
///
/// let sweep = FileSweep { dry_run: true, ..FileSweep::default() };
/// assert_eq!((sweep.grace, sweep.limit), (Duration::from_secs(24 * 3600), 1000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSweep {
    /// The time for which a file that no message refers to is kept after it was last stored or bound to a message: a
    /// day by default. It must be longer than the longest time between an upload and the message that refers to it.
    pub grace: Duration,
    /// The maximum number of files to delete: 1000 by default.
    pub limit: u32,
    /// Whether nothing is deleted, and the receipt lists what would be.
    pub dry_run: bool,
}

impl Default for FileSweep {
    fn default() -> Self {
        Self { grace: Duration::from_secs(24 * 3600), limit: 1000, dry_run: false }
    }
}

/// The result of a [sweep of files](Robots::sweep_files): what was deleted, or in a dry run would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileSweepReceipt {
    /// The files.
    pub files: Vec<StoredFile>,
    /// The number of interrupted uploads that were erased; 0 in a dry run.
    pub uploads: u32,
    /// Whether there may be more: the limit was reached.
    pub more: bool,
}

/// The result of [`Robots::load_file`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileOutcome {
    /// The bytes of the file, with its media type.
    Bytes {
        /// The IANA media type that the message declares.
        media_type: String,
        /// The whole content.
        bytes: Bytes,
    },
    /// The file is elsewhere, at this URL: the model's provider or the host can fetch it.
    Url(String),
    /// The stored file with this id was deleted. The turn can continue without it.
    Missing(FileId),
}

/// # Files
impl Robots {
    /// Sets where the files of new messages are stored, apart from the messages: see [`Limits::store_files_over`]. By default
    /// files stay inside their messages.
    ///
    /// `files` must use the store of this service, which records which messages refer to which files.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let store = MemoryStore::new();
    /// let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_files(Files::in_store(store));
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// let session = robots.start_session(ann, NewSession::default()).await?.id;
    /// let url = format!("data:image/x-raw;base64,{}", "AAAA".repeat(4000));
    /// let parts = format!(r#"[{{"type":"file","mediaType":"image/x-raw","url":"{url}"}}]"#);
    /// let message = NewMessage::new(MessageRole::User, Parts::parse(parts)?);
    ///
    /// let stored = robots.append(ann, session, message.clone()).await?.messages.remove(0);
    /// assert!(stored.parts.len_bytes() < 200, "the address of the file, and no more");
    /// let whole = robots.inline_files(ann, stored).await?;
    /// assert_eq!(whole.parts, message.parts);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_files(mut self, files: Files) -> Self {
        self.files = Some(files);
        let given = self.settings.given_limits;
        self.with_limits(given)
    }

    /// Sets the URL prefix of stored files in messages of the HTTP API (default `/robots/files/`, for a router that is
    /// not nested). It is not stored, so it can be changed at any time.
    #[must_use]
    pub fn with_file_urls(mut self, prefix: impl Into<String>) -> Self {
        std::sync::Arc::make_mut(&mut self.settings).file_urls = prefix.into();
        self
    }

    /// Returns the limits in force: without files, nothing is lifted.
    pub(super) fn effective(&self, given: Limits) -> Limits {
        Limits { store_files_over: given.store_files_over.filter(|_| self.files.is_some()), ..given }
    }

    fn files(&self) -> Result<&Files> {
        self.files.as_ref().ok_or_else(|| Error::invalid_argument("files", "this host keeps no files"))
    }

    /// Stores a file that a later message refers to. Without such a message it is deleted after a [grace
    /// time](FileSweep::grace).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `media_type`, or about `files` if the service [stores no
    /// files](Self::with_files); [`Error::TooLarge`] about `file` over [`Limits::file_bytes`]; errors of the stream.
    pub async fn put_file(
        &self,
        actor: impl Into<Actor>,
        media_type: &str,
        bytes: ByteStream<'_>,
    ) -> Result<StoredFile> {
        self.allow(&actor.into(), Operation::PutFile).await?;
        self.files()?.put(media_type, self.limits().file_bytes as u64, bytes).await
    }

    /// Begins to store a file of a body. Whether the sender may was checked.
    #[cfg(feature = "axum")]
    pub(crate) async fn begin_upload(&self, media_type: &str) -> Result<FileUpload> {
        self.files()?.begin(media_type, self.limits().file_bytes as u64).await
    }

    /// Returns a file: its metadata, and a range of its bytes as a stream.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such file, or the service [stores no files](Self::with_files).
    pub async fn read_file(
        &self,
        actor: impl Into<Actor>,
        id: FileId,
        range: Range<u64>,
    ) -> Result<FileContent> {
        self.allow(&actor.into(), Operation::ReadFile).await?;
        match &self.files {
            Some(files) => files.get(id, range).await,
            None => Err(Error::not_found(Resource::File, id)),
        }
    }

    /// Loads a file in model input: returns its bytes if it is a stored file or a `data:` URL in base64, otherwise its
    /// URL. A stored file that was deleted is [`FileOutcome::Missing`], not an error.
    ///
    /// # Errors
    /// [`Error::TooLarge`] about `file` if it has more than `most` bytes; [`Error::InvalidArgument`] about `files` for
    /// a stored file if the service [stores no files](Self::with_files).
    pub async fn load_file(
        &self,
        actor: impl Into<Actor>,
        file: &ModelFile<'_>,
        most: u64,
    ) -> Result<FileOutcome> {
        self.allow(&actor.into(), Operation::LoadFile).await?;
        let media_type = file.media_type.clone().into_owned();
        let count = |bytes| usize::try_from(bytes).unwrap_or(usize::MAX);
        if let Some(id) = file.stored() {
            let content = match self.files()?.get(id, 0..u64::MAX).await {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(FileOutcome::Missing(id)),
                content => content?,
            };
            check_at_most("file", count(content.file().size), count(most), "bytes")?;
            return Ok(FileOutcome::Bytes { media_type, bytes: content.bytes().await?.into() });
        }
        if let Some(bytes) = file.base64().and_then(|text| BASE64.decode(text).ok()) {
            check_at_most("file", bytes.len(), count(most), "bytes")?;
            return Ok(FileOutcome::Bytes { media_type, bytes: bytes.into() });
        }
        Ok(FileOutcome::Url(file.url.clone().into_owned()))
    }

    /// Returns a message with its stored files put back as the `data:` URLs that it was sent with.
    ///
    /// # Errors
    /// [`Error::NotFound`] if a file was deleted; [`Error::InvalidArgument`] about `files` if the message has stored
    /// files and the service [stores no files](Self::with_files).
    pub async fn inline_files(&self, actor: impl Into<Actor>, message: Message) -> Result<Message> {
        self.allow(&actor.into(), Operation::InlineFiles).await?;
        match self.inlined(&message.parts).await? {
            Some(parts) => Ok(Message { parts, ..message }),
            None => Ok(message),
        }
    }

    /// Deletes files that no message refers to, and the remains of interrupted uploads, at most
    /// [`limit`](FileSweep::limit) of each. Call it regularly, each time until [`more`](FileSweepReceipt::more) is
    /// `false`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `files` if the service [stores no files](Self::with_files). What was deleted
    /// before an error, or before the future is dropped, stays deleted.
    pub async fn sweep_files(&self, actor: impl Into<Actor>, sweep: FileSweep) -> Result<FileSweepReceipt> {
        /// How many files are looked at together.
        const AT_ONCE: u32 = 100;
        self.allow(&actor.into(), Operation::SweepFiles).await?;
        let files = self.files()?;
        let (mut receipt, mut after) = (FileSweepReceipt::default(), None);
        let left = |receipt: &FileSweepReceipt| {
            sweep.limit.saturating_sub(u32::try_from(receipt.files.len()).unwrap_or(u32::MAX))
        };
        while left(&receipt) > 0 {
            let limit = left(&receipt).min(AT_ONCE);
            let found = files.rows().list_files(Some(sweep.grace), after, limit).await?;
            after = found.last().map(|file| file.id);
            let is_last = found.len() < limit as usize;
            for file in found {
                // Somebody may have touched it meanwhile.
                if sweep.dry_run || files.delete_seen(&file).await? {
                    receipt.files.push(file);
                }
            }
            if is_last {
                break;
            }
        }
        receipt.more = left(&receipt) == 0;
        if !sweep.dry_run {
            receipt.uploads = files.erase_stale(sweep.grace, sweep.limit).await?;
            receipt.more |= receipt.uploads == sweep.limit;
        }
        Ok(receipt)
    }

    /// Returns the files that messages of a session have.
    pub(super) async fn files_of(&self, session: SessionId) -> Result<Vec<FileId>> {
        match &self.files {
            Some(files) => files.rows().files_in(session).await,
            None => Ok(Vec::new()),
        }
    }

    /// Deletes files whose messages in a session were erased, unless others have them: the receipt says which. What
    /// cannot be deleted now is left to a sweep. A dry run reports files only if the whole session would be
    /// erased.
    pub(super) async fn settle_released(
        &self,
        session: SessionId,
        had: &[FileId],
        dry_run: bool,
        receipt: &mut Receipt,
    ) -> Result<()> {
        /// How many of the sessions are named that have a file.
        const NAMED: u32 = 100;
        let Some(files) = &self.files else { return Ok(()) };
        if dry_run && receipt.sessions == 0 {
            return Ok(());
        }
        for id in had {
            let mut others = files.sessions_with(*id, NAMED + 1).await?;
            let in_session = others.contains(&session);
            others.retain(|other| *other != session);
            others.truncate(NAMED as usize);
            if in_session && !dry_run {
                // Another message of the same session has it.
            } else if !others.is_empty() {
                receipt.kept_files.push(KeptFile::new(*id, others));
            } else if dry_run {
                receipt.count("files", 1);
            } else {
                match files.delete(*id).await {
                    Ok(deleted) => receipt.count("files", deleted.into()),
                    Err(error) => {
                        let error = &error as &dyn std::error::Error;
                        tracing::warn!(file = %id, error, "an erased file is left to a sweep");
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns whether a message of a transcript is long enough to bring a file that is lifted.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) fn may_bring_files(&self, entry: &TranscriptEntry) -> bool {
        let bytes = entry.content.as_ref().map_or(0, |content| content.document.as_bytes().len());
        self.files.is_some() && self.limits().store_files_over.is_some_and(|least| bytes > least)
    }

    /// Lifts the files out of a message of a transcript. One that was exported by another host may say where its files
    /// are: that is found out anew. Returns why they stay in it, if they are to blame.
    pub(crate) async fn lift_entry(&self, entry: &mut TranscriptEntry) -> Result<Option<Error>> {
        match self.try_lift_entry(entry).await {
            Ok(()) => Ok(None),
            Err(error) => match error.kind() {
                ErrorKind::TooLarge | ErrorKind::InvalidArgument | ErrorKind::NotFound => Ok(Some(error)),
                _ => Err(error),
            },
        }
    }

    async fn try_lift_entry(&self, entry: &mut TranscriptEntry) -> Result<()> {
        let Some(content) = &mut entry.content else { return Ok(()) };
        let annotations = Annotations::from_json(content.annotations.as_ref())?;
        if self.files.is_none() && annotations.files.is_empty() {
            return Ok(());
        }
        let mut message = content.document.decode()?;
        self.lift(&mut message.parts, [message.metadata.as_ref(), message.extra.as_ref()]).await?;
        content.document = Document::new(&message)?;
        content.annotations = self.annotate(&content.document, annotations)?;
        Ok(())
    }

    /// Puts the files of a message of a transcript back into it, which can go to a host without them.
    pub(crate) async fn inline_entry(&self, entry: &mut TranscriptEntry) -> Result<()> {
        let Some(content) = &mut entry.content else { return Ok(()) };
        let mut annotations = Annotations::from_json(content.annotations.as_ref())?;
        if annotations.files.is_empty() {
            return Ok(());
        }
        let mut message = content.document.decode()?;
        if let Some(parts) = self.inlined(&message.parts).await? {
            message.parts = parts;
            content.document = Document::new(&message)?;
        }
        annotations.files.clear();
        content.annotations = annotations.to_json()?;
        Ok(())
    }

    /// Lifts the files out of a message that is going to be written.
    pub(super) async fn lift_new(&self, new: &mut NewMessage) -> Result<()> {
        self.lift(&mut new.parts, [new.metadata.as_ref(), new.extra.as_ref()]).await
    }

    /// Lifts the files out of the parts of a message. What it has then must be within the limits, with what it has
    /// beside the parts.
    pub(super) async fn lift(&self, parts: &mut Parts, beside: [Option<&Json<'_>>; 2]) -> Result<()> {
        if let Some(lifted) = self.lifted(parts).await? {
            *parts = lifted;
        }
        if self.limits().store_files_over.is_some() {
            let beside = beside.into_iter().flatten().map(|json| json.as_str().len());
            let size = parts.len_bytes() + beside.sum::<usize>();
            check_at_most("message", size, self.limits().message_bytes, "bytes")?;
        }
        Ok(())
    }

    /// Returns parts without the files that they bring: these are stored, and their addresses name them. Files that the
    /// parts name are touched, so that they are there when the message is written. `None` if there is nothing to
    /// change.
    pub(super) async fn lifted(&self, parts: &Parts) -> Result<Option<Parts>> {
        let Some(files) = &self.files else { return Ok(None) };
        let text = parts.as_str();
        let (mut named, mut changes) = (Vec::new(), Vec::new());
        for url in file_urls(text) {
            let id = match self.address(&url) {
                Some(Address::Stored(id)) => {
                    named.push(id);
                    continue;
                }
                Some(Address::Served(id)) => match files.touch(&[id]).await {
                    // Another server's file with a path like ours.
                    Err(error) if error.kind() == ErrorKind::NotFound => continue,
                    touched => touched.map(|()| id)?,
                },
                Some(Address::Data(bytes)) => {
                    let most = self.limits().file_bytes;
                    check_at_most("file", bytes.len(), most, "bytes")
                        .map_err(|error| error.within(format_args!("parts[{}]", url.part)))?;
                    files.put_bytes(&url.media_type, bytes).await?.id
                }
                None => continue,
            };
            changes.push((url.range(text), quoted(&format!("{FILE_SCHEME}{id}"))));
        }
        files.touch(&named).await?;
        if changes.is_empty() {
            return Ok(None);
        }
        Ok(Some(Parts::from_stored(replace(text, &changes))))
    }

    /// Reads an address that stands for a stored file, or is to become one.
    fn address(&self, url: &FileUrl<'_>) -> Option<Address> {
        if let Some(id) = url.file() {
            return Some(Address::Stored(id));
        }
        let lifts = self.limits().store_files_over.is_some_and(|least| url.raw.len() > least);
        let text = string(url.raw)?;
        if !text.starts_with("data:") {
            let (path, id) = text.split_at_checked(text.len().checked_sub(FileId::CHARS)?)?;
            let ours = path == self.settings.file_urls || path.ends_with(FILES_PATH);
            return id.parse().ok().filter(|_| ours).map(Address::Served);
        }
        if !lifts || check_media_type(&url.media_type).is_err() {
            return None;
        }
        // Only one that can be made again of the part and the bytes.
        let content = text.strip_prefix("data:")?.strip_prefix(&*url.media_type)?.strip_prefix(";base64,")?;
        BASE64.decode(content).ok().map(|bytes| Address::Data(bytes.into()))
    }

    /// Lifts the file of a chunk.
    pub(super) async fn lifted_chunk(&self, chunk: &Chunk<'_>) -> Result<Option<Chunk<'static>>> {
        let (Chunk::File { url, media_type, .. } | Chunk::ReasoningFile { url, media_type, .. }) = chunk
        else {
            return Ok(None);
        };
        if self.files.is_none() {
            return Ok(None);
        }
        let part = format!(r#"[{{"type":"file","mediaType":{},"url":{}}}]"#, quoted(media_type), quoted(url));
        let Some(lifted) = self.lifted(&Parts::from_stored(part)).await? else { return Ok(None) };
        let urls = file_urls(lifted.as_str());
        let new = urls.first().and_then(|url| string(url.raw)).map(Cow::into_owned);
        Ok(new.and_then(|new| chunk.with_file_url(|_| Some(new))))
    }

    /// Returns annotations as they are stored with a document: they say where it names files.
    pub(super) fn annotate(
        &self,
        document: &Document,
        mut annotations: Annotations,
    ) -> Result<Option<Json<'static>>> {
        if self.files.is_some() || !annotations.files.is_empty() {
            annotations.files = FileRef::in_document(document.as_str());
        }
        annotations.to_json()
    }

    /// Returns parts with the files that they name; `None` if they name none.
    pub(crate) async fn inlined(&self, parts: &Parts) -> Result<Option<Parts>> {
        let text = parts.as_str();
        let mut changes = Vec::new();
        for url in file_urls(text) {
            let Some(id) = url.file() else { continue };
            let bytes = self.files()?.get(id, 0..u64::MAX).await?.bytes().await?;
            let mut data = format!("\"data:{};base64,", url.media_type);
            BASE64.encode_string(&bytes, &mut data);
            data.push('"');
            changes.push((url.range(text), data));
        }
        Ok((!changes.is_empty()).then(|| Parts::from_stored(replace(text, &changes))))
    }

    /// Returns what stands before the id of a file where messages are served.
    pub(crate) fn file_urls(&self) -> &str {
        &self.settings.file_urls
    }

    /// Returns a session as it is served.
    #[cfg(feature = "axum")]
    pub(crate) fn served_session(&self, mut session: Session) -> Session {
        let messages = session.message_list.messages.into_iter();
        session.message_list.messages = messages.map(|message| self.served(message)).collect();
        session
    }

    /// Returns a message as it is served: the addresses of its files can be fetched.
    pub(crate) fn served(&self, mut message: Message) -> Message {
        if let Some(parts) = crate::model::file_url::served(message.parts.as_str(), self.file_urls()) {
            message.parts = Parts::from_stored(parts);
        }
        message
    }
}

/// The file that an address stands for.
enum Address {
    Stored(FileId),
    Served(FileId),
    Data(Bytes),
}
