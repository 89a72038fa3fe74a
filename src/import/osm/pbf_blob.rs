//! The blobs of a `.osm.pbf` file: where they lie, and what is in them when inflated.

use super::wire::{Broken, Fields, Read};
use crate::error::{Error, ErrorCode, Result};
use flate2::{Decompress, FlushDecompress, Status};
use std::ops::Range;

/// Largest header of a blob, and largest blob before and after inflating, as the format has it.
const MAX_HEADER: usize = 64 * 1024;
const MAX_BLOB: usize = 32 * 1024 * 1024;

/// Where one blob lies in the file.
pub(super) struct BlobAt {
    number: usize,
    offset: usize,
    pub(super) is_header: bool,
    content: Range<usize>,
}

impl BlobAt {
    pub(super) fn content<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.content.clone()).unwrap_or_default()
    }

    pub(super) fn error(&self, broken: Broken) -> Error {
        Error::new(ErrorCode::ImportOsm, broken.0)
            .at(format!("blob {} at byte {}", self.number, self.offset))
    }
}

/// Finds the blobs without opening them; kinds of blob that are not known are left out.
pub(super) fn split(bytes: &[u8]) -> Result<Vec<BlobAt>> {
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
pub(super) struct Inflater {
    state: Option<Decompress>,
    message: Vec<u8>,
}

impl Inflater {
    pub(super) fn inflate<'a>(&'a mut self, content: &'a [u8]) -> Read<&'a [u8]> {
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
