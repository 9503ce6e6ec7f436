//! The tables of robots, workspaces and instances, which are alike, and the operations on them.

use super::{
    columns::{Column, Key, Layout, Table, table},
    dialect::Dialect,
    tables::Tables,
};
use crate::model::{id::WorkspaceId, time::Timestamp};

table! {
    /// A robot, a workspace or an instance.
    struct ResourceRow in "robots", Key::Columns(&["id"]);
    id: String,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
    /// The workspace that it names. It counts, and not what the document says.
    workspace_id: Option<WorkspaceId>,
    document: String,
}

const COLUMNS: &[Column] = ResourceRow::LAYOUT.columns;

pub(super) const ROBOTS: Layout = ResourceRow::LAYOUT;
pub(super) const WORKSPACES: Layout = Layout { name: "workspaces", ..ROBOTS };
pub(super) const INSTANCES: Layout = Layout { name: "instances", columns: COLUMNS, ..ROBOTS };

/// The statements of the three tables.
#[derive(Clone, Debug)]
pub(super) struct ResourceStatements {}

impl ResourceStatements {
    pub(super) fn new(_dialect: Dialect, _tables: &Tables) -> Self {
        Self {}
    }
}
