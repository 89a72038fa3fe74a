//! 嵌入式综合体: sites that give several services at once.
//!
//! With `w_si` people of service `s` at demand point `i`, whom no kept facility serves within
//! `T_si`, `ω_s` what one of them counts, `c_j` what site `j` costs and `λ` people per 10,000 yuan:
//!
//! ```text
//! max Σ_s ω_s · Σ_i w_si · 1[some site is within T_si of i]  −  λ · Σ_j c_j
//!     number of sites ≤ sites,  Σ_j c_j ≤ budget
//! ```
//!
//! A site is worth the sum of what it adds for each service less its one, shared cost. Every pair
//! of a service and a demand point is a row of the coverage problem, so without `λ` its solver
//! proves the plan's bound; with it `priced` does, by a bound of its own.

mod plan;
mod priced;
mod question;
mod search;

pub use plan::{HubPlan, HubSite, HubTotals};
pub use question::{HubQuestion, HubService};
pub use search::{HubPhase, HubSearch};
