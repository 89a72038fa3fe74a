//! `Checkup` for JavaScript: every service in every unit, as tables, lists and pictures.

use super::checkup_documents::{
    ChangeFacts, CheckupFacts, CheckupService, CheckupTerms, DecompositionFacts, EquityFacts,
    IndexFacts, IndexOfUnit, MeasureFacts, ShortageFacts,
};
use super::checkup_run::CheckupRun;
use super::convert::{self, JsResult, field, object, thrown};
use super::study::{Study, raster};
use crate::access::JoinedStudy;
use crate::access::density::per_square_kilometre;
use crate::checkup::{
    Checkup as Answer, Comparison, CompositeIndex, Decomposition, IndexRules, Indicator,
    Inequality, Measure, ServiceCheckup, ServiceEquity, ShortageRules, StudyQuestion, Surroundings,
    index, shortages,
};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Service, ServiceId, SiteKind, SiteState, Trust, UnitId};
use js_sys::{Array, Float64Array, Int32Array, Uint8Array, Uint32Array};
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Types of answers that are made by hand.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The table of indicators: value of service s, unit u and indicator i is values[(s * units + u) * names.length + i]; NaN = no data. */
export interface IndicatorTable {
    /** "people", "base", "reachable", "reachableSoft", "minutes", "sufficient", "sufficientRaw", "known", "simpleRatio", "saturation" */
    names: string[];
    /** codes of the services, in order */
    services: string[];
    units: number;
    values: Float64Array;
}
/** From when on something is missing, and what helps: the first rule that fits. Absent: the defaults of shortageRules(). */
export interface ShortageRules {
    reachable: number; sufficient: number; overloaded: number; idle: number; room: number;
    remedies: { lack: "outOfReach" | "tooLittle" | "overloaded" | "idle" | null; when: "idleBuilding" | "roomNextDoor" | "newArea" | "always"; remedy: "reuse" | "share" | "doorstep" | "new" }[];
}
/** One service at every demand point and facility. */
export interface CheckupOfService {
    /** per demand point: NaN = none in reach */
    nearestMinutes: Float64Array;
    /** per demand point: facilities in reach */
    counts: Uint32Array;
    /** per demand point: capacity per person; 0 = nothing in reach, NaN = unknown */
    access: Float64Array;
    /** per demand point: the saturation that its people meet */
    saturationMet: Float64Array;
    /** per demand point: 0 urban, 1 suburban, 2 rural */
    zone: Uint8Array;
    /** open facilities: codes, and columns beside them; unit is a position in units(), -1 = none; NaN = unknown */
    facilities: { code: string[]; unit: Int32Array; capacity: Float64Array; load: Float64Array; saturation: Float64Array; peopleInReach: Float64Array };
}
"#;

/// The rules that `Checkup.shortages` takes if none are given, to be edited.
#[wasm_bindgen(js_name = shortageRules, unchecked_return_type = "ShortageRules")]
pub fn shortage_rules() -> JsResult<JsValue> {
    serde_wasm_bindgen::to_value(&ShortageRules::default())
        .map_err(|e| js_sys::Error::new(&e.to_string()).into())
}

/// All services of a study in all its units.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Checkup {
    answer: Answer,
    question: StudyQuestion,
    study: JoinedStudy,
}

#[wasm_bindgen]
impl Checkup {
    /// The same question to another study, one with a scenario's edits: only what they touch is
    /// worked out again.
    pub fn again(&self, study: &Study) -> JsResult<Checkup> {
        let mut run = self.start_again(study)?;
        run.run_to_the_end();
        run.finish()
    }

    /// The same in slices.
    #[wasm_bindgen(js_name = startAgain)]
    pub fn start_again(&self, study: &Study) -> JsResult<CheckupRun> {
        let settings = self.question.settings().clone();
        let question = StudyQuestion::new(study.area(), settings, Some(&self.question));
        CheckupRun::start(question, study.joined(), Some(&self.answer)).map_err(thrown)
    }

