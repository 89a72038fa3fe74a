//! The question where to build: for which service and whom, best at what, with what, and where not.

use super::candidates::PlaceRules;
use super::phases::{self, BuildPhase};
use super::restrictions::Restrictions;
use crate::access::Reach;
use crate::access::nearest::LONGEST;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::group::TOTAL;
use crate::facts::{FacilityId, ServiceId, StudyArea, Zone};
use crate::network::ModeProfile;
use crate::units::{Millis, TravelMode};

/// What the sites are to be best at. With `w_i` people at demand point `i`, `t_i` their time to the
/// nearest open facility and `T_i` the longest time of their zone:
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Most people served: `max Σ w_i·1[t_i ≤ T_i]`.
    MaxCoverage,
    /// Fewest sites (least cost, where a budget is given) with `Σ w_i·1[t_i ≤ T_i] ≥ share·Σ w_i`.
    MinSites {
        /// The share of all people who are to be served, from 0 to 1.
        share: f64,
    },
    /// Least `Σ w_i·min(t_i, U)`, where `U` is the question's [`SiteQuestion::up_to`].
    MinTotalTravel,
    /// Least `max min(t_i, U)` over those whom some candidate or kept facility reaches in `U`.
    MinFarthestTravel,
    /// Least coefficient of variation, over all people, of `A_i = Σ_j S_j·f(t_ij) / Σ_k w_k·f(t_kj)`,
    /// the sum over open facilities and sites in reach; `S_j` their capacity and `f` 1, 0.68 and 0.22
    /// in the thirds of `T_i`, as the checkup hands capacity out. No bound is known.
    MinInequality,
    /// Largest `min A_i` over those whom some candidate or kept facility has in reach, of equals with
    /// the fewest people at it. No bound is known.
    MaxLeastAccess,
}

impl Aim {
    /// Whether it is about times rather than about who is served.
    pub fn is_travel(self) -> bool {
        matches!(self, Self::MinTotalTravel | Self::MinFarthestTravel)
    }

    /// Whether it compares the access of people.
    pub fn is_of_access(self) -> bool {
        matches!(self, Self::MinInequality | Self::MaxLeastAccess)
    }

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MaxCoverage => "maxCoverage",
            Self::MinSites { .. } => "minSites",
            Self::MinTotalTravel => "minTotalTravel",
            Self::MinFarthestTravel => "minFarthestTravel",
            Self::MinInequality => "minInequality",
            Self::MaxLeastAccess => "maxMin",
        }
    }
}

/// A population group and what one of its people counts.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupWeight {
    /// The group's code.
    pub group: String,
    /// What one person counts; 1 unless somebody says otherwise.
    pub weight: f64,
}

/// How many people a site can serve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// People whom a site serves of which no capacity is known.
    pub people: f64,
}

/// A facility that may be closed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closable {
    /// Which one.
    pub facility: FacilityId,
    /// What it costs to keep it, in 10,000 yuan.
    pub cost: f64,
}

/// Where to build next?
///
/// Facilities of the service that are open (or planned up to a year) are kept, but for those that
/// may be closed: these are candidates like others, and `sites` counts those of them that stay.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteQuestion {
    /// The service.
    pub service: ServiceId,
    /// What the sites are to be best at.
    pub aim: Aim,
    /// At most so many sites.
    pub sites: Option<u32>,
    /// The most that they may cost, in 10,000 yuan.
    pub budget: Option<f64>,
    /// Who counts, and how much; groups may overlap.
    pub people: Vec<GroupWeight>,
    /// How people of each zone travel, and how long at most.
    pub reach: Reach,
    /// Walking, cycling and driving.
    pub profiles: [ModeProfile; 3],
    /// Travel aims: longer times count as this one.
    pub up_to: Millis,
    /// Facilities that are planned up to this year are there.
    pub year: Option<u16>,
    /// Coverage only: when sites are built, if not all at once; see [`SiteQuestion::in_phases`].
    pub phases: Vec<BuildPhase>,
    /// Facilities that may be closed.
    pub closable: Vec<Closable>,
    /// Which places are candidates.
    pub places: PlaceRules,
    /// Where nothing may be built.
    pub restrictions: Restrictions,
    /// Coverage: sites have room for so many people, facilities of unknown capacity for everybody.
    /// Equal access: what is handed out where no capacity is known; without it the mean of those that
    /// are known, and 1 where none is.
    pub room: Option<Room>,
    /// With room in coverage: districts, everybody at a demand point goes to the same site.
    pub districts: bool,
    /// With room in coverage: units of this level are districts, whose people use the sites and
    /// facilities of their own district only.
    pub district_level: Option<u8>,
    /// Coverage only: people are served who have so many facilities and sites in reach.
    pub backup: Option<u32>,
    /// Solving ends when the gap is at most this …
    pub target_gap: f64,
    /// … or after so much work, in the solver's repeatable units.
    pub work_limit: Option<u64>,
    /// Whether the plan is explained when it is found: curve, swaps, who gains.
    pub explain: bool,
}

