//! Opens templates, named values and what stands in them, so that a text can be read through them.

use super::alphabet::Alphabet;
use super::parts::{Hole, List, Part, What, tells};
use crate::data::{Function, Id, Known, Op, Part as RequestPart, Run, SchemeData, Type};

/// Opens a template.
pub(super) fn open(data: &SchemeData<'_>, id: Id) -> Vec<Part> {
    Opening { data, pair: None }.open(id)
}

/// Opens templates; inside `each`, for one pair.
#[derive(Clone, Copy)]
struct Opening<'d> {
    data: &'d SchemeData<'d>,
    pair: Option<(Id, Id)>,
}

impl<'d> Opening<'d> {
    fn open(self, id: Id) -> Vec<Part> {
        let mut parts = Vec::new();
        self.opened(id, &mut parts);
        parts
    }

    fn opened(self, id: Id, parts: &mut Vec<Part>) {
        let data = self.data;
        match data.node(id).op {
            Op::Text(text) => literal(data.text(text), parts),
            Op::Template(run) => data
                .links(run)
                .iter()
                .for_each(|part| self.opened(*part, parts)),
            Op::Optional(inner) => parts.push(Part::Optional(self.open(inner))),
            Op::Let(index) => self.opened(data.lets[usize::from(index)].value, parts),
            Op::Must(inner)
            | Op::Call(Function::When | Function::Unless | Function::NonEmpty, inner, _) => {
                self.opened(inner, parts);
            }
            Op::Or(run) => parts.extend(self.either(id, run)),
            Op::Parts(run, _) => self.entry_parts(run, parts),
            Op::Name | Op::Value => match self.at_pair(id) {
                Some(inner) => self.opened(inner, parts),
                None => parts.push(Part::Hole(self.hole(id))),
            },
            Op::Call(Function::Join, of, arguments) => match self.items(of) {
                Some(items) => {
                    let join = self.literal(data.links(arguments).first().copied());
                    parts.push(list(items, join, false));
                }
                None => parts.push(Part::Hole(self.hole(id))),
            },
            _ => parts.push(Part::Hole(self.hole(id))),
        }
    }

    /// What `name` and `value` are.
    fn at_pair(self, id: Id) -> Option<Id> {
        let (name, value) = self.pair?;
        match self.data.node(id).op {
            Op::Name => Some(name),
            Op::Value => Some(value),
            _ => None,
        }
    }

    /// `a or b`: what the request brings itself is never read.
    fn either(self, id: Id, run: Run) -> Vec<Part> {
        let data = self.data;
        let own = |id: &&Id| matches!(data.node(**id).op, Op::Member(part, _) if part.is_own());
        let choices = data.links(run).iter().filter(|id| !own(id));
        let choices: Vec<Id> = choices.copied().collect();
        match choices.as_slice() {
            [one] if choices.len() == usize::from(run.len) => self.open(*one),
            // Another text may stand there, so this one is no literal.
            [one] => vec![Part::Hole(self.hole(*one))],
            [one, other] if is_empty(data, *other) => vec![Part::Optional(self.open(*one))],
            _ => {
                let opened: Vec<_> = choices.iter().map(|choice| self.open(*choice)).collect();
                if opened.iter().any(|parts| tells(parts)) {
                    vec![Part::Choice(opened)]
                } else {
                    vec![self.made(id)]
                }
            }
        }
    }

    /// An entry of parts: what it begins with, then the parts in any order.
    fn entry_parts(self, run: Run, parts: &mut Vec<Part>) {
        let [start, join, items @ ..] = self.data.links(run) else {
            return;
        };
        self.opened(*start, parts);
        let mut opened = Vec::new();
        for item in items {
            match self.items(*item) {
                Some(items) => opened.extend(items),
                None => opened.push(self.open(*item)),
            }
        }
        parts.push(list(opened, self.literal(Some(*join)), true));
    }

    /// The items of a list that is known from the file: those that `each` makes of named pairs.
    fn items(self, id: Id) -> Option<Vec<Vec<Part>>> {
        let data = self.data;
        let Op::Call(Function::Each, of, arguments) = data.node(id).op else {
            return None;
        };
        let template = *data.links(arguments).first()?;
        let pairs = group(data, of)?;
        let item = |pair| {
            let pair = Some(pair);
            Opening { data, pair }.open(template)
        };
        Some(pairs.into_iter().map(item).collect())
    }

