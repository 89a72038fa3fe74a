//! A part of a coverage problem that is being worked on, and where its multipliers begin.

use super::cover::Cover;
use super::dual::Dual;
use super::part::Part;
use super::presolve::Fate;

/// Multipliers of the base's rows and open shares of its sites to begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) v: Vec<f32>,
    pub(super) x: Vec<f32>,
}

/// One as it is kept for a problem that waits: in parts of this.
const WIDE: f32 = 65_535.0;

impl Start {
    /// In half the room.
    pub(super) fn narrowed(&self) -> (Vec<u16>, Vec<u16>) {
        let narrowed = |shares: &[f32]| shares.iter().map(|s| (s * WIDE) as u16).collect();
        (narrowed(&self.v), narrowed(&self.x))
    }

    /// As it was before, but for less than a part of `WIDE`.
    pub(super) fn widened((v, x): &(Vec<u16>, Vec<u16>)) -> Self {
        let widened = |shares: &[u16]| shares.iter().map(|&s| f32::from(s) / WIDE).collect();
        Self { v: widened(v), x: widened(x) }
    }
}

/// A problem being worked on.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) bound: i64,
    /// What is decided, by sites of the base.
    pub(super) fate: Vec<Fate>,
    pub(super) part: Part,
    pub(super) dual: Dual,
    /// The unproven bound when it was last proven.
    pub(super) proven_at: f64,
    /// Entries walked since then.
    pub(super) walked: u64,
    pub(super) idle: u32,
}

impl Task {
    /// Begins with multipliers and open shares of the base.
    pub(super) fn new(
        bound: i64,
        fate: Vec<Fate>,
        part: Part,
        base: &Cover,
        start: &Start,
    ) -> Self {
        let v = part.shares_of_rows(base, &start.v);
        let x = part.site_of.iter().map(|&j| start.x[j as usize]).collect();
        let dual = Dual::new(&part.cover, part.differences(), part.p, &v, x);
        Self { bound, fate, part, dual, proven_at: f64::INFINITY, walked: 0, idle: 0 }
    }
}
