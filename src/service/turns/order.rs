//! The model input of a turn: ordered by turns, not by sequences.

use std::collections::{HashMap, HashSet};

use super::{
    turn_run::TurnRun,
    turns::{MAX_LISTED, Turns},
};
use crate::{
    model::{
        error::Result,
        id::{AccountId, MessageId, SessionId, TurnId},
        message::{Message, WindowRequest},
        offset::Sequence,
        turn::{Turn, TurnState},
    },
    repository::TurnFilter,
    service::{
        context::{Context, ModelContext},
        messages::decode,
    },
};

/// How many turns of a chain of continuations are looked at.
const MAX_CHAIN: usize = 100;

impl TurnRun {
    /// Builds the model input of this turn: earlier turns with their inputs and answers, then the inputs of this one
    /// and what it has written. Messages that wait for later turns are left out, and so are other drafts; the draft of
    /// this run is included as it was last flushed, with its approved calls that have not run.
    ///
    /// The end and the summariser that `recipe` sets are ignored.
    ///
    /// # Errors
    /// [`Error::TooLarge`](crate::Error::TooLarge) about `message` if the last user's message and what follows it have more tokens than the budget.
    pub async fn context(&self, recipe: &ModelContext) -> Result<Context> {
        let mut recipe = recipe.clone();
        if let Some(unfinished) = self.unfinished().await? {
            recipe = recipe.continuing(unfinished.id);
        }
        let (session, turns) = (self.session(), &self.turns);
        let (record, _) = turns.store.find_turn(session, self.turn.id).await?;
        let chain = turns.chain(&record.turn).await?;
        let mut ids: Vec<_> = chain.into_iter().flat_map(|turn| turn.inputs).collect();
        ids.extend(&record.turn.messages);
        let own = turns.messages(session, &ids).await?;
        let mut left_out: HashSet<MessageId> = own.iter().map(|message| message.id).collect();
        left_out.extend(turns.waiting(session, self.turn.id).await?);

        let newest = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        let (mut window, mut earlier) = (newest, Vec::new());
        loop {
            let found = turns.robots.sessions.find_session(session, window).await?;
            let older = found.messages.iter().filter(|record| !left_out.contains(&record.id));
            earlier.splice(0..0, older.filter_map(|record| decode(record).ok()));
            let context = recipe.select(by_turns(earlier.clone()).into_iter().chain(own.clone()));
            match (context, found.next_before) {
                // With older messages it would be as full.
                (Ok(context), Some(_)) if context.cut => return Ok(context),
                (Ok(_), Some(cursor)) => window = newest.before(cursor),
                (context, _) => return context,
            }
        }
    }
}

impl Turns {
    /// Returns the turns that a turn continues, oldest first, and the turn.
    pub(super) async fn chain(&self, turn: &Turn<AccountId>) -> Result<Vec<Turn<AccountId>>> {
        let mut chain = vec![turn.clone()];
        let mut before = turn.continues;
        while let Some(id) = before.filter(|_| chain.len() < MAX_CHAIN) {
            let (record, _) = self.store.find_turn(turn.session_id, id).await?;
            before = record.turn.continues;
            chain.push(record.turn);
        }
        chain.reverse();
        Ok(chain)
    }

    /// Returns the messages that wait for other turns.
    async fn waiting(&self, session: SessionId, turn: TurnId) -> Result<Vec<MessageId>> {
        let mut filter = TurnFilter { state: Some(TurnState::Queued), ..TurnFilter::default() };
        let mut waiting = Vec::new();
        loop {
            let found = self.store.list_turns(session, filter, MAX_LISTED).await?;
            let others = found.iter().filter(|record| record.turn.id != turn);
            waiting.extend(others.flat_map(|record| record.turn.inputs.iter().copied()));
            filter.after = found.last().map(|record| record.turn.id);
            if found.len() < MAX_LISTED as usize {
                return Ok(waiting);
            }
        }
    }
}

/// Puts what a turn took and made together, at the place of the first message of it.
fn by_turns(mut messages: Vec<Message<AccountId>>) -> Vec<Message<AccountId>> {
    let mut first: HashMap<TurnId, Option<Sequence>> = HashMap::new();
    for message in &messages {
        if let Some(turn) = message.annotations.turn_id {
            first.entry(turn).or_insert(message.sequence);
        }
    }
    messages.sort_by_key(|message| {
        let turn = message.annotations.turn_id.and_then(|turn| first.get(&turn).copied());
        (turn.unwrap_or(message.sequence), message.sequence)
    });
    messages
}
