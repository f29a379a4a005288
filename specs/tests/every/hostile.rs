//! Requests spoilt at random: whatever a sender makes of one, it gets a verdict.

use http::HeaderValue;

use crate::wire::Wire;

/// Random numbers (xorshift), the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// What is put into a request: ends of quotes, lists and encodings, numbers beyond all types.
const PIECES: &[&[u8]] = &[
    b"",
    b"\"",
    b"\\",
    b"=",
    b"==",
    b",",
    b", ",
    b";",
    b":",
    b"&",
    b"%",
    b"%f",
    b"%ff",
    b"%00",
    b"+",
    b" ",
    b"?",
    b"/",
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"0",
    b"-",
    b"-0",
    b"99999999999999999999999999",
    b"-9223372036854775808",
    b"9223372036854775807",
    b"253402300800",
    b"1e400",
    b"0000-00-00T00:00:00Z",
    b"9999-12-31T23:59:60Z",
    b".999999999999999999999999",
    "é".as_bytes(),
    "日本".as_bytes(),
    b"\xff",
    b"\xc3",
    b"{\"a\":{\"a\":1,\"a\":2}}",
];

/// The request with a few bytes of one of its parts replaced.
pub(crate) fn spoilt(request: &Wire, numbers: &mut Numbers) -> Wire {
    let mut spoilt = request.clone();
    for _ in 0..=numbers.below(3) {
        match numbers.below(4) {
            0 => spoilt.body = replaced(&spoilt.body, numbers),
            1 => {
                let target = replaced(spoilt.target.as_bytes(), numbers);
                spoilt.target = String::from_utf8_lossy(&target).into_owned();
            }
            _ => spoil_header(&mut spoilt, numbers),
        }
    }
    spoilt
}

fn spoil_header(request: &mut Wire, numbers: &mut Numbers) {
    let at = numbers.below(request.headers.len());
    let Some(value) = request.headers.values_mut().nth(at) else {
        return;
    };
    if let Ok(other) = HeaderValue::from_bytes(&replaced(value.as_bytes(), numbers)) {
        *value = other;
    }
}

fn replaced(text: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let at = numbers.below(text.len() + 1);
    let end = match numbers.below(3) {
        0 => at,
        1 => text.len(),
        _ => (at + numbers.below(6)).min(text.len()),
    };
    let piece = PIECES[numbers.below(PIECES.len())];
    let times = if numbers.below(40) == 0 { 2_000 } else { 1 };
    [&text[..at], &piece.repeat(times), &text[end..]].concat()
}
