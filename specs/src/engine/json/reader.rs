//! Reads JSON (RFC 8259) in one pass, which finds where its values stand.

use std::ops::Range;

use super::Fault;
use super::tree::{Names, Place};

/// So many names of an object are sooner compared with each other than sorted.
pub(super) const FEW: usize = 16;

/// Where the reading goes on, or where it stopped.
type Read = Result<usize, usize>;

/// Reads what is JSON; of anything else it makes nothing.
pub(super) struct Reader<'t> {
    text: &'t [u8],
    places: Vec<Place>,
    names: Names,
    /// The last string held an escape.
    escaped: bool,
    stopped: usize,
    fault: Fault,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            places: Vec::with_capacity((text.len() / 12).clamp(8, 256)),
            names: Names::Once,
            escaped: false,
            stopped: 0,
            fault: Fault::Broken,
        }
    }

    /// Reads the whole text, with values in one another up to such a depth.
    pub(super) fn read(&mut self, depth: usize) -> Option<(Vec<Place>, Names)> {
        let end = self.value(0, 0..0, depth).map(|end| self.blanks(end));
        match end {
            Ok(end) if end == self.text.len() => {
                Some((std::mem::take(&mut self.places), self.names))
            }
            Ok(at) | Err(at) => {
                self.stopped = at;
                None
            }
        }
    }

    /// Where it stopped.
    pub(super) fn at(&self) -> usize {
        self.stopped
    }

    /// Why it stopped.
    pub(super) fn fault(&self) -> Fault {
        self.fault
    }

    /// A value, behind the white space before it; the name is that of the member that it is.
    fn value(&mut self, at: usize, name: Range<usize>, depth: usize) -> Read {
        let escaped_name = self.escaped && !name.is_empty();
        let start = self.blanks(at);
        let index = self.places.len();
        let opens = |first: Option<&u8>| matches!(first, Some(b'{' | b'['));
        let mut place = Place {
            name,
            escaped_name,
            value: start..start,
            escaped: false,
            next: index + 1,
        };
        let first = self.text.get(start);
        if opens(first) {
            if depth == 0 {
                return self.stop(start, Fault::Deep);
            }
            self.places.push(place);
            let end = match first {
                Some(b'{') => self.object(start + 1, index, depth - 1)?,
                _ => self.list(start + 1, depth - 1)?,
            };
            let next = self.places.len();
            let place = &mut self.places[index];
            (place.value.end, place.next) = (end, next);
            return Ok(end);
        }
        place.value.end = match first {
            Some(b'"') => {
                let end = self.string(start)?;
                place.escaped = self.escaped;
                end
            }
            Some(b't') => self.word(start, b"true")?,
            Some(b'f') => self.word(start, b"false")?,
            Some(b'n') => self.word(start, b"null")?,
            _ => self.number(start)?,
        };
        let end = place.value.end;
        self.places.push(place);
        Ok(end)
    }

    /// The members of an object, and its end.
    fn object(&mut self, at: usize, index: usize, depth: usize) -> Read {
        let mut at = self.blanks(at);
        if self.is(at, b'}') {
            return Ok(at + 1);
        }
        loop {
            let start = self.expect(at, b'"')?;
            let end = self.string(start - 1)?;
            let name = start..end - 1;
            self.note(index, &name);
            let colon = self.blanks(end);
            at = self.expect(colon, b':')?;
            at = self.value(at, name, depth)?;
            at = self.blanks(at);
            if self.is(at, b'}') {
                return Ok(at + 1);
            }
            at = self.expect(at, b',')?;
            at = self.blanks(at);
        }
    }

    /// The items of a list, and its end.
    fn list(&mut self, at: usize, depth: usize) -> Read {
        let mut at = self.blanks(at);
        if self.is(at, b']') {
            return Ok(at + 1);
        }
        loop {
            at = self.value(at, 0..0, depth)?;
            at = self.blanks(at);
            if self.is(at, b']') {
                return Ok(at + 1);
            }
            at = self.expect(at, b',')?;
        }
    }

    /// Ends the reading; what is wrong stands here.
    #[cold]
    fn stop(&mut self, at: usize, fault: Fault) -> Read {
        self.fault = fault;
        Err(at)
    }

    /// Compares a name with those before it in its object.
    fn note(&mut self, object: usize, name: &Range<usize>) {
        if self.names != Names::Once {
            return;
        }
        let text = &self.text[name.clone()];
        let (mut index, mut count) = (object + 1, 0);
        while let Some(place) = self.places.get(index) {
            if place.name.len() == text.len() && self.text[place.name.clone()] == *text {
                self.names = Names::Twice;
                return;
            }
            (index, count) = (place.next, count + 1);
        }
        if self.escaped || count > FEW {
            self.names = Names::Unknown;
        }
    }

    #[inline]
    fn is(&self, at: usize, byte: u8) -> bool {
        self.text.get(at) == Some(&byte)
    }

    /// Passes over a byte that has to be there.
    #[inline]
    fn expect(&self, at: usize, byte: u8) -> Read {
        if self.is(at, byte) {
            Ok(at + 1)
        } else {
            Err(at)
        }
    }

    /// Passes over white space.
    #[inline]
    fn blanks(&self, mut at: usize) -> usize {
        // Most of what is sent holds none.
        while let Some(byte @ ..=b' ') = self.text.get(at)
            && matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
        {
            at += 1;
        }
        at
    }

    /// A string, from its quote to behind its other one.
    #[inline]
    fn string(&mut self, at: usize) -> Read {
        self.escaped = false;
        let end = at + 1 + plain_len(&self.text[at + 1..]);
        if self.is(end, b'"') {
            return Ok(end + 1);
        }
        self.escaped_string(end)
    }

    /// The rest of a string, from an escape on.
    #[inline(never)]
    fn escaped_string(&mut self, mut at: usize) -> Read {
        loop {
            let rest = &self.text[at..];
            at += match rest {
                [b'"', ..] => return Ok(at + 1),
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    ..,
                ] => 2,
                [b'\\', b'u', ..] => {
                    let low = || unit(rest.get(6..)?);
                    match unit(rest).ok_or(at)? {
                        // A character of two units; one of them alone is none.
                        0xd800..0xdc00
                            if low().is_some_and(|low| (0xdc00..0xe000).contains(&low)) =>
                        {
                            12
                        }
                        0xd800..0xe000 => return self.stop(at, Fault::Half),
                        _ => 6,
                    }
                }
                _ => return Err(at),
            };
            self.escaped = true;
            at += plain_len(&self.text[at..]);
        }
    }

    fn word(&self, at: usize, word: &[u8]) -> Read {
        let is_there = self.text[at..].starts_with(word);
        is_there.then_some(at + word.len()).ok_or(at)
    }

    fn number(&self, start: usize) -> Read {
        let mut at = start + usize::from(self.is(start, b'-'));
        // A zero in front is all that stands before the dot.
        at = if self.is(at, b'0') {
            at + 1
        } else {
            self.digits(at)?
        };
        if self.is(at, b'.') {
            at = self.digits(at + 1)?;
        }
        if self.is(at, b'e') || self.is(at, b'E') {
            at += 1;
            at += usize::from(self.is(at, b'+') || self.is(at, b'-'));
            at = self.digits(at)?;
        }
        Ok(at)
    }

    /// One digit, and all that follow.
    fn digits(&self, start: usize) -> Read {
        let mut at = start;
        while self.text.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at > start { Ok(at) } else { Err(at) }
    }
}

