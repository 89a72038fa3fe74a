//! Travel times between many places and a fixed set of others, sixteen at a time where that pays.

use super::attached::Attached;
use super::customized::{Hierarchy, NONE};
use super::descent::Descent;
use super::sweep::{LANES, Lanes, Sweep};
use crate::network::{Link, ModeRoads};
use crate::reach::{Ends, Wave};
use crate::units::{Direction, Millis};
use std::sync::Arc;

/// How many origins are tried out to see how far a search gets within the cut-off …
const TRIED: usize = 8;
/// … and how many nodes it must reach for sweeps, per rank on the way up the hierarchy.
const PER_RANK: usize = 2;

/// A time to a target, by the target's position.
pub type Entry = (u32, Millis);

/// The places that rows of travel times are asked for, and the workspace to find them.
///
/// The times are those of [`Wave::time_at`] with one source, whether they are found by sweeps over
/// a hierarchy or by plain searches.
#[derive(Debug)]
pub struct Matrix {
    roads: ModeRoads,
    hierarchy: Option<Arc<Hierarchy>>,
    direction: Direction,
    targets: Vec<Option<Link>>,
    ends: Ends,
    attached: Attached,
    wave: Wave,
    sweep: Sweep,
    /// Made when the first sweep is.
    landing: Option<Landing>,
    /// The times of one batch within the cut-off, per origin.
    rows: Vec<Vec<Entry>>,
}

/// Where sweeps descend to, and the targets' ends there.
#[derive(Debug)]
struct Landing {
    descent: Descent,
    /// Those of target `t` are `ends[first[t] .. first[t + 1]]`.
    first: Vec<u32>,
    ends: Vec<(u32, Millis)>,
}

impl Landing {
    fn new(hierarchy: &Hierarchy, descent: Descent, ends: &Ends, targets: usize) -> Self {
        let mut landing = Self { descent, first: vec![0], ends: Vec::new() };
        for target in 0..targets {
            landing.ends.extend(
                ends.of_place(target).iter().filter_map(|&(state, ms)| {
                    Some((landing.descent.place(hierarchy, state)?, ms))
                }),
            );
            landing.first.push(landing.ends.len() as u32);
        }
        landing
    }

    #[inline]
    fn of_target(&self, target: u32) -> &[(u32, Millis)] {
        let target = target as usize;
        &self.ends[self.first[target] as usize..self.first[target + 1] as usize]
    }
}

impl Matrix {
    /// Places to be reached. With [`Direction::From`] people travel from the origins to the
    /// targets, with [`Direction::To`] from the targets to the origins. A target without a link is
    /// in no row. The hierarchy must have been given the times of these roads; without one, or with
    /// one of other states, all searches are plain.
    pub fn new(
        roads: &ModeRoads,
        hierarchy: Option<Arc<Hierarchy>>,
        direction: Direction,
        targets: Vec<Option<Link>>,
    ) -> Self {
        let leaving = direction == Direction::To;
        let ends = Ends::of(roads, targets.iter().map(Option::as_ref), leaving);
        let mut matrix = Self {
            roads: roads.clone(),
            hierarchy: None,
            direction,
            attached: Attached::new(roads.graph.states(), &targets, &ends),
            targets,
            ends,
            wave: Wave::new(roads, direction),
            sweep: Sweep::new(),
            landing: None,
            rows: vec![Vec::new(); LANES],
        };
        matrix.take_hierarchy(hierarchy);
        matrix
    }

    /// Finds, for every origin, the targets within the cut-off (inclusive) with their times, and
    /// hands them to `row` with the origin's position, in ascending order of targets.
    ///
    /// Origins that are near each other are looked at together, so rows come in an order of their
    /// own, which is always the same.
    pub fn rows(&mut self, origins: &[Link], cutoff: Millis, mut row: impl FnMut(usize, &[Entry])) {
        let Some(hierarchy) =
            self.hierarchy.clone().filter(|h| self.sweeps_pay(h, origins, cutoff))
        else {
            for (position, origin) in origins.iter().enumerate() {
                self.plain_row(origin, cutoff);
                row(position, &self.rows[0]);
            }
            return;
        };
        let leaving = self.direction == Direction::From;
        let starts = Ends::of(&self.roads, origins.iter().map(Some), leaving);
        let mut order: Vec<usize> = (0..origins.len()).collect();
        order.sort_by_key(|&o| {
            let first = starts.of_place(o).first();
            (first.map(|&(state, _)| hierarchy.topology().rank(state)), o)
        });
        for batch in order.chunks(LANES) {
            self.swept_rows(&hierarchy, origins, &starts, batch, cutoff);
            for (&position, entries) in batch.iter().zip(&self.rows) {
                row(position, entries);
            }
        }
    }

