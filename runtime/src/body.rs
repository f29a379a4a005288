//! What a request or an answer carries.

mod from;
mod joined;
mod pieces;
mod pipe;
#[cfg(feature = "blocking")]
mod reader;
mod reading;
mod ready;

use std::{
    fmt, io,
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Poll, ready},
};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _, stream};

pub(crate) use self::pieces::{Document, Piece, Pieces};
use self::reading::{Once, Reading};
pub(crate) use self::ready::Wanted;
use crate::{
    BoxError, Error, Progress,
    progress::{self, Meter},
};

/// The body of a request or of an answer: bytes in memory, a file, or a stream.
///
/// A method whose `#[body]` parameter is a `Body` sends it as it is. Its content type is
/// `application/octet-stream`, or `text/plain; charset=utf-8` if it was made from text, unless the
/// method says otherwise. A method that returns a `Body` (or a [`Response`](crate::Response) of one)
/// gives the answer as it comes:
///
/// ```
/// use signed_api::{Body, Error, schemes::AwsSigv4S3, signed_api};
///
/// #[signed_api(scheme = "aws-sigv4-s3")]
/// pub trait Bucket {
///     #[put("/{key}")]
///     async fn put(&self, key: &str, #[body] content: Body) -> Result<(), Error>;
///     #[get("/{key}")]
///     async fn get(&self, key: &str) -> Result<Body, Error>;
/// }
///
/// async fn copy(bucket: &impl Bucket) -> Result<(), Box<dyn std::error::Error>> {
///     bucket.put("a.wav", Body::file("a.wav")?).await?; // hashed, then sent; never in memory
///     let mut content = bucket.get("a.wav").await?;
///     while let Some(piece) = content.chunk().await? {
///         println!("{} bytes", piece.len());
///     }
///     Ok(())
/// }
/// ```
///
/// # What a scheme makes of it
///
/// A scheme signs nothing of a body, its hash, or the body itself; its file and the settings of the
/// request say which. Bytes in memory do for all of them. A file is read twice for its hash: once to
/// be signed, and once to be sent, which fails if it is another by then. It is read into memory, up
/// to [`WHOLE_LIMIT`](Self::WHOLE_LIMIT), where a scheme signs the body itself. A stream has no hash
/// before it is sent: it takes a scheme that leaves the body unsigned, as `aws-sigv4-s3` does with
/// `payload = "UNSIGNED-PAYLOAD"`.
///
/// A clone of a body in memory or of a file is as good as the first. Clones of a stream share it: one
/// of them is sent, and another that is sent later is an error.
#[derive(Default)]
pub struct Body {
    kind: Kind,
    text: bool,
    meter: Option<Meter>,
}

enum Kind {
    Bytes(Bytes),
    /// Files, and bytes between them.
    Pieces(Arc<Pieces>),
    /// A stream that nobody reads yet.
    Stream(Arc<Once>),
    /// What this handle alone reads.
    Reading(Box<Reading>),
}

impl Body {
    /// How many bytes of a file may be read into memory, where a scheme signs the body itself and not
    /// its hash: 16 MiB, as much as an answer may have unless it is said otherwise.
    pub const WHOLE_LIMIT: u64 = 16 << 20;

    /// No body at all.
    pub const fn empty() -> Self {
        Self::of(Kind::Bytes(Bytes::new()))
    }

