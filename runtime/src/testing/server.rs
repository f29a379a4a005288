//! A server on loopback that verifies what it is sent.

use std::{
    fmt, io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::SystemTime,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, Uri, header::DATE, request::Parts};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use signed_api_specs::{Unreadable, data::SchemeData, diagnose::Diagnosis};
use tokio::sync::oneshot;

use super::judge::{Judge, mark};
use super::refusal::refusal;
use crate::{Body, Refusal, Scheme, Verified, Verifier};

/// A server on loopback that verifies each request by the engine that signs: what it accepts, it
/// answers as it is told to; what it refuses, it answers as the provider would (`[refusal]` of
/// the scheme's file), with its own string to sign if the provider tells that. Beside it, in a header
/// `signed-api-diagnosis`, it says which mistake is behind it, and [`Seen::diagnosis`] tells that in
/// full: an `assert!` that shows it explains itself.
///
/// ```
/// use signed_api::{schemes::Acs, testing::Server};
///
/// let acs = Acs { access_key: "c2VjcmV0".into() };
/// let server = Server::builder()
///     .scheme(acs)?
///     .answer(|seen| http::Response::new(format!(r#"{{"path":"{}"}}"#, seen.target)))
///     .start()?;
/// // Point a client at `server.url()`; afterwards:
/// assert!(server.seen().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It runs on a thread of its own, so it serves blocking and asynchronous programs alike, and
/// stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A request as the server saw it, and what it thought of it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Seen {
    /// The method.
    pub method: Method,
    /// Path and query, as on the request line.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The scheme whose verdict this is.
    pub scheme: &'static str,
    /// Whether the signature is right, and if not, why not.
    pub verdict: Result<Verified, Refusal>,
    /// Of a refused request, the mistake behind it. Not all pairs of mistakes are tried here, since a
    /// test waits for its answer: [`Verifier::diagnose`] and the command line try them.
    pub diagnosis: Option<Diagnosis>,
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Seen")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("verdict", &self.verdict)
            .field(
                "diagnosis",
                &self.diagnosis.as_ref().map(Diagnosis::headline),
            )
            .finish_non_exhaustive()
    }
}

type Answer = Box<dyn Fn(&Seen) -> Response<Body> + Send + Sync>;
type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// What a [`Server`] accepts and answers.
pub struct ServerBuilder {
    schemes: Vec<Box<dyn Judge>>,
    answer: Answer,
    clock: Clock,
}

impl Server {
    /// A server that accepts nothing yet, and answers 200 without a body.
    pub fn builder() -> ServerBuilder {
        ServerBuilder {
            schemes: Vec::new(),
            answer: Box::new(|_| Response::new(Body::empty())),
            clock: Box::new(SystemTime::now),
        }
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that it was sent so far, refused requests included.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Its panic would have been seen by whoever waited for an answer.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for ServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.schemes.iter().map(|judge| judge.data().name).collect();
        f.debug_struct("ServerBuilder")
            .field("schemes", &names)
            .finish_non_exhaustive()
    }
}

impl ServerBuilder {
    /// Accepts requests signed with these credentials.
    ///
    /// # Errors
    ///
    /// If the scheme can sign and cannot verify.
    pub fn scheme<S: Scheme>(self, scheme: S) -> Result<Self, Unreadable> {
        Verifier::new(scheme).map(|verifier| self.verifier(verifier))
    }

    /// Accepts what a verifier accepts.
    #[must_use]
    pub fn verifier<S: Scheme>(mut self, verifier: Verifier<S>) -> Self {
        self.schemes.push(Box::new(verifier));
        self
    }

    /// What to answer to a request that was accepted.
    #[must_use]
    pub fn answer<B: Into<Body>>(
        mut self,
        answer: impl Fn(&Seen) -> Response<B> + Send + Sync + 'static,
    ) -> Self {
        self.answer = Box::new(move |seen| answer(seen).map(Into::into));
        self
    }

