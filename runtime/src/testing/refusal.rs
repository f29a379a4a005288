//! What the test server answers to a request that it refuses.

use http::{Response, StatusCode};
use signed_api_specs::data::SchemeData;

use crate::{Body, Refusal, Verified, refusing};

/// The provider's refusal, with what it tells of its own signing; that of a wrong time if it is that.
/// 401 if the file does not say.
pub(super) fn refusal(
    scheme: Option<&SchemeData<'_>>,
    verdict: &Result<Verified, Refusal>,
) -> Response<Body> {
    let own = scheme.and_then(|data| match verdict {
        Err(Refusal::Stale { .. }) => refusing::own_of_stale(data, |_| None),
        _ => refusing::own(data, |name| told(verdict, name)),
    });
    own.unwrap_or_else(|| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        response
    })
}

/// What the verifier made of the request, secrets masked.
fn told(verdict: &Result<Verified, Refusal>, name: &str) -> Option<String> {
    let Err(Refusal::Signature {
        string_to_sign,
        values,
    }) = verdict
    else {
        return None;
    };
    let value = values.iter().find(|(known, _)| known == name);
    let value = value.map(|(_, value)| value.clone());
    value.or_else(|| (name == "string_to_sign").then(|| string_to_sign.to_string()))
}
