//! The checkup's numbers: published and hand-worked ones, and what holds whatever the numbers are.

#![allow(clippy::float_cmp, reason = "equal to the bit is what is asked for")]

use proptest::prelude::*;
use service_circle::access::{Band, Catchment, Decay, FloatingCatchment, Huff, Method};
use service_circle::checkup::{BareService, Decomposition, Inequality, Undefined};

/// Equal to the digits that were printed.
#[track_caller]
fn assert_digits(found: &[f64], expected: &[f64], half_a_digit: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= half_a_digit, "{found} is not {expected}");
    }
}

/// Rows of minutes; `None` = no way there.
fn rows(minutes: &[&[Option<f64>]]) -> (Vec<u32>, Vec<u32>, Vec<f64>) {
    let (mut start, mut facility, mut seconds) = (vec![0], Vec::new(), Vec::new());
    for row in minutes {
        for (j, minutes) in row.iter().enumerate() {
            if let Some(minutes) = minutes {
                facility.push(j as u32);
                seconds.push(minutes * 60.0);
            }
        }
        start.push(facility.len() as u32);
    }
    (start, facility, seconds)
}

fn thirds_of_15() -> Vec<Band> {
    let band = |(minutes, weight): (f64, f64)| Band { up_to: minutes * 60.0, weight };
    [(5.0, 1.0), (10.0, 0.68), (15.0, 0.22)].map(band).to_vec()
}

fn service(people: &[f64], unit: &[u32], minutes: &[[f64; 2]]) -> BareService {
    let minutes: Vec<[Option<f64>; 2]> = minutes.iter().map(|row| row.map(Some)).collect();
    let minutes: Vec<&[Option<f64>]> = minutes.iter().map(|row| &row[..]).collect();
    let (row_start, facility, seconds) = rows(&minutes);
    BareService {
        people: people.to_vec(),
        unit: unit.to_vec(),
        units: unit.iter().max().map_or(0, |u| u + 1),
        row_start,
        facility,
        seconds,
        capacity: vec![60.0, 40.0],
        threshold_seconds: 900.0,
        bands: Some(thirds_of_15()),
        norm: 0.025,
        rate: 0.02,
        ..BareService::default()
    }
}

fn toy(method: Method) -> BareService {
    let minutes = [[3.0, 12.0], [8.0, 9.0], [20.0, 4.0]];
    BareService { method, ..service(&[1000.0, 2000.0, 1500.0], &[0, 0, 0], &minutes) }
}

fn three_villages() -> BareService {
    service(
        &[600.0, 400.0, 2000.0, 900.0, 600.0],
        &[0, 0, 1, 2, 2],
        &[[4.0, 16.0], [17.0, 22.0], [8.0, 9.0], [20.0, 4.0], [21.0, 14.0]],
    )
}

/// The check that the documentation of `sdc-catchment` prints.
#[test]
fn a_published_catchment_comes_out() {
    let cost = [[Some(0.0), Some(2.0)], [Some(1.0), Some(1.0)], [Some(2.0), Some(0.0)]];
    let cost: Vec<&[Option<f64>]> = cost.iter().map(|row| &row[..]).collect();
    let (start, facility, cost) = rows(&cost);
    let catchment = Catchment::from_rows(&start, &facility, &cost, 2, 1e9).expect("rows");
    let found = FloatingCatchment::of(
        Method::TwoStep,
        &catchment,
        &[10.0, 10.0],
        &[100.0, 100.0, 100.0],
        |_, t| libm::exp(-(t / 60.0) * (t / 60.0) / 2.0),
    );
    assert_digits(&found.access, &[0.065_179, 0.069_641, 0.065_179], 5e-7);
}

#[test]
fn the_toy_area_is_handed_out_by_each_method_as_printed() {
    let expected = [
        (Method::TwoStep, [0.028_888_89, 0.028_888_89, 0.008_888_89]),
        (Method::Enhanced, [0.028_280_87, 0.026_119_30, 0.012_987_01]),
        (Method::Gaussian, [0.029_329_01, 0.025_687_90, 0.012_863_46]),
        (Method::ThreeStep, [0.033_508_97, 0.019_730_00, 0.018_020_68]),
    ];
    for (method, access) in expected {
        let toy = toy(method);
        let found = toy.evaluate().expect("valid").at.handed_out.access;
        assert_digits(&found, &access, 5e-9);
        let handed_out: f64 = found.iter().zip(&toy.people).map(|(a, p)| a * p).sum();
        assert!((handed_out - 100.0).abs() < 1e-11, "{handed_out}");
    }
}

