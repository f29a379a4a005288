//! Walking the expressions of a scheme.

use crate::data::{Entry, Function, Id, Known, Op, Part, Role, SchemeData, Text};

impl SchemeData<'_> {
    /// The expressions that one is made of.
    pub fn children(&self, id: Id) -> Vec<Id> {
        match self.node(id).op {
            Op::Line(run) => (run.at..run.at + run.len).collect(),
            Op::Template(run)
            | Op::Or(run)
            | Op::Sum(run)
            | Op::Group(run)
            | Op::List(run)
            | Op::Parts(run, _) => self.links(run).to_vec(),
            Op::Optional(inner) | Op::Must(inner) | Op::Convert(inner) | Op::Pick(inner, _) => {
                vec![inner]
            }
            Op::Call(_, of, arguments) => [&[of], self.links(arguments)].concat(),
            _ => Vec::new(),
        }
    }

    /// What an entry of this name and value is to the body that the request brings.
    pub fn role(&self, name: Text, value: Id) -> Role {
        let name = self.text(name);
        let op = match self.node(value).op {
            Op::Must(inner) => self.node(inner).op,
            op => op,
        };
        match op {
            Op::Part(Part::OwnForm | Part::OwnJson) if name == "*" => Role::Place,
            Op::Member(Part::OwnForm, member) if self.text(member) == name => Role::Moves,
            _ => Role::Adds,
        }
    }

    /// Whether it is the request that decides whether an entry is there, as for the hash of a body
    /// that may be empty; and not by what it has in that place itself, which then stays.
    pub(crate) fn depends_on_request(&self, entry: &Entry) -> bool {
        let of_request = |op| matches!(op, Op::Part(_) | Op::Member(..));
        let decides = |op: Op| match op {
            Op::Call(Function::When | Function::Unless, _, arguments) => {
                let condition = self.links(arguments).first();
                condition.is_some_and(|id| self.reaches(*id, &of_request))
            }
            Op::Call(Function::NonEmpty | Function::StructuredField, ..) | Op::Member(..) => true,
            Op::Setting(index) => self.settings[usize::from(index)].known == Known::ByRequest,
            _ => false,
        };
        let name = self.text(entry.name);
        let own = |op: Op| match op {
            Op::Member(part, member) if part.is_own() && part.location() == entry.location => {
                self.member_name(part, member).eq_ignore_ascii_case(name)
            }
            _ => false,
        };
        self.reaches(entry.value, &decides) && !self.reaches(entry.value, &own)
    }

    /// Whether an expression is made of all headers, or of those that are signed: then a header of it
    /// is none of those that a pattern takes.
    pub fn is_of_headers(&self, id: Id) -> bool {
        let whole = |op| {
            use Part::{HeaderLines, Headers, SignedHeaders};
            matches!(op, Op::Part(Headers | HeaderLines | SignedHeaders))
        };
        self.reaches(id, &whole)
    }

    /// Whether an expression may be the body as it is.
    pub(crate) fn may_be_body(&self, id: Id) -> bool {
        match self.node(id).op {
            Op::Part(part) => part == Part::Body,
            Op::Must(of)
            | Op::Call(Function::NonEmpty | Function::When | Function::Unless, of, _) => {
                self.may_be_body(of)
            }
            Op::Or(choices) => self.links(choices).iter().any(|id| self.may_be_body(*id)),
            Op::Let(index) => self.may_be_body(self.lets[usize::from(index)].value),
            _ => false,
        }
    }

    /// Whether an expression uses something, itself or through named values.
    pub fn reaches(&self, id: Id, wanted: &dyn Fn(Op) -> bool) -> bool {
        let op = self.node(id).op;
        let through = match op {
            Op::Let(index) => self.reaches(self.lets[usize::from(index)].value, wanted),
            _ => false,
        };
        wanted(op)
            || through
            || self
                .children(id)
                .iter()
                .any(|child| self.reaches(*child, wanted))
    }
}
