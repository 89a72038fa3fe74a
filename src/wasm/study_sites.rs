//! Where to build in a study: questions come in, searches go out.

use super::convert::{self, JsResult, thrown};
use super::site_search::SiteSearch;
use super::siting_documents::QuestionDocument;
use super::study::{LONGEST_MINUTES, Study};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::group::TOTAL;
use crate::facts::{ServiceId, SiteKind, StudyArea};
use crate::siting::{Aim, Closable, GroupWeight, KeepAway, Room, SiteQuestion};
use crate::units::{LngLat, Millis, Position};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// The most sites that can be asked for at once.
const MOST_SITES: u32 = 200;
/// The share of people to be served where nobody says so.
const DEFAULT_COVERAGE: f64 = 0.9;
/// Solving ends after this much work where nobody says so: some ten seconds.
const DEFAULT_WORK: u64 = 3_000_000;

#[wasm_bindgen]
impl Study {
    /// Starts a search for the sites that newly serve most people, at junctions near homes.
    #[wasm_bindgen(js_name = suggestSites)]
    pub fn suggest_sites(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "{ service: string; mode: Mode; minutes: number; sites: number }"
        )]
        query: JsValue,
    ) -> JsResult<SiteSearch> {
        let start = || {
            let (standard, profile) = self.standard(&query)?;
            let sites = convert::whole(&query, "sites", MOST_SITES)?;
            let question = SiteQuestion::within(standard.service, &profile, standard.within, sites);
            SiteSearch::new(self.joined(), question)
        };
        start().map_err(thrown)
    }

    /// Starts a search for the sites that answer a question best; its plan is explained.
    #[wasm_bindgen(js_name = findSites)]
    pub fn find_sites(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SiteQuestion")] question: JsValue,
    ) -> JsResult<SiteSearch> {
        let start = || SiteSearch::new(self.joined(), self.site_question(&question)?);
        start().map_err(thrown)
    }
}

impl Study {
    fn site_question(&self, given: &JsValue) -> Result<SiteQuestion> {
        let area = self.joined().area();
        let service = self.service(given)?;
        let rest = Object::assign(&Object::new(), given.unchecked_ref());
        for name in ["service", "mode"] {
            // Deleting a property of a fresh plain object does not fail.
            let _ = Reflect::delete_property(&rest, &name.into());
        }
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
            let group = |g: &super::siting_documents::GroupDocument| GroupWeight {
                group: g.group.clone(),
                weight: g.weight.unwrap_or(1.0),
            };
            question.people = people.iter().map(group).collect();
        }
        question.up_to = match asked.up_to_minutes {
            Some(minutes) => convert::checked_minutes(minutes, LONGEST_MINUTES)
                .map_err(|e| e.at("upToMinutes"))?,
            None => twice_the_longest(&question)?,
        };
        question.year = asked.planned_until;
        for closable in asked.closable.iter().flatten() {
            question.closable.push(closable_of(area, &closable.code, closable.cost)?);
        }
        if let Some(kinds) = &asked.kinds {
            question.places.kinds = SiteKind::ALL.map(|kind| kinds.contains(&kind));
        }
        question.places.junctions = asked.junctions.unwrap_or(true);
        if let Some(costs) = &asked.costs {
            let given = [costs.reuse, costs.share, costs.doorstep, costs.new];
            for (cost, given) in question.places.cost.iter_mut().zip(given) {
                *cost = given.unwrap_or(*cost);
            }
        }
        for ring in asked.exclusions.iter().flatten() {
            let ring = ring.iter().map(|at| position(*at)).collect::<Result<_>>();
            question.restrictions.exclusions.push(ring.map_err(|e| e.at("exclusions"))?);
        }
        for away in asked.keep_away.iter().flatten() {
            let at = position(away.at).map_err(|e| e.at("keepAway"))?;
            question.restrictions.keep_away.push(KeepAway { at, metres: away.metres });
        }
        question.restrictions.from_facilities = asked.metres_from_facilities.unwrap_or(0.0);
        question.restrictions.apart = asked.metres_apart.unwrap_or(0.0);
        question.room = asked.capacity.map(|people| Room { people });
        question.target_gap = asked.target_gap.unwrap_or(0.0);
        question.work_limit =
            Some(asked.work_limit.map_or(DEFAULT_WORK, |work| work.max(0.0) as u64));
        Ok(question)
    }

    /// Everybody, by the one mode that is given.
    fn by_one_mode(&self, given: &JsValue, service: ServiceId) -> Result<SiteQuestion> {
        let (standard, profile) = self.standard(given)?;
        let mut question = SiteQuestion::within(service, &profile, standard.within, 0);
        question.people = vec![GroupWeight { group: TOTAL.to_owned(), weight: 1.0 }];
        question.places = crate::siting::PlaceRules::all();
        Ok(question)
    }
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

fn position([lng, lat]: [f64; 2]) -> Result<Position> {
    Ok(Position::from_lng_lat(LngLat::new(lng, lat)?))
}