    /// How it was measured, and of what.
    pub fn describe(&self) -> JsResult<Ts<CheckupFacts>> {
        let area = self.answer.area();
        let settings = self.question.settings();
        let standard = area.standard();
        let services = area.catalogue().services().iter().enumerate();
        let mut zone_people = [0.0; 3];
        let mut unzoned_people = 0.0;
        let demand = area.demand();
        for (unit, people) in demand.unit().iter().zip(demand.people()) {
            zone_people[self.question.zones()[unit.index()].index()] += people;
            if area.units().zone(*unit).is_none() {
                unzoned_people += people;
            }
        }
        convert::given(CheckupFacts {
            standard: standard.name.clone(),
            version: standard.version.clone(),
            method: settings.method.as_str(),
            assume: settings.assume,
            mode: settings.mode.map(crate::units::TravelMode::as_str),
            minutes: settings.minutes,
            services: services.map(|(i, s)| self.service_facts(ServiceId(i as u16), s)).collect(),
            zone_people,
            unzoned_people,
        })
    }

    /// The table of indicators.
    #[wasm_bindgen(unchecked_return_type = "IndicatorTable")]
    pub fn indicators(&self) -> JsValue {
        let table = self.answer.indicators();
        let names: Array = Indicator::ALL.iter().map(|i| JsValue::from(i.as_str())).collect();
        let catalogue = self.answer.area().catalogue();
        let services = catalogue.services().iter().map(|s| JsValue::from(s.code.as_str()));
        // The table is made whole, in this order.
        let values = Float64Array::from(table.as_slice().unwrap_or_default());
        object([
            ("names", names.into()),
            ("services", services.collect::<Array>().into()),
            ("units", (table.shape()[1] as u32).into()),
            ("values", values.into()),
        ])
    }

    /// One service at every demand point and facility; null: no data.
    #[wasm_bindgen(unchecked_return_type = "CheckupOfService | null")]
    pub fn service(&self, code: &str) -> JsResult<JsValue> {
        let id = self.answer.area().catalogue().find(code).map_err(thrown)?;
        let Some(found) = self.answer.service(id) else { return Ok(JsValue::NULL) };
        let minutes: Vec<f64> = found.answer.nearest.iter().map(|ms| ms / 60_000.0).collect();
        let zone: Vec<u8> = (0..minutes.len()).map(|p| self.answer.zone(p).index() as u8).collect();
        let column = |values: &[f64]| JsValue::from(Float64Array::from(values));
        Ok(object([
            ("nearestMinutes", column(&minutes)),
            ("counts", Uint32Array::from(&found.answer.counts[..]).into()),
            ("access", column(&found.answer.handed_out.access)),
            ("saturationMet", column(&found.answer.saturation_met)),
            ("zone", Uint8Array::from(&zone[..]).into()),
            ("facilities", facilities(found)),
        ]))
    }

    /// What is missing, those services first that concern most people; of rigid services only.
    #[wasm_bindgen(unchecked_return_type = "ShortageFacts[]")]
    pub fn shortages(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ShortageRules")] rules: JsValue,
    ) -> JsResult<Vec<Ts<ShortageFacts>>> {
        let rules = if rules.is_undefined() || rules.is_null() {
            ShortageRules::default()
        } else {
            convert::document(rules, "rules").map_err(thrown)?
        };
        let area = self.answer.area();
        let idle = area
            .candidates()
            .all()
            .iter()
            .filter(|c| c.kind == SiteKind::Reuse && c.state != SiteState::Excluded);
        let idle_buildings: Vec<_> = idle.map(|c| c.at).collect();
        let new_area: Vec<bool> = area.units().all().iter().map(|u| u.marks.new_area).collect();
        let around = Surroundings { idle_buildings: &idle_buildings, new_area: &new_area };
        let services = area.catalogue().services();
        let list = shortages(&self.study, &self.answer, &rules, around);
        let code = |service: ServiceId| services.get(service.index()).map_or("", |s| &s.code);
        list.iter().map(|s| convert::given(ShortageFacts::of(s, code(s.service)))).collect()
    }

    /// How evenly a service's capacity is spread over people, also within and between the units of
    /// a level (that below the whole, if none is given); null: no data.
    #[wasm_bindgen(unchecked_return_type = "EquityFacts | null")]
    pub fn equity(
        &self,
        #[wasm_bindgen(unchecked_param_type = "{ service: string; level?: number }")]
        query: JsValue,
    ) -> JsResult<JsValue> {
        let area = self.answer.area();
        let measure = || {
            let service = area.catalogue().find(&convert::text(&query, "service")?)?;
            let highest = area.units().levels().len().saturating_sub(1);
            let level = match convert::optional_number(&query, "level")? {
                Some(_) => convert::whole(&query, "level", highest as u32)?,
                None => highest.saturating_sub(1) as u32,
            };
            ServiceEquity::of(&self.answer, service, level as u8)
        };
        match measure().map_err(thrown)? {
            None => Ok(JsValue::NULL),
            Some(found) => convert::given(equity_facts(&found)).map(Into::into),
        }
    }

