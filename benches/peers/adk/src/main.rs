//! The work of `../run`, done by adk-session over SQLite.

use std::{collections::HashMap, sync::Arc, time::Instant};

use adk_core::{Content, Event};
use adk_session::{CreateRequest, GetRequest, ListRequest, SessionService, SqliteSessionService};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

fn say(step: &str, value: f64, note: &str) {
    println!(r#"{{"peer":"adk-session 2.3.0","step":"{step}","value":{value:.4},"note":"{note}"}}"#);
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn event(text: &str) -> Event {
    let mut event = Event::new("one");
    event.author = "user".into();
    event.llm_response.content = Some(Content::new("user").with_text(text));
    event
}

fn get(session: &str, newest: Option<usize>) -> GetRequest {
    GetRequest {
        app_name: "app".into(),
        user_id: "ann".into(),
        session_id: session.into(),
        num_recent_events: newest,
        after: None,
    }
}

fn create(session: &str) -> CreateRequest {
    CreateRequest {
        app_name: "app".into(),
        user_id: "ann".into(),
        session_id: Some(session.into()),
        state: HashMap::new(),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).unwrap();
    let equal = std::env::args().nth(2).as_deref() == Some("equal");
    let url = format!("sqlite://{path}?mode=rwc");
    let service = if equal {
        let options = url.parse::<SqliteConnectOptions>()?;
        let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        SqliteSessionService::from_pool(SqlitePoolOptions::new().connect_with(options).await?)
    } else {
        SqliteSessionService::new(&url).await?
    };
    service.migrate().await?;
    let service = Arc::new(service);
    let text = "The quick brown fox. ".repeat(70);
    if let Some(appends) = std::env::args().nth(3) {
        service.create(create("s0")).await?;
        for _ in 0..appends.parse()? {
            service.append_event("s0", event(&text)).await?;
        }
        return Ok(());
    }

    let mut times = Vec::new();
    for number in 0..100 {
        let start = Instant::now();
        service.create(create(&format!("s{number}"))).await?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    say("create", median(times), "");

    let mut times = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        service.append_event("s0", event(&text)).await?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    say("append", median(times), "");

    let start = Instant::now();
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (service, text) = (Arc::clone(&service), text.clone());
            tokio::spawn(async move {
                let mut errors = 0;
                for _ in 0..20 {
                    errors += usize::from(service.append_event("s1", event(&text)).await.is_err());
                }
                errors
            })
        })
        .collect();
    let mut errors = 0;
    for task in tasks {
        errors += task.await?;
    }
    let rate = (320 - errors) as f64 / start.elapsed().as_secs_f64();
    let found = service.get(get("s1", None)).await?.events().len();
    say("concurrent", rate, &format!("{errors} errors, {} lost", (320 - errors) as i64 - found as i64));

    // Filled without flushes, for the time of the fill alone.
    let fast = url.parse::<SqliteConnectOptions>()?.synchronous(SqliteSynchronous::Off);
    let fast = SqliteSessionService::from_pool(SqlitePoolOptions::new().max_connections(1).connect_with(fast).await?);
    for number in 100..5000 {
        fast.create(create(&format!("s{number}"))).await?;
    }
    for _ in 0..10_000 {
        fast.append_event("s2", event(&text)).await?;
    }
    drop(fast);

    for (step, newest, rounds) in [("newest", Some(50), 10), ("full", None, 3)] {
        let mut times = Vec::new();
        for _ in 0..rounds {
            let start = Instant::now();
            let session = service.get(get("s2", newest)).await?;
            assert_eq!(session.events().len(), newest.unwrap_or(10_000));
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        say(step, median(times), "");
    }
    let mut times = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        let page = ListRequest {
            app_name: "app".into(),
            user_id: "ann".into(),
            limit: Some(20),
            offset: Some(2480),
        };
        assert_eq!(service.list(page).await?.len(), 20);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    say("list", median(times), "without total");
    println!(r#"{{"peer":"adk-session 2.3.0","step":"before","value":null,"note":"cannot: reads the newest, or after a time"}}"#);
    Ok(())
}
