//! Templates as signing writes them. What can be looked up before there is a request is looked up
//! here: joined lists of signed headers where the file names every header, headers that the file
//! itself sets, and what a line of `each` is made of. What then stands side by side is one text, one
//! template.

use std::collections::HashMap;

use signed_api_specs::data::{
    Entry, Function, Id, Location, NonceKind, Op, Part, RuleKind, Run, SchemeData, Text, Type,
};

use super::lower::{Lower, index};
use super::named_once::named_once;

/// Writes out every template of a scheme that is otherwise whole.
pub(crate) fn write_out(lower: &mut Lower<'_>) {
    let data = lower.scheme.data();
    let rules = data.rules(data.signature.signed_headers);
    let plain = rules.iter().all(|rule| rule.kind == RuleKind::Required);
    let headers = plain.then(|| rules.iter().map(|rule| rule.text).collect());
    // Every expression may be written anew, as a part of a line too, with two for each header of a
    // list.
    let lists = data.nodes.iter().filter(|node| is_join(node.op)).count();
    let more = 2 * data.nodes.len() + data.links.len() + 2 * (rules.len() + 1) * lists;
    if data.nodes.len().max(data.links.len()) + more > usize::from(Id::MAX) {
        return;
    }
    let mut out = WriteOut {
        is_signed: values(&data).is_some_and(|id| is_signed(&data, id)),
        lower,
        headers,
        written: HashMap::new(),
    };
    for at in 0..out.lower.scheme.lets.len() {
        out.lower.scheme.lets[at].signing = out.written(out.lower.scheme.lets[at].value);
    }
    for index in named_once(&out.lower.scheme.data()) {
        out.lower.scheme.lets[usize::from(index)].once = true;
    }
    for at in 0..out.lower.scheme.entries.len() {
        out.lower.scheme.entries[at].signing = out.written(out.lower.scheme.entries[at].value);
    }
    let string_to_sign = out.lower.scheme.signature.string_to_sign;
    out.lower.scheme.signature.signing = out.written(string_to_sign);
}

struct WriteOut<'l, 'f> {
    lower: &'l mut Lower<'f>,
    /// The signed headers, if the file names all of them.
    headers: Option<Vec<Text>>,
    /// The string to sign always holds their values: they have been found there, and their names
    /// need no look at the request.
    is_signed: bool,
    written: HashMap<Id, Id>,
}

impl WriteOut<'_, '_> {
    /// An expression as signing writes it.
    fn written(&mut self, id: Id) -> Id {
        if let Some(written) = self.written.get(&id) {
            return *written;
        }
        let node = *self.lower.scheme.data().node(id);
        let written = match node.op {
            Op::Template(run) => self.template(node.kind, run).unwrap_or(id),
            Op::Let(index) => {
                let named = self.lower.scheme.lets[usize::from(index)];
                if named.once { named.signing } else { id }
            }
            Op::Must(inner) => self.must(id, inner),
            Op::Optional(inner) => {
                let inner = self.written(inner);
                self.lower.node(node.kind, Op::Optional(inner))
            }
            Op::Or(run) => {
                (self.each_written(run)).map_or(id, |run| self.lower.node(node.kind, Op::Or(run)))
            }
            Op::Parts(run, only) => (self.each_written(run))
                .map_or(id, |run| self.lower.node(node.kind, Op::Parts(run, only))),
            Op::Call(Function::Join, list, between)
                if let Some(joined) = self.list(list, between) =>
            {
                joined
            }
            Op::Call(function, of, arguments) => {
                let of = self.written(of);
                let arguments = match function {
                    Function::Each => self.templates(of, arguments),
                    _ => arguments,
                };
                self.lower
                    .node(node.kind, Op::Call(function, of, arguments))
            }
            _ => id,
        };
        self.written.insert(id, written);
        written
    }

    fn links(&self, run: Run) -> Vec<Id> {
        self.lower.scheme.data().links(run).to_vec()
    }

    /// Each of several expressions as signing writes it, if there is room for them.
    fn each_written(&mut self, run: Run) -> Option<Run> {
        let several = self.links(run);
        let several = several.into_iter().map(|one| self.written(one)).collect();
        self.run(several)
    }

    /// What is listed, if there is room for it: else it stays as the file has it.
    fn run(&mut self, ids: Vec<Id>) -> Option<Run> {
        let len = self.lower.scheme.links.len() + ids.len();
        (len <= usize::from(Id::MAX)).then(|| self.lower.run(ids))
    }

