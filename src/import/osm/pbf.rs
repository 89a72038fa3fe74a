//! `.osm.pbf`: a row of compressed blobs, each with a table of texts and delta-coded columns.
//!
//! Source: the "PBF Format" page of the OpenStreetMap wiki.

use super::element::Sink;
use super::pbf_blob::{BlobAt, Inflater, split};
use super::pbf_block::{Held, NOTHING, Wanted, read_block};
use super::pbf_header::Header;
use crate::error::Result;

/// Whether bytes begin like a `.osm.pbf` file: with the header of an `OSMHeader` blob.
pub(super) fn is_pbf(bytes: &[u8]) -> bool {
    bytes.get(4..).is_some_and(|b| b.starts_with(b"\x0a\x09OSMHeader"))
}

/// Reads all elements into a sink that `make` gives.
///
/// A file that says it is sorted is read once, its relations from the end; one that is not, or
/// turns out to lie, three times.
///
/// # Errors
/// `import.osm` with the blob and its byte offset.
pub(super) fn read<S: Sink>(
    bytes: &[u8],
    make: impl Fn() -> S,
    progress: &mut dyn FnMut(f64),
) -> Result<S> {
    let blobs = split(bytes)?;
    let mut inflater = Inflater::default();
    let mut header = Header::default();
    let mut data = Vec::new();
    for blob in blobs {
        if blob.is_header {
            let broken = |e| blob.error(e);
            let message = inflater.inflate(blob.content(bytes)).map_err(broken)?;
            header = Header::read(message).map_err(broken)?;
        } else {
            data.push(blob);
        }
    }
    // A file's blobs hold 8000 elements each, by custom; no node takes less than 8 bits or so.
    let nodes = (data.len() * 8000).min(bytes.len() / 8);
    let mut scan = Scan { bytes, blobs: &data, inflater, progress };
    let make = || {
        let mut sink = make();
        if let Some(bounds) = header.bounds {
            sink.bounds(bounds);
        }
        sink
    };
    if header.sorted {
        let mut sink = make();
        sink.expect_nodes(nodes);
        if scan.sorted(&mut sink)? {
            return Ok(sink);
        }
    }
    let mut sink = make();
    sink.expect_nodes(nodes);
    scan.unsorted(&mut sink)?;
    Ok(sink)
}

struct Scan<'a, 'p> {
    bytes: &'a [u8],
    blobs: &'a [BlobAt],
    inflater: Inflater,
    progress: &'p mut dyn FnMut(f64),
}

impl Scan<'_, '_> {
    /// Relations from the end backwards, then nodes and ways; false if the file is not sorted.
    fn sorted(&mut self, sink: &mut impl Sink) -> Result<bool> {
        let relations = Wanted { relations: true, ..NOTHING };
        let mut end = self.blobs.len();
        // The blob in which ways end and relations begin, if they share one.
        let mut shared = false;
        while end > 0 {
            let held = self.block(end - 1, relations, sink)?;
            if held.relations {
                end -= 1;
                shared = held.nodes || held.ways;
            }
            if !held.relations || shared {
                break;
            }
        }
        let last = if shared { end + 1 } else { end };
        let mut ways_begun = false;
        for i in 0..last {
            let (nodes, ways) =
                (Wanted { nodes: true, ..NOTHING }, Wanted { ways: true, ..NOTHING });
            let held = if ways_begun {
                let held = self.block(i, ways, sink)?;
                if held.nodes {
                    return Ok(false);
                }
                held
            } else {
                // Nodes of a block that holds both are complete before its ways are looked at.
                let held = self.block(i, nodes, sink)?;
                if held.ways {
                    ways_begun = true;
                    sink.nodes_done();
                    self.block(i, ways, sink)?;
                }
                held
            };
            if held.relations && i < end {
                return Ok(false);
            }
            (self.progress)((i + 1) as f64 / last as f64);
        }
        if !ways_begun {
            sink.nodes_done();
        }
        Ok(true)
    }

    fn unsorted(&mut self, sink: &mut impl Sink) -> Result<()> {
        let passes = [
            Wanted { relations: true, ..NOTHING },
            Wanted { nodes: true, ..NOTHING },
            Wanted { ways: true, ..NOTHING },
        ];
        for (pass, wanted) in passes.into_iter().enumerate() {
            if wanted.ways {
                sink.nodes_done();
            }
            for i in 0..self.blobs.len() {
                self.block(i, wanted, sink)?;
                let done = pass as f64 + (i + 1) as f64 / self.blobs.len() as f64;
                (self.progress)(done / passes.len() as f64);
            }
        }
        Ok(())
    }

