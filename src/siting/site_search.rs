//! Where next? For a service that people lack: the candidates' circles, then the solver, in slices.

use super::candidates::{Candidate, Candidates};
use super::instance::Instance;
use super::plan::SitingResult;
use super::solver::{Setup, SitingSolver};
use crate::access::{FacilityTimes, JoinedStudy, Residents};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::ServiceStandard;
use crate::network::{Link, ModeProfile};
use crate::reach::Wave;
use crate::units::{Direction, Millis};
use std::sync::Arc;

/// The table of who is in whose circle is kept below this many entries; where it would be larger,
/// candidates are thinned to twice the spacing, and the plan says so.
const MOST_ENTRIES: usize = 2_500_000;

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Drawing the candidates' circles and making a problem of them.
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
    sites: u32,
    spacing: f64,
    candidates: Vec<Candidate>,
    /// People of the demand points that are not served today and have residents.
    weight: Vec<f64>,
    stage: Stage,
    done: bool,
}

/// What a search holds while it gets on; what an earlier stage held is free then.
#[derive(Debug)]
enum Stage {
    Circles(Box<Circles>),
    Table(Box<Instance>),
    Setup(Box<Setup>),
    Solving(Box<SitingSolver>),
}

/// The circles drawn so far.
#[derive(Debug)]
struct Circles {
    chosen: Candidates,
    residents: Arc<Residents>,
    standard: ServiceStandard,
    wave: Wave,
    /// Position of each demand point among those not served, or `u32::MAX`.
    place: Vec<u32>,
    /// Which candidate last marked a place.
    marked: Vec<u32>,
    /// The places in each candidate's circle, in order of candidates.
    entries: Vec<u32>,
    /// Where each candidate's entries begin; one more than drawn.
    start: Vec<usize>,
}

impl SiteSearch {
    /// Begins a search for `sites` new facilities of a service; `times` are today's, of the same
    /// service and profile.
    ///
    /// # Errors
    /// `network.mode`.
    pub fn new(
        study: &JoinedStudy,
        standard: ServiceStandard,
        profile: &ModeProfile,
        times: &FacilityTimes,
        sites: u32,
    ) -> Result<Self> {
        let residents = study.residents(profile)?;
        let people = study.area().demand().people();
        let mut place = vec![u32::MAX; people.len()];
        let mut weight = Vec::new();
        for ((place, &people), &time) in place.iter_mut().zip(people).zip(&times.times) {
            if people > 0.0 && !standard.is_met_by(time) {
                *place = weight.len() as u32;
                weight.push(people);
            }
        }
        let chosen = Candidates::new(Arc::clone(study.area()), Arc::clone(&residents));
        let circles = Circles {
            wave: Wave::new(residents.roads(), Direction::To),
            marked: vec![u32::MAX; weight.len()],
            place,
            entries: Vec::new(),
            start: vec![0],
            chosen,
            residents,
            standard,
        };
        Ok(Self {
            sites,
            spacing: circles.chosen.spacing(),
            candidates: Vec::new(),
            weight,
            stage: Stage::Circles(Box::new(circles)),
            done: false,
        })
    }

