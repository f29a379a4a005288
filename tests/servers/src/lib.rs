//! What the tests against real servers share. `tests/servers/run` starts the servers and the tests.

mod altered;
mod spoilt;

use std::time::SystemTime;

use bytes::Bytes;
use http::Response;
use signed_api::{Moment, Scheme, Signer, Transport, Unsigned};

pub use altered::Altered;
pub use spoilt::Spoilt;

/// Names that have to be escaped, and some that must not be.
pub const NAMES: [&str; 6] = [
    "plain.txt",
    "with space.txt",
    "a+b.txt",
    "tilde~.txt",
    "Grüße, 世界 🌍.txt",
    "it's (1)*!&=#?;:@$,%25.txt",
];

/// Where a server is, or what it knows, as `run` says it.
pub fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("`{name}` is not set: these tests are started by `tests/servers/run`")
    })
}

/// Signs a request, now and with a new nonce, and sends it.
pub async fn send<S: Scheme>(
    scheme: &S,
    request: Unsigned,
    transport: &impl Transport,
) -> Response<Bytes> {
    let moment = Moment::at(SystemTime::now(), S::DATA.nonce).expect("randomness");
    let signed = Signer::new(scheme.clone()).sign(request, &moment);
    let signed = signed.unwrap_or_else(|error| panic!("{error:#}"));
    let answer = transport.send(signed.into()).await.expect("an answer");
    answer.map(|body| body.into_bytes().unwrap_or_default())
}
