//! An answer as it arrives: the one place where it is read into memory.

use std::{
    task::{Poll, ready},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, Method, Response, StatusCode, header, response::Parts};

use crate::{
    Body, Error, Options, Outgoing,
    deadline::{Deadline, Late, Patience},
};

/// How the answer to a request is read.
pub(crate) struct Arrival {
    call: Option<&'static str>,
    limit: usize,
    /// How long each piece of it may take, if it is wanted as it comes.
    piece_time: Option<Duration>,
    /// Whether the answer is wanted as it comes.
    streams: bool,
    /// Whether it has none, but says which it would have.
    is_head: bool,
}

/// What came of a body.
struct Part {
    bytes: BytesMut,
    /// How many bytes the answer says that it has.
    said: Option<u64>,
}

/// Why a body is not whole.
enum Short {
    TooLarge,
    Broken(Error),
    /// It is not as long as it says.
    Lying,
    Late(Late),
}

/// A body of which not all is there, and why.
#[derive(Clone)]
pub(crate) struct Cut(pub(crate) String);

impl Arrival {
    pub(crate) fn of(request: &Outgoing, options: &Options) -> Self {
        Self {
            piece_time: options.time(),
            call: request.call(),
            limit: request.answer_limit(),
            streams: request.0.streams,
            is_head: request.http().method() == Method::HEAD,
        }
    }

    /// Reads an answer: what comes back is in memory, but for a success that is wanted as it comes.
    ///
    /// A refusal is one even if its body is too large or breaks off: what is there is kept.
    pub(crate) async fn read(
        &self,
        answer: Response<Body>,
        deadline: &mut Deadline,
    ) -> Result<Response<Body>, Error> {
        let (parts, body) = answer.into_parts();
        // What a transport hands on may take the length that is said for that of the body.
        let body = if self.has_body(parts.status) {
            body
        } else {
            Body::empty()
        };
        if self.streams && parts.status.is_success() {
            let body = self.streamed(&parts, body);
            return Ok(Response::from_parts(parts, body));
        }
        let mut part = Part {
            bytes: BytesMut::new(),
            said: self.said(&parts),
        };
        let read = deadline
            .within(part.fill(body, self.limit, parts.status))
            .await;
        match read.unwrap_or_else(|late| Err(Short::Late(late))) {
            Ok(body) => Ok(Response::from_parts(parts, body.into())),
            Err(short) => self.short(parts, part, short),
        }
    }

    /// Whether an answer has a body, whatever it says of a length (RFC 9110, section 6.4.1).
    fn has_body(&self, status: StatusCode) -> bool {
        !self.is_head && ![StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status)
    }

    /// What an answer says its length is, if it is that of what is read.
    fn said(&self, parts: &Parts) -> Option<u64> {
        if !self.has_body(parts.status) || parts.headers.contains_key(header::CONTENT_ENCODING) {
            return None;
        }
        length(&parts.headers)
    }

    fn short(&self, mut parts: Parts, part: Part, short: Short) -> Result<Response<Body>, Error> {
        let came = part.count();
        let error = match short {
            Short::TooLarge => Error::too_large(format!(
                "more than the {} bytes of `Options::answer_limit`",
                self.limit
            )),
            Short::Broken(error) => error.broken_off(&came),
            Short::Lying => Error::transport(format!(
                "the answer is not as long as its `content-length` says: it has {came}"
            )),
            Short::Late(late) => {
                Error::timeout(format!("the answer did not end {late}, after {came}"))
            }
        };
        parts.extensions.insert(Cut(error.message().to_owned()));
        let answer = Response::from_parts(parts, part.bytes.freeze());
        if answer.status().is_success() {
            Err(error.with_answer(answer))
        } else {
            Ok(answer.map(Body::from))
        }
    }

    /// A body that says where its answer broke off, or stopped.
    fn streamed(&self, parts: &Parts, mut body: Body) -> Body {
        let (call, mut came) = (self.call, 0);
        let len = body.len();
        let said = len.or_else(|| self.said(parts));
        let mut head = Response::new(Bytes::new());
        *head.status_mut() = parts.status;
        *head.headers_mut() = parts.headers.clone();
        let mut patience = Patience::of(self.piece_time);
        let chunks = stream::poll_fn(move |context| {
            let piece = body.poll_next_unpin(context);
            let piece = ready!(patience.poll(piece, context));
            let error = match piece {
                Ok(Some(Ok(piece))) => {
                    came += piece.len() as u64;
                    return Poll::Ready(Some(Ok(piece)));
                }
                Ok(Some(Err(error))) => error.broken_off(&count(came, said)),
                Ok(None) => return Poll::Ready(None),
                Err(late) => {
                    let came = count(came, said);
                    Error::timeout(format!("no more of the answer came {late}, after {came}"))
                }
            };
            let error = error.with_answer(head.clone()).of_call(call);
            Poll::Ready(Some(Err(error)))
        });
        Body::once(len, chunks)
    }
}

impl Part {
    async fn fill(
        &mut self,
        mut body: Body,
        limit: usize,
        status: StatusCode,
    ) -> Result<Bytes, Short> {
        let fits = |len: u64| usize::try_from(len).is_ok_and(|len| len <= limit);
        // Of a refusal that is too large the beginning is read.
        let comes = body.len().or(self.said);
        if status.is_success() && body.as_bytes().is_none() && !comes.is_none_or(fits) {
            return Err(Short::TooLarge);
        }
        if body.as_bytes().is_some_and(|bytes| bytes.len() <= limit) {
            let bytes = body.into_bytes().unwrap_or_default();
            if self.whole(bytes.len()).is_err() {
                self.bytes.extend_from_slice(&bytes);
            }
            return self.whole(bytes.len()).map(|()| bytes);
        }
        loop {
            match body.chunk().await {
                Ok(Some(chunk)) => {
                    let room = limit - self.bytes.len();
                    self.bytes
                        .extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        return Err(Short::TooLarge);
                    }
                }
                Ok(None) => break,
                Err(error) => return Err(Short::Broken(error)),
            }
        }
        self.whole(self.bytes.len())?;
        Ok(std::mem::take(&mut self.bytes).freeze())
    }

    fn whole(&self, len: usize) -> Result<(), Short> {
        match self.said {
            Some(said) if said != len as u64 => Err(Short::Lying),
            _ => Ok(()),
        }
    }

    fn count(&self) -> String {
        count(self.bytes.len() as u64, self.said)
    }
}

/// `5 of 100 bytes`
fn count(came: u64, said: Option<u64>) -> String {
    match said {
        Some(said) => format!("{came} of {said} bytes"),
        None => format!("{came} bytes"),
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
}
