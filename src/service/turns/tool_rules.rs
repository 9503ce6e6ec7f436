//! [`ToolRule`]: what is special about a tool.

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
    /// Creates a rule for the tool with this name, without anything special.
    pub fn new(tool: impl Into<String>) -> Self {
        let tool = tool.into();
        Self { tool, approval: false, client: false, repeatable: false, permission: None, expires_in: None }
    }

    /// Requires that a member approves each call before it runs.
    #[must_use]
    pub fn needs_approval(self) -> Self {
        Self { approval: true, ..self }
    }

    /// Lets the client run the tool, and send its output.
    #[must_use]
    pub fn runs_at_client(self) -> Self {
        Self { client: true, ..self }
    }

    /// Allows the tool to run again if it is not known whether it has run: because it recognises its
    /// [key](super::ToolCall), or because repetition does no harm.
    #[must_use]
    pub fn repeatable(self) -> Self {
        Self { repeatable: true, ..self }
    }

    /// Requires one more permission of members who decide about its calls, by a name that
    /// [`Permissions::may`](crate::Permissions::may) knows.
    #[must_use]
    pub fn permission(self, permission: impl Into<String>) -> Self {
        Self { permission: Some(permission.into()), ..self }
    }

    /// Sets how long its calls wait for people; then they are refused. By default they wait for ever, as they do with a
    /// time of more than some 290 000 years.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { expires_in: Some(lifetime), ..self }
    }
}
