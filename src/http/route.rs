//! [`Route`]: one line of the table that the router and the OpenAPI document are both made from.

use std::fmt;

use axum::{
    extract::{Request, State},
    http::Method,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::{
    authenticator::{self, Credential},
    doc::Doc,
    problem::{self, Problem, timed_out},
    reply::Reply,
    request::{Call, Unread},
    state::Door,
    trace::TraceId,
};
use crate::{
    model::error::{Error, Result},
    service::operation::Operation,
};

/// What a handler answers.
pub(super) type Answer = Result<Reply, Fault>;

/// Why a handler answers nothing.
#[derive(Debug)]
pub(super) enum Fault {
    /// The arguments make no sense. The service was not asked, so nobody knows yet whether the caller
    /// may be told.
    Unread(Problem),
    /// The service said no.
    Failed(Error),
}

impl From<Unread> for Fault {
    fn from(Unread(problem): Unread) -> Self {
        Self::Unread(problem)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// One way in: a method and a path, the operation that it asks for, and how it is described.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) operation: Operation,
    pub(super) doc: Doc,
    pub(super) handler: MethodRouter<Door>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.operation)
    }
}

impl Route {
    pub(super) fn get<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        Self::new((Method::GET, MethodFilter::GET), path, operation, handler, doc)
    }

    pub(super) fn post<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        Self::new((Method::POST, MethodFilter::POST), path, operation, handler, doc)
    }

    pub(super) fn patch<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        Self::new((Method::PATCH, MethodFilter::PATCH), path, operation, handler, doc)
    }

    pub(super) fn delete<W>(
        path: &'static str,
        operation: Operation,
        handler: fn(Call) -> W,
        doc: Doc,
    ) -> Self
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        Self::new((Method::DELETE, MethodFilter::DELETE), path, operation, handler, doc)
    }

    fn new<W>(
        (method, filter): (Method, MethodFilter),
        path: &'static str,
        operation: Operation,
        handler: fn(Call) -> W,
        doc: Doc,
    ) -> Self
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        let streamed = doc.is_streamed();
        let handler = on(filter, async move |State(door): State<Door>, request: Request| {
            door.serve((operation, streamed), handler, request).await
        });
        Self { method, path, operation, doc, handler }
    }
}

impl Door {
    async fn serve<W>(
        self,
        (operation, streamed): (Operation, bool),
        handler: fn(Call) -> W,
        request: Request,
    ) -> Response
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        // The layer around all routes has put one there.
        let trace = request.extensions().get().copied().unwrap_or_else(TraceId::fresh);
        let deadline = self.settings.timeout.and_then(|limit| Instant::now().checked_add(limit));
        let answer = async {
            let reads = request.method().is_safe();
            let call = in_time(deadline, self.admit(streamed, request)).await?;
            // A stream takes as long as it takes, and is held to come in time piece by piece.
            let deadline = deadline.filter(|_| !call.streams());
            in_time(deadline, self.answer(operation, handler, call, reads)).await
        };
        match answer.await {
            Ok(reply) => reply.into_response(),
            Err(Fault::Unread(problem)) => problem.into_response(trace),
            Err(Fault::Failed(error)) => problem::answer(&error, trace),
        }
    }

    /// Who are you?
    async fn admit(&self, streamed: bool, request: Request) -> Result<Call, Fault> {
        let credential = authenticator::credential(request.headers(), self.settings.bearer)?;
        let actor = self.authenticator.authenticate(credential).await?.ok_or(Error::Unauthenticated)?;
        if !request.method().is_safe() && matches!(credential, Credential::Cookie(_)) {
            self.settings.cross_site.check(request.uri(), request.headers())?;
        }
        Ok(Call::new(self, actor, streamed, request).await)
    }

    /// May you, do the arguments make sense, does it exist: in this order.
    async fn answer<W>(&self, operation: Operation, handler: fn(Call) -> W, call: Call, reads: bool) -> Answer
    where
        W: Future<Output = Answer> + Send + 'static,
    {
        let actor = call.actor;
        let work = handler(call);
        let answer = if reads {
            work.await
        } else {
            // A client that goes away drops this future, but not the task: what it asked for is done.
            let task = tokio::spawn(work.in_current_span());
            task.await.map_err(|error| Error::internal("a write did not run to its end", error))?
        };
        if let Err(Fault::Unread(_)) = &answer {
            // The service was not asked, so the question that comes before the arguments is still open.
            self.robots.authorize(actor, operation).await?;
        }
        answer
    }
}

/// Waits for something until a time, if there is one.
async fn in_time<T: Send>(
    deadline: Option<Instant>,
    work: impl Future<Output = Result<T, Fault>> + Send,
) -> Result<T, Fault> {
    match deadline {
        Some(deadline) => {
            timeout_at(deadline, work).await.unwrap_or_else(|_| Err(Fault::Failed(timed_out())))
        }
        None => work.await,
    }
}
