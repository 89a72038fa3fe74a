//! Lagrangian bounds over rows with prices, shared by all objectives but plain maximal coverage.
//!
//! A plan opens sites `x`; row `i` pays the least price of an open site in it, or `alone_i`
//! without one; site `j` is charged `f_j`:
//!
//! ```text
//! min Σ_j f_j·x_j + Σ_i min(alone_i, min_{j open} c_ij)   with   Σ x_j ≤ p,   Σ k_j·x_j ≤ B
//! ```
//!
//! A multiplier `u_i ≤ alone_i` per row and `λ ≥ 0` for the budget give, with the score
//! `s_j = Σ_i (u_i − c_ij)⁺`, a bound below every plan:
//!
//! ```text
//! bound(u, λ) = Σ_i u_i − λ·B − the p largest (s_j − f_j − λ·k_j)⁺
//! ```
//!
//! because a row that is served at price `c` pays at least `u_i − (u_i − c)⁺`. Total travel is
//! `c_ij = w_i·t_ij`, coverage `c_ij = 0` and `alone_i = w_i`, set cover `f_j` = cost with
//! `alone_i` = the least `f_j` in the row. A row that needs `r_i` open sites, at no price, has
//! `u_i ≤ alone_i / r_i` and counts `r_i·u_i` in the sum: `r_i·y_i ≤ Σ_{j in row i} x_j`. Everything is summed in whole grains, so a bound needs
//! no further proof.
//!
//! Source: Lagrangian relaxation of the assignment as in Cornuéjols, Fisher & Nemhauser 1977.

mod ascent;
mod grain;
mod proven;
mod record;
mod relaxation;
mod table;
mod tree;

pub(crate) use grain::Grain;
pub(crate) use record::Leaf;
pub(crate) use relaxation::{Goal, Multipliers};
pub(crate) use table::{Columns, Table};
pub(crate) use tree::{Known, Tree};
