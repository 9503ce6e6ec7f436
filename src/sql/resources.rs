//! The tables of robots, toolsets, workspaces and instances, which have the same form, and the operations on them.

use std::marker::PhantomData;

use super::{
    columns::{Stored as _, Table as _},
    lists::{self, Slice},
    resource_statements::ResourceStatements,
    row::Row,
    rows::ResourceRow,
    statement::Statement,
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Conflict, Damaged, Error, Resource, Result},
        id::{AccountId, ToolsetId},
        page::{Page, PagePosition, PageRequest},
        robot::Robot,
        time::Timestamp,
        toolset::Toolset,
    },
    repository::{ResourceKind, name_is_taken},
};

impl ResourceRow {
    fn new<R: ResourceKind>(resource: &R) -> Result<Self> {
        let document = serde_json::to_string(resource)
            .map_err(|error| Error::internal("a resource cannot be written as JSON", error))?;
        Ok(Self {
            id: resource.id().to_string(),
            created_at: resource.created_at(),
            deleted_at: None,
            workspace_id: resource.workspace(),
            unique_name: resource.unique_name(),
            document,
        })
    }

    fn decode<R: ResourceKind>(&self) -> Result<R> {
        let mut resource: R = serde_json::from_str(&self.document)
            .map_err(|error| Error::internal(format!("a stored {} does not decode", R::RESOURCE), error))?;
        if self.workspace_id.is_none() {
            resource.forget_workspace();
        }
        Ok(resource)
    }
}

/// Reads a row of a list. The error has the id of one that does not decode.
fn load_listed<R: ResourceKind>(row: &dyn Row) -> Result<R, Damaged> {
    ResourceRow::load(row).and_then(|row| row.decode()).map_err(|error| {
        let id = row.text(ResourceRow::LAYOUT.position("id")).ok().flatten().unwrap_or_default();
        tracing::error!(%id, error = &error as &dyn std::error::Error, "a {} does not decode", R::RESOURCE);
        Damaged::new(R::RESOURCE, id)
    })
}

/// Finds a row, also a deleted one.
async fn find<R: ResourceKind, T: Tx>(tx: &mut T, statement: &Statement, id: R::Id) -> Result<ResourceRow> {
    let found = tx.query_one(statement, &[("id", id.to_string().into())], ResourceRow::load).await?;
    found.ok_or_else(|| Error::not_found(R::RESOURCE, id))
}

/// Finds a row that is not deleted.
async fn find_existing<R: ResourceKind, T: Tx>(
    tx: &mut T,
    statement: &Statement,
    id: R::Id,
) -> Result<ResourceRow> {
    let row = find::<R, T>(tx, statement, id).await?;
    if row.deleted_at.is_some() { Err(Error::not_found(R::RESOURCE, id)) } else { Ok(row) }
}

/// Locks toolsets that a resource references, so that they are not deleted meanwhile.
async fn lock_toolsets<T: Tx>(tx: &mut T, all: &ResourceStatements, mut ids: Vec<ToolsetId>) -> Result<()> {
    // All who lock several do so in one order.
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        find_existing::<Toolset<AccountId>, T>(tx, &all.toolsets.lock, id).await?;
    }
    Ok(())
}

/// Checks that no robot references a locked toolset.
async fn check_unused<T: Tx>(tx: &mut T, all: &ResourceStatements, toolset: &str) -> Result<()> {
    let columns = ["id", "created_at"].map(|name| ResourceRow::LAYOUT.position(name));
    let mut request = PageRequest::by_cursor(PageRequest::MAX_SIZE);
    loop {
        let read = load_listed::<Robot<AccountId>>;
        let page = lists::read_behind(tx, &all.robots.list, request, &[], columns, read).await?;
        if let Some(robot) = page.items.iter().find(|robot| robot.toolsets.iter().any(|id| id == toolset)) {
            let (by, id) = (Resource::Robot, robot.id.to_string().into());
            return Err(Error::Conflict(Conflict::InUse { by, id }));
        }
        let Some(next) = page.next_cursor else { return Ok(()) };
        request = request.after(next);
    }
}

#[derive(Debug)]
pub(crate) struct Create<R>(pub(crate) R);

