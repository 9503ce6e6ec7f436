//! Tests of the form of every statement for a cluster that is distributed by session: a statement of a session goes to
//! one machine, because each table with sessions in it is filtered by the session's id as a value.

use std::ops::ControlFlow;

use sqlparser::{
    ast::{
        AssignmentTarget, BinaryOperator, Delete, Expr, FromTable, Insert, JoinConstraint, JoinOperator,
        ObjectName, OnConflictAction, OnInsert, Query, Select, SelectItem, SetExpr, Statement as Ast,
        TableFactor, TableObject, TableWithJoins, Update, Value, Visit as _, Visitor,
    },
    dialect::PostgreSqlDialect,
    parser::Parser,
};

use super::{
    columns::Key, dialect::Dialect, rows::LAYOUTS, statement::Statement, statements::Statements,
    tables::Tables,
};

/// The machines that a statement may use.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reach {
    /// One machine: that of the session whose id is given.
    OneSession,
    /// All machines. It only reads, and joins only rows of the same session.
    AllSessions,
    /// All machines, and it writes: maintenance, such as counting lists again.
    Upkeep,
}

/// The statements that cannot have a session's id: it is not known yet, or there are many.
const ALL_SESSIONS: [&str; 7] =
    ["open_drafts", "offsets", "requests", "open_requests", "find_request", "due_sessions", "erase walk"];

/// The statements that find out the session of an id.
const BY_ID: [&str; 1] = ["request_created_at"];

/// The statements that find the sessions with a file.
const OF_FILES: [&str; 4] = ["unbound_files", "is_bound", "sessions_with_file", "files_of_session"];

fn reach(name: &str) -> Reach {
    let lists = name.starts_with("list ") && !["list change_length", "list forget_empty"].contains(&name);
    if ALL_SESSIONS.contains(&name)
        || BY_ID.contains(&name)
        || OF_FILES.contains(&name)
        || lists
        || name.starts_with("read ")
    {
        Reach::AllSessions
    } else if name.starts_with("count ") {
        Reach::Upkeep
    } else {
        Reach::OneSession
    }
}

/// Returns the column with the session's id, if the table has rows of sessions.
fn key_of(table: &ObjectName) -> Option<&'static str> {
    let name = table.to_string().replace('"', "");
    let layout = LAYOUTS.iter().find(|layout| name == format!("robots_{}", layout.name))?;
    match layout.key {
        Key::Number => Some("id"),
        Key::Place | Key::Session(_) => Some("session_id"),
        Key::Columns(_) => None,
    }
}

/// A table with rows of sessions that a part of a statement names.
struct Named {
    alias: String,
    key: &'static str,
}

