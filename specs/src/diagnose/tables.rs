//! The tables of a scheme, owned: so that its steps can be rewritten.

use crate::data::{
    Algorithm, AlgorithmChoice, Function, Id, Node, Op, Run, SchemeData, Signature, Text, Type,
};

/// A scheme whose steps may be others than its file's.
#[derive(Clone)]
pub(super) struct Tables<'d> {
    base: SchemeData<'d>,
    text: String,
    nodes: Vec<Node>,
    links: Vec<Id>,
    signature: Signature,
}

impl<'d> Tables<'d> {
    pub(super) fn new(base: &SchemeData<'d>) -> Self {
        Self {
            base: *base,
            text: base.text.to_owned(),
            nodes: base.nodes.to_vec(),
            links: base.links.to_vec(),
            signature: base.signature,
        }
    }

    /// The view that the engine works on.
    pub(super) fn data(&self) -> SchemeData<'_> {
        SchemeData {
            text: &self.text,
            nodes: &self.nodes,
            links: &self.links,
            signature: self.signature,
            ..self.base
        }
    }

    /// Puts another expression in the place of one.
    pub(super) fn put(&mut self, id: Id, node: Node) {
        self.nodes[usize::from(id)] = node;
    }

    /// Adds an expression; `None` if there is no room for one.
    pub(super) fn add(&mut self, node: Node) -> Option<Id> {
        let id = Id::try_from(self.nodes.len()).ok()?;
        self.nodes.push(node);
        Some(id)
    }

    /// Adds a text.
    pub(super) fn add_text(&mut self, text: &str) -> Option<Id> {
        let at = u32::try_from(self.text.len()).ok()?;
        let len = u32::try_from(text.len()).ok()?;
        self.text.push_str(text);
        self.add(Node {
            kind: Type::Text,
            op: Op::Text(Text { at, len }),
        })
    }

    /// Adds children.
    pub(super) fn add_links(&mut self, ids: &[Id]) -> Option<Run> {
        let at = u16::try_from(self.links.len()).ok()?;
        let len = u16::try_from(ids.len()).ok()?;
        at.checked_add(len)?;
        self.links.extend_from_slice(ids);
        Some(Run { at, len })
    }

    /// Puts a template of these parts in the place of an expression.
    pub(super) fn put_template(&mut self, id: Id, parts: &[Id]) -> Option<()> {
        let run = self.add_links(parts)?;
        let node = Node {
            op: Op::Template(run),
            ..*self.data().node(id)
        };
        self.put(id, node);
        Some(())
    }

    /// Applies a function without arguments to what an expression is.
    pub(super) fn wrap(&mut self, id: Id, function: Function, kind: Type) -> Option<()> {
        let inner = self.add(*self.data().node(id))?;
        let op = Op::Call(function, inner, Run::default());
        self.put(id, Node { kind, op });
        Some(())
    }

    /// Signs with another algorithm.
    pub(super) fn set_algorithm(&mut self, algorithm: Algorithm) {
        self.signature.algorithm = AlgorithmChoice::Always(algorithm);
    }

    /// Signs with another key.
    pub(super) fn set_key(&mut self, key: &[Id]) -> Option<()> {
        self.signature.key = self.add_links(key)?;
        self.signature.key_varies = self.signature.key;
        Some(())
    }

    /// Signs another text.
    pub(super) fn set_string_to_sign(&mut self, id: Id) {
        self.signature.string_to_sign = id;
    }
}

/// The expressions that a signature is made of, outer ones first: of the string to sign, the key, and
/// what is sent and signed; each once.
pub(super) fn reachable(data: &SchemeData<'_>) -> Vec<Id> {
    let mut found = Vec::new();
    let sent = data.entries.iter().filter(|entry| !entry.after);
    let roots = std::iter::once(data.signature.string_to_sign)
        .chain(data.links(data.signature.key).iter().copied())
        .chain(sent.map(|entry| entry.value));
    for root in roots {
        reach(data, root, &mut found);
    }
    found
}

/// The same from one expression on.
pub(super) fn reach(data: &SchemeData<'_>, id: Id, found: &mut Vec<Id>) {
    if found.contains(&id) {
        return;
    }
    found.push(id);
    if let Op::Let(index) = data.node(id).op {
        reach(data, data.lets[usize::from(index)].value, found);
    }
    for child in data.children(id) {
        reach(data, child, found);
    }
}
