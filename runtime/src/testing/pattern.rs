//! The paths that a route or a fault is for.

use std::fmt;

use percent_encoding::percent_decode_str;

/// A path whose segments may hold `{placeholders}`: each stands for one character at least, and for
/// no `/`.
#[derive(Clone)]
pub(super) struct Pattern {
    text: String,
    segments: Vec<Vec<Part>>,
}

#[derive(Clone)]
enum Part {
    Text(String),
    Any,
}

impl Pattern {
    /// Reads a path as traits have it; else says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let inner = text.strip_prefix('/').ok_or("a path begins with `/`")?;
        if text.contains(['?', '#']) {
            return Err("a path has no query; say `with_query` for each pair that counts");
        }
        let segments: Result<_, _> = inner.split('/').map(parts).collect();
        Ok(Self {
            text: text.to_owned(),
            segments: segments?,
        })
    }

    /// Whether a path is as it says.
    #[cfg(feature = "server")]
    pub(super) fn is_of(&self, path: &str) -> bool {
        self.differing(path).is_some_and(|others| others.is_empty())
    }

    /// The segments of a path that are others than these, or `None` if there are more or fewer.
    pub(super) fn differing<'p>(&self, path: &'p str) -> Option<Vec<&'p str>> {
        let inner = path.strip_prefix('/').unwrap_or(path);
        if inner.split('/').count() != self.segments.len() {
            return None;
        }
        let pairs = self.segments.iter().zip(inner.split('/'));
        let differing = pairs.filter(|(parts, segment)| {
            let segment = percent_decode_str(segment).decode_utf8_lossy();
            !fits(parts, &segment)
        });
        Some(differing.map(|(_, segment)| segment).collect())
    }
}

fn parts(segment: &str) -> Result<Vec<Part>, &'static str> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after
            .split_once('}')
            .ok_or("a placeholder ends with `}` before the next `/`")?;
        if name.contains('{') {
            return Err("a placeholder holds a name, no other placeholder");
        }
        parts.extend([text(before)?, Part::Any]);
        rest = behind;
    }
    parts.push(text(rest)?);
    Ok(parts)
}

fn text(text: &str) -> Result<Part, &'static str> {
    if text.contains('}') {
        return Err("a `}` has no `{` before it");
    }
    let text = percent_decode_str(text).decode_utf8_lossy();
    Ok(Part::Text(text.into_owned()))
}

/// Whether a segment is what the parts say. A placeholder takes as much as the rest leaves it.
fn fits(parts: &[Part], segment: &str) -> bool {
    match parts {
        [] => segment.is_empty(),
        [Part::Text(text), rest @ ..] => segment
            .strip_prefix(text.as_str())
            .is_some_and(|segment| fits(rest, segment)),
        [Part::Any, rest @ ..] => {
            let mut ends = segment.char_indices().map(|(at, c)| at + c.len_utf8());
            ends.any(|end| fits(rest, &segment[end..]))
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let pattern = Pattern::parse(pattern).unwrap();
        pattern
            .differing(path)
            .is_some_and(|others| others.is_empty())
    }

    #[test]
    fn a_placeholder_is_a_part_of_one_segment() {
        for (pattern, path) in [
            ("/", "/"),
            ("/calls/{id}:play", "/calls/7:play"),
            ("/calls/{id}:play", "/calls/4%3A%2B1%20555:play"),
            ("/calls/4:+1/x", "/calls/4%3A%2B1/x"),
            ("/{a}-{b}/{c}", "/1-2-3/4"),
            ("/{name}", "/%C3%BC"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("/", "/a"),
            ("/calls/{id}", "/calls"),
            ("/calls/{id}", "/calls/"),
            ("/calls/{id}", "/calls/7/8"),
            ("/calls/{id}:play", "/calls/7:stop"),
            ("/calls/{id}:play", "/calls/:play"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_no_path_is_told() {
        for wrong in ["", "a", "/a?b=c", "/{a", "/a}", "/{a/b}", "/{a{b}}"] {
            assert!(Pattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
