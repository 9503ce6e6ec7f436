//! The statements of lists: [`Order`], of any table, and [`ListStatements`], of sessions.

use super::{columns::Table as _, dialect::Dialect, rows::SessionRow, statement::Statement, tables::Tables};

/// What lists of sessions select: what they show.
pub(super) const LISTED: &str = "id, created_at, updated_at, created_by, name, misc";

/// The statements that read a list ordered by a time and an id, from a bound towards older or towards newer rows. The
/// bound is `:time` and `:id`: rows towards older ones are below it, rows towards newer ones are not.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) older: Statement,
    pub(super) newer: Statement,
}

impl Order {
    /// Makes the statements for these columns of the rows of `table` that `filter` keeps.
    pub(super) fn new(
        dialect: Dialect,
        tables: &Tables,
        [columns, table]: [&str; 2],
        time: &str,
        filter: &str,
    ) -> Self {
        let statement = |compare: &str, order: &str| {
            let template = format!(
                "SELECT {columns} FROM {{{table}}} WHERE deleted_at IS NULL{filter} \
                 AND ({time}, id) {compare} (:time, :id) \
                 ORDER BY {time} {order}, id {order} LIMIT :limit OFFSET :skip"
            );
            Statement::new(dialect, tables, &template)
        };
        Self { older: statement("<", "DESC"), newer: statement(">=", "ASC") }
    }
}

/// The statements of the lists of sessions.
#[derive(Clone, Debug)]
pub(super) struct ListStatements {
    pub(super) change_length: Statement,
    pub(super) total: Statement,
    pub(super) days: Statement,
    pub(super) created: Order,
    pub(super) created_by: Order,
    pub(super) active: Order,
    pub(super) active_by: Order,
}

impl ListStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template| Statement::new(dialect, tables, template);
        let order =
            |time, filter| Order::new(dialect, tables, [LISTED, SessionRow::LAYOUT.name], time, filter);
        let of_account = " AND created_by = :created_by";
        Self {
            change_length: make(
                "INSERT INTO {counts} (list, day, slot, length) \
                 VALUES (:list, :total, :slot, :length), (:list, :day, :slot, :length) ON CONFLICT (list, day, slot) \
                 DO UPDATE SET length = {counts}.length + excluded.length",
            ),
            total: make("SELECT length FROM {counts} WHERE list = :list AND day = :total"),
            days: make(
                "SELECT day, CAST(SUM(length) AS BIGINT) FROM {counts} WHERE list = :list AND day > :total \
                 GROUP BY day ORDER BY day DESC",
            ),
            created: order("created_at", ""),
            created_by: order("created_at", of_account),
            active: order("updated_at", ""),
            active_by: order("updated_at", of_account),
        }
    }
}

#[cfg(test)]
impl Order {
    pub(super) fn all(&self) -> [(&'static str, &Statement); 2] {
        [("older", &self.older), ("newer", &self.newer)]
    }
}

#[cfg(test)]
impl ListStatements {
    pub(super) fn all(&self) -> Vec<(&'static str, &Statement)> {
        let orders = [&self.created, &self.created_by, &self.active, &self.active_by];
        let mut all: Vec<_> = orders.into_iter().flat_map(Order::all).collect();
        all.extend([("change_length", &self.change_length), ("total", &self.total), ("days", &self.days)]);
        all
    }
}
