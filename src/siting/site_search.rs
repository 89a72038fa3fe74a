//! Where next? For a service that people lack: the candidates' circles, then the solver, in slices.

use super::candidates::{Candidate, SPACING_METRES, candidates};
use super::instance::Instance;
use super::plan::SitingResult;
use super::solver::SitingSolver;
use crate::access::{FacilityTimes, JoinedStudy, Residents};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::ServiceStandard;
use crate::network::{Link, ModeProfile};
use crate::reach::Wave;
use crate::units::{Direction, Millis};
use std::sync::Arc;

/// The table of who is in whose circle is kept below this many entries; where it would be larger,
/// candidates are thinned to twice the spacing, and the plan says so.
const MOST_ENTRIES: usize = 6_000_000;

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Drawing the candidates' circles.
    Circles,
    /// Choosing sites and proving the bound.
    Solving,
    /// Nothing left to do.
    Done,
}

/// A suggested site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// The candidate.
    pub candidate: Candidate,
    /// People who are served by it and by none before it.
    pub gain: f64,
}

/// A search for the sites that newly serve most people.
///
/// Maximal coverage over those not served today: `max Σ wᵢ·1[some chosen site is within the
/// standard of i]` with `k` sites; `wᵢ` people at demand point `i`.
#[derive(Debug)]
pub struct SiteSearch {
    residents: Arc<Residents>,
    study: Arc<crate::facts::StudyArea>,
    standard: ServiceStandard,
    sites: u32,
    spacing: f64,
    candidates: Vec<Candidate>,
    /// Demand points that are not served today and have residents.
    unserved: Vec<u32>,
    circles: Circles,
    solver: Option<SitingSolver>,
    done: bool,
}

/// The circles drawn so far.
#[derive(Debug)]
struct Circles {
    wave: Wave,
    /// Position of each demand point in `unserved`, or `u32::MAX`.
    place: Vec<u32>,
    /// Which candidate last marked a place.
    marked: Vec<u32>,
    /// Candidates of each entry and the place it is about, in order of candidates.
    entries: Vec<u32>,
    /// Where each candidate's entries begin; one more than drawn.
    start: Vec<usize>,
}

impl SiteSearch {
    /// Begins a search for `sites` new facilities of a service.
    ///
    /// # Errors
    /// `study.noData`, `network.mode`; `siting.input` if no place near homes can be a site.
    pub fn new(
        study: &JoinedStudy,
        standard: ServiceStandard,
        profile: &ModeProfile,
        sites: u32,
    ) -> Result<Self> {
        let residents = study.residents(profile)?;
        let times = FacilityTimes::of(study, standard.service, profile)?.times;
        let people = study.area().demand().people();
        let unserved: Vec<u32> = (0..people.len() as u32)
            .filter(|&i| people[i as usize] > 0.0 && !standard.is_met_by(times[i as usize]))
            .collect();
        let mut place = vec![u32::MAX; people.len()];
        for (i, &point) in unserved.iter().enumerate() {
            place[point as usize] = i as u32;
        }
        let circles = Circles {
            wave: Wave::new(residents.roads(), Direction::To),
            marked: vec![u32::MAX; unserved.len()],
            place,
            entries: Vec::new(),
            start: vec![0],
        };
        let mut search = Self {
            residents,
            study: Arc::clone(study.area()),
            standard,
            sites,
            spacing: SPACING_METRES,
            candidates: Vec::new(),
            unserved,
            circles,
            solver: None,
            done: false,
        };
        search.choose_candidates();
        if search.candidates.is_empty() {
            return Err(Error::new(ErrorCode::SitingInput, "no junction near homes"));
        }
        Ok(search)
    }

