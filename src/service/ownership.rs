//! Whose a message is: what those who use robots may change of it, and what only those who manage robots may.

use super::{Robots, operation::Actor};
use crate::{
    model::{
        error::{Denied, Error, Result},
        id::AccountId,
        message::Message,
        part::{Part, ToolState},
        permission::Permission,
    },
    repository::MessageRecord,
};

/// The error for what is not the caller's own, or is a decision.
pub(super) fn not_ones_own() -> Error {
    Error::PermissionDenied(Denied::NotOwn(Permission::ManageRobots))
}

impl Robots {
    /// Checks that a message is the actor's own and has no decision in it.
    pub(super) fn check_own(actor: &Actor, record: &MessageRecord) -> Result<()> {
        let own = matches!(actor, Actor::Member(account) if record.author == Some(*account));
        if own && !is_decided(&record.decode()?) { Ok(()) } else { Err(not_ones_own()) }
    }
}

/// Returns whether a message has a decided approval, or what came of an approved call: that is a record of who allowed
/// what.
pub(super) fn is_decided(message: &Message<AccountId>) -> bool {
    message.parts.iter().any(|part| match part {
        Part::Tool(tool) => {
            let decided = matches!(tool.state, ToolState::ApprovalResponded | ToolState::OutputDenied);
            decided || tool.approval.as_ref().is_some_and(|approval| approval.approved.is_some())
        }
        _ => false,
    })
}
