//! `Study` for JavaScript: a study area that answers who is served and where to build.

use super::convert::{self, JsResult, degrees, object, thrown};
use super::documents::{Named, Nearest, ServiceFacts, StudyFacts};
use super::road_network::{RoadNetwork, reason_numbers, reason_words};
use crate::access::density::per_square_kilometre;
use crate::access::{FacilityTimes, JoinedStudy, NearestFacility};
use crate::checkup;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Scenario, ServiceId, ServiceStandard, StudyArea};
use crate::import::osm;
use crate::import::synthetic::{Options, synthetic};
use crate::network::{ModeProfile, RoadClass};
use crate::raster::RasterSpec;
use crate::reach::reached_roads::ReachedRoads;
use crate::reach::{Standing, surface};
use js_sys::{Float64Array, Uint8Array, Uint32Array};
use std::cell::RefCell;
use std::sync::Arc;
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The longest standard: beyond it nobody is counted as reaching a service.
pub(super) const LONGEST_MINUTES: f64 = 60.0;

/// A study area: roads, units, people and facilities, and what is asked of them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Study {
    pub(super) joined: JoinedStudy,
    /// The answer of the last service and mode, which pictures and site searches ask for again.
    latest: RefCell<Option<(ServiceId, ModeProfile, Arc<FacilityTimes>)>>,
}

