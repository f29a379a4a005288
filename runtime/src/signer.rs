//! Signs requests. It needs no client, no transport and no executor.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Uri, header, uri::PathAndQuery};
use signed_api_specs::SchemeData;
use signed_api_specs::data::{Entry, Location};
use signed_api_specs::{
    Answer, BodyView, Digests, Error as Engine, Input, RequestView, Signing, SigningKey, Timestamp,
};

use crate::{
    Body, Error, Explanation, Moment, Outgoing, Presign, Presigned, Scheme, Signed, Unsigned,
    body::Wanted, layered::Layered, message::Message, presigned, refused::Refused,
    settings::Settings,
};

/// Signs requests by a scheme and its credentials. Keys are prepared once, so keep it.
///
/// ```
/// use std::time::SystemTime;
/// use signed_api::{Moment, Signer, Unsigned, schemes::Acs};
///
/// let signer = Signer::new(Acs { access_key: "pw==".into() });
/// let request = http::Request::get("https://example.com/testPath").body("")?;
/// let moment = Moment { now: SystemTime::UNIX_EPOCH, nonce: String::new() };
/// let signed = signer.sign(Unsigned::new(request), &moment)?;
/// assert!(signed.http().headers().contains_key("authorization"));
/// assert!(signed.string_to_sign().to_string().starts_with("GET\n/testPath\nThu, 01 Jan 1970"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Signer<S> {
    scheme: S,
    key: SigningKey<'static>,
    /// Why these credentials sign nothing.
    unfit: Option<Engine>,
    /// The names of the headers that the scheme sets, each at the index of its entry.
    headers: Vec<Option<HeaderName>>,
}

