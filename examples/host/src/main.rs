//! ```text
//! cargo run -- sqlite:community.db [127.0.0.1:8080]      # or postgres://…
//! ```
//! At the first start it prints the login of an administrator.

use std::{env, error::Error};

use host::app;
use storyden_robots::http::Shutdown;
use tokio::{net::TcpListener, signal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let url = arguments.next().unwrap_or_else(|| "sqlite:community.db".to_owned());
    let addr = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let shutdown = Shutdown::default();
    let (community, app) = app(&url, shutdown.clone()).await?;
    if community.is_empty().await? {
        let ann = community.add_user("ann", "Ann", &["administrator"]).await?;
        println!("log in as Ann: POST /login {{\"token\":\"{}\"}}", community.add_login(ann).await?);
    }
    let listener = TcpListener::bind(addr).await?;
    println!("listening on http://{}", listener.local_addr()?);
    // Ends streams of events too: the server would wait for their readers.
    let stopped = shutdown.begin_after(signal::ctrl_c());
    Ok(axum::serve(listener, app).with_graceful_shutdown(stopped).await?)
}
