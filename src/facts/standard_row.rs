//! One row of the standard: who is owed how much of a service, and how near.

use super::service::ServiceId;
use super::standard::ServiceStandard;
use super::text::Text;
use super::zone::{ByZone, Zone};
use crate::error::{Error, ErrorCode, Result};
use crate::units::{Millis, TravelMode};
use serde::{Deserialize, Serialize};

/// The longest time that can be asked for, in minutes.
const LONGEST: f64 = 240.0;
/// The most facilities that can be asked for within the time.
const MOST: u8 = 20;

/// How far to trust a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trust {
    /// Stated in a document of the customer.
    S,
    /// Read on the issuing body's own page.
    V,
    /// Read in somebody else's restatement.
    V2,
    /// General knowledge, not verified.
    K,
    /// An assumption.
    A,
    /// Set by the planner.
    #[serde(rename = "own")]
    Own,
}

impl Trust {
    const ALL: [(Trust, &'static str); 6] = [
        (Trust::S, "S"),
        (Trust::V, "V"),
        (Trust::V2, "V2"),
        (Trust::K, "K"),
        (Trust::A, "A"),
        (Trust::Own, "own"),
    ];

    /// The tag as tables write it.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The trust of a tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, t)| t.eq_ignore_ascii_case(tag)).map(|(trust, _)| trust)
    }
}

/// By whose number the norm counts, and who competes for the capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NormBase {
    /// Per 1,000 of the target group.
    Group,
    /// Per 1,000 residents, whoever the target group is ("/k").
    Total,
}

/// How far to trust a row's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tags {
    /// The norm's.
    pub norm: Trust,
    /// The minutes' (the weakest of the three).
    pub minutes: Trust,
    /// The minimum scale's.
    pub scale: Trust,
}

/// One service of the standard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StandardRow {
    /// The service's code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Code of its domain of 七优享.
    pub domain: String,
    /// Code of the target group; `total` for everybody.
    pub group: String,
    /// What capacity is counted in.
    pub unit: Text,
    /// Capacity units per 1,000 of the base.
    pub norm: f64,
    /// The same for new areas, where it is another.
    #[serde(default)]
    pub norm_new: Option<f64>,
    /// Of whom these thousand are.
    pub base: NormBase,
    /// Demand on facilities per 1,000 of the base, in capacity units; the norm if absent.
    #[serde(default)]
    pub rate: Option<f64>,
    /// The longest time that is still within the standard, in minutes.
    pub minutes: ByZone<f64>,
    /// How residents of a zone travel.
    pub mode: ByZone<TravelMode>,
    /// How many facilities are to be within that time.
    pub k: ByZone<u8>,
    /// A rigid row makes a 缺项 where it is not met; a flexible one only lowers the score.
    pub rigid: bool,
    /// The smallest facility that is built.
    pub min_scale: ByZone<f64>,
    /// What the minimum scale is counted in.
    pub min_scale_unit: Text,
    /// How far to trust the numbers.
    pub tags: Tags,
    /// Where they come from.
    pub source: Text,
}

impl StandardRow {
    /// Required capacity per person of the base.
    pub fn norm_per_person(&self, new_area: bool) -> f64 {
        self.norm_new.filter(|_| new_area).unwrap_or(self.norm) / 1000.0
    }

    /// Demand on facilities per person of the base.
    pub fn rate_per_person(&self, new_area: bool) -> f64 {
        self.rate.map_or_else(|| self.norm_per_person(new_area), |rate| rate / 1000.0)
    }

    /// The time standard of a zone.
    ///
    /// # Errors
    /// `argument.range` for minutes that are no time.
    pub fn within(&self, service: ServiceId, zone: Zone) -> Result<ServiceStandard> {
        Ok(ServiceStandard { service, within: Millis::from_minutes(*self.minutes.get(zone))? })
    }

    /// The minimum scale as a capacity, for facilities whose capacity is not known; `None` where it
    /// is counted in another unit. To be labelled 假定 wherever it is used.
    pub fn assumed_capacity(&self, zone: Zone) -> Option<f64> {
        (self.min_scale_unit == self.unit).then(|| *self.min_scale.get(zone))
    }

    /// Whether the numbers are in their ranges.
    ///
    /// # Errors
    /// `standard.row` with the field.
    pub fn check(&self) -> Result<()> {
        let wrong =
            |field: &str, found: String| Err(Error::new(ErrorCode::StandardRow, found).at(field));
        let code_fits = !self.code.is_empty()
            && self.code.len() <= 16
            && self.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !code_fits {
            return wrong("code", format!("{:?}", self.code));
        }
        let not_negative = |value: f64| value.is_finite() && value >= 0.0;
        let numbers = [
            ("norm", Some(self.norm)),
            ("norm_new", self.norm_new),
            ("rate", self.rate),
            ("min_scale_urban", Some(self.min_scale.urban)),
            ("min_scale_suburban", Some(self.min_scale.suburban)),
            ("min_scale_rural", Some(self.min_scale.rural)),
        ];
        for (field, value) in numbers {
            if let Some(value) = value.filter(|v| !not_negative(*v)) {
                return wrong(field, value.to_string());
            }
        }
        for zone in Zone::ALL {
            let (minutes, k) = (*self.minutes.get(zone), *self.k.get(zone));
            if !(minutes > 0.0 && minutes <= LONGEST) {
                return wrong(&format!("minutes_{}", zone.as_str()), minutes.to_string());
            }
            if !(1..=MOST).contains(&k) {
                return wrong(&format!("k_{}", zone.as_str()), k.to_string());
            }
        }
        Ok(())
    }
}
