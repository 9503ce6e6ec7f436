//! [`Transcripts`]: forks, exports and imports of whole sessions.

// First, so that the constructor is first on the page of `Transcripts`.
mod transcripts;

mod export;
mod fork;
mod lines;
mod markdown;
mod provenance;

pub(crate) use self::lines::{HeadLine, Line, SessionLine, VERSION};
pub(crate) use self::transcripts::PART;
pub use self::transcripts::Transcripts;
pub use self::{
    export::{Export, ExportFormat},
    fork::Fork,
    provenance::{ImportedMessage, ImportedMessages},
};
