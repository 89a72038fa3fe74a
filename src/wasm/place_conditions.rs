//! Which places are candidates, as the questions for sites and for layouts both ask it.

use super::convert;
use crate::error::Result;
use crate::facts::SiteKind;
use crate::siting::{KeepAway, PlaceRules, Restrictions};
use crate::units::{LngLat, Position};
use js_sys::{Object, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// The fields below, as JavaScript names them.
const FIELDS: [&str; 7] = [
    "kinds",
    "junctions",
    "costs",
    "exclusions",
    "keepAway",
    "metresFromFacilities",
    "metresApart",
];

/// Conditions on places; what is left out is as the question has it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PlaceConditions {
    kinds: Option<Vec<SiteKind>>,
    junctions: Option<bool>,
    costs: Option<CostDocument>,
    exclusions: Option<Vec<Vec<[f64; 2]>>>,
    keep_away: Option<Vec<KeepAwayDocument>>,
    metres_from_facilities: Option<f64>,
    metres_apart: Option<f64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct CostDocument {
    reuse: Option<f64>,
    share: Option<f64>,
    doorstep: Option<f64>,
    new: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeepAwayDocument {
    at: [f64; 2],
    metres: f64,
}

impl PlaceConditions {
    /// Takes the conditions out of a question that is a plain object of its own.
    pub(super) fn taken_from(question: &Object) -> Result<Self> {
        let own = Object::new();
        for name in FIELDS.map(JsValue::from) {
            if let Ok(value) = Reflect::get(question, &name) {
                // Neither setting nor deleting a property of a plain object fails.
                let _ = Reflect::set(&own, &name, &value);
                let _ = Reflect::delete_property(question, &name);
            }
        }
        convert::document(own.into(), "question")
    }

    /// Puts them in place of what is assumed.
    pub(super) fn put_into(
        &self,
        places: &mut PlaceRules,
        restrictions: &mut Restrictions,
    ) -> Result<()> {
        if let Some(kinds) = &self.kinds {
            places.kinds = SiteKind::ALL.map(|kind| kinds.contains(&kind));
        }
        places.junctions = self.junctions.unwrap_or(places.junctions);
        if let Some(CostDocument { reuse, share, doorstep, new }) = self.costs {
            for (cost, given) in places.cost.iter_mut().zip([reuse, share, doorstep, new]) {
                *cost = given.unwrap_or(*cost);
            }
        }
        restrictions.from_facilities = self.metres_from_facilities.unwrap_or(0.0);
        restrictions.apart = self.metres_apart.unwrap_or(0.0);
        for ring in self.exclusions.iter().flatten() {
            let ring = ring.iter().map(|at| position(*at)).collect::<Result<_>>();
            restrictions.exclusions.push(ring.map_err(|e| e.at("exclusions"))?);
        }
        for away in self.keep_away.iter().flatten() {
            let at = position(away.at).map_err(|e| e.at("keepAway"))?;
            restrictions.keep_away.push(KeepAway { at, metres: away.metres });
        }
        Ok(())
    }
}

fn position([lng, lat]: [f64; 2]) -> Result<Position> {
    Ok(Position::from_lng_lat(LngLat::new(lng, lat)?))
}
