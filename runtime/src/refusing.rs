//! What a request is answered that is refused.

use http::{Response, StatusCode};
use signed_api_specs::{data::SchemeData, refused::OwnRefusal};

use crate::Body;

/// The provider's own answer, if the scheme's file has one, with what it tells of its own signing.
pub(crate) fn own(
    data: &SchemeData<'_>,
    told: impl Fn(&str) -> Option<String>,
) -> Option<Response<Body>> {
    data.own_refusal(told).map(response)
}

/// The same for a wrong time.
#[cfg(any(feature = "server", feature = "wiremock"))]
pub(crate) fn own_of_stale(
    data: &SchemeData<'_>,
    told: impl Fn(&str) -> Option<String>,
) -> Option<Response<Body>> {
    data.own_stale_refusal(told).map(response)
}

fn response(own: OwnRefusal) -> Response<Body> {
    let mut response = Response::new(Body::text(own.body));
    *response.status_mut() = StatusCode::from_u16(own.status).unwrap_or(StatusCode::UNAUTHORIZED);
    *response.headers_mut() = own.headers;
    response
}
