//! On large tables an index does the work of every statement.

use storyden_robots::sql::{Dialect, PostgresStatements, Statements, Tables};
use tokio_postgres::{NoTls, SimpleQueryMessage};

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
};

const ROWS: &str = "
    INSERT INTO robots_sessions SELECT lpad(n::text, 20, '0'), n, n, CASE WHEN n % 50 = 0 THEN n END, NULL,
        'name', lpad((n % 1000)::text, 20, '0'), NULL, NULL, 100 FROM generate_series(1, 100000) n;
    INSERT INTO robots_messages SELECT lpad(s::text, 20, '0'), n, lpad(n::text, 20, '0'), 'user', n, NULL, NULL,
        NULL, NULL, CASE WHEN n % 2 = 0 THEN 'key ' || n END, 1, NULL, NULL, '[]'
        FROM generate_series(1, 2000) s, generate_series(1, 100) n;
    INSERT INTO robots_message_deltas SELECT lpad(s::text, 20, '0'), 100, n, '[]'
        FROM generate_series(1, 2000) s, generate_series(1, 50) n;
    INSERT INTO robots_summaries SELECT lpad(n::text, 20, '0'), 1, '{}' FROM generate_series(1, 20000) n;
    INSERT INTO robots_robots SELECT lpad(n::text, 20, '0'), n, n, NULL, NULL, 'name', '', '', 'a/b',
        lpad(n::text, 20, '0'), '[]', lpad((n % 1000)::text, 20, '0'), NULL FROM generate_series(1, 20000) n;
    INSERT INTO robots_workspaces SELECT lpad(n::text, 20, '0'), n, n, NULL, NULL, 'name', '', 'local', '{}', '{}',
        lpad(n::text, 20, '0') FROM generate_series(1, 20000) n;
    INSERT INTO robots_instances SELECT lpad(n::text, 20, '0'), n, n, NULL, NULL, lpad((n % 1000)::text, 20, '0'),
        'local', '{}', '{}', lpad(n::text, 20, '0') FROM generate_series(1, 20000) n;
    INSERT INTO robots_counts SELECT 'sessions/' || n, slot, 1
        FROM generate_series(1, 1000) n, generate_series(0, 15) slot;
    INSERT INTO robots_counts SELECT 'sessions', slot, 1 FROM generate_series(0, 15) slot;
    ANALYZE;
    SET plan_cache_mode = force_generic_plan;
";

async fn plans(version: u32) {
    let Some(programs) = Programs::find(version) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    let (client, connection) =
        tokio_postgres::connect(&server.url(&database), NoTls).await.expect("the server");
    tokio::spawn(connection);
    client.batch_execute(ROWS).await.expect("rows");

    let tables = Tables::default();
    let (one, whole) = (Statements::new(Dialect::Postgres, &tables), PostgresStatements::new(&tables));
    let mut explained = 0;
    for (name, statement) in one.all().into_iter().chain(whole.all()) {
        // These read all of a table, or a table that is SQLite's alone.
        if statement.parameters().is_empty() || statement.sql().contains("stretches") {
            continue;
        }
        client.batch_execute(&format!("PREPARE it AS {}", statement.sql())).await.expect(name);
        let nulls = vec!["NULL"; statement.parameters().len()].join(", ");
        let plan = client.simple_query(&format!("EXPLAIN EXECUTE it ({nulls})")).await.expect(name);
        client.batch_execute("DEALLOCATE it").await.expect(name);
        let lines: Vec<_> = plan
            .iter()
            .filter_map(|line| if let SimpleQueryMessage::Row(row) = line { row.get(0) } else { None })
            .collect();
        let plan = lines.join("\n");
        assert!(!plan.contains("Seq Scan"), "{name} reads a whole table:\n{plan}");
        assert!(plan.contains("Index") || plan.contains("Insert on"), "{name}:\n{plan}");
        explained += 1;
    }
    eprintln!("PostgreSQL {version}: an index does the work of all {explained} statements");
}

#[tokio::test]
async fn an_index_does_the_work_of_every_statement_on_postgresql_15() {
    plans(15).await;
}

#[tokio::test]
async fn an_index_does_the_work_of_every_statement_on_postgresql_18() {
    plans(18).await;
}
