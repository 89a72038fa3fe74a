//! `LayoutSearch` for JavaScript: which facilities to close, merge, move or expand, in slices.

use super::convert::{self, JsResult, thrown};
use super::layout_documents::{LayoutPlan, LayoutState};
use super::siting::deadline;
use crate::access::JoinedStudy;
use crate::error::Result;
use crate::facts::StudyArea;
use crate::siting::layout::{LayoutPhase, LayoutQuestion, LayoutSearch as Search};
use std::sync::Arc;
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A search for a better layout that goes on as long as it is stepped.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LayoutSearch {
    search: Search,
    area: Arc<StudyArea>,
}

impl LayoutSearch {
    pub(super) fn new(study: &JoinedStudy, question: LayoutQuestion) -> Result<Self> {
        let area = Arc::clone(study.area());
        Ok(Self { search: Search::new(study, question)?, area })
    }
}

#[wasm_bindgen]
impl LayoutSearch {
    /// Works for about so many milliseconds (default 50).
    pub fn step(&mut self, milliseconds: Option<f64>) -> JsResult<Ts<LayoutState>> {
        let phase = self.search.step_until(deadline(milliseconds)).map_err(thrown)?;
        convert::given(LayoutState {
            phase: match phase {
                LayoutPhase::Checkup => "checkup",
                LayoutPhase::Places => "places",
                LayoutPhase::Trying => "trying",
                LayoutPhase::Checking => "checking",
                LayoutPhase::Done => "done",
            },
            share: self.search.share(),
            done: phase == LayoutPhase::Done,
            trials: self.search.trials(),
            actions: self.search.actions().len(),
            // No actions sum up to -0.
            gain: self.search.actions().iter().map(|a| a.gain).sum::<f64>() + 0.0,
        })
    }

    /// Ends the trials at the actions so far; further steps check them up.
    pub fn stop(&mut self) {
        self.search.stop();
    }

    /// The actions with all that explains them; `undefined` before the search is done.
    pub fn plan(&self) -> JsResult<Option<Ts<LayoutPlan>>> {
        self.search.plan().map(|p| convert::given(LayoutPlan::of(&self.area, p))).transpose()
    }

    /// The actions as edits of the study; `undefined` before the search is done.
    #[wasm_bindgen(unchecked_return_type = "Scenario | undefined")]
    pub fn scenario(&self) -> JsResult<JsValue> {
        let plan = self.search.plan();
        plan.map_or(Ok(JsValue::UNDEFINED), |plan| convert::scenario(&plan.to_scenario()))
    }
}
