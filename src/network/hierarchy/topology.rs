//! The shortcuts that an order of nodes takes: every arc of a hierarchy, whatever the times are.

use super::order::NodeOrder;
use crate::network::arcs::Arcs;

/// More shortcuts per node and arc than any road network has: such a graph gets no hierarchy.
const MOST_PER_ARC: usize = 24;

/// A graph's nodes by rank, and for each the higher ones it is joined to.
///
/// Shape: the links of rank `r` are numbers `first[r] .. first[r + 1]`; link `l` leads to rank
/// `head[l]`, ascending. What lies below rank `r` in the elimination tree are the `size[r]` ranks
/// up to `r`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topology {
    /// The node at each rank.
    node: Vec<u32>,
    /// The rank of each node.
    rank: Vec<u32>,
    first: Vec<u32>,
    head: Vec<u32>,
    size: Vec<u32>,
    /// The links by their higher rank: those of `r` are `low[low_first[r] .. low_first[r + 1]]`.
    low_first: Vec<u32>,
    low: Vec<LowerLink>,
}

/// A link as its higher rank sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LowerLink {
    /// The lower rank.
    pub tail: u32,
    /// The link's number.
    pub link: u32,
}

const NONE: u32 = u32::MAX;

impl Topology {
    /// The shortcuts of a graph's nodes in an order; `place_of` gives the node of the order that a
    /// node belongs to (several may belong to one). Whether times are given or which way arcs lead
    /// does not count.
    ///
    /// `None` for a graph that is no road network: it would need too many shortcuts.
    pub fn new(arcs: &Arcs, order: &NodeOrder, place_of: impl Fn(u32) -> u32) -> Option<Self> {
        let nodes = arcs.forward.nodes() as u32;
        let by_rank = nodes_by_rank(nodes, order, place_of);
        let rank = inverse(&by_rank);
        let parent = elimination_tree(arcs, &by_rank, &rank);
        let (postorder, parent) = postorder(&parent);
        let node: Vec<u32> = postorder.iter().map(|&r| by_rank[r as usize]).collect();
        let rank = inverse(&node);
        let (first, head) = shortcuts(arcs, &node, &rank, &parent)?;
        let mut size = vec![1; node.len()];
        for (r, &parent) in parent.iter().enumerate() {
            if parent != NONE {
                size[parent as usize] += size[r];
            }
        }
        let (low_first, low) = lower_links(&first, &head);
        Some(Self { node, rank, first, head, size, low_first, low })
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.node.len()
    }

    /// Number of links: arcs of the graph and shortcuts, both ways counted once.
    pub fn links(&self) -> usize {
        self.head.len()
    }

    /// The node at a rank.
    pub fn node(&self, rank: u32) -> u32 {
        self.node[rank as usize]
    }

    /// The rank of a node.
    pub fn rank(&self, node: u32) -> u32 {
        self.rank[node as usize]
    }

    /// The links that lead up from a rank, as numbers.
    #[inline]
    pub fn links_of(&self, rank: u32) -> std::ops::Range<usize> {
        self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize
    }

    /// The rank that a link leads up from.
    pub fn tail(&self, link: u32) -> u32 {
        (self.first.partition_point(|&f| f <= link) - 1) as u32
    }

    /// The rank that a link leads up to.
    #[inline]
    pub fn head(&self, link: usize) -> u32 {
        self.head[link]
    }

    /// The ranks that a rank is joined to above it, ascending.
    #[inline]
    pub fn above(&self, rank: u32) -> &[u32] {
        &self.head[self.links_of(rank)]
    }

    /// The links that lead up to a rank, by their lower rank.
    #[inline]
    pub fn below(&self, rank: u32) -> &[LowerLink] {
        &self.low
            [self.low_first[rank as usize] as usize..self.low_first[rank as usize + 1] as usize]
    }

    /// The rank above in the elimination tree: every path from what lies below goes through it or
    /// stays below it.
    #[inline]
    pub fn parent(&self, rank: u32) -> Option<u32> {
        self.above(rank).first().copied()
    }

    /// How many ranks lie below a rank in the elimination tree, itself included: they are the ones
    /// up to it.
    pub fn size(&self, rank: u32) -> u32 {
        self.size[rank as usize]
    }

    /// The link between two ranks, `low` below `high`.
    pub fn link(&self, low: u32, high: u32) -> Option<u32> {
        let range = self.links_of(low);
        let at = self.head[range.clone()].binary_search(&high).ok()?;
        Some((range.start + at) as u32)
    }

    /// The most ranks on a way up the elimination tree.
    pub fn height(&self) -> usize {
        let mut depth = vec![1u32; self.nodes()];
        for rank in (0..self.nodes() as u32).rev() {
            if let Some(parent) = self.parent(rank) {
                depth[rank as usize] = depth[parent as usize] + 1;
            }
        }
        depth.into_iter().max().unwrap_or(0) as usize
    }
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut position = vec![0; order.len()];
    for (i, &value) in order.iter().enumerate() {
        position[value as usize] = i as u32;
    }
    position
}

