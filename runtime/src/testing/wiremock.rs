//! Signatures in tests that use the crate `wiremock`.

use std::{fmt, sync::Arc, time::SystemTime};

use http::{Response, Uri, request::Parts};
use wiremock::{Match, Request, Respond, ResponseTemplate};

use super::{
    judge::{Judge, absolute, mark},
    refusal::refusal,
};
use crate::{Body, Refusal, Scheme, Verified, Verifier};

/// Matches the requests of `wiremock` whose signature is right.
///
/// ```
/// use signed_api::{Error, Verifier, schemes::Acs, signed_api, testing::signed_by};
/// use wiremock::{Mock, MockServer, ResponseTemplate, matchers::{any, method}};
///
/// #[signed_api(scheme = "acs")]
/// trait Calls {
///     #[get("/calls/{id}")]
///     async fn call(&self, id: &str) -> Result<String, Error>;
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// let acs = Acs { access_key: "c2VjcmV0".into() };
/// let signed = signed_by(Verifier::new(acs.clone())?);
/// let server = MockServer::start().await;
/// let ringing = ResponseTemplate::new(200).set_body_string("ringing");
/// Mock::given(method("GET")).and(signed.clone()).respond_with(ringing).mount(&server).await;
/// // What nothing else is for is refused as the provider does it.
/// Mock::given(any()).respond_with(signed.refusal()).with_priority(9).mount(&server).await;
///
/// let calls = CallsClient::new(&server.uri(), acs)?;
/// assert_eq!(calls.call("7").await?, "ringing");
/// let other = Acs { access_key: "b3RoZXI=".into() };
/// let error = CallsClient::new(&server.uri(), other)?.call("7").await.unwrap_err();
/// assert!(error.to_string().contains("code 7509"));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn signed_by<S: Scheme>(verifier: Verifier<S>) -> SignedBy {
    SignedBy {
        judge: Arc::new(verifier),
        clock: Arc::new(SystemTime::now),
    }
}

/// What [`signed_by`] makes: a matcher. Clones share the verifier.
#[derive(Clone)]
pub struct SignedBy {
    judge: Arc<dyn Judge>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

/// Answers as the provider refuses a wrong signature: its status and body, with its own string to
/// sign if it tells that, and the mistake behind it in a header `signed-api-diagnosis`. A request
/// whose signature is right is answered 404, as `wiremock` answers what no mock is for.
#[derive(Clone)]
pub struct RefusedBy(SignedBy);

impl SignedBy {
    /// The clock by which it tells what is too old; the system's unless said.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Refuses as the provider does.
    pub fn refusal(&self) -> RefusedBy {
        RefusedBy(self.clone())
    }

    fn verdict(&self, parts: &Parts, body: &[u8]) -> Result<Verified, Refusal> {
        self.judge.verify(parts, body, (self.clock)())
    }
}

impl Match for SignedBy {
    fn matches(&self, request: &Request) -> bool {
        let verdict = |parts| self.verdict(&parts, &request.body).is_ok();
        parts(request).is_some_and(verdict)
    }
}

impl Respond for RefusedBy {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let Some(parts) = parts(request) else {
            return ResponseTemplate::new(400);
        };
        let (judge, body) = (&self.0.judge, &request.body);
        let verdict = self.0.verdict(&parts, body);
        if verdict.is_ok() {
            let why = "the signature is right, and no mock is for this request";
            return ResponseTemplate::new(404).set_body_string(why);
        }
        let diagnosis = judge.diagnose(&parts, body, (self.0.clock)(), &[]);
        let refusal = refusal(Some(judge.data()), &verdict);
        template(mark(refusal, diagnosis.as_ref()))
    }
}

/// The request as a verifier reads it.
fn parts(request: &Request) -> Option<Parts> {
    let (path, query) = (request.url.path(), request.url.query());
    let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let mut received = http::Request::new(()).into_parts().0;
    received.method = request.method.clone();
    received.uri = target.parse::<Uri>().ok()?;
    received.headers = request.headers.clone();
    Some(absolute(received))
}

fn template(response: Response<Body>) -> ResponseTemplate {
    let (parts, body) = response.into_parts();
    let template = ResponseTemplate::new(parts.status.as_u16());
    let template = template.set_body_bytes(body.into_bytes().unwrap_or_default());
    let headers = parts.headers.iter();
    headers.fold(template, |template, (name, value)| {
        template.append_header(name, value)
    })
}

/// The scheme.
impl fmt::Debug for SignedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedBy")
            .field("scheme", &self.judge.data().name)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RefusedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RefusedBy").field(&self.0).finish()
    }
}
