//! `RoadNetwork` for JavaScript: a network from a map file or from bare arcs.

use super::convert::{self, JsResult, thrown};
use super::documents::{Located, ModeFacts, ModesFacts, NetworkFacts};
use super::geojson;
use crate::error::{Error, ErrorCode, Result};
use crate::import::osm;
use crate::network::{Arcs, ModeProfile, ModeRoads, RoadLayers};
use crate::reach::hierarchy::Hierarchies;
use crate::reach::isochrone::{Band, Isochrone, Shape};
use crate::reach::unreached::{self, Standing, Unreached, WHENEVER};
use crate::reach::{BorderTimes, travel_times};
use crate::units::{Direction, LngLat, Millis, TravelMode};
use js_sys::{Float64Array, Uint8Array, Uint32Array};
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The longest circle that is drawn.
const LONGEST_CIRCLE_MINUTES: f64 = 240.0;
/// The margins that a circle can be drawn with, in metres.
const LEAST_MARGIN: f64 = 10.0;
const MOST_MARGIN: f64 = 2000.0;
/// How many search workspaces are kept.
const WORKSPACES: usize = 4;

/// A road network, ready to be asked.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RoadNetwork {
    kind: Network,
    workspaces: RefCell<Vec<Workspace>>,
    pub(super) hierarchies: RefCell<Hierarchies>,
}

#[derive(Debug)]
pub(super) enum Network {
    Roads(Arc<RoadLayers>),
    Arcs(Arcs),
}

#[derive(Debug)]
struct Workspace {
    graph: Arc<crate::network::ModeGraph>,
    direction: Direction,
    isochrone: Isochrone,
    border: OnceCell<BorderTimes>,
}

impl RoadNetwork {
    pub(super) fn on(layers: Arc<RoadLayers>) -> Self {
        Self::of(Network::Roads(layers), Hierarchies::default())
    }

    pub(super) fn of(kind: Network, hierarchies: Hierarchies) -> Self {
        Self { kind, workspaces: RefCell::default(), hierarchies: RefCell::new(hierarchies) }
    }

    pub(super) fn layers(&self) -> Result<&Arc<RoadLayers>> {
        match &self.kind {
            Network::Roads(layers) => Ok(layers),
            Network::Arcs(_) => Err(Error::new(ErrorCode::NetworkNoGeometry, "bare arcs")),
        }
    }

    pub(super) fn arcs_only(&self) -> Result<&Arcs> {
        match &self.kind {
            Network::Arcs(arcs) => Ok(arcs),
            Network::Roads(_) => {
                Err(Error::new(ErrorCode::NetworkNoArcs, "a network from a map file"))
            }
        }
    }

    pub(super) fn roads(&self, query: &JsValue) -> Result<ModeRoads> {
        self.layers()?.roads_of(&convert::mode(query)?)
    }

    /// Runs `ask` with a workspace of the query's mode and direction.
    fn with_workspace<T>(
        &self,
        query: &JsValue,
        ask: impl FnOnce(&ModeRoads, &mut Workspace) -> Result<T>,
    ) -> Result<T> {
        let roads = self.roads(query)?;
        let direction = convert::direction(query)?;
        let mut kept = self.workspaces.borrow_mut();
        let known = kept
            .iter()
            .position(|w| Arc::ptr_eq(&w.graph, &roads.graph) && w.direction == direction);
        let at = known.unwrap_or_else(|| {
            if kept.len() == WORKSPACES {
                kept.remove(0);
            }
            let isochrone = Isochrone::new(&roads, direction);
            let graph = Arc::clone(&roads.graph);
            kept.push(Workspace { graph, direction, isochrone, border: OnceCell::new() });
            kept.len() - 1
        });
        ask(&roads, &mut kept[at])
    }
}

