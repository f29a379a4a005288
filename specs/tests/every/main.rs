//! Every built-in scheme, known by its data alone: what it signs it verifies, and a change of
//! anything that it signs or sets is refused.

mod apart;
mod change;
#[cfg(feature = "diagnose")]
mod diagnosed;
mod headers;
mod hostile;
mod seed;
mod sent;
mod told;
mod wire;

use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use signed_api_reader::{Scheme, builtin};
use signed_api_specs::data::{Known, SchemeData};
use signed_api_specs::{Reading, SigningKey, builtin_names};

use change::{Change, parts};
use seed::{Given, Seed, seeds};
use wire::Wire;

/// Every built-in scheme, with some of its requests.
static SCHEMES: LazyLock<Vec<(Scheme, Vec<Seed>)>> = LazyLock::new(|| {
    let schemes = builtin_names().map(|name| builtin(name).unwrap().unwrap());
    let with_seeds = schemes.map(|scheme| {
        let seeds = some(&scheme);
        (scheme, seeds)
    });
    with_seeds.collect()
});

/// How many requests of each scheme are changed.
const SEEDS: usize = 4;

/// Some of a scheme's requests that it signs, from all over its vectors.
fn some(scheme: &Scheme) -> Vec<Seed> {
    let data = scheme.data();
    let mut all = seeds(scheme);
    for seed in &mut all {
        seed.request = seed.request.clone().of_kind(&data);
    }
    all.retain(|seed| seed.request.signed(&data, &seed.given).is_ok());
    assert!(!all.is_empty(), "{} signs none of its requests", data.name);
    let step = all.len().div_ceil(SEEDS);
    all.into_iter().step_by(step).collect()
}

/// A scheme, and one of its requests.
struct Case<'c> {
    data: &'c SchemeData<'c>,
    reading: &'c Reading,
    given: &'c Given,
}

impl Case<'_> {
    fn signed(&self, request: &Wire) -> Option<(Wire, Vec<u8>)> {
        request.signed(self.data, self.given).ok()
    }

    /// Why a request is refused.
    fn refused(&self, request: &Wire) -> Option<String> {
        let verdict = request.verified(self.data, self.reading, self.given);
        verdict.err().map(|refusal| refusal.to_string())
    }
}

impl Case<'_> {
    /// Whether a signer sends just this with another nonce or setting, and signs the same: then the
    /// scheme signs neither.
    fn is_signed_alike(&self, request: &Wire, sent: &Wire, text: &[u8]) -> bool {
        if self.refused(sent).is_some() {
            return false;
        }
        // A verifier tells it only if it is signed.
        let received = self.reading.read(self.data, sent.view()).unwrap();
        let mut nonce = self.given.clone();
        received
            .nonce()
            .unwrap_or_default()
            .clone_into(&mut nonce.nonce);
        let mut given = vec![nonce];
        let free = self.data.settings.iter();
        let free =
            free.filter(|setting| setting.known == Known::ByRequest && setting.one_of.len == 0);
        for setting in free {
            given.extend(self.given.others(self.data.text(setting.name)));
        }
        given.iter().any(|given| {
            let signed = request.signed(self.data, given);
            signed.is_ok_and(|(signed, alike)| signed == *sent && alike == text)
        })
    }
}

