//! Whose a message is: who may edit it, delete it, and truncate from it on.

use storyden_robots::{
    AccountId, Actor, Conflict, Denied, Edited, Error, MemoryStore, Message, MessageId, MessageRole,
    NewMessage, NewSession, NewToolset, Part, Parts, Permission, Resource, Result, Revision, RobotKey,
    RobotRef, Robots, SessionId, StaticPermissions, StaticProfiles, ToolCatalogue, ToolInfo, ToolsetChange,
    WindowRequest, async_trait, stream::Chunk,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const BEN: AccountId = AccountId::from_bytes([2; 12]);
const MANAGER: AccountId = AccountId::from_bytes([3; 12]);
const NOBODY: AccountId = AccountId::from_bytes([4; 12]);

fn builder() -> RobotKey {
    "robot_builder".parse().unwrap()
}

fn service() -> Robots {
    let permissions = [ANN, BEN]
        .into_iter()
        .fold(StaticPermissions::new(), |all, account| all.grant(account, [Permission::UseRobots]))
        .grant(MANAGER, [Permission::ManageRobots]);
    Robots::new(MemoryStore::new(), permissions, StaticProfiles::default())
        .with_built_in_robots([RobotRef { id: builder(), name: "Builder".to_owned() }])
}

/// What stands in a session, one behind the other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    ByAnn,
    ByBen,
    /// By Ann, with a decision in it.
    AnnsDecision,
    ByRobot,
    /// By a robot that works for Ann.
    ForAnn,
    /// By a robot, and it waits for an approval.
    Asks,
    /// By a robot, with an approved call and what came of it.
    Decided,
    /// By a robot, with a refused call.
    Refused,
    /// By a robot, and it is being written.
    Growing,
    /// By Ben, and deleted.
    Deleted,
}

use Said::{AnnsDecision, Asks, ByAnn, ByBen, ByRobot, Decided, Deleted, ForAnn, Growing, Refused};

