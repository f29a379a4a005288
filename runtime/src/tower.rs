//! Layers for [tower](https://docs.rs/tower) services of `http` requests: one that signs, one that
//! verifies. Feature `tower`.
//!
//! [`SignLayer`] signs what a client sends: hyper-util's, tonic's, or any other
//! `Service<http::Request<B>>`. [`VerifyLayer`] stands before a server: axum's, or any other. [`Tower`] makes
//! a service the transport of a client of this crate, which signs by itself.
//!
//! # Where signing stands in a stack
//!
//! Sign last. A request is signed as it comes through the layer, each time with its own time, nonce and
//! credentials, so a layer that repeats requests stands above ([`ServiceBuilder`] names layers from
//! the outermost to the innermost):
//!
//! ```text
//! ServiceBuilder::new()
//!     .layer(RetryLayer::new(policy))  // each attempt is signed anew
//!     .layer(TimeoutLayer::new(time))  // also counts the wait for credentials
//!     .layer(set_user_agent)           // what changes the request stands above
//!     .layer(SignLayer::new(acs))
//!     .service(client)
//! ```
//!
//! What is below sees the signed request and can still change it, which nothing here can prevent:
//! a layer that adds a header that the scheme signs, compresses the body, or follows a redirect makes
//! the signature wrong. Below it there should be nothing but the client.
//!
//! A request may be sent twice though no layer repeats it: if the answer tells that this machine's clock
//! is wrong, [`SignLayer`] signs once more ([`SignLayer::correct_clock`]).
//!
//! # Bodies
//!
//! A body that the scheme signs is collected first, up to a limit; one that the scheme, under its
//! settings, leaves unsigned passes unread, and a file ([`Body::file`](crate::Body::file)) is hashed
//! where it is. So the inner service gets [`BytesOr`] of what came. That
//! suits clients that take any body (hyper-util's, where its type is found by itself) and servers
//! (axum's routes). One that takes a certain body gets it by one more line below the layer. So does
//! tonic's channel, whose URIs are paths alone:
//!
//! ```text
//! ServiceBuilder::new()
//!     .layer(SignLayer::new(acs).origin("https://grpc.example")?)
//!     .map_request(|request: http::Request<_>| request.map(tonic::body::Body::new))
//!     .service(channel)
//! ```
//!
//! A type `B: From<Bytes>` for both would need no such line, but tonic's body and boxed ones are not that,
//! and a stream would have to be boxed to stay one. reqwest's client is a service of requests of its own:
//! for that there is `reqwest_middleware::SignMiddleware`.
//!
//! [`ServiceBuilder`]: https://docs.rs/tower/0.5/tower/struct.ServiceBuilder.html

mod body;
mod draft;
mod sign;
mod transport;
mod verify;

pub use self::{
    body::BytesOr,
    sign::{Sign, SignLayer},
    transport::Tower,
    verify::{Verify, VerifyLayer},
};