/// Does something with some requests of every scheme that verifies, each signed; what it finds is
/// wrong.
fn with_every(find: impl Fn(&Case<'_>, &Wire, &Wire, &[u8]) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (scheme, seeds) in SCHEMES.iter() {
        let data = &scheme.data();
        let Ok(reading) = &Reading::new(data) else {
            continue;
        };
        for Seed {
            name,
            given,
            request,
        } in seeds
        {
            let case = Case {
                data,
                reading,
                given,
            };
            let (signed, text) = case.signed(request).unwrap();
            let found = find(&case, request, &signed, &text);
            wrong.extend(
                found
                    .iter()
                    .map(|found| format!("{}, {name}: {found}", data.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_signed_verifies() {
    with_every(|case, request, signed, _| {
        let mut all = vec![("nothing".to_owned(), signed.clone())];
        for (what, changed) in parts(request) {
            let changed = changed.of_kind(case.data);
            all.extend(case.signed(&changed).map(|(signed, _)| (what, signed)));
        }
        let refused = |(what, signed): Change| {
            let why = case.refused(&signed)?;
            Some(format!(
                "signed with another {what}, and refused: {why} {signed:?}"
            ))
        };
        all.into_iter().filter_map(refused).collect()
    });
}

#[test]
fn a_signature_counts_for_what_was_signed_alone() {
    with_every(|case, request, signed, text| {
        let mut wrong = Vec::new();
        for (what, changed) in parts(request) {
            let changed = changed.of_kind(case.data);
            let other = case.signed(&changed);
            if other.as_ref().is_some_and(|(_, other)| other == text) {
                continue;
            }
            let listed = |other: &Wire| sent::tells_another_list(case.data, other, signed, &what);
            if other.as_ref().is_some_and(|(other, _)| listed(other)) {
                continue;
            }
            // As a signer would send it, but for what is made from the signature; and as it was
            // sent, but for the change.
            let remade =
                other.and_then(|(other, _)| sent::with_signature_of(case.data, &other, signed));
            let forged = remade
                .into_iter()
                .chain(sent::carried(request, &changed, signed));
            let accepted = forged.filter(|forged| case.refused(forged).is_none());
            wrong
                .extend(accepted.map(|forged| format!("accepted with another {what}: {forged:?}")));
        }
        wrong
    });
}

#[test]
fn everything_that_is_set_counts() {
    with_every(|case, request, signed, text| {
        let spoilt = sent::spoilt(case.data, request, signed).into_iter();
        let accepted = spoilt.filter(|(_, spoilt)| {
            case.refused(spoilt).is_none() && !case.is_signed_alike(request, spoilt, text)
        });
        let show = |(what, spoilt): Change| format!("{what}, and accepted: {spoilt:?}");
        accepted.map(show).collect()
    });
}

#[test]
fn whatever_is_received_gets_a_verdict() {
    with_every(|case, request, signed, text| {
        let mut numbers = hostile::Numbers(0x5eed_0fa1_1f11_e5aa);
        let spoilt = (0..40).map(|_| hostile::spoilt(signed, &mut numbers));
        let accepted = spoilt.filter(|spoilt| {
            let verdict = spoilt.verified(case.data, case.reading, case.given);
            // Whatever was not signed may be another, but the text that was signed may not.
            verdict.is_ok_and(|verified| verified.signing.string_to_sign.expose() != text)
        });
        let wrong = accepted
            .map(|spoilt| format!("accepted: {spoilt:?}"))
            .collect();
        // Signing meets no less.
        for _ in 0..15 {
            let _ = case.signed(&hostile::spoilt(request, &mut numbers));
        }
        wrong
    });
}

#[test]
fn no_secret_is_shown() {
    with_every(|case, request, _, _| {
        let secret = "5eac12e75eac12e75eac12e75eac12e7";
        let mut given = case.given.clone();
        for credential in case.data.credentials.iter().filter(|one| one.secret) {
            given = given.with(case.data.text(credential.name), secret);
        }
        let mut shown = vec![
            case.data.explain(request.input(&given)).to_string(),
            format!("{:#?}", case.data.explain(request.input(&given))),
        ];
        if let Ok(signing) = SigningKey::new(case.data).sign(request.input(&given)) {
            shown.push(format!("{signing:?} {}", signing.string_to_sign));
        }
        if let Ok((signed, _)) = request.signed(case.data, &given) {
            // With another key it is refused, and that shows what was signed.
            for given in [case.given, &given] {
                shown.push(match signed.verified(case.data, case.reading, given) {
                    Ok(verified) => format!("{verified:?}"),
                    Err(refusal) => format!("{refusal:?} {refusal}"),
                });
            }
        }
        for (_, changed) in parts(request) {
            if let Err(error) = changed.signed(case.data, &given) {
                shown.push(format!("{error:?} {error}"));
            }
        }
        let base64 = STANDARD.encode(secret);
        let leaks = shown
            .into_iter()
            .filter(|shown| shown.contains(secret) || shown.contains(base64.trim_end_matches('=')));
        leaks
            .map(|shown| format!("shows a secret: {shown}"))
            .collect()
    });
}
