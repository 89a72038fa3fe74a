//! One service as bare numbers, as a page or another program asks it, and its answer.

use super::indicators::{ServiceAnswer, ServiceQuestion, UnitRules, UnitSums};
use crate::access::{Band, Catchment, Decay, Huff, Method};
use crate::error::{Error, ErrorCode, Result};

/// People, units, facilities and the times between them.
///
/// Shape: `people`, `base` and `unit` by demand point; row `i` of the times is
/// `facility[row_start[i]..row_start[i + 1]]` with `seconds`; `capacity` by facility.
#[derive(Clone, Debug, Default)]
pub struct BareService {
    /// The target group.
    pub people: Vec<f64>,
    /// Who competes for and is owed the capacity, where that is another count.
    pub base: Option<Vec<f64>>,
    /// The unit of each demand point.
    pub unit: Vec<u32>,
    /// How many units there are.
    pub units: u32,
    /// Where each row begins, and where the last ends.
    pub row_start: Vec<u32>,
    /// The facilities that a demand point can travel to.
    pub facility: Vec<u32>,
    /// Seconds to them.
    pub seconds: Vec<f64>,
    /// Capacities.
    pub capacity: Vec<f64>,
    /// The longest time that is in reach, itself included.
    pub threshold_seconds: f64,
    /// How capacity is handed out.
    pub method: Method,
    /// Time bands in seconds, for the methods that take them.
    pub bands: Option<Vec<Band>>,
    /// Required capacity per person of the base.
    pub norm: f64,
    /// Demand on a facility per person of the base.
    pub rate: f64,
    /// How people choose.
    pub huff: Huff,
}

/// The answer, with the sums it was averaged from.
#[derive(Clone, Debug)]
pub struct BareAnswer {
    /// At every demand point and facility; times in seconds.
    pub at: ServiceAnswer,
    /// By unit.
    pub units: UnitSums,
}

impl BareService {
    /// Checks the numbers and works out the service.
    ///
    /// # Errors
    /// `argument.range`, with the place: columns of different lengths, negative or unknown numbers,
    /// positions out of range, no bands where the method needs them.
    pub fn evaluate(&self) -> Result<BareAnswer> {
        let points = self.people.len();
        let base = self.base.as_ref().unwrap_or(&self.people);
        for (name, length) in [("base", base.len()), ("unit", self.unit.len())] {
            if length != points {
                return Err(refused(name, format!("{length} entries, not {points}")));
            }
        }
        if self.row_start.len() != points + 1 {
            let found = format!("{} entries, not {}", self.row_start.len(), points + 1);
            return Err(refused("rowStart", found));
        }
        for (name, column) in
            [("people", &self.people), ("base", base), ("capacity", &self.capacity)]
        {
            if let Some(i) = column.iter().position(|v| !v.is_finite() || *v < 0.0) {
                return Err(refused(&format!("{name}[{i}]"), column[i].to_string()));
            }
        }
        if let Some(i) = self.unit.iter().position(|&u| u >= self.units) {
            return Err(refused(
                &format!("unit[{i}]"),
                format!("{}, of {}", self.unit[i], self.units),
            ));
        }
        for (name, value, may_be_zero) in [
            ("thresholdSeconds", self.threshold_seconds, false),
            ("norm", self.norm, false),
            ("rate", self.rate, true),
        ] {
            if !value.is_finite() || value < 0.0 || (value == 0.0 && !may_be_zero) {
                return Err(refused(name, value.to_string()));
            }
        }
        let decay = self.decay()?;
        let catchment = Catchment::from_rows(
            &self.row_start,
            &self.facility,
            &self.seconds,
            self.capacity.len(),
            self.threshold_seconds,
        )?;
        let question = ServiceQuestion {
            people: &self.people,
            base,
            catchment: &catchment,
            capacity: &self.capacity,
            observed: None,
            rate: Some(self.rate),
            method: self.method,
            huff: self.huff,
            per_minute: 60.0,
        };
        let at = ServiceAnswer::of(&question, |_, t| decay.weight(t));
        let rules = UnitRules {
            norm: |_| self.norm,
            enough: |_, count| count > 0,
            soft: |_, t| decay.weight(t),
        };
        let mut units = UnitSums::new(self.units as usize);
        let unit = self.unit.iter().map(|&u| u as usize);
        units.add_up(&question, &at, &rules, unit, &vec![true; self.units as usize]);
        Ok(BareAnswer { at, units })
    }

    fn decay(&self) -> Result<Decay> {
        let within = self.threshold_seconds;
        match (self.method, &self.bands) {
            (Method::TwoStep, _) => Ok(Decay::Step { within }),
            (Method::Gaussian, _) => Ok(Decay::Gaussian { within }),
            (_, Some(bands)) => Decay::bands(bands.clone(), within),
            (method, None) => {
                Err(refused("bands", format!("missing, {} needs them", method.as_str())))
            }
        }
    }
}

fn refused(place: &str, found: String) -> Error {
    Error::new(ErrorCode::ArgumentRange, found).at(place)
}
