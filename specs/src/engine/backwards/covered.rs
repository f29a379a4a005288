//! What a request tells, as far as it is signed: a nonce that anybody may change is none.

use std::cell::Cell;

use super::grain::Grain;
use super::opening::shift;
use super::parts::{Hole, What};
use super::received::Received;
use super::verify::{Verification, Verified};
use crate::data::{Entry, Id, Op, SchemeData};
use crate::engine::Input;
use crate::engine::evaluate::Evaluator;

/// What is signed of what requests tell.
#[derive(Clone, Debug)]
pub(super) struct Covered {
    nonce: bool,
    /// How finely a time is.
    grain: Option<Grain>,
    /// What tells a time, and is signed as it is.
    times: Vec<Id>,
}

impl Covered {
    /// What is signed, whatever headers a sender adds to those that are signed.
    pub(super) fn always(data: &SchemeData<'_>, holes: &[&Hole]) -> Self {
        let times = holes.iter().filter_map(|hole| match hole.what {
            What::Time(_) => Some(hole.node),
            _ => None,
        });
        Self::of(data, times.collect(), &|entry| data.always_signs(entry))
    }

    /// The same with these headers of the file among those that are signed.
    fn of(data: &SchemeData<'_>, mut times: Vec<Id>, listed: &dyn Fn(&Entry) -> bool) -> Self {
        let signs = |wanted: &dyn Fn(Op) -> bool| data.signs_with(listed, wanted);
        let finest = Cell::new(None);
        // Everything is looked at.
        signs(&|op| {
            if let Op::Call(function, of, _) = op
                && shift(data, of).is_some()
            {
                finest.set(finest.get().max(Grain::written(data, function)));
            }
            false
        });
        times.retain(|id| signs(&|op| op == data.node(*id).op));
        Self {
            nonce: signs(&|op| op == Op::Nonce),
            grain: finest.get(),
            times,
        }
    }

    /// Whether everything is signed that a request tells.
    fn is_all(&self, received: &Received) -> bool {
        let time = received
            .told_by
            .is_none_or(|(id, _)| self.times.contains(&id));
        time && (self.nonce || received.nonce.is_none())
    }
}

impl Verified {
    /// What is left of it if nothing is told that is not signed.
    pub(super) fn of_signed(
        mut self,
        data: &SchemeData<'_>,
        covered: &Covered,
        verification: Verification<'_>,
    ) -> Self {
        let received = &self.received;
        if covered.is_all(received) {
            return self;
        }
        let times = received.told_by.map(|(id, _)| id).into_iter().collect();
        let listed = signed_headers(data, received, verification);
        let listed = |entry: &Entry| listed.iter().any(|name| name == data.text(entry.lower));
        let covered = Covered::of(data, times, &listed);
        if !covered.nonce {
            self.received.nonce = None;
        }
        if covered.times.is_empty() {
            let time = self.received.time.zip(covered.grain);
            self.received.time = time.and_then(|(time, grain)| grain.cut(time));
        }
        self
    }
}

/// The names of the headers that are signed.
fn signed_headers(
    data: &SchemeData<'_>,
    received: &Received,
    verification: Verification<'_>,
) -> Vec<String> {
    let input = Input {
        request: verification.request,
        values: verification.values,
        now: received.time.unwrap_or(verification.now),
        nonce: received.nonce().unwrap_or_default(),
    };
    let mut evaluator = Evaluator::new(data, &input, Some(received));
    let signed = evaluator.signed_headers().unwrap_or_default();
    let names = signed
        .iter()
        .map(|pair| evaluator.chars(&pair.name).to_owned());
    names.collect()
}
