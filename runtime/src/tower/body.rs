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

use crate::{BoxError, Error};

pin_project! {
    /// A body as a layer hands it on: in memory if it was read, to be signed or verified; else as it came.
    ///
    /// One that may have so many bytes and no more ([`VerifyLayer::body_limit`](super::VerifyLayer::body_limit))
    /// fails beyond them with an [`Error`] of kind [`TooLarge`](crate::ErrorKind::TooLarge).
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
        Unread { #[pin] body: B, left: Option<usize> },
    }
}

impl<B> BytesOr<B> {
    /// A body that nobody has to look into.
    pub const fn unread(body: B) -> Self {
        let kind = Kind::Unread { body, left: None };
        Self { kind }
    }

    /// One that nobody has to look into, and that may have so many bytes.
    pub(super) const fn limited(body: B, limit: usize) -> Self {
        let left = Some(limit);
        let kind = Kind::Unread { body, left };
        Self { kind }
    }

    /// What was read; `None` if the body passed unread.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.kind {
            Kind::Read { bytes } => Some(bytes),
            Kind::Unread { .. } => None,
        }
    }

    /// The body that came, unless it was read: without its limit, if it has one.
    pub fn into_unread(self) -> Option<B> {
        match self.kind {
            Kind::Read { .. } => None,
            Kind::Unread { body, .. } => Some(body),
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

impl<B> Body for BytesOr<B>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.project().kind.project() {
            Projected::Read { bytes } => {
                let all = mem::take(bytes);
                Poll::Ready((!all.is_empty()).then(|| Ok(Frame::data(all))))
            }
            Projected::Unread { body, left } => body.poll_frame(context).map(|next| {
                let frame = next?.map_err(Into::into);
                Some(frame.and_then(|frame| counted(frame, left.as_mut())))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Read { bytes } => bytes.is_empty(),
            Kind::Unread { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Read { bytes } => SizeHint::with_exact(bytes.len() as u64),
            Kind::Unread { body, .. } => body.size_hint(),
        }
    }
}

/// A frame, if so many bytes are left; after one that is too large none are.
fn counted(frame: Frame<Bytes>, left: Option<&mut usize>) -> Result<Frame<Bytes>, BoxError> {
    if let (Some(left), Some(data)) = (left, frame.data_ref()) {
        let rest = left.checked_sub(data.len());
        *left = rest.unwrap_or_default();
        rest.ok_or_else(|| Error::too_large("the body has more bytes than its limit"))?;
    }
    Ok(frame)
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

/// A body does not say that it has more bytes than a limit.
pub(super) fn fits(body: &impl Body, limit: usize) -> Result<(), Uncollected> {
    let least = usize::try_from(body.size_hint().lower());
    let fits = least.is_ok_and(|least| least <= limit);
    fits.then_some(()).ok_or(Uncollected::TooLarge)
}

/// All of a body, if that is not more than a limit.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<Bytes, Uncollected>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    fits(&body, limit)?;
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
