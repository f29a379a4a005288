//! Bodies on their way through a layer.

use std::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use pin_project_lite::pin_project;

use crate::BoxError;

pin_project! {
    /// A body as a layer hands it on: in memory if it was read, to be signed or verified; else as it came.
    ///
    /// ```
    /// # use bytes::Bytes;
    /// # use signed_api::tower::BytesOr;
    /// use http_body::Body as _;
    ///
    /// let read: BytesOr<String> = Bytes::from("all of it").into();
    /// assert_eq!(read.as_bytes(), Some(&b"all of it"[..]));
    /// assert_eq!(read.size_hint().exact(), Some(9));
    ///
    /// let unread = BytesOr::unread("what came".to_owned());
    /// assert_eq!(unread.as_bytes(), None);
    /// assert_eq!(unread.into_unread().as_deref(), Some("what came"));
    /// ```
    #[derive(Clone)]
    pub struct BytesOr<B> {
        #[pin]
        kind: Kind<B>,
    }
}

pin_project! {
    #[derive(Clone)]
    #[project = Projected]
    enum Kind<B> {
        Read { bytes: Bytes },
        Unread { #[pin] body: B },
    }
}

impl<B> BytesOr<B> {
    /// A body that nobody has to look into.
    pub const fn unread(body: B) -> Self {
        let kind = Kind::Unread { body };
        Self { kind }
    }

    /// What was read; `None` if the body passed unread.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.kind {
            Kind::Read { bytes } => Some(bytes),
            Kind::Unread { .. } => None,
        }
    }

    /// The body that came, unless it was read.
    pub fn into_unread(self) -> Option<B> {
        match self.kind {
            Kind::Read { .. } => None,
            Kind::Unread { body } => Some(body),
        }
    }
}

/// A body that was read.
impl<B> From<Bytes> for BytesOr<B> {
    fn from(bytes: Bytes) -> Self {
        let kind = Kind::Read { bytes };
        Self { kind }
    }
}

impl<B: Body<Data = Bytes>> Body for BytesOr<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        match self.project().kind.project() {
            Projected::Read { bytes } => {
                let all = mem::take(bytes);
                Poll::Ready((!all.is_empty()).then(|| Ok(Frame::data(all))))
            }
            Projected::Unread { body } => body.poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Read { bytes } => bytes.is_empty(),
            Kind::Unread { body } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Read { bytes } => SizeHint::with_exact(bytes.len() as u64),
            Kind::Unread { body } => body.size_hint(),
        }
    }
}

/// How much was read: a body may hold anything.
impl<B> fmt::Debug for BytesOr<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Read { bytes } => write!(f, "BytesOr({} bytes)", bytes.len()),
            Kind::Unread { .. } => f.write_str("BytesOr(unread)"),
        }
    }
}

/// Why a body was not collected.
pub(super) enum Uncollected {
    /// It has more bytes than it may.
    TooLarge,
    /// Something follows it, which no scheme signs.
    Trailers,
    /// It ended early.
    Failed(BoxError),
}

/// All of a body, if that is not more than a limit.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<Bytes, Uncollected>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    let fits = |length: u64| usize::try_from(length).is_ok_and(|length| length <= limit);
    if !fits(body.size_hint().lower()) {
        return Err(Uncollected::TooLarge);
    }
    let collected = Limited::new(body, limit).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            Uncollected::TooLarge
        } else {
            Uncollected::Failed(error)
        }
    })?;
    if collected.trailers().is_some() {
        return Err(Uncollected::Trailers);
    }
    Ok(collected.to_bytes())
}
