//! The keys: one letter for the table, then ids and numbers of a fixed width, in an encoding whose byte order is
//! theirs.
//!
//! | key | value |
//! |---|---|
//! | `s` session | the session's row |
//! | `m` session, sequence | a message's row |
//! | `i` session, message id | the sequence of the message |
//! | `a` session, message id | the sequence of a cursor id that no message has |
//! | `b` session | nothing: a session with this id was imported |
//! | `k` session, name space, hash | the first append with an idempotency key, or the message with a client id |
//! | `r` session, revised | the sequence of the message that was last changed at this offset |
//! | `d` session, began | a draft's row |
//! | `p` session, began, offset | a piece of a draft |
//! | `y` session | the text of the summary |
//! | `f` session, account | the offset up to which the account has read |
//! | `o` time of last write, session, began | nothing: an open draft of a session that is not deleted |
//! | `h` session, turn | a turn |
//! | `j` session, open, time, turn | nothing: an entry in the list of all turns of a session, or of its open ones |
//! | `q` request | a request for a tool call |
//! | `u` session or none, open, time, request | nothing: an entry in a list of requests: all or open, of a session or of all |
//! | `v` session, offset | a change of a turn, or a decision, for followers |
//! | `c` session, message, ordinal | a call that has begun to run |
//! | `w` time, session | nothing: when a turn of the session can be claimed; only if it is not deleted |
//! | `F` file | the row of a file |
//! | `R` file, session, sequence | nothing: a message that has the file |
//! | `S` session, file, sequence | nothing: the same, to find the files of a session |
//! | `z` blob | the time of the last write of a blob without a file |
//! | `g` blob, index | a chunk of a blob |
//! | `e` kind, id | a robot, a toolset, a workspace or an instance |
//! | `N` kind, hash | the id of the resource that has a unique name |
//! | `l` list, time, id | nothing: an entry of a list |
//! | `n` list, slot | the length of a list: the sum of 16 slots |
//! | `t` list, day, slot | the number of entries of one day: the sum of 16 slots |
//! | `x` key, index | a further part of a value that is too long for one key |

use sha2::{Digest, Sha256};

use crate::model::{
    error::Resource,
    id::{AccountId, BlobId, CallRequestId, FileId, MessageId, SessionId, TurnId, WorkspaceId},
    label::Label,
    offset::{Offset, Sequence},
    time::Timestamp,
};

/// A range of keys: the first is included, the second excluded.
pub(super) type Range = (Vec<u8>, Vec<u8>);

const MICROS_A_DAY: i64 = 86_400_000_000;
const SLOTS: u8 = 16;

fn of_session(table: u8, id: SessionId) -> Vec<u8> {
    let mut key = Vec::with_capacity(32);
    key.push(table);
    key.extend(id.to_bytes());
    key
}

fn with(mut key: Vec<u8>, bytes: impl IntoIterator<Item = u8>) -> Vec<u8> {
    key.extend(bytes);
    key
}

