//! People: figures of places summed per unit, estimates for units without one, spread over homes.

use super::gather::Place;
use super::homes::{Home, Homes, street_points};
use super::units::Drawn;
use crate::facts::{DemandPoints, Note, Text, UnitId};
use crate::frame::Frame;
use crate::network::RoadNetwork;

/// A unit with less than this share of the median floor area per person has too few buildings on
/// the map to tell where its people live.
const THIN: f64 = 0.5;

/// People of one smallest unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub people: f64,
    pub estimated: bool,
}

/// Sets the people of every unit and spreads them over demand points.
///
/// With `Pᵤ` the sum of `population` of the city, town and village nodes inside unit `u`, and `Fᵤ`
/// its residential floor area: a unit without a figure gets `Fᵤ · ΣPᵥ / ΣFᵥ`, summed over the units
/// `v` with one. Within a unit people are spread over residential buildings by floor area; where
/// `Fᵤ / Pᵤ` is below half the median of those with a figure, over residential streets by length
/// (if these give more points than there are buildings).
pub(super) fn people(
    places: Vec<Place>,
    homes: &Homes,
    network: &RoadNetwork,
    frame: &Frame,
    drawn: &mut Drawn,
) -> (DemandPoints, Vec<Note>) {
    let mut notes = Notes::default();
    let figures = figures(places, drawn, &mut notes);
    let mut floor = vec![0.0; drawn.smallest];
    for home in &homes.buildings {
        floor[home.unit] += home.weight;
    }
    let figures = estimates(&figures, &floor);
    let thin = thin(&figures, &floor);
    let streets = street_points(network, drawn, |unit| thin[unit], frame);

    let mut demand = DemandPoints::default();
    for (unit, figure) in figures.iter().enumerate() {
        let Some(figure) = figure else { continue };
        let buildings = of_unit(&homes.buildings, unit);
        let streets = of_unit(&streets, unit);
        // A unit in open country may have more houses on the map than street.
        let by_street = streets.len() > buildings.len();
        let over = if by_street { streets } else { buildings };
        notes.take(&drawn.list[unit].name, *figure, by_street);
        spread(&mut demand, figure.people, over, unit, drawn);
    }
    for (unit, figure) in drawn.list.iter_mut().zip(&figures) {
        unit.people = figure.map(|f| f.people);
        unit.estimated = figure.is_some_and(|f| f.estimated);
    }
    add_up(drawn);
    (demand, notes.finish(homes, &figures))
}

/// Sums of the figures per smallest unit.
fn figures(places: Vec<Place>, drawn: &Drawn, notes: &mut Notes) -> Vec<Option<f64>> {
    let mut figures: Vec<Option<f64>> = vec![None; drawn.smallest];
    for place in places {
        let called = || format!("n{} {}: {}", place.id, place.name, place.people);
        let Some(people) = read_people(&place.people) else {
            notes.unreadable.push(called());
            continue;
        };
        match drawn.unit_at(place.at).and_then(|unit| figures.get_mut(unit)) {
            Some(figure) => {
                *figure = Some(figure.unwrap_or(0.0) + people);
                notes.used += 1;
            }
            None => notes.outside.push(called()),
        }
    }
    figures
}

/// A count of people, with or without separators of thousands.
fn read_people(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | ',' | '\u{a0}')).collect();
    let plain =
        !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn estimates(figures: &[Option<f64>], floor: &[f64]) -> Vec<Option<Figure>> {
    let known = || figures.iter().zip(floor).filter_map(|(p, f)| p.map(|p| (p, *f)));
    let people: f64 = known().map(|k| k.0).sum();
    let area: f64 = known().map(|k| k.1).sum();
    let estimate = |floor: f64| {
        let possible = area > 0.0 && people > 0.0 && floor > 0.0;
        possible.then(|| Figure { people: floor * people / area, estimated: true })
    };
    let given = |people: f64| Figure { people, estimated: false };
    figures.iter().zip(floor).map(|(p, f)| p.map(given).or_else(|| estimate(*f))).collect()
}

/// Which units have too few residential buildings on the map.
fn thin(figures: &[Option<Figure>], floor: &[f64]) -> Vec<bool> {
    let share = |figure: &Option<Figure>, floor: f64| {
        figure.filter(|f| f.people > 0.0 && !f.estimated).map(|f| floor / f.people)
    };
    let mut shares: Vec<f64> =
        figures.iter().zip(floor).filter_map(|(p, f)| share(p, *f)).collect();
    shares.sort_by(f64::total_cmp);
    let median = shares.get(shares.len() / 2).copied().unwrap_or(0.0);
    figures
        .iter()
        .zip(floor)
        .map(|(p, f)| *f <= 0.0 || share(p, *f).is_some_and(|s| s < THIN * median))
        .collect()
}

fn of_unit(homes: &[Home], unit: usize) -> &[Home] {
    let from = homes.partition_point(|h| h.unit < unit);
    let to = homes.partition_point(|h| h.unit <= unit);
    homes.get(from..to).unwrap_or_default()
}

