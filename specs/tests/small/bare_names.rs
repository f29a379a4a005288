//! A pair of a bare name has no value: what a line of `each` makes of that is empty text, or leaves
//! the line out where the template says with `?` that it may be missing.

use super::{file, signed, with};

/// The lines that a template makes of `a=1&e=&flag`.
fn lines(template: &str) -> String {
    let file = file(&format!("{{query | each(\"{template}\") | join('&')}}"));
    let request = "GET https://acme.example/?a=1&e=&flag";
    let lines = signed(&file, request).string_to_sign.to_string();
    let explained = with(&file, request, |data, input| {
        data.explain(input).to_string()
    });
    let shown = format!("| {lines}\n");
    assert!(explained.contains(&shown), "{lines}\n{explained}");
    lines
}

#[test]
fn are_empty_text() {
    for (template, expected) in [
        ("{name}={value}", "a=1&e=&flag="),
        ("{name}={value | upper_case}", "a=1&e=&flag="),
        ("{name}={value | quoted}", "a=\"1\"&e=\"\"&flag="),
        ("{name}={value | base64}", "a=MQ==&e=&flag="),
        ("{name}[={value | non_empty?}]", "a=1&e&flag"),
        ("{name}{value | unless(name, 'a') or '-'}", "a-&e&flag-"),
    ] {
        assert_eq!(lines(template), expected, "{template}");
    }
}

#[test]
fn leave_out_the_line() {
    for (template, expected) in [
        ("{name}={value?}", "a=1&e="),
        ("{name}={value | upper_case?}", "a=1&e="),
        ("{name}={value | base64?}", "a=MQ==&e="),
        ("{name}={value | non_empty?}", "a=1"),
        ("{name}={value | when(name, 'a', 'flag')?}", "a=1"),
        ("{name}={value | unless(name, 'a')?}", "e="),
    ] {
        assert_eq!(lines(template), expected, "{template}");
    }
}
