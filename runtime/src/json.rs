//! JSON, whatever it holds.

use bytes::Bytes;
use serde_core::{Serialize, de::DeserializeOwned};

use crate::{Body, BodyParam, BoxError, Error, FromResponse, response};

/// JSON, also of what is otherwise the body as it is: a `Json<String>` is the text that a JSON answer
/// holds, and sent as a `#[body]` it is that text in quotes. Where there may be none, it is
/// `Json<Option<T>>`: `None` without a body, and if it is `null`.
///
/// ```
/// use signed_api::{Error, Json, schemes::Acs, signed_api, testing::Memory};
///
/// #[signed_api(scheme = "acs")]
/// trait Names {
///     #[put("/name")]
///     async fn rename(&self, #[body] name: Json<&str>) -> Result<Json<String>, Error>;
/// }
///
/// # let network = Memory::new();
/// # network.answer(http::Response::new(r#""Ada""#));
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// # let names = NamesClient::builder("https://h", acs).transport(network.clone()).build()?;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let Json(before) = names.rename(Json("Grace")).await?;
/// assert_eq!(before, "Ada");
/// assert_eq!(network.requests()[0].http().body().as_bytes(), Some(&br#""Grace""#[..]));
/// # Ok::<_, Error>(()) })?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Json<T>(pub T);

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for Json<T> {
    fn accept() -> &'static str {
        "application/json"
    }

    fn from_response(response: http::Response<Bytes>) -> Result<Self, Error> {
        response::json(response).map(Self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> BodyParam for Json<T> {
    fn to_body(&self) -> Result<Option<(Body, &'static str)>, BoxError> {
        self.0.to_body()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FromResponse>(body: &'static str) -> Result<T, Error> {
        T::from_response(http::Response::new(Bytes::from(body)))
    }

    #[test]
    fn what_is_otherwise_the_body_as_it_is() {
        assert_eq!(
            read::<Json<String>>(r#""a\n""#).unwrap(),
            Json("a\n".to_owned())
        );
        assert_eq!(read::<Json<Vec<u8>>>("[1, 2]").unwrap(), Json(vec![1, 2]));
        assert_eq!(read::<Json<()>>("null").unwrap(), Json(()));
        assert!(read::<Json<()>>("7").is_err() && read::<Json<String>>("").is_err());
        assert_eq!(Json::<String>::accept(), "application/json");
    }

    #[test]
    fn nothing_and_null_are_none() {
        let read = read::<Json<Option<String>>>;
        let none = [read(""), read("null")];
        assert!(none.into_iter().all(|read| read.unwrap() == Json(None)));
        assert_eq!(read(r#""""#).unwrap(), Json(Some(String::new())));
    }
}
