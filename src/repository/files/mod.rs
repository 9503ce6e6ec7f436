//! [`FileRepository`], which stores files, and [`Files`], the API over it.

// First, so that the constructors are first on the page of `Files`.
mod files;

mod content;
#[cfg(feature = "object-store")]
mod objects;
mod repository;
mod upload;

#[cfg(feature = "mock")]
pub use self::repository::MockFileRepository;
pub use self::{
    content::{ByteStream, FileContent},
    files::Files,
    repository::{CHUNK_BYTES, FileRepository},
    upload::FileUpload,
};
