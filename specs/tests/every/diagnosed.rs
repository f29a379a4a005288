//! Diagnoses under every scheme: what is right is found right, whatever is captured gets an answer
//! within its bound, and no answer holds a secret or the right signature.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use signed_api_specs::diagnose::{Diagnosis, Suspect};

use crate::seed::Given;
use crate::wire::Wire;
use crate::{Case, hostile, with_every};

/// How many attempts these tests wait for.
const ATTEMPTS: usize = 25;

fn diagnosis(
    case: &Case<'_>,
    captured: &Wire,
    given: &Given,
    signature: Option<&str>,
) -> Diagnosis {
    let placeholders = ["orderId".to_owned()];
    let suspect = Suspect {
        request: captured.view(),
        values: given,
        now: given.now,
        timely: true,
        nonce: &given.nonce,
        limits: case.data.verify,
        required: &[],
        signature,
        neighbours: &[*case.data],
        placeholders: &placeholders,
        other_secrets: &[],
        attempts: ATTEMPTS,
    };
    case.data.diagnose(suspect).unwrap()
}

#[test]
fn what_is_signed_has_nothing_wrong() {
    with_every(|case, _, signed, _| {
        // The URL is that of the host that the request names.
        let mut received = signed.clone();
        if let Some(host) = signed.headers.get(http::header::HOST) {
            host.to_str().unwrap().clone_into(&mut received.authority);
        }
        let found = diagnosis(case, &received, case.given, None);
        let wrong = !found.is_right() || found.attempts > 0;
        wrong.then(|| format!("{found}")).into_iter().collect()
    });
}

#[test]
fn whatever_is_captured_gets_an_answer_within_its_bound() {
    with_every(|case, request, signed, _| {
        let mut numbers = hostile::Numbers(0x0dd5_0fa1_1f11_e5aa);
        let mut wrong = Vec::new();
        for round in 0..3 {
            let spoilt = hostile::spoilt(signed, &mut numbers);
            let unsigned = hostile::spoilt(request, &mut numbers);
            let signature = (round % 2 == 0).then_some("c2lnbmF0dXJl");
            for (captured, signature) in
                [(&spoilt, None), (&unsigned, None), (&unsigned, signature)]
            {
                let found = diagnosis(case, captured, case.given, signature);
                if found.attempts > ATTEMPTS {
                    wrong.push(format!("{} attempts: {captured:?}", found.attempts));
                }
            }
        }
        wrong
    });
}

#[test]
fn no_secret_is_in_an_answer() {
    with_every(|case, request, signed, _| {
        let secret = "5eac12e75eac12e75eac12e75eac12e7";
        let mut given = case.given.clone();
        for credential in case
            .data
            .credentials
            .iter()
            .filter(|one| one.secret && !one.sent)
        {
            given = given.with(case.data.text(credential.name), secret);
        }
        let Ok((right, _)) = request.signed(case.data, &given) else {
            return Vec::new();
        };
        let found = diagnosis(case, signed, &given, None);
        let shown = format!("{found} {found:?} {}", found.headline());
        let base64 = STANDARD.encode(secret);
        let mut wrong = Vec::new();
        if shown.contains(secret) || shown.contains(base64.trim_end_matches('=')) {
            wrong.push(format!("shows a secret: {shown}"));
        }
        for (name, value) in &right.headers {
            let other = signed.headers.get(name) != Some(value);
            let text = value.to_str().unwrap_or_default();
            // Words as `true` may stand anywhere.
            if other && text.len() > 12 && shown.contains(text) {
                wrong.push(format!("shows the right `{name}`: {shown}"));
            }
        }
        wrong
    });
}
