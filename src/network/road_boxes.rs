//! The boxes of a network's road pieces, found by place.

use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// How many road pieces stand in one entry of the tree at most. Pieces that follow each other mostly
/// lie near each other, so the tree is built and walked for far fewer entries than there are roads.
const BLOCK: u32 = 8;

/// A box on the flat map.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatBox {
    pub(super) low: [f32; 2],
    pub(super) high: [f32; 2],
}

impl FlatBox {
    /// Nothing: its extent is below 0.
    pub(super) const EMPTY: Self = Self { low: [f32::INFINITY; 2], high: [f32::NEG_INFINITY; 2] };

    pub(super) fn grow(&mut self, other: &Self) {
        for axis in 0..2 {
            self.low[axis] = self.low[axis].min(other.low[axis]);
            self.high[axis] = self.high[axis].max(other.high[axis]);
        }
    }

    fn envelope(&self) -> AABB<[f32; 2]> {
        AABB::from_corners(self.low, self.high)
    }

    /// Width and height together.
    fn extent(&self) -> f32 {
        self.high[0] - self.low[0] + self.high[1] - self.low[1]
    }
}

/// The box around some road pieces that follow each other.
#[derive(Clone, Copy, Debug)]
struct Block {
    around: FlatBox,
    first: u32,
    pieces: u32,
}

impl RTreeObject for Block {
    type Envelope = AABB<[f32; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.around.envelope()
    }
}

impl PointDistance for Block {
    fn distance_2(&self, point: &[f32; 2]) -> f32 {
        self.envelope().distance_2(point)
    }
}

/// The boxes of consecutive road pieces, found by place.
#[derive(Debug, Default)]
pub(super) struct RoadBoxes {
    first_road: u32,
    boxes: Vec<FlatBox>,
    tree: RTree<Block>,
}

impl RoadBoxes {
    /// The boxes of pieces numbered from `first_road` on; one that is `EMPTY` is never found.
    pub(super) fn new(first_road: u32, boxes: Vec<FlatBox>) -> Self {
        let mut blocks: Vec<Block> = Vec::with_capacity(boxes.len() / BLOCK as usize * 2);
        // The extents of the last block's pieces together.
        let mut extents = 0.0;
        for (road, first) in boxes.iter().zip(0..).filter(|(road, _)| road.extent() >= 0.0) {
            extents += road.extent();
            let follows = |b: &&mut Block| b.pieces < BLOCK && b.first + b.pieces == first;
            if let Some(last) = blocks.last_mut().filter(follows) {
                let mut around = last.around;
                around.grow(road);
                // Where the order leaps to another place, a block would hold the land between.
                if around.extent() <= extents {
                    (last.around, last.pieces) = (around, last.pieces + 1);
                    continue;
                }
            }
            extents = road.extent();
            blocks.push(Block { around: *road, first, pieces: 1 });
        }
        Self { first_road, boxes, tree: RTree::bulk_load(blocks) }
    }

    /// The pieces of a block, each with the distance of its box from a place.
    fn pieces(&self, block: &Block, at: [f32; 2]) -> impl Iterator<Item = (u32, f64)> {
        let range = block.first as usize..(block.first + block.pieces) as usize;
        let first = self.first_road + block.first;
        let distance = move |b: &FlatBox| f64::from(b.envelope().distance_2(&at)).sqrt();
        self.boxes[range].iter().zip(first..).map(move |(b, road)| (road, distance(b)))
    }

    /// The pieces whose boxes are within some metres of a place, each with its distance.
    pub(super) fn within(&self, at: [f32; 2], metres: f64) -> impl Iterator<Item = (u32, f64)> {
        let ([x, y], reach) = (at, metres as f32 * 1.001);
        let window = AABB::from_corners([x - reach, y - reach], [x + reach, y + reach]);
        let blocks = self.tree.locate_in_envelope_intersecting(&window);
        blocks.flat_map(move |b| self.pieces(b, at)).filter(move |(_, d)| *d <= metres)
    }

    /// Visits pieces, the nearest blocks of them first, until all others are beyond the metres
    /// that the last visit answered.
    pub(super) fn visit_nearest(&self, at: [f32; 2], mut visit: impl FnMut(u32) -> f64) {
        let mut limit = f64::INFINITY;
        for (block, squared) in self.tree.nearest_neighbor_iter_with_distance_2(&at) {
            if f64::from(squared).sqrt() > limit {
                break;
            }
            for (road, metres) in self.pieces(block, at) {
                if metres <= limit {
                    limit = visit(road);
                }
            }
        }
    }
}
