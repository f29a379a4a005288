//! Layers that sign and that verify, and a service that sends, in stacks as their users have them.

mod clock;
mod sending;
mod signing;
mod stacked;
mod unread;
mod verifying;

use std::{
    future::ready,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use signed_api::{
    BoxError, Error, ErrorKind, Scheme,
    schemes::{Acs, Hawk},
    tower::{BytesOr, SignLayer},
};
use tower::{Layer as _, ServiceExt as _, service_fn, util::BoxCloneService};

fn acs() -> Acs {
    let access_key = "c2VjcmV0".into();
    Acs { access_key }
}

/// It signs the body if its setting `payload_hash` says so, and has nonces.
fn hawk() -> Hawk {
    Hawk {
        id: "dh37fgj492je".into(),
        key: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn".into(),
    }
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn full(text: &str) -> Full<Bytes> {
    Full::from(text.to_owned())
}

/// The kind of an error of ours.
fn kind(error: &BoxError) -> ErrorKind {
    let own = error.downcast_ref::<Error>();
    own.unwrap_or_else(|| panic!("{error} is not ours")).kind()
}

/// A body of unknown length that nobody may read.
#[derive(Debug)]
struct Sealed;

impl http_body::Body for Sealed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        Poll::Ready(Some(Err("it was read".into())))
    }
}

type Sent<B> = Request<BytesOr<B>>;

/// What most tests look at: the request, as the service below the layer got it.
trait Echoing<S> {
    fn echoing<B>(self) -> BoxCloneService<Request<B>, Sent<B>, BoxError>
    where
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static;
}

impl<S: Scheme> Echoing<S> for SignLayer<S> {
    fn echoing<B>(self) -> BoxCloneService<Request<B>, Sent<B>, BoxError>
    where
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let echo = service_fn(|request: Sent<B>| ready(Ok::<_, BoxError>(Response::new(request))));
        BoxCloneService::new(self.layer(echo).map_response(Response::into_body))
    }
}
