//! `RoadNetwork` for JavaScript: roads edited, and hierarchies made ready before and after.

use super::convert::{self, JsResult, object, thrown};
use super::road_network::{Network, RoadNetwork};
use crate::network::RoadEdit;
use crate::network::road_edit::WayName;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl RoadNetwork {
    /// Makes the hierarchy of a mode ready for matrices: `travelTimes` with a cut-off then takes it
    /// for large circles, with the same answers. In an edited network what was ready before is
    /// re-weighted where roads have changed. `toBytes` keeps what is dear to find; null for roads too dense for one.
    #[wasm_bindgen(unchecked_return_type = "HierarchyFacts | null")]
    pub fn prepare(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ mode: Mode }")] query: JsValue,
    ) -> JsResult<JsValue> {
        let make = || {
            let profile = convert::mode(&query)?;
            self.hierarchies.borrow_mut().prepare(self.layers()?, &profile)
        };
        Ok(make().map_err(thrown)?.map_or(JsValue::NULL, |hierarchy| {
            let topology = hierarchy.topology();
            object([
                ("nodes", (topology.nodes() as u32).into()),
                ("links", (topology.links() as u32).into()),
                ("height", (topology.height() as u32).into()),
            ])
        }))
    }

    /// Another network with edits made; this one stays as it is and answers as before.
    pub fn edit(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RoadEdit[]")] edits: JsValue,
    ) -> JsResult<RoadNetwork> {
        let make = || {
            let edits: Vec<RoadEdit> = convert::document(edits, "edits")?;
            let layers = self.layers()?;
            let network = layers.network().edited(&edits)?;
            let layers = Arc::new(layers.beside(Arc::new(network)));
            Ok(Self::of(Network::Roads(layers), self.hierarchies.borrow().clone()))
        };
        make().map_err(thrown)
    }

    /// How edits call the road of a mode that is nearest to a place, between the two junctions or
    /// way ends around it; null where there is none.
    #[wasm_bindgen(js_name = roadAt, unchecked_return_type = "RoadAt | null")]
    pub fn road_at(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ at: LngLat; mode: Mode }")] query: JsValue,
    ) -> JsResult<JsValue> {
        let find = || {
            let roads = self.roads(&query)?;
            let link = roads.link(convert::place(&query, "at")?);
            Ok(link.ok().and_then(|link| {
                let named = roads.network.name_at(link.road, link.share)?;
                let way = match named.way {
                    WayName::Osm(id) => JsValue::from(id as f64),
                    WayName::Drawn(code) => JsValue::from(code),
                };
                let [a, b] = named.between.map(|node| JsValue::from(node as f64));
                Some(object([
                    ("way", way),
                    ("between", js_sys::Array::of2(&a, &b).into()),
                    ("class", roads.network.kind(link.road).class.as_str().into()),
                    ("metres", link.off_road_metres.into()),
                ]))
            }))
        };
        Ok(find().map_err(thrown)?.unwrap_or(JsValue::NULL))
    }
}
