//! The text of one element of an XML document that nobody vouches for: a single pass, no tree.

/// The text of the first element of this name, whatever its prefix and the case of its letters;
/// `None` if there is none, or if it does not end.
pub(super) fn text(document: &str, name: &str) -> Option<String> {
    let (mut rest, mut depth, mut text) = (document, 0_usize, String::new());
    while let Some(at) = rest.find('<') {
        if depth > 0 {
            unescape(&rest[..at], &mut text);
        }
        let (markup, after) = markup(&rest[at..])?;
        rest = after;
        match markup {
            Markup::Start(found) if depth > 0 || is(found, name) => depth += 1,
            Markup::Empty(found) if depth == 0 && is(found, name) => return Some(text),
            Markup::End if depth == 1 => return Some(text),
            Markup::End => depth = depth.saturating_sub(1),
            Markup::Data(data) if depth > 0 => text.push_str(data),
            _ => {}
        }
    }
    None
}

/// What begins with a `<`.
enum Markup<'d> {
    Start(&'d str),
    Empty(&'d str),
    End,
    Data(&'d str),
    Other,
}

/// The markup at the beginning, and what follows; `None` if it does not end.
fn markup(text: &str) -> Option<(Markup<'_>, &str)> {
    for (start, end) in [
        ("<!--", "-->"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
        ("<!", ">"),
    ] {
        if let Some(inner) = text.strip_prefix(start) {
            let (data, rest) = inner.split_once(end)?;
            let is_data = start == "<![CDATA[";
            return Some((
                if is_data {
                    Markup::Data(data)
                } else {
                    Markup::Other
                },
                rest,
            ));
        }
    }
    let end = end_of_tag(text)?;
    let (tag, rest) = (&text[1..end], &text[end + 1..]);
    let markup = match (tag.strip_prefix('/'), tag.strip_suffix('/')) {
        (Some(_), _) => Markup::End,
        (None, Some(tag)) => Markup::Empty(name_of(tag)),
        (None, None) => Markup::Start(name_of(tag)),
    };
    Some((markup, rest))
}

/// Where the `>` of a tag stands, which may hold one in quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes().position(|byte| match (byte, quote) {
        (b'>', None) => true,
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        (byte, Some(open)) if byte == open => {
            quote = None;
            false
        }
        _ => false,
    })
}

fn name_of(tag: &str) -> &str {
    tag.split_ascii_whitespace().next().unwrap_or_default()
}

fn is(found: &str, name: &str) -> bool {
    let local = found.rsplit_once(':').map_or(found, |(_, local)| local);
    local.eq_ignore_ascii_case(name)
}

/// Text as it was meant: line ends are LF (XML 1.0, section 2.11), what is escaped is not. What
/// is no reference stays as it is.
fn unescape(raw: &str, text: &mut String) {
    let mut pieces = raw.split('&');
    let mut push = |piece: &str| text.push_str(&piece.replace("\r\n", "\n"));
    push(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, rest) = piece.split_once(';').unwrap_or_default();
        if let Some(c) = reference(name) {
            push(c.encode_utf8(&mut [0; 4]));
            push(rest);
        } else {
            push("&");
            push(piece);
        }
    }
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_text_of_an_element() {
        let of = |document, name| text(document, name);
        let error = "\u{feff}<?xml version=\"1.0\"?><!-- <Code>no</Code> --><e:Error xmlns:e='a>b'>\
                     <e:Code x=\"/>\">A &amp; B&#10;&#x43;&no;</e:Code><m>1<b>2</b><![CDATA[<3>]]></m><Empty /></e:Error>";
        assert_eq!(of(error, "code").as_deref(), Some("A & B\nC&no;"));
        assert_eq!(of(error, "M").as_deref(), Some("12<3>"));
        assert_eq!(of(error, "Empty").as_deref(), Some(""));
        assert_eq!(of("<a>1\r\n2</a>", "a").as_deref(), Some("1\n2"));
        assert_eq!(of(error, "Message"), None);
    }

    #[test]
    fn what_is_broken_has_no_text() {
        for document in [
            "<a",
            "<a>",
            "<a>1",
            "<a>1</a",
            "<a>1<b></a>",
            "<a><!-- </a>",
            "<a><![CDATA[</a>",
            "<a x='>1</a>",
            "<",
            "<>",
            "</a>",
        ] {
            assert_eq!(text(document, "a"), None, "{document}");
        }
    }
}
