//! A transport in memory.

mod mismatch;
mod route;

use std::{
    collections::VecDeque,
    error::Error as StdError,
    fmt,
    panic::Location,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

#[cfg(feature = "record")]
pub(super) use self::mismatch::difference;
pub use self::route::Route;
use self::{
    mismatch::Mismatch,
    route::{Answer, Expected, times},
};
use crate::{Body, BoxError, Error, Outgoing, Transport, testing::pattern::Pattern};

/// A transport that reaches nobody. It answers by routes, or, where no route fits, from a queue in
/// its order; and it keeps the requests. Clones share everything.
///
/// ```
/// # use signed_api::{Error, schemes::Acs, signed_api, testing::Memory};
/// # #[signed_api(scheme = "acs")]
/// # trait Calls {
/// #   #[get("/calls/{id}")] async fn call(&self, id: &str) -> Result<String, Error>;
/// #   #[delete("/calls/{id}")] async fn hang_up(&self, id: &str) -> Result<(), Error>;
/// # }
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// let memory = Memory::new();
/// memory.route("GET", "/calls/{id}").answer_json(&"ringing");
/// memory.route("DELETE", "/calls/{id}").times(1).answer(http::Response::new(""));
/// memory.answer(http::Response::new("the first request that fits no route gets this"));
///
/// let calls = CallsClient::builder("https://contoso.example", acs).transport(memory.clone()).build()?;
/// # let run = async {
/// assert_eq!(calls.call("7").await?, "\"ringing\"");
/// calls.hang_up("7").await?;
/// # Ok::<_, Error>(()) };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run)?;
/// # assert!(memory.check().is_err());
/// # let rest = http::Request::get("https://contoso.example/rest").body("").unwrap();
/// # let rest = signed_api::Signer::new(Acs { access_key: "c2VjcmV0".into() }).sign(signed_api::Unsigned::new(rest),
/// #     &signed_api::Moment { now: std::time::SystemTime::now(), nonce: String::new() })?;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap()
/// #     .block_on(signed_api::Transport::send(&memory, rest.into())).unwrap();
/// memory.verify(); // every route was used as often as it should be, and nothing else came
/// assert_eq!(memory.requests()[1].http().method(), "DELETE");
/// # Ok::<(), Error>(())
/// ```
///
/// A request that nothing is there for fails, and the error says in what it differs from the
/// closest route. If there are routes, and nobody looked by [`verify`](Self::verify) or
/// [`check`](Self::check) since the last request, dropping the last clone verifies: it panics, unless
/// its thread panics already.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Result<http::Response<Body>, BoxError>>,
    requests: Vec<Arc<Outgoing>>,
    routes: Vec<Expected>,
    in_sequence: bool,
    /// What came unexpectedly, and why.
    unexpected: Vec<String>,
    /// Whether somebody looked whether all is met.
    looked: bool,
}

impl Memory {
    /// No answers, no requests.
    pub fn new() -> Self {
        Self::default()
    }

    /// Queues an answer.
    pub fn answer<B: Into<Body>>(&self, response: http::Response<B>) -> &Self {
        self.state().answers.push_back(Ok(response.map(Into::into)));
        self
    }

    /// Queues a failure: no answer comes.
    pub fn fail(&self, error: impl Into<BoxError>) -> &Self {
        self.state().answers.push_back(Err(error.into()));
        self
    }

    /// Begins a route: which requests it is for, and what is answered to them, is said of
    /// [`Route`]. The path is the whole one, with that of the endpoint; its `{placeholders}` are
    /// as in a trait. Of several routes that fit, the first one is taken that may still be used.
    ///
    /// # Panics
    ///
    /// If the path is none: it begins with `/` and holds no query.
    #[track_caller]
    pub fn route(&self, method: &str, path: &str) -> Route {
        let path = Pattern::parse(path).unwrap_or_else(|why| panic!("`{path}`: {why}"));
        Route::new(self.clone(), method, path, Location::caller())
    }

    /// Wants the routes to be used in the order in which they stand: a request for one that comes
    /// before all earlier ones came as often as they should is unexpected.
    pub fn in_sequence(&self) -> &Self {
        self.state().in_sequence = true;
        self
    }

    /// The requests that were sent so far.
    pub fn requests(&self) -> Vec<Arc<Outgoing>> {
        self.state().requests.clone()
    }

    /// Asserts that all went as it was expected.
    ///
    /// # Panics
    ///
    /// With what [`check`](Self::check) finds.
    #[track_caller]
    pub fn verify(&self) {
        if let Err(unmet) = self.check() {
            panic!("{unmet}");
        }
    }

    /// Whether all went as it was expected.
    ///
    /// # Errors
    ///
    /// If a route came too seldom, a request unexpectedly, or an answer that is queued was not asked
    /// for.
    pub fn check(&self) -> Result<(), Unmet> {
        let mut state = self.state();
        state.looked = true;
        state.check()
    }