    /// Templates inside are part of it, and neighbouring texts are one.
    fn template(&mut self, kind: Type, run: Run) -> Option<Id> {
        let mut inside = Vec::new();
        for part in self.links(run) {
            let part = self.written(part);
            match self.lower.scheme.node(part) {
                Op::Template(run) => inside.extend(self.links(run)),
                _ => inside.push(part),
            }
        }
        let data = self.lower.scheme.data();
        let is_text = |id: &Id| text(&data, *id).is_some();
        let several = inside.chunk_by(|one, next| is_text(one) && is_text(next));
        let several: Vec<&[Id]> = several.collect();
        let parts: Vec<Id> = several.into_iter().map(|ids| self.joined(ids)).collect();
        if let [part] = parts[..]
            && self.lower.scheme.data().node(part).kind == kind
        {
            return Some(part);
        }
        let run = self.run(parts)?;
        Some(self.lower.node(kind, Op::Template(run)))
    }

    /// Texts side by side as one; anything else stands alone.
    fn joined(&mut self, ids: &[Id]) -> Id {
        if let [id] = ids {
            return *id;
        }
        let data = self.lower.scheme.data();
        let texts = ids.iter().filter_map(|id| text(&data, *id));
        let whole: String = texts.collect();
        self.lower.literal(&whole).id
    }

    /// What has to be there: a header that the file sets is what its entry has made.
    fn must(&mut self, id: Id, inner: Id) -> Id {
        let data = self.lower.scheme.data();
        let kind = data.node(id).kind;
        let Op::Member(Part::Headers, name) = data.node(inner).op else {
            let inner = self.written(inner);
            return self.lower.node(kind, Op::Must(inner));
        };
        match entry_of(&data, name) {
            Some(entry) => self.lower.node(Type::Text, Op::Entry(entry)),
            None if is_host(&data, name) => self.lower.node(Type::Text, Op::Part(Part::Host)),
            None => id,
        }
    }

    /// A joined list of what is made of the signed headers.
    fn list(&mut self, list: Id, between: Run) -> Option<Id> {
        let data = self.lower.scheme.data();
        let (side, template) = side(&data, list)?;
        let between = match data.links(between).first() {
            Some(between) => text(&data, *between)?.to_owned(),
            None => String::new(),
        };
        match (side, self.headers.clone()) {
            (Function::Names, Some(headers)) if self.is_signed => {
                let names: Vec<&str> = headers.iter().map(|header| data.text(*header)).collect();
                let names = names.join(&between);
                Some(self.lower.literal(&names).id)
            }
            (Function::Values, Some(headers)) => self.values(&headers, &between),
            _ => {
                let template = match (side, template) {
                    (Function::Names, _) => self.lower.node(Type::Text, Op::Name),
                    (Function::Values, _) => self.lower.node(Type::Text, Op::Value),
                    (_, template) => self.line(template?)?,
                };
                let between = self.lower.text(&between);
                Some(
                    self.lower
                        .node(Type::Text, Op::SignedHeaders(template, between)),
                )
            }
        }
    }

    /// The templates of `each` of an expression: of pairs one makes a line of each.
    fn templates(&mut self, of: Id, templates: Run) -> Run {
        let is_of_pairs = self.lower.scheme.data().node(of).kind == Type::Pairs;
        let line = match self.links(templates)[..] {
            [template] if is_of_pairs => self.line(template),
            _ => None,
        };
        let line = line.and_then(|line| self.run(vec![line]));
        line.unwrap_or(templates)
    }

    /// A template of `each` as a line.
    fn line(&mut self, template: Id) -> Option<Id> {
        let node = *self.lower.scheme.data().node(template);
        if node.kind != Type::Text {
            return None;
        }
        let parts = match node.op {
            Op::Template(run) => self.links(run),
            _ => vec![template],
        };
        let parts: Option<Vec<Id>> = parts.into_iter().map(|part| self.of_line(part)).collect();
        let parts = parts?;
        let nodes = &mut self.lower.scheme.nodes;
        let run = Run {
            at: index(nodes.len()),
            len: index(parts.len()),
        };
        // Side by side, so that nobody looks for the next one.
        for part in parts {
            nodes.push(nodes[usize::from(part)]);
        }
        Some(self.lower.node(Type::Text, Op::Line(run)))
    }

    /// A part of a line, where a value may be missing unless the template says that it may not.
    fn of_line(&mut self, id: Id) -> Option<Id> {
        let data = self.lower.scheme.data();
        match data.node(id).op {
            Op::Or(run) => match *data.links(run) {
                [value, or] if is_of_value(&data, value) && text(&data, or) == Some("") => {
                    Some(value)
                }
                _ => Some(id),
            },
            // Whatever a function makes of it: with nothing in its place a missing one leaves the line out.
            Op::Value => self.alone(id),
            Op::Call(_, of, _) if data.node(of).op == Op::Value => self.alone(id),
            _ => Some(id),
        }
    }

