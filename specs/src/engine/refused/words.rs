//! What differs between two lines, in words.

use percent_encoding::percent_decode_str;

use super::{cut, subject::Subject};

/// How many parts of a line are named.
const NAMED: usize = 3;
/// How many characters a name may have to be told.
const NAME: usize = 80;

/// What the difference is. The subject is what the line is about, unless the line says so itself,
/// as `name:value`.
pub(super) fn words(subject: &Subject, signed: Option<&str>, server: Option<&str>) -> String {
    let named = |line: &str| name_of(line).map(part);
    match (signed, server) {
        (Some(signed), Some(server)) => match (name_of(signed), name_of(server)) {
            (Some(name), Some(other)) if name.eq_ignore_ascii_case(other) => {
                let (signed, server) = (&signed[name.len() + 1..], &server[name.len() + 1..]);
                let same = name == other && signed != server;
                let (signed, server) = if same {
                    (signed, server)
                } else {
                    (name, other)
                };
                both(&part(name), signed, server)
            }
            _ => both(subject, signed, server),
        },
        (Some(signed), None) => match named(signed) {
            Some(header) => unseen(&header),
            None => format!("the server has no such line, with {}", subject.the()),
        },
        (None, Some(server)) => match named(server) {
            Some(header) => added(&header),
            None => "the server has a line here that was not signed".to_owned(),
        },
        (None, None) => String::new(),
    }
}

/// The name of a line `name:value`.
pub(super) fn name_of(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let first = name.as_bytes().first()?;
    (first.is_ascii_alphabetic() && name.bytes().all(is_part)).then_some(name)
}

fn unseen(subject: &Subject) -> String {
    format!(
        "the server saw no {}; something between you and it removed it",
        subject.noun()
    )
}

fn added(subject: &Subject) -> String {
    format!(
        "the server saw {}, which was not there when the request was signed; something added it after signing",
        subject.the()
    )
}

fn both(subject: &Subject, signed: &str, server: &str) -> String {
    let (the, noun) = (subject.the(), subject.noun());
    if let Some(value) = &subject.hash_of {
        return format!("{the} differs, for the server has another `{value}`");
    }
    if server.is_empty() {
        return unseen(subject);
    }
    if signed.is_empty() {
        return added(subject);
    }
    if let Some(relation) = relation(signed, server) {
        return match relation {
            Relation::Servers(what) => format!("the server's {noun} {what}"),
            Relation::Differs(what) => format!("{the} differs only in {what}"),
        };
    }
    if let Some(parts) = parts(signed, server) {
        return parts;
    }
    let why = if subject.is_body {
        ": the body was changed after signing"
    } else {
        ""
    };
    format!("the server has another {noun}{why}")
}

