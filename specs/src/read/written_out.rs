//! Joined lists of signed headers, written out where the file names every header: to sign, nothing
//! has to be looked for.

use super::lower::Lower;
use crate::data::{Function, Id, Node, Op, Part, RuleKind, SchemeData, Text, Type};

/// Writes such lists out; the scheme is otherwise whole.
pub(crate) fn write_out(lower: &mut Lower<'_>) {
    let data = lower.scheme.data();
    let rules = data.rules(data.signature.signed_headers);
    if !rules.iter().all(|rule| rule.kind == RuleKind::Required) {
        return;
    }
    let headers: Vec<Text> = rules.iter().map(|rule| rule.text).collect();
    let values = joined(&data, Function::Values);
    let mut names = joined(&data, Function::Names);
    if !values.iter().any(|(id, _)| is_signed(&data, *id)) {
        names.clear();
    }
    // Each list needs two expressions, and two for each of its headers.
    let more = 2 * (headers.len() + 1) * (values.len() + names.len());
    if data.nodes.len().max(data.links.len()) + more > usize::from(Id::MAX) {
        return;
    }
    for (id, between) in values {
        let mut parts = Vec::new();
        for header in &headers {
            if !parts.is_empty() {
                parts.extend(between);
            }
            let member = lower.node(Type::Text, Op::Member(Part::Headers, *header));
            parts.push(lower.node(Type::Text, Op::Must(member)));
        }
        let parts = lower.run(parts);
        replace(lower, id, Op::Template(parts));
    }
    for (id, between) in names {
        let data = lower.scheme.data();
        let between = between.map_or("", |id| text(&data, id).unwrap_or_default());
        let names: Vec<&str> = headers.iter().map(|header| data.text(*header)).collect();
        let names = names.join(between);
        let names = lower.text(&names);
        replace(lower, id, Op::Text(names));
    }
}

/// Every `signed_headers | names | join('…')`, or the same of their values, and what is between.
fn joined(data: &SchemeData<'_>, side: Function) -> Vec<(Id, Option<Id>)> {
    let found = |(id, node): (usize, &Node)| {
        let Op::Call(Function::Join, list, between) = node.op else {
            return None;
        };
        let Op::Call(function, pairs, _) = data.node(list).op else {
            return None;
        };
        let between = data.links(between).first().copied();
        let constant = between.is_none_or(|id| text(data, id).is_some());
        let signed = data.node(pairs).op == Op::Part(Part::SignedHeaders);
        (function == side && signed && constant).then(|| (super::lower::index(id), between))
    };
    data.nodes.iter().enumerate().filter_map(found).collect()
}

fn text<'a>(data: &SchemeData<'a>, id: Id) -> Option<&'a str> {
    match data.node(id).op {
        Op::Text(text) => Some(data.text(text)),
        _ => None,
    }
}

/// Whether the string to sign always holds an expression. If it holds the values of the headers,
/// they have been found there, and their names need no look at the request.
fn is_signed(data: &SchemeData<'_>, id: Id) -> bool {
    match data.node(data.signature.string_to_sign).op {
        Op::Template(parts) => data.links(parts).contains(&id),
        _ => data.signature.string_to_sign == id,
    }
}

/// Puts what signing writes in the place of a list, which verifying still needs.
fn replace(lower: &mut Lower<'_>, id: Id, op: Op) {
    let signing = lower.node(Type::Text, op);
    let nodes = &mut lower.scheme.nodes;
    let verifying = super::lower::index(nodes.len());
    nodes.push(nodes[usize::from(id)]);
    nodes[usize::from(id)].op = Op::WrittenOut { signing, verifying };
}
