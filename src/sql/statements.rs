//! [`Statements`]: all statements, generated once for a dialect and the names of the tables.

use super::{
    archive_statements::ArchiveStatements, dialect::Dialect, documents::statements::DocumentStatements,
    erase_statements::EraseStatements, list_statements::ListStatements,
    resource_statements::ResourceStatements, statement::Statement, tables::Tables,
    text_statements::TextStatements,
};

#[cfg(feature = "search")]
use super::search::statements::SearchStatements;

/// The query for requests after a cursor, newest first.
macro_rules! requests {
    ($of:literal, $session:literal) => {
        concat!(
            "SELECT r.document FROM {call_requests} r WHERE ",
            $of,
            "(r.created_at, r.id) < (:created_at, :id) AND (CAST(:kind AS TEXT) IS NULL OR r.kind = :kind) \
             AND (CAST(:state AS TEXT) IS NULL OR r.state = :state) \
             AND (CAST(:expired_at AS BIGINT) IS NULL OR r.expires_at <= :expired_at) AND EXISTS \
             (SELECT 1 FROM {sessions} s WHERE ",
            $session,
            " AND s.deleted_at IS NULL) \
             ORDER BY r.created_at DESC, r.id DESC LIMIT :limit"
        )
    };
}

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident: $template:expr;)+) => {
        /// Every statement of the operations.
        #[derive(Clone, Debug)]
        pub(crate) struct Statements {
            /// The lists of sessions.
            pub(super) lists: ListStatements,
            /// The statements of robots, toolsets, workspaces and instances.
            pub(super) resources: ResourceStatements,
            /// The statements that write documents; only `documents` may run them.
            pub(super) documents: DocumentStatements,
            /// The statements that erase.
            pub(super) erase: EraseStatements,
            /// The statements of the index for search, if the store has one.
            #[cfg(feature = "search")]
            pub(crate) search: std::sync::OnceLock<SearchStatements>,
            /// The statements of windows of messages, for a collector.
            pub(super) texts: TextStatements,
            /// The statements that copy stored rows.
            pub(super) archive: ArchiveStatements,
            $($(#[$doc])* pub(super) $name: Statement,)+
        }

        impl Statements {
            /// Makes the statements for these tables.
            pub(crate) fn new(dialect: Dialect, tables: &Tables) -> Self {
                Self {
                    lists: ListStatements::new(dialect, tables),
                    resources: ResourceStatements::new(dialect, tables),
                    documents: DocumentStatements::new(dialect, tables),
                    erase: EraseStatements::new(dialect, tables),
                    #[cfg(feature = "search")]
                    search: std::sync::OnceLock::new(),
                    texts: TextStatements::new(dialect, tables),
                    archive: ArchiveStatements::new(dialect, tables),
                    $($name: Statement::new(dialect, tables, $template),)+
                }
            }

            /// Returns the statement of [`FindOffsets`](super::offsets::FindOffsets), to run outside of a transaction.
            #[cfg(feature = "postgres")]
            pub(crate) fn offsets(&self) -> &str {
                self.offsets.sql()
            }

            /// Returns the statements of a session, with their names.
            #[cfg(test)]
            pub(super) fn of_sessions(&self) -> Vec<(&'static str, &Statement)> {
                vec![$((stringify!($name), &self.$name),)+]
            }
        }
    };
}

statements! {
    create_session: "INSERT INTO {sessions.insert} ON CONFLICT DO NOTHING RETURNING {number}";
    /// Locks a session. It is the first statement of every write to a session, so that writes run one after the other.
    lock_session: "SELECT {number}, last_offset, updated_at, generation, \
        CASE WHEN labels IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END, \
        {may_have_marks} FROM {sessions} WHERE id = :session AND deleted_at IS NULL{for_update}";
    /// The same for a session that may be deleted, with its whole row.
    lock_session_row: "SELECT {sessions.*} FROM {sessions} WHERE id = :session{for_update}";
    /// A session with the deletion of its robot, the document of its instance, and whether a draft is open.
    find_session: "SELECT {sessions.*}, (SELECT r.deleted_at FROM {robots} r WHERE r.id = active_robot), \
        (SELECT i.document FROM {instances} i WHERE i.id = active_instance AND i.deleted_at IS NULL), \
        (SELECT CAST(1 AS BIGINT) FROM {drafts} WHERE {session} = {found} AND closed_at IS NULL LIMIT 1) \
        FROM {sessions} WHERE id = :session";
    /// The session's number, if it exists and is not deleted.
    session_number: "SELECT {number} FROM {sessions} WHERE id = :session AND deleted_at IS NULL";
    /// After a change that sets `updated_at`.
    move_session: "UPDATE {sessions} SET last_offset = :last_offset, updated_at = :updated_at WHERE {this_row}";
    /// After a draft grew.
    advance_session: "UPDATE {sessions} SET last_offset = :last_offset WHERE {this_row}";
    /// Publishes a session that was written in parts.
    publish_session: "UPDATE {sessions} SET {sessions.set id} WHERE {this_row}";
    change_session: "UPDATE {sessions} SET {sessions.set id created_at created_by} WHERE {this_row}";
    /// After a change that raises the generation.
    move_generation: "UPDATE {sessions} SET last_offset = :last_offset, updated_at = :updated_at, \
        generation = :generation WHERE {this_row}";
    /// Deletes a session, or restores it.
    delete_session: "UPDATE {sessions} SET updated_at = :updated_at, deleted_at = :deleted_at, \
        last_offset = :last_offset, revision = :revision WHERE {this_row}";
    put_label: "INSERT INTO {session_labels.insert} ON CONFLICT ({session}, label) \
        DO UPDATE SET updated_at = excluded.updated_at";
    erase_label: "DELETE FROM {session_labels} WHERE {session} = {this_session} AND label = :label";
    /// Sets the time of activity in the lists by label.
    move_labels: "UPDATE {session_labels} SET updated_at = :updated_at WHERE {session} = {this_session}";
    put_mark: "INSERT INTO {read_marks.insert} ON CONFLICT ({session}, account) \
        DO UPDATE SET seen = excluded.seen, unread = excluded.unread WHERE excluded.seen > {read_marks}.seen";
    /// Changes the unread count of those who have not read the message at a sequence.
    count_unread: "UPDATE {read_marks} SET unread = unread + :by \
        WHERE {session} = {this_session} AND seen < :sequence AND account IS DISTINCT FROM CAST(:author AS TEXT)";
    /// Counts the messages after an offset whose author is not the account, also those with open drafts.
    messages_behind: "SELECT COUNT(*) FROM {messages} \
        WHERE {above :seen} AND deleted = 0 AND author IS DISTINCT FROM :account";
    /// The last offsets of sessions, also of deleted ones. The ids are one text, separated by commas.
    offsets: "SELECT id, last_offset FROM {sessions} WHERE id {one_of :ids}";
    instance_exists: "SELECT created_at FROM {instances} WHERE id = :id AND deleted_at IS NULL";

    find_message: "SELECT {messages.*} FROM {messages} WHERE {session} = {this_session} AND id = :id";
    /// A message without its document, also a deleted one.
    find_head: "SELECT {sequence}, author, revised, base, deleted, annotations FROM {messages} \
        WHERE {session} = {this_session} AND id = :id";
    /// Messages without their documents, deleted ones too, oldest first.
    heads_above: "SELECT {sequence}, id, revised, deleted, author FROM {messages} WHERE {above :before} ORDER BY {order}";
    newest_messages: "SELECT {sequence}, id, author, revised, checksum, annotations, document \
        FROM {messages} WHERE {above 0} AND deleted = 0 \
        ORDER BY {order} DESC LIMIT :limit";
    messages_below: "SELECT {sequence}, id, author, revised, checksum, annotations, document \
        FROM {messages} WHERE {below :sequence} AND deleted = 0 \
        ORDER BY {order} DESC LIMIT :limit";
    messages_above: "SELECT {sequence}, id, author, revised, checksum, annotations, document \
        FROM {messages} WHERE {above :sequence} AND deleted = 0 \
        ORDER BY {order} LIMIT :limit";
    /// Messages that were appended after an offset, and never changed.
    new_messages: "SELECT {sequence}, id, author, revised, checksum, annotations, document \
        FROM {messages} WHERE {above :sequence} AND revised IS NULL \
        ORDER BY {order} LIMIT :limit";
    /// Messages that were changed after an offset.
    revised_messages: "SELECT {messages.*} FROM {messages} \
        WHERE {session} = {this_session} AND revised > :revised ORDER BY revised LIMIT :limit";
    /// The messages of a transcript after a sequence. A message without a checksum was never complete.
    transcript_behind: "SELECT {messages.*} FROM {messages} WHERE {above :read} AND {up_to :up_to} \
        AND (checksum IS NOT NULL OR deleted = 1) ORDER BY {order} LIMIT :limit";
    /// The messages of a transcript that were changed.
    transcript_changed: "SELECT {messages.*} FROM {messages} \
        WHERE {session} = {this_session} AND revised > :seen AND {sequence} <= :read \
        AND (checksum IS NOT NULL OR deleted = 1) ORDER BY revised LIMIT :limit";
    /// The sequence of a cursor id that no message has.
    find_alias: "SELECT sequence FROM {message_aliases} WHERE {session} = {this_session} AND id = :id";
    insert_alias: "INSERT INTO {message_aliases.insert} ON CONFLICT DO NOTHING";
    marks_of: "SELECT {read_marks.*} FROM {read_marks} WHERE {session} = {this_session}";
    find_imported: "SELECT id FROM {imported_sessions} WHERE id = :id";
    put_imported: "INSERT INTO {imported_sessions.insert} ON CONFLICT DO NOTHING";
    remove_keys: "DELETE FROM {message_keys} WHERE {session} = {this_session} AND kind = 1 AND sequence = :sequence";
    /// A message up to a sequence that was changed after an offset.
    changed_below: "SELECT revised FROM {messages} \
        WHERE {session} = {this_session} AND revised > :revised AND {sequence} <= :covers LIMIT 1";

    insert_key: "INSERT INTO {message_keys.insert} ON CONFLICT DO NOTHING";
    find_key: "SELECT {message_keys.*} FROM {message_keys} \
        WHERE {session} = {this_session} AND kind = :kind AND key = :key";
    message_at: "SELECT id FROM {messages} WHERE {at :sequence} AND deleted = 0";
    /// Frees the keys of the batch that had a message; client ids of other messages stay in use.
    free_keys: "DELETE FROM {message_keys} WHERE {session} = {this_session} AND kind < 2 \
        AND (sequence = :sequence OR kind = 0 AND sequence < :sequence AND sequence + count > :sequence)";
    /// The same for a message and all later ones.
    free_keys_from: "DELETE FROM {message_keys} WHERE {session} = {this_session} AND kind < 2 \
        AND (sequence >= :sequence OR kind = 0 AND sequence + count > :sequence)";
    forget_fingerprint: "UPDATE {message_keys} SET count = 1, fingerprint = NULL \
        WHERE {session} = {this_session} AND kind = 1 AND sequence < :sequence AND sequence + count > :sequence";

    insert_draft: "INSERT INTO {drafts.insert}";
    find_draft: "SELECT {drafts.*} FROM {drafts} \
        WHERE {session} = {this_session} AND message_id = :message_id AND closed_at IS NULL";
    open_drafts_of_session: "SELECT {drafts.*} FROM {drafts} \
        WHERE {session} = {this_session} AND closed_at IS NULL";
    drafts_of_session: "SELECT {drafts.*} FROM {drafts} WHERE {above 0}";
    /// The same for all sessions, the oldest last write first.
    open_drafts: "SELECT s.id, {drafts.* d} FROM {drafts} d JOIN {sessions} s ON {its_session d} \
        WHERE d.closed_at IS NULL AND s.deleted_at IS NULL AND d.grown_at < :grown_before \
        AND (d.grown_at, s.id, {sequence d}) > (:grown_at, :after_session, :began) \
        ORDER BY d.grown_at, s.id, {sequence d} LIMIT :limit";
    grow_draft: "UPDATE {drafts} SET revision = :revision, grown_at = :grown_at WHERE {at :sequence}";
    take_over_draft: "UPDATE {drafts} SET revision = :revision, writer = :writer, \
        grown_at = :grown_at WHERE {at :sequence}";
    close_draft: "UPDATE {drafts} SET closed_at = :closed_at WHERE {at :sequence}";
    /// Erases the drafts of a message, and returns when they began.
    erase_drafts: "DELETE FROM {drafts} WHERE {above 0} AND message_id = :message_id RETURNING {sequence}";
    /// The same for a message and all later ones.
    erase_drafts_from: "DELETE FROM {drafts} WHERE {above 0} AND message_sequence >= :sequence RETURNING {sequence}";
    /// Erases the drafts of a session that ended before a time, and returns when they began.
    erase_old_drafts: "DELETE FROM {drafts} WHERE {above 0} AND closed_at < :closed_before RETURNING {sequence}";
    /// Erases the pieces of a draft, with the first one at its beginning.
    erase_pieces: "DELETE FROM {draft_pieces} WHERE {above :before} AND began = :began";
    insert_piece: "INSERT INTO {draft_pieces.insert}";
    /// Stores the current message as the first piece of a draft.
    insert_beginning: "INSERT INTO {draft_pieces} ({place}, began, base, kind, content) \
        SELECT {copied_place :sequence}, :sequence, :base, 0, document FROM {messages} WHERE {at :message_sequence}";
    /// All chunks that were added to a draft.
    growth: "SELECT content FROM {draft_pieces} WHERE {above :began} AND began = :began ORDER BY {order}";
    last_piece: "SELECT {draft_pieces.*} FROM {draft_pieces} WHERE {above :began} AND began = :began \
        ORDER BY {order} DESC LIMIT 1";
    base_of_beginning: "SELECT base FROM {draft_pieces} WHERE {at :began}";
    pieces_after: "SELECT {draft_pieces.*} FROM {draft_pieces} WHERE {above :sequence} ORDER BY {order} LIMIT :limit";

    put_summary: "INSERT INTO {summaries.insert} ON CONFLICT ({session}) DO UPDATE \
        SET covers = excluded.covers, summary = excluded.summary WHERE excluded.covers >= {summaries}.covers";
    find_summary: "SELECT {summaries.*} FROM {summaries} WHERE {session} = {this_session}";
    erase_summary: "DELETE FROM {summaries} WHERE {session} = {this_session} AND covers >= :covers";

    /// Whether a turn or a request of a session is open.
    any_open: "SELECT 1 FROM {turns} WHERE {session} = {this_session} AND open = 1 \
        UNION ALL SELECT 1 FROM {call_requests} WHERE {session} = {this_session} AND open = 1 LIMIT 1";
    put_turn: "INSERT INTO {turns.insert} ON CONFLICT ({session}, id) DO UPDATE SET {turns.set id created_at}";
    find_turn: "SELECT document FROM {turns} WHERE {session} = {this_session} AND id = :id";
    open_turns: "SELECT document FROM {turns} WHERE {session} = {this_session} AND open = 1";
    turn_created_at: "SELECT created_at FROM {turns} WHERE {session} = {this_session} AND id = :id";
    /// Turns that were queued before one, newest first.
    turns_below: "SELECT document FROM {turns} WHERE {session} = {this_session} \
        AND (created_at, id) < (:created_at, :id) AND (CAST(:state AS TEXT) IS NULL OR state = :state) \
        ORDER BY created_at DESC, id DESC LIMIT :limit";
    put_request: "INSERT INTO {call_requests.insert} ON CONFLICT ({session}, id) \
        DO UPDATE SET {call_requests.set id created_at}";
    find_request_of: "SELECT document FROM {call_requests} WHERE {session} = {this_session} AND id = :id";
    open_requests_of: "SELECT document FROM {call_requests} WHERE {session} = {this_session} AND open = 1";
    requests_of: requests!("{session} = {this_session} AND ", "{this_row}");
    /// The same for all sessions.
    requests: requests!("", "{its_session r}");
    /// The requests that the rules still need.
    open_requests: requests!("r.open = 1 AND ", "{its_session r}");
    find_request: "SELECT r.document FROM {call_requests} r WHERE r.id = :id AND EXISTS \
        (SELECT 1 FROM {sessions} s WHERE {its_session r} AND s.deleted_at IS NULL)";
    request_created_at: "SELECT created_at FROM {call_requests} WHERE id = :id";
    put_call: "INSERT INTO {run_calls.insert} ON CONFLICT ({session}, message_id, ordinal) \
        DO UPDATE SET document = :document";
    find_call: "SELECT document FROM {run_calls} \
        WHERE {session} = {this_session} AND message_id = :message_id AND ordinal = :ordinal";
    calls_of_message: "SELECT document FROM {run_calls} \
        WHERE {session} = {this_session} AND message_id = :message_id ORDER BY ordinal";
    erase_calls: "DELETE FROM {run_calls} WHERE {session} = {this_session} AND message_id = :message_id";
    insert_news: "INSERT INTO {turn_news.insert}";
    news_after: "SELECT {turn_news.*} FROM {turn_news} WHERE {above :sequence} ORDER BY {order} LIMIT :limit";
    /// Erases the decisions on calls of a message, which followers receive.
    erase_decisions: "DELETE FROM {turn_news} WHERE {session} = {this_session} AND message_id = :message_id";
    put_due: "INSERT INTO {due_sessions.insert} ON CONFLICT ({session}) DO UPDATE SET due_at = :due_at";
    erase_due: "DELETE FROM {due_sessions} WHERE {session} = {this_session}";
    begin_blob: "INSERT INTO {file_blobs.insert} ON CONFLICT (id) DO UPDATE SET touched_at = :touched_at";
    touch_blob: "UPDATE {file_blobs} SET touched_at = :touched_at WHERE id = :id";
    forget_blob: "DELETE FROM {file_blobs} WHERE id = :id";
    erase_chunks: "DELETE FROM {file_chunks} WHERE blob = :id";
    stale_blobs: "SELECT id FROM {file_blobs} WHERE touched_at <= :before ORDER BY touched_at, id LIMIT :limit";
    insert_chunk: "INSERT INTO {file_chunks.insert} ON CONFLICT DO NOTHING";
    find_chunk: "SELECT content FROM {file_chunks} WHERE blob = :blob AND ordinal = :ordinal";
    insert_file: "INSERT INTO {files.insert} ON CONFLICT DO NOTHING";
    count_chunks: "SELECT COUNT(*) FROM {file_chunks} WHERE blob = :blob";
    find_file: "SELECT {files.*} FROM {files} WHERE id = :id";
    lock_file: "SELECT {files.*} FROM {files} WHERE id = :id{for_update}";
    /// Locks a file so that it cannot be deleted before the end of the transaction.
    share_file: "SELECT CAST(1 AS BIGINT) FROM {files} WHERE id = :id{for_share}";
    touch_file: "UPDATE {files} SET touched_at = CASE WHEN touched_at < :touched_at THEN :touched_at \
        ELSE touched_at + 1 END WHERE id = :id";
    delete_file: "DELETE FROM {files} WHERE id = :id";
    list_files: "SELECT {files.*} FROM {files} WHERE id > :after ORDER BY id LIMIT :limit";
    unbound_files: "SELECT {files.* f} FROM {files} f WHERE f.id > :after AND f.touched_at <= :before \
        AND NOT EXISTS (SELECT 1 FROM {file_refs} r WHERE r.file_id = f.id) ORDER BY f.id LIMIT :limit";
    is_bound: "SELECT CAST(1 AS BIGINT) FROM {file_refs} WHERE file_id = :id LIMIT 1";
    /// Returns a session once for each of its messages with the file.
    sessions_with_file: "SELECT s.id FROM {file_refs} r JOIN {sessions} s ON {its_session r} WHERE r.file_id = :id";
    /// Returns a file once for each message that has it.
    files_of_session: "SELECT r.file_id FROM {file_refs} r JOIN {sessions} s ON {its_session r} WHERE s.id = :session";
    bind_file: "INSERT INTO {file_refs.insert} ON CONFLICT DO NOTHING";
    release_files: "DELETE FROM {file_refs} WHERE {session} = {this_session} AND sequence = :sequence";
    release_files_from: "DELETE FROM {file_refs} WHERE {session} = {this_session} AND sequence >= :sequence";
    /// The join is written so that SQLite reads the index in order.
    due_sessions: "SELECT s.id FROM {due_sessions} d CROSS JOIN {sessions} s WHERE {its_session d} \
        AND s.deleted_at IS NULL AND d.due_at <= :now ORDER BY d.due_at, {session d} LIMIT :limit";
}

#[cfg(test)]
mod tests {
    use rusqlite::functions::FunctionFlags;

    use super::*;
    use crate::sql::{migrations, text_statements::FUNCTION};

    #[test]
    fn no_statement_of_sqlite_scans_a_table() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        for step in migrations(Dialect::Sqlite, &Tables::default()) {
            connection.execute_batch(&step.script()).unwrap();
        }
        let statements = Statements::new(Dialect::Sqlite, &Tables::default());
        let mut all = statements.of_sessions();
        all.extend(statements.documents.all());
        all.extend(statements.texts.all());
        all.extend(statements.lists.all());
        all.extend(statements.erase.all());
        all.extend(statements.resources.all());
        connection.create_scalar_function(FUNCTION, -1, FunctionFlags::default(), |_| Ok(true)).unwrap();
        for (name, statement) in all {
            let mut explained =
                connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.sql())).unwrap();
            let parameters = explained.parameter_count();
            let mut rows = explained.query(rusqlite::params_from_iter(vec![1; parameters])).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let step: String = row.get("detail").unwrap();
                // Few drafts are open, and all of them are wanted; a list's length is a sum over an index, and its
                // first rows are where an index begins.
                let whole = [
                    "robots_drafts_open",
                    "_created",
                    "_active",
                    "_workspace",
                    "2-ROW VALUES",
                    "json_each",
                    "SCAN u",
                ];
                let known = whole.iter().any(|index| step.contains(index));
                assert!(!step.starts_with("SCAN") || known, "{name}: {step}: {}", statement.sql());
                let sorted = step.contains("TEMP B-TREE") && name != "open_drafts";
                assert!(!sorted, "{name}: {step}: {}", statement.sql());
            }
        }
    }
}
