//! Search in messages and names.

use serde_json::Value;

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, InvalidRequest},
    route::{HandlerResult, Route},
    schema::{Schemas, array, boolean, damaged, described, id, number, object, reference, string, time},
};
use crate::{model::search::SearchQuery, service::operation::Operation};

const SEARCH: &str = "/robots/search";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        SEARCH,
        Operation::Search,
        search,
        Doc::new("RobotSearch", "Find messages and sessions", "SearchResults")
            .about(
                "By all words of `q`, in the text parts of messages and in the names of sessions; the best first. Words \
                 are compared without case and marks. A message is shown in its place by `around` of its session.",
            )
            .query([
                Param::text("q", "The words: 1 to 32 different ones.", SearchQuery::MAX_BYTES),
                Param::id("session_id", "Only in this session. Unknown: no hits."),
                Param::account("account_id", "Only in sessions that this account started. Unknown: no hits."),
                Param::account("author_id", "Only in messages of this account. Unknown: no hits."),
                Param::number("limit", "The most hits to return, 1 to 50. Default: 20."),
            ]),
    )]
}

async fn search(call: Call) -> HandlerResult {
    let query = SearchQuery::parse(call.text("q")?.unwrap_or_default()).map_err(InvalidRequest::from)?;
    let query = query
        .in_session(call.query("session_id")?)
        .created_by(call.query("account_id")?)
        .by_author(call.query("author_id")?);
    let limit = call.limit(SearchQuery::DEFAULT_LIMIT, SearchQuery::MAX_LIMIT)?;
    let found = call.robots().search(call.actor, &query, limit).await?;
    Ok(Reply::found(&found)?)
}

/// Returns the schemas of what is found.
pub(super) fn schemas() -> Schemas {
    vec![
        (
            "SearchResults",
            object(
                "What was found, the best first.",
                [("hits*", array(reference("SearchHit"))), ("damaged", damaged())],
            ),
        ),
        (
            "SearchHit",
            object(
                "A message or the name of a session.",
                [
                    ("session*", reference("SessionRef")),
                    ("message", described(found_message(), "There if it is a message that was found.")),
                    ("snippet*", described(array(fragment()), "The words in their text, as plain text.")),
                ],
            ),
        ),
    ]
}

fn found_message() -> Value {
    object(
        "A message without its content.",
        [
            ("id*", id()),
            ("sequence*", described(number(), "Its position in its session.")),
            ("role*", string()),
            ("created_at*", time()),
            ("robot", reference("RobotRef")),
            ("author", reference("Profile")),
        ],
    )
}

fn fragment() -> Value {
    object(
        "A piece of a text.",
        [("text*", string()), ("match*", described(boolean(), "Whether it is what was searched for."))],
    )
}
