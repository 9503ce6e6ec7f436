//! Laws about tool calls that have begun to run.

use super::subject::TurnSubject;
use crate::{
    conformance::subject::{assert_not_found, assert_refused, ok, write},
    model::error::Resource,
    repository::{CallBegun, NewCall, Step},
};

pub(crate) async fn a_call_runs_once_unless_it_is_repeatable(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let call = |ordinal, repeatable| NewCall {
        turn: run.turn,
        message: run.input,
        ordinal,
        tool: "thread_reply".to_owned(),
        input: "a hash".to_owned(),
        repeatable,
    };
    let begin = async |call| store.step_as(run.write, session, Step::BeginCall(call)).await?.call();
    assert_eq!(ok(begin(call(1, false)).await), CallBegun::New, "the first time");
    assert_eq!(ok(begin(call(1, false)).await), CallBegun::Interrupted, "nobody knows what came of it");
    assert_eq!(ok(begin(call(0, true)).await), CallBegun::New, "another call");
    assert_eq!(ok(begin(call(0, true)).await), CallBegun::New, "one that may run twice");
    assert_refused(&begin(NewCall { input: "another".to_owned(), ..call(1, false) }).await, "call");
    assert_refused(&begin(NewCall { tool: "another".to_owned(), ..call(1, false) }).await, "call");
    for ordinal in [0, 1] {
        let result = format!("result {ordinal}");
        ok(store.step(session, Step::EndCall { message: run.input, ordinal, result }).await);
        let again = ok(begin(call(ordinal, ordinal == 0)).await);
        assert_eq!(again, CallBegun::Finished(format!("result {ordinal}")), "the result is returned");
    }
    let unknown = Step::EndCall { message: run.input, ordinal: 7, result: String::new() };
    ok(store.step(session, unknown).await);
    let calls = ok(store.turns().run_calls(session, run.input).await);
    let shown: Vec<_> = calls.iter().map(|known| (known.begun.clone(), known.result.as_deref())).collect();
    let expected = [(call(0, true), Some("result 0")), (call(1, false), Some("result 1"))];
    assert_eq!(shown, expected, "the calls of the message, in their order");
    let other = store.say(session, 1).await[0].id;
    assert_eq!(ok(store.turns().run_calls(session, other).await), [], "another message has none");
    ok(store.delete_session(session, write(1)).await);
    assert_not_found(&store.turns().run_calls(session, run.input).await, Resource::Session);
}
