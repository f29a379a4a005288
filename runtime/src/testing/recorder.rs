//! A transport that writes down what another one does.

use std::{
    fmt, io,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use http::Response;

use super::{
    recording::{Answered, Asked, Exchange, Recording},
    scrub::Scrub,
};
use crate::{Body, BoxError, Error, Outgoing, Scheme, Secret, Transport};

/// A transport that writes into a file what another one sends, and what is answered, for
/// [`Replay`](super::Replay): tests that were once made against the provider itself run without it.
///
/// ```
/// # use signed_api::{Error, schemes::Acs, signed_api, testing::{Memory, Recorder, Replay}};
/// # #[signed_api(scheme = "acs")]
/// # trait Calls { #[get("/calls/{id}")] async fn call(&self, id: &str) -> Result<String, Error>; }
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// # let real = Memory::new();
/// # real.answer(http::Response::new("ringing"));
/// # let file = std::env::temp_dir().join(format!("signed-api-doc-{}.json", std::process::id()));
/// # let url = "https://contoso.communication.azure.com";
/// # let run = async {
/// let recorder = Recorder::new(real, &file)?.credentials(&acs).hide("phoneNumber");
/// let calls = CallsClient::builder(url, acs).transport(recorder).build()?;
/// calls.call("7").await?;
///
/// // Later, with no credentials that are worth anything:
/// let nobody = Acs { access_key: "bm9ib2R5".into() };
/// let calls = CallsClient::builder(url, nobody).transport(Replay::open(&file)?).build()?;
/// assert_eq!(calls.call("7").await?, "ringing");
/// # Ok::<_, signed_api::BoxError>(()) };
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(run)?;
/// # std::fs::remove_file(file)?;
/// # Ok::<(), signed_api::BoxError>(())
/// ```
///
/// The file is JSON, to be read and kept with the tests. What is secret or signed does not stand in
/// it, but `‹scrubbed›` in its place: all that the scheme sets on a request; the headers
/// `authorization`, `cookie`, `set-cookie` and `proxy-…`; what [`hide`](Self::hide) names; and,
/// wherever else it stands, each signature that was sent, and the secrets of
/// [`credentials`](Self::credentials) and [`secret`](Self::secret). These are found as they are, in
/// URLs and forms, in hexadecimal digits and in base64 of either alphabet, also where that is of a longer
/// text, as `user:password` is; and so is the key that a secret in base64 or hexadecimal digits stands
/// for. What is compressed, encrypted or encoded twice is not looked into. An exchange from which one
/// of these cannot be taken fails, and is not recorded. Secrets that only the server knows, such as
/// tokens that it hands out, have to be named. What is hidden by its name is found in headers, in
/// queries, in forms, in JSON and among the parts of a multipart body; a body that is none of these,
/// as lines of JSON, and has the name in quotes, is one that fails. Of JSON and of multipart bodies all
/// else stays byte for byte as it was; only the boundary of a request, which is another each time, is
/// `‹boundary›`. A file that is sent is read into memory; a stream cannot be recorded.
///
/// Every answer is read whole and recorded before it is handed on, also one that is too large for the
/// client, or that is wanted as a [`Body`]. The file is written by the thread that sends, anew with
/// each answer, and exchanges that come at the same time wait for one another: that is for tests, not
/// for a service.
pub struct Recorder<T> {
    inner: T,
    file: PathBuf,
    scrub: Scrub,
    recording: Mutex<Recording>,
}

/// A request that is written down once it is answered.
pub(crate) struct Noted {
    request: Asked,
    scrub: Scrub,
}

impl<T> Recorder<T> {
    /// Records what a transport does. The file is made anew, and written after each answer.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn new(inner: T, file: impl Into<PathBuf>) -> io::Result<Self> {
        let (file, recording) = (file.into(), Recording::default());
        recording.write(&file)?;
        Ok(Self {
            inner,
            file,
            scrub: Scrub::default(),
            recording: Mutex::new(recording),
        })
    }

    /// Scrubs what has this name: headers, pairs of a query or form, members of JSON at any depth, parts
    /// of a multipart body.
    #[must_use]
    pub fn hide(mut self, name: impl Into<String>) -> Self {
        self.scrub.hide(name.into());
        self
    }

    /// Scrubs a text wherever it stands. One of fewer than six characters is found as it is alone, and
    /// in no encoding.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.scrub.secret(&secret.into());
        self
    }

    /// Scrubs the secret credentials of a scheme wherever they stand.
    #[must_use]
    pub fn credentials<S: Scheme>(mut self, scheme: &S) -> Self {
        self.scrub.credentials(scheme);
        self
    }

    /// Notes a request, scrubbed.
    pub(crate) fn asked(&self, request: &Outgoing) -> Result<Noted, Error> {
        let scrub = self.scrub.of(request)?;
        let request = scrub.request(request)?;
        Ok(Noted { request, scrub })
    }

    /// Writes an exchange down.
    pub(crate) fn keep(&self, noted: Noted, answer: &Response<Bytes>) -> Result<(), Error> {
        let exchange = Exchange {
            answer: Answered::of(answer, &noted.scrub)?,
            request: noted.request,
        };
        let mut recording = self
            .recording
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        recording.hidden = self.scrub.names().to_vec();
        recording.exchanges.push(exchange);
        let written = recording.write(&self.file);
        written.map_err(|error| Error::transport("the recording cannot be written").because(error))
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn inner(&self) -> &T {
        &self.inner
    }
}

impl<T: Transport> Transport for Recorder<T> {
    async fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        let asked = self.asked(&request)?;
        let (parts, body) = self.inner.send(request).await?.into_parts();
        let body = body.collect_to(usize::MAX).await?;
        let answer = Response::from_parts(parts, body);
        self.keep(asked, &answer)?;
        Ok(answer.map(Body::from))
    }
}

/// The file, and no secret.
impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
