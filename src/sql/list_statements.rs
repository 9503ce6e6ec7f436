//! The statements of lists: [`Order`], for any table, and [`ListStatements`], for sessions.

use super::{
    dialect::Dialect,
    statement::Statement,
    tables::Tables,
    text_statements::{FUNCTION, for_collector},
};
use crate::{
    model::{
        id::AccountId,
        session::{SessionOrder, SessionRef},
    },
    repository::list_plan::{KeptList, Source},
};

/// The columns that lists of sessions select, times first.
pub(super) const LISTED: &str = "s.created_at, s.updated_at, s.id, s.created_by, s.name, s.misc, s.labels";

/// The index of the id among them.
pub(super) const LISTED_ID: usize = 2;

/// Returns the indexes of the id and of the time of an order among them.
pub(super) fn place_columns(order: SessionOrder) -> [usize; 2] {
    match order {
        SessionOrder::Created => [LISTED_ID, 0],
        SessionOrder::Active => [LISTED_ID, 1],
    }
}

/// The number of unread messages of the account `:reader` in the session `s`, whose read mark is `r`. An account
/// without a mark has read nothing: all messages of others are counted.
const UNREAD: &str = "CASE WHEN r.unread > {most_unread} THEN CAST({most_unread} AS BIGINT) \
    WHEN r.unread IS NOT NULL THEN r.unread \
    ELSE (SELECT COUNT(*) FROM (SELECT 1 FROM {messages} m WHERE {m_of_s_above} 0 \
    AND m.deleted = 0 AND m.author IS DISTINCT FROM :reader AND NOT EXISTS \
    (SELECT 1 FROM {drafts} d WHERE {its_session d} AND d.message_id = m.id AND d.closed_at IS NULL) \
    LIMIT {most_unread}) u) END";

/// Joins the read mark of the account.
const MARK: &str = " LEFT JOIN {read_marks} r ON {its_session r} AND r.account = :reader";

/// Selects sessions that are neither deleted nor archived.
pub(super) const MAIN: &str = "{sessions} s WHERE s.deleted_at IS NULL AND s.archived = 0";

/// Selects sessions with a label. The join is written so that SQLite reads the index in order.
const LABELLED: &str =
    "{session_labels} l CROSS JOIN {sessions} s WHERE {its_session l} AND l.label = :label";

/// The further conditions of a [`Source`], which would take a twelfth of a page's time where there are none.
const NARROWED: &str = " AND (CAST(:created_by AS TEXT) IS NULL OR s.created_by = :created_by) \
    AND (CAST(:has AS TEXT) IS NULL OR replace(s.labels, :has, '') <> s.labels)";

/// The statements that read a list ordered by a time and an id, from a bound (`:time`, `:id`) to older or to newer
/// rows. Rows in the older direction are less than the bound; rows in the newer direction are greater or equal.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) older: Statement,
    pub(super) newer: Statement,
    /// The same from the newest and from the oldest row: the comparison with a bound would take a tenth of a page's
    /// time.
    pub(super) newest: Statement,
    pub(super) oldest: Statement,
}

impl Order {
    /// Creates the statements. `columns` are selected; `from` has the tables and conditions; `time` and `id` are the
    /// columns of the order.
    pub(super) fn new(
        dialect: Dialect,
        tables: &Tables,
        [columns, from]: [&str; 2],
        [time, id]: [&str; 2],
    ) -> Self {
        let statement = |bound: &str, order: &str| {
            let bound = if bound.is_empty() {
                String::new()
            } else {
                format!(" AND ({time}, {id}) {bound} (:time, :id)")
            };
            let template = format!(
                "SELECT {columns} FROM {from}{bound} \
                 ORDER BY {time} {order}, {id} {order} LIMIT :limit OFFSET :skip"
            );
            Statement::new(dialect, tables, &template)
        };
        Self {
            older: statement("<", "DESC"),
            newer: statement(">=", "ASC"),
            newest: statement("", "DESC"),
            oldest: statement("", "ASC"),
        }
    }
}

/// The statements of the lists of sessions.
#[derive(Clone, Debug)]
pub(super) struct ListStatements {
    pub(super) change_length: Statement,
    /// Removes the rows of a list whose length is 0.
    pub(super) forget_empty: Statement,
    pub(super) total: Statement,
    /// The days of a list with their number of sessions, for a collector: from the newest day, and from the oldest.
    pub(super) days: [Statement; 2],
    /// Those that select rows.
    pub(super) records: SessionOrders,
    /// Those that select the same rows for a collector.
    pub(super) texts: SessionOrders,
}

/// The statements of lists without and with the number of unread messages.
#[derive(Clone, Debug)]
pub(super) struct SessionOrders {
    plain: Orders,
    unread: Orders,
}