/// The nodes in their order: first those that are newer than it; states of one junction stay
/// together.
fn nodes_by_rank(nodes: u32, order: &NodeOrder, place_of: impl Fn(u32) -> u32) -> Vec<u32> {
    let key = |node| order.rank(place_of(node)).map_or(0, |rank| rank as usize + 1);
    let mut next = vec![0u32; order.nodes() + 2];
    for node in 0..nodes {
        next[key(node) + 1] += 1;
    }
    for i in 1..next.len() {
        next[i] += next[i - 1];
    }
    let mut sorted = vec![0; nodes as usize];
    for node in 0..nodes {
        let slot = &mut next[key(node)];
        sorted[*slot as usize] = node;
        *slot += 1;
    }
    sorted
}

/// The ranks of a node's neighbours, both ways.
fn neighbours<'a>(arcs: &'a Arcs, node: u32, rank: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let both = arcs.forward.of(node).iter().chain(arcs.backward.of(node));
    both.map(|arc| rank[arc.head as usize])
}

/// The parent of each rank.
///
/// Source: Liu, A Compact Row Storage Scheme for Cholesky Factors Using Elimination Trees, TOMS 12,
/// 1986.
fn elimination_tree(arcs: &Arcs, node: &[u32], rank: &[u32]) -> Vec<u32> {
    let mut parent = vec![NONE; node.len()];
    let mut root = vec![NONE; node.len()];
    for (high, &of) in node.iter().enumerate() {
        for low in neighbours(arcs, of, rank).filter(|&r| (r as usize) < high) {
            let mut at = low as usize;
            while root[at] != NONE && root[at] as usize != high {
                let next = root[at] as usize;
                root[at] = high as u32;
                at = next;
            }
            if root[at] == NONE && at != high {
                root[at] = high as u32;
                parent[at] = high as u32;
            }
        }
    }
    parent
}

/// The ranks so that what lies below a rank stands right before it, and the parents by the new
/// ranks.
fn postorder(parent: &[u32]) -> (Vec<u32>, Vec<u32>) {
    // Sizes first: then every subtree's place is known without walking the tree.
    let mut size = vec![1u32; parent.len()];
    for (r, &above) in parent.iter().enumerate() {
        if above != NONE {
            size[above as usize] += size[r];
        }
    }
    let mut end = vec![0u32; parent.len()];
    // Where the next subtree below a rank ends; the rank itself is last.
    let mut free = vec![0u32; parent.len()];
    let mut roots_end = parent.len() as u32;
    for r in (0..parent.len()).rev() {
        let slot = match parent[r] {
            NONE => &mut roots_end,
            above => &mut free[above as usize],
        };
        end[r] = *slot;
        *slot -= size[r];
        free[r] = end[r].saturating_sub(1);
    }
    let mut order = vec![0; parent.len()];
    let mut new_parent = vec![NONE; parent.len()];
    for r in 0..parent.len() {
        let at = end[r] as usize - 1;
        order[at] = r as u32;
        if parent[r] != NONE {
            new_parent[at] = end[parent[r] as usize] - 1;
        }
    }
    (order, new_parent)
}

/// The higher neighbours of each rank once all lower ones are left out.
fn shortcuts(
    arcs: &Arcs,
    node: &[u32],
    rank: &[u32],
    parent: &[u32],
) -> Option<(Vec<u32>, Vec<u32>)> {
    let most = (node.len() + arcs.forward.len()).saturating_mul(MOST_PER_ARC);
    let mut first = vec![0u32];
    let mut head: Vec<u32> = Vec::with_capacity(2 * arcs.forward.len());
    // The ranks right below each rank in the tree, as linked lists.
    let mut child = vec![NONE; node.len()];
    let mut sibling = vec![NONE; node.len()];
    let mut seen = vec![NONE; node.len()];
    for (low, &of) in node.iter().enumerate() {
        let start = head.len();
        seen[low] = low as u32;
        for high in neighbours(arcs, of, rank).filter(|&r| r as usize > low) {
            if std::mem::replace(&mut seen[high as usize], low as u32) != low as u32 {
                head.push(high);
            }
        }
        let mut below = child[low];
        while below != NONE {
            for at in first[below as usize] as usize..first[below as usize + 1] as usize {
                let high = head[at];
                if std::mem::replace(&mut seen[high as usize], low as u32) != low as u32 {
                    head.push(high);
                }
            }
            below = sibling[below as usize];
        }
        head[start..].sort_unstable();
        first.push(head.len() as u32);
        if head.len() > most {
            return None;
        }
        if parent[low] != NONE {
            sibling[low] = std::mem::replace(&mut child[parent[low] as usize], low as u32);
        }
    }
    Some((first, head))
}

/// The links by their higher rank, ascending in the lower.
fn lower_links(first: &[u32], head: &[u32]) -> (Vec<u32>, Vec<LowerLink>) {
    let mut low_first = vec![0u32; first.len()];
    for &high in head {
        low_first[high as usize + 1] += 1;
    }
    for i in 1..low_first.len() {
        low_first[i] += low_first[i - 1];
    }
    let mut next = low_first.clone();
    let mut low = vec![LowerLink { tail: 0, link: 0 }; head.len()];
    for (tail, range) in first.windows(2).enumerate() {
        for link in range[0]..range[1] {
            let slot = &mut next[head[link as usize] as usize];
            low[*slot as usize] = LowerLink { tail: tail as u32, link };
            *slot += 1;
        }
    }
    (low_first, low)
}
