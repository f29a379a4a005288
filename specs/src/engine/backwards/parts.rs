//! A template opened into literals, holes and optional parts, and a text read through them in one
//! pass.

use super::alphabet::Alphabet;
use crate::data::{Function, Id, Op, Part as RequestPart, SchemeData};

/// A piece of an opened template.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// This text.
    Literal(String),
    /// A value.
    Hole(Hole),
    /// These, or nothing.
    Optional(Vec<Part>),
}

/// A value in a template.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    pub(super) node: Id,
    pub(super) what: What,
    /// What has been applied to the value, outermost first.
    pub(super) undo: Vec<Function>,
    pub(super) alphabet: Alphabet,
}

/// What a hole tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Time,
    Nonce,
    Credential(u16),
    Setting(u16),
    /// The names of the signed headers, with this between them.
    Names(String),
    Signature,
    /// Nothing: it is made again, and compared.
    Made,
}

/// Opens a template.
pub(super) fn open(data: &SchemeData<'_>, id: Id) -> Vec<Part> {
    let mut parts = Vec::new();
    opened(data, id, &mut parts);
    parts
}

fn opened(data: &SchemeData<'_>, id: Id, parts: &mut Vec<Part>) {
    match data.node(id).op {
        Op::Text(text) => literal(data.text(text), parts),
        Op::Template(run) => data
            .links(run)
            .iter()
            .for_each(|part| opened(data, *part, parts)),
        Op::Optional(inner) => parts.push(Part::Optional(open(data, inner))),
        Op::Let(index) => opened(data, data.lets[usize::from(index)].value, parts),
        Op::Must(inner) => opened(data, inner, parts),
        Op::Or(run) => {
            // What the request brings itself is never read.
            let own = |id: &&Id| {
                matches!(
                    data.node(**id).op,
                    Op::Member(RequestPart::OwnHeaders | RequestPart::OwnQuery, _)
                )
            };
            let choices: Vec<Id> = data
                .links(run)
                .iter()
                .filter(|id| !own(id))
                .copied()
                .collect();
            match choices.as_slice() {
                [one] if choices.len() == usize::from(run.len) => opened(data, *one, parts),
                // Another text may stand there, so this one is no literal.
                [one] => parts.push(Part::Hole(hole(data, *one))),
                [one, other] if is_empty(data, *other) => {
                    parts.push(Part::Optional(open(data, *one)));
                }
                _ => parts.push(made(data, id)),
            }
        }
        _ => parts.push(Part::Hole(hole(data, id))),
    }
}

fn literal(text: &str, parts: &mut Vec<Part>) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Literal(before)) => before.push_str(text),
        _ => parts.push(Part::Literal(text.to_owned())),
    }
}

fn is_empty(data: &SchemeData<'_>, id: Id) -> bool {
    matches!(data.node(id).op, Op::Text(text) if text.len == 0)
}

fn made(data: &SchemeData<'_>, id: Id) -> Part {
    let alphabet = Alphabet::of_made(data, data.node(id).op);
    Part::Hole(Hole {
        node: id,
        what: What::Made,
        undo: Vec::new(),
        alphabet,
    })
}

fn hole(data: &SchemeData<'_>, id: Id) -> Hole {
    let (mut inner, mut undo, mut alphabet) = (id, Vec::new(), None);
    let what = loop {
        match data.node(inner).op {
            Op::Nonce => break What::Nonce,
            Op::Signature => break What::Signature,
            Op::Credential(index) if !data.credentials[usize::from(index)].secret => {
                break What::Credential(index);
            }
            Op::Setting(index) if data.settings[usize::from(index)].from_request => {
                break What::Setting(index);
            }
            Op::Call(Function::Join, of, arguments) => {
                let separator = data.links(arguments).first().map(|id| data.node(*id).op);
                break match separator {
                    Some(Op::Text(text)) if names_signed_headers(data, of) => {
                        let separator = data.text(text);
                        alphabet.get_or_insert(Alphabet::names(separator));
                        What::Names(separator.to_owned())
                    }
                    _ => What::Made,
                };
            }
            Op::Call(function, of, _) if is_undone(function) => {
                alphabet = alphabet.or_else(|| Alphabet::of_function(data, function));
                undo.push(function);
                inner = of;
            }
            Op::Call(function, of, _) if data.node(of).op == Op::Now => {
                alphabet = alphabet.or_else(|| Alphabet::of_function(data, function));
                undo.push(function);
                break What::Time;
            }
            _ => break What::Made,
        }
    };
    let alphabet = alphabet.unwrap_or_else(|| Alphabet::of_made(data, data.node(inner).op));
    Hole {
        node: id,
        what,
        undo,
        alphabet,
    }
}

