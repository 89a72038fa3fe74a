//! What a study holds, for JavaScript: units, people and their groups, facilities, candidate sites.

use super::convert::{self, JsResult, degrees, object, thrown};
use super::fact_documents::{CandidateFacts, FacilityFacts, GroupFacts, UnitFacts};
use super::road_network::walking;
use super::study::Study;
use crate::facts::group::{KNOWN, TOTAL};
use crate::facts::{
    Candidate, KnownGroup, ServiceId, SiteState, Source, State, StudyArea, Text, ZoneBasis,
};
use crate::network::RoadIndex;
use crate::reach::Unreached;
use crate::units::Position;
use js_sys::{Float64Array, Uint32Array};
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Study {
    /// The units of all levels, in a fixed order.
    pub fn units(&self) -> JsResult<Vec<Ts<UnitFacts>>> {
        let unit = |u: &crate::facts::Unit| {
            let facts = UnitFacts {
                code: u.code.as_str().to_owned(),
                name: u.name.clone(),
                name_local: u.name_local.clone(),
                level: u.level,
                parent: u.parent.map(|p| p.0),
                people: u.people,
                estimated: u.estimated,
                at: degrees(u.at),
                bounds: u.bounds,
                zone: u.marks.zoning.map(|z| z.zone.as_str()),
                zone_by: u.marks.zoning.map(|z| match z.by {
                    ZoneBasis::Hand => "hand",
                    ZoneBasis::Class => "class",
                    ZoneBasis::Density => "density",
                }),
                new_area: u.marks.new_area,
                official_score: u.marks.official_score,
            };
            convert::given(facts)
        };
        self.area().units().all().iter().map(unit).collect()
    }

    /// Outlines of the units: ring r is points `ringStart[r] .. ringStart[r + 1]` of unit `ringUnit[r]`.
    #[wasm_bindgen(js_name = unitOutlines, unchecked_return_type = "{ positions: Float64Array; ringStart: Uint32Array; ringUnit: Uint32Array }")]
    pub fn unit_outlines(&self) -> JsValue {
        let (mut positions, mut ring_start, mut ring_unit) = (Vec::new(), vec![0u32], Vec::new());
        for (unit, ring) in self.area().units().outlines().rings() {
            positions.extend(ring.iter().flat_map(|p| degrees(*p)));
            ring_start.push((positions.len() / 2) as u32);
            ring_unit.push(unit.0);
        }
        object([
            ("positions", Float64Array::from(&positions[..]).into()),
            ("ringStart", Uint32Array::from(&ring_start[..]).into()),
            ("ringUnit", Uint32Array::from(&ring_unit[..]).into()),
        ])
    }

    /// The facilities of one service, or all.
    pub fn facilities(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "{ service?: string }")] query: JsValue,
    ) -> JsResult<Vec<Ts<FacilityFacts>>> {
        let area = self.area();
        let asked = convert::field(&query, "service");
        let service = if asked.is_undefined() || asked.is_null() {
            None
        } else {
            Some(self.service(&query).map_err(thrown)?)
        };
        let roads = self.joined.layers().roads_of(&walking()).ok();
        let joined = |at: Position| match roads.as_ref().map(|r| (r, r.link(at.to_lng_lat()))) {
            None => "noRoadWithinCap",
            Some((_, Err(reason))) => Unreached::from(reason).as_str(),
            Some((r, Ok(link))) if RoadIndex::is_island(&r.graph, &link) => "island",
            Some(_) => "ok",
        };
        let listed = area.facilities().all().iter();
        listed
            .filter(|f| service.is_none_or(|s| f.services.contains(&s)))
            .map(|f| {
                let facts = FacilityFacts {
                    code: f.code.as_str().to_owned(),
                    name: f.name.clone(),
                    at: degrees(f.at),
                    services: codes_of(area, &f.services),
                    capacity: f.services.iter().map(|s| f.capacity(*s)).collect(),
                    state: match f.state {
                        State::Open => "open",
                        State::Closed => "closed",
                        State::Planned(_) => "planned",
                    },
                    year: match f.state {
                        State::Planned(year) if year < u16::MAX => Some(year),
                        _ => None,
                    },
                    added: f.source == Source::Scenario,
                    owner: f.owner.clone(),
                    as_of: f.as_of.clone(),
                    quality: f.detail.quality,
                    hours: f.detail.hours.clone(),
                    address: f.detail.address.clone(),
                    origin: f.detail.origin.clone(),
                    joined: joined(f.at),
                };
                convert::given(facts)
            })
            .collect()
    }

    /// The demand points as columns; `unit` is a position in `units()`.
    #[wasm_bindgen(js_name = demandPoints, unchecked_return_type = "{ lng: Float64Array; lat: Float64Array; people: Float64Array; unit: Uint32Array }")]
    pub fn demand_points(&self) -> JsValue {
        let demand = self.area().demand();
        let column = |of: fn(&Position) -> f64| {
            Float64Array::from(&demand.at().iter().map(of).collect::<Vec<_>>()[..]).into()
        };
        let unit: Vec<u32> = demand.unit().iter().map(|u| u.0).collect();
        object([
            ("lng", column(|p| p.lng())),
            ("lat", column(|p| p.lat())),
            ("people", Float64Array::from(demand.people()).into()),
            ("unit", Uint32Array::from(&unit[..]).into()),
        ])
    }

    /// The groups of people that the study counts or the product knows, after the residents
    /// themselves (`total`). They may overlap: never add them up.
    pub fn groups(&self) -> JsResult<Vec<Ts<GroupFacts>>> {
        let demand = self.area().demand();
        let known = KNOWN.iter().map(|g| g.code);
        let own =
            demand.groups().iter().map(|(code, _)| code).filter(|c| KnownGroup::find(c).is_none());
        let group = |code: &str| {
            let (mut people, mut residents) = (0.0, 0.0);
            let counted = demand.of_group(code, false);
            for (count, all) in counted.iter().flat_map(|g| &g.people).zip(demand.people()) {
                if !count.is_nan() {
                    people += count;
                    residents += all;
                }
            }
            let known = KnownGroup::find(code);
            let name = match known {
                _ if code == TOTAL => Text::fixed("常住人口", "residents"),
                Some(group) => group.text(),
                None => Text::new(code, code),
            };
            let share = known.and_then(|g| g.assumed_share);
            let total = demand.total();
            convert::given(GroupFacts {
                code: code.to_owned(),
                name,
                people: counted.map(|_| people),
                counted_share: if total > 0.0 { residents / total } else { f64::NAN },
                assumed_share: share.map(|(share, _)| share),
                trust: share.map(|(_, trust)| trust.as_str()),
            })
        };
        std::iter::once(TOTAL).chain(known).chain(own).map(group).collect()
    }

    /// The sites where something could be built, taken over or shared.
    pub fn candidates(&self) -> JsResult<Vec<Ts<CandidateFacts>>> {
        let area = self.area();
        let site = |c: &Candidate| {
            let capacity = |i: usize| c.capacity.get(i).copied().flatten();
            convert::given(CandidateFacts {
                code: c.code.as_str().to_owned(),
                name: c.name.clone(),
                at: degrees(c.at),
                kind: c.kind.as_str(),
                services: codes_of(area, &c.services),
                capacity: (0..c.services.len()).map(capacity).collect(),
                cost: c.cost,
                state: match c.state {
                    SiteState::Available => "available",
                    SiteState::Reserved => "reserved",
                    SiteState::Excluded => "excluded",
                },
                owner: c.owner.clone(),
                source: c.source.clone(),
                as_of: c.as_of.clone(),
            })
        };
        area.candidates().all().iter().map(site).collect()
    }
}

/// The codes of services.
fn codes_of(area: &StudyArea, services: &[ServiceId]) -> Vec<String> {
    let all = area.catalogue().services();
    services.iter().filter_map(|s| Some(all.get(s.index())?.code.clone())).collect()
}
