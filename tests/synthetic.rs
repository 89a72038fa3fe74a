//! The made-up prefecture: of the size that is asked for, the same every time, and plainly made up.

use service_circle::ErrorCode;
use service_circle::facts::{
    Code, Counts, Edit, KnownGroup, Moving, Peopling, Resizing, Rezoning, Scenario, State,
    StudyArea, UnitId, Zone,
};
use service_circle::import::synthetic::{Options, synthetic};
use service_circle::network::{ModeGraph, ModeProfile};
use service_circle::units::TravelMode;
use std::collections::HashSet;
use std::sync::Arc;

fn made(options: &Options) -> StudyArea {
    synthetic(options, &mut |_, _| {}).expect("a prefecture")
}

#[test]
fn a_full_prefecture_has_what_was_asked_for() {
    let options = Options::default();
    let mut steps = Vec::new();
    let area = synthetic(&options, &mut |share, step| {
        assert!((0.0..=1.0).contains(&share));
        if steps.last() != Some(&step) {
            steps.push(step);
        }
    })
    .expect("a prefecture");
    assert_eq!(steps, ["roads", "people", "facilities", "joining"]);
    let units = area.units();
    let of_level = |level: u8| units.all().iter().filter(move |u| u.level == level);
    assert_eq!([0, 1, 2, 3].map(|l| of_level(l).count()), [1301, 72, 5, 1]);

    // Made up, and says so: by its flag, its credit, its name and its codes.
    assert!(area.is_synthetic());
    let whole = units.all().last().expect("a whole");
    assert!(area.credit().contains("合成示例") && whole.name.contains("合成示例"));
    assert!(units.all().iter().all(|u| u.code.as_str().starts_with("99")));
    let lengths = [12, 9, 6, 6];
    assert!(units.all().iter().all(|u| u.code.as_str().len() == lengths[usize::from(u.level)]));
    let names: HashSet<_> = units.all().iter().map(|u| &u.name).collect();
    assert_eq!(names.len(), units.len());

    // People add up, by unit, by point and by age.
    let demand = area.demand();
    assert!((95_000..=105_000).contains(&demand.len()), "{}", demand.len());
    assert_eq!(demand.total().to_bits(), options.people.to_bits());
    assert_eq!(whole.people.map(f64::to_bits), Some(options.people.to_bits()));
    let mut by_unit = vec![0.0; units.len()];
    for (unit, people) in demand.unit().iter().zip(demand.people()) {
        by_unit[unit.index()] += people;
    }
    assert!(of_level(0).zip(&by_unit).all(|(u, sum)| u.people == Some(*sum)));
    let group = |code: &str| demand.of_group(code, false).expect("counted").people;
    let total = |code: &str| group(code).iter().sum::<f64>();
    let ages = ["0-2", "3-5", "6-11", "12-14", "15-59", "60+"];
    assert!((ages.map(total).iter().sum::<f64>() - options.people).abs() < 1e-3);
    for code in ages.into_iter().chain(["80+", "disabled", "veterans"]) {
        let share = KnownGroup::find(code).and_then(|g| g.assumed_share).expect("a share").0;
        assert!((total(code) / options.people - share).abs() < 2e-4, "{code}");
    }
    // The old live farther out.
    let old = group("60+");
    let share_in = |zone: Zone| {
        let points = demand.unit().iter().zip(&old).zip(demand.people());
        let here = points.filter(|((unit, _), _)| units.zone(**unit) == Some(zone));
        let (old, all) = here.fold((0.0, 0.0), |sum, ((_, o), p)| (sum.0 + o, sum.1 + p));
        assert!(all > 0.03 * options.people, "{zone:?}: {all}");
        old / all
    };
    let [urban, suburban, rural] = Zone::ALL.map(share_in);
    assert!((rural / urban - 1.25 / 0.85).abs() < 0.01 && urban < suburban && suburban < rural);

    // All 31 services, sized by the norms, some of them together.
    let facilities = area.facilities();
    assert!((9_000..=11_000).contains(&facilities.all().len()), "{}", facilities.all().len());
    for (i, service) in area.catalogue().services().iter().enumerate() {
        let id = area.catalogue().find(&service.code).expect("known");
        assert_eq!(id.index(), i);
        let row = area.standard().row(&service.code).expect("a row");
        let base = match row.base {
            service_circle::facts::NormBase::Total => options.people,
            service_circle::facts::NormBase::Group => total(&row.group),
        };
        let given = facilities.all().iter().filter(|f| f.services.contains(&id));
        let capacity: f64 = given.clone().filter_map(|f| f.capacity(id)).sum();
        let supply = capacity / (base * row.norm / 1000.0);
        assert!((0.5..=1.5).contains(&supply), "{}: {supply}", service.code);
        assert!(given.count() >= 30, "{}", service.code);
    }
    let together = facilities.all().iter().filter(|f| f.services.len() > 1).count();
    let planned = facilities.all().iter().filter(|f| matches!(f.state, State::Planned(_))).count();
    assert!(together > 300 && planned > 50);
    assert!(area.candidates().all().len() > 200);

    // One can walk and drive from everywhere to everywhere.
    for mode in TravelMode::ALL {
        let graph = ModeGraph::derive(area.network(), &ModeProfile::of(mode));
        let open: Vec<u32> =
            (0..area.network().roads() as u32).filter(|r| graph.is_open(*r)).collect();
        let largest = open.iter().filter(|r| graph.components().is_largest(**r)).count();
        assert!(largest * 1000 > open.len() * 999, "{mode:?}: {largest} of {}", open.len());
    }
}

