//! The protobuf wire format: numbered fields, read in place and never beyond their end.

/// What is wrong with the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken(pub String);

/// A result with that error, which does not know its place yet.
pub(super) type Read<T> = Result<T, Broken>;

impl Broken {
    pub(super) fn new<T>(what: impl Into<String>) -> Read<T> {
        Err(Self(what.into()))
    }
}

/// One field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A number.
    Varint(u64),
    /// A text, a message, or packed numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes; OSM has none.
    Fixed,
}

impl<'a> Value<'a> {
    /// The bytes of a text, message or packed column.
    pub(super) fn bytes(self) -> Read<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Broken::new("a number where bytes belong"),
        }
    }

    /// The number.
    pub(super) fn number(self) -> Read<u64> {
        match self {
            Self::Varint(number) => Ok(number),
            _ => Broken::new("bytes where a number belongs"),
        }
    }
}

/// Reads the fields of a message in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn of(message: &'a [u8]) -> Self {
        Self(message)
    }

    /// The next field's number and value; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, Broken> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint()?),
            1 => self.skip(8)?,
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.skip(4)?,
            _ => return Broken::new("a field of unknown type"),
        };
        Ok(Some((key >> 3, value)))
    }

    fn varint(&mut self) -> Read<u64> {
        let (number, rest) = varint(self.0).ok_or_else(cut)?;
        self.0 = rest;
        Ok(number)
    }

    fn take(&mut self, length: u64) -> Read<&'a [u8]> {
        let length = usize::try_from(length).map_err(|_| cut())?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(cut)?;
        self.0 = rest;
        Ok(taken)
    }

    fn skip(&mut self, length: u64) -> Read<Value<'a>> {
        self.take(length).map(|_| Value::Fixed)
    }
}

fn cut() -> Broken {
    Broken("a field cut short".into())
}

/// A varint and what follows it; `None` if it does not end.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0u64;
    for (i, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((number, bytes.get(i + 1..)?));
        }
    }
    None
}

/// A signed number from its zigzag form.
pub(super) fn zigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// A column of packed numbers, read one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    /// The column that a field's value holds, where none was there before.
    pub(super) fn set(&mut self, value: Value<'a>) -> Read<()> {
        let bytes = value.bytes()?;
        if !self.0.is_empty() && !bytes.is_empty() {
            return Broken::new("a column in two parts");
        }
        if !bytes.is_empty() {
            self.0 = bytes;
        }
        Ok(())
    }

    /// The next number; `None` at the end.
    pub(super) fn next(&mut self) -> Read<Option<u64>> {
        match self.0 {
            [] => Ok(None),
            // Most numbers are small.
            [byte, rest @ ..] if *byte < 0x80 => {
                self.0 = rest;
                Ok(Some(u64::from(*byte)))
            }
            bytes => {
                let (number, rest) = varint(bytes).ok_or_else(cut)?;
                self.0 = rest;
                Ok(Some(number))
            }
        }
    }

    /// The next number of a column that must be as long as another.
    pub(super) fn expect(&mut self) -> Read<u64> {
        self.next()?.map_or_else(|| Broken::new("columns of unequal length"), Ok)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_order_and_unknown_sizes_are_skipped() {
        // 1: 300, 2: "ab", 3: fixed32, 4: 1
        let bytes = [0x08, 0xac, 0x02, 0x12, 2, b'a', b'b', 0x1d, 0, 0, 0, 0, 0x20, 1];
        let mut fields = Fields::of(&bytes);
        assert_eq!(fields.next(), Ok(Some((1, Value::Varint(300)))));
        assert_eq!(fields.next(), Ok(Some((2, Value::Bytes(b"ab")))));
        assert_eq!(fields.next(), Ok(Some((3, Value::Fixed))));
        assert_eq!(fields.next(), Ok(Some((4, Value::Varint(1)))));
        assert_eq!(fields.next(), Ok(None));
        for cut in [1, 2, 4, 5, 6, 8, 11, 13] {
            let mut fields = Fields::of(&bytes[..cut]);
            let end = loop {
                match fields.next() {
                    Ok(Some(_)) => {}
                    end => break end,
                }
            };
            assert_eq!(end, Err(super::cut()), "cut at {cut}");
        }
    }

    #[test]
    fn numbers_that_do_not_end_are_refused() {
        let mut endless = Packed(&[0xff; 11]);
        assert!(endless.next().is_err());
        assert!(Fields::of(&[0x80]).next().is_err());
        assert!(Fields::of(&[0x0f]).next().is_err());
    }

    #[test]
    fn zigzag_goes_both_ways() {
        assert_eq!([0, 1, 2, 3, u64::MAX].map(zigzag), [0, -1, 1, -2, i64::MIN]);
    }
}
