//! What goes into the statements: the domain's types as named values.

use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
        json::Json,
        message::Message,
        offset::Revision,
        part::Parts,
        robot::{Model, Robot, RobotChange},
        session::SessionChange,
        time::Timestamp,
        workspace::{InstanceChange, Workspace, WorkspaceChange, WorkspaceInstance},
    },
    repository::{Idempotency, SessionRecord, Summary},
    sql::{
        Value, checksum, content_checksum, instance_checksum, robot_checksum, session_checksum,
        summary_checksum, workspace_checksum,
    },
};

/// A value with the name of its parameter.
pub(crate) type Named<'v> = (&'static str, Value<'v>);

pub(crate) fn number<'v>(number: u64) -> Result<Value<'v>> {
    let number = i64::try_from(number);
    number.map(Value::from).map_err(|error| Error::internal("a number is too large to store", error))
}

pub(crate) fn json<'v>(json: Option<&'v Json<'_>>) -> Value<'v> {
    json.map(Json::as_str).into()
}

/// What a message has when it is finished, with this revision.
pub(crate) fn content<'v>(
    parts: &'v Parts,
    metadata: Option<&'v Json<'_>>,
    revision: Revision,
) -> [Named<'v>; 3] {
    let sum = content_checksum(parts.as_str(), metadata.map(Json::as_str), revision);
    [("parts", parts.as_str().into()), ("metadata", json(metadata)), ("content_checksum", sum.into())]
}

fn tools(tools: &[String]) -> Result<String> {
    serde_json::to_string(tools).map_err(|error| Error::internal("a value has no JSON form", error))
}

/// The two values of what can be set, cleared, or left alone.
fn set_if_asked<T: ToString>(change: Option<&Option<T>>) -> (Value<'static>, Value<'static>) {
    let asked = if change.is_some() { "yes" } else { "no" };
    (asked.into(), change.and_then(Option::as_ref).map(T::to_string).into())
}

/// A message of a session, at the place that it has. The first of a batch bears the key of all.
pub(crate) fn message<'v>(
    session: &'v str,
    message: &'v Message<AccountId>,
    key: Option<&'v Idempotency>,
) -> Result<[Named<'v>; 16]> {
    let robot = message.robot.as_ref();
    Ok([
        ("session_id", session.into()),
        ("sequence", message.sequence.map(|place| number(place.get())).transpose()?.into()),
        ("id", message.id.to_string().into()),
        ("role", message.role.as_str().into()),
        ("created_at", message.created_at.as_micros().into()),
        ("robot_id", robot.map(|robot| robot.id.to_string()).into()),
        ("robot_name", robot.map(|robot| robot.name.as_str()).into()),
        ("author", message.author.map(|author| author.to_string()).into()),
        ("idempotency_key", key.map(|key| key.key.as_str()).into()),
        ("fingerprint", key.map(|key| key.fingerprint).into()),
        ("metadata", json(message.metadata.as_ref())),
        ("extra", json(message.extra.as_ref())),
        ("parts", message.parts.as_str().into()),
        ("revision", number(message.revision.get())?),
        ("draft", message.draft.then_some(1).into()),
        ("checksum", checksum(message).into()),
    ])
}

pub(crate) fn session(session: &SessionRecord) -> [Named<'_>; 10] {
    [
        ("id", session.id.to_string().into()),
        ("created_at", session.created_at.as_micros().into()),
        ("updated_at", session.created_at.as_micros().into()),
        ("misc", json(session.misc.as_ref())),
        ("name", session.name.as_str().into()),
        ("created_by", session.created_by.to_string().into()),
        ("active_robot", session.active_robot.as_ref().map(ToString::to_string).into()),
        ("active_instance", session.active_instance.as_ref().map(ToString::to_string).into()),
        ("last_sequence", 0.into()),
        ("checksum", session_checksum(session).into()),
    ]
}

pub(crate) fn session_change(id: SessionId, change: &SessionChange, at: Timestamp) -> [Named<'_>; 7] {
    let (set_robot, robot) = set_if_asked(change.active_robot.as_ref());
    let (set_instance, instance) = set_if_asked(change.active_instance.as_ref());
    [
        ("id", id.to_string().into()),
        ("name", change.name.as_deref().into()),
        ("set_active_robot", set_robot),
        ("active_robot", robot),
        ("set_active_instance", set_instance),
        ("active_instance", instance),
        ("at", at.as_micros().into()),
    ]
}

