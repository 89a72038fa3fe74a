//! Scenarios: what if? A list of edits that makes another study area of one, and leaves that one alone.

use super::code::Code;
use super::facility::{Facilities, Facility, FacilityDetail, Source, State};
use super::fact_edit::{FactEditor, Moving, Peopling, Resizing, Rezoning};
use super::service::ServiceId;
use super::standard_cell::CellChange;
use super::standard_table::StandardTable;
use super::study_area::StudyArea;
use crate::error::{Error, ErrorCode, Result};
use crate::network::RoadEdit;
use crate::network::road_edit::{Closing, Drawing, Slowing};
use crate::units::{LngLat, Position};
use serde::{Deserialize, Serialize};

/// One change of the facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Edit {
    /// A new facility.
    Open(Opening),
    /// The facility of a code is closed.
    Close(Code),
    /// A road is closed, or cut between two of its nodes.
    CloseRoad(Closing),
    /// A road is travelled slower or faster.
    SlowRoad(Slowing),
    /// A new road or link.
    DrawRoad(Drawing),
    /// A facility stands somewhere else.
    Move(Moving),
    /// A facility has another capacity.
    Resize(Resizing),
    /// A unit has more or fewer people.
    People(Peopling),
    /// A unit is put into a zone.
    Zone(Rezoning),
    /// Another standard is asked for; `None`: the study's own again.
    Standard(Option<Box<StandardTable>>),
    /// Single cells of the standard say something else.
    StandardCells(Vec<CellChange>),
    /// It is a later year: what is planned up to then is open.
    Year(u16),
}

/// A facility that a scenario opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Its code; `new-1`, `new-2` … is given if absent.
    #[serde(default)]
    pub code: Option<Code>,
    /// Its name, if it has one.
    #[serde(default)]
    pub name: Option<String>,
    /// Longitude and latitude in degrees.
    pub at: [f64; 2],
    /// Codes of the services it gives, at least one.
    pub services: Vec<String>,
    /// It is planned for this year: open from then on; at once if absent.
    #[serde(default)]
    pub year: Option<u16>,
}

/// Edits, applied in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// The edits.
    pub edits: Vec<Edit>,
}

impl Scenario {
    /// The study area with the edits made; what they do not touch is shared with it, and without
    /// an edit of roads the whole network.
    ///
    /// # Errors
    /// With the edit's place in the list: `scenario.unknown` for closing what is not there or not
    /// open, `scenario.duplicate` for opening under a code that is taken, `study.service` for a
    /// service that the study does not know or for none, `place.coordinate`, `argument.range`,
    /// `standard.row`, `standard.column`; and for roads those of [`RoadEditor::make`].
    ///
    /// [`RoadEditor::make`]: crate::network::RoadEditor::make
    pub fn apply(&self, area: &StudyArea) -> Result<StudyArea> {
        let mut facts = FactEditor::on(area);
        for (i, edit) in self.edits.iter().enumerate() {
            let made = match edit {
                Edit::Open(opening) => open(&mut facts, opening),
                Edit::Close(code) => close(&mut facts.facilities, code),
                Edit::CloseRoad(closing) => facts.road(&RoadEdit::CloseRoad(closing.clone())),
                Edit::SlowRoad(slowing) => facts.road(&RoadEdit::SlowRoad(slowing.clone())),
                Edit::DrawRoad(drawing) => facts.road(&RoadEdit::DrawRoad(drawing.clone())),
                Edit::Move(moving) => facts.relocate(moving),
                Edit::Resize(resizing) => facts.resize(resizing),
                Edit::People(peopling) => facts.people(peopling),
                Edit::Zone(rezoning) => facts.zone(rezoning),
                Edit::Standard(table) => facts.standard(table.as_deref()),
                Edit::StandardCells(changes) => facts.standard_cells(changes),
                Edit::Year(year) => {
                    facts.year(*year);
                    Ok(())
                }
            };
            made.map_err(|e| e.at(format!("edits[{i}]")))?;
        }
        Ok(facts.finish())
    }

    /// The code that an opening without one would be given at the end of this scenario.
    ///
    /// A caller that lets edits be undone in any order gives it when it makes the edit: codes that
    /// are minted while applying count from the first free number and so depend on earlier edits.
    ///
    /// # Errors
    /// Those of [`Scenario::apply`].
    pub fn next_code(&self, area: &StudyArea) -> Result<Code> {
        Ok(mint(self.apply(area)?.facilities()))
    }
}

