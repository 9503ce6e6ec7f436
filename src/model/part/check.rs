//! What a part must have to be stored.

use std::borrow::Cow;

use super::object::{Field, Fields};
use crate::model::{
    error::{Error, Result},
    json_scan::string,
};

/// Checks that a part has a `type`, and a known one the fields that its type requires.
pub(super) fn check(part: &Fields<'_>) -> Result<()> {
    let kind = required_string(part, Field::Type)?;
    match &*kind {
        "text" | "reasoning" => strings(part, &[Field::Text]),
        "file" | "reasoning-file" => strings(part, &[Field::MediaType, Field::Url]),
        "source-url" => strings(part, &[Field::SourceId, Field::Url]),
        "source-document" => strings(part, &[Field::SourceId, Field::MediaType, Field::Title]),
        "dynamic-tool" => strings(part, &[Field::ToolName]).and_then(|()| check_tool(part)),
        tool if tool.starts_with("tool-") => check_tool(part),
        _ => Ok(()),
    }
}

fn check_tool(part: &Fields<'_>) -> Result<()> {
    strings(part, &[Field::ToolCallId])?;
    let state = required_string(part, Field::State)?;
    // `input` and `output` may be missing everywhere: JavaScript's `undefined` has no JSON. So may the `approval`
    // of a refused call, which a stream can refuse without having asked.
    match &*state {
        "approval-requested" => check_approval(part).map(drop),
        "approval-responded" => {
            let approval = check_approval(part)?;
            match required(&approval, Field::Approved).map_err(within_approval)? {
                "true" | "false" => Ok(()),
                _ => Err(within_approval(Error::invalid_argument("approved", "must be a boolean"))),
            }
        }
        "output-error" => strings(part, &[Field::ErrorText]),
        // What needs nothing more, and what a later AI SDK may add.
        _ => Ok(()),
    }
}

fn check_approval<'a>(part: &Fields<'a>) -> Result<Fields<'a>> {
    let text = required(part, Field::Approval)?;
    if !text.starts_with('{') {
        return Err(Error::invalid_argument(Field::Approval.name(), "must be an object"));
    }
    let approval = Fields::of(text);
    strings(&approval, &[Field::Id]).map_err(within_approval)?;
    Ok(approval)
}

fn within_approval(error: Error) -> Error {
    error.within(Field::Approval.name())
}

fn required<'a>(object: &Fields<'a>, field: Field) -> Result<&'a str> {
    object.get(field).ok_or_else(|| Error::invalid_argument(field.name(), "is missing"))
}

fn strings(object: &Fields<'_>, fields: &[Field]) -> Result<()> {
    fields.iter().try_for_each(|&field| {
        if required(object, field)?.starts_with('"') { Ok(()) } else { Err(not_a_string(field)) }
    })
}

fn required_string<'a>(object: &Fields<'a>, field: Field) -> Result<Cow<'a, str>> {
    string(required(object, field)?).ok_or_else(|| not_a_string(field))
}

fn not_a_string(field: Field) -> Error {
    Error::invalid_argument(field.name(), "must be a string")
}
