//! `HubSearch` for JavaScript: where to put sites that give several services, in slices.

use super::convert::{self, JsResult, thrown};
use super::hub_documents::{HubPlan, HubState};
use super::siting::deadline;
use crate::access::JoinedStudy;
use crate::error::Result;
use crate::facts::StudyArea;
use crate::siting::hub::{HubPhase, HubQuestion, HubSearch as Search};
use std::sync::Arc;
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A search for sites of several services that goes on as long as it is stepped.
#[wasm_bindgen]
#[derive(Debug)]
pub struct HubSearch {
    search: Search,
    area: Arc<StudyArea>,
}

impl HubSearch {
    pub(super) fn new(study: &JoinedStudy, question: HubQuestion) -> Result<Self> {
        let area = Arc::clone(study.area());
        Ok(Self { search: Search::new(study, question)?, area })
    }
}

#[wasm_bindgen]
impl HubSearch {
    /// Works for about so many milliseconds (default 50).
    pub fn step(&mut self, milliseconds: Option<f64>) -> JsResult<Ts<HubState>> {
        let phase = self.search.step_until(deadline(milliseconds)).map_err(thrown)?;
        let (candidates, spacing_metres) = self.search.candidates();
        convert::given(HubState {
            phase: match phase {
                HubPhase::Circles => "circles",
                HubPhase::Solving => "solving",
                HubPhase::Done => "done",
            },
            share: self.search.share(),
            pass: self.search.pass(),
            done: phase == HubPhase::Done,
            candidates,
            spacing_metres,
        })
    }

    /// Ends the solving at the best plan so far.
    pub fn stop(&mut self) {
        self.search.stop();
    }

    /// The plan; `undefined` before the search is done.
    pub fn plan(&self) -> JsResult<Option<Ts<HubPlan>>> {
        self.search.plan().map(|p| convert::given(HubPlan::of(&self.area, p))).transpose()
    }

    /// The plan as edits of the study; `undefined` before the search is done.
    #[wasm_bindgen(unchecked_return_type = "Scenario | undefined")]
    pub fn scenario(&self) -> JsResult<JsValue> {
        let Some(plan) = self.search.plan() else { return Ok(JsValue::UNDEFINED) };
        convert::scenario(&plan.to_scenario(&self.area).map_err(thrown)?)
    }

    /// The problem and the proof as two JSON texts, from which `examples/check_certificate.py`
    /// recomputes value and bound, and that bound, in the unit of the plan's value, which
    /// may be weaker than the plan's; `undefined` where there is no such proof (with `worth`, and for
    /// costs that are no whole numbers).
    #[wasm_bindgen(
        unchecked_return_type = "{ problem: string; certificate: string; bound: number } | undefined"
    )]
    pub fn certificate(&self) -> JsValue {
        convert::certificate(self.search.certificate())
    }
}
