//! Where to build in a study: questions come in, searches go out.

use super::convert::{self, JsResult, thrown};
use super::hub_search::HubSearch;
use super::layout_search::LayoutSearch;
use super::site_question::MOST_SITES;
use super::site_search::SiteSearch;
use super::study::Study;
use crate::siting::SiteQuestion;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Study {
    /// Starts a search for the sites that newly serve most people, at junctions near homes.
    #[wasm_bindgen(js_name = suggestSites)]
    pub fn suggest_sites(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ service: string; mode: Mode; minutes: number; sites: number }"
        )]
        query: JsValue,
    ) -> JsResult<SiteSearch> {
        let start = || {
            let (standard, profile) = self.standard(&query)?;
            let sites = convert::whole(&query, "sites", MOST_SITES)?;
            let question = SiteQuestion::within(standard.service, &profile, standard.within, sites);
            SiteSearch::new(self.joined(), question)
        };
        start().map_err(thrown)
    }

    /// Starts a search for the sites that answer a question best; its plan is explained.
    #[wasm_bindgen(js_name = findSites)]
    pub fn find_sites(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SiteQuestion")] question: JsValue,
    ) -> JsResult<SiteSearch> {
        let start = || SiteSearch::new(self.joined(), self.site_question(&question)?);
        start().map_err(thrown)
    }

    /// Starts a search for sites that give several services at once (嵌入式综合体).
    #[wasm_bindgen(js_name = findHubs)]
    pub fn find_hubs(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HubQuestion")] question: JsValue,
    ) -> JsResult<HubSearch> {
        let start = || HubSearch::new(self.joined(), self.hub_question(&question)?);
        start().map_err(thrown)
    }

    /// Starts a search for facilities of a service to close, merge, move or expand.
    #[wasm_bindgen(js_name = optimiseLayout)]
    pub fn optimise_layout(
        &self,
        #[wasm_bindgen(unchecked_param_type = "LayoutQuestion")] question: JsValue,
    ) -> JsResult<LayoutSearch> {
        let start = || LayoutSearch::new(self.joined(), self.layout_question(&question)?);
        start().map_err(thrown)
    }
}