fn call(state: &str) -> NewMessage {
    let parts = format!(r#"[{{"type":"tool-rm","toolCallId":"c","input":{{}},{state}}}]"#);
    NewMessage::new(MessageRole::Assistant, Parts::parse(parts).unwrap())
}

async fn say(robots: &Robots, session: SessionId, said: Said) -> Message {
    let text = NewMessage::user([Part::text("Hi")]).unwrap();
    let approved = r#""state":"output-available","output":1,"approval":{"id":"a","approved":true}"#;
    let by_robot = |by| Actor::robot(builder(), by);
    let (actor, message) = match said {
        ByAnn => (ANN.into(), text),
        ByBen | Deleted => (BEN.into(), text),
        AnnsDecision => (ANN.into(), call(approved)),
        // For whom a robot works does not say whom it answers.
        ByRobot => (by_robot(BEN), NewMessage::assistant([Part::text("Hi")]).unwrap()),
        ForAnn => (by_robot(ANN), NewMessage::assistant([Part::text("Hi")]).unwrap()),
        Asks => (by_robot(BEN), call(r#""state":"approval-requested","approval":{"id":"a"}"#)),
        Decided => (by_robot(BEN), call(approved)),
        Refused => {
            let refused = r#""state":"approval-responded","approval":{"id":"a","approved":false}"#;
            (by_robot(BEN), call(refused))
        }
        Growing => {
            let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
            let mut draft = robots.begin_draft(by_robot(BEN), session, empty).await.unwrap().draft().unwrap();
            draft.push(&Chunk::text_start("1")).await.unwrap();
            draft.flush().await.unwrap();
            return robots.message(BEN, session, draft.id()).await.unwrap();
        }
    };
    let message = robots.append(actor, session, message).await.unwrap().messages.remove(0);
    if said == Deleted {
        robots.delete_message(BEN, session, message.id, None).await.unwrap();
    }
    message
}

async fn session(robots: &Robots, all: &[Said]) -> (SessionId, Vec<Message>) {
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut messages = Vec::new();
    for said in all {
        messages.push(say(robots, session, *said).await);
    }
    (session, messages)
}

async fn count(robots: &Robots, session: SessionId) -> usize {
    robots.session(ANN, session, WindowRequest::newest(100)).await.unwrap().message_list.messages.len()
}

#[track_caller]
fn assert_denied<T: std::fmt::Debug>(result: &Result<T>, missing: Permission, case: &str) {
    let denied = matches!(result, Err(Error::PermissionDenied(Denied::Missing(permission) | Denied::NotOwn(permission))) if *permission == missing);
    assert!(denied, "{case}: {result:?}");
}

#[tokio::test]
async fn members_edit_and_delete_their_own_messages_without_decisions() {
    let robots = service();
    for (said, own) in [
        (ByAnn, true),
        (ByBen, false),
        (AnnsDecision, false),
        (ByRobot, false),
        (ForAnn, false),
        (Decided, false),
        (Growing, false),
    ] {
        for edits in [true, false] {
            let attempt = async |account: AccountId| {
                let (session, messages) = session(&robots, &[ByAnn, said]).await;
                let Message { id, revision, role, .. } = messages[1].clone();
                let content = NewMessage::new(role, Parts::new([Part::text("New")]).unwrap());
                let result = if edits {
                    robots.edit_message(account, session, id, revision, content).await.map(|_| ())
                } else {
                    robots.delete_message(account, session, id, revision).await
                };
                if result.is_err() {
                    let left = robots.message(ANN, session, id).await.unwrap();
                    assert_eq!(left, messages[1], "a refused change changed something");
                }
                result
            };
            let case = format!("{said:?}, edits: {edits}");
            let by_ann = attempt(ANN).await;
            if own {
                by_ann.unwrap();
            } else {
                assert_denied(&by_ann, Permission::ManageRobots, &case);
            }
            attempt(MANAGER).await.unwrap();
            assert_denied(&attempt(NOBODY).await, Permission::UseRobots, &case);
        }
    }
}

#[tokio::test]
async fn members_truncate_over_their_own_messages_and_the_answers_to_them() {
    let robots = service();
    let own: [&[Said]; 7] = [
        &[ByAnn],
        &[ByAnn, ByAnn, ByRobot],
        &[ByAnn, ByRobot, ByRobot, Growing],
        &[ByAnn, Asks],
        &[ByRobot],
        &[Growing],
        &[ByAnn, Deleted, ByRobot],
    ];
    let others: [&[Said]; 9] = [
        &[ByBen],
        &[ByAnn, ByBen],
        &[ByAnn, ByRobot, ByBen, ByRobot],
        &[ByAnn, ByBen, ByRobot],
        &[ByAnn, Decided],
        &[ByAnn, Refused],
        &[ByAnn, ByRobot, Decided, ByAnn],
        &[AnnsDecision],
        &[Decided],
    ];
    for (cases, allowed) in [(&own[..], true), (&others[..], false)] {
        for rest in cases {
            // What stands before does not count, but for the question.
            for before in [&[ByBen, Decided, ByAnn][..], &[ByAnn, ByRobot]] {
                let all = [before, rest].concat();
                for (account, allowed) in [(ANN, allowed), (MANAGER, true), (NOBODY, false)] {
                    let case = format!("{all:?} by {account}, from the one behind {before:?}");
                    let (session, messages) = session(&robots, &all).await;
                    let there = count(&robots, session).await;
                    let from = &messages[before.len()];
                    let result = robots.truncate(account, session, from.id, from.revision).await;
                    if allowed {
                        assert_eq!(count(&robots, session).await, before.len(), "{case}");
                        // A second try changes nothing.
                        let again = robots.truncate(account, session, from.id, from.revision).await;
                        assert_eq!(again.unwrap(), result.unwrap(), "{case}");
                    } else {
                        let missing =
                            if account == NOBODY { Permission::UseRobots } else { Permission::ManageRobots };
                        assert_denied(&result, missing, &case);
                        assert_eq!(count(&robots, session).await, there, "{case}");
                    }
                }
            }
        }
    }
    // An answer to another's question, and one that answers nobody.
    for all in [&[ByAnn, ByBen, ByRobot][..], &[ByRobot], &[ByBen, ByRobot, ByRobot]] {
        let (session, messages) = session(&robots, all).await;
        let from = messages.last().unwrap();
        let result = robots.truncate(ANN, session, from.id, None).await;
        assert_denied(&result, Permission::ManageRobots, &format!("{all:?}"));
    }
}

#[tokio::test]
async fn a_truncation_over_several_windows_looks_at_all_of_them() {
    let robots = service();
    let mut all = vec![ByAnn; 230];
    let (id, messages) = session(&robots, &all).await;
    assert_eq!(robots.truncate(ANN, id, messages[5].id, None).await.unwrap().len(), 225);
    all[220] = ByBen;
    let (id, messages) = session(&robots, &all).await;
    let result = robots.truncate(ANN, id, messages[5].id, None).await;
    assert_denied(&result, Permission::ManageRobots, "one of another in the third window");
    // The question stands more than a window before its answer.
    all.fill(ByRobot);
    all[0] = ByAnn;
    let (id, messages) = session(&robots, &all).await;
    assert_eq!(robots.truncate(ANN, id, messages[229].id, None).await.unwrap(), [messages[229].id]);
}

#[tokio::test]
async fn a_late_truncation_is_a_conflict_or_finds_nothing() {
    let robots = service();
    let (session, messages) = session(&robots, &[ByAnn, ByAnn]).await;
    for account in [ANN, MANAGER] {
        let late = robots.truncate(account, session, messages[1].id, Revision::new(77)).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::StaleRevision { .. }))), "{late:?}");
        for base in [None, Some(Revision::new(1))] {
            let nothing = robots.truncate(account, session, MessageId::from_bytes([9; 12]), base).await;
            assert!(matches!(nothing, Err(Error::NotFound { .. })), "{nothing:?}");
        }
    }
    assert_eq!(count(&robots, session).await, 2);
}