/// Encodes a number so that the byte order is the numeric order, also for negative numbers.
fn ordered(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

fn read_ordered(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed()
}

/// Returns the range of all keys that have this prefix and are longer.
pub(super) fn under(prefix: Vec<u8>) -> Range {
    let mut end = prefix.clone();
    while end.pop_if(|byte| *byte == u8::MAX).is_some() {}
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    (prefix, end)
}

/// Parses the number in the last eight bytes of a key.
pub(super) fn number(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

pub(super) fn session(id: SessionId) -> Vec<u8> {
    of_session(b's', id)
}

pub(super) fn message(session: SessionId, sequence: Sequence) -> Vec<u8> {
    with(of_session(b'm', session), sequence.get().to_be_bytes())
}

/// Returns the range of the messages whose sequences are after `after`, up to and with `to`.
pub(super) fn messages(session: SessionId, after: Offset, to: Offset) -> Range {
    numbers(of_session(b'm', session), after.next(), to)
}

fn numbers(prefix: Vec<u8>, from: Offset, to: Offset) -> Range {
    (with(prefix.clone(), from.get().to_be_bytes()), with(prefix, to.next().get().to_be_bytes()))
}

pub(super) fn message_id(session: SessionId, id: MessageId) -> Vec<u8> {
    with(of_session(b'i', session), id.to_bytes())
}

pub(super) fn alias(session: SessionId, id: MessageId) -> Vec<u8> {
    with(of_session(b'a', session), id.to_bytes())
}

pub(super) fn imported(session: SessionId) -> Vec<u8> {
    of_session(b'b', session)
}

/// Returns the range of all sessions.
pub(super) fn sessions() -> Range {
    under(vec![b's'])
}

/// Returns the tables whose keys begin with a session: the name of each, and the range of its rows. The session's own
/// row, its requests, and the entries that name it after a time are not among them.
pub(super) fn tables_of_session(id: SessionId) -> impl Iterator<Item = (&'static str, Range)> {
    const TABLES: [(&str, u8); 13] = [
        ("messages", b'm'),
        ("message_ids", b'i'),
        ("message_aliases", b'a'),
        ("message_keys", b'k'),
        ("revisions", b'r'),
        ("drafts", b'd'),
        ("draft_pieces", b'p'),
        ("summaries", b'y'),
        ("read_marks", b'f'),
        ("turns", b'h'),
        ("turn_entries", b'j'),
        ("turn_news", b'v'),
        ("run_calls", b'c'),
    ];
    TABLES.into_iter().map(move |(name, letter)| (name, under(of_session(letter, id))))
}

/// The kind of a name in a `k` key.
#[derive(Clone, Copy)]
pub(super) enum NameSpace {
    /// Idempotency keys of callers.
    Given,
    /// Client ids of messages.
    Client,
}

/// The key of a name, which is hashed because it can have any length.
pub(super) fn name(session: SessionId, space: NameSpace, name: &str) -> Vec<u8> {
    let space = match space {
        NameSpace::Given => 0,
        NameSpace::Client => 1,
    };
    with(with(of_session(b'k', session), [space]), Sha256::digest(name))
}

pub(super) fn revised(session: SessionId, offset: Offset) -> Vec<u8> {
    with(of_session(b'r', session), offset.get().to_be_bytes())
}

pub(super) fn revised_after(session: SessionId, after: Offset, to: Offset) -> Range {
    numbers(of_session(b'r', session), after.next(), to)
}

pub(super) fn draft(session: SessionId, began: Offset) -> Vec<u8> {
    with(of_session(b'd', session), began.get().to_be_bytes())
}

pub(super) fn drafts(session: SessionId) -> Range {
    under(of_session(b'd', session))
}

pub(super) fn piece(session: SessionId, began: Offset, offset: Offset) -> Vec<u8> {
    with(with(of_session(b'p', session), began.get().to_be_bytes()), offset.get().to_be_bytes())
}

/// Returns the range of a draft's pieces between two offsets, both included.
pub(super) fn pieces(session: SessionId, began: Offset, from: Offset, to: Offset) -> Range {
    numbers(with(of_session(b'p', session), began.get().to_be_bytes()), from, to)
}

pub(super) fn all_pieces(session: SessionId, began: Offset) -> Range {
    under(with(of_session(b'p', session), began.get().to_be_bytes()))
}

pub(super) fn summary(session: SessionId) -> Vec<u8> {
    of_session(b'y', session)
}

pub(super) fn mark(session: SessionId, account: AccountId) -> Vec<u8> {
    with(of_session(b'f', session), account.to_key())
}

pub(super) fn marks(session: SessionId) -> Range {
    under(of_session(b'f', session))
}

pub(super) fn open_draft(grown_at: Timestamp, session: SessionId, began: Offset) -> Vec<u8> {
    let key = with(with(vec![b'o'], ordered(grown_at.as_micros())), session.to_bytes());
    with(key, began.get().to_be_bytes())
}

/// Returns the range of the open drafts after a key, whose last write was before a time.
pub(super) fn open_drafts(behind: Option<Vec<u8>>, before: Option<Timestamp>) -> Range {
    let (first, end) = under(vec![b'o']);
    let from = behind.map_or(first, |key| with(key, [0]));
    (from, before.map_or(end, |time| with(vec![b'o'], ordered(time.as_micros()))))
}

/// Parses the time, the session and the beginning of an open draft from its key.
pub(super) fn read_open_draft(key: &[u8]) -> Option<(Timestamp, SessionId, Offset)> {
    let (time, rest) = key.get(1..)?.split_first_chunk()?;
    let (session, rest) = rest.split_first_chunk()?;
    let time = Timestamp::from_micros(read_ordered(*time)).ok()?;
    Some((time, SessionId::from_bytes(*session), Offset::new(number(rest)?)))
}

pub(super) fn turn(session: SessionId, id: TurnId) -> Vec<u8> {
    with(of_session(b'h', session), id.to_bytes())
}

pub(super) fn turn_entry(session: SessionId, open: bool, time: Timestamp, id: TurnId) -> Vec<u8> {
    with(with(turn_entries(session, open).0, ordered(time.as_micros())), id.to_bytes())
}

pub(super) fn turn_entries(session: SessionId, open: bool) -> Range {
    under(with(of_session(b'j', session), [u8::from(open)]))
}

pub(super) fn request(id: CallRequestId) -> Vec<u8> {
    with(vec![b'q'], id.to_bytes())
}

pub(super) fn request_entry(
    session: Option<SessionId>,
    open: bool,
    time: Timestamp,
    id: CallRequestId,
) -> Vec<u8> {
    with(with(request_entries(session, open).0, ordered(time.as_micros())), id.to_bytes())
}

pub(super) fn request_entries(session: Option<SessionId>, open: bool) -> Range {
    let scope = match session {
        Some(session) => with(vec![b'u', 1], session.to_bytes()),
        None => vec![b'u', 0],
    };
    under(with(scope, [u8::from(open)]))
}

pub(super) fn news(session: SessionId, offset: Offset) -> Vec<u8> {
    with(of_session(b'v', session), offset.get().to_be_bytes())
}

pub(super) fn all_news(session: SessionId) -> Range {
    under(of_session(b'v', session))
}

pub(super) fn news_after(session: SessionId, after: Offset, to: Offset) -> Range {
    numbers(of_session(b'v', session), after.next(), to)
}

pub(super) fn run_call(session: SessionId, message: MessageId, ordinal: u32) -> Vec<u8> {
    with(run_calls(session, message).0, ordinal.to_be_bytes())
}

pub(super) fn run_calls(session: SessionId, message: MessageId) -> Range {
    under(with(of_session(b'c', session), message.to_bytes()))
}

pub(super) fn due(time: Timestamp, session: SessionId) -> Vec<u8> {
    with(with(vec![b'w'], ordered(time.as_micros())), session.to_bytes())
}

/// Returns the range of the sessions that are due at a time.
pub(super) fn due_until(time: Timestamp) -> Range {
    (vec![b'w'], with(vec![b'w'], ordered(time.as_micros().saturating_add(1))))
}

pub(super) fn file(id: FileId) -> Vec<u8> {
    with(vec![b'F'], id.to_bytes())
}

/// Returns the range of the files after an id.
pub(super) fn files(after: Option<FileId>) -> Range {
    let (first, end) = under(vec![b'F']);
    (after.map_or(first, |after| with(file(after), [0])), end)
}

pub(super) fn file_ref(id: FileId, session: SessionId, sequence: Sequence) -> Vec<u8> {
    with(with(file_refs(id).0, session.to_bytes()), sequence.get().to_be_bytes())
}

/// Returns the two keys of the binding of a message to a file.
pub(super) fn both_file_refs(id: FileId, session: SessionId, sequence: Sequence) -> [Vec<u8>; 2] {
    let of_session = with(of_session(b'S', session), id.to_bytes());
    [file_ref(id, session, sequence), with(of_session, sequence.get().to_be_bytes())]
}

pub(super) fn files_of_session(session: SessionId) -> Range {
    under(of_session(b'S', session))
}

/// Parses the file and the sequence from a binding's key in the table of its session.
pub(super) fn read_file_of_session(key: &[u8]) -> Option<(FileId, Sequence)> {
    let (file, sequence) = key.get(13..)?.split_first_chunk()?;
    Some((FileId::from_bytes(*file), Sequence::new(number(sequence)?)?))
}

pub(super) fn file_refs(id: FileId) -> Range {
    under(with(vec![b'R'], id.to_bytes()))
}

/// Parses the session from a binding's key in the table of its file.
pub(super) fn session_of_ref(key: &[u8]) -> Option<SessionId> {
    key.get(33..)?.first_chunk().map(|bytes| SessionId::from_bytes(*bytes))
}

pub(super) fn blob(id: BlobId) -> Vec<u8> {
    with(vec![b'z'], id.to_bytes())
}

pub(super) fn blobs() -> Range {
    under(vec![b'z'])
}

pub(super) fn chunk(blob: BlobId, index: u32) -> Vec<u8> {
    with(chunks(blob).0, index.to_be_bytes())
}

pub(super) fn chunks(blob: BlobId) -> Range {
    under(with(vec![b'g'], blob.to_bytes()))
}

/// Returns the id at the end of a key.
pub(super) fn last_id(key: &[u8]) -> Option<[u8; 12]> {
    key.last_chunk().copied()
}

/// Returns the letter that stands for a kind of resource.
fn letter(resource: Resource) -> u8 {
    match resource {
        Resource::Session => b's',
        Resource::Message => b'm',
        Resource::Robot => b'r',
        Resource::Toolset => b'o',
        Resource::Workspace => b'w',
        Resource::WorkspaceInstance => b'i',
        Resource::Turn => b't',
        Resource::CallRequest => b'q',
        Resource::File => b'f',
    }
}

pub(super) fn resource(kind: Resource, id: [u8; 12]) -> Vec<u8> {
    with(vec![b'e', letter(kind)], id)
}

pub(super) fn resource_name(kind: Resource, name: &str) -> Vec<u8> {
    with(vec![b'N', letter(kind)], Sha256::digest(name))
}

/// A list of sessions or of resources.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// All sessions, by creation.
    Created,
    /// Those of one account, by creation.
    CreatedBy(AccountId),
    /// All sessions, by last activity.
    Active,
    /// Those of one account, by last activity.
    ActiveBy(AccountId),
    /// Those with a label, by creation.
    Labelled(Label),
    /// Those with a label, by last activity.
    LabelledActive(Label),
    /// All resources of a kind, by creation.
    Resources(Resource),
    /// The instances of one workspace, by creation.
    InstancesOf(WorkspaceId),
}

impl List {
    fn key(self, table: u8) -> Vec<u8> {
        match self {
            Self::Created => vec![table, b'c'],
            Self::CreatedBy(account) => with(vec![table, b'C'], account.to_key()),
            Self::Active => vec![table, b'a'],
            Self::ActiveBy(account) => with(vec![table, b'A'], account.to_key()),
            // No label has U+0000 in it, so none is the beginning of another.
            Self::Labelled(label) => with(with(vec![table, b'l'], label.as_str().bytes()), [0]),
            Self::LabelledActive(label) => with(with(vec![table, b'L'], label.as_str().bytes()), [0]),
            Self::Resources(kind) => vec![table, b'r', letter(kind)],
            Self::InstancesOf(workspace) => with(vec![table, b'w'], workspace.to_bytes()),
        }
    }
}

pub(super) fn entry(list: List, time: Timestamp, id: [u8; 12]) -> Vec<u8> {
    with(with(list.key(b'l'), ordered(time.as_micros())), id)
}

pub(super) fn entries(list: List) -> Range {
    under(list.key(b'l'))
}

/// Returns the key that separates the entries of earlier days from those of `day` and later.
pub(super) fn day_start(list: List, day: i64) -> Vec<u8> {
    with(list.key(b'l'), ordered(day.saturating_mul(MICROS_A_DAY)))
}

/// Parses the time and the id of an entry of a list.
pub(super) fn read_entry(key: &[u8]) -> Option<(Timestamp, [u8; 12])> {
    let (rest, id) = key.split_last_chunk()?;
    let time = Timestamp::from_micros(read_ordered(*rest.last_chunk()?)).ok()?;
    Some((time, *id))
}

/// Returns the keys of the two counters of an entry: of its list, and of its day.
pub(super) fn lengths_of(list: List, time: Timestamp, id: [u8; 12]) -> [Vec<u8>; 2] {
    // Any hash does that spreads ids that were made one after the other.
    let slot = Sha256::digest(id).first().map_or(0, |byte| byte % SLOTS);
    let day = time.as_micros().div_euclid(MICROS_A_DAY);
    [with(list.key(b'n'), [slot]), with(with(list.key(b't'), ordered(day)), [slot])]
}

/// Returns the keys of all slots of a list's length.
pub(super) fn length_slots(list: List) -> impl Iterator<Item = Vec<u8>> {
    (0..SLOTS).map(move |slot| with(list.key(b'n'), [slot]))
}

pub(super) fn lengths(list: List) -> Range {
    under(list.key(b'n'))
}

pub(super) fn days(list: List) -> Range {
    under(list.key(b't'))
}

/// Parses the day from the key of a day's counter.
pub(super) fn read_day(key: &[u8]) -> Option<i64> {
    let (_, rest) = key.split_last()?;
    rest.last_chunk().map(|bytes| read_ordered(*bytes))
}

/// Returns the key of a further part of a value.
pub(super) fn part(key: &[u8], index: u32) -> Vec<u8> {
    with(with(vec![b'x'], key.iter().copied()), index.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_order_as_bytes() {
        let numbers = [i64::MIN, -2, -1, 0, 1, 2, i64::MAX];
        assert!(numbers.map(ordered).is_sorted());
        assert_eq!(numbers.map(ordered).map(read_ordered), numbers);
    }

    #[test]
    fn a_range_under_a_prefix_has_what_begins_with_it() {
        let (from, to) = under(vec![b'a', 0xff, 0xff]);
        assert_eq!((from, to), (vec![b'a', 0xff, 0xff], vec![b'b']));
    }

    #[test]
    fn no_key_is_longer_than_the_contract_says() {
        let (session, offset) = (SessionId::from_bytes([255; 12]), Offset::new(u64::MAX));
        let longest = part(&name(session, NameSpace::Given, &"x".repeat(10_000)), u32::MAX);
        assert!(longest.len() < 64 && piece(session, offset, offset).len() < 64);
    }
}
