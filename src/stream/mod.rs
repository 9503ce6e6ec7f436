//! The AI SDK's UI message stream: how a message arrives, piece by piece.
//!
//! - [`Chunk`] is one piece of a stream, [`sse`] is how chunks travel;
//! - an [`Assembler`] makes of chunks the very parts that the AI SDK would make of them, at every moment;
//! - [`replay`] goes the other way: it makes chunks of parts, for a reader who comes late.
//!
//! # Examples
//! ```
//! use storyden_robots::stream::{Assembler, Chunk};
//!
//! let mut assembler = Assembler::new();
//! for text in [
//!     r#"{"type":"start","messageId":"m1"}"#,
//!     r#"{"type":"text-start","id":"1"}"#,
//!     r#"{"type":"text-delta","id":"1","delta":"Bees can"}"#,
//! ] {
//!     assembler.push(&Chunk::parse(text)?)?;
//! }
//! assert_eq!(assembler.parts().as_str(), r#"[{"type":"text","text":"Bees can","state":"streaming"}]"#);
//!
//! assembler.push(&Chunk::text_delta("1", " dance."))?;
//! assembler.push(&Chunk::text_end("1"))?;
//! assert_eq!(assembler.parts().text(), "Bees can dance.");
//! # Ok::<(), storyden_robots::Error>(())
//! ```

mod assembler;
mod chunk;
mod chunks;
mod metadata;
mod object;
mod partial;
mod replay;
pub mod sse;

pub use self::{
    assembler::{Assembler, End},
    chunk::{Chunk, Fragment},
    chunks::Chunks,
    replay::replay,
};

/// The most levels that the metadata of a message may nest in a stream.
pub const METADATA_LEVELS: usize = 128;

/// The major version of the AI SDK whose ways a stream follows. The newest is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SdkVersion {
    /// `ai` 5
    V5,
    /// `ai` 6
    V6,
    /// `ai` 7
    #[default]
    V7,
}

/// Writes a string as JSON.
fn quoted(text: &str) -> String {
    // A string always has a JSON form.
    serde_json::to_string(text).unwrap_or_default()
}
