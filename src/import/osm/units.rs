//! Units from boundaries: the finest level that covers the file, and the levels above it.

use super::area_index::AreaIndex;
use super::gather::Boundary;
use super::level_names::{ISLAND, WHOLE, level_name};
use super::ring::{Area, holds};
use super::subject::BoundaryKind;
use crate::facts::{Code, Level, Note, Outlines, Text, Unit, UnitId, UnitMarks};
use crate::units::Position;

/// A level is used for units if it has this many whole areas that hold half of the buildings.
const FEWEST_UNITS: usize = 3;
/// So many buildings are asked, spread over the list.
const SAMPLE: usize = 2000;

/// Units without their people.
#[derive(Debug)]
pub(super) struct Drawn {
    pub levels: Vec<Level>,
    pub list: Vec<Unit>,
    pub outlines: Outlines,
    /// How many of the list, from its beginning, are of the smallest level.
    pub smallest: usize,
    pub notes: Vec<Note>,
    /// Outlines of the smallest units; `None` where one unit is everywhere.
    index: Option<AreaIndex>,
}

impl Drawn {
    /// The smallest unit at a place.
    pub(super) fn unit_at(&self, at: Position) -> Option<usize> {
        self.index.as_ref().map_or(Some(0), |index| index.smallest(at))
    }
}

/// The areas of one level, ready to become units.
struct Tier {
    level: Level,
    drafts: Vec<Draft>,
    /// Outlines, parallel to the drafts.
    index: AreaIndex,
}

struct Draft {
    code: Code,
    name: String,
    name_local: Option<String>,
    at: Position,
}

/// Draws the units.
///
/// The smallest level is the administrative level with the largest number that has at least three
/// whole areas which together hold half of the buildings. Above it stand the islands, where the
/// file outlines two or more that hold units (nobody walks from one to another, while a region may
/// lie on several); else every coarser administrative level with two or more areas that hold
/// units. The whole is called after the smallest area that holds all units. Without any usable
/// level there is one unit, the whole.
pub(super) fn draw(boundaries: Vec<Boundary>, buildings: &[Position], bounds: [f64; 4]) -> Drawn {
    let mut notes = broken_note(&boundaries);
    let mut boundaries: Vec<Boundary> = boundaries.into_iter().filter(|b| !b.broken).collect();
    boundaries.sort_by_key(|b| (b.letter, b.id));
    boundaries.dedup_by_key(|b| (b.letter, b.id));
    let Some(finest) = finest_level(&boundaries, buildings) else {
        notes.push(Note::counted(
            "units.none",
            1,
            Text::fixed(
                "文件中没有可用的行政边界,全域作为一个单元",
                "no usable administrative boundaries in the file: the whole is one unit",
            ),
        ));
        return assemble(&[], None, bounds, notes);
    };
    let country = country(&boundaries);
    let of = |kind: BoundaryKind| boundaries.iter().filter(move |b| b.tags.kind == kind);
    let admin = |level: u8| Level {
        code: format!("admin{level}"),
        name: level_name(country.as_deref(), level),
    };
    let smallest = Tier::of(admin(finest), of(BoundaryKind::Admin(finest)));
    let places: Vec<Position> = smallest.drafts.iter().map(|d| d.at).collect();

    let island = Level { code: "island".to_owned(), name: ISLAND };
    let mut middle: Vec<Tier> =
        Tier::above(island, of(BoundaryKind::Island), &places).into_iter().collect();
    if middle.is_empty() {
        let coarser = (1..finest).rev();
        middle.extend(
            coarser.filter_map(|l| Tier::above(admin(l), of(BoundaryKind::Admin(l)), &places)),
        );
    }
    let whole = boundaries
        .iter()
        .filter(|b| places.iter().all(|at| holds(b.area.rings(), *at)))
        .min_by(|a, b| a.area.size().total_cmp(&b.area.size()))
        .and_then(|b| Draft::of(b, false));
    let tiers: Vec<Tier> = std::iter::once(smallest).chain(middle).collect();
    let mut drawn = assemble(&tiers, whole, bounds, notes);
    drawn.index = tiers.into_iter().next().map(|t| t.index);
    drawn
}

impl Tier {
    fn of<'a>(level: Level, boundaries: impl Iterator<Item = &'a Boundary>) -> Self {
        let boundaries: Vec<&Boundary> = boundaries.collect();
        // ISO 3166-2 codes if each has one of its own, else those of the elements.
        let mut codes: Vec<_> =
            boundaries.iter().filter_map(|b| b.tags.iso_part.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        let by_iso = codes.len() == boundaries.len();
        let mut found: Vec<(Draft, Area)> = boundaries
            .iter()
            .filter_map(|b| Some((Draft::of(b, by_iso)?, b.area.clone())))
            .collect();
        if by_iso {
            found.sort_by(|a, b| a.0.code.cmp(&b.0.code));
        }
        let (drafts, areas) = found.into_iter().unzip();
        Self { level, drafts, index: AreaIndex::new(areas) }
    }

    /// The areas that hold some of the places, if there are two or more.
    fn above<'a>(
        level: Level,
        boundaries: impl Iterator<Item = &'a Boundary>,
        places: &[Position],
    ) -> Option<Self> {
        let boundaries: Vec<&Boundary> = boundaries.collect();
        let index = AreaIndex::new(boundaries.iter().map(|b| b.area.clone()).collect());
        let mut used: Vec<usize> = places.iter().filter_map(|at| index.smallest(*at)).collect();
        used.sort_unstable();
        used.dedup();
        let used = used.into_iter().filter_map(|i| boundaries.get(i).copied());
        let tier = Self::of(level, used);
        (tier.drafts.len() >= 2).then_some(tier)
    }
}

