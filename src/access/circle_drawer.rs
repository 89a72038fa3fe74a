//! Draws circles of facilities: everybody who reaches one in time, each by the mode of their zone.

use super::catchment::Circle;
use super::joined::JoinedStudy;
use crate::network::{Link, ModeProfile, ModeRoads};
use crate::reach::hierarchy::Matrix;
use crate::units::{Direction, Millis, Position, TravelMode};
use std::sync::Arc;

/// How people of each zone may travel to a service, and how long.
///
/// Shape: by zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Modes.
    pub modes: [TravelMode; 3],
    /// Longest times, included.
    pub limits: [Millis; 3],
}

/// Zones, one bit each.
type ZoneSet = u8;

/// Draws circles in workspaces that are made when they are first needed.
#[derive(Debug)]
pub struct CircleDrawer {
    study: JoinedStudy,
    profiles: [ModeProfile; 3],
    /// The zone of each demand point.
    zone: Arc<[u8]>,
    has_zone: [bool; 3],
    /// By the mode and the zones that travel by it.
    travellers: Vec<((usize, ZoneSet), Option<Travellers>)>,
}

/// The people of some zones as a mode's roads see them.
#[derive(Debug)]
struct Travellers {
    roads: ModeRoads,
    /// The demand point of each target.
    points: Vec<u32>,
    rows: Matrix,
    /// Whether the roads' hierarchy, if they have one, is in use.
    has_hierarchy: bool,
}

impl CircleDrawer {
    /// Nothing is joined yet.
    ///
    /// Shape: `zone` by demand point, each below 3. A mode without roads is no error: nobody
    /// reaches anything by it.
    pub fn new(study: &JoinedStudy, profiles: &[ModeProfile; 3], zone: Arc<[u8]>) -> Self {
        let mut has_zone = [false; 3];
        for &z in zone.iter() {
            has_zone[usize::from(z)] = true;
        }
        let study = study.with_area(study.area().as_ref().clone());
        Self { study, profiles: profiles.clone(), zone, has_zone, travellers: Vec::new() }
    }

    /// The circle of a place point by point, each once with its time, in an order that only depends
    /// on the roads.
    pub fn visit(&mut self, at: Position, reach: &Reach, mut each: impl FnMut(u32, Millis)) {
        self.rows(&[at], reach, 1, |_, point, time| each(point, time));
    }

    /// How long everybody takes to the nearest of several places, each by the mode of their zone;
    /// `NEVER` beyond `longest`.
    ///
    /// Shape: by demand point.
    pub fn nearest(
        &mut self,
        places: &[Position],
        modes: [TravelMode; 3],
        longest: Millis,
    ) -> Vec<Millis> {
        let mut times = vec![Millis::NEVER; self.zone.len()];
        for mode in TravelMode::ALL {
            let zones = self.zones_by(mode, modes);
            if zones == 0 {
                continue;
            }
            let Some(travellers) = self.travellers(mode, zones) else { continue };
            let roads = &travellers.roads;
            let links: Vec<Link> =
                places.iter().filter_map(|at| roads.link(at.to_lng_lat()).ok()).collect();
            let points = &travellers.points;
            travellers.rows.nearest(&links, longest, |target, time| {
                times[points[target as usize] as usize] = time;
            });
        }
        times
    }

    /// Whether a place is joined to the roads of a mode that was asked for so far.
    pub fn joins(&self, at: Position) -> bool {
        let mut asked = self.travellers.iter().filter_map(|(_, travellers)| travellers.as_ref());
        asked.any(|travellers| travellers.roads.link(at.to_lng_lat()).is_ok())
    }

    /// The zones, of those where people live, that travel by a mode.
    fn zones_by(&self, mode: TravelMode, modes: [TravelMode; 3]) -> ZoneSet {
        let travels = |z: &usize| self.has_zone[*z] && modes[*z] == mode;
        (0..3).filter(travels).fold(0, |set, z| set | 1 << z)
    }

    /// The circle of a facility at a place.
    pub fn draw(&mut self, at: Position, reach: &Reach) -> Circle<u32> {
        self.draw_all(&[at], reach, 1).pop().unwrap_or_default()
    }

