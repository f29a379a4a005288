//! What a request is answered that is refused.

use http::{Response, StatusCode};
use signed_api_specs::data::SchemeData;

use crate::Body;

/// The provider's own answer, if the scheme's file has one, with what it tells of its own signing.
pub(crate) fn own(
    data: &SchemeData<'_>,
    told: impl Fn(&str) -> Option<String>,
) -> Option<Response<Body>> {
    let own = data.own_refusal(told)?;
    let mut response = Response::new(Body::text(own.body));
    *response.status_mut() = StatusCode::from_u16(own.status).unwrap_or(StatusCode::UNAUTHORIZED);
    *response.headers_mut() = own.headers;
    Some(response)
}
