//! A query that is percent-encoded, sorted and joined, as most canonical requests have it.

use super::{file, signed};

/// What becomes of a query: by the language's page, pair by pair.
const QUERIES: [(&str, &str); 14] = [
    ("", ""),
    ("a=1", "a=1"),
    ("a=1&b=2", "a=1&b=2"),
    ("b=2&a=1", "a=1&b=2"),
    ("a=2&a=1", "a=1&a=2"),
    ("a", "a="),
    ("a&b=1", "a=&b=1"),
    ("a&&b=1", "a=&b=1"),
    ("a=1&&b=2", "a=1&b=2"),
    ("&a=1", "a=1"),
    ("a=1&", "a=1"),
    ("a=x=y", "a=x%3Dy"),
    ("a=%2f&b=%7E", "a=%2F&b=~"),
    ("a=x+y&b=%20", "a=x%20y&b=%20"),
];

#[test]
fn a_query_is_written_as_its_pairs_are_however_it_stands() {
    for (between, line) in [
        ("&", "{name}={value}"),
        (",", "{name}={value}"),
        ("&", "{name}:{value}"),
    ] {
        let text =
            format!("{{query | percent_encode | sort | each('{line}') | join('{between}')}}");
        for (query, canonical) in QUERIES {
            let request = format!("GET https://api.example/?{query}");
            let mark = &line["{name}".len()..][..1];
            let wanted = canonical.replace('=', mark).replace('&', between);
            let signing = signed(&file(&text), &request);
            assert_eq!(
                signing.string_to_sign.to_string(),
                wanted,
                "{query} by {text}"
            );
        }
    }
}
