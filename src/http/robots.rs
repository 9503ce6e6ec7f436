//! Robots: list, create, read, change, delete.

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Object},
    route::{Answer, Route},
};
use crate::{
    model::{
        page::PageRequest,
        robot::{NewRobot, RobotChange},
    },
    service::operation::Operation,
};

const ALL: &str = "/robots";
const ONE: &str = "/robots/{robot_id}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListRobots,
            list,
            Doc::new("RobotsList", "List robots", "RobotPage")
                .about("Newest first, 50 to a page.")
                .query([Param::PAGE]),
        ),
        Route::post(
            ALL,
            Operation::CreateRobot,
            create,
            Doc::new("RobotCreate", "Create a robot", "Robot").body("NewRobot").refers().created(),
        ),
        Route::get(ONE, Operation::GetRobot, get, Doc::new("RobotGet", "Get a robot", "Robot")),
        Route::patch(
            ONE,
            Operation::UpdateRobot,
            update,
            Doc::new("RobotUpdate", "Change a robot", "Robot")
                .about(
                    "Absent fields stay; `null` clears where it may stand. What it wrote keeps the name it had.",
                )
                .body("RobotChange"),
        ),
        Route::delete(
            ONE,
            Operation::DeleteRobot,
            delete,
            Doc::nothing("RobotDelete", "Delete a robot").about("What it wrote is kept."),
        ),
    ]
}

async fn list(call: Call) -> Answer {
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots.list_robots(call.actor, page).await?)?)
}

async fn create(call: Call) -> Answer {
    let body = call.object()?;
    let new = NewRobot {
        name: body.required("name", Object::text)?,
        description: body.text("description")?.unwrap_or_default(),
        playbook: body.text("playbook")?.unwrap_or_default(),
        model: body.required("model", Object::parsed)?,
        tools: body.texts("tools", call.robots.limits().tools)?.unwrap_or_default(),
        workspace_id: body.parsed("workspace_id")?,
        meta: body.json("meta")?,
        misc: None,
    };
    let robot = call.robots.create_robot(call.actor, new).await?;
    Ok(Reply::one(&robot)?.at(call.location(robot.id)))
}

async fn get(call: Call) -> Answer {
    Ok(Reply::one(&call.robots.robot(call.actor, call.path("robot_id")?).await?)?)
}

async fn update(call: Call) -> Answer {
    let id = call.path("robot_id")?;
    let body = call.object()?;
    let change = RobotChange {
        name: body.text("name")?,
        description: body.text("description")?,
        playbook: body.text("playbook")?,
        model: body.parsed("model")?,
        tools: body.texts("tools", call.robots.limits().tools)?,
        workspace_id: body.cleared("workspace_id", Object::parsed)?,
        meta: body.cleared("meta", Object::json)?,
    };
    Ok(Reply::one(&call.robots.update_robot(call.actor, id, change).await?)?)
}

async fn delete(call: Call) -> Answer {
    call.robots.delete_robot(call.actor, call.path("robot_id")?).await?;
    Ok(Reply::nothing())
}
