//! [`FreshFiles`], a fresh store that has files, and [`FileLaw`], a law about it.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use super::{
    files::FileSubject,
    outcome::{BrokenLaw, Fresh, outcome},
    subject::Subject,
};
use crate::repository::{FileRepository, Files, Store};

/// A fresh store that has files.
pub trait FreshFiles: Fresh {
    /// Splits it into the store, its files, and the guard.
    fn split_files(self) -> (Arc<dyn Store>, Files, Self::Guard);
}

impl<S: Store + FileRepository> FreshFiles for S {
    fn split_files(self) -> (Arc<dyn Store>, Files, ()) {
        let store = Arc::new(self);
        (Arc::<S>::clone(&store), Files::in_store(store), ())
    }
}

impl<S: Store + FileRepository, G: Send + 'static> FreshFiles for (S, G) {
    fn split_files(self) -> (Arc<dyn Store>, Files, G) {
        let store = Arc::new(self.0);
        (Arc::<S>::clone(&store), Files::in_store(store), self.1)
    }
}

/// A store with files whose bytes are elsewhere, and a guard.
impl<S: Store, G: Send + 'static> Fresh for (S, Files, G) {
    type Guard = G;

    fn split(self) -> (Arc<dyn Store>, G) {
        (Arc::new(self.0), self.2)
    }
}

impl<S: Store, G: Send + 'static> FreshFiles for (S, Files, G) {
    fn split_files(self) -> (Arc<dyn Store>, Files, G) {
        (Arc::new(self.0), self.1, self.2)
    }
}

/// One law: a rule for every store that has files, and its test.
#[derive(Clone, Copy)]
pub struct FileLaw {
    pub(super) name: &'static str,
    pub(super) test: fn(FileSubject) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl FileLaw {
    /// Returns the name, which is the rule: `a_bound_file_is_not_deleted`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tests the law as [`Law::test`](super::Law::test) does.
    ///
    /// # Errors
    /// [`BrokenLaw`] if the store breaks it.
    pub async fn test(&self, store: impl FreshFiles) -> Result<(), BrokenLaw> {
        let (store, files, guard) = store.split_files();
        let subject = FileSubject::new(Subject::new(store), files);
        let outcome = outcome(self.name, (self.test)(subject)).await;
        drop(guard);
        outcome
    }
}

impl fmt::Debug for FileLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileLaw({})", self.name)
    }
}
