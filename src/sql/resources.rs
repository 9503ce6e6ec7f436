//! The tables of robots, workspaces and instances, which are alike, and the operations on them.

use std::marker::PhantomData;

use super::{
    columns::{Stored as _, Table as _},
    lists::{self, Slice},
    row::Row,
    rows::ResourceRow,
    statement::Statement,
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        page::{Page, PageRequest, Position},
        time::Timestamp,
    },
    repository::ResourceKind,
};

impl ResourceRow {
    fn new<R: ResourceKind>(resource: &R) -> Result<Self> {
        let document = serde_json::to_string(resource)
            .map_err(|error| Error::internal("a resource has no JSON form", error))?;
        Ok(Self {
            id: resource.id().to_string(),
            created_at: resource.created_at(),
            deleted_at: None,
            workspace_id: resource.workspace(),
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

/// Reads a row for a list. One that does not decode is named.
fn load_listed<R: ResourceKind>(row: &dyn Row) -> Result<R, Damaged> {
    ResourceRow::load(row).and_then(|row| row.decode()).map_err(|error| {
        let id = row.text(ResourceRow::LAYOUT.position("id")).ok().flatten().unwrap_or_default();
        tracing::error!(%id, error = &error as &dyn std::error::Error, "a {} does not decode", R::RESOURCE);
        Damaged::new(R::RESOURCE, id)
    })
}

/// Finds a row by a statement, also a deleted one.
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
        let statements = all.of::<R>();
        if tx.execute(&statements.create, &row.values()).await? == 0 {
            let own = tx.in_doubt() && find::<R, T>(tx, &statements.find, resource.id()).await? == row;
            return if own { Ok(()) } else { Err(Error::already_exists(R::RESOURCE, resource.id())) };
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
        if !matches!(request.position(), Position::Number(_)) {
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
        let statements = statements.resources.of::<R>();
        let mut resource: R = find_existing::<R, T>(tx, &statements.lock, self.id).await?.decode()?;
        resource.apply(&self.change, self.at);
        tx.execute(&statements.update, &ResourceRow::new(&resource)?.values()).await?;
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
        let values = [("id", row.id.into()), ("deleted_at", self.at.store())];
        tx.execute(&statements.delete, &values).await?;
        if R::RESOURCE == Resource::Workspace {
            tx.execute(&all.delete_instances, &values).await?;
            tx.execute(&all.forget_workspace, &values).await?;
        }
        Ok(())
    }
}
