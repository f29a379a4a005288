//! Clients of signed HTTP APIs: describe the API as a trait, name its signing scheme, call it.
//!
//! ```
//! use serde::Serialize;
//! use signed_api::{Error, schemes::Acs, signed_api, testing::Memory};
//!
//! #[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
//! pub trait CallAutomation {
//!     /// Plays speech into a call.
//!     #[post("/calling/callConnections/{call_connection_id}:play")]
//!     async fn play(&self, call_connection_id: &str, #[body] play: &Play) -> Result<(), Error>;
//! }
//!
//! #[derive(Serialize)]
//! pub struct Play {
//!     text: &'static str,
//! }
//!
//! # fn main() -> Result<(), Error> {
//! let acs = Acs { access_key: "c2VjcmV0".into() }; // or Acs::from_env()?
//! let network = Memory::new(); // a fake; leave it out to send with reqwest
//! network.answer(http::Response::new(""));
//! let calls = CallAutomationClient::builder("https://contoso.communication.azure.com", acs)
//!     .transport(network.clone())
//!     .build()?;
//! # let run = async {
//! calls.play("421f3500", &Play { text: "Hello." }).await?;
//! # Ok::<_, Error>(()) };
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run)?;
//! let sent = &network.requests()[0];
//! assert_eq!(sent.http().uri().path(), "/calling/callConnections/421f3500:play");
//! assert!(sent.http().headers().contains_key("authorization"));
//! # Ok(()) }
//! ```
//!
//! | to | use |
//! |---|---|
//! | make a client of a trait | [`signed_api`](macro@signed_api) |
//! | make one of a connection string, or of one in the environment | `CallsClient::from_connection_string`, `CallsClient::from_env`, [`Acs::from_connection_string`](schemes::Acs::from_connection_string) |
//! | sign by a scheme file of your own | [`scheme!`] |
//! | sign any `http::Request`, with no trait, transport or executor | [`Signer`] |
//! | hand on a URL that is signed | [`Client::presign`] |
//! | send a file or a stream, read an answer as it comes, see how far it is | [`Body`] |
//! | send a form with files | `#[part]` ([`Part`]) |
//! | read answers in a format of your own | [`FromResponse`] |
//! | see how a request is signed, step by step | [`Signer::explain`] |
//! | see why a server refused one | [`Error::explanation`] |
//! | go through a list that comes in pages, and go on where it failed | [`Pages`], [`Pages::next_token`], [`Pages::starting_at`] |
//! | see how much a server still takes | [`Error::rate_limit`], [`Response::rate_limit`] |
//! | read a text or bytes from a JSON answer | [`Json`] |
//! | limit the time of an attempt, of a call, and of a download that stops | [`Options::timeout`], [`Options::deadline`] |
//! | attempt a call again where that does no harm | [`Options::attempts`], [`Options::deadline`] |
//! | have a server do once what it is asked for twice | `idempotency = "Idempotency-Key"` ([`Idempotency`]) |
//! | sign on a machine whose clock is wrong | nothing: it is corrected ([`Options::correct_clock`]) |
//! | verify incoming requests | [`Verifier`] |
//! | know why a signature is refused | `diagnose`, with feature `diagnose` |
//! | verify a webhook and read its body | [`Verifier::unwrap`] |
//! | verify and read a webhook as an argument of an axum handler | `axum::Webhook`, with feature `axum` |
//! | sign what a reqwest client sends | `reqwest_middleware::SignMiddleware`, with feature `reqwest-middleware` |
//! | sign what a hyper client, tonic or another tower service sends | `tower::SignLayer`, with feature `tower` |
//! | send with hyper's client, or any tower service | `tower::Tower`, with feature `tower` |
//! | verify what a tower service gets | `tower::VerifyLayer`, with feature `tower` |
//! | send with no async runtime in the program | [`blocking`], with feature `ureq` |
//! | fake the network in a test, by routes or a queue | [`testing::Memory`] |
//! | check signatures in mocks of the crate `wiremock` | `testing::signed_by`, with feature `wiremock` |
//! | record exchanges with a provider, and replay them in tests | `testing::Recorder` and `testing::Replay`, with feature `record` |
//! | test against a server that verifies, and breaks where it is told | `testing::Server` and `testing::Fault`, with feature `server` |
//!
//! The page [`threats`] says what signing protects and what not, whom this crate trusts, and which test
//! keeps each of its promises.
//!
//! What is signed is what is sent: a request is written once, as bytes; an [`Unsigned`] one may
//! change and cannot be sent, a [`Signed`] one can be sent and cannot change. What a transport is
//! given is [`Outgoing`]: signed, or a call that its trait declares `unsigned`.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `reqwest` (default) | the default transport, and `reqwest::Client` as one |
//! | `aws-lc-rs` (default), `ring` | who does the cryptography of TLS, unless the process has installed another: the one that reqwest has by default, or one that builds sooner |
//! | `bytes` (default) | `Bytes` as an answer; without it a program that derives serde's traits builds sooner |
//! | `blocking` | [`blocking`]: clients that wait |
//! | `ureq` | `ureq::Agent` as a transport of blocking clients; without `reqwest` it is their default, and no async runtime is there |
//! | `axum` | an argument for axum's handlers: a webhook, verified and read |
//! | `reqwest-middleware` | a middleware for reqwest-middleware that signs |
//! | `tower` | layers for tower's services of `http` requests: one that signs, one that verifies; and a service as a transport |
//! | `diagnose` | `Verifier::diagnose`: the mistake behind a refused signature |
//! | `wiremock` | `testing::signed_by`: a matcher for the crate `wiremock` that verifies signatures, and an answer that refuses as the provider does |
//! | `record` | `testing::Recorder` and `testing::Replay`: exchanges in a file, scrubbed of what is secret |
//! | `tracing` | a span of `tracing` for each call (until its answer was read) and each attempt, with the field names of OpenTelemetry; never a value of a header, query or body |
//! | `server` | `testing::Server`, which verifies what it is sent and diagnoses what it refuses |
//! | `cli` | the command line `signed-api`: list, check and replay schemes; sign, verify, explain and diagnose a request |
//!
//! # Clients of reqwest beside this one's
//!
//! Cargo gives all crates of a program one reqwest, with the features of all. By feature `reqwest` it has
//! TLS by rustls, and by `aws-lc-rs`, both default, who does its cryptography, so a
//! `reqwest::Client::new()` of your own works as before. With `ring` in the place of `aws-lc-rs`, or with
//! neither, it panics ("No rustls crypto provider is configured") unless your reqwest has TLS by its own
//! features: take [`default_transport()`], or install a provider as the program begins,
//! `rustls::crypto::ring::default_provider().install_default()`.
//!
//! # Without defaults, and on `wasm32`
//!
//! With `default-features = false` nothing here opens a socket, starts a thread or needs an executor by
//! itself: what is left signs, verifies, and calls through a transport of your own. (A
//! [`Body::file`] reads its file on a thread, and timeouts have one; neither is there before it is asked
//! for.)
//!
//! So it is meant for `wasm32` too, by these features: none, and `diagnose`. Nothing that they link needs
//! sockets, files or threads, which a test keeps; since no runner has the target, that it builds there
//! is not tested. On `wasm32-unknown-unknown`
//! - a program says how randomness comes to be there: `getrandom` with its feature `wasm_js`, where a
//!   scheme wants a random nonce or a call an idempotency key;
//! - there is no clock, so a client is given one: [`Builder::clock`]. A [`Refreshing`] is given one too.
//!   A [`Signer`] is told the time in any case;
//! - timeouts and waits are those of JavaScript. A deadline over all attempts is not for this target: it
//!   would ask for a clock that nobody has;
//! - a [`Transport`] is your own. Its futures are `Send`; those of `fetch` are not, and the crate
//!   `send_wrapper` makes them so, where there is one thread.
//!
//! `reqwest`, `blocking`, `ureq`, `server` and `cli` want an operating system.

