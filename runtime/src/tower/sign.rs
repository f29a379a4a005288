//! A layer that signs.

use std::{
    fmt,
    future::poll_fn,
    mem,
    sync::Arc,
    task::{Context, Poll},
    time::SystemTime,
};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    body::{BytesOr, Uncollected, collect},
    draft::{Draft, file},
};
use crate::{
    BoxError, BoxFuture, Error, Provider, Scheme, Setting, Unsigned,
    endpoint::Endpoint,
    prepared::Ready,
    seal::{Seal, say_length},
};

/// Signs every request that passes, each anew. The [module](super) says where it stands in a stack.
///
/// ```
/// # use bytes::Bytes;
/// # use http::{Request, Response};
/// # use http_body_util::Full;
/// # use signed_api::{BoxError, schemes::Acs, tower::{BytesOr, SignLayer}};
/// # use tower::{Service as _, ServiceBuilder, ServiceExt as _, service_fn};
/// # async fn client(request: Request<BytesOr<Full<Bytes>>>) -> Result<Response<()>, BoxError> {
/// #     assert!(request.headers().contains_key("authorization"));
/// #     Ok(Response::new(()))
/// # }
/// # let client = service_fn(client);
/// let acs = Acs { access_key: "c2VjcmV0".into() }; // or any provider of credentials
/// let mut service = ServiceBuilder::new()
///     .layer(SignLayer::new(acs))
///     .service(client);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let request = Request::post("https://contoso.communication.azure.com/calls")
///     .body(Full::new(Bytes::from("{}")))?;
/// let response = service.ready().await?.call(request).await?;
/// # Ok::<(), BoxError>(()) }).unwrap();
/// ```
///
/// # Errors
///
/// The service's error is a [`BoxError`]. It is a [`signed_api::Error`](Error) if a request was not
/// signed, and the inner service was then not called: of kind
/// [`Credentials`](crate::ErrorKind::Credentials), [`Signing`](crate::ErrorKind::Signing),
/// [`Body`](crate::ErrorKind::Body), if a file cannot be read or has changed, or
/// [`Request`](crate::ErrorKind::Request), the last also if the URI is relative, or if the scheme signs the
/// body and it has more bytes than the limit, cannot be read, or is followed by trailers. Otherwise it is
/// the inner service's. An answer is handed on as it is, whatever its status; but if it says that the
/// clock is wrong, the request may be signed and sent again first ([`correct_clock`](Self::correct_clock)).
pub struct SignLayer<S> {
    seal: Seal<S>,
    body_limit: usize,
    /// Scheme and host of relative URIs.
    origin: Option<Uri>,
}

impl<S: Scheme> SignLayer<S> {
    /// How many bytes a body that is signed may have unless said otherwise: 16 MiB.
    pub const BODY_LIMIT: usize = 16 << 20;

    /// A layer that signs with these credentials: a value of the scheme, or any provider, which is
    /// asked before every signature.
    pub fn new(credentials: impl Provider<S>) -> Self {
        Self {
            seal: Seal::new(credentials),
            body_limit: Self::BODY_LIMIT,
            origin: None,
        }
    }

