//! Service Circle: who is within 15 minutes of which public service, and where to build next.
//!
//! The rooms, from the ground up (each uses only the rooms above it in this list):
//! [`error`] and [`units`], [`frame`], [`network`], [`reach`] and [`facts`], [`access`] and
//! [`import`], [`checkup`], [`siting`]; on wasm the roof `wasm` converts and calls.
//! `ARCHITECTURE.md` walks through them with one file of roads.

#[forbid(unsafe_code)]
pub mod error;
#[forbid(unsafe_code)]
pub mod frame;
#[forbid(unsafe_code)]
pub mod siting;
#[forbid(unsafe_code)]
pub mod units;

pub use error::{Error, ErrorCode, Result};
