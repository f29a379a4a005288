//! Headers: another than the one that was signed, or in another order.

use crate::data::{Location, Op, RuleKind, SchemeData};
use crate::diagnose::case::Case;
use crate::diagnose::way::{Alter, Hints, Made, Way};
use crate::{SigningKey, time};

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "another header signed",
        done: "The value of one header was signed in the place of another's.",
        mend: "Send the header that is signed, under the name that the scheme gives it: the date above all, which has more than one name.",
        pairs: true,
        alter: Alter::Case(another),
    },
    Way {
        name: "header not sent",
        done: "A header that is not sent was signed as an empty text.",
        mend: "Send the header that is signed; HTTP clients leave out a content type where there is no body.",
        pairs: true,
        alter: Alter::Case(not_sent),
    },
    Way {
        name: "content type",
        done: "Another content type was signed than is sent.",
        mend: "Set the content type before signing, and sign it letter by letter: charset, case and blanks count. HTTP clients add one of their own.",
        pairs: true,
        alter: Alter::Case(content_type),
    },
    Way {
        name: "signed header lost",
        done: "A header that the scheme sets was signed, and is not sent.",
        mend: "Send each header that is signed, with the value that was signed.",
        pairs: true,
        alter: Alter::Case(lost),
    },
    Way {
        name: "header order",
        done: "The headers were signed in another order than they are listed.",
        mend: "Sign values and list names in one and the same order, the scheme's.",
        pairs: true,
        alter: Alter::Case(order),
    },
    Way {
        name: "header not signed",
        done: "A header was not signed, or was added after signing.",
        mend: "Complete the headers before signing; what a proxy or an HTTP client adds later must not be one that is signed.",
        pairs: true,
        alter: Alter::Case(left_out),
    },
    Way {
        name: "content length",
        done: "Another content length was signed than is sent.",
        mend: "Sign the length that is sent; of a request without a body some schemes want an empty text, some `0`.",
        pairs: true,
        alter: Alter::Case(content_length),
    },
];

/// Each header that the scheme sets before signing and the request lacks, as the scheme sets it.
fn lost<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let data = case.tables.data();
    let Ok(signing) = SigningKey::new(&data).sign(case.input()) else {
        return Vec::new();
    };
    let headers = signing.headers(&data).filter_map(Result::ok);
    let made = headers.filter_map(|(index, value)| {
        let entry = data.entries[index?];
        let name = data.text(entry.name);
        let is_lost = !entry.after && case.header(name).is_none();
        let whole = is_lost.then(|| case.with_header(name, value.to_str().ok()?))?;
        Some((Some(format!("header `{name}`")), whole?))
    });
    made.collect()
}

/// The names of the headers that the scheme reads or lists, in lower case.
fn read(case: &Case<'_>) -> Vec<String> {
    let data = case.tables.data();
    let mut names = case
        .received
        .list()
        .map(<[String]>::to_vec)
        .unwrap_or_default();
    let rules = data.rules(data.signature.signed_headers).iter();
    let rules = rules.filter(|rule| matches!(rule.kind, RuleKind::Required | RuleKind::Optional));
    names.extend(rules.map(|rule| data.text(rule.text).to_owned()));
    for node in data.nodes {
        if let Op::Member(part, name) = node.op
            && part.location() == Location::Headers
        {
            names.push(data.text(name).to_owned());
        }
    }
    let set = data.headers().filter(|entry| !entry.after);
    names.extend(set.map(|entry| data.text(entry.name).to_ascii_lowercase()));
    names.sort_unstable();
    names.dedup();
    names.retain(|name| name != "host" && !is_after(&data, name));
    names
}

fn is_after(data: &SchemeData<'_>, name: &str) -> bool {
    let mut after = data.headers().filter(|entry| entry.after);
    after.any(|entry| data.text(entry.name).eq_ignore_ascii_case(name))
}

/// A header that is missing, or that is a date as another is, with another's value.
fn another<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let mut made = Vec::new();
    let data = case.tables.data();
    for name in read(case) {
        let own = case.header(&name);
        let others = case.headers.keys().take(40).map(http::HeaderName::as_str);
        for other in others.filter(|other| **other != *name && !is_after(&data, other)) {
            let Some(value) = case.header(other) else {
                continue;
            };
            let fits = match own {
                Some(own) => own != value && is_time(own) && is_time(value),
                None => true,
            };
            if let Some(case) = case.with_header(&name, value).filter(|_| fits) {
                let at = format!("`{other}` signed as `{name}`");
                made.push((Some(at), case.read_again()));
            }
        }
    }
    made
}

