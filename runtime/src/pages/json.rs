//! Pages that are JSON.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    Came, Next, Place, ReadPage,
    elements::Elements,
    link,
    member::{self, is_null},
    source::Asked,
};
use crate::Error;

/// Reads pages whose items and next page stand where the method says.
#[derive(Debug)]
pub struct JsonPage(());

/// What stands in a list that is JSON: anything that is `Deserialize` and borrows nothing.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an item of a list",
    label = "an item cannot be this",
    note = "an item implements `serde::Deserialize` (and borrows nothing)"
)]
pub trait JsonItem: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> JsonItem for T {}

impl<T: JsonItem + Send + 'static> ReadPage<T> for JsonPage {
    fn read(asked: &Asked<'_>, answer: http::Response<Bytes>) -> Result<Came<T>, Error> {
        let body = answer.body().clone();
        let read = whole(asked, answer.status(), &body).and_then(|whole| {
            let items = items(asked, whole, &body)?;
            Ok((items, next(asked, whole, answer.headers())))
        });
        let (items, next) = match read {
            Ok(read) => read,
            Err(error) => return Err(error.with_answer(answer)),
        };
        let items = JsonItems {
            elements: items,
            index: 0,
            place: asked.paging.items,
            number: asked.number,
            call: asked.call,
            answer: answer.clone(),
            item: PhantomData,
        };
        Ok(Came::new(items, next, answer))
    }
}

/// The items of a page. Each is read when it is taken, so that an error, which holds the whole answer,
/// is made of one that is wrong and not of all.
struct JsonItems<T> {
    elements: Elements,
    /// Of the next one.
    index: usize,
    /// Where they are in the answer, and of which page and call that is.
    place: &'static [&'static str],
    number: usize,
    call: Option<&'static str>,
    answer: http::Response<Bytes>,
    item: PhantomData<fn() -> T>,
}

impl<T: JsonItem> Iterator for JsonItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.elements.next()?;
        let index = self.index;
        self.index += 1;
        Some(item.map_err(|error| {
            let (place, number) = (path(self.place), self.number);
            let message = format!("`{place}[{index}]` of page {number} is not what was expected");
            Error::decode(message)
                .because(error)
                .with_answer(self.answer.clone())
                .of_call(self.call)
        }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.elements.len();
        (left, Some(left))
    }
}

impl<T: JsonItem> ExactSizeIterator for JsonItems<T> {}

/// The body, which only an answer without content may lack.
fn whole<'a>(
    asked: &Asked<'_>,
    status: StatusCode,
    body: &'a [u8],
) -> Result<Option<&'a RawValue>, Error> {
    if body.is_empty() && status == StatusCode::NO_CONTENT {
        return Ok(None);
    }
    serde_json::from_slice(body)
        .map(Some)
        .map_err(|error| Error::decode(format!("page {} is not JSON", asked.number)).because(error))
}

/// The items, which are somewhere in the body.
fn items(asked: &Asked<'_>, whole: Option<&RawValue>, body: &Bytes) -> Result<Elements, Error> {
    let Some(whole) = whole else {
        return Ok(Elements::default());
    };
    let (number, place) = (asked.number, path(asked.paging.items));
    let Some(list) = member::at(whole, asked.paging.items) else {
        return Err(Error::decode(format!(
            "page {number} has no `{place}`, where its items should be"
        )));
    };
    if is_null(list) {
        return Ok(Elements::default());
    }
    Elements::of(&body.slice_ref(list.get().as_bytes())).ok_or_else(|| {
        Error::decode(if asked.paging.items.is_empty() {
            format!("page {number} itself is not a list of items")
        } else {
            format!("`{place}` of page {number} is not a list of items")
        })
    })
}

/// Where the list goes on, as it is sent.
fn next(
    asked: &Asked<'_>,
    whole: Option<&RawValue>,
    headers: &HeaderMap,
) -> Result<Option<String>, Error> {
    let (place, next) = match asked.paging.next {
        Next::Member(names) => {
            let value = whole.and_then(|whole| member::at(whole, names));
            let value = value.filter(|value| !is_null(value));
            (
                path(names),
                value.map_or(Ok(None), |value| of_member(asked, value)),
            )
        }
        Next::Header(name) => (name.to_owned(), of_header(asked, headers, name)),
        Next::Listing => return Ok(None),
    };
    next.map_err(|why| Error::decode(format!("`{place}` of page {} {why}", asked.number)))
}

/// A text or a number; what goes into a body of JSON may be any value, and stays as it is.
fn of_member(asked: &Asked<'_>, value: &RawValue) -> Result<Option<String>, String> {
    let json = value.get();
    if matches!(asked.paging.into, Place::Body(_)) {
        return Ok(Some(json.to_owned()).filter(|json| json != "\"\""));
    }
    let text: Option<String> = serde_json::from_str(json).ok();
    let is_number = || serde_json::from_str::<serde_json::Number>(json).is_ok();
    match (text, asked.paging.into) {
        (Some(text), _) => asked.said(text),
        (None, Place::Link) => Err("is not a text, and should be a link".to_owned()),
        (None, _) if is_number() => asked.said(json.to_owned()),
        (None, _) => Err("is neither a text nor a number, and should be a token".to_owned()),
    }
}

fn of_header(
    asked: &Asked<'_>,
    headers: &HeaderMap,
    name: &'static str,
) -> Result<Option<String>, String> {
    let said = if matches!(asked.paging.into, Place::Link) && name == "link" {
        link::next(headers)?
    } else {
        let value = headers
            .get(name)
            .map(|value| value.to_str().map(str::to_owned));
        value
            .transpose()
            .map_err(|_| "holds more than ASCII".to_owned())?
    };
    said.map_or(Ok(None), |said| asked.said(said))
}

/// Names as they are written in an attribute, near enough to be found again.
fn path(names: &[&str]) -> String {
    names.join(".")
}