#[wasm_bindgen]
impl RoadNetwork {
    /// Reads `.osm.pbf` or `.osm` bytes.
    #[wasm_bindgen(js_name = fromOsm)]
    pub fn from_osm(
        bytes: &[u8],
        #[wasm_bindgen(
            unchecked_optional_param_type = "{ onProgress?: (share: number, step: string) => void }"
        )]
        options: JsValue,
    ) -> JsResult<RoadNetwork> {
        let mut progress = convert::on_progress(&options);
        let network = osm::read_network(bytes, &mut progress).map_err(thrown)?;
        Ok(Self::on(Arc::new(RoadLayers::new(Arc::new(network)))))
    }

    /// A directed graph as it is; node ids keep their numbers.
    #[wasm_bindgen(js_name = fromArcs)]
    pub fn from_arcs(
        #[wasm_bindgen(
            unchecked_param_type = "{ nodeCount: number; tail: Uint32Array; head: Uint32Array; seconds: Float64Array }"
        )]
        arcs: JsValue,
    ) -> JsResult<RoadNetwork> {
        let read = || {
            let nodes = convert::whole(&arcs, "nodeCount", u32::MAX - 1)?;
            let column = |name| convert::required(convert::u32s(&arcs, name)?, name);
            let (tail, head) = (column("tail")?, column("head")?);
            let seconds = convert::required(convert::f64s(&arcs, "seconds")?, "seconds")?;
            Arcs::from_columns(nodes, &tail, &head, &seconds)
        };
        let arcs = read().map_err(thrown)?;
        Ok(Self::of(Network::Arcs(arcs), Hierarchies::default()))
    }

    /// The ready network in its versioned, checksummed form.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> JsResult<Vec<u8>> {
        self.layers().and_then(|l| l.to_bytes()).map_err(thrown)
    }

    /// Opens what `toBytes` gave.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> JsResult<RoadNetwork> {
        Ok(Self::on(Arc::new(RoadLayers::from_bytes(bytes).map_err(thrown)?)))
    }

    /// What the network holds, per mode, and what was left out of it.
    pub fn describe(&self) -> JsResult<Ts<NetworkFacts>> {
        let layers = self.layers().map_err(thrown)?;
        let of = |mode: TravelMode| {
            let components = layers.default_graph(mode).components();
            ModeFacts {
                nodes: components.junctions() as u32,
                arcs: components.arcs() as u32,
                kilometres: components.kilometres(),
                components: components.count() as u32,
                largest_component_share: components.largest_share(),
            }
        };
        let network = layers.network();
        let driving = layers.default_graph(TravelMode::Drive);
        let mut skipped = network.skipped().to_vec();
        for aside in driving.restrictions_left_aside() {
            match skipped.iter_mut().find(|s| s.reason == aside.reason) {
                Some(known) => known.count += aside.count,
                None => skipped.push(aside.clone()),
            }
        }
        let facts = NetworkFacts {
            bounds: network.bounds(),
            modes: ModesFacts {
                walk: of(TravelMode::Walk),
                cycle: of(TravelMode::Cycle),
                drive: of(TravelMode::Drive),
            },
            turn_restrictions: network.restrictions().len() as u32,
            turn_restrictions_applied: driving.restrictions_applied() as u32,
            skipped,
        };
        convert::given(facts)
    }

    /// The land within reach, one feature per entry of `minutes`, ascending and nested.
    ///
    /// `nearExtractBorder`: the circle touches the border of the map file, so part of it may be missing.
    /// `marginMetres`, `resolutionMetres`: how it was drawn, coarser than asked for if it is huge.
    /// `reason`: why there is nothing, null where there is something.
    #[wasm_bindgen(
        unchecked_return_type = "GeoJSON.FeatureCollection<GeoJSON.MultiPolygon, { minutes: number; nearExtractBorder: boolean; marginMetres: number; resolutionMetres: number; reason: null | \"outsideExtract\" | \"noRoadWithinCap\" | \"beyondCutoff\" }>"
    )]
    pub fn isochrone(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ at: LngLat; mode: Mode; minutes: number[]; direction?: Direction; marginMetres?: number }"
        )]
        query: JsValue,
    ) -> JsResult<JsValue> {
        let draw = || {
            let at = convert::place(&query, "at")?;
            let mut minutes = convert::required(convert::f64s(&query, "minutes")?, "minutes")?;
            minutes.sort_by(f64::total_cmp);
            let within = minutes
                .iter()
                .map(|&m| convert::checked_minutes(m, LONGEST_CIRCLE_MINUTES))
                .collect::<Result<Vec<Millis>>>()
                .map_err(|e| e.at("minutes"))?;
            let margin = margin_of(&query)?;
            self.with_workspace(&query, |roads, workspace| {
                let shape = margin.map_or(Shape::of(roads.graph.profile().base), Shape::around);
                Ok(match workspace.isochrone.draw(at, &within, shape) {
                    Ok(bands) => {
                        let near = workspace.near_border(roads, at, &within);
                        let is_empty = bands.iter().all(|b| b.polygons.is_empty());
                        let reason = is_empty.then_some(Unreached::BeyondCutoff);
                        let shape = workspace.isochrone.shape().unwrap_or(shape);
                        let reason = reason.map(Unreached::as_str);
                        geojson::of_bands(&bands, &minutes, &near, shape, reason)
                    }
                    Err(reason) => {
                        let nothing = |&within| Band { within, polygons: Vec::new() };
                        let bands: Vec<Band> = within.iter().map(nothing).collect();
                        let reason = Unreached::from(reason).as_str();
                        let near = vec![0; bands.len()];
                        geojson::of_bands(&bands, &minutes, &near, shape, Some(reason))
                    }
                })
            })
        };
        draw().map_err(thrown)
    }

    /// The roads reached, cut where time runs out and split where two waves meet.
    #[wasm_bindgen(js_name = reachedRoads, unchecked_return_type = "GeoJSON.FeatureCollection<GeoJSON.LineString, { secondsStart: number; secondsEnd: number }>")]
    pub fn reached_roads(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ at: LngLat; mode: Mode; minutes: number; direction?: Direction }"
        )]
        query: JsValue,
    ) -> JsResult<JsValue> {
        let read = || {
            let at = convert::place(&query, "at")?;
            let within = convert::minutes(&query, "minutes", LONGEST_CIRCLE_MINUTES)?;
            self.with_workspace(&query, |roads, workspace| {
                let pieces = workspace.isochrone.reached_roads(at, within).unwrap_or_default();
                Ok(geojson::of_pieces(&roads.network, pieces))
            })
        };
        read().map_err(thrown)
    }

    /// Seconds from every place to every other, row-major; NaN = not reached.
    #[wasm_bindgen(js_name = travelTimes)]
    pub fn travel_times(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ from: LngLat[]; to: LngLat[]; mode: Mode; cutoffMinutes?: number }"
        )]
        query: JsValue,
    ) -> JsResult<Vec<f64>> {
        let read = || {
            let roads = self.roads(&query)?;
            let (from, to) = (convert::places(&query, "from")?, convert::places(&query, "to")?);
            let hierarchy = self.hierarchies.borrow().of(&roads.graph);
            travel_times::table(&roads, hierarchy, &from, &to, cutoff_of(&query)?)
        };
        read().map_err(thrown)
    }

    /// Why each NaN of `travelTimes` is one, and how the places stand to the roads.
    #[wasm_bindgen(unchecked_return_type = "Reasons")]
    pub fn reasons(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ from: LngLat[]; to: LngLat[]; mode: Mode; cutoffMinutes?: number }"
        )]
        query: JsValue,
    ) -> JsResult<JsValue> {
        let read = || {
            let roads = self.roads(&query)?;
            let (from, to) = (convert::places(&query, "from")?, convert::places(&query, "to")?);
            let reasons = unreached::table(&roads, &from, &to, cutoff_of(&query)?)?;
            Ok(convert::object([
                ("words", reason_words()),
                ("reason", reason_numbers(&reasons)),
                ("from", standings(&roads, &from)),
                ("to", standings(&roads, &to)),
            ]))
        };
        read().map_err(thrown)
    }

    /// How a place is joined to the roads of a mode, or why it is not.
    pub fn locate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ at: LngLat; mode: Mode }")] query: JsValue,
    ) -> JsResult<Ts<Located>> {
        let read = || {
            let roads = self.roads(&query)?;
            let standing = Standing::of(&roads, convert::place(&query, "at")?);
            let island = standing.island(&roads);
            let on_island = island.map(|_| Unreached::Island);
            Ok(Located {
                off_road_metres: standing.link.map_or(f64::NAN, |link| link.off_road_metres),
                component_share: standing.part.map_or(0.0, |part| part.share),
                reason: standing
                    .link
                    .map_or_else(|reason| Some(Unreached::from(reason)), |_| on_island)
                    .map(Unreached::as_str),
                nearest_road_metres: standing.nearest_metres.unwrap_or(f64::NAN),
                nearest_any_road_metres: standing.nearest_any_metres.unwrap_or(f64::NAN),
                island: island.map(Into::into),
            })
        };
        convert::given(read().map_err(thrown)?)
    }
}