    /// The clock by which it tells what is too old; the system's unless said.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Listens on a free port of `127.0.0.1`.
    ///
    /// # Errors
    ///
    /// If there is no port or no thread to be had.
    pub fn start(self) -> io::Result<Server> {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        let seen = Arc::default();
        let desk = Arc::new(Desk {
            builder: self,
            seen: Arc::clone(&seen),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = move || {
            runtime.spawn(accept(listener, desk));
            // Dropping the sender ends this, and with the executor everything that it runs.
            let _ = runtime.block_on(stopped);
        };
        let thread = thread::Builder::new()
            .name("signed-api server".to_owned())
            .spawn(serve)?;
        Ok(Server {
            address,
            seen,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    while let Ok((stream, _)) = listener.accept().await {
        let desk = Arc::clone(&desk);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let desk = Arc::clone(&desk);
                async move { desk.serve(request).await }
            });
            // A client that hangs up is no concern of the server's.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Where requests are verified, written down and answered.
struct Desk {
    builder: ServerBuilder,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Desk {
    async fn serve(
        &self,
        request: http::Request<Incoming>,
    ) -> Result<Response<Body>, hyper::Error> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let (seen, scheme) = self.judge(parts, body);
        let mut response = if seen.verdict.is_ok() {
            (self.builder.answer)(&seen)
        } else {
            mark(refusal(scheme, &seen.verdict), seen.diagnosis.as_ref())
        };
        if let Some(date) = self.date() {
            response.headers_mut().entry(DATE).or_insert(date);
        }
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(seen);
        Ok(response)
    }

    /// What the server's clock says.
    fn date(&self) -> Option<HeaderValue> {
        let now = Timestamp::try_from((self.builder.clock)()).ok()?;
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
        HeaderValue::try_from(date.ok()?).ok()
    }

    /// The verdict: one scheme that accepts is enough, else that of the scheme which came furthest.
    fn judge(&self, parts: Parts, body: Bytes) -> (Seen, Option<&'static SchemeData<'static>>) {
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str)
            .to_owned();
        let parts = absolute(parts);
        let now = (self.builder.clock)();
        let mut verdict: Option<(&dyn Judge, Result<Verified, Refusal>)> = None;
        for judge in &self.builder.schemes {
            let found = judge.verify(&parts, &body, now);
            if verdict
                .as_ref()
                .is_none_or(|(_, known)| progress(&found) > progress(known))
            {
                verdict = Some((&**judge, found));
            }
        }
        let nothing = || {
            Err(Refusal::UnknownKey {
                name: "key".to_owned(),
            })
        };
        let (judge, verdict) = match verdict {
            Some((judge, verdict)) => (Some(judge), verdict),
            None => (None, nothing()),
        };
        let refused_by = judge.filter(|_| verdict.is_err());
        let diagnosis =
            refused_by.and_then(|judge| judge.diagnose(&parts, &body, now, &self.builder.schemes));
        let data = judge.map(Judge::data);
        let (method, headers) = (parts.method, parts.headers);
        (
            Seen {
                method,
                target,
                headers,
                body,
                scheme: data.map_or("", |data| data.name),
                verdict,
                diagnosis,
            },
            data,
        )
    }
}

/// How far a verification came.
fn progress(verdict: &Result<Verified, Refusal>) -> u8 {
    match verdict {
        Ok(_) => 3,
        Err(Refusal::Missing { .. }) => 0,
        Err(Refusal::Form { .. }) => 1,
        Err(_) => 2,
    }
}

/// The server knows how the request came; the request line does not say.
fn absolute(mut parts: Parts) -> Parts {
    let host = parts
        .headers
        .get(http::header::HOST)
        .and_then(|host| host.to_str().ok());
    let mut uri = parts.uri.clone().into_parts();
    if let Some(host) = host.and_then(|host| host.parse().ok()) {
        uri.scheme = Some(http::uri::Scheme::HTTP);
        uri.authority.get_or_insert(host);
        parts.uri = Uri::from_parts(uri).unwrap_or(parts.uri);
    }
    parts
}
