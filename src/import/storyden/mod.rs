//! A database of Storyden: its robots and sessions, as they are kept here.
//!
//! - a [`StorydenSource`] is opened as a [`Database`](database::Database), all of which is read as of one moment;
//! - a [`Conversation`](conversation::Conversation) is one session of it, with its rows made into messages;
//! - [`whole`] converts that to the form that a store imports.

mod check;
mod conversation;
mod database;
mod event;
mod import;
#[cfg(feature = "postgres")]
mod postgres;
mod report;
mod resources;
mod source;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod transcript;
mod whole;

pub use self::{
    check::StorydenCheck,
    report::{StorydenProgress, StorydenReport},
    source::StorydenSource,
};
