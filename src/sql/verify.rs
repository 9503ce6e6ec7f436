//! [`Verify`]: checks that every row of a store decodes, matches its checksum, and fits its session.

use serde::de::DeserializeOwned;

#[cfg(feature = "search")]
use super::search::verify::{CheckIndex, RepairIndex};
use super::{
    checksum,
    columns::{Stored as _, Table},
    dialect::Dialect,
    drafts::CHUNKS,
    findings::{chain, owned, text, undecodable},
    list_statements::MAIN,
    locked::Place,
    marks,
    row::Row,
    rows::{
        CallRow, DAY, DraftRow, DueRow, KeyRow, LABELS, LabelRow, MarkRow, MessageRow, NewsRow, PieceRow,
        RequestRow, ResourceRow, SESSIONS, START, SessionRow, SummaryRow, TOTAL, TurnRow,
    },
    statement::Statement,
    statements::Statements,
    tables::Tables,
    turn_rows,
    tx::{Operation, Tx},
    verified::{Finding, FindingKind, Verified},
    verify_files::VerifyFiles,
};
use crate::{
    model::{
        call_request::CallRequest,
        error::{Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::Document,
        offset::{Offset, Sequence},
        robot::Robot,
        toolset::Toolset,
        workspace::{Workspace, WorkspaceInstance},
    },
    repository::{RunCall, TurnNews, TurnRecord},
    stream::ChunkLog,
};

/// Checks every row. It repairs nothing.
#[derive(Debug)]
pub(crate) struct Verify {
    sessions: Statement,
    messages: Statement,
    drafts: Statement,
    pieces: Statement,
    keys: Statement,
    summaries: Statement,
    turns: Statement,
    requests: Statement,
    calls: Statement,
    news: Statement,
    due: Statement,
    labels: Statement,
    marks: Statement,
    robots: Statement,
    toolsets: Statement,
    workspaces: Statement,
    instances: Statement,
    lengths: Statement,
    unread: Statement,
    files: VerifyFiles,
}

/// A repair of a finding.
#[derive(Clone, Debug)]
pub(crate) struct Repair {
    /// The index of the finding.
    pub(crate) finding: usize,
    what: Wrong,
}

impl Repair {
    /// Records a finding that can be repaired.
    fn note(found: &mut Vec<Finding>, repairs: &mut Vec<Self>, finding: Finding, what: Wrong) {
        repairs.push(Self { finding: found.len(), what });
        found.push(finding);
    }
}

#[derive(Clone, Debug)]
enum Wrong {
    /// A message that does not match its checksum.
    Sum { session: SessionId, message: MessageId },
    /// The length of a list on a day, or in total.
    Length { list: String, day: i64 },
    /// The number of unread messages of an account in a session.
    Unread { session: SessionId, account: AccountId },
    #[cfg(feature = "search")]
    Index(RepairIndex),
}

impl Verify {
    pub(crate) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let statement = |template: &str| Statement::new(dialect, tables, template);
        // A row that no session has is found too.
        let of_sessions = |table: &str| {
            statement(&format!(
                "SELECT {{{table}.* r}}, s.id, s.last_offset FROM {{{table}}} r LEFT JOIN {{sessions}} s ON {{its_session r}}"
            ))
        };
        let resources = |table: &str| statement(&format!("SELECT {{{table}.*}} FROM {{{table}}}"));
        Self {
            sessions: statement("SELECT {sessions.*} FROM {sessions}"),
            messages: of_sessions("messages"),
            drafts: of_sessions("drafts"),
            pieces: of_sessions("draft_pieces"),
            keys: of_sessions("message_keys"),
            summaries: of_sessions("summaries"),
            turns: of_sessions("turns"),
            requests: of_sessions("call_requests"),
            calls: of_sessions("run_calls"),
            news: of_sessions("turn_news"),
            due: of_sessions("due_sessions"),
            labels: of_sessions("session_labels"),
            marks: of_sessions("read_marks"),
            robots: resources("robots"),
            toolsets: resources("toolsets"),
            workspaces: resources("workspaces"),
            instances: resources("instances"),
            lengths: statement(&wrong_lengths()),
            unread: statement(WRONG_UNREAD),
            files: VerifyFiles::new(dialect, tables),
        }
    }

    /// Compares the counted numbers with the stored ones.
    async fn check_counts<T: Tx>(
        &self,
        tx: &mut T,
        found: &mut Vec<Finding>,
        repairs: &mut Vec<Repair>,
    ) -> Result<()> {
        let wrong = tx.query(&self.lengths, &[], |row| {
            let [day, kept, counted] = [1, 2, 3].map(|column| i64::load(row, column));
            Ok((String::load(row, 0)?, day?, kept?, counted?))
        });
        for (list, day, kept, counted) in wrong.await? {
            let on_day = if day == TOTAL { String::new() } else { format!(" on day {day}") };
            let subject = format!("list {list}{on_day}");
            let detail = format!("it has {counted} rows, and {kept} were kept");
            let finding = Finding::new(FindingKind::Length, subject, detail);
            Repair::note(found, repairs, finding, Wrong::Length { list, day });
        }
        let wrong = tx.query(&self.unread, &[], |row| {
            let [kept, counted] = [2, 3].map(|column| i64::load(row, column));
            let read =
                || Ok::<_, Error>((SessionId::load(row, 0)?, AccountId::load(row, 1)?, kept?, counted?));
            // A mark that does not decode was named above.
            Ok(read().ok())
        });
        for (session, account, kept, counted) in wrong.await?.into_iter().flatten() {
            let subject = format!("mark of account {account} of session {session}");
            let detail = format!("{counted} messages are unread, and {kept} were kept");
            let finding = Finding::new(FindingKind::Length, subject, detail);
            Repair::note(found, repairs, finding, Wrong::Unread { session, account });
        }
        Ok(())
    }

    async fn check_lists<T: Tx>(&self, tx: &mut T, found: &mut Vec<Finding>) -> Result<()> {
        each(tx, &self.labels, |row| {
            owned::<LabelRow>(row, "label", 0, found);
        })
        .await?;
        each(tx, &self.marks, |row| {
            if let Some((owner, mark)) = owned::<MarkRow>(row, "mark of account", 0, found) {
                owner.check_offset(mark.seen, found);
            }
        })
        .await?;
        Ok(())
    }

    async fn check_turns<T: Tx>(&self, tx: &mut T, found: &mut Vec<Finding>) -> Result<()> {
        each(tx, &self.turns, |row| {
            if let Some((owner, turn)) = owned::<TurnRow>(row, "turn", 0, found) {
                owner.check_document::<TurnRecord>(&turn.document, found);
            }
        })
        .await?;
        each(tx, &self.requests, |row| {
            if let Some((owner, request)) = owned::<RequestRow>(row, "request", 0, found) {
                owner.check_document::<CallRequest<AccountId>>(&request.document, found);
            }
        })
        .await?;
        each(tx, &self.calls, |row| {
            if let Some((owner, call)) = owned::<CallRow>(row, "call of message", 0, found) {
                owner.check_document::<RunCall>(&call.document, found);
            }
        })
        .await?;
        each(tx, &self.news, |row| {
            let Some((owner, news)) = owned::<NewsRow>(row, "news of turns", 0, found) else { return };
            owner.check_offset(Offset::load(row, 0).unwrap_or_default(), found);
            owner.check_document::<TurnNews>(&news.document, found);
        })
        .await?;
        each(tx, &self.due, |row| {
            owned::<DueRow>(row, "due time", 0, found);
        })
        .await?;
        Ok(())
    }
}

