//! Shapes as GeoJSON: flattened here, nested by a few lines of JavaScript.

use crate::network::RoadNetwork;
use crate::reach::Band;
use crate::reach::isochrone::Shape;
use crate::reach::reached_roads::{ReachedPiece, points_between};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/wasm/geojson.js")]
extern "C" {
    #[wasm_bindgen(js_name = multiPolygons)]
    fn multi_polygons(
        minutes: &[f64],
        coordinates: &[f64],
        ring_start: &[u32],
        polygon_start: &[u32],
        feature_start: &[u32],
        near_border: &[u8],
        margin_metres: f64,
        resolution_metres: f64,
        reason: Option<String>,
    ) -> JsValue;
    #[wasm_bindgen(js_name = lineStrings)]
    fn line_strings(
        coordinates: &[f64],
        line_start: &[u32],
        seconds_start: &[f64],
        seconds_end: &[f64],
    ) -> JsValue;
}

/// One `MultiPolygon` feature per band; with the bands that touch the border, how they were drawn,
/// and why they are empty.
pub(super) fn of_bands(
    bands: &[Band],
    minutes: &[f64],
    near_border: &[u8],
    shape: Shape,
    reason: Option<&str>,
) -> JsValue {
    let mut coordinates = Vec::new();
    let (mut ring_start, mut polygon_start, mut feature_start) = (vec![0], vec![0], vec![0]);
    for band in bands {
        for polygon in &band.polygons {
            for ring in polygon {
                coordinates.extend(ring.iter().flat_map(|&(lng, lat)| [lng, lat]));
                ring_start.push((coordinates.len() / 2) as u32);
            }
            polygon_start.push((ring_start.len() - 1) as u32);
        }
        feature_start.push((polygon_start.len() - 1) as u32);
    }
    multi_polygons(
        minutes,
        &coordinates,
        &ring_start,
        &polygon_start,
        &feature_start,
        near_border,
        shape.margin,
        shape.resolution,
        reason.map(str::to_owned),
    )
}

/// One `LineString` feature per reached stretch of road.
pub(super) fn of_pieces(network: &RoadNetwork, pieces: &[ReachedPiece]) -> JsValue {
    let (mut coordinates, mut line_start) = (Vec::new(), vec![0]);
    let mut points = Vec::new();
    for piece in pieces {
        points_between(network, piece, &mut points);
        coordinates.extend(points.iter().flat_map(|p| [p.lng(), p.lat()]));
        line_start.push((coordinates.len() / 2) as u32);
    }
    let seconds =
        |ms: fn(&ReachedPiece) -> f64| pieces.iter().map(|p| ms(p) / 1000.0).collect::<Vec<_>>();
    line_strings(&coordinates, &line_start, &seconds(|p| p.start_ms), &seconds(|p| p.end_ms))
}
