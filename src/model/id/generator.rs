//! [`IdGenerator`], and the default one.

use std::fmt;

/// Generates new ids. A host can bring its own generator, for example to have predictable ids in a test.
///
/// # Contract
/// Two calls never return the same bytes, not even in two processes that share a store.
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
