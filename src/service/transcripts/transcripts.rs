//! [`Transcripts`] itself: what it has.

use std::sync::Arc;

use crate::{repository::TranscriptRepository, service::Robots};

/// How many messages are read or written at once: what is copied is never held as a whole.
pub(crate) const PART: u32 = 64;

/// Whole sessions of [`Robots`]: forked, exported and imported, in memory that does not grow with them.
///
/// It is cheap to clone, and clones share everything. Give `new` the store that the `Robots` have.
///
/// # Errors
/// As of [`Robots`]: the docs of a method name only its own errors.
///
/// # Examples
/// ```
/// use storyden_robots::{
///     AccountId, AllowAll, Fork, MemoryStore, NewMessage, NewSession, Part, Robots, StaticProfiles, Transcripts,
/// };
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let store = MemoryStore::new();
/// let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
/// let transcripts = Transcripts::new(robots.clone(), store);
/// let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
///
/// let session = robots.start_session(ann, NewSession::default()).await?.id;
/// let asked = NewMessage::user([Part::text("Who posted this?")])?;
/// let asked = robots.append(ann, session, asked).await?.messages.remove(0);
///
/// let fork = transcripts.fork(ann, session, Fork::at(asked.id).name("Another try")).await?;
/// assert_eq!(fork.message_list.messages[0].id, asked.id);
/// assert_eq!(fork.details.origin.map(|origin| origin.session_id), Some(session));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Transcripts {
    pub(crate) robots: Robots,
    pub(crate) store: Arc<dyn TranscriptRepository>,
}

/// # Creating the service
impl Transcripts {
    /// Creates the service of whole sessions beside `robots`, over the same store.
    pub fn new(robots: Robots, store: impl TranscriptRepository) -> Self {
        Self { robots, store: Arc::new(store) }
    }

    /// Returns the service of everything else.
    #[must_use]
    pub fn robots(&self) -> &Robots {
        &self.robots
    }
}
