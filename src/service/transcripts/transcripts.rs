//! [`Transcripts`] itself: its fields and constructor.

use std::sync::Arc;

use crate::{repository::TranscriptRepository, service::Robots};

/// How many messages are read or written at once: what is copied is never held as a whole.
pub(crate) const PART: u32 = 64;

/// The service that forks, exports and imports whole sessions of [`Robots`], in bounded memory.
///
/// It is cheap to clone, and clones share everything.
///
/// # Errors
/// The common errors of [`Robots`]; the docs of a method name its other errors.
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
    /// Creates the service. `store` is the store that `robots` was created with.
    pub fn new(robots: Robots, store: impl TranscriptRepository) -> Self {
        Self { robots, store: Arc::new(store) }
    }

    /// Returns the service that it was created with.
    #[must_use]
    pub fn robots(&self) -> &Robots {
        &self.robots
    }
}
