//! Who counts in a siting question: the weight of every demand point, from one or several groups.

use super::question::GroupWeight;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::group::TOTAL;
use crate::facts::{StudyArea, Trust, Zone};
use std::sync::Arc;

/// The people of a siting question.
#[derive(Clone, Debug)]
pub struct PeopleAsked {
    /// What each demand point counts: `Σ_g weight_g·people_g`; 0 where there is no data.
    pub weight: Vec<f64>,
    /// The groups.
    pub groups: Vec<GroupAsked>,
    /// The zone of each demand point, as a position in [`Zone::ALL`].
    pub zone: Arc<[u8]>,
    /// People, by weight, who live in units whose zone cannot be told: they count as 城镇化.
    pub without_zone: f64,
    /// Demand points of which a group is not known.
    pub without_data: usize,
}

/// A group that counts.
#[derive(Clone, Debug)]
pub struct GroupAsked {
    /// Its code.
    pub code: String,
    /// What one person counts.
    pub weight: f64,
    /// Nobody counted it: an assumed share of the residents, trusted so far.
    pub assumed: Option<Trust>,
    /// Its people by demand point, where there is more than one group; else the weights say it.
    pub people: Vec<f64>,
}

impl PeopleAsked {
    /// The people of a study.
    ///
    /// # Errors
    /// `study.noData` for a group that nobody counted and of which no share is known.
    pub fn of(area: &StudyArea, asked: &[GroupWeight]) -> Result<Self> {
        let demand = area.demand();
        let mut weight = vec![0.0; demand.len()];
        let mut is_unknown = vec![false; demand.len()];
        let mut groups = Vec::new();
        for GroupWeight { group, weight: each } in asked {
            let found = demand.of_group(group, false).or_else(|| demand.of_group(group, true));
            let Some(mut found) = found else {
                let what = format!("nobody counted {group}");
                return Err(Error::new(ErrorCode::StudyNoData, what).at("people"));
            };
            let columns = weight.iter_mut().zip(&mut is_unknown).zip(&mut found.people);
            for ((weight, is_unknown), people) in columns {
                if !people.is_finite() {
                    *is_unknown = true;
                    *people = 0.0;
                }
                *weight += *people * each;
            }
            let people = if asked.len() > 1 { found.people } else { Vec::new() };
            let assumed = found.assumed;
            groups.push(GroupAsked { code: group.clone(), weight: *each, assumed, people });
        }
        let mut without_zone = 0.0;
        let zone_of = |(unit, weight): (&crate::facts::UnitId, &f64)| {
            let zone = area.units().zone(*unit);
            if zone.is_none() {
                without_zone += weight;
            }
            zone.unwrap_or(Zone::Urban).index() as u8
        };
        let zone = demand.unit().iter().zip(&weight).map(zone_of).collect();
        let without_data = is_unknown.iter().filter(|is| **is).count();
        Ok(Self { weight, groups, zone, without_zone, without_data })
    }

    /// All who count.
    pub fn total(&self) -> f64 {
        self.weight.iter().sum()
    }

    /// People of a group at a demand point.
    pub fn of_group(&self, group: usize, point: usize) -> f64 {
        match self.groups.get(group) {
            Some(g) if !g.people.is_empty() => g.people[point],
            Some(g) if g.weight > 0.0 => self.weight[point] / g.weight,
            _ => 0.0,
        }
    }

    /// Whether everybody counts once, so that weights are people.
    pub fn are_plain(&self) -> bool {
        matches!(&self.groups[..], [one] if one.weight.to_bits() == 1.0f64.to_bits())
    }

    /// Whether the group is everybody.
    pub fn are_all(&self) -> bool {
        self.are_plain() && self.groups[0].code == TOTAL
    }
}
