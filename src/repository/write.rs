//! [`Write`]: the time and the condition of a write.

use crate::model::{
    error::{Conflict, Error, Result},
    offset::Generation,
    time::Timestamp,
};

/// The time of a write, and the condition under which it is done.
///
/// # Examples
/// ```
/// use storyden_robots::{Generation, Timestamp, repository::Write};
///
/// let write = Write::at(Timestamp::UNIX_EPOCH);
/// assert_eq!(write.fence, None);
/// assert_eq!(write.fenced(Generation::new(3)).fence, Some(Generation::new(3)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Write {
    /// The time of the change.
    pub at: Timestamp,
    /// The generation that the session must have. `None`: no condition.
    pub fence: Option<Generation>,
}

impl Write {
    /// Creates a write at a time, without a condition.
    #[must_use]
    pub const fn at(at: Timestamp) -> Self {
        Self { at, fence: None }
    }

    /// Adds the condition that the session has this generation.
    #[must_use]
    pub const fn fenced(self, generation: Generation) -> Self {
        Self { fence: Some(generation), ..self }
    }

    /// Fails with a conflict if the session does not have the generation that the write requires.
    pub(crate) fn check_fence(self, current: Generation) -> Result<()> {
        match self.fence {
            Some(fence) if fence != current => Err(Error::Conflict(Conflict::Fenced { fence, current })),
            _ => Ok(()),
        }
    }
}
