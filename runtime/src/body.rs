//! What a request or an answer carries.

mod from;
mod joined;
mod pieces;
mod pipe;
#[cfg(feature = "blocking")]
mod reader;
mod reading;
mod ready;
mod stream;

use std::{fmt, io, path::Path, sync::Arc};

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;

pub(crate) use self::pieces::{Document, Piece, Pieces};
use self::reading::{Once, Reading};
pub(crate) use self::ready::Wanted;
use crate::{
    Error, Progress,
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

    /// How many bytes there are, if it is an answer whose transport sees to it that they all come.
    pub(crate) fn framed(&self) -> Option<u64> {
        match &self.kind {
            Kind::Reading(reading) => reading.whole(),
            _ => None,
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

    /// The next piece; `None` at the end. A `Body` is also a [`Stream`](futures_util::Stream) of them.
    ///
    /// # Errors
    ///
    /// If an answer breaks off or stops for longer than [`Options::timeout`](crate::Options::timeout), a
    /// file changed or cannot be read, or a stream says so.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// All of it, in memory: so many bytes at most.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk); and of kind [`TooLarge`](crate::ErrorKind::TooLarge) if there are more.
    pub async fn collect_to(mut self, limit: usize) -> Result<Bytes, Error> {
        let more = || Error::too_large(format!("the body has more than {limit} bytes"));
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
