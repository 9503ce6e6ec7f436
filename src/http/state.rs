//! [`ApiState`]: the state that all handlers share.

use std::sync::Arc;

use axum::http::request::Parts;

use super::{
    authenticator::{Authenticator, Credential, credential},
    settings::Settings,
};
use crate::{
    model::{
        error::{Error, Result},
        id::AccountId,
    },
    service::{Robots, transcripts::Transcripts, turns::Turns},
};

/// The state that all handlers share.
#[derive(Clone, Debug)]
pub(super) struct ApiState {
    pub(super) robots: Robots,
    pub(super) turns: Option<Turns>,
    pub(super) transcripts: Option<Transcripts>,
    pub(super) authenticator: Arc<dyn Authenticator>,
    pub(super) settings: Arc<Settings>,
}

impl ApiState {
    /// Returns the account of the caller. Fails for a write that another site made a browser send.
    pub(super) async fn authenticate(&self, request: &Parts) -> Result<AccountId> {
        let credential = credential(&request.headers, &self.settings);
        let account = self.authenticator.authenticate(request, credential).await?;
        let account = account.ok_or(Error::Unauthenticated)?;
        // A browser adds cookies by itself, also those that only the host's authenticator knows of.
        if !request.method.is_safe() && !matches!(credential, Some(Credential::Bearer(_))) {
            self.settings.cross_site.check(request)?;
        }
        Ok(account)
    }
}
