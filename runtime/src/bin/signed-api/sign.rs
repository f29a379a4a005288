//! `signed-api sign`.

use http::HeaderValue;
use http::header::{CONTENT_LENGTH, HOST};
use signed_api_specs::data::SchemeData;
use signed_api_specs::{Signing, SigningKey};

use crate::call::{Call, Opened};
use crate::given::Purpose;
use crate::print;

/// Prints the signed request.
pub(crate) fn sign(call: &Call) -> Result<bool, String> {
    let opened = call.open(Purpose::Signing)?;
    let nonce = call.signing_nonce(&opened)?;
    let data = opened.scheme.data();
    match SigningKey::new(&data).sign(opened.input(&nonce)?) {
        Ok(signing) => {
            let text = signed_text(&opened, &data, &signing)?;
            print::bytes(&text);
            Ok(true)
        }
        Err(error) => {
            eprintln!("not signed: {error}");
            Ok(false)
        }
    }
}

/// The request's own text with what signing sets. What it does not set stays as it was written,
/// line ends and body included.
fn signed_text(
    opened: &Opened,
    data: &SchemeData<'_>,
    signing: &Signing,
) -> Result<Vec<u8>, String> {
    let body = &opened.request.body;
    let head = &opened.text[..opened.text.len() - body.len()];
    // The reader took it for text.
    let head = std::str::from_utf8(head).map_err(|error| error.to_string())?;
    let end = if head.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines = head.lines();
    let mut text = Vec::new();
    let mut push = |line: &[&[u8]]| {
        text.extend_from_slice(&line.concat());
        text.extend_from_slice(end.as_bytes());
    };
    push(&[request_line(opened, signing, lines.next().unwrap_or_default())?.as_bytes()]);
    let set = set(opened, data, signing)?;
    for line in lines.take_while(|line| !line.is_empty()) {
        let name = line.split(':').next().unwrap_or_default();
        if !set
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            push(&[line.as_bytes()]);
        }
    }
    for (name, value) in set {
        push(&[name.as_bytes(), b": ", value.as_bytes()]);
    }
    push(&[]);
    text.extend_from_slice(signing.body.as_deref().unwrap_or(body));
    Ok(text)
}

/// With the full URL if it was written so, else with the path; and with the path if the `Host`
/// header names another host, for then the URL only said where to connect.
fn request_line(opened: &Opened, signing: &Signing, line: &str) -> Result<String, String> {
    let view = opened.view()?;
    let own = view.target();
    let target = signing.target().unwrap_or(own);
    let (method, scheme, authority) = (view.method, view.scheme, view.authority);
    let written = line.split(' ').nth(1).unwrap_or_default();
    let said = opened.request.headers.get(HOST);
    let elsewhere = said.is_some_and(|said| said != authority);
    Ok(if written.starts_with('/') || elsewhere {
        format!("{method} {target} HTTP/1.1")
    } else {
        format!("{method} {scheme}://{authority}{target} HTTP/1.1")
    })
}

/// The headers that signing sets, in the provider's spelling; of a changed body also its length, if
/// the request says it, and of one made out of nothing its type.
fn set<'s>(
    opened: &Opened,
    data: &'s SchemeData<'s>,
    signing: &'s Signing,
) -> Result<Vec<(&'s str, HeaderValue)>, String> {
    let name = |entry: Option<usize>| entry.map_or("Host", |at| data.text(data.entries[at].name));
    let headers = signing.headers(data);
    let headers = headers.map(|header| header.map(|(entry, value)| (name(entry), value)));
    let headers: Result<Vec<_>, _> = headers.collect();
    let headers = headers.map_err(|error| error.to_string())?;
    let length = signing.content_length().into_iter();
    let length = length.map(|length| ("Content-Length", length));
    let said = opened.request.headers.contains_key(CONTENT_LENGTH);
    let length = length.filter(|_| said);
    let mut set: Vec<_> = headers.into_iter().chain(length).collect();
    let is_kind = |(name, _): &(&str, _)| name.eq_ignore_ascii_case("content-type");
    if let Some(kind) = opened
        .made_kind
        .clone()
        .filter(|_| !set.iter().any(is_kind))
    {
        set.push(("Content-Type", kind));
    }
    Ok(set)
}
