//! The terms of a checkup: what a service owes to whom, and how it is measured.

use crate::access::{Huff, Method};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::Unit;
use crate::network::ModeProfile;
use crate::units::{Millis, TravelMode};

/// The longest time that can be asked for, as in the standard's rows.
const LONGEST: Millis = Millis(240 * 60_000);

/// What the standard says of one service; three values each for 城镇化, 近郊 and 远郊.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTerms {
    /// The longest time that is in reach, itself included, in minutes.
    pub minutes: [f64; 3],
    /// How people travel.
    pub modes: [TravelMode; 3],
    /// How many facilities are to be in reach.
    pub k: [u32; 3],
    /// Required capacity per person of the base; `None`: nothing is said, so 保障度 has no data.
    pub norm: Option<f64>,
    /// What takes the norm's place in units that are flagged as new areas; 0 = nothing is owed.
    pub norm_new: Option<f64>,
    /// Demand on a facility per person of the base; `None`: as much as the norm.
    pub rate: Option<f64>,
    /// Capacity that is assumed of a facility in each zone of which nobody knows it.
    pub assumed: [Option<f64>; 3],
    /// The base is all residents, not the target group.
    pub base_total: bool,
    /// It must be there: only what is rigid can be a shortage.
    pub rigid: bool,
}

impl ServiceTerms {
    /// Checks every number.
    ///
    /// # Errors
    /// `argument.range`, with the field: minutes that are not above 0 or beyond four hours, `k` of 0,
    /// a norm that is not above 0, a negative rate.
    pub fn check(&self) -> Result<()> {
        let refuse =
            |field: &str, found: String| Err(Error::new(ErrorCode::ArgumentRange, found).at(field));
        for minutes in self.minutes {
            // A limit that rounds to no millisecond at all is none either.
            match Millis::from_minutes(minutes) {
                Ok(limit) if limit != Millis::ZERO && limit <= LONGEST => {}
                _ => return refuse("minutes", minutes.to_string()),
            }
        }
        if self.k.contains(&0) {
            return refuse("k", "0 facilities".to_owned());
        }
        if let Some(norm) = self.norm.filter(|norm| !norm.is_finite() || *norm <= 0.0) {
            return refuse("norm", norm.to_string());
        }
        let others = [("normNew", self.norm_new), ("rate", self.rate)];
        let is_amount = |v: f64| v.is_finite() && v >= 0.0;
        match others.into_iter().find(|(_, value)| !value.is_none_or(is_amount)) {
            Some((field, value)) => refuse(field, value.unwrap_or(f64::NAN).to_string()),
            None => Ok(()),
        }
    }

    /// The limits of the three zones.
    pub fn limits(&self) -> [Millis; 3] {
        self.minutes.map(|m| Millis::from_minutes(m).unwrap_or(Millis::ZERO))
    }

    /// The norm of a unit, flagged as a new area or not.
    pub fn norm_of(&self, unit: &Unit) -> Option<f64> {
        let norm = self.norm_new.filter(|_| unit.marks.new_area).or(self.norm);
        norm.filter(|norm| *norm > 0.0)
    }

    /// Demand per person: the rate, else the norm. New areas are owed more or less than others, but
    /// their people use as much.
    pub fn demand_rate(&self) -> Option<f64> {
        self.rate.or(self.norm)
    }
}

/// How a checkup measures. Two checkups can be compared if this is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Terms by service, in the order of the catalogue; `None`: the service is not looked at.
    pub terms: Vec<Option<ServiceTerms>>,
    /// Walking, cycling and driving.
    pub profiles: [ModeProfile; 3],
    /// How capacity is handed out; bands are thirds of the limit.
    pub method: Method,
    /// How people choose.
    pub huff: Huff,
}

impl Definition {
    /// Terms measured with the default speeds, E2SFCA and Huff's default exponents.
    pub fn new(terms: Vec<Option<ServiceTerms>>) -> Self {
        Self {
            terms,
            profiles: TravelMode::ALL.map(ModeProfile::of),
            method: Method::default(),
            huff: Huff::default(),
        }
    }
}