impl<S: Scheme> Signer<S> {
    /// A signer for these credentials.
    pub fn new(scheme: S) -> Self {
        let data = S::DATA;
        let name = |entry: &Entry| {
            if entry.location != Location::Headers {
                return None;
            }
            let name = data.text(entry.name);
            // The checker lets no other name through. One that is a constant costs nothing to copy.
            if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                HeaderName::from_bytes(name.as_bytes()).ok()
            } else {
                Some(HeaderName::from_static(name))
            }
        };
        let none = Settings::default();
        let values = Layered::new(&none, &scheme);
        let unfit = data.assert_bare(&values).err();
        Self {
            unfit,
            scheme,
            key: SigningKey::new(data),
            headers: data.entries.iter().map(name).collect(),
        }
    }

    /// Signs a request, as of a moment.
    ///
    /// What is signed is what will be sent: the `Host` header is set, and nothing
    /// can be changed afterwards. Of the moment's nonce only schemes that have one take notice.
    ///
    /// A file that is the body is read here, on this thread, if the scheme signs it; a
    /// [`Client`](crate::Client) does that on another.
    ///
    /// # Errors
    ///
    /// [`Request`](crate::ErrorKind::Request) if the request lacks something that is signed, a setting
    /// is unknown, or its call is declared `unsigned`; [`Credentials`](crate::ErrorKind::Credentials) if a credential is
    /// missing, or has a blank, a line end or quotation marks around it; [`Signing`](crate::ErrorKind::Signing) if the key cannot be used.
    pub fn sign(&self, mut unsigned: Unsigned, moment: &Moment) -> Result<Signed, Error> {
        unsigned.assert_signable()?;
        let signed = self.read_here(&mut unsigned);
        match signed.and_then(|()| self.sign_in_place(&mut unsigned.0, moment)) {
            Ok(()) => Ok(Signed(Outgoing(unsigned.0))),
            Err(error) => Err(error.of_call(unsigned.call())),
        }
    }

    /// Presigns a request, as of a moment: a URL that carries its signature. `valid` is for how long,
    /// in whole seconds (a fraction is cut off), and goes over what the request sets; `None` leaves
    /// it at that, or at what the scheme's file says.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use signed_api::{Moment, Signer, Unsigned, schemes::AwsS3V2Query};
    ///
    /// let s3 = AwsS3V2Query {
    ///     access_key_id: "AKID".into(),
    ///     secret_access_key: "secret".into(),
    ///     session_token: None,
    /// };
    /// let request = http::Request::get("https://johnsmith.s3.amazonaws.com/puppy.jpg").body("")?;
    /// let moment = Moment { now: SystemTime::UNIX_EPOCH, nonce: String::new() };
    /// let link = Signer::new(s3).presign(Unsigned::new(request), &moment, Duration::from_secs(60))?;
    /// assert!(link.to_string().contains("Expires=60&"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`sign`](Self::sign); and [`Request`](crate::ErrorKind::Request) if the scheme knows no
    /// lifetime and `valid` says one, if that is less than a second, or if the request has a body
    /// that the scheme signs.
    pub fn presign(
        &self,
        unsigned: Unsigned,
        moment: &Moment,
        valid: impl Into<Option<Duration>>,
    ) -> Result<Presigned, Error>
    where
        S: Presign<Query = S>,
    {
        let unsigned = presigned::lasting(unsigned, S::DATA, valid.into())?;
        Presigned::of(self.sign(unsigned, moment)?, S::DATA)
    }

    /// Tells how a request is signed, as of a moment: each named value, the string to sign with the
    /// part of the scheme's file that writes each line of it, and what is set. Secrets are masked.
    /// A request that cannot be signed is explained as far as it goes.
    ///
    /// ```
    /// # use std::time::SystemTime;
    /// # use signed_api::{Moment, Signer, Unsigned, schemes::Acs};
    /// # let signer = Signer::new(Acs { access_key: "pw==".into() });
    /// # let request = http::Request::get("https://example.com/testPath").body("")?;
    /// # let moment = Moment { now: SystemTime::UNIX_EPOCH, nonce: String::new() };
    /// let explanation = signer.explain(&Unsigned::new(request), &moment)?;
    /// assert!(explanation.to_string().contains("\n  {path_and_query}\n    | /testPath⏎\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Request`](crate::ErrorKind::Request) if the URL is not absolute or a setting is unknown;
    /// [`Signing`](crate::ErrorKind::Signing) if the time is beyond all calendars.
    pub fn explain(&self, unsigned: &Unsigned, moment: &Moment) -> Result<Explanation, Error> {
        self.again(unsigned, moment, |input| S::DATA.explain(input))
    }

    /// Tells why a request was refused that this signer signed, as of a moment: by what the answer
    /// says, and what was signed. A client does it by itself ([`Error::explanation`]); this is for
    /// who sends by other means.
    ///
    /// ```
    /// # use std::time::SystemTime;
    /// # use signed_api::{Moment, Signer, Unsigned, schemes::Acs};
    /// # let signer = Signer::new(Acs { access_key: "pw==".into() });
    /// # let request = http::Request::get("https://example.com/testPath").body("")?;
    /// # let moment = Moment { now: SystemTime::UNIX_EPOCH, nonce: String::new() };
    /// # let unsigned = Unsigned::new(request);
    /// let answer = http::Response::builder().status(401).body(r#"{"error":{"code":"7509"}}"#)?;
    /// let refused = signer.refused(&unsigned, &moment, &answer)?;
    /// assert_eq!(refused.meaning.as_deref(), Some("the signature does not match"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`explain`](Self::explain).
    pub fn refused<B: AsRef<[u8]>>(
        &self,
        unsigned: &Unsigned,
        moment: &Moment,
        answer: &http::Response<B>,
    ) -> Result<Refused, Error> {
        let answer = Answer {
            status: answer.status().as_u16(),
            headers: answer.headers(),
            body: answer.body().as_ref(),
        };
        self.refused_as(unsigned, moment, &answer)
    }

    pub(crate) fn refused_as(
        &self,
        unsigned: &Unsigned,
        moment: &Moment,
        answer: &Answer<'_>,
    ) -> Result<Refused, Error> {
        self.again(unsigned, moment, |input| S::DATA.refused(input, answer))
    }

    /// What has to be read of a body that is not in memory: what the scheme's data says under the
    /// settings of this request.
    pub(crate) fn wanted(&self, unsigned: &Unsigned) -> Result<Option<Wanted>, Error> {
        let request = &unsigned.0.request;
        let Some(digests) = request.body().digests() else {
            return Ok(None);
        };
        // What is wanted is the same at any time.
        let moment = Moment {
            now: SystemTime::UNIX_EPOCH,
            nonce: "0".to_owned(),
        };
        let values = self.values(&unsigned.0.settings);
        let wanted = input(request, (&digests).into(), &values, &moment)
            .and_then(|input| Wanted::of(S::DATA, request.body(), S::DATA.digests(input)));
        wanted.map_err(|error| error.of_call(unsigned.call()))
    }

    fn read_here(&self, unsigned: &mut Unsigned) -> Result<(), Error> {
        if let Some(wanted) = self.wanted(unsigned)?
            && let Some(body) = unsigned.body().read_here(&wanted)?
        {
            *unsigned.0.request.body_mut() = body;
        }
        Ok(())
    }

    /// Does something with what was signed.
    fn again<T>(
        &self,
        unsigned: &Unsigned,
        moment: &Moment,
        done: impl FnOnce(Input<'_>) -> T,
    ) -> Result<T, Error> {
        let call = unsigned.call();
        let mut unsigned = unsigned.clone();
        self.read_here(&mut unsigned)?;
        let request = &mut unsigned.0.request;
        say_kind(request, S::DATA);
        let values = self.values(&unsigned.0.settings);
        let digests = request.body().digests();
        let input = input(
            request,
            view(request.body(), digests.as_ref()),
            &values,
            moment,
        );
        Ok(done(input.map_err(|error| error.of_call(call))?))
    }

    fn values<'l>(&'l self, settings: &'l Settings) -> Layered<'l, S> {
        Layered::new(settings, &self.scheme)
    }

    fn sign_in_place(&self, message: &mut Message, moment: &Moment) -> Result<(), Error> {
        if let Some(unfit) = &self.unfit {
            return Err(failure(unfit.clone()));
        }
        let request = &mut message.request;
        say_kind(request, S::DATA);
        let values = self.values(&message.settings);
        let digests = request.body().digests();
        let body = view(request.body(), digests.as_ref());
        let input = input(request, body, &values, moment)?;
        // Large, so it is taken apart where it is.
        let mut signed = self.key.sign(input);
        let signing = signed.as_mut().map_err(|error| failure(error.clone()))?;
        let target = target(signing)?;
        for header in signing.headers(S::DATA) {
            let (entry, value) = header.map_err(failure)?;
            let name = match entry {
                Some(entry) => self.headers[entry].as_ref(),
                None => Some(&header::HOST),
            };
            if let Some(name) = name {
                request.headers_mut().insert(name, value);
            }
        }
        if let Some(target) = target {
            set_target(request.uri_mut(), target)?;
        }
        let length = signing.content_length();
        if let (Some(body), Some(length)) = (signing.body.take(), length) {
            set_body(request, body, length);
        }
        std::mem::swap(&mut message.string_to_sign, &mut signing.string_to_sign);
        message.scheme = Some(S::DATA);
        Ok(())
    }
}

