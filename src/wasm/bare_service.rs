//! `evaluateService` and `inequality` for JavaScript: the checkup's formulas on bare numbers.

use super::convert::{self, JsResult, field, object, thrown};
use crate::access::{Band, Huff, Method};
use crate::checkup::{BareService, Inequality, Measure, UnitSums};
use crate::error::{Error, ErrorCode, Result};
use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// Types of arguments and answers that are read and made by hand.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/**
 * One service as bare numbers: people at demand points, the units they belong to, and what each
 * point can travel to, `facility[rowStart[i] .. rowStart[i+1]]` with `seconds`.
 */
export interface ServiceNumbers {
    /** target group; and who competes for and is owed the capacity, where that is another count */
    people: Float64Array; base?: Float64Array; unit: Uint32Array; units: number;
    rowStart: Uint32Array; facility: Uint32Array; seconds: Float64Array;
    capacity: Float64Array;
    thresholdSeconds: number;
    method: "2sfca" | "e2sfca" | "gaussian" | "3sfca";
    /** e2sfca and 3sfca: each band's upper end (closed) and weight */
    bands?: { upToSeconds: number; weight: number }[];
    /** required capacity per person; demand on a facility per person */
    norm: number; rate: number;
    /** default alpha 1, beta 2 (minutes, floored at 0.5) */
    huff?: { alpha: number; beta: number };
}
/** The answer to them. */
export interface ServiceEvaluation {
    /** per demand point; nearest NaN: no facility in reach, access is then 0 */
    nearestSeconds: Float64Array; access: Float64Array;
    /** per facility; nobody in reach: 0 and 0; capacity 0: saturation NaN */
    load: Float64Array; saturation: Float64Array;
    /** per unit; NaN: no data */
    reachable: Float64Array; sufficient: Float64Array; sufficientRaw: Float64Array; saturationOfUnit: Float64Array;
}
/** Population-weighted inequality; null: undefined on these values. */
export interface InequalityMeasures {
    gini: number | null; theilT: number | null; theilL: number | null;
    atkinson05: number | null; atkinson1: number | null; atkinson2: number | null;
    cv: number | null; palma: number | null;
    /** pairs: cumulative share of people, cumulative share of value, from 0, 0 to 1, 1 */
    lorenz: Float64Array;
}
"#;

/// Who is in reach of a service, whether there is enough of it, and how full it is.
#[wasm_bindgen(js_name = evaluateService, unchecked_return_type = "ServiceEvaluation")]
pub fn evaluate_service(
    #[wasm_bindgen(unchecked_param_type = "ServiceNumbers")] q: JsValue,
) -> JsResult<JsValue> {
    let found = read_service(&q).and_then(|service| service.evaluate()).map_err(thrown)?;
    let column = |values: &[f64]| Float64Array::from(values).into();
    let units = found.units.people.len();
    let of_units = |value: fn(&UnitSums, usize) -> f64| {
        column(&(0..units).map(|u| value(&found.units, u)).collect::<Vec<_>>())
    };
    Ok(object([
        ("nearestSeconds", column(&found.at.nearest)),
        ("access", column(&found.at.handed_out.access)),
        ("load", column(&found.at.load)),
        ("saturation", column(&found.at.saturation)),
        ("reachable", of_units(UnitSums::reachable)),
        ("sufficient", of_units(UnitSums::sufficient)),
        ("sufficientRaw", of_units(UnitSums::sufficient_raw)),
        ("saturationOfUnit", of_units(UnitSums::saturation)),
    ]))
}

/// How unevenly values are spread over people.
#[wasm_bindgen(unchecked_return_type = "InequalityMeasures")]
pub fn inequality(
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] weights: JsValue,
) -> JsResult<JsValue> {
    let measure = || {
        let both = object([("values", values), ("weights", weights)]);
        let column = |name| convert::required(convert::f64s(&both, name)?, name);
        Inequality::of(&column("values")?, &column("weights")?)
    };
    let found = measure().map_err(thrown)?;
    let or_null = |m: Measure| m.map_or(JsValue::NULL, JsValue::from);
    let lorenz: Vec<f64> =
        found.lorenz.iter().flat_map(|&(people, value)| [people, value]).collect();
    Ok(object([
        ("gini", or_null(found.gini)),
        ("theilT", or_null(found.theil_t)),
        ("theilL", or_null(found.theil_l)),
        ("atkinson05", or_null(found.atkinson_05)),
        ("atkinson1", or_null(found.atkinson_1)),
        ("atkinson2", or_null(found.atkinson_2)),
        ("cv", or_null(found.cv)),
        ("palma", or_null(found.palma)),
        ("lorenz", Float64Array::from(&lorenz[..]).into()),
    ]))
}

fn read_service(q: &JsValue) -> Result<BareService> {
    let numbers = |name| convert::required(convert::f64s(q, name)?, name);
    let positions = |name| convert::required(convert::u32s(q, name)?, name);
    let method = convert::text(q, "method")?;
    let method = Method::ALL.into_iter().find(|m| m.as_str() == method).ok_or_else(|| {
        Error::new(ErrorCode::ArgumentRange, format!("method {method:?}")).at("method")
    })?;
    Ok(BareService {
        people: numbers("people")?,
        base: convert::f64s(q, "base")?,
        unit: positions("unit")?,
        units: convert::whole(q, "units", MOST_UNITS)?,
        row_start: positions("rowStart")?,
        facility: positions("facility")?,
        seconds: numbers("seconds")?,
        capacity: numbers("capacity")?,
        threshold_seconds: convert::number(q, "thresholdSeconds")?,
        method,
        bands: read_bands(q)?,
        norm: convert::number(q, "norm")?,
        rate: convert::number(q, "rate")?,
        huff: read_huff(q)?,
    })
}

/// The most units there may be: a column of them must fit the memory.
const MOST_UNITS: u32 = 10_000_000;

fn read_bands(q: &JsValue) -> Result<Option<Vec<Band>>> {
    let list = field(q, "bands");
    if list.is_undefined() || list.is_null() {
        return Ok(None);
    }
    if !Array::is_array(&list) {
        return Err(Error::new(ErrorCode::ArgumentRange, "not an array").at("bands"));
    }
    let list: &Array = list.unchecked_ref();
    let band = |(i, band): (usize, JsValue)| {
        let number = |name| convert::number(&band, name).map_err(|e| e.at(format!("bands[{i}]")));
        Ok(Band { up_to: number("upToSeconds")?, weight: number("weight")? })
    };
    list.iter().enumerate().map(band).collect::<Result<_>>().map(Some)
}

fn read_huff(q: &JsValue) -> Result<Huff> {
    let huff = field(q, "huff");
    if huff.is_undefined() || huff.is_null() {
        return Ok(Huff::default());
    }
    let read = || Huff::new(convert::number(&huff, "alpha")?, convert::number(&huff, "beta")?);
    read().map_err(|e| e.at("huff"))
}
