//! Units: the areas that people and results are counted by, level above level.

use super::code::Code;
use super::text::Text;
use super::zone::{Zone, ZoneBasis, Zoning};
use crate::archive::{Reader, Writer};
use crate::error::Result;
use crate::frame::Frame;
use crate::units::Position;
use serde::{Deserialize, Serialize};

/// Position of a unit in its [`Units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub u32);

impl UnitId {
    /// The position as an array index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One level of units, for example councils.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// A short stable name, for example `admin8`.
    pub code: String,
    /// Its name in both languages.
    pub name: Text,
}

impl Level {
    /// 村(社), 乡镇(街道), 区县 and 市, from the smallest up.
    pub fn chinese() -> [Self; 4] {
        [
            ("village", Text::fixed("村(社)", "Village")),
            ("township", Text::fixed("乡镇(街道)", "Township")),
            ("county", Text::fixed("区县", "County")),
            ("city", Text::fixed("市", "City")),
        ]
        .map(|(code, name)| Self { code: code.to_owned(), name })
    }
}

/// One area that people and results are counted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Its stable code, unique in the study.
    pub code: Code,
    /// Its name in English where there is one, else as it is called there.
    pub name: String,
    /// Its name as it is called there, if that is another.
    pub name_local: Option<String>,
    /// Position of its level in [`Units::levels`].
    pub level: u8,
    /// The unit it belongs to; `None` for the whole.
    pub parent: Option<UnitId>,
    /// Residents; `None` where nothing is known. Of a larger unit: the sum of what is known.
    pub people: Option<f64>,
    /// The figure, or part of it, is an estimate.
    pub estimated: bool,
    /// A place inside, for a label.
    pub at: Position,
    /// West, south, east and north of its outline, where it has one.
    pub bounds: Option<[f64; 4]>,
    /// What a planner says of it.
    pub marks: UnitMarks,
}

/// How a unit lies, and what is planned there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitMarks {
    /// Its 城乡分类 code, where known.
    pub class: Option<u16>,
    /// Its zone, where it can be told.
    pub zoning: Option<Zoning>,
    /// It is being built up: norms for new areas count.
    pub new_area: bool,
    /// Square kilometres, where somebody says so; else its outline tells.
    pub area: Option<f64>,
    /// The score that it was officially given, to be shown beside ours; in no answer.
    pub official_score: Option<f64>,
}

/// Outlines of units: ring `r` is `positions[ring_start[r]..ring_start[r + 1]]`, of `ring_unit[r]`.
///
/// Rings are closed (the first point stands again at the end). Holes are rings of their own; what
/// lies inside an odd number of a unit's rings lies inside the unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlines {
    /// Points of all rings.
    pub positions: Vec<Position>,
    /// Where each ring begins; one entry more than rings.
    pub ring_start: Vec<u32>,
    /// The unit of each ring.
    pub ring_unit: Vec<UnitId>,
}

impl Default for Outlines {
    fn default() -> Self {
        Self { positions: Vec::new(), ring_start: vec![0], ring_unit: Vec::new() }
    }
}

impl Outlines {
    /// Appends a ring of a unit.
    pub fn push(&mut self, unit: UnitId, ring: &[Position]) {
        self.positions.extend_from_slice(ring);
        self.ring_start.push(self.positions.len() as u32);
        self.ring_unit.push(unit);
    }

    /// Each ring with its unit.
    pub fn rings(&self) -> impl Iterator<Item = (UnitId, &[Position])> {
        self.ring_unit.iter().zip(self.ring_start.windows(2)).map(|(&unit, range)| {
            (unit, self.positions.get(range[0] as usize..range[1] as usize).unwrap_or_default())
        })
    }

    /// Square kilometres per unit; 0 without an outline.
    ///
    /// A ring inside an odd number of the unit's other rings is a hole.
    pub fn areas(&self, units: usize, frame: &Frame) -> Vec<f64> {
        let mut areas = vec![0.0; units];
        let mut rings: Vec<(UnitId, &[Position])> = self.rings().collect();
        rings.sort_by_key(|(unit, _)| *unit);
        for of_unit in rings.chunk_by(|a, b| a.0 == b.0) {
            for (i, (unit, ring)) in of_unit.iter().enumerate() {
                let Some(first) = ring.first() else { continue };
                let others = of_unit.iter().enumerate().filter(|(other, _)| *other != i);
                let is_hole = others.filter(|(_, (_, ring))| holds(ring, *first)).count() % 2 == 1;
                let twice: f64 = ring.windows(2).map(|p| cross(frame, *first, p[0], p[1])).sum();
                let area = twice.abs() / 2e6;
                if let Some(sum) = areas.get_mut(unit.index()) {
                    *sum += if is_hole { -area } else { area };
                }
            }
        }
        areas
    }

