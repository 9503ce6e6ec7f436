//! [`Chunk`], one element of a stream, and [`Fragment`], a fragment of a string in one.

mod chunk;
mod create;
mod declare;
mod fragment;

pub use self::{chunk::Chunk, fragment::Fragment};
pub(super) use self::{chunk::split, fragment::unescape};

#[cfg(test)]
mod tests;
