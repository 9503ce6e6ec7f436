//! [`PostgresStatements`]: whole operations in one statement each.

use sea_query::{
    CommonTableExpression, DeleteStatement, Expr, ExprTrait, Func, InsertStatement, IntoIden, JoinType,
    LockType, OnConflict, Order, Query, QueryStatementBuilder, SelectStatement, SubQueryStatement, UnionType,
    UpdateStatement, WithClause,
};

use super::{
    list,
    row::{INSTANCE, MESSAGE, ROBOT, SESSION_REF, WORKSPACE},
    schema::{Dialect, Tables},
    statement::{LIMIT, Statement},
    statements::{APPENDED, Build, STARTED, exists, is, parameter, session_head, statements, touch},
};

statements! {
    /// Whole operations of a store, each as one PostgreSQL statement: one round trip, one snapshot, and
    /// no transaction that a lost connection could leave open.
    ///
    /// What is written goes through `WITH`; whatever is created or deleted changes the length of its lists
    /// in `slot` at the same time.
    PostgresStatements() in Dialect::Postgres;

    /// Inserts a session, and returns its id; nothing if the id is taken.
    create_session = |b: &Build| {
        let mut created = b.insert("sessions", &STARTED);
        created.on_conflict(taken()).returning(Query::returning().columns(["id", "created_by"]));
        let lists = [Whole(list::SESSIONS), Each(list::SESSIONS, "created_by")];
        b.counted(created, &lists, More, "id")
    };
    /// Marks a session as deleted, and returns who started it.
    delete_session = |b: &Build| {
        let lists = [Whole(list::SESSIONS), Each(list::SESSIONS, "created_by")];
        b.counted(b.delete("sessions", "id", "created_by"), &lists, Fewer, "created_by")
    };
    /// Takes the mark off a session, and returns who started it.
    restore_session = |b: &Build| {
        let lists = [Whole(list::SESSIONS), Each(list::SESSIONS, "created_by")];
        b.counted(b.restore_session(), &lists, More, "created_by")
    };
    /// Changes a session as [`Statements::update_session`](super::Statements::update_session) does, if
    /// the instance to mount exists.
    update_session = |b: &Build| {
        let instance = Query::select()
            .expr(Expr::cust("1"))
            .from(b.tables.table("instances"))
            .and_where(Expr::col("id").eq(parameter("active_instance")))
            .and_where(exists())
            .take();
        let none = typed("active_instance", parameter("active_instance")).is_null();
        b.build(b.change_session().and_where(none.or(Expr::exists(instance))))
    };
    /// Reads when a session was deleted.
    session_deletion = |b: &Build| b.deletion("sessions", &["id"]);
    /// Reads a session and its `limit` newest messages: see [`WINDOW`].
    find_session = |b: &Build| b.select(&b.window(None));
    /// Reads a session and its `limit` newest messages before the message `before`: see [`WINDOW`].
    find_session_before = |b: &Build| {
        let place = Query::select()
            .column("sequence")
            .from(b.tables.table("messages"))
            .and_where(is("session_id"))
            .and_where(Expr::col("id").eq(parameter("before")))
            .take();
        b.select(&b.window(Some(&place)))
    };

    /// Appends one message to a session, and returns the place that it took, of `places`, which is 1.
    append_message = |b: &Build| b.append_message(b.take_places("session_id"));
    /// The same, unless the session has seen `key`.
    append_message_once = |b: &Build| b.append_message(b.places_unless_seen());
    /// Appends messages to a session, unless it has seen `key`. They are given as lists, one a column: their
    /// order as `offset` 1, 2, 3 … Returns the last of the `places` that they took.
    append_messages = |b: &Build| {
        let rows = APPENDED.map(|column| match column {
            "session_id" => typed(column, parameter(column)),
            "sequence" => {
                let before = Expr::col("last_sequence").sub(typed("sequence", parameter("places")));
                before.add(each("sequence", "offset"))
            }
            _ => each(column, column),
        });
        let stored = b.insert_selected("messages", APPENDED, Query::select().exprs(rows).from("place").take());
        let steps = [("place", b.places_unless_seen().into()), ("stored", stored.into())];
        b.with(steps, Query::select().column("last_sequence").from("place").take())
    };
    /// Reads one message of a session: no row without the session, nulls without the message.
    find_message = |b: &Build| {
        let message = Expr::col(("m", "session_id"))
            .equals(("s", "id"))
            .and(Expr::col(("m", "id")).eq(parameter("id")))
            .and(Expr::col(("m", "deleted_at")).is_null());
        b.select(Query::select()
            .columns(MESSAGE.map(|column| ("m", column)))
            .expr(b.growth(&"m".into_iden()))
            .from_as(b.tables.table("sessions"), "s")
            .join_as(JoinType::LeftJoin, b.tables.table("messages"), "m", message)
            .and_where(Expr::col(("s", "id")).eq(parameter("session_id")))
            .and_where(Expr::col(("s", "deleted_at")).is_null()))
    };
    /// Erases what a message said, marks it as deleted, moves its session's `updated_at`, and returns the
    /// session's id.
    delete_message = |b: &Build| {
        // Whoever writes to a session locks its row first, so two of them never wait for each other.
        let session = b.locked_session();
        let erased = b.erase_message().and_where(Expr::exists(any_of("session"))).take();
        let cleared = b.clear_growth("erased");
        let place = Query::select().column("sequence").from("erased").take();
        let outdated = Query::delete()
            .from_table(b.tables.table("summaries"))
            .and_where(is("session_id"))
            .and_where(Expr::col("sequence").gte(Expr::from(place)))
            .take();
        let touched = b.touched_session("erased");
        let steps = [
            ("session", session.into()),
            ("erased", erased.into()),
            ("cleared", cleared.into()),
            ("outdated", outdated.into()),
            ("touched", touched.into()),
        ];
        b.with(steps, Query::select().column("id").from("touched").take())
    };
    /// Opens a message as [`Statements::open_message`](super::Statements::open_message) does, if its session
    /// exists, and moves the session's `updated_at`. Returns the session's id.
    open_message = |b: &Build| {
        let opened = b.open_message().and_where(Expr::exists(any_of("session"))).take();
        let (session, touched) = (b.locked_session(), b.touched_session("opened"));
        let steps = [("session", session.into()), ("opened", opened.into()), ("touched", touched.into())];
        b.with(steps, Query::select().column("id").from("touched").take())
    };
    /// Lets a draft grow by `chunks`, if its session exists. Returns its place.
    grow_message = |b: &Build| {
        let session = Query::select()
            .expr(Expr::cust("1"))
            .from(b.tables.table("sessions"))
            .and_where(Expr::col("id").eq(parameter("session_id")))
            .and_where(exists())
            .take();
        let grown = b.grow_message().and_where(Expr::exists(session)).take();
        let row = Query::select()
            .expr(typed("session_id", parameter("session_id")))
            .column("sequence")
            .expr(typed("revision", parameter("next")))
            .expr(typed("chunks", parameter("chunks")))
            .from("grown")
            .take();
        let columns = ["session_id", "sequence", "revision", "chunks"];
        let stored = b.insert_selected("message_deltas", columns, row);
        b.with([("grown", grown.into()), ("stored", stored.into())], Query::select().column("sequence").from("grown").take())
    };
    /// Finishes a message as [`Statements::finish_message`](super::Statements::finish_message) does, if its
    /// session exists, deletes what it grew by, and moves the session's `updated_at`. Returns the session's
    /// id.
    finish_message = |b: &Build| {
        let finished = b.finish_message().and_where(Expr::exists(any_of("session"))).take();
        let steps = [
            ("session", b.locked_session().into()),
            ("finished", finished.into()),
            ("cleared", b.clear_growth("finished").into()),
            ("touched", b.touched_session("finished").into()),
        ];
        b.with(steps, Query::select().column("id").from("touched").take())
    };
    /// Reads when a message was deleted.
    message_deletion = |b: &Build| b.deletion("messages", &["session_id", "id"]);

    /// Reads `limit` sessions after the newest `offset`, each behind the length of `list`; one row of
    /// nulls behind it if there are none.
    list_sessions = |b: &Build| b.page("sessions", SESSION_REF, None, Order::Desc);
    /// The same, quicker where `offset` is large.
    list_sessions_far = |b: &Build| b.far_page("sessions", SESSION_REF, None, Order::Desc);
    /// The same after the oldest `offset`, oldest first.
    list_sessions_from_end = |b: &Build| b.far_page("sessions", SESSION_REF, None, Order::Asc);
    /// Reads `limit` sessions of `created_by` after the newest `offset`, each behind the length of `list`.
    list_sessions_of = |b: &Build| b.page("sessions", SESSION_REF, Some("created_by"), Order::Desc);
    /// The same, quicker where `offset` is large.
    list_sessions_of_far = |b: &Build| b.far_page("sessions", SESSION_REF, Some("created_by"), Order::Desc);
    /// The same after the oldest `offset`, oldest first.
    list_sessions_of_from_end = |b: &Build| b.far_page("sessions", SESSION_REF, Some("created_by"), Order::Asc);
    /// Reads `limit` robots after the newest `offset`, each behind the length of `list`.
    list_robots = |b: &Build| b.page("robots", ROBOT, None, Order::Desc);
    /// The same after the oldest `offset`, oldest first.
    list_robots_from_end = |b: &Build| b.page("robots", ROBOT, None, Order::Asc);
    /// Reads `limit` workspaces after the newest `offset`, each behind the length of `list`.
    list_workspaces = |b: &Build| b.page("workspaces", WORKSPACE, None, Order::Desc);
    /// The same after the oldest `offset`, oldest first.
    list_workspaces_from_end = |b: &Build| b.page("workspaces", WORKSPACE, None, Order::Asc);
    /// Reads `limit` instances after the newest `offset`, each behind the length of `list`.
    list_instances = |b: &Build| b.page("instances", INSTANCE, None, Order::Desc);
    /// The same after the oldest `offset`, oldest first.
    list_instances_from_end = |b: &Build| b.page("instances", INSTANCE, None, Order::Asc);
    /// Reads `limit` instances of `workspace_id` after the newest `offset`, each behind the length of `list`.
    list_instances_of = |b: &Build| b.page("instances", INSTANCE, Some("workspace_id"), Order::Desc);
    /// The same after the oldest `offset`, oldest first.
    list_instances_of_from_end = |b: &Build| b.page("instances", INSTANCE, Some("workspace_id"), Order::Asc);

    /// Inserts a robot, and returns its id; nothing if the id is taken.
    create_robot = |b: &Build| {
        let mut created = b.insert("robots", &ROBOT);
        created.on_conflict(taken()).returning_col("id");
        b.counted(created, &[Whole(list::ROBOTS)], More, "id")
    };
    /// Marks a robot as deleted, and returns its id.
    delete_robot = |b: &Build| b.counted(b.delete("robots", "id", "id"), &[Whole(list::ROBOTS)], Fewer, "id");
    /// Reads when a robot was deleted.
    robot_deletion = |b: &Build| b.deletion("robots", &["id"]);

    /// Inserts a workspace, and returns its id; nothing if the id is taken.
    create_workspace = |b: &Build| {
        let mut created = b.insert("workspaces", &WORKSPACE);
        created.on_conflict(taken()).returning_col("id");
        b.counted(created, &[Whole(list::WORKSPACES)], More, "id")
    };
    /// Marks a workspace as deleted, and returns its id.
    delete_workspace = |b: &Build| {
        b.counted(b.delete("workspaces", "id", "id"), &[Whole(list::WORKSPACES)], Fewer, "id")
    };
    /// Reads when a workspace was deleted.
    workspace_deletion = |b: &Build| b.deletion("workspaces", &["id"]);

    /// Inserts an instance if its workspace exists, and returns its id; nothing if it does not, or if the
    /// id is taken.
    create_instance = |b: &Build| {
        // The lock makes a deletion of the workspace wait, which then finds this instance too.
        let workspace = Query::select()
            .column("id")
            .from(b.tables.table("workspaces"))
            .and_where(Expr::col("id").eq(parameter("workspace_id")))
            .and_where(exists())
            .lock(LockType::Share)
            .take();
        let row = Query::select()
            .exprs(INSTANCE.map(|column| typed(column, parameter(column))))
            .from("workspace")
            .take();
        let created = b.insert_selected("instances", INSTANCE, row)
            .on_conflict(taken())
            .returning(Query::returning().columns(["id", "workspace_id"]))
            .take();
        let lists = [Whole(list::INSTANCES), Each(list::INSTANCES, "workspace_id")];
        let counted = b.lengths("changed", &lists, More);
        let steps = [("workspace", workspace.into()), ("changed", created.into()), ("counted", counted.into())];
        b.with(steps, Query::select().column("id").from("changed").take())
    };
    /// Marks an instance as deleted, and returns its workspace.
    delete_instance = |b: &Build| {
        let lists = [Whole(list::INSTANCES), Each(list::INSTANCES, "workspace_id")];
        b.counted(b.delete("instances", "id", "workspace_id"), &lists, Fewer, "workspace_id")
    };
    /// Marks all instances of a workspace as deleted, and returns their workspace, once for each.
    delete_instances_of = |b: &Build| {
        let lists = [Whole(list::INSTANCES), Each(list::INSTANCES, "workspace_id")];
        b.counted(b.delete("instances", "workspace_id", "workspace_id"), &lists, AllFewer, "workspace_id")
    };
    /// Reads when an instance was deleted.
    instance_deletion = |b: &Build| b.deletion("instances", &["id"]);
}

