//! A transport in memory.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{Body, BoxError, Error, Outgoing, Transport};

/// A transport that gives queued answers, in their order, and keeps the requests. Clones share
/// both.
///
/// ```
/// # use signed_api::{Client, Builder, schemes::Acs, testing::Memory};
/// let memory = Memory::new();
/// memory.answer(http::Response::new(r#"{"callConnectionId":"7"}"#));
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// let client: Client<Acs> = Builder::new("https://acs.example", acs).transport(memory.clone()).build()?;
/// // ... a call, and then:
/// assert!(memory.requests().is_empty());
/// # Ok::<(), signed_api::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Result<http::Response<Body>, BoxError>>,
    requests: Vec<Arc<Outgoing>>,
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

    /// The requests that were sent so far.
    pub fn requests(&self) -> Vec<Arc<Outgoing>> {
        self.state().requests.clone()
    }

    /// Keeps a request, and gives the next answer.
    pub(crate) fn next(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        let mut state = self.state();
        let number = state.requests.len() + 1;
        state.requests.push(Arc::new(request));
        state.answers.pop_front().unwrap_or_else(|| {
            Err(Error::transport(format!("no answer is queued for request number {number}")).into())
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked elsewhere should fail by its own words.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Memory {
    async fn send(&self, request: Outgoing) -> Result<http::Response<Body>, BoxError> {
        self.next(request)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Memory")
            .field("answers", &state.answers.len())
            .field("requests", &state.requests)
            .finish()
    }
}
