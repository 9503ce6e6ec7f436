//! [`IdGenerator`], and the default one.

use std::fmt;

/// A generator of new ids. A host can supply its own, for example to have predictable ids in a test.
///
/// # Contract
/// Two calls never return the same bytes, not even in two processes that share a store.
///
/// # Examples
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use storyden_robots::IdGenerator;
///
/// /// Ids of one test, which are the same in every run.
/// #[derive(Debug, Default)]
/// struct Counted(AtomicU64);
///
/// impl IdGenerator for Counted {
///     fn generate(&self) -> [u8; 12] {
///         let mut id = [0; 12];
///         id[4..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
///         id
///     }
/// }
///
/// let ids = Counted::default();
/// assert_eq!((ids.generate()[11], ids.generate()[11]), (0, 1));
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait IdGenerator: fmt::Debug + Send + Sync + 'static {
    /// Returns the bytes of a new id.
    fn generate(&self) -> [u8; 12];
}

/// The default [`IdGenerator`]: time, machine, process and a counter, as xid defines it.
#[derive(Clone, Copy, Debug, Default)]
pub struct XidGenerator;

impl IdGenerator for XidGenerator {
    fn generate(&self) -> [u8; 12] {
        #[expect(clippy::disallowed_methods, reason = "this is the injected generator")]
        let id = xid::new();
        id.0
    }
}