/// How many columns of what [`PostgresStatements::find_session`] reads are the session's; those of
/// [`MESSAGE`] and its growth follow.
///
/// The first row has the session as a list of texts, which [`row::session_head`](super::row::session_head) reads, and
/// then the place of the cursor; the others have a message each, in no order. Were the session in columns of its own,
/// every row of a message would have as many nulls.
pub const WINDOW: usize = 2;

/// A list whose length changes.
enum Counted {
    /// One for all rows.
    Whole(&'static str),
    /// One for all rows that have the same value in this column.
    Each(&'static str, &'static str),
}
use Counted::{Each, Whole};

/// How a length changes.
#[derive(Clone, Copy)]
enum Change {
    /// By one.
    More,
    /// By one.
    Fewer,
    /// By as many as there are rows.
    AllFewer,
}
use Change::{AllFewer, Fewer, More};

/// The type that PostgreSQL could not guess: it is told by the column that the value is for.
fn column_type(column: &str) -> &'static str {
    match column {
        "sequence" | "created_at" | "updated_at" | "deleted_at" | "fingerprint" | "slot" | "revision"
        | "draft" | "checksum" => "BIGINT",
        _ => "TEXT",
    }
}

/// Whether a column has integers, and no texts.
#[cfg(feature = "postgres")]
pub(crate) fn is_integer(column: &str) -> bool {
    column_type(column) == "BIGINT"
}

