//! One signing of a call, and what became of it.

use std::sync::Arc;

use bytes::Bytes;
use http::Response;

use crate::{
    Error, Moment, Scheme, Signed, Unsigned, prepared::Ready, refused::Refused, signer::said,
};

/// Credentials and a moment: all that a signature takes from outside the request.
pub(crate) struct Attempt<S: Scheme> {
    pub(crate) ready: Arc<Ready<S>>,
    pub(crate) moment: Moment,
}

impl<S: Scheme> Attempt<S> {
    pub(crate) fn sign(&self, unsigned: Unsigned) -> Result<Signed, Error> {
        self.ready.signer.sign(unsigned, &self.moment)
    }

    /// What was signed, and what the server says of it. It was signed before, so it can be again.
    pub(crate) fn refused(&self, unsigned: &Unsigned, answer: &Response<Bytes>) -> Option<Refused> {
        let signer = &self.ready.signer;
        signer.refused(unsigned, &self.moment, answer).ok()
    }
}

/// Whether an answer is a refusal: it is no success, or one of a provider that refuses in the body
/// alone.
pub(crate) fn is_refusal<S: Scheme>(answer: &Response<Bytes>) -> bool {
    let data = S::DATA;
    let says_so = || data.refuses_with_success() && data.has_code(&said(answer));
    !answer.status().is_success() || says_so()
}

/// The error that a refusal is: explained if it is one of the signature.
pub(crate) fn refusal<S: Scheme>(
    attempt: &Attempt<S>,
    unsigned: &Unsigned,
    answer: Response<Bytes>,
) -> Error {
    if let Some(why) = S::DATA.temporary(&said(&answer)) {
        return Error::refused(answer).for_now(why);
    }
    let of_signature = S::DATA.refuses(&said(&answer));
    let refused = of_signature.then(|| attempt.refused(unsigned, &answer));
    Error::refused(answer).with_explanation(refused.flatten())
}
