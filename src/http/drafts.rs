//! Drafts: lists the open ones, ends one.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::Call,
    route::{HandlerResult, Route},
    schema::{ID, Schemas, array, damaged, described, id, number, object, reference, string, time},
};
use crate::{
    model::{
        error::Damaged,
        id::{AccountId, MessageId, SessionId},
        offset::{Offset, Revision, Sequence},
        time::Timestamp,
    },
    repository::{DraftCursor, DraftFilter, DraftList, DraftRef},
    service::{drafts::Resume, operation::Operation},
};

const ALL: &str = "/robots/drafts";
const ONE: &str = "/robots/sessions/{session_id}/messages/{message_id}/draft";

/// The maximum and default number of drafts on a page.
const PAGE: u32 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListDrafts,
            list,
            Doc::new("RobotDraftsList", "List the messages that are being written", "DraftPage")
                .about(
                    "Those first that were written longest ago: after a crash, these are the answers that were left \
                     unfinished. A stream continues one; see the messages of a session.",
                )
                .query([
                    Param::id("session_id", "Only those of this session. Unknown: no rows."),
                    Param::number("silent_for", "Only those that nobody wrote for so many seconds."),
                    Param::draft_cursor("cursor", "The `next_cursor` of the page before."),
                    Param::number("limit", "The most drafts to return, 1 to 100. Default: 100."),
                ]),
        ),
        Route::delete(
            ONE,
            Operation::EndDraft,
            end,
            Doc::no_content("RobotDraftEnd", "End a message that is being written, where it is")
                .about(
                    "What was written of it is kept, and the message is complete; its `ended` says `aborted`. `409` \
                     with the reason `not-a-draft` if it is complete already, or `being-written` if somebody is \
                     writing it now.",
                )
                .query([Param::one_of(
                    "take_over",
                    "`true` ends it also if somebody is writing it now.",
                    &["", "true", "false"],
                )])
                .conflicts(),
        ),
    ]
}

/// One page of open drafts in the response.
#[derive(Debug, Serialize)]
struct DraftPage {
    page_size: u32,
    results: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    drafts: Vec<Row>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    damaged: Vec<Damaged>,
}

#[derive(Debug, Serialize)]
struct Row {
    session_id: SessionId,
    message_id: MessageId,
    sequence: Sequence,
    began: Offset,
    revision: Revision,
    grown_at: Timestamp,
    writer: AccountId,
}

impl From<&DraftRef> for Row {
    fn from(draft: &DraftRef) -> Self {
        Self {
            session_id: draft.session,
            message_id: draft.message,
            sequence: draft.sequence,
            began: draft.began,
            revision: draft.revision,
            grown_at: draft.grown_at,
            writer: draft.writer,
        }
    }
}

async fn list(call: Call) -> HandlerResult {
    let limit = call.limit(PAGE, PAGE)?;
    let filter = DraftFilter {
        session: call.query("session_id")?,
        after: call.query::<DraftCursor>("cursor")?,
        grown_before: call.number("silent_for")?.map(|seconds| call.robots().ago(seconds)),
    };
    let DraftList { drafts, damaged, next } = call.robots().open_drafts(call.actor, filter, limit).await?;
    let page = DraftPage {
        page_size: limit,
        results: drafts.len(),
        next_cursor: next.map(|cursor| cursor.to_string()),
        drafts: drafts.iter().map(Row::from).collect(),
        damaged,
    };
    Ok(Reply::one(&page)?)
}

async fn end(call: Call) -> HandlerResult {
    let (session, id): (_, MessageId) = (call.path("session_id")?, call.path("message_id")?);
    let resume = if call.flag("take_over")? {
        Resume::from(id)
    } else {
        Resume::from(id).unless_written_within(call.robots().draft_lease())
    };
    call.robots().end_draft(call.actor, session, resume).await?;
    Ok(Reply::no_content())
}

pub(super) fn schemas() -> Schemas {
    let mut page = object(
        "Messages that are being written, or were left unfinished.",
        [
            ("page_size*", described(number(), "The limit that was in force.")),
            ("results*", described(number(), "How many are on this page.")),
            ("next_cursor", described(string(), "Where the list goes on; there only if it may. Opaque.")),
            ("drafts*", array(reference("Draft"))),
            ("damaged", damaged()),
        ],
    );
    page["examples"] = json!([{ "page_size": 100, "results": 1, "drafts": [example()] }]);
    let draft = object(
        "A message that is being written.",
        [
            ("session_id*", id()),
            ("message_id*", id()),
            ("sequence*", described(number(), "The position of the message.")),
            ("began*", described(number(), "The offset at which the draft began.")),
            ("revision*", described(number(), "The offset of its last growth.")),
            ("grown_at*", described(time(), "When it was written last.")),
            ("writer*", described(string(), "The account in whose name it is written.")),
        ],
    );
    vec![("DraftPage", page), ("Draft", draft)]
}

fn example() -> Value {
    json!({
        "session_id": ID,
        "message_id": ID,
        "sequence": 7,
        "began": 7,
        "revision": 9,
        "grown_at": "2019-08-24T14:15:22Z",
        "writer": ID,
    })
}
