//! Bodies that are streams: of one's own, or those of other crates.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Poll, ready},
};

use bytes::{Buf as _, Bytes};
use futures_util::{Stream, StreamExt as _, stream};

#[cfg(feature = "reqwest")]
use super::reading::Reading;
use super::{Body, Kind, reading::Once};
use crate::{BoxError, Error};

impl Body {
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
