//! The laws about turns, for stores that have them.

pub(super) mod calls;
pub(super) mod changes;
pub(super) mod claims;
pub(super) mod queue;
pub(super) mod requests;
pub(super) mod subject;
