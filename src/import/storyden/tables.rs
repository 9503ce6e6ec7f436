//! The tables of Storyden that are read, of both generations.

use super::database::{
    Kind::{Json, Plain, Time},
    Table,
};

pub(super) static ROBOTS: Table = Table {
    name: "robots",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("updated_at", Time),
        ("name", Plain),
        ("description", Plain),
        ("playbook", Plain),
        ("model", Plain),
        ("tools", Json),
        ("toolsets", Json),
        ("metadata", Json),
        ("author_id", Plain),
        ("workspace_id", Plain),
    ],
};

pub(super) static WORKSPACES: Table = Table {
    name: "robot_workspaces",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("updated_at", Time),
        ("name", Plain),
        ("description", Plain),
        ("provider", Plain),
        ("config", Json),
        ("allow_untrusted_commands", Plain),
        ("metadata", Json),
        ("created_by", Plain),
    ],
};

pub(super) static INSTANCES: Table = Table {
    name: "robot_workspace_instances",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("updated_at", Time),
        ("provider", Plain),
        ("provider_state", Json),
        ("metadata", Json),
        ("created_by", Plain),
        ("workspace_id", Plain),
    ],
};

pub(super) static SESSIONS: Table = Table {
    name: "robot_sessions",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("updated_at", Time),
        ("name", Plain),
        ("state", Json),
        ("execution_status", Plain),
        ("active_turn_id", Plain),
        ("next_event_sequence", Plain),
        ("origin_kind", Plain),
        ("origin_id", Plain),
        ("account_id", Plain),
    ],
};

pub(super) static MESSAGES: Table = Table {
    name: "robot_session_messages",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("turn_id", Plain),
        ("sequence", Plain),
        ("event_kind", Plain),
        ("hidden_from_projection", Plain),
        ("isolation_scope", Plain),
        ("builtin_robot", Plain),
        ("event_data", Json),
        ("error_text", Plain),
        ("account_id", Plain),
        ("robot_id", Plain),
    ],
};

pub(super) static TURNS: Table = Table {
    name: "robot_session_turns",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("source_kind", Plain),
        ("robot_ref", Plain),
        ("status", Plain),
        ("continuation_of_turn_id", Plain),
        ("started_at", Time),
        ("finished_at", Time),
        ("cancel_requested_at", Time),
        ("error_text", Plain),
        ("initiated_by_account_id", Plain),
    ],
};

pub(super) static INPUTS: Table = Table {
    name: "robot_session_inputs",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("sequence", Plain),
        ("source_kind", Plain),
        ("not_before", Time),
        ("status", Plain),
        ("account_id", Plain),
        ("turn_id", Plain),
    ],
};

pub(super) static VIEWS: Table = Table {
    name: "robot_session_views",
    columns: &[("id", Plain), ("last_seen_event_sequence", Plain), ("account_id", Plain)],
};

pub(super) static TOOLSETS: Table = Table {
    name: "robot_toolsets",
    columns: &[
        ("id", Plain),
        ("created_at", Time),
        ("updated_at", Time),
        ("name", Plain),
        ("description", Plain),
        ("instruction", Plain),
        ("tools", Json),
        ("metadata", Json),
        ("author_id", Plain),
    ],
};

/// The tables that have no room here: the report counts their rows.
pub(super) const LEFT: [&str; 6] = [
    "robot_mcp_servers",
    "robot_mcp_tools",
    "robot_provider_models",
    "trails",
    "trail_runs",
    "trail_action_runs",
];
