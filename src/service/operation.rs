//! [`Operation`]: what a caller can request of [`Robots`](crate::Robots), and [`Actor`]: the caller.

use std::fmt;

use crate::model::{id::AccountId, permission::Permission, robot::RobotKey};

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $method:literal needs $permission:ident;)+) => {
        /// An operation of [`Robots`](crate::Robots), [`Turns`](crate::Turns) or [`Transcripts`](crate::Transcripts).
        /// Each needs exactly one permission. Deciding about a tool call, or sending its output, also needs the one that
        /// the rule of its tool names: see [`ToolRule::permission`](crate::ToolRule::permission).
        ///
        /// # Examples
        /// ```
        /// use storyden_robots::{Operation, Permission};
        ///
        /// assert_eq!(Operation::DeleteSession.permission(), Permission::ManageRobots);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $($(#[$doc])* $name,)+
        }

        impl Operation {
            /// All operations.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Returns the permission that it needs.
            #[must_use]
            pub const fn permission(self) -> Permission {
                match self {
                    $(Self::$name => Permission::$permission,)+
                }
            }

            /// Returns the name of the method that does it.
            #[must_use]
            pub const fn method(self) -> &'static str {
                match self {
                    $(Self::$name => $method,)+
                }
            }
        }
    };
}

operations! {
    /// List sessions.
    ListSessions = "list_sessions" needs UseRobots;
    /// Mark a session as read.
    MarkRead = "mark_read" needs UseRobots;
    /// Read a session and a window of its messages.
    GetSession = "session" needs UseRobots;
    /// Read one message.
    GetMessage = "message" needs UseRobots;
    /// Search messages, and names of sessions.
    Search = "search" needs UseRobots;
    /// Start a session.
    StartSession = "start_session" needs UseRobots;
    /// Change a session's name, labels, host data, active robot or mounted instance.
    UpdateSession = "update_session" needs UseRobots;
    /// Delete a session.
    DeleteSession = "delete_session" needs ManageRobots;
    /// Restore a deleted session.
    RestoreSession = "restore_session" needs ManageRobots;
    /// Erase a session.
    EraseSession = "erase_session" needs ManageRobots;
    /// Erase old sessions, or an account.
    Sweep = "sweep" needs ManageRobots;
    /// Hold a session, or end the hold.
    HoldSession = "hold_session" needs ManageRobots;
    /// Fork a session.
    ForkSession = "fork" needs UseRobots;
    /// Export a session.
    ExportSession = "export" needs UseRobots;
    /// Import sessions.
    ImportSession = "import" needs ManageRobots;
    /// Import messages into a session, each with its own time, author and robot.
    ImportMessages = "import_messages" needs ManageRobots;
    /// Append messages.
    Append = "append" needs UseRobots;
    /// Begin a draft: a message that grows.
    BeginDraft = "begin_draft" needs UseRobots;
    /// Continue a message, or take over its draft.
    ResumeDraft = "resume_draft" needs UseRobots;
    /// End a draft as it is.
    EndDraft = "end_draft" needs UseRobots;
    /// List the drafts that are open.
    ListDrafts = "open_drafts" needs UseRobots;
    /// List the tool calls that have no result.
    PendingToolCalls = "pending_tool_calls" needs UseRobots;
    /// Give tool calls a result.
    ResolveToolCalls = "resolve_tool_calls" needs UseRobots;
    /// Build model input from a session.
    ModelContext = "model_context" needs UseRobots;
    /// Follow the changes of a session.
    Subscribe = "subscribe" needs UseRobots;
    /// Edit a message of one's own.
    EditOwnMessage = "edit_message" needs UseRobots;
    /// Edit any message.
    EditMessage = "edit_message" needs ManageRobots;
    /// Delete a message of one's own.
    DeleteOwnMessage = "delete_message" needs UseRobots;
    /// Delete any message.
    DeleteMessage = "delete_message" needs ManageRobots;
    /// Delete a message and all later ones, if they are one's own or answers to these.
    TruncateOwn = "truncate" needs UseRobots;
    /// Delete a message and all later ones.
    Truncate = "truncate" needs ManageRobots;
    /// Submit messages that a robot answers.
    SubmitTurn = "submit" needs UseRobots;
    /// Have a message answered again.
    RegenerateTurn = "regenerate" needs UseRobots;
    /// Replace a message and all later ones, and have the new one answered.
    ResendTurn = "resend" needs UseRobots;
    /// Read a turn.
    GetTurn = "turn" needs UseRobots;
    /// List the turns of a session.
    ListTurns = "list_turns" needs UseRobots;
    /// Stop a turn.
    StopTurn = "stop_turn" needs UseRobots;
    /// Read the request of a tool call.
    GetCallRequest = "call_request" needs UseRobots;
    /// List the requests of tool calls.
    ListCallRequests = "call_requests" needs UseRobots;
    /// Approve or deny a tool call.
    DecideCall = "decide" needs UseRobots;
    /// Apply the decisions and outputs that a client added to a message.
    ApplyAnswers = "apply" needs UseRobots;
    /// Store a file.
    PutFile = "put_file" needs UseRobots;
    /// Read a file.
    ReadFile = "read_file" needs UseRobots;
    /// Load a file in model input.
    LoadFile = "load_file" needs UseRobots;
    /// Put the files of a message back into it.
    InlineFiles = "inline_files" needs UseRobots;
    /// Delete files that no message refers to.
    SweepFiles = "sweep_files" needs ManageRobots;
    /// List robots.
    ListRobots = "list_robots" needs UseRobots;
    /// Read a robot.
    GetRobot = "robot" needs UseRobots;
    /// Create a robot.
    CreateRobot = "create_robot" needs ManageRobots;
    /// Change a robot.
    UpdateRobot = "update_robot" needs ManageRobots;
    /// Delete a robot.
    DeleteRobot = "delete_robot" needs ManageRobots;
    /// List the tools that robots can be given.
    ListTools = "list_tools" needs UseRobots;
    /// List toolsets.
    ListToolsets = "list_toolsets" needs UseRobots;
    /// Read a toolset.
    GetToolset = "toolset" needs UseRobots;
    /// Create a toolset.
    CreateToolset = "create_toolset" needs UseRobots;
    /// Change a toolset of one's own.
    UpdateOwnToolset = "update_toolset" needs UseRobots;
    /// Change any toolset.
    UpdateToolset = "update_toolset" needs ManageRobots;
    /// Delete a toolset of one's own.
    DeleteOwnToolset = "delete_toolset" needs UseRobots;
    /// Delete any toolset.
    DeleteToolset = "delete_toolset" needs ManageRobots;
    /// List the providers of workspaces.
    ListProviders = "workspace_providers" needs UseRobots;
    /// List workspaces.
    ListWorkspaces = "list_workspaces" needs UseRobots;
    /// Read a workspace.
    GetWorkspace = "workspace" needs UseRobots;
    /// Create a workspace.
    CreateWorkspace = "create_workspace" needs ManageRobots;
    /// Change a workspace.
    UpdateWorkspace = "update_workspace" needs ManageRobots;
    /// Delete a workspace and its instances.
    DeleteWorkspace = "delete_workspace" needs ManageRobots;
    /// List workspace instances.
    ListInstances = "list_instances" needs UseRobots;
    /// Read a workspace instance.
    GetInstance = "instance" needs UseRobots;
    /// Create a workspace instance.
    CreateInstance = "create_instance" needs ManageRobots;
    /// Change a workspace instance.
    UpdateInstance = "update_instance" needs ManageRobots;
    /// Delete a workspace instance.
    DeleteInstance = "delete_instance" needs ManageRobots;
}

