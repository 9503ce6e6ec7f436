//! [`ToolRule`]: the rule for a tool.

use std::time::Duration;

/// The rule for a tool: where it runs, and whether it needs approval. A tool without a rule runs in the host, at once,
/// and never twice.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use storyden_robots::ToolRule;
///
/// let rules = [
///     ToolRule::new("member_ban").needs_approval().permission("MANAGE_ROBOTS").expires_in(Duration::from_secs(86_400)),
///     ToolRule::new("pick_colour").runs_at_client(),
///     ToolRule::new("post_search").repeatable(),
/// ];
/// # let _ = rules;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolRule {
    pub(super) tool: String,
    pub(super) approval: bool,
    pub(super) client: bool,
    pub(super) repeatable: bool,
    pub(super) permission: Option<String>,
    pub(super) expires_in: Option<Duration>,
}

impl ToolRule {
    /// Creates the default rule for the tool with this name.
    pub fn new(tool: impl Into<String>) -> Self {
        let tool = tool.into();
        Self { tool, approval: false, client: false, repeatable: false, permission: None, expires_in: None }
    }

    /// Requires a member's approval of each call before it runs.
    #[must_use]
    pub fn needs_approval(self) -> Self {
        Self { approval: true, ..self }
    }

    /// Makes the tool run at the client, which sends its output.
    #[must_use]
    pub fn runs_at_client(self) -> Self {
        Self { client: true, ..self }
    }

    /// Allows a call to run again if it is not known whether it has run: because the tool recognises the
    /// [key](super::ToolCall::key), or because repetition does no harm.
    #[must_use]
    pub fn repeatable(self) -> Self {
        Self { repeatable: true, ..self }
    }

    /// Requires that members who approve or deny its calls, or send their outputs, have this permission too: a name
    /// that [`Permissions::may`](crate::Permissions::may) knows.
    #[must_use]
    pub fn permission(self, permission: impl Into<String>) -> Self {
        Self { permission: Some(permission.into()), ..self }
    }

    /// Sets how long its calls wait for people; after that they are denied. By default they wait for ever.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { expires_in: Some(lifetime), ..self }
    }
}
