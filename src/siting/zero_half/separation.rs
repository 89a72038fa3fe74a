//! The search for cuts that a relaxed plan breaks.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cut;
use crate::siting::cover::Cover;
use crate::siting::lists::Lists;

/// From here on a site is taken for open in part.
const OPEN_AT_ALL: f32 = 0.01;
/// Rows are looked at if so much of a site is open for them: others are far from any cut.
const LEAST_REACH: f32 = 0.3;
const MOST_REACH: f32 = 1.7;
/// So many rows of the most weight are looked at, of those with the same open sites one.
const ROWS: usize = 1500;
/// So many rows are read at a time.
const READ: usize = 1000;
/// A cut is of use if it is broken by so much.
const BROKEN: f32 = 0.05;
/// One cut is found for so many rows of the problem …
const ROWS_PER_CUT: usize = 12;
/// … out of so many times as many.
const KEPT: usize = 12;
/// Of the cuts whose heaviest row is the same, so many are kept.
const OF_FIRST: usize = 10;
/// A row is in so many of the cuts that are found together at most.
const OF_ROW: usize = 6;
/// What going along a list takes, in entries of a table walked.
const WORK: u64 = 2;

/// A relaxed plan, of which first the rows are read, and then triples of them gone through.
#[derive(Clone, Debug)]
pub(crate) struct Separation {
    cover: Arc<Cover>,
    /// How far sites are open, and rows are covered.
    x: Vec<f32>,
    y: Vec<f32>,
    read: usize,
    /// The best row of those with the same open sites.
    classes: BTreeMap<Vec<u32>, Row>,
    triples: Option<Triples>,
}

/// Rows whose triples are being gone through.
#[derive(Clone, Debug)]
struct Triples {
    /// The heaviest first, and those that each site covers.
    rows: Vec<Row>,
    of_site: Lists,
    next: usize,
    /// Weight that is broken, with places of rows; and at least how much is of interest.
    found: Vec<Found>,
    least: f32,
    second: Reached,
    third: Reached,
}

type Found = (f32, [u32; 3]);

/// What of the open sites of some list each row has, and the rows that have any.
#[derive(Clone, Debug)]
struct Reached {
    of_row: Vec<f32>,
    rows: Vec<u32>,
}

impl Reached {
    fn add(&mut self, rows: &[u32], x: f32) {
        for &row in rows {
            let reached = &mut self.of_row[row as usize];
            if *reached == 0.0 {
                self.rows.push(row);
            }
            *reached += x;
        }
    }

    /// All of it, which is then forgotten.
    fn taken(&mut self, mut each: impl FnMut(u32, f32)) {
        for &row in &self.rows {
            each(row, std::mem::take(&mut self.of_row[row as usize]));
        }
        self.rows.clear();
    }
}

/// A row that may be in a cut.
#[derive(Clone, Debug)]
struct Row {
    name: u32,
    weight: f32,
    /// How far it is covered, and how much of a site is open for it.
    y: f32,
    reach: f32,
    /// Its open sites.
    sites: Vec<u32>,
}

impl Separation {
    /// Begins with how far sites are open, and how far rows are covered.
    pub(crate) fn new(cover: Arc<Cover>, x: Vec<f32>, y: Vec<f32>) -> Self {
        Self { cover, x, y, read: 0, classes: BTreeMap::new(), triples: None }
    }

    /// One small piece of work; gives how much it took.
    pub(crate) fn advance(&mut self) -> u64 {
        let most = self.most();
        if let Some(triples) = &mut self.triples {
            return triples.advance(&self.x, KEPT * most);
        }
        let until = self.cover.rows().min(self.read + READ);
        let mut walked = 0;
        for i in self.read..until {
            walked += self.cover.row(i).len() as u64;
            self.read(i);
        }
        self.read = until;
        if until == self.cover.rows() {
            let rows = std::mem::take(&mut self.classes).into_values().collect();
            self.triples = Some(Triples::new(rows, self.x.len()));
        }
        WORK * walked
    }

    /// How many cuts are wanted.
    fn most(&self) -> usize {
        self.cover.rows() / ROWS_PER_CUT + 1
    }

    fn read(&mut self, i: usize) {
        let x = |j: u32| self.x[j as usize];
        let open = self.cover.row(i).iter().copied().filter(|&j| x(j) > OPEN_AT_ALL);
        let reach: f32 = open.clone().map(x).sum();
        if !(LEAST_REACH..=MOST_REACH).contains(&reach) {
            return;
        }
        let sites: Vec<u32> = open.collect();
        let weight = self.cover.weight[i] as f32;
        let y = self.y[i].min(reach);
        let row = Row { name: i as u32, weight, y, reach, sites: sites.clone() };
        let other = self.classes.entry(sites).or_insert_with(|| row.clone());
        if row.worth() > other.worth() {
            *other = row;
        }
    }

