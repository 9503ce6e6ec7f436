//! Reading sessions: pages, windows, and their parameters.

use serde_json::{Value, json};
use storyden_robots::{NewMessage, NewSession, Part, SessionId};

use crate::host::{ADMIN, Host, NOTHING, OPERATOR, on_every_store};

on_every_store! {
    sessions_come_newest_first_twenty_to_a_page
    an_empty_list_is_page_one_of_none
    the_account_filter_is_a_filter
    deleted_sessions_are_not_listed
    numbers_are_clamped_and_anything_else_is_refused
    other_arguments_are_refused_or_ignored_as_said
    a_session_shows_its_newest_messages_oldest_first
    paging_backwards_meets_every_message_once
    a_cursor_outlives_its_message_but_not_its_session
    windows_go_after_and_around_a_message
    sessions_are_paged_by_cursor_in_both_orders
}

async fn start(host: &Host, count: usize) -> Vec<SessionId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let who = if number % 2 == 0 { ADMIN } else { OPERATOR };
        let session = host.robots.start_session(who, NewSession::default().name(format!("{number}"))).await;
        ids.push(session.expect("a session starts").id);
    }
    ids
}

async fn say(host: &Host, session: SessionId, count: usize) {
    for number in 0..count {
        let message = NewMessage::user([Part::text(number.to_string())]).expect("a message");
        host.robots.append(OPERATOR, session, message).await.expect("it is appended");
    }
}

fn names(page: &Value) -> Vec<&str> {
    let rows = page["sessions"].as_array().expect("rows");
    rows.iter().map(|row| row["name"].as_str().expect("a name")).collect()
}

fn texts(session: &Value) -> Vec<String> {
    let messages = session["message_list"]["messages"].as_array().expect("messages");
    messages.iter().map(|message| message["parts"][0]["text"].as_str().expect("a text").to_owned()).collect()
}

async fn sessions_come_newest_first_twenty_to_a_page(host: Host) {
    start(&host, 45).await;
    let first = host.get("operator", "/robots/sessions").await.is(200);
    assert_eq!(names(&first), (25..45).rev().map(|n| n.to_string()).collect::<Vec<_>>());
    let numbers = |page: &Value| {
        ["page_size", "results", "total_pages", "current_page", "next_page"].map(|field| page[field].as_u64())
    };
    assert_eq!(numbers(&first), [Some(20), Some(20), Some(3), Some(1), Some(2)]);
    let last = host.get("operator", "/robots/sessions?page=3").await.is(200);
    assert_eq!(names(&last), ["4", "3", "2", "1", "0"]);
    assert_eq!(numbers(&last), [Some(20), Some(5), Some(3), Some(3), None]);
    let past = host.get("operator", "/robots/sessions?page=4").await.is(200);
    assert_eq!(numbers(&past), [Some(20), Some(0), Some(3), Some(4), None]);
    assert_eq!(past["sessions"], json!([]));
}

async fn an_empty_list_is_page_one_of_none(host: Host) {
    for (path, rows) in [
        ("/robots/sessions", "sessions"),
        ("/robots", "robots"),
        ("/robots/workspaces", "workspaces"),
        ("/robots/workspace-instances", "workspace_instances"),
    ] {
        let page = host.get("admin", path).await.is(200);
        let size = if rows == "sessions" { 20 } else { 50 };
        let mut empty = json!({ "page_size": size, "results": 0, "total_pages": 0, "current_page": 1 });
        empty[rows] = json!([]);
        assert_eq!(page, empty, "{path}");
    }
}

async fn the_account_filter_is_a_filter(host: Host) {
    start(&host, 5).await;
    let all = host.get("operator", "/robots/sessions?account_id=").await.is(200);
    assert_eq!(all["results"], 5);
    let of_admin = host.get("operator", &format!("/robots/sessions?account_id={ADMIN}")).await.is(200);
    assert_eq!(names(&of_admin), ["4", "2", "0"]);
    assert_eq!(of_admin["sessions"][0]["created_by"]["handle"], "admin");
    for account in ["42", "67e55044-10b1-426f-9247-bb680e5fe0c8"] {
        let page = host.get("operator", &format!("/robots/sessions?account_id={account}")).await.is(200);
        assert_eq!(page["results"], 0, "{account} is an account that started none");
    }
    let of_nobody = host.get("operator", &format!("/robots/sessions?account_id={NOTHING}")).await.is(200);
    assert_eq!((of_nobody["results"].as_u64(), of_nobody["total_pages"].as_u64()), (Some(0), Some(0)));
}

