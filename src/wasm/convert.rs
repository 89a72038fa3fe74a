//! Between JavaScript values and ours: arguments in, errors out.

use crate::error::{Error, ErrorCode, Result};
use crate::facts::Scenario;
use crate::network::{ModeProfile, ModeSettings};
use crate::siting::CertifiedBound;
use crate::units::{Direction, LngLat, Millis, Position, TravelMode};
use js_sys::{Array, Float64Array, Function, Object, Reflect, Uint32Array};
use serde::{Serialize, de::DeserializeOwned};
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast, JsValue};

/// What an export returns.
pub(super) type JsResult<T> = std::result::Result<T, JsValue>;

/// A JavaScript `Error` with `code`, `place` and `found`.
pub(super) fn thrown(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    let set = |key: &str, value: JsValue| {
        // Setting a property of a fresh Error does not fail.
        let _ = Reflect::set(&js, &key.into(), &value);
    };
    set("code", error.code().as_str().into());
    set("found", error.found().into());
    if let Some(place) = error.place() {
        set("place", place.into());
    }
    js.into()
}

/// A field of an argument; `undefined` if it is not there.
pub(super) fn field(of: &JsValue, name: &str) -> JsValue {
    if of.is_object() {
        Reflect::get(of, &name.into()).unwrap_or_default()
    } else {
        JsValue::UNDEFINED
    }
}

fn refuse(name: &str, found: &str) -> Error {
    Error::new(ErrorCode::ArgumentRange, found).at(name)
}

/// A number field.
pub(super) fn number(of: &JsValue, name: &str) -> Result<f64> {
    field(of, name).as_f64().ok_or_else(|| refuse(name, "not a number"))
}

/// A number field that may be absent.
pub(super) fn optional_number(of: &JsValue, name: &str) -> Result<Option<f64>> {
    let value = field(of, name);
    if value.is_undefined() || value.is_null() { Ok(None) } else { number(of, name).map(Some) }
}

/// A number field that is 0 or more, if it is given; without end it may be.
pub(super) fn amount(of: &JsValue, name: &str) -> Result<Option<f64>> {
    match optional_number(of, name)? {
        Some(value) if value.is_nan() || value < 0.0 => {
            Err(refuse(name, &format!("{value} where a number >= 0 is due")))
        }
        value => Ok(value),
    }
}

/// A whole number field from 0 to `most`.
pub(super) fn whole(of: &JsValue, name: &str, most: u32) -> Result<u32> {
    let value = number(of, name)?;
    if value.fract() == 0.0 && (0.0..=f64::from(most)).contains(&value) {
        Ok(value as u32)
    } else {
        Err(refuse(name, &format!("{value}, not a whole number up to {most}")))
    }
}

/// A string field.
pub(super) fn text(of: &JsValue, name: &str) -> Result<String> {
    field(of, name).as_string().ok_or_else(|| refuse(name, "not a string"))
}

/// A column of numbers; a plain array will do.
pub(super) fn f64s(of: &JsValue, name: &str) -> Result<Option<Vec<f64>>> {
    let value = field(of, name);
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    match value.dyn_into::<Float64Array>() {
        Ok(array) => Ok(Some(array.to_vec())),
        Err(other) if Array::is_array(&other) => Ok(Some(Float64Array::new(&other).to_vec())),
        Err(_) => Err(refuse(name, "neither a Float64Array nor an array")),
    }
}

/// A column of whole numbers; a plain array will do if its entries are whole.
pub(super) fn u32s(of: &JsValue, name: &str) -> Result<Option<Vec<u32>>> {
    let value = field(of, name);
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    match value.dyn_into::<Uint32Array>() {
        Ok(array) => Ok(Some(array.to_vec())),
        Err(other) if Array::is_array(&other) => {
            let numbers = Float64Array::new(&other).to_vec();
            let whole = |(i, n): (usize, f64)| {
                let fits = n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&n);
                if fits {
                    Ok(n as u32)
                } else {
                    Err(refuse(&format!("{name}[{i}]"), &n.to_string()))
                }
            };
            numbers.into_iter().enumerate().map(whole).collect::<Result<_>>().map(Some)
        }
        Err(_) => Err(refuse(name, "neither a Uint32Array nor an array")),
    }
}