fn open(facts: &mut FactEditor<'_>, opening: &Opening) -> Result<()> {
    let FactEditor { area, facilities, now, .. } = facts;
    let [lng, lat] = opening.at;
    let at = Position::from_lng_lat(LngLat::new(lng, lat)?);
    let mut services: Vec<ServiceId> =
        opening.services.iter().map(|s| area.catalogue().find(s)).collect::<Result<_>>()?;
    services.sort_unstable();
    services.dedup();
    if services.is_empty() {
        return Err(Error::new(ErrorCode::StudyService, "a facility without services"));
    }
    let code = match &opening.code {
        None => mint(facilities),
        Some(code) if facilities.find(code.as_str()).is_none() => code.clone(),
        Some(code) => return Err(Error::new(ErrorCode::ScenarioDuplicate, code.as_str())),
    };
    facilities.open(Facility {
        code,
        name: opening.name.clone(),
        at,
        services,
        state: match opening.year {
            Some(year) if now.is_none_or(|now| now < year) => State::Planned(year),
            _ => State::Open,
        },
        source: Source::Scenario,
        owner: None,
        as_of: None,
        detail: FacilityDetail::default(),
    });
    Ok(())
}

fn close(facilities: &mut Facilities, code: &Code) -> Result<()> {
    let id = facilities
        .find(code.as_str())
        .filter(|id| facilities.get(*id).is_some_and(|f| f.state == State::Open))
        .ok_or_else(|| Error::new(ErrorCode::ScenarioUnknown, code.as_str()))?;
    facilities.close(id);
    Ok(())
}

