//! Values that can be read from a response.

use std::any::Any;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

use crate::{Body, Error, RateLimit, nothing::Nothing, rate_limit};

/// An answer with its status and headers.
#[derive(Clone, Debug)]
pub struct Response<T> {
    /// The status: one of success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, read.
    pub value: T,
}

impl<T> Response<T> {
    /// How much the server still takes, if its answer says so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        rate_limit::of(&self.headers)
    }
}

/// A value that can be read from a response: `()`, `String`, `Bytes` (feature `bytes`) and `Vec<u8>` are the body as
/// it is, [`Body`] is the body as it comes, [`Response`] adds status and headers, anything else that
/// is `Deserialize` is JSON; [`Json`](crate::Json) makes JSON of the first four, too. `Option` is `None`
/// if there is no body, as in an answer of 204, and if JSON was expected and is `null`.
///
/// Another format is an implementation for a type of one's own:
///
/// ```
/// use bytes::Bytes;
/// use signed_api::{Error, FromResponse, schemes::Acs, signed_api};
///
/// /// Lines of `name=value`.
/// struct Pairs(Vec<(String, String)>);
///
/// impl FromResponse for Pairs {
///     fn accept() -> &'static str {
///         "text/plain"
///     }
///
///     fn from_response(response: http::Response<Bytes>) -> Result<Self, Error> {
///         let text = String::from_utf8_lossy(response.body());
///         let pair = |line: &str| line.split_once('=').map(|(n, v)| (n.into(), v.into()));
///         match text.lines().map(pair).collect() {
///             Some(pairs) => Ok(Self(pairs)),
///             None => Err(Error::unreadable(response, "a line has no `=`")),
///         }
///     }
/// }
///
/// #[signed_api(scheme = "acs")]
/// trait Settings {
///     #[get("/settings")]
///     async fn all(&self) -> Result<Pairs, Error>;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a response",
    label = "an answer cannot be this",
    note = "an answer is `()`, `String`, `Bytes` (feature `bytes`), `Vec<u8>`, `Body`, `Response<_>`, or implements `serde::Deserialize` (and borrows nothing)"
)]
pub trait FromResponse: Sized + Send + 'static {
    /// What the `accept` header of the request says, unless the trait says another.
    fn accept() -> &'static str;

    /// Reads a response of success, whose body is in memory.
    ///
    /// # Errors
    ///
    /// If it cannot be read: [`Error::unreadable`] keeps the response.
    fn from_response(response: http::Response<Bytes>) -> Result<Self, Error>;

    /// Whether the body is wanted as it comes.
    #[doc(hidden)]
    const STREAMS: bool = false;

    /// Reads a response of success, whose body is in memory unless it is wanted as it comes.
    #[doc(hidden)]
    fn from_body(response: http::Response<Body>) -> Result<Self, Error> {
        Self::from_response(response.map(|body| body.into_bytes().unwrap_or_default()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for T {
    fn accept() -> &'static str {
        // An empty body that is read as it is tells whether `T` is one of the raw ones.
        if raw::<T>(Bytes::new).is_some() {
            "*/*"
        } else {
            "application/json"
        }
    }

    fn from_response(response: http::Response<Bytes>) -> Result<Self, Error> {
        match raw(|| response.body().clone()) {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(Error::decode("text that is not UTF-8")
                .because(error)
                .with_answer(response)),
            None => json(response),
        }
    }
}

impl<T: FromResponse> FromResponse for Response<T> {
    fn accept() -> &'static str {
        T::accept()
    }

    fn from_response(response: http::Response<Bytes>) -> Result<Self, Error> {
        Self::from_body(response.map(Body::from))
    }

    const STREAMS: bool = T::STREAMS;

    fn from_body(response: http::Response<Body>) -> Result<Self, Error> {
        let (status, headers) = (response.status(), response.headers().clone());
        T::from_body(response).map(|value| Self {
            status,
            headers,
            value,
        })
    }
}

/// The body as it comes: not read, and of any length. [`Options::timeout`](crate::Options::timeout)
/// is that of its head, and of each wait for another piece. Where a provider refuses with success, in the body alone, nobody has looked:
/// read those answers as JSON.
impl FromResponse for Body {
    fn accept() -> &'static str {
        "*/*"
    }

    fn from_response(response: http::Response<Bytes>) -> Result<Self, Error> {
        Ok(response.into_body().into())
    }

    const STREAMS: bool = true;

    fn from_body(response: http::Response<Body>) -> Result<Self, Error> {
        Ok(response.into_body())
    }
}

