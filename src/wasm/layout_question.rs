//! The question how to change a layout, as JavaScript asks it.

use super::convert;
use super::place_conditions::PlaceConditions;
use super::site_question::MOST_SITES;
use super::study::Study;
use super::study_checkup::settings;
use crate::error::{Error, ErrorCode, Result};
use crate::siting::layout::{ActionCosts, ActionKind, LayoutQuestion};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The type of the question, of which the checkup's options are read by hand.
#[wasm_bindgen(typescript_custom_section)]
const QUESTION: &str = r#"
export type LayoutActionKind = "close" | "merge" | "move" | "expand";
/** Which facilities of a service to close, merge, move or expand (布局优化分析). What is left out is as the study's standard says. */
export interface LayoutQuestion {
    service: string;
    /** how every action is measured */
    checkup?: CheckupOptions;
    /** kinds of actions; default all */
    may?: LayoutActionKind[];
    /** at most so many actions, default 10 */
    actions?: number;
    /** in 10,000 yuan; actions of unknown cost are then left out */
    budget?: number;
    /** what a person with enough in reach, a person whose norm is met, and a facility that is not kept open count; default 1 each */
    weights?: { inReach?: number; met?: number; facility?: number };
    /** in 10,000 yuan: to close, to merge, and one more unit of capacity; absent: unknown */
    actionCosts?: { close?: number; merge?: number; expand?: number };
    /** saturation below which a facility is idle (0.3), above which it is overloaded (1), and to which it is expanded (0.9) */
    idle?: number; overloaded?: number; fit?: number;
    /** facilities are merged over so many metres at most, default 2,000 */
    mergeMetres?: number;
    /** codes of facilities that stay as they are */
    keep?: string[];
    /** places to move to: known ones of these kinds (default all), and junctions near homes (default: where no place is known) */
    kinds?: SiteKind[]; junctions?: boolean;
    /** what a place of a kind costs where nobody says so */
    costs?: Partial<Record<SiteKind, number>>;
    /** nothing inside these rings */
    exclusions?: LngLat[][];
    keepAway?: { at: LngLat; metres: number }[];
    metresFromFacilities?: number; metresApart?: number;
    /** ends after so many trials, default 2,000 */
    trials?: number;
}
"#;

/// The question without its service, the checkup's options and the conditions on places.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct LayoutDocument {
    may: Option<Vec<String>>,
    actions: Option<u32>,
    budget: Option<f64>,
    weights: Option<WeightDocument>,
    action_costs: Option<ActionCostDocument>,
    idle: Option<f64>,
    overloaded: Option<f64>,
    fit: Option<f64>,
    merge_metres: Option<f64>,
    keep: Option<Vec<String>>,
    trials: Option<u32>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WeightDocument {
    in_reach: Option<f64>,
    met: Option<f64>,
    facility: Option<f64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ActionCostDocument {
    close: Option<f64>,
    merge: Option<f64>,
    expand: Option<f64>,
}

impl Study {
    pub(super) fn layout_question(&self, given: &JsValue) -> Result<LayoutQuestion> {
        let area = self.area();
        let mut question = LayoutQuestion::of(area, self.service(given)?);
        let rest = convert::without(given, &["service", "checkup"]);
        let conditions = PlaceConditions::taken_from(&rest)?;
        let asked: LayoutDocument = convert::document(rest.into(), "question")?;
        question.settings = settings(&convert::field(given, "checkup"))?;
        if let Some(names) = &asked.may {
            question.kinds = [false; 4];
            for name in names {
                let kind = ActionKind::ALL.into_iter().find(|kind| kind.as_str() == name);
                let kind = kind.ok_or_else(|| refused("may", format!("action \"{name}\"")))?;
                question.kinds[kind as usize] = true;
            }
        }
        if let Some(actions) = asked.actions {
            if actions > MOST_SITES {
                let found = format!("{actions} actions, at most {MOST_SITES}");
                return Err(refused("actions", found));
            }
            question.actions = actions;
        }
        question.budget = asked.budget;
        let weights = asked.weights.unwrap_or_default();
        let ActionCostDocument { close, merge, expand } = asked.action_costs.unwrap_or_default();
        question.costs = ActionCosts { close, merge, expand };
        for (number, given) in [
            (&mut question.weights.in_reach, weights.in_reach),
            (&mut question.weights.met, weights.met),
            (&mut question.weights.facility, weights.facility),
            (&mut question.idle, asked.idle),
            (&mut question.overloaded, asked.overloaded),
            (&mut question.fit, asked.fit),
            (&mut question.merge_metres, asked.merge_metres),
        ] {
            *number = given.unwrap_or(*number);
        }
        for code in asked.keep.iter().flatten() {
            let found = area.facilities().find(code);
            let unknown = || Error::new(ErrorCode::ScenarioUnknown, code.as_str()).at("keep");
            question.keep.push(found.ok_or_else(unknown)?);
        }
        conditions.put_into(&mut question.places, &mut question.restrictions)?;
        question.trials = asked.trials.unwrap_or(question.trials);
        Ok(question)
    }
}

fn refused(field: &str, found: String) -> Error {
    Error::new(ErrorCode::ArgumentRange, found).at(field)
}
