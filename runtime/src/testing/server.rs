//! A server on loopback that verifies what it is sent.

use std::{
    fmt, io,
    net::{SocketAddr, TcpListener},
    pin::pin,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

use futures_util::future::{Either, select};
use http::Response;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use signed_api_specs::Unreadable;
use tokio::{net::TcpStream, sync::oneshot};

use super::{
    desk::{Desk, End},
    fault::Fault,
    judge::Judge,
    seen::Seen,
};
use crate::{Body, Scheme, Verifier};

/// A server on loopback that verifies each request by the engine that signs: what it accepts, it
/// answers as it is told to; what it refuses, it answers as the provider would (`[refusal]` of
/// the scheme's file; to a wrong time with the first code of `stale`, if there is one), with its own
/// string to sign if the provider tells that. Beside it, in a header
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
/// Settings are the verifier's own, not the sender's. One that accepts what a client sends with
/// `payload = "UNSIGNED-PAYLOAD"`, as streams need it, is told so:
///
/// ```
/// use signed_api::{Error, Verifier, schemes::AwsSigv4S3, signed_api, testing::Server};
///
/// #[signed_api(scheme = "aws-sigv4-s3", payload = "UNSIGNED-PAYLOAD")]
/// trait Bucket {
///     #[put("/{key}")]
///     async fn put(&self, key: &str, #[body(text)] content: &str) -> Result<(), Error>;
/// }
///
/// # let s3 = AwsSigv4S3 {
/// #     access_key_id: "AKID".into(),
/// #     secret_access_key: "secret".into(),
/// #     session_token: None,
/// #     region: "eu-central-1".into(),
/// # };
/// let verifier = Verifier::new(s3.clone())?.setting("payload", "UNSIGNED-PAYLOAD")?;
/// let server = Server::builder().verifier(verifier).start()?;
/// # if cfg!(feature = "reqwest") {
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// BucketClient::new(&server.url(), s3)?.put("a.txt", "not signed").await?;
/// # Ok::<(), Error>(()) })?;
/// assert!(server.seen()[0].verdict.is_ok());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What goes wrong on the way is a [`Fault`], and a wrong clock is one of [`ServerBuilder::clock`].
///
/// It runs on a thread of its own, so it serves blocking and asynchronous programs alike, and
/// stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

type Answer = Box<dyn Fn(&Seen) -> Response<Body> + Send + Sync>;
type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// What a [`Server`] accepts and answers.
pub struct ServerBuilder {
    pub(super) schemes: Vec<Box<dyn Judge>>,
    pub(super) answer: Answer,
    pub(super) clock: Clock,
    pub(super) faults: Vec<Fault>,
}

impl Server {
    /// A server that accepts nothing yet, and answers 200 without a body.
    pub fn builder() -> ServerBuilder {
        ServerBuilder {
            schemes: Vec::new(),
            answer: Box::new(|_| Response::new(Body::empty())),
            clock: Box::new(SystemTime::now),
            faults: Vec::new(),
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
            .field("faults", &self.faults)
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

    /// Lets something go wrong: a delay, a reset, half an answer, a refusal that the client is not to
    /// blame for. Faults are played in the order in which they are given.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
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
            .enable_all()
            .build()?;
        let seen = Arc::default();
        let desk = Arc::new(Desk::new(self, Arc::clone(&seen)));
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

/// How long to wait when no connection could be accepted.
const ACCEPT_AGAIN: Duration = Duration::from_millis(10);

async fn accept(listener: TcpListener, desk: Arc<Desk>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connected(stream, Arc::clone(&desk)))),
            // The connection was gone at once, or there are too many: the next one may be served.
            Err(_) => tokio::time::sleep(ACCEPT_AGAIN).await,
        }
    }
}

/// Serves a connection to its end, be it the client's or one that a fault wants.
async fn connected(stream: TcpStream, desk: Arc<Desk>) {
    let end = Arc::new(End::default());
    let service = service_fn(|request| {
        let (desk, end) = (Arc::clone(&desk), Arc::clone(&end));
        async move { desk.serve(request, &end).await }
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that hangs up is no concern of the server's.
    let wanted = pin!(end.wanted.notified());
    let over = select(&mut connection, wanted).await;
    if matches!(over, Either::Right(_)) && end.reset.load(Ordering::Relaxed) {
        // What cannot be reset is closed, which is an end as well.
        let _ = connection.into_parts().io.inner().set_zero_linger();
    }
}
