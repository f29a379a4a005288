//! Who answers: always the same, at once.

use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Mutex,
    thread,
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header::CONTENT_TYPE};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;

const ANSWER: &[u8] = br#"{"operation":"9e2641433687-421f3500-f5de-4c12-bf61","number":17}"#;

/// The headers of the first two requests.
static FIRST: Mutex<Vec<HeaderMap>> = Mutex::new(Vec::new());

/// Listens on a free port, for as long as the process runs.
pub(crate) fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_io().build()?;
    thread::spawn(move || runtime.block_on(accept(listener)));
    Ok(address)
}

async fn accept(listener: TcpListener) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let connection = http1::Builder::new();
        tokio::spawn(connection.serve_connection(TokioIo::new(stream), service_fn(answer)));
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    // What does not arrive is seen by whoever waits for the answer.
    drop(body.collect().await);
    let mut first = FIRST.lock().expect("nobody panics with it");
    if first.len() < 2 {
        first.push(parts.headers);
    }
    let mut answer = Response::new(Full::new(Bytes::from_static(ANSWER)));
    let kind = http::HeaderValue::from_static("application/json");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    Ok(answer)
}

/// Both were sent the same headers, but for the values of time and signature.
pub(crate) fn assert_alike() {
    let first = FIRST.lock().expect("nobody panics with it");
    let names = |headers: &HeaderMap| {
        let mut names: Vec<_> = headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(names(&first[0]), names(&first[1]));
    for name in [
        "content-type",
        "content-length",
        "x-ms-content-sha256",
        "host",
    ] {
        assert_eq!(first[0][name], first[1][name]);
    }
}
