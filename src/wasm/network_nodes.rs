//! `RoadNetwork` for JavaScript: a mode's graph given out, and questions about bare nodes.

use super::convert::{self, JsResult, object, thrown};
use super::road_network::RoadNetwork;
use crate::error::{Error, ErrorCode};
use crate::reach::{node_sums, travel_times};
use crate::units::Millis;
use js_sys::{Float64Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl RoadNetwork {
    /// Seconds between every node of a network from arcs and the nearest of several nodes.
    #[wasm_bindgen(js_name = nodeTimes)]
    pub fn node_times(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ sources: Uint32Array; cutoffSeconds?: number; direction?: Direction }"
        )]
        query: JsValue,
    ) -> JsResult<Vec<f64>> {
        let read = || {
            let arcs = self.arcs_only()?;
            let sources = convert::required(convert::u32s(&query, "sources")?, "sources")?;
            let nodes = arcs.forward.nodes();
            if let Some(i) = sources.iter().position(|&s| s as usize >= nodes) {
                let found = format!("node {} of {nodes}", sources[i]);
                return Err(Error::new(ErrorCode::ArgumentRange, found).at(format!("sources[{i}]")));
            }
            let cutoff = convert::optional_number(&query, "cutoffSeconds")?;
            if cutoff.is_some_and(|c| c.is_nan() || c < 0.0) {
                return Err(Error::new(ErrorCode::ArgumentRange, "negative").at("cutoffSeconds"));
            }
            Ok(travel_times::node_times(arcs, &sources, cutoff, convert::direction(&query)?))
        };
        read().map_err(thrown)
    }

    /// The sum of `values` over the nodes within a cut-off of every node of a network from arcs:
    /// "to" counts what can reach the node, "from" what can be reached from it.
    #[wasm_bindgen(js_name = nodeSums)]
    pub fn node_sums(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ values: Float64Array; cutoffSeconds: number; direction?: Direction }"
        )]
        query: JsValue,
    ) -> JsResult<Vec<f64>> {
        let read = || {
            let arcs = self.arcs_only()?;
            let values = convert::required(convert::f64s(&query, "values")?, "values")?;
            let nodes = arcs.forward.nodes();
            if values.len() != nodes {
                let found = format!("{} values for {nodes} nodes", values.len());
                return Err(Error::new(ErrorCode::ArgumentRange, found).at("values"));
            }
            if let Some(i) = values.iter().position(|v| !v.is_finite()) {
                let found = values[i].to_string();
                return Err(Error::new(ErrorCode::ArgumentRange, found).at(format!("values[{i}]")));
            }
            let cutoff = Millis::from_seconds(convert::number(&query, "cutoffSeconds")?)
                .map_err(|e| e.at("cutoffSeconds"))?;
            Ok(node_sums::node_sums(arcs, &values, cutoff, convert::direction(&query)?))
        };
        read().map_err(thrown)
    }

    /// What a mode makes of the roads, as the columns that `fromArcs` takes, with the place of
    /// every node. A junction where what follows depends on how one came (banned turns, roads open
    /// to destinations only, barriers) is several nodes at one place. Times are those on the roads:
    /// what the mode adds to every trip (parking) is not in them.
    #[wasm_bindgen(
        unchecked_return_type = "{ nodeCount: number; tail: Uint32Array; head: Uint32Array; seconds: Float64Array; lng: Float64Array; lat: Float64Array }"
    )]
    pub fn arcs(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ mode: Mode }")] query: JsValue,
    ) -> JsResult<JsValue> {
        let roads = self.roads(&query).map_err(thrown)?;
        let table = &roads.graph.arcs().forward;
        let (mut tail, mut head, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
        let (mut lng, mut lat) = (Vec::new(), Vec::new());
        for node in 0..table.nodes() as u32 {
            let at = roads.network.junction_at(roads.graph.junction_of(node));
            lng.push(at.lng());
            lat.push(at.lat());
            for arc in table.of(node) {
                tail.push(node);
                head.push(arc.head);
                seconds.push(Millis(arc.ms).seconds());
            }
        }
        Ok(object([
            ("nodeCount", (table.nodes() as u32).into()),
            ("tail", Uint32Array::from(&tail[..]).into()),
            ("head", Uint32Array::from(&head[..]).into()),
            ("seconds", Float64Array::from(&seconds[..]).into()),
            ("lng", Float64Array::from(&lng[..]).into()),
            ("lat", Float64Array::from(&lat[..]).into()),
        ]))
    }
}
