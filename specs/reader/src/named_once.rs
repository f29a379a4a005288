//! Named values that the file names in one place alone: signing writes them there, and nowhere else.

use signed_api_specs::data::{AlgorithmChoice, Function, Id, NonceKind, Op, SchemeData, Type};

/// For each named value, whether it is named in one place alone, and is there whatever the request:
/// so nobody can tell where it was written.
pub(crate) fn named_once(data: &SchemeData<'_>) -> Vec<bool> {
    let mut counts = vec![0_u32; data.lets.len()];
    for root in roots(data) {
        count(data, root, &mut counts);
    }
    let lets = data.lets.iter().zip(counts);
    lets.map(|(named, count)| {
        let kind = data.node(named.value).kind;
        let is_kept = matches!(kind, Type::Text | Type::Bytes | Type::List | Type::Pairs);
        count == 1 && is_kept && !named.sent && is_always_there(data, named.value)
    })
    .collect()
}

/// Every expression that is evaluated as a whole.
fn roots(data: &SchemeData<'_>) -> Vec<Id> {
    let mut roots = vec![data.signature.string_to_sign];
    roots.extend(data.lets.iter().map(|named| named.value));
    roots.extend(data.entries.iter().map(|entry| entry.value));
    roots.extend(data.links(data.signature.key));
    if let AlgorithmChoice::Named(id) = data.signature.algorithm {
        roots.push(id);
    }
    roots.extend([data.verify.since, data.verify.until].into_iter().flatten());
    roots
}

fn count(data: &SchemeData<'_>, id: Id, counts: &mut [u32]) {
    if let Op::Let(named) = data.node(id).op {
        counts[usize::from(named)] += 1;
    }
    for child in data.children(id) {
        count(data, child, counts);
    }
}

/// Whether a function may work on a named value where that is named: it never says in an error what
/// it works on, which goes by its name there, nor reads it where it stands already.
pub(crate) fn takes_inside(function: Function) -> bool {
    use Function::{
        Base64, Base64Url, Digest, Each, Hash, Hex, Join, LowerCase, Merge, Names, Sort, Unique,
        UpperCase, Values,
    };
    matches!(
        function,
        Base64 | Base64Url | Digest | Each | Hash(_) | Hex | Join | LowerCase | Merge
    ) || matches!(function, Names | Sort | Unique | UpperCase | Values)
}

/// Whether an expression is there, whatever the request. That it is not said of some that are costs
/// signing a little time.
pub(crate) fn is_always_there(data: &SchemeData<'_>, id: Id) -> bool {
    let all = |run| data.links(run).iter().all(|id| is_always_there(data, *id));
    let any = |run| data.links(run).iter().any(|id| is_always_there(data, *id));
    match data.node(id).op {
        Op::Text(_)
        | Op::Optional(_)
        | Op::Must(_)
        | Op::Part(_)
        | Op::Now
        | Op::Group(_)
        | Op::List(_) => true,
        Op::Template(run) | Op::Sum(run) => all(run),
        Op::Or(run) => any(run),
        Op::Let(index) => is_always_there(data, data.lets[usize::from(index)].value),
        Op::Credential(index) => !data.credentials[usize::from(index)].optional,
        Op::Setting(index) => {
            let setting = &data.settings[usize::from(index)];
            setting.default.is_some() || !setting.optional
        }
        Op::Nonce => data.nonce != NonceKind::Given,
        Op::Pick(of, _) => is_always_there(data, of),
        Op::Call(function, of, _) => {
            (function.keeps() || takes_inside(function)) && is_always_there(data, of)
        }
        _ => false,
    }
}
