//! `CheckupRun` for JavaScript: a checkup being worked out in slices.

use super::checkup::Checkup;
use super::checkup_documents::CheckupState;
use super::convert::{self, JsResult, thrown};
use super::siting::deadline;
use crate::access::JoinedStudy;
use crate::checkup::{Checkup as Answer, CheckupRun as Run, StudyQuestion};
use crate::error::{Error, ErrorCode, Result};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

/// A checkup that is being worked out.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CheckupRun {
    run: Option<Run>,
    question: StudyQuestion,
    study: JoinedStudy,
}

impl CheckupRun {
    pub(super) fn start(
        question: StudyQuestion,
        study: &JoinedStudy,
        before: Option<&Answer>,
    ) -> Result<Self> {
        let run = question.begin(study, before)?;
        let study = study.with_area(study.area().as_ref().clone());
        Ok(Self { run: Some(run), question, study })
    }

    pub(super) fn run_to_the_end(&mut self) {
        if let Some(run) = &mut self.run {
            run.step_until(|| false);
        }
    }
}

#[wasm_bindgen]
impl CheckupRun {
    /// Works for about so many milliseconds (default 50).
    pub fn step(&mut self, milliseconds: Option<f64>) -> JsResult<Ts<CheckupState>> {
        let state = match &mut self.run {
            Some(run) => {
                let done = run.step_until(deadline(milliseconds));
                CheckupState { share: run.share(), done }
            }
            None => CheckupState { share: 1.0, done: true },
        };
        convert::given(state)
    }

    /// The checkup; services that were not reached have no data. The run is used up by it.
    pub fn finish(&mut self) -> JsResult<Checkup> {
        let used_up = || thrown(Error::new(ErrorCode::ArgumentRange, "a run that is used up"));
        let answer = self.run.take().ok_or_else(used_up)?.finish();
        let study = self.study.with_area(self.study.area().as_ref().clone());
        Ok(Checkup::of(answer, self.question.clone(), study))
    }
}
