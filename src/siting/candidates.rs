//! Candidate sites: facilities that may be closed, known places, and junctions near homes.

use super::cells::Cells;
use super::question::{Closable, SiteQuestion};
use super::restrictions::{Fence, Reason};
use crate::access::{CircleDrawer, Residents, UnitFinder};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Code, FacilityId, ServiceId, SiteKind, SiteState, StudyArea, UnitId};
use crate::frame::Frame;
use crate::network::RoadIndex;
use crate::units::Position;
use std::sync::Arc;

/// A junction is a candidate if a home is within these metres …
const NEAR_HOME_METRES: f64 = 100.0;
/// … and candidates are this far apart, unless there would be too many of them.
const SPACING_METRES: f64 = 100.0;
/// They are never thinned beyond this.
const WIDEST_METRES: f64 = 50_000.0;
/// What a site of each kind costs where nobody says so, in 10,000 yuan; to be labelled 假定.
///
/// Source: assumption of the product: the middle of the ranges that its made-up study uses.
const ASSUMED_COST: [f64; 4] = [100.0, 35.0, 75.0, 1700.0];

/// Where a candidate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A facility that may be closed; the candidate is to keep it.
    Facility(FacilityId),
    /// A known place, by its position in the study's list.
    Place(u32),
    /// A junction of the roads.
    Junction(u32),
}

/// A place where a facility could be opened, or kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is.
    pub at: Position,
    /// The smallest unit it lies in; of a junction that of the nearest home.
    pub unit: UnitId,
    /// What kind of site it is; `None` for a facility that is kept.
    pub kind: Option<SiteKind>,
    /// What it costs, in 10,000 yuan.
    pub cost: f64,
    /// Nobody said so: the cost of its kind.
    pub cost_assumed: bool,
    /// Its capacity in the standard's units, where known.
    pub capacity: Option<f64>,
}

impl Origin {
    /// Its stable code: `n` and the node of a junction, else the facility's or the place's own.
    pub fn code(self, area: &StudyArea) -> String {
        let own = |code: Option<&Code>| code.map_or_else(String::new, |c| c.as_str().to_owned());
        match self {
            Self::Facility(id) => own(area.facilities().get(id).map(|f| &f.code)),
            Self::Place(i) => own(area.candidates().all().get(i as usize).map(|c| &c.code)),
            Self::Junction(junction) => format!("n{}", area.network().junction_code(junction)),
        }
    }
}

impl Candidate {
    /// Its stable code.
    pub fn code(&self, area: &StudyArea) -> String {
        self.origin.code(area)
    }

    /// Its name, if it has one.
    pub fn name<'a>(&self, area: &'a StudyArea) -> Option<&'a str> {
        match self.origin {
            Origin::Facility(id) => area.facilities().get(id)?.name.as_deref(),
            Origin::Place(i) => area.candidates().all().get(i as usize)?.name.as_deref(),
            Origin::Junction(_) => None,
        }
    }
}

/// Which places are candidates, and what they cost where nobody says so.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRules {
    /// Known places of these kinds, in the order of [`SiteKind::ALL`].
    pub kinds: [bool; 4],
    /// Junctions near homes, as 规划新建.
    pub junctions: bool,
    /// What a site of a kind costs, in 10,000 yuan.
    pub cost: [f64; 4],
}

impl PlaceRules {
    /// Known places of all kinds, and junctions.
    pub fn all() -> Self {
        Self { kinds: [true; 4], junctions: true, cost: ASSUMED_COST }
    }

    /// Junctions alone.
    pub fn junctions() -> Self {
        Self { kinds: [false; 4], ..Self::all() }
    }

    /// Whether the costs are costs.
    ///
    /// # Errors
    /// `argument.range`.
    pub fn check(&self) -> Result<()> {
        match self.cost.iter().find(|c| !(c.is_finite() && **c >= 0.0)) {
            Some(cost) => {
                Err(Error::new(ErrorCode::ArgumentRange, format!("cost {cost}")).at("costs"))
            }
            None => Ok(()),
        }
    }
}

/// A place that is no candidate, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forbidden {
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is.
    pub at: Position,
    /// Why.
    pub reason: Reason,
}

/// Places that were looked at and are no candidates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ruled {
    /// Those for the service and of a kind asked for, in the order they were looked at; where there
    /// are more than [`Ruled::MOST`], every so-manieth of them, which lie all over the map as they
    /// do.
    pub listed: Vec<Forbidden>,
    /// How many there are by reason, in the order of [`Reason::NAMES`].
    pub counts: [usize; 9],
    /// How many could be listed.
    asked_for: usize,
    /// One of 2 to the power of this many is listed.
    thinned: u32,
}

