//! Erasure: erases one session, an account, or everything old; and holds a session.

use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, InvalidRequest},
    route::{HandlerResult, Route},
    schema::{Schemas, boolean, described, id, number, object},
};
use crate::{
    model::{
        erasure::{Erasure, Sweep},
        error::Error,
    },
    service::operation::Operation,
};

const ALL: &str = "/robots/erasure";
const ONE: &str = "/robots/sessions/{session_id}/erasure";
const HOLD: &str = "/robots/sessions/{session_id}/hold";

const DRY_RUN: Param = Param::one_of(
    "dry_run",
    "Whether nothing is erased, and the receipt says what would go; `false` is the default.",
    &["", "false", "true"],
);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::put(
            ALL,
            Operation::Sweep,
            sweep,
            Doc::new("RobotErasure", "Erase what is old, or an account", "Receipt")
                .about(
                    "One bounded step, over deleted and archived sessions too: repeat it with `after` set to the \
                     receipt's `next` until there is none. Needs just one of `created_before`, `inactive_since` and \
                     `account_id`. Of an account go the sessions that it started; in sessions of others, a tombstone \
                     stays where its messages stood.",
                )
                .query([
                    Param::text("created_before", "Sessions that were started before this time.", 35),
                    Param::text("inactive_since", "Sessions that nobody wrote to since this time.", 35),
                    Param::account("account_id", "All of this account."),
                    Param::id("after", "The `next` of the receipt before."),
                    Param::number("limit", "How many sessions to look at, 1 to 1000. Default: 100."),
                    DRY_RUN,
                ]),
        ),
        Route::put(
            ONE,
            Operation::EraseSession,
            erase,
            Doc::new("RobotSessionErase", "Erase a session", "Receipt")
                .about("Nothing of it is left, and its id is free again. Works on a deleted session too.")
                .query([DRY_RUN])
                .conflicts(),
        ),
        Route::put(
            HOLD,
            Operation::HoldSession,
            hold,
            Doc::no_content("RobotSessionHold", "Hold a session").about("Until it is let go, it is not erased."),
        ),
        Route::delete(
            HOLD,
            Operation::HoldSession,
            let_go,
            Doc::no_content("RobotSessionLetGo", "Let a held session go"),
        ),
    ]
}

async fn sweep(call: Call) -> HandlerResult {
    call.only_one_of(&["created_before", "inactive_since", "account_id"])?;
    let [created, inactive] = [call.query("created_before")?, call.query("inactive_since")?];
    let erasure = match (created, inactive, call.query("account_id")?) {
        (Some(time), ..) => Erasure::CreatedBefore(time),
        (_, Some(time), _) => Erasure::InactiveSince(time),
        (.., Some(account)) => Erasure::Account(account),
        _ => {
            let reason = "or `inactive_since` or `account_id` must be there";
            return Err(InvalidRequest::from(Error::invalid_argument("created_before", reason)).into());
        }
    };
    let sweep = Sweep::new(erasure).after(call.query("after")?).dry_run(call.flag("dry_run")?);
    let sweep = sweep.limit(call.number("limit")?.unwrap_or(Sweep::LIMIT));
    Ok(Reply::one(&call.robots().sweep(call.actor, sweep).await?)?)
}

async fn erase(call: Call) -> HandlerResult {
    let (id, dry_run) = (call.path("session_id")?, call.flag("dry_run")?);
    Ok(Reply::one(&call.robots().erase_session(call.actor, id, dry_run).await?)?)
}

async fn hold(call: Call) -> HandlerResult {
    call.robots().hold_session(call.actor, call.path("session_id")?, true).await?;
    Ok(Reply::no_content())
}

async fn let_go(call: Call) -> HandlerResult {
    call.robots().hold_session(call.actor, call.path("session_id")?, false).await?;
    Ok(Reply::no_content())
}

pub(super) fn schemas() -> Schemas {
    vec![("Receipt", receipt())]
}

fn receipt() -> Value {
    let rows = json!({
        "type": "object",
        "description": "How many rows went, by what they are: `messages`, `draft_pieces` …",
        "additionalProperties": number(),
    });
    let kept = json!({
        "type": "array",
        "description": "Stored files that what went had, and that stay because messages of other sessions have them.",
        "items": object(
            "A stored file, and sessions that have it.",
            [
                ("file*", json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })),
                ("sessions*", json!({ "type": "array", "items": id() })),
            ],
        ),
    });
    object(
        "What went in an erasure, counted.",
        [
            ("sessions*", described(number(), "How many sessions went as a whole.")),
            ("held*", described(number(), "How many sessions stay because they are held.")),
            ("rows*", rows),
            ("kept_files", kept),
            ("next", described(id(), "Where to go on; there only if it does.")),
            (
                "log_is_clean",
                described(
                    boolean(),
                    "Whether the copies are gone that the store's log had. `false`: they go later.",
                ),
            ),
        ],
    )
}
