//! What goes wrong on purpose in a test server.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{Response, request::Parts};

use super::pattern::Pattern;

/// Something that goes wrong on purpose, for [`ServerBuilder::fault`](super::ServerBuilder::fault):
/// what, for which requests, and how often.
///
/// ```
/// # use std::time::Duration;
/// # use signed_api::{schemes::Acs, testing::{Fault, Server}};
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// let busy = http::Response::builder().status(503).header("retry-after", "1").body("")?;
/// let server = Server::builder()
///     .scheme(acs)?
///     .fault(Fault::refusal())                            // the first request: 401, as the provider says it
///     .fault(Fault::answer(busy).times(2))                // then two of 503
///     .fault(Fault::reset().on("DELETE", "/calls/{id}"))  // the first one that deletes: no answer
///     .fault(Fault::delay(Duration::from_secs(2)).on("GET", "/calls").nth(3))
///     .start()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A fault is for all requests unless said otherwise ([`on`](Self::on)), and for the first of them
/// alone ([`nth`](Self::nth), [`times`](Self::times)). Of several the first one that is due plays,
/// and the request does not count for those after it. [`Seen::fault`](super::Seen::fault) tells
/// which one it was.
#[derive(Clone)]
#[must_use = "a fault is played by the server that it is given to"]
pub struct Fault {
    what: What,
    of: Option<(String, Pattern)>,
    nth: usize,
    times: usize,
    /// How many requests it could have been played for.
    met: usize,
}

/// What happens.
#[derive(Clone)]
pub(super) enum What {
    Delay(Duration),
    ResetEarly,
    Reset,
    Half,
    Answer(Response<Bytes>),
    Refusal,
}

impl Fault {
    /// The answer comes so much later.
    pub fn delay(time: Duration) -> Self {
        Self::of(What::Delay(time))
    }

    /// The connection is reset before the body of the request is read. What is seen of the request
    /// has no body, and its verdict is on that.
    pub fn reset_early() -> Self {
        Self::of(What::ResetEarly)
    }

    /// The connection is reset when the request was read: it may have had its effect, and there is
    /// no answer.
    pub fn reset() -> Self {
        Self::of(What::Reset)
    }

    /// Of the answer's body the first half is sent, of what its `Content-Length` says; then the
    /// connection ends.
    pub fn half() -> Self {
        Self::of(What::Half)
    }

    /// This is answered, whether the signature is right or wrong.
    pub fn answer<B: Into<Bytes>>(response: Response<B>) -> Self {
        Self::of(What::Answer(response.map(Into::into)))
    }

    /// The request is refused as the provider refuses a wrong signature, though it is right.
    pub fn refusal() -> Self {
        Self::of(What::Refusal)
    }

    /// Only for requests of this method and path; the path's `{placeholders}` are as in a trait.
    ///
    /// # Panics
    ///
    /// If the path is none: it begins with `/` and holds no query.
    #[track_caller]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        let pattern = Pattern::parse(path).unwrap_or_else(|why| panic!("`{path}`: {why}"));
        self.of = Some((method.to_owned(), pattern));
        self
    }

    /// It begins with the n-th of the requests that it is for; the first is 1, and 0 is that too.
    pub fn nth(mut self, n: usize) -> Self {
        self.nth = n.max(1);
        self
    }

    /// It is played so often, for one request after another. Default: once.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    fn of(what: What) -> Self {
        Self {
            what,
            of: None,
            nth: 1,
            times: 1,
            met: 0,
        }
    }

    /// What happens to a request, if the fault is due. It is counted.
    pub(super) fn play(&mut self, request: &Parts) -> Option<What> {
        let path = request.uri.path();
        let is_for = self.of.as_ref().is_none_or(|(method, pattern)| {
            request.method == method.as_str() && pattern.is_of(path)
        });
        if !is_for {
            return None;
        }
        self.met += 1;
        let due = self.met >= self.nth && self.met - self.nth < self.times;
        due.then(|| self.what.clone())
    }
}

/// As a test reads it of a request.
impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delay(time) => write!(f, "delay of {time:?}"),
            Self::ResetEarly => f.write_str("early reset"),
            Self::Reset => f.write_str("reset"),
            Self::Half => f.write_str("half an answer"),
            Self::Answer(answer) => write!(f, "answer {}", answer.status().as_u16()),
            Self::Refusal => f.write_str("refusal"),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self
            .of
            .as_ref()
            .map(|(method, path)| format!("{method} {path}"));
        f.debug_struct("Fault")
            .field("what", &format_args!("{}", self.what))
            .field("of", &of)
            .field("nth", &self.nth)
            .field("times", &self.times)
            .field("met", &self.met)
            .finish()
    }
}