/// Selects the read marks whose stored number of unread messages is wrong.
const WRONG_UNREAD: &str = "SELECT id, account, unread, counted FROM (SELECT s.id, r.account, r.unread, \
    (SELECT COUNT(*) FROM {messages} m WHERE {m_of_s_above} r.seen AND m.deleted = 0 \
    AND m.author IS DISTINCT FROM r.account AND NOT EXISTS (SELECT 1 FROM {drafts} d \
    WHERE {its_session d} AND d.message_id = m.id AND d.closed_at IS NULL)) AS counted \
    FROM {read_marks} r JOIN {sessions} s ON {its_session r}) marks WHERE unread <> counted ORDER BY 1, 2";

/// Returns the query for the lists whose stored length on a day is wrong.
fn wrong_lengths() -> String {
    // Rounds towards the past, also before 1970.
    let day = format!("(created_at - CASE WHEN created_at < 0 THEN {DAY} - 1 ELSE 0 END) / {DAY}");
    format!(
        "SELECT COALESCE(c.list, k.list), COALESCE(c.day, k.day), COALESCE(k.length, 0), COALESCE(c.length, 0) FROM \
         (SELECT list, day, COUNT(*) AS length FROM \
           (SELECT '{SESSIONS}' AS list, {day} AS day FROM {MAIN} \
            UNION ALL SELECT '{SESSIONS}/' || created_by, {day} FROM {MAIN} \
            UNION ALL SELECT '{LABELS}/' || label, {day} FROM {{session_labels}} \
            UNION ALL SELECT '{SESSIONS}', {TOTAL} FROM {MAIN} \
            UNION ALL SELECT '{SESSIONS}/' || created_by, {TOTAL} FROM {MAIN} \
            UNION ALL SELECT '{LABELS}/' || label, {TOTAL} FROM {{session_labels}}) listed \
          GROUP BY list, day) c \
         FULL JOIN (SELECT list, day, CAST(SUM(length) AS BIGINT) AS length FROM {{counts}} GROUP BY list, day) k \
         ON c.list = k.list AND c.day = k.day \
         WHERE COALESCE(k.length, 0) <> COALESCE(c.length, 0) ORDER BY 1, 2"
    )
}

