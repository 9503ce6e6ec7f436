//! The texts and the reasoning of a message: they start, grow and end.

use super::Assembler;
use crate::{
    model::error::{Error, Result},
    stream::{
        chunk::Chunk,
        open_part::{OpenPart, Value},
        sdk_version::SdkVersion,
    },
};

impl Assembler {
    pub(super) fn push_text(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        match chunk {
            Chunk::TextStart { id, provider_metadata } => {
                self.texts.insert(id.clone().into_owned(), self.parts.len());
                self.append(
                    OpenPart::new("text")
                        .with("text", Some(Value::Text(String::new())))
                        .with("state", Some(Value::string("streaming")))
                        .with("providerMetadata", provider_metadata.as_ref().map(Value::json)),
                );
            }
            Chunk::ReasoningStart { id, provider_metadata } => {
                self.reasonings.insert(id.clone().into_owned(), self.parts.len());
                self.append(
                    OpenPart::new("reasoning")
                        .with("id", Some(Value::string(id)))
                        .with("text", Some(Value::Text(String::new())))
                        .with("state", Some(Value::string("streaming")))
                        .with("providerMetadata", provider_metadata.as_ref().map(Value::json)),
                );
            }
            Chunk::TextDelta { id, delta, provider_metadata }
            | Chunk::ReasoningDelta { id, delta, provider_metadata } => {
                let index = self.growing(chunk, id)?;
                self.change(index, |part| {
                    part.grow(delta.as_escaped());
                    part.set_some("providerMetadata", provider_metadata.as_ref().map(Value::json));
                });
            }
            Chunk::TextEnd { id, provider_metadata, .. } | Chunk::ReasoningEnd { id, provider_metadata } => {
                let citations = match chunk {
                    Chunk::TextEnd { citations, .. } if self.version >= SdkVersion::V7 => citations.as_ref(),
                    _ => None,
                };
                let index = self.growing(chunk, id)?;
                self.change(index, |part| {
                    part.set("state", Some(Value::string("done")));
                    part.set_some("citations", citations.map(Value::json));
                    part.set_some("providerMetadata", provider_metadata.as_ref().map(Value::json));
                });
                match chunk {
                    Chunk::TextEnd { .. } => self.texts.remove(&**id),
                    _ => self.reasonings.remove(&**id),
                };
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends all texts: nothing grows under their ids any more.
    pub(super) fn end_texts(&mut self) {
        self.texts.clear();
        self.reasonings.clear();
    }

    /// Returns the index of the growing text or reasoning that a chunk names.
    fn growing(&self, chunk: &Chunk<'_>, id: &str) -> Result<usize> {
        let growing = match chunk {
            Chunk::TextDelta { .. } | Chunk::TextEnd { .. } => &self.texts,
            _ => &self.reasonings,
        };
        let index = growing.get(id).copied().filter(|&index| index < self.parts.len());
        index.ok_or_else(|| Error::invalid_argument("id", "no open text has this id"))
    }
}
