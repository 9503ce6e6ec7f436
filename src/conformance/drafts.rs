//! Laws about messages that grow, and about what is kept of old ones for models.

use std::sync::Arc;

use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        message::Message,
        offset::{Revision, Sequence},
        page::WindowRequest,
        part::{Part, Parts},
    },
    repository::{MessageChange, MessageUpdate, Summary},
    stream::{Chunk, Chunks},
};

use super::subject::{Subject, assert_not_found, at, json, ok, race};

impl Subject {
    /// Appends a draft without parts.
    async fn draft(&self, session: SessionId) -> Message<AccountId> {
        let draft = Message { parts: Parts::empty(), draft: true, ..self.message("") };
        ok(self.append(session, vec![draft]).await).remove(0)
    }

    async fn update(
        &self,
        session: SessionId,
        id: MessageId,
        seen: u64,
        change: MessageChange,
    ) -> Result<Revision> {
        let update = MessageUpdate { seen: Revision::new(seen), change, at: at(7) };
        self.update_message(session, id, &update).await
    }

    async fn grow(
        &self,
        session: SessionId,
        id: MessageId,
        seen: u64,
        chunks: &[Chunk<'_>],
    ) -> Result<Revision> {
        self.update(session, id, seen, MessageChange::Grow(Chunks::new(chunks))).await
    }
}

fn finish(text: &str) -> MessageChange {
    MessageChange::Finish { parts: Parts::new([Part::text(text.to_owned())]).expect("parts"), metadata: None }
}

#[track_caller]
fn assert_stale(result: &Result<Revision>, seen: u64, current: u64) {
    let (seen, current) = (Revision::new(seen), Revision::new(current));
    let stale = matches!(
        result,
        Err(Error::Conflict(Conflict::StaleRevision { seen: s, current: c })) if (*s, *c) == (seen, current)
    );
    assert!(stale, "{seen} should be stale at {current}: {result:?}");
}

pub(super) async fn a_draft_shows_all_that_it_grew_by(store: Subject) {
    let session = store.start().await;
    let (before, draft) = (store.say(session, 1).await, store.draft(session).await);
    assert!(draft.draft && draft.revision == Revision::new(0), "as it was appended");
    let texts = ["Bees \u{1f41d}", "", " can", " dance"];
    ok(store.grow(session, draft.id, 0, &[Chunk::StartStep {}, Chunk::text_start("1")]).await);
    let mut said = String::new();
    for (seen, text) in (1..).zip(texts) {
        let chunk = Chunk::text_delta("1", text);
        assert_eq!(ok(store.grow(session, draft.id, seen, &[chunk]).await), Revision::new(seen + 1));
        said.push_str(text);
        let found = ok(store.find_message(session, draft.id).await);
        assert_eq!(found.parts.text(), said, "after {seen} changes");
        assert_eq!((found.draft, found.revision), (true, Revision::new(seen + 1)));
        let window = store.window(session, WindowRequest::default()).await;
        assert_eq!(window.messages, [before[0].clone(), found], "as a window shows it");
    }
    let more = Chunk::MessageMetadata { message_metadata: Some(json(r#"{"model":"a/b"}"#)) };
    ok(store.grow(session, draft.id, 1 + texts.len() as u64, &[more]).await);
    let found = ok(store.find_message(session, draft.id).await);
    assert_eq!(found.metadata, Some(json(r#"{"model":"a/b"}"#)), "what came by a chunk");

    let log = ok(store.find_draft(session, draft.id).await);
    assert_eq!(log.message.parts, Parts::empty(), "what it started from");
    assert_eq!(log.chunks.decode().map_or(0, |chunks| chunks.len()), 3 + texts.len(), "its chunks");
    assert_eq!(log.fold(), ok(store.find_message(session, draft.id).await));
}

pub(super) async fn a_late_change_is_a_conflict_and_changes_nothing(store: Subject) {
    let session = store.start().await;
    let id = store.draft(session).await.id;
    for seen in 0..3 {
        ok(store.grow(session, id, seen, &[Chunk::StartStep {}]).await);
    }
    let before = ok(store.find_message(session, id).await);
    for seen in [0, 1, 2, 4, 1000] {
        let other = [Chunk::text_start("late")];
        assert_stale(&store.grow(session, id, seen, &other).await, seen, 3);
        assert_stale(&store.update(session, id, seen, finish("late")).await, seen, 3);
        assert_stale(&store.update(session, id, seen, MessageChange::Open).await, seen, 3);
    }
    assert_eq!(ok(store.find_message(session, id).await), before);
}

pub(super) async fn a_repeated_change_changes_nothing(store: Subject) {
    let session = store.start().await;
    let id = store.draft(session).await.id;
    let same = [Chunk::StartStep {}];
    for _ in 0..3 {
        assert_eq!(ok(store.grow(session, id, 0, &same).await), Revision::new(1));
    }
    assert_eq!(ok(store.find_message(session, id).await).parts.len(), 1, "it grew once");
    ok(store.grow(session, id, 1, &same).await);
    assert_stale(&store.grow(session, id, 0, &same).await, 0, 2);
    for _ in 0..3 {
        assert_eq!(ok(store.update(session, id, 2, finish("done")).await), Revision::new(3));
    }
    assert_stale(&store.update(session, id, 2, finish("other")).await, 2, 3);
}

pub(super) async fn what_is_finished_does_not_grow(store: Subject) {
    let session = store.start().await;
    let id = store.draft(session).await.id;
    ok(store.grow(session, id, 0, &[Chunk::StartStep {}]).await);
    let metadata = Some(json(r#"{"tokens":17.0}"#));
    let parts = Parts::new([Part::text("done")]).expect("parts");
    let change = MessageChange::Finish { parts: parts.clone(), metadata: metadata.clone() };
    assert_eq!(ok(store.update(session, id, 1, change).await), Revision::new(2));
    let found = ok(store.find_message(session, id).await);
    assert_eq!((&found.parts, &found.metadata, found.draft), (&parts, &metadata, false));

    let grown = store.grow(session, id, 2, &[Chunk::StartStep {}]).await;
    assert!(matches!(grown, Err(Error::Conflict(Conflict::NotADraft))), "{grown:?}");
    let draft = store.find_draft(session, id).await;
    assert!(matches!(draft, Err(Error::Conflict(Conflict::NotADraft))), "{draft:?}");
    assert_eq!(ok(store.find_message(session, id).await), found);
}

pub(super) async fn an_opened_message_grows_from_where_it_was(store: Subject) {
    let session = store.start().await;
    let message = store.say(session, 1).await.remove(0);
    assert_eq!(ok(store.update(session, message.id, 0, MessageChange::Open).await), Revision::new(1));
    let opened = ok(store.find_message(session, message.id).await);
    assert_eq!((&opened.parts, opened.draft), (&message.parts, true));
    ok(store.grow(session, message.id, 1, &[Chunk::StartStep {}]).await);
    // Whoever opens it again takes it over.
    ok(store.update(session, message.id, 2, MessageChange::Open).await);
    assert_stale(&store.grow(session, message.id, 2, &[Chunk::text_start("1")]).await, 2, 3);
    ok(store.grow(session, message.id, 3, &[Chunk::StartStep {}]).await);
    let grown = ok(store.find_message(session, message.id).await);
    assert_eq!(grown.parts.len(), message.parts.len() + 2);
    // What it grew by before does not come back.
    ok(store.update(session, message.id, 4, finish("done")).await);
    ok(store.update(session, message.id, 5, MessageChange::Open).await);
    assert_eq!(ok(store.find_message(session, message.id).await).parts.text(), "done");
    assert!(ok(store.find_draft(session, message.id).await).chunks.is_empty());
}

pub(super) async fn growing_leaves_the_session_alone_and_finishing_does_not(store: Subject) {
    let session = store.start().await;
    let id = store.draft(session).await.id;
    ok(store.grow(session, id, 0, &[Chunk::StartStep {}]).await);
    let updated_at = async || ok(store.find_session(session, WindowRequest::default()).await).updated_at;
    assert_eq!(updated_at().await, at(0), "after growing");
    ok(store.update(session, id, 1, finish("done")).await);
    assert_eq!(updated_at().await, at(7), "after finishing");
}

pub(super) async fn deleted_drafts_do_not_exist(store: Subject) {
    let session = store.start().await;
    let (id, other) = (store.draft(session).await.id, store.draft(session).await.id);
    ok(store.grow(session, id, 0, &[Chunk::StartStep {}]).await);
    ok(store.delete_message(session, id, at(1)).await);
    assert_not_found(&store.grow(session, id, 1, &[Chunk::StartStep {}]).await, Resource::Message);
    assert_not_found(&store.update(session, id, 1, finish("x")).await, Resource::Message);
    assert_not_found(&store.find_draft(session, id).await, Resource::Message);
    ok(store.delete_session(session, at(1)).await);
    assert_not_found(&store.grow(session, other, 0, &[Chunk::StartStep {}]).await, Resource::Session);
    assert_not_found(&store.update(session, other, 0, finish("x")).await, Resource::Session);
    assert_not_found(&store.update(session, other, 0, MessageChange::Open).await, Resource::Session);
    assert_not_found(&store.find_draft(session, other).await, Resource::Session);
}

pub(super) async fn of_concurrent_changes_of_one_revision_one_succeeds(store: Subject) {
    const TASKS: usize = 8;
    const ROUNDS: u64 = 10;
    let session = store.start().await;
    let id = store.draft(session).await.id;
    for seen in 0..ROUNDS {
        let answers = race(TASKS, |task| {
            let store = store.clone();
            async move { store.grow(session, id, seen, &[Chunk::text_start(format!("{seen}/{task}"))]).await }
        })
        .await;
        let succeeded = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(succeeded, 1, "changes that succeeded: {answers:?}");
        for refused in answers.iter().filter(|answer| answer.is_err()) {
            assert_stale(refused, seen, seen + 1);
        }
    }
    let log = ok(store.find_draft(session, id).await);
    assert_eq!(log.chunks.decode().map(|chunks| chunks.len()).ok(), usize::try_from(ROUNDS).ok());
}

pub(super) async fn readers_see_a_draft_grow_and_never_shrink(store: Subject) {
    const STEPS: u64 = 60;
    let session = store.start().await;
    let id = store.draft(session).await.id;
    let text: Arc<str> =
        (0..STEPS).flat_map(|step| [step.to_string(), ",".to_owned()]).collect::<String>().into();
    race(4, |task| {
        let (store, text) = (store.clone(), Arc::clone(&text));
        async move {
            if task == 0 {
                ok(store.grow(session, id, 0, &[Chunk::text_start("1")]).await);
                for step in 0..STEPS {
                    let delta = Chunk::text_delta("1", format!("{step},"));
                    ok(store.grow(session, id, step + 1, &[delta]).await);
                }
                ok(store.update(session, id, STEPS + 1, finish(&text)).await);
                return;
            }
            let mut longest = 0;
            for _ in 0..10_000 {
                if longest == text.len() {
                    break;
                }
                tokio::task::yield_now().await;
                let found = ok(store.find_message(session, id).await);
                let said = found.parts.text();
                assert!(text.starts_with(said.as_str()), "no prefix: {said}");
                assert!(said.len() >= longest, "it shrank to {said}");
                longest = said.len();
                let shown = store.window(session, WindowRequest::newest(1)).await.messages.remove(0);
                assert!(shown.revision >= found.revision && shown.parts.text().len() >= longest, "it shrank");
            }
        }
    })
    .await;
}

pub(super) async fn a_summary_stays_until_a_longer_one_comes(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    let messages = store.say(session, 5).await;
    assert_eq!(ok(store.find_summary(session).await), None);
    let summary = |covers: u64, text: &str| Summary {
        covers: Sequence::new(covers).expect("a place"),
        text: text.to_owned(),
    };
    for (put, kept) in [
        (summary(3, "three"), summary(3, "three")),
        (summary(2, "two"), summary(3, "three")),
        (summary(3, "three again"), summary(3, "three again")),
        (summary(4, "four \u{1f41d}"), summary(4, "four \u{1f41d}")),
    ] {
        ok(store.put_summary(session, &put).await);
        assert_eq!(ok(store.find_summary(session).await), Some(kept));
    }
    assert_eq!(ok(store.find_summary(other).await), None);
    assert_eq!(ok(store.find_session(session, WindowRequest::default()).await).updated_at, at(0));

    // What was deleted is not told to a model, nor what was said of it.
    ok(store.delete_message(session, messages[4].id, at(1)).await);
    assert!(ok(store.find_summary(session).await).is_some());
    ok(store.delete_message(session, messages[3].id, at(1)).await);
    assert_eq!(ok(store.find_summary(session).await), None);
    ok(store.delete_session(session, at(1)).await);
    assert_not_found(&store.put_summary(session, &summary(5, "late")).await, Resource::Session);
    assert_not_found(&store.find_summary(session).await, Resource::Session);
}
