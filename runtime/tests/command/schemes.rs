//! Every built-in scheme is a type.

use signed_api_specs::builtin_names;

#[test]
fn every_built_in_scheme_has_a_type_and_in_order() {
    let types = include_str!("../../src/schemes.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("scheme!(pub "));
    let types: Vec<&str> = types.collect();
    let expected: Vec<String> = builtin_names()
        .map(|name| format!("{} = \"{name}\");", type_name(name)))
        .collect();
    assert_eq!(types, expected);
}

/// `aws-sigv4` is `AwsSigv4`.
fn type_name(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}
