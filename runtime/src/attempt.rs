//! One signing of a call, and what became of it.

use std::sync::Arc;

use http::Response;
use signed_api_specs::Answer;

use crate::{
    Body, Error, Moment, Scheme, Signed, StringToSign, Unsigned, prepared::Ready, refused::Refused,
    skew::Found, stopwatch::Stopwatch,
};

/// Credentials and a moment: all that a signature takes from outside the request.
pub(crate) struct Attempt<S: Scheme> {
    pub(crate) ready: Arc<Ready<S>>,
    pub(crate) moment: Moment,
    /// The body, if it was read into memory to be signed.
    pub(crate) body: Option<Body>,
    /// How many milliseconds the moment is from the user's clock.
    pub(crate) offset: i64,
}

impl<S: Scheme> Attempt<S> {
    pub(crate) fn sign(&self, unsigned: Unsigned) -> Result<Signed, Error> {
        let unsigned = self.with_body(unsigned);
        self.ready.signer.sign(unsigned, &self.moment)
    }

    /// What was signed, and what the server says of it. It was signed before, so it can be again.
    pub(crate) fn refused(&self, unsigned: &Unsigned, answer: &Response<Body>) -> Option<Refused> {
        let signer = &self.ready.signer;
        let unsigned = self.with_body(unsigned.clone());
        let answer = said(answer);
        signer.refused_as(&unsigned, &self.moment, &answer).ok()
    }

    /// What was signed. It was signed before, so it comes out again.
    pub(crate) fn string_to_sign(&self, unsigned: &Unsigned) -> Option<StringToSign> {
        let signed = self.sign(unsigned.clone()).ok()?;
        Some(signed.string_to_sign().clone())
    }

    fn with_body(&self, mut unsigned: Unsigned) -> Unsigned {
        if let Some(body) = &self.body {
            *unsigned.0.request.body_mut() = body.clone();
        }
        unsigned
    }
}

/// An answer as the engine reads it.
fn said(answer: &Response<Body>) -> Answer<'_> {
    Answer {
        status: answer.status().as_u16(),
        headers: answer.headers(),
        body: answer.body().as_bytes().unwrap_or_default(),
    }
}

/// Whether an answer is a refusal: it is no success, or one of a provider that refuses in the body
/// alone.
pub(crate) fn is_refusal<S: Scheme>(answer: &Response<Body>) -> bool {
    let data = S::DATA;
    let says_so = || data.refuses_with_success() && data.has_code(&said(answer));
    !answer.status().is_success() || says_so()
}

/// The error that a refusal is: explained if it is one of the signature.
pub(crate) fn refusal<S: Scheme>(
    attempt: &Attempt<S>,
    unsigned: &Unsigned,
    answer: Response<Body>,
    sent: Stopwatch,
) -> Error {
    if let Some(why) = S::DATA.temporary(&said(&answer)) {
        return Error::refused(answer).for_now(why);
    }
    let of_signature = S::DATA.refuses(&said(&answer));
    let refused = of_signature.then(|| attempt.refused(unsigned, &answer));
    let error = Error::refused(answer).with_explanation(refused.flatten());
    let found = Found::of(&error, attempt.offset, sent, S::DATA);
    error.with_clock(found)
}
