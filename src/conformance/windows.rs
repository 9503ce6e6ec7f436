//! Laws about windows of messages, and about reading a session backwards with them.

use std::collections::HashSet;

use crate::{
    model::{
        id::MessageId,
        message::{Message, WindowRequest},
    },
    repository::MessageBatch,
};

use super::subject::{Subject, again, assert_refused, at, ids, new_record, ok, sequences, write};

pub(super) async fn windows_are_the_newest_oldest_first(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 60).await);
    for limit in [1, 7, 50, 60, 100] {
        let window = store.quiet_window(session, WindowRequest::newest(limit)).await;
        let expected = &said[60_usize.saturating_sub(limit as usize)..];
        assert_eq!(ids(&window.messages), expected, "the newest {limit}");
        assert_eq!(window.next_after, None, "nothing is newer than the newest");
    }
}

pub(super) async fn a_cursor_is_exclusive(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 10).await);
    for (cursor, limit, expected) in [(9, 3, 6..9), (5, 1, 4..5), (3, 3, 0..3), (2, 50, 0..2), (1, 1, 0..1)] {
        let window = store.quiet_window(session, WindowRequest::newest(limit).before(said[cursor])).await;
        assert_eq!(ids(&window.messages), said[expected], "{limit} before the one at {cursor}");
    }
}

pub(super) async fn next_before_is_there_only_if_older_messages_exist(store: Subject) {
    let session = store.start().await;
    let empty = store.quiet_window(session, WindowRequest::newest(1)).await;
    assert_eq!((empty.messages.len(), empty.next_before), (0, None), "no messages at all");
    let said = ids(&store.say(session, 6).await);
    for limit in [1, 2, 3, 4, 6, 7, 100] {
        let window = store.quiet_window(session, WindowRequest::newest(limit)).await;
        let oldest = 6_usize.saturating_sub(limit as usize);
        let expected = (oldest > 0).then_some(said[oldest]);
        assert_eq!(window.next_before, expected, "the newest {limit} of 6");
    }
    let rest = store.quiet_window(session, WindowRequest::newest(3).before(said[3])).await;
    assert_eq!((rest.messages.len(), rest.next_before), (3, None), "exactly the three oldest");

    // What was deleted is no older message.
    ok(store.delete_message(session, said[0], 1).await);
    let window = store.quiet_window(session, WindowRequest::newest(5)).await;
    assert_eq!((window.messages.len(), window.next_before), (5, None), "the oldest is deleted");
}

pub(super) async fn walking_backwards_meets_every_message_once(store: Subject) {
    let session = store.start().await;
    let mut said = Vec::new();
    for count in [1, 99, 2, 48] {
        said.extend(store.say(session, count).await);
    }
    // 150 is a multiple of 1 and 50, and none of 7 and 100.
    for limit in [1, 7, 50, 100] {
        assert_eq!(store.walk(session, limit).await, said, "windows of {limit}");
    }
}

pub(super) async fn appends_do_not_disturb_a_walk(store: Subject) {
    let session = store.start().await;
    let mut said = store.say(session, 40).await;
    for limit in [1, 7, 20] {
        let mut met = Vec::new();
        let mut next = WindowRequest::newest(limit);
        let most = said.len();
        for windows in 1.. {
            assert!(windows <= most, "a walk of {windows} windows through {most} messages");
            let (mut older, cursor) = store.walk_from(session, next, 1).await;
            older.append(&mut met);
            met = older;
            let more = store.say(session, 2).await;
            let Some(cursor) = cursor else {
                assert_eq!(ids(&met), ids(&said), "windows of {limit}");
                assert_eq!(sequences(&met), sequences(&said));
                said = store.walk(session, 100).await;
                assert_eq!(said.last(), more.last(), "the next walk begins with the newest");
                break;
            };
            next = next.before(cursor);
        }
    }
}

pub(super) async fn clocks_order_no_message(store: Subject) {
    type Clock = fn(i64) -> i64;
    let clocks: [(&str, Clock); 3] = [
        ("one time for all", |_| 0),
        ("a clock that goes backwards", |n| -n),
        ("a clock that jumps", |n| n * 37 % 11),
    ];
    for (clock, time) in clocks {
        let session = store.start().await;
        let mut expected = Vec::new();
        for number in 0..30 {
            let message = Message { created_at: at(time(number)), ..store.typed("tick") };
            expected.push(message.id);
            let append = MessageBatch::new(vec![new_record(&message)]);
            ok(store.append_messages(session, &append, write(time(number))).await);
        }
        for limit in [1, 7, 50] {
            assert_eq!(ids(&store.walk(session, limit).await), expected, "{clock}, windows of {limit}");
        }
    }
}