/// The unit of UTF-16 that an escape at the start of a text stands for.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let value = |byte: &u8| char::from(*byte).to_digit(16);
    let more = |unit: u32, byte: &u8| Some(unit << 4 | value(byte)?);
    digits.iter().try_fold(0, more)
}

/// How long the plain text in a string is: up to a quote, a backslash or a control, or the end.
#[inline]
pub(super) fn plain_len(text: &[u8]) -> usize {
    let (eights, rest) = text.as_chunks();
    for (index, eight) in eights.iter().enumerate() {
        let ends = ends_among(*eight);
        if ends != 0 {
            return 8 * index + ends.trailing_zeros() as usize / 8;
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    let at = rest.iter().position(ends).unwrap_or(rest.len());
    8 * eights.len() + at
}

/// A bit in the first of eight bytes that ends a plain text, and perhaps in some behind it. A byte
/// that is less than another borrows from its highest bit when that is taken from it.
#[inline]
pub(super) fn ends_among(eight: [u8; 8]) -> u64 {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let eight = u64::from_le_bytes(eight);
    let less = |than: u8, bytes: u64| bytes.wrapping_sub(EACH * u64::from(than)) & !bytes;
    let same = |byte: u8| less(1, eight ^ (EACH * u64::from(byte)));
    (less(b' ', eight) | same(b'"') | same(b'\\')) & (EACH << 7)
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::super::Tree;
    use super::plain_len;

    #[test]
    fn a_plain_text_ends_where_the_first_such_byte_stands() {
        for byte in 0..=u8::MAX {
            let ends = matches!(byte, b'"' | b'\\' | ..b' ');
            for at in 0..20 {
                let mut text = [b'#'; 20];
                text[at] = byte;
                assert_eq!(plain_len(&text), if ends { at } else { 20 }, "{byte}");
                // Whatever stands behind it.
                text[at + 1..].fill(b'"');
                let found = if ends { at } else { at + 1 };
                assert_eq!(plain_len(&text), found, "{byte}");
            }
        }
    }

    /// Whatever is JSON for `serde_json` is JSON here, and nothing else: texts with every byte replaced
    /// by others, doubled or taken out. Of an escape that is no character it asks the strings.
    #[test]
    fn what_is_json_is_what_serde_json_takes() {
        let texts = [
            r#" {"a":[1,-0.5e+7,"x\u00e9\"\\",true,false,null],"b":{"":0,"c":[[],{}]}} "#,
            r#"["\/\b\f\n\r\t",10,1E2,-1e-0,"é"]"#,
            r#"["\ud83d\ude00x\u00e9"]"#,
            "7",
        ];
        for text in texts {
            assert!(Tree::of(text).is_some(), "{text}");
            for (at, character) in text.char_indices() {
                let (before, behind) = (&text[..at], &text[at + character.len_utf8()..]);
                let others = "\"\\{}[]:,.-+0e1utcdn \n\u{1}é".chars().map(String::from);
                for other in others.chain([String::new(), [character; 2].iter().collect()]) {
                    let changed = format!("{before}{other}{behind}");
                    let json = serde_json::from_str::<&RawValue>(&changed).is_ok();
                    let strings = serde_json::from_str::<serde_json::Value>(&changed);
                    let half = strings.is_err_and(|e| e.to_string().contains("hex escape"));
                    assert_eq!(Tree::of(&changed).is_some(), json && !half, "{changed}");
                }
            }
        }
    }
}
