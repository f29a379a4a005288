//! Whatever is signed is accepted; whatever is changed afterwards is refused if it was signed, and
//! accepted if it was not. For requests that nobody would think of.

mod case;
mod change;

use case::{Case, case};
use change::{changes, other};
use proptest::prelude::*;
use signed_api::{
    Moment, Scheme, SchemeData, Signer, Verifier,
    schemes::{
        Acs, AcsDate, AwsSigv4, SinchApplication, SinchApplicationMicroseconds,
        SinchApplicationSeconds, SinchCallback,
    },
};
use signed_api_tests::Incoming;

/// Signs a case, and shows it to a verifier, whole and with one thing changed.
fn holds<S: Scheme>(
    scheme: &S,
    case: &Case,
    settings: &[(&str, &str)],
    signs: &[&str],
) -> Result<(), TestCaseError> {
    let moment = Moment {
        now: case.time,
        nonce: String::new(),
    };
    let signed = Signer::new(scheme.clone())
        .sign(case.unsigned(settings), &moment)
        .unwrap();
    let incoming = Incoming::of(&signed);
    // What is signed is what was asked for: nothing is rewritten.
    prop_assert_eq!(
        incoming.target(),
        signed.http().uri().path_and_query().unwrap().as_str()
    );
    prop_assert_eq!(&incoming.body, &case.body);
    let mut verifier = Verifier::new(scheme.clone()).unwrap();
    for (name, value) in settings {
        verifier = verifier.setting(*name, *value).unwrap();
    }
    let verdict = |incoming: &Incoming| {
        verifier
            .verify(&incoming.parts, &incoming.body, case.time)
            .map(drop)
    };
    if let Err(refusal) = verdict(&incoming) {
        return Err(TestCaseError::fail(format!(
            "signed, and refused: {refusal}"
        )));
    }
    for (part, changed) in changes(&incoming) {
        let refused = verdict(&changed).is_err();
        prop_assert_eq!(
            refused,
            signs.contains(&part),
            "{} was changed: {:?}",
            part,
            changed
        );
    }
    headers_count(S::DATA, &incoming, |changed| verdict(changed).is_err())
}

/// A header that the scheme sets may not be missing, come twice or say something else.
fn headers_count(
    data: &SchemeData<'_>,
    incoming: &Incoming,
    refused: impl Fn(&Incoming) -> bool,
) -> Result<(), TestCaseError> {
    for entry in data.headers() {
        let name = data.text(entry.name).to_ascii_lowercase();
        if incoming.parts.headers.contains_key(&name) {
            let value = incoming.header(&name).to_owned();
            let spoilt = [
                incoming.clone().without(&name),
                incoming.clone().and(&name, &value),
                incoming.clone().with(&name, &other(&value)),
            ];
            for changed in spoilt {
                prop_assert!(refused(&changed), "`{}` was changed: {:?}", name, changed);
            }
        }
    }
    Ok(())
}

/// What the schemes sign.
const AZURE: &[&str] = &["method", "path", "query", "host", "body"];
const SINCH: &[&str] = &["method", "path", "body", "content-type"];
const AMAZON: &[&str] = &[
    "method",
    "path",
    "query",
    "host",
    "body",
    "content-type",
    "others",
];
/// What the last one signs if it is told to leave out the body.
const AMAZON_HEAD: &[&str] = &["method", "path", "query", "host", "content-type", "others"];
const KEY: &str = "JViE5vDor0Sw3WllZka15Q==";

macro_rules! sinch {
    ($scheme:ident) => {
        $scheme {
            application_key: "5F5C418A".into(),
            application_secret: KEY.into(),
        }
    };
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn acs(case in case()) {
        holds(&Acs { access_key: KEY.into() }, &case, &[], AZURE)?;
    }

    #[test]
    fn acs_date(case in case()) {
        holds(&AcsDate { access_key: KEY.into() }, &case, &[], AZURE)?;
    }

    #[test]
    fn sinch_application(case in case(), word in "[Aa]pplication") {
        holds(&sinch!(SinchApplication), &case, &[("auth_scheme", &word)], SINCH)?;
        holds(&sinch!(SinchApplicationSeconds), &case, &[], SINCH)?;
        holds(&sinch!(SinchApplicationMicroseconds), &case, &[], SINCH)?;
    }

    #[test]
    fn sinch_callback(case in case(), word in "[Aa]pplication") {
        holds(&sinch!(SinchCallback), &case, &[("auth_scheme", &word)], SINCH)?;
    }

    #[test]
    fn aws_sigv4(case in case(), region in "[a-z]{2}-[a-z]{4,9}-[1-9]", token in proptest::option::of("[!-~]{0,39}[0-9A-Za-z]")) {
        let scheme = AwsSigv4 {
            access_key_id: "AKID".into(),
            secret_access_key: KEY.into(),
            session_token: token.map(Into::into),
            region,
        };
        let service = ("service", "execute-api");
        holds(&scheme, &case, &[service], AMAZON)?;
        holds(&scheme, &case, &[service, ("payload", "UNSIGNED-PAYLOAD")], AMAZON_HEAD)?;
    }

    #[test]
    fn every_byte_of_a_target_counts_where_it_is_signed_as_it_is(case in case(), at in any::<prop::sample::Index>(), byte in "[a-z0-9=&;:!*+~.]") {
        let scheme = Acs { access_key: KEY.into() };
        let moment = Moment { now: case.time, nonce: String::new() };
        let incoming = Incoming::of(&Signer::new(scheme.clone()).sign(case.unsigned(&[]), &moment).unwrap());
        let target = incoming.target();
        let places: Vec<usize> = (1..=target.len()).filter(|at| target.is_char_boundary(*at)).collect();
        let at = *at.get(&places);
        let changed = incoming.clone().to(&format!("{}{byte}{}", &target[..at], &target[at..]));
        let verifier = Verifier::new(scheme).unwrap();
        prop_assert!(verifier.verify(&changed.parts, &changed.body, case.time).is_err(), "{:?}", changed);
    }
}
