//! Reads chats of the AI SDK, of any version since 4.

use std::{borrow::Cow, collections::HashSet};

use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{
    ai_sdk_4,
    options::{ImportOptions, MAX_CHATS},
    report::{ImportReport, ImportedSession},
    target::{Outcome, Target},
};
use crate::{
    model::{
        error::{Error, Result},
        id::{SessionId, hashed},
        json_scan::{array, object, string},
        message::{MessageRole, NewMessage},
        offset::{Offset, Revision, Sequence},
        origin::Imported,
        session::SessionRef,
        time::Timestamp,
    },
    repository::{TranscriptContent, TranscriptEntry, TranscriptHead},
    service::{
        canonical::Fingerprint,
        transcripts::{ImportedMessage, Transcripts},
    },
};

/// The name of a chat that has none.
const UNNAMED: &str = "Imported chat";

#[derive(Debug)]
pub(super) struct Chats {
    transcripts: Transcripts,
    by: Imported,
    options: ImportOptions,
    text: Vec<u8>,
}

/// A chat, as it stands in a file.
#[derive(Default)]
struct Chat<'a> {
    id: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    created_at: Option<Timestamp>,
    messages: Vec<&'a RawValue>,
}

impl<'a> Chat<'a> {
    fn read(text: &'a str) -> Result<Self> {
        let mut chat = Self::default();
        let mut messages = None;
        object(text, |name, value| match &*name {
            "id" => chat.id = string(value).filter(|id| !id.is_empty()),
            "title" | "name" => chat.name = string(value).or(chat.name.take()),
            "createdAt" | "created_at" => chat.created_at = time(value).or(chat.created_at),
            "messages" => messages = Some(value),
            _ => {}
        })?;
        let messages = messages.ok_or_else(|| Error::invalid_argument("messages", "is missing"))?;
        chat.messages = array(messages).map_err(|error| error.within("messages"))?;
        Ok(chat)
    }
}

/// Reads a time: a text, or milliseconds since 1970.
fn time(value: &str) -> Option<Timestamp> {
    if let Some(text) = string(value) {
        return text.parse().ok();
    }
    let millis: i64 = value.parse().ok()?;
    Timestamp::from_micros(millis.checked_mul(1000)?).ok()
}

