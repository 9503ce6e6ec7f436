//! [`Effects`]: the writes that a [`TurnBook`](super::TurnBook) decides on.

use serde::{Deserialize, Serialize};

use super::records::TurnRecord;
use crate::{
    model::{
        call_request::CallRequest,
        id::{AccountId, MessageId},
        offset::Generation,
        time::Timestamp,
        turn::Turn,
    },
    repository::changes::SessionEvent,
};

/// A change that followers receive, at an offset of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnNews {
    /// The state of a turn changed, or somebody asked it to stop.
    Turn(Box<Turn<AccountId>>),
    /// A request for a call of a draft was decided.
    Decision(Box<CallRequest<AccountId>>),
}

/// The writes that a store makes after the [`TurnBook`](super::TurnBook) has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// The generation of the session.
    pub generation: Generation,
    /// The new or changed turns.
    pub turns: Vec<TurnRecord>,
    /// The new or changed requests.
    pub requests: Vec<CallRequest<AccountId>>,
    /// The messages whose decisions followers no longer need: their drafts have ended, or they were deleted. Remove
    /// their [`TurnNews::Decision`]s.
    pub settled: Vec<MessageId>,
    /// The changes that take one offset each, in this order.
    pub news: Vec<TurnNews>,
    /// The time from which a worker can claim a turn of the session, which can be in the past. `None` if there is no
    /// such turn. If no turn changed, it is unchanged too.
    pub due: Option<Timestamp>,
}

impl Effects {
    /// Returns whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty() && self.requests.is_empty()
    }
}

impl From<TurnNews> for SessionEvent {
    fn from(news: TurnNews) -> Self {
        match news {
            TurnNews::Turn(turn) => Self::Turn(turn),
            TurnNews::Decision(request) => Self::Decision(request),
        }
    }
}