#[test]
fn people_live_in_the_outline_of_their_village() {
    let area = made(&Options::of_villages(120));
    let outlines = area.units().outlines();
    for (i, unit) in area.units().all().iter().enumerate() {
        assert!(outlines.hold(UnitId(i as u32), unit.at), "{}", unit.name);
        let parent = unit.parent.unwrap_or(UnitId(i as u32));
        assert!(outlines.hold(parent, unit.at), "{} in what it belongs to", unit.name);
    }
    let demand = area.demand();
    let inside =
        demand.unit().iter().zip(demand.at()).filter(|(u, at)| outlines.hold(**u, **at)).count();
    assert!(inside * 100 > demand.len() * 95, "{inside} of {}", demand.len());
    let smallest = area.units().all().iter().filter(|u| u.level == 0).count();
    let areas = outlines.areas(area.units().len(), &area.network().frame());
    let villages: f64 = areas[..smallest].iter().sum();
    let whole = areas[areas.len() - 1];
    assert!((villages / whole - 1.0).abs() < 0.02, "{villages} of {whole} km²");
}

#[test]
fn the_same_seed_makes_the_same_prefecture() {
    let options = Options::of_villages(60);
    let bytes = |options: &Options| made(options).to_bytes().expect("binary");
    let first = bytes(&options);
    assert_eq!(first, bytes(&options));
    assert_ne!(first, bytes(&Options { seed: 2, ..options }));
    let again = StudyArea::from_bytes(&first).expect("whole");
    assert!(again.is_synthetic());
    assert_eq!(again.demand(), made(&options).demand());
}

#[test]
fn sizes_from_one_village_up() {
    for villages in [1, 2, 3, 7, 30, 200] {
        let options = Options::of_villages(villages);
        let area = made(&options);
        let smallest = area.units().all().iter().filter(|u| u.level == 0).count();
        assert_eq!(smallest, villages);
        assert_eq!(area.demand().total().to_bits(), options.people.to_bits());
    }
    let full = Options::default();
    for broken in [
        Options { counties: 0, ..full },
        Options { counties: 73, ..full },
        Options { townships: 2000, ..full },
        Options { villages: 30_000, ..full },
        Options { people: f64::NAN, ..full },
        Options { people: 10.0, ..full },
        Options { demand_points: 3_000_000, ..full },
    ] {
        let error = synthetic(&broken, &mut |_, _| {}).expect_err("refused");
        assert_eq!(error.code(), ErrorCode::ArgumentRange);
    }
}

