//! Where next: the best sites for an objective, with a proof of how far they can be from best.
//!
//! With `x_j` whether candidate `j` is opened, `t_d` the least seconds from point `d` to an open
//! candidate in its row, `w_d` its weight:
//!
//! ```text
//! maxCoverage        max Σ_d w_d·y_d          y_d ≤ Σ_{j in row d} x_j         Σ x_j ≤ sites
//!   with capacity    max Σ_dj y_dj            Σ_j y_dj ≤ w_d, Σ_d y_dj ≤ capacity_j·x_j
//!     whole          y_dj is w_d or 0
//!   with need        max Σ_d w_d·y_d          need_d·y_d ≤ Σ_{j in row d} x_j
//! minSites           min Σ_j cost_j·x_j       Σ_d w_d·y_d ≥ coverage·(what can be covered)
//! minTotalTravel     min Σ_d w_d·min(t_d, unserved)
//! minFarthestTravel  min max_d min(t_d, unserved)   over w_d > 0
//! minInequality      min CV(A)     A_d = Σ_{j in row d} x_j·f_dj·capacity_j / Σ_k w_k·f_kj
//! maxMin             max min_d A_d over w_d > 0 with a candidate in row d
//! ```
//!
//! all with `Σ cost_j·x_j ≤ budget` where one is given, and `x_j = 1`, uncounted, for what is
//! fixed. `coverage` and `branch` solve plain maximal coverage; `lagrange` bounds the rest but the
//! last two, of which no useful bound is known.
//!
//! Source: Church & `ReVelle` 1974 (coverage), Toregas et al. 1971 (set cover), Hakimi 1964
//! (p-median, p-centre).

mod apart;
pub mod assignment;
mod backup;
mod branch;
pub mod candidates;
mod capacitated;
mod cells;
mod centre;
mod certificate;
mod circle_table;
mod constraints;
mod cover;
mod coverage;
mod covering;
mod differences;
mod dual;
mod equality;
mod explaining;
pub mod gain_curve;
pub mod hub;
mod instance;
mod kept;
mod lagrange;
pub mod layout;
mod limits;
mod lists;
mod median;
mod opened;
mod own_district;
mod part;
mod passes;
pub mod people_asked;
pub mod phases;
mod plan;
pub mod plan_facts;
mod polish;
mod presolve;
mod problem;
mod proof;
pub mod question;
mod random;
pub mod restrictions;
mod scale;
pub mod site_search;
mod solver;
mod swap;
mod task;
mod threshold;
mod trying;
mod zero_half;

pub use assignment::Assignment;
pub use candidates::{Candidate, Origin, PlaceRules};
pub use instance::{Instance, Objective};
pub use phases::{BuildPhase, PhasedPlan, PlannedPhase};
pub use plan::SitingResult;
pub use plan_facts::{Infeasible, PlannedSite, SitingPlan};
pub use problem::Change;
pub use proof::CertifiedBound;
pub use question::{Aim, Closable, GroupWeight, Room, SiteQuestion};
pub use restrictions::{KeepAway, Reason, Restrictions};
pub use site_search::{Phase, Site, SiteSearch};
pub use solver::{Progress, SitingSolver, solve};