    /// Whether a place lies inside a unit's outline.
    pub fn hold(&self, unit: UnitId, at: Position) -> bool {
        self.rings().filter(|(of, ring)| *of == unit && holds(ring, at)).count() % 2 == 1
    }

    fn is_consistent(&self, units: usize) -> bool {
        self.ring_start.len() == self.ring_unit.len() + 1
            && self.ring_start.first() == Some(&0)
            && self.ring_start.windows(2).all(|w| w[0] <= w[1])
            && self.ring_start.last().is_some_and(|&l| l as usize == self.positions.len())
            && self.ring_unit.iter().all(|u| u.index() < units)
    }
}

/// Twice the signed area of the triangle in square metres.
fn cross(frame: &Frame, origin: Position, a: Position, b: Position) -> f64 {
    let ((ax, ay), (bx, by)) = (frame.vector(origin, a), frame.vector(origin, b));
    ax * by - ay * bx
}

/// Whether a place lies inside a closed ring, by the crossings of a line to the east.
pub fn holds(ring: &[Position], at: Position) -> bool {
    let mut inside = false;
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a.lat_e7 > at.lat_e7) != (b.lat_e7 > at.lat_e7) {
            let wide = |v: i32| i128::from(v);
            let rise = wide(b.lat_e7) - wide(a.lat_e7);
            let run = (wide(b.lng_e7) - wide(a.lng_e7)) * (wide(at.lat_e7) - wide(a.lat_e7));
            let east = (wide(at.lng_e7) - wide(a.lng_e7)) * rise;
            inside ^= if rise > 0 { east < run } else { east > run };
        }
    }
    inside
}

/// All units of a study, the smallest first and the whole last.
///
/// Invariant: a unit stands before the unit it belongs to, and is of a lower level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units {
    levels: Vec<Level>,
    list: Vec<Unit>,
    outlines: Outlines,
}

impl Units {
    /// Units over levels from the smallest up.
    pub fn new(levels: Vec<Level>, list: Vec<Unit>, outlines: Outlines) -> Self {
        Self { levels, list, outlines }
    }

    /// The levels from the smallest up.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// All units; a [`UnitId`] is a position in it.
    pub fn all(&self) -> &[Unit] {
        &self.list
    }

    /// One of them.
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.list.get(id.index())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Outlines for the map.
    pub fn outlines(&self) -> &Outlines {
        &self.outlines
    }

    /// The unit of a code.
    pub fn find(&self, code: &str) -> Option<UnitId> {
        self.list.iter().position(|u| u.code.as_str() == code).map(|i| UnitId(i as u32))
    }

    /// The zone of a unit; `None` where it cannot be told.
    pub fn zone(&self, id: UnitId) -> Option<Zone> {
        self.get(id)?.marks.zoning.map(|z| z.zone)
    }

    /// The same units with the zone of each smallest one told: a hand-set zone stays, else the
    /// 城乡分类 code tells, else people per square kilometre.
    #[must_use]
    pub fn zoned(mut self, frame: &Frame) -> Self {
        let drawn = self.outlines.areas(self.list.len(), frame);
        for (unit, drawn) in self.list.iter_mut().zip(drawn) {
            let hand = unit.marks.zoning.filter(|z| z.by == ZoneBasis::Hand).map(|z| z.zone);
            let area = unit.marks.area.or((drawn > 0.0).then_some(drawn));
            let density = unit.people.zip(area).map(|(people, area)| people / area);
            if unit.level == 0 {
                unit.marks.zoning = Zoning::tell(hand, unit.marks.class, density);
            }
        }
        self
    }

    /// One of them, to change it.
    pub(super) fn change(&mut self, id: UnitId) -> Option<&mut Unit> {
        self.list.get_mut(id.index())
    }

    /// People of larger units: the sum of what is known below.
    pub(super) fn add_up_people(&mut self) {
        for unit in self.list.iter_mut().filter(|u| u.level > 0) {
            unit.people = None;
        }
        for i in 0..self.list.len() {
            let (people, parent) = (self.list[i].people, self.list[i].parent);
            if let (Some(people), Some(above)) = (people, parent.and_then(|p| self.change(p))) {
                above.people = Some(above.people.unwrap_or(0.0) + people);
            }
        }
    }