impl Draft {
    fn of(boundary: &Boundary, by_iso: bool) -> Option<Self> {
        let tags = &boundary.tags;
        let iso = tags.iso_part.clone().filter(|_| by_iso).and_then(|code| Code::new(code).ok());
        let code = iso.unwrap_or_else(|| Code::of_element(boundary.letter, boundary.id));
        let name = tags.name.clone().unwrap_or_else(|| code.to_string());
        let name_local = tags.name_local.clone().filter(|local| *local != name);
        Some(Self { code, name, name_local, at: boundary.area.place_inside()? })
    }
}

fn broken_note(boundaries: &[Boundary]) -> Vec<Note> {
    let broken: Vec<String> = boundaries
        .iter()
        .filter(|b| b.broken)
        .map(|b| format!("{}{} {}", b.letter, b.id, b.tags.name.as_deref().unwrap_or_default()))
        .collect();
    let text = Text::fixed("边界不闭合,未使用", "boundary is not closed in the file; not used");
    if broken.is_empty() { vec![] } else { vec![Note::listing("units.broken", broken, text)] }
}

/// The country that a whole boundary names, else the one that codes of its parts begin with.
fn country(boundaries: &[Boundary]) -> Option<String> {
    let whole = boundaries.iter().find_map(|b| b.tags.iso_country.clone());
    whole.or_else(|| {
        let part = boundaries.iter().find_map(|b| b.tags.iso_part.as_deref())?;
        part.split_once('-').map(|(country, _)| country.to_owned())
    })
}

fn finest_level(boundaries: &[Boundary], buildings: &[Position]) -> Option<u8> {
    let sample: Vec<Position> =
        buildings.iter().copied().step_by(buildings.len() / SAMPLE + 1).collect();
    (1..=11).rev().find(|level| {
        let of_level = boundaries.iter().filter(|b| b.tags.kind == BoundaryKind::Admin(*level));
        let areas: Vec<Area> = of_level.map(|b| b.area.clone()).collect();
        areas.len() >= FEWEST_UNITS && {
            let index = AreaIndex::new(areas);
            2 * sample.iter().filter(|at| index.any_holds(**at)).count() >= sample.len()
        }
    })
}

/// Puts the levels on top of each other; a unit belongs to the next area above that holds its place.
fn assemble(tiers: &[Tier], whole: Option<Draft>, bounds: [f64; 4], notes: Vec<Note>) -> Drawn {
    let mut first: Vec<usize> = Vec::new();
    let mut total = 0;
    for tier in tiers {
        first.push(total);
        total += tier.drafts.len();
    }
    let (mut list, mut outlines) = (Vec::<Unit>::new(), Outlines::default());
    for (depth, tier) in tiers.iter().enumerate() {
        for (draft, area) in tier.drafts.iter().zip(tier.index.areas()) {
            let id = UnitId(list.len() as u32);
            let mut above = tiers.iter().zip(&first).skip(depth + 1);
            let parent =
                above.find_map(|(tier, first)| Some(first + tier.index.smallest(draft.at)?));
            for ring in area.rings() {
                outlines.push(id, ring);
            }
            let [south_west, north_east] = area.bounds();
            list.push(Unit {
                code: unique(&draft.code, &list),
                name: draft.name.clone(),
                name_local: draft.name_local.clone(),
                level: depth as u8,
                parent: Some(UnitId(parent.unwrap_or(total) as u32)),
                people: None,
                estimated: false,
                at: draft.at,
                bounds: Some([
                    south_west.lng(),
                    south_west.lat(),
                    north_east.lng(),
                    north_east.lat(),
                ]),
                marks: UnitMarks::default(),
            });
        }
    }
    let smallest = tiers.first().map_or(1, |t| t.drafts.len());
    let mut whole = whole_unit(whole, tiers.len() as u8, bounds);
    whole.code = unique(&whole.code, &list);
    list.push(whole);
    let mut levels: Vec<Level> = tiers.iter().map(|t| t.level.clone()).collect();
    levels.push(Level { code: "whole".to_owned(), name: WHOLE });
    Drawn { levels, list, outlines, smallest, notes, index: None }
}

/// The code, or one with a number behind it if a unit has it already.
fn unique(code: &Code, taken: &[Unit]) -> Code {
    let is_free = |code: &Code| taken.iter().all(|unit| unit.code != *code);
    let numbered = (2..).take(taken.len() + 1).map(|n| Code::minted(code.as_str(), n));
    std::iter::once(code.clone()).chain(numbered).find(is_free).unwrap_or_else(|| code.clone())
}

fn whole_unit(draft: Option<Draft>, level: u8, bounds: [f64; 4]) -> Unit {
    let [west, south, east, north] = bounds;
    let middle = |a: f64, b: f64| libm::round(f64::midpoint(a, b) * 1e7) as i32;
    let (code, name, name_local) = draft.map_or_else(
        || (Code::of_whole(), WHOLE.en.into_owned(), Some(WHOLE.zh.into_owned())),
        |d| (d.code, d.name, d.name_local),
    );
    Unit {
        code,
        name,
        name_local,
        level,
        parent: None,
        people: None,
        estimated: false,
        at: Position { lng_e7: middle(west, east), lat_e7: middle(south, north) },
        bounds: Some(bounds),
        marks: UnitMarks::default(),
    }
}