impl SiteQuestion {
    /// Most people newly served, everybody counting once and travelling by one mode; sites at
    /// junctions.
    pub fn within(service: ServiceId, profile: &ModeProfile, within: Millis, sites: u32) -> Self {
        let mut profiles = TravelMode::ALL.map(ModeProfile::of);
        profiles[profile.base.index()] = profile.clone();
        Self {
            service,
            aim: Aim::MaxCoverage,
            sites: Some(sites),
            budget: None,
            people: vec![GroupWeight { group: TOTAL.to_owned(), weight: 1.0 }],
            reach: Reach { modes: [profile.base; 3], limits: [within; 3] },
            profiles,
            up_to: LONGEST,
            year: None,
            phases: Vec::new(),
            closable: Vec::new(),
            places: PlaceRules::junctions(),
            restrictions: Restrictions::default(),
            room: None,
            districts: false,
            district_level: None,
            backup: None,
            target_gap: 0.0,
            work_limit: None,
            explain: false,
        }
    }

    /// Most people newly served by the study's own standard: its target group, by the mode and the
    /// minutes of their zone; sites at all known places and at junctions.
    ///
    /// # Errors
    /// `study.service` if the standard has no row of the service.
    pub fn by_standard(area: &StudyArea, service: ServiceId) -> Result<Self> {
        let code = area.catalogue().services().get(service.index()).map(|s| s.code.as_str());
        let code = code.unwrap_or("?");
        let row = area.standard().row(code).ok_or_else(|| {
            Error::new(ErrorCode::StudyService, format!("{code} is not in the standard"))
        })?;
        let mut limits = [Millis::ZERO; 3];
        for zone in Zone::ALL {
            limits[zone.index()] = row.within(service, zone)?.within;
        }
        let modes = Zone::ALL.map(|zone| *row.mode.get(zone));
        let profiles = TravelMode::ALL.map(ModeProfile::of);
        let plain = Self::within(service, &profiles[0], limits[0], 0);
        Ok(Self {
            sites: None,
            people: vec![GroupWeight { group: row.group.clone(), weight: 1.0 }],
            reach: Reach { modes, limits },
            places: PlaceRules::all(),
            ..plain
        })
    }

    /// The same, built in phases: number, budget and year are what they come to in all.
    #[must_use]
    pub fn in_phases(self, phases: Vec<BuildPhase>) -> Self {
        let (sites, budget) = phases::in_all(&phases);
        Self { sites, budget, year: phases.last().map(|p| p.year), phases, ..self }
    }

    /// The circle in which a site counts: the standard's, or up to the longest time for travel.
    pub fn circle(&self) -> Reach {
        if self.aim.is_travel() {
            Reach { modes: self.reach.modes, limits: [self.up_to; 3] }
        } else {
            self.reach
        }
    }

    /// Whether the kept facilities count one by one, so that their circles are drawn too.
    pub(super) fn counts_kept(&self) -> bool {
        self.room.is_some() || self.backup.is_some() || self.aim.is_of_access()
    }