    /// Whether searches get so far that sweeps are faster.
    fn sweeps_pay(&mut self, hierarchy: &Hierarchy, origins: &[Link], cutoff: Millis) -> bool {
        Sweep::takes(cutoff)
            && origins.len() >= LANES
            && self.mean_reached(origins, cutoff)
                >= (PER_RANK * hierarchy.topology().height()) as f64
    }

    /// Finds the time of every target to the nearest of the origins, those beyond the cut-off left
    /// out, in ascending order of targets.
    pub fn nearest(&mut self, origins: &[Link], cutoff: Millis, mut each: impl FnMut(u32, Millis)) {
        self.wave.run(origins, cutoff);
        for (target, link) in self.targets.iter().enumerate() {
            let Some(link) = link else { continue };
            let time = self.wave.time_at(link, self.ends.of_place(target));
            if time != Millis::NEVER {
                each(target as u32, time);
            }
        }
    }

    /// How many nodes a search from one of the origins reaches, by trying a few of them.
    pub fn mean_reached(&mut self, origins: &[Link], cutoff: Millis) -> f64 {
        let tried = origins.iter().step_by(origins.len().div_ceil(TRIED).max(1));
        let (mut searches, mut reached) = (0usize, 0usize);
        for origin in tried {
            self.wave.run(std::slice::from_ref(origin), cutoff);
            reached += self.wave.reached().count();
            searches += 1;
        }
        reached as f64 / searches.max(1) as f64
    }

    /// Takes a hierarchy into use that was not ready before.
    pub fn take_hierarchy(&mut self, hierarchy: Option<Arc<Hierarchy>>) {
        let states = self.roads.graph.states() as usize;
        self.hierarchy = hierarchy.filter(|h| h.topology().nodes() == states);
        self.landing = None;
    }

    fn plain_row(&mut self, origin: &Link, cutoff: Millis) {
        self.wave.run(std::slice::from_ref(origin), cutoff);
        for (state, _) in self.wave.reached() {
            self.attached.mark_at(state);
        }
        self.attached.mark_on(origin.road);
        let row = &mut self.rows[0];
        row.clear();
        let (wave, ends, targets) = (&self.wave, &self.ends, &self.targets);
        self.attached.take_marked(|target| {
            let Some(link) = &targets[target as usize] else { return };
            let time = wave.time_at(link, ends.of_place(target as usize));
            if time != Millis::NEVER {
                row.push((target, time));
            }
        });
    }

    fn swept_rows(
        &mut self,
        hierarchy: &Hierarchy,
        origins: &[Link],
        starts: &Ends,
        batch: &[usize],
        cutoff: Millis,
    ) {
        for row in &mut self.rows {
            row.clear();
        }
        let fixed = self.wave.fixed();
        let Some(budget) = cutoff.0.checked_sub(fixed.0) else { return };
        let lanes: Vec<&[Entry]> = batch.iter().map(|&o| starts.of_place(o)).collect();
        let landing = self.landing.get_or_insert_with(|| {
            let descent = Descent::new(hierarchy, self.direction, self.attached.states());
            Landing::new(hierarchy, descent, &self.ends, self.targets.len())
        });
        let descent = &landing.descent;
        self.sweep.run(hierarchy, descent, &lanes, Millis(budget));
        for place in self.sweep.reached() {
            self.attached.mark_at(descent.node(hierarchy, place));
        }
        // Times along the road for places on the same one.
        let mut along: Vec<(u32, usize, Millis)> = Vec::new();
        for (lane, &origin) in batch.iter().enumerate() {
            let origin = &origins[origin];
            self.attached.mark_on(origin.road);
            for target in self.attached.on_road(origin.road) {
                let Some(link) = &self.targets[target as usize] else { continue };
                let time = match self.direction {
                    Direction::To => link.along_to(origin, &self.roads.graph),
                    Direction::From => origin.along_to(link, &self.roads.graph),
                };
                along.push((target, lane, time));
            }
        }
        along.sort_unstable();
        let mut along = along.into_iter().peekable();
        let (sweep, rows) = (&self.sweep, &mut self.rows);
        self.attached.take_marked(|target| {
            let mut times: Lanes = [NONE; LANES];
            for &(place, ms) in landing.of_target(target) {
                sweep.shorten(&mut times, place, ms);
            }
            while let Some((_, lane, time)) = along.next_if(|a| a.0 == target) {
                times[lane] = times[lane].min(time.0);
            }
            for (row, ms) in rows.iter_mut().zip(times) {
                if ms <= budget {
                    row.push((target, Millis(ms).plus(fixed)));
                }
            }
        });
    }
}
