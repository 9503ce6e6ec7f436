//! The HTTP door over a real socket: every row of the contract, on every store, and every answer held
//! against the OpenAPI document that the door itself serves.

mod access;
mod client;
mod document;
mod door;
mod errors;
mod host;
mod openapi;
mod reading;
mod resources;
mod secrets;
mod streaming;
mod writing;
