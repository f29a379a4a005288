//! A transport that answers as it was recorded.

use std::{
    fmt, io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderValue, Response, header};
use serde_json::Value;

use super::{
    memory::difference,
    recording::{Asked, Content, Exchange, Recording},
    scrub::Scrub,
};
use crate::{Body, BoxError, Error, Outgoing, Scheme, Secret, Transport};

/// A transport that reaches nobody, and answers from a file of [`Recorder`](super::Recorder), which
/// has an example. Clones share what was replayed.
///
/// A request is answered by the first exchange of the same method, path, query and body that was
/// not replayed yet; what was scrubbed does not count, so neither do times, signatures, credentials
/// and the boundary of a multipart body. Nor do other headers. A request that was not recorded fails, and the error says in
/// what it differs from the closest one that was.
///
/// An old answer tells nothing of the clocks of today: it has no `date`, and says by an `age` that it
/// was kept. So a refusal that was recorded is a refusal whenever it is replayed.
#[derive(Clone)]
pub struct Replay {
    scrub: Scrub,
    exchanges: Arc<Mutex<Vec<Recorded>>>,
}

struct Recorded {
    exchange: Exchange,
    replayed: bool,
}

impl Replay {
    /// Reads a recording.
    ///
    /// # Errors
    ///
    /// If there is none at this place.
    pub fn open(file: impl AsRef<Path>) -> io::Result<Self> {
        let recording = Recording::read(file.as_ref())?;
        let mut scrub = Scrub::default();
        recording
            .hidden
            .into_iter()
            .for_each(|name| scrub.hide(name));
        let recorded = |exchange| Recorded {
            exchange,
            replayed: false,
        };
        let exchanges = recording.exchanges.into_iter().map(recorded).collect();
        Ok(Self {
            scrub,
            exchanges: Arc::new(Mutex::new(exchanges)),
        })
    }

    /// Scrubs a text wherever it stands in a request: what stands where a secret stood that was
    /// scrubbed when it was recorded.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.scrub.secret(&secret.into());
        self
    }

    /// The same for the secret credentials of a scheme.
    #[must_use]
    pub fn credentials<S: Scheme>(mut self, scheme: &S) -> Self {
        self.scrub.credentials(scheme);
        self
    }

    /// What was recorded and not replayed: `GET /calls/7`.
    pub fn rest(&self) -> Vec<String> {
        let exchanges = self.exchanges();
        let rest = exchanges.iter().filter(|recorded| !recorded.replayed);
        rest.map(|recorded| name(&recorded.exchange.request))
            .collect()
    }

    /// The answer to a request.
    pub(crate) fn next(&self, request: &Outgoing) -> Result<Response<Body>, BoxError> {
        let asked = self.scrub.of(request)?.request(request)?;
        let mut exchanges = self.exchanges();
        let same = |recorded: &&mut Recorded| {
            !recorded.replayed && differences(&recorded.exchange.request, &asked).is_empty()
        };
        let Some(recorded) = exchanges.iter_mut().find(same) else {
            return Err(Error::transport(unknown(&asked, &exchanges)).into());
        };
        recorded.replayed = true;
        let mut answer = recorded.exchange.answer.clone().response()?;
        let headers = answer.headers_mut();
        headers.remove(header::DATE);
        headers.insert(header::AGE, HeaderValue::from_static("0"));
        Ok(answer.map(Body::from))
    }

    fn exchanges(&self) -> MutexGuard<'_, Vec<Recorded>> {
        // A test that panicked elsewhere should fail by its own words.
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a request has no answer.
fn unknown(asked: &Asked, exchanges: &[Recorded]) -> String {
    let differences = |recorded: &Recorded| differences(&recorded.exchange.request, asked);
    let closest = exchanges.iter().map(|one| (differences(one), one));
    let closest = closest.min_by_key(|(lines, _)| lines.iter().map(|line| line.0).sum::<usize>());
    let name_of = |recorded: &Recorded| name(&recorded.exchange.request);
    let why = match closest {
        None => "the recording is empty".to_owned(),
        Some((lines, _)) if lines.is_empty() => "all that were recorded were replayed".to_owned(),
        Some((lines, recorded)) => {
            let lines: Vec<_> = lines.into_iter().map(|line| line.1).collect();
            format!(
                "the closest is `{}`, but {}",
                name_of(recorded),
                lines.join("; ")
            )
        }
    };
    format!("nothing is recorded for `{}`: {why}", name(asked))
}

fn name(asked: &Asked) -> String {
    format!("{} {}", asked.method, asked.path)
}

/// In what a request is another than the recorded one, and how much each weighs.
fn differences(recorded: &Asked, asked: &Asked) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    if recorded.method != asked.method {
        lines.push((
            10,
            format!("the method is {}, not {}", asked.method, recorded.method),
        ));
    }
    if recorded.path != asked.path {
        // The path itself is told with the name.
        lines.push((20, "the path is another".to_owned()));
    }
    let (mut was, mut is) = (recorded.query.clone(), asked.query.clone());
    was.sort();
    is.sort();
    let lacks = was.iter().find(|pair| !is.contains(pair));
    let surplus = is.iter().find(|pair| !was.contains(pair));
    match (lacks, surplus) {
        (Some((name, value)), _) => {
            lines.push((5, format!("the query lacks `{name}={value}`")));
        }
        (None, Some((name, value))) => {
            lines.push((5, format!("the query has `{name}={value}` too much")));
        }
        (None, None) if was != is => {
            lines.push((5, "the query has a pair more or less often".to_owned()));
        }
        (None, None) => {}
    }
    if recorded.body != asked.body {
        lines.push((1, body(&recorded.body, &asked.body)));
    }
    lines
}

fn body(recorded: &Content, asked: &Content) -> String {
    let (Content::Text(was), Content::Text(is)) = (recorded, asked) else {
        return "the body is another".to_owned();
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    if let (Some(was), Some(is)) = (json(was), json(is)) {
        let same = || "the body is the same JSON, written in another way".to_owned();
        return difference(&was, &is, "").unwrap_or_else(same);
    }
    let at = was
        .chars()
        .zip(is.chars())
        .take_while(|(was, is)| was == is)
        .count();
    format!("the body is another from character {} on", at + 1)
}

impl Transport for Replay {
    async fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        self.next(&request)
    }
}

/// How much is left.
impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("rest", &self.rest())
            .finish()
    }
}
