//! A body that is not in memory, made ready to be signed.

use std::{io, sync::Arc};

use bytes::Bytes;
use futures_util::StreamExt as _;
use signed_api_specs::{Digests, Error as SigningError, data::Hash, data::SchemeData};

use super::{Body, Kind, Pieces, pipe};
use crate::Error;

/// What has to be read of a body before it is signed.
pub(crate) enum Wanted {
    /// These digests.
    Digests(Vec<Hash>),
    /// All of it, for it is signed as it is.
    Whole,
}

impl Wanted {
    /// What a scheme wants of a body that is not in memory, if that can be had.
    pub(crate) fn of(
        data: &SchemeData<'_>,
        body: &Body,
        wanted: Result<Vec<Hash>, SigningError>,
    ) -> Result<Option<Self>, Error> {
        let scheme = data.name;
        let refused = |why: String| Err(Error::request(format!("scheme `{scheme}` signs {why}")));
        match wanted {
            Ok(digests) if digests.is_empty() => Ok(None),
            Ok(digests) if body.is_repeatable() => Ok(Some(Self::Digests(digests))),
            Ok(_) => refused(
                "a hash of the body, and a stream has none before it is sent: use `Body::file` or \
                 `Body::bytes`"
                    .to_owned(),
            ),
            Err(SigningError::WholeBody) => match body.len().filter(|_| body.is_repeatable()) {
                Some(len) if len <= Body::WHOLE_LIMIT => Ok(Some(Self::Whole)),
                Some(len) => refused(format!(
                    "the body itself and not its hash, so it has to be in memory, and {len} bytes \
                     are more than `Body::WHOLE_LIMIT`: use `Body::bytes`"
                )),
                None => refused(
                    "the body itself, and a stream is not there before it is sent: use \
                     `Body::file` or `Body::bytes`"
                        .to_owned(),
                ),
            },
            Err(SigningError::BodyLength) => {
                refused("whether there is a body: say its length, by `Body::stream_of`".to_owned())
            }
            // Whatever else is wrong with the request, signing will say.
            Err(_) => Ok(None),
        }
    }
}

impl Body {
    /// Puts other bytes in its place.
    pub(crate) fn replace(&mut self, bytes: Bytes) {
        self.kind = Kind::Bytes(bytes);
    }

    /// What is known of a body that is not in memory.
    pub(crate) fn digests(&self) -> Option<Digests> {
        match &self.kind {
            Kind::Bytes(_) => None,
            Kind::Pieces(pieces) => Some(pieces.digests()),
            Kind::Stream(_) | Kind::Reading(_) => Some(Digests::of_length(self.len())),
        }
    }

    /// Reads what is wanted, on a thread of its own: no executor may be held up by a disk. The body in
    /// memory comes back if that was wanted.
    pub(crate) async fn read(&self, wanted: Wanted) -> Result<Option<Self>, Error> {
        let Kind::Pieces(pieces) = &self.kind else {
            return Ok(None);
        };
        let pieces = Arc::clone(pieces);
        let pipe = pipe::thread(move |feed| {
            let read = pieces.known(&wanted, || feed.is_wanted());
            feed.give(read);
        });
        let read = match pipe {
            Ok(mut pipe) => pipe.next().await,
            Err(error) => Some(Err(error)),
        };
        let ended = || Err(io::Error::other("the thread that read it ended"));
        self.in_memory(read.unwrap_or_else(ended))
    }

    /// The same on this thread.
    #[inline(never)]
    pub(crate) fn read_here(&self, wanted: &Wanted) -> Result<Option<Self>, Error> {
        match &self.kind {
            Kind::Pieces(pieces) => self.in_memory(pieces.known(wanted, || true)),
            _ => Ok(None),
        }
    }

    fn in_memory(&self, read: io::Result<Option<Bytes>>) -> Result<Option<Self>, Error> {
        let read =
            read.map_err(|error| Error::body_failed("the body could not be read").because(error))?;
        Ok(read.map(|bytes| Self {
            kind: Kind::Bytes(bytes),
            text: self.text,
            meter: self.meter.clone(),
        }))
    }
}

impl Pieces {
    fn known(&self, wanted: &Wanted, go_on: impl Fn() -> bool) -> io::Result<Option<Bytes>> {
        match wanted {
            Wanted::Digests(hashes) => self.digest(hashes, go_on).map(|()| None),
            Wanted::Whole => self.all().map(Some),
        }
    }
}