impl Workspace {
    /// Which circles of these times around a place touch the extract's border: 1 or 0.
    fn near_border(&self, roads: &ModeRoads, at: LngLat, within: &[Millis]) -> Vec<u8> {
        let border = self.border.get_or_init(|| BorderTimes::of(roads, self.direction));
        let link = if border.is_nowhere() { None } else { roads.link(at).ok() };
        let time = link.map_or(Millis::NEVER, |link| border.time(at, &link));
        within.iter().map(|&within| u8::from(time.within(within))).collect()
    }
}

/// The margin that a query asks for.
fn margin_of(query: &JsValue) -> Result<Option<f64>> {
    let margin = convert::optional_number(query, "marginMetres")?;
    match margin {
        Some(metres) if !(LEAST_MARGIN..=MOST_MARGIN).contains(&metres) => {
            let found = format!("{metres} metres, not {LEAST_MARGIN} to {MOST_MARGIN}");
            Err(Error::new(ErrorCode::ArgumentRange, found).at("marginMetres"))
        }
        margin => Ok(margin),
    }
}

/// The cut-off that a query asks for; none: whenever.
fn cutoff_of(query: &JsValue) -> Result<Millis> {
    match convert::optional_number(query, "cutoffMinutes")? {
        Some(minutes) => Millis::from_minutes(minutes).map_err(|e| e.at("cutoffMinutes")),
        None => Ok(WHENEVER),
    }
}

