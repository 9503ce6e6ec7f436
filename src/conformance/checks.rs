//! Helpers of all laws.

use std::{fmt, future::Future, panic, sync::Arc};

use tokio::sync::Barrier;

use crate::model::{
    error::{Conflict, Error, Resource, Result},
    offset::Revision,
};

/// Runs tasks that all begin at the same moment, and returns their results.
pub(super) async fn race<F, T>(tasks: usize, task: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(tasks));
    let spawn = |number| {
        let (start, task) = (Arc::clone(&start), task(number));
        tokio::spawn(async move {
            start.wait().await;
            task.await
        })
    };
    let mut answers = Vec::new();
    for task in (0..tasks).map(spawn).collect::<Vec<_>>() {
        answers.push(task.await.unwrap_or_else(|error| panic::resume_unwind(error.into_panic())));
    }
    answers
}

#[track_caller]
pub(super) fn ok<T>(result: Result<T>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("refused: {error:?}"),
    }
}

#[track_caller]
pub(super) fn assert_not_found<T: fmt::Debug>(result: &Result<T>, expected: Resource) {
    assert!(
        matches!(result, Err(Error::NotFound { resource, .. }) if *resource == expected),
        "should not find the {expected}, but: {result:?}"
    );
}

#[track_caller]
pub(super) fn assert_taken<T: fmt::Debug>(result: &Result<T>, expected: Resource) {
    assert!(
        matches!(result, Err(Error::AlreadyExists { resource, .. }) if *resource == expected),
        "the id of the {expected} should be taken, but: {result:?}"
    );
}

#[track_caller]
pub(super) fn assert_refused<T: fmt::Debug>(result: &Result<T>, expected: &str) {
    assert!(
        matches!(result, Err(Error::InvalidArgument { argument, .. }) if argument == expected),
        "`{expected}` should be refused, but: {result:?}"
    );
}

#[track_caller]
pub(super) fn assert_stale<T: fmt::Debug>(result: &Result<T>, seen: Revision, current: Revision) {
    let stale = Conflict::StaleRevision { seen, current };
    let refused = matches!(result, Err(Error::Conflict(conflict)) if *conflict == stale);
    assert!(refused, "{seen} should be stale at {current}: {result:?}");
}
