//! Workspaces and toolsets with the fields that Storyden's newest clients require.

use std::collections::HashMap;

use serde::Serialize;

use crate::{
    http::{reply::Reply, request::Call, route::HandlerResult, toolsets, workspaces},
    model::{
        error::Result,
        id::AccountId,
        json_writer::{write_array, write_serde},
        page::PageRequest,
        toolset::Toolset,
        workspace::Workspace,
    },
    service::{Robots, operation::Operation},
};

/// Writes an object with further fields.
pub(super) fn write_with(out: &mut Vec<u8>, object: &impl Serialize, fields: &str) -> Result<()> {
    write_serde(out, object)?;
    // It has fields of its own.
    out.pop();
    out.push(b',');
    out.extend_from_slice(fields.as_bytes());
    out.push(b'}');
    Ok(())
}

/// The field of workspaces that says whether they run untrusted commands. No workspace of this crate does.
const TRUSTED: &str = "\"allow_untrusted_commands\":false";

fn one(workspace: &Workspace) -> Result<Reply> {
    let mut body = Vec::new();
    write_with(&mut body, workspace, TRUSTED)?;
    Ok(Reply::json(body, 1))
}

pub(super) async fn list_workspaces(call: Call) -> HandlerResult {
    let page = call.page(PageRequest::resources())?;
    let page = call.robots().list_workspaces(call.actor, page).await?;
    let mut body = Vec::new();
    page.write_with(&mut body, |out, workspace| write_with(out, workspace, TRUSTED))?;
    Ok(Reply::json(body, page.results))
}

pub(super) async fn get_workspace(call: Call) -> HandlerResult {
    Ok(one(&call.robots().workspace(call.actor, call.path("workspace_id")?).await?)?)
}

pub(super) async fn create_workspace(call: Call) -> HandlerResult {
    let new = workspaces::new(&call)?;
    let workspace = call.robots().create_workspace(call.actor, new).await?;
    Ok(one(&workspace)?.located(call.location(workspace.id)))
}

pub(super) async fn update_workspace(call: Call) -> HandlerResult {
    let (id, change) = (call.path("workspace_id")?, workspaces::change(&call)?);
    Ok(one(&call.robots().update_workspace(call.actor, id, change).await?)?)
}

/// Counts the robots that reference each of these toolsets.
async fn usage(robots: &Robots, actor: AccountId, toolsets: &[Toolset]) -> Result<HashMap<String, u64>> {
    let mut usage: HashMap<_, _> = toolsets.iter().map(|toolset| (toolset.id.to_string(), 0)).collect();
    let mut request = Some(PageRequest::by_cursor(PageRequest::MAX_SIZE));
    while let Some(at) = request {
        let page = robots.list_robots(actor, at).await?;
        for toolset in page.items.iter().flat_map(|robot| &robot.toolsets) {
            usage.entry(toolset.clone()).and_modify(|count| *count += 1);
        }
        request = page.next_cursor.map(|next| at.after(next));
    }
    Ok(usage)
}

/// Writes a toolset with the further fields of Storyden.
fn write_toolset(
    out: &mut Vec<u8>,
    toolset: &Toolset,
    (usage, editable): (&HashMap<String, u64>, bool),
) -> Result<()> {
    let count = usage.get(&toolset.id.to_string()).copied().unwrap_or(0);
    let author = toolset.author.id;
    let fields = format!(
        "\"source\":\"custom\",\"source_ref\":\"{author}\",\"editable\":{editable},\"requires_workspace\":false,\"usage_count\":{count}"
    );
    write_with(out, toolset, &fields)
}

/// Lists all toolsets, by name and id.
pub(super) async fn list_toolsets(call: Call) -> HandlerResult {
    let (robots, actor) = (call.robots(), call.actor);
    let mut toolsets = Vec::new();
    let mut request = Some(PageRequest::by_cursor(PageRequest::MAX_SIZE));
    while let Some(at) = request {
        let page = robots.list_toolsets(actor, at).await?;
        toolsets.extend(page.items);
        request = page.next_cursor.map(|next| at.after(next));
    }
    toolsets.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    let (usage, any) = (usage(robots, actor, &toolsets).await?, may_edit_any(robots, actor).await);
    let mut body = b"{\"toolsets\":".to_vec();
    write_array(&mut body, &toolsets, |out, toolset| {
        write_toolset(out, toolset, (&usage, any || toolset.author.id == actor))
    })?;
    body.push(b'}');
    Ok(Reply::json(body, u32::try_from(toolsets.len()).unwrap_or(u32::MAX)))
}

async fn may_edit_any(robots: &Robots, actor: AccountId) -> bool {
    robots.authorize(actor, Operation::UpdateToolset).await.is_ok()
}

async fn one_toolset(robots: &Robots, actor: AccountId, toolset: &Toolset) -> Result<Reply> {
    let usage = usage(robots, actor, std::slice::from_ref(toolset)).await?;
    let editable = toolset.author.id == actor || may_edit_any(robots, actor).await;
    let mut body = Vec::new();
    write_toolset(&mut body, toolset, (&usage, editable))?;
    Ok(Reply::json(body, 1))
}

pub(super) async fn get_toolset(call: Call) -> HandlerResult {
    let toolset = call.robots().toolset(call.actor, call.path("toolset_id")?).await?;
    Ok(one_toolset(call.robots(), call.actor, &toolset).await?)
}

pub(super) async fn create_toolset(call: Call) -> HandlerResult {
    let toolset = call.robots().create_toolset(call.actor, toolsets::new(&call)?).await?;
    Ok(one_toolset(call.robots(), call.actor, &toolset).await?.located(call.location(toolset.id)))
}

pub(super) async fn update_toolset(call: Call) -> HandlerResult {
    let (id, change) = (call.path("toolset_id")?, toolsets::change(&call)?);
    let toolset = call.robots().update_toolset(call.actor, id, change).await?;
    Ok(one_toolset(call.robots(), call.actor, &toolset).await?)
}
