//! [`checksum`] and the others: what a row adds up to, so that a flipped bit is found when the row is read.
//!
//! SQLite keeps no checksums of its own in the file, and PostgreSQL need not. These are CRC-32 (IEEE 802.3),
//! which finds every burst of up to 32 wrong bits: they are there against broken disks, not against people,
//! who could write any row with its sum. A row without one is not checked: one from before there were any, or
//! of somebody who does not sum.
//!
//! Each is one integer of two halves. The upper one is about what stays when a row is written to again and again;
//! the lower one about what changes then, so that a statement can keep it without reading the row.

use crate::{
    model::{
        id::{AccountId, SessionId},
        json::Json,
        message::Message,
        offset::Revision,
        robot::{Robot, RobotKey},
        session::SessionRef,
        time::Timestamp,
        workspace::{Workspace, WorkspaceInstance},
    },
    repository::{SessionRecord, Summary},
};

/// The upper half of a message's checksum.
pub(super) const WHO: i64 = 0x3fff_ffff << 32;
/// Set where the lower half is about the revision too, and about what a draft grew by.
const REVISED: i64 = i64::MIN;
/// Set where the lower half is about the revision alone.
const NO_CONTENT: i64 = 1 << 62;
/// The lower half of any checksum.
const LOWER: i64 = 0xffff_ffff;
/// What the lower half of the others' is counted up to, before it begins again: a prime, so that no flipped bit
/// adds nothing.
pub(super) const AROUND: i64 = 0x7fff_ffff;

/// Returns the checksum of a message that is appended: of all that a reader sees of it. What is left out are
/// the keys, its session and its place, which the store may give later: those of a session follow one another.
///
/// The upper half is about who said it and when, the lower half is that of [`content_checksum`], so that a
/// message can be changed without reading it. A deleted message has the time of its deletion instead.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Message, sql::{checksum, content_checksum}};
///
/// let json = r#"{"id":"cc5lnd2s1s4652adtu50","role":"user","parts":[],"created_at":"2026-11-22T00:00:00Z"}"#;
/// let message: Message<AccountId> = serde_json::from_str(json)?;
/// let content = content_checksum("[]", None, message.revision);
/// assert_eq!(checksum(&message) & 0xffff_ffff, content & 0xffff_ffff);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn checksum(message: &Message<AccountId>) -> i64 {
    let metadata = message.metadata.as_ref().map(Json::as_str);
    who(message) | content_checksum(message.parts.as_str(), metadata, message.revision)
}

/// Whether `sum` is that of a message with these parts, which grew by `growth`.
pub(super) fn is_sum_of(sum: i64, message: &Message<AccountId>, parts: &str, growth: Option<&str>) -> bool {
    let metadata = message.metadata.as_ref().map(Json::as_str);
    let revision = folded(message.revision);
    let lower = if sum & (REVISED | NO_CONTENT) == REVISED | NO_CONTENT {
        revision
    } else {
        let mut content = content(parts, metadata);
        if let Some(growth) = growth.filter(|_| sum < 0) {
            content = grown(content, growth);
        }
        // Before the fifth version of the schema it was about the content alone.
        if sum < 0 { content ^ revision } else { content }
    };
    (sum ^ who(message)) & WHO == 0 && sum & LOWER == i64::from(lower)
}

fn who(message: &Message<AccountId>) -> i64 {
    let (id, built_in) = match message.robot.as_ref().map(|robot| &robot.id) {
        Some(RobotKey::Created(id)) => (Some(id.to_bytes()), None),
        Some(RobotKey::BuiltIn(name)) => (None, Some(&**name)),
        None => (None, None),
    };
    let texts = [
        Some(message.role.as_str()),
        built_in,
        message.robot.as_ref().map(|robot| robot.name.as_str()),
        message.extra.as_ref().map(Json::as_str),
    ];
    let mut sum = Sum::default();
    sum.id(message.id.to_bytes()).time(message.created_at);
    for id in [message.author.map(AccountId::to_bytes), id] {
        sum.0.push(u8::from(id.is_some()));
        sum.id(id.unwrap_or_default());
    }
    // All lengths come before the texts here, as they did before the other rows had sums.
    for text in texts {
        sum.length(text);
    }
    texts.into_iter().flatten().for_each(|text| sum.0.extend_from_slice(text.as_bytes()));
    (i64::from(sum.crc()) << 32) & WHO
}