#[test]
fn the_toy_areas_facilities_have_the_printed_ratios() {
    let toy = toy(Method::TwoStep);
    let rows = (&toy.row_start, &toy.facility, &toy.seconds);
    let catchment = Catchment::from_rows(rows.0, rows.1, rows.2, 2, 900.0).expect("rows");
    let ratio = |decay: Decay| {
        let weight = |_: usize, t: f64| decay.weight(t);
        let found =
            FloatingCatchment::of(Method::TwoStep, &catchment, &toy.capacity, &toy.people, weight);
        found.ratio
    };
    assert_digits(&ratio(Decay::Step { within: 900.0 }), &[0.02, 0.008_888_89], 5e-9);
    assert_digits(&ratio(Decay::thirds(900.0)), &[0.025_423_73, 0.012_987_01], 5e-9);
    let gaussian = Decay::Gaussian { within: 900.0 };
    assert_digits(&ratio(gaussian), &[0.026_364_18, 0.014_116_69], 5e-9);
}

#[test]
fn the_toy_area_is_chosen_and_filled_as_printed() {
    let found = toy(Method::Enhanced).evaluate().expect("valid").at;
    assert_digits(&found.load, &[2_269.973_046 * 0.02, 2_230.026_954 * 0.02], 1e-8);
    assert_digits(&found.saturation, &[0.756_658, 1.115_013], 5e-7);
    let shares = [[0.96, 0.04], [0.654_987, 0.345_013], [0.0, 1.0]];
    let met: Vec<f64> =
        shares.iter().map(|s| s[0] * found.saturation[0] + s[1] * found.saturation[1]).collect();
    assert_digits(&found.saturation_met, &met, 5e-7);
}

#[test]
fn the_toy_area_is_as_uneven_as_printed() {
    let toy = toy(Method::Enhanced);
    let access = toy.evaluate().expect("valid").at.handed_out.access;
    let found = Inequality::of(&access, &toy.people).expect("valid");
    let value = |m: Result<f64, Undefined>| m.expect("defined");
    let found = [found.gini, found.theil_t, found.theil_l, found.atkinson_05, found.cv].map(value);
    assert_digits(&found, &[0.148_135, 0.047_953, 0.053_657, 0.025_126, 0.296_238], 5e-7);
}

#[test]
fn the_three_village_sheet_is_exact() {
    let sheet = three_villages();
    let found = sheet.evaluate().expect("valid");
    assert_digits(&found.at.load, &[38.199_461, 43.800_539], 5e-7);
    assert_digits(&found.at.saturation, &[0.636_658, 1.095_013], 5e-7);
    let indicators = |sums: &service_circle::checkup::UnitSums, unit: usize| {
        [
            sums.reachable(unit),
            sums.sufficient(unit),
            sums.sufficient_raw(unit),
            sums.saturation(unit),
        ]
    };
    let expected = [
        [0.6, 0.6, 0.734_694, 0.636_658],
        [1.0, 1.0, 1.287_503, 0.794_797],
        [1.0, 0.460_201, 0.460_201, 1.095_013],
    ];
    for (unit, expected) in expected.iter().enumerate() {
        assert_digits(&indicators(&found.units, unit), expected, 5e-7);
    }
    let township = BareService { unit: vec![0; 5], units: 1, ..sheet };
    let township = township.evaluate().expect("valid");
    let expected = [0.911_111, 0.731_178, 0.888_889, 0.881_490];
    assert_digits(&indicators(&township.units, 0), &expected, 5e-7);
}

#[test]
fn another_base_competes_and_is_owed_but_reach_is_the_target_groups() {
    let sheet = three_villages();
    let of_total = BareService {
        base: Some(sheet.people.clone()),
        people: vec![0.0, 10.0, 30.0, 0.0, 0.0],
        ..sheet.clone()
    };
    let (one, other) = (sheet.evaluate().expect("valid"), of_total.evaluate().expect("valid"));
    assert_eq!(one.at.handed_out.access, other.at.handed_out.access);
    assert_eq!(one.at.load, other.at.load);
    assert_eq!(one.units.sufficient(0), other.units.sufficient(0));
    assert_eq!([other.units.reachable(0), other.units.reachable(1)], [0.0, 1.0]);
    // Nobody of the target group lives in the third village: no data, not 0.
    assert!(other.units.reachable(2).is_nan());
    assert_eq!(one.units.sufficient(2), other.units.sufficient(2));
}

