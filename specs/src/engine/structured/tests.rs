//! Structured fields that others have read.

use super::*;

/// Each with what Python's `http_sf` 1.5.0 makes of it, `-` if nothing; `a, a` is one list and another
/// dictionary.
const FIELDS: &str = r#"
a=1,    b=2;x=1;y=2,   c=(a   b    c) → a=1, b=2;x=1;y=2, c=(a b c)
a=?1;b , c → a;b, c
a=1, a=2 → a=2
a;x=1;x=2 → a;x=2
00012 → 12
-0 → 0
-0.0 → 0.0
1.50 → 1.5
999999999999999 → 999999999999999
@-12 → @-12
:YQ: → :YQ==:
:YR==: → :YQ==:
(1  2 );a=1, () → (1 2);a=1, ()
"x\"\\" → "x\"\\"
%"f%c3%bc%22" → %"f%c3%bc%22"
a	,	b → a, b
*a;*=?0 → *a;*=?0
gzip;q=1.0, text/html → gzip;q=1.0, text/html
a, a → -
a, → -
, → -
A=1 → -
a= 1 → -
1. → -
1.0000 → -
1234567890123.0 → -
1000000000000000 → -
- → -
@1.0 → -
?2 → -
:Y*: → -
:YQ → -
"x → -
"\x" → -
"ü" → -
%"%C3" → -
%"%c3" → -
%"%é" → -
(1	2) → -
(1 → -
(1"a") → -
Tue, 20 Apr 2021 02:07:55 GMT → -
é → -
"#;

fn fields() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let rows = FIELDS
        .trim()
        .lines()
        .map(|row| row.split_once(" → ").unwrap());
    rows.map(|(text, canonical)| (text, (canonical != "-").then_some(canonical)))
}

#[test]
fn a_field_is_canonical_or_none() {
    for (text, expected) in fields() {
        assert_eq!(canonical(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn what_is_canonical_stays() {
    for text in fields().filter_map(|(_, canonical)| canonical) {
        assert_eq!(canonical(text).as_deref(), Some(text));
    }
}