    /// The composite index of every unit; weights of 可及, 均衡 and 优质 (0.4, 0.4, 0.2 by default,
    /// without the last where nobody judged any facility).
    pub fn index(
        &self,
        #[wasm_bindgen(
            unchecked_optional_param_type = "{ weights?: [number, number, number]; geometric?: boolean }"
        )]
        rules: JsValue,
    ) -> JsResult<Ts<IndexFacts>> {
        let qualities = index::qualities(&self.answer);
        let compute = || {
            let mut asked = IndexRules::default();
            match convert::f64s(&rules, "weights")? {
                Some(weights) => {
                    asked.weights = <[f64; 3]>::try_from(weights).map_err(|w| {
                        let found = format!("{} numbers, not 3", w.len());
                        Error::new(ErrorCode::ArgumentRange, found).at("weights")
                    })?;
                }
                None if qualities.iter().all(|q| q.is_nan()) => asked.weights[2] = 0.0,
                None => {}
            }
            asked.geometric = field(&rules, "geometric").as_bool().unwrap_or(false);
            let of_unit = |(unit, quality): (usize, &f64)| {
                let found =
                    CompositeIndex::of(&self.answer, UnitId(unit as u32), *quality, &asked)?;
                let CompositeIndex { reach, evenness, quality, value } = found;
                Ok(IndexOfUnit { reach, evenness, quality, value })
            };
            qualities.iter().enumerate().map(of_unit).collect::<Result<_>>()
        };
        let units = compute().map_err(thrown)?;
        convert::given(IndexFacts { label: index::LABEL, units })
    }

    /// What became of every service since an earlier checkup, and the differences of the
    /// indicators; checkups that were measured differently are refused with "checkup.definition".
    #[wasm_bindgen(js_name = changeSince, unchecked_return_type = "{ services: ChangeFacts[]; indicators: Float64Array }")]
    pub fn change_since(&self, earlier: &Checkup) -> JsResult<JsValue> {
        let found = Comparison::of(&earlier.answer, &self.answer).map_err(thrown)?;
        let names = self.answer.area().catalogue().services().iter();
        let changes = names.zip(&found.services).filter_map(|(service, change)| {
            let change = change.as_ref()?;
            let service = service.code.clone();
            Some(ChangeFacts { service, gained: change.gained, lost: change.lost })
        });
        let services =
            changes.map(|c| convert::given(c).map(JsValue::from)).collect::<JsResult<Array>>()?;
        let indicators = Float64Array::from(found.indicators.as_slice().unwrap_or_default());
        Ok(object([("services", services.into()), ("indicators", indicators.into())]))
    }

    /// People without enough in reach, per square kilometre, as a picture in Web-Mercator rows.
    #[wasm_bindgen(js_name = heatUnserved)]
    pub fn heat_unserved(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ service: string; bounds: [number, number, number, number]; width: number; height: number }"
        )]
        query: JsValue,
    ) -> JsResult<Vec<f32>> {
        let paint = || {
            let spec = raster(&query)?;
            let area = self.answer.area();
            let id = area.catalogue().find(&convert::text(&query, "service")?)?;
            let Some(found) = self.answer.service(id) else {
                return Err(Error::new(ErrorCode::StudyService, "no data").at("service"));
            };
            let people = area.demand().at().iter().zip(found.people.people.iter());
            let lacks = |point: usize| {
                found.answer.counts[point] < found.terms.k[self.answer.zone(point).index()]
            };
            let unserved = people.enumerate().filter(|(p, (_, n))| **n > 0.0 && lacks(*p));
            Ok(per_square_kilometre(unserved.map(|(_, (at, people))| (*at, *people)), &spec))
        };
        paint().map_err(thrown)
    }
}

