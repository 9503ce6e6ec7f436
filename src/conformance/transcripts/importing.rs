//! Laws about importing a whole session in one call.

use crate::{
    model::{
        error::Resource,
        id::{AccountId, MessageId, SessionId, TurnId},
        message::WindowRequest,
        offset::{Offset, Revision},
        page::PageRequest,
        session::SessionFilter,
        turn::Turn,
    },
    repository::{Change, ImportOutcome, SessionEvent, TranscriptEntry, TurnNews, WholeSession},
};

use super::{
    super::{
        replica::ALL,
        subject::{assert_not_found, at, ok, sequence, sequences, write},
    },
    Copied, Transcript,
    writing::copy,
};

const READER: AccountId = AccountId::from_bytes([9; 12]);
const OTHER: AccountId = AccountId::from_bytes([8; 12]);

/// Returns a session to import that an account has read to its end, with a cursor id that no message has, and with a
/// change of a turn.
async fn whole(store: &Copied) -> (SessionId, WholeSession) {
    let (session, mut copy) = copy(store).await;
    let offset = copy.head.offset.next();
    copy.head.offset = offset;
    let mut whole = WholeSession::new(copy.head, "as it was", copy.entries);
    let turn = Turn::new(store.id(TurnId::from_bytes), session, READER, at(1));
    whole.news.push((offset, TurnNews::Turn(Box::new(turn))));
    whole.aliases.push((store.id(MessageId::from_bytes), sequence(5)));
    whole.seen = vec![(READER, offset), (OTHER, Offset::new(2))];
    (session, whole)
}

async fn import(store: &Copied, whole: &WholeSession) -> ImportOutcome {
    ok(store.transcripts.import_session(whole, false).await)
}

/// Returns the changes of turns for followers.
async fn told(store: &Copied, session: SessionId) -> Vec<(Offset, TurnNews)> {
    let turn = |change: Change| match change.event {
        SessionEvent::Turn(turn) => Some((change.offset, TurnNews::Turn(turn))),
        _ => None,
    };
    ok(store.changes(session, Offset::default(), ALL).await).items.into_iter().filter_map(turn).collect()
}

fn transcript(whole: &WholeSession) -> Transcript {
    Transcript { head: whole.head.clone(), entries: whole.entries.clone() }
}

async fn unread(store: &Copied, session: SessionId, reader: AccountId) -> Option<u32> {
    let filter = SessionFilter::default().unread_of(reader);
    let listed = ok(store.list_sessions(filter, PageRequest::new(1, 9)).await).items;
    listed.iter().find(|listed| listed.id == session).and_then(|listed| listed.unread)
}

pub(super) async fn an_imported_session_is_visible_at_once(store: Copied) {
    let (session, whole) = whole(&store).await;
    let before = store.count(SessionFilter::default()).await;
    assert_eq!(import(&store, &whole).await, ImportOutcome::New);
    assert_eq!(store.read(session).await, transcript(&whole));
    assert_eq!(store.count(SessionFilter::default()).await, before + 1);
    assert!(store.listed(SessionFilter::default(), 9).await.contains(&session));
    assert_eq!(told(&store, session).await, whole.news, "what became of turns is told at its offset");
    let (alias, _) = whole.aliases[0];
    let older = store.window(session, WindowRequest::newest(9).before(alias)).await;
    assert_eq!(sequences(&older.messages), [1, 2, 4], "an id that no message has is a cursor");
    let newer = store.window(session, WindowRequest::newest(1).after(alias)).await;
    assert_eq!(sequences(&newer.messages), [6], "in both directions");
    assert_not_found(&store.find_message(session, alias).await, Resource::Message);
    assert_eq!(unread(&store, session, READER).await, Some(0));
    assert!(unread(&store, session, OTHER).await > Some(0), "who has read a part has more to read");
    let next = store.say(session, 1).await.remove(0);
    assert_eq!(next.sequence.get(), whole.head.offset.get() + 1, "offsets go on");
}

