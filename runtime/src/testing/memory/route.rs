//! A request that a test expects, and its answer.

use std::{fmt, panic::Location, sync::Arc};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, header::CONTENT_TYPE};
use serde_core::Serialize;
use serde_json::Value;

use super::Memory;
use crate::{Body, BoxError, Error, Outgoing, testing::pattern::Pattern};

/// What is answered. It may be asked for more than once.
pub(super) type Answer = Arc<dyn Fn(&Outgoing) -> Result<Response<Body>, BoxError> + Send + Sync>;

/// A request that a test expects, of [`Memory::route`]: what it has to have, how often it comes, and
/// last what is answered to it.
///
/// ```
/// # use signed_api::testing::Memory;
/// # use serde_json::json;
/// # let memory = Memory::new();
/// memory
///     .route("POST", "/calling/callConnections/{id}:play")
///     .with_query("api-version", "2026-03-12")
///     .with_json(&json!({"text": "Hello."}))
///     .times(1)
///     .answer_json(&json!({"operation": "7"}));
/// memory.route("DELETE", "/calling/callConnections/{id}").never();
/// # memory.route("POST", "/calling/callConnections/{id}:play").at_least(0).fail("cut off");
/// # let _ = memory.check();
/// ```
#[must_use = "a route counts once it is told what to answer"]
pub struct Route {
    memory: Memory,
    expected: Expected,
}

/// A route as it is kept.
pub(super) struct Expected {
    pub(super) method: String,
    pub(super) path: Pattern,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(HeaderName, String)>,
    pub(super) json: Option<Value>,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) used: usize,
    pub(super) answer: Answer,
    pub(super) place: &'static Location<'static>,
}

impl Route {
    pub(super) fn new(
        memory: Memory,
        method: &str,
        path: Pattern,
        place: &'static Location<'static>,
    ) -> Self {
        let expected = Expected {
            method: method.to_owned(),
            path,
            query: Vec::new(),
            headers: Vec::new(),
            json: None,
            least: 1,
            most: usize::MAX,
            used: 0,
            answer: Arc::new(|_| Err(Error::transport("the route has no answer").into())),
            place,
        };
        Self { memory, expected }
    }

    /// The query has this pair. Both are as they are meant, not encoded; what else there is does not
    /// matter.
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.expected.query.push((name.into(), value.into()));
        self
    }

    /// There is a header of this name and value.
    ///
    /// # Panics
    ///
    /// If no header can have that name.
    #[track_caller]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes())
            .unwrap_or_else(|_| panic!("`{name}` is no name of a header"));
        self.expected.headers.push((name, value.into()));
        self
    }

    /// The body is this JSON: members in any order, blanks anywhere. What the scheme itself adds to a
    /// body does not count.
    ///
    /// # Panics
    ///
    /// If the value cannot be JSON.
    #[track_caller]
    pub fn with_json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.expected.json = Some(json(body));
        self
    }

    /// It comes so often. Requests beyond that go to another route that fits, or come unexpectedly.
    pub fn times(mut self, times: usize) -> Self {
        (self.expected.least, self.expected.most) = (times, times);
        self
    }

    /// It comes so often, or more often. What is not said is `at_least(1)`; what may come and need
    /// not is `at_least(0)`.
    pub fn at_least(mut self, times: usize) -> Self {
        (self.expected.least, self.expected.most) = (times, usize::MAX);
        self
    }

    /// It must not come.
    pub fn never(self) {
        self.times(0).mount();
    }

    /// What is answered.
    pub fn answer<B: Into<Bytes>>(self, response: Response<B>) {
        let (parts, body) = response.map(Into::into).into_parts();
        self.answer_with(move |_| Response::from_parts(parts.clone(), Body::from(body.clone())));
    }

    /// Answers 200 with a JSON body.
    ///
    /// # Panics
    ///
    /// If the value cannot be JSON.
    #[track_caller]
    pub fn answer_json(self, value: &(impl Serialize + ?Sized)) {
        let mut response = Response::new(json(value).to_string());
        let kind = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        self.answer(response);
    }

    /// What is answered, by the request.
    pub fn answer_with<B: Into<Body>>(
        mut self,
        answer: impl Fn(&Outgoing) -> Response<B> + Send + Sync + 'static,
    ) {
        self.expected.answer = Arc::new(move |request| Ok(answer(request).map(Into::into)));
        self.mount();
    }

    /// No answer comes: what went wrong.
    pub fn fail(mut self, message: impl Into<String>) {
        let message = message.into();
        self.expected.answer = Arc::new(move |_| Err(message.clone().into()));
        self.mount();
    }

    fn mount(self) {
        self.memory.mount(self.expected);
    }
}

#[track_caller]
fn json(value: &(impl Serialize + ?Sized)) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("this is no JSON: {error}"))
}

impl Expected {
    /// It was used as often as it may be.
    pub(super) fn is_used_up(&self) -> bool {
        self.used >= self.most
    }

    /// It was used as often as it has to be.
    pub(super) fn is_met(&self) -> bool {
        self.used >= self.least
    }

    /// How often it is wanted, and was used, if that is too seldom.
    pub(super) fn unmet(&self) -> Option<String> {
        let least = times(self.least);
        let wanted = match self.most {
            usize::MAX => format!("{least} at least"),
            _ => least,
        };
        let used = times(self.used);
        (!self.is_met()).then(|| format!("{self} was wanted {wanted}, and came {used}"))
    }
}

/// `once`, `3 times`
pub(super) fn times(number: usize) -> String {
    match number {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    }
}

/// Which route it is, and where the test says it.
impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, path, place) = (&self.method, &self.path, self.place);
        write!(f, "`{method} {path}` ({}:{})", place.file(), place.line())
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Route({})", self.expected)
    }
}
