//! Signing again what was received, and comparing.

use crate::timestamp::{SECOND, Timestamp, whole_seconds};
use subtle::{Choice, ConstantTimeEq as _};

use super::compare::compare;
use super::reading::Reading;
use super::received::Received;
use super::refusal::Refusal;
use super::required::{required, signed_list};
use crate::algorithm::Digest;
use crate::data::{Known, Location, Op, SchemeData, Value, Values, Verify};
use crate::engine::evaluate::{Evaluator, Slot};
use crate::engine::json;
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
    /// What the request tells: time, nonce and key id, for replay checks. Of time and nonce nothing
    /// that is not signed.
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
        key: &SigningKey<'_>,
        received: Received,
        verification: Verification<'_>,
    ) -> Result<Verified, Refusal> {
        let received = own_key(received, verification.values)?;
        let others = other_readings(key.data, &received, verification.values);
        let verify_as = |received| {
            let verified = verify_as(key, received, verification)?;
            Ok(verified.of_signed(key.data, &self.covered, verification))
        };
        let first = verify_as(received);
        if !matches!(first, Err(Refusal::Signature { .. })) {
            return first;
        }
        let mut verdict = first;
        for one in others {
            let other = verify_as(one);
            match &other {
                Ok(_) => return other,
                // With the body it may be the right one.
                Err(why) if why.needs_body() => verdict = other,
                Err(_) => {}
            }
        }
        verdict
    }
}

/// What `[refusal]` tells of the named values, masked.
fn told(evaluator: &Evaluator<'_>) -> Vec<(String, String)> {
    let data = evaluator.data;
    let values = data.told.iter().filter_map(|told| {
        let name = data.told_name(*told);
        match evaluator.let_slot(told.value?) {
            Slot::Written(range) => {
                let shown = evaluator.buffer.shown(range.clone(), data);
                Some((name.to_owned(), shown))
            }
            _ => None,
        }
    });
    values.collect()
}

/// What was read, with each choice of a setting that is tried because nothing tells it.
fn other_readings(
    data: &SchemeData<'_>,
    received: &Received,
    values: &dyn Values,
) -> Vec<Received> {
    let mut readings = Vec::new();
    for (index, setting) in (0..).zip(data.settings) {
        if setting.known != Known::ByTrying || values.value(data.text(setting.name)).is_some() {
            continue;
        }
        let own = setting.default.map(|text| data.text(text));
        let others = data.choices(setting.one_of).filter(|one| Some(*one) != own);
        readings.extend(others.map(|choice| {
            let mut reading = received.clone();
            reading.settings.push((index, choice.to_owned()));
            reading
        }));
    }
    readings
}

/// Verifies one reading of a request.
fn verify_as(
    key: &SigningKey<'_>,
    mut received: Received,
    verification: Verification<'_>,
) -> Result<Verified, Refusal> {
    let (data, request) = (key.data, verification.request);
    one_json(data, request)?;
    same_host(request)?;
    let nonce = received.nonce.clone().unwrap_or_default();
    let mut input = Input {
        request,
        values: verification.values,
        now: received.time.unwrap_or(verification.now),
        nonce: &nonce,
    };
    Evaluator::new(data, &input, Some(&received)).one_reading()?;
    received.take_shift_off(data, input)?;
    input.now = received.time.unwrap_or(verification.now);
    signed_list(data, input, &received)?;
    required(data, input, &received, verification.required)?;
    let mut evaluator = Evaluator::new(data, &input, Some(&received));
    let string_to_sign = evaluator.run(key).map_err(Refusal::Request)?;
    let compared = compare(&mut evaluator, false);
    // Of a body that nobody read nothing is known, nor whether something differs.
    evaluator.all_digested().map_err(Refusal::Request)?;
    compared?;
    let right = is_right(&evaluator, &received);
    // What is made from the signature is compared byte by byte, so never with one that the
    // sender does not know.
    let compared = right.then(|| compare(&mut evaluator, true));
    evaluator.all_digested().map_err(Refusal::Request)?;
    let [since, until] = evaluator.in_force().map_err(Refusal::Request)?;
    let values = if right { Vec::new() } else { told(&evaluator) };
    let signing = evaluator
        .signing(string_to_sign)
        .map_err(Refusal::Request)?;
    drop(evaluator);
    if !right {
        return Err(Refusal::Signature {
            string_to_sign: Box::new(signing.string_to_sign),
            values,
        });
    }
    compared.transpose()?;
    in_time(&received, verification)?;
    in_force(since, until, verification.now)?;
    Ok(Verified { received, signing })
}

