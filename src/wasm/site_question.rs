//! The question where to build, as JavaScript asks it.

use super::convert;
use super::place_conditions::PlaceConditions;
use super::study::{LONGEST_MINUTES, Study};
use crate::access::nearest::LONGEST;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::group::TOTAL;
use crate::facts::{ServiceId, StudyArea};
use crate::siting::{Aim, BuildPhase, Closable, GroupWeight, PlaceRules, Room, SiteQuestion};
use crate::units::Millis;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The most sites that can be asked for at once.
pub(super) const MOST_SITES: u32 = 200;
/// The most phases: each pair of them is a problem to solve.
const MOST_PHASES: usize = 10;
/// The share of people to be served where nobody says so.
const DEFAULT_COVERAGE: f64 = 0.9;
/// Solving ends after this much work where nobody says so: some ten seconds.
const DEFAULT_WORK: u64 = 1_000_000;

/// The type of the question, which is read by hand where it holds a mode.
#[wasm_bindgen(typescript_custom_section)]
const QUESTION: &str = r#"
export type SiteKind = "reuse" | "share" | "doorstep" | "new";
/** Where to build next. Without `mode` and `minutes` the study's standard tells them by zone. */
export interface SiteQuestion {
    service: string;
    /** default maxCoverage */
    objective?: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel" | "minInequality" | "maxMin";
    /** at most so many sites; facilities in `closable` that stay count */
    sites?: number;
    /** in 10,000 yuan */
    budget?: number;
    /** minSites: the share of all people who are to be served, default 0.9 */
    coverage?: number;
    /** everybody travels so, within `minutes` */
    mode?: Mode; minutes?: number;
    /** default: the standard's target group, or with `mode` everybody; weights 1 */
    people?: { group: string; weight?: number }[];
    /** travel objectives: longer times count as this one; default 60, minTotalTravel twice the longest if that is less */
    upToMinutes?: number;
    /** facilities planned up to this year are there */
    plannedUntil?: number;
    /** maxCoverage: sites in phases, the earliest first; what is built stays, what is left over the next phase has.
        `sites`, `budget` and `plannedUntil` are then left out; weight: what a person served at its end counts, default 1 */
    phases?: { year: number; sites?: number; budget?: number; weight?: number }[];
    /** facilities that may be closed, and what keeping them costs (default 0) */
    closable?: { code: string; cost?: number }[];
    /** known places of these kinds; default all */
    kinds?: SiteKind[];
    /** junctions near homes, as new buildings; default true */
    junctions?: boolean;
    /** what a site of a kind costs where nobody says so */
    costs?: Partial<Record<SiteKind, number>>;
    /** nothing inside these rings */
    exclusions?: LngLat[][];
    keepAway?: { at: LngLat; metres: number }[];
    metresFromFacilities?: number; metresApart?: number;
    /** people whom a site serves of which no capacity is known: maxCoverage, and minInequality and maxMin (default there: the mean of the known ones) */
    capacity?: number;
    /** with capacity, maxCoverage: everybody at a demand point goes to the same site (school districts) */
    districts?: boolean;
    /** with capacity, maxCoverage: units of this level (0 the smallest) are districts whose people use the sites and facilities of their own district only */
    districtLevel?: number;
    /** maxCoverage: people are served who have so many facilities and sites within their minutes */
    backup?: number;
    targetGap?: number; workLimit?: number;
}
"#;

