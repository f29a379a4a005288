//! A right request that something changes on its way.

use http::{HeaderValue, Response};
use signed_api::{Body, BoxError, Outgoing, Transport, default_transport};

/// Sends what was signed with another value of `x-amz-meta-note`, as a proxy could.
pub struct Altered;

impl Transport for Altered {
    async fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        let mut request = request.into_bytes().ok_or("no body")?;
        let altered = HeaderValue::from_static("altered");
        request.headers_mut().insert("x-amz-meta-note", altered);
        let answer = default_transport()?.execute(request.try_into()?).await?;
        let mut response = Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            headers.clone_from(answer.headers());
        }
        Ok(response.body(Body::bytes(answer.bytes().await?))?)
    }
}