pub(super) async fn deletes_do_not_disturb_a_walk(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 60).await;
    // Runs of deleted ones longer than a window, the newest and the oldest among them.
    let gone =
        |number: usize| number % 5 == 2 || (10..30).contains(&number) || [0, 1, 58, 59].contains(&number);
    for (number, message) in said.iter().enumerate() {
        if gone(number) {
            ok(store.delete_message(session, message.id, 1).await);
        }
    }
    let kept: Vec<_> = said
        .iter()
        .enumerate()
        .filter(|(number, _)| !gone(*number))
        .map(|(_, message)| message.clone())
        .collect();
    for limit in [1, 7, 50, 100] {
        assert_eq!(store.walk(session, limit).await, kept, "windows of {limit}");
    }

    // Each window's cursor is deleted before it is used.
    let mut met = HashSet::new();
    let mut next = WindowRequest::newest(7);
    for windows in 1.. {
        assert!(windows <= kept.len(), "a walk has an end");
        let (window, cursor) = store.walk_from(session, next, 1).await;
        for message in window {
            assert!(met.insert(message.id), "{} is met twice", message.id);
        }
        let Some(cursor) = cursor else { break };
        ok(store.delete_message(session, cursor, 2).await);
        next = next.before(cursor);
    }
    assert_eq!(met.len(), kept.len(), "a walk that deletes its cursors");
}

pub(super) async fn a_deleted_message_is_still_a_cursor(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 9).await);
    let cursor = WindowRequest::newest(3).before(said[6]);
    let before = store.quiet_window(session, cursor).await;
    ok(store.delete_message(session, said[6], 1).await);
    let after = store.quiet_window(session, cursor).await;
    let shown = (after.messages, after.next_before);
    assert_eq!(shown, (before.messages, before.next_before), "as before it was deleted");
    for gone in [0, 8] {
        ok(store.delete_message(session, said[gone], 1).await);
    }
    let all = store.quiet_window(session, WindowRequest::newest(50).before(said[8])).await;
    assert_eq!(ids(&all.messages), [said[1], said[2], said[3], said[4], said[5], said[7]]);
    let none = store.quiet_window(session, WindowRequest::newest(50).before(said[0])).await;
    assert_eq!((none.messages.len(), none.next_before), (0, None), "before the first one, deleted");
}

pub(super) async fn before_the_first_message_is_nothing(store: Subject) {
    let session = store.start().await;
    let first = store.say(session, 3).await.remove(0).id;
    let window = store.quiet_window(session, WindowRequest::newest(1).before(first)).await;
    assert_eq!((window.messages.len(), window.next_before), (0, None));
}

pub(super) async fn a_cursor_of_another_session_is_refused(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    store.say(session, 3).await;
    let foreign = ids(&store.say(other, 3).await);
    let window = WindowRequest::newest(2).before(foreign[1]);
    assert_refused(&store.find_session(session, window).await, "before");
    ok(store.delete_message(other, foreign[1], 1).await);
    assert_refused(&store.find_session(session, window).await, "before");
    ok(store.delete_session(other, write(2)).await);
    assert_refused(&store.find_session(session, window).await, "before");
}

pub(super) async fn a_cursor_that_never_was_is_refused(store: Subject) {
    let session = store.start().await;
    let never = WindowRequest::newest(2).before(store.id(MessageId::from_bytes));
    assert_refused(&store.find_session(session, never).await, "before");
    store.say(session, 3).await;
    assert_refused(&store.find_session(session, never).await, "before");
    // An id that an append brought, and that was refused with it.
    let taken = again(&store.say(session, 1).await[0]);
    let refused = store.message("refused");
    let window = WindowRequest::newest(2).before(refused.id);
    let batch = vec![refused, taken];
    assert!(store.append(session, batch).await.is_err(), "a taken id is refused");
    assert_refused(&store.find_session(session, window).await, "before");
}

pub(super) async fn a_window_after_a_message_is_exclusive(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 10).await);
    for (cursor, limit, expected) in
        [(0, 3, 1..4), (4, 1, 5..6), (6, 3, 7..10), (7, 50, 8..10), (8, 1, 9..10)]
    {
        let window = store.quiet_window(session, WindowRequest::newest(limit).after(said[cursor])).await;
        let newer = (expected.end < 10).then(|| said[expected.end - 1]);
        assert_eq!(window.next_after, newer, "newer ones than {limit} after the one at {cursor}");
        assert_eq!(window.next_before, Some(said[expected.start]), "the cursor itself is older");
        assert_eq!(ids(&window.messages), said[expected], "{limit} after the one at {cursor}");
    }
    let window = store.quiet_window(session, WindowRequest::newest(5).after(said[9])).await;
    assert_eq!((window.messages.len(), window.next_after), (0, None), "after the newest");
}