    fn mount(&self, expected: Expected) {
        let mut state = self.state();
        state.looked = false;
        state.routes.push(expected);
    }

    /// Keeps a request, and gives the answer to it.
    pub(crate) fn next(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        let request = Arc::new(request);
        let answer = self.state().next(&request);
        // A closure of the test's may ask for the requests.
        answer?.of(&request)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked elsewhere should fail by its own words.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where an answer comes from.
enum Next {
    Route(Answer),
    Queue(Result<http::Response<Body>, BoxError>),
}

impl Next {
    fn of(self, request: &Outgoing) -> Result<http::Response<Body>, BoxError> {
        match self {
            Self::Route(answer) => answer(request),
            Self::Queue(answer) => answer,
        }
    }
}

impl State {
    fn next(&mut self, request: &Arc<Outgoing>) -> Result<Next, BoxError> {
        self.looked = false;
        self.requests.push(Arc::clone(request));
        let why_not = match self.fitting(request) {
            Ok(index) => {
                let route = &mut self.routes[index];
                route.used += 1;
                return Ok(Next::Route(Arc::clone(&route.answer)));
            }
            Err(why_not) => why_not,
        };
        if let Some(answer) = self.answers.pop_front() {
            return Ok(Next::Queue(answer));
        }
        let (method, path) = (request.http().method(), request.http().uri().path());
        let number = self.requests.len();
        let unexpected = format!("request number {number}, `{method} {path}`: {why_not}");
        let message = match self.routes.len() {
            0 => format!("no answer is queued for request number {number}"),
            _ => format!("nothing is expected like {unexpected}"),
        };
        self.unexpected.push(unexpected);
        Err(Error::transport(message).into())
    }

    /// The route for a request, or why there is none.
    fn fitting(&self, request: &Outgoing) -> Result<usize, String> {
        let mut closest: Option<(&Expected, Mismatch)> = None;
        let mut used_up = None;
        for (index, route) in self.routes.iter().enumerate() {
            let mismatch = Mismatch::between(route, request);
            if !mismatch.is_none() {
                if closest
                    .as_ref()
                    .is_none_or(|(_, least)| mismatch.weight < least.weight)
                {
                    closest = Some((route, mismatch));
                }
            } else if route.is_used_up() {
                used_up = Some(route);
            } else {
                return self.in_turn(index);
            }
        }
        Err(match (used_up, closest) {
            (Some(route), _) => format!("{route} was to come {}", times(route.most)),
            (None, Some((route, mismatch))) => {
                format!("the closest is {route}, but {}", mismatch.lines.join("; "))
            }
            (None, None) => "no answer is queued".to_owned(),
        })
    }

    /// The route, if it is its turn or there are none.
    fn in_turn(&self, index: usize) -> Result<usize, String> {
        if !self.in_sequence {
            return Ok(index);
        }
        let (before, after) = self.routes.split_at(index);
        if let Some(unmet) = before.iter().find_map(Expected::unmet) {
            return Err(format!("it comes too early: before it, {unmet}"));
        }
        match after.iter().skip(1).find(|route| route.used > 0) {
            Some(later) => Err(format!("it comes too late: {later} was used already")),
            None => Ok(index),
        }
    }

    fn check(&self) -> Result<(), Unmet> {
        let unmet = self.routes.iter().filter_map(Expected::unmet);
        let mut lines: Vec<_> = unmet.chain(self.unexpected.iter().cloned()).collect();
        if !self.answers.is_empty() {
            let left = self.answers.len();
            lines.push(format!(
                "of the answers in the queue, {left} were not asked for"
            ));
        }
        if lines.is_empty() {
            Ok(())
        } else {
            Err(Unmet(lines))
        }
    }
}

/// A test that forgot to look fails all the same.
impl Drop for State {
    fn drop(&mut self) {
        if self.routes.is_empty() || self.looked || thread::panicking() {
            return;
        }
        if let Err(unmet) = self.check() {
            panic!("{unmet}");
        }
    }
}

/// What did not go as a test expected: routes that came too seldom, requests that came unexpectedly.
pub struct Unmet(Vec<String>);

/// A line for each.
impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was expected of the network is not what came")?;
        self.0.iter().try_for_each(|line| write!(f, "\n- {line}"))
    }
}

impl fmt::Debug for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for Unmet {}

impl Transport for Memory {
    async fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        self.next(request)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let routes: Vec<_> = state.routes.iter().map(ToString::to_string).collect();
        f.debug_struct("Memory")
            .field("routes", &routes)
            .field("answers", &state.answers.len())
            .field("requests", &state.requests)
            .finish()
    }
}