/// Reads a statement part by part.
struct Reader<'s> {
    statement: &'s Statement,
    reach: Reach,
    /// How often tables of sessions are named in total, and how often in a part that was checked.
    named: [usize; 2],
    /// The number of tables that are joined to a row of the same session.
    joined: usize,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    /// Returns whether an expression is the value of the session's id.
    fn is_session(&self, value: &Expr, names: &[&str]) -> bool {
        let Expr::Value(value) = value else { return false };
        let Value::Placeholder(mark) = &value.value else { return false };
        let number = mark.strip_prefix('$').and_then(|number| number.parse::<usize>().ok());
        let parameter = number.and_then(|number| self.statement.parameters().nth(number - 1));
        parameter.is_some_and(|parameter| names.contains(&parameter))
    }

    /// Checks the tables of one part, and its conditions.
    fn part<'t>(&mut self, tables: impl IntoIterator<Item = &'t TableWithJoins>, selection: Option<&Expr>) {
        let (mut factors, mut asked) = (Vec::new(), Vec::new());
        conjuncts(selection, &mut asked);
        for table in tables {
            factors.push(&table.relation);
            for join in &table.joins {
                factors.push(&join.relation);
                if let JoinOperator::Join(JoinConstraint::On(on))
                | JoinOperator::Left(JoinConstraint::On(on)) = &join.join_operator
                {
                    conjuncts(Some(on), &mut asked);
                }
            }
        }
        let mut named = Vec::new();
        for factor in factors {
            let TableFactor::Table { name, alias, .. } = factor else { continue };
            let Some(key) = key_of(name) else { continue };
            let alias = alias.as_ref().map_or_else(|| name.to_string(), |alias| alias.name.value.clone());
            named.push(Named { alias, key });
        }
        self.named[1] += named.len();
        for table in &named {
            let is_key = |column: &Expr| match column {
                Expr::Identifier(column) => named.len() == 1 && column.value == table.key,
                Expr::CompoundIdentifier(path) => {
                    path.len() == 2 && path[0].value == table.alias && path[1].value == table.key
                }
                _ => false,
            };
            let by_value = asked.iter().any(|(column, value)| {
                is_key(column) && self.is_session(value, &["session"])
                    || is_key(value) && self.is_session(column, &["session"])
            });
            // In a part within another, the other table may be that of the outer one.
            let by_row = asked.iter().any(|(one, other)| {
                let is_row = |column: &Expr| {
                    matches!(column, Expr::CompoundIdentifier(path)
                    if ["id", "session_id"].contains(&path[1].value.as_str()) && path[0].value != table.alias)
                };
                is_key(one) && is_row(other) || is_key(other) && is_row(one)
            });
            self.joined += usize::from(by_row);
            if self.reach == Reach::OneSession && !by_value {
                self.fault(format!("{} is not found by the value of the session", table.alias));
            }
        }
    }

    fn check_insert(&mut self, insert: &Insert) {
        let TableObject::TableName(table) = &insert.table else { return self.fault("inserts into no table") };
        let Some(key) = key_of(table) else { return };
        self.named[1] += 1;
        let place = insert.columns.iter().position(|column| column.to_string() == key);
        let (Some(place), Some(source)) = (place, &insert.source) else {
            return self.fault(format!("inserts into {table} without its {key}"));
        };
        // The row of a session has its id under its own name.
        let names: &[&str] = if key == "id" { &["id"] } else { &["session"] };
        let routed = match source.body.as_ref() {
            SetExpr::Values(values) => {
                values.rows.iter().all(|row| self.is_session(&row.content[place], names))
            }
            // A row that is made of one of the same session is made where that is.
            SetExpr::Select(select) => match &select.projection[place] {
                SelectItem::UnnamedExpr(Expr::Identifier(column)) => column.value == key,
                _ => false,
            },
            _ => false,
        };
        if !routed {
            self.fault(format!("inserts into {table} a row that does not name the session by value"));
        }
        if let Some(OnInsert::OnConflict(on)) = &insert.on
            && let OnConflictAction::DoUpdate(update) = &on.action
        {
            self.check_assignments(update.assignments.iter().map(|assigned| &assigned.target), key);
        }
    }

    fn check_assignments<'t>(&mut self, mut targets: impl Iterator<Item = &'t AssignmentTarget>, key: &str) {
        if targets
            .any(|target| matches!(target, AssignmentTarget::ColumnName(name) if name.to_string() == key))
        {
            self.fault("moves a row to another session");
        }
    }

    fn check_update(&mut self, update: &Update) {
        if update.from.is_some() {
            self.fault("updates from other tables");
        }
        self.part([&update.table], update.selection.as_ref());
        let TableFactor::Table { name, .. } = &update.table.relation else { return };
        if let Some(key) = key_of(name) {
            self.check_assignments(update.assignments.iter().map(|assigned| &assigned.target), key);
        }
    }

    fn check_delete(&mut self, delete: &Delete) {
        let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
        if delete.using.is_some() {
            self.fault("deletes by other tables");
        }
        self.part(tables, delete.selection.as_ref());
    }
}

/// Collects the equations that all selected rows satisfy.
fn conjuncts<'e>(selection: Option<&'e Expr>, equal: &mut Vec<(&'e Expr, &'e Expr)>) {
    match selection {
        Some(Expr::BinaryOp { left, op: BinaryOperator::And, right }) => {
            conjuncts(Some(left), equal);
            conjuncts(Some(right), equal);
        }
        Some(Expr::BinaryOp { left, op: BinaryOperator::Eq, right }) => equal.push((left, right)),
        Some(Expr::Nested(inner)) => conjuncts(Some(inner), equal),
        _ => {}
    }
}

