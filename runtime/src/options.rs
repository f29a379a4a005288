//! How calls are made.

use std::time::Duration;

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
    answer_limit: Option<usize>,
}

impl Options {
    /// How many bytes an answer may have unless said otherwise: 16 MiB.
    pub const ANSWER_LIMIT: usize = 16 << 20;

    /// Nothing but defaults.
    pub const fn new() -> Self {
        Self {
            timeout: None,
            answer_limit: None,
        }
    }

    /// How long one attempt may take, from asking for credentials to the last byte of the answer.
    /// Default: as long as it takes, which is also what [`Duration::MAX`] means.
    ///
    /// An attempt that takes longer is dropped, and fails with an error of kind
    /// [`Timeout`](crate::ErrorKind::Timeout); of kind [`Credentials`](crate::ErrorKind::Credentials)
    /// if it was still waiting for those. This needs nothing of the transport or the executor.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How many bytes an answer may have, since it is read into memory. Default:
    /// [`ANSWER_LIMIT`](Self::ANSWER_LIMIT). A larger one is an error of kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge), and is not read to its end.
    pub const fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = Some(bytes);
        self
    }

    /// These, and where they say nothing, what others say.
    pub(crate) fn or(self, others: &Self) -> Self {
        Self {
            timeout: self.timeout.or(others.timeout),
            answer_limit: self.answer_limit.or(others.answer_limit),
        }
    }

    pub(crate) const fn time(&self) -> Option<Duration> {
        self.timeout
    }

    pub(crate) const fn limit(&self) -> usize {
        match self.answer_limit {
            Some(bytes) => bytes,
            None => Self::ANSWER_LIMIT,
        }
    }
}
