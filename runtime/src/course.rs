//! How a call goes on after an attempt that failed.

use std::time::Duration;

use http::Method;

use crate::{
    Error, Options, Signing, Unsigned,
    backoff::Backoff,
    correction::Correction,
    error::{History, Remedy},
    skew::{Found, Skew},
    stopwatch::Stopwatch,
};

/// The longest wait that a server may ask for if nothing says how long the call may take.
const LONGEST_ASKED: Duration = Duration::from_mins(2);

/// What has become of a call so far.
pub(crate) struct Course<'c> {
    options: &'c Options,
    skew: &'c Skew,
    /// Whether what was sent can be sent again.
    has_body: bool,
    /// When it began, if there is an end.
    began: Option<Stopwatch>,
    backoff: Option<Backoff>,
    /// What this call found, or what one left to it that could not be signed again.
    correction: Option<Correction>,
    history: History,
}

/// What comes after an attempt that failed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another attempt, after this wait.
    Wait(Duration),
    /// Another attempt at once, with the time corrected.
    Corrected(Found),
}

impl<'c> Course<'c> {
    pub(crate) fn new(options: &'c Options, skew: &'c Skew, unsigned: &Unsigned) -> Self {
        let has_body = unsigned.body().is_repeatable();
        let is_signed = matches!(unsigned.0.signing, Signing::Scheme);
        // Whoever can be signed again finds it without a doubt.
        let tries = !has_body && is_signed && options.corrects_clock();
        Self {
            options,
            skew,
            has_body,
            began: options.time_of_call().map(|_| Stopwatch::start()),
            backoff: None,
            correction: tries.then(|| skew.untried()).flatten(),
            history: History::default(),
        }
    }

    /// How many attempts there were before.
    pub(crate) fn resends(&self) -> u32 {
        self.history.attempts() - 1
    }

    /// How much time has passed, if anybody asks.
    pub(crate) fn passed(&self) -> Duration {
        let passed = self.began.and_then(Stopwatch::elapsed);
        passed.unwrap_or_default()
    }

    /// An attempt succeeded.
    pub(crate) fn succeeded(&self) {
        if let Some(correction) = &self.correction {
            correction.hold(self.skew);
        }
    }

    /// How many milliseconds the user's clock is corrected by, in this call alone if that is tried.
    pub(crate) fn offset(&self) -> i64 {
        match &self.correction {
            Some(correction) => correction.found.offset,
            None => self.skew.wanted(self.options),
        }
    }

    /// What comes next, or the error that the call ends with.
    #[cold]
    pub(crate) fn after(&mut self, mut error: Error, unsigned: &Unsigned) -> Result<Next, Error> {
        if let Some(found) = error.take_clock()
            && self.corrects(found, &error)
        {
            self.history.add(&error);
            return Ok(Next::Corrected(found));
        }
        if !self.has_more() {
            return Err(self.ended(error));
        }
        if let Some(why) = self.why_not(&error, unsigned) {
            // Of what will not pass nobody expects another attempt.
            self.history.ended = error.is_retryable().then_some(why);
            return Err(self.ended(error));
        }
        let options = self.options;
        let backoff = self.backoff.get_or_insert_with(|| Backoff::new(options));
        let wait = backoff.next(error.retry_after());
        self.history.ended = self.too_long(wait);
        if self.history.ended.is_some() {
            return Err(self.ended(error));
        }
        self.history.add(&error);
        Ok(Next::Wait(wait))
    }

    /// The correction of a clock is no attempt that anybody asked for.
    fn has_more(&self) -> bool {
        let corrections = u32::from(self.correction.is_some());
        self.history.attempts() - corrections < self.options.most_attempts()
    }

    /// Corrects the clock, once.
    fn corrects(&mut self, found: Found, error: &Error) -> bool {
        if self.has_body && self.correction.is_some() {
            return false;
        }
        let remedy = if !self.options.corrects_clock() {
            Remedy::NotWanted
        } else if !self.has_body {
            self.skew.leave(Correction::of(found, error));
            Remedy::NotRepeatable
        } else {
            self.correction = Some(Correction::of(found, error));
            Remedy::Corrected
        };
        self.history.clock = Some((found, remedy));
        remedy == Remedy::Corrected
    }

    fn ended(&mut self, error: Error) -> Error {
        if let Some(correction) = &self.correction
            && !correction.judge(&error, self.skew)
        {
            let found = correction.found;
            if self.has_body {
                self.history.clock = Some((found, Remedy::RefusedAgain));
            } else {
                // It may have told another time.
                self.history
                    .clock
                    .get_or_insert((found, Remedy::RefusedToo));
            }
        }
        error.with_history(std::mem::take(&mut self.history))
    }

    /// Why what failed is not attempted again.
    fn why_not(&self, error: &Error, unsigned: &Unsigned) -> Option<String> {
        if !error.passes() {
            return Some(error.status().map_or_else(
                || "what may have arrived is not sent again".to_owned(),
                |status| {
                    let status = status.as_u16();
                    format!(
                        "{status} is none of the answers after which a call is made again: those are 429, 502, 503, \
                         504 and what the scheme's file calls temporary"
                    )
                },
            ));
        }
        if !self.has_body {
            return Some("its body is a stream, which can be sent once".to_owned());
        }
        harmful(unsigned).map(|method| {
            format!(
                "a `{method}` is made again only with an idempotency key: `idempotency = \"...\"` after the path \
                 of its method"
            )
        })
    }

    /// Why a wait is not worth while.
    fn too_long(&self, wait: Duration) -> Option<String> {
        match self.options.time_of_call() {
            Some(time) => {
                let left = time.saturating_sub(self.passed());
                (wait >= left).then(|| {
                    format!("a wait of {wait:?} would end after the call's deadline of {time:?}")
                })
            }
            None => (wait > LONGEST_ASKED && wait > self.options.waits().1).then(|| {
                format!("the server asks for a wait of {wait:?}; `Options::deadline` allows it")
            }),
        }
    }
}

/// The method of a request that may do harm if it is repeated: neither is that method one of those that
/// do none (RFC 9110, section 9.2.2), nor tells a key the server that it is the same call.
fn harmful(unsigned: &Unsigned) -> Option<&Method> {
    const METHODS: [Method; 6] = [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
    ];
    let key = unsigned.0.idempotency.map(|names| names.key);
    let has_key = key.is_some_and(|key| unsigned.headers().contains_key(key));
    let method = unsigned.method();
    (!has_key && !METHODS.contains(method)).then_some(method)
}