    /// The circles of facilities of one reach, in their order: the more at once, the less work each.
    /// It depends on how many are `expected` in all whether preparations pay.
    pub fn draw_all(
        &mut self,
        places: &[Position],
        reach: &Reach,
        expected: usize,
    ) -> Vec<Circle<u32>> {
        let mut found: Vec<Vec<(u32, u32)>> = vec![Vec::new(); places.len()];
        self.rows(places, reach, expected, |place, point, time| found[place].push((point, time.0)));
        let in_order = |mut of_place: Vec<(u32, u32)>| {
            // Everybody travels by one mode, so nobody is there twice.
            of_place.sort_unstable();
            Circle::new(of_place.into_iter())
        };
        found.into_iter().map(in_order).collect()
    }

    /// Hands out who is in the circle of which place, mode by mode.
    fn rows(
        &mut self,
        places: &[Position],
        reach: &Reach,
        expected: usize,
        mut each: impl FnMut(usize, u32, Millis),
    ) {
        let zone = Arc::clone(&self.zone);
        for mode in TravelMode::ALL {
            let zones = self.zones_by(mode, reach.modes);
            let longest = (0..3).filter(|z| zones & 1 << z != 0).map(|z| reach.limits[z]).max();
            let Some(longest) = longest else { continue };
            let has_order = self.study.layers().has_order(mode);
            let ways = (expected, if has_order { WEIGHING } else { ORDERING });
            let Some(travellers) = self.travellers(mode, zones) else { continue };
            let link = |(i, at): (usize, &Position)| {
                Some((i, travellers.roads.link(at.to_lng_lat()).ok()?))
            };
            let (which, links): (Vec<usize>, Vec<Link>) =
                places.iter().enumerate().filter_map(link).unzip();
            if travellers.asks_for_hierarchy(&links, longest, ways) {
                self.prepare(mode, zones);
            }
            let Some(Travellers { points, rows, .. }) = self.travellers(mode, zones) else {
                continue;
            };
            rows.rows(&links, longest, |origin, entries| {
                for &(target, time) in entries {
                    let point = points[target as usize];
                    if time.within(reach.limits[usize::from(zone[point as usize])]) {
                        each(which[origin], point, time);
                    }
                }
            });
        }
    }

    /// The people of some zones, joined to the roads of a mode; `None` if it has no roads.
    fn travellers(&mut self, mode: TravelMode, zones: ZoneSet) -> Option<&mut Travellers> {
        let key = (mode.index(), zones);
        let at = self.travellers.iter().position(|(known, _)| *known == key);
        let at = at.unwrap_or_else(|| {
            let joined = self.join(mode, zones);
            self.travellers.push((key, joined));
            self.travellers.len() - 1
        });
        self.travellers[at].1.as_mut()
    }

    fn join(&self, mode: TravelMode, zones: ZoneSet) -> Option<Travellers> {
        let roads = self.study.layers().roads_of(&self.profiles[mode.index()]).ok()?;
        let is_theirs = |p: &u32| zones & 1 << self.zone[*p as usize] != 0;
        let points: Vec<u32> = (0..self.zone.len() as u32).filter(is_theirs).collect();
        let at = self.study.area().demand().at();
        let homes = points.iter().map(|&p| roads.link(at[p as usize].to_lng_lat()).ok()).collect();
        let rows = Matrix::new(&roads, None, Direction::To, homes);
        Some(Travellers { roads, points, rows, has_hierarchy: false })
    }

    /// Takes the hierarchy of the roads into use.
    fn prepare(&mut self, mode: TravelMode, zones: ZoneSet) {
        let hierarchy = self.study.hierarchy(&self.profiles[mode.index()]).ok().flatten();
        if let Some(travellers) = self.travellers(mode, zones) {
            travellers.has_hierarchy = true;
            travellers.rows.take_hierarchy(hierarchy);
        }
    }
}

/// What it takes to build a hierarchy, per node and in nodes that a search settles meanwhile: to put
/// the nodes in order, …
const ORDERING: f64 = 220.0;
/// … or to weigh the shortcuts of a known order …
const WEIGHING: f64 = 20.0;
/// … and what a sweep takes to look at a node for one origin.
const SWEEPING: f64 = 0.04;

impl Travellers {
    /// Whether so many searches would take longer than a hierarchy that is built for them.
    fn asks_for_hierarchy(
        &mut self,
        origins: &[Link],
        cutoff: Millis,
        (expected, building): (usize, f64),
    ) -> bool {
        let nodes = f64::from(self.roads.graph.states());
        let searches = expected.max(origins.len()) as f64;
        let sweeps = nodes * (building + SWEEPING * searches);
        // Few searches cannot pay, even if each reaches everything.
        !self.has_hierarchy
            && searches * nodes > sweeps
            && self.rows.mean_reached(origins, cutoff) * searches > sweeps
    }
}
