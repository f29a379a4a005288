//! A call from its wire form to its answer: one attempt, and others where they may be made.

use std::mem;

use crate::{
    Client, Error, Outgoing, Scheme, Signing, Unsigned,
    arrival::{Arrival, Arrived},
    attempt::{is_refusal, refusal},
    course::{Course, Next},
    deadline::{Deadline, left},
    idempotency::{is_stamped, stamp, unstamp},
    options::Limits,
    outcome::Outcome,
    skew::corrected,
    stopwatch::Stopwatch,
    trace::{self, Span},
};

impl<S> Client<S> {
    /// Sends a request. Its wire form stays as it is; each attempt has its own credentials, time,
    /// nonce and signature, taken after the wait.
    pub(crate) async fn exchange<T: Scheme>(
        &self,
        unsigned: Result<Unsigned, Error>,
        scheme: fn(S) -> T,
    ) -> Outcome {
        let unsigned = match unsigned {
            Ok(unsigned) => unsigned,
            Err(error) => return Outcome::not_begun(error),
        };
        let span = Span::of_call(&unsigned);
        let answer = span.around(self.attempts(unsigned, scheme)).await;
        Outcome::new(answer, span)
    }

    /// As many attempts as are allowed and needed.
    async fn attempts<T: Scheme>(
        &self,
        mut unsigned: Unsigned,
        scheme: fn(S) -> T,
    ) -> Result<Arrived, Error> {
        let is_stamped = is_stamped(&unsigned);
        let mut course = Course::new(&self.options, &self.inner.skew, &unsigned);
        loop {
            let span = Span::of_attempt(&unsigned, course.resends());
            let attempt = self.attempted(&mut unsigned, scheme, &course);
            let outcome = span.around(attempt).await;
            let status = outcome.as_ref().map(|answer| answer.status());
            span.ended(status.ok(), outcome.as_ref().err());
            let error = match outcome {
                Ok(answer) => {
                    course.succeeded();
                    return Ok(answer);
                }
                Err(error) => error.of_call(unsigned.call()).at(unsigned.uri()),
            };
            match course.after(error, &unsigned)? {
                Next::Wait(wait) => {
                    trace::waits(wait);
                    self.inner.moments.wait(wait).await;
                }
                Next::Corrected(found) => {
                    trace::clock_corrected(found);
                    // What was refused for its time was not the first attempt.
                    if !is_stamped {
                        unstamp(&mut unsigned);
                    }
                }
            }
        }
    }

    /// One attempt.
    async fn attempted<T: Scheme>(
        &self,
        unsigned: &mut Unsigned,
        scheme: fn(S) -> T,
        course: &Course<'_>,
    ) -> Result<Arrived, Error> {
        let mut deadline = Deadline::of_attempt(&self.options, course.passed());
        match unsigned.0.signing {
            Signing::Scheme => {
                self.signed_attempt(unsigned, scheme, course, &mut deadline)
                    .await
            }
            Signing::Unsigned => {
                stamp(
                    unsigned,
                    corrected(self.inner.moments.now(), course.offset()),
                )?;
                let outgoing = Outgoing(unsigned.clone().0).within(self.limits(course));
                let answer = self.answer(outgoing, &mut deadline).await?;
                if answer.status().is_success() {
                    Ok(answer)
                } else {
                    Err(Error::refused(*answer))
                }
            }
        }
    }

    /// A request is kept until its answer is there: if it is refused, that is explained.
    async fn signed_attempt<T: Scheme>(
        &self,
        unsigned: &mut Unsigned,
        scheme: fn(S) -> T,
        course: &Course<'_>,
        deadline: &mut Deadline,
    ) -> Result<Arrived, Error> {
        let attempt = self
            .attempt(unsigned, scheme, || course.offset(), deadline)
            .await?;
        stamp(unsigned, attempt.moment.now)?;
        let kept = unsigned.clone();
        let signed = attempt.sign(mem::replace(unsigned, kept))?;
        let outgoing = Outgoing::from(signed.within(self.limits(course)));
        let sent = Stopwatch::start();
        let error = match self.answer(outgoing, deadline).await {
            Ok(answer) if !is_refusal::<T>(&answer) => return Ok(answer),
            Ok(answer) => refusal(&attempt, unsigned, *answer, sent),
            Err(error) => error,
        };
        Err(error.with_string_to_sign(attempt.string_to_sign(unsigned)))
    }

    /// What a transport is told: its time is what is left.
    fn limits(&self, course: &Course<'_>) -> Limits {
        let time = left(&self.options, course.passed());
        Limits {
            time,
            ..self.options.limits()
        }
    }

    async fn answer(&self, outgoing: Outgoing, deadline: &mut Deadline) -> Result<Arrived, Error> {
        let arrival = Arrival::of(&outgoing, &self.options);
        let answer = self.inner.transport.exchange(outgoing);
        let answer = deadline.within(answer).await;
        let answer = answer.unwrap_or_else(|late| Err(Error::late(&late)))?;
        let mut answer = Box::new(answer);
        arrival.read(&mut answer, deadline).await?;
        Ok(answer)
    }
}
