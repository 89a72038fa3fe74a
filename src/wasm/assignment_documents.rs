//! Who goes where in a plan with capacities, as columns for JavaScript.

use super::convert::object;
use crate::facts::StudyArea;
use crate::siting::SitingPlan;
use crate::siting::assignment::{Assignment, Server};
use js_sys::{Array, Float64Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const ASSIGNMENT: &str = r#"
/**
 * Who goes where in a plan with capacities, as the solver assigns them: part i is `people[i]` of
 * demand point `point[i]` at site or facility `server[i]`. Others may serve as many. People by weight.
 */
export interface SiteAssignment {
    /** the plan's sites, in its order, then the facilities that stay */
    servers: { code: string; site: boolean }[];
    /** per server: people whom it serves; together all who are served */
    load: Float64Array;
    /** per server: people whom it has room for; NaN: its capacity is not known, it has room for everybody */
    room: Float64Array;
    /** per part: position in demandPoints(), ascending; who is in no part is not served. With districts a point is in one part at most, whole */
    point: Uint32Array;
    /** per part: position in `servers` */
    server: Uint32Array;
    /** per part: more than 0, at a point together no more than count there */
    people: Float64Array;
}
"#;

/// The columns of a plan's assignment.
pub(super) fn columns(area: &StudyArea, plan: &SitingPlan, of: &Assignment) -> JsValue {
    let servers = Array::new();
    for load in &of.loads {
        let (code, is_site) = match load.server {
            Server::Site(number) => (plan.candidates[number as usize].code(area), true),
            Server::Facility(id) => {
                let facility = area.facilities().get(id);
                (facility.map_or_else(String::new, |f| f.code.as_str().to_owned()), false)
            }
        };
        servers.push(&object([("code", code.into()), ("site", is_site.into())]));
    }
    let f64s = |column: Vec<f64>| JsValue::from(Float64Array::from(&column[..]));
    let u32s = |column: Vec<u32>| JsValue::from(Uint32Array::from(&column[..]));
    object([
        ("servers", servers.into()),
        ("load", f64s(of.loads.iter().map(|l| l.people).collect())),
        ("room", f64s(of.loads.iter().map(|l| l.room.unwrap_or(f64::NAN)).collect())),
        ("point", u32s(of.parts.iter().map(|p| p.point).collect())),
        ("server", u32s(of.parts.iter().map(|p| p.load).collect())),
        ("people", f64s(of.parts.iter().map(|p| p.people).collect())),
    ])
}