impl Ruled {
    /// As many are listed at most.
    pub const MOST: usize = 1000;

    pub(super) fn push(&mut self, forbidden: Forbidden) {
        self.counts[forbidden.reason.index()] += 1;
        if matches!(forbidden.reason, Reason::OtherService | Reason::OtherKind) {
            return;
        }
        let number = self.asked_for;
        self.asked_for += 1;
        if self.listed.len() == Self::MOST && number.is_multiple_of(1 << self.thinned) {
            let mut at = 0;
            self.listed.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.thinned += 1;
        }
        if number.is_multiple_of(1 << self.thinned) {
            self.listed.push(forbidden);
        }
    }
}

/// Goes through the candidates of a question one by one: first what may be closed, then known
/// places in their order, then junctions in theirs: those of the mode's roads within 100 m of a
/// home, each at least the spacing from all candidates before it.
#[derive(Debug)]
pub(super) struct Candidates {
    area: Arc<StudyArea>,
    residents: Arc<Residents>,
    service: ServiceId,
    finder: UnitFinder,
    frame: Frame,
    closable: Vec<Closable>,
    rules: PlaceRules,
    apart: f64,
    fence: Fence,
    is_used: Vec<bool>,
    homes: Cells,
    taken: Cells,
    /// Known places and junctions that must be apart.
    opened: Cells,
    spacing: f64,
    next: usize,
    pub(super) ruled: Ruled,
}

impl Candidates {
    /// Looks at nothing yet; `kept` are the places of the facilities that stay open.
    pub(super) fn new(
        area: &Arc<StudyArea>,
        residents: &Arc<Residents>,
        question: &SiteQuestion,
        kept: &[Position],
    ) -> Self {
        let network = area.network();
        let frame = network.frame();
        let mut is_used =
            vec![false; if question.places.junctions { network.junctions() } else { 0 }];
        if question.places.junctions {
            for road in 0..network.roads() as u32 {
                if residents.roads().graph.is_open(road) {
                    for end in network.ends(road) {
                        is_used[end as usize] = true;
                    }
                }
            }
        }
        let apart = question.restrictions.apart;
        Self {
            service: question.service,
            finder: UnitFinder::new(area),
            closable: question.closable.clone(),
            rules: question.places.clone(),
            apart,
            fence: Fence::new(&question.restrictions, frame, kept),
            homes: Cells::new(&frame, NEAR_HOME_METRES, area.demand().at()),
            taken: Cells::new(&frame, SPACING_METRES, &[]),
            opened: Cells::new(&frame, apart.max(1.0), &[]),
            spacing: SPACING_METRES,
            next: 0,
            ruled: Ruled::default(),
            frame,
            is_used,
            area: Arc::clone(area),
            residents: Arc::clone(residents),
        }
    }

    /// The metres that junctions are from other candidates.
    pub(super) fn spacing(&self) -> f64 {
        self.spacing
    }

    /// Begins anew with twice the spacing; known places are thinned too where they alone are too
    /// many.
    pub(super) fn thin(&mut self) {
        self.spacing *= 2.0;
        if self.next <= self.closable.len() + self.area.candidates().all().len() {
            self.apart = self.apart.max(self.spacing);
        }
        self.taken = Cells::new(&self.frame, self.spacing, &[]);
        self.opened = Cells::new(&self.frame, self.apart.max(1.0), &[]);
        self.next = 0;
        self.ruled = Ruled::default();
    }

    /// Whether fewer would be no choice any more.
    pub(super) fn is_thin(&self) -> bool {
        self.spacing > WIDEST_METRES
    }

    /// Share of the places that were looked at.
    pub(super) fn share(&self) -> f64 {
        self.share_with(0, 0)
    }

    /// The same where so many circles of others are drawn too, and some are.
    pub(super) fn share_with(&self, drawn: usize, others: usize) -> f64 {
        (self.next + drawn) as f64 / (self.all() + others).max(1) as f64
    }

    /// Whether all places were looked at.
    pub(super) fn is_done(&self) -> bool {
        self.next >= self.all()
    }

    fn all(&self) -> usize {
        self.closable.len() + self.area.candidates().all().len() + self.is_used.len()
    }

    /// Looks at the next place and gives it if it is a candidate.
    pub(super) fn look_further(&mut self, drawer: &CircleDrawer) -> Option<Candidate> {
        let mut number = self.next;
        self.next += 1;
        if let Some(closable) = self.closable.get(number) {
            let Closable { facility, cost } = *closable;
            return self.facility(facility, cost);
        }
        number -= self.closable.len();
        let places = self.area.candidates().all().len();
        if number < places {
            return self.place(number, drawer);
        }
        self.junction(number - places)
    }

