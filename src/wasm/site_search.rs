//! `SiteSearch` for JavaScript: where to build next, in slices.

use super::assignment_documents;
use super::convert::{self, JsResult, object, thrown};
use super::siting::deadline;
use super::siting_documents::{SitePlan, SiteSearchState, SuggestedSite};
use super::siting_plan::SitingPlanFacts;
use crate::access::JoinedStudy;
use crate::error::Result;
use crate::facts::StudyArea;
use crate::siting::{Aim, Phase, SiteQuestion, SiteSearch as Search};
use std::sync::Arc;
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A search for sites that goes on as long as it is stepped.
#[wasm_bindgen]
#[derive(Debug)]
pub struct SiteSearch {
    search: Search,
    area: Arc<StudyArea>,
}

impl SiteSearch {
    pub(super) fn new(study: &JoinedStudy, question: SiteQuestion) -> Result<Self> {
        let area = Arc::clone(study.area());
        Ok(Self { search: Search::new(study, question)?, area })
    }
}

#[wasm_bindgen]
impl SiteSearch {
    /// Works for about so many milliseconds (default 50) and gives the best so far.
    pub fn step(&mut self, milliseconds: Option<f64>) -> JsResult<Ts<SiteSearchState>> {
        let phase = self.search.step_until(deadline(milliseconds)).map_err(thrown)?;
        let (candidates, spacing_metres) = self.search.candidates();
        let question = self.search.question();
        // With capacities the objective counts those too whom the facilities that stay serve.
        let is_of_new = question.aim == Aim::MaxCoverage && question.room.is_none();
        let plan = self.search.plan().map(|(sites, result)| SitePlan {
            sites: sites
                .iter()
                .map(|site| SuggestedSite::of(&self.area, &site.candidate, site.gain))
                .collect(),
            // No sites sum up to -0.
            value: result.objective + 0.0,
            newly_served: if is_of_new { result.objective } else { f64::NAN },
            bound: result.bound,
            gap: result.gap,
            optimal: result.optimal,
        });
        let state = SiteSearchState {
            phase: match phase {
                Phase::Circles => "circles",
                Phase::Solving => "solving",
                Phase::Explaining => "explaining",
                Phase::Done => "done",
            },
            share: self.search.share(),
            pass: self.search.pass(),
            done: phase == Phase::Done,
            candidates,
            spacing_metres,
            plan,
            infeasible: self.search.infeasible().map(Into::into),
        };
        convert::given(state)
    }

    /// Ends the solving at the best plan so far; further steps explain it.
    pub fn stop(&mut self) {
        self.search.stop();
    }

    /// The plan with all that explains it; `undefined` before the search of `findSites` is done.
    pub fn plan(&self) -> JsResult<Option<Ts<SitingPlanFacts>>> {
        let people = self.search.people();
        let plan = self.search.explained();
        plan.map(|p| convert::given(SitingPlanFacts::of(&self.area, people, p))).transpose()
    }

    /// The plan as edits of the study; `undefined` before the search of `findSites` is done.
    #[wasm_bindgen(unchecked_return_type = "Scenario | undefined")]
    pub fn scenario(&self) -> JsResult<JsValue> {
        let Some(plan) = self.search.explained() else { return Ok(JsValue::UNDEFINED) };
        convert::scenario(&plan.to_scenario(&self.area).map_err(thrown)?)
    }

    /// With capacities or districts: who goes where in the plan; `undefined` before the search of
    /// `findSites` is done, and without capacities.
    #[wasm_bindgen(unchecked_return_type = "SiteAssignment | undefined")]
    pub fn assignment(&self) -> JsValue {
        let plan = self.search.explained();
        let of = plan.and_then(|plan| Some((plan, plan.assignment.as_ref()?)));
        of.map_or(JsValue::UNDEFINED, |(plan, of)| {
            assignment_documents::columns(&self.area, plan, of)
        })
    }

    /// The same plan counted again with walking so many times as fast: people served today and
    /// with it; `undefined` before there is a plan, and with capacities.
    #[wasm_bindgen(unchecked_return_type = "{ servedToday: number; served: number } | undefined")]
    pub fn recount(&self, walking: f64) -> JsResult<JsValue> {
        let counted = self.search.recount(walking).map_err(thrown)?;
        Ok(counted.map_or(JsValue::UNDEFINED, |(today, served)| {
            object([("servedToday", today.into()), ("served", served.into())])
        }))
    }

    /// The problem and the proof so far as two JSON texts, from which
    /// `examples/check_certificate.py` recomputes value and bound, and that bound, in the unit of the
    /// objective, which may be weaker than the solver's; `undefined` where there is no
    /// such proof (minInequality, maxMin, minFarthestTravel with sites and a budget, costs that are
    /// no whole numbers).
    #[wasm_bindgen(
        unchecked_return_type = "{ problem: string; certificate: string; bound: number } | undefined"
    )]
    pub fn certificate(&self) -> JsValue {
        convert::certificate(self.search.certificate())
    }
}
