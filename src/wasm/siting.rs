//! `solveSiting` and `SitingSolver` for JavaScript: siting problems as bare numbers.

use super::convert::{self, JsResult, object, thrown};
use crate::error::{Error, ErrorCode, Result};
use crate::siting::{Change, Instance, Objective, SitingResult, SitingSolver as Solver};
use js_sys::{Date, Float64Array, Reflect, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// How long a solver runs if neither a limit of work nor of time is given.
const DEFAULT_TIME_LIMIT_MS: f64 = 10_000.0;
const DEFAULT_SLICE_MS: f64 = 50.0;
/// The most candidates a problem may have.
const MOST_CANDIDATES: u32 = 10_000_000;

/// What a problem may say, as JavaScript names it …
const INSTANCE_FIELDS: [&str; 19] = [
    "objective",
    "candidates",
    "weight",
    "rowStart",
    "candidate",
    "seconds",
    "coverage",
    "sites",
    "cost",
    "budget",
    "capacity",
    "whole",
    "need",
    "decay",
    "fixed",
    "unservedSeconds",
    "targetGap",
    "workLimit",
    "timeLimitMs",
];
/// … and a change of it.
const CHANGE_FIELDS: [&str; 5] = ["ban", "force", "release", "sites", "budget"];

/// Tells when so many milliseconds from now are over; never the first time it is asked, so that
/// the shortest slice gets somewhere.
pub(super) fn deadline(milliseconds: Option<f64>) -> impl FnMut() -> bool {
    let until = Date::now() + milliseconds.unwrap_or(DEFAULT_SLICE_MS);
    let mut has_begun = false;
    move || std::mem::replace(&mut has_begun, true) && Date::now() >= until
}

/// Runs a `SitingSolver` to its end.
#[wasm_bindgen(js_name = solveSiting, unchecked_return_type = "SitingResult")]
pub fn solve_siting(
    #[wasm_bindgen(unchecked_param_type = "SitingInstance")] instance: JsValue,
) -> JsResult<JsValue> {
    let mut solver = SitingSolver::new(instance)?;
    let mut is_over = deadline(Some(solver.milliseconds_left));
    solver.solver.step_until(&mut is_over);
    solver.solver.checked_result().map(|found| result(&found, None)).map_err(thrown)
}

/// A siting problem being solved, in slices.
#[wasm_bindgen]
#[derive(Debug)]
pub struct SitingSolver {
    solver: Solver,
    time_limit_ms: f64,
    milliseconds_left: f64,
}

#[wasm_bindgen]
impl SitingSolver {
    /// Checks the problem and takes it in.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "SitingInstance")] instance: JsValue,
    ) -> JsResult<SitingSolver> {
        let read = || {
            let problem = read_instance(&instance)?;
            let limit = convert::amount(&instance, "timeLimitMs")?;
            // A limit of work wins over time.
            let time_limit_ms = match problem.work_limit {
                Some(_) => f64::INFINITY,
                None => limit.unwrap_or(DEFAULT_TIME_LIMIT_MS),
            };
            let solver = Solver::new(problem)?;
            Ok(Self { solver, time_limit_ms, milliseconds_left: time_limit_ms })
        };
        read().map_err(thrown)
    }

    /// Works for about so many milliseconds (default 50) and gives the best so far.
    ///
    /// Throws `siting.infeasible` if all is done and no plan keeps the constraints.
    #[wasm_bindgen(unchecked_return_type = "SitingResult & { done: boolean }")]
    pub fn step(&mut self, milliseconds: Option<f64>) -> JsResult<JsValue> {
        let begin = Date::now();
        let slice = milliseconds.unwrap_or(DEFAULT_SLICE_MS).min(self.milliseconds_left);
        let progress = self.solver.step_until(deadline(Some(slice)));
        self.milliseconds_left -= Date::now() - begin;
        let is_done = progress.done || self.milliseconds_left <= 0.0;
        let found = match self.solver.checked_result() {
            Err(error) if is_done => return Err(thrown(error)),
            _ => self.solver.result(),
        };
        Ok(result(&found, Some(is_done)))
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
        convert::certificate(self.solver.certificate())
    }

    /// Changes the problem and keeps what is still true of the work done.
    pub fn edit(
        &mut self,
        #[wasm_bindgen(
            unchecked_param_type = "{ ban?: Uint32Array; force?: Uint32Array; release?: Uint32Array; sites?: number; budget?: number }"
        )]
        change: JsValue,
    ) -> JsResult<()> {
        let read = || {
            convert::only(&change, "change", &CHANGE_FIELDS)?;
            let column = |name| Ok(convert::u32s(&change, name)?.unwrap_or_default());
            let sites = match convert::optional_number(&change, "sites")? {
                Some(_) => Some(convert::whole(&change, "sites", u32::MAX)?),
                None => None,
            };
            Ok(Change {
                ban: column("ban")?,
                force: column("force")?,
                release: column("release")?,
                sites,
                budget: convert::optional_number(&change, "budget")?,
            })
        };
        let change: Change = read().map_err(|e: Error| thrown(e))?;
        self.solver.edit(&change).map_err(thrown)?;
        // A changed problem has its whole time again, as it has its whole work.
        self.milliseconds_left = self.time_limit_ms;
        Ok(())
    }
}

