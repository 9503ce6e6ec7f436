//! [`Chunk`], one piece of a stream, and [`Fragment`], a piece of a string in one.

mod chunk;
mod create;
mod declare;
mod fragment;

pub use self::{chunk::Chunk, fragment::Fragment};
pub(super) use self::{chunk::split, fragment::unescape};

#[cfg(test)]
mod tests;