    /// A text, sent as UTF-8.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: true,
            ..Self::bytes(text.into())
        }
    }

    /// Bytes.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Kind::Bytes(bytes.into()))
    }

    /// A file, which is read when it is signed and when it is sent, piece by piece, on a thread of
    /// its own. Its length and the time of its last change are those of this moment: a file that
    /// changes later is an error of the call ([`ErrorKind::Body`](crate::ErrorKind::Body)).
    ///
    /// This looks at the file, and does not open it. The thread is the system's, not the executor's:
    /// one for each file while it is read, and as many as files are hashed and sent at once. Whoever
    /// uploads thousands bounds that himself, as by `buffer_unordered` of the crate `futures`.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it is a folder, a pipe or a device: [`stream_of`](Self::stream_of)
    /// and [`stream`](Self::stream) send what those give.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = Document::new(path.as_ref())?;
        Ok(Self::pieces(vec![Piece::File(file)]))
    }

    /// A stream of bytes, whose length nobody knows: it is sent in chunks, and takes a server that
    /// accepts those. S3 does not: it asks for the length, so there it is [`stream_of`](Self::stream_of).
    /// As that, it takes a scheme that does not sign the body, or a setting that says so.
    pub fn stream<E: Into<BoxError>>(
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        Self::once(None, stream.map(|item| item.map_err(failed)))
    }

    /// A stream of so many bytes. One that gives more or fewer is an error of the call.
    ///
    /// It takes a scheme that does not sign the body, or a setting that says so:
    ///
    /// ```
    /// use futures_util::stream;
    /// use signed_api::{Body, Error, signed_api};
    ///
    /// #[signed_api(scheme = "aws-sigv4-s3", payload = "UNSIGNED-PAYLOAD")]
    /// trait Bucket {
    ///     #[put("/{key}")]
    ///     async fn put(&self, key: &str, #[body] content: Body) -> Result<(), Error>;
    /// }
    ///
    /// # async fn run(bucket: &impl Bucket) -> Result<(), Error> {
    /// let pieces = stream::iter([Ok::<_, std::io::Error>("one ".into()), Ok("two".into())]);
    /// bucket.put("a.txt", Body::stream_of(7, pieces)).await
    /// # }
    /// ```
    pub fn stream_of<E: Into<BoxError>>(
        len: u64,
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        Self::once(Some(len), stream.map(|item| item.map_err(failed)))
    }

    /// The body that another crate has made: hyper's, reqwest's, axum's. Its trailers are left out.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Error: Into<BoxError>> + Send + 'static,
    {
        let len = body.size_hint().exact();
        Self::once(len, chunks(Box::pin(body), failed))
    }

    /// The body of an answer, for the client alone, with errors that its transport explains.
    #[cfg(feature = "reqwest")]
    pub(crate) fn arriving<B>(body: B, failed: impl Fn(B::Error) -> Error + Send + 'static) -> Self
    where
        B: http_body::Body + Send + Unpin + 'static,
    {
        let len = body.size_hint().exact();
        let chunks = chunks(body, failed).boxed();
        Self::of(Kind::Reading(Box::new(Reading::new(len, chunks))))
    }

    /// The same body, and how much of it was sent, or came. What is counted has been handed to the
    /// transport, or by it.
    ///
    /// ```no_run
    /// # use signed_api::{Body, Error};
    /// # async fn put(content: Body) -> Result<(), Error> { Ok(()) }
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let (content, mut progress) = Body::file("a.wav")?.progress();
    /// let show = async {
    ///     while let Some(count) = progress.next().await {
    ///         println!("{} of {:?} bytes", count.bytes, count.total);
    ///     }
    /// };
    /// let (sent, ()) = tokio::join!(put(content), show);
    /// sent?;
    /// # Ok(()) }
    /// ```
    #[must_use = "nobody will know how much was sent"]
    pub fn progress(mut self) -> (Self, Progress) {
        let (meter, progress) = progress::of(self.len());
        self.meter = Some(meter);
        (self, progress)
    }

    /// The bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.kind {
            Kind::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// How many bytes there are (still to come), if that is known: not of every stream.
    pub fn len(&self) -> Option<u64> {
        match &self.kind {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Pieces(pieces) => Some(pieces.len()),
            Kind::Stream(once) => once.len(),
            Kind::Reading(reading) => reading.left(),
        }
    }

    /// There is certainly nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// Whether it can be sent again: bytes in memory and files can, streams cannot.
    pub const fn is_repeatable(&self) -> bool {
        matches!(self.kind, Kind::Bytes(_) | Kind::Pieces(_))
    }

    /// The bytes, without copying them, if they are in memory; [`collect_to`](Self::collect_to) reads
    /// every body.
    pub fn into_bytes(self) -> Option<Bytes> {
        match self.kind {
            Kind::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The next piece; `None` at the end. A `Body` is also a [`Stream`] of them.
    ///
    /// # Errors
    ///
    /// If an answer breaks off, a file changed or cannot be read, or a stream says so.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// All of it, in memory: so many bytes at most.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk); and if there are more.
    pub async fn collect_to(mut self, limit: usize) -> Result<Bytes, Error> {
        let more = || Error::body_failed(format!("the body has more than {limit} bytes"));
        if let Kind::Bytes(bytes) = self.kind {
            return if bytes.len() > limit {
                Err(more())
            } else {
                Ok(bytes)
            };
        }
        let mut all = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            if piece.len() > limit - all.len() {
                return Err(more());
            }
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    /// The content type that fits if nobody says another.
    pub(crate) fn content_type(&self) -> &'static str {
        if self.text {
            "text/plain; charset=utf-8"
        } else {
            "application/octet-stream"
        }
    }

    /// Files, and bytes between them.
    pub(crate) fn pieces(pieces: Vec<Piece>) -> Self {
        Self::of(Kind::Pieces(Arc::new(Pieces::new(pieces))))
    }

    /// A stream whose errors are ours.
    pub(crate) fn once(
        len: Option<u64>,
        chunks: impl Stream<Item = Result<Bytes, Error>> + Send + 'static,
    ) -> Self {
        Self::of(Kind::Stream(Arc::new(Once::new(len, chunks))))
    }

    /// A body that is sent by somebody else, and of which its length alone is known.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub(crate) fn elsewhere(len: Option<u64>) -> Self {
        match len {
            Some(0) => Self::empty(),
            len => Self::once(len, stream::empty()),
        }
    }

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            text: false,
            meter: None,
        }
    }

    /// Whether somebody counts what is read of it.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(crate) const fn is_watched(&self) -> bool {
        self.meter.is_some()
    }

    /// A stream that somebody has read: there is nothing left to send.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.kind {
            Kind::Stream(once) => once.is_taken(),
            Kind::Reading(_) => true,
            Kind::Bytes(_) | Kind::Pieces(_) => false,
        }
    }

    /// What reads it, from now on this handle alone.
    fn begun(&mut self) -> &mut Reading {
        if !matches!(self.kind, Kind::Reading(_)) {
            self.kind = Kind::Reading(Box::new(Reading::of(&self.kind)));
        }
        let Kind::Reading(reading) = &mut self.kind else {
            unreachable!("it was begun above")
        };
        if let Some(meter) = self.meter.take() {
            reading.watch(meter);
        }
        reading
    }
}

