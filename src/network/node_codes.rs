//! OSM ids of the nodes inside road pieces, each as its difference to the one before.

use crate::archive::{Reader, Writer};
use crate::error::Result;

/// The codes of every road piece's inner nodes.
///
/// Shape: those of piece `r` stand in `bytes[start[r] .. start[r + 1]]`, as differences (zigzag,
/// seven bits a byte): nodes that were drawn together have ids near each other, and two bytes do
/// where eight would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NodeCodes {
    start: Vec<u32>,
    bytes: Vec<u8>,
}

impl Default for NodeCodes {
    fn default() -> Self {
        Self { start: vec![0], bytes: Vec::new() }
    }
}

impl NodeCodes {
    /// Appends a piece: the code of its first junction, and those of its inner nodes.
    pub(super) fn push(&mut self, first: i64, inner: impl Iterator<Item = i64>) {
        let mut before = first;
        for code in inner {
            let step = code.wrapping_sub(before);
            let mut rest = ((step << 1) ^ (step >> 63)) as u64;
            while rest > 0x7f {
                self.bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            self.bytes.push(rest as u8);
            before = code;
        }
        self.start.push(self.bytes.len() as u32);
    }

    /// The codes of a piece's inner nodes, given that of its first junction.
    pub(super) fn of(&self, piece: usize, first: i64) -> impl Iterator<Item = i64> + '_ {
        let range = self.start[piece] as usize..self.start[piece + 1] as usize;
        let mut bytes = self.bytes[range].iter();
        let mut before = first;
        std::iter::from_fn(move || {
            let (mut step, mut shift) = (0u64, 0u32);
            loop {
                let byte = *bytes.next()?;
                step |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            before = before.wrapping_add((step >> 1) as i64 ^ -((step & 1) as i64));
            Some(before)
        })
    }

    /// Appends the pieces of another list.
    pub(super) fn append(&mut self, other: &Self) {
        let offset = self.bytes.len() as u32;
        self.start.extend(other.start.iter().skip(1).map(|s| s + offset));
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// Whether there is a list for every piece, with as many codes as it has inner points.
    pub(super) fn is_consistent(&self, geometry_start: &[u32]) -> bool {
        self.start.len() == geometry_start.len()
            && self.start.first() == Some(&0)
            && self.start.last().is_some_and(|&end| end as usize == self.bytes.len())
            && self.start.windows(2).zip(geometry_start.windows(2)).all(|(own, points)| {
                let bytes = self.bytes.get(own[0] as usize..own[1] as usize);
                bytes.is_some_and(|bytes| {
                    let ends = bytes.iter().filter(|b| **b < 0x80).count();
                    ends == (points[1] - points[0]) as usize
                        && bytes.last().is_none_or(|b| *b < 0x80)
                })
            })
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.put_u32(&self.start);
        to.put_u8(&self.bytes);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Self { start: from.take_u32()?, bytes: from.take_u8()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_return_as_they_were() {
        let pieces: [(i64, &[i64]); 4] = [
            (5, &[6, 7, 4_000_000_000_000, 3]),
            (-1, &[]),
            (i64::MAX, &[i64::MIN, 0, -64, 63]),
            (1, &[i64::MAX, i64::MIN]),
        ];
        let mut codes = NodeCodes::default();
        for (first, inner) in pieces {
            codes.push(first, inner.iter().copied());
        }
        let mut doubled = codes.clone();
        doubled.append(&codes);
        for (i, (first, inner)) in pieces.iter().chain(&pieces).enumerate() {
            assert_eq!(doubled.of(i, *first).collect::<Vec<_>>(), *inner);
        }
        assert!(codes.is_consistent(&[0, 4, 4, 8, 10]));
        assert!(!codes.is_consistent(&[0, 3, 4, 8, 10]));
    }
}