async fn deleted_sessions_are_not_listed(host: Host) {
    let ids = start(&host, 2).await;
    host.delete("admin", &format!("/robots/sessions/{}", ids[1])).await.is(204);
    assert_eq!(names(&host.get("operator", "/robots/sessions").await.is(200)), ["0"]);
    host.get("operator", &format!("/robots/sessions/{}", ids[1])).await.is_problem(404, "not-found");
}

async fn numbers_are_clamped_and_anything_else_is_refused(host: Host) {
    let session = start(&host, 1).await[0];
    say(&host, session, 2).await;
    for (text, page) in
        [("0", 1), ("-3", 1), ("", 1), ("007", 7), ("999999999999999999999999999999", u32::MAX)]
    {
        let answer = host.get("operator", &format!("/robots/sessions?page={text}")).await.is(200);
        assert_eq!(answer["current_page"], page, "page={text}");
    }
    for (text, limit) in
        [("0", 1), ("-1", 1), ("", 50), ("1000", 100), ("99999999999999999999999999999", 100)]
    {
        let answer = host.get("operator", &format!("/robots/sessions/{session}?limit={text}")).await.is(200);
        assert_eq!(answer["message_list"]["page_size"], limit, "limit={text}");
    }
    for text in ["x", "1.5", "1e3", "%2B1", "0x1", "1%20", "%00", "%FF", "null", "%D9%A3"] {
        host.get("operator", &format!("/robots/sessions?page={text}")).await.is_about("page");
        host.get("operator", &format!("/robots/sessions/{session}?limit={text}")).await.is_about("limit");
    }
}

async fn other_arguments_are_refused_or_ignored_as_said(host: Host) {
    let session = start(&host, 1).await[0];
    let one = format!("/robots/sessions/{session}");
    for (query, argument) in [
        ("account_id=x", "account_id"),
        ("account_id=CC5LND2S1S4652ADTU50", "account_id"),
        ("account_id=042", "account_id"),
        ("account_id=67E55044-10B1-426F-9247-BB680E5FE0C8", "account_id"),
        ("page=1&page=1", "page"),
        ("page=1&pag%65=2", "page"),
        ("account_id=&account_id=", "account_id"),
    ] {
        host.get("operator", &format!("/robots/sessions?{query}")).await.is_about(argument);
    }
    for (query, argument) in
        [("before=x", "before"), ("limit=1&limit=2", "limit"), ("before=&before=", "before")]
    {
        host.get("operator", &format!("{one}?{query}")).await.is_about(argument);
    }
    for id in ["x", "CC5LND2S1S4652ADTU50", "cc5lnd2s1s4652adtu51", "%FF", "%00", "a%2Fb"] {
        host.get("operator", &format!("/robots/sessions/{id}")).await.is_about("session_id");
    }
    for query in ["sort=up", "sort=up&sort=down", "&&", "=", "page", "before=1"] {
        host.get("operator", &format!("/robots/sessions?{query}")).await.is(200);
    }
    // A message of another session is none of this one, and that is an argument, not an absence.
    host.get("operator", &format!("{one}?before={NOTHING}")).await.is_about("before");
    host.get("operator", &format!("/robots/sessions/{NOTHING}?before={NOTHING}")).await.is(404);
}

