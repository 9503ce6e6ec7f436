//! The statements of robots, toolsets, workspaces and instances, which have the same form.

use super::{
    columns::Layout,
    dialect::Dialect,
    list_statements::Order,
    rows::{INSTANCES, ROBOTS, TOOLSETS, WORKSPACES},
    statement::Statement,
    tables::Tables,
};
use crate::{model::error::Resource, repository::ResourceKind};

/// The statements of the four tables.
#[derive(Clone, Debug)]
pub(super) struct ResourceStatements {
    pub(super) robots: OfTable,
    pub(super) toolsets: OfTable,
    pub(super) workspaces: OfTable,
    pub(super) instances: OfTable,
    /// The statements that run when a workspace is deleted.
    pub(super) delete_instances: Statement,
    pub(super) forget_workspace: Statement,
}

/// The statements of one table.
#[derive(Clone, Debug)]
pub(super) struct OfTable {
    pub(super) create: Statement,
    pub(super) find: Statement,
    pub(super) lock: Statement,
    /// Finds another resource with a unique name.
    pub(super) find_named: Statement,
    pub(super) update: Statement,
    pub(super) delete: Statement,
    pub(super) count: Statement,
    pub(super) count_of: Statement,
    pub(super) list: Order,
    pub(super) list_of: Order,
}

impl ResourceStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let of = |layout: &Layout| OfTable::new(dialect, tables, layout.name);
        let make = |template: &str| Statement::new(dialect, tables, template);
        Self {
            robots: of(&ROBOTS),
            toolsets: of(&TOOLSETS),
            workspaces: of(&WORKSPACES),
            instances: of(&INSTANCES),
            delete_instances: make(
                "UPDATE {instances} SET deleted_at = :deleted_at WHERE workspace_id = :id AND deleted_at IS NULL",
            ),
            forget_workspace: make("UPDATE {robots} SET workspace_id = NULL WHERE workspace_id = :id"),
        }
    }

    pub(super) fn of<R: ResourceKind>(&self) -> &OfTable {
        match R::RESOURCE {
            Resource::Robot => &self.robots,
            Resource::Toolset => &self.toolsets,
            Resource::Workspace => &self.workspaces,
            // The traits name four kinds.
            _ => &self.instances,
        }
    }
}

impl OfTable {
    fn new(dialect: Dialect, tables: &Tables, table: &str) -> Self {
        let make = |template: &str| {
            let template = template.replace("{table", &format!("{{{table}"));
            Statement::new(dialect, tables, &template)
        };
        let of_workspace = " AND workspace_id = :workspace_id";
        let (all, existing) = (format!("{{{table}.*}}"), format!("{{{table}}} WHERE deleted_at IS NULL"));
        let list = |filter: &str| {
            let from = format!("{existing}{filter}");
            Order::new(dialect, tables, [&all, &from], ["created_at", "id"])
        };
        Self {
            create: make("INSERT INTO {table.insert} ON CONFLICT DO NOTHING"),
            find: make("SELECT {table.*} FROM {table} WHERE id = :id"),
            lock: make("SELECT {table.*} FROM {table} WHERE id = :id{for_update}"),
            find_named: make(
                "SELECT {table.*} FROM {table} WHERE unique_name = :unique_name AND deleted_at IS NULL AND id <> :id",
            ),
            update: make(
                "UPDATE {table} SET workspace_id = :workspace_id, unique_name = :unique_name, document = :document \
                 WHERE id = :id",
            ),
            delete: make("UPDATE {table} SET deleted_at = :deleted_at WHERE id = :id"),
            count: make("SELECT COUNT(*) FROM {table} WHERE deleted_at IS NULL"),
            count_of: make(&format!("SELECT COUNT(*) FROM {{table}} WHERE deleted_at IS NULL{of_workspace}")),
            list: list(""),
            list_of: list(of_workspace),
        }
    }
}

#[cfg(test)]
impl ResourceStatements {
    pub(super) fn all<'s>(&'s self) -> Vec<(&'static str, &'s Statement)> {
        let of = |of: &'s OfTable| {
            let OfTable { create, find, lock, update, delete, count, .. } = of;
            let mut all = vec![("create", create), ("find", find), ("lock", lock), ("update", update)];
            all.extend([("delete", delete), ("count", count)]);
            all.extend(of.list.all());
            all
        };
        let mut all: Vec<_> = [&self.robots, &self.toolsets, &self.workspaces, &self.instances]
            .into_iter()
            .flat_map(of)
            .collect();
        // Only toolsets have names of their own.
        all.push(("find_named", &self.toolsets.find_named));
        // Only instances are listed by workspace.
        all.push(("count_of", &self.instances.count_of));
        all.extend([
            ("delete_instances", &self.delete_instances),
            ("forget_workspace", &self.forget_workspace),
        ]);
        all.extend(self.instances.list_of.all());
        all
    }
}
