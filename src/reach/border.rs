//! Which circles touch the extract's border: beyond it there may be roads and places that no answer knows.

use super::wave::{Ends, Wave};
use crate::network::border::Inner;
use crate::network::{Link, ModeRoads};
use crate::units::{Direction, LngLat, Millis, Position};

/// Nothing is asked beyond this: the longest circle there is.
const LONGEST: Millis = Millis(4 * 60 * 60 * 1000);

/// The time between every place and the extract's border along a mode's roads.
///
/// A circle touches the border if the border is reached within its time, or its place lies at it.
/// A circle that does not is whole: no road leads out of the file within its time.
#[derive(Debug)]
pub struct BorderTimes {
    /// Absent where no road of the mode meets the border.
    wave: Option<Wave>,
    inner: Option<Inner>,
    leaving: bool,
}

impl BorderTimes {
    /// One search from all places where roads meet the border; `direction` is the circles' own.
    pub fn of(roads: &ModeRoads, direction: Direction) -> Self {
        let border = roads.network.border();
        let places = border.places(&roads.network, &roads.graph);
        let leaving = direction == Direction::From;
        // Who travels to a place in a circle comes from the border.
        let from_border = if leaving { Direction::To } else { Direction::From };
        let wave = (!places.is_empty()).then(|| {
            let mut wave = Wave::new(roads, from_border);
            wave.run(&places, LONGEST);
            wave
        });
        Self { wave, inner: border.inner(&roads.network, &roads.graph), leaving }
    }

    /// Whether no place is ever at the border.
    pub fn is_nowhere(&self) -> bool {
        self.wave.is_none()
    }

    /// The time between a place and the border; `NEVER` if no road leads there.
    pub fn time(&self, at: LngLat, link: &Link) -> Millis {
        let Some(wave) = &self.wave else { return Millis::NEVER };
        let ends = Ends::of(wave.roads(), std::iter::once(Some(link)), self.leaving);
        self.time_through(at, link, ends.of_place(0))
    }

    /// The same where the place's departures (or arrivals, for circles towards it) are known.
    pub fn time_through(&self, at: LngLat, link: &Link, ends: &[(u32, Millis)]) -> Millis {
        let Some(wave) = &self.wave else { return Millis::NEVER };
        if self.inner.is_some_and(|inner| !inner.holds(Position::from_lng_lat(at))) {
            return Millis::ZERO;
        }
        wave.time_at(link, ends)
    }
}
