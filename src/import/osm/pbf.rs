//! `.osm.pbf`: a row of compressed blobs, each with a table of texts and delta-coded columns.
//!
//! Source: the "PBF Format" page of the OpenStreetMap wiki.

use super::element::{Sink, box_from_nano};
use super::pbf_block::{Held, NOTHING, Wanted, read_block};
use super::wire::{Broken, Fields, Read, zigzag};
use crate::error::{Error, ErrorCode, Result};
use flate2::{Decompress, FlushDecompress, Status};
use std::ops::Range;

/// Largest header of a blob, and largest blob before and after inflating, as the format has it.
const MAX_HEADER: usize = 64 * 1024;
const MAX_BLOB: usize = 32 * 1024 * 1024;

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

/// Where one blob lies in the file.
struct BlobAt {
    number: usize,
    offset: usize,
    is_header: bool,
    content: Range<usize>,
}

impl BlobAt {
    fn content<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.content.clone()).unwrap_or_default()
    }

    fn error(&self, broken: Broken) -> Error {
        Error::new(ErrorCode::ImportOsm, broken.0)
            .at(format!("blob {} at byte {}", self.number, self.offset))
    }
}

/// Finds the blobs without opening them; kinds of blob that are not known are left out.
fn split(bytes: &[u8]) -> Result<Vec<BlobAt>> {
    let mut blobs = Vec::new();
    let (mut offset, mut number) = (0, 0);
    while offset < bytes.len() {
        let mut blob = BlobAt { number, offset, is_header: false, content: 0..0 };
        let (kind, content) = split_one(bytes, offset).map_err(|e| blob.error(e))?;
        offset = content.end;
        number += 1;
        blob.content = content;
        blob.is_header = kind == b"OSMHeader";
        if blob.is_header || kind == b"OSMData" {
            blobs.push(blob);
        }
    }
    Ok(blobs)
}

/// The kind of the blob that begins at an offset, and where its content lies.
fn split_one(bytes: &[u8], offset: usize) -> Read<(&[u8], Range<usize>)> {
    let cut = || Broken("the file ends inside a blob".into());
    let rest = bytes.get(offset..).ok_or_else(cut)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > MAX_HEADER {
        return Broken::new(format!("a blob header of {length} bytes"));
    }
    let header = rest.get(..length).ok_or_else(cut)?;
    let (mut kind, mut size) = (&header[..0], 0);
    let mut fields = Fields::of(header);
    while let Some((field, value)) = fields.next()? {
        match field {
            1 => kind = value.bytes()?,
            3 => size = value.number()?,
            _ => {}
        }
    }
    let size = usize::try_from(size).ok().filter(|&s| s <= MAX_BLOB);
    let Some(size) = size else { return Broken::new("a blob of more than 32 MB") };
    let start = offset + 4 + length;
    let end = start.checked_add(size).filter(|&e| e <= bytes.len()).ok_or_else(cut)?;
    Ok((kind, start..end))
}

/// Inflates blobs one after the other into the same memory.
#[derive(Default)]
struct Inflater {
    state: Option<Decompress>,
    message: Vec<u8>,
}

impl Inflater {
    fn inflate<'a>(&'a mut self, content: &'a [u8]) -> Read<&'a [u8]> {
        let (mut raw, mut packed, mut size) = (None, None, 0);
        let mut fields = Fields::of(content);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 => raw = Some(value.bytes()?),
                2 => size = value.number()?,
                3 => packed = Some(value.bytes()?),
                4..=7 => return Broken::new("a compression other than zlib"),
                _ => {}
            }
        }
        if let Some(raw) = raw {
            return Ok(raw);
        }
        let Some(packed) = packed else { return Broken::new("a blob without content") };
        let size = usize::try_from(size).ok().filter(|&s| s <= MAX_BLOB);
        let Some(size) = size else { return Broken::new("more than 32 MB when inflated") };
        let state = self.state.get_or_insert_with(|| Decompress::new(true));
        state.reset(true);
        self.message.clear();
        self.message.reserve_exact(size);
        match state.decompress_vec(packed, &mut self.message, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) if self.message.len() == size => Ok(&self.message),
            Ok(_) => Broken::new("a size other than the one stated"),
            Err(e) => Broken::new(format!("data that does not inflate ({e})")),
        }
    }
}

/// What the file says of itself.
#[derive(Default)]
struct Header {
    /// Nodes come before ways before relations, each by id.
    sorted: bool,
    /// West, south, east and north of what it covers.
    bounds: Option<[i32; 4]>,
}

impl Header {
    fn read(message: &[u8]) -> Read<Self> {
        let mut header = Self::default();
        let mut fields = Fields::of(message);
        while let Some((field, value)) = fields.next()? {
            match field {
                1 => header.bounds = bounds(value.bytes()?)?,
                4 => match value.bytes()? {
                    b"OsmSchema-V0.6" | b"DenseNodes" => {}
                    other => {
                        let name = String::from_utf8_lossy(other);
                        return Broken::new(format!("a file that needs {name:?} to be understood"));
                    }
                },
                5 => header.sorted |= value.bytes()? == b"Sort.Type_then_ID",
                _ => {}
            }
        }
        Ok(header)
    }
}

/// The box of a header, whose sides stand as left, right, top, bottom.
fn bounds(message: &[u8]) -> Read<Option<[i32; 4]>> {
    let mut sides = [None; 4];
    let mut fields = Fields::of(message);
    while let Some((field, value)) = fields.next()? {
        // West, east, north and south by their field's number.
        if let Some(&side) = [0, 2, 3, 1].get((field as usize).wrapping_sub(1)) {
            let side: usize = side;
            sides[side] = Some(zigzag(value.number()?));
        }
    }
    let [Some(west), Some(south), Some(east), Some(north)] = sides else { return Ok(None) };
    Ok(box_from_nano([west, south, east, north]))
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
