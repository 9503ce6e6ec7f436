//! [`Door`]: what every handler shares.

use std::sync::Arc;

use serde_json::Value;

use super::{authenticator::Authenticator, settings::Settings};
use crate::service::Robots;

/// What every handler shares.
#[derive(Clone, Debug)]
pub(super) struct Door {
    pub(super) robots: Robots,
    pub(super) authenticator: Arc<dyn Authenticator>,
    pub(super) settings: Arc<Settings>,
    pub(super) document: Arc<Value>,
}
