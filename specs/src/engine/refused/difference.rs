//! What was signed and what the server made of the request, line by line.

use super::subject::Subject;
use super::words::{name_of, words};
use crate::engine::explain::{Explanation, Stretch};

/// How many lines that differ are told.
const LINES: usize = 10;
/// How many pairs of lines are compared to find those that are the same.
const PAIRS: usize = 1 << 18;

/// How many characters of a line are kept.
const KEPT: usize = 1000;

/// A text that was made here and by the server, and came out differently.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// `string_to_sign`, or the name of the value in the scheme's file.
    pub name: String,
    /// The first lines that differ.
    pub lines: Vec<DifferentLine>,
    /// How many more do.
    pub more: usize,
}

/// A line that was signed, beside the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DifferentLine {
    /// Its number in what was signed; in the server's text, if only that has it.
    pub number: usize,
    /// The part of the scheme's file that wrote what differs, as `{path}`.
    pub template: Option<String>,
    /// As it was signed, secrets masked; `None` if there is no such line. Of one with more than a
    /// thousand characters it is what stands around the first that differs, between `…`.
    pub signed: Option<String>,
    /// As the server has it, in the same way; `None` if it has no such line.
    pub server: Option<String>,
    /// What differs, in words.
    pub words: String,
}

/// Compares a text with the server's, which is masked as it is; `None` if they are the same.
pub(super) fn difference(
    name: &str,
    signed: &[Stretch],
    server: &str,
    explanation: &Explanation,
) -> Option<Difference> {
    let written = Written::lines(signed);
    let ours: Vec<&str> = written.iter().map(|line| line.text.as_str()).collect();
    let theirs: Vec<&str> = server.split('\n').collect();
    let pairs = different(&ours, &theirs);
    let told = pairs.iter().take(LINES).map(|pair| {
        let signed = pair.0.map(|at| &written[at]);
        let server = pair.1.map(|at| theirs[at]);
        let number = pair.0.or(pair.1).map_or(0, |at| at + 1);
        different_line(number, signed, server, explanation)
    });
    let lines: Vec<DifferentLine> = told.collect();
    (!lines.is_empty()).then(|| Difference {
        name: name.to_owned(),
        more: pairs.len() - lines.len(),
        lines,
    })
}

fn different_line(
    number: usize,
    signed: Option<&Written>,
    server: Option<&str>,
    explanation: &Explanation,
) -> DifferentLine {
    let template =
        signed.and_then(|line| line.writer(same(&line.text, server.unwrap_or_default())));
    let subject = template.and_then(|template| Subject::of(template, explanation));
    let subject = subject.unwrap_or_else(|| Subject::line(number));
    let signed = signed.map(|line| line.text.as_str());
    let common = same(signed.unwrap_or_default(), server.unwrap_or_default());
    let kept = |line: &str| around(line, common, KEPT);
    DifferentLine {
        number,
        template: template.map(str::to_owned),
        words: words(&subject, signed, server),
        signed: signed.map(kept),
        server: server.map(kept),
    }
}

/// A line, or of a longer one as many characters around a byte, most of them behind it.
pub(super) fn around(line: &str, at: usize, length: usize) -> String {
    if line.chars().nth(length).is_none() {
        return line.to_owned();
    }
    let before = line[..line.floor_char_boundary(at)].char_indices().rev();
    let start = before.take(length / 3).last().map_or(0, |(start, _)| start);
    let end = line[start..].char_indices().nth(length);
    let end = end.map_or(line.len(), |(end, _)| start + end);
    let dots = |cut: bool| if cut { "…" } else { "" };
    let (left, right) = (dots(start > 0), dots(end < line.len()));
    format!("{left}{}{right}", &line[start..end])
}

/// How many bytes two texts have in common at their beginning.
pub(super) fn same(one: &str, other: &str) -> usize {
    let pairs = one.char_indices().zip(other.chars());
    let first = pairs.into_iter().find(|((_, a), b)| a != b);
    first.map_or(one.len().min(other.len()), |((at, _), _)| at)
}

/// A line of what was signed, and where in it each part of the template begins.
#[derive(Default)]
struct Written {
    text: String,
    parts: Vec<(usize, Option<String>)>,
}

impl Written {
    fn lines(stretches: &[Stretch]) -> Vec<Self> {
        let mut lines = vec![Self::default()];
        for Stretch { template, text } in stretches {
            for (index, piece) in text.split('\n').enumerate() {
                if index > 0 {
                    lines.push(Self::default());
                }
                if let Some(line) = lines.last_mut() {
                    line.parts.push((line.text.len(), template.clone()));
                    line.text.push_str(piece);
                }
            }
        }
        lines
    }

    /// The part that wrote what stands at a byte; if the file's own text does, or nothing, the
    /// nearest that wrote something else there.
    fn writer(&self, at: usize) -> Option<&str> {
        let ends = self.parts.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.text.len()]);
        let mut parts = self.parts.iter().zip(ends);
        let there = parts
            .find(|(_, end)| *end > at)
            .and_then(|((_, template), _)| template.as_deref());
        let mut others = self
            .parts
            .iter()
            .rev()
            .filter_map(|(_, template)| template.as_deref());
        there.or_else(|| others.next())
    }
}