/// From so many bytes on, `crc32fast` sums with wide instructions.
const FAST: usize = 128;

/// Returns the checksum of what changes with a message, for the statements that open it, let it grow and finish
/// it: [`checksum`] has the same lower half.
///
/// What a draft grew by is in it too; only who knows what it was before can sum that:
/// [`revision_checksum`] is for the others.
#[must_use]
pub fn content_checksum(parts: &str, metadata: Option<&str>, revision: Revision) -> i64 {
    REVISED | i64::from(content(parts, metadata) ^ folded(revision))
}

/// Returns the same for who does not know what a draft says: its content is not checked until it is finished.
#[must_use]
pub fn revision_checksum(revision: Revision) -> i64 {
    REVISED | NO_CONTENT | i64::from(folded(revision))
}

/// Returns the same of a message whose row has the sum `before`: it grew by `chunks`, or was only opened, and has
/// the revision after `seen`.
#[cfg(feature = "sqlite")]
pub(crate) fn grown_checksum(before: i64, draft: bool, seen: Revision, chunks: Option<&str>) -> i64 {
    if before >= 0 && draft && seen != Revision::default() {
        // Nobody knows whether it has grown already. It goes on as it was begun.
        return before & LOWER;
    }
    if before & (REVISED | NO_CONTENT) == REVISED | NO_CONTENT {
        return revision_checksum(seen.next());
    }
    let lower = u32::try_from(before & LOWER).unwrap_or_default();
    let content = if before < 0 { lower ^ folded(seen) } else { lower };
    let content = chunks.map_or(content, |chunks| grown(content, chunks));
    REVISED | i64::from(content ^ folded(seen.next()))
}

fn content(parts: &str, metadata: Option<&str>) -> u32 {
    // Two JSON texts, of which the first is an array: where one ends and the other begins can be told.
    let mut sum = crc32fast::Hasher::new();
    sum.update(parts.as_bytes());
    sum.update(metadata.unwrap_or_default().as_bytes());
    sum.finalize()
}

/// Goes on with the sum of a content that grew: of the chunks, each behind a comma.
fn grown(content: u32, chunks: &str) -> u32 {
    let mut sum = crc32fast::Hasher::new_with_initial(content);
    sum.update(b",");
    sum.update(chunks.as_bytes());
    sum.finalize()
}

fn folded(revision: Revision) -> u32 {
    let revision = revision.get();
    u32::try_from((revision ^ revision >> 32) & 0xffff_ffff).unwrap_or_default()
}

/// Returns the checksum of a session that is created.
///
/// The upper half is about what has to be read to be changed: all but `updated_at`, `deleted_at` and
/// `last_sequence`. The lower half is about these, and every statement that moves them keeps it.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, SessionId, Timestamp, repository::SessionRecord, sql::session_checksum};
///
/// let session = SessionRecord {
///     id: SessionId::from_bytes([1; 12]),
///     created_at: Timestamp::UNIX_EPOCH,
///     name: "Spam wave".to_owned(),
///     created_by: AccountId::from_bytes([2; 12]),
///     misc: None,
///     active_robot: None,
///     active_instance: None,
/// };
/// let renamed = SessionRecord { name: "Spam waves".to_owned(), ..session.clone() };
/// assert_ne!(session_checksum(&session) >> 32, session_checksum(&renamed) >> 32);
/// assert_eq!(session_checksum(&session) & 0xffff_ffff, session_checksum(&renamed) & 0xffff_ffff);
/// ```
#[must_use]
pub fn session_checksum(session: &SessionRecord) -> i64 {
    let stored = SessionRef {
        id: session.id,
        created_at: session.created_at,
        updated_at: session.created_at,
        deleted_at: None,
        misc: session.misc.clone(),
        name: session.name.clone(),
        created_by: session.created_by,
    };
    let robot = session.active_robot.as_ref().map(ToString::to_string);
    let instance = session.active_instance.as_ref().map(ToString::to_string);
    stored_session_checksum(&stored, (robot.as_deref(), instance.as_deref()), 0)
}

