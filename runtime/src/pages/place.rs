//! Where a request says which page it asks for.

use http::{HeaderName, HeaderValue, Uri, header};
use serde_json::value::RawValue;

use super::{Place, link, member};
use crate::{Body, Error, Unsigned, wire};

/// Makes a request that of another page, before it is signed. What is there already in the same place
/// is replaced.
pub(super) fn put(unsigned: &mut Unsigned, into: Place, next: &str) -> Result<(), Error> {
    let put = match into {
        Place::Link => follow(unsigned, next),
        Place::Query(name) => query(unsigned, name, next),
        Place::Header(name) => header(unsigned, name, next),
        Place::Body(path) => body(unsigned, path, next),
        Place::Form(name) => form(unsigned, name, next),
    };
    put.map_err(|why| Error::request(format!("the next page cannot be asked for: {why}")))
}

fn follow(unsigned: &mut Unsigned, link: &str) -> Result<(), String> {
    let uri = link::resolve(link, unsigned.uri()).map_err(|why| format!("the link {why}"))?;
    *unsigned.0.request.uri_mut() = uri;
    Ok(())
}

fn query(unsigned: &mut Unsigned, name: &str, token: &str) -> Result<(), String> {
    let uri = unsigned.uri();
    let query = with_pair(uri.query().unwrap_or_default(), name, &wire::value(token));
    let target = format!("{}?{query}", uri.path());
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target.parse().map_err(|error| format!("{error}"))?);
    *unsigned.0.request.uri_mut() = Uri::from_parts(parts).map_err(|error| error.to_string())?;
    Ok(())
}

fn header(unsigned: &mut Unsigned, name: &'static str, token: &str) -> Result<(), String> {
    // `http` lets other bytes through, which servers read as they like.
    let value = HeaderValue::from_str(token).ok();
    let value = value.filter(|value| value.to_str().is_ok()).ok_or_else(|| {
        format!(
            "the token cannot stand in the header `{name}`: it holds a control character or one outside ASCII"
        )
    })?;
    unsigned
        .headers_mut()
        .insert(HeaderName::from_static(name), value);
    Ok(())
}

fn body(unsigned: &mut Unsigned, path: &[&str], token: &str) -> Result<(), String> {
    let token: &RawValue = serde_json::from_str(token)
        .map_err(|_| "the token is to stand in JSON, and is none".to_owned())?;
    let new = serde_json::from_slice(bytes(unsigned)?)
        .ok()
        .and_then(|body| member::with(Some(body), path, token));
    let new = new.ok_or_else(|| {
        format!(
            "the body has no place for `{}`: it is no object of JSON",
            path.join(".")
        )
    })?;
    replace(unsigned, new.get());
    Ok(())
}

fn form(unsigned: &mut Unsigned, name: &str, token: &str) -> Result<(), String> {
    let encoded =
        |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let form = str::from_utf8(bytes(unsigned)?).map_err(|_| "the body is no form".to_owned())?;
    let form = with_pair(form, &encoded(name), &encoded(token));
    replace(unsigned, &form);
    Ok(())
}

fn bytes(unsigned: &Unsigned) -> Result<&[u8], String> {
    let bytes = unsigned.body().as_bytes();
    bytes.ok_or_else(|| "the body is not in memory".to_owned())
}

fn replace(unsigned: &mut Unsigned, body: &str) {
    let length = HeaderValue::from(body.len());
    if let Some(said) = unsigned.headers_mut().get_mut(header::CONTENT_LENGTH) {
        *said = length;
    }
    *unsigned.0.request.body_mut() = Body::bytes(body.to_owned());
}

/// Pairs with one more, in place of those of its name. All are in wire form.
fn with_pair(pairs: &str, name: &str, value: &str) -> String {
    let others = pairs
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let pair = format!("{name}={value}");
    others.chain([pair.as_str()]).collect::<Vec<_>>().join("&")
}
