//! [`Message`], one message of a conversation.

use std::sync::Arc;

use super::{annotations::Annotations, role::MessageRole};
use crate::model::{
    id::{AccountId, MessageId},
    json::Json,
    offset::{Revision, Sequence},
    part::Parts,
    profile::{Accounts, People, Profile, Resolve},
    robot::RobotRef,
    time::Timestamp,
};

/// One message of a conversation, by a robot or a member.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<P = Arc<Profile>> {
    /// Its id.
    pub id: MessageId,
    /// The offset at which it was appended. `None` if it was read from JSON without one, such as Storyden's.
    pub sequence: Option<Sequence>,
    /// The offset of its last change; 0 if it was read from JSON without one.
    pub revision: Revision,
    /// The role of its author.
    pub role: MessageRole,
    /// Its parts, in order.
    pub parts: Parts,
    /// The metadata of the client, any JSON. `Some(null)` and `None`, a missing field, are different.
    pub metadata: Option<Json<'static>>,
    /// The time at which it was appended.
    pub created_at: Timestamp,
    /// The robot that wrote it, with the name that it had then.
    pub robot: Option<RobotRef>,
    /// The member who wrote it. `None` if a robot did, or if that is not known.
    pub author: Option<P>,
    /// The fields of its JSON object that this crate does not know, as one object.
    pub extra: Option<Json<'static>>,
    /// Facts about it that are not part of its document.
    pub annotations: Annotations,
    /// Whether it is unfinished: it is being written, or its writer stopped without ending it.
    pub draft: bool,
}

impl<P> Message<P> {
    /// Replaces the representation of its author.
    pub(crate) fn with_author<Q>(self, show: impl FnOnce(P) -> Option<Q>) -> Message<Q> {
        Message {
            id: self.id,
            sequence: self.sequence,
            revision: self.revision,
            role: self.role,
            parts: self.parts,
            metadata: self.metadata,
            created_at: self.created_at,
            robot: self.robot,
            author: self.author.and_then(show),
            extra: self.extra,
            annotations: self.annotations,
            draft: self.draft,
        }
    }
}

impl Resolve for Message<AccountId> {
    type Resolved = Message;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.extend(self.author);
    }

    fn resolve(self, people: &People) -> Message {
        self.with_author(|account| Some(people.get(account)))
    }
}
