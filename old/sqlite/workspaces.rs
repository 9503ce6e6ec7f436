//! Workspaces and their instances.

use async_trait::async_trait;
use rusqlite::Connection;

use super::{
    connection::{insert, row, rows, sum},
    lists::{Listing, find, lengthen, page},
    store::SqliteStore,
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, WorkspaceId, WorkspaceInstanceId},
        page::{Page, PageRequest},
        robot::Robot,
        time::Timestamp,
        workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
    },
    repository::WorkspaceRepository,
    sql::{Statements, instance_checksum, list, robot_checksum, row as decode, values, workspace_checksum},
};

#[async_trait]
impl WorkspaceRepository for SqliteStore {
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        let workspace = workspace.clone();
        self.write(move |c, s| {
            let values = values::workspace(&workspace);
            if !insert(c, &s.insert_workspace, &values)? {
                return Err(Error::already_exists(Resource::Workspace, workspace.id));
            }
            lengthen(c, s, [list::WORKSPACES], 1)
        })
        .await
    }

    async fn list_workspaces(&self, request: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        self.read(move |c, s| {
            let listing = Listing {
                length: list::WORKSPACES,
                from_newest: &s.list_workspaces,
                from_oldest: &s.list_workspaces_from_end,
                count: &s.count_workspaces,
                within: None,
            };
            page(c, s, request, &listing, None, |row| decode::workspace(row))
        })
        .await
    }

    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        self.read(move |c, s| find_workspace(c, s, id)).await
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_workspace(c, s, id)?;
            let values = values::workspace_change(id, &change, at);
            let workspace = row(c, &s.update_workspace, &values, |row| decode::workspace(row))?
                .ok_or_else(|| Error::not_found(Resource::Workspace, id))?;
            sum(c, &s.sum_workspace, &id, workspace_checksum(&workspace))?;
            Ok(workspace)
        })
        .await
    }

    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [
                ("id", id.to_string().into()),
                ("workspace_id", id.to_string().into()),
                ("at", at.as_micros().into()),
            ];
            row(c, &s.delete_workspace, &values, |_| Ok(()))?
                .ok_or_else(|| Error::not_found(Resource::Workspace, id))?;
            lengthen(c, s, [list::WORKSPACES], -1)?;
            let robots = rows(c, &s.robots_of_workspace, &values, |row| decode::robot(row))?;
            insert(c, &s.clear_robots_workspace, &values)?;
            for Robot { id, .. } in robots {
                let values = [("id", id.to_string().into())];
                if let Some(robot) = row(c, &s.robot_row, &values, |row| decode::robot(row))? {
                    sum(c, &s.sum_robot, &id, robot_checksum(&robot))?;
                }
            }
            let instances = rows(c, &s.delete_instances_of, &values, |_| Ok(()))?.len();
            let fewer = -i64::try_from(instances).unwrap_or(0);
            lengthen(c, s, [list::INSTANCES, &list::instances_of(id)], fewer)
        })
        .await
    }

    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let instance = instance.clone();
        self.write(move |c, s| {
            find_workspace(c, s, instance.workspace_id)?;
            let values = values::instance(&instance);
            if !insert(c, &s.insert_instance, &values)? {
                return Err(Error::already_exists(Resource::WorkspaceInstance, instance.id));
            }
            lengthen(c, s, [list::INSTANCES, &list::instances_of(instance.workspace_id)], 1)
        })
        .await
    }

    async fn list_instances(
        &self,
        filter: InstanceFilter,
        request: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        self.read(move |c, s| {
            let workspace = filter.workspace_id.map(|workspace| workspace.to_string());
            let (from_newest, from_oldest, count) = match workspace {
                Some(_) => (&s.list_instances_of, &s.list_instances_of_from_end, &s.count_instances_of),
                None => (&s.list_instances, &s.list_instances_from_end, &s.count_instances),
            };
            let length = workspace.as_ref().map_or(list::INSTANCES.to_owned(), list::instances_of);
            let within = workspace.map(|workspace| ("workspace_id", workspace.into()));
            let listing = Listing { length: &length, from_newest, from_oldest, count, within };
            page(c, s, request, &listing, None, |row| decode::instance(row))
        })
        .await
    }

    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        self.read(move |c, s| find_instance(c, s, id)).await
    }

    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_instance(c, s, id)?;
            let values = values::instance_change(id, &change, at);
            let instance = row(c, &s.update_instance, &values, |row| decode::instance(row))?
                .ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))?;
            sum(c, &s.sum_instance, &id, instance_checksum(&instance))?;
            Ok(instance)
        })
        .await
    }

    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let instance = find_instance(c, s, id)?;
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            row(c, &s.delete_instance, &values, |_| Ok(()))?;
            lengthen(c, s, [list::INSTANCES, &list::instances_of(instance.workspace_id)], -1)
        })
        .await
    }
}

pub(super) fn find_workspace(
    c: &Connection,
    s: &Statements,
    id: WorkspaceId,
) -> Result<Workspace<AccountId>> {
    find(c, &s.workspace_row, (Resource::Workspace, id), |row| decode::workspace(row))
}

pub(super) fn find_instance(
    c: &Connection,
    s: &Statements,
    id: WorkspaceInstanceId,
) -> Result<WorkspaceInstance<AccountId>> {
    find(c, &s.instance_row, (Resource::WorkspaceInstance, id), |row| decode::instance(row))
}
