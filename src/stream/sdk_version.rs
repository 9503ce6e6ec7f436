//! [`SdkVersion`]: the version of the AI SDK that a stream follows.

/// The major version of the AI SDK that an assembler follows. The default is the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SdkVersion {
    /// `ai` 5
    V5,
    /// `ai` 6
    V6,
    /// `ai` 7
    #[default]
    V7,
}
