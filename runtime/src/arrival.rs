//! An answer as it arrives: the one place where it is read into memory.

use std::{
    mem,
    pin::pin,
    task::{Poll, ready},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, Method, Response, StatusCode, header};

use crate::{
    Body, Error, Options, Outgoing,
    deadline::{Deadline, Late, Patience},
};

/// An answer, which is handed on by many until it is read: in a box, so that it need not be moved.
pub(crate) type Arrived = Box<Response<Body>>;

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
    only: Bytes,
    /// Copied together, as soon as there are two.
    several: BytesMut,
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
        answer: &mut Response<Body>,
        deadline: &mut Deadline,
    ) -> Result<(), Error> {
        let status = answer.status();
        // What a transport hands on may take the length that is said for that of the body.
        if !self.has_body(status) {
            *answer.body_mut() = Body::empty();
        }
        if self.streams && status.is_success() {
            self.stream(answer);
            return Ok(());
        }
        let mut part = Part {
            only: Bytes::new(),
            several: BytesMut::new(),
            said: answer.body().framed().or_else(|| self.said(answer)),
        };
        let read = {
            let all = pin!(part.fill(answer.body_mut(), self.limit, status));
            deadline.within(all).await
        };
        match read.unwrap_or_else(|late| Err(Short::Late(late))) {
            Ok(()) => {
                *answer.body_mut() = part.into_bytes().into();
                Ok(())
            }
            Err(short) => self.short(answer, part, short),
        }
    }

    /// Whether an answer has a body, whatever it says of a length (RFC 9110, section 6.4.1).
    fn has_body(&self, status: StatusCode) -> bool {
        !self.is_head && ![StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status)
    }

    /// What an answer says its length is, if it is that of what is read.
    fn said(&self, answer: &Response<Body>) -> Option<u64> {
        let headers = answer.headers();
        if !self.has_body(answer.status()) || headers.contains_key(header::CONTENT_ENCODING) {
            return None;
        }
        length(headers)
    }

    /// An answer whose body is not whole.
    fn short(&self, answer: &mut Response<Body>, part: Part, short: Short) -> Result<(), Error> {
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
        let cut = Cut(error.message().to_owned());
        answer.extensions_mut().insert(cut);
        let came = part.into_bytes();
        if answer.status().is_success() {
            let answer = mem::replace(answer, Response::new(Body::empty()));
            Err(error.with_answer(answer.map(|_| came)))
        } else {
            *answer.body_mut() = came.into();
            Ok(())
        }
    }

    /// Makes of the body one that says where its answer broke off, or stopped.
    fn stream(&self, answer: &mut Response<Body>) {
        let mut body = mem::take(answer.body_mut());
        let (call, mut came) = (self.call, 0);
        let len = body.len();
        let said = len.or_else(|| self.said(answer));
        let mut head = Response::new(Bytes::new());
        *head.status_mut() = answer.status();
        *head.headers_mut() = answer.headers().clone();
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
        *answer.body_mut() = Body::once(len, chunks);
    }
}

impl Part {
    async fn fill(
        &mut self,
        body: &mut Body,
        limit: usize,
        status: StatusCode,
    ) -> Result<(), Short> {
        let fits = |len: u64| usize::try_from(len).is_ok_and(|len| len <= limit);
        // Of a refusal that is too large the beginning is read.
        let comes = body.len().or(self.said);
        if status.is_success() && body.as_bytes().is_none() && !comes.is_none_or(fits) {
            return Err(Short::TooLarge);
        }
        if body.as_bytes().is_some_and(|bytes| bytes.len() <= limit) {
            self.keep(mem::take(body).into_bytes().unwrap_or_default());
            return self.is_whole();
        }
        // To the end, also of what seems to be whole: more than was said is an error.
        loop {
            let mut piece = match body.chunk().await {
                Ok(Some(piece)) => piece,
                Ok(None) => return self.is_whole(),
                Err(error) => return Err(Short::Broken(error)),
            };
            let room = limit - self.len();
            let is_too_large = piece.len() > room;
            piece.truncate(room);
            self.keep(piece);
            if is_too_large {
                return Err(Short::TooLarge);
            }
        }
    }

    /// Most come in one piece, which need not be copied.
    fn keep(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.only = piece;
        } else {
            self.several.extend_from_slice(&mem::take(&mut self.only));
            self.several.extend_from_slice(&piece);
        }
    }

    fn len(&self) -> usize {
        self.only.len() + self.several.len()
    }

    fn is_whole(&self) -> Result<(), Short> {
        match self.said {
            Some(said) if said != self.len() as u64 => Err(Short::Lying),
            _ => Ok(()),
        }
    }

    fn count(&self) -> String {
        count(self.len() as u64, self.said)
    }

    fn into_bytes(self) -> Bytes {
        if self.several.is_empty() {
            self.only
        } else {
            self.several.freeze()
        }
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
