//! Headers of several parts: in any order, with others among them or alone.

use signed_api_reader::Scheme;

use crate::scheme::{Given, scheme, signed, verdict, with_header};

const SCHEME: &str = "[settings]\nnote = { optional = true, from_request = true }\n\
    [headers]\nx-sign = { start = 'S ', join = ', ', ONLY parts = ['n=\"{nonce}\"', \
    'note={note | non_empty | quoted?}', 'sign=\"{signature | hex}\"'] }";

fn of_parts(only: &str) -> Scheme {
    joined_by(", ", only)
}

fn joined_by(join: &str, only: &str) -> Scheme {
    let sections = SCHEME
        .replace("', '", &format!("'{join}'"))
        .replace("ONLY", only);
    scheme(
        &sections,
        "string_to_sign = '''{path}{nonce}{note | non_empty or ''}'''",
    )
}

/// What is said of a header that was signed and is changed.
fn said(scheme: &Scheme, change: impl Fn(&str) -> String) -> Result<(), String> {
    let sent = signed(scheme, &Given::default(), "GET https://h.example/x\n\n").unwrap();
    let value = change(sent.headers["x-sign"].to_str().unwrap());
    let changed = with_header(&sent, "x-sign", &value);
    verdict(scheme, &Given::default(), &changed)
}

type Change = Box<dyn Fn(&str) -> String>;

/// Changes of a header, and whether it holds the same parts then, and these alone.
fn changes() -> Vec<(bool, Change)> {
    let parts = |value: &str| -> Vec<String> {
        let parts = value["S ".len()..].split(", ");
        parts.map(str::to_owned).collect()
    };
    let with = |change: fn(&mut Vec<String>)| -> Change {
        Box::new(move |value| {
            let mut parts = parts(value);
            change(&mut parts);
            format!("S {}", parts.join(", "))
        })
    };
    vec![
        (true, with(|_| {})),
        (true, with(|parts| parts.reverse())),
        (false, with(|parts| parts.push("zz=\"1\"".to_owned()))),
        (false, with(|parts| parts.insert(0, "zz=\"1\"".to_owned()))),
        (false, with(|parts| parts.insert(1, "zz".to_owned()))),
        (false, with(|parts| parts.insert(1, String::new()))),
        (false, with(|parts| parts.push("note=\"\"".to_owned()))),
        (false, with(|parts| parts.push("sign=\"00\"".to_owned()))),
        (false, with(|parts| parts.push(parts[0].clone()))),
        (false, with(|parts| parts.push(parts[1].clone()))),
    ]
}

#[test]
fn others_are_passed_over() {
    let scheme = of_parts("");
    for (index, (_, change)) in changes().iter().enumerate() {
        assert_eq!(said(&scheme, change), Ok(()), "{index}");
    }
}

#[test]
fn others_are_refused_where_the_file_says_so() {
    let scheme = of_parts("only = true, ");
    for (index, (alone, change)) in changes().iter().enumerate() {
        let refusal = "the header `x-sign` is not what this request makes of it".to_owned();
        let expected = if *alone { Ok(()) } else { Err(refusal) };
        assert_eq!(said(&scheme, change), expected, "{index}");
    }
}

/// A part that begins as another does, and a value that holds what joins the parts.
#[test]
fn parts_are_told_apart() {
    let scheme = scheme(
        "[settings]\na = { from_request = true }\nb = { from_request = true }\n[headers]\n\
         x-sign = { join = ', ', only = true, parts = ['a={a | quoted}', 'ab={b | quoted}', \
         's={signature | hex}'] }",
        "string_to_sign = '{a}|{b}'",
    );
    let given = Given([("a", "1, ab=\"2\""), ("b", "1")].into());
    let sent = signed(&scheme, &given, "GET https://h.example/x\n\n").unwrap();
    assert_eq!(verdict(&scheme, &Given::default(), &sent), Ok(()));
}

#[test]
fn blanks_between_parts_may_be_more_and_fewer() {
    for only in ["", "only = true, "] {
        let scheme = of_parts(only);
        for join in [",", " , ", ",   ", "\t,\t"] {
            let change = |value: &str| value.replace(", ", join);
            assert_eq!(said(&scheme, change), Ok(()), "{join:?}");
        }
        let other = said(&scheme, |value| value.replace(", ", "; "));
        assert_eq!(other, Err("the signature is missing".to_owned()));
    }
}

/// Where the file has none, none is meant.
#[test]
fn blanks_are_part_of_a_part_where_none_stand_between() {
    let scheme = joined_by(",", "");
    assert_eq!(said(&scheme, str::to_owned), Ok(()));
    let other = said(&scheme, |value| value.replace(',', ", "));
    assert_eq!(other, Err("the signature is missing".to_owned()));
}
