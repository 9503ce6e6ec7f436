//! [`Fresh`], the store that a law is tested on, and [`BrokenLaw`], the error of a broken law.

use std::{any::Any, future::Future, sync::Arc};

use crate::repository::{Store, TurnRepository};

/// A fresh store to test: a store, or a store with a guard that lives until the test ends, such as a temporary
/// directory.
pub trait Fresh: Send + 'static {
    /// A value that must live as long as the store.
    type Guard: Send + 'static;

    /// Splits it into the store and its guard.
    fn split(self) -> (Arc<dyn Store>, Self::Guard);
}

impl<S: Store> Fresh for S {
    type Guard = ();

    fn split(self) -> (Arc<dyn Store>, ()) {
        (Arc::new(self), ())
    }
}

impl<S: Store, G: Send + 'static> Fresh for (S, G) {
    type Guard = G;

    fn split(self) -> (Arc<dyn Store>, G) {
        (Arc::new(self.0), self.1)
    }
}

/// A fresh store that has turns, to test.
pub trait FreshTurns: Fresh {
    /// Splits it into the store, its turns, and the guard.
    fn split_turns(self) -> (Arc<dyn Store>, Arc<dyn TurnRepository>, Self::Guard);
}

impl<S: Store + TurnRepository> FreshTurns for S {
    fn split_turns(self) -> (Arc<dyn Store>, Arc<dyn TurnRepository>, ()) {
        let store = Arc::new(self);
        (Arc::<S>::clone(&store), store, ())
    }
}

impl<S: Store + TurnRepository, G: Send + 'static> FreshTurns for (S, G) {
    fn split_turns(self) -> (Arc<dyn Store>, Arc<dyn TurnRepository>, G) {
        let store = Arc::new(self.0);
        (Arc::<S>::clone(&store), store, self.1)
    }
}

/// Runs the test of a law, and converts its panic to an error.
pub(super) async fn outcome(
    law: &'static str,
    test: impl Future<Output = ()> + Send + 'static,
) -> Result<(), BrokenLaw> {
    tokio::spawn(test).await.map_err(|error| {
        let reason = error.try_into_panic().map_or_else(|error| error.to_string(), |panic| words(&*panic));
        BrokenLaw { law, reason }
    })
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref().cloned()).unwrap_or_default()
}

/// The error of a store that breaks a law.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store breaks the law {law}: {reason}")]
#[non_exhaustive]
pub struct BrokenLaw {
    /// The name of the law.
    pub law: &'static str,
    /// A description of what the store did.
    pub reason: String,
}
