//! Laws about drafts, and about the lists of open ones.

use std::sync::Arc;

use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::SessionId,
        message::{Message, WindowRequest},
        offset::{Offset, Revision},
        part::Parts,
        session::SessionChange,
    },
    repository::{DraftCursor, DraftFilter, DraftRef, MessageBatch, MessageChange, OpenDraft},
    stream::{Chunk, ChunkLog},
};

use super::subject::{
    Subject, assert_not_found, assert_stale, at, complete, document, json, new_record, ok, race, says,
    sequence, text, write,
};

fn step() -> Chunk<'static> {
    Chunk::StartStep {}
}

#[track_caller]
fn assert_no_draft(result: &Result<Revision>) {
    let refused = matches!(result, Err(Error::Conflict(Conflict::NotADraft)));
    assert!(refused, "what is complete does not grow, but: {result:?}");
}

pub(super) async fn a_draft_shows_all_that_it_grew_by(store: Subject) {
    let session = store.start().await;
    let (before, draft) = (store.say(session, 1).await, store.draft(session).await);
    let began = Offset::from(draft.sequence);
    let writer = draft.draft.as_ref().map(|draft| draft.writer).expect("a draft");
    assert_eq!(draft.draft, Some(OpenDraft::new(began, at(0), writer)), "as it was appended");
    assert_eq!(draft.revision, draft.sequence.into(), "it begins at its sequence");
    let texts = ["Bees \u{1f41d}", "", " can", " dance"];
    let mut revision = ok(store.grow(session, draft.id, draft.revision, step()).await);
    revision = ok(store.grow(session, draft.id, revision, Chunk::text_start("1")).await);
    let mut said = String::new();
    let mut chunks = ChunkLog::new(&[step(), Chunk::text_start("1")]);
    for more in texts {
        let delta = Chunk::text_delta("1", more);
        let grown = ok(store.grow(session, draft.id, revision, delta.clone()).await);
        assert_eq!(grown.get(), revision.get() + 1, "growing takes the next offset");
        revision = grown;
        chunks.extend(&ChunkLog::new(std::slice::from_ref(&delta)));
        said.push_str(more);
        let found = ok(store.find_message(session, draft.id).await);
        assert_eq!(text(&found), said, "after it grew to {revision}");
        assert_eq!(found.revision, revision, "the revision is the offset of the last growth");
        assert_eq!(found.document, draft.document, "the document is that of the beginning");
        let open = found.draft.as_ref().expect("a draft");
        assert_eq!((open.began, open.grown_at, open.writer), (began, at(7), writer));
        assert_eq!(open.chunks, chunks, "all by what it grew");
        let window = store.quiet_window(session, WindowRequest::default()).await;
        assert_eq!(window.messages, [before[0].clone(), found], "as a window shows it");
    }
    let more = Chunk::MessageMetadata { message_metadata: Some(json(r#"{"model":"a/b"}"#)) };
    ok(store.grow(session, draft.id, revision, more).await);
    let found = ok(ok(store.find_message(session, draft.id).await).decode());
    assert_eq!(found.metadata, Some(json(r#"{"model":"a/b"}"#)), "what came by a chunk");
    assert!(found.draft, "it is not finished");
}

pub(super) async fn drafts_of_one_batch_begin_each_at_its_sequence(store: Subject) {
    let session = store.start().await;
    let batch = MessageBatch { draft: Some(store.account()), ..MessageBatch::new(store.messages(3)) };
    let appended = ok(store.append_batch(session, &batch).await).messages;
    for (message, number) in appended.iter().zip(1..) {
        let draft = message.draft.as_ref().expect("a draft");
        assert_eq!((message.sequence, draft.began), (sequence(number), Offset::new(number)));
    }
    assert_eq!(store.session(session).await.messages, appended, "as a window shows them");
}

pub(super) async fn a_late_change_is_a_conflict_and_changes_nothing(store: Subject) {
    let session = store.start().await;
    let draft = store.draft(session).await;
    let (id, mut current) = (draft.id, draft.revision);
    for _ in 0..3 {
        current = ok(store.grow(session, id, current, step()).await);
    }
    let before = store.session(session).await;
    for seen in [0, 1, 2, 3, 5, 1000].map(Revision::new) {
        assert_stale(&store.grow(session, id, seen, Chunk::text_start("late")).await, seen, current);
        assert_stale(&store.complete(session, id, seen, "late").await, seen, current);
        assert_stale(&store.open(session, id, seen).await, seen, current);
        assert_stale(&store.update(session, id, seen, MessageChange::Delete, 9).await, seen, current);
    }
    assert_eq!(store.session(session).await, before, "a late change changed something");
}

pub(super) async fn a_repeated_change_changes_nothing(store: Subject) {
    let session = store.start().await;
    let draft = store.draft(session).await;
    let (id, began) = (draft.id, draft.revision);
    let grown = ok(store.grow(session, id, began, step()).await);
    // What happens to the rest of the session does not make it another change.
    let other = store.say(session, 1).await.remove(0);
    let before = store.session(session).await;
    for _ in 0..3 {
        assert_eq!(ok(store.grow(session, id, began, step()).await), grown, "a repeated growth");
    }
    assert_stale(&store.grow(session, id, began, Chunk::text_start("1")).await, began, grown);
    assert_eq!(store.session(session).await, before, "a repeated growth changed something");

    let second = ok(store.grow(session, id, grown, step()).await);
    assert_stale(&store.grow(session, id, began, step()).await, began, second);
    let ended = ok(store.complete(session, id, second, "done").await);
    store.say(session, 1).await;
    let before = store.session(session).await;
    for _ in 0..3 {
        let again = store.update(session, id, second, complete(id, "done"), 99).await;
        assert_eq!(ok(again), ended, "a repeated finish");
    }
    assert_stale(&store.complete(session, id, second, "other").await, second, ended);
    let annotated = MessageChange::Complete { document: says(id, "done"), annotations: Some(json("{}")) };
    assert_stale(&store.update(session, id, second, annotated, 7).await, second, ended);
    assert_eq!(store.session(session).await, before, "a repeated finish changed something");

    let edited = ok(store.complete(session, other.id, other.revision, "edited").await);
    ok(store.update_session(session, &SessionChange::default(), write(1)).await);
    let before = store.session(session).await;
    for _ in 0..3 {
        let again = store.complete(session, other.id, other.revision, "edited").await;
        assert_eq!(ok(again), edited, "a repeated edit");
    }
    let other_words = store.complete(session, other.id, other.revision, "else").await;
    assert_stale(&other_words, other.revision, edited);
    assert_eq!(store.session(session).await, before, "a repeated edit changed something");

    let deleted = ok(store.update(session, other.id, edited, MessageChange::Delete, 7).await);
    store.say(session, 1).await;
    let before = store.session(session).await;
    for _ in 0..3 {
        let again = store.update(session, other.id, edited, MessageChange::Delete, 8).await;
        assert_eq!(ok(again), deleted, "a repeated deletion");
    }
    let late = store.update(session, other.id, other.revision, MessageChange::Delete, 8).await;
    assert_not_found(&late, Resource::Message);
    assert_eq!(store.session(session).await, before, "a repeated deletion changed something");
}

pub(super) async fn what_is_finished_does_not_grow(store: Subject) {
    let session = store.start().await;
    let draft = store.draft(session).await;
    let id = draft.id;
    let grown = ok(store.grow(session, id, draft.revision, step()).await);
    let finished = Message {
        id,
        metadata: Some(json(r#"{"tokens":17.0}"#)),
        parts: Parts::parse(r#"[{"type":"text","text":"done"}]"#).expect("parts"),
        ..store.typed("")
    };
    let annotations = Some(json(r#"{"ended":{"reason":"stop"}}"#));
    let change = MessageChange::Complete { document: document(&finished), annotations: annotations.clone() };
    let ended = ok(store.update(session, id, grown, change, 7).await);
    assert_eq!(ended.get(), grown.get() + 1, "finishing takes the next offset");
    let found = ok(store.find_message(session, id).await);
    assert_eq!(found.document, document(&finished), "what it was finished with");
    assert_eq!((&found.annotations, &found.draft, found.revision), (&annotations, &None, ended));
    assert_eq!((found.author, found.sequence), (draft.author, draft.sequence), "the rest stays");
    assert_eq!(store.session(session).await.messages, std::slice::from_ref(&found), "as a window shows it");

    assert_no_draft(&store.grow(session, id, ended, step()).await);
    assert_eq!(ok(store.find_message(session, id).await), found, "a refused growth changed something");
}

pub(super) async fn a_finished_message_goes_on_as_a_second_draft(store: Subject) {
    let session = store.start().await;
    let message = store.say(session, 1).await.remove(0);
    let opened = ok(store.open(session, message.id, message.revision).await);
    let found = ok(store.find_message(session, message.id).await);
    assert_eq!(found.document, message.document, "it begins from where it was");
    let draft = found.draft.as_ref().expect("a draft");
    assert_eq!((draft.began, found.revision), (opened.into(), opened), "it begins at the next offset");
    assert_eq!((opened.get(), &draft.chunks), (2, &ChunkLog::default()));
    assert_eq!((found.sequence, found.author), (message.sequence, message.author), "the rest stays");

    let grown = ok(store.grow(session, message.id, opened, step()).await);
    let found = ok(ok(store.find_message(session, message.id).await).decode());
    assert_eq!((found.parts.len(), found.revision), (2, grown), "it grew by one part");
    let ended = ok(store.complete(session, message.id, grown, "done").await);
    // What it grew by before does not come back.
    let again = ok(store.open(session, message.id, ended).await);
    let found = ok(store.find_message(session, message.id).await);
    assert_eq!((text(&found).as_str(), found.revision), ("done", again));
    assert!(found.draft.is_some_and(|draft| draft.chunks.is_empty()), "the first draft's growth is back");
}

pub(super) async fn two_drafts_of_a_session_grow_apart(store: Subject) {
    let session = store.start().await;
    let first = store.draft(session).await;
    let said = store.say(session, 1).await.remove(0);
    let second = store.draft(session).await;
    let (mut a, mut b) = (first.revision, second.revision);
    for (id, revision) in [(first.id, &mut a), (second.id, &mut b)] {
        *revision = ok(store.grow(session, id, *revision, Chunk::text_start("1")).await);
    }
    for word in ["one ", "two ", "three "] {
        a = ok(store.grow(session, first.id, a, Chunk::text_delta("1", word)).await);
        b = ok(store.grow(session, second.id, b, Chunk::text_delta("1", word.to_uppercase())).await);
    }
    let shown = store.session(session).await.messages;
    let texts: Vec<_> = shown.iter().map(text).collect();
    assert_eq!(texts, ["one two three ", text(&said).as_str(), "ONE TWO THREE "]);
    assert_eq!((shown[0].revision, shown[2].revision), (a, b), "each has its own revision");
    ok(store.complete(session, first.id, a, "first").await);
    let shown = store.session(session).await.messages;
    assert_eq!((shown[0].draft.is_some(), shown[2].draft.is_some()), (false, true), "one is finished");
}

pub(super) async fn a_takeover_makes_the_earlier_writer_stale(store: Subject) {
    let session = store.start().await;
    let draft = store.draft(session).await;
    let grown = ok(store.grow(session, draft.id, draft.revision, step()).await);
    let (earlier, later) = (draft.draft.map(|draft| draft.writer), store.account());
    let open = MessageChange::Open { writer: later };
    let taken = ok(store.update(session, draft.id, grown, open.clone(), 9).await);
    assert_eq!(taken.get(), grown.get() + 1, "taking over takes the next offset");
    let found = ok(store.find_message(session, draft.id).await);
    let open_draft = found.draft.clone().expect("a draft");
    assert_ne!(Some(open_draft.writer), earlier);
    assert_eq!((open_draft.writer, open_draft.began), (later, draft.sequence.into()), "it goes on");
    assert_eq!(open_draft.grown_at, at(9), "a takeover is a sign of life");
    let listed = ok(store.open_drafts(DraftFilter::default(), 1).await).drafts;
    assert_eq!((listed[0].grown_at, listed[0].revision), (at(9), taken), "as a list shows it");
    assert_eq!((open_draft.chunks, found.revision), (ChunkLog::new(&[step()]), taken));
    assert_stale(&store.grow(session, draft.id, grown, Chunk::text_start("1")).await, grown, taken);
    assert_stale(&store.complete(session, draft.id, grown, "late").await, grown, taken);
    // Two who take over want two different things, even with the same words.
    assert_stale(&store.update(session, draft.id, grown, open, 9).await, grown, taken);
    assert_eq!(ok(store.find_message(session, draft.id).await), found, "the earlier writer wrote");
    ok(store.grow(session, draft.id, taken, step()).await);
}

pub(super) async fn growing_leaves_updated_at_alone_and_finishing_does_not(store: Subject) {
    let session = store.start().await;
    let draft = store.draft(session).await;
    let updated_at = async || store.session(session).await.state.reference.updated_at;
    let grown = ok(store.grow(session, draft.id, draft.revision, step()).await);
    assert_eq!(updated_at().await, at(0), "after growing");
    assert_eq!(store.offset(session).await, grown.into(), "growing moves the offset");
    let ended = ok(store.complete(session, draft.id, grown, "done").await);
    assert_eq!(updated_at().await, at(7), "after finishing");
    let open = MessageChange::Open { writer: store.account() };
    let opened = ok(store.update(session, draft.id, ended, open, 8).await);
    assert_eq!(updated_at().await, at(8), "after opening");
    ok(store.update(session, draft.id, opened, MessageChange::Delete, 9).await);
    assert_eq!(updated_at().await, at(9), "after deleting");
}

pub(super) async fn deleted_drafts_do_not_exist(store: Subject) {
    let session = store.start().await;
    let (gone, other) = (store.draft(session).await, store.draft(session).await);
    let grown = ok(store.grow(session, gone.id, gone.revision, step()).await);
    ok(store.delete_message(session, gone.id, 1).await);
    let offset = store.offset(session).await;
    for base in [gone.revision, grown] {
        // Deleting names the base, so the same deletion again is a repetition; all else finds nothing.
        assert_not_found(&store.grow(session, gone.id, base, step()).await, Resource::Message);
        assert_not_found(&store.complete(session, gone.id, base, "x").await, Resource::Message);
        assert_not_found(&store.open(session, gone.id, base).await, Resource::Message);
    }
    assert_eq!(store.offset(session).await, offset, "what was refused took an offset");
    ok(store.delete_session(session, write(1)).await);
    assert_not_found(&store.grow(session, other.id, other.revision, step()).await, Resource::Session);
    assert_not_found(&store.complete(session, other.id, other.revision, "x").await, Resource::Session);
    assert_not_found(&store.open(session, other.id, other.revision).await, Resource::Session);
    ok(store.restore_session(session, write(2)).await);
    ok(store.grow(session, other.id, other.revision, step()).await);
}

pub(super) async fn follow_from_is_before_the_earliest_open_draft(store: Subject) {
    let session = store.start().await;
    let state = async || {
        let details = store.session(session).await.state.details;
        (details.follow_from.get(), details.offset.get())
    };
    assert_eq!(state().await, (0, 0), "a new session");
    let said = store.say(session, 2).await;
    assert_eq!(state().await, (2, 2), "no draft is open");
    let first = store.draft(session).await;
    let second = store.draft(session).await;
    assert_eq!(state().await, (2, 4), "two drafts are open");
    let grown = ok(store.grow(session, first.id, first.revision, step()).await);
    assert_eq!(state().await, (2, 5), "the first one grew");
    ok(store.complete(session, first.id, grown, "done").await);
    assert_eq!(state().await, (3, 6), "the second one is open");
    ok(store.open(session, said[0].id, said[0].revision).await);
    assert_eq!(state().await, (3, 7), "and an old message is open, later");
    ok(store.delete_message(session, second.id, 1).await);
    assert_eq!(state().await, (6, 8), "the old message only");
    let opened = ok(store.find_message(session, said[0].id).await).revision;
    ok(store.complete(session, said[0].id, opened, "done").await);
    assert_eq!(state().await, (9, 9), "no draft is open any more");
}

pub(super) async fn documents_and_chunks_are_kept_byte_for_byte(store: Subject) {
    const STORED: [&str; 4] = [
        r#"{"type":"text-delta","id":"1","delta":"\u0000 \u0041 \/ \ud83d","z" : 1.0,"a":1e5,"twice":1,"twice":2}"#,
        r#"{"delta":"type last \udE00","id":"\ud83d","type":"text-delta"}"#,
        r#"{"type":"tool-output-available","toolCallId":"c"}"#,
        r#"{"type":"data-x","data":[1.10,[ ],-0.0,123456789012345678901234567890e999]}"#,
    ];
    let session = store.start().await;
    let draft = store.draft(session).await;
    let mut revision = draft.revision;
    let mut all = ChunkLog::default();
    for text in STORED {
        let chunks = ChunkLog::from_stored(text.to_owned());
        let grow = MessageChange::Grow(chunks.clone());
        let grown = ok(store.update(session, draft.id, revision, grow.clone(), 7).await);
        assert_eq!(ok(store.update(session, draft.id, revision, grow, 7).await), grown, "a repetition");
        revision = grown;
        all.extend(&chunks);
    }
    let found = ok(store.find_message(session, draft.id).await);
    assert_eq!(found.draft.map(|draft| draft.chunks), Some(all), "the chunks");
    let finished = crate::model::message::Document::from_stored(format!(
        "{{\"id\":\"{}\",\"role\":\"assistant\",\"parts\":[ {} ],\"created_at\":\"{}\",\"parts2\":1e400}}",
        draft.id,
        STORED.join(",\n"),
        at(0)
    ));
    let change = MessageChange::Complete { document: finished.clone(), annotations: None };
    let ended = ok(store.update(session, draft.id, revision, change.clone(), 7).await);
    assert_eq!(ok(store.update(session, draft.id, revision, change, 7).await), ended, "a repetition");
    assert_eq!(ok(store.find_message(session, draft.id).await).document, finished, "the document");
    let opened = ok(store.open(session, draft.id, ended).await);
    let found = ok(store.find_message(session, draft.id).await);
    assert_eq!((found.document, found.revision), (finished, opened), "a draft of it");
}

pub(super) async fn what_a_draft_grew_to_is_stored_as_it_was_shown(store: Subject) {
    // Escapes of U+0000 and of half an emoji, numbers that no float holds, keys twice and out of order, a call without
    // its output, and an output that is missing.
    const CHUNKS: [&str; 14] = [
        r#"{"type":"start-step"}"#,
        r#"{"type":"reasoning-start","id":"r"}"#,
        r#"{"type":"reasoning-delta","id":"r","delta":"\u0000 \ud83d"}"#,
        r#"{"type":"reasoning-delta","id":"r","delta":"\ude00 \udead"}"#,
        r#"{"type":"reasoning-end","id":"r"}"#,
        r#"{"type":"tool-input-start","toolCallId":"a","toolName":"search"}"#,
        r#"{"type":"tool-input-delta","toolCallId":"a","inputTextDelta":"{\"z\":1e400,\"a\":"}"#,
        r#"{"type":"tool-input-available","toolCallId":"a","toolName":"search","input":{"z":1e400,"a":1,"a":2}}"#,
        r#"{"type":"tool-output-available","toolCallId":"a"}"#,
        r#"{"type":"tool-input-start","toolCallId":"b","toolName":"search"}"#,
        r#"{"type":"data-x","data":{"":[1.10,-0.0,123456789012345678901234567890,"\u0000\ud800"]}}"#,
        r#"{"type":"text-start","id":"t"}"#,
        r#"{"type":"text-delta","id":"t","delta":"\u0000\u001f\u2028"}"#,
        r#"{"type":"message-metadata","messageMetadata":{"\u0000":"\udc00","n":1e5}}"#,
    ];
    for count in 1..=CHUNKS.len() {
        let session = store.start().await;
        let draft = store.draft(session).await;
        let mut revision = draft.revision;
        for text in &CHUNKS[..count] {
            let grow = MessageChange::Grow(ChunkLog::from_stored((*text).to_owned()));
            revision = ok(store.update(session, draft.id, revision, grow, 7).await);
        }
        let grown = ok(ok(store.find_message(session, draft.id).await).decode());
        let shown = document(&grown);
        let change = MessageChange::Complete { document: shown.clone(), annotations: None };
        ok(store.update(session, draft.id, revision, change, 7).await);
        let found = ok(store.find_message(session, draft.id).await);
        assert_eq!(found.document, shown, "after {count} chunks");
        let read = ok(found.decode());
        assert_eq!((&read.parts, &read.metadata), (&grown.parts, &grown.metadata), "after {count} chunks");
        assert_eq!(store.session(session).await.messages, [found], "as a window shows it");
    }
}

fn of_session(session: SessionId) -> DraftFilter {
    DraftFilter { session: Some(session), ..DraftFilter::default() }
}

pub(super) async fn open_drafts_are_listed_by_their_last_growth(store: Subject) {
    let (first, second) = (store.start().await, store.start().await);
    let mut expected = Vec::new();
    for (session, time) in [(first, 5), (second, 3), (first, 3), (second, 9), (first, 1), (second, 5)] {
        let writer = store.account();
        let message = Message { author: None, ..store.typed("a draft") };
        let batch = MessageBatch { draft: Some(writer), ..MessageBatch::new(vec![new_record(&message)]) };
        let stored = ok(store.append_messages(session, &batch, write(time)).await).messages.remove(0);
        let cursor = DraftCursor { grown_at: at(time), session, began: stored.sequence.into() };
        expected.push(DraftRef::new(cursor, stored.id, stored.sequence, stored.revision, writer));
    }
    let list = async |filter, limit| ok(store.open_drafts(filter, limit).await).drafts;
    let all = DraftFilter::default();
    expected.sort_by_key(DraftRef::cursor);
    assert_eq!(list(all, 100).await, expected, "those that grew longest ago first");
    assert_eq!(list(all, 2).await, expected[..2], "at most two");
    for session in [first, second] {
        let of_one: Vec<_> = expected.iter().copied().filter(|draft| draft.session == session).collect();
        assert_eq!(list(of_session(session), 100).await, of_one, "of one session");
        assert_eq!(list(of_session(session), 1).await, of_one[..1], "the first of one session");
    }
    for time in [1, 3, 4, 5, 6, 100] {
        let before: Vec<_> = expected.iter().copied().filter(|draft| draft.grown_at < at(time)).collect();
        let filter = DraftFilter { grown_before: Some(at(time)), ..all };
        assert_eq!(list(filter, 100).await, before, "that grew last before {time}");
    }
    for limit in 1..=3 {
        let (mut met, mut filter) = (Vec::new(), all);
        loop {
            let page = ok(store.open_drafts(filter, limit).await);
            let end = page.drafts.last().filter(|_| page.drafts.len() == limit as usize);
            assert_eq!(page.next, end.map(DraftRef::cursor), "the cursor of a page of {limit}");
            met.extend(page.drafts);
            assert!(met.len() <= expected.len(), "a list has an end: {met:?}");
            let Some(next) = page.next else { break };
            filter.after = Some(next);
        }
        assert_eq!(met, expected, "page by page, {limit} a page");
    }
    // Growing moves a draft; a cursor does not need its draft.
    let moved = expected.remove(0);
    let grown = ok(store.grow(moved.session, moved.message, moved.revision, step()).await);
    let place = DraftCursor { grown_at: at(7), ..moved.cursor() };
    expected.push(DraftRef::new(place, moved.message, moved.sequence, grown, moved.writer));
    expected.sort_by_key(DraftRef::cursor);
    assert_eq!(list(all, 100).await, expected, "after one grew");
    let behind = DraftFilter { after: Some(moved.cursor()), ..all };
    assert_eq!(list(behind, 100).await, expected, "behind the place where it was");
}

pub(super) async fn drafts_that_ended_are_not_listed(store: Subject) {
    let (session, asleep) = (store.start().await, store.start().await);
    let mut drafts = Vec::new();
    for _ in 0..4 {
        drafts.push(store.draft(session).await);
    }
    let kept = store.draft(asleep).await;
    let said = store.say(session, 1).await.remove(0);
    let listed = async || {
        let listed = ok(store.open_drafts(DraftFilter::default(), 100).await).drafts;
        let mut messages: Vec<_> = listed.into_iter().map(|draft| draft.message).collect();
        messages.sort_unstable();
        messages
    };
    let sorted = |mut ids: Vec<_>| {
        ids.sort_unstable();
        ids
    };
    ok(store.complete(session, drafts[0].id, drafts[0].revision, "done").await);
    ok(store.delete_message(session, drafts[1].id, 1).await);
    let expected = sorted(vec![drafts[2].id, drafts[3].id, kept.id]);
    assert_eq!(listed().await, expected, "after one was finished and one was deleted");
    let opened = ok(store.open(session, said.id, said.revision).await);
    let expected = sorted(vec![drafts[2].id, drafts[3].id, kept.id, said.id]);
    assert_eq!(listed().await, expected, "after one began on an old message");
    ok(store.complete(session, said.id, opened, "done").await);
    ok(store.delete_session(session, write(1)).await);
    assert_eq!(listed().await, [kept.id], "after a session was deleted");
    assert_eq!(ok(store.open_drafts(of_session(session), 100).await).drafts, [], "of a deleted session");
    let nobody = of_session(store.id(SessionId::from_bytes));
    assert_eq!(ok(store.open_drafts(nobody, 100).await).drafts, [], "of a session that never was");
    ok(store.restore_session(session, write(2)).await);
    let expected = sorted(vec![drafts[2].id, drafts[3].id, kept.id]);
    assert_eq!(listed().await, expected, "after it was restored");
}

pub(super) async fn of_concurrent_changes_of_one_revision_one_succeeds(store: Subject) {
    const TASKS: usize = 8;
    const ROUNDS: u64 = 10;
    let session = store.start().await;
    let draft = store.draft(session).await;
    let (id, mut seen) = (draft.id, draft.revision);
    for round in 0..ROUNDS {
        let answers = race(TASKS, |task| {
            let store = store.clone();
            async move { store.grow(session, id, seen, Chunk::text_start(format!("{round}/{task}"))).await }
        })
        .await;
        let succeeded: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
        assert_eq!(succeeded.len(), 1, "changes that succeeded: {answers:?}");
        let grown = *succeeded[0];
        for refused in answers.iter().filter(|answer| answer.is_err()) {
            assert_stale(refused, seen, grown);
        }
        assert_eq!(grown.get(), seen.get() + 1, "those that were refused took offsets");
        seen = grown;
    }
    let log = ok(store.find_message(session, id).await).draft.expect("a draft").chunks;
    assert_eq!(log.decode().map(|chunks| chunks.len()).ok(), usize::try_from(ROUNDS).ok());
}

pub(super) async fn readers_see_a_draft_grow_and_never_shrink(store: Subject) {
    const STEPS: u64 = 60;
    let session = store.start().await;
    let draft = store.draft(session).await;
    let (id, began) = (draft.id, draft.revision);
    let whole: Arc<str> =
        (0..STEPS).flat_map(|step| [step.to_string(), ",".to_owned()]).collect::<String>().into();
    race(4, |task| {
        let (store, whole) = (store.clone(), Arc::clone(&whole));
        async move {
            if task == 0 {
                let mut seen = ok(store.grow(session, id, began, Chunk::text_start("1")).await);
                for step in 0..STEPS {
                    let delta = Chunk::text_delta("1", format!("{step},"));
                    seen = ok(store.grow(session, id, seen, delta).await);
                }
                ok(store.complete(session, id, seen, &whole).await);
                return;
            }
            let mut longest = 0;
            for _ in 0..10_000 {
                if longest == whole.len() {
                    break;
                }
                tokio::task::yield_now().await;
                let found = ok(store.find_message(session, id).await);
                let said = text(&found);
                assert!(whole.starts_with(said.as_str()), "no prefix: {said}");
                assert!(said.len() >= longest, "it shrank to {said}");
                longest = said.len();
                let shown = store.window(session, WindowRequest::newest(1)).await.messages.remove(0);
                assert!(shown.revision >= found.revision && text(&shown).len() >= longest, "it shrank");
            }
        }
    })
    .await;
}
