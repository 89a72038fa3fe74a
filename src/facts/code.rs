//! Stable external codes: the names that facts keep across files, scenarios, plans and sessions.

use crate::archive::{Reader, Writer};
use crate::error::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest code in bytes.
const LONGEST: usize = 64;

/// The stable name of one unit, facility or demand point, as files and people write it.
///
/// ```
/// use service_circle::facts::Code;
/// assert_eq!(Code::new("n156496732")?.as_str(), "n156496732");
/// assert!(Code::new(" ").is_err());
/// # Ok::<(), service_circle::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(Box<str>);

impl Code {
    /// A code of 1 to 64 bytes without control characters and without space at its ends.
    ///
    /// # Errors
    /// `argument.range` for any other text.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text: String = text.into();
        let fits = !text.is_empty()
            && text.len() <= LONGEST
            && text.trim().len() == text.len()
            && !text.contains(char::is_control);
        if fits {
            Ok(Self(text.into_boxed_str()))
        } else {
            Err(Error::new(ErrorCode::ArgumentRange, format!("{text:?} as a code")))
        }
    }

    /// The code of an OSM element: `n`, `w` or `r` and its id.
    pub(crate) fn of_element(letter: char, id: i64) -> Self {
        Self(format!("{letter}{id}").into_boxed_str())
    }

    /// The code of the whole study where nothing in it gives one.
    pub(crate) fn of_whole() -> Self {
        Self("whole".into())
    }

    /// The code with a running number that the product gives where none was given.
    pub(crate) fn minted(stem: &str, number: usize) -> Self {
        Self(format!("{stem}-{number}").into_boxed_str())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Code {
    /// Only what was found: it becomes part of the error of the document that holds the code.
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        Self::new(text).map_err(|e| e.found().to_owned())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.into()
    }
}

/// Many codes in one piece of text, for columns of tens of thousands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeColumn {
    text: String,
    end: Vec<u32>,
}

impl CodeColumn {
    /// Appends a code.
    pub fn push(&mut self, code: fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = fmt::Write::write_fmt(&mut self.text, code);
        self.end.push(self.text.len() as u32);
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.end.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.end.is_empty()
    }

    /// The code at a position.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.end.get(index)? as usize;
        let start = if index == 0 { 0 } else { *self.end.get(index - 1)? as usize };
        self.text.get(start..end)
    }

    /// All codes in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|i| self.get(i))
    }

    /// Appends the column to an archive.
    pub fn write(&self, to: &mut Writer) {
        to.put_u8(self.text.as_bytes());
        to.put_u32(&self.end);
    }

    /// Takes a column from an archive.
    ///
    /// # Errors
    /// The archive's code if the next columns are no codes.
    pub fn read(from: &mut Reader<'_>) -> Result<Self> {
        let text =
            String::from_utf8(from.take_u8()?).map_err(|_| from.refuse("codes not UTF-8"))?;
        let column = Self { text, end: from.take_u32()? };
        if column.iter().count() == column.len() {
            Ok(column)
        } else {
            Err(from.refuse("codes of broken length"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_visible_text() {
        assert!(Code::new("330502001").is_ok());
        for bad in ["", " a", "a\n", &"9".repeat(65)] {
            assert_eq!(Code::new(bad).map_err(|e| e.code()), Err(ErrorCode::ArgumentRange));
        }
    }

    #[test]
    fn a_column_gives_back_what_was_pushed() {
        let mut column = CodeColumn::default();
        column.push(format_args!("w{}", 12));
        column.push(format_args!("w{}.{}", 7, 3));
        assert_eq!(column.iter().collect::<Vec<_>>(), ["w12", "w7.3"]);
        assert_eq!(column.get(2), None);
    }
}
