//! `Study.checkup` for JavaScript: what is to be asked, and the run that works it out in slices.

use super::checkup::Checkup;
use super::checkup_run::CheckupRun;
use super::convert::{self, JsResult, field, thrown};
use super::study::Study;
use crate::access::{Huff, Method};
use crate::checkup::{CheckupSettings, StudyQuestion};
use crate::error::{Error, ErrorCode, Result};
use crate::units::TravelMode;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a checkup may be asked with.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How a checkup measures; what is left out is as the study's standard says. */
export interface CheckupOptions {
    /** everybody travels like this; absent: by the zone */
    mode?: TravelMode | null;
    /** everything is asked for within so many minutes; absent: as the standard says */
    minutes?: number | null;
    /** speeds and fixed times, edited */
    walk?: Mode; cycle?: Mode; drive?: Mode;
    /** how capacity is handed out, "e2sfca" by default */
    method?: "2sfca" | "e2sfca" | "gaussian" | "3sfca";
    /** how people choose: default alpha 1, beta 2 */
    huff?: { alpha: number; beta: number };
    /** take assumed shares and minimum scales where nobody counted (true by default); answers say where */
    assume?: boolean;
}
"#;

#[wasm_bindgen]
impl Study {
    /// Checks up every service of the standard in every unit.
    #[wasm_bindgen(unchecked_return_type = "Checkup")]
    pub fn checkup(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CheckupOptions")] options: JsValue,
    ) -> JsResult<Checkup> {
        let mut run = self.start_checkup(options)?;
        run.run_to_the_end();
        run.finish()
    }

    /// The same in slices, so that a worker can show progress or be told to stop.
    #[wasm_bindgen(js_name = startCheckup)]
    pub fn start_checkup(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CheckupOptions")] options: JsValue,
    ) -> JsResult<CheckupRun> {
        let start = || {
            let question = StudyQuestion::new(self.area(), settings(&options)?, None);
            CheckupRun::start(question, self.joined(), None)
        };
        start().map_err(thrown)
    }
}

/// How a checkup is to measure, as JavaScript says it.
pub(super) fn settings(options: &JsValue) -> Result<CheckupSettings> {
    let defaults = CheckupSettings::default();
    let is_absent =
        |name: &str| field(options, name).is_undefined() || field(options, name).is_null();
    let mut profiles = defaults.profiles;
    for (profile, base) in profiles.iter_mut().zip(TravelMode::ALL) {
        if !is_absent(base.as_str()) {
            let edited = convert::mode_of(options, base.as_str())?;
            if edited.base != base {
                let found = format!("a profile of {}", edited.base.as_str());
                return Err(Error::new(ErrorCode::ModeSetting, found).at(base.as_str()));
            }
            *profile = edited;
        }
    }
    let refused = |name: &str, found: String| Error::new(ErrorCode::ArgumentRange, found).at(name);
    let method = if is_absent("method") {
        defaults.method
    } else {
        let name = convert::text(options, "method")?;
        let found = Method::ALL.into_iter().find(|m| m.as_str() == name);
        found.ok_or_else(|| refused("method", format!("{name:?}")))?
    };
    let mode = if is_absent("mode") {
        None
    } else {
        Some(TravelMode::parse(&convert::text(options, "mode")?).map_err(|e| e.at("mode"))?)
    };
    let huff = field(options, "huff");
    let huff = if huff.is_undefined() || huff.is_null() {
        defaults.huff
    } else {
        let read = || Huff::new(convert::number(&huff, "alpha")?, convert::number(&huff, "beta")?);
        read().map_err(|e| e.at("huff"))?
    };
    let assume = if is_absent("assume") {
        defaults.assume
    } else {
        let given = field(options, "assume").as_bool();
        given.ok_or_else(|| refused("assume", "neither true nor false".to_owned()))?
    };
    let minutes = convert::optional_number(options, "minutes")?;
    Ok(CheckupSettings { profiles, method, huff, mode, minutes, assume })
}
