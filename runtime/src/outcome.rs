//! What came of a call.

use http::Response;

use crate::{Body, Error, arrival::Arrived, trace::Span};

/// What came of a call, until it is read: whether it succeeded is known only then.
pub struct Outcome {
    answer: Result<Arrived, Error>,
    span: Span,
}

impl Outcome {
    pub(crate) const fn new(answer: Result<Arrived, Error>, span: Span) -> Self {
        Self { answer, span }
    }

    /// Of a call that could not even begin.
    pub(crate) fn not_begun(error: Error) -> Self {
        Self::new(Err(error), Span::none())
    }

    /// Reads an answer of success. The call ends with this, and so does its span.
    pub(crate) fn read<T>(
        self,
        read: impl FnOnce(Response<Body>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let status = self.answer.as_ref().map(|answer| answer.status()).ok();
        let outcome = self
            .span
            .within(|| self.answer.and_then(|answer| read(*answer)));
        self.span.ended(status, outcome.as_ref().err());
        outcome
    }
}
