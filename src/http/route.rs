//! [`Route`]: one entry of the table from which the router and the OpenAPI document are generated.

use std::{fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    http::Method,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::{
    doc::{Doc, Takes},
    problem::{self, Problem, timed_out},
    reply::Reply,
    request::{Call, InvalidRequest},
    state::ApiState,
    trace::{TraceId, observe},
};
use crate::{
    model::error::{Error, Result},
    service::operation::Operation,
};

/// The result of a handler.
pub(super) type HandlerResult = Result<Reply, Rejection>;

/// Why a handler failed.
#[derive(Debug)]
pub(super) enum Rejection {
    /// The arguments are invalid. The service was not called, so the permission must still be checked before the caller
    /// sees that.
    Request(Problem),
    /// The service returned an error.
    Service(Error),
}

impl From<InvalidRequest> for Rejection {
    fn from(InvalidRequest(problem): InvalidRequest) -> Self {
        Self::Request(problem)
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

/// Returns whether an operation creates or deletes something, which answers 200 with Storyden's setting.
pub(super) fn answers_200(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::CreateRobot
            | Operation::DeleteRobot
            | Operation::CreateWorkspace
            | Operation::DeleteWorkspace
            | Operation::DeleteInstance
            | Operation::CreateToolset
            | Operation::DeleteOwnToolset
    )
}

/// A method and a path, with the operation, its handler and its description.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) operation: Operation,
    pub(super) doc: Doc,
    pub(super) handler: MethodRouter<Arc<ApiState>>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.operation)
    }
}

impl Route {
    pub(super) fn get<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = HandlerResult> + Send + 'static,
    {
        Self::new((Method::GET, MethodFilter::GET), path, operation, handler, doc)
    }

    pub(super) fn post<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = HandlerResult> + Send + 'static,
    {
        Self::new((Method::POST, MethodFilter::POST), path, operation, handler, doc)
    }

    pub(super) fn put<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = HandlerResult> + Send + 'static,
    {
        Self::new((Method::PUT, MethodFilter::PUT), path, operation, handler, doc)
    }

    pub(super) fn patch<W>(path: &'static str, operation: Operation, handler: fn(Call) -> W, doc: Doc) -> Self
    where
        W: Future<Output = HandlerResult> + Send + 'static,
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
        W: Future<Output = HandlerResult> + Send + 'static,
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
        W: Future<Output = HandlerResult> + Send + 'static,
    {
        let takes = doc.takes();
        let handler = on(filter, async move |State(state): State<Arc<ApiState>>, request: Request| {
            let answer = |request, trace| state.serve((operation, takes), handler, request, trace);
            observe(request, answer).await
        });
        Self { method, path, operation, doc, handler }
    }
}

impl ApiState {
    async fn serve<W>(
        self: Arc<Self>,
        (operation, takes): (Operation, Takes),
        handler: fn(Call) -> W,
        request: Request,
        trace: TraceId,
    ) -> Response
    where
        W: Future<Output = HandlerResult> + Send + 'static,
    {
        let is_plain = self.settings.storyden_head && answers_200(operation);
        let deadline = self.settings.timeout.and_then(|limit| Instant::now().checked_add(limit));
        let result = async {
            let is_read = request.method().is_safe();
            // Boxed, as these futures are large, and each function that takes one by value would copy it.
            let call = in_time(deadline, Box::pin(self.read((operation, takes), request))).await?;
            // A streamed body may take longer than the timeout. It must only not be silent for so long.
            let deadline = deadline.filter(|_| !call.is_streamed());
            in_time(deadline, Box::pin(self.handle(operation, handler, call, is_read))).await
        };
        match result.await {
            Ok(reply) if is_plain => reply.plain().into_response(),
            Ok(reply) => reply.into_response(),
            Err(Rejection::Request(problem)) => problem.traced(trace).into_response(),
            Err(Rejection::Service(error)) => problem::answer(&error, trace),
        }
    }

    /// Identifies the caller, and reads the request.
    async fn read(
        self: &Arc<Self>,
        (operation, takes): (Operation, Takes),
        request: Request,
    ) -> Result<Call, Rejection> {
        let (parts, body) = request.into_parts();
        let actor = self.authenticate(&parts).await?;
        if takes.lifts(&self.robots) {
            // Files are stored while the body is read: who may not stores none.
            self.robots.authorize(actor, operation).await?;
        }
        Ok(Call::new(Arc::clone(self), actor, takes, parts, body).await)
    }

    /// Checks permission, arguments and existence, in this order, and runs the handler.
    async fn handle<W>(
        &self,
        operation: Operation,
        handler: fn(Call) -> W,
        call: Call,
        is_read: bool,
    ) -> HandlerResult
    where
        W: Future<Output = HandlerResult> + Send + 'static,
    {
        let actor = call.actor;
        let work = handler(call);
        let result = if is_read {
            work.await
        } else {
            // A client that goes away drops this future, but not the task: a write runs to its end.
            let task = tokio::spawn(work.in_current_span());
            task.await.map_err(|error| Error::internal("a write did not run to its end", error))?
        };
        if let Err(Rejection::Request(_)) = &result {
            // The service was not called, so nobody has checked yet whether the caller may know.
            self.robots.authorize(actor, operation).await?;
        }
        result
    }
}

/// Waits for work, until the deadline if there is one.
async fn in_time<T: Send>(
    deadline: Option<Instant>,
    work: impl Future<Output = Result<T, Rejection>> + Send,
) -> Result<T, Rejection> {
    match deadline {
        Some(deadline) => {
            timeout_at(deadline, work).await.unwrap_or_else(|_| Err(Rejection::Service(timed_out())))
        }
        None => work.await,
    }
}