#[test]
fn edits_change_what_they_name_and_nothing_else() {
    let area = made(&Options::of_villages(60));
    let before = area.to_bytes().expect("binary");
    let apply = |edits: Vec<Edit>| Scenario { edits }.apply(&area);
    let done = |edit: Edit| apply(vec![edit]).expect("possible");
    let refused = |edit: Edit| apply(vec![edit]).expect_err("impossible").code();
    let first = Arc::clone(&area.facilities().all()[0]);
    let code = first.code.clone();
    let service = area.catalogue().services()[first.services[0].index()].code.clone();

    let moved = done(Edit::Move(Moving { code: code.clone(), at: [124.01, 29.41] }));
    assert_ne!(moved.facilities().all()[0].at, first.at);
    assert!(Arc::ptr_eq(&moved.facilities().all()[1], &area.facilities().all()[1]));
    assert!(Arc::ptr_eq(moved.demand(), area.demand()));
    let resize = |code: &Code, service: &str, capacity: f64| {
        Edit::Resize(Resizing { code: code.clone(), service: service.to_owned(), capacity })
    };
    let resized = done(resize(&code, &service, 12.0));
    assert_eq!(resized.facilities().all()[0].capacity(first.services[0]), Some(12.0));
    assert_eq!(refused(resize(&code, &service, -1.0)), ErrorCode::ArgumentRange);
    assert_eq!(refused(resize(&code, "ZZZ", 1.0)), ErrorCode::StudyService);
    let nobody = Code::new("nobody").expect("a code");
    assert_eq!(refused(resize(&nobody, &service, 1.0)), ErrorCode::ScenarioUnknown);

    // Twice the people of a village: everybody there, every group, and the sums above.
    let unit = area.units().all()[0].clone();
    let people = unit.people.expect("people");
    let peopling = |group: Option<&str>, people: f64| {
        let group = group.map(str::to_owned);
        Edit::People(Peopling { unit: unit.code.clone(), group, people })
    };
    let total = |area: &StudyArea, group: &str| {
        area.demand().of_group(group, false).expect("counted").people.iter().sum::<f64>()
    };
    let doubled = done(peopling(None, 2.0 * people));
    let whole = |area: &StudyArea| area.units().all().last().and_then(|u| u.people).expect("sum");
    assert!((whole(&doubled) - whole(&area) - people).abs() < 1e-6);
    assert!((doubled.demand().total() - area.demand().total() - people).abs() < 1e-6);
    assert!(total(&doubled, "60+") > total(&area, "60+"));
    // Twice the old of it: demand for kindergartens does not move.
    let Some(Counts::ByUnit(old)) = area.demand().groups().get("60+") else { panic!("by unit") };
    let older = done(peopling(Some("60+"), 2.0 * old[0]));
    assert!((total(&older, "60+") - total(&area, "60+") - old[0]).abs() < 1e-6);
    assert_eq!(total(&older, "3-5").to_bits(), total(&area, "3-5").to_bits());
    assert_eq!(refused(peopling(Some("nobody"), 1.0)), ErrorCode::ArgumentRange);
    assert_eq!(refused(peopling(None, f64::NAN)), ErrorCode::ArgumentRange);

    let county = area.units().all().iter().rev().nth(1).expect("a county").code.clone();
    let rezoned = done(Edit::Zone(Rezoning { unit: county, zone: Zone::Suburban }));
    let by_hand = |u: &&service_circle::facts::Unit| {
        u.marks.zoning.is_some_and(|z| z.by == service_circle::facts::ZoneBasis::Hand)
    };
    assert!(rezoned.units().all().iter().filter(by_hand).count() >= 5);
    assert_eq!(area.units().all().iter().filter(by_hand).count(), 0);

    let mut table = area.standard().as_ref().clone();
    table.rows[3].minutes.urban = 10.0;
    let asked = done(Edit::Standard(Some(Box::new(table.clone()))));
    assert_eq!(asked.standard().as_ref(), &table);
    table.rows[3].minutes.urban = 0.0;
    assert_eq!(refused(Edit::Standard(Some(Box::new(table)))), ErrorCode::StandardRow);

    let planned = |area: &StudyArea| {
        area.facilities().all().iter().filter(|f| matches!(f.state, State::Planned(_))).count()
    };
    assert!(planned(&area) > 0);
    assert_eq!(planned(&done(Edit::Year(2026))), planned(&area));
    assert_eq!(planned(&done(Edit::Year(2027))), 0);
    assert_eq!(area.to_bytes().expect("binary"), before, "the baseline is untouched");

    let written = r#"{"edits":[{"move":{"code":"a","at":[1,2]}},{"people":{"unit":"u","people":3}},{"zone":{"unit":"u","zone":"rural"}},{"year":2027}]}"#;
    let read: Scenario = serde_json::from_str(written).expect("edits");
    assert_eq!(read.edits.len(), 4);
}
