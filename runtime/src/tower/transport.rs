//! A service that sends.

use std::{fmt, future::poll_fn};

use http::{Request, Response};
use tower_service::Service;

use crate::{Body, BoxError, Outgoing, Transport};

/// A tower service as the [`Transport`] of a client: hyper-util's client, or a stack of layers around
/// one.
///
/// ```
/// # use http::{Request, Response};
/// # use http_body_util::Full;
/// # use signed_api::{Body, BoxError, Error, schemes::Acs, signed_api, tower::Tower};
/// # use tower::service_fn;
/// #[signed_api(scheme = "acs")]
/// trait Calls {
///     #[get("/calls")]
///     async fn list(&self) -> Result<String, Error>;
/// }
///
/// # async fn client(request: Request<Body>) -> Result<Response<Full<bytes::Bytes>>, BoxError> {
/// #     assert!(request.headers().contains_key("authorization"));
/// #     Ok(Response::new("[]".into()))
/// # }
/// # let client = service_fn(client);
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// // `client` is a hyper_util::client::legacy::Client, or layers around one
/// let calls = CallsClient::builder("https://contoso.communication.azure.com", acs)
///     .transport(Tower(client))
///     .build()?;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(calls.list().await?, "[]");
/// # Ok::<(), Error>(()) })?;
/// # Ok::<(), Error>(())
/// ```
///
/// What it is given is signed: a layer may look, wait or count, and changes nothing, follows no
/// redirect and repeats nothing ([`Options::attempts`](crate::Options::attempts) does, and signs each
/// attempt anew). Each request waits until a clone of the service is ready. An error that is a
/// [`signed_api::Error`](crate::Error) keeps its kind; any other is of kind
/// [`Transport`](crate::ErrorKind::Transport), after which nothing is attempted again, since it may have
/// arrived. That there was no connection is for the service to say, by
/// [`Error::connect`](crate::Error::connect):
///
/// ```
/// # use signed_api::{Body, BoxError, Error, tower::Tower};
/// use hyper_util::{client::legacy, rt::TokioExecutor};
/// use tower::ServiceBuilder;
///
/// # fn transport() -> impl signed_api::Transport {
/// let client = legacy::Client::builder(TokioExecutor::new()).build_http::<Body>();
/// let transport = Tower(ServiceBuilder::new().map_err(told).service(client));
/// # transport }
///
/// fn told(error: legacy::Error) -> BoxError {
///     if error.is_connect() {
///         Error::connect(error).into()
///     } else {
///         error.into()
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Tower<I>(pub I);

impl<I, R> Transport for Tower<I>
where
    I: Service<Request<Body>, Response = Response<R>> + Clone + Send + Sync + 'static,
    I::Error: Into<BoxError>,
    I::Future: Send,
    R: http_body::Body<Error: Into<BoxError>> + Send + 'static,
{
    async fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        let mut service = self.0.clone();
        let ready = poll_fn(|context| service.poll_ready(context)).await;
        ready.map_err(Into::into)?;
        let answer = service.call(request.into_http()).await;
        Ok(answer.map_err(Into::into)?.map(Body::wrap))
    }
}

impl<I> fmt::Debug for Tower<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}
