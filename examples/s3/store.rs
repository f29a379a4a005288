//! A store on this machine that verifies what it is sent, as S3 does.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use http::{Method, Response, StatusCode, Uri};
use percent_encoding::percent_decode_str;
use signed_api::{
    Body,
    schemes::{AwsSigv4S3, AwsSigv4S3Query},
    testing::{Seen, Server},
};

/// It is gone when it is dropped, with all that was in it.
pub(crate) struct Store(Server);

impl Store {
    pub(crate) fn start(s3: &AwsSigv4S3) -> Result<Self, Box<dyn Error>> {
        let objects = Objects::default();
        let server = Server::builder()
            .scheme(s3.clone())?
            .scheme(AwsSigv4S3Query::from(s3.clone()))?
            .answer(move |seen| objects.answer(seen))
            .start()?;
        Ok(Self(server))
    }

    /// The endpoint, with the bucket in its path.
    pub(crate) fn url(&self) -> String {
        format!("{}/recordings", self.0.url())
    }
}

#[derive(Default)]
struct Objects(Mutex<BTreeMap<String, Bytes>>);

impl Objects {
    /// What came this far is signed.
    fn answer(&self, seen: &Seen) -> Response<Body> {
        let mut objects = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let uri: Uri = seen.target.parse().unwrap_or_default();
        let key = decoded(uri.path().trim_start_matches("/recordings/"));
        match seen.method {
            Method::GET if key.is_empty() => {
                Response::new(page(&objects, uri.query().unwrap_or_default()).into())
            }
            Method::GET => match objects.get(&key) {
                Some(content) => Response::new(content.clone().into()),
                None => status(StatusCode::NOT_FOUND),
            },
            Method::PUT => {
                objects.insert(key, seen.body.clone());
                status(StatusCode::OK)
            }
            Method::DELETE => {
                objects.remove(&key);
                status(StatusCode::NO_CONTENT)
            }
            _ => status(StatusCode::METHOD_NOT_ALLOWED),
        }
    }
}

/// The token of a page is the last name of the page before.
fn page(objects: &BTreeMap<String, Bytes>, query: &str) -> String {
    let said = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.into_iter().find(|(known, _)| *known == name)?.1;
        Some(decoded(value))
    };
    let prefix = said("prefix").unwrap_or_default();
    let after = said("continuation-token").unwrap_or_default();
    let most = said("max-keys").and_then(|most| most.parse().ok());
    let rest: Vec<_> = objects
        .iter()
        .filter(|(key, _)| key.starts_with(&prefix) && **key > after)
        .collect();
    let shown = &rest[..rest.len().min(most.unwrap_or(1000))];
    let mut xml = "<ListBucketResult>".to_owned();
    for (key, content) in shown {
        let (key, size) = (escaped(key), content.len());
        // Writing into a `String` cannot fail.
        let _ = write!(
            xml,
            "<Contents><Key>{key}</Key><Size>{size}</Size></Contents>"
        );
    }
    if let Some((last, _)) = shown.last().filter(|_| shown.len() < rest.len()) {
        let last = escaped(last);
        let _ = write!(xml, "<NextContinuationToken>{last}</NextContinuationToken>");
    }
    xml + "</ListBucketResult>"
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