/// Returns the same of a session that is stored.
pub(super) fn stored_session_checksum(
    session: &SessionRef<AccountId>,
    (active_robot, active_instance): (Option<&str>, Option<&str>),
    last_sequence: i64,
) -> i64 {
    let mut sum = Sum::default();
    sum.id(session.id.to_bytes()).time(session.created_at).json(session.misc.as_ref());
    sum.text(&session.name).id(session.created_by.to_bytes());
    sum.text_or_null(active_robot).text_or_null(active_instance);
    sum.with(session.updated_at, session.deleted_at, last_sequence)
}

/// Returns the checksum of a robot: the upper half is about all but `updated_at` and `deleted_at`, the lower half
/// about these.
#[must_use]
pub fn robot_checksum(robot: &Robot<AccountId>) -> i64 {
    let mut sum = Sum::default();
    sum.id(robot.id.to_bytes()).time(robot.created_at).json(robot.misc.as_ref());
    sum.text(&robot.name).text(&robot.description).text(&robot.playbook).text(robot.model.as_str());
    sum.id(robot.author.to_bytes()).number(robot.tools.len() as u64);
    robot.tools.iter().for_each(|tool| {
        sum.text(tool);
    });
    sum.text_or_null(robot.workspace_id.map(|id| id.to_string()).as_deref()).json(robot.meta.as_ref());
    sum.with(robot.updated_at, robot.deleted_at, 0)
}

/// Returns the checksum of a workspace, as [`robot_checksum`] does of a robot.
#[must_use]
pub fn workspace_checksum(workspace: &Workspace<AccountId>) -> i64 {
    let mut sum = Sum::default();
    sum.id(workspace.id.to_bytes()).time(workspace.created_at).json(workspace.misc.as_ref());
    sum.text(&workspace.name).text(&workspace.description).text(workspace.provider.as_str());
    sum.json(Some(&workspace.config)).json(Some(&workspace.meta)).id(workspace.created_by.to_bytes());
    sum.with(workspace.updated_at, workspace.deleted_at, 0)
}

/// Returns the checksum of a workspace instance, as [`robot_checksum`] does of a robot.
#[must_use]
pub fn instance_checksum(instance: &WorkspaceInstance<AccountId>) -> i64 {
    let mut sum = Sum::default();
    sum.id(instance.id.to_bytes()).time(instance.created_at).json(instance.misc.as_ref());
    sum.id(instance.workspace_id.to_bytes()).text(instance.provider.as_str());
    sum.json(Some(&instance.provider_state)).json(Some(&instance.meta)).id(instance.created_by.to_bytes());
    sum.with(instance.updated_at, instance.deleted_at, 0)
}

/// Returns the checksum of a summary of a session.
#[must_use]
pub fn summary_checksum(session: SessionId, summary: &Summary) -> i64 {
    let mut sum = Sum::default();
    sum.id(session.to_bytes()).number(summary.covers.get()).text(&summary.text);
    i64::from(sum.crc())
}

/// Returns the checksum of the stretch of a list that begins at a place.
#[cfg(feature = "sqlite")]
pub(crate) fn stretch_checksum(list: &str, created_at: i64, id: &str, length: i64) -> i64 {
    let mut sum = Sum::default();
    sum.text(list).number(created_at.cast_unsigned()).text(id);
    sum.upper() + length
}

/// Whether `sum` has the lower half of a row with these, whatever the upper one is about.
pub(super) fn is_lower_half_of(
    sum: i64,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
    last_sequence: i64,
) -> bool {
    sum & LOWER == lower_half(updated_at, deleted_at, last_sequence)
}

/// Returns a sum with the lower half of a row with these.
pub(super) fn with_lower_half(
    sum: i64,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
    last_sequence: i64,
) -> i64 {
    sum & !LOWER | lower_half(updated_at, deleted_at, last_sequence)
}

/// What an integer changes by is what the sum changes by, so SQL can keep it. Nothing deleted counts nothing.
fn lower_half(updated_at: Timestamp, deleted_at: Option<Timestamp>, last_sequence: i64) -> i64 {
    let deleted = deleted_at.map_or(0, |at| at.as_micros() + 1);
    let numbers = [updated_at.as_micros(), deleted, last_sequence];
    numbers.into_iter().fold(0, |sum, number| (sum + number % AROUND + AROUND) % AROUND)
}

/// Columns one after the other as bytes, each text behind its length, so that no two rows are the same bytes. In one
/// piece, of 128 bytes at least: the sum of fewer, or of several pieces, takes several times as long.
struct Sum(Vec<u8>);

