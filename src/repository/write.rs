//! [`Write`]: when a write happens, and on which condition.

use crate::model::{
    error::{Conflict, Error, Result},
    offset::Generation,
    time::Timestamp,
};

/// When a write happens, and on which condition.
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
    /// The generation that the session must still have. `None` writes in any case.
    pub fence: Option<Generation>,
}

impl Write {
    /// Writes at this time, on no condition.
    #[must_use]
    pub const fn at(at: Timestamp) -> Self {
        Self { at, fence: None }
    }

    /// Writes only while the session has this generation.
    #[must_use]
    pub const fn fenced(self, generation: Generation) -> Self {
        Self { fence: Some(generation), ..self }
    }

    /// Checks that the session has still the generation that the write asks for.
    pub(crate) fn check_fence(self, current: Generation) -> Result<()> {
        match self.fence {
            Some(fence) if fence != current => Err(Error::Conflict(Conflict::Fenced { fence, current })),
            _ => Ok(()),
        }
    }
}
