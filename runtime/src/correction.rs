//! The correction of a clock that a server says is wrong: tried once in a call, kept if it helps.

use std::sync::Arc;

use crate::{
    Error,
    skew::{Found, Skew},
};

/// An offset that was found and is tried: taken back when it is dropped, unless it holds.
pub(crate) struct Correction {
    skew: Arc<Skew>,
    pub(crate) found: Found,
    holds: bool,
}

impl Correction {
    /// From now on the offset is that of every signature.
    pub(crate) fn of(skew: &Arc<Skew>, found: Found) -> Self {
        skew.set(found.offset);
        Self {
            skew: Arc::clone(skew),
            found,
            holds: false,
        }
    }

    /// The server took the time.
    pub(crate) const fn hold(&mut self) {
        self.holds = true;
    }

    /// What a failure after it says of it: an answer that does not refuse the signature was given
    /// behind the look at the clock. One that passes may come from somebody before that.
    pub(crate) fn judge(&mut self, error: &Error) {
        self.holds = error.status().is_some() && error.explanation().is_none() && !error.passes();
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