impl Default for Sum {
    fn default() -> Self {
        Self(Vec::with_capacity(2 * FAST))
    }
}

impl Sum {
    fn number(&mut self, number: u64) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn time(&mut self, time: Timestamp) -> &mut Self {
        self.number(time.as_micros().cast_unsigned())
    }

    fn id(&mut self, id: [u8; 12]) -> &mut Self {
        self.0.extend_from_slice(&id);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.text_or_null(Some(text))
    }

    /// There is no text of `u64::MAX` bytes.
    fn length(&mut self, text: Option<&str>) -> &mut Self {
        self.number(text.map_or(u64::MAX, |text| text.len() as u64))
    }

    fn text_or_null(&mut self, text: Option<&str>) -> &mut Self {
        self.length(text);
        self.0.extend_from_slice(text.unwrap_or_default().as_bytes());
        self
    }

    fn json(&mut self, json: Option<&Json<'_>>) -> &mut Self {
        self.text_or_null(json.map(Json::as_str))
    }

    fn crc(&mut self) -> u32 {
        let length = self.0.len().max(FAST);
        self.0.resize(length, 0);
        crc32fast::hash(&self.0)
    }

    fn upper(&mut self) -> i64 {
        (i64::from(self.crc()) & AROUND) << 32
    }

    fn with(&mut self, updated_at: Timestamp, deleted_at: Option<Timestamp>, last_sequence: i64) -> i64 {
        self.upper() | lower_half(updated_at, deleted_at, last_sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        id::{MessageId, RobotId, WorkspaceId, WorkspaceInstanceId},
        message::MessageRole,
        offset::Sequence,
        part::Parts,
        robot::RobotRef,
        workspace::Provider,
    };

    fn message() -> Message<AccountId> {
        Message {
            id: MessageId::from_bytes([1; 12]),
            sequence: Some(Sequence::FIRST),
            role: MessageRole::User,
            parts: Parts::parse(r#"[{"type":"text","text":"Hello"}]"#).unwrap(),
            metadata: None,
            created_at: Timestamp::UNIX_EPOCH,
            robot: None,
            author: Some(AccountId::from_bytes([2; 12])),
            extra: None,
            revision: Revision::default(),
            draft: false,
        }
    }

    #[test]
    fn it_is_the_same_in_every_version() {
        let message = message();
        assert_eq!(checksum(&message), -4_849_609_805_328_725_367);
        // That of the fourth version of the schema.
        let parts = message.parts.as_str().to_owned();
        assert!(is_sum_of(8_985_448_249_953_438_345, &message, &parts, None));
        let revised = Message { revision: Revision::new(3), ..message };
        assert!(is_sum_of(8_985_448_249_953_438_345, &revised, &parts, None));
    }

    #[test]
    fn what_a_draft_grew_by_is_in_it() {
        let mut message = message();
        let parts = message.parts.as_str().to_owned();
        let (mut sum, mut growth) = (checksum(&message), None::<String>);
        let grow = |sum: i64, message: &Message<AccountId>, chunks: Option<&str>| {
            sum & WHO | grown_checksum(sum, message.draft, message.revision, chunks)
        };
        for chunks in [None, Some("{}"), None, Some("{},[]"), Some("1")] {
            sum = grow(sum, &message, chunks);
            (message.draft, message.revision) = (true, message.revision.next());
            growth = match (growth, chunks) {
                (Some(growth), Some(chunks)) => Some(format!("{growth},{chunks}")),
                (growth, chunks) => growth.or(chunks.map(str::to_owned)),
            };
            assert!(is_sum_of(sum, &message, &parts, growth.as_deref()));
            assert!(!is_sum_of(sum, &message, &parts, Some("[]")));
            let other = Message { revision: Revision::new(message.revision.get() ^ 4), ..message.clone() };
            assert!(!is_sum_of(sum, &other, &parts, growth.as_deref()));
        }
        let finished = sum & WHO | content_checksum("[]", Some("1"), message.revision);
        message.metadata = Some(Json::from_stored("1".to_owned()));
        assert!(is_sum_of(finished, &message, "[]", None));
    }

    #[test]
    fn a_draft_whose_growth_nobody_summed_is_checked_as_far_as_it_can_be() {
        let opened = Message { draft: true, revision: Revision::new(5), ..message() };
        // Of the fourth version, and of a store that does not know what a draft says.
        let of_four = 8_985_448_249_953_438_345;
        let unknown = checksum(&message()) & WHO | revision_checksum(opened.revision);
        for before in [of_four, unknown] {
            let sum = before & WHO | grown_checksum(before, true, opened.revision, Some("{}"));
            let grown = Message { revision: Revision::new(6), ..opened.clone() };
            assert!(is_sum_of(sum, &grown, grown.parts.as_str(), Some("1,{}")));
            let other = Message { role: MessageRole::System, ..grown };
            assert!(!is_sum_of(sum, &other, other.parts.as_str(), Some("1,{}")));
        }
    }

    #[test]
    fn everything_that_a_reader_sees_is_in_it() {
        type Change = fn(&mut Message<AccountId>);
        let changes: [Change; 12] = [
            |message| message.revision = Revision::new(1),
            |message| message.id = MessageId::from_bytes([3; 12]),
            |message| message.role = MessageRole::Assistant,
            |message| message.parts = Parts::parse(r#"[{"type":"text","text":"hello"}]"#).unwrap(),
            |message| message.metadata = Some(Json::NULL),
            |message| message.extra = Some(Json::NULL),
            |message| message.created_at = Timestamp::from_micros(1).unwrap(),
            |message| message.author = None,
            |message| message.author = Some(AccountId::from_bytes([0; 12])),
            |message| message.robot = Some(robot("a", "")),
            |message| message.robot = Some(robot("a", "b")),
            |message| message.robot = Some(robot("ab", "")),
        ];
        let mut sums = vec![checksum(&message())];
        for change in changes {
            let mut message = message();
            change(&mut message);
            sums.push(checksum(&message));
        }
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), changes.len() + 1);
    }

    fn robot(id: &str, name: &str) -> RobotRef {
        RobotRef { id: id.parse().unwrap(), name: name.to_owned() }
    }

    #[track_caller]
    fn assert_all_different<T: Clone>(first: &T, changes: &[fn(&mut T)], checksum: impl Fn(&T) -> i64) {
        let mut sums = vec![checksum(first)];
        for change in changes {
            let mut other = first.clone();
            change(&mut other);
            sums.push(checksum(&other));
        }
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), changes.len() + 1);
        assert!(sums[0] >= 0, "{}", sums[0]);
    }

    fn later() -> Timestamp {
        Timestamp::from_micros(1).unwrap()
    }

    fn json(text: &str) -> Json<'static> {
        Json::from_stored(text.to_owned())
    }

    type Stored = (SessionRef<AccountId>, [Option<&'static str>; 2], i64);

    #[test]
    fn everything_of_a_session_is_in_it() {
        let record = SessionRecord {
            id: SessionId::from_bytes([1; 12]),
            created_at: Timestamp::UNIX_EPOCH,
            name: "n".to_owned(),
            created_by: AccountId::from_bytes([2; 12]),
            misc: None,
            active_robot: None,
            active_instance: None,
        };
        let reference = SessionRef {
            id: record.id,
            created_at: record.created_at,
            updated_at: record.created_at,
            deleted_at: None,
            misc: None,
            name: record.name.clone(),
            created_by: record.created_by,
        };
        let checksum = |(session, [robot, instance], last): &Stored| {
            stored_session_checksum(session, (*robot, *instance), *last)
        };
        let stored: Stored = (reference, [None, None], 0);
        assert_eq!(session_checksum(&record), checksum(&stored));
        assert_all_different(
            &stored,
            &[
                |(session, ..)| session.id = SessionId::from_bytes([3; 12]),
                |(session, ..)| session.created_at = later(),
                |(session, ..)| session.updated_at = Timestamp::from_micros(3).unwrap(),
                |(session, ..)| session.deleted_at = Some(Timestamp::UNIX_EPOCH),
                |(session, ..)| session.misc = Some(Json::NULL),
                |(session, ..)| session.name = "m".to_owned(),
                |(session, ..)| session.created_by = AccountId::from_bytes([1; 12]),
                |(_, active, _)| active[0] = Some(""),
                |(_, active, _)| active[1] = Some(""),
                |(.., last)| *last = 1 << 33,
            ],
            checksum,
        );
    }

    #[test]
    fn everything_of_a_robot_is_in_it() {
        let robot = Robot {
            id: RobotId::from_bytes([1; 12]),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
            misc: None,
            name: "a".to_owned(),
            description: String::new(),
            playbook: String::new(),
            model: "a/b".parse().unwrap(),
            author: AccountId::from_bytes([2; 12]),
            tools: vec!["ab".to_owned()],
            workspace_id: None,
            meta: None,
        };
        assert_all_different(
            &robot,
            &[
                |robot| robot.id = RobotId::from_bytes([3; 12]),
                |robot| robot.created_at = later(),
                |robot| robot.updated_at = Timestamp::from_micros(3).unwrap(),
                |robot| robot.deleted_at = Some(Timestamp::UNIX_EPOCH),
                |robot| robot.misc = Some(Json::NULL),
                |robot| robot.name = String::new(),
                |robot| robot.description = "a".to_owned(),
                |robot| robot.playbook = "a".to_owned(),
                |robot| robot.model = "a/c".parse().unwrap(),
                |robot| robot.author = AccountId::from_bytes([1; 12]),
                |robot| robot.tools = vec!["a".to_owned(), "b".to_owned()],
                |robot| robot.tools = Vec::new(),
                |robot| robot.workspace_id = Some(WorkspaceId::from_bytes([1; 12])),
                |robot| robot.meta = Some(Json::NULL),
            ],
            robot_checksum,
        );
    }

    #[test]
    fn everything_of_a_workspace_is_in_it() {
        let workspace = Workspace {
            id: WorkspaceId::from_bytes([1; 12]),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
            misc: None,
            name: "a".to_owned(),
            description: String::new(),
            provider: Provider::Local,
            config: Json::object(),
            meta: Json::object(),
            created_by: AccountId::from_bytes([2; 12]),
        };
        assert_all_different(
            &workspace,
            &[
                |workspace| workspace.id = WorkspaceId::from_bytes([3; 12]),
                |workspace| workspace.created_at = later(),
                |workspace| workspace.updated_at = Timestamp::from_micros(3).unwrap(),
                |workspace| workspace.deleted_at = Some(Timestamp::UNIX_EPOCH),
                |workspace| workspace.misc = Some(Json::NULL),
                |workspace| workspace.name = String::new(),
                |workspace| workspace.description = "a".to_owned(),
                |workspace| workspace.provider = Provider::Sprites,
                |workspace| workspace.config = json("[]"),
                |workspace| workspace.meta = json("[]"),
                |workspace| workspace.created_by = AccountId::from_bytes([1; 12]),
            ],
            workspace_checksum,
        );
    }

    #[test]
    fn everything_of_an_instance_is_in_it() {
        let instance = WorkspaceInstance {
            id: WorkspaceInstanceId::from_bytes([1; 12]),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
            misc: None,
            workspace_id: WorkspaceId::from_bytes([1; 12]),
            provider: Provider::Local,
            provider_state: Json::object(),
            meta: Json::object(),
            created_by: AccountId::from_bytes([2; 12]),
        };
        assert_all_different(
            &instance,
            &[
                |instance| instance.id = WorkspaceInstanceId::from_bytes([3; 12]),
                |instance| instance.created_at = later(),
                |instance| instance.updated_at = Timestamp::from_micros(3).unwrap(),
                |instance| instance.deleted_at = Some(Timestamp::UNIX_EPOCH),
                |instance| instance.misc = Some(Json::NULL),
                |instance| instance.workspace_id = WorkspaceId::from_bytes([2; 12]),
                |instance| instance.provider = Provider::Sprites,
                |instance| instance.provider_state = json("[]"),
                |instance| instance.meta = json("[]"),
                |instance| instance.created_by = AccountId::from_bytes([1; 12]),
            ],
            instance_checksum,
        );
    }

    #[test]
    fn everything_of_a_summary_is_in_it() {
        let summary =
            (SessionId::from_bytes([1; 12]), Summary { covers: Sequence::FIRST, text: String::new() });
        assert_all_different(
            &summary,
            &[
                |(session, _)| *session = SessionId::from_bytes([2; 12]),
                |(_, summary)| summary.covers = Sequence::new(2).unwrap(),
                |(_, summary)| summary.text = "a".to_owned(),
            ],
            |(session, summary)| summary_checksum(*session, summary),
        );
    }
}
