//! A body that is being read, by one handle alone.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_util::{
    Stream, StreamExt as _,
    stream::{self, BoxStream},
};

use super::{Kind, Pieces, pieces, pipe};
use crate::{Error, progress::Meter};

/// What a body gives, in pieces.
pub(super) type Chunks = BoxStream<'static, Result<Bytes, Error>>;

/// A body that somebody has begun to read.
pub(super) struct Reading {
    // A lock that is never waited for: it makes of a stream that one thread at a time may have a
    // value that several may look at.
    chunks: Mutex<Chunks>,
    len: Option<u64>,
    came: u64,
    ended: bool,
    meter: Option<Meter>,
}

impl Reading {
    /// Begins.
    pub(super) fn of(kind: &Kind) -> Self {
        let (len, chunks) = match kind {
            Kind::Bytes(bytes) => (Some(bytes.len() as u64), in_memory(bytes)),
            Kind::Pieces(all) => (Some(all.len()), from_thread(Arc::clone(all))),
            Kind::Stream(once) => (once.len(), once.take().unwrap_or_else(spent)),
            Kind::Reading(reading) => (reading.left(), spent()),
        };
        Self::new(len, chunks)
    }

    /// Of these.
    pub(super) fn new(len: Option<u64>, chunks: Chunks) -> Self {
        Self {
            chunks: Mutex::new(chunks),
            len,
            came: 0,
            ended: false,
            meter: None,
        }
    }

    /// Tells somebody how far it is.
    fn watch(&mut self, meter: Meter) {
        meter.begin(self.left());
        self.meter = Some(meter);
    }

    /// How many bytes are still to come, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        let left = |len: u64| {
            if self.ended {
                0
            } else {
                len.saturating_sub(self.came)
            }
        };
        self.len.map(left)
    }

    /// How many bytes there are, if that is known and none of them came.
    pub(super) fn whole(&self) -> Option<u64> {
        self.len.filter(|_| self.came == 0)
    }

    pub(super) const fn is_ended(&self) -> bool {
        self.ended
    }

    /// The next piece. A `meter` is told of it, and of those after it.
    fn poll(
        &mut self,
        meter: Option<Meter>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        if let Some(meter) = meter {
            self.watch(meter);
        }
        if self.ended {
            return Poll::Ready(None);
        }
        let chunks = self
            .chunks
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(chunks.poll_next_unpin(context));
        Poll::Ready(self.counted(chunk))
    }

    /// Counts what came, and holds it against what was to come.
    fn counted(&mut self, chunk: Option<Result<Bytes, Error>>) -> Option<Result<Bytes, Error>> {
        let counted = match chunk {
            Some(Ok(chunk)) => {
                self.came += chunk.len() as u64;
                match self.len {
                    Some(len) if self.came > len => Some(Err(Error::body_failed(format!(
                        "the body has more than the {len} bytes that it was said to have"
                    )))),
                    _ => Some(Ok(chunk)),
                }
            }
            None => match self.len {
                Some(len) if self.came < len => Some(Err(Error::body_failed(format!(
                    "the body ended after {} of {len} bytes",
                    self.came
                )))),
                _ => None,
            },
            failed => failed,
        };
        let is_all = Some(self.came) == self.len;
        self.ended = !matches!(counted, Some(Ok(_)));
        if let Some(meter) = &self.meter {
            let more = match &counted {
                Some(Ok(chunk)) => chunk.len() as u64,
                _ => 0,
            };
            meter.tell(more, self.ended || is_all);
        }
        counted
    }
}

fn in_memory(bytes: &Bytes) -> Chunks {
    let mut all = Vec::new();
    let _ = pieces::in_pieces(bytes, &mut |piece| {
        all.push(Ok(piece));
        std::ops::ControlFlow::Continue(())
    });
    stream::iter(all).boxed()
}

/// Reads on a thread of its own, for no executor may be held up by a disk.
fn from_thread(all: Arc<Pieces>) -> Chunks {
    let pipe = pipe::thread(move |feed| {
        if let Err(error) = all.give(|piece| feed.give(Ok(piece))) {
            feed.give(Err(
                Error::body_failed("the body could not be read").because(error)
            ));
        }
    });
    match pipe {
        Ok(pipe) => pipe.boxed(),
        Err(error) => failing(Error::body_failed("no thread could be started").because(error)),
    }
}

fn spent() -> Chunks {
    failing(Error::body_failed(
        "this stream was read before: only a body in memory or a file can be sent again",
    ))
}

fn failing(error: Error) -> Chunks {
    stream::iter([Err(error)]).boxed()
}

/// A stream, until somebody takes it.
pub(super) struct Once {
    len: Option<u64>,
    chunks: Mutex<Option<Chunks>>,
}

impl Once {
    pub(super) fn new(
        len: Option<u64>,
        chunks: impl Stream<Item = Result<Bytes, Error>> + Send + 'static,
    ) -> Self {
        Self {
            len,
            chunks: Mutex::new(Some(chunks.boxed())),
        }
    }

    pub(super) const fn len(&self) -> Option<u64> {
        self.len
    }

    pub(super) fn is_taken(&self) -> bool {
        self.slot().is_none()
    }

    fn take(&self) -> Option<Chunks> {
        self.slot().take()
    }

    fn slot(&self) -> MutexGuard<'_, Option<Chunks>> {
        // What it guards is taken as a whole.
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl super::Body {
    /// Reads on, from the first time on by this handle alone.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let meter = self.meter.take();
        match &mut self.kind {
            Kind::Reading(reading) => reading.poll(meter, context),
            unread => {
                let mut reading = Reading::of(unread);
                let piece = reading.poll(meter, context);
                *unread = Kind::Reading(Box::new(reading));
                piece
            }
        }
    }
}

impl Stream for super::Body {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        self.poll_piece(context)
    }
}

/// The body for hyper, reqwest, tower and whoever else knows the crate `http-body`.
impl http_body::Body for super::Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Error>>> {
        let chunk = ready!(self.poll_piece(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::Reading(reading) => reading.is_ended(),
            _ => false,
        }
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.len()
            .map_or_else(http_body::SizeHint::new, http_body::SizeHint::with_exact)
    }
}