// What `scheme!` makes names the crate as its users do.
extern crate self as signed_api;

mod answer;
mod arrival;
mod assertion;
mod attempt;
mod attempts;
#[cfg(feature = "axum")]
pub mod axum;
mod backoff;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod body_param;
mod builder;
mod call;
mod client;
mod connection_string;
mod correction;
mod counter;
mod course;
mod deadline;
#[cfg(feature = "diagnose")]
pub mod diagnose;
mod draft;
mod endpoint;
mod error;
mod field;
mod form;
mod future;
mod idempotency;
#[cfg(any(feature = "axum", feature = "tower"))]
mod incoming;
mod json;
mod layered;
mod message;
mod moment;
mod multipart;
mod nothing;
mod options;
mod outcome;
mod outgoing;
pub mod pages;
mod param;
mod part;
mod prepared;
mod presigned;
mod progress;
mod provider;
mod rate_limit;
#[cfg(any(
    feature = "axum",
    feature = "server",
    feature = "tower",
    feature = "wiremock"
))]
mod refusing;
mod request;
#[cfg(feature = "reqwest-middleware")]
pub mod reqwest_middleware;
mod response;
mod retry;
mod scheme;
pub mod schemes;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod seal;
mod secret;
mod settings;
mod signed;
mod signer;
mod skew;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod skews;
mod stopwatch;
pub mod testing;
#[cfg(doc)]
pub mod threats;
#[cfg(feature = "tower")]
pub mod tower;
mod trace;
mod transport;
mod unsigned;
mod unwrapped;
mod verifier;
mod wire;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use signed_api_macros::{scheme, signed_api};
pub use signed_api_specs::{
    Error as SigningError, Explanation, SchemeData, StringToSign, Value, explain, refused,
};

#[cfg(feature = "reqwest")]
pub use crate::transport::default_transport;
pub use crate::{
    answer::{Answer, AnswerError},
    body::Body,
    body_param::{BodyParam, BytesParam, TextParam},
    builder::Builder,
    call::{Call, Signing},
    client::Client,
    draft::Draft,
    error::{BoxError, Declared, Error, ErrorKind, ErrorWith},
    future::BoxFuture,
    idempotency::Idempotency,
    json::Json,
    moment::Moment,
    options::Options,
    outgoing::Outgoing,
    pages::{Listing, Page, Pages},
    param::Param,
    part::{Part, PartParam, Parts},
    presigned::Presigned,
    progress::{Count, Progress},
    provider::{Lease, Provider, Refreshing},
    rate_limit::RateLimit,
    request::Request,
    response::{FromResponse, Response},
    scheme::{Presign, Scheme, Signs},
    secret::Secret,
    settings::{Preset, Setting},
    signed::Signed,
    signer::Signer,
    transport::Transport,
    unsigned::Unsigned,
    unwrapped::{UnwrapError, Unwrapped},
    verifier::{Received, Refusal, Unreadable, Verified, Verifier},
};