impl Operation for Verify {
    /// The findings, and the repairs of some of them.
    type Output = (Verified, Vec<Repair>);

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        let mut verified = Verified::default();
        let mut repairs = Vec::new();
        let found = &mut verified.findings;

        let check = |row: &dyn Row, found: &mut Vec<Finding>| match SessionRow::load(row) {
            Ok(session) if Offset::from(session.revision) > session.last_offset => {
                let detail = format!(
                    "it has the revision {}, and the offset {}",
                    session.revision, session.last_offset
                );
                found.push(Finding::new(FindingKind::Offset, format!("session {}", session.id), detail));
            }
            Ok(_) => {}
            Err(error) => found.push(undecodable(format!("session {}", text(row, 1)), &error)),
        };
        verified.sessions = each(tx, &self.sessions, |row| check(row, found)).await?;

        verified.messages = each(tx, &self.messages, |row| {
            let Some((owner, message)) = owned::<MessageRow>(row, "message", 1, found) else { return };
            let sequence = Offset::load(row, 0).unwrap_or_default();
            owner.check_offset(sequence.max(message.revised.map(Offset::from).unwrap_or_default()), found);
            if message.deleted {
                return;
            }
            if let Err(error) = decode(&message) {
                found.push(undecodable(owner.subject, &error));
            } else if let Err(error) = checksum::check(message.document.as_bytes(), message.checksum) {
                let what = Wrong::Sum { session: owner.session, message: message.id };
                let finding = Finding::new(FindingKind::Checksum, owner.subject, chain(&error));
                Repair::note(found, &mut repairs, finding, what);
            }
        })
        .await?;