/// A column that must be there.
pub(super) fn required<T>(column: Option<T>, name: &str) -> Result<T> {
    column.ok_or_else(|| refuse(name, "missing"))
}

/// A place field, `[lng, lat]`.
pub(super) fn place(of: &JsValue, name: &str) -> Result<LngLat> {
    lng_lat(&field(of, name)).map_err(|e| e.at(name))
}

/// A list of places.
pub(super) fn places(of: &JsValue, name: &str) -> Result<Vec<LngLat>> {
    let list = field(of, name);
    if !Array::is_array(&list) {
        return Err(refuse(name, "not an array of [lng, lat]"));
    }
    let list: &Array = list.unchecked_ref();
    let place = |(i, at): (usize, JsValue)| lng_lat(&at).map_err(|e| e.at(format!("{name}[{i}]")));
    list.iter().enumerate().map(place).collect()
}

fn lng_lat(value: &JsValue) -> Result<LngLat> {
    let not_a_place = || Error::new(ErrorCode::PlaceCoordinate, "not [lng, lat]");
    if !Array::is_array(value) {
        return Err(not_a_place());
    }
    let pair: &Array = value.unchecked_ref();
    match (pair.get(0).as_f64(), pair.get(1).as_f64()) {
        (Some(lng), Some(lat)) => LngLat::new(lng, lat),
        _ => Err(not_a_place()),
    }
}

/// A place as documents give it.
pub(super) fn degrees(at: Position) -> [f64; 2] {
    [at.lng(), at.lat()]
}

/// The `mode` field: a name, or an object with `base` and edited settings.
pub(super) fn mode(of: &JsValue) -> Result<ModeProfile> {
    mode_of(of, "mode")
}

/// A field that says a mode.
pub(super) fn mode_of(of: &JsValue, name: &str) -> Result<ModeProfile> {
    let value = field(of, name);
    if let Some(known) = value.as_string() {
        return TravelMode::parse(&known).map(ModeProfile::of).map_err(|e| e.at(name));
    }
    let base = field(&value, "base").as_string().ok_or_else(|| {
        Error::new(ErrorCode::ModeSetting, "neither a mode nor { base }").at(name)
    })?;
    let base = TravelMode::parse(&base).map_err(|e| e.at(format!("{name}.base")))?;
    let settings = without(&value, &["base"]);
    for key in Object::keys(&settings).iter().filter_map(|k| k.as_string()) {
        if !ModeSettings::NAMES.contains(&key.as_str()) {
            let found = format!("unknown setting \"{key}\"");
            return Err(Error::new(ErrorCode::ModeSetting, found).at(name));
        }
    }
    let settings: ModeSettings = serde_wasm_bindgen::from_value(settings.into())
        .map_err(|e| Error::new(ErrorCode::ModeSetting, e.to_string()).at(name))?;
    ModeProfile::with(base, &settings).map_err(|e| e.at(name))
}

/// The `direction` field, towards the place if absent.
pub(super) fn direction(of: &JsValue) -> Result<Direction> {
    let value = field(of, "direction");
    match value.as_string().as_deref() {
        None if value.is_undefined() => Ok(Direction::To),
        Some("to") => Ok(Direction::To),
        Some("from") => Ok(Direction::From),
        _ => Err(refuse("direction", "neither \"to\" nor \"from\"")),
    }
}

/// A field in minutes, up to `most`.
pub(super) fn minutes(of: &JsValue, name: &str, most: f64) -> Result<Millis> {
    checked_minutes(number(of, name)?, most).map_err(|e| e.at(name))
}

