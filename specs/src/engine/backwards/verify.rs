//! Signing again what was received, and comparing.

use jiff::Timestamp;
use subtle::ConstantTimeEq as _;

use super::reading::Reading;
use super::received::Received;
use super::refusal::Refusal;
use crate::data::{Function, Op, Part, RuleKind, SchemeData, Value, Values, Verify};
use crate::engine::evaluate::{Evaluator, Slot};
use crate::engine::headers::matches;
use crate::engine::query::decoded_query;
use crate::engine::{Error, Input, RequestView, Signing, SigningKey};

/// What a request is verified against.
#[derive(Clone, Copy)]
pub struct Verification<'r> {
    /// The request as received.
    pub request: RequestView<'r>,
    /// The verifier's own credentials and settings.
    pub values: &'r dyn Values,
    /// The verifier's clock.
    pub now: Timestamp,
    /// How old, and how far ahead, a request may be.
    pub limits: Verify,
    /// Headers that have to be signed, in lower case, beyond those that the scheme always signs.
    pub required: &'r [String],
}

/// A request whose signature is right.
#[derive(Debug)]
pub struct Verified {
    /// What the request tells: time, nonce and key id, for replay checks.
    pub received: Received,
    /// The request signed again: what was signed, and what the scheme sets.
    pub signing: Signing,
}

impl Reading {
    /// Verifies what was read from a request.
    ///
    /// # Errors
    ///
    /// Why the request is refused.
    pub fn verify(
        &self,
        data: &SchemeData<'_>,
        key: &SigningKey,
        received: Received,
        verification: Verification<'_>,
    ) -> Result<Verified, Refusal> {
        let request = verification.request;
        one_reading(data, request)?;
        for (_, name, text) in &received.credentials {
            if !matches!(verification.values.value(name), Some(Value::Text(own)) if own == text) {
                return Err(Refusal::UnknownKey { name: name.clone() });
            }
        }
        let now = received.time.unwrap_or(verification.now);
        let nonce = received.nonce.clone().unwrap_or_default();
        let input = Input {
            request,
            values: verification.values,
            now,
            nonce: &nonce,
        };
        signed_list(data, input, &received)?;
        required(data, input, &received, verification.required)?;
        let mut evaluator = Evaluator::new(data, input, Some(&received));
        let string_to_sign = evaluator.run(key).map_err(Refusal::Request)?;
        compare(&evaluator, false)?;
        let computed = evaluator
            .signature
            .as_ref()
            .map(crate::algorithm::Digest::as_bytes)
            .unwrap_or_default();
        let right = bool::from(computed.ct_eq(&received.signature)) && !computed.is_empty();
        let compared = compare(&evaluator, true);
        let signing = evaluator
            .signing(string_to_sign)
            .map_err(Refusal::Request)?;
        drop(evaluator);
        if !right {
            return Err(Refusal::Signature {
                string_to_sign: Box::new(signing.string_to_sign),
            });
        }
        compared?;
        in_time(received.time, verification)?;
        Ok(Verified { received, signing })
    }
}

/// The clock comes last: a forged request learns nothing from it.
fn in_time(time: Option<Timestamp>, verification: Verification<'_>) -> Result<(), Refusal> {
    let Some(time) = time else { return Ok(()) };
    let age = verification.now.duration_since(time).as_secs_f64();
    let over = |limit: Option<u32>, age: f64| limit.is_some_and(|limit| age > f64::from(limit));
    // A whole number of seconds is enough to tell.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = age.abs().ceil() as i64;
    if over(verification.limits.tolerance, age) {
        return Err(Refusal::Stale { seconds });
    }
    if over(verification.limits.future, -age) {
        return Err(Refusal::Ahead { seconds });
    }
    Ok(())
}

/// Refuses what two readers could read in two ways.
fn one_reading(data: &SchemeData<'_>, request: RequestView<'_>) -> Result<(), Refusal> {
    let set = data
        .headers
        .iter()
        .map(|entry| data.text(entry.name).to_ascii_lowercase());
    let read = data.nodes.iter().filter_map(|node| match node.op {
        Op::Member(Part::Headers | Part::OwnHeaders, name) => Some(data.text(name).to_owned()),
        _ => None,
    });
    let listed = data.rules(data.signature.signed_headers).iter();
    let listed = listed.filter(|rule| matches!(rule.kind, RuleKind::Required | RuleKind::Optional));
    let names = set
        .chain(read)
        .chain(listed.map(|rule| data.text(rule.text).to_owned()));
    for name in names.chain(["host".to_owned()]) {
        let repeated = request.headers.get_all(&name).iter().nth(1).is_some();
        if repeated && (!data.signature.repeats || name == "host") {
            return Err(Refusal::Repeated {
                what: format!("header `{name}`"),
            });
        }
    }
    let set = data.query.iter().map(|entry| data.text(entry.name));
    let read = data.nodes.iter().filter_map(|node| match node.op {
        Op::Member(Part::Query | Part::OwnQuery, name) => Some(data.text(name)),
        _ => None,
    });
    let mut wanted = set.chain(read).peekable();
    // A scheme that takes the query as it is signs one that nobody can decode, too.
    let pairs = match wanted.peek() {
        Some(_) => decoded_query(request.path_and_query).map_err(Refusal::Request)?,
        None => Vec::new(),
    };
    for name in wanted {
        if pairs.iter().filter(|(pair, _)| pair == name).count() > 1 {
            return Err(Refusal::Repeated {
                what: format!("query pair `{name}`"),
            });
        }
    }
    same_host(request)
}