/// How one text became the other.
enum Relation {
    Servers(&'static str),
    Differs(&'static str),
}

fn relation(signed: &str, server: &str) -> Option<Relation> {
    use Relation::{Differs, Servers};
    let without = |text: &str| text.split_whitespace().collect::<String>();
    let rest = |long: &str, short: &str| long.strip_prefix(short).map(str::to_owned);
    let more = rest(server, signed);
    let less = rest(signed, server);
    Some(match (more.as_deref(), less.as_deref()) {
        (Some("\r"), _) => Servers("ends with a carriage return: its line ends are CRLF"),
        (_, Some("\r")) => Servers("ends without the carriage return: its line ends are LF"),
        (Some("/"), _) => Servers("has a slash at its end"),
        (_, Some("/")) => Servers("lacks the slash at its end"),
        (Some(more), _) if more.starts_with('?') => Servers("has a query"),
        (_, Some(less)) if less.starts_with('?') => Servers("has no query"),
        (Some(more), _) if is_port(more) => Servers("has a port"),
        (_, Some(less)) if is_port(less) => Servers("has no port"),
        _ if decoded(signed) == server => Servers("is decoded"),
        _ if decoded(server) == signed => Servers("is percent-encoded once more"),
        _ if decoded(signed) == decoded(server) => Servers("is percent-encoded differently"),
        _ if signed.eq_ignore_ascii_case(server) => Differs("capital and small letters"),
        _ if without(signed) == without(server) => Differs("white space"),
        _ => return None,
    })
}

fn is_port(text: &str) -> bool {
    let digits = text.strip_prefix(':').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of a part; of what is no name, the beginning.
fn part(name: &str) -> Subject {
    Subject::named(&cut(&decoded(name), NAME))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// What differs between lines of parameters, be their `&` encoded or not.
fn parts(signed: &str, server: &str) -> Option<String> {
    let (ours, theirs) = (parameters(signed), parameters(server));
    if ours.len().max(theirs.len()) < 2 {
        return None;
    }
    let (mut a, mut b) = (ours, theirs);
    a.sort_unstable();
    b.sort_unstable();
    if a == b {
        return Some("the server has the parameters in another order".to_owned());
    }
    let lacks = |all: &[(&str, &str)], name: &str| {
        all.binary_search_by(|(other, _)| (*other).cmp(name))
            .is_err()
    };
    let unseen = a.iter().filter(|(name, _)| lacks(&b, name));
    let unseen = unseen.map(|(name, _)| self::unseen(&part(name)));
    let added = b.iter().filter(|(name, _)| lacks(&a, name));
    let added = added.map(|(name, _)| self::added(&part(name)));
    let both = a
        .iter()
        .filter(|part| b.binary_search(part).is_err() && !lacks(&b, part.0));
    let both = both.filter_map(|(name, value)| {
        let (_, other) = b.iter().find(|(other, _)| other == name)?;
        Some(self::both(&part(name), value, other))
    });
    let in_common = a.iter().any(|(name, _)| !lacks(&b, name));
    let words: Vec<String> = unseen.chain(added).chain(both).take(NAMED).collect();
    (in_common && !words.is_empty()).then(|| words.join("; "))
}

/// Names and values, split at `&` and `=`, encoded or not.
fn parameters(line: &str) -> Vec<(&str, &str)> {
    let parts = line.split('&').flat_map(|part| part.split("%26"));
    let pair = |part: &'_ str| -> (usize, usize) {
        let plain = part.find('=').map(|at| (at, at + 1));
        let encoded = part.find("%3D").map(|at| (at, at + 3));
        plain
            .into_iter()
            .chain(encoded)
            .min()
            .unwrap_or((part.len(), part.len()))
    };
    let split = parts.map(|part| {
        let (end, start) = pair(part);
        (&part[..end], &part[start..])
    });
    split.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(noun: &str, signed: &str, server: &str) -> String {
        words(&Subject::named(noun), Some(signed), Some(server))
    }

    #[test]
    fn what_happened_to_a_value() {
        let cases = [
            ("a%20b", "a b", "the server's `x` is decoded"),
            (
                "a b",
                "a%20b",
                "the server's `x` is percent-encoded once more",
            ),
            (
                "a%2ab",
                "a%2Ab",
                "the server's `x` is percent-encoded differently",
            ),
            ("/a", "/a/", "the server's `x` has a slash at its end"),
            ("/a?b=1", "/a", "the server's `x` has no query"),
            ("h", "h:8080", "the server's `x` has a port"),
            (
                "text/Plain",
                "text/plain",
                "`x` differs only in capital and small letters",
            ),
            ("a  b", "a b", "`x` differs only in white space"),
            (
                "a",
                "a\r",
                "the server's `x` ends with a carriage return: its line ends are CRLF",
            ),
            ("a", "b", "the server has another `x`"),
            (
                "a",
                "",
                "the server saw no `x`; something between you and it removed it",
            ),
            (
                "b=1&a=2",
                "a=2&b=1",
                "the server has the parameters in another order",
            ),
            (
                "b=1&a=2",
                "b=1",
                "the server saw no `a`; something between you and it removed it",
            ),
            ("b&c", "d", "the server has another `x`"),
            (
                "GET&%2F&A%3D1%26B%3D2",
                "GET&%2F&A%3D1%26B%3D3",
                "the server has another `B`",
            ),
        ];
        for (signed, server, expected) in cases {
            assert_eq!(of("x", signed, server), expected);
        }
    }

    #[test]
    fn parameters_one_by_one() {
        assert_eq!(
            of("x", "a=1&b=2&d=a%20b", "a=1&c=2&d=a b"),
            "the server saw no `b`; something between you and it removed it; \
             the server saw `c`, which was not there when the request was signed; something added it after signing; \
             the server's `d` is decoded"
        );
    }

    #[test]
    fn a_header_names_itself() {
        assert_eq!(
            of("x", "range:a", "range:b"),
            "the server has another `range`"
        );
        assert_eq!(
            of("x", "Range:a", "range:a"),
            "`Range` differs only in capital and small letters"
        );
        let lines = [
            (Some("host:a"), None),
            (None, Some("te:a")),
            (Some("/a:b"), None),
        ];
        let told = lines.map(|(a, b)| words(&Subject::line(3), a, b));
        assert!(
            told[0].starts_with("the server saw no `host`;"),
            "{}",
            told[0]
        );
        assert!(
            told[1].starts_with("the server saw `te`, which was not there"),
            "{}",
            told[1]
        );
        assert_eq!(told[2], "the server has no such line, with line 3");
    }
}