/// The first `new-` code that is free.
fn mint(facilities: &Facilities) -> Code {
    (1..=facilities.all().len() + 1)
        .map(|n| Code::minted("new", n))
        .find(|code| facilities.find(code.as_str()).is_none())
        .unwrap_or_else(|| Code::minted("new", 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::unit::tests::{levels, unit};
    use crate::facts::{
        Candidates, Catalogue, DemandPoints, Outlines, StandardTable, StudyParts, UnitId, Units,
    };
    use crate::network::{RoadSource, Tags};
    use std::sync::Arc;

    /// One street, one unit with ten people, one pharmacy.
    fn area() -> StudyArea {
        let place = |id: i64| Position { lng_e7: 145_000_000 + id as i32 * 10_000, lat_e7: 1 };
        let mut roads = RoadSource::new();
        roads.push_way(7, &[1, 2], &Tags::new(&[("highway", "residential")]));
        let network = roads.finish(|id| Some(place(id)), &mut |_| {}).expect("a road");
        let mut demand = DemandPoints::default();
        demand.push(format_args!("w1"), place(1), 10.0, UnitId(0));
        let catalogue = Catalogue::standard();
        let pharmacy = Facility {
            code: Code::new("n5").expect("a code"),
            name: None,
            at: place(1),
            services: vec![catalogue.find("PHA").expect("known")],
            state: State::Open,
            source: Source::File,
            owner: None,
            as_of: None,
            detail: FacilityDetail::default(),
        };
        let list = vec![unit("a", 0, Some(1)), unit("whole", 1, None)];
        StudyArea::new(StudyParts {
            network: Arc::new(network),
            units: Arc::new(Units::new(levels(2), list, Outlines::default())),
            demand: Arc::new(demand),
            facilities: Arc::new(Facilities::new(vec![pharmacy], catalogue.len())),
            catalogue: Arc::new(catalogue),
            standard: Arc::new(StandardTable::empty()),
            candidates: Arc::new(Candidates::default()),
            synthetic: false,
            credit: "nobody".into(),
            notes: Arc::from([]),
        })
        .expect("a consistent study")
    }

    fn opening(code: Option<&str>, services: &[&str]) -> Edit {
        Edit::Open(Opening {
            code: code.map(|c| Code::new(c).expect("a code")),
            name: None,
            at: [14.5, 0.0],
            services: services.iter().map(|s| (*s).to_owned()).collect(),
            year: None,
        })
    }

    fn closing(code: &str) -> Edit {
        Edit::Close(Code::new(code).expect("a code"))
    }

    #[test]
    fn edits_make_another_area_and_leave_the_baseline() {
        let area = area();
        let before = area.to_bytes().expect("binary");
        let scenario =
            Scenario { edits: vec![opening(None, &["LIB", "CUL", "LIB"]), closing("n5")] };
        let edited = scenario.apply(&area).expect("possible edits");
        let count =
            |a: &StudyArea, s: &str| a.facilities().count(a.catalogue().find(s).expect("known"));
        assert_eq!((count(&area, "PHA"), count(&edited, "PHA")), (Some(1), Some(0)));
        assert_eq!((count(&area, "LIB"), count(&edited, "LIB")), (None, Some(1)));
        let new = &edited.facilities().all()[1];
        assert_eq!((new.code.as_str(), new.source), ("new-1", Source::Scenario));
        assert_eq!(new.services.len(), 2);
        assert!(Arc::ptr_eq(area.network(), edited.network()));
        assert!(Arc::ptr_eq(area.demand(), edited.demand()));
        assert_eq!(area.to_bytes().expect("binary"), before);
        let undone = Scenario::default().apply(&area).expect("nothing to do");
        assert_eq!(undone.to_bytes().expect("binary"), before);
    }

    #[test]
    fn what_is_opened_for_a_year_is_planned_until_then() {
        let area = area();
        let planned = || match opening(None, &["PHA"]) {
            Edit::Open(opening) => Edit::Open(Opening { year: Some(2027), ..opening }),
            other => other,
        };
        let state = |edits: Vec<Edit>| {
            let edited = Scenario { edits }.apply(&area).expect("possible edits");
            edited.facilities().all()[1].state
        };
        assert_eq!(state(vec![planned()]), State::Planned(2027));
        assert_eq!(state(vec![Edit::Year(2026), planned()]), State::Planned(2027));
        assert_eq!(state(vec![Edit::Year(2027), planned()]), State::Open);
        assert_eq!(state(vec![planned(), Edit::Year(2030)]), State::Open);
    }

    #[test]
    fn minted_codes_go_past_those_that_are_taken() {
        let area = area();
        let scenario = Scenario { edits: vec![opening(Some("new-1"), &["PHA"])] };
        assert_eq!(scenario.next_code(&area).expect("a code").as_str(), "new-2");
    }

    #[test]
    fn what_cannot_be_done_is_said_with_its_place() {
        let area = area();
        let refused = |edits: Vec<Edit>| {
            let error = Scenario { edits }.apply(&area).expect_err("impossible");
            (error.code(), error.place().unwrap_or_default().to_owned())
        };
        let at = |i: usize| format!("edits[{i}]");
        assert_eq!(refused(vec![closing("n6")]), (ErrorCode::ScenarioUnknown, at(0)));
        let twice = vec![closing("n5"), closing("n5")];
        assert_eq!(refused(twice), (ErrorCode::ScenarioUnknown, at(1)));
        let taken = vec![opening(Some("n5"), &["PHA"])];
        assert_eq!(refused(taken), (ErrorCode::ScenarioDuplicate, at(0)));
        assert_eq!(refused(vec![opening(None, &["ZZZ"])]).0, ErrorCode::StudyService);
        assert_eq!(refused(vec![opening(None, &[])]).0, ErrorCode::StudyService);
        let nowhere = Edit::Open(Opening {
            code: None,
            name: None,
            at: [14.5, 95.0],
            services: vec!["PHA".into()],
            year: None,
        });
        assert_eq!(refused(vec![nowhere]).0, ErrorCode::PlaceCoordinate);
    }

    #[test]
    fn edits_are_written_as_the_page_writes_them() {
        let text = r#"{"edits":[{"open":{"at":[14.5,35.9],"services":["PHA"]}},{"close":"n5"}]}"#;
        let scenario: Scenario = serde_json::from_str(text).expect("two edits");
        assert_eq!(scenario.edits[1], closing("n5"));
        assert!(matches!(&scenario.edits[0], Edit::Open(o) if o.code.is_none()));
    }

    #[test]
    fn a_code_that_is_none_is_named_without_a_second_code_and_advice() {
        let error =
            serde_json::from_str::<Edit>(r#"{"close":""}"#).expect_err("no code").to_string();
        assert!(error.starts_with("\"\" as a code"), "{error}");
        let error = Error::new(ErrorCode::ArgumentRange, error).to_string();
        assert_eq!(error.matches("argument.range").count(), 1);
        assert_eq!(error.matches(ErrorCode::ArgumentRange.advice()).count(), 1);
    }

    #[test]
    fn a_study_is_read_as_it_was_written_and_refused_when_changed() {
        let area = area();
        let bytes = area.to_bytes().expect("binary");
        let again = StudyArea::from_bytes(&bytes).expect("whole");
        assert_eq!(again.demand(), area.demand());
        assert_eq!(again.units(), area.units());
        assert_eq!(again.facilities(), area.facilities());
        assert_eq!(again.to_bytes().expect("binary"), bytes);
        for cut in [0, 1, 31, 32, bytes.len() / 2, bytes.len() - 1] {
            let error = StudyArea::from_bytes(&bytes[..cut]).expect_err("cut");
            assert_eq!(error.code(), ErrorCode::StudyFormat);
        }
    }
}