pub(crate) fn robot(robot: &Robot<AccountId>) -> Result<[Named<'_>; 14]> {
    Ok([
        ("id", robot.id.to_string().into()),
        ("created_at", robot.created_at.as_micros().into()),
        ("updated_at", robot.updated_at.as_micros().into()),
        ("deleted_at", robot.deleted_at.map(Timestamp::as_micros).into()),
        ("misc", json(robot.misc.as_ref())),
        ("name", robot.name.as_str().into()),
        ("description", robot.description.as_str().into()),
        ("playbook", robot.playbook.as_str().into()),
        ("model", robot.model.as_str().into()),
        ("author", robot.author.to_string().into()),
        ("tools", tools(&robot.tools)?.into()),
        ("workspace_id", robot.workspace_id.map(|id| id.to_string()).into()),
        ("meta", json(robot.meta.as_ref())),
        ("checksum", robot_checksum(robot).into()),
    ])
}

pub(crate) fn robot_change(id: RobotId, change: &RobotChange, at: Timestamp) -> Result<[Named<'_>; 11]> {
    let (set_workspace, workspace) = set_if_asked(change.workspace_id.as_ref());
    let (set_meta, meta) = set_if_asked(change.meta.as_ref());
    Ok([
        ("id", id.to_string().into()),
        ("name", change.name.as_deref().into()),
        ("description", change.description.as_deref().into()),
        ("playbook", change.playbook.as_deref().into()),
        ("model", change.model.as_ref().map(Model::as_str).into()),
        ("tools", change.tools.as_deref().map(tools).transpose()?.into()),
        ("set_workspace_id", set_workspace),
        ("workspace_id", workspace),
        ("set_meta", set_meta),
        ("meta", meta),
        ("at", at.as_micros().into()),
    ])
}

pub(crate) fn workspace(workspace: &Workspace<AccountId>) -> [Named<'_>; 12] {
    [
        ("id", workspace.id.to_string().into()),
        ("created_at", workspace.created_at.as_micros().into()),
        ("updated_at", workspace.updated_at.as_micros().into()),
        ("deleted_at", workspace.deleted_at.map(Timestamp::as_micros).into()),
        ("misc", json(workspace.misc.as_ref())),
        ("name", workspace.name.as_str().into()),
        ("description", workspace.description.as_str().into()),
        ("provider", workspace.provider.as_str().into()),
        ("config", workspace.config.as_str().into()),
        ("meta", workspace.meta.as_str().into()),
        ("created_by", workspace.created_by.to_string().into()),
        ("checksum", workspace_checksum(workspace).into()),
    ]
}

pub(crate) fn workspace_change(id: WorkspaceId, change: &WorkspaceChange, at: Timestamp) -> [Named<'_>; 6] {
    [
        ("id", id.to_string().into()),
        ("name", change.name.as_deref().into()),
        ("description", change.description.as_deref().into()),
        ("config", json(change.config.as_ref())),
        ("meta", json(change.meta.as_ref())),
        ("at", at.as_micros().into()),
    ]
}

pub(crate) fn instance(instance: &WorkspaceInstance<AccountId>) -> [Named<'_>; 11] {
    [
        ("id", instance.id.to_string().into()),
        ("created_at", instance.created_at.as_micros().into()),
        ("updated_at", instance.updated_at.as_micros().into()),
        ("deleted_at", instance.deleted_at.map(Timestamp::as_micros).into()),
        ("misc", json(instance.misc.as_ref())),
        ("workspace_id", instance.workspace_id.to_string().into()),
        ("provider", instance.provider.as_str().into()),
        ("provider_state", instance.provider_state.as_str().into()),
        ("meta", instance.meta.as_str().into()),
        ("created_by", instance.created_by.to_string().into()),
        ("checksum", instance_checksum(instance).into()),
    ]
}

pub(crate) fn instance_change(
    id: WorkspaceInstanceId,
    change: &InstanceChange,
    at: Timestamp,
) -> [Named<'_>; 4] {
    [
        ("id", id.to_string().into()),
        ("provider_state", json(change.provider_state.as_ref())),
        ("meta", json(change.meta.as_ref())),
        ("at", at.as_micros().into()),
    ]
}

pub(crate) fn summary(session: SessionId, summary: &Summary) -> Result<[Named<'_>; 4]> {
    Ok([
        ("session_id", session.to_string().into()),
        ("sequence", number(summary.covers.get())?),
        ("summary", summary.text.as_str().into()),
        ("checksum", summary_checksum(session, summary).into()),
    ])
}
