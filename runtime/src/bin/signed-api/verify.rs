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
        Ok(verified) if other_nonce(call, &verified.received) => {
            print::line("refused: the request has another nonce");
            Ok(false)
        }
        Ok(verified) => {
            print::line(format_args!("accepted{}", told(&verified.received)));
            Ok(true)
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
    reading.verify(&data, &SigningKey::default(), received, verification)
}

fn other_nonce(call: &Call, received: &Received) -> bool {
    call.nonce.is_some() && call.nonce.as_deref() != received.nonce()
}

fn told(received: &Received) -> String {
    let time = received.time().map(|time| format!(", signed at {time}"));
    let nonce = received.nonce().map(|nonce| format!(", nonce {nonce}"));
    [time, nonce].into_iter().flatten().collect()
}