impl Chats {
    pub(super) fn new(transcripts: Transcripts, by: Imported, options: ImportOptions) -> Self {
        Self { transcripts, by, options, text: Vec::new() }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let length = self.text.len() + bytes.len();
        if length > MAX_CHATS {
            return Err(Error::too_large("file", length, MAX_CHATS, "bytes"));
        }
        self.text.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) async fn finish(self) -> Result<ImportReport> {
        let mut report = ImportReport::new(self.options.dry_run);
        let text = str::from_utf8(&self.text)
            .map_err(|_| Error::invalid_argument("file", "must be UTF-8"))?
            .trim_start_matches('\u{feff}');
        let mut chats = Vec::new();
        for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
            let value = value.map_err(|_| Error::invalid_argument("file", "must be JSON"))?.get();
            match array(value) {
                Ok(values) if values.first().is_some_and(|first| Chat::read(first.get()).is_ok()) => {
                    chats.extend(values.into_iter().map(RawValue::get));
                }
                _ => chats.push(value),
            }
        }
        for (index, text) in chats.into_iter().enumerate() {
            let at = format!("chats[{index}]");
            let chat = match array(text) {
                Ok(messages) => Ok(Chat { messages, ..Chat::default() }),
                Err(_) => Chat::read(text),
            };
            match chat {
                Ok(chat) => self.take(&mut report, &at, (index, text), chat).await?,
                Err(error) => report.leave(at, format!("it is no chat: {error}"))?,
            }
        }
        Ok(report)
    }

    /// Imports one chat.
    async fn take(
        &self,
        report: &mut ImportReport,
        at: &str,
        (index, text): (usize, &str),
        chat: Chat<'_>,
    ) -> Result<()> {
        let source = self.options.source.as_deref().unwrap_or("chats");
        let name = chat.id.clone().unwrap_or_else(|| format!("#{index}").into());
        let id =
            SessionId::from_bytes(hashed(Sha256::new().chain_update(["chats", source, &name].join("\0"))));
        let entries = self.entries(report, at, (id, source), &chat);
        let times = || entries.iter().map(|(_, at)| *at);
        let created_at = chat.created_at.or_else(|| times().min()).unwrap_or(self.by.at);
        let owner = self.options.author.unwrap_or(self.by.by);
        let title = chat.name.as_deref().map(|name| self.name(name)).unwrap_or_default();
        let title = if title.is_empty() { UNNAMED.to_owned() } else { title };
        let mut reference = SessionRef::new(id, created_at, title, owner);
        reference.updated_at = times().max().unwrap_or(created_at).max(created_at);
        let offset = entries.last().map_or(Offset::default(), |(entry, _)| entry.sequence.into());
        let mut head = TranscriptHead::new(reference.clone(), offset, Revision::default());
        head.imported = Some(self.by);
        let mut fingerprint = Fingerprint::default();
        fingerprint.json("chat", text);
        let mut target = Target::begin(&self.transcripts, head, fingerprint.finish(), report.dry_run).await?;
        for (entry, _) in entries {
            let id = entry.id;
            if let Some(error) = target.put(&self.transcripts, entry).await? {
                report.note(format!("{at}.message {id}"), error);
            }
        }
        let messages = target.taken;
        let existed = match target.end(&self.transcripts).await? {
            Outcome::Made => false,
            Outcome::There => true,
            Outcome::Refused(reason) => return report.leave(at, reason),
        };
        report.sessions.push(ImportedSession { id, name: reference.name, messages, existed });
        Ok(())
    }

    /// Makes a name of a title: one line of an allowed length.
    fn name(&self, title: &str) -> String {
        let line: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        line.trim().chars().take(self.transcripts.robots.limits().name_chars).collect()
    }

    /// Reads the messages of a chat, each with its time. Those that cannot be taken are left.
    fn entries(
        &self,
        report: &mut ImportReport,
        at: &str,
        (id, source): (SessionId, &str),
        chat: &Chat<'_>,
    ) -> Vec<(TranscriptEntry, Timestamp)> {
        let mut entries: Vec<(TranscriptEntry, Timestamp)> = Vec::new();
        let (mut ids, mut client_ids) = (HashSet::new(), HashSet::new());
        let mut last = chat.created_at.unwrap_or(self.by.at);
        for (index, raw) in chat.messages.iter().enumerate() {
            let at = format!("{at}.messages[{index}]");
            let entry = self.message(raw.get(), &mut last).and_then(|mut message| {
                // Of two messages with one id, which broken chats have, the first keeps it.
                message.message.id = message.message.id.filter(|id| ids.insert(*id));
                message.message.client_id =
                    message.message.client_id.filter(|id| client_ids.insert(id.clone()));
                let record = self.transcripts.record(message, self.by, (id, source, index))?;
                let sequence = Sequence::new(entries.len() as u64 + 1).unwrap_or(Sequence::FIRST);
                let content = TranscriptContent {
                    author: record.author,
                    document: record.document,
                    annotations: record.annotations,
                };
                Ok(TranscriptEntry::new(record.id, sequence, sequence.into(), content))
            });
            match entry {
                Ok(entry) => entries.push((entry, last)),
                Err(error) => report.note(at, error),
            }
        }
        entries
    }

    /// Reads a message of any version. One without a time has that of the message before it.
    fn message(&self, text: &str, last: &mut Timestamp) -> Result<ImportedMessage> {
        let upgraded = ai_sdk_4::upgrade(text)?;
        let mut created_at = None;
        object(text, |name, value| {
            if matches!(&*name, "createdAt" | "created_at") {
                created_at = time(value).or(created_at);
            }
            if name == "metadata" {
                let in_metadata = |name: Cow<'_, str>, value: &str| {
                    if name == "createdAt" {
                        created_at = created_at.or_else(|| time(value));
                    }
                };
                // Metadata is any JSON.
                object(value, in_metadata).ok();
            }
        })?;
        let limits = self.transcripts.robots.limits();
        let message = NewMessage::parse_within(upgraded.as_deref().unwrap_or(text), limits)?;
        *last = created_at.unwrap_or(*last);
        let author = (message.role == MessageRole::User).then(|| self.options.author.unwrap_or(self.by.by));
        Ok(ImportedMessage::from(message).created_at(*last).author(author))
    }
}
