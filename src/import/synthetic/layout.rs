//! Where counties, townships, towns and villages of the made-up prefecture lie.

use super::Options;
use super::names::Names;
use super::random::Random;
use crate::facts::Zone;

/// Square metres per village of a full-size prefecture.
const GROUND: f64 = 4.4e6;
/// Square metres of a town community.
const COMMUNITY: f64 = 0.5e6;
/// A village this near to a town lies on its edge.
const EDGE: f64 = 900.0;

/// A rectangle in metres east and north of the south-west corner, before the ground is bent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Rect {
    pub(super) fn wide(&self) -> f64 {
        self.east - self.west
    }

    pub(super) fn high(&self) -> f64 {
        self.north - self.south
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north))
    }

    /// A place inside, not within a share of its sides from its border.
    pub(super) fn place(&self, random: &mut Random, margin: f64) -> (f64, f64) {
        let (x, y) = (random.between(margin, 1.0 - margin), random.between(margin, 1.0 - margin));
        (self.west + x * self.wide(), self.south + y * self.high())
    }

    /// Metres between two rectangles, 0 where they touch.
    fn gap(&self, other: &Self) -> f64 {
        let x = (other.west - self.east).max(self.west - other.east).max(0.0);
        let y = (other.south - self.north).max(self.south - other.north).max(0.0);
        x.max(y)
    }

    /// Parts of the rectangle by weight, in order, cut across the longer side again and again.
    fn split(&self, weights: &[f64]) -> Vec<Rect> {
        if weights.len() < 2 {
            return vec![*self; weights.len()];
        }
        let total: f64 = weights.iter().sum();
        let (mut first, mut sum) = (1, weights[0]);
        while first + 1 < weights.len() && sum + weights[first] / 2.0 < total / 2.0 {
            sum += weights[first];
            first += 1;
        }
        let (mut low, mut high) = (*self, *self);
        if self.wide() >= self.high() {
            low.east = self.west + self.wide() * sum / total;
            high.west = low.east;
        } else {
            low.north = self.south + self.high() * sum / total;
            high.south = low.north;
        }
        let mut parts = low.split(&weights[..first]);
        parts.extend(high.split(&weights[first..]));
        parts
    }
}

/// A village or town community.
#[derive(Clone, Debug)]
pub(super) struct Village {
    pub name: String,
    pub township: usize,
    pub rect: Rect,
    /// It lies in the town.
    pub in_town: bool,
    /// Its 城乡分类 code.
    pub class: u16,
    pub new_area: bool,
}

impl Village {
    pub(super) fn zone(&self) -> Zone {
        Zone::of_class(self.class).unwrap_or(Zone::Rural)
    }
}

/// A township and the town in it.
#[derive(Clone, Debug)]
pub(super) struct Township {
    pub name: String,
    pub county: usize,
    pub rect: Rect,
    pub town: Rect,
    /// The seat of a county, or part of the city.
    pub is_seat: bool,
}

/// The whole.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub city: String,
    /// Names and ground.
    pub counties: Vec<(String, Rect)>,
    pub townships: Vec<Township>,
    /// By township.
    pub villages: Vec<Village>,
    pub rect: Rect,
}

/// So many things over so many places by weight, at least one each, exactly.
fn shares(total: usize, weights: &[f64]) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    let spare = total.saturating_sub(weights.len()) as f64;
    let (mut reached, mut given) = (0.0, 0);
    weights
        .iter()
        .map(|w| {
            reached += w / sum * spare;
            let here = libm::round(reached) as usize - given;
            given += here;
            here + 1
        })
        .collect()
}

