//! The data types of the crate. They do not depend on how they are stored, served or sent.

pub(crate) mod call_request;
pub(crate) mod change;
pub(crate) mod erasure;
pub(crate) mod error;
pub(crate) mod file;
pub(crate) mod file_url;
pub(crate) mod id;
pub(crate) mod json;
pub(crate) mod json_scan;
pub(crate) mod json_writer;
pub(crate) mod label;
pub(crate) mod limits;
pub(crate) mod message;
pub(crate) mod offset;
pub(crate) mod origin;
pub(crate) mod page;
pub(crate) mod part;
pub(crate) mod permission;
mod permission_name;
pub(crate) mod profile;
pub(crate) mod robot;
#[cfg(feature = "search")]
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod text;
pub(crate) mod time;
pub(crate) mod toolset;
pub(crate) mod turn;
pub(crate) mod workspace;
