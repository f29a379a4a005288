//! The correction of a clock that a server says is wrong: tried once in a call, kept if it helps.

use std::sync::Arc;

use signed_api_specs::refused::Fault;

use crate::{
    Error,
    skew::{Found, Skew},
};

/// An offset that was found and is tried: taken back when it is dropped, unless it holds.
pub(crate) struct Correction {
    skew: Arc<Skew>,
    pub(crate) found: Found,
    /// By which code the server refused the time that was wrong.
    code: Option<String>,
    holds: bool,
}

impl Correction {
    /// From now on the offset is that of every signature.
    pub(crate) fn of(skew: &Arc<Skew>, found: Found, error: &Error) -> Self {
        skew.set(found.offset);
        Self {
            skew: Arc::clone(skew),
            found,
            code: error.explanation().and_then(|refused| refused.code.clone()),
            holds: false,
        }
    }

    /// The server took the time.
    pub(crate) const fn hold(&mut self) {
        self.holds = true;
    }

    /// What a failure after it says of it: an answer that does not refuse the signature was given
    /// behind the look at the clock. One that passes may come from somebody before that. Tells whether
    /// the signature was not refused again.
    pub(crate) fn judge(&mut self, error: &Error) -> bool {
        let again = self.is_refused_again(error);
        self.holds = error.status().is_some() && !again && !error.passes();
        !again
    }

    /// A code that nobody knows, another than before, is one that whoever looks at rights gives.
    fn is_refused_again(&self, error: &Error) -> bool {
        error.explanation().is_some_and(|refused| {
            refused.fault != Fault::Unknown || refused.code.is_none() || refused.code == self.code
        })
    }
}

/// A call that is dropped has proved nothing.
impl Drop for Correction {
    fn drop(&mut self) {
        if !self.holds {
            self.skew.take_back(self.found.offset, self.found.used);
        }
    }
}
