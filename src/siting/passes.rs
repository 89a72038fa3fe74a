//! How far the drawing of circles is, where it may have to begin again with fewer candidates.

/// What a table holds with candidates twice as far apart, of what it held before.
const THINNED: f64 = 0.25;
/// What was expected of a pass counts as much as this share of the places that were looked at.
const EXPECTED: f64 = 0.02;

/// The passes over all places, as the share of all work that is done.
///
/// A pass that fills the table is given up, and the next one has a quarter of its candidates. How many
/// are still to come is told by how fast the table fills, so that a pass given up is a small part of
/// the whole and the share need not fall when the next one begins.
#[derive(Debug, Default)]
pub(super) struct Passes {
    given_up: u32,
    /// What the table would hold at the end of the pass; before it begins, and as it goes.
    expected: f64,
    projected: f64,
    share: f64,
}

impl Passes {
    /// Takes note of the share of the places that were looked at, and how full the table is: 1 is
    /// where the pass is given up.
    pub(super) fn note(&mut self, looked: f64, full: f64) {
        let mut projected = (full + EXPECTED * self.expected) / (looked + EXPECTED);
        self.projected = projected;
        // A pass that fills the table is the work of one.
        let (this, done) = if projected > 1.0 { (1.0, full) } else { (projected, looked) };
        let mut later = 0.0;
        while projected > 1.0 {
            projected *= THINNED;
            later += projected.min(1.0);
        }
        let this = f64::max(this, f64::MIN_POSITIVE);
        let before = f64::from(self.given_up);
        let share = (before + this * done) / (before + this + later);
        self.share = self.share.max(share.min(1.0));
    }

    /// The table is full: all begins anew.
    pub(super) fn give_up(&mut self) {
        self.given_up += 1;
        self.expected = THINNED * self.projected.max(1.0);
    }

    /// The share of the work that is done; it never falls.
    pub(super) fn share(&self) -> f64 {
        self.share
    }

    /// Which pass it is, from 1.
    pub(super) fn number(&self) -> u32 {
        self.given_up + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_is_told_by_the_places_and_several_never_fall() {
        let mut one = Passes::default();
        one.note(0.4, 0.1);
        assert!((one.share() - 0.4).abs() < 1e-12);
        one.note(1.0, 0.25);
        assert_eq!((one.share(), one.number()), (1.0, 1));
        // Nobody lives there.
        let mut none = Passes::default();
        none.note(0.5, 0.0);
        assert!((none.share() - 0.5).abs() < 1e-12);
        // Full at 13 %, then at 50 %, then all of it.
        let mut passes = Passes::default();
        let mut last = 0.0;
        for (until, fills_to) in [(0.13, 1.0), (0.5, 1.0), (1.0, 0.5)] {
            for step in 1..=20 {
                let part = f64::from(step) / 20.0;
                passes.note(until * part, fills_to * part);
                assert!(passes.share() >= last && passes.share() <= 1.0);
                last = passes.share();
            }
            if until < 1.0 {
                assert!(last < 0.9, "{last}");
                passes.give_up();
            }
        }
        assert_eq!((last, passes.number()), (1.0, 3));
    }
}