    /// A unit and all it belongs to, up to the whole.
    pub fn with_parents(&self, id: UnitId) -> impl Iterator<Item = UnitId> {
        std::iter::successors(Some(id), |&u| self.get(u).and_then(|unit| unit.parent))
    }

    /// Sums of a quantity per demand unit, passed on to every unit above.
    ///
    /// `of_smallest` has one entry per unit (those of larger units are overwritten).
    pub fn roll_up(&self, of_smallest: &mut [f64]) {
        for (i, unit) in self.list.iter().enumerate() {
            if unit.level > 0 {
                of_smallest[i] = 0.0;
            }
        }
        for (i, unit) in self.list.iter().enumerate() {
            if let Some(parent) = unit.parent {
                of_smallest[parent.index()] += of_smallest[i];
            }
        }
    }

    pub(super) fn write(&self, to: &mut Writer) -> Result<()> {
        to.put_document(&(&self.levels, &self.list))?;
        let o = &self.outlines;
        to.put_i32(&o.positions.iter().flat_map(|p| [p.lng_e7, p.lat_e7]).collect::<Vec<_>>());
        to.put_u32(&o.ring_start);
        to.put_u32(&o.ring_unit.iter().map(|u| u.0).collect::<Vec<_>>());
        Ok(())
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self> {
        let (levels, list) = from.take_document()?;
        let lng_lat = from.take_i32()?;
        let positions = lng_lat.as_chunks::<2>().0.iter();
        let outlines = Outlines {
            positions: positions.map(|&[lng_e7, lat_e7]| Position { lng_e7, lat_e7 }).collect(),
            ring_start: from.take_u32()?,
            ring_unit: from.take_u32()?.into_iter().map(UnitId).collect(),
        };
        Ok(Self { levels, list, outlines })
    }

    /// Whether there is a whole, parents come later and higher, and codes are unique.
    pub(super) fn is_consistent(&self) -> bool {
        let mut codes: Vec<&str> = self.list.iter().map(|u| u.code.as_str()).collect();
        codes.sort_unstable();
        let last = self.list.len().wrapping_sub(1);
        !self.list.is_empty()
            && codes.windows(2).all(|w| w[0] != w[1])
            && self.outlines.is_consistent(self.list.len())
            && self.list.iter().enumerate().all(|(i, u)| {
                let fits = match u.parent {
                    None => i == last,
                    Some(p) => {
                        p.index() > i && self.get(p).is_some_and(|above| above.level > u.level)
                    }
                };
                fits && usize::from(u.level) < self.levels.len()
                    && u.people.is_none_or(|p| p.is_finite() && p >= 0.0)
                    && u.marks.area.is_none_or(|a| a.is_finite() && a > 0.0)
            })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn unit(code: &str, level: u8, parent: Option<u32>) -> Unit {
        Unit {
            code: Code::new(code).expect("a code"),
            name: code.to_owned(),
            name_local: None,
            level,
            parent: parent.map(UnitId),
            people: Some(10.0),
            estimated: false,
            at: Position::default(),
            bounds: None,
            marks: UnitMarks::default(),
        }
    }

    pub(crate) fn levels(n: usize) -> Vec<Level> {
        (0..n).map(|i| Level { code: format!("l{i}"), name: Text::fixed("级", "level") }).collect()
    }

    #[test]
    fn sums_reach_every_level_once() {
        let list = vec![
            unit("a", 0, Some(3)),
            unit("b", 0, Some(3)),
            unit("c", 0, Some(4)),
            unit("north", 1, Some(4)),
            unit("whole", 2, None),
        ];
        let units = Units::new(levels(3), list, Outlines::default());
        assert!(units.is_consistent());
        let mut sums = [1.0, 2.0, 4.0, 99.0, 99.0];
        units.roll_up(&mut sums);
        assert_eq!(sums.map(|s| s as i32), [1, 2, 4, 3, 7]);
        let above: Vec<u32> = units.with_parents(UnitId(0)).map(|u| u.0).collect();
        assert_eq!(above, [0, 3, 4]);
    }

    #[test]
    fn units_out_of_order_are_noticed() {
        for list in [
            vec![unit("whole", 1, None), unit("a", 0, Some(0))],
            vec![unit("a", 0, Some(1)), unit("a", 1, None)],
            vec![unit("a", 1, Some(1)), unit("whole", 1, None)],
            vec![],
        ] {
            assert!(!Units::new(levels(2), list, Outlines::default()).is_consistent());
        }
    }
}
