//! Typed requests.

use crate::{Answer, Call, Draft, Error, Scheme, Unsigned, endpoint::Endpoint};

/// The request of one call, as a value: what the attribute makes of a method's parameters.
///
/// It can be kept, shown, signed without being sent, or sent by a client of its scheme.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request of a signed API",
    note = "`#[signed_api]` makes a type for each method, named as the trait and the method: `CallAutomationPlay`"
)]
pub trait Request: Send + Sync {
    /// The scheme that signs it.
    type Scheme: Scheme;
    /// What the method returns.
    type Answer: Answer;
    /// What all requests of the method have in common.
    const CALL: Call;

    /// Writes the parameters.
    fn write(&self, draft: &mut Draft);

    /// The request as it would be sent to an endpoint, unsigned. It takes no client, no clock and
    /// no network.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) if the endpoint or a parameter is not what
    /// it must be.
    fn to_unsigned(&self, endpoint: &str) -> Result<Unsigned, Error> {
        unsigned(self, &Endpoint::parse(endpoint)?)
    }
}

impl<R: Request + ?Sized> Request for &R {
    type Scheme = R::Scheme;
    type Answer = R::Answer;
    const CALL: Call = R::CALL;

    fn write(&self, draft: &mut Draft) {
        (**self).write(draft);
    }
}

pub(crate) fn unsigned<R: Request + ?Sized>(
    request: &R,
    endpoint: &Endpoint,
) -> Result<Unsigned, Error> {
    let accept = Some(R::Answer::accept());
    let mut draft = Draft::new(const { &R::CALL }, R::Scheme::DATA, endpoint, accept);
    request.write(&mut draft);
    let mut unsigned = draft.finish(endpoint, accept)?;
    unsigned.0.streams = R::Answer::STREAMS;
    Ok(unsigned)
}

/// The request without what a client says of itself: somebody else will send it.
pub(crate) fn to_hand_on<R: Request + ?Sized>(
    request: &R,
    endpoint: &Endpoint,
) -> Result<Unsigned, Error> {
    let mut draft = Draft::new(const { &R::CALL }, R::Scheme::DATA, endpoint, None);
    request.write(&mut draft);
    draft.finish(endpoint, None)
}
