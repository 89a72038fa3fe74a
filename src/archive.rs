//! The sealed binary form of networks and studies: magic, kind, version, checksum, then typed columns.

use crate::error::{Error, ErrorCode, Result};
use serde::{Serialize, de::DeserializeOwned};
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: &[u8; 8] = b"SvcCircl";
const HEADER: usize = 32;

/// Which thing an archive holds, the version of its columns, and the code for bytes that are not it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Four letters that name the thing.
    pub tag: [u8; 4],
    /// Raised whenever columns change; other versions are refused.
    pub version: u32,
    /// The error code for foreign, truncated or changed bytes.
    pub refused: ErrorCode,
}

/// Writes columns one after the other; [`Reader`] reads them in the same order.
#[derive(Debug)]
pub struct Writer {
    kind: Kind,
    bytes: Vec<u8>,
}

/// Reads what a [`Writer`] wrote, after checking all of it.
#[derive(Debug)]
pub struct Reader<'a> {
    kind: Kind,
    rest: &'a [u8],
}

macro_rules! columns {
    ($($put:ident $take:ident $type:ty, $tag:literal;)*) => {
        impl Writer {$(
            /// Appends a column.
            pub fn $put(&mut self, values: &[$type]) {
                self.head($tag, size_of_val(values));
                for value in values {
                    self.bytes.extend_from_slice(&value.to_le_bytes());
                }
            }
        )*}

        impl Reader<'_> {$(
            /// The next column.
            ///
            /// # Errors
            /// The kind's code if the next column is of another type.
            pub fn $take(&mut self) -> Result<Vec<$type>> {
                let (values, rest) = self.column($tag)?.as_chunks::<{ size_of::<$type>() }>();
                if !rest.is_empty() {
                    return Err(self.refuse("a column of broken length"));
                }
                Ok(values.iter().map(|v| <$type>::from_le_bytes(*v)).collect())
            }
        )*}
    };
}

columns! {
    put_u8 take_u8 u8, 1;
    put_u16 take_u16 u16, 2;
    put_u32 take_u32 u32, 3;
    put_i32 take_i32 i32, 4;
    put_i64 take_i64 i64, 5;
    put_f32 take_f32 f32, 6;
    put_f64 take_f64 f64, 7;
}

const DOCUMENT: u8 = 8;

impl Writer {
    /// An empty archive of a kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, bytes: vec![0; HEADER] }
    }

    /// Appends a small document (anything serde knows).
    ///
    /// # Errors
    /// The kind's code if the document has no binary form.
    pub fn put_document(&mut self, document: &impl Serialize) -> Result<()> {
        let bytes = postcard::to_stdvec(document)
            .map_err(|e| Error::new(self.kind.refused, e.to_string()))?;
        self.head(DOCUMENT, bytes.len());
        self.bytes.extend_from_slice(&bytes);
        Ok(())
    }

    /// Seals the archive.
    pub fn finish(mut self) -> Vec<u8> {
        let checksum = xxh3_64(&self.bytes[HEADER..]);
        let length = (self.bytes.len() - HEADER) as u64;
        self.bytes[0..8].copy_from_slice(MAGIC);
        self.bytes[8..12].copy_from_slice(&self.kind.tag);
        self.bytes[12..16].copy_from_slice(&self.kind.version.to_le_bytes());
        self.bytes[16..24].copy_from_slice(&length.to_le_bytes());
        self.bytes[24..32].copy_from_slice(&checksum.to_le_bytes());
        self.bytes
    }

    fn head(&mut self, tag: u8, bytes: usize) {
        self.bytes.reserve(bytes + 9);
        self.bytes.push(tag);
        self.bytes.extend_from_slice(&(bytes as u64).to_le_bytes());
    }
}

impl<'a> Reader<'a> {
    /// Checks magic, kind, version, length and checksum.
    ///
    /// # Errors
    /// The kind's code, saying which of them is not as it should be.
    pub fn open(bytes: &'a [u8], kind: Kind) -> Result<Self> {
        let reader = Self { kind, rest: bytes.get(HEADER..).unwrap_or_default() };
        let word = |from: usize| {
            bytes.get(from..from + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
        };
        if bytes.len() < HEADER || &bytes[0..8] != MAGIC {
            return Err(reader.refuse("bytes of another format"));
        }
        if bytes[8..12] != kind.tag {
            return Err(reader.refuse("an archive of another kind"));
        }
        let version = (word(8) >> 32) as u32;
        if version != kind.version {
            return Err(reader.refuse(&format!("version {version}, not {}", kind.version)));
        }
        if word(16) != reader.rest.len() as u64 {
            return Err(reader.refuse(&format!(
                "{} bytes where {} were written",
                reader.rest.len(),
                word(16)
            )));
        }
        if word(24) != xxh3_64(reader.rest) {
            return Err(reader.refuse("bytes that were changed (checksum)"));
        }
        Ok(reader)
    }

    /// The next document.
    ///
    /// # Errors
    /// The kind's code if the next entry is no document of this type.
    pub fn take_document<T: DeserializeOwned>(&mut self) -> Result<T> {
        let bytes = self.column(DOCUMENT)?;
        postcard::from_bytes(bytes).map_err(|e| self.refuse(&e.to_string()))
    }

    /// An error of the archive's code, for columns that contradict each other.
    #[must_use]
    pub fn refuse(&self, found: &str) -> Error {
        Error::new(self.kind.refused, found)
    }

    fn column(&mut self, tag: u8) -> Result<&'a [u8]> {
        let truncated = || self.refuse("a column cut short");
        let (head, rest) = self.rest.split_at_checked(9).ok_or_else(truncated)?;
        if head[0] != tag {
            return Err(self.refuse("a column of another type"));
        }
        let length = head[1..9].try_into().map(u64::from_le_bytes).map_err(|_| truncated())?;
        let length = usize::try_from(length).map_err(|_| truncated())?;
        let (column, rest) = rest.split_at_checked(length).ok_or_else(truncated)?;
        self.rest = rest;
        Ok(column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { tag: *b"test", version: 1, refused: ErrorCode::NetworkFormat };

    fn sealed() -> Vec<u8> {
        let mut w = Writer::new(KIND);
        w.put_u32(&[1, 2, u32::MAX]);
        w.put_f64(&[0.5, f64::NAN]);
        w.put_document(&("a name", 7u8)).expect("serialisable");
        w.finish()
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = sealed();
        let mut r = Reader::open(&bytes, KIND).expect("whole");
        assert_eq!(r.take_u32().expect("column"), [1, 2, u32::MAX]);
        assert!(r.take_f64().expect("column")[1].is_nan());
        assert_eq!(r.take_document::<(String, u8)>().expect("document"), ("a name".into(), 7));
        assert!(r.take_u8().is_err());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_refused() {
        let bytes = sealed();
        for cut in 0..bytes.len() {
            assert!(Reader::open(&bytes[..cut], KIND).is_err(), "cut at {cut}");
        }
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 1;
            assert!(Reader::open(&changed, KIND).is_err(), "byte {i}");
        }
        assert!(Reader::open(&bytes, Kind { version: 2, ..KIND }).is_err());
    }
}