/// A line of each text, or of one of them.
type Pair = (Option<usize>, Option<usize>);

/// The lines that differ. Texts of as many lines are compared one to one, unless fewer differ when
/// some are taken to be missing.
fn different(ours: &[&str], theirs: &[&str]) -> Vec<Pair> {
    let in_place = in_place(ours, theirs);
    let start = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let (ours, theirs) = (&ours[start..], &theirs[start..]);
    let ends = ours.iter().rev().zip(theirs.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (ours, theirs) = (&ours[..ours.len() - end], &theirs[..theirs.len() - end]);
    if ours.len().saturating_mul(theirs.len()) > PAIRS {
        return in_place;
    }
    let moved = moved(ours, theirs);
    if ours.len() == theirs.len() && in_place.len() <= moved.len() {
        return in_place;
    }
    let shift = |at: usize| at + start;
    moved
        .into_iter()
        .map(|(a, b)| (a.map(shift), b.map(shift)))
        .collect()
}

fn in_place(ours: &[&str], theirs: &[&str]) -> Vec<Pair> {
    let at = |texts: &[&str], index: usize| (index < texts.len()).then_some(index);
    let lines = (0..ours.len().max(theirs.len())).filter(|at| ours.get(*at) != theirs.get(*at));
    lines
        .map(|index| (at(ours, index), at(theirs, index)))
        .collect()
}

/// Those between the lines of a longest common subsequence.
fn moved(ours: &[&str], theirs: &[&str]) -> Vec<Pair> {
    let width = theirs.len() + 1;
    let mut longest = vec![0_u32; (ours.len() + 1) * width];
    for a in (0..ours.len()).rev() {
        for b in (0..theirs.len()).rev() {
            longest[a * width + b] = if ours[a] == theirs[b] {
                longest[(a + 1) * width + b + 1] + 1
            } else {
                longest[(a + 1) * width + b].max(longest[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b, mut gap, mut pairs) = (0, 0, (0, 0), Vec::new());
    while a < ours.len() && b < theirs.len() {
        if ours[a] == theirs[b] {
            pair_up(ours, theirs, (gap.0..a, gap.1..b), &mut pairs);
            (a, b) = (a + 1, b + 1);
            gap = (a, b);
        } else if longest[(a + 1) * width + b] >= longest[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pair_up(
        ours,
        theirs,
        (gap.0..ours.len(), gap.1..theirs.len()),
        &mut pairs,
    );
    pairs
}

/// Lines of one name belong together; so do others, one after another.
fn pair_up(
    ours: &[&str],
    theirs: &[&str],
    (left, right): (std::ops::Range<usize>, std::ops::Range<usize>),
    pairs: &mut Vec<Pair>,
) {
    let mut right: Vec<usize> = right.collect();
    for a in left {
        let name = name_of(ours[a]);
        let found = right.iter().position(|b| name_of(theirs[*b]) == name);
        pairs.push((Some(a), found.map(|at| right.remove(at))));
    }
    pairs.extend(right.into_iter().map(|b| (None, Some(b))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paired() {
        let different = |ours: &str, theirs: &str| {
            different(
                &ours.split(' ').collect::<Vec<_>>(),
                &theirs.split(' ').collect::<Vec<_>>(),
            )
        };
        assert_eq!(different("a b c", "a b c"), []);
        assert_eq!(different("a b c", "a x c"), [(Some(1), Some(1))]);
        assert_eq!(different("a b c", "a c"), [(Some(1), None)]);
        assert_eq!(different("a c", "a b c"), [(None, Some(1))]);
        // As many lines, but one is missing and another too many.
        assert_eq!(
            different("a b c d", "b c d e"),
            [(Some(0), None), (None, Some(3))]
        );
        // Fields that stand in their place.
        assert_eq!(
            different("P _ _ t _ _", "P _ _ _ _ _"),
            [(Some(3), Some(3))]
        );
        assert_eq!(
            different("a h:1 i:1 z", "a j:1 h:2 y z"),
            [
                (Some(1), Some(2)),
                (Some(2), None),
                (None, Some(1)),
                (None, Some(3))
            ]
        );
    }

    #[test]
    fn of_a_long_line_there_is_what_differs() {
        assert_eq!(around("aéb", 1, 3), "aéb");
        assert_eq!(around("aéiouy", 4, 3), "…iou…");
        assert_eq!(around("aéiouy", 7, 3), "…y");
        assert_eq!(around("aéiouy", 0, 3), "aéi…");
        assert_eq!(around("aéiouy", 99, 6), "aéiouy");
    }

    #[test]
    fn what_is_long_is_compared_in_place() {
        let (ours, theirs) = (vec!["a"; 2000], vec!["b"; 1999]);
        assert_eq!(different(&ours, &theirs).len(), 2000);
    }
}
