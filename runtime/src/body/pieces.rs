//! A body that can be read again and again: files, and bytes between them.

use std::{
    fs::{File, Metadata},
    io::{self, Read as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use bytes::Bytes;
use signed_api_specs::{Digesting, Digests, data::Hash};

/// How many bytes of a file are in memory at a time.
pub(super) const PIECE: usize = 64 << 10;

/// Files, and bytes between them.
pub(crate) struct Pieces {
    parts: Vec<Piece>,
    len: u64,
    /// The digests that were taken so far.
    digests: Mutex<Digests>,
}

/// A part of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    /// In memory.
    Bytes(Bytes),
    /// Read when it is needed.
    File(Document),
}

/// A file, as it was when its body was made.
#[derive(Clone)]
pub(crate) struct Document {
    path: PathBuf,
    len: u64,
    modified: Option<SystemTime>,
}

impl Pieces {
    pub(crate) fn new(parts: Vec<Piece>) -> Self {
        let len = parts.iter().map(Piece::len).sum();
        Self {
            parts,
            len,
            digests: Mutex::new(Digests::of_length(Some(len))),
        }
    }

    pub(crate) const fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn parts(&self) -> &[Piece] {
        &self.parts
    }

    /// The name of the file, without its folders, if it is one.
    pub(super) fn file_name(&self) -> Option<&str> {
        match &*self.parts {
            [Piece::File(file)] => file.path.file_name()?.to_str(),
            _ => None,
        }
    }

    /// What is known of it without reading it.
    pub(crate) fn digests(&self) -> Digests {
        lock(&self.digests).clone()
    }

    /// Reads it for its digests. It stops when it is not `wanted` any more, and then knows none.
    pub(super) fn digest(&self, hashes: &[Hash], wanted: impl Fn() -> bool) -> io::Result<()> {
        let mut digesting = Digesting::new(hashes.iter().copied());
        let end = self.read(|piece| {
            digesting.update(&piece);
            go_on(wanted())
        })?;
        if end.is_continue() {
            lock(&self.digests).extend(digesting.finish());
        }
        Ok(())
    }

    /// Reads all of it into memory.
    pub(super) fn all(&self) -> io::Result<Bytes> {
        let mut all = Vec::new();
        let _ = self.read(|piece| {
            all.extend_from_slice(&piece);
            ControlFlow::Continue(())
        })?;
        Ok(all.into())
    }

    /// Reads it for sending. What is sent has the digests that were signed: the last piece is given
    /// only if it does.
    pub(super) fn give(&self, mut give: impl FnMut(Bytes) -> bool) -> io::Result<()> {
        let signed = self.digests();
        let mut digesting = Digesting::new(signed.hashes());
        let mut last: Option<Bytes> = None;
        let end = self.read(|piece| {
            digesting.update(&piece);
            go_on(last.replace(piece).is_none_or(&mut give))
        })?;
        if end.is_break() {
            return Ok(());
        }
        if digesting.finish() != signed {
            return Err(io::Error::other("the file changed after it was signed"));
        }
        last.map(give);
        Ok(())
    }

    /// Reads every piece in turn: the one way to what is in it.
    fn read(&self, mut take: impl FnMut(Bytes) -> ControlFlow<()>) -> io::Result<ControlFlow<()>> {
        for piece in &self.parts {
            let flow = match piece {
                Piece::Bytes(bytes) => in_pieces(bytes, &mut take),
                Piece::File(file) => file.read(&mut take)?,
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.len,
        }
    }
}

impl Document {
    /// Looks at a file. It is not opened.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let about = std::fs::metadata(path).map_err(|error| named(path, &error))?;
        if !about.is_file() {
            let why = "not a regular file; send what it gives with `Body::stream_of`, or with `Body::stream` if its length is unknown";
            return Err(named(
                path,
                &io::Error::new(io::ErrorKind::InvalidInput, why),
            ));
        }
        Ok(Self {
            path: path.to_owned(),
            len: about.len(),
            modified: about.modified().ok(),
        })
    }

    fn read(&self, take: &mut impl FnMut(Bytes) -> ControlFlow<()>) -> io::Result<ControlFlow<()>> {
        self.open(take).map_err(|error| named(&self.path, &error))
    }

    fn open(&self, take: &mut impl FnMut(Bytes) -> ControlFlow<()>) -> io::Result<ControlFlow<()>> {
        let mut file = File::open(&self.path)?;
        self.assert_same(&file.metadata()?)?;
        let mut left = self.len;
        while left > 0 {
            let size = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
            let mut piece = vec![0; size];
            let read = match file.read(&mut piece) {
                Ok(0) => return Err(changed()),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            piece.truncate(read);
            left -= read as u64;
            if left == 0 {
                self.assert_same(&file.metadata()?)?;
            }
            if take(piece.into()).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn assert_same(&self, now: &Metadata) -> io::Result<()> {
        if now.len() == self.len && now.modified().ok() == self.modified {
            Ok(())
        } else {
            Err(changed())
        }
    }
}

/// Large bytes are sent piece by piece too, so that whoever looks on sees how far they are.
pub(super) fn in_pieces(
    bytes: &Bytes,
    take: &mut impl FnMut(Bytes) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let starts = (0..bytes.len()).step_by(PIECE);
    let mut pieces = starts.map(|at| bytes.slice(at..bytes.len().min(at + PIECE)));
    pieces.try_for_each(take)
}

const fn go_on(wanted: bool) -> ControlFlow<()> {
    if wanted {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

fn changed() -> io::Error {
    io::Error::other("the file changed after its `Body` was made")
}

/// The same error, with the name of the file.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What it guards is replaced as a whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