    /// Checks every number against the study.
    ///
    /// # Errors
    /// `study.noData`, `argument.range` or `siting.unsupported`, with the field.
    pub fn check(&self, area: &StudyArea) -> Result<()> {
        let refuse =
            |field: &str, found: String| Err(Error::new(ErrorCode::ArgumentRange, found).at(field));
        if !area.facilities().is_known(self.service) {
            let code = area.catalogue().services().get(self.service.index());
            let found = format!("no facility of {}", code.map_or("?", |s| &s.code));
            return Err(Error::new(ErrorCode::StudyNoData, found));
        }
        phases::check(self)?;
        let limits = self.reach.limits.iter().chain([&self.up_to]);
        if let Some(limit) = limits.into_iter().find(|l| l.0 == 0 || **l > LONGEST) {
            return refuse("minutes", format!("{} minutes", limit.seconds() / 60.0));
        }
        if let Aim::MinSites { share } = self.aim
            && !(0.0..=1.0).contains(&share)
        {
            return refuse("coverage", share.to_string());
        }
        let amount = |v: f64| v.is_finite() && v >= 0.0;
        if let Some(budget) = self.budget.filter(|b| !amount(*b)) {
            return refuse("budget", budget.to_string());
        }
        if self.sites.is_none()
            && self.budget.is_none()
            && !matches!(self.aim, Aim::MinSites { .. })
        {
            return refuse("sites", "neither a number of sites nor a budget".to_owned());
        }
        let is_cover = matches!(self.aim, Aim::MinSites { .. });
        if is_cover && self.sites.is_some() && self.budget.is_some() {
            let found = "fewest sites are counted or priced, not both at once";
            return Err(Error::new(ErrorCode::SitingUnsupported, found).at("sites"));
        }
        if self.people.is_empty() {
            return refuse("people", "nobody counts".to_owned());
        }
        if let Some(group) = self.people.iter().find(|g| !amount(g.weight)) {
            return refuse("people", format!("weight {} of {}", group.weight, group.group));
        }
        if let Some(room) = self.room {
            if self.aim != Aim::MaxCoverage && !self.aim.is_of_access() {
                let found = "room for people with another aim than coverage or equal access";
                return Err(Error::new(ErrorCode::SitingUnsupported, found).at("capacity"));
            }
            if !amount(room.people) {
                return refuse("capacity", room.people.to_string());
            }
        }
        if self.districts && (self.room.is_none() || self.aim != Aim::MaxCoverage) {
            let found = "districts without capacities";
            return Err(Error::new(ErrorCode::SitingUnsupported, found).at("districts"));
        }
        if let Some(level) = self.district_level {
            if self.room.is_none() || self.aim != Aim::MaxCoverage {
                let found = "districts without capacities";
                return Err(Error::new(ErrorCode::SitingUnsupported, found).at("districtLevel"));
            }
            let levels = area.units().levels().len();
            if usize::from(level) >= levels {
                return refuse("districtLevel", format!("{level} of {levels} levels"));
            }
        }
        if let Some(backup) = self.backup {
            if self.aim != Aim::MaxCoverage || self.room.is_some() {
                let found = "backup with another aim than coverage, or with capacities";
                return Err(Error::new(ErrorCode::SitingUnsupported, found).at("backup"));
            }
            if backup == 0 {
                return refuse("backup", backup.to_string());
            }
        }
        for (i, closable) in self.closable.iter().enumerate() {
            if self.closable[..i].iter().any(|other| other.facility == closable.facility) {
                return refuse("closable", "the same facility twice".to_owned());
            }
            let facility = area.facilities().get(closable.facility);
            if !facility.is_some_and(|f| f.gives(self.service)) {
                let found = "a facility that is not open or does not give the service";
                return refuse("closable", found.to_owned());
            }
            if !amount(closable.cost) {
                return refuse("closable", format!("cost {}", closable.cost));
            }
        }
        if self.target_gap.is_nan() || self.target_gap < 0.0 {
            return refuse("targetGap", self.target_gap.to_string());
        }
        self.places.check()?;
        self.restrictions.check()
    }
}
