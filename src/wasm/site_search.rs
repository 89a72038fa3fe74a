//! `SiteSearch` for JavaScript: where to build next, in slices.

use super::convert::{self, JsResult, degrees, thrown};
use super::documents::{SitePlan, SiteSearchState, SuggestedSite};
use super::siting::deadline;
use crate::facts::StudyArea;
use crate::siting::{Phase, SiteSearch as Search};
use std::sync::Arc;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

/// A search for sites that goes on as long as it is stepped.
#[wasm_bindgen]
#[derive(Debug)]
pub struct SiteSearch {
    search: Search,
    area: Arc<StudyArea>,
}

impl SiteSearch {
    pub(super) fn on(search: Search, area: Arc<StudyArea>) -> Self {
        Self { search, area }
    }
}

#[wasm_bindgen]
impl SiteSearch {
    /// Works for about so many milliseconds (default 50) and gives the best so far.
    pub fn step(&mut self, milliseconds: Option<f64>) -> JsResult<Ts<SiteSearchState>> {
        let phase = self.search.step_until(deadline(milliseconds)).map_err(thrown)?;
        let (candidates, spacing_metres) = self.search.candidates();
        let plan = self.search.plan().map(|(sites, result)| SitePlan {
            sites: sites
                .iter()
                .map(|site| SuggestedSite {
                    code: format!(
                        "n{}",
                        self.area.network().junction_code(site.candidate.junction)
                    ),
                    at: degrees(site.candidate.at),
                    unit: site.candidate.unit.0,
                    gain: site.gain,
                })
                .collect(),
            newly_served: result.objective,
            bound: result.bound.unwrap_or(f64::NAN),
            gap: result.gap.unwrap_or(f64::NAN),
            optimal: result.optimal,
        });
        let state = SiteSearchState {
            phase: match phase {
                Phase::Circles => "circles",
                Phase::Solving => "solving",
                Phase::Done => "done",
            },
            share: self.search.share(),
            done: phase == Phase::Done,
            candidates,
            spacing_metres,
            plan,
        };
        convert::given(state)
    }
}
