//! Small sets of nodes that cut a part of a graph in two: inertial flow.

/// Share of the nodes at either end of a line across the part that are on different sides.
const APART: f64 = 0.25;
/// The most nodes between the two ends. Without such a limit the cuts of large parts take most of
/// the time, and more than in proportion to their size; how many shortcuts there are, which the
/// small parts decide, stays the same within a thousandth at 4 million junctions.
const BAND: usize = 1 << 14;
/// The directions of the lines, as steps east and north.
const LINES: [(i64, i64); 4] = [(1, 0), (0, 1), (1, 1), (1, -1)];
const NONE: u32 = u32::MAX;
/// Stands for what lies before the first and after the last node of a path.
const END: u32 = u32::MAX - 1;

/// A connected part of a graph, its nodes numbered from 0.
///
/// Shape: the neighbours of node `n` are `neighbours[first[n] .. first[n + 1]]`.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) first: Vec<u32>,
    pub(super) neighbours: Vec<u32>,
    /// East and north of each node, on any one scale.
    pub(super) at: Vec<[i64; 2]>,
}

/// On which side of a cut a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before it.
    Before,
    /// One of the nodes that cut.
    Cut,
    /// Behind it.
    Behind,
}

impl Part {
    pub(super) fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    fn neighbours(&self, node: u32) -> &[u32] {
        &self.neighbours[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The side of each node, for the cut with the fewest nodes per node of the smaller side;
    /// `None` if no line across the part gives one.
    ///
    /// Source: Schild and Sommer, On Balanced Separators in Road Networks, SEA 2015; the cut is
    /// of nodes here, a largest set of paths that share none (Menger).
    pub(super) fn cut(&self) -> Option<Vec<Side>> {
        let mut best: Option<(u64, u64, Vec<Side>)> = None;
        let mut flow = Flow::new(self.nodes());
        let between = (((1.0 - 2.0 * APART) * self.nodes() as f64) as usize).min(BAND);
        let apart = (self.nodes() - between) / 2;
        let mut line: Vec<u32> = Vec::new();
        for (east, north) in LINES {
            let along = |&n: &u32| {
                let [x, y] = self.at[n as usize];
                (x * east + y * north, n)
            };
            // Which nodes are at either end counts, not their order there.
            line.clear();
            line.extend(0..self.nodes() as u32);
            line.select_nth_unstable_by_key(apart, along);
            line[apart..].select_nth_unstable_by_key(between, along);
            let to_beat = best.as_ref().map(|b| (b.0, b.1));
            let Some(sides) = flow.cut(self, &line, apart, to_beat) else { continue };
            let count = |side| sides.iter().filter(|&&s| s == side).count() as u64;
            let (cut, smaller) = (count(Side::Cut), count(Side::Before).min(count(Side::Behind)));
            if smaller > 0 && best.as_ref().is_none_or(|b| cut * b.1 < b.0 * smaller) {
                best = Some((cut, smaller, sides));
            }
        }
        best.map(|b| b.2)
    }
}

/// A largest set of paths without a common node from one end of a line to the other
/// (Ford and Fulkerson; each search of a round leaves out what the ones before it have seen).
///
/// Every node has a way in and a way out, numbered `2 n` and `2 n + 1`.
#[derive(Debug)]
struct Flow {
    /// Which end a node belongs to.
    end: Vec<Side>,
    /// The nodes after and before a node on its path.
    next: Vec<u32>,
    previous: Vec<u32>,
    /// What this round has seen.
    is_seen: Vec<bool>,
    /// How many arcs out of a node this round has tried.
    tried: Vec<u32>,
    path: Vec<u32>,
}

impl Flow {
    fn new(nodes: usize) -> Self {
        Self {
            end: vec![Side::Cut; nodes],
            next: vec![NONE; nodes],
            previous: vec![NONE; nodes],
            is_seen: vec![false; 2 * nodes],
            tried: vec![0; nodes],
            path: Vec::new(),
        }
    }

    fn is_used(&self, node: u32) -> bool {
        self.next[node as usize] != NONE
    }

    /// The cut nearest to the beginning of the line, of which so many nodes at either end are kept
    /// apart; `None` if it cannot beat the best.
    fn cut(
        &mut self,
        part: &Part,
        line: &[u32],
        apart: usize,
        best: Option<(u64, u64)>,
    ) -> Option<Vec<Side>> {
        self.end.fill(Side::Cut);
        for &node in &line[..apart] {
            self.end[node as usize] = Side::Before;
        }
        for &node in &line[line.len() - apart..] {
            self.end[node as usize] = Side::Behind;
        }
        self.next.fill(NONE);
        self.previous.fill(NONE);
        // Only nodes with a neighbour elsewhere can begin a path.
        let is_start = |&node: &u32| {
            part.neighbours(node).iter().any(|&n| self.end[n as usize] != Side::Before)
        };
        let starts: Vec<u32> = line[..apart].iter().copied().filter(is_start).collect();
        let most = best.map_or(u64::MAX, |(cut, smaller)| {
            // Even halves would not make up for more nodes than this.
            cut * (line.len() as u64 / 2) / smaller
        });
        let mut paths = 0;
        loop {
            self.is_seen.fill(false);
            self.tried.fill(0);
            let before = paths;
            for &start in &starts {
                if !self.is_used(start) && self.find_path(part, start) {
                    paths += 1;
                    if paths > most {
                        return None;
                    }
                }
            }
            if paths == before {
                break;
            }
        }
        // What the last round has seen lies before every path's narrowest place.
        let side = |node: usize| match (
            self.end[node],
            self.is_seen[2 * node],
            self.is_seen[2 * node + 1],
        ) {
            (Side::Before, _, false) if self.is_used(node as u32) => Side::Cut,
            (Side::Before, ..) | (_, _, true) => Side::Before,
            (_, true, false) => Side::Cut,
            (_, false, false) => Side::Behind,
        };
        Some((0..line.len()).map(side).collect())
    }

    /// Where a step leads: `None` after the last, `NONE` for one that is closed.
    #[inline]
    fn step(&self, part: &Part, place: u32, step: u32) -> Option<u32> {
        let node = place / 2;
        if is_in(place) {
            if step > 0 {
                return None;
            }
            // Through an unused node; from a used one back along its path.
            return Some(match (self.is_used(node), self.previous[node as usize]) {
                (false, _) => 2 * node + 1,
                (true, END) => NONE,
                (true, before) => 2 * before + 1,
            });
        }
        let neighbours = part.neighbours(node);
        match neighbours.get(step as usize) {
            // Paths begin at the last node of the beginning and end at the first of the end.
            Some(_) if self.end[node as usize] == Side::Behind => Some(NONE),
            Some(&to) if self.end[to as usize] == Side::Before => Some(NONE),
            Some(&to) => Some(2 * to),
            None if step as usize == neighbours.len() && self.is_used(node) => Some(2 * node),
            None => None,
        }
    }

    /// Looks for a way from a node to the end and lays a path there.
    fn find_path(&mut self, part: &Part, start: u32) -> bool {
        self.path.clear();
        self.path.push(2 * start + 1);
        self.is_seen[2 * start as usize + 1] = true;
        while let Some(&place) = self.path.last() {
            let node = place / 2;
            let is_in = is_in(place);
            if is_in && self.end[node as usize] == Side::Behind && !self.is_used(node) {
                self.lay_path();
                return true;
            }
            let mut onward = None;
            loop {
                let step = if is_in { 0 } else { self.tried[node as usize] };
                let Some(to) = self.step(part, place, step) else { break };
                if !is_in {
                    self.tried[node as usize] += 1;
                }
                if to != NONE && !std::mem::replace(&mut self.is_seen[to as usize], true) {
                    onward = Some(to);
                    break;
                }
                if is_in {
                    break;
                }
            }
            match onward {
                Some(to) => self.path.push(to),
                None => {
                    self.path.pop();
                }
            }
        }
        false
    }

    fn lay_path(&mut self) {
        self.previous[(self.path[0] / 2) as usize] = END;
        for pair in self.path.windows(2) {
            let &[from, to] = pair else { continue };
            let (a, b) = ((from / 2) as usize, (to / 2) as usize);
            if is_in(from) {
                // Through a node, or back along a path to a node that gets its next one now.
                continue;
            }
            let is_left = a == b;
            self.next[a] = if is_left { NONE } else { b as u32 };
            self.previous[b] = if is_left { NONE } else { a as u32 };
        }
        let last = self.path[self.path.len() - 1] / 2;
        self.next[last as usize] = END;
    }
}

/// Whether a number stands for the way into a node.
fn is_in(place: u32) -> bool {
    place.is_multiple_of(2)
}