#[test]
fn what_is_out_of_reach_or_empty_is_no_number() {
    let mut sheet = three_villages();
    sheet.units = 4;
    sheet.capacity = vec![60.0, 40.0, 5.0, 0.0];
    sheet.facility[1] = 3;
    let found = sheet.evaluate().expect("valid");
    assert!(found.at.nearest[1].is_nan());
    assert_eq!((found.at.nearest[0], found.at.handed_out.access[1]), (240.0, 0.0));
    assert_eq!((found.at.load[2], found.at.saturation[2]), (0.0, 0.0));
    assert!(found.at.saturation[3].is_nan());
    for value in [
        found.units.reachable(3),
        found.units.sufficient(3),
        found.units.sufficient_raw(3),
        found.units.saturation(3),
    ] {
        assert!(value.is_nan());
    }
    let nobody_reaches = BareService { threshold_seconds: 1.0, ..three_villages() };
    let found = nobody_reaches.evaluate().expect("valid");
    assert_eq!((found.units.reachable(0), found.units.sufficient(0)), (0.0, 0.0));
    assert!(found.units.saturation(0).is_nan());
}

#[test]
fn the_limit_itself_is_in_reach() {
    let reach = |seconds: f64| {
        let mut one = three_villages();
        one.seconds[0] = seconds;
        one.evaluate().expect("valid").at.nearest[0]
    };
    assert!(reach(900.0) == 900.0 && reach(900.000_1).is_nan());
}

#[test]
fn numbers_that_make_no_service_are_refused_by_name() {
    let refused = |change: &dyn Fn(&mut BareService)| {
        let mut service = three_villages();
        change(&mut service);
        let error = service.evaluate().expect_err("no service");
        assert_eq!(error.code().as_str(), "argument.range");
        error.place().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(&|s| s.people[2] = f64::NAN), "people[2]");
    assert_eq!(refused(&|s| s.people[2] = -1.0), "people[2]");
    assert_eq!(refused(&|s| s.base = Some(vec![1.0])), "base");
    assert_eq!(refused(&|s| s.base = Some(vec![f64::INFINITY; 5])), "base[0]");
    assert_eq!(refused(&|s| s.unit[4] = 3), "unit[4]");
    assert_eq!(refused(&|s| s.unit.truncate(4)), "unit");
    assert_eq!(refused(&|s| s.row_start.truncate(5)), "rowStart");
    assert_eq!(refused(&|s| s.facility[3] = 2), "facility[3]");
    assert_eq!(refused(&|s| s.seconds[3] = f64::NAN), "seconds[3]");
    assert_eq!(refused(&|s| s.capacity[1] = -5.0), "capacity[1]");
    assert_eq!(refused(&|s| s.threshold_seconds = 0.0), "thresholdSeconds");
    assert_eq!(refused(&|s| s.norm = 0.0), "norm");
    assert_eq!(refused(&|s| s.rate = f64::NAN), "rate");
    assert_eq!(refused(&|s| s.bands = None), "bands");
    assert_eq!(refused(&|s| s.bands.as_mut().expect("three")[1].up_to = 1.0), "bands[1]");
    assert_eq!(Huff::new(1.0, -2.0).expect_err("beta").place(), Some("beta"));
}

#[test]
fn five_values_are_as_uneven_as_printed() {
    let found = Inequality::of(&[10.0, 10.0, 10.0, 20.0, 50.0], &[1.0; 5]).expect("valid");
    let value = |m: Result<f64, Undefined>| m.expect("defined");
    assert_digits(&[value(found.gini)], &[0.36], 1e-12);
    assert_digits(&[value(found.theil_l)], &[0.232_630_2], 5e-8);
    let rest = [found.theil_t, found.atkinson_05, found.atkinson_1, found.atkinson_2, found.cv];
    let expected = [0.250_201, 0.115_475, 0.207_553, 0.324_324, 0.774_597];
    assert_digits(&rest.map(value), &expected, 5e-7);
    // The best-off tenth is half of the fifth person, the worst-off 40 % are two.
    assert_digits(&[value(found.palma)], &[5.0], 1e-12);
    let lorenz = [(0.0, 0.0), (0.2, 0.1), (0.4, 0.2), (0.6, 0.3), (0.8, 0.5), (1.0, 1.0)];
    for (found, expected) in found.lorenz.iter().zip(lorenz) {
        assert_digits(&[found.0, found.1], &[expected.0, expected.1], 1e-12);
    }
    assert_eq!(found.lorenz.last(), Some(&(1.0, 1.0)));
}

