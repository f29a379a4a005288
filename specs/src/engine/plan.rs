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
}

/// A plan that is being made.
struct Draft<'d> {
    data: &'d SchemeData<'d>,
    plan: Plan,
    /// A text that waits for the piece behind it.
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
    pub(super) piece: Piece,
}

/// A piece of a text. The expression is what stands for it where the short way is not open.
#[derive(Clone, Copy)]
pub(super) enum Piece {
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
        let mut draft = Draft {
            data,
            plan: Self {
                stages: Vec::with_capacity(data.order.len()),
                instructions: Vec::new(),
                conditions: Vec::new(),
            },
            before: Text::default(),
        };
        for step in data.order.iter().filter(|step| !data.makes_later(**step)) {
            draft.add_stage(*step);
        }
        draft.plan
    }
}

impl Draft<'_> {
    fn add_stage(&mut self, step: Step) {
        let is_owners = match step {
            Step::Entry(index) => {
                let entry = &self.data.entries[usize::from(index)];
                self.data.is_owners(entry.value)
            }
            _ => false,
        };
        let way = self.way(step);
        self.plan.stages.push(Stage {
            step,
            way,
            is_owners,
        });
    }

    fn way(&mut self, step: Step) -> Way {
        let data = self.data;
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
                let at = self.plan.instructions.len();
                self.add(id);
                self.write(Piece::Nothing);
                Way::Write(at..self.plan.instructions.len())
            }
        }
    }

    /// Adds what writes an expression of text or bytes.
    fn add(&mut self, id: Id) {
        let data = self.data;
        let node = data.node(id);
        let is_text = matches!(node.kind, Type::Text | Type::Bytes);
        match node.op {
            Op::Template(run) if is_text => {
                for part in data.links(run) {
                    self.add(*part);
                }
            }
            Op::Text(text) if text.len > 0 => {
                self.write(Piece::Nothing);
                self.before = text;
            }
            Op::Or(run)
                if let &[first, second] = data.links(run)
                    && let Some(place) = data.perhaps(first) =>
            {
                let at = self.plan.instructions.len();
                self.write(Piece::Any(id));
                self.add(second);
                self.write(Piece::Nothing);
                let passed = self.plan.instructions.len() - at - 1;
                self.plan.instructions[at].piece = Piece::Instead(place, passed, id);
            }
            Op::Call(function @ (Function::When | Function::Unless), of, arguments)
                if is_text && let Some(condition) = Condition::of(data, function, arguments) =>
            {
                self.write(Piece::Kept(self.plan.conditions.len()));
                self.plan.conditions.push(condition);
                self.add(of);
            }
            _ => self.write(Piece::of(data, id)),
        }
    }

    /// Adds a piece, behind the text that waits for it.
    fn write(&mut self, piece: Piece) {
        let before = std::mem::take(&mut self.before);
        if before.len > 0 || !matches!(piece, Piece::Nothing) {
            self.plan.instructions.push(Instruction { before, piece });
        }
    }
}

impl Piece {
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
                setting
                    .optional
                    .then_some(self.credentials.len() + usize::from(index))
            }
            _ => None,
        }
    }
}