impl SessionOrders {
    /// Creates them. `select` converts the columns to the list after `SELECT`.
    fn new(dialect: Dialect, tables: &Tables, select: impl Fn(&str) -> String) -> Self {
        let most = SessionRef::<AccountId>::MAX_UNREAD.to_string();
        let unread = UNREAD.replace("{most_unread}", &most);
        Self {
            plain: Orders::new(dialect, tables, [&select(LISTED), ""]),
            unread: Orders::new(dialect, tables, [&select(&format!("{LISTED}, {unread}")), MARK]),
        }
    }

    /// Returns the statements of a source.
    pub(super) fn of(&self, source: Source, order: SessionOrder, unread: bool) -> &Order {
        let orders = if unread { &self.unread } else { &self.plain };
        let [created, active] = match source.list {
            KeptList::All => &orders.all,
            KeptList::CreatedBy(_) => &orders.created_by,
            KeptList::Labelled(_) if source.is_whole() => &orders.labelled,
            KeptList::Labelled(_) => &orders.narrowed,
        };
        match order {
            SessionOrder::Created => created,
            SessionOrder::Active => active,
        }
    }
}

/// The statements of the lists of sessions, by creation and by last activity.
#[derive(Clone, Debug)]
struct Orders {
    all: [Order; 2],
    created_by: [Order; 2],
    labelled: [Order; 2],
    narrowed: [Order; 2],
}

impl Orders {
    /// Creates the statements. `columns` are selected; `joined` is joined to the sessions.
    fn new(dialect: Dialect, tables: &Tables, [columns, joined]: [&str; 2]) -> Self {
        let orders = |alias: &str, from: &str| {
            let from = &from.replacen(" WHERE", &format!("{joined} WHERE"), 1);
            ["created_at", "updated_at"].map(|time| {
                let order = [format!("{alias}.{time}"), format!("{alias}.id")];
                Order::new(dialect, tables, [columns, from], [&order[0], &order[1]])
            })
        };
        Self {
            all: orders("s", MAIN),
            created_by: orders("s", &format!("{MAIN} AND s.created_by = :created_by")),
            labelled: orders("l", LABELLED),
            narrowed: orders("l", &format!("{LABELLED}{NARROWED}")),
        }
    }
}

impl ListStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template: &str| Statement::new(dialect, tables, template);
        Self {
            change_length: make(
                "INSERT INTO {counts} (list, day, slot, length) \
                 VALUES (:list, :total, :slot, :length), (:list, :day, :slot, :length) ON CONFLICT (list, day, slot) \
                 DO UPDATE SET length = {counts}.length + excluded.length",
            ),
            forget_empty: make("DELETE FROM {counts} WHERE list = :list AND length = 0"),
            total: make("SELECT length FROM {counts} WHERE list = :list AND day = :total"),
            days: ["DESC", "ASC"].map(|order| {
                let (day, of_list) = ("day, CAST(SUM(length) AS BIGINT)", "list = :list AND day > :total GROUP BY day");
                make(&match dialect {
                    // All days are walked within one step, up to the one at which the function says so.
                    Dialect::Sqlite => format!(
                        "SELECT 1 FROM {{counts}} WHERE {of_list} HAVING {FUNCTION}({day}) ORDER BY day {order} LIMIT 1"
                    ),
                    Dialect::Postgres => format!("SELECT {day} FROM {{counts}} WHERE {of_list} ORDER BY day {order}"),
                })
            }),
            records: SessionOrders::new(dialect, tables, str::to_owned),
            texts: SessionOrders::new(dialect, tables, |columns| for_collector(dialect, columns)),
        }
    }
}

#[cfg(test)]
impl Order {
    pub(super) fn all(&self) -> [(&'static str, &Statement); 4] {
        let Self { older, newer, newest, oldest } = self;
        [("older", older), ("newer", newer), ("newest", newest), ("oldest", oldest)]
    }
}

#[cfg(test)]
impl Orders {
    fn all(&self) -> impl Iterator<Item = &Order> {
        [&self.all, &self.created_by, &self.labelled, &self.narrowed].into_iter().flatten()
    }
}

#[cfg(test)]
impl ListStatements {
    pub(super) fn all(&self) -> Vec<(&'static str, &Statement)> {
        let Self { records, texts, .. } = self;
        let of =
            [&records.plain, &records.unread, &texts.plain, &texts.unread].into_iter().flat_map(Orders::all);
        let mut all: Vec<_> = of.flat_map(Order::all).collect();
        all.extend([("change_length", &self.change_length), ("forget_empty", &self.forget_empty)]);
        let [from_newest, from_oldest] = &self.days;
        all.extend([("total", &self.total), ("days", from_newest), ("days from the oldest", from_oldest)]);
        all
    }
}