/// `signed_headers | names`, sorted or not.
fn names_signed_headers(data: &SchemeData<'_>, id: Id) -> bool {
    match data.node(id).op {
        Op::Call(Function::Names | Function::Sort, of, _) => names_signed_headers(data, of),
        op => op == Op::Part(RequestPart::SignedHeaders),
    }
}

/// Encodings that a reader undoes; the case of hexadecimal does not matter.
fn is_undone(function: Function) -> bool {
    matches!(
        function,
        Function::Hex
            | Function::Base64
            | Function::Base64Url
            | Function::PercentEncode
            | Function::UpperCase
            | Function::LowerCase
    )
}

/// What may come after a hole.
#[derive(Debug, Default)]
pub(super) struct After<'p> {
    pub(super) literals: Vec<&'p str>,
    pub(super) holes: Vec<&'p Hole>,
    pub(super) end: bool,
}

/// What may come next, where these parts are followed by what `outer` holds.
pub(super) fn after<'p>(parts: &'p [Part], outer: &[&'p [Part]]) -> After<'p> {
    let mut after = After::default();
    let mut stack: Vec<&[Part]> = outer.to_vec();
    stack.push(parts);
    while let Some(parts) = stack.pop() {
        for part in parts {
            match part {
                Part::Literal(text) => {
                    after.literals.push(text);
                    return after;
                }
                Part::Hole(hole) => {
                    after.holes.push(hole);
                    return after;
                }
                Part::Optional(inner) => match inner.first() {
                    Some(Part::Literal(text)) => after.literals.push(text),
                    Some(Part::Hole(hole)) => after.holes.push(hole),
                    _ => {}
                },
            }
        }
    }
    after.end = true;
    after
}

/// Reads a text through opened parts: each hole with what stands in its place; `None` if the text
/// does not have this form.
pub(super) fn read<'p, 't>(parts: &'p [Part], text: &'t str) -> Option<Vec<(&'p Hole, &'t str)>> {
    let mut reader = Reader {
        rest: text,
        found: Vec::new(),
    };
    reader.read(parts, &mut Vec::new())?;
    reader.rest.is_empty().then_some(reader.found)
}

struct Reader<'p, 't> {
    rest: &'t str,
    found: Vec<(&'p Hole, &'t str)>,
}

impl<'p> Reader<'p, '_> {
    fn read(&mut self, parts: &'p [Part], outer: &mut Vec<&'p [Part]>) -> Option<()> {
        for (index, part) in parts.iter().enumerate() {
            let following = &parts[index + 1..];
            match part {
                Part::Literal(text) => self.rest = self.rest.strip_prefix(text.as_str())?,
                Part::Hole(hole) => {
                    let end = self.end_of(hole, &after(following, outer))?;
                    let (value, rest) = self.rest.split_at(end);
                    if !value.chars().all(|c| hole.alphabet.holds(c)) {
                        return None;
                    }
                    self.found.push((hole, value));
                    self.rest = rest;
                }
                Part::Optional(inner) => {
                    let begins = match inner.first() {
                        Some(Part::Literal(text)) => self.rest.starts_with(text.as_str()),
                        Some(Part::Hole(hole)) => self
                            .rest
                            .chars()
                            .next()
                            .is_some_and(|c| hole.alphabet.holds(c)),
                        _ => false,
                    };
                    if begins {
                        outer.push(following);
                        self.read(inner, outer)?;
                        outer.pop();
                    }
                }
            }
        }
        Some(())
    }

    fn end_of(&self, hole: &Hole, after: &After<'_>) -> Option<usize> {
        if !after.holes.is_empty() {
            let run = self.rest.find(|c| !hole.alphabet.holds(c));
            return Some(run.unwrap_or(self.rest.len()));
        }
        let first = after
            .literals
            .iter()
            .filter_map(|text| self.rest.find(text))
            .min();
        first.or_else(|| after.end.then_some(self.rest.len()))
    }
}