impl<R: ResourceKind> Operation for Create<R> {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let (all, resource) = (&statements.resources, &self.0);
        let row = ResourceRow::new(resource)?;
        if R::NEEDS_WORKSPACE
            && let Some(workspace) = resource.workspace()
        {
            // Locked, so that it is not deleted meanwhile.
            let values = [("id", workspace.store())];
            let found = tx.query_one(&all.workspaces.lock, &values, ResourceRow::load).await?;
            if found.is_none_or(|found| found.deleted_at.is_some()) {
                return Err(Error::not_found(Resource::Workspace, workspace));
            }
        }
        lock_toolsets(tx, all, resource.toolsets()).await?;
        let statements = all.of::<R>();
        if tx.execute(&statements.create, &row.values()).await? == 0 {
            let values = [("id", row.id.clone().into())];
            return match tx.query_one(&statements.find, &values, ResourceRow::load).await? {
                Some(found) if tx.in_doubt() && found == row => Ok(()),
                Some(_) => Err(Error::already_exists(R::RESOURCE, resource.id())),
                None => Err(name_is_taken::<R>(row.unique_name.as_deref().unwrap_or_default())),
            };
        }
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct List<R: ResourceKind>(pub(crate) R::Filter, pub(crate) PageRequest);

impl<R: ResourceKind> Operation for List<R> {
    type Output = Page<R>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Page<R>> {
        let Self(filter, request) = self;
        let statements = statements.resources.of::<R>();
        let workspace = R::filtered_workspace(filter).map(|id| ("workspace_id", id.store()));
        let (order, count) = match workspace {
            Some(_) => (&statements.list_of, &statements.count_of),
            None => (&statements.list, &statements.count),
        };
        if !matches!(request.position(), PagePosition::Number(_)) {
            let columns = ["id", "created_at"].map(|name| ResourceRow::LAYOUT.position(name));
            return lists::read_behind(tx, order, *request, workspace.as_slice(), columns, load_listed).await;
        }
        let total = tx.query_one(count, workspace.as_slice(), |row| i64::load(row, 0)).await?;
        let total = u64::try_from(total.unwrap_or(0)).unwrap_or(0);
        let rows = match Slice::from_nearer_end(*request, total) {
            Some(slice) => slice.read(tx, order, workspace.as_slice(), load_listed).await?,
            None => Vec::new(),
        };
        Ok(Page::of_rows(*request, total, rows))
    }
}

#[derive(Debug)]
pub(crate) struct Find<R: ResourceKind>(pub(crate) R::Id);

impl<R: ResourceKind> Operation for Find<R> {
    type Output = R;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<R> {
        let statement = &statements.resources.of::<R>().find;
        find_existing::<R, T>(tx, statement, self.0).await?.decode()
    }
}

#[derive(Debug)]
pub(crate) struct Update<R: ResourceKind> {
    pub(crate) id: R::Id,
    pub(crate) change: R::Change,
    pub(crate) at: Timestamp,
}

impl<R: ResourceKind> Operation for Update<R> {
    type Output = R;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<R> {
        let all = &statements.resources;
        let statements = all.of::<R>();
        let mut resource: R = find_existing::<R, T>(tx, &statements.lock, self.id).await?.decode()?;
        let (name, named) = (resource.unique_name(), resource.toolsets());
        resource.apply(&self.change, self.at);
        let added = resource.toolsets().into_iter().filter(|id| !named.contains(id)).collect();
        lock_toolsets(tx, all, added).await?;
        let row = ResourceRow::new(&resource)?;
        if let Some(new) = row.unique_name.as_deref().filter(|new| name.as_deref() != Some(new)) {
            let values = [("id", row.id.clone().into()), ("unique_name", new.into())];
            if tx.query_one(&statements.find_named, &values, ResourceRow::load).await?.is_some() {
                return Err(name_is_taken::<R>(new));
            }
        }
        tx.execute(&statements.update, &row.values()).await?;
        Ok(resource)
    }
}

#[derive(Debug)]
pub(crate) struct Delete<R: ResourceKind> {
    id: R::Id,
    at: Timestamp,
    kind: PhantomData<R>,
}

impl<R: ResourceKind> Delete<R> {
    pub(crate) fn new(id: R::Id, at: Timestamp) -> Self {
        Self { id, at, kind: PhantomData }
    }
}

impl<R: ResourceKind> Operation for Delete<R> {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let all = &statements.resources;
        let statements = all.of::<R>();
        let row = find::<R, T>(tx, &statements.lock, self.id).await?;
        if let Some(deleted_at) = row.deleted_at {
            // Deleted by an earlier try.
            let own = tx.in_doubt() && deleted_at == self.at;
            return if own { Ok(()) } else { Err(Error::not_found(R::RESOURCE, self.id)) };
        }
        if R::RESOURCE == Resource::Toolset {
            check_unused(tx, all, &row.id).await?;
        }
        let values = [("id", row.id.into()), ("deleted_at", self.at.store())];
        tx.execute(&statements.delete, &values).await?;
        if R::RESOURCE == Resource::Workspace {
            tx.execute(&all.delete_instances, &values).await?;
            tx.execute(&all.forget_workspace, &values).await?;
        }
        Ok(())
    }
}
