//! What stands in a URL, byte for byte.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

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
pub(crate) fn value(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// A name that comes from data, as a map's key.
pub(crate) fn name(text: &str) -> String {
    utf8_percent_encode(text, NAME).to_string()
}

/// A segment that URL parsers resolve, in any of its spellings.
pub(crate) fn is_dots(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}

/// A path template with its placeholders filled in; `Err` names the placeholder that has no value.
pub(crate) fn fill<'t>(template: &'t str, values: &[(&str, String)]) -> Result<String, &'t str> {
    let mut path = String::with_capacity(template.len() * 2);
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
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_once() {
        assert_eq!(value("4:+1 555"), "4%3A%2B1%20555");
        assert_eq!(value("a/b?é~-._"), "a%2Fb%3F%C3%A9~-._");
        assert_eq!(name("$top[0]:x"), "$top[0]:x");
        assert_eq!(name("a=b&c d"), "a%3Db%26c%20d");
    }

    #[test]
    fn placeholders_are_filled() {
        let values = [("id", "7".to_owned()), ("leg", "a".to_owned())];
        assert_eq!(
            fill("/calls/{id}:play/{leg}", &values).as_deref(),
            Ok("/calls/7:play/a")
        );
        assert_eq!(fill("/calls/{other}", &values), Err("other"));
    }

    #[test]
    fn dots_are_seen() {
        assert!(
            [".", "..", "%2e", ".%2E", "%2e%2e"]
                .iter()
                .all(|s| is_dots(s))
        );
        assert!(!["...", "a", "", "%252e"].iter().any(|s| is_dots(s)));
    }
}
