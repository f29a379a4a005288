//! Templates near the limits of their length are read in little time, and sign as they are written.

use std::time::{Duration, Instant};

use super::{file, signed};

/// The string to sign of `GET https://acme.example/a`.
fn string_to_sign(template: &str) -> String {
    let signing = signed(&file(template), "GET https://acme.example/a");
    signing.string_to_sign.to_string()
}

#[test]
fn thousands_of_values_in_quotes_in_quotes() {
    for levels in 0..=11 {
        let inner = "{url}{path}".repeat(3_500);
        let template = (0..levels).fold(inner, |inner, level| {
            let quote = ['\'', '"'][level % 2];
            format!("{level:x}{{{quote}{inner}{quote}}}")
        });
        let before = (0..levels).rev().map(|level| format!("{level:x}"));
        let before = before.collect::<Vec<_>>().concat();
        let expected = format!("{before}{}", "https://acme.example/a/a".repeat(3_500));
        assert_eq!(string_to_sign(&template), expected, "{levels} levels");
    }
}

#[test]
fn thousands_of_texts_in_quotes() {
    let digits = |index: u32| format!("{:08x}", index.wrapping_mul(2_654_435_761));
    let quoted = |index| format!("{{'{}'}}", digits(index));
    let template = (0..4_000).map(quoted).collect::<Vec<_>>().concat();
    let expected: String = (0..4_000).map(digits).collect();
    let begun = Instant::now();
    assert_eq!(string_to_sign(&template), expected);
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(10), "{taken:?}");
}