#[test]
fn a_measure_that_is_undefined_says_why() {
    let with_zero = Inequality::of(&[0.0, 1.0, 3.0], &[1.0; 3]).expect("valid");
    for undefined in [with_zero.theil_l, with_zero.atkinson_1, with_zero.atkinson_2] {
        assert_eq!(undefined, Err(Undefined::HoldsZero));
    }
    assert!(with_zero.theil_t.is_ok() && with_zero.atkinson_05.is_ok() && with_zero.gini.is_ok());
    let poor = Inequality::of(&[0.0, 0.0, 3.0], &[1.0; 3]).expect("valid");
    assert_eq!(poor.palma, Err(Undefined::WorstOffHaveNothing));
    let nothing = Inequality::of(&[0.0, 0.0], &[1.0; 2]).expect("valid");
    assert_eq!(nothing.gini, Err(Undefined::NothingSpread));
    let nobody = Inequality::of(&[1.0], &[0.0]).expect("valid");
    assert_eq!(nobody.cv, Err(Undefined::NobodyThere));
    for (values, weights, place) in [
        (vec![1.0, f64::NAN], vec![1.0; 2], "values[1]"),
        (vec![-1.0], vec![1.0], "values[0]"),
        (vec![1.0], vec![-1.0], "weights[0]"),
        (vec![1.0], vec![], "weights"),
    ] {
        let error = Inequality::of(&values, &weights).expect_err("no numbers");
        assert_eq!((error.code().as_str(), error.place()), ("argument.range", Some(place)));
    }
}

