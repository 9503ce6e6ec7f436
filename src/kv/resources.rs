//! Robots, toolsets, workspaces and instances.

use async_trait::async_trait;

use super::{
    KeyValue, KeyValueStore,
    keys::{self, List},
    lists::{self, Entry, Listed},
    rows::{self, ResourceHeader},
    split::Stored,
    store::{Batch, retry},
};
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, RobotId, ToolsetId, WorkspaceId},
        page::{Page, PageRequest},
        robot::Robot,
        time::Timestamp,
    },
    repository::{ResourceKind, ResourceRepository, name_is_taken},
};

/// Returns the lists that a resource is in.
fn listed(kind: Resource, id: [u8; 12], header: &ResourceHeader) -> impl Iterator<Item = Entry> {
    let entry = move |list| Entry { list, time: header.created_at, id, counted: true };
    // An instance has a workspace for ever; a robot is not listed by its own.
    let workspace = header.workspace.filter(|_| kind == Resource::WorkspaceInstance);
    let lists = [Some(List::Resources(kind)), workspace.map(List::InstancesOf)];
    lists.into_iter().flatten().filter(|_| header.deleted_at.is_none()).map(entry)
}

/// Marks a resource as deleted: its row stays, so that its id is not used again, and its content is erased.
fn delete(
    batch: &mut Batch,
    kind: Resource,
    id: [u8; 12],
    read: (&Stored, &ResourceHeader),
    at: Timestamp,
) -> Result<()> {
    let (stored, before) = read;
    let after =
        ResourceHeader { deleted_at: Some(at), writes: before.writes.wrapping_add(1), ..before.clone() };
    let key = keys::resource(kind, id);
    batch.expect(key.clone(), Some(stored));
    batch.put(key, rows::write(&after, "")?);
    if let Some(name) = &before.unique_name {
        batch.remove(keys::resource_name(kind, name));
    }
    lists::move_entries(batch, listed(kind, id, before), listed(kind, id, &after));
    Ok(())
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Returns whether a resource was deleted; `None` if there never was one.
    pub(super) async fn is_deleted(&self, kind: Resource, id: [u8; 12]) -> Result<Option<bool>> {
        let Some(stored) = self.get(&keys::resource(kind, id)).await? else { return Ok(None) };
        let (header, _) = rows::read::<ResourceHeader>(stored.value())?;
        Ok(Some(header.deleted_at.is_some()))
    }

    /// Returns a resource that was not deleted, and its row.
    pub(super) async fn resource<R: ResourceKind>(&self, id: R::Id) -> Result<Option<(Stored, R)>> {
        let Some(stored) = self.get(&keys::resource(R::RESOURCE, R::id_bytes(id))).await? else {
            return Ok(None);
        };
        let (header, json) = rows::read::<ResourceHeader>(stored.value())?;
        if header.deleted_at.is_some() {
            return Ok(None);
        }
        let resource = self.shown(serde_json::from_str(json).map_err(rows::damaged)?).await?;
        Ok(Some((stored, resource)))
    }

    /// Removes the reference of a robot to a deleted workspace.
    async fn shown<R: ResourceKind>(&self, mut resource: R) -> Result<R> {
        if let Some(workspace) = resource.workspace().filter(|_| !R::NEEDS_WORKSPACE)
            && self.is_deleted(Resource::Workspace, workspace.to_bytes()).await? == Some(true)
        {
            resource.forget_workspace();
        }
        Ok(resource)
    }

    /// Reads the resource of an entry of a list; `None` if it was deleted.
    async fn listed_resource<R: ResourceKind>(&self, entry: Entry) -> Result<Option<Listed<R>>> {
        let Some(stored) = self.get(&keys::resource(R::RESOURCE, entry.id)).await? else { return Ok(None) };
        let read = rows::read::<ResourceHeader>(stored.value()).and_then(|(header, json)| {
            let exists = header.deleted_at.is_none();
            exists.then(|| serde_json::from_str(json).map_err(rows::damaged)).transpose()
        });
        match read {
            Ok(Some(resource)) => Ok(Some(Listed { row: Ok(self.shown(resource).await?), still: true })),
            Ok(None) => Ok(None),
            Err(error) => {
                // The ids of all kinds have the same text.
                let id = WorkspaceId::from_bytes(entry.id);
                Ok(Some(Listed::damaged(rows::report(R::RESOURCE, id, &error))))
            }
        }
    }

    async fn try_create<R: ResourceKind>(&self, resource: &R) -> Result<Option<()>> {
        let (id, mut batch) = (R::id_bytes(resource.id()), Batch::default());
        let key = keys::resource(R::RESOURCE, id);
        if self.get(&key).await?.is_some() {
            return Err(Error::already_exists(R::RESOURCE, resource.id()));
        }
        if let Some(workspace) = resource.workspace().filter(|_| R::NEEDS_WORKSPACE) {
            let key = keys::resource(Resource::Workspace, workspace.to_bytes());
            let stored = self.get(&key).await?;
            let header =
                stored.as_ref().map(|stored| rows::read::<ResourceHeader>(stored.value())).transpose()?;
            if header.is_none_or(|(header, _)| header.deleted_at.is_some()) {
                return Err(Error::not_found(Resource::Workspace, workspace));
            }
            batch.expect(key, stored.as_ref());
        }
        let header = ResourceHeader {
            created_at: resource.created_at(),
            deleted_at: None,
            workspace: resource.workspace(),
            unique_name: resource.unique_name(),
            writes: 0,
        };
        self.take_name(&mut batch, None, resource).await?;
        self.use_toolsets(&mut batch, resource.toolsets()).await?;
        batch.expect(key.clone(), None);
        batch.put(key, write(&header, resource)?);
        lists::move_entries(&mut batch, [], listed(R::RESOURCE, id, &header));
        Ok(self.commit(batch).await?.then_some(()))
    }

    async fn try_update<R: ResourceKind>(
        &self,
        id: R::Id,
        change: &R::Change,
        at: Timestamp,
    ) -> Result<Option<R>> {
        let found = self.resource::<R>(id).await?;
        let (stored, mut resource) = found.ok_or_else(|| Error::not_found(R::RESOURCE, id))?;
        let (header, _) = rows::read::<ResourceHeader>(stored.value())?;
        let named = resource.toolsets();
        resource.apply(change, at);
        let (key, mut batch) = (keys::resource(R::RESOURCE, R::id_bytes(id)), Batch::default());
        self.take_name(&mut batch, header.unique_name.as_deref(), &resource).await?;
        let added = resource.toolsets().into_iter().filter(|id| !named.contains(id)).collect();
        self.use_toolsets(&mut batch, added).await?;
        let header = ResourceHeader {
            workspace: resource.workspace(),
            unique_name: resource.unique_name(),
            writes: header.writes.wrapping_add(1),
            ..header
        };
        batch.expect(key.clone(), Some(&stored));
        batch.put(key, write(&header, &resource)?);
        let resource = self.shown(resource).await?;
        Ok(self.commit(batch).await?.then_some(resource))
    }

    async fn try_delete<R: ResourceKind>(&self, id: R::Id, at: Timestamp) -> Result<Option<()>> {
        let (bytes, mut batch) = (R::id_bytes(id), Batch::default());
        let stored = self.get(&keys::resource(R::RESOURCE, bytes)).await?;
        let stored = stored.ok_or_else(|| Error::not_found(R::RESOURCE, id))?;
        let (header, _) = rows::read::<ResourceHeader>(stored.value())?;
        if header.deleted_at.is_some() {
            return Err(Error::not_found(R::RESOURCE, id));
        }
        delete(&mut batch, R::RESOURCE, bytes, (&stored, &header), at)?;
        if R::RESOURCE == Resource::Toolset {
            self.check_unused(bytes).await?;
        }
        if R::RESOURCE == Resource::Workspace && !self.delete_instances(&mut batch, bytes, at).await? {
            return Ok(None);
        }
        Ok(self.commit(batch).await?.then_some(()))
    }

    /// Writes the unique name of a resource, and frees its former one.
    async fn take_name<R: ResourceKind>(
        &self,
        batch: &mut Batch,
        had: Option<&str>,
        resource: &R,
    ) -> Result<()> {
        let name = resource.unique_name();
        if name.as_deref() == had {
            return Ok(());
        }
        if let Some(had) = had {
            batch.remove(keys::resource_name(R::RESOURCE, had));
        }
        if let Some(name) = name {
            let key = keys::resource_name(R::RESOURCE, &name);
            if self.get(&key).await?.is_some() {
                return Err(name_is_taken::<R>(&name));
            }
            batch.expect(key.clone(), None);
            batch.put(key, R::id_bytes(resource.id()).to_vec());
        }
        Ok(())
    }

    /// Checks that toolsets exist. Rewrites their rows, so that a concurrent deletion of one is retried and sees the
    /// new reference.
    async fn use_toolsets(&self, batch: &mut Batch, ids: Vec<ToolsetId>) -> Result<()> {
        for id in ids {
            let key = keys::resource(Resource::Toolset, id.to_bytes());
            let stored = self.get(&key).await?.ok_or_else(|| Error::not_found(Resource::Toolset, id))?;
            let (header, json) = rows::read::<ResourceHeader>(stored.value())?;
            if header.deleted_at.is_some() {
                return Err(Error::not_found(Resource::Toolset, id));
            }
            let header = ResourceHeader { writes: header.writes.wrapping_add(1), ..header };
            batch.expect(key.clone(), Some(&stored));
            batch.put(key, rows::write(&header, json)?);
        }
        Ok(())
    }

    /// Checks that no robot references a toolset.
    async fn check_unused(&self, toolset: [u8; 12]) -> Result<()> {
        let toolset = ToolsetId::from_bytes(toolset);
        for id in self.ids(List::Resources(Resource::Robot)).await? {
            let robot = self.resource::<Robot<AccountId>>(RobotId::from_bytes(id)).await?;
            if robot.is_some_and(|(_, robot)| ResourceKind::toolsets(&robot).contains(&toolset)) {
                let (by, id) = (Resource::Robot, RobotId::from_bytes(id).to_string().into());
                return Err(Error::Conflict(Conflict::InUse { by, id }));
            }
        }
        Ok(())
    }

    /// Deletes the instances of a workspace. Returns whether their list was unchanged meanwhile.
    async fn delete_instances(&self, batch: &mut Batch, workspace: [u8; 12], at: Timestamp) -> Result<bool> {
        let (kind, list) =
            (Resource::WorkspaceInstance, List::InstancesOf(WorkspaceId::from_bytes(workspace)));
        // An instance that is created meanwhile changes one of these lengths.
        for key in keys::length_slots(list) {
            let stored = self.get(&key).await?;
            batch.expect(key, stored.as_ref());
        }
        for id in self.ids(list).await? {
            let Some(stored) = self.get(&keys::resource(kind, id)).await? else { return Ok(false) };
            let (header, _) = rows::read::<ResourceHeader>(stored.value())?;
            if header.deleted_at.is_some() {
                return Ok(false);
            }
            delete(batch, kind, id, (&stored, &header), at)?;
        }
        Ok(true)
    }
}