#[tokio::test]
async fn a_toolset_is_changed_by_its_author_and_by_those_who_manage() {
    let robots = service();
    let not_own = |result: Result<()>| {
        matches!(result, Err(Error::PermissionDenied(Denied::NotOwn(Permission::ManageRobots))))
    };
    let change = || ToolsetChange::default().instruction("Look.");
    for (author, other) in [(ANN, BEN), (BEN, ANN)] {
        let toolset = robots.create_toolset(author, NewToolset::new("Reading")).await.unwrap();
        assert_eq!(toolset.author.id, author);
        assert!(not_own(robots.update_toolset(other, toolset.id, change()).await.map(drop)));
        assert!(not_own(robots.delete_toolset(other, toolset.id).await));
        robots.update_toolset(author, toolset.id, change()).await.unwrap();
        robots.update_toolset(MANAGER, toolset.id, change().name("Mine")).await.unwrap();
        // The name is in the author's list, whoever gave it.
        let taken = robots.create_toolset(author, NewToolset::new("Mine")).await;
        assert!(matches!(taken, Err(Error::AlreadyExists { resource: Resource::Toolset, .. })), "{taken:?}");
        let others = robots.create_toolset(other, NewToolset::new("Mine")).await.unwrap();
        robots.delete_toolset(other, others.id).await.unwrap();
        robots.delete_toolset(author, toolset.id).await.unwrap();
    }
}

/// Has two tools, one of them for Ann alone.
#[derive(Debug)]
struct Tools;

#[async_trait]
impl ToolCatalogue for Tools {
    async fn tools(&self, account: AccountId) -> Result<Vec<ToolInfo>> {
        let all = [ToolInfo::new("read", "Read", "Reads"), ToolInfo::new("write", "Write", "Writes")];
        Ok(all.into_iter().filter(|tool| tool.id == "read" || account == ANN).collect())
    }
}

#[tokio::test]
async fn a_toolset_has_tools_that_its_author_may_give() {
    let robots = service().with_tools(Tools);
    assert_eq!(robots.list_tools(BEN).await.unwrap().len(), 1);
    let new = || NewToolset::new("All").tools(["read", "write"]);
    let toolset = robots.create_toolset(ANN, new()).await.unwrap();
    let refused = robots.create_toolset(BEN, new()).await.unwrap_err();
    assert_eq!(refused.to_string(), "tools[1]: must be a known tool");
    let refused = robots.update_toolset(ANN, toolset.id, ToolsetChange::default().tools(["x"])).await;
    assert_eq!(refused.unwrap_err().to_string(), "tools[0]: must be a known tool");
}

#[tokio::test]
async fn an_edited_message_says_by_whom_and_when() {
    let robots = service();
    let (session, messages) = session(&robots, &[ByAnn]).await;
    let Message { id, revision, .. } = messages[0];
    let content = || NewMessage::user([Part::text("New")]).unwrap();
    let edited = robots.edit_message(MANAGER, session, id, revision, content()).await.unwrap();
    let said = edited.annotations.edited.unwrap();
    assert_eq!((said.by, edited.author.as_ref().map(|author| author.id)), (MANAGER, Some(ANN)));
    assert!(said.at >= edited.created_at);
    let shown = serde_json::to_value(&edited).unwrap();
    assert_eq!(shown["edited"], serde_json::json!({ "by": MANAGER, "at": said.at }));
    let read: Message = serde_json::from_value(shown).unwrap();
    assert_eq!(read.annotations.edited, Some(Edited::new(MANAGER, said.at)));

    // A second try is the same edit, not a later one.
    let again = robots.edit_message(MANAGER, session, id, revision, content()).await.unwrap();
    assert_eq!(again, edited);
    let later = robots.edit_message(ANN, session, id, edited.revision, content()).await.unwrap();
    assert_eq!(later.annotations.edited.unwrap().by, ANN);
    let late = robots.edit_message(MANAGER, session, id, revision, content()).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::StaleRevision { .. }))), "{late:?}");
    for base in [Revision::new(0), Revision::new(99)] {
        let wrong = robots.edit_message(MANAGER, session, id, base, content()).await;
        assert!(matches!(wrong, Err(Error::Conflict(Conflict::StaleRevision { .. }))), "{wrong:?}");
    }
}