/// Random people, units, times and capacities.
fn areas() -> impl Strategy<Value = BareService> {
    (1usize..14, 1usize..7, 0usize..4).prop_flat_map(|(points, facilities, method)| {
        let minutes = prop::collection::vec(prop::option::weighted(0.6, 0.0..25.0f64), facilities);
        let people = prop_oneof![1 => Just(0.0), 5 => 0.1..5000.0f64];
        (
            prop::collection::vec(people, points),
            prop::collection::vec(0u32..3, points),
            prop::collection::vec(minutes, points),
            prop::collection::vec(prop_oneof![1 => Just(0.0), 5 => 0.5..900.0f64], facilities),
        )
            .prop_map(move |(people, unit, minutes, capacity)| {
                let minutes: Vec<&[Option<f64>]> = minutes.iter().map(|row| &row[..]).collect();
                let (row_start, facility, seconds) = rows(&minutes);
                BareService {
                    people,
                    unit,
                    units: 3,
                    row_start,
                    facility,
                    seconds,
                    capacity,
                    method: Method::ALL[method],
                    ..three_villages()
                }
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// Capacity is handed out, not made and not lost, whatever the method.
    #[test]
    fn what_is_handed_out_is_what_there_is(area in areas()) {
        let found = area.evaluate().expect("valid").at;
        let decay = match area.method {
            Method::Gaussian => Decay::Gaussian { within: 900.0 },
            Method::TwoStep => Decay::Step { within: 900.0 },
            _ => Decay::thirds(900.0),
        };
        let mut has_demand = vec![false; area.capacity.len()];
        for (i, range) in area.row_start.windows(2).enumerate() {
            for at in range[0] as usize..range[1] as usize {
                has_demand[area.facility[at] as usize] |=
                    area.people[i] > 0.0 && decay.weight(area.seconds[at]) > 0.0;
            }
        }
        let there: f64 = area.capacity.iter().zip(&has_demand).filter(|(_, d)| **d).map(|(s, _)| s).sum();
        let out: f64 = area.people.iter().zip(&found.handed_out.access).map(|(p, a)| p * a).sum();
        prop_assert!((there - out).abs() <= 1e-9 * there.max(1.0), "{there} {out}");
    }

    /// Every person with a choice chooses once: loads add up to the demand.
    #[test]
    fn loads_add_up_to_the_demand(area in areas()) {
        let found = area.evaluate().expect("valid").at;
        let mut demand = 0.0;
        for (i, range) in area.row_start.windows(2).enumerate() {
            let has_choice = (range[0] as usize..range[1] as usize).any(|at| {
                area.seconds[at] <= 900.0 && area.capacity[area.facility[at] as usize] > 0.0
            });
            demand += if has_choice { area.people[i] * area.rate } else { 0.0 };
        }
        let load: f64 = found.load.iter().sum();
        prop_assert!((load - demand).abs() <= 1e-9 * demand.max(1.0), "{load} {demand}");
    }

    /// A facility more takes nothing from anybody's reach, and in two-step methods nothing at all.
    #[test]
    fn opening_never_lowers_access(area in areas(), minutes in prop::collection::vec(prop::option::weighted(0.5, 0.0..20.0f64), 14), capacity in 0.0..500.0f64) {
        let mut more = area.clone();
        more.capacity.push(capacity);
        let (mut row_start, mut facility, mut seconds) = (vec![0], Vec::new(), Vec::new());
        for (i, range) in area.row_start.windows(2).enumerate() {
            let range = range[0] as usize..range[1] as usize;
            facility.extend_from_slice(&area.facility[range.clone()]);
            seconds.extend_from_slice(&area.seconds[range]);
            if let Some(minutes) = minutes[i] {
                facility.push(area.capacity.len() as u32);
                seconds.push(minutes * 60.0);
            }
            row_start.push(facility.len() as u32);
        }
        (more.row_start, more.facility, more.seconds) = (row_start, facility, seconds);
        let (before, after) = (area.evaluate().expect("valid"), more.evaluate().expect("valid"));
        for i in 0..area.people.len() {
            let (before, after) = (before.at.nearest[i], after.at.nearest[i]);
            prop_assert!(before.is_nan() || after <= before);
        }
        if area.method != Method::ThreeStep {
            for (before, after) in before.at.handed_out.access.iter().zip(&after.at.handed_out.access) {
                prop_assert!(after >= before);
            }
        }
        for unit in 0..3 {
            let (before, after) = (before.units.reachable(unit), after.units.reachable(unit));
            prop_assert!((before.is_nan() && after.is_nan()) || after >= before);
        }
    }

    /// The order in which a row lists its facilities says nothing.
    #[test]
    fn the_order_within_rows_changes_nothing(area in areas()) {
        let mut turned = area.clone();
        for range in area.row_start.windows(2) {
            let range = range[0] as usize..range[1] as usize;
            turned.facility[range.clone()].reverse();
            turned.seconds[range].reverse();
        }
        let (one, other) = (area.evaluate().expect("valid"), turned.evaluate().expect("valid"));
        prop_assert_eq!(one.at.handed_out.access, other.at.handed_out.access);
        prop_assert_eq!(one.at.load, other.at.load);
        prop_assert_eq!(one.units.capped, other.units.capped);
    }

    /// The one-pass Gini is the double sum; splitting a person in two halves changes nothing.
    #[test]
    fn inequality_is_that_of_the_formulas(people in prop::collection::vec((0.0..90.0f64, 0.01..40.0f64), 1..20)) {
        let (values, weights): (Vec<f64>, Vec<f64>) = people.iter().copied().unzip();
        let found = Inequality::of(&values, &weights).expect("valid");
        let total: f64 = weights.iter().sum();
        let mean = people.iter().map(|(x, w)| x * w).sum::<f64>() / total;
        prop_assume!(mean > 1e-6);
        let double: f64 = people
            .iter()
            .flat_map(|a| people.iter().map(move |b| a.1 * b.1 * (a.0 - b.0).abs()))
            .sum::<f64>() / (2.0 * mean * total * total);
        prop_assert!((found.gini.expect("defined") - double).abs() < 1e-9);
        let halves: Vec<f64> = weights.iter().chain(&weights).map(|w| w / 2.0).collect();
        let twice: Vec<f64> = values.iter().chain(&values).copied().collect();
        let again = Inequality::of(&twice, &halves).expect("valid");
        for (one, other) in [(found.gini, again.gini), (found.cv, again.cv), (found.palma, again.palma), (found.theil_l, again.theil_l)] {
            let is_same = match (one, other) {
                (Ok(a), Ok(b)) => (a - b).abs() < 1e-9 * a.abs().max(1.0),
                (a, b) => a == b,
            };
            prop_assert!(is_same);
        }
        let mut last = (0.0, 0.0);
        for &(p, v) in &found.lorenz {
            prop_assert!(p >= last.0 && v >= last.1 && v <= p + 1e-9);
            last = (p, v);
        }
        prop_assert_eq!(last, (1.0, 1.0));
    }

    /// Within and between add up to all.
    #[test]
    fn a_decomposition_adds_up(people in prop::collection::vec((0.01..90.0f64, 0.01..40.0f64, 0u32..4), 1..20)) {
        let values: Vec<f64> = people.iter().map(|p| p.0).collect();
        let weights: Vec<f64> = people.iter().map(|p| p.1).collect();
        let groups: Vec<u32> = people.iter().map(|p| p.2).collect();
        let all = Inequality::of(&values, &weights).expect("valid");
        let parts = Decomposition::of(&values, &weights, &groups, 4).expect("valid");
        for (all, parts) in [(all.theil_t, parts.theil_t), (all.theil_l, parts.theil_l)] {
            let (within, between) = parts.expect("defined");
            prop_assert!((all.expect("defined") - within - between).abs() < 1e-9);
            prop_assert!(between > -1e-12);
        }
    }
}