impl Checkup {
    pub(super) fn of(answer: Answer, question: StudyQuestion, study: JoinedStudy) -> Self {
        Self { answer, question, study }
    }

    fn service_facts(&self, id: ServiceId, service: &Service) -> CheckupService {
        let area = self.answer.area();
        let domain = area.catalogue().domains().get(service.domain);
        let terms = self.question.definition().terms.get(id.index()).and_then(Option::as_ref);
        let row = self.question.row(id);
        let providers = self.answer.service(id).map(|s| &s.providers[..]);
        let own = |p: &&crate::checkup::Provider| p.facility.capacity(id).is_none();
        let without = providers.unwrap_or_default().iter().filter(own);
        let unknown = without.clone().filter(|p| p.capacity.is_nan()).count();
        CheckupService {
            code: service.code.clone(),
            name: service.name.clone(),
            domain: domain.map(|d| d.code.clone()).unwrap_or_default(),
            terms: terms.zip(row).map(|(terms, row)| CheckupTerms {
                group: row.group.clone(),
                unit: row.unit.clone(),
                norm: terms.norm.map(|norm| norm * 1000.0),
                norm_new: terms.norm_new.map(|norm| norm * 1000.0),
                rate: terms.demand_rate().map(|rate| rate * 1000.0),
                base_total: terms.base_total,
                minutes: terms.minutes,
                modes: terms.modes.map(crate::units::TravelMode::as_str),
                k: terms.k,
                rigid: terms.rigid,
                source: row.source.clone(),
            }),
            facilities: providers.map(<[_]>::len),
            capacity_assumed: without.count() - unknown,
            capacity_unknown: unknown,
            group_assumed: self.question.group_assumed(id).map(Trust::as_str),
        }
    }
}

/// The facilities of a service as columns.
fn facilities(found: &ServiceCheckup) -> JsValue {
    let providers = &found.providers;
    let codes = providers.iter().map(|p| JsValue::from(p.facility.code.as_str()));
    let units: Vec<i32> = providers.iter().map(|p| p.unit.map_or(-1, |u| u.0 as i32)).collect();
    let capacity: Vec<f64> = providers.iter().map(|p| p.capacity).collect();
    let people = |circle: &crate::access::Circle<u32>| {
        let counted = circle.iter().map(|(point, _)| found.people.people[point]);
        counted.filter(|people| *people > 0.0).fold(0.0, |sum, people| sum + people)
    };
    let in_reach: Vec<f64> = providers.iter().map(|p| people(&p.circle)).collect();
    let column = |values: &[f64]| JsValue::from(Float64Array::from(values));
    object([
        ("code", codes.collect::<Array>().into()),
        ("unit", Int32Array::from(&units[..]).into()),
        ("capacity", column(&capacity)),
        ("load", column(&found.answer.load)),
        ("saturation", column(&found.answer.saturation)),
        ("peopleInReach", column(&in_reach)),
    ])
}

fn equity_facts(found: &ServiceEquity) -> EquityFacts {
    let measure = |(name, measure): (&'static str, Measure)| MeasureFacts {
        name,
        value: measure.ok(),
        undefined: measure.err().map(crate::checkup::Undefined::as_str),
    };
    let Inequality {
        gini, theil_t, theil_l, atkinson_05, atkinson_1, atkinson_2, cv, palma, ..
    } = found.all;
    let measures = [
        ("gini", gini),
        ("theilT", theil_t),
        ("theilL", theil_l),
        ("atkinson05", atkinson_05),
        ("atkinson1", atkinson_1),
        ("atkinson2", atkinson_2),
        ("cv", cv),
        ("palma", palma),
    ];
    let parts = |d: &Decomposition| DecompositionFacts {
        theil_t: d.theil_t.ok().map(|(within, between)| [within, between]),
        theil_l: d.theil_l.ok().map(|(within, between)| [within, between]),
        means: d.means.clone(),
    };
    EquityFacts {
        measures: measures.map(measure).into(),
        lorenz: found.all.lorenz_apart(LORENZ_APART),
        people: found.people,
        unknown: found.unknown,
        zones: parts(&found.zones),
        units: parts(&found.units),
        of_level: found.of_level.iter().map(|u| u.0).collect(),
    }
}

/// Points of a Lorenz curve are at least this share of the people apart.
const LORENZ_APART: f64 = 0.005;
