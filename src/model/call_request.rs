//! [`CallRequest`]: a tool call's request to people, for an approval or for an output.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
    json::Json,
    profile::{Accounts, People, Profile, Resolve},
    robot::RobotKey,
    time::Timestamp,
};

/// The kind of a [`CallRequest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RequestKind {
    /// A member approves or denies the call.
    Approval,
    /// A client runs the tool and sends its output.
    Output,
}

impl RequestKind {
    /// Returns the name on the wire: `approval` or `output`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Output => "output",
        }
    }
}

/// The state of a [`CallRequest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RequestState {
    /// Nobody has decided it yet.
    Pending,
    /// A member approved the call.
    Approved,
    /// A member denied the call.
    Denied,
    /// A client sent the output.
    Answered,
    /// Nobody decided it in time.
    Expired,
    /// It needs no decision any more: its message was changed or deleted, its turn ended or was stopped, or a newer
    /// message interrupted the turn.
    Withdrawn,
}

impl RequestState {
    /// Returns the name on the wire: `pending`, `approved` …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Answered => "answered",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl fmt::Display for RequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A request of a tool call to people: to approve the call, or to run the tool at a client and send its output.
///
/// The call's part in its message is authoritative. The request lets members list what waits in all sessions, and
/// decide each request once. `P` is how people are represented: as [`Profile`]s in results of the service, as
/// [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "P: Deserialize<'de>"))]
#[non_exhaustive]
pub struct CallRequest<P = Arc<Profile>> {
    /// Its id.
    pub id: CallRequestId,
    /// The session.
    pub session_id: SessionId,
    /// The turn whose robot made the call, if it was made in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn_id: Option<TurnId>,
    /// The message that has the call.
    pub message_id: MessageId,
    /// The id of the call in its message. Providers repeat these ids.
    pub tool_call_id: String,
    /// The index of the call among the calls of its message, from 0.
    pub ordinal: u32,
    /// Whether it asks for an approval or for an output.
    pub kind: RequestKind,
    /// The id of the approval request in the message's part (`approvalId`), if the kind is
    /// [`Approval`](RequestKind::Approval).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_id: Option<String>,
    /// The tool.
    pub tool: String,
    /// The input of the call, any JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Json<'static>>,
    /// The robot that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub robot_id: Option<RobotKey>,
    /// The permission that a member needs to decide, by a name that the host knows. `None`: `USE_ROBOTS` is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// Its state.
    pub state: RequestState,
    /// The time at which it was made.
    pub created_at: Timestamp,
    /// The time at which it expires if nobody has decided it. `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Who decided it. `None` while it is pending, and if it expired or was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<P>,
    /// The time at which it was decided, expired or was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    /// The reason for the decision or the withdrawal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether it is decided, and the decision is not in the message yet because that is still being written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unapplied: bool,
}

impl<P> CallRequest<P> {
    /// Returns whether it is pending, or its decision is not in the message yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == RequestState::Pending || self.unapplied
    }

    /// Removes what its message said, once that is deleted. Returns whether there was anything.
    pub(crate) fn forget_content(&mut self) -> bool {
        self.input.take().is_some()
    }
}

impl CallRequest<AccountId> {
    /// Removes the account that decided it and the reason, if it is this account. Returns whether it was.
    pub(crate) fn forget(&mut self, account: AccountId) -> bool {
        let decided = self.decided_by.take_if(|by| *by == account).is_some();
        if decided {
            self.reason = None;
        }
        decided
    }
}

impl CallRequest<AccountId> {
    /// Creates a pending request with these fields. The other fields are `None`; set those that are known.
    pub fn new(
        id: CallRequestId,
        session_id: SessionId,
        message_id: MessageId,
        kind: RequestKind,
        tool_call_id: impl Into<String>,
        tool: impl Into<String>,
    ) -> Self {
        Self {
            id,
            session_id,
            turn_id: None,
            message_id,
            tool_call_id: tool_call_id.into(),
            ordinal: 0,
            kind,
            approval_id: None,
            tool: tool.into(),
            input: None,
            robot_id: None,
            permission: None,
            state: RequestState::Pending,
            created_at: Timestamp::UNIX_EPOCH,
            expires_at: None,
            decided_by: None,
            decided_at: None,
            reason: None,
            unapplied: false,
        }
    }
}

impl Resolve for CallRequest<AccountId> {
    type Resolved = CallRequest;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.extend(self.decided_by);
    }

    fn resolve(self, people: &People) -> CallRequest {
        CallRequest {
            id: self.id,
            session_id: self.session_id,
            turn_id: self.turn_id,
            message_id: self.message_id,
            tool_call_id: self.tool_call_id,
            ordinal: self.ordinal,
            kind: self.kind,
            approval_id: self.approval_id,
            tool: self.tool,
            input: self.input,
            robot_id: self.robot_id,
            permission: self.permission,
            state: self.state,
            created_at: self.created_at,
            expires_at: self.expires_at,
            decided_by: self.decided_by.map(|account| people.get(account)),
            decided_at: self.decided_at,
            reason: self.reason,
            unapplied: self.unapplied,
        }
    }
}