fn not_sent<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let names = read(case)
        .into_iter()
        .filter(|name| case.header(name).is_none());
    let made = names.filter_map(|name| {
        let empty = case.with_header(&name, "")?;
        Some((Some(format!("header `{name}`")), empty))
    });
    made.collect()
}

fn is_time(text: &str) -> bool {
    let digits = text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits || time::read(text, time::HTTP_DATE).is_some() || time::read_rfc3339(text).is_some()
}

const TYPES: [&str; 5] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
    "application/xml",
];

const CHARSETS: [&str; 6] = [
    "; charset=utf-8",
    ";charset=utf-8",
    "; charset=UTF-8",
    ";charset=UTF-8",
    "; charset=\"utf-8\"",
    "",
];

fn content_type<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let own = case.header("content-type");
    let media = own.map(|own| own.split(';').next().unwrap_or_default().trim());
    let mut values: Vec<String> = Vec::new();
    for media in media.into_iter().chain(TYPES) {
        values.extend(CHARSETS.map(|charset| format!("{media}{charset}")));
        values.push(media.to_ascii_lowercase());
    }
    values.extend(own.map(str::to_ascii_lowercase));
    values.extend(own.map(|own| own.replace("; ", ";")));
    values.extend(own.map(|own| own.replace(';', "; ")));
    values.retain(|value| Some(value.as_str()) != own);
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    let at = |value: &str| format!("header `content-type`: `{value}` was signed");
    let cases = values.iter().filter_map(|value| {
        let case = case.with_header("content-type", value)?;
        Some((Some(at(value)), case))
    });
    cases.collect()
}

/// The orders of a few headers; of many, those that sorting makes.
fn order<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let Some(list) = case.received.list() else {
        return Vec::new();
    };
    let mut orders = Vec::new();
    if list.len() <= 4 {
        permutations(list, &mut Vec::new(), &mut orders);
    } else {
        let mut sorted = list.to_vec();
        sorted.sort_unstable();
        orders.push(sorted.clone());
        sorted.reverse();
        orders.push(sorted);
        orders.push(list.iter().rev().cloned().collect());
    }
    orders.retain(|order| order != list);
    let made = orders.into_iter().map(|order| {
        let at = format!("the list of signed headers: `{}`", order.join(";"));
        let case = case.with_received(|received| {
            if let Some(list) = received.list_mut() {
                list.clone_from(&order);
            }
        });
        (Some(at), case)
    });
    made.collect()
}

fn permutations(left: &[String], taken: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if left.is_empty() {
        found.push(taken.clone());
    }
    for (index, one) in left.iter().enumerate() {
        taken.push(one.clone());
        permutations(&[&left[..index], &left[index + 1..]].concat(), taken, found);
        taken.pop();
    }
}

fn left_out<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let mut made = Vec::new();
    let data = case.tables.data();
    let names = case.headers.keys().take(40).map(http::HeaderName::as_str);
    for name in names.filter(|name| !is_after(&data, name)) {
        let at = || Some(format!("header `{name}`"));
        let mut without = case.without_header(name);
        let listed = |list: &&mut Vec<String>| list.iter().any(|known| known == name);
        without = without.with_received(|received| {
            if let Some(list) = received.list_mut().filter(listed) {
                list.retain(|known| known != name);
            }
        });
        made.push((at(), without));
        if case
            .received
            .list()
            .is_some_and(|list| list.iter().any(|known| known == name))
        {
            made.extend(case.with_header(name, "").map(|case| (at(), case)));
        }
    }
    made
}

fn content_length<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let own = case.header("content-length");
    let length = case.body.len().to_string();
    let values = [length.as_str(), "0", ""].into_iter();
    let values = values.filter(|value| Some(*value) != own);
    let at = |value| Some(format!("header `content-length`: `{value}` was signed"));
    let cases =
        values.filter_map(|value| Some((at(value), case.with_header("content-length", value)?)));
    cases.collect()
}
