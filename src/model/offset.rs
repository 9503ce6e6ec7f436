//! The numbers of a session's changes, [`Offset`], [`Sequence`] and [`Revision`], and of its turns' runs,
//! [`Generation`].
//!
//! Every change of a session takes its next number. The number orders changes, tells a reader where to continue, and is
//! the version that a writer has read.

use std::{fmt, num::NonZeroU64};

use serde::{Deserialize, Serialize};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name($inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    )+};
}

numbers! {
    /// The number of a change in its session: 1, 2, 3 … A session that was never changed has the offset 0.
    ///
    /// A reader follows a session from an offset: changes after it are new to the reader.
    Offset(u64);
    /// The offset at which a message was appended. It orders the messages of a session, and never changes. Sequences
    /// have gaps, and do not depend on clocks.
    Sequence(NonZeroU64);
    /// The offset of the last change of a message, or of a session itself. For a message that was never changed it
    /// equals the sequence; for a session, it is 0.
    ///
    /// A writer names the revision that it read, so that it does not overwrite a later change. Revisions are compared,
    /// never incremented.
    Revision(u64);
    /// A counter of the starts and ends of runs of a session's turns, from 0. A run writes with the generation of its
    /// start; once the session has a later one, its writes fail with [`Conflict::Fenced`](crate::Conflict::Fenced).
    Generation(u64);
}

macro_rules! from_zero {
    ($($name:ident),+) => {$(
        impl $name {
            #[doc = concat!("Creates the ", stringify!($name), " with this number.")]
            #[must_use]
            pub const fn new(number: u64) -> Self {
                Self(number)
            }

            /// Returns the number, from 0.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self(0)
            }
        }
    )+};
}

from_zero!(Offset, Revision, Generation);

impl Offset {
    /// Returns the offset after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Sequence {
    /// The smallest sequence, 1.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// Creates the sequence with this number; `None` for 0.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        NonZeroU64::new(number).map(Self)
    }

    /// Returns the number, from 1.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0.get()
    }
}

impl From<Sequence> for Offset {
    fn from(sequence: Sequence) -> Self {
        Self(sequence.get())
    }
}

impl From<Revision> for Offset {
    fn from(revision: Revision) -> Self {
        Self(revision.0)
    }
}

impl From<Sequence> for Revision {
    fn from(sequence: Sequence) -> Self {
        Self(sequence.get())
    }
}

impl From<Offset> for Revision {
    fn from(offset: Offset) -> Self {
        Self(offset.0)
    }
}
