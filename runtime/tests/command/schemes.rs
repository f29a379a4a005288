//! Every built-in scheme is a type.

use signed_api_reader::builtin;
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

/// The README's table has a row for each, by its own name or by that of a scheme that it extends,
/// which links the page of the scheme that it is called after.
#[test]
fn every_built_in_scheme_is_in_the_readme_with_its_page() {
    let readme = include_str!("../../../README.md");
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<&str> = rows.collect();
    for name in builtin_names() {
        let scheme = builtin(name).unwrap().unwrap();
        let row = rows.iter().find(|row| row.contains(&format!("`{name}`")));
        let row = row.unwrap_or_else(|| panic!("{name} is not in the table"));
        let of = row.split('`').nth(1).unwrap();
        if of == name {
            let link = format!("]({})", scheme.data().page);
            assert!(row.contains(&link), "{name}: {link}");
        } else {
            assert!(scheme.extends().iter().any(|base| base == of), "{name}");
        }
    }
}

/// `aws-sigv4` is `AwsSigv4`.
fn type_name(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}
