//! The question where to put sites that give several services, as JavaScript asks it.

use super::convert;
use super::study::Study;
use crate::error::{Error, ErrorCode, Result};
use crate::siting::SiteQuestion;
use crate::siting::hub::{HubQuestion, HubService};
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// The type of the question.
#[wasm_bindgen(typescript_custom_section)]
const QUESTION: &str = r#"
/** Where to put sites that give several services at once (嵌入式综合体): most people newly served, summed over the services. */
export interface HubQuestion extends Omit<SiteQuestion, "service" | "objective" | "coverage" | "upToMinutes" | "closable" | "capacity" | "phases"> {
    /** what every site gives; weight: what a person newly served by it counts, default 1 */
    services: { service: string; weight?: number }[];
    /** people, by weight, who have to be newly served for 10,000 yuan to be well spent: then a site is worth its gains less that of its cost, and a number or a budget may be left out */
    worth?: number;
}
"#;

impl Study {
    pub(super) fn hub_question(&self, given: &JsValue) -> Result<HubQuestion> {
        let refused =
            |place: &str, found: &str| Error::new(ErrorCode::ArgumentRange, found).at(place);
        let services = convert::field(given, "services");
        if !Array::is_array(&services) {
            return Err(refused("services", "not an array"));
        }
        let services: &Array = services.unchecked_ref();
        let first = services.get(0);
        if first.is_undefined() {
            return Err(refused("services", "no service"));
        }
        let rest = convert::without(given, &["services", "worth"]);
        // Setting a property of a fresh plain object does not fail.
        let _ = Reflect::set(&rest, &"service".into(), &convert::field(&first, "service"));
        let rest: JsValue = rest.into();
        let has = |name: &str| {
            let value = convert::field(&rest, name);
            !value.is_undefined() && !value.is_null()
        };
        let (one_mode, one_group) = (has("mode"), has("people"));
        let shared = self.site_question(&rest)?;
        let mut asked = Vec::new();
        for (i, given) in services.iter().enumerate() {
            let at = |e: Error| e.at(format!("services[{i}]"));
            let service = self.service(&given).map_err(at)?;
            let weight = convert::optional_number(&given, "weight").map_err(at)?.unwrap_or(1.0);
            let (mut people, mut reach) = (shared.people.clone(), shared.reach);
            if !one_mode {
                let own = SiteQuestion::by_standard(self.area(), service)?;
                reach = own.reach;
                people = if one_group { people } else { own.people };
            }
            asked.push(HubService { service, weight, people, reach });
        }
        let worth = convert::optional_number(given, "worth")?;
        Ok(HubQuestion { services: asked, worth, shared })
    }
}
