//! How a call goes on after an attempt that failed.

use std::time::{Duration, Instant};

use http::Method;

use crate::{Error, Options, Unsigned, backoff::Backoff, error::History};

/// The longest wait that a server may ask for if nothing says how long the call may take.
const LONGEST_ASKED: Duration = Duration::from_mins(2);

/// What has become of a call so far.
pub(crate) struct Course<'o> {
    options: &'o Options,
    /// Whether to repeat it does no harm.
    is_repeatable: bool,
    /// When it began, if there is an end.
    began: Option<Instant>,
    backoff: Option<Backoff>,
    history: History,
}

impl<'o> Course<'o> {
    pub(crate) fn new(options: &'o Options, unsigned: &Unsigned) -> Self {
        Self {
            options,
            is_repeatable: is_repeatable(unsigned),
            began: options.time_of_call().map(|_| Instant::now()),
            backoff: None,
            history: History::default(),
        }
    }

    /// How much time has passed, if anybody asks.
    pub(crate) fn passed(&self) -> Duration {
        self.began.map_or(Duration::ZERO, |began| began.elapsed())
    }

    /// How long to wait until another attempt, or the error that the call ends with.
    pub(crate) fn after(&mut self, error: Error) -> Result<Duration, Error> {
        let made = self.history.attempts();
        let may = self.is_repeatable && error.passes() && made < self.options.most_attempts();
        if !may {
            return Err(error.with_history(std::mem::take(&mut self.history)));
        }
        let backoff = self
            .backoff
            .get_or_insert_with(|| Backoff::new(self.options));
        let wait = backoff.next(error.retry_after());
        match self.too_long(wait) {
            None => {
                self.history.add(&error);
                Ok(wait)
            }
            Some(why) => {
                self.history.ended = Some(why);
                Err(error.with_history(std::mem::take(&mut self.history)))
            }
        }
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

/// By its method (RFC 9110, section 9.2.2), or by a key that tells the server that it is the same call.
fn is_repeatable(unsigned: &Unsigned) -> bool {
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
    unsigned.body().is_repeatable() && (has_key || METHODS.contains(unsigned.method()))
}