/// What a body of another crate gives, without its trailers.
fn chunks<B>(
    mut body: B,
    failed: impl Fn(B::Error) -> Error + Send + 'static,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static
where
    B: http_body::Body + Send + Unpin + 'static,
{
    stream::poll_fn(move |context| {
        loop {
            let data = match ready!(Pin::new(&mut body).poll_frame(context)) {
                Some(Ok(frame)) => frame.into_data(),
                Some(Err(error)) => return Poll::Ready(Some(Err(failed(error)))),
                None => return Poll::Ready(None),
            };
            if let Ok(mut data) = data {
                let bytes = data.copy_to_bytes(data.remaining());
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
    })
}

/// What whoever gives a body says, unless it is an error of ours.
fn failed(error: impl Into<BoxError>) -> Error {
    Error::or_own(error.into(), |cause| {
        Error::body_failed("the body could not be read").because(cause)
    })
}

impl Default for Kind {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Clone for Body {
    fn clone(&self) -> Self {
        let kind = match &self.kind {
            Kind::Bytes(bytes) => Kind::Bytes(bytes.clone()),
            Kind::Pieces(pieces) => Kind::Pieces(Arc::clone(pieces)),
            Kind::Stream(once) => Kind::Stream(Arc::clone(once)),
            reading @ Kind::Reading(_) => Kind::Reading(Box::new(Reading::of(reading))),
        };
        Self {
            kind,
            text: self.text,
            meter: self.meter.clone(),
        }
    }
}

/// The kind and the length only: a body may hold anything.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.kind {
            Kind::Bytes(_) => "",
            Kind::Pieces(_) => "of files, ",
            Kind::Stream(_) | Kind::Reading(_) => "stream, ",
        };
        match self.len() {
            Some(len) => write!(f, "Body({kind}{len} bytes)"),
            None => write!(f, "Body({kind}length unknown)"),
        }
    }
}
