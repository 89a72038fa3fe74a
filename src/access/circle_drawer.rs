//! Draws a facility's circle: everybody who reaches it in time, each by the mode of their zone.

use super::catchment::Circle;
use super::joined::JoinedStudy;
use super::residents::Residents;
use crate::error::Result;
use crate::network::ModeProfile;
use crate::reach::Wave;
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

/// Draws circles one after the other in the same workspace.
#[derive(Debug)]
pub struct CircleDrawer {
    modes: [Option<(Arc<Residents>, Wave)>; 3],
    /// The zone of each demand point.
    zone: Arc<[u8]>,
    has_zone: [bool; 3],
    /// The shortest time of each demand point so far; `u32::MAX` = none.
    time: Vec<u32>,
    found: Vec<u32>,
}

impl CircleDrawer {
    /// Joins the residents to the roads of every mode that is used.
    ///
    /// Shape: `zone` by demand point, each below 3. A mode without roads is no error: nobody
    /// reaches anything by it.
    pub fn new(
        study: &JoinedStudy,
        profiles: &[ModeProfile; 3],
        zone: Arc<[u8]>,
        used: impl Iterator<Item = Reach>,
    ) -> Self {
        let mut has_zone = [false; 3];
        for &z in zone.iter() {
            has_zone[usize::from(z)] = true;
        }
        let mut is_used = [false; 3];
        for reach in used {
            for (mode, has) in reach.modes.iter().zip(has_zone) {
                is_used[mode.index()] |= has;
            }
        }
        let joined = |mode: usize| -> Result<(Arc<Residents>, Wave)> {
            let residents = study.residents(&profiles[mode])?;
            let wave = Wave::new(residents.roads(), Direction::To);
            Ok((residents, wave))
        };
        let modes = [0, 1, 2].map(|m| if is_used[m] { joined(m).ok() } else { None });
        let time = vec![u32::MAX; zone.len()];
        Self { modes, zone, has_zone, time, found: Vec::new() }
    }

    /// The circle of a facility at a place.
    pub fn draw(&mut self, at: Position, reach: &Reach) -> Circle<u32> {
        self.run(at, reach);
        let Self { time, found, .. } = self;
        found.sort_unstable();
        Circle::new(found.iter().map(|&p| (p, std::mem::replace(&mut time[p as usize], u32::MAX))))
    }

    /// The same circle point by point, each once with its time, in an order that only depends on
    /// the roads.
    pub fn visit(&mut self, at: Position, reach: &Reach, mut each: impl FnMut(u32, Millis)) {
        self.run(at, reach);
        let Self { time, found, .. } = self;
        for &point in found.iter() {
            each(point, Millis(std::mem::replace(&mut time[point as usize], u32::MAX)));
        }
    }

    /// How long everybody takes to the nearest of several places, each by the mode of their zone;
    /// `NEVER` beyond `longest`.
    ///
    /// Shape: by demand point.
    pub fn nearest(
        &mut self,
        places: &[Position],
        travel: [TravelMode; 3],
        longest: Millis,
    ) -> Vec<Millis> {
        let Self { modes, zone, .. } = self;
        let mut times = vec![Millis::NEVER; zone.len()];
        for (mode, joined) in modes.iter_mut().enumerate() {
            let Some((residents, wave)) = joined else { continue };
            let links: Vec<_> = places
                .iter()
                .filter_map(|at| residents.roads().link(at.to_lng_lat()).ok())
                .collect();
            wave.run(&links, longest);
            for (point, (time, zone)) in times.iter_mut().zip(zone.iter()).enumerate() {
                if travel[usize::from(*zone)].index() != mode {
                    continue;
                }
                if let Ok(home) = &residents.links()[point] {
                    *time = wave.time_at(home, residents.departures().of_place(point));
                }
            }
        }
        times
    }

    /// Whether a place is joined to the roads of a mode that somebody travels by.
    pub fn joins(&self, at: Position) -> bool {
        let joined = self.modes.iter().flatten();
        joined.into_iter().any(|(residents, _)| residents.roads().link(at.to_lng_lat()).is_ok())
    }

    /// The residents as the first mode that somebody travels by sees them.
    pub fn first(&self) -> Option<&Arc<Residents>> {
        self.modes.iter().flatten().map(|(residents, _)| residents).next()
    }

    /// Leaves the points of a circle in `found` and their times in `time`.
    fn run(&mut self, at: Position, reach: &Reach) {
        let Self { modes, zone, has_zone, time, found } = self;
        found.clear();
        for (mode, joined) in modes.iter_mut().enumerate() {
            let travels = |z: usize| has_zone[z] && reach.modes[z].index() == mode;
            let longest = (0..3).filter(|&z| travels(z)).map(|z| reach.limits[z]).max();
            let (Some(longest), Some((residents, wave))) = (longest, joined) else { continue };
            let Ok(link) = residents.roads().link(at.to_lng_lat()) else { continue };
            wave.run(std::slice::from_ref(&link), longest);
            let mut reached = |point: u32, ms: Millis| {
                let z = usize::from(zone[point as usize]);
                let best = &mut time[point as usize];
                if reach.modes[z].index() == mode && ms.within(reach.limits[z]) && ms.0 < *best {
                    if *best == u32::MAX {
                        found.push(point);
                    }
                    *best = ms.0;
                }
            };
            let fixed = wave.fixed();
            for (state, ms) in wave.reached() {
                for &(point, to_state) in residents.leaving_through(state) {
                    reached(point, ms.plus(to_state).plus(fixed));
                }
            }
            for point in residents.on_road(link.road) {
                if let Ok(home) = &residents.links()[point as usize] {
                    let ends = residents.departures().of_place(point as usize);
                    reached(point, wave.time_at(home, ends));
                }
            }
        }
    }
}