impl Operation {
    /// For an operation on what is one's own, returns the same operation on what is anybody's.
    #[must_use]
    pub const fn on_any(self) -> Option<Self> {
        match self {
            Self::EditOwnMessage => Some(Self::EditMessage),
            Self::DeleteOwnMessage => Some(Self::DeleteMessage),
            Self::TruncateOwn => Some(Self::Truncate),
            Self::UpdateOwnToolset => Some(Self::UpdateToolset),
            Self::DeleteOwnToolset => Some(Self::DeleteToolset),
            _ => None,
        }
    }
}

/// The caller of an operation: a member, or a robot that works for a member.
///
/// A robot has no permissions of its own: those of the member it works for count. Two things differ. It cannot decide
/// about tool calls ([`Denied::Robot`](crate::Denied::Robot)). And no message counts as its own: the messages that it
/// appends have a `robot` and no `author`, so to edit or delete a message it needs the permission for any message.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Actor, RobotKey};
///
/// let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
/// let builder: RobotKey = "robot_builder".parse()?;
/// let actor = Actor::robot(builder, ann);
/// assert_eq!(actor.account(), ann);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Actor {
    /// A member.
    Member(AccountId),
    /// A robot that works for a member.
    #[non_exhaustive]
    Robot {
        /// The robot.
        robot: RobotKey,
        /// The member for whom it works: the one who talks to it, or the account that the host keeps for robots
        /// that work on their own.
        on_behalf_of: AccountId,
    },
}

impl Actor {
    /// Creates the actor for a robot that works for a member.
    #[must_use]
    pub fn robot(robot: impl Into<RobotKey>, on_behalf_of: AccountId) -> Self {
        Self::Robot { robot: robot.into(), on_behalf_of }
    }

    /// Returns the account whose permissions count.
    #[must_use]
    pub fn account(&self) -> AccountId {
        match self {
            Self::Member(account) | Self::Robot { on_behalf_of: account, .. } => *account,
        }
    }
}

impl From<AccountId> for Actor {
    fn from(account: AccountId) -> Self {
        Self::Member(account)
    }
}

impl From<&Self> for Actor {
    fn from(actor: &Self) -> Self {
        actor.clone()
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.method())
    }
}
