//! The header of a `.osm.pbf` file: what it needs to be understood, its order and its box.

use super::element::box_from_nano;
use super::wire::{Broken, Fields, Read, zigzag};

/// What the file says of itself.
#[derive(Default)]
pub(super) struct Header {
    /// Nodes come before ways before relations, each by id.
    pub(super) sorted: bool,
    /// West, south, east and north of what it covers.
    pub(super) bounds: Option<[i32; 4]>,
}

impl Header {
    pub(super) fn read(message: &[u8]) -> Read<Self> {
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
