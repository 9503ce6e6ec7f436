//! [`ToolRule`]: what is special about a tool.

use std::time::Duration;

/// The rule for a tool: who runs it, and whether it needs approval. A tool without a rule runs here, at once, and once.
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

    /// A member approves each call before it runs.
    #[must_use]
    pub fn needs_approval(self) -> Self {
        Self { approval: true, ..self }
    }

    /// It runs at a client, which brings the output.
    #[must_use]
    pub fn runs_at_client(self) -> Self {
        Self { client: true, ..self }
    }

    /// It may run again when it is not known whether it has run: it recognises its key, or repetition does no harm.
    #[must_use]
    pub fn repeatable(self) -> Self {
        Self { repeatable: true, ..self }
    }

    /// Who decides about its calls needs this permission too, by a name that [`Permissions::may`](crate::Permissions::may)
    /// knows.
    #[must_use]
    pub fn permission(self, permission: impl Into<String>) -> Self {
        Self { permission: Some(permission.into()), ..self }
    }

    /// For how long its calls wait for people. Without this they wait for ever.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { expires_in: Some(lifetime), ..self }
    }
}
