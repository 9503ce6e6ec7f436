//! The table `sessions`, and the operations on sessions themselves.

use super::columns::{Key, table};
use crate::model::{
    id::{AccountId, SessionId, WorkspaceInstanceId},
    json::Json,
    offset::{Generation, Offset, Revision},
    robot::RobotKey,
    time::Timestamp,
};

table! {
    /// A session.
    struct SessionRow in "sessions", Key::Number;
    id: SessionId,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
    /// The offset of the last change of anything in the session.
    last_offset: Offset,
    /// The offset of the last change of the session itself.
    revision: Revision,
    generation: Generation,
    created_by: AccountId,
    active_robot: Option<RobotKey>,
    active_instance: Option<WorkspaceInstanceId>,
    name: String,
    misc: Option<Json<'static>>,
}