pub(super) async fn a_window_around_a_message_has_half_of_it_before(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 10).await);
    for (cursor, limit, expected) in
        [(5, 5, 3..8), (5, 4, 3..7), (5, 1, 5..6), (5, 2, 4..6), (4, 3, 3..6), (5, 9, 1..10)]
    {
        let window = store.quiet_window(session, WindowRequest::newest(limit).around(said[cursor])).await;
        assert_eq!(ids(&window.messages), said[expected.clone()], "{limit} around the one at {cursor}");
        let older = (expected.start > 0).then(|| said[expected.start]);
        assert_eq!(window.next_before, older, "{limit} around the one at {cursor}: older ones");
        let newer = (expected.end < 10).then(|| said[expected.end - 1]);
        assert_eq!(window.next_after, newer, "{limit} around the one at {cursor}: newer ones");
    }
    // At an end, there may be fewer; what is there is in order, with the message in it.
    for cursor in [0, 1, 9] {
        let window = store.quiet_window(session, WindowRequest::newest(6).around(said[cursor])).await;
        let shown = ids(&window.messages);
        assert!(shown.contains(&said[cursor]), "around the one at {cursor}: it is in its window");
        let first = said.iter().position(|id| Some(id) == shown.first()).expect("a message of the session");
        assert_eq!(shown, said[first..first + shown.len()], "around the one at {cursor}: no hole");
    }
}

pub(super) async fn next_after_is_there_only_if_newer_messages_exist(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 6).await);
    let after = async |window: WindowRequest| store.quiet_window(session, window).await.next_after;
    let two = WindowRequest::newest(2);
    assert_eq!(after(two).await, None, "the newest");
    assert_eq!(after(two.before(said[4])).await, Some(said[3]), "before the fifth");
    assert_eq!(after(two.before(said[5])).await, Some(said[4]), "before the newest");
    assert_eq!(after(two.after(said[3])).await, None, "after the fourth");
    assert_eq!(after(two.after(said[2])).await, Some(said[4]), "after the third");
    // What was deleted is no newer message.
    ok(store.delete_message(session, said[5], 1).await);
    assert_eq!(after(two.after(said[2])).await, None, "after the third, the newest deleted");
    assert_eq!(after(two.before(said[5])).await, None, "before the newest, deleted");
}

pub(super) async fn walking_forwards_meets_every_message_once(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 60).await;
    let gone = |number: usize| number % 5 == 2 || (10..30).contains(&number) || [1, 58, 59].contains(&number);
    for (number, message) in said.iter().enumerate() {
        if gone(number) {
            ok(store.delete_message(session, message.id, 1).await);
        }
    }
    let kept: Vec<_> =
        said.iter().enumerate().filter(|(number, _)| !gone(*number)).map(|(_, it)| it).collect();
    for limit in [1, 7, 50] {
        let first = store.quiet_window(session, WindowRequest::newest(1).around(said[0].id)).await;
        let (mut met, mut next) = (first.messages, first.next_after);
        while let Some(cursor) = next {
            assert!(met.len() <= kept.len(), "a walk has an end");
            let window = store.quiet_window(session, WindowRequest::newest(limit).after(cursor)).await;
            assert!(!window.messages.is_empty(), "newer messages exist, it was said");
            met.extend(window.messages);
            next = window.next_after;
        }
        assert_eq!(met.iter().collect::<Vec<_>>(), kept, "windows of {limit}");
    }
}

pub(super) async fn a_deleted_message_is_a_cursor_of_every_kind(store: Subject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 9).await);
    for gone in [4, 5, 0, 8] {
        ok(store.delete_message(session, said[gone], 1).await);
    }
    let ask = WindowRequest::newest(2);
    for (window, expected) in [
        (ask.before(said[4]), vec![said[2], said[3]]),
        (ask.after(said[4]), vec![said[6], said[7]]),
        (ask.after(said[0]), vec![said[1], said[2]]),
        (ask.after(said[8]), vec![]),
        (ask.before(said[0]), vec![]),
    ] {
        assert_eq!(ids(&store.quiet_window(session, window).await.messages), expected, "{window:?}");
    }
    let around = store.quiet_window(session, WindowRequest::newest(4).around(said[4])).await;
    let shown = ids(&around.messages);
    assert!(!shown.contains(&said[4]), "a deleted message is not shown");
    assert!(shown.contains(&said[3]) && shown.contains(&said[6]), "its neighbours are: {shown:?}");
    let foreign = ids(&store.say(store.start().await, 1).await)[0];
    for never in [foreign, store.id(MessageId::from_bytes)] {
        assert_refused(&store.find_session(session, ask.after(never)).await, "after");
        assert_refused(&store.find_session(session, ask.around(never)).await, "around");
    }
}
