//! Windows of messages that are too long: what is left out of one, and where it goes on.

use crate::{
    model::message::{Anchor, WindowRequest},
    repository::{MessageRecord, SessionWindow},
};

fn size(message: &MessageRecord) -> usize {
    let growth = message.draft.as_ref().map_or(0, |draft| draft.chunks.as_str().len());
    message.document.as_bytes().len().saturating_add(growth)
}

/// Leaves out the messages of a window that are farthest from where it begins, until the others have at most so many
/// bytes or one is left.
pub(super) fn cut(found: &mut SessionWindow, request: WindowRequest, most: usize) {
    let messages = &mut found.messages;
    let mut bytes: usize = messages.iter().map(size).sum();
    let (mut from, mut to) = (0, messages.len());
    while bytes > most && to - from > 1 {
        let from_the_end = match request.anchor() {
            Anchor::After(_) => true,
            Anchor::Around(id) => {
                // One that was deleted is not in the window; it stood about in the middle.
                let middle =
                    messages.iter().position(|message| message.id == id).unwrap_or(messages.len() / 2);
                to - 1 - middle.min(to - 1) >= middle.saturating_sub(from)
            }
            Anchor::Newest | Anchor::Before(_) => false,
        };
        let dropped = if from_the_end {
            to -= 1;
            to
        } else {
            from += 1;
            from - 1
        };
        bytes -= messages.get(dropped).map_or(0, size);
    }
    let cut_after = to < messages.len();
    messages.truncate(to);
    messages.drain(..from);
    if cut_after {
        found.next_after = messages.last().map(|message| message.id);
    }
    if from > 0 {
        found.next_before = messages.first().map(|message| message.id);
    }
}