/// Minutes from 0 up to `most`.
pub(super) fn checked_minutes(minutes: f64, most: f64) -> Result<Millis> {
    if minutes <= most {
        Millis::from_minutes(minutes)
    } else {
        Err(Error::new(ErrorCode::ArgumentRange, format!("{minutes} minutes, at most {most}")))
    }
}

/// A small document; a field that is none of it is refused, not passed over.
pub(super) fn document<T: DeserializeOwned + Serialize>(value: JsValue, name: &str) -> Result<T> {
    let refused = |e: serde_wasm_bindgen::Error| refuse(name, &e.to_string());
    let read: T = serde_wasm_bindgen::from_value(value.clone()).map_err(refused)?;
    let understood = serde_wasm_bindgen::to_value(&read).map_err(refused)?;
    match field_passed_over(&value, &understood) {
        Some(field) => Err(refuse(name, &format!("unknown field \"{field}\""))),
        None => Ok(read),
    }
}

/// Refuses what is no object, and one with a field beside these.
pub(super) fn only(of: &JsValue, name: &str, known: &[&str]) -> Result<()> {
    if !of.is_object() || Array::is_array(of) {
        return Err(refuse(name, "not an object"));
    }
    let is_given = |key: &str| {
        let value = field(of, key);
        !(value.is_undefined() || value.is_null())
    };
    let keys = Object::keys(of.unchecked_ref::<Object>());
    let is_unknown = |key: &String| is_given(key) && !known.contains(&key.as_str());
    match keys.iter().filter_map(|key| key.as_string()).find(is_unknown) {
        Some(key) => Err(refuse(name, &format!("unknown field \"{key}\""))),
        None => Ok(()),
    }
}

/// The first field, at whatever depth, that has a value in one document and none in the other.
fn field_passed_over(given: &JsValue, understood: &JsValue) -> Option<String> {
    if !given.is_object() {
        return None;
    }
    Object::keys(given.unchecked_ref::<Object>()).iter().filter_map(|k| k.as_string()).find_map(
        |key| {
            let (given, understood) = (field(given, &key), field(understood, &key));
            if given.is_undefined() || given.is_null() {
                return None;
            }
            if understood.is_undefined() {
                return Some(key);
            }
            field_passed_over(&given, &understood)
        },
    )
}

/// A plain object like another, without some fields.
pub(super) fn without(of: &JsValue, names: &[&str]) -> Object {
    let rest = Object::assign(&Object::new(), of.unchecked_ref());
    for name in names {
        // Deleting a property of a fresh plain object does not fail.
        let _ = Reflect::delete_property(&rest, &JsValue::from(*name));
    }
    rest
}

/// A document on its way out.
pub(super) fn given<T: Tsify + Serialize>(document: T) -> JsResult<Ts<T>>
where
    T::JsType: JsCast,
{
    document.into_ts().map_err(|e| js_sys::Error::new(&e.to_string()).into())
}

/// A scenario as the page writes it: fields that are not there are left out.
pub(super) fn scenario(of: &Scenario) -> JsResult<JsValue> {
    let writer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    of.serialize(&writer).map_err(|e| js_sys::Error::new(&e.to_string()).into())
}

/// A problem and the proof of its bound as two texts, and this bound; `undefined` where there is none.
pub(super) fn certificate(proof: Option<CertifiedBound>) -> JsValue {
    proof.map_or(JsValue::UNDEFINED, |CertifiedBound { problem, certificate, bound }| {
        object([
            ("problem", problem.into()),
            ("certificate", certificate.into()),
            ("bound", bound.into()),
        ])
    })
}

/// Calls `options.onProgress(share, step)` if it is there.
pub(super) fn on_progress(options: &JsValue) -> impl FnMut(f64, &'static str) + use<> {
    let callback = field(options, "onProgress").dyn_into::<Function>().ok();
    move |share, step| {
        if let Some(callback) = &callback {
            // A listener that throws does not stop the work it listens to.
            let _ = callback.call2(&JsValue::NULL, &share.into(), &step.into());
        }
    }
}

/// An object with these fields.
pub(super) fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a property of a fresh plain object does not fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
