//! Sinch's callbacks: an axum service that verifies each of them, also behind a proxy that strips
//! a prefix of the path.
//!
//! Without an argument it starts, sends itself callbacks as Sinch would, one that somebody has
//! tampered with among them, and prints the verdicts. With an address (`-- 127.0.0.1:8080`) it
//! serves `/sinch` there; `SINCH_APPLICATION_KEY` and `SINCH_APPLICATION_SECRET` are the
//! application's, and `SINCH_PUBLIC_URL` (`https://api.example.com/hooks`) is where Sinch reaches
//! the service, if that is another URL.
//!
//! The callbacks: <https://developers.sinch.com/docs/voice/api-reference/voice/voice-callbacks/>

#[allow(dead_code, reason = "it sends nothing that the others would print")]
mod show;

use std::{
    env, error::Error, fmt::Write as _, net::SocketAddr, process::ExitCode, sync::Arc,
    time::SystemTime,
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use signed_api::{Moment, Signer, Unsigned, Verifier, schemes::SinchCallback};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// More than any callback has.
const BODY_LIMIT: usize = 64 * 1024;

/// The service. What stands before `/sinch` in the URL that Sinch calls is the verifier's matter.
fn service(verifier: Verifier<SinchCallback>) -> Router {
    Router::new()
        .route("/sinch", post(callback))
        .with_state(Arc::new(verifier))
}

/// Verifies the bytes as they came, before anything is made of them.
///
/// Every refusal has the same answer; the reason is for the operator. A callback that was sent
/// twice is accepted twice: keep the time and the signature of those that were seen.
async fn callback(
    State(verifier): State<Arc<Verifier<SinchCallback>>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    match verifier.verify(&parts, &body, SystemTime::now()) {
        Ok(_) => {
            println!("{}: accepted", parts.uri);
            let svaml = r#"{"action":{"name":"hangup"}}"#;
            ([(CONTENT_TYPE, "application/json")], svaml).into_response()
        }
        Err(refusal) => {
            println!("{}: refused, {refusal}", parts.uri);
            StatusCode::UNAUTHORIZED.into_response()
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    show::ended(match env::args().nth(1) {
        Some(address) => serve(&address).await,
        None => demonstrate().await,
    })
}

async fn serve(address: &str) -> Result<(), Box<dyn Error>> {
    let mut verifier = Verifier::new(SinchCallback::from_env()?)?;
    if let Ok(url) = env::var("SINCH_PUBLIC_URL") {
        verifier = verifier.public_url(&url)?;
    }
    let listener = TcpListener::bind(address).await?;
    println!("callbacks: http://{}/sinch", listener.local_addr()?);
    Ok(axum::serve(listener, service(verifier)).await?)
}

async fn demonstrate() -> Result<(), Box<dyn Error>> {
    let sinch = SinchCallback {
        application_key: "669E367E-6BBA-48AB-AF15-266871C28135".into(),
        application_secret: "BeIukql3pTKJ8RGL5zo0DA==".into(),
    };
    let public = "https://api.example.com/hooks";
    let straight = start(Verifier::new(sinch.clone())?).await?;
    let proxied = start(Verifier::new(sinch.clone())?.public_url(public)?).await?;

    println!("── a callback, straight");
    let callback = signed(&sinch, &format!("http://{straight}/sinch"))?;
    send(straight, "/sinch", &callback).await?;

    println!("── the same, with another body");
    let mut tampered = callback.clone();
    *tampered.body_mut() = Bytes::from_static(br#"{"event":"ace","callid":"another"}"#);
    send(straight, "/sinch", &tampered).await?;

    println!("── a callback to {public}/sinch, of which a proxy strips /hooks");
    let callback = signed(&sinch, &format!("{public}/sinch"))?;
    send(proxied, "/sinch", &callback).await?;

    println!("── the same, and the service does not know its public URL");
    send(straight, "/sinch", &callback).await
}

/// Starts a service on loopback.
async fn start(verifier: Verifier<SinchCallback>) -> Result<SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, service(verifier)).await });
    Ok(address)
}

/// A callback as the platform signs it.
fn signed(sinch: &SinchCallback, url: &str) -> Result<http::Request<Bytes>, Box<dyn Error>> {
    let callback = http::Request::post(url)
        .header("content-type", "application/json")
        .body(r#"{"event":"ace","callid":"822aa4b7","version":1}"#)?;
    let moment = Moment {
        now: SystemTime::now(),
        nonce: String::new(),
    };
    let signed = Signer::new(sinch.clone()).sign(Unsigned::new(callback), &moment)?;
    signed
        .into_bytes()
        .ok_or_else(|| "the body is in memory".into())
}

/// Sends a request to where a proxy has taken it, and prints the answer's first line. A signed
/// request goes only to the URL that it was signed for, so this one is written out.
async fn send(
    address: SocketAddr,
    path: &str,
    request: &http::Request<Bytes>,
) -> Result<(), Box<dyn Error>> {
    let length = request.body().len();
    let mut text =
        format!("POST {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for (name, value) in request.headers() {
        write!(text, "{name}: {}\r\n", value.to_str()?)?;
    }
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(text.as_bytes()).await?;
    stream.write_all(b"\r\n").await?;
    stream.write_all(request.body()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    println!("answer: {}\n", answer.lines().next().unwrap_or_default());
    Ok(())
}