    fn alone(&mut self, id: Id) -> Option<Id> {
        let run = self.run(vec![id])?;
        Some(self.lower.node(Type::Text, Op::Template(run)))
    }

    fn values(&mut self, headers: &[Text], between: &str) -> Option<Id> {
        let between = self.lower.literal(between).id;
        let mut parts = Vec::new();
        for header in headers {
            if !parts.is_empty() {
                parts.push(between);
            }
            let member = self
                .lower
                .node(Type::Text, Op::Member(Part::Headers, *header));
            parts.push(self.lower.node(Type::Text, Op::Must(member)));
        }
        let run = self.run(parts)?;
        self.template(Type::Text, run)
    }
}

pub(crate) fn is_join(op: Op) -> bool {
    matches!(op, Op::Call(Function::Join, ..))
}

/// `names`, `values` or `each` of the signed headers: which of them, and the template.
fn side(data: &SchemeData<'_>, list: Id) -> Option<(Function, Option<Id>)> {
    let Op::Call(function, pairs, arguments) = data.node(list).op else {
        return None;
    };
    let is_side = matches!(
        function,
        Function::Names | Function::Values | Function::Each
    );
    let signed = data.node(pairs).op == Op::Part(Part::SignedHeaders);
    (is_side && signed).then(|| (function, data.links(arguments).first().copied()))
}

/// The joined values of the signed headers.
fn values(data: &SchemeData<'_>) -> Option<Id> {
    let joined = |id: &Id| match data.node(*id).op {
        Op::Call(Function::Join, list, _) => {
            side(data, list).is_some_and(|(side, _)| side == Function::Values)
        }
        _ => false,
    };
    (0..data.nodes.len()).map(index).find(joined)
}

/// Whether a part of a template is the value, or what a function makes of it.
fn is_of_value(data: &SchemeData<'_>, id: Id) -> bool {
    match data.node(id).op {
        Op::Value => true,
        Op::Call(function, of, _) => function.keeps() && data.node(of).op == Op::Value,
        _ => false,
    }
}

/// Whether the string to sign always holds an expression.
fn is_signed(data: &SchemeData<'_>, id: Id) -> bool {
    match data.node(data.signature.string_to_sign).op {
        Op::Template(parts) => data.links(parts).contains(&id),
        _ => data.signature.string_to_sign == id,
    }
}

fn text<'a>(data: &SchemeData<'a>, id: Id) -> Option<&'a str> {
    match data.node(id).op {
        Op::Text(text) => Some(data.text(text)),
        _ => None,
    }
}

/// Whether a header is the host, which is there in any case, and no entry changes it.
fn is_host(data: &SchemeData<'_>, name: Text) -> bool {
    let is_host = |name: Text| data.text(name).eq_ignore_ascii_case("host");
    is_host(name) && !data.headers().any(|entry| is_host(entry.name))
}

/// The entry that always makes a header.
fn entry_of(data: &SchemeData<'_>, name: Text) -> Option<u16> {
    let name = data.text(name);
    let makes = |entry: &Entry| !entry.after && data.text(entry.name).eq_ignore_ascii_case(name);
    let mut entries = data.entries_in(Location::Headers);
    let (at, entry) = entries.find(|(_, entry)| makes(entry))?;
    is_always_there(data, entry.value).then(|| index(at))
}

/// Whether an expression is there, whatever the request. That it is not said of some that are costs
/// signing a little time.
fn is_always_there(data: &SchemeData<'_>, id: Id) -> bool {
    let all = |run| data.links(run).iter().all(|id| is_always_there(data, *id));
    let any = |run| data.links(run).iter().any(|id| is_always_there(data, *id));
    match data.node(id).op {
        Op::Text(_) | Op::Optional(_) | Op::Must(_) | Op::Part(_) | Op::Now => true,
        Op::Template(run) => all(run),
        Op::Or(run) => any(run),
        Op::Let(index) => is_always_there(data, data.lets[usize::from(index)].value),
        Op::Credential(index) => !data.credentials[usize::from(index)].optional,
        Op::Setting(index) => {
            let setting = &data.settings[usize::from(index)];
            setting.default.is_some() || !setting.optional
        }
        Op::Nonce => data.nonce != NonceKind::Given,
        Op::Call(function, of, _) => function.keeps() && is_always_there(data, of),
        _ => false,
    }
}
