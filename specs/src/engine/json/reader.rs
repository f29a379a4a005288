//! Reads JSON (RFC 8259) in one pass, which finds where its values stand.

use std::ops::Range;

use super::Fault;
use super::tree::{Names, Place};

/// So many names of an object are sooner compared with each other than sorted.
pub(super) const FEW: usize = 16;

/// Reads what is JSON; of anything else it makes nothing.
pub(super) struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    places: Vec<Place>,
    names: Names,
    fault: Fault,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            places: Vec::with_capacity((text.len() / 12).clamp(8, 256)),
            names: Names::Once,
            fault: Fault::Broken,
        }
    }

    /// Reads the whole text, with values in one another up to such a depth.
    pub(super) fn read(&mut self, depth: usize) -> Option<(Vec<Place>, Names)> {
        self.value(0..0, false, depth)?;
        self.blanks();
        let whole = self.at == self.text.len();
        whole.then(|| (std::mem::take(&mut self.places), self.names))
    }

    /// Where it stopped.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Why it stopped.
    pub(super) fn fault(&self) -> Fault {
        self.fault
    }

    fn value(&mut self, name: Range<usize>, escaped: bool, depth: usize) -> Option<()> {
        self.blanks();
        let (start, index) = (self.at, self.places.len());
        self.places.push(Place {
            name,
            escaped,
            value: start..start,
            next: index,
        });
        match self.text.get(start)? {
            b'{' | b'[' if depth == 0 => return self.stop(Fault::Deep),
            b'{' => self.object(index, depth - 1)?,
            b'[' => self.list(depth - 1)?,
            b'"' => drop(self.string()?),
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => self.number()?,
        }
        self.places[index].value.end = self.at;
        self.places[index].next = self.places.len();
        Some(())
    }

    fn object(&mut self, index: usize, depth: usize) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.takes(b'}') {
            return Some(());
        }
        loop {
            self.blanks();
            let start = self.at;
            let escaped = (self.text.get(start)? == &b'"').then(|| self.string())??;
            let name = start..self.at;
            self.note(index, &name, escaped);
            self.blanks();
            self.takes(b':').then_some(())?;
            self.value(name, escaped, depth)?;
            if self.ends(b'}')? {
                return Some(());
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        self.blanks();
        if self.takes(b']') {
            return Some(());
        }
        loop {
            self.value(0..0, false, depth)?;
            if self.ends(b']')? {
                return Some(());
            }
        }
    }

    /// Ends the reading; what is wrong stands here.
    #[cold]
    fn stop<T>(&mut self, fault: Fault) -> Option<T> {
        self.fault = fault;
        None
    }

    /// Compares a name with those before it in its object.
    fn note(&mut self, object: usize, name: &Range<usize>, escaped: bool) {
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
        if escaped || count > FEW {
            self.names = Names::Unknown;
        }
    }

    /// Whether this was the last member or item: else there is a comma.
    fn ends(&mut self, end: u8) -> Option<bool> {
        self.blanks();
        if self.takes(end) {
            return Some(true);
        }
        self.takes(b',').then_some(false)
    }

    fn takes(&mut self, byte: u8) -> bool {
        let taken = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(taken);
        taken
    }

    /// Passes over white space.
    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
    }

    /// A string; whether it holds an escape.
    fn string(&mut self) -> Option<bool> {
        self.at += 1;
        let mut escaped = false;
        loop {
            let rest = &self.text[self.at..];
            let plain = plain_len(rest)?;
            self.at += plain + 1;
            match (rest[plain], rest.get(plain + 1)) {
                (b'"', _) => return Some(escaped),
                (b'\\', Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => {
                    self.at += 1;
                }
                (b'\\', Some(b'u')) => {
                    let low = || unit(rest.get(plain + 6..)?);
                    self.at += match unit(&rest[plain..])? {
                        // A character of two units; one of them alone is none.
                        0xd800..0xdc00
                            if low().is_some_and(|low| (0xdc00..0xe000).contains(&low)) =>
                        {
                            11
                        }
                        0xd800..0xe000 => {
                            self.at -= 1;
                            return self.stop(Fault::Half);
                        }
                        _ => 5,
                    };
                }
                _ => {
                    self.at -= 1;
                    return None;
                }
            }
            escaped = true;
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.text[self.at..].starts_with(word).then_some(())?;
        self.at += word.len();
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.takes(b'-');
        // A zero in front is all that stands before the dot.
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit, and all that follow.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

/// The unit of UTF-16 that an escape at the start of a text stands for.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let value = |byte: &u8| char::from(*byte).to_digit(16);
    let more = |unit: u32, byte: &u8| Some(unit << 4 | value(byte)?);
    digits.iter().try_fold(0, more)
}

/// How long the plain text in a string is: up to a quote, a backslash or a control.
fn plain_len(text: &[u8]) -> Option<usize> {
    let (eights, rest) = text.as_chunks();
    for (index, eight) in eights.iter().enumerate() {
        let ends = ends_among(u64::from_le_bytes(*eight));
        if ends != 0 {
            return Some(8 * index + ends.trailing_zeros() as usize / 8);
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    let at = rest.iter().position(ends)?;
    Some(8 * eights.len() + at)
}

/// A bit in the first of eight bytes that ends a plain text, and perhaps in some behind it. A byte
/// that is less than another borrows from its highest bit when that is taken from it.
fn ends_among(eight: u64) -> u64 {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
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
                assert_eq!(plain_len(&text), ends.then_some(at), "{byte}");
                // Whatever stands behind it.
                text[at + 1..].fill(b'"');
                let found = if ends { at } else { at + 1 };
                assert_eq!(plain_len(&text), (found < 20).then_some(found), "{byte}");
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
