//! Pages of long lists, however they are read.

use storyden_robots::{
    AccountId, PageRequest, PostgresOptions, PostgresStore, SessionFilter, SessionRepository,
};
use tokio_postgres::NoTls;

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
};

/// So many that pages are read from either end, and from far; of equal times and deleted ones, too.
const ROWS: &str = "
    INSERT INTO robots_sessions SELECT lpad(n::text, 19, '0') || '0', n / 3, n / 3, CASE WHEN n % 50 = 0 THEN n END,
        NULL, 'name', lpad((n % 2)::text, 19, '0') || '0', NULL, NULL, 0 FROM generate_series(1, 50000) n;
    INSERT INTO robots_counts SELECT 'sessions', n, CASE n WHEN 1 THEN 40000 ELSE 9000 END FROM generate_series(1, 2) n;
    INSERT INTO robots_counts SELECT 'sessions/' || created_by, 0, count(*) FROM robots_sessions
        WHERE deleted_at IS NULL GROUP BY created_by;
    VACUUM ANALYZE robots_sessions;
";

#[tokio::test]
async fn a_page_is_the_same_from_wherever_it_is_read() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url(&Databases::of(&server).await.fresh().await);
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the server");
    tokio::spawn(connection);
    for command in ROWS.split_inclusive(';').filter(|command| !command.trim().is_empty()) {
        client.batch_execute(command).await.expect(command);
    }
    let store = PostgresStore::connect(&url, PostgresOptions::default()).await.expect("the store opens");
    let odd: AccountId = "00000000000000000010".parse().expect("an id");
    for (filter, own) in [
        (SessionFilter::default(), ""),
        (SessionFilter::created_by(odd), "AND created_by = '00000000000000000010'"),
    ] {
        let listed = format!(
            "SELECT id FROM robots_sessions WHERE deleted_at IS NULL {own} ORDER BY created_at DESC, id DESC"
        );
        let listed: Vec<String> =
            client.query(&listed, &[]).await.expect("the list").iter().map(|row| row.get(0)).collect();
        let last = listed.len().div_ceil(20);
        for page in [1, 25, 26, 27, 28, 500, 501, 502, last / 2, last - 501, last - 2, last, last + 1] {
            let request = PageRequest::sessions().at(u32::try_from(page).expect("few pages"));
            let found = store.list_sessions(filter, request).await.expect("a page");
            let ids: Vec<String> = found.items.iter().map(|session| session.id.to_string()).collect();
            let expected: Vec<_> = listed.iter().skip((page - 1) * 20).take(20).cloned().collect();
            assert_eq!(ids, expected, "page {page} {own}");
            assert_eq!(found.total_pages as usize, last, "page {page} {own}");
        }
    }
}