pub(super) async fn an_imported_session_is_replaced_by_what_it_became(store: Copied) {
    let (session, mut whole) = whole(&store).await;
    import(&store, &whole).await;
    let before = store.count(SessionFilter::default()).await;
    assert_eq!(import(&store, &whole).await, ImportOutcome::Same);
    ok(store.mark_read(session, OTHER, whole.head.offset).await);
    whole.news.clear();
    let offset = whole.head.offset.get();
    let gone = &mut whole.entries[3];
    *gone = TranscriptEntry::deleted(gone.id, gone.sequence, Revision::new(offset + 1));
    whole.head.offset = Offset::new(offset + 1);
    "As it is now".clone_into(&mut whole.head.reference.name);
    whole.head.reference.updated_at = at(77);
    "as it became".clone_into(&mut whole.fingerprint);
    let (old, _) = std::mem::replace(&mut whole.aliases[0], (store.id(MessageId::from_bytes), sequence(4)));
    assert_eq!(import(&store, &whole).await, ImportOutcome::Replaced);
    assert_eq!(store.read(session).await, transcript(&whole), "as if it had never been another");
    assert_eq!(store.count(SessionFilter::default()).await, before, "it is counted once");
    assert_eq!(unread(&store, session, OTHER).await, Some(0), "the later mark counts");
    assert_eq!(told(&store, session).await, [], "also what was told of turns");
    let window = WindowRequest::newest(9);
    assert!(store.find_session(session, window.before(old)).await.is_err(), "what it was is gone");
    let older = store.window(session, window.before(whole.aliases[0].0)).await;
    assert_eq!(sequences(&older.messages), [1, 2]);
    assert_eq!(import(&store, &whole).await, ImportOutcome::Same);
}

pub(super) async fn what_was_changed_here_is_left_alone(store: Copied) {
    let (session, mut imported) = whole(&store).await;
    import(&store, &imported).await;
    ok(store.hold_session(session, Some(at(1))).await);
    "as it became".clone_into(&mut imported.fingerprint);
    assert_eq!(import(&store, &imported).await, ImportOutcome::Changed, "what is held is kept");
    ok(store.hold_session(session, None).await);
    store.say(session, 1).await;
    let before = store.read(session).await;
    assert_eq!(import(&store, &imported).await, ImportOutcome::Changed);
    assert_eq!(store.read(session).await, before);

    let taken = store.start().await;
    store.say(taken, 1).await;
    let before = store.read(taken).await;
    imported.head.reference.id = taken;
    assert_eq!(import(&store, &imported).await, ImportOutcome::IdTaken, "it was not imported");
    assert_eq!(store.read(taken).await, before);
}

pub(super) async fn what_was_erased_here_stays_away(store: Copied) {
    let (session, mut whole) = whole(&store).await;
    import(&store, &whole).await;
    ok(store.delete_session(session, write(1)).await);
    "as it became".clone_into(&mut whole.fingerprint);
    assert_eq!(import(&store, &whole).await, ImportOutcome::Gone);
    ok(store.erase_session(session, None, false).await);
    assert_eq!(import(&store, &whole).await, ImportOutcome::Gone);
    assert_eq!(ok(store.find_start(session).await), None, "nothing of it is left");
}

pub(super) async fn a_dry_run_imports_nothing(store: Copied) {
    let (session, mut whole) = whole(&store).await;
    let dry = async |whole: &WholeSession| ok(store.transcripts.import_session(whole, true).await);
    assert_eq!(dry(&whole).await, ImportOutcome::New);
    assert_eq!(ok(store.find_start(session).await), None);
    import(&store, &whole).await;
    let before = store.read(session).await;
    "as it became".clone_into(&mut whole.fingerprint);
    "Another name".clone_into(&mut whole.head.reference.name);
    assert_eq!(dry(&whole).await, ImportOutcome::Replaced);
    assert_eq!(store.read(session).await, before);
}
