//! Service Circle: who is within 15 minutes of which public service, and where to build next.
//!
//! The rooms, from the ground up (each uses only the rooms above it in this list):
//! [`error`] and [`units`], [`frame`], [`network`], [`reach`] and [`facts`], [`access`] and
//! [`import`], [`checkup`], [`siting`]; on wasm the roof `wasm` converts and calls.
//! `ARCHITECTURE.md` walks through them with one file of roads.

#[forbid(unsafe_code)]
pub mod access;
#[forbid(unsafe_code)]
pub mod archive;
#[forbid(unsafe_code)]
pub mod checkup;
#[forbid(unsafe_code)]
pub mod error;
#[forbid(unsafe_code)]
pub mod facts;
#[forbid(unsafe_code)]
pub mod frame;
#[forbid(unsafe_code)]
pub mod import;
#[forbid(unsafe_code)]
pub mod network;
#[forbid(unsafe_code)]
pub mod raster;
#[forbid(unsafe_code)]
pub mod reach;
#[forbid(unsafe_code)]
pub mod siting;
#[forbid(unsafe_code)]
pub mod units;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::{Error, ErrorCode, Result};