async fn a_session_shows_its_newest_messages_oldest_first(host: Host) {
    let session = start(&host, 1).await[0];
    say(&host, session, 120).await;
    let path = format!("/robots/sessions/{session}");
    let newest = host.get("operator", &path).await.is(200);
    assert_eq!(texts(&newest), (70..120).map(|n| n.to_string()).collect::<Vec<_>>());
    let list = &newest["message_list"];
    assert_eq!((list["page_size"].as_u64(), list["results"].as_u64()), (Some(50), Some(50)));
    assert_eq!(list["next_before"], list["messages"][0]["id"]);
    assert_eq!(list["messages"][0]["author"]["handle"], "operator");

    let before = list["next_before"].as_str().expect("a cursor");
    let older = host.get("operator", &format!("{path}?before={before}&limit=70")).await.is(200);
    assert_eq!(texts(&older), (0..70).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(older["message_list"].get("next_before"), None, "there are no older ones");
}

async fn paging_backwards_meets_every_message_once(host: Host) {
    let session = start(&host, 1).await[0];
    say(&host, session, 100).await;
    let (mut met, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = host
            .get("operator", &format!("/robots/sessions/{session}?limit=7&before={cursor}"))
            .await
            .is(200);
        met.splice(0..0, texts(&page));
        let Some(next) = page["message_list"]["next_before"].as_str() else { break };
        next.clone_into(&mut cursor);
        say(&host, session, 3).await;
    }
    assert_eq!(met, (0..100).map(|n| n.to_string()).collect::<Vec<_>>());
}

async fn a_cursor_outlives_its_message_but_not_its_session(host: Host) {
    let ids = start(&host, 2).await;
    say(&host, ids[0], 3).await;
    say(&host, ids[1], 1).await;
    let path = format!("/robots/sessions/{}", ids[0]);
    let page = host.get("operator", &format!("{path}?limit=1")).await.is(200);
    let cursor = page["message_list"]["next_before"].as_str().expect("a cursor").to_owned();
    host.robots
        .delete_message(ADMIN, ids[0], cursor.parse().expect("an id"), None)
        .await
        .expect("it is deleted");
    let older = host.get("operator", &format!("{path}?before={cursor}")).await.is(200);
    assert_eq!(texts(&older), ["0", "1"]);

    let other = host.get("operator", &format!("/robots/sessions/{}", ids[1])).await.is(200);
    let foreign = other["message_list"]["messages"][0]["id"].as_str().expect("an id");
    host.get("operator", &format!("{path}?before={foreign}")).await.is_about("before");
}

async fn windows_go_after_and_around_a_message(host: Host) {
    let session = start(&host, 1).await[0];
    say(&host, session, 10).await;
    let path = format!("/robots/sessions/{session}");
    let all = host.get("operator", &path).await.is(200);
    let ids: Vec<_> = all["message_list"]["messages"].as_array().expect("messages").iter().collect();
    let cursor = |number: usize| ids[number]["id"].as_str().expect("an id");

    let newer = host.get("operator", &format!("{path}?after={}&limit=3", cursor(2))).await.is(200);
    assert_eq!(texts(&newer), ["3", "4", "5"]);
    assert_eq!(newer["message_list"]["next_before"], cursor(3));
    assert_eq!(newer["message_list"]["next_after"], cursor(5));
    let last = host.get("operator", &format!("{path}?after={}&limit=3", cursor(6))).await.is(200);
    assert_eq!((texts(&last).len(), last["message_list"].get("next_after")), (3, None));

    let around = host.get("operator", &format!("{path}?around={}&limit=4", cursor(5))).await.is(200);
    assert_eq!(texts(&around), ["3", "4", "5", "6"]);
    let before = host.get("operator", &format!("{path}?before={}&limit=2", cursor(5))).await.is(200);
    assert_eq!(texts(&before), ["3", "4"]);
    assert_eq!(before["message_list"]["next_after"], cursor(4));

    for (query, argument) in [
        ("before={}&after={}", "after"),
        ("after={}&around={}", "around"),
        ("before={}&around={}", "around"),
        ("after=x", "after"),
        ("around=x", "around"),
    ] {
        let query = query.replace("{}", cursor(5));
        host.get("operator", &format!("{path}?{query}")).await.is_about(argument);
    }
    for argument in ["after", "around"] {
        host.get("operator", &format!("{path}?{argument}={NOTHING}")).await.is_about(argument);
    }
}

async fn sessions_are_paged_by_cursor_in_both_orders(host: Host) {
    let ids = start(&host, 45).await;
    say(&host, ids[7], 1).await;
    for (order, first) in [("", "44"), ("created", "44"), ("updated", "7")] {
        let mut page = host.get("operator", &format!("/robots/sessions?order={order}")).await.is(200);
        assert_eq!(page["total_pages"], 3);
        let mut met: Vec<String> = names(&page).into_iter().map(str::to_owned).collect();
        assert_eq!(met[0], first, "{order}");
        while let Some(cursor) = page["next_cursor"].as_str() {
            page = host
                .get("operator", &format!("/robots/sessions?order={order}&cursor={cursor}"))
                .await
                .is(200);
            assert_eq!((page.get("total_pages"), page.get("current_page")), (None, None));
            met.extend(names(&page).into_iter().map(str::to_owned));
        }
        assert_eq!(met.len(), 45, "{order}");
        let different: std::collections::BTreeSet<_> = met.iter().collect();
        assert_eq!(different.len(), 45, "{order}: each once");
    }
    let page = host.get("operator", &format!("/robots/sessions?account_id={ADMIN}")).await.is(200);
    let cursor = page["next_cursor"].as_str().expect("a cursor");
    let rest =
        host.get("operator", &format!("/robots/sessions?account_id={ADMIN}&cursor={cursor}")).await.is(200);
    assert_eq!((&rest["results"], rest.get("next_cursor")), (&json!(3), None));

    for (query, argument) in [
        ("order=up".to_owned(), "order"),
        ("cursor=x".to_owned(), "cursor"),
        (format!("cursor={cursor}&page=2"), "page"),
        (format!("cursor={cursor}&cursor={cursor}"), "cursor"),
    ] {
        host.get("operator", &format!("/robots/sessions?{query}")).await.is_about(argument);
    }
}
