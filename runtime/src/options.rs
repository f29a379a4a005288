//! How calls are made.

use std::time::Duration;

use crate::{deadline::Late, idempotency::Key};

/// How calls are made: for all of a client by [`Builder::options`](crate::Builder::options), for
/// one by the client's `with`. What these leave unsaid stays as it was.
///
/// ```
/// # use std::time::Duration;
/// # use signed_api::{Error, Options, schemes::Acs, signed_api};
/// # #[signed_api(scheme = "acs")]
/// # trait Calls { #[get("/calls")] async fn list(&self) -> Result<String, Error>; }
/// # async fn run(acs: Acs) -> Result<(), Error> {
/// let calls = CallsClient::builder("https://contoso.communication.azure.com", acs)
///     .options(Options::new().timeout(Duration::from_secs(10)))
///     .build()?;
/// calls.with(Options::new().timeout(Duration::from_secs(1))).list().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "options do nothing until a client has them"]
pub struct Options {
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    attempts: Option<u32>,
    backoff: Option<(Duration, Duration)>,
    idempotency_key: Option<Key>,
    correct_clock: Option<bool>,
    answer_limit: Option<usize>,
}

impl Options {
    /// How many bytes an answer may have unless said otherwise: 16 MiB.
    pub const ANSWER_LIMIT: usize = 16 << 20;

    /// Nothing but defaults.
    pub const fn new() -> Self {
        Self {
            timeout: None,
            deadline: None,
            attempts: None,
            backoff: None,
            idempotency_key: None,
            correct_clock: None,
            answer_limit: None,
        }
    }

