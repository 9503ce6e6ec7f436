//! The distribution of the tables over the machines of a Citus cluster.

use super::{
    columns::{Key, Layout, Table as _},
    rows::{BlobRow, ChunkRow, CountRow, LAYOUTS},
    tables::Tables,
};

/// How a table is distributed in a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spread {
    /// The rows of a session are on one machine.
    BySession,
    /// Every machine has all rows.
    Everywhere,
}

impl Spread {
    /// Returns the `partmethod` of the table in Citus's `pg_dist_partition`.
    #[cfg(feature = "postgres")]
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::BySession => "h",
            Self::Everywhere => "n",
        }
    }
}

/// A distributed table, or one that every machine has.
#[derive(Clone, Debug)]
pub(crate) struct SpreadTable {
    /// Its name, quoted for SQL.
    #[cfg(feature = "postgres")]
    pub(crate) name: String,
    #[cfg(feature = "postgres")]
    pub(crate) spread: Spread,
    /// The statement that distributes it, unless that is done already.
    pub(crate) call: String,
}

impl SpreadTable {
    /// Creates the entry of a table. `function` is the call of Citus that distributes it.
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

/// Returns the entry of the index for search. The table with the progress of an incomplete index stays on the
/// coordinator.
#[cfg(all(feature = "postgres", feature = "search"))]
pub(crate) fn spread_search(tables: &Tables) -> SpreadTable {
    with_its_session(tables, tables.quoted("search"))
}

/// Returns the entry of a table whose rows belong to sessions.
fn with_its_session(tables: &Tables, name: String) -> SpreadTable {
    let sessions = tables.quoted("sessions");
    let function = format!("create_distributed_table('{name}', 'session_id', colocate_with => '{sessions}')");
    SpreadTable::new(name, Spread::BySession, &function)
}

/// Returns all tables to distribute, in the order of their calls.
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

/// Returns the statements that distribute the tables over the machines of a Citus cluster (11.2 or later). A DBA runs
/// them after the [`migrations`](super::migrations), the first time and after each upgrade. Each does nothing if it was
/// run before, so new tables of an upgrade are distributed by the same statements. A `PostgresStore` with the options
/// `migrate` and `distributed` runs them itself.
///
/// - Sessions and everything that belongs to them are distributed by session: one machine has all of a session, and its
///   writes commit there only.
/// - Robots, toolsets, workspaces, instances and the migrations are on every machine. They are rarely written, and
///   cannot be written while a machine is down.
/// - The lengths of lists stay on the coordinator, so all clients connect to it.
///
/// No session can be created on a machine that is down, and lists of sessions cannot be read while one is. Expect about
/// a tenth of the appends per second of a single PostgreSQL server: a cluster is for data that does not fit on one
/// disk.
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