    /// The text of a literal.
    fn literal(self, id: Option<Id>) -> &'d str {
        match id.map(|id| self.data.node(id).op) {
            Some(Op::Text(text)) => self.data.text(text),
            _ => "",
        }
    }

    fn made(self, id: Id) -> Part {
        let alphabet = Alphabet::of_made(self.data, self.data.node(id).op);
        Part::Hole(Hole {
            node: id,
            what: What::Made,
            undo: Vec::new(),
            outside: 0,
            alphabet,
        })
    }

    fn hole(self, id: Id) -> Hole {
        let data = self.data;
        let mut hole = Hole {
            node: id,
            what: What::Made,
            undo: Vec::new(),
            outside: 0,
            alphabet: Alphabet::Any,
        };
        let (mut inner, mut alphabet) = (id, None);
        loop {
            let within = match data.node(inner).op {
                Op::Let(index) => Some(data.lets[usize::from(index)].value),
                Op::Must(of)
                | Op::Call(Function::When | Function::Unless | Function::NonEmpty, of, _) => {
                    Some(of)
                }
                _ => self.at_pair(inner),
            };
            if let Some(within) = within {
                // What is kept as received is kept for what stands inside.
                (inner, hole.node, hole.outside) = (within, within, hole.undo.len());
                continue;
            }
            let Op::Call(function, of, arguments) = data.node(inner).op else {
                break;
            };
            let is_time = shift(data, inner).is_some();
            let is_lossy = match function {
                Function::Unpadded => {
                    !self.is_written_by(of, &[Function::Base64, Function::Base64Url])
                }
                Function::UpperCase | Function::LowerCase => !self.keeps_in_either_case(of),
                _ => false,
            };
            if is_time || is_lossy || shift(data, of).is_none() && !is_undone(function) {
                break;
            }
            alphabet = alphabet.or_else(|| {
                let kept = self.literal(data.links(arguments).first().copied());
                let written = Alphabet::of_function(data, function)?;
                Some(written.and(Alphabet::of(kept)))
            });
            hole.undo.push(function);
            inner = of;
        }
        let case =
            |function: &&Function| matches!(function, Function::UpperCase | Function::LowerCase);
        if let (Some(known), Some(case)) = (alphabet, hole.undo.iter().find(case)) {
            alphabet = Some(known.in_case(*case));
        }
        hole.what = self.what(inner);
        if let What::Names(separator) | What::Listed(_, separator) = &hole.what {
            alphabet.get_or_insert(Alphabet::names(separator));
        }
        hole.alphabet = alphabet.unwrap_or_else(|| Alphabet::of_made(data, data.node(inner).op));
        hole
    }

    /// Whether an expression is a call of one of these functions.
    fn is_written_by(self, id: Id, functions: &[Function]) -> bool {
        match self.data.node(id).op {
            Op::Let(index) => {
                self.is_written_by(self.data.lets[usize::from(index)].value, functions)
            }
            Op::Must(of)
            | Op::Call(Function::When | Function::Unless | Function::NonEmpty, of, _) => {
                self.is_written_by(of, functions)
            }
            Op::Call(function, ..) => functions.contains(&function),
            _ => false,
        }
    }

    /// Whether a value means the same in either case: hexadecimal, choices and names of headers.
    fn keeps_in_either_case(self, id: Id) -> bool {
        let hex = [Function::Hex, Function::HexNumber];
        self.is_written_by(id, &hex)
            || match self.hole(id).what {
                What::Setting(index) => self.data.settings[usize::from(index)].one_of.len > 0,
                What::Names(_) | What::Listed(..) => true,
                _ => false,
            }
    }

    /// What the innermost value of a hole tells.
    fn what(self, id: Id) -> What {
        let data = self.data;
        match data.node(id).op {
            _ if shift(data, id).is_some() => What::Time(shift(data, id).flatten()),
            Op::Nonce => What::Nonce,
            Op::Signature => What::Signature,
            Op::Credential(index) if !data.credentials[usize::from(index)].secret => {
                What::Credential(index)
            }
            Op::Setting(index) if data.settings[usize::from(index)].known == Known::ByRequest => {
                What::Setting(index)
            }
            Op::Call(Function::Join, of, arguments) if names_signed_headers(data, of).is_some() => {
                let separator = self.literal(data.links(arguments).first().copied());
                match names_signed_headers(data, of) {
                    Some(Named::All) => What::Names(separator.to_owned()),
                    _ => match listing(data) {
                        Some(setting) => What::Listed(setting, separator.to_owned()),
                        None => What::Made,
                    },
                }
            }
            Op::Call(Function::ToJson, of, _) => match group(data, of) {
                Some(pairs) => What::Object(self.members(&pairs)),
                None => What::Made,
            },
            Op::Template(_) | Op::Parts(..) | Op::Or(_) | Op::Call(Function::Join, ..) => {
                let mut parts = Vec::new();
                match data.node(id).op {
                    // A list that is not known from the file would open into itself.
                    Op::Call(_, of, _) if self.items(of).is_none() => {}
                    _ => self.opened(id, &mut parts),
                }
                if tells(&parts) {
                    What::Template(parts)
                } else {
                    What::Made
                }
            }
            _ => What::Made,
        }
    }

    fn members(self, pairs: &[(Id, Id)]) -> Vec<(String, Vec<Part>)> {
        let member = |(name, value): &(Id, Id)| {
            let name = self.literal(Some(*name)).to_owned();
            (name, self.open(*value))
        };
        pairs.iter().map(member).collect()
    }
}