    /// How long one attempt may take, from asking for credentials to the last byte of the answer.
    /// Default: as long as it takes, which is also what [`Duration::MAX`] means.
    ///
    /// An attempt that takes longer is dropped, and fails with an error of kind
    /// [`Timeout`](crate::ErrorKind::Timeout); of kind [`Credentials`](crate::ErrorKind::Credentials)
    /// if it was still waiting for those. This needs nothing of the transport or the executor.
    ///
    /// An answer that is a [`Body`](crate::Body), as it comes, may be of any length, so it may take any
    /// time, but it must not stop: the attempt ends with the head, and each wait for another piece may
    /// last as long again. Of one that stops longer the next piece is an error of kind
    /// [`Timeout`](crate::ErrorKind::Timeout). The time in which nobody has asked for a
    /// piece does not count; a wait that was given up, as by `select!`, goes on.
    /// A `ureq::Agent` reads while nobody else can look at the clock; there the answer's time is that of
    /// its own configuration.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the whole call may take: all attempts, and the waits between them. Default: as long
    /// as they take.
    ///
    /// An attempt is dropped when it is over, as by [`timeout`](Self::timeout). A wait that would go
    /// beyond it is not begun: the call ends with the last error, at once. With an answer that is a
    /// [`Body`](crate::Body) the call ends when that is handed over: what limits the waits for its pieces
    /// is the [`timeout`](Self::timeout), this is not.
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many times a call may be attempted. Default: 1, so that nothing is sent twice unless it is
    /// asked for; 0 is 1.
    ///
    /// A call is repeated after failures that pass: no connection was made
    /// ([`Connect`](crate::ErrorKind::Connect)), or the server answered 429, 502, 503, 504 or what the
    /// scheme's file calls temporary. It is repeated only if that does no harm: by its method (GET,
    /// HEAD, PUT, DELETE, OPTIONS, TRACE) or because it carries an idempotency key, and if its body is no
    /// stream. Each attempt asks for credentials, looks at the clock and is signed anew. An error that
    /// might have passed says by `{:#}` why there was no other attempt.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use signed_api::Options;
    /// let patient = Options::new()
    ///     .attempts(4)
    ///     .timeout(Duration::from_secs(10)) // each
    ///     .deadline(Duration::from_secs(30)); // all of them, and the waits between
    /// ```
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// How long to wait between attempts: `first` at most before the second, then up to twice as long
    /// each time, never more than `longest`. Default: 500 ms and 20 s. Up to half of a wait is taken
    /// off at random, so that clients which failed together do not return together.
    ///
    /// A server may ask for more by `Retry-After`. That is kept, whatever is said here, if it ends
    /// before the [`deadline`](Self::deadline), or, without one, if it is no more than two minutes;
    /// else the call ends at once, with an error that [tells it](crate::Error::retry_after).
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = Some((first, longest));
        self
    }

    /// The idempotency key of one call, so that it can be made again later, by another process too.
    /// Default: a random UUID for each call. Which header it stands in is said by the attribute of its
    /// method ([`Idempotency`](crate::Idempotency)); a call that names none is refused, and so is a
    /// list, whose pages are calls with keys of their own. As it stands in a header it holds visible
    /// ASCII only: anything else is refused, and so is an empty key.
    ///
    /// ```
    /// # use signed_api::{Error, Options, schemes::Acs, signed_api};
    /// # #[signed_api(scheme = "acs", idempotency = "Repeatability-Request-ID")]
    /// # trait Calls { #[post("/calls")] async fn create(&self) -> Result<(), Error>; }
    /// # async fn run(calls: CallsClient, order: &str) -> Result<(), Error> {
    /// calls.with(Options::new().idempotency_key(order)).create().await
    /// # }
    /// ```
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(Key(key.into()));
        self
    }

    /// Whether a wrong clock of this machine is corrected. Default: yes.
    ///
    /// If a server refuses a signature because of its time, and tells its own (`Date`, or what the
    /// scheme's file names), the call is signed and sent again at once, with the time corrected: once,
    /// whatever its method and [`attempts`](Self::attempts), since a refused request did nothing. If
    /// that is not refused too, all clones of the client keep the correction for what they sign from
    /// then on; else it is forgotten. Until then no other call signs by it. It is the time that is wrong
    /// if the refusal's code says so, or, with any other refusal of the signature, if the clocks are
    /// further apart than the scheme lets a request be old (`[verify]` of its file, 5 minutes unless
    /// said).
    ///
    /// A request whose body cannot be read twice, as a stream, cannot be signed again: the call fails,
    /// and the next one of which that is true is signed with the time corrected, to prove it.
    ///
    /// The server's time counts as of the middle between sending and receiving, and half a second
    /// is added to whole ones. It is ignored if the exchange
    /// took more than 10 seconds, if the answer has an `Age`, and if the year is not 2000 to 2099.
    /// [`Error::clock_offset`](crate::Error::clock_offset) tells of it.
    pub const fn correct_clock(mut self, correct: bool) -> Self {
        self.correct_clock = Some(correct);
        self
    }

    /// How many bytes an answer may have, since it is read into memory. Default:
    /// [`ANSWER_LIMIT`](Self::ANSWER_LIMIT). A larger one is an error of kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge), and is not read to its end; of a refusal that is
    /// larger the beginning is kept ([`Error::cut`](crate::Error::cut)). An answer that is a
    /// [`Body`](crate::Body), as it comes, has no limit.
    pub const fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = Some(bytes);
        self
    }

    /// These, and where they say nothing, what others say.
    pub(crate) fn or(self, others: &Self) -> Self {
        Self {
            timeout: self.timeout.or(others.timeout),
            deadline: self.deadline.or(others.deadline),
            attempts: self.attempts.or(others.attempts),
            backoff: self.backoff.or(others.backoff),
            idempotency_key: self
                .idempotency_key
                .or_else(|| others.idempotency_key.clone()),
            correct_clock: self.correct_clock.or(others.correct_clock),
            answer_limit: self.answer_limit.or(others.answer_limit),
        }
    }

    pub(crate) const fn time(&self) -> Option<Duration> {
        self.timeout
    }

    pub(crate) const fn time_of_call(&self) -> Option<Duration> {
        self.deadline
    }

    pub(crate) const fn most_attempts(&self) -> u32 {
        match self.attempts {
            Some(attempts) => attempts,
            None => 1,
        }
    }

    pub(crate) const fn corrects_clock(&self) -> bool {
        match self.correct_clock {
            Some(corrects) => corrects,
            None => true,
        }
    }

    pub(crate) const fn key(&self) -> Option<&Key> {
        self.idempotency_key.as_ref()
    }

    /// The first wait, and the longest.
    pub(crate) fn waits(&self) -> (Duration, Duration) {
        self.backoff
            .unwrap_or((Duration::from_millis(500), Duration::from_secs(20)))
    }

    /// What a transport is told.
    pub(crate) fn limits(&self) -> Limits {
        let bytes = match self.answer_limit {
            Some(bytes) => bytes,
            None => Limits::USUAL.bytes,
        };
        let time = self.timeout.map(|time| (time, Late::Attempt(time)));
        Limits { time, bytes }
    }
}

/// What a transport is told of the options.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long an attempt may take, if not for ever, and whose time that is.
    pub(crate) time: Option<(Duration, Late)>,
    /// How many bytes an answer may have.
    pub(crate) bytes: usize,
}

impl Limits {
    /// Those of no options.
    pub(crate) const USUAL: Self = Self {
        time: None,
        bytes: Options::ANSWER_LIMIT,
    };
}
