//! Who is served: residents within a standard's time of a service, per unit and in all.

use crate::facts::{ServiceStandard, StudyArea};
use crate::units::Millis;

/// Who is within a time of the nearest open facility of a service.
///
/// `served = Σ pᵢ·1[tᵢ ≤ T]` over demand points `i` with `pᵢ` people at `tᵢ` from the nearest
/// facility; a unit's share (可及度) is that of its own people. Every person is counted in exactly
/// one of `classes`.
#[derive(Debug)]
pub struct Served {
    /// All residents.
    pub total: f64,
    /// Residents who are served.
    pub served: f64,
    /// Residents per unit, in the order of the study's units.
    pub unit_people: Vec<f64>,
    /// Served residents per unit.
    pub unit_served: Vec<f64>,
    /// Mean minutes to the nearest facility per unit, over those who reach one; NaN = nobody does.
    pub unit_minutes: Vec<f64>,
    /// Residents by time: up to T/3, 2T/3, T, 2T, above, not reached within an hour.
    pub classes: [f64; 6],
}

impl Served {
    /// Counts the residents of a study by their times, one per demand point.
    pub fn of(area: &StudyArea, standard: ServiceStandard, times: &[Millis]) -> Self {
        let (demand, units) = (area.demand(), area.units());
        let mut classes = [0.0; 6];
        let mut unit_people = vec![0.0; units.len()];
        let mut unit_served = vec![0.0; units.len()];
        let mut unit_reaching = vec![0.0; units.len()];
        let mut unit_minutes = vec![0.0; units.len()];
        for ((&people, unit), &time) in demand.people().iter().zip(demand.unit()).zip(times) {
            let unit = unit.index();
            unit_people[unit] += people;
            classes[class_of(standard, time)] += people;
            if standard.is_met_by(time) {
                unit_served[unit] += people;
            }
            if time != Millis::NEVER {
                unit_reaching[unit] += people;
                unit_minutes[unit] += people * time.seconds() / 60.0;
            }
        }
        for column in [&mut unit_people, &mut unit_served, &mut unit_reaching, &mut unit_minutes] {
            units.roll_up(column);
        }
        for (minutes, reaching) in unit_minutes.iter_mut().zip(&unit_reaching) {
            *minutes = if *reaching > 0.0 { *minutes / reaching } else { f64::NAN };
        }
        let total = demand.total();
        let served = classes[..3].iter().sum();
        Self { total, served, unit_people, unit_served, unit_minutes, classes }
    }

    /// Share of a unit's residents who are served (可及度); NaN for a unit without residents.
    pub fn unit_share(&self, unit: usize) -> f64 {
        if self.unit_people[unit] > 0.0 {
            self.unit_served[unit] / self.unit_people[unit]
        } else {
            f64::NAN
        }
    }
}

/// The class of a time: thirds of the standard, then up to twice it, above, and not reached.
fn class_of(standard: ServiceStandard, time: Millis) -> usize {
    let limit = u64::from(standard.within.0);
    let ms = u64::from(time.0);
    match () {
        () if time == Millis::NEVER => 5,
        () if standard.is_met_by(time) => {
            (0..2).find(|i| ms * 3 <= limit * (i + 1)).unwrap_or(2) as usize
        }
        () if ms <= limit * 2 => 3,
        () => 4,
    }
}
