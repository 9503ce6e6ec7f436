//! [`Part`], one piece of a message, and [`Parts`], all parts of one.
//!
//! A part whose `type` is one word is declared in `part`, once; calls of tools are in `tool`, data of the application
//! and unknown types in `data`.

mod data;
mod declare;
mod object;
mod part;
mod parts;
mod tool;

pub use self::{
    data::{DataPart, OtherPart},
    object::Extra,
    part::{
        FilePart, Part, ReasoningFilePart, ReasoningPart, SourceDocumentPart, SourceUrlPart, StepStartPart,
        TextPart, TextState,
    },
    parts::{Parts, PartsIter},
    tool::{Approval, ToolKind, ToolPart, ToolState},
};

#[cfg(test)]
mod tests;
