//! The correction of a clock that a server says is wrong: tried by one call, kept if it helps.

use signed_api_specs::refused::Fault;

use crate::{
    Error,
    skew::{Found, Skew},
};

/// An offset that was found, and that nobody has proved. Only the call that tries it signs by it.
pub(crate) struct Correction {
    pub(crate) found: Found,
    /// By which code the server refused the time that was wrong.
    code: Option<String>,
}

impl Correction {
    pub(crate) fn of(found: Found, error: &Error) -> Self {
        Self {
            found,
            code: error.explanation().and_then(|refused| refused.code.clone()),
        }
    }

    /// One that the head of an answer tells: a code is in the body.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub(crate) const fn of_head(found: Found) -> Self {
        Self { found, code: None }
    }

    /// The server took the time: from now on it is that of every signature.
    pub(crate) fn hold(&self, skew: &Skew) {
        skew.set(self.found.offset);
    }

    /// What a failure after it says of it: an answer that does not refuse the signature was given
    /// behind the look at the clock. One that passes may come from somebody before that. Tells whether
    /// the signature was not refused again.
    pub(crate) fn judge(&self, error: &Error, skew: &Skew) -> bool {
        let again = self.is_refused_again(error);
        if error.status().is_some() && !again && !error.passes() {
            self.hold(skew);
        }
        !again
    }

    /// A code that nobody knows, another than before, is one that whoever looks at rights gives.
    fn is_refused_again(&self, error: &Error) -> bool {
        error.explanation().is_some_and(|refused| {
            refused.fault != Fault::Unknown || refused.code.is_none() || refused.code == self.code
        })
    }
}