pub(super) fn layout(options: &Options, random: &mut Random) -> Layout {
    let mut names = Names::default();
    let area = GROUND * options.villages as f64;
    let wide = (area * 1.4).sqrt();
    let rect = Rect { west: 0.0, south: 0.0, east: wide, north: area / wide };

    let weights: Vec<f64> = (0..options.counties).map(|_| random.between(0.8, 1.4)).collect();
    let of_county = shares(options.townships, &weights);
    let as_weights = |counts: &[usize]| counts.iter().map(|n| *n as f64).collect::<Vec<_>>();
    let county_rects = rect.split(&as_weights(&of_county));

    // The city lies in the first county: its seats have more villages than other townships.
    let mut townships: Vec<Township> = Vec::new();
    let mut counties = Vec::new();
    for (county, (count, county_rect)) in of_county.iter().zip(county_rects).enumerate() {
        counties.push((names.place(random, if county < 2 { "区" } else { "县" }), county_rect));
        let ground: Vec<f64> = (0..*count).map(|_| random.between(0.7, 1.3)).collect();
        let seats = if county == 0 { count.div_ceil(3) } else { 1 };
        for (i, rect) in county_rect.split(&ground).into_iter().enumerate() {
            let is_seat = i < seats;
            let ending = match (is_seat, random.unit()) {
                (true, _) => "街道",
                (false, u) if u < 0.8 => "镇",
                _ => "乡",
            };
            let name = names.place(random, ending);
            townships.push(Township { name, county, rect, town: rect, is_seat });
        }
    }
    let weights: Vec<f64> = townships
        .iter()
        .map(|t| random.between(0.7, 1.3) * if t.is_seat { 1.8 } else { 1.0 })
        .collect();
    let of_township = shares(options.villages, &weights);
    let mut villages = Vec::with_capacity(options.villages);
    for (i, (township, count)) in townships.iter_mut().zip(of_township).enumerate() {
        let share = if township.is_seat { 0.72 } else { 0.2 };
        let in_town = (libm::round(count as f64 * share) as usize).clamp(1, count);
        fill(township, i, in_town, count - in_town, &mut names, random, &mut villages);
    }
    Layout { city: "霁湖市(合成示例)".to_owned(), counties, townships, villages, rect }
}

/// The town in the middle of a township, villages around it.
fn fill(
    township: &mut Township,
    index: usize,
    in_town: usize,
    outside: usize,
    names: &mut Names,
    random: &mut Random,
    villages: &mut Vec<Village>,
) {
    let rect = township.rect;
    let side = (COMMUNITY * in_town as f64).sqrt();
    let (wide, high) = if outside == 0 {
        (rect.wide(), rect.high())
    } else {
        (side.min(rect.wide() * 0.7), side.min(rect.high() * 0.7))
    };
    let (x, y) = rect.middle();
    let town = Rect {
        west: x - wide / 2.0,
        south: y - high / 2.0,
        east: x + wide / 2.0,
        north: y + high / 2.0,
    };
    township.town = town;
    let communities: Vec<f64> = (0..in_town).map(|_| random.between(0.7, 1.3)).collect();
    let is_seat = township.is_seat;
    for rect in town.split(&communities) {
        let inner = rect.gap(&town) + (rect.middle().0 - x).abs().max((rect.middle().1 - y).abs());
        let on_edge = inner > 0.3 * wide.max(high);
        let class = match (is_seat, on_edge) {
            (true, true) if random.chance(0.4) => 112,
            (true, _) => 111,
            (false, _) => 121,
        };
        let new_area = class == 112 && random.chance(0.25);
        let name = names.community(random);
        villages.push(Village { name, township: index, rect, in_town: true, class, new_area });
    }
    // Four strips around the town, each from a corner on.
    let strips = [
        Rect { east: town.east, north: town.south, ..rect },
        Rect { west: town.east, north: town.north, ..rect },
        Rect { west: town.west, south: town.north, ..rect },
        Rect { east: town.west, south: town.south, ..rect },
    ];
    let mut areas: Vec<(usize, f64)> =
        strips.iter().map(|s| s.wide() * s.high()).enumerate().collect();
    // With fewer villages than strips only the largest strips have some.
    areas.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    areas.truncate(outside);
    let weights: Vec<f64> = areas.iter().map(|a| a.1).collect();
    for ((strip, _), count) in areas.iter().zip(shares(outside, &weights)) {
        let ground: Vec<f64> = (0..count).map(|_| random.between(0.6, 1.4)).collect();
        for rect in strips[*strip].split(&ground) {
            let class = match (is_seat, rect.gap(&town) < EDGE && random.chance(0.6)) {
                (true, true) => 112,
                (false, true) => 122,
                (_, false) if township.name.ends_with('乡') && random.chance(0.1) => 210,
                _ => 220,
            };
            let new_area = class == 112 && random.chance(0.15);
            let name = names.village(random);
            villages.push(Village { name, township: index, rect, in_town: false, class, new_area });
        }
    }
}