pub(crate) fn json<T: DeserializeOwned>(response: http::Response<Bytes>) -> Result<T, Error> {
    if response.body().is_empty() {
        return T::deserialize(Nothing).map_err(|error| {
            Error::decode("a body was expected")
                .because(error)
                .with_answer(response)
        });
    }
    serde_json::from_slice(response.body()).map_err(|error| {
        Error::decode("unexpected JSON")
            .because(error)
            .with_answer(response)
    })
}

pub(crate) type Raw<T> = Option<Result<T, std::string::FromUtf8Error>>;

/// The body as it is, if `T` is one of the types that mean this. They are `Deserialize` too, so no
/// impl of their own can stand beside the one for JSON.
pub(crate) fn raw<T: 'static>(body: impl Fn() -> Bytes) -> Raw<T> {
    let text = || String::from_utf8(body().into());
    let some = || Some(body()).filter(|bytes| !bytes.is_empty());
    value::<T, _>(|| Ok(()))
        .or_else(|| value::<T, _>(text))
        .or_else(|| value::<T, _>(|| Ok(body())))
        .or_else(|| value::<T, _>(|| Ok(Vec::<u8>::from(body()))))
        .or_else(|| value::<T, _>(|| some().map(|_| text()).transpose()))
        .or_else(|| value::<T, _>(|| Ok(some())))
        .or_else(|| value::<T, _>(|| Ok(some().map(Vec::<u8>::from))))
}

/// What `make` makes, if it makes a `T`.
fn value<T: 'static, V: 'static>(
    make: impl FnOnce() -> Result<V, std::string::FromUtf8Error>,
) -> Raw<T> {
    let mut slot: Option<T> = None;
    let same: &mut Option<V> = (&mut slot as &mut dyn Any).downcast_mut()?;
    match make() {
        Ok(value) => *same = Some(value),
        Err(error) => return Some(Err(error)),
    }
    slot.map(Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FromResponse>(body: &'static str) -> Result<T, Error> {
        T::from_response(http::Response::new(Bytes::from(body)))
    }

    #[test]
    fn raw_bodies() {
        read::<()>("ignored").unwrap();
        assert_eq!(read::<String>("\"a\"").unwrap(), "\"a\"");
        assert_eq!(read::<Vec<u8>>("a").unwrap(), b"a");
        assert_eq!(read::<Option<String>>("a").unwrap().as_deref(), Some("a"));
        assert_eq!(read::<Response<String>>("a").unwrap().value, "a");
        assert_eq!(
            [<()>::accept(), Option::<Vec<u8>>::accept(), u8::accept()],
            ["*/*", "*/*", "application/json"]
        );
    }

    #[cfg(feature = "bytes")]
    #[test]
    fn raw_bodies_as_bytes() {
        assert_eq!(read::<Bytes>("a").unwrap(), "a");
        assert_eq!(read::<Option<Bytes>>("").unwrap(), None);
    }

    #[test]
    fn json_bodies() {
        assert_eq!(read::<Vec<u32>>("[1,2]").unwrap(), [1, 2]);
        assert_eq!(read::<Option<u32>>("").unwrap(), None);
        assert_eq!(read::<Option<u32>>("7").unwrap(), Some(7));
        let error = read::<u32>("").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a body was expected: invalid type: no body, expected u32 (200 OK)"
        );
        let error = read::<u32>("{}").unwrap_err();
        assert_eq!(
            error.to_string(),
            "unexpected JSON: invalid type: map, expected u32 at line 1 column 0 (200 OK): {}"
        );
    }
}
