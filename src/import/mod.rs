//! Imports from the databases of other programs: [Storyden's](storyden). Files are read by the [service](crate::service).

mod storyden;

pub use self::storyden::{StorydenCheck, StorydenProgress, StorydenReport, StorydenSource};