    /// All rows are gone through.
    pub(crate) fn is_done(&self) -> bool {
        self.triples.as_ref().is_some_and(|t| t.next >= t.rows.len())
    }

    /// The cuts that break the most weight, few of them on one row.
    pub(crate) fn cuts(self) -> Vec<Cut> {
        let most = self.most();
        let Some(mut triples) = self.triples else { return Vec::new() };
        sort(&mut triples.found);
        let mut used = vec![0; triples.rows.len()];
        let mut cuts = Vec::new();
        for (_, triple) in triples.found {
            if cuts.len() < most && triple.iter().all(|&k| used[k as usize] < OF_ROW) {
                for k in triple {
                    used[k as usize] += 1;
                }
                cuts.extend(Cut::of(triple.map(|k| triples.rows[k as usize].name)));
            }
        }
        cuts
    }
}

impl Row {
    /// How much a cut may take off the bound at most, but for a factor.
    fn worth(&self) -> f32 {
        self.weight * (self.y - LEAST_REACH).max(0.0)
    }
}

impl Triples {
    fn new(mut rows: Vec<Row>, sites: usize) -> Self {
        rows.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.name.cmp(&b.name)));
        rows.truncate(ROWS);
        let pairs = (0..).zip(&rows).flat_map(|(k, r)| r.sites.iter().map(move |&j| (j, k)));
        let of_site = Lists::of(sites, pairs);
        let none = Reached { of_row: vec![0.0; rows.len()], rows: Vec::new() };
        let (second, third) = (none.clone(), none);
        Self { rows, of_site, next: 0, found: Vec::new(), least: 0.0, second, third }
    }

    /// Goes through the triples of which the next row is the heaviest; the best `kept` are kept.
    fn advance(&mut self, x: &[f32], kept: usize) -> u64 {
        let Self { rows, of_site, next, found, second, third, least } = self;
        let at = *next as u32;
        *next += 1;
        let Some(a) = rows.get(at as usize) else { return 1 };
        let mut walked = 0;
        let mut between = |j: u32, from: u32, until: u32| {
            let rows = of_site.get(j);
            let rows = &rows[..rows.partition_point(|&k| k < until)];
            let rows = &rows[rows.partition_point(|&k| k <= from)..];
            walked += rows.len() as u64;
            rows
        };
        let heavier = |weight: f32| rows.partition_point(|r| r.weight > weight) as u32;
        for &j in &a.sites {
            second.add(between(j, at, heavier(*least)), x[j as usize]);
        }
        let mut partners = Vec::new();
        second.taken(|k, shared| {
            let b = &rows[k as usize];
            let by_both = a.y + b.y - (a.reach + b.reach - shared) - 1.0;
            // A third row adds no more than one, nor than what is open for one of both only.
            let at_most = by_both + (a.reach + b.reach - 2.0 * shared).min(1.0);
            if at_most > BROKEN {
                partners.push((at_most * b.weight, k, by_both));
            }
        });
        partners.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut own: Vec<Found> = Vec::new();
        for (at_most, k, by_both) in partners {
            let least = own.get(OF_FIRST - 1).map_or(*least, |last| last.0.max(*least));
            if at_most <= least {
                break;
            }
            let b = &rows[k as usize];
            let until = heavier(least / at_most * b.weight);
            for j in in_one(&a.sites, &b.sites) {
                third.add(between(j, k, until), x[j as usize]);
            }
            third.taken(|l, reached| {
                let c = &rows[l as usize];
                let broken = by_both + c.y - c.reach + reached;
                if broken > BROKEN && broken * c.weight > least {
                    own.push((broken * c.weight, [at, k, l]));
                }
            });
            sort(&mut own);
            own.truncate(OF_FIRST);
        }
        found.extend(own);
        if found.len() > 2 * kept {
            sort(found);
            found.truncate(kept);
            *least = found.last().map_or(0.0, |f| f.0);
        }
        WORK * walked
    }
}

/// The most broken weight first.
fn sort(found: &mut [Found]) {
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
}

/// What is in one of two ascending lists only.
fn in_one<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut others = b.iter().copied().peekable();
    let mut own = a.iter().copied().peekable();
    std::iter::from_fn(move || {
        loop {
            match (own.peek().copied(), others.peek().copied()) {
                (Some(j), Some(k)) if j == k => {
                    own.next();
                    others.next();
                }
                (Some(j), Some(k)) if k < j => return others.next(),
                (Some(_), _) => return own.next(),
                (None, _) => return others.next(),
            }
        }
    })
}
