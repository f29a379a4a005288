//! What signing does, prepared: the steps of a scheme as short instructions. They are found once for
//! a key, which signs by them again and again; whoever verifies or explains takes the steps
//! themselves.

use std::ops::Range;

use super::buffer::Buffer;
use super::digests::Encode;
use super::encoding::{push_base64, push_hex};
use crate::data::{
    Entry, Function, Hash, Id, Location, Op, Part, Run, SchemeData, Step, Text, Type,
};

/// The steps of a scheme, in their order.
pub(super) struct Plan {
    pub(super) stages: Vec<Stage>,
    pub(super) instructions: Vec<Instruction>,
    pub(super) conditions: Vec<Condition>,
    /// A text that waits for the part behind it.
    before: Text,
}

/// A step, and how it is taken.
pub(super) struct Stage {
    pub(super) step: Step,
    pub(super) way: Way,
    /// It sets what its owner gave or did not give, whatever the request.
    pub(super) is_owners: bool,
}

/// How a step is taken.
pub(super) enum Way {
    /// By these instructions, which write its text.
    Write(Range<usize>),
    /// It is what stands in another slot.
    Named(usize),
    /// As it stands in the scheme.
    Step,
}

/// What writes a part of a text, and the text of the file before it.
#[derive(Clone, Copy)]
pub(super) struct Instruction {
    pub(super) before: Text,
    pub(super) part: Written,
}

/// A part of a text. The expression is what stands for it where the short way is not open.
#[derive(Clone, Copy)]
pub(super) enum Written {
    /// Nothing more.
    Nothing,
    /// What was made before, by its slot.
    Again(usize, Id),
    /// A credential that is no secret, or a setting that may be any text, by its place.
    Given(usize, Id),
    /// What may not be given, by its place: then the whole text is absent.
    Perhaps(usize, Id),
    /// What may not be given, by its place: then so many instructions that follow stand for it.
    Instead(usize, usize, Id),
    /// The whole text is absent unless this condition, by its place among them, keeps it.
    Kept(usize),
    Method,
    Path,
    /// A path of which percent-encoding leaves the slashes, normalized or not.
    CanonicalPath(Id),
    /// The time of signing.
    Now(Function),
    /// The digest of what was made before.
    Digest(Hash, Encode, usize, Id),
    /// The digest of a body that the scheme leaves as it is.
    BodyDigest(Hash, Encode),
    Signature(Encode, Id),
    /// Anything else.
    Any(Id),
}

/// A `when` or `unless` of a header.
#[derive(Clone, Copy)]
pub(super) struct Condition {
    pub(super) function: Function,
    pub(super) arguments: Run,
    pub(super) part: Part,
    pub(super) name: Text,
    /// The slot of the entry that sets it.
    pub(super) set: Option<usize>,
}

impl Plan {
    pub(super) fn of(data: &SchemeData<'_>) -> Self {
        let mut plan = Self {
            stages: Vec::with_capacity(data.order.len()),
            instructions: Vec::new(),
            conditions: Vec::new(),
            before: Text::default(),
        };
        for step in data.order.iter().filter(|step| !data.makes_later(**step)) {
            let way = plan.way(data, *step);
            let is_owners = match *step {
                Step::Entry(index) => data.is_owners(data.entries[usize::from(index)].value),
                _ => false,
            };
            plan.stages.push(Stage {
                step: *step,
                way,
                is_owners,
            });
        }
        plan
    }

    fn way(&mut self, data: &SchemeData<'_>, step: Step) -> Way {
        let (id, sent) = match step {
            Step::Let(index) => {
                let named = &data.lets[usize::from(index)];
                (named.signing, named.sent)
            }
            Step::Entry(index) => (data.entries[usize::from(index)].signing, false),
            Step::StringToSign => (data.signature.signing, true),
            Step::Sign => return Way::Step,
        };
        let node = data.node(id);
        match node.op {
            _ if !matches!(node.kind, Type::Text | Type::Bytes) => Way::Step,
            Op::Let(index) if !sent => Way::Named(index.into()),
            _ => {
                let at = self.instructions.len();
                self.add(data, id);
                self.write(Written::Nothing);
                Way::Write(at..self.instructions.len())
            }
        }
    }

    /// Adds what writes an expression of text or bytes.
    fn add(&mut self, data: &SchemeData<'_>, id: Id) {
        let node = data.node(id);
        let is_text = matches!(node.kind, Type::Text | Type::Bytes);
        match node.op {
            Op::Template(run) if is_text => {
                for part in data.links(run) {
                    self.add(data, *part);
                }
            }
            Op::Text(text) if text.len > 0 => {
                self.write(Written::Nothing);
                self.before = text;
            }
            Op::Or(run)
                if let &[first, second] = data.links(run)
                    && let Some(place) = data.perhaps(first) =>
            {
                let at = self.instructions.len();
                self.write(Written::Any(id));
                self.add(data, second);
                self.write(Written::Nothing);
                let passed = self.instructions.len() - at - 1;
                self.instructions[at].part = Written::Instead(place, passed, id);
            }
            Op::Call(function @ (Function::When | Function::Unless), of, arguments)
                if is_text && let Some(condition) = Condition::of(data, function, arguments) =>
            {
                self.write(Written::Kept(self.conditions.len()));
                self.conditions.push(condition);
                self.add(data, of);
            }
            _ => self.write(Written::of(data, id)),
        }
    }

