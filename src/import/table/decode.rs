//! Bytes of a text file as text: by its byte order mark, else strict UTF-8, else GB18030.

use crate::error::{Error, ErrorCode, Result};
use encoding_rs::{Encoding, GB18030};
use std::borrow::Cow;

/// The text of a file, and the name of its encoding.
///
/// Excel and WPS on Chinese Windows write GBK, which is part of GB18030.
///
/// # Errors
/// `table.format` for bytes that are no text in any of these, or a spreadsheet's own format.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str)> {
    let refused = |found: &str| Err(Error::new(ErrorCode::TableFormat, found));
    match bytes {
        [] => return refused("an empty file"),
        [b'P', b'K', 3, 4, ..] => return refused("a workbook or zip archive; save it as CSV"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return refused("an old workbook; save it as CSV"),
        _ => {}
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return match text {
            Some(text) => Ok((text, encoding.name())),
            None => refused("text that breaks its own encoding"),
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), "UTF-8"));
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text, "GB18030")),
        None => refused("text that is neither UTF-8 nor GB18030"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let text = "名称,人口\n甲村,12\n";
        let (gb, _, _) = GB18030.encode(text);
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (bytes, name) in
            [(text.as_bytes(), "UTF-8"), (&marked, "UTF-8"), (&gb, "GB18030"), (&utf16, "UTF-16LE")]
        {
            let (read, encoding) = decode(bytes).expect("text");
            assert_eq!((read.as_ref(), encoding), (text, name));
        }
        for other in [b"".as_slice(), b"PK\x03\x04rest", b"\xff\xff\xff\xff", b"\x81"] {
            assert_eq!(decode(other).map_err(|e| e.code()), Err(ErrorCode::TableFormat));
        }
    }
}