    fn block(&mut self, index: usize, wanted: Wanted, sink: &mut impl Sink) -> Result<Held> {
        let Some(blob) = self.blobs.get(index) else { return Ok(Held::default()) };
        let message = self.inflater.inflate(blob.content(self.bytes));
        message.and_then(|m| read_block(m, wanted, sink)).map_err(|e| blob.error(e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Tags;
    use crate::units::Position;
    use osmpbf::{BlobDecode, BlobReader, Element};

    /// Sums over everything in a file, so that a difference anywhere shows.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Sums {
        nodes: (u64, i64, i64, i64),
        ways: (u64, i64, i64),
        relations: (u64, i64, i64),
        texts: u64,
    }

    impl Sums {
        fn text(&mut self, text: &str) {
            let sum: u64 = text.bytes().zip(1..).map(|(b, i)| u64::from(b) * i).sum();
            self.texts = self.texts.wrapping_add(sum);
        }

        fn tags<'a>(&mut self, tags: impl Iterator<Item = (&'a str, &'a str)>) {
            for (key, value) in tags {
                self.text(key);
                self.text(value);
            }
        }

        fn one_node(&mut self, id: i64, lng_e7: i32, lat_e7: i32) {
            let (count, ids, lngs, lats) = self.nodes;
            self.nodes = (count + 1, ids + id, lngs + i64::from(lng_e7), lats + i64::from(lat_e7));
        }
    }

    impl Sink for Sums {
        fn relation(
            &mut self,
            id: i64,
            tags: &Tags<'_>,
            members: &[(crate::network::MemberKind, i64, &str)],
        ) {
            let (count, ids, refs) = self.relations;
            let member_ids: i64 = members.iter().map(|m| m.1 + m.0 as i64).sum();
            self.relations = (count + 1, ids + id, refs + member_ids);
            for (_, _, role) in members {
                self.text(role);
            }
            self.tags(tags.iter());
        }

        fn node(&mut self, id: i64, at: Position, tags: &Tags<'_>) {
            self.one_node(id, at.lng_e7, at.lat_e7);
            self.tags(tags.iter());
        }

        fn misplaced_node(&mut self) {
            self.nodes.0 += 1_000_000;
        }

        fn expect_nodes(&mut self, _count: usize) {}

        fn nodes_done(&mut self) {
            assert_eq!(self.ways.0, 0, "nodes come before ways");
        }

        fn way(&mut self, id: i64, nodes: &[i64], tags: &Tags<'_>) {
            let (count, ids, refs) = self.ways;
            self.ways = (count + 1, ids + id, refs + nodes.iter().sum::<i64>());
            self.tags(tags.iter());
        }
    }

    #[test]
    fn osmpbf_reads_the_same_from_malta() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
        let bytes = std::fs::read(path).expect("the demo's map");
        let mut theirs = Sums::default();
        for blob in BlobReader::new(&bytes[..]) {
            let Ok(BlobDecode::OsmData(block)) = blob.expect("a blob").decode() else { continue };
            block.for_each_element(|element| match element {
                Element::Node(n) => {
                    theirs.one_node(n.id(), n.decimicro_lon(), n.decimicro_lat());
                    theirs.tags(n.tags());
                }
                Element::DenseNode(n) => {
                    theirs.one_node(n.id(), n.decimicro_lon(), n.decimicro_lat());
                    theirs.tags(n.tags());
                }
                Element::Way(w) => {
                    let (count, ids, refs) = theirs.ways;
                    theirs.ways = (count + 1, ids + w.id(), refs + w.refs().sum::<i64>());
                    theirs.tags(w.tags());
                }
                Element::Relation(r) => {
                    let (count, ids, refs) = theirs.relations;
                    let members: i64 =
                        r.members().map(|m| m.member_id + m.member_type as i64).sum();
                    theirs.relations = (count + 1, ids + r.id(), refs + members);
                    r.members().for_each(|m| theirs.text(m.role().expect("a role")));
                    theirs.tags(r.tags());
                }
            });
        }
        let ours = read(&bytes, Sums::default, &mut |_| {}).expect("a readable file");
        assert_eq!(ours, theirs);
        assert_eq!((ours.nodes.0, ours.ways.0, ours.relations.0), (540_026, 89_991, 1674));
    }
}
