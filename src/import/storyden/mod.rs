//! A database of Storyden.

mod conversation;
mod database;
mod event;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;
#[cfg(test)]
mod tests;
mod transcript;
