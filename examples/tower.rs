//! A stack of tower layers around hyper's client, with no trait: a layer repeats what was too early, and
//! below it a layer signs, each attempt anew. The scheme is Hawk, whose header shows it: another time,
//! another nonce, another signature.
//!
//! It talks to a test server of its own that verifies every request and is busy at first. In the end a
//! request is changed below the layer that signs, and is refused.

#[allow(dead_code, reason = "there is no trait, so no string to sign to print")]
mod show;

use std::{
    error::Error,
    future::{Ready, ready},
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use signed_api::{
    schemes::Hawk,
    testing::{Seen, Server},
    tower::{BytesOr, SignLayer},
};
use tower::{
    ServiceBuilder, ServiceExt as _,
    retry::{Policy, RetryLayer},
};

use show::verdict;

type Outgoing = Request<Full<Bytes>>;

/// Repeats a request once if the server is busy.
#[derive(Clone)]
struct Once(bool);

impl<B, E> Policy<Outgoing, Response<B>, E> for Once {
    type Future = Ready<()>;

    fn retry(
        &mut self,
        _: &mut Outgoing,
        answer: &mut Result<Response<B>, E>,
    ) -> Option<Ready<()>> {
        let busy = |answer: &Response<B>| answer.status() == StatusCode::SERVICE_UNAVAILABLE;
        let again = answer.as_ref().is_ok_and(busy) && !self.0;
        self.0 = true;
        again.then(|| ready(()))
    }

    fn clone_request(&mut self, request: &Outgoing) -> Option<Outgoing> {
        Some(request.clone())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    show::ended(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let hawk = Hawk {
        id: "dh37fgj492je".into(),
        key: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn".into(),
    };
    let busy = AtomicBool::new(true);
    let server = Server::builder()
        .scheme(hawk.clone())?
        .answer(move |_| busy_once(&busy))
        .start()?;
    let order = || Request::post(format!("{}/orders?notify=1", server.url()));
    let order = || order().header("content-type", "application/json");

    println!("── a server that is busy, and a layer that tries again");
    let client = ServiceBuilder::new()
        .layer(RetryLayer::new(Once(false)))
        .layer(SignLayer::new(hawk.clone())) // below what repeats, above the client
        .map_request(printed)
        .service(Client::builder(TokioExecutor::new()).build_http());
    let answer = client
        .oneshot(order().body(Full::from(r#"{"item":"7"}"#))?)
        .await;
    println!(
        "answer: {}\n",
        answer.map_err(|error| error.to_string())?.status()
    );
    for seen in server.seen() {
        told(&seen);
    }

    println!("\n── a layer below the one that signs, which changes the path");
    let spoilt = ServiceBuilder::new()
        .layer(SignLayer::new(hawk))
        .map_request(moved)
        .service(Client::builder(TokioExecutor::new()).build_http());
    let answer = spoilt.oneshot(order().body(Full::default())?).await;
    println!(
        "answer: {}",
        answer.map_err(|error| error.to_string())?.status()
    );
    server.seen().last().map(told).ok_or("nothing was sent")?;
    Ok(())
}

fn busy_once(busy: &AtomicBool) -> Response<&'static str> {
    let mut answer = Response::new("");
    if busy.swap(false, Ordering::Relaxed) {
        *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    answer
}

/// Looks at a request on its way to the client.
fn printed(request: Request<BytesOr<Full<Bytes>>>) -> Request<BytesOr<Full<Bytes>>> {
    show::print_head(&request);
    println!();
    request
}

/// Changes a request that was signed.
fn moved(mut request: Request<BytesOr<Full<Bytes>>>) -> Request<BytesOr<Full<Bytes>>> {
    let other = request.uri().to_string().replace("/orders", "/refunds");
    if let Ok(uri) = other.parse() {
        *request.uri_mut() = uri;
    }
    request
}

fn told(seen: &Seen) {
    println!(
        "the server verified {} {}: {}",
        seen.method,
        seen.target,
        verdict(seen)
    );
}
