//! A made-up prefecture in the style of the water towns: seeded, of any size, stamped 合成示例.

mod codes;
mod facilities;
mod ground;
mod layout;
mod names;
mod people;
mod random;
mod roads;

use crate::error::{Error, ErrorCode, Result};
use crate::facts::{
    Catalogue, Code, Level, Note, Outlines, StandardTable, StudyArea, StudyParts, Text, Unit,
    UnitId, UnitMarks, Units,
};
use crate::network::RoadSource;
use ground::Ground;
use layout::{Layout, Rect};
use random::Random;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whom to credit: nobody, because nothing in it is real.
pub const CREDIT: &str = "合成示例 · made-up example";

/// How large the made-up prefecture is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// Another seed, another prefecture.
    pub seed: u32,
    /// How many counties.
    pub counties: usize,
    /// How many townships, at least as many as counties.
    pub townships: usize,
    /// How many villages and town communities, at least as many as townships.
    pub villages: usize,
    /// About how many demand points.
    pub demand_points: usize,
    /// How many people, a whole number; facilities are sized by them.
    pub people: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            counties: 5,
            townships: 72,
            villages: 1301,
            demand_points: 100_000,
            people: 3_360_000.0,
        }
    }
}

impl Options {
    /// A smaller or larger prefecture of so many villages, all else in proportion.
    pub fn of_villages(villages: usize) -> Self {
        let full = Self::default();
        let share = villages as f64 / full.villages as f64;
        let part = |whole: usize| (libm::round(whole as f64 * share) as usize).max(1);
        Self {
            counties: full.counties.min(part(full.townships)),
            townships: part(full.townships),
            villages,
            demand_points: part(full.demand_points),
            people: libm::round(full.people * share),
            ..full
        }
    }

    fn check(&self) -> Result<()> {
        let fits = 1 <= self.counties
            && self.counties <= self.townships.min(99)
            && self.townships <= self.villages
            && self.villages <= 20_000
            && self.demand_points <= 2_000_000
            && (self.villages as f64..=1e9).contains(&self.people);
        let found = || format!("{self:?}");
        if fits { Ok(()) } else { Err(Error::new(ErrorCode::ArgumentRange, found())) }
    }
}

/// Makes the prefecture: 城镇化 town grids cut by canals with few bridges, 近郊 edges, 远郊 villages
/// with hamlets; facilities of all services sized by the standard's norms; ages by zone.
///
/// Everything is a function of the options. It lies in the open sea, under codes that no real
/// place has, and says of itself that it is made up ([`StudyArea::is_synthetic`]).
/// `progress` hears shares from 0 to 1 and one of the steps `roads`, `people`, `facilities`,
/// `joining`.
///
/// # Errors
/// `argument.range` for a size that cannot be made.
pub fn synthetic(
    options: &Options,
    progress: &mut dyn FnMut(f64, &'static str),
) -> Result<StudyArea> {
    options.check()?;
    // One generator per step: what a step draws does not move what the next one draws.
    let stream = |step: u64| Random::new((u64::from(options.seed) << 8) + step);
    let layout = layout::layout(options, &mut stream(0));
    let (mut ground, mut source) = (Ground::new()?, RoadSource::new());
    progress(0.0, "roads");
    let streets = roads::lay(&layout, &mut ground, &mut source, &mut stream(1));
    let network = source
        .finish(|id| ground.node_at(id), &mut |share| progress((share * 0.6).min(0.6), "roads"))?;
    progress(0.6, "people");
    let figures = people::figures(options, &layout, &mut stream(2));
    let total = layout.villages.len() + layout.townships.len() + layout.counties.len() + 1;
    let demand =
        people::demand(options, &layout, &figures, &streets, &ground, total, &mut stream(3));
    progress(0.8, "facilities");
    let (standard, catalogue) = (StandardTable::standard()?, Catalogue::standard());
    let facilities = facilities::facilities(
        &layout,
        &figures,
        &streets,
        &ground,
        &standard,
        &catalogue,
        &mut stream(4),
    )?;
    let candidates =
        facilities::candidates(&layout, &streets, &ground, &catalogue, &mut stream(5))?;
    progress(0.95, "joining");
    let units = units(&layout, &figures, &ground)?.zoned(&network.frame());
    let area = StudyArea::new(StudyParts {
        network: Arc::new(network),
        units: Arc::new(units),
        demand: Arc::new(demand),
        facilities: Arc::new(facilities),
        catalogue: Arc::new(catalogue),
        standard: Arc::new(standard),
        candidates: Arc::new(candidates),
        synthetic: true,
        credit: CREDIT.into(),
        notes: Arc::from([Note::counted(
            "study.synthetic",
            1,
            Text::fixed(
                "合成示例:地名、道路、人口、设施全部为虚构,仅供演示",
                "made-up example: names, roads, people and facilities are invented, to show the product only",
            ),
        )]),
    })?;
    progress(1.0, "joining");
    Ok(area)
}

/// Villages, townships, counties and the whole, with outlines that fit into each other.
fn units(layout: &Layout, figures: &[f64], ground: &Ground) -> Result<Units> {
    let (villages, townships) = (layout.villages.len(), layout.townships.len());
    let whole = villages + townships + layout.counties.len();
    let mut outlines = Outlines::default();
    let mut list: Vec<Unit> = Vec::with_capacity(whole + 1);
    let mut push = |code: String, name: &str, level: u8, parent: Option<usize>, rect: &Rect| {
        let id = UnitId(list.len() as u32);
        let ring = ground.outline(rect);
        let lng = || ring.iter().map(|p| p.lng_e7);
        let lat = || ring.iter().map(|p| p.lat_e7);
        let degrees = |value: Option<i32>| f64::from(value.unwrap_or_default()) / 1e7;
        let bounds = [lng().min(), lat().min(), lng().max(), lat().max()].map(degrees);
        outlines.push(id, &ring);
        list.push(Unit {
            code: Code::new(code)?,
            name: name.to_owned(),
            name_local: None,
            level,
            parent: parent.map(|p| UnitId(p as u32)),
            people: Some(0.0),
            estimated: false,
            at: ground.position(rect.middle()),
            bounds: Some(bounds),
            marks: UnitMarks::default(),
        });
        Ok::<(), Error>(())
    };
    for (i, v) in layout.villages.iter().enumerate() {
        push(codes::village(layout, i), &v.name, 0, Some(villages + v.township), &v.rect)?;
    }
    for (i, t) in layout.townships.iter().enumerate() {
        let parent = Some(villages + townships + t.county);
        push(codes::township(layout, i), &t.name, 1, parent, &t.rect)?;
    }
    for (i, (name, rect)) in layout.counties.iter().enumerate() {
        push(codes::county(i), name, 2, Some(whole), rect)?;
    }
    push(codes::city(), &layout.city, 3, None, &layout.rect)?;
    for (i, (village, people)) in layout.villages.iter().zip(figures).enumerate() {
        list[i].marks.class = Some(village.class);
        list[i].marks.new_area = village.new_area;
        list[i].people = Some(*people);
    }
    for i in 0..list.len() {
        if let (Some(parent), Some(people)) = (list[i].parent, list[i].people) {
            let above = &mut list[parent.index()].people;
            *above = above.map(|sum| sum + people);
        }
    }
    Ok(Units::new(Level::chinese().to_vec(), list, outlines))
}