fn write<R: ResourceKind>(header: &ResourceHeader, resource: &R) -> Result<Vec<u8>> {
    let json = serde_json::to_string(resource);
    rows::write(
        header,
        &json.map_err(|error| Error::internal("a resource cannot be written as JSON", error))?,
    )
}

#[async_trait]
impl<K: KeyValue, R: ResourceKind> ResourceRepository<R> for KeyValueStore<K> {
    async fn create(&self, resource: &R) -> Result<()> {
        retry(|| self.try_create(resource)).await
    }

    async fn list(&self, filter: R::Filter, page: PageRequest) -> Result<Page<R>> {
        let list = R::filtered_workspace(&filter).map_or(List::Resources(R::RESOURCE), List::InstancesOf);
        self.page(list, list, page, |entry| self.listed_resource(entry)).await
    }

    async fn find(&self, id: R::Id) -> Result<R> {
        let found = self.resource::<R>(id).await?;
        found.map(|(_, resource)| resource).ok_or_else(|| Error::not_found(R::RESOURCE, id))
    }

    async fn update(&self, id: R::Id, change: &R::Change, at: Timestamp) -> Result<R> {
        retry(|| self.try_update(id, change, at)).await
    }

    async fn delete(&self, id: R::Id, at: Timestamp) -> Result<()> {
        retry(|| self.try_delete::<R>(id, at)).await
    }
}