/// The question without its service, mode and conditions on places.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct QuestionDocument {
    objective: Option<String>,
    sites: Option<u32>,
    budget: Option<f64>,
    coverage: Option<f64>,
    minutes: Option<f64>,
    people: Option<Vec<GroupDocument>>,
    up_to_minutes: Option<f64>,
    planned_until: Option<u16>,
    phases: Option<Vec<PhaseDocument>>,
    closable: Option<Vec<ClosableDocument>>,
    capacity: Option<f64>,
    districts: Option<bool>,
    district_level: Option<u8>,
    backup: Option<u32>,
    target_gap: Option<f64>,
    work_limit: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct GroupDocument {
    group: String,
    weight: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PhaseDocument {
    year: u16,
    sites: Option<u32>,
    budget: Option<f64>,
    weight: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ClosableDocument {
    code: String,
    cost: Option<f64>,
}

impl Study {
    pub(super) fn site_question(&self, given: &JsValue) -> Result<SiteQuestion> {
        let area = self.joined().area();
        let service = self.service(given)?;
        let rest = convert::without(given, &["service", "mode"]);
        let conditions = PlaceConditions::taken_from(&rest)?;
        let asked: QuestionDocument = convert::document(rest.into(), "question")?;
        let mode = convert::field(given, "mode");
        let mut question = if mode.is_undefined() || mode.is_null() {
            if let Some(minutes) = asked.minutes {
                let found = format!("{minutes} minutes without a mode");
                return Err(Error::new(ErrorCode::ArgumentRange, found).at("minutes"));
            }
            SiteQuestion::by_standard(area, service)?
        } else {
            self.by_one_mode(given, service)?
        };
        question.explain = true;
        question.aim = match asked.objective.as_deref() {
            None | Some("maxCoverage") => Aim::MaxCoverage,
            Some("minSites") => Aim::MinSites { share: asked.coverage.unwrap_or(DEFAULT_COVERAGE) },
            Some("minTotalTravel") => Aim::MinTotalTravel,
            Some("minFarthestTravel") => Aim::MinFarthestTravel,
            Some("minInequality") => Aim::MinInequality,
            Some("maxMin") => Aim::MaxLeastAccess,
            Some(other) => {
                let found = format!("objective \"{other}\"");
                return Err(Error::new(ErrorCode::ArgumentRange, found).at("objective"));
            }
        };
        if let Some(sites) = asked.sites.filter(|s| *s > MOST_SITES) {
            let found = format!("{sites} sites, at most {MOST_SITES}");
            return Err(Error::new(ErrorCode::ArgumentRange, found).at("sites"));
        }
        (question.sites, question.budget) = (asked.sites, asked.budget);
        if let Some(people) = &asked.people {
            let group = |g: &GroupDocument| GroupWeight {
                group: g.group.clone(),
                weight: g.weight.unwrap_or(1.0),
            };
            question.people = people.iter().map(group).collect();
        }
        question.up_to = match asked.up_to_minutes {
            Some(minutes) => convert::checked_minutes(minutes, LONGEST_MINUTES)
                .map_err(|e| e.at("upToMinutes"))?,
            // Who is farthest is told only among those within it.
            None if question.aim == Aim::MinFarthestTravel => LONGEST,
            None => twice_the_longest(&question)?,
        };
        question.year = asked.planned_until;
        let phases = asked.phases.as_deref().unwrap_or_default();
        question = in_phases(question, phases)?;
        for closable in asked.closable.iter().flatten() {
            question.closable.push(closable_of(area, &closable.code, closable.cost)?);
        }
        conditions.put_into(&mut question.places, &mut question.restrictions)?;
        question.room = asked.capacity.map(|people| Room { people });
        question.districts = asked.districts.unwrap_or(false);
        question.district_level = asked.district_level;
        question.backup = asked.backup;
        question.target_gap = asked.target_gap.unwrap_or(0.0);
        if let Some(work) = asked.work_limit.filter(|work| work.is_nan() || *work < 0.0) {
            let found = format!("{work} where a number >= 0 is due");
            return Err(Error::new(ErrorCode::ArgumentRange, found).at("workLimit"));
        }
        question.work_limit = Some(asked.work_limit.map_or(DEFAULT_WORK, |work| work as u64));
        Ok(question)
    }

    /// Everybody, by the one mode that is given.
    fn by_one_mode(&self, given: &JsValue, service: ServiceId) -> Result<SiteQuestion> {
        let (standard, profile) = self.standard(given)?;
        let mut question = SiteQuestion::within(service, &profile, standard.within, 0);
        question.people = vec![GroupWeight { group: TOTAL.to_owned(), weight: 1.0 }];
        question.places = PlaceRules::all();
        Ok(question)
    }
}

/// The question in phases, where there are any; these say number, budget and year.
fn in_phases(question: SiteQuestion, given: &[PhaseDocument]) -> Result<SiteQuestion> {
    if given.is_empty() {
        return Ok(question);
    }
    let refuse = |found: &str| Err(Error::new(ErrorCode::ArgumentRange, found).at("phases"));
    if question.sites.is_some() || question.budget.is_some() || question.year.is_some() {
        return refuse("sites, budget or plannedUntil beside them");
    }
    let phase = |p: &PhaseDocument| BuildPhase {
        year: p.year,
        sites: p.sites,
        budget: p.budget,
        weight: p.weight.unwrap_or(1.0),
    };
    let question = question.in_phases(given.iter().map(phase).collect());
    if given.len() > MOST_PHASES || question.sites.is_some_and(|sites| sites > MOST_SITES) {
        return refuse(&format!("more than {MOST_PHASES} phases or {MOST_SITES} sites"));
    }
    Ok(question)
}

/// Twice the longest time of the standard, an hour at most.
fn twice_the_longest(question: &SiteQuestion) -> Result<Millis> {
    let longest = question.reach.limits.iter().map(|l| l.seconds() / 60.0).fold(0.0, f64::max);
    Millis::from_minutes((2.0 * longest).min(LONGEST_MINUTES))
}

fn closable_of(area: &StudyArea, code: &str, cost: Option<f64>) -> Result<Closable> {
    let facility = area.facilities().find(code);
    let facility = facility.ok_or_else(|| Error::new(ErrorCode::ScenarioUnknown, code))?;
    Ok(Closable { facility, cost: cost.unwrap_or(0.0) })
}