    /// What time it is. Default: the system's clock. It is asked once for each signature.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.seal.clock(clock);
        self
    }

    /// Where nonces come from. Default: what the scheme says.
    #[must_use]
    pub fn nonces(mut self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.seal.nonces(nonces);
        self
    }

    /// A setting of the scheme for every request.
    ///
    /// # Errors
    ///
    /// If the scheme has no such setting, or it may not be this.
    pub fn setting(
        mut self,
        name: impl Into<String>,
        value: impl Into<Setting>,
    ) -> Result<Self, Error> {
        self.seal.setting(name, value)?;
        Ok(self)
    }

    /// Whether a wrong clock of this machine is corrected, as by
    /// [`Options::correct_clock`](crate::Options::correct_clock). Default: yes.
    ///
    /// The layer knows it by the head of an answer, whose body it does not read: a 401 or 403 (or a code
    /// that the scheme's file finds in a header), with a `Date` that is further away than the scheme lets
    /// a request be old. Such a request is signed and sent again once, at once, by the inner service,
    /// if the scheme signs its body, if it has none, or if it is a [`Body`](crate::Body) of a file; what
    /// passes unread can be sent once, so then the next such request is signed with the time corrected,
    /// and this answer is handed on. Once a server has taken the time, all clones of the layer keep it for
    /// that server: scheme, host and port, of at most 256.
    #[must_use]
    pub const fn correct_clock(mut self, corrects: bool) -> Self {
        self.seal.correct_clock(corrects);
        self
    }

    /// How many bytes a body may have that the scheme signs, since it is read into memory. Default:
    /// [`BODY_LIMIT`](Self::BODY_LIMIT). A [`Body`](crate::Body) of a file is hashed piece by piece,
    /// and has no limit but [`WHOLE_LIMIT`](crate::Body::WHOLE_LIMIT), where a scheme signs the body itself.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Where requests go whose URI is a path alone, as those of a connection or of a tonic channel:
    /// `https://host[:port]`. They are signed for it, and stay relative. Without this they are refused.
    ///
    /// # Errors
    ///
    /// If it is no such thing; also if it has a path.
    pub fn origin(mut self, origin: &str) -> Result<Self, Error> {
        let base = Endpoint::parse(origin)?.base().to_owned();
        let not_one = "the origin has to be one as `https://host:8443`, without a path";
        let uri: Uri = base.parse().map_err(|_| Error::request(not_one))?;
        if uri.path() != "/" {
            return Err(Error::request(not_one));
        }
        self.origin = Some(uri);
        Ok(self)
    }

    /// Signs a request and sends it; and once more, if that tells how wrong the clock is.
    async fn send<B, I, R>(
        &self,
        request: Request<B>,
        inner: &mut I,
    ) -> Result<Response<R>, BoxError>
    where
        I: Service<Request<BytesOr<B>>, Response = Response<R>>,
        I::Error: Into<BoxError>,
        B: Body<Data = Bytes> + 'static,
        B::Error: Into<BoxError>,
    {
        let mut ready = self.seal.ready().await?;
        let mut draft = self.draft(request, &ready).await?;
        let again = draft.can_be_sent_again;
        let mut found = None;
        loop {
            let unsigned = draft.unsigned.clone();
            let (signed, stamp) = self.seal.sign(&ready, unsigned, found, again)?;
            let answer = inner.call(draft.request(signed)?).await;
            let answer = answer.map_err(Into::into)?;
            let head = (answer.status(), answer.headers());
            found = self.seal.answered(&stamp, head);
            if found.is_none() {
                return Ok(answer);
            }
            // The inner service may have no room for another before it is gone.
            drop(answer);
            ready = self.seal.ready().await?;
            let is_ready = poll_fn(|context| inner.poll_ready(context)).await;
            is_ready.map_err(Into::into)?;
        }
    }

    /// A request that can be signed: with what signing takes of its body.
    async fn draft<B>(&self, request: Request<B>, ready: &Ready<S>) -> Result<Draft<B>, Error>
    where
        B: Body<Data = Bytes> + 'static,
        B::Error: Into<BoxError>,
    {
        let (mut parts, body) = request.into_parts();
        let is_relative = parts.uri.authority().is_none();
        if is_relative {
            parts.uri = self.absolute(&parts.uri)?;
        }
        let length = body.size_hint().exact();
        say_length(&parts.method, &mut parts.headers, length)?;
        let file = file(&body);
        let is_file = file.is_some();
        let known = file.unwrap_or_else(|| crate::Body::elsewhere(length));
        let unsigned = Unsigned::new(Request::from_parts(parts, known));
        let mut draft = Draft {
            unsigned: self.seal.with_settings(unsigned),
            is_relative,
            passing: None,
            can_be_sent_again: true,
        };
        if is_file {
            hash(&mut draft.unsigned, ready).await?;
        } else if body.is_end_stream() || Seal::takes_body(ready, &draft.unsigned) {
            self.read(&mut draft.unsigned.0.request, body).await?;
        } else {
            draft.can_be_sent_again = false;
            draft.passing = Some(body);
        }
        Ok(draft)
    }

    /// Reads the body into the request.
    async fn read<B>(&self, request: &mut Request<crate::Body>, body: B) -> Result<(), Error>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<BoxError>,
    {
        let bytes = collect(body, self.body_limit).await;
        let bytes = bytes.map_err(|why| self.unsignable(why))?;
        let length = Some(bytes.len() as u64);
        *request.body_mut() = bytes.into();
        let method = request.method().clone();
        say_length(&method, request.headers_mut(), length)
    }

    /// Where a relative URI leads.
    fn absolute(&self, uri: &Uri) -> Result<Uri, Error> {
        let Some(origin) = &self.origin else {
            let path = uri.path();
            return Err(Error::request(format!(
                "the request's URI is a path alone, `{path}`: give it a host, or say `SignLayer::origin`"
            )));
        };
        let mut parts = origin.clone().into_parts();
        parts.path_and_query = uri.path_and_query().cloned();
        Uri::from_parts(parts).map_err(|error| Error::request("the URI is none").because(error))
    }

    fn unsignable(&self, why: Uncollected) -> Error {
        match why {
            Uncollected::TooLarge => Error::request(format!(
                "scheme `{}` signs the body, and it has more than {} bytes (`SignLayer::body_limit`)",
                S::DATA.name,
                self.body_limit
            )),
            Uncollected::Trailers => Error::request(format!(
                "the body is followed by trailers, which scheme `{}` does not sign",
                S::DATA.name
            )),
            Uncollected::Failed(error) => {
                Error::body_failed("the body could not be read").because(error)
            }
        }
    }
}

