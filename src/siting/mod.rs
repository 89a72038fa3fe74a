//! Where next: the sites that serve most people, with a proof of how far they can be from best.
//!
//! ```text
//! max Σ_d w_d·y_d   where   y_d ≤ Σ_{j in row d} x_j,   Σ_j x_j ≤ sites,   x_j, y_d in {0, 1}
//! ```
//!
//! Source: the maximal covering location problem of Church & `ReVelle` 1974.

mod branch;
pub mod candidates;
mod capacitated;
mod centre;
mod certificate;
mod cover;
mod coverage;
mod covering;
mod dual;
mod instance;
mod lagrange;
mod limits;
mod median;
mod opened;
mod part;
mod plan;
mod presolve;
mod problem;
mod proof;
mod random;
mod scale;
pub mod site_search;
mod solver;
mod swap;

pub use instance::{Instance, Objective};
pub use plan::SitingResult;
pub use problem::Change;
pub use site_search::{Phase, Site, SiteSearch};
pub use solver::{Progress, SitingSolver, solve};
