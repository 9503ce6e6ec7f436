//! [`Fresh`], what a law is tested on, and [`BrokenLaw`], how that can end.

use std::{any::Any, future::Future, sync::Arc};

use crate::repository::{Store, TurnRepository};

/// A fresh store: a store, or a store with a guard that lives until the test ends, such as a temporary
/// directory.
pub trait Fresh: Send + 'static {
    /// What must stay until the store was used.
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

/// A fresh store that has turns.
pub trait FreshTurns: Fresh {
    /// Takes the store, its turns, and what the test must keep alive.
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

/// Runs the test of a law, and catches its panic.
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

/// A store does not keep a law.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store breaks the law {law}: {reason}")]
#[non_exhaustive]
pub struct BrokenLaw {
    /// The law.
    pub law: &'static str,
    /// What the store did.
    pub reason: String,
}