    fn facility(&mut self, id: FacilityId, cost: f64) -> Option<Candidate> {
        let facility = self.area.facilities().get(id)?;
        let (at, capacity) = (facility.at, facility.capacity(self.service));
        self.taken.push(at);
        let (origin, unit) = (Origin::Facility(id), self.unit_at(at));
        Some(Candidate { origin, at, unit, kind: None, cost, cost_assumed: false, capacity })
    }

    fn place(&mut self, number: usize, drawer: &CircleDrawer) -> Option<Candidate> {
        let place = self.area.candidates().all().get(number)?;
        let (at, kind, known_cost) = (place.at, place.kind, place.cost);
        let origin = Origin::Place(number as u32);
        if self.rules.kinds == [false; 4] {
            return None;
        }
        let of_service = place.services.iter().position(|s| *s == self.service);
        let capacity = of_service.and_then(|i| place.capacity.get(i).copied().flatten());
        let reason = match () {
            () if place.state == SiteState::Excluded => Some(Reason::NotAvailable),
            () if !place.services.is_empty() && of_service.is_none() => Some(Reason::OtherService),
            () if !self.rules.kinds[kind as usize] => Some(Reason::OtherKind),
            () => self.fence.fault(at).or_else(|| self.too_near(at)),
        };
        let reason = reason.or_else(|| (!drawer.joins(at)).then_some(Reason::NoRoad));
        if let Some(reason) = reason {
            self.ruled.push(Forbidden { origin, at, reason });
            return None;
        }
        self.take(at);
        Some(Candidate {
            origin,
            at,
            unit: self.unit_at(at),
            kind: Some(kind),
            cost: known_cost.unwrap_or(self.rules.cost[kind as usize]),
            cost_assumed: known_cost.is_none(),
            capacity,
        })
    }

    fn junction(&mut self, number: usize) -> Option<Candidate> {
        if !*self.is_used.get(number)? {
            return None;
        }
        let junction = number as u32;
        let at = self.area.network().junction_at(junction);
        let (home, _) = self.homes.nearest(&self.frame, at, NEAR_HOME_METRES)?;
        if self.taken.nearest(&self.frame, at, self.spacing).is_some() {
            return None;
        }
        let origin = Origin::Junction(junction);
        if let Some(reason) = self.fence.fault(at).or_else(|| self.too_near(at)) {
            self.ruled.push(Forbidden { origin, at, reason });
            return None;
        }
        let roads = self.residents.roads();
        let link = roads.link(at.to_lng_lat()).ok()?;
        if RoadIndex::is_island(&roads.graph, &link) {
            return None;
        }
        self.take(at);
        Some(Candidate {
            origin,
            at,
            unit: self.area.demand().unit()[home],
            kind: Some(SiteKind::New),
            cost: self.rules.cost[SiteKind::New as usize],
            cost_assumed: true,
            capacity: None,
        })
    }

    fn take(&mut self, at: Position) {
        self.taken.push(at);
        self.opened.push(at);
    }

    fn too_near(&self, at: Position) -> Option<Reason> {
        let (_, metres) = self.opened.nearest(&self.frame, at, self.apart)?;
        Some(Reason::NearCandidate(metres))
    }

    fn unit_at(&self, at: Position) -> UnitId {
        let whole = UnitId(self.area.units().len().saturating_sub(1) as u32);
        self.finder.unit_at(at).unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_of_many_lies_all_over_them() {
        for all in [0, 7, 1000, 1001, 18_283] {
            let mut ruled = Ruled::default();
            for number in 0..all {
                let (origin, reason) = (Origin::Junction(number), Reason::NoRoad);
                ruled.push(Forbidden { origin, at: Position { lng_e7: 0, lat_e7: 0 }, reason });
            }
            let number = |f: &Forbidden| match f.origin {
                Origin::Junction(number) => number,
                _ => u32::MAX,
            };
            let listed: Vec<u32> = ruled.listed.iter().map(number).collect();
            let step = listed.get(1).map_or(1, |second| second - listed[0]);
            let expected: Vec<u32> = (0..all).step_by(step as usize).collect();
            assert_eq!(listed, expected);
            assert!(listed.len() <= Ruled::MOST && (all < 1000 || listed.len() >= Ruled::MOST / 2));
            assert_eq!(ruled.counts.iter().sum::<usize>(), all as usize);
        }
    }
}