/// Whether an expression is the time of signing, and what is added to it.
#[allow(
    clippy::option_option,
    reason = "whether it is the time, and then what is added"
)]
pub(super) fn shift(data: &SchemeData<'_>, id: Id) -> Option<Option<Id>> {
    match data.node(id).op {
        Op::Now => Some(None),
        Op::Let(index) => shift(data, data.lets[usize::from(index)].value),
        Op::Must(inner) => shift(data, inner),
        Op::Call(Function::Plus, of, arguments) if data.node(of).op == Op::Now => {
            Some(data.links(arguments).first().copied())
        }
        _ => None,
    }
}

/// The pairs of a group, each a name and a value, if that is what pairs are; others that are
/// among them are left out.
pub(super) fn group(data: &SchemeData<'_>, id: Id) -> Option<Vec<(Id, Id)>> {
    match data.node(id).op {
        Op::Group(run) => {
            let pairs = data
                .links(run)
                .chunks_exact(2)
                .map(|pair| (pair[0], pair[1]));
            let of_file = pairs.filter(|(_, value)| data.node(*value).kind != Type::Pairs);
            Some(of_file.collect())
        }
        Op::Let(index) => group(data, data.lets[usize::from(index)].value),
        Op::Must(inner) => group(data, inner),
        _ => None,
    }
}

fn list(items: Vec<Vec<Part>>, join: &str, open: bool) -> Part {
    let between = vec![Part::Optional(vec![Part::Literal(join.to_owned())])];
    Part::List(List {
        items,
        between,
        open,
    })
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

/// Which of the signed headers are named.
enum Named {
    All,
    Picked,
}

/// `signed_headers | names`, sorted or not; of all, or of those that `pick` chooses.
fn names_signed_headers(data: &SchemeData<'_>, id: Id) -> Option<Named> {
    match data.node(id).op {
        Op::Call(Function::Names | Function::Sort, of, _) => names_signed_headers(data, of),
        Op::Pick(of, _) => names_signed_headers(data, of).map(|_| Named::Picked),
        op => (op == Op::Part(RequestPart::SignedHeaders)).then_some(Named::All),
    }
}

/// The one list of headers to sign that a request tells.
fn listing(data: &SchemeData<'_>) -> Option<u16> {
    let rules = data.rules(data.signature.signed_headers).iter();
    let lists = rules.filter(|rule| rule.kind.is_list());
    let names: Vec<&str> = lists.map(|rule| data.text(rule.text)).collect();
    let told = (0..).zip(data.settings).filter(|(_, setting)| {
        setting.known == Known::ByRequest && names.contains(&data.text(setting.name))
    });
    let told: Vec<u16> = told.map(|(index, _)| index).collect();
    match told.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Encodings that a reader undoes; the case of hexadecimal does not matter.
pub(super) fn is_undone(function: Function) -> bool {
    matches!(
        function,
        Function::Hex
            | Function::HexNumber
            | Function::Base64
            | Function::Base64Url
            | Function::PercentEncode
            | Function::UpperCase
            | Function::LowerCase
            | Function::LowerEscapes
            | Function::Number
            | Function::Quoted
            | Function::Unpadded
    )
}