fn typed(column: &'static str, value: Expr) -> Expr {
    value.cast_as(column_type(column))
}

/// The values of the list `name`, one a row.
fn each(column: &'static str, name: &'static str) -> Expr {
    let list = parameter(name).cast_as(format!("{}[]", column_type(column)));
    Func::cust("UNNEST").arg(list).into()
}

/// A list of what columns have, as texts.
fn texts(columns: impl Iterator<Item = (&'static str, &'static str)>) -> Expr {
    let texts = columns.map(|(table, column)| format!("\"{table}\".\"{column}\"::TEXT"));
    Expr::cust(format!("ARRAY[{}]", texts.collect::<Vec<_>>().join(", ")))
}

fn taken() -> OnConflict {
    OnConflict::new().do_nothing().to_owned()
}

fn any_of(step: &'static str) -> SelectStatement {
    Query::select().expr(Expr::cust("1")).from(step).take()
}

impl Build<'_> {
    fn with<const N: usize>(
        &self,
        steps: [(&'static str, SubQueryStatement); N],
        last: impl Into<SubQueryStatement>,
    ) -> Statement {
        let mut with = WithClause::new();
        for (name, step) in steps {
            with.cte(CommonTableExpression::new().query(step).table_name(name).to_owned());
        }
        self.build(&with.query(last))
    }

    /// Runs `change`, and changes the lengths of these lists by what it returns.
    fn counted(
        &self,
        change: impl QueryStatementBuilder,
        lists: &[Counted],
        by: Change,
        returning: &'static str,
    ) -> Statement {
        let counted = self.lengths("changed", lists, by);
        let steps = [("changed", change.into_sub_query_statement()), ("counted", counted.into())];
        self.with(steps, Query::select().column(returning).from("changed").take())
    }

    fn lengths(&self, from: &'static str, lists: &[Counted], by: Change) -> InsertStatement {
        let mut rows = lists.iter().map(|list| {
            let mut row = Query::select();
            match list {
                Whole(name) => row.expr(Expr::cust(format!("'{name}'"))),
                Each(name, column) => row.expr(Expr::cust(format!("'{name}/' || \"{column}\""))),
            };
            row.expr(typed("slot", parameter("slot"))).from(from);
            match (by, list) {
                (More, _) => row.expr(Expr::cust("1")),
                (Fewer, _) => row.expr(Expr::cust("-1")),
                (AllFewer, Whole(_)) => row.expr(Expr::cust("-COUNT(*)")),
                (AllFewer, Each(_, column)) => row.expr(Expr::cust("-COUNT(*)")).group_by_col(*column),
            };
            row
        });
        let mut all = rows.next().unwrap_or_default();
        for row in rows {
            all.union(UnionType::All, row);
        }
        let mut insert = self.insert_selected("counts", ["list", "slot", "length"], all);
        self.add_lengths(&mut insert).take()
    }

    fn insert_selected<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        rows: SelectStatement,
    ) -> InsertStatement {
        let mut insert = Query::insert();
        insert.into_table(self.tables.table(table)).columns(columns);
        // Fails only if there are not as many values as columns, which the tests would see.
        insert.select_from(rows).ok();
        insert
    }

    fn append_message(&self, place: UpdateStatement) -> Statement {
        let row = APPENDED.map(|column| match column {
            "sequence" => Expr::col("last_sequence"),
            _ => typed(column, parameter(column)),
        });
        let row = Query::select().exprs(row).from("place").take();
        let stored = self.insert_selected("messages", APPENDED, row).returning_col("sequence").take();
        self.with([("place", place.into())], stored)
    }

    /// Takes `places` in a session, unless one of its messages has `key`.
    fn places_unless_seen(&self) -> UpdateStatement {
        let earlier = Query::select()
            .expr(Expr::cust("1"))
            .from(self.tables.table("messages"))
            .and_where(is("session_id"))
            .and_where(Expr::col("idempotency_key").eq(parameter("key")))
            .take();
        self.take_places("session_id").and_where(Expr::exists(earlier).not()).take()
    }

    fn locked_session(&self) -> SelectStatement {
        Query::select()
            .column("id")
            .from(self.tables.table("sessions"))
            .and_where(Expr::col("id").eq(parameter("session_id")))
            .and_where(exists())
            .lock(LockType::Update)
            .take()
    }

    /// Moves the session's `updated_at` if the step `after` did something.
    fn touched_session(&self, after: &'static str) -> UpdateStatement {
        touch(&mut self.update("sessions"), None)
            .and_where(Expr::col("id").eq(parameter("session_id")))
            .and_where(Expr::exists(any_of(after)))
            .returning_col("id")
            .take()
    }

    /// Deletes what the message grew by whose place the step `of` returns.
    fn clear_growth(&self, of: &'static str) -> DeleteStatement {
        let place = Query::select().column("sequence").from(of).take();
        Query::delete()
            .from_table(self.tables.table("message_deltas"))
            .and_where(is("session_id"))
            .and_where(Expr::col("sequence").in_subquery(place))
            .take()
    }

    fn deletion(&self, table: &'static str, key: &[&'static str]) -> Statement {
        let mut select = Query::select();
        select.column("deleted_at").from(self.tables.table(table));
        for column in key {
            select.and_where(is(column));
        }
        self.select(&select)
    }

    fn window(&self, place: Option<&SelectStatement>) -> SelectStatement {
        let mut session = self.session();
        session
            .clear_selects()
            .expr(texts(session_head()))
            .expr(place.map_or_else(Expr::null, |place| place.clone().into()))
            .exprs(MESSAGE.map(|_| Expr::null()))
            .expr(Expr::null());
        let mut messages = Query::select();
        messages
            .exprs((0..WINDOW).map(|_| Expr::null()))
            .columns(MESSAGE)
            .expr(self.growth(&self.tables.name("messages")))
            .from(self.tables.table("messages"))
            .and_where(is("session_id"))
            .and_where(exists())
            .and_where_option(place.map(|place| Expr::col("sequence").lt(place.clone())))
            .order_by("sequence", Order::Desc)
            .limit(LIMIT);
        session.union(UnionType::All, messages).take()
    }

    fn page<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        within: Option<&'static str>,
        order: Order,
    ) -> Statement {
        let rows = self.rows(table, columns, within, order.clone());
        self.behind_length(rows, columns, order)
    }

    /// A page of rows that are far from the end that they are counted from: on the way there only the index
    /// is read.
    fn far_page<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        within: Option<&'static str>,
        order: Order,
    ) -> Statement {
        let places = self.rows(table, ["id"], within, order.clone());
        // In an array, for the planner takes a list of a length that it does not know for a tenth of the table,
        // and would read all of it.
        let places = Func::cust("ANY").arg(Func::cust("ARRAY").arg(Expr::from(places)));
        let rows = Query::select()
            .columns(columns)
            .from(self.tables.table(table))
            .and_where(Expr::col("id").eq(places))
            .take();
        self.behind_length(rows, columns, order)
    }

    /// The rows, each behind the length of their list.
    fn behind_length<const N: usize>(
        &self,
        rows: SelectStatement,
        columns: [&'static str; N],
        order: Order,
    ) -> Statement {
        self.select(
            Query::select()
                .column(("counted", "length"))
                .columns(columns.map(|column| ("rows", column)))
                .from_subquery(self.length(), "counted")
                .join_subquery(JoinType::LeftJoin, rows, "rows".into_iden(), Expr::cust("TRUE"))
                .order_by(("rows", "created_at"), order.clone())
                .order_by(("rows", "id"), order),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements() -> PostgresStatements {
        PostgresStatements::new(&Tables::default())
    }

    #[test]
    fn every_value_is_a_named_parameter() {
        for (name, statement) in statements().all() {
            for parameter in statement.parameters() {
                let named = parameter.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
                assert!(named, "{name}: {parameter}");
            }
            statement.assert_numbered();
        }
    }

    #[test]
    fn every_statement_about_messages_names_the_session() {
        let statements = statements();
        let all = statements.all();
        let messages: Vec<_> =
            all.into_iter().filter(|(_, statement)| statement.sql().contains("robots_messages")).collect();
        assert_eq!(messages.len(), 11);
        for (name, statement) in messages {
            assert!(statement.parameters().contains(&"session_id"), "{name}");
        }
    }

    #[test]
    fn every_insert_has_its_rows() {
        for (name, statement) in statements().all() {
            for insert in statement.sql().split("INSERT INTO").skip(1) {
                let rows = insert.split_once(") ").map(|(_, rows)| rows).unwrap();
                assert!(rows.starts_with("SELECT") || rows.starts_with("VALUES"), "{name}: {insert}");
            }
        }
    }

    #[test]
    fn a_creation_counts_itself() {
        assert_eq!(
            statements().create_workspace.sql(),
            "WITH \"changed\" AS (INSERT INTO \"robots_workspaces\" (\"id\", \"created_at\", \"updated_at\", \
             \"deleted_at\", \"misc\", \"name\", \"description\", \"provider\", \"config\", \"meta\", \"created_by\", \"checksum\") \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT  DO NOTHING RETURNING \"id\") , \
             \"counted\" AS (INSERT INTO \"robots_counts\" (\"list\", \"slot\", \"length\") \
             SELECT 'workspaces', CAST($13 AS BIGINT), 1 FROM \"changed\" ON CONFLICT (\"list\", \"slot\") \
             DO UPDATE SET \"length\" = \"robots_counts\".\"length\" + \"excluded\".\"length\") \
             SELECT \"id\" FROM \"changed\""
        );
    }
}
