//! The question which existing facilities to close, merge, move or expand.

use super::action::ActionKind;
use crate::checkup::{CheckupSettings, ShortageRules};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{FacilityId, ServiceId, StudyArea};
use crate::siting::{PlaceRules, Restrictions};

/// What a layout is judged by, in people. With `p_i` people of the target group and `b_i` of the
/// base at demand point `i`, `n_i` facilities in reach of `k_i` asked for, `A_i` capacity per
/// person and `norm` what is owed:
///
/// ```text
/// score = in_reach · Σ_i p_i·1[n_i ≥ k_i]
///       + met      · Σ_i b_i·min(1, A_i / norm)
///       − facility · (number of open facilities)
/// ```
///
/// so a facility is closed where fewer than `facility` people lose by that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayoutWeights {
    /// A person with enough in reach (可及度).
    pub in_reach: f64,
    /// A person whose norm is met (保障度, nobody more than fully).
    pub met: f64,
    /// A facility that is not kept open.
    pub facility: f64,
}

impl Default for LayoutWeights {
    fn default() -> Self {
        Self { in_reach: 1.0, met: 1.0, facility: 1.0 }
    }
}

/// What actions cost, in 10,000 yuan; `None`: nobody knows. A move costs what its place does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ActionCosts {
    /// To close a facility.
    pub close: Option<f64>,
    /// To merge one into another.
    pub merge: Option<f64>,
    /// One more unit of capacity.
    pub expand: Option<f64>,
}

/// What is to be changed among the facilities of a service?
#[derive(Clone, Debug)]
pub struct LayoutQuestion {
    /// The service.
    pub service: ServiceId,
    /// How the checkups are made that measure every action.
    pub settings: CheckupSettings,
    /// Whether each kind of action may be proposed, in the order of [`ActionKind::ALL`].
    pub kinds: [bool; 4],
    /// At most so many actions.
    pub actions: u32,
    /// The most that they may cost together, in 10,000 yuan. An action of unknown cost is not
    /// taken where there is one.
    pub budget: Option<f64>,
    /// What counts how much.
    pub weights: LayoutWeights,
    /// What actions cost.
    pub costs: ActionCosts,
    /// A facility below this 饱和度 is idle …
    pub idle: f64,
    /// … above this overloaded …
    pub overloaded: f64,
    /// … and expanded until its present load fills it so far.
    pub fit: f64,
    /// Facilities are merged over so many metres at most, as the crow flies.
    pub merge_metres: f64,
    /// Facilities that stay as they are.
    pub keep: Vec<FacilityId>,
    /// Where facilities may be moved to.
    pub places: PlaceRules,
    /// Where nothing may be built.
    pub restrictions: Restrictions,
    /// It ends after so many trials.
    pub trials: u32,
}

impl LayoutQuestion {
    /// Up to ten actions of all kinds by the study's own standard. Facilities may be moved to known
    /// places, or where there are none to junctions near homes.
    ///
    /// Source: idle and overloaded as in [`ShortageRules`]; 0.9 is the upper end of 饱和度 that
    /// counts as fit; weights, metres and numbers are assumptions, to be edited.
    pub fn of(area: &StudyArea, service: ServiceId) -> Self {
        let rules = ShortageRules::default();
        let has_places = area.candidates().of(service).next().is_some();
        Self {
            service,
            settings: CheckupSettings::default(),
            kinds: [true; 4],
            actions: 10,
            budget: None,
            weights: LayoutWeights::default(),
            costs: ActionCosts::default(),
            idle: rules.idle,
            overloaded: rules.overloaded,
            fit: 0.9,
            merge_metres: 2000.0,
            keep: Vec::new(),
            places: PlaceRules { junctions: !has_places, ..PlaceRules::all() },
            restrictions: Restrictions::default(),
            trials: 2000,
        }
    }

    /// Whether a kind of action may be proposed.
    pub fn may(&self, kind: ActionKind) -> bool {
        self.kinds[kind as usize]
    }

    /// Checks every number against the study.
    ///
    /// # Errors
    /// `study.noData`, `argument.range`, with the field.
    pub fn check(&self, area: &StudyArea) -> Result<()> {
        if !area.facilities().is_known(self.service) {
            let code = area.catalogue().services().get(self.service.index());
            let found = format!("no facility of {}", code.map_or("?", |s| &s.code));
            return Err(Error::new(ErrorCode::StudyNoData, found));
        }
        let is_amount = |v: f64| v.is_finite() && v >= 0.0;
        let LayoutWeights { in_reach, met, facility } = self.weights;
        let ActionCosts { close, merge, expand } = self.costs;
        let amounts = [
            ("budget", self.budget),
            ("weights.inReach", Some(in_reach)),
            ("weights.met", Some(met)),
            ("weights.facility", Some(facility)),
            ("actionCosts.close", close),
            ("actionCosts.merge", merge),
            ("actionCosts.expand", expand),
            ("idle", Some(self.idle)),
            ("overloaded", Some(self.overloaded)),
            ("mergeMetres", Some(self.merge_metres)),
        ];
        let wrong = amounts.iter().find(|(_, v)| v.is_some_and(|v| !is_amount(v)));
        let wrong = wrong.map(|(name, v)| (*name, v.unwrap_or(f64::NAN)));
        let is_fit = self.fit.is_finite() && self.fit > 0.0;
        if let Some((name, found)) = wrong.or((!is_fit).then_some(("fit", self.fit))) {
            return Err(Error::new(ErrorCode::ArgumentRange, found.to_string()).at(name));
        }
        if let Some(id) = self.keep.iter().find(|id| area.facilities().get(**id).is_none()) {
            return Err(Error::new(ErrorCode::ArgumentRange, format!("{id:?}")).at("keep"));
        }
        self.places.check()?;
        self.restrictions.check()
    }
}
