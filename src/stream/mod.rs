//! The AI SDK's UI message stream: a message in chunks.
//!
//! - [`Chunk`] is one element of a stream, and [`sse`] the format on the wire;
//! - [`Assembler`] builds the parts of a message from chunks, as the AI SDK does, after each chunk;
//! - [`replay`] is the inverse: it creates chunks from parts, for a reader that joins late;
//! - [`ChunkLog`] holds the chunks of a draft as they are stored;
//! - [`ClientVersion`] leaves out of a stream what a release of the AI SDK does not know.
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
mod chunk_log;
mod client_version;
mod metadata;
mod open_part;
mod partial_json;
mod replay;
mod sdk_version;
pub mod sse;

#[cfg(feature = "axum")]
pub(crate) use self::replay::{catch_up, within_message};
pub use self::{
    assembler::{Assembler, End},
    chunk::{Chunk, Fragment},
    chunk_log::ChunkLog,
    client_version::ClientVersion,
    metadata::METADATA_LEVELS,
    replay::replay,
    sdk_version::SdkVersion,
};
