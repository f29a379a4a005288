//! What a scheme has to do with a header that a request brings. The macro asks it of a method, and
//! generated code at compile time, so all of it is `const`.

use super::{Function, Id, Location, NonceKind, Op, Part, RuleKind, Run, SchemeData};

impl SchemeData<'_> {
    /// Whether a request has to bring this header: it is signed whatever the credentials and
    /// settings are, and the scheme does not set it.
    pub const fn needs_header(&self, name: &str) -> bool {
        !self.is_outline()
            && !self.sets_header(name)
            && (self.lists_header(name, true)
                || self.demands(self.signature.string_to_sign, name)
                || self.any(self.signature.key, Question::Demands, name))
    }

    /// Whether a call that sends no body still has to say a content type: a scheme that makes the
    /// body says it itself.
    pub const fn needs_content_type(&self) -> bool {
        !self.adds_to_body() && self.needs_header("content-type")
    }

    /// Whether the scheme always sets this header itself, so that what a request brings would be
    /// lost.
    pub const fn replaces_header(&self, name: &str) -> bool {
        let (mut at, end) = ends(self.sections.of(Location::Headers));
        while at < end {
            let entry = &self.entries[at];
            if self.text(entry.name).eq_ignore_ascii_case(name) {
                return self.is_there(entry.value) && !self.asks(entry.value, name);
            }
            at += 1;
        }
        false
    }

    /// Whether a request that brings this header more than once is refused: the scheme reads it by
    /// its name, and does not say what joins its values. The content type is never repeated.
    pub const fn takes_header_once(&self, name: &str) -> bool {
        if name.eq_ignore_ascii_case("content-type") {
            return true;
        }
        if self.signature.repeats {
            return false;
        }
        let (mut at, end) = ends(self.reads.of(Location::Headers));
        while at < end {
            if self.text(self.names[at]).eq_ignore_ascii_case(name) {
                return true;
            }
            at += 1;
        }
        self.lists_header(name, true) || self.lists_header(name, false)
    }

    const fn sets_header(&self, name: &str) -> bool {
        let (mut at, end) = ends(self.sections.of(Location::Headers));
        while at < end {
            if self.text(self.entries[at].name).eq_ignore_ascii_case(name) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether `signed_headers` lists it by name, with or without `?`.
    const fn lists_header(&self, name: &str, required: bool) -> bool {
        let (mut at, end) = ends(self.signature.signed_headers);
        while at < end {
            let rule = &self.rules[at];
            let is_kind = match rule.kind {
                RuleKind::Required => required,
                RuleKind::Optional => !required,
                _ => false,
            };
            if is_kind && self.text(rule.text).eq_ignore_ascii_case(name) {
                return true;
            }
            at += 1;
        }
        false
    }

    const fn is_member(&self, op: Op, name: &str) -> bool {
        match op {
            Op::Member(Part::Headers | Part::OwnHeaders, text) => {
                self.text(text).eq_ignore_ascii_case(name)
            }
            _ => false,
        }
    }
}

/// What is asked of several expressions.
#[derive(Clone, Copy)]
enum Question {
    Demands,
    Asks,
    IsThere,
}

/// Expressions. Named values make no circle, which the checker has seen to.
impl SchemeData<'_> {
    /// Whether evaluating it is refused without this header. What is evaluated only at times, as
    /// the later ones of `or`, does not count.
    const fn demands(&self, id: Id, name: &str) -> bool {
        match self.nodes[id as usize].op {
            Op::Must(inner) => self.is_member(self.nodes[inner as usize].op, name),
            Op::Template(run) | Op::Sum(run) => self.any(run, Question::Demands, name),
            Op::Convert(inner) => self.demands(inner, name),
            Op::Call(Function::When | Function::Unless, ..) => false,
            Op::Call(_, of, _) => self.demands(of, name),
            Op::Let(index) => self.demands(self.lets[index as usize].value, name),
            _ => false,
        }
    }

    /// Whether it looks at the header that the request brings.
    const fn asks(&self, id: Id, name: &str) -> bool {
        let op = self.nodes[id as usize].op;
        match op {
            Op::Template(run)
            | Op::Or(run)
            | Op::Sum(run)
            | Op::Group(run)
            | Op::List(run)
            | Op::Parts(run, _) => self.any(run, Question::Asks, name),
            Op::Optional(inner) | Op::Must(inner) | Op::Convert(inner) | Op::Pick(inner, _) => {
                self.asks(inner, name)
            }
            Op::Call(_, of, arguments) => {
                self.asks(of, name) || self.any(arguments, Question::Asks, name)
            }
            Op::Let(index) => self.asks(self.lets[index as usize].value, name),
            _ => self.is_member(op, name),
        }
    }

    /// Whether it has a value whatever the request, the credentials and the settings are.
    const fn is_there(&self, id: Id) -> bool {
        match self.nodes[id as usize].op {
            Op::Template(run) => self.all_there(run),
            Op::Or(run) => self.any(run, Question::IsThere, ""),
            Op::Convert(inner) => self.is_there(inner),
            Op::Call(
                Function::When | Function::Unless | Function::NonEmpty | Function::StructuredField,
                ..,
            )
            | Op::Member(..) => false,
            Op::Call(_, of, _) => self.is_there(of),
            Op::Credential(index) => !self.credentials[index as usize].optional,
            Op::Setting(index) => !self.settings[index as usize].optional,
            Op::Let(index) => self.is_there(self.lets[index as usize].value),
            Op::Nonce => !matches!(self.nonce, NonceKind::Given),
            _ => true,
        }
    }

    const fn any(&self, run: Run, question: Question, name: &str) -> bool {
        let (mut at, end) = ends(run);
        while at < end {
            let id = self.links[at];
            let yes = match question {
                Question::Demands => self.demands(id, name),
                Question::Asks => self.asks(id, name),
                Question::IsThere => self.is_there(id),
            };
            if yes {
                return true;
            }
            at += 1;
        }
        false
    }

    const fn all_there(&self, run: Run) -> bool {
        let (mut at, end) = ends(run);
        while at < end {
            if !self.is_there(self.links[at]) {
                return false;
            }
            at += 1;
        }
        true
    }
}

/// The first index of a run, and the one behind it.
const fn ends(run: Run) -> (usize, usize) {
    (run.at as usize, run.at as usize + run.len as usize)
}