    /// Works until `stop` says so or all is done; asks it every few milliseconds at most.
    ///
    /// # Errors
    /// `siting.input` if the problem is none; not on a study's own numbers.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> Result<Phase> {
        while self.phase() == Phase::Circles {
            self.draw_next();
            if self.circles.entries.len() > MOST_ENTRIES {
                self.spacing *= 2.0;
                self.choose_candidates();
            }
            if self.circles.start.len() > self.candidates.len() {
                self.solver = Some(SitingSolver::new(self.instance())?);
            }
            if stop() {
                return Ok(self.phase());
            }
        }
        if let Some(solver) = self.solver.as_mut().filter(|_| !self.done) {
            self.done = solver.step_until(stop).done;
        }
        Ok(self.phase())
    }

    /// What it is doing.
    pub fn phase(&self) -> Phase {
        match (&self.solver, self.done) {
            (None, _) => Phase::Circles,
            (Some(_), false) => Phase::Solving,
            (Some(_), true) => Phase::Done,
        }
    }

    /// Share of the circles that are drawn.
    pub fn share(&self) -> f64 {
        (self.circles.start.len() - 1) as f64 / self.candidates.len() as f64
    }

    /// Number of candidates, and the metres they are apart.
    pub fn candidates(&self) -> (usize, f64) {
        (self.candidates.len(), self.spacing)
    }

    /// The best plan so far; `None` while circles are drawn.
    pub fn plan(&self) -> Option<(Vec<Site>, SitingResult)> {
        let result = self.solver.as_ref()?.result();
        let sites = result
            .sites
            .iter()
            .zip(&result.gains)
            .map(|(&site, &gain)| Site { candidate: self.candidates[site as usize], gain })
            .collect();
        Some((sites, result))
    }

    fn choose_candidates(&mut self) {
        self.candidates = candidates(&self.study, &self.residents, self.spacing);
        self.circles.entries.clear();
        self.circles.start = vec![0];
        self.circles.marked.fill(u32::MAX);
    }

    /// Marks whom the next candidate would serve.
    fn draw_next(&mut self) {
        let number = self.circles.start.len() - 1;
        let Some(candidate) = self.candidates.get(number) else { return };
        let circles = &mut self.circles;
        if let Ok(link) = self.residents.roads().link(candidate.at.to_lng_lat()) {
            circles.draw(&self.residents, &link, self.standard, number as u32);
        }
        circles.start.push(circles.entries.len());
    }

    /// Rows by demand point, from entries by candidate.
    fn instance(&mut self) -> Instance {
        let circles = &mut self.circles;
        let mut row_start = vec![0u32; self.unserved.len() + 1];
        for &place in &circles.entries {
            row_start[place as usize + 1] += 1;
        }
        for i in 1..row_start.len() {
            row_start[i] += row_start[i - 1];
        }
        let mut next = row_start.clone();
        let mut candidate = vec![0; circles.entries.len()];
        for (number, range) in circles.start.windows(2).enumerate() {
            for &place in &circles.entries[range[0]..range[1]] {
                let slot = &mut next[place as usize];
                candidate[*slot as usize] = number as u32;
                *slot += 1;
            }
        }
        circles.entries = Vec::new();
        let people = self.study.demand().people();
        Instance {
            candidates: self.candidates.len() as u32,
            weight: self.unserved.iter().map(|&point| people[point as usize]).collect(),
            row_start,
            candidate,
            sites: Some(self.sites),
            ..Instance::default()
        }
    }
}

impl Circles {
    fn draw(&mut self, residents: &Residents, at: &Link, standard: ServiceStandard, number: u32) {
        self.wave.run(std::slice::from_ref(at), standard.within);
        let fixed = self.wave.fixed();
        let Self { wave, place, marked, entries, .. } = self;
        let mut mark = |point: u32, time: Millis| {
            let place = place[point as usize];
            if place != u32::MAX && marked[place as usize] != number && standard.is_met_by(time) {
                marked[place as usize] = number;
                entries.push(place);
            }
        };
        for (state, time) in wave.reached() {
            for &(point, ms) in residents.leaving_through(state) {
                mark(point, time.plus(ms).plus(fixed));
            }
        }
        for point in residents.on_road(at.road) {
            if let Ok(link) = &residents.links()[point as usize] {
                mark(point, wave.time_at(link, residents.departures().of_place(point as usize)));
            }
        }
    }
}
