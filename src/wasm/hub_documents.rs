//! The documents of a search for sites that give several services.

use super::explained_site::UnitGain;
use super::siting_documents::SuggestedSite;
use super::tried_documents::{RuledCount, RuledOut, counts, listed};
use crate::facts::StudyArea;
use crate::siting::hub::{HubPlan as Plan, HubSite as Site};
use crate::units::TravelMode;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// How far a search for sites of several services is.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct HubState {
    /// What it does.
    #[tsify(type = "\"circles\" | \"solving\" | \"done\"")]
    pub phase: &'static str,
    /// Share of the circles' work that is done; it never falls.
    pub share: f64,
    /// How many times the circles were begun: again with fewer candidates where there are too many.
    pub pass: u32,
    /// Nothing left to do.
    pub done: bool,
    /// Number of candidates so far.
    pub candidates: usize,
    /// Metres that junctions are from other candidates.
    pub spacing_metres: f64,
}

/// What one site adds, given those before it.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct HubSite {
    /// The site; its `gain` is the sum over the services, each by its weight.
    pub site: SuggestedSite,
    /// People newly served by service, in the order of the question.
    pub newly_served: Vec<f64>,
    /// The gain less what the cost is worth; null: no worth was given.
    #[tsify(type = "number | null")]
    pub net: Option<f64>,
    /// The gain by smallest unit, most people first.
    pub by_unit: Vec<UnitGain>,
    /// By service, mean minutes of those newly served who reached one within an hour before: to the
    /// nearest before and with the site; null: nobody did.
    #[tsify(type = "([number, number] | null)[]")]
    pub minutes: Vec<Option<[f64; 2]>>,
}

/// Who is served with one service.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct HubService {
    /// Its code.
    pub service: String,
    /// What a person newly served by it counts.
    pub weight: f64,
    /// All who count.
    pub people: f64,
    /// Within their time of a facility today.
    pub served_today: f64,
    /// With the plan.
    pub served: f64,
    /// Longest minutes by zone: urban, suburban, rural.
    #[tsify(type = "[number, number, number]")]
    pub minutes: [f64; 3],
    /// Modes by zone.
    #[tsify(type = "[TravelMode, TravelMode, TravelMode]")]
    pub modes: [&'static str; 3],
}

/// A plan of sites that give several services.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct HubPlan {
    /// Sites in the order in which they add most.
    pub sites: Vec<HubSite>,
    /// By service, in the order of the question.
    pub services: Vec<HubService>,
    /// People newly served, each service by its weight, less what the cost is worth.
    pub value: f64,
    /// No plan of these candidates is better: proven. Null: ended before anything was.
    #[tsify(type = "number | null")]
    pub bound: Option<f64>,
    /// |bound − value| / value.
    #[tsify(type = "number | null")]
    pub gap: Option<f64>,
    /// Proven best.
    pub optimal: bool,
    /// In 10,000 yuan.
    pub cost: f64,
    /// Some site's cost is that of its kind.
    pub cost_assumed: bool,
    /// The work done, in the solver's repeatable units.
    pub work: f64,
    /// Number of candidates.
    pub candidates: usize,
    /// Metres that junctions are from other candidates.
    pub spacing_metres: f64,
    /// Reasons that ruled places out; those that did not are left out.
    pub ruled_out: Vec<RuledCount>,
    /// Places that the question's constraints ruled out; of more than 1,000 an even sample.
    pub listed: Vec<RuledOut>,
}

impl HubPlan {
    pub(super) fn of(area: &StudyArea, plan: &Plan) -> Self {
        let all = area.catalogue().services();
        let services = plan.question.services.iter().zip(&plan.services);
        let site = |of: &Site| HubSite {
            site: SuggestedSite::of(area, &of.candidate, of.gain),
            newly_served: of.newly_served.clone(),
            net: of.net,
            by_unit: UnitGain::list(&of.by_unit),
            minutes: of.minutes.clone(),
        };
        Self {
            sites: plan.sites.iter().map(site).collect(),
            services: services
                .map(|(of, totals)| HubService {
                    service: all
                        .get(of.service.index())
                        .map(|s| s.code.clone())
                        .unwrap_or_default(),
                    weight: of.weight,
                    people: totals.people,
                    served_today: totals.served_today,
                    served: totals.served,
                    minutes: of.reach.limits.map(|limit| limit.seconds() / 60.0),
                    modes: of.reach.modes.map(TravelMode::as_str),
                })
                .collect(),
            // No sites sum up to -0.
            value: plan.result.objective + 0.0,
            bound: plan.result.bound,
            gap: plan.result.gap,
            optimal: plan.result.optimal,
            cost: plan.cost,
            cost_assumed: plan.sites.iter().any(|s| s.candidate.cost_assumed),
            work: plan.result.work as f64,
            candidates: plan.candidates,
            spacing_metres: plan.spacing,
            ruled_out: counts(&plan.ruled),
            listed: listed(area, &plan.ruled),
        }
    }
}
