//! Bodies on their way through a layer.

use bytes::Bytes;
use http_body::Body;
use http_body_util::{BodyExt as _, Either, Full, LengthLimitError, Limited};

use crate::BoxError;

/// A body as a layer hands it on: `Left` if it was read, so that it is in memory, else `Right`, as it
/// came.
pub type BytesOr<B> = Either<Full<Bytes>, B>;

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
