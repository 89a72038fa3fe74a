//! 布局优化分析: which of the existing facilities of a service to close, merge, move or expand.
//!
//! Every action is an edit of the study, and measured by a checkup of the study with it; the score
//! is that of [`LayoutWeights`]. Facilities that are idle, or that nobody depends on alone, may be
//! closed, merged into one of the nearest or moved to where most people lack the service;
//! overloaded ones may be expanded. The best action is taken, then the best of what is left after
//! it: a gain found before an earlier action is only a guess, and is found anew before it counts;
//! what was tried last is all that was left, so no proposed action improves a finished plan.
//! What is proposed is a choice of what could be done, so nothing is known of the best layout:
//! there is no bound. A facility that gives other services too is expanded, but never closed or
//! moved. Observed loads stay as they were counted.

mod action;
mod plan;
mod proposals;
mod question;
mod search;
mod standing;

pub use action::{Action, ActionKind, Because};
pub use plan::{Ended, LayoutPlan, PlannedAction};
pub use question::{ActionCosts, LayoutQuestion, LayoutWeights};
pub use search::{LayoutPhase, LayoutSearch};
pub use standing::Measures;
