//! A client of reqwest-middleware, with no trait: a middleware repeats what was too early, and after it
//! one signs, each attempt anew. The scheme is Hawk, whose header shows it: another time, another nonce,
//! another signature.
//!
//! It talks to a test server of its own that verifies every request and is busy at first. In the end a
//! middleware after the one that signs changes the body, and the request is refused.

#[allow(dead_code, reason = "there is no trait, so no string to sign to print")]
mod show;

use std::{
    error::Error,
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use http::{Extensions, Response, StatusCode, header::AUTHORIZATION};
use reqwest::Request;
use reqwest_middleware::{ClientBuilder, Next, Result as MiddlewareResult};
use reqwest_retry::{RetryTransientMiddleware, policies::ExponentialBackoff};
use signed_api::{
    BoxFuture, Verifier, default_transport,
    reqwest_middleware::SignMiddleware,
    schemes::Hawk,
    testing::{Seen, Server},
};

use show::verdict;

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
    // Hawk signs the body if it is told to.
    let verifier = Verifier::new(hawk.clone())?.setting("payload_hash", true)?;
    let server = Server::builder()
        .verifier(verifier)
        .answer(move |_| busy_once(&busy))
        .start()?;
    let signing = || SignMiddleware::new(hawk.clone()).setting("payload_hash", true);
    let orders = format!("{}/orders?notify=1", server.url());
    // It follows no redirect and adds no header: what is signed is what is sent.
    let plain = default_transport()?;

    println!("── a server that is busy, and a middleware that tries again");
    let soon = ExponentialBackoff::builder()
        .retry_bounds(Duration::from_millis(10), Duration::from_millis(50))
        .build_with_max_retries(2);
    let client = ClientBuilder::new(plain.clone())
        .with(RetryTransientMiddleware::new_with_policy(soon))
        .with(signing()?) // after what repeats, the last
        .with(printed) // looks, and changes nothing
        .build();
    let order = client.post(&orders).body(r#"{"item":"7"}"#);
    println!("answer: {}\n", order.send().await?.status());
    server.seen().iter().for_each(told);

    println!("\n── a middleware after the one that signs, which changes the body");
    let spoilt = ClientBuilder::new(plain)
        .with(signing()?)
        .with(dearer)
        .build();
    let order = spoilt.post(&orders).body(r#"{"item":"7"}"#);
    println!("answer: {}", order.send().await?.status());
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

type Answered<'a> = BoxFuture<'a, MiddlewareResult<reqwest::Response>>;

/// Looks at a request on its way to the client.
fn printed<'a>(request: Request, extensions: &'a mut Extensions, next: Next<'a>) -> Answered<'a> {
    println!("{} {}", request.method(), request.url().path());
    let signature = request.headers().get(AUTHORIZATION);
    let signature = signature.and_then(|value| value.to_str().ok());
    println!("authorization: {}\n", signature.unwrap_or_default());
    next.run(request, extensions)
}

/// Changes a request that was signed.
fn dearer<'a>(
    mut request: Request,
    extensions: &'a mut Extensions,
    next: Next<'a>,
) -> Answered<'a> {
    *request.body_mut() = Some(r#"{"item":"9"}"#.into());
    next.run(request, extensions)
}

fn told(seen: &Seen) {
    println!(
        "the server verified {} {}: {}",
        seen.method,
        seen.target,
        verdict(seen)
    );
}
