//! Clients of signed HTTP APIs: describe the API as a trait, name its signing scheme, call it.

// What `scheme!` makes names the crate as its users do.
extern crate self as signed_api;

mod answer;
mod assertion;
mod body;
mod body_param;
mod builder;
mod call;
mod client;
mod draft;
mod endpoint;
mod error;
mod field;
mod future;
mod moment;
mod nothing;
mod param;
mod prepared;
mod provider;
mod request;
mod response;
mod retry;
mod scheme;
pub mod schemes;
mod secret;
mod settings;
mod signed;
mod signer;
pub mod testing;
mod transport;
mod unsigned;
mod verifier;
mod wire;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use signed_api_macros::{scheme, signed_api};
pub use signed_api_specs::{SchemeData, StringToSign, Value};

#[cfg(feature = "reqwest")]
pub use crate::transport::default_transport;
pub use crate::{
    answer::Answer,
    body::Body,
    body_param::BodyParam,
    builder::Builder,
    call::Call,
    client::Client,
    draft::Draft,
    error::{BoxError, Error, ErrorKind},
    future::BoxFuture,
    moment::Moment,
    param::Param,
    provider::Provider,
    request::Request,
    response::{FromResponse, Response},
    scheme::{Scheme, Signs},
    secret::Secret,
    settings::{Preset, Setting},
    signed::Signed,
    signer::Signer,
    transport::Transport,
    unsigned::Unsigned,
    verifier::{Received, Refusal, Unreadable, Verified, Verifier},
};
