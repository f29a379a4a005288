//! Bodies one after another, as one.

use futures_util::{StreamExt as _, stream};

use super::{Body, Kind, Piece};

impl Body {
    /// One body of several: in memory if all are, of files if none is a stream, else a stream. Who
    /// counts what is sent of one of them counts the whole.
    pub(crate) fn joined(mut bodies: Vec<Self>) -> Self {
        let meter = bodies.iter_mut().find_map(|body| body.meter.take());
        bodies.retain(|body| !body.is_empty());
        let joined = if let Some(all) = in_memory(&bodies) {
            Self::bytes(all)
        } else if let Some(pieces) = of_files(&bodies) {
            Self::pieces(pieces)
        } else {
            // More than can be counted is not known.
            let mut lens = bodies.iter().map(Self::len);
            let len = lens.try_fold(0_u64, |all, len| all.checked_add(len?));
            Self::once(len, stream::iter(bodies).flatten())
        };
        Self { meter, ..joined }
    }

    /// The name of the file that it is.
    pub(crate) fn file_name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Pieces(pieces) => pieces.file_name(),
            _ => None,
        }
    }
}

fn in_memory(bodies: &[Body]) -> Option<Vec<u8>> {
    // Known of all before any is copied: a file may come last, after many bytes.
    let all: Option<Vec<_>> = bodies.iter().map(Body::as_bytes).collect();
    Some(all?.concat())
}

fn of_files(bodies: &[Body]) -> Option<Vec<Piece>> {
    let mut all = Vec::new();
    for body in bodies {
        match &body.kind {
            Kind::Bytes(bytes) => all.push(Piece::Bytes(bytes.clone())),
            Kind::Pieces(pieces) => all.extend_from_slice(pieces.parts()),
            Kind::Stream(_) | Kind::Reading(_) => return None,
        }
    }
    Some(all)
}
