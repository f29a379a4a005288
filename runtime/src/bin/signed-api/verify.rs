//! `signed-api verify`.

use signed_api_specs::{
    Error, Reading, Received, Refusal, SigningKey, Verification, Verified, Visible,
};

use crate::call::{Call, Opened};
use crate::given::Purpose;
use crate::print;

/// Prints the verdict.
pub(crate) fn verify(call: &Call) -> Result<bool, String> {
    let opened = call.open(Purpose::Verifying)?;
    let data = opened.scheme.data();
    let reading = Reading::new(&data).map_err(|reason| {
        format!(
            "scheme `{}` can sign, and cannot verify: {reason}",
            data.name
        )
    })?;
    match verdict(&opened, &reading) {
        Ok(verified) => {
            let received = &verified.received;
            let wrong = wrong_nonce(call, received);
            match wrong {
                Some(wrong) => print::line(format_args!("refused: {wrong}")),
                None => print::line(format_args!("accepted{}", told(received))),
            }
            Ok(wrong.is_none())
        }
        // The verifier's own values are wrong; the request may well be right.
        Err(Refusal::Request(
            error @ (Error::Algorithm { .. }
            | Error::Choice { .. }
            | Error::Credential { .. }
            | Error::EmptyKey
            | Error::Encoding { .. }
            | Error::Setting { .. }),
        )) => Err(format!("no verdict: {error}")),
        Err(refusal) => {
            print::line(format_args!("refused: {refusal}"));
            if let Refusal::Signature { string_to_sign, .. } = refusal {
                print::line(format_args!(
                    "what the verifier signed:\n{}",
                    Visible(&string_to_sign.to_string())
                ));
            }
            Ok(false)
        }
    }
}

fn verdict(opened: &Opened, reading: &Reading) -> Result<Verified, Refusal> {
    let data = opened.scheme.data();
    let request = opened.request.view()?;
    let received = reading.read(&data, request)?;
    let verification = Verification {
        request,
        values: &opened.given,
        now: opened.now,
        limits: data.verify,
        required: &[],
    };
    reading.verify(&SigningKey::new(&data), received, verification)
}

/// What is wrong with the nonce, if it has to be a certain one.
fn wrong_nonce(call: &Call, received: &Received) -> Option<&'static str> {
    let wanted = call.nonce.as_deref()?;
    match received.nonce() {
        Some(nonce) if nonce == wanted => None,
        Some(_) => Some("the request has another nonce"),
        None => Some("the request has no nonce that is signed"),
    }
}

fn told(received: &Received) -> String {
    let time = received.time().map(|time| format!(", signed at {time}"));
    let nonce = received.nonce().map(|nonce| format!(", nonce {nonce}"));
    [time, nonce].into_iter().flatten().collect()
}