    /// Adds a part, behind the text that waits for it.
    fn write(&mut self, part: Written) {
        let before = std::mem::take(&mut self.before);
        if before.len > 0 || !matches!(part, Written::Nothing) {
            self.instructions.push(Instruction { before, part });
        }
    }
}

impl Written {
    fn of(data: &SchemeData<'_>, id: Id) -> Self {
        match data.node(id).op {
            Op::Let(index) => Self::Again(index.into(), id),
            Op::Entry(index) => Self::Again(data.lets.len() + usize::from(index), id),
            Op::Setting(index) if data.settings[usize::from(index)].is_any_text() => {
                Self::Given(data.credentials.len() + usize::from(index), id)
            }
            Op::Credential(index) if !data.credentials[usize::from(index)].secret => {
                Self::Given(index.into(), id)
            }
            Op::Part(Part::Method) => Self::Method,
            Op::Part(Part::Path) => Self::Path,
            Op::Signature => Self::Signature(Buffer::push, id),
            Op::Call(..) if data.is_canonical_path(id) => Self::CanonicalPath(id),
            Op::Call(function, of, _) => Self::of_call(data, id, function, of),
            _ => match data.perhaps(id) {
                Some(place) => Self::Perhaps(place, id),
                None => Self::Any(id),
            },
        }
    }

    fn of_call(data: &SchemeData<'_>, id: Id, function: Function, of: Id) -> Self {
        let argument = data.node(of);
        let encode: Encode = match function {
            _ if argument.kind == Type::Time => {
                return match argument.op {
                    Op::Now => Self::Now(function),
                    _ => Self::Any(id),
                };
            }
            Function::Hex => push_hex,
            Function::Base64 => push_base64,
            _ => return Self::Any(id),
        };
        match argument.op {
            Op::Signature => Self::Signature(encode, id),
            Op::Call(Function::Hash(hash), of, _) => match data.node(of).op {
                Op::Let(index) => Self::Digest(hash, encode, index.into(), id),
                Op::Part(Part::Body) if !data.adds_to_body() => Self::BodyDigest(hash, encode),
                _ => Self::Any(id),
            },
            _ => Self::Any(id),
        }
    }
}

impl Condition {
    /// A condition whether there is a header, which the host always is.
    fn of(data: &SchemeData<'_>, function: Function, arguments: Run) -> Option<Self> {
        let &[condition] = data.links(arguments) else {
            return None;
        };
        let Op::Member(part @ (Part::Headers | Part::OwnHeaders), name) = data.node(condition).op
        else {
            return None;
        };
        let names = |entry: &Entry| data.text(entry.lower) == data.text(name);
        let mut entries = data.entries_in(Location::Headers);
        let set = entries.find(|(_, entry)| names(entry));
        let set = set.map(|(index, _)| data.lets.len() + index);
        (data.text(name) != "host").then_some(Self {
            function,
            arguments,
            part,
            name,
            set: set.filter(|_| part == Part::Headers),
        })
    }
}

impl SchemeData<'_> {
    /// Whether an expression leaves a path as it is that has neither anything to encode nor to
    /// normalize.
    fn is_canonical_path(&self, id: Id) -> bool {
        match self.node(id).op {
            Op::Part(Part::Path) => true,
            Op::Call(Function::NormalizePath | Function::PercentDecode, of, _) => {
                self.is_canonical_path(of)
            }
            Op::Call(Function::PercentEncode, of, kept) => {
                let keeps = |kept: &Id| {
                    let op = self.node(*kept).op;
                    matches!(op, Op::Text(text) if self.text(text).contains('/'))
                };
                self.links(kept).first().is_some_and(keeps) && self.is_canonical_path(of)
            }
            _ => false,
        }
    }

    /// The place of a credential or setting that may be missing.
    fn perhaps(&self, id: Id) -> Option<usize> {
        match self.node(id).op {
            Op::Credential(index) => {
                let credential = &self.credentials[usize::from(index)];
                credential.optional.then_some(index.into())
            }
            Op::Setting(index) => {
                let setting = &self.settings[usize::from(index)];
                let may_be = setting.optional && setting.default.is_none();
                may_be.then_some(self.credentials.len() + usize::from(index))
            }
            _ => None,
        }
    }
}
