//! A request on its way through the layer that signs.

use std::any::Any;

use http::{Request, Uri};

use super::BytesOr;
use crate::{Body, Error, Signed, Unsigned};

/// A request as it is signed, once or, if the clock turns out to be wrong, twice.
pub(super) struct Draft<B> {
    pub(super) unsigned: Unsigned,
    /// Its URI came as a path alone, and leaves as one.
    pub(super) is_relative: bool,
    /// The body that passes unread: whoever reads it can do so once.
    pub(super) passing: Option<B>,
    pub(super) can_be_sent_again: bool,
}

impl<B: 'static> Draft<B> {
    /// What was signed, with the body that belongs to it.
    ///
    /// # Errors
    ///
    /// If that is no body that can be handed on.
    pub(super) fn request(&mut self, signed: Signed) -> Result<Request<BytesOr<B>>, Error> {
        let (mut parts, body) = signed.into_http().into_parts();
        if self.is_relative
            && let Some(path) = parts.uri.path_and_query()
        {
            parts.uri = Uri::from(path.clone());
        }
        let body = match self.passing.take() {
            Some(body) => BytesOr::unread(body),
            None => of_ours(body)?,
        };
        Ok(Request::from_parts(parts, body))
    }
}

/// A body of this crate that is read when it is signed and again when it is sent: a file. It need not
/// be in memory.
pub(super) fn file<B: 'static>(body: &B) -> Option<Body> {
    let body = (body as &dyn Any).downcast_ref::<Body>()?;
    let is_file = body.is_repeatable() && body.as_bytes().is_none();
    is_file.then(|| body.clone())
}

/// What was signed is in memory, or the file that came.
fn of_ours<B: 'static>(body: Body) -> Result<BytesOr<B>, Error> {
    if let Some(bytes) = body.clone().into_bytes() {
        return Ok(bytes.into());
    }
    match (Box::new(body) as Box<dyn Any>).downcast() {
        Ok(body) => Ok(BytesOr::unread(*body)),
        Err(_) => Err(Error::request(
            "the body that was signed is neither in memory nor the one that came: it is not sent",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty one would go out under a signature for another.
    #[test]
    fn a_body_that_is_not_there_is_an_error() {
        let elsewhere = || Body::elsewhere(Some(3));
        assert!(of_ours::<String>(elsewhere()).is_err());
        let came = of_ours::<Body>(elsewhere()).unwrap();
        assert_eq!(came.into_unread().unwrap().len(), Some(3));
        let read = of_ours::<String>(Body::bytes("abc")).unwrap();
        assert_eq!(read.as_bytes(), Some(&b"abc"[..]));
    }
}
