//! [`Effects`]: what a store writes after the book has decided.

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

/// Something that followers are told, at an offset of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnNews {
    /// A turn has this state now, or was marked as stopped.
    Turn(Box<Turn<AccountId>>),
    /// A call of a draft was decided.
    Decision(Box<CallRequest<AccountId>>),
}

/// The writes that a store makes after the book has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// The generation of the session.
    pub generation: Generation,
    /// The turns that are new or changed.
    pub turns: Vec<TurnRecord>,
    /// The requests that are new or changed.
    pub requests: Vec<CallRequest<AccountId>>,
    /// The messages of which the decisions are no news any more: their drafts have ended, or they are gone.
    pub settled: Vec<MessageId>,
    /// What takes an offset, in this order.
    pub news: Vec<TurnNews>,
    /// When a worker can claim a turn of the session; it may be in the past. `None` while there is nothing to do. It is
    /// as it was if no turn changed.
    pub due: Option<Timestamp>,
}

impl Effects {
    /// Returns whether nothing is to be written.
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
