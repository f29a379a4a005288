//! The parts of a multipart body (RFC 2046, section 5.1.1).

use std::ops::Range;

/// A part: its headers and what it holds, as ranges of the body.
pub(super) struct Part<'b> {
    head: &'b str,
    pub(super) content: &'b [u8],
    place: Range<usize>,
}

/// A multipart body, taken apart.
pub(super) struct Parts<'b> {
    body: &'b [u8],
    /// Where `--boundary` stands.
    marks: Vec<Range<usize>>,
    pub(super) all: Vec<Part<'b>>,
}

impl<'b> Parts<'b> {
    /// Takes a body apart that says so in its content type; `None` if it is none, or does not end.
    pub(super) fn of(content_type: &str, body: &'b [u8]) -> Option<Self> {
        let marks = marks(body, boundary(content_type)?);
        let last = marks.last()?;
        if !body[last.end..].starts_with(b"--") {
            return None;
        }
        let between = marks.windows(2).map(|pair| pair[0].end..pair[1].start);
        let all = between.map(|range| Part::of(body, range));
        let all = all.collect::<Option<_>>()?;
        Some(Self { body, marks, all })
    }

    /// The same with another boundary, if one is given, and with these parts.
    pub(super) fn rewritten(&self, boundary: Option<&str>, parts: &[Vec<u8>]) -> Vec<u8> {
        let (mut out, mut copied) = (Vec::new(), 0);
        let mut contents = self.all.iter().zip(parts);
        for mark in &self.marks {
            out.extend_from_slice(&self.body[copied..mark.start]);
            match boundary {
                Some(boundary) => out.extend([b"--", boundary.as_bytes()].concat()),
                None => out.extend_from_slice(&self.body[mark.clone()]),
            }
            copied = mark.end;
            if let Some((part, new)) = contents.next() {
                out.extend_from_slice(&self.body[copied..part.place.start]);
                out.extend_from_slice(new);
                copied = part.place.end;
            }
        }
        out.extend_from_slice(&self.body[copied..]);
        out
    }
}

impl<'b> Part<'b> {
    /// What stands between two marks, but for the ends of their lines.
    fn of(body: &'b [u8], range: Range<usize>) -> Option<Self> {
        let text = &body[range.clone()];
        let start = text.iter().position(|byte| *byte == b'\n')?;
        let text = &text[start..];
        let text = text.strip_suffix(b"\n")?;
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        // Without headers it begins with the empty line.
        let found = [&b"\n\r\n"[..], b"\n\n"].map(|empty| {
            let at = text.windows(empty.len()).position(|end| end == empty)?;
            Some((at, at + empty.len()))
        });
        let (end, content) = found.into_iter().flatten().min()?;
        let place = range.start + start + content..range.start + start + text.len();
        Some(Self {
            head: std::str::from_utf8(&text[..end]).ok()?,
            content: &text[content..],
            place,
        })
    }

    /// The name of the field that it is.
    pub(super) fn name(&self) -> Option<&'b str> {
        parameter(self.header("content-disposition")?, "name")
    }

    pub(super) fn content_type(&self) -> Option<&'b str> {
        self.header("content-type")
    }

    fn header(&self, wanted: &str) -> Option<&'b str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut values = fields.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        values.next().map(|(_, value)| value.trim())
    }
}

/// The boundary that a content type names.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let kind = content_type.get(.."multipart/".len())?;
    let boundary = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty());
    boundary.filter(|_| kind.eq_ignore_ascii_case("multipart/"))
}

/// A parameter of a header's value, in quotes or not.
fn parameter<'h>(value: &'h str, wanted: &str) -> Option<&'h str> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (name, value) = rest.split_once('=')?;
        let (value, next) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value.trim());
        }
        rest = next.split_once(';')?.1;
    }
}

/// Where `--boundary` begins a line that holds nothing else.
fn marks(body: &[u8], boundary: &str) -> Vec<Range<usize>> {
    let mark = [b"--", boundary.as_bytes()].concat();
    let is_mark = |at: &usize| {
        let begins = *at == 0 || body[at - 1] == b'\n';
        let rest = &body[at + mark.len()..];
        let rest = rest.strip_prefix(b"--").unwrap_or(rest);
        begins && rest.first().is_none_or(u8::is_ascii_whitespace)
    };
    let windows = body.windows(mark.len()).enumerate();
    let found = windows.filter_map(|(at, window)| (window == mark).then_some(at));
    found
        .filter(is_mark)
        .map(|at| at..at + mark.len())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 2046, shortened: a preamble, a part without headers, one that looks like a mark.
    const BODY: &str = "This is the preamble.\r\n--simple boundary\r\n\r\nimplicitly typed\r\n\
        --simple boundary  \r\nContent-type: text/plain; charset=us-ascii\r\n\r\n\
        --simple boundary2\r\n\r\n--simple boundary--\r\nThis is the epilogue.";

    #[test]
    fn taken_apart_and_put_together() {
        let kind = "Multipart/mixed; charset=x; boundary=\"simple boundary\"";
        let parts = Parts::of(kind, BODY.as_bytes()).unwrap();
        let contents: Vec<_> = parts.all.iter().map(|part| part.content.to_vec()).collect();
        assert_eq!(
            contents,
            [&b"implicitly typed"[..], b"--simple boundary2\r\n"]
        );
        assert_eq!(parts.all[0].content_type(), None);
        let kind = parts.all[1].content_type();
        assert_eq!(kind, Some("text/plain; charset=us-ascii"));
        assert_eq!(parts.rewritten(None, &contents), BODY.as_bytes());
        let other = parts.rewritten(Some("b"), &[b"1".to_vec(), b"2".to_vec()]);
        let expected = "This is the preamble.\r\n--b\r\n\r\n1\r\n\
            --b  \r\nContent-type: text/plain; charset=us-ascii\r\n\r\n\
            2\r\n--b--\r\nThis is the epilogue.";
        assert_eq!(String::from_utf8(other).unwrap(), expected);
    }

    #[test]
    fn names() {
        let body = |head: &str| format!("--b\n{head}\n\nx\n--b--");
        for (head, name) in [
            ("Content-Disposition: form-data; name=\"a b\"", Some("a b")),
            (
                "content-disposition:form-data;filename=\"name=x\"; name=c",
                Some("c"),
            ),
            ("content-disposition: form-data; filename=x", None),
            ("x-name: y", None),
        ] {
            let body = body(head);
            let parts = Parts::of("multipart/form-data;boundary=b", body.as_bytes()).unwrap();
            assert_eq!(parts.all[0].name(), name);
            assert_eq!(parts.all[0].content, b"x");
        }
    }

    #[test]
    fn what_is_none() {
        for (kind, body) in [
            ("application/json; boundary=b", "--b\n\nx\n--b--"),
            ("multipart/form-data", "--b\n\nx\n--b--"),
            ("multipart/form-data; boundary=", "----"),
            ("multipart/form-data; boundary=b", "--b\n\nx\n--b"),
            ("multipart/form-data; boundary=b", "--b\nx\n--b--"),
            ("multipart/form-data; boundary=b", ""),
        ] {
            assert!(Parts::of(kind, body.as_bytes()).is_none(), "{kind} {body}");
        }
    }
}
