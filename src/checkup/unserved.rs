//! Whom no facility serves: why it is not reached, and whom one beyond the border may serve.

use crate::access::{FacilityTimes, Residents};
use crate::facts::{ServiceStandard, StudyArea};
use crate::reach::unreached::{Unreached, WHENEVER};
use crate::reach::{BorderTimes, Wave};
use crate::units::{Direction, Millis};

/// What the counts of those who are served leave open.
#[derive(Debug)]
pub struct Unserved {
    /// Why each demand point does not reach a facility within an hour; `None` if it does.
    pub reasons: Vec<Option<Unreached>>,
    /// Residents by reason, in the order of [`Unreached::ALL`].
    pub people: [f64; 4],
    /// Residents who are not served and reach the extract's border within the standard's time: a
    /// facility beyond it may serve them.
    pub near_border: f64,
    /// The same per unit, in the order of the study's units.
    pub unit_near_border: Vec<f64>,
}

impl Unserved {
    /// Asks why, for the times of one service and mode.
    pub fn of(
        area: &StudyArea,
        residents: &Residents,
        standard: ServiceStandard,
        times: &FacilityTimes,
    ) -> Self {
        let roads = residents.roads();
        let (demand, units) = (area.demand(), area.units());
        let late = |point: usize| times.times[point] == Millis::NEVER;
        let asks = residents.links().iter().enumerate().any(|(p, l)| l.is_ok() && late(p));
        let mut ever = Wave::new(roads, Direction::To);
        if asks {
            ever.run(times.wave.sources(), WHENEVER);
        }
        let border = BorderTimes::of(roads, Direction::From);
        let mut found = Self {
            reasons: Vec::with_capacity(demand.len()),
            people: [0.0; 4],
            near_border: 0.0,
            unit_near_border: vec![0.0; units.len()],
        };
        let points = demand.people().iter().zip(demand.unit()).zip(residents.links());
        for (point, ((&people, unit), link)) in points.enumerate() {
            let ends = residents.departures().of_place(point);
            let reason = late(point).then(|| match link {
                Err(reason) => Unreached::from(*reason),
                Ok(link) if ever.time_at(link, ends) == Millis::NEVER => Unreached::Island,
                Ok(_) => Unreached::BeyondCutoff,
            });
            if let Some(reason) = reason {
                found.people[reason.index()] += people;
            }
            found.reasons.push(reason);
            if let Ok(link) = link
                && !border.is_nowhere()
                && !standard.is_met_by(times.times[point])
            {
                let at = demand.at()[point].to_lng_lat();
                if border.time_through(at, link, ends).within(standard.within) {
                    found.near_border += people;
                    found.unit_near_border[unit.index()] += people;
                }
            }
        }
        units.roll_up(&mut found.unit_near_border);
        found
    }
}