    /// Works until `stop` says so or all is done; asks it every few milliseconds, and between the
    /// steps of making the problem smaller, of which each walks the table a few times.
    ///
    /// # Errors
    /// `siting.noCandidates` if no place near homes can be a site.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> Result<Phase> {
        while !matches!(self.stage, Stage::Solving(_)) {
            self.advance()?;
            if stop() {
                return Ok(self.phase());
            }
        }
        if let Stage::Solving(solver) = &mut self.stage
            && !self.done
        {
            self.done = solver.step_until(stop).done;
        }
        Ok(self.phase())
    }

    /// What it is doing.
    pub fn phase(&self) -> Phase {
        match self.stage {
            Stage::Circles(_) | Stage::Table(_) | Stage::Setup(_) => Phase::Circles,
            Stage::Solving(_) if self.done => Phase::Done,
            Stage::Solving(_) => Phase::Solving,
        }
    }

    /// Share of the junctions whose circles are drawn, if they are candidates.
    pub fn share(&self) -> f64 {
        match &self.stage {
            Stage::Circles(circles) => circles.chosen.share(),
            _ => 1.0,
        }
    }

    /// Number of candidates so far, and the metres they are apart.
    pub fn candidates(&self) -> (usize, f64) {
        (self.candidates.len(), self.spacing)
    }

    /// The best plan so far; `None` before there is one.
    pub fn plan(&self) -> Option<(Vec<Site>, SitingResult)> {
        let Stage::Solving(solver) = &self.stage else { return None };
        let result = solver.result();
        let sites = result
            .sites
            .iter()
            .zip(&result.gains)
            .map(|(&site, &gain)| Site { candidate: self.candidates[site as usize], gain })
            .collect();
        Some((sites, result))
    }

    /// One junction, or one step of making a problem of the circles.
    fn advance(&mut self) -> Result<()> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Table(Box::default())) {
            Stage::Circles(mut circles) if !circles.chosen.is_done() => {
                if let Some((candidate, link)) = circles.chosen.look_further() {
                    circles.draw(&link, self.candidates.len() as u32);
                    self.candidates.push(candidate);
                }
                if circles.entries.len() > MOST_ENTRIES {
                    circles.thin();
                    self.candidates.clear();
                    self.spacing = circles.chosen.spacing();
                }
                Stage::Circles(circles)
            }
            Stage::Circles(circles) if self.candidates.is_empty() => {
                self.stage = Stage::Circles(circles);
                return Err(Error::new(ErrorCode::SitingNoCandidates, "no junction near homes"));
            }
            Stage::Circles(circles) => {
                let weight = std::mem::take(&mut self.weight);
                Stage::Table(Box::new(circles.into_table(weight, self.sites)))
            }
            Stage::Table(table) => Stage::Setup(Box::new(Setup::new(*table)?)),
            Stage::Setup(mut setup) if !setup.is_done() => {
                setup.advance();
                Stage::Setup(setup)
            }
            Stage::Setup(setup) => Stage::Solving(Box::new(setup.finish()?)),
            solving @ Stage::Solving(_) => solving,
        };
        Ok(())
    }
}

impl Circles {
    /// Marks whom a candidate would serve.
    fn draw(&mut self, at: &Link, number: u32) {
        let Self { residents, standard, wave, place, marked, entries, start, .. } = self;
        wave.run(std::slice::from_ref(at), standard.within);
        if entries.capacity() - entries.len() < marked.len() {
            // Not doubled: what is left over would stay with the memory.
            entries.reserve_exact(marked.len() + MOST_ENTRIES / 8);
        }
        let fixed = wave.fixed();
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
        start.push(entries.len());
    }

    /// Begins anew with fewer candidates.
    fn thin(&mut self) {
        self.chosen.thin();
        self.entries.clear();
        self.start.truncate(1);
        self.marked.fill(u32::MAX);
    }

    /// Rows by demand point, from entries by candidate.
    fn into_table(self, weight: Vec<f64>, sites: u32) -> Instance {
        let Self { entries, start, .. } = self;
        let mut row_start = vec![0u32; weight.len() + 1];
        for &place in &entries {
            row_start[place as usize + 1] += 1;
        }
        for i in 1..row_start.len() {
            row_start[i] += row_start[i - 1];
        }
        let mut next = row_start.clone();
        let mut candidate = vec![0; entries.len()];
        for (number, range) in start.windows(2).enumerate() {
            for &place in &entries[range[0]..range[1]] {
                let slot = &mut next[place as usize];
                candidate[*slot as usize] = number as u32;
                *slot += 1;
            }
        }
        Instance {
            candidates: (start.len() - 1) as u32,
            weight,
            row_start,
            candidate,
            sites: Some(sites),
            ..Instance::default()
        }
    }
}
