//! [`SqliteStore::backup`]: copies a running store to a new file.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::OpenFlags;

use super::{
    SqliteStore,
    connection::{open, open_read_only},
    failure::failed,
    store::on_a_thread,
};
use crate::model::error::{Error, Result};

impl SqliteStore {
    /// Copies the whole database to a new file at `path`, as it is at one moment. The store can be used meanwhile.
    ///
    /// The copy is one file without a WAL, and does not contain erased text. **Do not copy the database file itself**
    /// while the store is open: the newest writes are in a second file with the suffix `-wal`. A copy without that file
    /// is an older state of the store, and nothing shows that it is incomplete.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `path` if the file exists; [`Error::StorageFailed`] if the copy cannot be
    /// written. Then there is no file at `path`.
    pub async fn backup(&self, path: impl AsRef<Path>) -> Result<()> {
        let (options, path) = (Arc::clone(&self.options), path.as_ref().to_owned());
        on_a_thread("storyden-robots-backup", move || {
            // It needs a connection of its own, for it takes as long as the file is large.
            let connection = if options.read_only {
                open_read_only(&options)?
            } else {
                open(&options, OpenFlags::SQLITE_OPEN_READ_WRITE)?
            };
            if path.try_exists().map_err(unwritable)? {
                return Err(taken());
            }
            // Under another name until it is whole.
            let partial = partial(&path);
            let text = partial.0.to_str().ok_or_else(|| Error::invalid_argument("path", "must be UTF-8"))?;
            connection.execute("VACUUM INTO ?1", [text]).map_err(failed)?;
            File::open(&partial.0).and_then(|file| file.sync_all()).map_err(unwritable)?;
            publish(&partial.0, &path)
        })
        .await
    }
}

/// A file that is deleted on drop.
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

fn partial(path: &Path) -> Partial {
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".{}.partial", std::process::id()));
    Partial(partial.into())
}

/// Renames a file, unless the new name exists.
fn publish(partial: &Path, path: &Path) -> Result<()> {
    match fs::hard_link(partial, path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(taken()),
        // Not every file system has links.
        Err(_) if !path.exists() => fs::rename(partial, path).map_err(unwritable)?,
        Err(_) => return Err(taken()),
    }
    // The name is on the disk when the folder is. Windows cannot do that, and needs not.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable)?;
    }
    Ok(())
}

fn taken() -> Error {
    Error::invalid_argument("path", "there is a file already")
}

fn unwritable(error: io::Error) -> Error {
    Error::storage_failed("the copy cannot be written", error)
}
