//! A host beside Storyden: it answers `/api/robots` from a store that was brought Storyden's sessions, and asks
//! Storyden's own database, a file or a URL of PostgreSQL, who somebody is and may do. So members' logins, access keys and
//! roles go on working behind a proxy that sends `/api/robots` here.
//!
//! ```text
//! cargo run --example storyden --features axum -- /var/lib/storyden/data.db sqlite:robots.db [127.0.0.1:8080]
//! ```
//! Nothing answers in a session: give it turns with your own runner of robots.

mod database;
mod host;

use std::{env, error::Error};

use axum::Router;
use host::Storyden;
use storyden_robots::{StoreUrl, http::Shutdown};
use tokio::{net::TcpListener, signal::ctrl_c};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let storyden = Storyden::open(&arguments.next().ok_or("name Storyden's database first")?).await?;
    let store: StoreUrl = arguments.next().ok_or("name the store second")?.parse()?;
    let addr = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let shutdown = Shutdown::default();
    let app = Router::new().nest("/api", storyden.api(store.open().await?, shutdown.clone())?);
    let listener = TcpListener::bind(addr).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).with_graceful_shutdown(shutdown.begin_after(ctrl_c())).await?)
}