/// Spreads a unit's people by weight; without any home they are counted at the unit's own place.
fn spread(demand: &mut DemandPoints, people: f64, over: &[Home], unit: usize, drawn: &Drawn) {
    if people <= 0.0 {
        return;
    }
    let id = UnitId(unit as u32);
    let total: f64 = over.iter().map(|h| h.weight).sum();
    if total <= 0.0 {
        let unit = &drawn.list[unit];
        demand.push(format_args!("{}", unit.code), unit.at, people, id);
        return;
    }
    for home in over.iter().filter(|h| h.weight > 0.0) {
        let (letter, element) = home.of;
        let share = people * (home.weight / total);
        match home.number {
            None => demand.push(format_args!("{letter}{element}"), home.at, share, id),
            Some(n) => demand.push(format_args!("{letter}{element}.{n}"), home.at, share, id),
        }
    }
}

/// People of larger units: the sum of what is known below; estimated if part of it is.
fn add_up(drawn: &mut Drawn) {
    for i in 0..drawn.list.len() {
        let (people, estimated) = (drawn.list[i].people, drawn.list[i].estimated);
        let Some(parent) = drawn.list[i].parent else { continue };
        let above = &mut drawn.list[parent.index()];
        if let Some(people) = people {
            above.people = Some(above.people.unwrap_or(0.0) + people);
            above.estimated |= estimated;
        }
    }
}

/// What happened on the way.
#[derive(Debug, Default)]
struct Notes {
    used: usize,
    unreadable: Vec<String>,
    outside: Vec<String>,
    estimated: Vec<String>,
    over_streets: Vec<String>,
}

impl Notes {
    fn take(&mut self, unit: &str, figure: Figure, over_streets: bool) {
        if figure.estimated {
            self.estimated.push(format!("{unit}: {}", libm::round(figure.people)));
        }
        if over_streets {
            self.over_streets.push(unit.to_owned());
        }
    }

    fn finish(self, homes: &Homes, figures: &[Option<Figure>]) -> Vec<Note> {
        let unknown = figures.iter().filter(|f| f.is_none()).count();
        let notes = [
            Note::counted(
                "people.places",
                self.used,
                Text::fixed(
                    "人口取自地图上城、镇、村节点的人口数,按所在单元求和",
                    "people are the population of city, town and village nodes, summed per unit",
                ),
            ),
            Note::listing(
                "people.estimated",
                self.estimated,
                Text::fixed(
                    "单元没有人口数,按全域每平方米居住建筑面积的平均人数估算;建筑绘制不全处偏低",
                    "units without a figure: estimated from their residential floor area and the mean people per square metre; too low where few buildings are mapped",
                ),
            ),
            Note::counted(
                "people.unknown",
                unknown,
                Text::fixed(
                    "单元没有人口数,也无法估算:暂无数据",
                    "units without a figure that cannot be estimated: no data",
                ),
            ),
            Note::listing(
                "people.overStreets",
                self.over_streets,
                Text::fixed(
                    "单元内居住建筑太少(人均面积不到中位数的一半),人口按居住道路长度分布",
                    "units with too few residential buildings (less than half the median floor area per person): people are spread along residential streets",
                ),
            ),
            Note::listing(
                "people.outside",
                self.outside,
                Text::fixed(
                    "人口数所在位置不在任何单元内,未计入",
                    "figures that lie in no unit; not counted",
                ),
            ),
            Note::listing(
                "people.unreadable",
                self.unreadable,
                Text::fixed("人口数无法读取,未计入", "figures that are no number; not counted"),
            ),
            Note::counted(
                "homes.buildings",
                homes.buildings.len(),
                Text::fixed(
                    "视为居住的建筑(居住类标签,或未注明用途);未注明层数的按 2 层",
                    "buildings taken as homes (residential tags, or no stated use); 2 floors where none are stated",
                ),
            ),
            Note::counted(
                "homes.levels",
                homes.with_levels,
                Text::fixed("其中注明了层数", "of these, with a stated number of floors"),
            ),
            Note::counted(
                "homes.otherGround",
                homes.on_other_ground,
                Text::fixed(
                    "未注明用途、位于工业、学校、军事等用地内的建筑,不视为居住",
                    "buildings without a stated use on industrial, school, military or similar ground: not taken as homes",
                ),
            ),
            Note::counted(
                "homes.outside",
                homes.outside,
                Text::fixed(
                    "居住建筑不在任何单元内,未计入",
                    "homes that lie in no unit; not counted",
                ),
            ),
        ];
        notes.into_iter().filter(|n| n.count > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_whole_numbers_in_their_usual_spellings() {
        let read = ["5721", "1,234", "12 345", "0", "", "~500", "5.5", "1e3", "12345678901"];
        let known = [Some(5721.0), Some(1234.0), Some(12345.0), Some(0.0)];
        assert_eq!(read.map(read_people)[..4], known);
        assert!(read.map(read_people)[4..].iter().all(Option::is_none));
    }

    #[test]
    fn a_unit_without_a_figure_gets_the_mean_per_floor_area() {
        let found =
            estimates(&[Some(100.0), Some(300.0), None, None], &[1000.0, 1000.0, 50.0, 0.0]);
        assert_eq!(found[2], Some(Figure { people: 10.0, estimated: true }));
        assert_eq!(found[3], None);
        assert_eq!(estimates(&[None, None], &[1.0, 1.0]), [None, None]);
    }

    #[test]
    fn units_far_below_the_median_are_thin() {
        let figure = |people| Some(Figure { people, estimated: false });
        let figures = [figure(100.0), figure(100.0), figure(100.0), None];
        assert_eq!(thin(&figures, &[3000.0, 1499.0, 3000.0, 10.0]), [false, true, false, false]);
        assert_eq!(thin(&figures, &[3000.0, 1500.0, 0.0, 0.0]), [false, false, true, true]);
    }
}
