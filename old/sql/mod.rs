//! The tables, statements and migrations of the SQL stores, as data. There is no driver in here.
//!
//! The stores of this crate run these; so can a host that has its own driver, or wants to write to its
//! own tables and to these in one transaction:
//!
//! - [`Tables`] names the tables, with a prefix, so that they never collide with the host's;
//! - [`migrations`] are the SQL that makes them, step by step;
//! - [`Statements`] is every statement, built once, with the names of its parameters in order;
//! - [`PostgresStatements`] does whole operations in one statement each, which PostgreSQL can;
//! - [`row`] makes the domain's types of the rows that come back.
//!
//! # The portable subset
//! The same tables must be able to live on one machine and distributed by session on many. So every key
//! of messages has the session's id in it, a transaction touches one session, and there are no
//! triggers, SQL sequences, foreign keys, advisory locks or session settings. JSON is text, which keeps
//! it byte for byte; times are microseconds since 1970, as integers.
//!
//! # Checksums
//! Messages, sessions, robots, workspaces, instances and summaries have a `checksum`, and a row that is not what it
//! says is damaged: a flipped bit is found when the row is read. Null is not compared. Who writes rows on their own
//! takes it from [`checksum()`], [`session_checksum`] and the others, or writes null.
//!
//! The statements keep it: those that move times and places move it by as much, without reading the row. Those that
//! change texts (`update_session`, `update_robot` …) set it to null; SQLite's store, which is alone while it writes,
//! checks the row before and sums it again. PostgreSQL's leaves it at that, and does not sum what a draft grew by:
//! there, pages have checksums of their own, on by default since version 18.
//!
//! SQLite's lists have more, for an index that is damaged loses rows without a word: lengths are kept twice, a list's
//! rows are read by an index that needs no look at the table, and a page is counted to be where it should be.
//!
//! # Examples
//! ```
//! use storyden_robots::sql::{Dialect, Statements, Tables, Value};
//!
//! let statements = Statements::new(Dialect::Sqlite, &Tables::default());
//! let touch = &statements.touch_session;
//! assert_eq!(touch.parameters(), ["at", "at", "at", "at", "id"]);
//! let values = [("id", Value::from("cc5lnd2s1s4652adtu50")), ("at", Value::from(1_574_000))];
//! assert_eq!(touch.bind(&values)?.len(), 5);
//! # Ok::<(), storyden_robots::Error>(())
//! ```

#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod archive;
mod checksum;
#[cfg_attr(
    not(any(feature = "postgres", feature = "sqlite")),
    expect(dead_code, reason = "only the stores read pages")
)]
pub(crate) mod list;
mod postgres;
pub mod row;
mod schema;
mod statement;
mod statements;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub mod transfer;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod values;

pub use checksum::{
    checksum, content_checksum, instance_checksum, revision_checksum, robot_checksum, session_checksum,
    summary_checksum, workspace_checksum,
};
#[cfg(feature = "sqlite")]
pub(crate) use checksum::{grown_checksum, stretch_checksum};
#[cfg(feature = "postgres")]
pub(crate) use postgres::is_integer;
pub use postgres::{PostgresStatements, WINDOW};
#[cfg(feature = "postgres")]
pub(crate) use schema::migrations_lock;
pub use schema::{Dialect, Migration, SCHEMA_VERSION, Tables, citus_distribution, migrations};
#[cfg(feature = "sqlite")]
pub(crate) use schema::{STRETCH, cut_into_stretches};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use schema::{migrations_table, needs_migration};
pub use statement::{Statement, Value};
pub use statements::Statements;
