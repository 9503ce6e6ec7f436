//! Erasing for good: a session, an account, or old sessions; and holding sessions that must stay.

use super::Robots;
use crate::{
    model::{
        erasure::{Erasure, Receipt, Sweep},
        error::{Error, Result},
        id::SessionId,
    },
    repository::ErasableSession,
    service::operation::{Actor, Operation},
};

/// # Erasing
impl Robots {
    /// Erases a session, deleted or not, and everything that belongs to it: nothing of it is left in the store, and its
    /// id can be used again. Its followers get [`Error::NotFound`]. A mounted instance stays. With `dry_run`, nothing
    /// is erased, and the receipt counts what would be.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Conflict::Held`](crate::Conflict::Held) if it is held.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// let session = robots.start_session(ann, NewSession::default()).await?.id;
    /// robots.append(ann, session, NewMessage::user([Part::text("Who posted this?")])?).await?;
    /// let receipt = robots.erase_session(ann, session, false).await?;
    /// assert_eq!((receipt.sessions, receipt.rows["messages"]), (1, 1));
    /// # Ok::<(), Error>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn erase_session(
        &self,
        actor: impl Into<Actor>,
        id: SessionId,
        dry_run: bool,
    ) -> Result<Receipt> {
        self.allow(&actor.into(), Operation::EraseSession).await?;
        let files = self.files_of(id).await?;
        let mut receipt = self.sessions.erase_session(id, None, dry_run).await?;
        if !dry_run {
            self.announce(id);
        }
        self.settle_released(id, &files, dry_run, &mut receipt).await?;
        Ok(receipt)
    }

    /// Does one step of a [sweep](Sweep): visits some sessions, and erases what the sweep selects. The changes of one
    /// session are atomic; held sessions stay, and are counted. The receipt says where to continue.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`]. What was erased before an error, or before the future is dropped, stays
    /// erased.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId, year: Timestamp) -> Result<()> {
    /// let (mut sweep, mut total) = (Sweep::new(Erasure::InactiveSince(year)), Receipt::default());
    /// loop {
    ///     let receipt = robots.sweep(ann, sweep).await?;
    ///     let next = receipt.next;
    ///     total.add(receipt);
    ///     if next.is_none() {
    ///         break;
    ///     }
    ///     sweep = sweep.after(next);
    /// }
    /// println!("{} sessions were erased, {} are held", total.sessions, total.held);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn sweep(&self, actor: impl Into<Actor>, sweep: Sweep) -> Result<Receipt> {
        self.allow(&actor.into(), Operation::Sweep).await?;
        let limit = sweep.limit.clamp(1, Sweep::MAX_LIMIT);
        let met = self.sessions.erasable_sessions(sweep.after, limit).await?;
        let mut total = Receipt::default();
        for session in &met {
            match self.sweep_one(session, sweep).await {
                Ok(receipt) => total.add(receipt),
                // Somebody else has erased it.
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        total.next = met.last().filter(|_| met.len() as u64 == u64::from(limit)).map(|session| session.id);
        Ok(total)
    }

    async fn sweep_one(&self, session: &ErasableSession, sweep: Sweep) -> Result<Receipt> {
        let Sweep { erasure, dry_run, .. } = sweep;
        let files = self.files_of(session.id).await?;
        let mut receipt = match erasure {
            Erasure::Account(account) if session.created_by != Some(account) => {
                self.sessions.erase_account_in(session.id, account, self.write(), dry_run).await?
            }
            _ => self.sessions.erase_session(session.id, Some(erasure), dry_run).await?,
        };
        if !dry_run && !receipt.rows.is_empty() {
            self.announce(session.id);
        }
        if !receipt.rows.is_empty() {
            self.settle_released(session.id, &files, dry_run, &mut receipt).await?;
        }
        Ok(receipt)
    }

    /// Holds a session if `held` is `true`, or ends the hold. A held session cannot be erased: not alone, not with an
    /// account, and not by age. Members can still write to it, and delete it or its messages.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there never was such a session.
    pub async fn hold_session(&self, actor: impl Into<Actor>, id: SessionId, held: bool) -> Result<()> {
        self.allow(&actor.into(), Operation::HoldSession).await?;
        self.sessions.hold_session(id, held.then(|| self.clock.now())).await
    }
}