/// The words that `reason_numbers` number.
pub(super) fn reason_words() -> JsValue {
    let words = Unreached::ALL.map(Unreached::as_str).into_iter();
    std::iter::once("reached").chain(words).map(JsValue::from).collect::<js_sys::Array>().into()
}

/// Positions in [`reason_words`].
pub(super) fn reason_numbers(reasons: &[Option<Unreached>]) -> JsValue {
    let number = |reason: &Option<Unreached>| reason.map_or(0, |r| r.index() as u8 + 1);
    Uint8Array::from(&reasons.iter().map(number).collect::<Vec<_>>()[..]).into()
}

fn standings(roads: &ModeRoads, places: &[LngLat]) -> JsValue {
    let all: Vec<Standing> = places.iter().map(|at| Standing::of(roads, *at)).collect();
    let column = |of: fn(&Standing) -> Option<f64>| {
        let values: Vec<f64> = all.iter().map(|s| of(s).unwrap_or(f64::NAN)).collect();
        Float64Array::from(&values[..]).into()
    };
    let part: Vec<u32> = all.iter().map(|s| s.part.map_or(0, |p| p.rank as u32)).collect();
    convert::object([
        ("part", Uint32Array::from(&part[..]).into()),
        ("partKilometres", column(|s| s.part.map(|p| p.kilometres))),
        ("partShare", column(|s| s.part.map(|p| p.share))),
        ("nearestRoadMetres", column(|s| s.nearest_metres)),
        ("nearestAnyRoadMetres", column(|s| s.nearest_any_metres)),
    ])
}

/// The default profile of the walking mode, by which facilities are said to be joined.
pub(super) fn walking() -> ModeProfile {
    ModeProfile::of(TravelMode::Walk)
}
