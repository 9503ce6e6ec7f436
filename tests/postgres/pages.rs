//! Pages of long lists, however they are read.

use storyden_robots::{
    AccountId, PageRequest, PostgresOptions, PostgresStore, SessionFilter, SessionOrder, SessionRepository,
};
use tokio_postgres::NoTls;

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::record,
};

/// So many that pages are read from either end, and from far; of equal times and deleted ones, too. The lengths are
/// those of the lists that `$LISTS` names, on 115 days.
const ROWS: &str = "
    INSERT INTO robots_sessions SELECT (jsonb_populate_record(s, jsonb_build_object(
        'id', lpad(n::text, 19, '0') || '0', 'created_at', n / 3 * 600000000::bigint, 'updated_at', n / 5,
        'deleted_at', CASE WHEN n % 50 = 0 THEN n END, 'created_by', lpad((n % 2)::text, 19, '0') || '0'))).*
        FROM robots_sessions s, generate_series(1, 50000) n;
    DELETE FROM robots_sessions WHERE id NOT LIKE '0%';
    CREATE TABLE lists AS SELECT DISTINCT list FROM robots_counts;
    DELETE FROM robots_counts;
    INSERT INTO robots_counts SELECT list, created_at / 86400000000, ascii(substr(id, 18)) % 2, count(*)
        FROM robots_sessions, lists
        WHERE deleted_at IS NULL AND (list NOT LIKE '%0000000000%' OR list LIKE '%' || created_by)
        GROUP BY 1, 2, 3;
    INSERT INTO robots_counts SELECT list, -2147483648, slot, sum(length) FROM robots_counts GROUP BY 1, 3;
    VACUUM ANALYZE;
";

#[tokio::test]
async fn a_page_is_the_same_from_wherever_it_is_read() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url(&Databases::of(&server).await.fresh().await);
    let store = PostgresStore::connect(&url, PostgresOptions::default()).await.expect("the store opens");
    let odd: AccountId = "00000000000000000010".parse().expect("an id");
    store.create_session(&record(odd)).await.expect("a session");
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the server");
    tokio::spawn(connection);
    for command in ROWS.split_inclusive(';').filter(|command| !command.trim().is_empty()) {
        client.batch_execute(command).await.expect(command);
    }
    for (filter, own) in [
        (SessionFilter::default(), ""),
        (SessionFilter::created_by(odd), "AND created_by = '00000000000000000010'"),
    ] {
        for (order, column) in [(SessionOrder::Created, "created_at"), (SessionOrder::Active, "updated_at")] {
            let listed = format!(
                "SELECT id FROM robots_sessions WHERE deleted_at IS NULL {own} ORDER BY {column} DESC, id DESC"
            );
            let listed: Vec<String> =
                client.query(&listed, &[]).await.expect("the list").iter().map(|row| row.get(0)).collect();
            let last = listed.len().div_ceil(20);
            for page in [1, 25, 26, 27, 28, 499, 500, last / 2, last - 498, last - 2, last, last + 1] {
                let at = format!("page {page} by {column} {own}");
                let far = page > 501 && page + 500 < last;
                if order == SessionOrder::Active && far {
                    continue;
                }
                let request = PageRequest::sessions().at(u32::try_from(page).expect("few pages"));
                let found = store.list_sessions(filter.order(order), request).await.expect(&at);
                let ids: Vec<String> = found.items.iter().map(|session| session.id.to_string()).collect();
                let expected: Vec<_> = listed.iter().skip((page - 1) * 20).take(20).cloned().collect();
                assert_eq!(ids, expected, "{at}");
                assert_eq!(found.total_pages, u32::try_from(last).ok(), "{at}");
            }

            // By cursor, from the newest to the oldest.
            let (mut request, mut met) = (PageRequest::by_cursor(100), Vec::new());
            loop {
                let found = store.list_sessions(filter.order(order), request).await.expect("a page");
                met.extend(found.items.iter().map(|session| session.id.to_string()));
                match found.next_cursor {
                    Some(cursor) => request = request.after(cursor),
                    None => break,
                }
            }
            assert_eq!(met, listed, "by cursor, by {column} {own}");
        }
    }
}
