//! What may stand in a URL or a header, written by hand.

/// Why a path is not in wire form, if it is not. Placeholders have been taken out.
pub(crate) fn path(text: &str) -> Option<String> {
    text.split('/')
        .any(is_dots)
        .then(|| "`.` and `..` may not be segments of a path: URL parsers resolve them".to_owned())
        .or_else(|| characters(text, "path", "/:@!$&'()*+,;="))
}

/// Why a query is not in wire form, if it is not.
pub(crate) fn query(text: &str) -> Option<String> {
    if text.contains('{') {
        return Some(
            "a query holds no placeholders: put `#[query]` before the parameter".to_owned(),
        );
    }
    if text.starts_with('?') {
        return Some("a query is written without its `?`".to_owned());
    }
    characters(text, "query", "/:@!$&()*+,;=?[]")
}

/// Why this is no name of a pair in a query, if it is none.
pub(crate) fn query_name(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("a pair of a query needs a name".to_owned());
    }
    characters(text, "name in a query", "/:@!$()*,;?[]")
}

/// Why this is no name of a pair in a form, if it is none. It is encoded when it is sent.
pub(crate) fn form_name(text: &str) -> Option<String> {
    text.is_empty()
        .then(|| "a pair of a form needs a name".to_owned())
}

/// Why this is no name of a part, if it is none. It is escaped when it is sent.
pub(crate) fn part_name(text: &str) -> Option<String> {
    text.is_empty()
        .then(|| "a part of a body needs a name".to_owned())
}

/// Why this cannot stand between the words of a list in a query, if it cannot.
pub(crate) fn query_join(text: &str) -> Option<String> {
    if text.contains('&') {
        return Some(
            "`&` begins another pair: without `join` each word of a list is one".to_owned(),
        );
    }
    form_join(text).or_else(|| characters(text, "query", "/:@!$()*+,;=?[]"))
}

/// Why this cannot stand between the words of a list in a form, if it cannot.
pub(crate) fn form_join(text: &str) -> Option<String> {
    text.is_empty()
        .then(|| "something has to stand between the words of a list".to_owned())
}

/// Why this cannot stand between the words of a list in a header, if it cannot.
pub(crate) fn header_join(text: &str) -> Option<String> {
    form_join(text).or_else(|| header_value(text))
}

/// Why this is no name of a header that a method may set, if it is none.
pub(crate) fn header_name(text: &str) -> Option<String> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if text.is_empty() || !text.chars().all(token) {
        return Some(format!("`{text}` is not the name of a header"));
    }
    let own = ["host", "content-length", "transfer-encoding", "connection"];
    own.contains(&text.to_ascii_lowercase().as_str())
        .then(|| format!("`{text}` follows from endpoint and body: the client sets it"))
}

/// Why this is no value of a header, if it is none.
pub(crate) fn header_value(text: &str) -> Option<String> {
    let bad = text
        .chars()
        .find(|&c| c != '\t' && (c.is_control() || !c.is_ascii()))?;
    Some(format!("`{}` cannot stand in a header", bad.escape_debug()))
}

/// Why a literal value of a header is none, if something in it looks as in a path. JSON does not.
pub(crate) fn placeholder(header: &str, value: &str) -> Option<String> {
    let mut inner = value.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        syn::parse_str::<syn::Ident>(name).ok()
    });
    let name = inner.next()?;
    Some(format!(
        "a literal header holds no placeholders such as `{{{name}}}`: put `#[header(\"{header}\")]` before the parameter"
    ))
}

/// The first character that must be percent-encoded there.
fn characters(text: &str, place: &str, allowed: &str) -> Option<String> {
    for (at, c) in text.char_indices() {
        let encoded = text
            .get(at + 1..at + 3)
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match c {
            '%' if encoded => {}
            '%' => {
                return Some(format!(
                    "a `%` in a {place} is followed by two hexadecimal digits; itself it is `%25`"
                ));
            }
            '#' => {
                return Some(
                    "a `#` begins a fragment, which is never sent; a `#` itself is `%23`"
                        .to_owned(),
                );
            }
            _ if c.is_ascii_alphanumeric() || "-._~".contains(c) || allowed.contains(c) => {}
            _ => {
                return Some(format!(
                    "`{}` cannot stand in a {place}: write `{}`",
                    c.escape_debug(),
                    encode(c)
                ));
            }
        }
    }
    None
}

fn encode(c: char) -> String {
    let mut bytes = [0; 4];
    let encoded = c
        .encode_utf8(&mut bytes)
        .bytes()
        .map(|byte| format!("%{byte:02X}"));
    encoded.collect::<Vec<_>>().concat()
}

fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_wire_form() {
        assert_eq!(path("/calling/callConnections/:play"), None);
        assert_eq!(query("api-version=2026-03-12&$top=1&a[b]=%20&bare"), None);
        assert_eq!(header_name("X-Trace"), None);
    }

    #[test]
    fn not_in_wire_form() {
        assert_eq!(
            path("/a b").as_deref(),
            Some("`\u{20}` cannot stand in a path: write `%20`")
        );
        assert!(path("/a/%2E./b").is_some_and(|why| why.contains("resolve")));
        assert!(path("/100%").is_some_and(|why| why.contains("%25")));
        assert!(query("q=it's").is_some_and(|why| why.ends_with("write `%27`")));
        assert!(header_name("content-length").is_some() && header_name("a b").is_some());
        assert!(header_value("a\nb").is_some_and(|why| why.contains(r"\n")));
        assert!(placeholder("x-a", "b {{c}}").is_some_and(|why| why.contains("`{c}`")));
        assert_eq!(placeholder("x-a", r#"{"b":{}}"#), None);
    }
}
