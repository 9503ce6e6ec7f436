//! How the tables are spread over the machines of a Citus cluster.

use super::{
    columns::{Key, Layout, Table as _},
    rows::{BlobRow, ChunkRow, CountRow, LAYOUTS},
    tables::Tables,
};

/// How a table is kept in a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spread {
    /// Each session's rows are on one machine.
    BySession,
    /// All rows are on every machine.
    Everywhere,
}

impl Spread {
    /// Returns how Citus writes it in `pg_dist_partition`.
    #[cfg(feature = "postgres")]
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::BySession => "h",
            Self::Everywhere => "n",
        }
    }
}

/// A table that is not kept by the coordinator alone.
#[derive(Clone, Debug)]
pub(crate) struct SpreadTable {
    /// Its name as it stands in SQL.
    #[cfg(feature = "postgres")]
    pub(crate) name: String,
    #[cfg(feature = "postgres")]
    pub(crate) spread: Spread,
    /// The statement that spreads it, unless that was done.
    pub(crate) call: String,
}

impl SpreadTable {
    /// Makes the call of one table. `function` says how to spread it.
    fn new(name: String, spread: Spread, function: &str) -> Self {
        let call = format!(
            "SELECT {function} WHERE NOT EXISTS \
             (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = '{name}'::regclass)"
        );
        #[cfg(not(feature = "postgres"))]
        let _ = spread;
        Self {
            #[cfg(feature = "postgres")]
            name,
            #[cfg(feature = "postgres")]
            spread,
            call,
        }
    }
}

/// Returns the table of the index for search. How far an incomplete one has come is kept by the coordinator alone.
#[cfg(all(feature = "postgres", feature = "search"))]
pub(crate) fn spread_search(tables: &Tables) -> SpreadTable {
    with_its_session(tables, tables.quoted("search"))
}

/// Spreads a table of which each row belongs to a session.
fn with_its_session(tables: &Tables, name: String) -> SpreadTable {
    let sessions = tables.quoted("sessions");
    let function = format!("create_distributed_table('{name}', 'session_id', colocate_with => '{sessions}')");
    SpreadTable::new(name, Spread::BySession, &function)
}

/// Returns the tables to spread, in the order of their calls.
pub(crate) fn spread_tables(tables: &Tables) -> Vec<SpreadTable> {
    let everywhere = |name: String| {
        let function = format!("create_reference_table('{name}')");
        SpreadTable::new(name, Spread::Everywhere, &function)
    };
    let of = |layout: &Layout| {
        let name = tables.quoted(layout.name);
        let function = match layout.key {
            Key::Number => format!("create_distributed_table('{name}', 'id')"),
            Key::Place | Key::Session(_) => {
                return Some(with_its_session(tables, name));
            }
            // Every creation of a session writes it. On all machines it would take a commit of two phases, and no
            // session could be created while any of them is down.
            Key::Columns(_) if layout.name == CountRow::LAYOUT.name => return None,
            // The bytes of files are too much for all machines: a cluster keeps them in objects, or on the coordinator.
            Key::Columns(_) if [ChunkRow::LAYOUT.name, BlobRow::LAYOUT.name].contains(&layout.name) => {
                return None;
            }
            Key::Columns(_) => return Some(everywhere(name)),
        };
        Some(SpreadTable::new(name, Spread::BySession, &function))
    };
    let mut spread: Vec<_> = LAYOUTS.iter().filter_map(of).collect();
    spread.push(everywhere(tables.quoted("migrations")));
    spread
}

/// Returns the statements that spread the tables over the machines of a Citus cluster (11.2 or later), for a DBA to run
/// after the [`migrations`](super::migrations): after the first ones, and again after each upgrade. What was done is
/// left out, so a table that an upgrade added is spread by the same statements. A
/// `PostgresStore` that may `migrate` and is `distributed` runs them itself.
///
/// - Sessions and all that belongs to one are distributed together, by the session: one machine has all of it, and its
///   writes commit there alone.
/// - Robots, workspaces, instances and the migrations are on every machine. They are written rarely, and not while a
///   machine is down.
/// - The lengths of lists stay on the coordinator, so all clients connect to it.
///
/// No session can be created on a machine that is down, and no list of sessions is read while one is. Expect about a
/// tenth of the appends of one PostgreSQL: a cluster is for data that no one disk holds.
///
/// # Examples
/// ```
/// use storyden_robots::sql::{Tables, citus_distribution};
///
/// let statements = citus_distribution(&Tables::default());
/// assert!(statements[0].starts_with(r#"SELECT create_distributed_table('"robots_sessions"', 'id') WHERE NOT EXISTS"#));
/// ```
#[must_use]
pub fn citus_distribution(tables: &Tables) -> Vec<String> {
    spread_tables(tables).into_iter().map(|table| table.call).collect()
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_spread_but_the_lengths_of_lists_and_the_bytes_of_files() {
        let alone = ["counts", "file_chunks", "file_blobs"];
        let spread = spread_tables(&Tables::default());
        for layout in LAYOUTS {
            let name = format!("\"robots_{}\"", layout.name);
            let found = spread.iter().find(|table| table.name == name).map(|table| table.spread);
            let expected = match layout.key {
                Key::Columns(_) if alone.contains(&layout.name) => None,
                Key::Columns(_) => Some(Spread::Everywhere),
                Key::Number | Key::Place | Key::Session(_) => Some(Spread::BySession),
            };
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(spread.last().map(|table| table.name.as_str()), Some("\"robots_migrations\""));
        assert_eq!(spread.len(), LAYOUTS.len() + 1 - alone.len());
    }
}