fn read_instance(of: &JsValue) -> Result<Instance> {
    convert::only(of, "instance", &INSTANCE_FIELDS)?;
    let objective = match convert::text(of, "objective")?.as_str() {
        "maxCoverage" => Objective::MaxCoverage,
        "minSites" => Objective::MinSites,
        "minTotalTravel" => Objective::MinTotalTravel,
        "minFarthestTravel" => Objective::MinFarthestTravel,
        "minInequality" => Objective::MinInequality,
        "maxMin" => Objective::MaxMin,
        other => {
            let found = format!("objective \"{other}\"");
            return Err(Error::new(ErrorCode::SitingInput, found).at("objective"));
        }
    };
    let column = |name| convert::required(convert::u32s(of, name)?, name);
    let optional_whole = |name: &str| match convert::optional_number(of, name)? {
        Some(_) => convert::whole(of, name, u32::MAX).map(Some),
        None => Ok(None),
    };
    let work_limit = convert::amount(of, "workLimit")?;
    Ok(Instance {
        objective,
        candidates: convert::whole(of, "candidates", MOST_CANDIDATES)?,
        weight: convert::required(convert::f64s(of, "weight")?, "weight")?,
        row_start: column("rowStart")?,
        candidate: column("candidate")?,
        seconds: convert::f64s(of, "seconds")?,
        coverage: convert::optional_number(of, "coverage")?,
        sites: optional_whole("sites")?,
        cost: convert::f64s(of, "cost")?,
        budget: convert::optional_number(of, "budget")?,
        capacity: convert::f64s(of, "capacity")?,
        whole: convert::field(of, "whole").is_truthy(),
        need: convert::u32s(of, "need")?,
        decay: convert::f64s(of, "decay")?,
        fixed: convert::u32s(of, "fixed")?.unwrap_or_default(),
        unserved_seconds: convert::optional_number(of, "unservedSeconds")?,
        target_gap: convert::optional_number(of, "targetGap")?.unwrap_or(0.0),
        work_limit: work_limit.map(|w| w as u64),
    })
}

fn result(found: &SitingResult, is_done: Option<bool>) -> JsValue {
    let or_null = |v: Option<f64>| v.map_or(JsValue::NULL, JsValue::from);
    let js = object([
        ("sites", Uint32Array::from(&found.sites[..]).into()),
        ("objective", found.objective.into()),
        ("bound", or_null(found.bound)),
        ("gap", or_null(found.gap)),
        ("optimal", found.optimal.into()),
        ("work", (found.work as f64).into()),
    ]);
    // Setting a property of a fresh plain object does not fail.
    if let Some(served) = &found.served {
        let _ = Reflect::set(&js, &"served".into(), &Float64Array::from(&served[..]).into());
    }
    if let Some(is_done) = is_done {
        let _ = Reflect::set(&js, &"done".into(), &is_done.into());
    }
    js
}