fn same_host(request: RequestView<'_>) -> Result<(), Refusal> {
    let said = request.host().map_err(Refusal::Request)?;
    let mut url = request;
    let empty = http::HeaderMap::new();
    url.headers = &empty;
    let meant = url.host().map_err(Refusal::Request)?;
    let said = request.without_default_port(&said);
    if said.eq_ignore_ascii_case(request.without_default_port(&meant)) {
        Ok(())
    } else {
        Err(Refusal::Host)
    }
}

/// A received list holds every header that has to be signed.
fn signed_list(
    data: &SchemeData<'_>,
    input: Input<'_>,
    received: &Received,
) -> Result<(), Refusal> {
    let Some(names) = received.signed_headers() else {
        return Ok(());
    };
    let rules = data.rules(data.signature.signed_headers);
    for rule in rules.iter().filter(|rule| rule.kind == RuleKind::Required) {
        let name = data.text(rule.text);
        if !names.iter().any(|known| known == name) {
            return Err(Refusal::NotSigned {
                name: name.to_owned(),
            });
        }
    }
    for entry in data.headers.iter().filter(|entry| !entry.after) {
        let name = data.text(entry.name).to_ascii_lowercase();
        let fits = |kind: fn(RuleKind) -> bool| {
            rules
                .iter()
                .any(|rule| kind(rule.kind) && matches(data.text(rule.text), &name))
        };
        let signed = fits(|kind| kind != RuleKind::Never) && !fits(|kind| kind == RuleKind::Never);
        if signed && input.request.headers.contains_key(&name) && !names.contains(&name) {
            return Err(Refusal::NotSigned { name });
        }
    }
    let uses_names = |op| matches!(op, Op::Name | Op::Call(Function::Names, ..));
    if data.reaches(data.signature.string_to_sign, &uses_names) {
        return Ok(());
    }
    let without = Received {
        signed_headers: None,
        ..received.clone()
    };
    let mut evaluator = Evaluator::new(data, input, Some(&without));
    let own = evaluator.signed_headers().map_err(Refusal::Request)?;
    let same = own
        .iter()
        .map(|pair| evaluator.chars(&pair.name))
        .eq(names.iter().map(String::as_str));
    if same {
        Ok(())
    } else {
        Err(Refusal::OtherList)
    }
}

/// What a verifier needs signed is signed: in the received list, or by the file itself.
fn required(
    data: &SchemeData<'_>,
    input: Input<'_>,
    received: &Received,
    names: &[String],
) -> Result<(), Refusal> {
    if names.is_empty() {
        return Ok(());
    }
    let mut evaluator = Evaluator::new(data, input, Some(received));
    let signed = evaluator.signed_headers().map_err(Refusal::Request)?;
    let listed = data.reaches(data.signature.string_to_sign, &|op| {
        op == Op::Part(Part::SignedHeaders)
    });
    for name in names {
        let in_list = listed
            && signed
                .iter()
                .any(|pair| evaluator.chars(&pair.name) == name);
        let alone = |op| match op {
            Op::Member(Part::Headers, header) => data.text(header) == name,
            Op::Part(Part::Host) => name == "host",
            _ => false,
        };
        if !in_list && !data.reaches(data.signature.string_to_sign, &alone) {
            return Err(Refusal::NotSigned { name: name.clone() });
        }
    }
    Ok(())
}

/// Compares what the scheme would set with what was received.
fn compare(evaluator: &Evaluator<'_>, after: bool) -> Result<(), Refusal> {
    let data = evaluator.data;
    let request = evaluator.input.request;
    for (entry, slot) in data
        .headers
        .iter()
        .zip(evaluator.header_slots())
        .filter(|(entry, _)| entry.after == after)
    {
        let Slot::Written(range) = slot else { continue };
        let name = data.text(entry.name).to_ascii_lowercase();
        let what = || format!("header `{name}`");
        let value = request
            .headers
            .get(&name)
            .ok_or_else(|| Refusal::Missing { what: what() })?;
        if value.as_bytes().trim_ascii() != evaluator.buffer.bytes(range.clone()).trim_ascii() {
            return Err(Refusal::Differs { what: what() });
        }
    }
    if data.query.is_empty() {
        return Ok(());
    }
    let pairs = decoded_query(request.path_and_query).map_err(Refusal::Request)?;
    for (entry, slot) in data
        .query
        .iter()
        .zip(evaluator.query_slots())
        .filter(|(entry, _)| entry.after == after)
    {
        let Slot::Written(range) = slot else { continue };
        let name = data.text(entry.name);
        let what = || format!("query pair `{name}`");
        let value = pairs
            .iter()
            .find(|(pair, _)| pair == name)
            .ok_or_else(|| Refusal::Missing { what: what() })?;
        if value.1.as_deref().unwrap_or("").as_bytes() != evaluator.buffer.bytes(range.clone()) {
            return Err(Refusal::Differs { what: what() });
        }
    }
    Ok(())
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Request(error)
    }
}