        each(tx, &self.drafts, |row| {
            if let Some((owner, draft)) = owned::<DraftRow>(row, "draft of message", 2, found) {
                owner.check_offset(Offset::from(draft.revision), found);
            }
        })
        .await?;
        each(tx, &self.pieces, |row| {
            let Some((owner, piece)) = owned::<PieceRow>(row, "draft piece", 0, found) else { return };
            owner.check_offset(Offset::load(row, 0).unwrap_or_default(), found);
            let content = if piece.kind == CHUNKS {
                ChunkLog::from_stored(piece.content).decode().map(drop)
            } else {
                Document::from_stored(piece.content).decode().map(drop)
            };
            if let Err(error) = content {
                found.push(undecodable(owner.subject, &error));
            }
        })
        .await?;
        each(tx, &self.keys, |row| {
            if let Some((owner, key)) =
                owned::<KeyRow>(row, "key", 1, found).filter(|(_, key)| key.kind != START)
            {
                owner.check_offset(Offset::from(key.sequence), found);
            }
        })
        .await?;
        each(tx, &self.summaries, |row| {
            if let Some((owner, summary)) = owned::<SummaryRow>(row, "summary", 0, found) {
                owner.check_offset(Offset::from(summary.covers), found);
            }
        })
        .await?;
        self.check_lists(tx, found).await?;
        self.check_turns(tx, found).await?;
        self.files.run(tx, found).await?;
        each(tx, &self.robots, |row| resource::<Robot<AccountId>>(row, "robot", found)).await?;
        each(tx, &self.toolsets, |row| resource::<Toolset<AccountId>>(row, "toolset", found)).await?;
        each(tx, &self.workspaces, |row| resource::<Workspace<AccountId>>(row, "workspace", found)).await?;
        each(tx, &self.instances, |row| resource::<WorkspaceInstance<AccountId>>(row, "instance", found))
            .await?;
        self.check_counts(tx, found, &mut repairs).await?;
        #[cfg(not(feature = "search"))]
        let _ = statements;
        #[cfg(feature = "search")]
        {
            let mut next = Some(CheckIndex::default());
            while let Some(step) = next {
                let checked = step.run(statements, tx).await?;
                for (finding, repair) in checked.wrong {
                    Repair::note(found, &mut repairs, finding, Wrong::Index(repair));
                }
                next = checked.next;
            }
        }
        Ok((verified, repairs))
    }
}

/// Reads every row, and returns their number.
async fn each<T: Tx>(
    tx: &mut T,
    statement: &Statement,
    mut check: impl FnMut(&dyn Row) + Send,
) -> Result<u64> {
    let rows = tx.query(statement, &[], |row| {
        check(row);
        Ok(())
    });
    Ok(rows.await?.len() as u64)
}

fn resource<R: DeserializeOwned>(row: &dyn Row, what: &str, found: &mut Vec<Finding>) {
    let decoded = ResourceRow::load(row).and_then(|row| turn_rows::decode::<R>(&row.document).map(drop));
    if let Err(error) = decoded {
        found.push(undecodable(format!("{what} {}", text(row, 0)), &error));
    }
}

fn decode(message: &MessageRow) -> Result<()> {
    let decoded = message.document.decode()?;
    if decoded.id == message.id {
        Ok(())
    } else {
        Err(Error::internal("the document has another id", decoded.id.to_string()))
    }
}

/// Repairs a finding in the current data. Returns whether it did: a message that does not decode gets no new checksum.
#[derive(Debug)]
pub(crate) struct RepairFinding {
    what: Wrong,
    number: Statement,
    sum: Statement,
    set_unread: Statement,
    forget_length: Statement,
    count_all: Statement,
    count_of_account: Statement,
    count_of_label: Statement,
}