#[wasm_bindgen]
impl Study {
    /// Reads `.osm.pbf` or `.osm` bytes; `serviceTags` is an edited table of which tags mean which
    /// service, in the form of the one that `serviceTags()` gives.
    #[wasm_bindgen(js_name = fromOsm)]
    pub fn from_osm(
        bytes: &[u8],
        #[wasm_bindgen(
            unchecked_optional_param_type = "{ onProgress?: (share: number, step: string) => void; serviceTags?: string }"
        )]
        options: JsValue,
    ) -> JsResult<Study> {
        let mut progress = convert::on_progress(&options);
        let edited = convert::field(&options, "serviceTags").as_string();
        let table = edited.as_deref().unwrap_or(osm::tag_table::STANDARD);
        osm::read_study(bytes, table, &mut progress).map(Self::on).map_err(thrown)
    }

    /// A made-up prefecture, the same for the same options: a full one by default, a smaller one of
    /// so many villages, all else in proportion.
    pub fn synthetic(
        #[wasm_bindgen(
            unchecked_optional_param_type = "{ seed?: number; villages?: number; demandPoints?: number; people?: number; onProgress?: (share: number, step: string) => void }"
        )]
        options: JsValue,
    ) -> JsResult<Study> {
        let made = || {
            let number = |name| convert::optional_number(&options, name);
            let asked = match number("villages")? {
                Some(_) => {
                    Options::of_villages(convert::whole(&options, "villages", 20_000)? as usize)
                }
                None => Options::default(),
            };
            let asked = Options {
                seed: number("seed")?.map_or(asked.seed, |seed| seed as u32),
                demand_points: number("demandPoints")?.map_or(asked.demand_points, |n| n as usize),
                people: number("people")?.unwrap_or(asked.people),
                ..asked
            };
            synthetic(&asked, &mut convert::on_progress(&options))
        };
        made().map(Self::on).map_err(thrown)
    }

    /// Opens what `toBytes` gave.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> JsResult<Study> {
        let joined = JoinedStudy::from_bytes(bytes).map_err(thrown)?;
        Ok(Self { joined, latest: RefCell::default() })
    }

    /// The study in its versioned, checksummed form.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> JsResult<Vec<u8>> {
        self.joined.to_bytes().map_err(thrown)
    }

    /// The roads of this study, shared with it.
    pub fn network(&self) -> RoadNetwork {
        RoadNetwork::on(Arc::clone(self.joined.layers()))
    }

    /// What the study holds, and what was left out of it.
    pub fn describe(&self) -> JsResult<Ts<StudyFacts>> {
        let area = self.area();
        let catalogue = area.catalogue();
        let domains = catalogue.domains();
        let service = |(i, s): (usize, &crate::facts::Service)| ServiceFacts {
            code: s.code.clone(),
            name: s.name.clone(),
            domain: domains.get(s.domain).map(|d| d.code.clone()).unwrap_or_default(),
            facilities: area.facilities().count(ServiceId(i as u16)),
        };
        let (people, people_estimated) = area.people();
        let facts = StudyFacts {
            bounds: area.network().bounds(),
            credit: area.credit().to_owned(),
            synthetic: area.is_synthetic(),
            people,
            people_estimated,
            units: area.units().len(),
            demand_points: area.demand().len(),
            facilities: area.facilities().all().len(),
            services: catalogue.services().iter().enumerate().map(service).collect(),
            levels: area.units().levels().iter().map(Named::from).collect(),
            domains: domains
                .iter()
                .map(|d| Named { code: d.code.clone(), name: d.name.clone() })
                .collect(),
            notes: area.notes().to_vec(),
        };
        convert::given(facts)
    }

    /// The base map: road r is points `start[r] .. start[r + 1]`; class 0 main, 1 connecting,
    /// 2 street, 3 path, 4 ferry.
    #[wasm_bindgen(
        unchecked_return_type = "{ positions: Float64Array; start: Uint32Array; class: Uint8Array }"
    )]
    pub fn roads(&self) -> JsValue {
        let network = self.area().network();
        let (mut positions, mut start, mut class) = (Vec::new(), vec![0u32], Vec::new());
        for road in 0..network.roads() as u32 {
            positions.extend(network.points(road).flat_map(degrees));
            start.push((positions.len() / 2) as u32);
            class.push(match network.kind(road).class {
                RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary => 0u8,
                RoadClass::Secondary | RoadClass::Tertiary => 1,
                RoadClass::Unclassified
                | RoadClass::Residential
                | RoadClass::LivingStreet
                | RoadClass::Pedestrian => 2,
                RoadClass::Ferry => 4,
                _ => 3,
            });
        }
        object([
            ("positions", Float64Array::from(&positions[..]).into()),
            ("start", Uint32Array::from(&start[..]).into()),
            ("class", Uint8Array::from(&class[..]).into()),
        ])
    }

    /// Another study with a scenario's edits made; this one stays as it is.
    pub fn apply(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Scenario")] scenario: JsValue,
    ) -> JsResult<Study> {
        let scenario: Scenario = convert::document(scenario, "scenario").map_err(thrown)?;
        let area = scenario.apply(self.area()).map_err(thrown)?;
        Ok(self.beside(area))
    }

    /// Who is within `minutes` of the nearest open facility of a service.
    #[wasm_bindgen(unchecked_return_type = "Served")]
    pub fn served(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ service: string; mode: Mode; minutes: number }")]
        query: JsValue,
    ) -> JsResult<JsValue> {
        let count = || {
            let (standard, profile) = self.standard(&query)?;
            let times = self.times(standard.service, &profile)?;
            Ok((checkup::Served::of(self.area(), standard, &times.times), times))
        };
        let (served, times) = count().map_err(thrown)?;
        let unserved: Vec<f64> =
            served.unit_people.iter().zip(&served.unit_served).map(|(p, s)| p - s).collect();
        let share: Vec<f64> = (0..served.unit_people.len()).map(|u| served.unit_share(u)).collect();
        let seconds: Vec<f64> = times.times.iter().map(|t| t.seconds()).collect();
        let column = |values: &[f64]| Float64Array::from(values).into();
        Ok(object([
            ("total", served.total.into()),
            ("served", served.served.into()),
            ("unserved", (served.total - served.served).into()),
            ("unreachable", served.classes[5].into()),
            ("unitPeople", column(&served.unit_people)),
            ("unitServed", column(&served.unit_served)),
            ("unitUnserved", column(&unserved)),
            ("unitShare", column(&share)),
            ("unitMinutes", column(&served.unit_minutes)),
            ("seconds", column(&seconds)),
            ("classes", column(&served.classes)),
        ]))
    }

    /// Why the unserved are not served, and whom a facility beyond the border may serve.
    #[wasm_bindgen(unchecked_return_type = "Unserved")]
    pub fn unserved(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ service: string; mode: Mode; minutes: number }")]
        query: JsValue,
    ) -> JsResult<JsValue> {
        let count = || {
            let (standard, profile) = self.standard(&query)?;
            let times = self.times(standard.service, &profile)?;
            let residents = self.joined.residents(&profile)?;
            Ok(checkup::Unserved::of(self.area(), &residents, standard, &times))
        };
        let unserved = count().map_err(thrown)?;
        let people: Vec<f64> = std::iter::once(0.0).chain(unserved.people).collect();
        Ok(object([
            ("words", reason_words()),
            ("reason", reason_numbers(&unserved.reasons)),
            ("people", Float64Array::from(&people[..]).into()),
            ("nearBorder", unserved.near_border.into()),
            ("unitNearBorder", Float64Array::from(&unserved.unit_near_border[..]).into()),
        ]))
    }

    /// Minutes to the nearest facility as a picture in Web-Mercator rows: NaN = no road near,
    /// infinite = a road is there and no facility within an hour.
    #[wasm_bindgen(js_name = heatMinutes)]
    pub fn heat_minutes(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ service: string; mode: Mode; bounds: [number, number, number, number]; width: number; height: number }"
        )]
        query: JsValue,
    ) -> JsResult<Vec<f32>> {
        let paint = || {
            let spec = raster(&query)?;
            let (service, profile) = (self.service(&query)?, convert::mode(&query)?);
            let mut reached = ReachedRoads::new();
            if let Some(times) = self.known_times(service, &profile) {
                return Ok(surface::minutes(&times.wave, &mut reached, &spec));
            }
            let wave = FacilityTimes::wave(&self.joined, service, &profile)?;
            Ok(surface::minutes(&wave, &mut reached, &spec))
        };
        paint().map_err(thrown)
    }

    /// People who are not served, per square kilometre, as a picture like that of `heatMinutes`.
    #[wasm_bindgen(js_name = heatUnserved)]
    pub fn heat_unserved(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ service: string; mode: Mode; minutes: number; bounds: [number, number, number, number]; width: number; height: number }"
        )]
        query: JsValue,
    ) -> JsResult<Vec<f32>> {
        let paint = || {
            let spec = raster(&query)?;
            let (standard, profile) = self.standard(&query)?;
            let times = self.times(standard.service, &profile)?;
            let demand = self.area().demand();
            let points = demand.at().iter().zip(demand.people()).zip(&times.times);
            let unserved = points.filter(|(_, time)| !standard.is_met_by(**time));
            Ok(per_square_kilometre(unserved.map(|((at, people), _)| (*at, *people)), &spec))
        };
        paint().map_err(thrown)
    }

    /// The nearest facility for somebody at a place, or why none is reached within an hour.
    pub fn nearest(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ at: LngLat; service: string; mode: Mode }")]
        query: JsValue,
    ) -> JsResult<Ts<Nearest>> {
        let find = || {
            let at = convert::place(&query, "at")?;
            let (service, profile) = (self.service(&query)?, convert::mode(&query)?);
            let nearest = NearestFacility::from(&self.joined, at, service, &profile)?;
            // Only who reaches none asks how the place stands.
            let standing = match nearest {
                NearestFacility::Reached(..) => None,
                NearestFacility::NotReached(_) => {
                    Some(Standing::of(&self.joined.layers().roads_of(&profile)?, at))
                }
            };
            Ok((nearest, standing))
        };
        let (nearest, standing) = find().map_err(thrown)?;
        let part = standing.and_then(|s| s.part).map(Into::into);
        let metres = standing.and_then(|s| s.nearest_metres).unwrap_or(f64::NAN);
        let nearest = match nearest {
            NearestFacility::Reached(id, time) => Nearest {
                facility: self.area().facilities().get(id).map(|f| f.code.as_str().to_owned()),
                seconds: time.seconds(),
                reason: None,
                part,
                nearest_road_metres: metres,
            },
            NearestFacility::NotReached(reason) => Nearest {
                facility: None,
                seconds: f64::NAN,
                reason: Some(reason.as_str()),
                part,
                nearest_road_metres: metres,
            },
        };
        convert::given(nearest)
    }
}

