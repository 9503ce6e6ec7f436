//! [`SearchResults`]: the hits of a search.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::snippet::Snippet;
use crate::model::{
    error::Damaged,
    id::{AccountId, MessageId},
    message::MessageRole,
    offset::Sequence,
    profile::{Accounts, People, Profile, Resolve},
    robot::RobotRef,
    session::SessionRef,
    time::Timestamp,
};

/// The result of a search, best hits first.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResults<P = Arc<Profile>> {
    /// The hits, the best first.
    pub hits: Vec<SearchHit<P>>,
    /// Rows that match but do not decode; left out on the wire if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<Damaged>,
}

/// A hit of a search: a message, or the name of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit<P = Arc<Profile>> {
    /// The session.
    pub session: SessionRef<P>,
    /// The message. `None` if the session's name matched.
    ///
    /// [`WindowRequest::around`](crate::WindowRequest::around) selects it with its neighbours.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub message: Option<FoundMessage<P>>,
    /// An extract of the text around the words.
    pub snippet: Snippet,
}

/// The message of a [`SearchHit`], without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundMessage<P = Arc<Profile>> {
    /// Its id.
    pub id: MessageId,
    /// The offset at which it was appended.
    pub sequence: Sequence,
    /// The role of its author.
    pub role: MessageRole,
    /// The time at which it was appended.
    pub created_at: Timestamp,
    /// The robot that wrote it, with the name that it had then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub robot: Option<RobotRef>,
    /// The member who wrote it. `None` if a robot did, or if that is not known.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub author: Option<P>,
}

impl Resolve for SearchHit<AccountId> {
    type Resolved = SearchHit;

    fn accounts(&self, accounts: &mut Accounts) {
        self.session.accounts(accounts);
        accounts.extend(self.message.as_ref().and_then(|message| message.author));
    }

    fn resolve(self, people: &People) -> SearchHit {
        let message = self.message.map(|message| FoundMessage {
            id: message.id,
            sequence: message.sequence,
            role: message.role,
            created_at: message.created_at,
            robot: message.robot,
            author: message.author.map(|account| people.get(account)),
        });
        SearchHit { session: self.session.resolve(people), message, snippet: self.snippet }
    }
}

impl Resolve for SearchResults<AccountId> {
    type Resolved = SearchResults;

    fn accounts(&self, accounts: &mut Accounts) {
        self.hits.accounts(accounts);
    }

    fn resolve(self, people: &People) -> SearchResults {
        SearchResults { hits: self.hits.resolve(people), damaged: self.damaged }
    }
}