impl RepairFinding {
    pub(crate) fn new(dialect: Dialect, tables: &Tables, repair: Repair) -> Self {
        let statement = |template: &str| Statement::new(dialect, tables, template);
        let count = |rows: &str| {
            statement(&format!(
                "INSERT INTO {{counts}} (list, day, slot, length) SELECT :list, :day, 0, COUNT(*) FROM {rows} \
                 AND created_at >= :from AND created_at < :to"
            ))
        };
        Self {
            what: repair.what,
            // Also of a session that is deleted.
            number: statement("SELECT {number} FROM {sessions} WHERE id = :session"),
            sum: statement("UPDATE {messages} SET checksum = :checksum WHERE {at :sequence}"),
            set_unread: statement(
                "UPDATE {read_marks} SET unread = :unread WHERE {session} = {this_session} AND account = :account",
            ),
            forget_length: statement("DELETE FROM {counts} WHERE list = :list AND day = :day"),
            count_all: count(MAIN),
            count_of_account: count(&format!("{MAIN} AND created_by = :whose")),
            count_of_label: count("{session_labels} WHERE label = :whose"),
        }
    }

    async fn place<T: Tx>(&self, tx: &mut T, session: SessionId) -> Result<Option<Place>> {
        let values = [("session", session.store())];
        let number = tx.query_one(&self.number, &values, |row| i64::load(row, 0)).await?;
        number.map(|number| Place::new(session, number)).transpose()
    }

    async fn sum<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: SessionId,
        message: MessageId,
    ) -> Result<bool> {
        let Some(place) = self.place(tx, session).await? else { return Ok(false) };
        let read = |row: &dyn Row| Ok((Sequence::load(row, 0)?, MessageRow::load(row)?));
        let found =
            tx.query_one(&statements.find_message, &place.with([("id", message.store())]), read).await?;
        // It may have changed since it was found.
        match found {
            Some((sequence, message)) if message.checksum.is_some() && decode(&message).is_ok() => {
                let sum = checksum::checksum(message.document.as_bytes());
                let values = place.with([("checksum", sum.into()), ("sequence", sequence.store())]);
                Ok(tx.execute(&self.sum, &values).await? > 0)
            }
            _ => Ok(false),
        }
    }

    async fn unread<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: SessionId,
        account: AccountId,
    ) -> Result<bool> {
        let Some(place) = self.place(tx, session).await? else { return Ok(false) };
        let mark = place.with([("account", account.store())]);
        let seen = tx.query_one(&statements.erase.find_mark, &mark, |row| Offset::load(row, 0)).await?;
        let Some(seen) = seen else { return Ok(false) };
        let unread = marks::unread(statements, tx, place, account, seen).await?;
        let values = place.with([("account", account.store()), ("unread", unread.into())]);
        Ok(tx.execute(&self.set_unread, &values).await? > 0)
    }

    async fn count<T: Tx>(&self, tx: &mut T, list: &str, day: i64) -> Result<bool> {
        let (from, to) = if day == TOTAL {
            (i64::MIN, i64::MAX)
        } else {
            (day.saturating_mul(DAY), day.saturating_add(1).saturating_mul(DAY))
        };
        let (kind, whose) = list.split_once('/').unwrap_or((list, ""));
        let values = [
            ("list", list.into()),
            ("day", day.into()),
            ("from", from.into()),
            ("to", to.into()),
            ("whose", whose.into()),
        ];
        tx.execute(&self.forget_length, &values).await?;
        let statement = match kind {
            SESSIONS if list == SESSIONS => &self.count_all,
            SESSIONS => &self.count_of_account,
            LABELS => &self.count_of_label,
            // Of a list that is not known nothing is kept.
            _ => return Ok(true),
        };
        tx.execute(statement, &values).await?;
        Ok(true)
    }
}

impl Operation for RepairFinding {
    type Output = bool;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<bool> {
        match &self.what {
            Wrong::Sum { session, message } => self.sum(statements, tx, *session, *message).await,
            Wrong::Length { list, day } => self.count(tx, list, *day).await,
            Wrong::Unread { session, account } => self.unread(statements, tx, *session, *account).await,
            #[cfg(feature = "search")]
            Wrong::Index(repair) => repair.run(statements, tx).await,
        }
    }
}
