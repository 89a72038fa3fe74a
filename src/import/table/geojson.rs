//! GeoJSON features as rows: properties are cells, geometries are places or outlines.

use super::sheet::{RawRow, Shape};
use crate::error::{Error, ErrorCode, Result};
use serde_json::Value;

/// Headers and rows of a `FeatureCollection` (or one feature).
///
/// Properties are columns in the order in which they are first met; a geometry that is no point or
/// polygon, or is broken, is left out and the row goes on without a place.
pub(super) fn read(text: &str) -> Result<(Vec<String>, Vec<RawRow>)> {
    let refused = |found: String| Error::new(ErrorCode::TableFormat, found);
    let document: Value = serde_json::from_str(text).map_err(|e| refused(e.to_string()))?;
    let features = match (&document["type"], &document["features"]) {
        (Value::String(kind), Value::Array(list)) if kind == "FeatureCollection" => &list[..],
        (Value::String(kind), _) if kind == "Feature" => std::slice::from_ref(&document),
        _ => return Err(refused("JSON that is no FeatureCollection".to_owned())),
    };
    let mut headers: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (i, feature) in features.iter().enumerate() {
        let mut cells = vec![String::new(); headers.len()];
        for (name, value) in feature["properties"].as_object().into_iter().flatten() {
            let column = headers.iter().position(|h| h == name).unwrap_or_else(|| {
                headers.push(name.clone());
                cells.push(String::new());
                headers.len() - 1
            });
            if let Some(cell) = cells.get_mut(column) {
                *cell = cell_of(value);
            }
        }
        rows.push(RawRow { number: i as u32 + 1, cells, shape: shape_of(&feature["geometry"]) });
    }
    Ok((headers, rows))
}

fn cell_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(cell_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn shape_of(geometry: &Value) -> Option<Shape> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str()? {
        "Point" => position_of(coordinates).map(Shape::Point),
        "Polygon" => rings_of(coordinates).map(Shape::Rings),
        "MultiPolygon" => {
            let parts: Option<Vec<_>> = coordinates.as_array()?.iter().map(rings_of).collect();
            Some(Shape::Rings(parts?.into_iter().flatten().collect()))
        }
        _ => None,
    }
}

fn position_of(value: &Value) -> Option<(f64, f64)> {
    match &value.as_array()?[..] {
        [lng, lat, ..] => Some((lng.as_f64()?, lat.as_f64()?)),
        _ => None,
    }
}

fn rings_of(value: &Value) -> Option<Vec<Vec<(f64, f64)>>> {
    let ring = |ring: &Value| {
        let ring: Option<Vec<_>> = ring.as_array()?.iter().map(position_of).collect();
        let mut ring = ring?;
        if ring.first() != ring.last() {
            ring.push(*ring.first()?);
        }
        (ring.len() >= 4).then_some(ring)
    };
    value.as_array()?.iter().map(ring).collect()
}