/// The request names the verifier's own key; of several, this one with its signatures is left.
fn own_key(received: Received, values: &dyn Values) -> Result<Received, Refusal> {
    let mut unknown = None;
    for key in received.by_key() {
        let other = key.credentials.iter().find(
            |(_, name, text)| !matches!(values.value(name), Some(Value::Text(own)) if own == text),
        );
        match other {
            None => return Ok(key),
            Some((_, name, _)) => unknown = unknown.or_else(|| Some(name.clone())),
        }
    }
    let name = unknown.unwrap_or_default();
    Err(Refusal::UnknownKey { name })
}

/// Whether one of the received signatures is the one that was computed.
fn is_right(evaluator: &Evaluator<'_>, received: &Received) -> bool {
    let Some(computed) = evaluator.signature.as_ref().map(Digest::as_bytes) else {
        return false;
    };
    // All of them are looked at: which one is right is nobody's business.
    let any = received
        .signatures
        .iter()
        .fold(Choice::from(0), |any, (one, ..)| any | computed.ct_eq(one));
    any.into()
}

impl Received {
    /// What was read is a time to which seconds were added; which, the settings say.
    pub(crate) fn take_shift_off(
        &mut self,
        data: &SchemeData<'_>,
        input: Input<'_>,
    ) -> Result<(), Refusal> {
        let (Some(time), Some(shift)) = (self.time, self.shift.take()) else {
            return Ok(());
        };
        let received = self.clone();
        let mut evaluator = Evaluator::new(data, &input, Some(&received));
        let seconds = evaluator.seconds(shift).map_err(Refusal::Request)?;
        let signed = seconds.and_then(|seconds| time.plus_seconds(seconds.checked_neg()?));
        self.time = Some(signed.ok_or(Refusal::Request(Error::Time))?);
        Ok(())
    }
}

/// The clock comes last: a forged request learns nothing from it.
fn in_time(received: &Received, verification: Verification<'_>) -> Result<(), Refusal> {
    let Some(time) = received.time else {
        return Ok(());
    };
    let since = verification.now.since(time);
    // One that is told to the minute was signed before its end.
    let lasts = received.told_by.map_or(0, |(_, grain)| grain.lasts());
    let age = (since - lasts).max(since.min(0));
    let over =
        |limit: Option<u32>, age: i128| limit.is_some_and(|limit| age > i128::from(limit) * SECOND);
    // A whole number of seconds is enough to tell.
    let seconds = whole_seconds(age.abs() + SECOND - 1);
    if over(verification.limits.tolerance, age) {
        return Err(Refusal::Stale { seconds });
    }
    if over(verification.limits.future, -age) {
        return Err(Refusal::Ahead { seconds });
    }
    Ok(())
}

/// The request counts between these times: not before the first, and no longer at the second.
fn in_force(
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Refusal> {
    match (since, until) {
        (Some(since), _) if now < since => Err(Refusal::Ahead {
            seconds: whole_seconds(since.since(now)),
        }),
        (_, Some(until)) if now >= until => Err(Refusal::Stale {
            seconds: whole_seconds(now.since(until)),
        }),
        _ => Ok(()),
    }
}

/// Refuses JSON that names a member twice, where the scheme sets or reads members.
fn one_json(data: &SchemeData<'_>, request: RequestView<'_>) -> Result<(), Refusal> {
    let reads = |op: Op| matches!(op, Op::Member(part, _) if part.location() == Location::Json);
    let named = data.sends(Location::Json) || data.nodes.iter().any(|node| reads(node.op));
    if !named {
        return Ok(());
    }
    let body = request.body.whole().map_err(Refusal::Request)?;
    if body.is_empty() {
        return Ok(());
    }
    let text = std::str::from_utf8(body).map_err(|_| Refusal::Form {
        what: "JSON body".to_owned(),
    })?;
    if !json::is_unambiguous(text) {
        let what = json::told(text);
        return Err(Refusal::Request(Error::Json { what }));
    }
    Ok(())
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

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Repeated { what } => Self::Repeated { what },
            error => Self::Request(error),
        }
    }
}