/// Reads what is signed of a file: it is hashed where it is, and in memory only if the scheme signs all
/// of it.
async fn hash<S: Scheme>(unsigned: &mut Unsigned, ready: &Ready<S>) -> Result<(), Error> {
    if let Some(wanted) = ready.signer.wanted(unsigned)?
        && let Some(body) = unsigned.body().read(wanted).await?
    {
        *unsigned.0.request.body_mut() = body;
    }
    Ok(())
}

impl<S> Clone for SignLayer<S> {
    fn clone(&self) -> Self {
        Self {
            seal: self.seal.clone(),
            body_limit: self.body_limit,
            origin: self.origin.clone(),
        }
    }
}

impl<S, I> Layer<I> for SignLayer<S> {
    type Service = Sign<S, I>;

    fn layer(&self, inner: I) -> Sign<S, I> {
        let layer = Arc::new(self.clone());
        Sign { layer, inner }
    }
}

/// The scheme, no values.
impl<S: Scheme> fmt::Debug for SignLayer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignLayer")
            .field("scheme", &S::DATA.name)
            .field("body_limit", &self.body_limit)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// A service whose requests are signed: [`SignLayer`] makes it.
pub struct Sign<S, I> {
    layer: Arc<SignLayer<S>>,
    inner: I,
}

impl<S, I, B, R> Service<Request<B>> for Sign<S, I>
where
    S: Scheme,
    I: Service<Request<BytesOr<B>>, Response = Response<R>> + Clone + Send + 'static,
    I::Error: Into<BoxError>,
    I::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
    R: Send,
{
    type Response = Response<R>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<R>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready has to be the one that is called; its clone need not be.
        let another = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, another);
        let layer = Arc::clone(&self.layer);
        Box::pin(async move { layer.send(request, &mut inner).await })
    }
}

impl<S, I: Clone> Clone for Sign<S, I> {
    fn clone(&self) -> Self {
        Self {
            layer: Arc::clone(&self.layer),
            inner: self.inner.clone(),
        }
    }
}

impl<S: Scheme, I: fmt::Debug> fmt::Debug for Sign<S, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sign")
            .field("layer", &self.layer)
            .field("inner", &self.inner)
            .finish()
    }
}
