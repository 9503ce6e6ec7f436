//! A whole store over a small trait for an ordered key-value backend. [`KeyValue`] has three required methods, and
//! [`KeyValueStore`] implements all repositories with them. [`MemoryStore`] is such a store.

mod changes;
mod drafts;
mod erase;
mod files;
mod import_session;
mod key_value;
mod keys;
mod lists;
mod memory;
mod messages;
mod overlay;
mod resources;
mod rows;
#[cfg(feature = "search")]
mod search;
mod sessions;
mod split;
mod store;
mod transcripts;
mod truncation;
mod turns;
mod window;

#[cfg(feature = "mock")]
pub use self::key_value::MockKeyValue;
pub use self::{
    key_value::KeyValue,
    memory::{MemoryKeyValue, MemoryStore},
    store::KeyValueStore,
};
