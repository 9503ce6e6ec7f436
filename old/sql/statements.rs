//! [`Statements`]: every statement that a SQL store runs.

use sea_query::{
    BinOper, CaseStatement, DynIden, Expr, ExprTrait, Func, InsertStatement, JoinType, OnConflict, Order,
    Query, SelectStatement, UpdateStatement,
};

use super::{
    checksum::{AROUND, WHO},
    row::{
        INSTANCE, MESSAGE, MESSAGE_STATE, ROBOT, ROBOT_STATE, SESSION_REF, SESSION_STATE, SUMMARY, WORKSPACE,
    },
    schema::{Dialect, Tables},
    statement::{LIMIT, OFFSET, Statement},
};

macro_rules! statements {
    (
        $(#[$of:meta])* $Statements:ident($($dialect:ident)?) in $words:expr;
        $($(#[$doc:meta])* $name:ident = $build:expr;)+
    ) => {
        $(#[$of])*
        ///
        /// Parameters are named for what they are: `id`, `session_id`, `at` (a time, as microseconds) …
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct $Statements {
            $($(#[$doc])* pub $name: Statement,)+
        }

        impl $Statements {
            /// Builds them for these tables.
            #[must_use]
            pub fn new($($dialect: Dialect,)? tables: &Tables) -> Self {
                let build = Build { dialect: $words, tables };
                Self { $($name: $build(&build),)+ }
            }

            /// Returns each with its name.
            #[must_use]
            pub fn all(&self) -> Vec<(&'static str, &Statement)> {
                vec![$((stringify!($name), &self.$name),)+]
            }
        }
    };
}
pub(super) use statements;

statements! {
    /// Every statement that a SQL store runs, built once.
    Statements(dialect) in dialect;

    /// Reads the versions of the schema.
    schema_version = |b: &Build| b.select(Query::select()
        .expr(Expr::col("version").max())
        .from(b.tables.table("migrations")));

    /// Adds `change` to the length of `list` in `slot`.
    add_to_count = |b: &Build| {
        let mut insert = Query::insert();
        insert.into_table(b.tables.table("counts"));
        let mut columns = vec!["list", "slot", "length"];
        let mut values = ["list", "slot", "length"].map(parameter).to_vec();
        if b.dialect == Dialect::Sqlite {
            columns.push("checksum");
            values.push(Expr::cust("0").sub(parameter("length")));
        }
        insert.columns(columns).values_panic(values);
        b.build(b.add_lengths(&mut insert))
    };
    /// Reads the length of `list`, and on SQLite how far it is from what its checksums say.
    count = |b: &Build| {
        let mut length = b.length();
        if b.dialect == Dialect::Sqlite {
            let wrong = Expr::col("length").add(Expr::col("checksum")).sum();
            length.expr(Func::coalesce([wrong, Expr::cust("0")]));
        }
        b.select(&length)
    };
    /// Counts the sessions from the place (`from_created_at`, `from_id`) to before (`to_created_at`, `to_id`), in
    /// the list itself.
    count_sessions = |b: &Build| b.count_listed("sessions", None);
    /// The same of those of `created_by`.
    count_sessions_of = |b: &Build| b.count_listed("sessions", Some("created_by"));
    /// Counts the robots between two places.
    count_robots = |b: &Build| b.count_listed("robots", None);
    /// Counts the workspaces between two places.
    count_workspaces = |b: &Build| b.count_listed("workspaces", None);
    /// Counts the instances between two places.
    count_instances = |b: &Build| b.count_listed("instances", None);
    /// The same of those of `workspace_id`.
    count_instances_of = |b: &Build| b.count_listed("instances", Some("workspace_id"));

    /// Finds the stretch of `list` in which the place (`created_at`, `id`) is, and how long it is. The
    /// stretches are SQLite's alone.
    find_stretch = |b: &Build| b.select(b.stretches(Order::Desc)
        .and_where(place().lte(parameter_place()))
        .limit(LIMIT));
    /// Finds where the stretch of `list` begins that is behind the one from (`created_at`, `id`).
    next_stretch = |b: &Build| b.select(b.stretches(Order::Asc)
        .and_where(place().gt(parameter_place()))
        .limit(LIMIT));
    /// Makes a stretch of `list` from (`created_at`, `id`), or adds `length` to the one that is there. `checksum` is
    /// that of the new one; the lower half of that of the other grows with it.
    lengthen_stretch = |b: &Build| {
        let mut insert = b.insert("stretches", &["list", "created_at", "id", "length", "checksum"]);
        let longer = |column| b.column("stretches", column).add(Expr::col(("excluded", "length")));
        insert.on_conflict(
            OnConflict::columns(["list", "created_at", "id"])
                .value("length", longer("length"))
                .value("checksum", longer("checksum"))
                .to_owned(),
        );
        b.build(&insert)
    };
    /// Reads the stretches without a checksum, each with its list behind it.
    unsummed_stretches = |b: &Build| b.select(Query::select()
        .columns(STRETCH)
        .column("list")
        .from(b.tables.table("stretches"))
        .and_where(Expr::col("checksum").is_null()));
    /// Says what a stretch adds up to.
    sum_stretch = |b: &Build| b.build(b.update("stretches")
        .value("checksum", parameter("checksum"))
        .and_where(is("list"))
        .and_where(is("created_at"))
        .and_where(is("id")));
    /// Reads the stretches of `list`, newest first.
    list_stretches = |b: &Build| b.select(&b.stretches(Order::Desc));
    /// Reads the stretches of `list`, oldest first.
    list_stretches_from_end = |b: &Build| b.select(&b.stretches(Order::Asc));
    /// Finds the session that is `offset` places after the one at (`created_at`, `id`), newer ones being
    /// after older ones. `limit` is 1.
    session_after = |b: &Build| b.session_after(None);
    /// The same among those of `created_by`.
    session_after_of = |b: &Build| b.session_after(Some("created_by"));
    /// Reads `limit` sessions from (`created_at`, `id`) on, newest first.
    sessions_from = |b: &Build| b.sessions_from(None);
    /// The same among those of `created_by`.
    sessions_from_of = |b: &Build| b.sessions_from(Some("created_by"));

    /// Inserts a session.
    insert_session = |b: &Build| b.build(&b.insert("sessions", &STARTED));
    /// Reads `limit` sessions after the newest `offset`.
    list_sessions = |b: &Build| b.list("sessions", SESSION_REF, None, Order::Desc);
    /// Reads `limit` sessions after the oldest `offset`, oldest first.
    list_sessions_from_end = |b: &Build| b.list("sessions", SESSION_REF, None, Order::Asc);
    /// Reads `limit` sessions of `created_by` after the newest `offset`.
    list_sessions_of = |b: &Build| b.list("sessions", SESSION_REF, Some("created_by"), Order::Desc);
    /// Reads `limit` sessions of `created_by` after the oldest `offset`, oldest first.
    list_sessions_of_from_end = |b: &Build| b.list("sessions", SESSION_REF, Some("created_by"), Order::Asc);
    /// Reads a session, the robot that is active in it if that one was deleted, and the instance that is
    /// mounted if it was not.
    find_session = |b: &Build| b.select(&b.session());
    /// Reads a session, deleted or not, as [`stored_session`](super::row::stored_session) does.
    session_row = |b: &Build| b.row("sessions", SESSION_REF);
    /// Reads whether a session exists, as [`session_state`](super::row::session_state) does.
    session_state = |b: &Build| b.row("sessions", SESSION_STATE);
    /// Says what a session's row adds up to: see [`session_checksum`](super::session_checksum).
    sum_session = |b: &Build| b.sum("sessions");
    /// Changes a session: what is null stays; `active_robot` and `active_instance` are set, to null too,
    /// where `set_active_robot` and `set_active_instance` are `yes`. It has no checksum then.
    update_session = |b: &Build| b.build(&b.change_session());
    /// Moves a session's `updated_at` to `at`, unless it is later already.
    touch_session = |b: &Build| {
        let mut update = b.update("sessions");
        touch(&mut update, None).and_where(is("id")).and_where(exists()).returning_col("id");
        b.build(&update)
    };
    /// Marks a session as deleted, and returns who started it.
    delete_session = |b: &Build| b.build(&b.delete("sessions", "id", "created_by"));
    /// Takes the mark off a session, and returns who started it.
    restore_session = |b: &Build| b.build(&b.restore_session());
    /// Reads whether there is a session, deleted or not.
    session_known = |b: &Build| b.select(Query::select()
        .column("id").from(b.tables.table("sessions")).and_where(is("id")));
    /// Reads whether there is a session that is not deleted.
    session_exists = |b: &Build| b.select(Query::select()
        .column("id").from(b.tables.table("sessions")).and_where(is("id")).and_where(exists()));

    /// Reads the places of the deleted messages of a session from the place `from` to the place `to`, newest
    /// first, with when they were deleted and with the checksums that say the same.
    deleted_messages = |b: &Build| b.select(Query::select()
        .columns(["sequence", "deleted_at", "checksum"])
        .from(b.tables.table("messages"))
        .and_where(is("session_id"))
        .and_where(Expr::col("sequence").gte(parameter("from")))
        .and_where(Expr::col("sequence").lte(parameter("to")))
        .and_where(Expr::col("deleted_at").is_not_null())
        .order_by("sequence", Order::Desc));
    /// Reads the same of one message, deleted or not.
    message_deletion = |b: &Build| b.select(Query::select()
        .columns(["sequence", "deleted_at", "checksum"])
        .from(b.tables.table("messages"))
        .and_where(is("session_id"))
        .and_where(is("id")));
    /// Takes the next `places` in a session, and returns the last of them. Locks the session's row.
    take_places = |b: &Build| b.build(&b.take_places("id"));
    /// Sets what an append changes in a session. For those who alone write since they read its
    /// [state](Self::session_state): an update that returns something copies each page that it changes.
    give_places = |b: &Build| b.build(b.update("sessions")
        .value("last_sequence", parameter("last_sequence"))
        .value("updated_at", parameter("updated_at"))
        .value("checksum", parameter("checksum"))
        .and_where(is("id")));
    /// Inserts a message at its place.
    insert_message = |b: &Build| b.build(&b.insert("messages", &APPENDED));
    /// Reads the place and the fingerprint of the message that was appended with `idempotency_key`.
    find_by_key = |b: &Build| b.select(Query::select()
        .columns(["sequence", "fingerprint"])
        .from(b.tables.table("messages"))
        .and_where(is("session_id"))
        .and_where(is("idempotency_key")));
    /// Reads the `limit` messages before the place `before`, newest first.
    messages_before = |b: &Build| b.select(b.messages()
        .and_where(Expr::col("sequence").lt(parameter("before")))
        .order_by("sequence", Order::Desc)
        .limit(LIMIT));
    /// Reads the `limit` messages from the place `from` on, oldest first.
    messages_from = |b: &Build| b.select(b.messages()
        .and_where(Expr::col("sequence").gte(parameter("from")))
        .order_by("sequence", Order::Asc)
        .limit(LIMIT));
    /// Reads one message.
    find_message = |b: &Build| b.select(b.messages().and_where(is("id")));
    /// Reads the place of a message, deleted or not, and the id that the message at that place has: the place is
    /// that of the index.
    message_place = |b: &Build| {
        let of_place = |column| Expr::col(("m", column)).equals(("p", column));
        b.select(Query::select()
            .columns([("p", "sequence"), ("m", "id")])
            .from_as(b.tables.table("messages"), "p")
            .join_as(
                JoinType::LeftJoin,
                b.tables.table("messages"),
                "m",
                of_place("session_id").and(of_place("sequence")),
            )
            .and_where(Expr::col(("p", "session_id")).eq(parameter("session_id")))
            .and_where(Expr::col(("p", "id")).eq(parameter("id"))))
    };
    /// Erases what a message said, and marks it as deleted. Its place and its id stay.
    delete_message = |b: &Build| b.build(&b.erase_message());
    /// Reads what an update of a message depends on: [`MESSAGE_STATE`](super::row::MESSAGE_STATE).
    message_state = |b: &Build| b.select(Query::select()
        .columns(MESSAGE_STATE)
        .from(b.tables.table("messages"))
        .and_where(is("session_id"))
        .and_where(is("id"))
        .and_where(exists()));
    /// Gives a message the revision `next` if it has `revision`: it is a draft from now. Returns its place.
    /// `content_checksum` is what [`revision_checksum`](super::revision_checksum) or
    /// [`content_checksum`](super::content_checksum) say of it then, in this and the next two.
    open_message = |b: &Build| b.build(&b.open_message());
    /// Gives a draft the revision `next` if it has `revision`. Returns its place.
    grow_message = |b: &Build| b.build(&b.grow_message());
    /// Gives a message the revision `next` if it has `revision`, and its last `parts` and `metadata`. Returns
    /// its place.
    finish_message = |b: &Build| b.build(&b.finish_message());
    /// Inserts what a draft grew by with one revision.
    insert_delta = |b: &Build| b.build(&b.insert("message_deltas", &[
        "session_id", "sequence", "revision", "chunks",
    ]));
    /// Reads what a draft grew by with one revision.
    find_delta = |b: &Build| b.select(Query::select()
        .column("chunks")
        .from(b.tables.table("message_deltas"))
        .and_where(is("session_id"))
        .and_where(is("sequence"))
        .and_where(is("revision")));
    /// Deletes all that a draft grew by.
    delete_deltas = |b: &Build| b.build(Query::delete()
        .from_table(b.tables.table("message_deltas"))
        .and_where(is("session_id"))
        .and_where(is("sequence")));
    /// Sets the summary of a session, unless there is one that covers more.
    put_summary = |b: &Build| {
        let mut insert = b.insert("summaries", &SUMMARY);
        let excluded = |column| Expr::col(("excluded", column));
        insert.on_conflict(
            OnConflict::column("session_id")
                .value("sequence", excluded("sequence"))
                .value("summary", excluded("summary"))
                .value("checksum", excluded("checksum"))
                .action_and_where(b.column("summaries", "sequence").lte(excluded("sequence")))
                .to_owned(),
        );
        b.build(&insert)
    };
    /// Deletes the summary of a session if it covers the place `sequence`.
    delete_summary = |b: &Build| b.build(Query::delete()
        .from_table(b.tables.table("summaries"))
        .and_where(is("session_id"))
        .and_where(Expr::col("sequence").gte(parameter("sequence"))));
    /// Reads the summary of a session: [`SUMMARY`](super::row::SUMMARY).
    find_summary = |b: &Build| b.select(Query::select()
        .columns(SUMMARY)
        .from(b.tables.table("summaries"))
        .and_where(is("session_id")));

    /// Inserts a robot.
    insert_robot = |b: &Build| b.build(&b.insert("robots", &ROBOT));
    /// Reads `limit` robots after the newest `offset`.
    list_robots = |b: &Build| b.list("robots", ROBOT, None, Order::Desc);
    /// Reads `limit` robots after the oldest `offset`, oldest first.
    list_robots_from_end = |b: &Build| b.list("robots", ROBOT, None, Order::Asc);
    /// Reads a robot.
    find_robot = |b: &Build| b.find("robots", ROBOT);
    /// Reads a robot, deleted or not.
    robot_row = |b: &Build| b.row("robots", ROBOT);
    /// Reads every robot, deleted or not.
    every_robot = |b: &Build| b.select(Query::select()
        .columns(ROBOT)
        .from(b.tables.table("robots"))
        .order_by("id", Order::Asc));
    /// Reads whether a robot exists, as [`robot_state`](super::row::robot_state) does.
    robot_state = |b: &Build| b.row("robots", ROBOT_STATE);
    /// Says what a robot's row adds up to: see [`robot_checksum`](super::robot_checksum).
    sum_robot = |b: &Build| b.sum("robots");
    /// Changes a robot: what is null stays; `workspace_id` and `meta` are set, to null too, where
    /// `set_workspace_id` and `set_meta` are `yes`. It has no checksum then. Returns the robot.
    update_robot = |b: &Build| {
        let mut update = b.update("robots");
        for column in ["name", "description", "playbook", "model", "tools"] {
            update.value(column, keep_if_null(column));
        }
        update
            .value("workspace_id", set_if_asked("workspace_id", "set_workspace_id"))
            .value("meta", set_if_asked("meta", "set_meta"));
        b.build(changed(&mut update).returning(Query::returning().columns(ROBOT)))
    };
    /// Marks a robot as deleted.
    delete_robot = |b: &Build| b.build(&b.delete("robots", "id", "id"));
    /// Reads all robots that start with a workspace, deleted or not.
    robots_of_workspace = |b: &Build| b.select(Query::select()
        .columns(ROBOT)
        .from(b.tables.table("robots"))
        .and_where(is("workspace_id")));
    /// Takes a workspace from all robots that start with it. They have no checksums then.
    clear_robots_workspace = |b: &Build| {
        let mut update = b.update("robots");
        update
            .value("workspace_id", Expr::null())
            .value("checksum", Expr::null())
            .value("updated_at", later_of("updated_at", "at"))
            .and_where(is("workspace_id"));
        b.build(&update)
    };

    /// Inserts a workspace.
    insert_workspace = |b: &Build| b.build(&b.insert("workspaces", &WORKSPACE));
    /// Reads `limit` workspaces after the newest `offset`.
    list_workspaces = |b: &Build| b.list("workspaces", WORKSPACE, None, Order::Desc);
    /// Reads `limit` workspaces after the oldest `offset`, oldest first.
    list_workspaces_from_end = |b: &Build| b.list("workspaces", WORKSPACE, None, Order::Asc);
    /// Reads a workspace.
    find_workspace = |b: &Build| b.find("workspaces", WORKSPACE);
    /// Reads a workspace, deleted or not.
    workspace_row = |b: &Build| b.row("workspaces", WORKSPACE);
    /// Says what a workspace's row adds up to: see [`workspace_checksum`](super::workspace_checksum).
    sum_workspace = |b: &Build| b.sum("workspaces");
    /// Changes a workspace: what is null stays. It has no checksum then. Returns the workspace.
    update_workspace = |b: &Build| {
        let mut update = b.update("workspaces");
        for column in ["name", "description", "config", "meta"] {
            update.value(column, keep_if_null(column));
        }
        b.build(changed(&mut update).returning(Query::returning().columns(WORKSPACE)))
    };
    /// Marks a workspace as deleted.
    delete_workspace = |b: &Build| b.build(&b.delete("workspaces", "id", "id"));

    /// Inserts an instance.
    insert_instance = |b: &Build| b.build(&b.insert("instances", &INSTANCE));
    /// Reads `limit` instances after the newest `offset`.
    list_instances = |b: &Build| b.list("instances", INSTANCE, None, Order::Desc);
    /// Reads `limit` instances after the oldest `offset`, oldest first.
    list_instances_from_end = |b: &Build| b.list("instances", INSTANCE, None, Order::Asc);
    /// Reads `limit` instances of `workspace_id` after the newest `offset`.
    list_instances_of = |b: &Build| b.list("instances", INSTANCE, Some("workspace_id"), Order::Desc);
    /// Reads `limit` instances of `workspace_id` after the oldest `offset`, oldest first.
    list_instances_of_from_end = |b: &Build| b.list("instances", INSTANCE, Some("workspace_id"), Order::Asc);
    /// Reads an instance.
    find_instance = |b: &Build| b.find("instances", INSTANCE);
    /// Reads an instance, deleted or not.
    instance_row = |b: &Build| b.row("instances", INSTANCE);
    /// Says what an instance's row adds up to: see [`instance_checksum`](super::instance_checksum).
    sum_instance = |b: &Build| b.sum("instances");
    /// Changes an instance: what is null stays. It has no checksum then. Returns the instance.
    update_instance = |b: &Build| {
        let mut update = b.update("instances");
        for column in ["provider_state", "meta"] {
            update.value(column, keep_if_null(column));
        }
        b.build(changed(&mut update).returning(Query::returning().columns(INSTANCE)))
    };
    /// Marks an instance as deleted, and returns its workspace.
    delete_instance = |b: &Build| b.build(&b.delete("instances", "id", "workspace_id"));
    /// Marks all instances of a workspace as deleted, and returns their ids.
    delete_instances_of = |b: &Build| b.build(&b.delete("instances", "workspace_id", "id"));
}

/// The columns of a session that is inserted.
pub(super) const STARTED: [&str; 10] = [
    "id",
    "created_at",
    "updated_at",
    "misc",
    "name",
    "created_by",
    "active_robot",
    "active_instance",
    "last_sequence",
    "checksum",
];

/// What orders a row of a list.
const PLACE: [&str; 2] = ["created_at", "id"];

/// The columns of a stretch that are read.
const STRETCH: [&str; 4] = ["created_at", "id", "length", "checksum"];

/// The columns of a message that is inserted.
pub(super) const APPENDED: [&str; 16] = [
    "session_id",
    "sequence",
    "id",
    "role",
    "created_at",
    "robot_id",
    "robot_name",
    "author",
    "idempotency_key",
    "fingerprint",
    "metadata",
    "extra",
    "parts",
    "revision",
    "draft",
    "checksum",
];

/// The place of a named parameter: [`Statement::build`] reads the name back.
pub(super) fn parameter(name: &'static str) -> Expr {
    Expr::val(name)
}

pub(super) fn is(column: &'static str) -> Expr {
    Expr::col(column).eq(parameter(column))
}

/// A place in the order of lists.
fn place() -> Expr {
    Expr::tuple(PLACE.map(Expr::col))
}

fn parameter_place() -> Expr {
    Expr::tuple(PLACE.map(parameter))
}

pub(super) fn exists() -> Expr {
    Expr::col("deleted_at").is_null()
}

fn keep_if_null(column: &'static str) -> Expr {
    Func::coalesce([parameter(column), Expr::col(column)]).into()
}

fn set_if_asked(column: &'static str, asked: &'static str) -> CaseStatement {
    CaseStatement::new()
        .case(parameter(asked).eq(Expr::cust("'yes'")), parameter(column))
        .finally(Expr::col(column))
}

/// Clocks go backwards; what a session says of itself does not.
pub(super) fn later_of(column: &'static str, time: &'static str) -> CaseStatement {
    CaseStatement::new()
        .case(Expr::col(column).gt(parameter(time)), Expr::col(column))
        .finally(parameter(time))
}

/// The columns of [`Build::session`].
pub(super) fn session_head() -> impl Iterator<Item = (&'static str, &'static str)> {
    let others = [("r", "id"), ("i", "workspace_id"), ("i", "id"), ("i", "provider"), ("i", "meta")];
    SESSION_REF.map(|column| ("s", column)).into_iter().chain(others)
}

fn changed(update: &mut UpdateStatement) -> &mut UpdateStatement {
    update
        .value("updated_at", later_of("updated_at", "at"))
        .value("checksum", Expr::null())
        .and_where(is("id"))
        .and_where(exists())
}

/// Moves `updated_at`, and the checksum by as much, and by `more`. The sum is not made anew of the columns: so one
/// that was wrong stays wrong.
pub(super) fn touch(update: &mut UpdateStatement, more: Option<Expr>) -> &mut UpdateStatement {
    let around = || Expr::cust(AROUND.to_string());
    let at = || parameter("at").cast_as("BIGINT");
    let moved = CaseStatement::new()
        .case(Expr::col("updated_at").gt(parameter("at")), Expr::cust("0"))
        .finally(at().sub(Expr::col("updated_at")));
    let moved = more.into_iter().fold(moved.into(), Expr::add);
    let lower = Expr::cust("(\"checksum\" & 4294967295)");
    // The remainder of what went back is below 0.
    let lower = lower.add(moved.modulo(around())).add(around()).modulo(around());
    let checksum = Expr::cust("(\"checksum\" >> 32 << 32)").binary(BinOper::BitOr, lower);
    update.value("updated_at", later_of("updated_at", "at")).value("checksum", checksum)
}

pub(super) struct Build<'a> {
    pub(super) dialect: Dialect,
    pub(super) tables: &'a Tables,
}

impl Build<'_> {
    pub(super) fn build(&self, query: &impl sea_query::QueryStatementWriter) -> Statement {
        Statement::build(self.dialect, query)
    }

    pub(super) fn select(&self, query: &SelectStatement) -> Statement {
        self.build(query)
    }

    pub(super) fn update(&self, table: &'static str) -> UpdateStatement {
        Query::update().table(self.tables.table(table)).take()
    }

    pub(super) fn insert(&self, table: &'static str, columns: &[&'static str]) -> InsertStatement {
        let mut insert = Query::insert();
        insert
            .into_table(self.tables.table(table))
            .columns(columns.iter().copied())
            .values_panic(columns.iter().map(|column| parameter(column)));
        insert
    }

    /// Reads what has this id, deleted or not.
    fn row<const N: usize>(&self, table: &'static str, columns: [&'static str; N]) -> Statement {
        self.select(&self.by_id(table, columns))
    }

    fn by_id<const N: usize>(&self, table: &'static str, columns: [&'static str; N]) -> SelectStatement {
        Query::select().columns(columns).from(self.tables.table(table)).and_where(is("id")).take()
    }

    fn sum(&self, table: &'static str) -> Statement {
        self.build(self.update(table).value("checksum", parameter("checksum")).and_where(is("id")))
    }

    fn count_listed(&self, table: &'static str, within: Option<&'static str>) -> Statement {
        let count = |bounds: [Expr; 2]| {
            let [one, other] = bounds;
            let mut rows = Query::select();
            rows.expr(Expr::col("id").count())
                .from(self.tables.table(table))
                .and_where_option(within.map(is));
            rows.and_where(exists()).and_where(one).and_where(other);
            Expr::expr(Expr::from(rows.take()))
        };
        let at = || Expr::col("created_at");
        let id = || Expr::col("id");
        // To compare whole places would take SQLite many times as long.
        let times = count([at().gte(parameter("from_created_at")), at().lte(parameter("to_created_at"))]);
        let before = count([at().eq(parameter("from_created_at")), id().lt(parameter("from_id"))]);
        let behind = count([at().eq(parameter("to_created_at")), id().gte(parameter("to_id"))]);
        self.select(Query::select().expr(times.sub(before).sub(behind)))
    }

    fn column(&self, table: &'static str, column: &'static str) -> Expr {
        Expr::col((self.tables.name(table), column))
    }

    fn list<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        within: Option<&'static str>,
        order: Order,
    ) -> Statement {
        self.at(table, columns, self.rows(table, columns, within, order))
    }

    /// The rows of a list as they are selected. What orders a row is read from the index on SQLite: a row that is not
    /// where that says does not decode, and neither does one that is not there, which it would pass over in silence.
    fn at<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        mut rows: SelectStatement,
    ) -> Statement {
        if self.dialect == Dialect::Postgres {
            return self.select(&rows);
        }
        let source = |column| (if PLACE.contains(&column) { "p" } else { "r" }, column);
        let places = rows.clear_selects().columns(PLACE).take();
        self.select(Query::select().columns(columns.map(source)).from_subquery(places, "p").join_as(
            JoinType::LeftJoin,
            self.tables.table(table),
            "r",
            Expr::col(("r", "id")).equals(("p", "id")),
        ))
    }

    /// The rows of one page.
    pub(super) fn rows<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        within: Option<&'static str>,
        order: Order,
    ) -> SelectStatement {
        Query::select()
            .columns(columns)
            .from(self.tables.table(table))
            .and_where_option(within.map(is))
            .and_where(exists())
            .order_by("created_at", order.clone())
            .order_by("id", order)
            .limit(LIMIT)
            .offset(OFFSET)
            .take()
    }

    fn find<const N: usize>(&self, table: &'static str, columns: [&'static str; N]) -> Statement {
        self.select(self.by_id(table, columns).and_where(exists()))
    }

    pub(super) fn open_message(&self) -> UpdateStatement {
        self.revise().value("draft", Expr::cust("1")).take()
    }

    pub(super) fn grow_message(&self) -> UpdateStatement {
        self.revise().and_where(Expr::col("draft").is_not_null()).take()
    }

    pub(super) fn finish_message(&self) -> UpdateStatement {
        self.revise()
            .value("draft", Expr::null())
            .value("parts", parameter("parts"))
            .value("metadata", parameter("metadata"))
            .take()
    }

    fn revise(&self) -> UpdateStatement {
        let mut update = self.update("messages");
        let who = Expr::cust(format!("\"checksum\" & {WHO}"));
        update
            .value("revision", parameter("next"))
            .value("checksum", who.binary(BinOper::BitOr, parameter("content_checksum")))
            .and_where(is("session_id"))
            .and_where(is("id"))
            .and_where(is("revision"))
            .and_where(exists())
            .returning_col("sequence");
        update
    }

    /// What a draft grew by, in one text: so a reader sees a draft and its growth at one moment, whatever
    /// the isolation. It is looked for only where there is a draft.
    pub(super) fn growth(&self, messages: &DynIden) -> Expr {
        let joined = match self.dialect {
            Dialect::Sqlite => "group_concat(\"chunks\", ',' ORDER BY \"revision\")",
            Dialect::Postgres => "string_agg(\"chunks\", ',' ORDER BY \"revision\")",
        };
        let deltas = |column| self.column("message_deltas", column);
        let message = |column| Expr::col((messages.clone(), column));
        let growth = Query::select()
            .expr(Expr::cust(joined))
            .from(self.tables.table("message_deltas"))
            .and_where(deltas("session_id").eq(message("session_id")))
            .and_where(deltas("sequence").eq(message("sequence")))
            .take();
        let draft = message("draft").is_not_null();
        CaseStatement::new().case(draft, Expr::from(growth)).into()
    }

    pub(super) fn messages(&self) -> SelectStatement {
        Query::select()
            .columns(MESSAGE)
            .expr(self.growth(&self.tables.name("messages")))
            .from(self.tables.table("messages"))
            .and_where(is("session_id"))
            .and_where(exists())
            .take()
    }

    fn stretches(&self, order: Order) -> SelectStatement {
        Query::select()
            .columns(STRETCH)
            .from(self.tables.table("stretches"))
            .and_where(is("list"))
            .order_by("created_at", order.clone())
            .order_by("id", order)
            .take()
    }

    fn session_after(&self, within: Option<&'static str>) -> Statement {
        self.select(
            Query::select()
                .columns(PLACE)
                .from(self.tables.table("sessions"))
                .and_where_option(within.map(is))
                .and_where(exists())
                .and_where(place().gte(parameter_place()))
                .order_by("created_at", Order::Asc)
                .order_by("id", Order::Asc)
                .limit(LIMIT)
                .offset(OFFSET),
        )
    }

    fn sessions_from(&self, within: Option<&'static str>) -> Statement {
        let rows = Query::select()
            .columns(SESSION_REF)
            .from(self.tables.table("sessions"))
            .and_where_option(within.map(is))
            .and_where(exists())
            .and_where(place().lte(parameter_place()))
            .order_by("created_at", Order::Desc)
            .order_by("id", Order::Desc)
            .limit(LIMIT)
            .take();
        self.at("sessions", SESSION_REF, rows)
    }

    /// Marks as deleted what has this `key`, and returns a column of it.
    pub(super) fn delete(
        &self,
        table: &'static str,
        key: &'static str,
        returning: &'static str,
    ) -> UpdateStatement {
        let more = parameter("at").cast_as("BIGINT").add(Expr::cust("1"));
        touch(&mut self.update(table), Some(more))
            .value("deleted_at", parameter("at"))
            .and_where(is(key))
            .and_where(exists())
            .returning_col(returning)
            .take()
    }

    /// Makes an insert of lengths add them to those that are there.
    pub(super) fn add_lengths<'i>(&self, insert: &'i mut InsertStatement) -> &'i mut InsertStatement {
        let sum = |column| self.column("counts", column).add(Expr::col(("excluded", column)));
        let mut taken = OnConflict::columns(["list", "slot"]);
        taken.value("length", sum("length"));
        if self.dialect == Dialect::Sqlite {
            taken.value("checksum", sum("checksum"));
        }
        insert.on_conflict(taken)
    }

    /// The length of a list, as `length`.
    pub(super) fn length(&self) -> SelectStatement {
        let sum = Func::coalesce([Expr::col("length").sum(), Expr::cust("0")]);
        Query::select()
            .expr_as(Expr::expr(sum).cast_as("BIGINT"), "length")
            .from(self.tables.table("counts"))
            .and_where(is("list"))
            .take()
    }

    /// What a session is beside its messages.
    pub(super) fn session(&self) -> SelectStatement {
        let deleted_robot = Expr::col(("r", "id"))
            .equals(("s", "active_robot"))
            .and(Expr::col(("r", "deleted_at")).is_not_null());
        let instance = Expr::col(("i", "id"))
            .equals(("s", "active_instance"))
            .and(Expr::col(("i", "deleted_at")).is_null());
        Query::select()
            .columns(session_head())
            .from_as(self.tables.table("sessions"), "s")
            .join_as(JoinType::LeftJoin, self.tables.table("robots"), "r", deleted_robot)
            .join_as(JoinType::LeftJoin, self.tables.table("instances"), "i", instance)
            .and_where(Expr::col(("s", "id")).eq(parameter("id")))
            .and_where(Expr::col(("s", "deleted_at")).is_null())
            .take()
    }

    pub(super) fn change_session(&self) -> UpdateStatement {
        self.update("sessions")
            .value("name", keep_if_null("name"))
            .value("active_robot", set_if_asked("active_robot", "set_active_robot"))
            .value("active_instance", set_if_asked("active_instance", "set_active_instance"))
            .value("updated_at", later_of("updated_at", "at"))
            .value("checksum", Expr::null())
            .and_where(is("id"))
            .and_where(exists())
            .returning_col("id")
            .take()
    }

    pub(super) fn restore_session(&self) -> UpdateStatement {
        let less = Expr::cust("-1 - \"deleted_at\"");
        touch(&mut self.update("sessions"), Some(less))
            .value("deleted_at", Expr::null())
            .and_where(is("id"))
            .and_where(Expr::col("deleted_at").is_not_null())
            .returning_col("created_by")
            .take()
    }

    /// The session's id is the parameter `id`.
    pub(super) fn take_places(&self, id: &'static str) -> UpdateStatement {
        touch(&mut self.update("sessions"), Some(parameter("places").cast_as("BIGINT")))
            .value("last_sequence", Expr::col("last_sequence").add(parameter("places")))
            .and_where(Expr::col("id").eq(parameter(id)))
            .and_where(exists())
            .returning_col("last_sequence")
            .take()
    }

    pub(super) fn erase_message(&self) -> UpdateStatement {
        self.update("messages")
            .value("deleted_at", parameter("at"))
            .value("parts", Expr::cust("'[]'"))
            .value("metadata", Expr::null())
            .value("extra", Expr::null())
            .value("draft", Expr::null())
            .value("checksum", parameter("at"))
            .and_where(is("session_id"))
            .and_where(is("id"))
            .and_where(exists())
            .returning_col("sequence")
            .take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_a_named_parameter() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            for (name, statement) in Statements::new(dialect, &Tables::default()).all() {
                for parameter in statement.parameters() {
                    let named = parameter.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
                    assert!(named, "{name}: {parameter}");
                }
                let parameters = statement.parameters().len();
                match dialect {
                    Dialect::Sqlite => {
                        assert_eq!(statement.sql().matches('?').count(), parameters, "{name}");
                    }
                    Dialect::Postgres => statement.assert_numbered(),
                }
            }
        }
    }

    #[test]
    fn every_statement_about_messages_names_the_session() {
        let statements = Statements::new(Dialect::Postgres, &Tables::default());
        let about_messages =
            |(_, statement): &(&str, &Statement)| statement.sql().contains("\"robots_messages\"");
        let all = statements.all();
        let messages: Vec<_> = all.into_iter().filter(about_messages).collect();
        assert!(messages.len() >= 7);
        for (name, statement) in messages {
            assert!(statement.parameters().contains(&"session_id"), "{name}");
        }
    }

    #[test]
    fn a_schema_stands_before_every_table() {
        let tables = Tables::with_prefix("x_").and_then(|tables| tables.in_schema("forum")).unwrap();
        for (name, statement) in Statements::new(Dialect::Postgres, &tables).all() {
            assert!(statement.sql().contains("\"forum\".\"x_"), "{name}: {}", statement.sql());
        }
    }
}
