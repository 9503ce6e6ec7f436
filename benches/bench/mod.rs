//! What the benches share.
#![allow(dead_code, reason = "no bench uses all of it")]

pub(crate) mod data;
pub(crate) mod floor;
pub(crate) mod view;
