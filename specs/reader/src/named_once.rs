//! Named values that signing makes where they are named.

use signed_api_specs::data::{AlgorithmChoice, Function, Id, Op, Part, Run, SchemeData};

use super::lower::index;
use super::written_out::is_join;

/// The joined lists that only the string to sign names, to percent-encode them: who joins them there
/// can write them so at once.
pub(crate) fn named_once(data: &SchemeData<'_>) -> Vec<u16> {
    let signature = &data.signature;
    let Op::Template(parts) = data.node(signature.string_to_sign).op else {
        return Vec::new();
    };
    let mut uses: Vec<Id> = (0..data.nodes.len())
        .flat_map(|id| data.children(index(id)))
        .collect();
    uses.extend(data.lets.iter().map(|named| named.value));
    uses.extend(data.entries.iter().map(|entry| entry.value));
    uses.extend(data.guards.iter().map(|guard| guard.node));
    uses.extend(data.links(signature.key));
    uses.extend([data.verify.since, data.verify.until].iter().flatten());
    uses.push(signature.string_to_sign);
    if let AlgorithmChoice::Named(id) = signature.algorithm {
        uses.push(id);
    }
    let is_once = |id: Id| uses.iter().filter(|used| **used == id).count() == 1;
    let named = |part: &Id| match data.node(*part).op {
        Op::Call(Function::PercentEncode, of, Run { len: 0, .. })
            if is_once(*part) && is_once(of) =>
        {
            match data.node(of).op {
                Op::Let(index) => Some(index),
                _ => None,
            }
        }
        _ => None,
    };
    let is_whole = is_once(signature.string_to_sign);
    let named = data
        .links(parts)
        .iter()
        .filter(|_| is_whole)
        .filter_map(named);
    let is_joined = |at: &u16| {
        let named = &data.lets[usize::from(*at)];
        // All headers are those that are set by then.
        let of_headers = |op| matches!(op, Op::Part(Part::Headers | Part::HeaderLines));
        !named.sent
            && is_join(data.node(named.signing).op)
            && !data.reaches(named.value, &of_headers)
    };
    named.filter(is_joined).collect()
}

#[cfg(test)]
mod tests {
    use crate::read;

    /// What is named once by a file with these lines in `[let]`, in its string to sign and in
    /// `[headers]`.
    fn once(kept: &str, signed: &str, sent: &str) -> Vec<String> {
        once_of("query", kept, signed, sent)
    }

    fn once_of(pairs: &str, kept: &str, signed: &str, sent: &str) -> Vec<String> {
        let text = format!(
            r#"
title = "Acme"

[credentials]
secret = {{ secret = true, doc = "The secret." }}

[let]
list = "{{{pairs} | sort | each('{{name}}={{value}}') | join('&')}}"
{kept}

[signature]
algorithm      = "hmac-sha256"
key            = "{{secret}}"
string_to_sign = "{{method}}&{signed}"

[headers]
{sent}
X-Signature = "{{signature | hex}}"
"#
        );
        let scheme = read("acme.toml", &text, &mut |_| None).unwrap();
        let data = scheme.data();
        let once = data.lets.iter().filter(|named| named.once);
        once.map(|named| data.text(named.name).to_owned()).collect()
    }

    #[test]
    fn what_is_made_of_all_headers_is_made_before_others_are_set() {
        let encoded = "{list | percent_encode}";
        let sent = "X-Body = '{body | sha256 | hex}'";
        assert_eq!(once_of("query", "", encoded, sent), ["list"]);
        for pairs in ["headers", "header_lines", "query + headers"] {
            let none: [&str; 0] = [];
            assert_eq!(once_of(pairs, "", encoded, sent), none, "{pairs}");
        }
    }

    #[test]
    fn what_is_named_elsewhere_too_is_made_before() {
        let encoded = "{list | percent_encode}";
        assert_eq!(once("", encoded, ""), ["list"]);
        for (kept, signed, sent) in [
            ("", "{list}", ""),
            ("", "{list | percent_encode} {list}", ""),
            ("", "{list | percent_encode} {list | percent_encode}", ""),
            ("", encoded, "X-List = '{list}'"),
            ("", encoded, "X-List = '{list | percent_encode}'"),
            (
                "kept = '{list | percent_encode}'",
                "{list | percent_encode} {kept}",
                "",
            ),
        ] {
            let none: [&str; 0] = [];
            assert_eq!(once(kept, signed, sent), none, "{kept} {signed} {sent}");
        }
    }
}
