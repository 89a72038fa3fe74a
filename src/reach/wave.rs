//! The times to the nearest of several places, or from them, at every place along a mode's roads.

use super::search::Search;
use crate::network::arcs::ArcTable;
use crate::network::{Link, ModeRoads};
use crate::units::{Direction, Millis};

/// The states through which places leave or enter the network, with the time to each; worked out
/// once, asked of many waves.
///
/// Shape: those of place `i` are `ends[first[i] .. first[i + 1]]`.
#[derive(Clone, Debug)]
pub struct Ends {
    first: Vec<u32>,
    ends: Vec<(u32, Millis)>,
}

impl Ends {
    /// The ends of places where trips begin (`leaving`) or end; a place without a link has none.
    pub fn of<'a>(
        roads: &ModeRoads,
        links: impl Iterator<Item = Option<&'a Link>>,
        leaving: bool,
    ) -> Self {
        let mut found = Self { first: vec![0], ends: Vec::new() };
        for link in links {
            if let Some(link) = link {
                let ends = if leaving { roads.departures(link) } else { roads.arrivals(link) };
                found.ends.extend(ends);
            }
            found.first.push(found.ends.len() as u32);
        }
        found
    }

    /// The ends of one place.
    #[inline]
    pub fn of_place(&self, place: usize) -> &[(u32, Millis)] {
        &self.ends[self.first[place] as usize..self.first[place + 1] as usize]
    }
}

/// One search from a set of places ("sources"), and what can be read off it.
///
/// With [`Direction::To`] the times are those of residents who travel to the nearest source; with
/// [`Direction::From`] those of people who leave it. Every time holds the metres off the road at
/// both ends and the mode's fixed time, and counts up to the cut-off, inclusive.
#[derive(Clone, Debug)]
pub struct Wave {
    roads: ModeRoads,
    direction: Direction,
    search: Search,
    /// Sources, sorted by road.
    sources: Vec<Link>,
    cutoff: Millis,
}

impl Wave {
    /// A workspace on the roads of a mode.
    pub fn new(roads: &ModeRoads, direction: Direction) -> Self {
        Self {
            roads: roads.clone(),
            direction,
            search: Search::new(),
            sources: Vec::new(),
            cutoff: Millis::ZERO,
        }
    }

    /// Searches from the sources up to a cut-off; what an earlier run found is forgotten.
    pub fn run(&mut self, sources: &[Link], cutoff: Millis) {
        self.cutoff = cutoff;
        self.sources.clear();
        self.sources.extend_from_slice(sources);
        self.sources.sort_by_key(|s| s.road);
        let mut starts = Vec::with_capacity(sources.len() * 2);
        for source in sources {
            starts.extend(match self.direction {
                Direction::To => self.roads.arrivals(source),
                Direction::From => self.roads.departures(source),
            });
        }
        // The fixed time alone can pass the cut-off: then nothing is reached.
        let budget = cutoff.0.checked_sub(self.fixed().0).map(Millis);
        let starts = if budget.is_some() { &starts[..] } else { &[] };
        let arcs = table(&self.roads, self.direction);
        self.search.run(arcs, starts, budget.unwrap_or(Millis::ZERO));
    }

    /// The roads it runs on.
    pub fn roads(&self) -> &ModeRoads {
        &self.roads
    }

    /// Which way people travel, seen from the sources.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The cut-off of the last run.
    pub fn cutoff(&self) -> Millis {
        self.cutoff
    }

    /// The time between a place and the nearest source; `NEVER` beyond the cut-off.
    ///
    /// `ends` are the place's own: departures for [`Direction::To`], arrivals for `From`.
    pub fn time_at(&self, link: &Link, ends: &[(u32, Millis)]) -> Millis {
        let over_states = ends.iter().map(|&(state, ms)| self.search.time(state).plus(ms)).min();
        let along = self
            .sources_on(link.road)
            .iter()
            .map(|source| match self.direction {
                Direction::To => link.along_to(source, &self.roads.graph),
                Direction::From => source.along_to(link, &self.roads.graph),
            })
            .min();
        let time = over_states.into_iter().chain(along).min().unwrap_or(Millis::NEVER);
        let time = time.plus(self.fixed());
        if time.within(self.cutoff) { time } else { Millis::NEVER }
    }

    /// The sources that lie on a road piece.
    pub fn sources_on(&self, road: u32) -> &[Link] {
        let from = self.sources.partition_point(|s| s.road < road);
        let count = self.sources[from..].iter().take_while(|s| s.road == road).count();
        &self.sources[from..from + count]
    }

    /// All sources, sorted by road.
    pub fn sources(&self) -> &[Link] {
        &self.sources
    }

    /// Time that every trip of the mode adds.
    pub fn fixed(&self) -> Millis {
        self.roads.graph.profile().fixed()
    }

    /// The states that are reached, each with its time without the fixed time.
    pub fn reached(&self) -> impl Iterator<Item = (u32, Millis)> + '_ {
        self.search.reached().iter().map(|&state| (state, self.search.time(state)))
    }

    /// Whether a good part of the network is reached.
    pub(super) fn is_wide(&self) -> bool {
        self.search.reached().len() * 16 > self.roads.graph.states() as usize
    }

    /// For every road arc that ends at a reached state (seen from the sources): twice the road's
    /// number plus its direction, and the state's time without the fixed time.
    pub(super) fn entered(&self) -> impl Iterator<Item = (u32, Millis)> + '_ {
        self.reached().flat_map(|(state, time)| self.entries(state, time))
    }

    /// The same, of a wide wave, in the order of states.
    pub(super) fn entered_in_order(&self) -> impl Iterator<Item = (u32, Millis)> + '_ {
        let times = (0..self.roads.graph.states()).map(|state| (state, self.search.time(state)));
        times
            .filter(|(_, time)| *time != Millis::NEVER)
            .flat_map(|(state, time)| self.entries(state, time))
    }

    fn entries(&self, state: u32, time: Millis) -> impl Iterator<Item = (u32, Millis)> + '_ {
        let arcs = table(&self.roads, self.direction).with_roads(state);
        let along_roads = arcs.filter(|(_, road)| *road != crate::network::arcs::NO_ROAD);
        along_roads.map(move |(_, road)| (road, time))
    }
}

/// The arcs that a search from the sources follows.
fn table(roads: &ModeRoads, direction: Direction) -> &ArcTable {
    let arcs = roads.graph.arcs();
    match direction {
        Direction::To => &arcs.backward,
        Direction::From => &arcs.forward,
    }
}
