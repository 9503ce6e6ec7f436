//! [`Message`], one message of a conversation: a `UIMessage` of the Vercel AI SDK, with its author and time.
//!
//! - [`Document`] is what is stored and served as one text;
//! - [`Annotations`] are facts about it that are not part of the document;
//! - [`NewMessage`] is a message to append;
//! - [`MessageList`] is a window of messages, the result of a [`WindowRequest`].

mod annotations;
mod document;
mod fields;
mod file_ref;
mod find_files;
mod json;
mod message;
mod new_message;
mod role;
mod window;

pub use self::{
    annotations::{Annotations, Edited, Ended},
    document::Document,
    file_ref::FileRef,
    message::Message,
    new_message::NewMessage,
    role::MessageRole,
    window::{Anchor, MessageList, WindowRequest},
};
pub(crate) use self::{
    annotations::{has_files, splice_annotations},
    json::{JsonCache, write_position},
    window::write_list,
};
