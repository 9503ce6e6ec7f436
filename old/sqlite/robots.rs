//! Robots.

use async_trait::async_trait;
use rusqlite::Connection;

use super::{
    connection::{insert, row, sum},
    lists::{Listing, find, lengthen, page},
    store::SqliteStore,
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, RobotId},
        page::{Page, PageRequest},
        robot::{Robot, RobotChange},
        time::Timestamp,
    },
    repository::RobotRepository,
    sql::{Statements, list, robot_checksum, row as decode, values},
};

#[async_trait]
impl RobotRepository for SqliteStore {
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()> {
        let robot = robot.clone();
        self.write(move |c, s| {
            let values = values::robot(&robot)?;
            if !insert(c, &s.insert_robot, &values)? {
                return Err(Error::already_exists(Resource::Robot, robot.id));
            }
            lengthen(c, s, [list::ROBOTS], 1)
        })
        .await
    }

    async fn list_robots(&self, request: PageRequest) -> Result<Page<Robot<AccountId>>> {
        self.read(move |c, s| {
            let listing = Listing {
                length: list::ROBOTS,
                from_newest: &s.list_robots,
                from_oldest: &s.list_robots_from_end,
                count: &s.count_robots,
                within: None,
            };
            page(c, s, request, &listing, None, |row| decode::robot(row))
        })
        .await
    }

    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
        self.read(move |c, s| find_robot(c, s, id)).await
    }

    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_robot(c, s, id)?;
            let values = values::robot_change(id, &change, at)?;
            let robot = row(c, &s.update_robot, &values, |row| decode::robot(row))?
                .ok_or_else(|| Error::not_found(Resource::Robot, id))?;
            sum(c, &s.sum_robot, &id, robot_checksum(&robot))?;
            Ok(robot)
        })
        .await
    }

    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            row(c, &s.delete_robot, &values, |_| Ok(()))?
                .ok_or_else(|| Error::not_found(Resource::Robot, id))?;
            lengthen(c, s, [list::ROBOTS], -1)
        })
        .await
    }
}

pub(super) fn find_robot(c: &Connection, s: &Statements, id: RobotId) -> Result<Robot<AccountId>> {
    find(c, &s.robot_row, (Resource::Robot, id), |row| decode::robot(row))
}
