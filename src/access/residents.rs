//! The demand points of a study as a mode's roads see them.

use crate::facts::DemandPoints;
use crate::network::{Link, ModeRoads, Unlinked};
use crate::reach::Ends;
use crate::units::Millis;

/// Where each demand point is joined to the roads of one mode, and how it leaves.
///
/// Shape: everything is parallel to the study's demand points.
#[derive(Debug)]
pub struct Residents {
    roads: ModeRoads,
    links: Vec<Result<Link, Unlinked>>,
    departures: Ends,
    /// Points by the state they leave through: those of state `s` are
    /// `at_state[state_start[s] .. state_start[s + 1]]`.
    state_start: Vec<u32>,
    at_state: Vec<(u32, Millis)>,
    /// Points sorted by the road they are joined to.
    by_road: Vec<(u32, u32)>,
}

impl Residents {
    /// Joins all demand points to the roads.
    pub fn join(roads: &ModeRoads, demand: &DemandPoints) -> Self {
        let links = demand.at().iter().map(|at| roads.link(at.to_lng_lat())).collect();
        Self::with_links(roads, links)
    }

    /// Joins all demand points to roads that an edit made of those they are joined to.
    #[must_use]
    pub fn rejoin(&self, roads: &ModeRoads, demand: &DemandPoints) -> Self {
        Self::with_links(roads, roads.relink(&self.roads, demand.at(), &self.links))
    }

    fn with_links(roads: &ModeRoads, links: Vec<Result<Link, Unlinked>>) -> Self {
        let departures = Ends::of(roads, links.iter().map(|l| l.as_ref().ok()), true);
        let mut state_start = vec![0u32; roads.graph.states() as usize + 1];
        let all = |point: usize| departures.of_place(point).iter().copied();
        for point in 0..links.len() {
            for (state, _) in all(point) {
                state_start[state as usize + 1] += 1;
            }
        }
        for i in 1..state_start.len() {
            state_start[i] += state_start[i - 1];
        }
        let mut next = state_start.clone();
        let mut at_state = vec![(0, Millis::NEVER); state_start[state_start.len() - 1] as usize];
        for point in 0..links.len() {
            for (state, ms) in all(point) {
                let slot = &mut next[state as usize];
                at_state[*slot as usize] = (point as u32, ms);
                *slot += 1;
            }
        }
        let mut by_road: Vec<(u32, u32)> = links
            .iter()
            .enumerate()
            .filter_map(|(point, link)| Some((link.as_ref().ok()?.road, point as u32)))
            .collect();
        by_road.sort_unstable();
        Self { roads: roads.clone(), links, departures, state_start, at_state, by_road }
    }

    /// The roads they are joined to.
    pub fn roads(&self) -> &ModeRoads {
        &self.roads
    }

    /// Where each point is joined, or why it is not.
    pub fn links(&self) -> &[Result<Link, Unlinked>] {
        &self.links
    }

    /// The states through which points leave.
    pub fn departures(&self) -> &Ends {
        &self.departures
    }

    /// The points that leave through a state, each with its time to it.
    pub fn leaving_through(&self, state: u32) -> &[(u32, Millis)] {
        let range = self.state_start[state as usize]..self.state_start[state as usize + 1];
        &self.at_state[range.start as usize..range.end as usize]
    }

    /// The points that are joined to a road.
    pub fn on_road(&self, road: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.by_road.partition_point(|&(r, _)| r < road);
        self.by_road[from..].iter().take_while(move |(r, _)| *r == road).map(|(_, point)| *point)
    }
}
