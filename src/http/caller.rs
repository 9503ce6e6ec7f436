//! [`Caller`]: the account that sent a request to a host's own route.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{api::Api, problem::Problem, trace::TraceId};
use crate::model::{
    error::{Error, Result},
    id::AccountId,
};

/// An extractor: the account that sent a request to a host's own route, under [`Api::layer`].
///
/// The account is found as for the routes of this crate, and a write that another site made a browser send is rejected:
/// see [`CrossSite`](super::CrossSite). Permissions are checked by the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller(pub AccountId);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let trace = TraceId::of(&parts.extensions, &parts.headers);
        let caller = match parts.extensions.get::<Api>() {
            Some(api) => api.0.authenticate(parts).await,
            None => Err(Error::internal(
                "extracting the caller of a route",
                "the route is not behind `Api::layer`",
            )),
        };
        caller.map(Self).map_err(|error| Problem::from(error).traced(trace))
    }
}