/// All that a signature depends on.
#[inline]
fn input<'l, S: Scheme>(
    request: &'l http::Request<Body>,
    body: BodyView<'l>,
    values: &'l Layered<'l, S>,
    moment: &'l Moment,
) -> Result<Input<'l>, Error> {
    if let Some(problem) = values.problem() {
        return Err(Error::request(problem.to_string()));
    }
    let now = Timestamp::try_from(moment.now).map_err(|_| failure(Engine::Time))?;
    let request = RequestView::new(request.method(), request.uri(), request.headers(), body);
    Ok(Input {
        request: request.map_err(failure)?,
        values,
        now,
        nonce: &moment.nonce,
    })
}

/// The body as the engine sees it.
fn view<'l>(body: &'l Body, digests: Option<&'l Digests>) -> BodyView<'l> {
    match digests {
        Some(digests) => BodyView::Apart(digests),
        None => BodyView::Whole(body.as_bytes().unwrap_or_default()),
    }
}

/// A body that the scheme makes out of nothing says what it is, before that is signed.
fn say_kind(request: &mut http::Request<Body>, data: &SchemeData<'_>) {
    let body = request.body().as_bytes();
    let kind = body.and_then(|body| data.made_kind(body));
    if let Some(kind) = kind {
        let headers = request.headers_mut();
        headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(kind));
    }
}

/// Replaces the body; a length that the request says is that of what is sent.
fn set_body(request: &mut http::Request<Body>, body: Bytes, length: HeaderValue) {
    if request.headers().contains_key(header::CONTENT_LENGTH) {
        request.headers_mut().insert(header::CONTENT_LENGTH, length);
    }
    request.body_mut().replace(body);
}

/// Path and query, if the scheme adds something to them.
fn target(signing: &Signing) -> Result<Option<PathAndQuery>, Error> {
    let target = signing.path_and_query();
    target.map_err(|e| Error::request("the signed query is no part of a URL").because(e))
}

fn set_target(uri: &mut Uri, target: PathAndQuery) -> Result<(), Error> {
    let mut parts = std::mem::take(uri).into_parts();
    parts.path_and_query = Some(target);
    *uri =
        Uri::from_parts(parts).map_err(|e| Error::request("the signed URL is none").because(e))?;
    Ok(())
}

/// The kind of an error of the engine.
#[allow(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn failure(error: Engine) -> Error {
    let message = error.to_string();
    match error {
        Engine::Credential { .. } | Engine::Surrounded { .. } | Engine::EmptyKey => {
            Error::credentials(message)
        }
        Engine::Encoding { .. } | Engine::Time | Engine::Algorithm { .. } => {
            Error::signing(message)
        }
        _ => Error::request(message),
    }
}

impl<S: Scheme> fmt::Debug for Signer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("scheme", &S::DATA.name)
            .finish_non_exhaustive()
    }
}
