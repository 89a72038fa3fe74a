//! Who goes where: with room for so many, how many people of each demand point which site or
//! facility serves.
//!
//! With `y_pj` the people of demand point `p` whom `j` serves, `w_p` all who count there and `r_j`
//! the people that `j` has room for:
//!
//! ```text
//! Σ_j y_pj ≤ w_p     Σ_p y_pj ≤ r_j     Σ_pj y_pj = served in all     y_pj > 0 only for p in reach of j
//! districts: y_pj is w_p or 0, so that one j at most serves a point
//! ```
//!
//! It is the assignment that the solver found; others may serve as many. Whom a site *newly* serves
//! it does not say: a site also takes people over from facilities that then have room for others.

use super::constraints::Constraints;
use super::instance::Instance;
use super::people_asked::PeopleAsked;
use super::plan::SitingResult;
use crate::facts::FacilityId;

/// What serves people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// A site of the plan, by its number among the candidates.
    Site(u32),
    /// A facility that stays whatever is chosen.
    Facility(FacilityId),
}

/// What one site or facility serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Which one.
    pub server: Server,
    /// People, by weight.
    pub people: f64,
    /// People that it has room for; `None`: its capacity is not known, it has room for everybody.
    pub room: Option<f64>,
}

/// People of one demand point who go to one site or facility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The demand point, by its position in the study.
    pub point: u32,
    /// Where they go, by its position in [`Assignment::loads`].
    pub load: u32,
    /// People, by weight; more than 0.
    pub people: f64,
}

/// Who goes where in a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The plan's sites, those first that serve most, then the facilities that stay.
    pub loads: Vec<Load>,
    /// By demand point, ascending; who is in none is not served.
    pub parts: Vec<Part>,
}

/// What a site serves, as its people are told apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) people: f64,
    /// By group, in people; of a point that is served in part the same part of each group.
    pub(super) by_group: Vec<f64>,
    /// By demand point.
    pub(super) points: Vec<(usize, f64)>,
}

impl Assignment {
    /// The assignment of a plan, `points` being the demand point of each row; `None` where sites
    /// have no limited room.
    pub(super) fn of(
        asked: &Constraints<'_>,
        instance: &Instance,
        result: &SitingResult,
        points: &[u32],
    ) -> Option<Self> {
        let served = result.served.as_ref()?;
        let mut people = vec![0.0; instance.candidates as usize];
        for (&j, served) in instance.candidate.iter().zip(served) {
            people[j as usize] += served;
        }
        let mut sites = result.sites.clone();
        let by_people = |a: &u32, b: &u32| people[*b as usize].total_cmp(&people[*a as usize]);
        sites.sort_by(|a, b| by_people(a, b).then(a.cmp(b)));
        let new = sites.iter().map(|&j| (j as usize, Server::Site(j)));
        let kept = asked.kept.stay.iter().map(|(id, _)| Server::Facility(*id));
        let all = new.chain((asked.candidates.len()..).zip(kept));
        let rooms: Vec<Option<f64>> = asked.rooms().collect();
        let mut number = vec![None; people.len()];
        let mut loads = Vec::new();
        for (j, server) in all {
            number[j] = Some(loads.len() as u32);
            loads.push(Load { server, people: people[j], room: rooms[j] });
        }
        let mut parts = Vec::new();
        for (d, &point) in points.iter().enumerate() {
            for at in instance.range(d).filter(|&at| served[at] > 0.0) {
                let load = number[instance.candidate[at] as usize];
                parts.extend(load.map(|load| Part { point, load, people: served[at] }));
            }
        }
        Some(Self { loads, parts })
    }

    /// The plan's sites and the people each serves, those first that serve most.
    pub(super) fn sites(&self) -> impl Iterator<Item = (u32, f64)> {
        self.loads.iter().filter_map(|load| match load.server {
            Server::Site(number) => Some((number, load.people)),
            Server::Facility(_) => None,
        })
    }

    /// Whom the site at a position among the plan's serves.
    pub(super) fn told(&self, site: usize, asked: &PeopleAsked) -> Told {
        let mut told = Told { by_group: vec![0.0; asked.groups.len()], ..Told::default() };
        told.people = self.loads.get(site).map_or(0.0, |load| load.people);
        for part in self.parts.iter().filter(|part| part.load as usize == site) {
            let point = part.point as usize;
            told.points.push((point, part.people));
            let share = part.people / asked.weight[point];
            for (group, sum) in told.by_group.iter_mut().enumerate() {
                *sum += share * asked.of_group(group, point);
            }
        }
        told
    }
}