impl Study {
    fn on(area: StudyArea) -> Self {
        Self { joined: JoinedStudy::new(area), latest: RefCell::default() }
    }

    pub(super) fn joined(&self) -> &JoinedStudy {
        &self.joined
    }

    /// A study of other facts, which keeps what rests on facts that both share.
    pub(super) fn beside(&self, area: StudyArea) -> Self {
        Self { joined: self.joined.with_area(area), latest: RefCell::default() }
    }

    pub(super) fn area(&self) -> &Arc<StudyArea> {
        self.joined.area()
    }

    pub(super) fn service(&self, query: &JsValue) -> Result<ServiceId> {
        self.area().catalogue().find(&convert::text(query, "service")?)
    }

    pub(super) fn standard(&self, query: &JsValue) -> Result<(ServiceStandard, ModeProfile)> {
        let within = convert::minutes(query, "minutes", LONGEST_MINUTES)?;
        if within.0 == 0 {
            return Err(Error::new(ErrorCode::ArgumentRange, "0 minutes").at("minutes"));
        }
        Ok((ServiceStandard { service: self.service(query)?, within }, convert::mode(query)?))
    }

    fn times(&self, service: ServiceId, profile: &ModeProfile) -> Result<Arc<FacilityTimes>> {
        if let Some(times) = self.known_times(service, profile) {
            return Ok(times);
        }
        let times = Arc::new(FacilityTimes::of(&self.joined, service, profile)?);
        *self.latest.borrow_mut() = Some((service, profile.clone(), Arc::clone(&times)));
        Ok(times)
    }

    /// The times that were asked for last, if these are they.
    fn known_times(&self, service: ServiceId, profile: &ModeProfile) -> Option<Arc<FacilityTimes>> {
        let latest = self.latest.borrow();
        let (_, _, times) = latest.as_ref().filter(|(s, p, _)| *s == service && p == profile)?;
        Some(Arc::clone(times))
    }
}

/// The picture that a query asks for.
pub(super) fn raster(query: &JsValue) -> Result<RasterSpec> {
    let bounds = convert::required(convert::f64s(query, "bounds")?, "bounds")?;
    let bounds = <[f64; 4]>::try_from(bounds).map_err(|b| {
        Error::new(ErrorCode::ArgumentRange, format!("{} numbers", b.len())).at("bounds")
    })?;
    let size = |name| convert::whole(query, name, 4096);
    RasterSpec::new(bounds, size("width")?, size("height")?)
}
