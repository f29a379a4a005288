//! What stands in a URL, byte for byte.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// So many bytes a URI, and a path with a query, may have in the crate `http`.
pub(crate) const LONGEST: usize = 65_534;

/// All but the unreserved characters (RFC 3986, section 2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What cannot stand in the name of a pair. `$top` and `filter[name]` stay as they were written.
const NAME: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A value as a segment of a path, or as the value of a pair: `4:+1 555` is `4%3A%2B1%20555`.
pub(crate) fn value(text: impl Into<String>) -> String {
    encoded(text.into(), VALUE)
}

/// A name that comes from data, as a map's key.
pub(crate) fn name(text: impl Into<String>) -> String {
    encoded(text.into(), NAME)
}

/// Most texts stay as they are.
fn encoded(text: String, set: &'static AsciiSet) -> String {
    let encoded = Cow::from(utf8_percent_encode(&text, set));
    let encoded = (encoded.len() > text.len()).then(|| encoded.into_owned());
    encoded.unwrap_or(text)
}

/// The first segment of a path that URL parsers resolve. Few paths have one that looks like it.
pub(crate) fn dots(path: &str) -> Option<&str> {
    let starts = |pair: &[u8]| pair[0] == b'/' && matches!(pair[1], b'.' | b'%');
    if !path.as_bytes().windows(2).any(starts) {
        return None;
    }
    path.split('/').find(|segment| is_dots(segment))
}

/// A segment that URL parsers resolve, in any of its spellings.
fn is_dots(segment: &str) -> bool {
    let behind_one = behind_dot(segment);
    behind_one.is_some_and(|rest| rest.is_empty() || behind_dot(rest) == Some(""))
}

/// What stands behind a dot, if one stands in front.
fn behind_dot(text: &str) -> Option<&str> {
    let encoded = |text: &&str| text.eq_ignore_ascii_case("%2e");
    text.strip_prefix('.')
        .or_else(|| text.get(..3).filter(encoded).map(|_| &text[3..]))
}

/// Writes a path template with its placeholders filled in; `Err` names the placeholder that has no
/// value.
pub(crate) fn fill<'t>(
    path: &mut String,
    template: &'t str,
    values: &[(&str, String)],
) -> Result<(), &'t str> {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let (_, value) = values
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or(name)?;
        path.push_str(before);
        path.push_str(value);
        rest = after;
    }
    path.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_once() {
        assert_eq!(value("4:+1 555"), "4%3A%2B1%20555");
        assert_eq!(value("a/b?é~-._"), "a%2Fb%3F%C3%A9~-._");
        assert_eq!(["a~-._", "+", ""].map(value), ["a~-._", "%2B", ""]);
        assert_eq!(name("$top[0]:x"), "$top[0]:x");
        assert_eq!(name("a=b&c d"), "a%3Db%26c%20d");
    }

    #[test]
    fn placeholders_are_filled() {
        let values = [("id", "7".to_owned()), ("leg", "a".to_owned())];
        let filled = |template| {
            let mut path = "/base".to_owned();
            fill(&mut path, template, &values).map(|()| path)
        };
        let path = filled("/calls/{id}:play/{leg}");
        assert_eq!(path.as_deref(), Ok("/base/calls/7:play/a"));
        assert_eq!(filled("/calls/{other}"), Err("other"));
    }

    #[test]
    fn dots_are_seen() {
        let seen = ["/a", "/%41", "/a/.b/", "/a/../b", "/%2E"].map(dots);
        assert_eq!(seen, [None, None, None, Some(".."), Some("%2E")]);
        assert!(
            [".", "..", "%2e", ".%2E", "%2e%2e"]
                .iter()
                .all(|s| is_dots(s))
        );
        assert!(
            !["...", "a", "", "%252e", "%2", ".a", "é.", "%2é"]
                .iter()
                .any(|s| is_dots(s))
        );
    }
}
