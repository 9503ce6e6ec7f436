//! [`ChatBody`]: the body that `DefaultChatTransport` of the AI SDK posts.

use serde_json::value::RawValue;

use super::id::ChatId;
use crate::{
    http::request::{Call, Fields, InvalidRequest, in_body},
    model::{
        error::{Error, Result},
        json::Json,
        json_scan,
        limits::Limits,
        message::NewMessage,
        robot::RobotKey,
    },
    repository::WhenBusy,
};

/// The fields of the body that are read.
pub(super) const FIELDS: [&str; 8] =
    ["id", "messages", "message", "trigger", "messageId", "robot", "when_running", "when_blocked"];

/// The parsed body: the trigger, and the message that it concerns.
#[derive(Debug)]
pub(super) struct ChatBody {
    pub(super) chat: ChatId,
    pub(super) trigger: Trigger,
    /// The last message.
    pub(super) message: Option<Posted>,
    /// The id of the message to answer again, or of the edited one, in either form of the body.
    pub(super) message_id: Option<String>,
    pub(super) robot: Option<RobotKey>,
    pub(super) when_running: WhenBusy,
    pub(super) when_blocked: WhenBusy,
}

/// The intent of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    Submit,
    Regenerate,
}

/// A posted message, and its id on the page.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) id: Option<String>,
    pub(super) message: NewMessage,
}

impl ChatBody {
    /// Parses the body. Of its messages only the last one is read, since there can be many.
    pub(super) fn read(call: &Call) -> Result<Self, InvalidRequest> {
        let body = call.fields(&FIELDS)?;
        let trigger = match body.text("trigger")?.as_deref() {
            None | Some("submit-message") => Trigger::Submit,
            Some("regenerate-message") => Trigger::Regenerate,
            Some(_) => {
                let reason = "must be `submit-message` or `regenerate-message`";
                return Err(Error::invalid_argument("trigger", reason).into());
            }
        };
        let message = last_message(&body)?
            .map(|(name, text)| {
                let posted = Posted::read(text, call.robots().limits()).map_err(|error| error.within(name));
                let mut posted = posted.map_err(InvalidRequest::from)?;
                call.settle(text, std::slice::from_mut(&mut posted.message))?;
                Ok::<_, InvalidRequest>(posted)
            })
            .transpose()?;
        if message.is_none() && trigger == Trigger::Submit {
            return Err(Error::invalid_argument("messages", "must have a message").into());
        }
        Ok(Self {
            chat: body.required("id", Fields::parsed)?,
            trigger,
            message,
            message_id: body.text("messageId")?.filter(|id| !id.is_empty()),
            robot: body.parsed("robot")?,
            when_running: when(&body, "when_running")?.unwrap_or_default(),
            // A page that sends a message while approvals wait has moved on.
            when_blocked: when(&body, "when_blocked")?.unwrap_or(WhenBusy::Interrupt),
        })
    }
}

/// Returns the text of the last message, and the name of its field.
fn last_message<'a>(body: &Fields<'a>) -> Result<Option<(&'static str, &'a str)>, InvalidRequest> {
    if let Some(message) = body.raw("message") {
        return Ok(Some(("message", message)));
    }
    let Some(messages) = body.raw("messages") else { return Ok(None) };
    let mut last = None;
    let each = |(_, message): (usize, &'a RawValue)| {
        last = Some(("messages", message.get()));
        Ok(())
    };
    json_scan::elements(messages, each).map_err(|error| error.within("messages"))?;
    Ok(last)
}

fn when(body: &Fields<'_>, name: &'static str) -> Result<Option<WhenBusy>, InvalidRequest> {
    let when = body.text(name)?.map(|text| match &*text {
        "queue" => Ok(WhenBusy::Queue),
        "refuse" => Ok(WhenBusy::Refuse),
        "interrupt" => Ok(WhenBusy::Interrupt),
        _ => Err(Error::invalid_argument(name, "must be `queue`, `refuse` or `interrupt`")),
    });
    Ok(when.transpose()?)
}

impl Posted {
    fn read(text: &str, limits: &Limits) -> Result<Self> {
        let mut message = NewMessage::parse_within(text, limits).map_err(in_body)?;
        message.metadata = message.metadata.map(without_storyden);
        let own = message.id.map(|id| id.to_string());
        Ok(Self { id: own.or_else(|| message.client_id.clone()), message })
    }
}

/// Removes the metadata that is added when a message is served.
fn without_storyden(metadata: Json<'static>) -> Json<'static> {
    if !metadata.is_object() || !metadata.as_str().contains("storyden") {
        return metadata;
    }
    let mut kept = String::from("{");
    json_scan::entries(metadata.as_str(), |key, value| {
        if &*key == "storyden" {
            return;
        }
        if kept.len() > 1 {
            kept.push(',');
        }
        key.write(&mut kept);
        kept.push(':');
        kept.push_str(value);
    });
    kept.push('}');
    Json::from_stored(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_to_metadata_is_taken_out() {
        for (given, kept) in [
            (r#"{"a":1.0,"storyden":{"robot":1},"b":[]}"#, r#"{"a":1.0,"b":[]}"#),
            (r#"{"storyden":1}"#, "{}"),
            (r#"{"a":"storyden"}"#, r#"{"a":"storyden"}"#),
            (r#""storyden""#, r#""storyden""#),
        ] {
            assert_eq!(without_storyden(Json::parse(given).unwrap()).as_str(), kept);
        }
    }
}
