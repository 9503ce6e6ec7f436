//! The metadata that is added to messages of a chat when they are served: the author.

use std::sync::Arc;

use serde::Serialize;

use crate::{
    model::{
        error::Result,
        json::Json,
        json_writer::{write_array, write_plain, write_serde, write_text},
        message::{Ended, Message},
        profile::Profile,
        robot::RobotRef,
        time::Timestamp,
    },
    stream::ClientVersion,
};

/// The author of a message and the time, in `metadata.storyden`.
#[derive(Serialize)]
struct Speaker<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    robot: Option<&'a RobotRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a Arc<Profile>>,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<&'a Ended>,
}

/// Returns the author as JSON, and if `end`, how the message ended.
pub(super) fn speaker(message: &Message, end: bool) -> Result<Json<'static>> {
    Json::from_serialize(&Speaker {
        robot: message.robot.as_ref(),
        author: message.author.as_ref(),
        created_at: message.created_at,
        ended: message.annotations.ended.as_ref().filter(|_| end),
    })
}

/// Adds the author to metadata. Metadata that is not an object stays unchanged.
pub(super) fn with_speaker(metadata: Option<&Json<'_>>, speaker: &Json<'_>) -> Json<'static> {
    let fields = match metadata {
        None => "",
        Some(metadata) if metadata.is_object() => {
            let text = metadata.as_str().trim();
            text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or_default().trim()
        }
        Some(metadata) => return metadata.clone().into_owned(),
    };
    let comma = if fields.is_empty() { "" } else { "," };
    Json::from_stored(format!("{{{fields}{comma}\"storyden\":{}}}", speaker.as_str()))
}

/// Writes a message in the form of `useChat`.
pub(super) fn write_message(out: &mut Vec<u8>, message: &Message, clients: ClientVersion) -> Result<()> {
    out.extend_from_slice(b"{\"id\":");
    write_plain(out, &message.id);
    out.extend_from_slice(b",\"role\":");
    write_text(out, message.role.as_str())?;
    out.extend_from_slice(b",\"metadata\":");
    let metadata = with_speaker(message.metadata.as_ref(), &speaker(message, true)?);
    out.extend_from_slice(metadata.as_str().as_bytes());
    out.extend_from_slice(b",\"parts\":");
    if clients == ClientVersion::V5 {
        let parts: Vec<_> = message.parts.iter().collect();
        write_array(out, &parts, |out, part| match clients.part(part) {
            Some(text) => {
                out.extend_from_slice(text.as_str().as_bytes());
                Ok(())
            }
            None => write_serde(out, part),
        })?;
    } else {
        out.extend_from_slice(message.parts.as_str().as_bytes());
    }
    out.push(b'}');
    Ok(())
}