/// The functions that a coordinator may evaluate itself.
const IMMUTABLE: [&str; 7] = ["replace", "string_to_array", "COUNT", "SUM", "COALESCE", "GREATEST", "LEAST"];

impl Visitor for Reader<'_> {
    type Break = ();

    fn pre_visit_statement(&mut self, statement: &Ast) -> ControlFlow<()> {
        let writes = !matches!(statement, Ast::Query(_));
        match statement {
            Ast::Query(_) => {}
            Ast::Insert(insert) => self.check_insert(insert),
            Ast::Update(update) => self.check_update(update),
            Ast::Delete(delete) => self.check_delete(delete),
            other => self.fault(format!("is no statement that is known here: {other}")),
        }
        if writes && self.reach == Reach::AllSessions {
            self.fault("writes, and is said to read of all sessions");
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        // The coordinator would carry the rows itself, and commit in two phases.
        if query.with.is_some() {
            self.fault("has a WITH");
        }
        if !query.locks.is_empty() && self.reach == Reach::AllSessions {
            self.fault("locks rows of all sessions");
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.part(&select.from, select.selection.as_ref());
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, table: &ObjectName) -> ControlFlow<()> {
        self.named[0] += usize::from(key_of(table).is_some());
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::Function(function) = expr
            && !IMMUTABLE.contains(&function.name.to_string().as_str())
        {
            self.fault(format!("calls {}, which is not known to be immutable", function.name));
        }
        ControlFlow::Continue(())
    }
}

/// Returns the errors of a statement.
fn faults(statement: &Statement, reach: Reach) -> Vec<String> {
    let parsed = match Parser::parse_sql(&PostgreSqlDialect {}, statement.sql()) {
        Ok(parsed) => parsed,
        Err(error) => return vec![format!("cannot be read: {error}")],
    };
    let mut reader = Reader { statement, reach, named: [0; 2], joined: 0, faults: Vec::new() };
    let _ = parsed.visit(&mut reader);
    let [named, looked_at] = reader.named;
    if named != looked_at {
        reader.fault(format!("{named} tables are named, and {looked_at} of them where this test looks"));
    }
    if reach == Reach::AllSessions && reader.joined + 1 < named {
        reader.fault("tables are joined that need not be of one session");
    }
    reader.faults
}

fn all(statements: &Statements) -> Vec<(String, &Statement)> {
    let mut all: Vec<_> = statements
        .of_sessions()
        .into_iter()
        .chain(statements.documents.all())
        .chain(statements.texts.all())
        .map(|(name, statement)| (name.to_owned(), statement))
        .collect();
    let named = |kind: &'static str| move |(name, statement)| (format!("{kind} {name}"), statement);
    all.extend(statements.lists.all().into_iter().map(named("list")));
    all.extend(statements.resources.all().into_iter().map(named("resource")));
    all.extend(statements.erase.all().into_iter().map(named("erase")));
    all.extend(statements.archive.all());
    all
}

#[test]
fn every_statement_of_a_session_goes_to_one_machine() {
    let statements = Statements::new(Dialect::Postgres, &Tables::default());
    let all = all(&statements);
    // All of them are shown as SQL, so none is left out.
    for made in format!("{statements:?}").split("Statement { sql: \"").skip(1) {
        let sql = made.split("\", parameters").next().unwrap_or_default().replace("\\\"", "\"");
        let read = all.iter().any(|(_, statement)| statement.sql() == sql);
        let of_sessions = LAYOUTS.iter().any(|layout| {
            !matches!(layout.key, Key::Columns(_)) && sql.contains(&format!("\"robots_{}\"", layout.name))
        });
        assert!(read || !of_sessions, "this test does not read: {sql}");
    }
    let wrong: Vec<_> = all
        .iter()
        .flat_map(|(name, statement)| {
            let faults = faults(statement, reach(name)).into_iter();
            faults.map(move |fault| format!("{name} {fault}: {}", statement.sql()))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for name in ALL_SESSIONS.iter().chain(&BY_ID) {
        assert!(all.iter().any(|(known, _)| known == name), "{name} is no statement any more");
    }
}

#[test]
fn a_statement_that_leaves_its_session_is_found() {
    let found = |reach, template| {
        let statement = Statement::new(Dialect::Postgres, &Tables::default(), template);
        !faults(&statement, reach).is_empty()
    };
    // Without the value of the session, or with another's.
    for template in [
        "SELECT document FROM {turns} WHERE id = :id",
        "SELECT document FROM {turns} WHERE session_id = :other AND id = :id",
        "SELECT document FROM {turns} WHERE session_id = 'x'",
        "SELECT document FROM {turns} WHERE session_id = :session OR id = :id",
        "SELECT document FROM {turns} WHERE session_id IN (:session)",
        "SELECT last_offset FROM {sessions} WHERE last_offset = :session",
        "SELECT id FROM {sessions} WHERE id = :id FOR UPDATE",
        "DELETE FROM {message_keys} WHERE key = :session",
        "UPDATE {drafts} SET closed_at = 1 WHERE sequence = :sequence",
        "INSERT INTO {messages} (sequence, id) VALUES (:sequence, :id)",
        "INSERT INTO {messages} (session_id, sequence) VALUES (:other, :sequence)",
        "INSERT INTO {messages} (session_id, sequence) VALUES (:session, 1), (:other, 2)",
        // A row of another session, in a part of the statement.
        "SELECT 1 FROM {turns} WHERE session_id = :session UNION ALL SELECT 1 FROM {call_requests} WHERE open = 1",
        "SELECT id, (SELECT 1 FROM {drafts} WHERE closed_at IS NULL LIMIT 1) FROM {sessions} WHERE id = :session",
        "UPDATE {sessions} SET last_offset = (SELECT max FROM {drafts} WHERE message_id = :id) WHERE id = :session",
        "INSERT INTO {draft_pieces} (session_id, sequence) SELECT session_id, 1 FROM {messages} WHERE id = :id",
        "INSERT INTO {draft_pieces} (session_id, sequence) SELECT :session, 1 FROM {messages} WHERE session_id = :session",
        // A join that names the session of one side only, and another that names none.
        "SELECT m.id FROM {messages} m JOIN {drafts} d ON d.message_id = m.id WHERE m.session_id = :session",
        "SELECT m.id FROM {messages} m, {drafts} d WHERE d.session_id = m.session_id AND m.session_id = :session",
        "DELETE FROM {drafts} USING {messages} m WHERE {drafts}.session_id = :session",
        // A row that moves, what the coordinator works out, and what it carries itself.
        "UPDATE {turns} SET session_id = :other WHERE session_id = :session",
        "INSERT INTO {turns} (session_id, id) VALUES (:session, :id) ON CONFLICT (session_id, id) DO UPDATE SET session_id = :other",
        "UPDATE {sessions} SET updated_at = clock_timestamp() WHERE id = :session",
        "WITH moved AS (SELECT id FROM {sessions} WHERE id = :session) SELECT id FROM moved",
    ] {
        assert!(found(Reach::OneSession, template), "{template}");
    }
    for template in [
        "UPDATE {drafts} SET closed_at = 1 WHERE closed_at IS NULL",
        "SELECT id FROM {sessions} WHERE created_at < :time FOR UPDATE",
        "SELECT s.id FROM {sessions} s, {drafts} d WHERE d.closed_at IS NULL",
        "SELECT r.id FROM {call_requests} r WHERE EXISTS (SELECT 1 FROM {sessions} s WHERE s.deleted_at IS NULL)",
    ] {
        assert!(found(Reach::AllSessions, template), "{template}");
    }
    for template in [
        "SELECT id FROM {sessions} WHERE :session = id AND (created_at = 1 AND deleted_at IS NULL)",
        "SELECT m.id FROM {messages} m, {drafts} d WHERE d.session_id = :session AND m.session_id = :session",
        "INSERT INTO {draft_pieces} (session_id, sequence) SELECT session_id, 1 FROM {messages} WHERE session_id = :session",
    ] {
        assert!(!found(Reach::OneSession, template), "{template}");
    }
}
