//! A body as the engine sees it: in memory, or by what has to be known of one that is not.

use super::buffer::Buffer;
use super::evaluate::{Evaluator, Input};
use super::sign::SigningKey;
use super::{Error, Made, Presence, Wrote};
use crate::algorithm::{Digest, Hasher};
use crate::data::{Function, Hash, Id, Op, Part, Run, SchemeData};

/// The body of a request.
#[derive(Clone, Copy)]
pub enum BodyView<'r> {
    /// All of it.
    Whole(&'r [u8]),
    /// What is known of one that is not in memory.
    Apart(&'r Digests),
}

/// What is known of a body that is not in memory: its length and its digests.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Digests {
    len: Option<u64>,
    known: Vec<(Hash, Digest)>,
}

/// How bytes are written.
pub(super) type Encode = fn(&mut Buffer, &[u8]);

/// Digests in the making, of a body that is read piece by piece.
pub struct Digesting {
    len: u64,
    hashers: Vec<(Hash, Hasher)>,
}

impl SchemeData<'_> {
    /// Which digests of the body signing this request takes, under its settings: those that the view
    /// of its body does not have yet. None if the body is not signed.
    ///
    /// # Errors
    ///
    /// As [`sign`](SigningKey::sign); and [`Error::WholeBody`] if the body is needed for more than digests.
    pub fn digests(&self, input: Input<'_>) -> Result<Vec<Hash>, Error> {
        let mut evaluator = Evaluator::new(self, &input, None);
        evaluator.one_reading()?;
        let key = SigningKey::new(self);
        evaluator.guard(&key)?;
        evaluator.run(&key)?;
        evaluator.changed_body()?;
        Ok(evaluator.undigested)
    }
}

impl<'r> BodyView<'r> {
    /// All of it.
    ///
    /// # Errors
    ///
    /// [`Error::WholeBody`] if it is not in memory.
    pub fn whole(self) -> Result<&'r [u8], Error> {
        match self {
            Self::Whole(body) => Ok(body),
            Self::Apart(_) => Err(Error::WholeBody),
        }
    }

    /// Whether there is nothing in it.
    ///
    /// # Errors
    ///
    /// [`Error::BodyLength`] if nobody knows.
    pub(super) fn is_empty(self) -> Result<bool, Error> {
        match self {
            Self::Whole(body) => Ok(body.is_empty()),
            Self::Apart(body) => body.len.map(|len| len == 0).ok_or(Error::BodyLength),
        }
    }
}

impl Digests {
    /// Nothing but the length, if that is known.
    pub const fn of_length(len: Option<u64>) -> Self {
        Self {
            len,
            known: Vec::new(),
        }
    }

    /// How many bytes the body has.
    pub const fn len(&self) -> Option<u64> {
        self.len
    }

    /// There is certainly nothing in the body.
    pub fn is_empty(&self) -> bool {
        self.len == Some(0)
    }

    /// By which hashes there is a digest.
    pub fn hashes(&self) -> impl Iterator<Item = Hash> {
        self.known.iter().map(|(hash, _)| *hash)
    }

    /// Takes in what others know.
    pub fn extend(&mut self, others: Self) {
        self.known.extend(others.known);
    }

    pub(super) fn get(&self, hash: Hash) -> Option<&Digest> {
        let known = self.known.iter().find(|(known, _)| *known == hash);
        known.map(|(_, digest)| digest)
    }
}

impl Digesting {
    /// The beginning of these digests.
    pub fn new(hashes: impl IntoIterator<Item = Hash>) -> Self {
        let begun = hashes.into_iter().map(|hash| (hash, Hasher::new(hash)));
        Self {
            len: 0,
            hashers: begun.collect(),
        }
    }

    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.len += piece.len() as u64;
        for (_, hasher) in &mut self.hashers {
            hasher.update(piece);
        }
    }

    /// The digests of all pieces.
    pub fn finish(self) -> Digests {
        let digest = |(hash, hasher): (Hash, Hasher)| (hash, hasher.finish());
        Digests {
            len: Some(self.len),
            known: self.hashers.into_iter().map(digest).collect(),
        }
    }
}

impl Evaluator<'_> {
    /// Whether an expression is the body as it is, for this request; `Some(false)` if it would be,
    /// and is absent. So a large body is hashed where it is, and one that is not in memory at all.
    pub(super) fn is_body(&mut self, id: Id) -> Result<Option<bool>, Error> {
        match self.data.node(id).op {
            Op::Part(part) => Ok((part == Part::Body).then_some(true)),
            // One that is absent is an error, which is not made here.
            Op::Must(of) => Ok(self.is_body(of)?.filter(|present| *present)),
            Op::Call(Function::NonEmpty, of, _) => {
                let body = self.is_body(of)?;
                Ok(match body {
                    Some(true) => Some(!self.is_body_empty()?),
                    other => other,
                })
            }
            Op::Call(condition @ (Function::When | Function::Unless), of, arguments) => {
                let body = self.is_body(of)?;
                Ok(match body {
                    Some(true) => Some(self.keeps(condition, self.data.links(arguments))?),
                    other => other,
                })
            }
            Op::Or(choices) => self.chooses_body(choices),
            // What was named is in the buffer, if it is not the body.
            Op::Let(index) if self.received.is_none() => {
                self.is_body(self.data.lets[usize::from(index)].value)
            }
            _ => Ok(None),
        }
    }

    /// Whether the first of these that is present is the body.
    fn chooses_body(&mut self, choices: Run) -> Result<Option<bool>, Error> {
        let choices = self.data.links(choices);
        if !choices.iter().any(|choice| self.data.may_be_body(*choice)) {
            return Ok(None);
        }
        for choice in choices {
            match self.is_body(*choice)? {
                Some(true) => return Ok(Some(true)),
                None if self.is_present(*choice)? => return Ok(None),
                Some(false) | None => {}
            }
        }
        Ok(Some(false))
    }

    fn is_body_empty(&mut self) -> Result<bool, Error> {
        match self.made_body()? {
            Some(made) => Ok(made.is_empty()),
            None => self.input.request.body.is_empty(),
        }
    }

    /// Writes the signature in an encoding.
    pub(super) fn write_signature(&mut self, encode: Encode) -> Presence {
        let signature = self.signature.as_ref();
        let written = signature.map(|signature| encode(&mut self.buffer, signature.as_bytes()));
        written.is_some().into()
    }

    /// Writes the digest of a text or of bytes in an encoding. A body may be large, and so may what
    /// was named: they are hashed where they are.
    pub(super) fn write_digest(&mut self, hash: Option<Hash>, of: Id, encode: Encode) -> Wrote {
        let hash = match hash {
            Some(hash) => hash,
            None => self.hash()?,
        };
        if let Some(text) = self.named_text(of) {
            let digest = hash.digest(self.buffer.bytes(text));
            encode(&mut self.buffer, digest.as_bytes());
            return Ok(Presence::There);
        }
        match self.is_body(of)? {
            Some(true) => self.write_body_digest(hash, encode)?,
            Some(false) => return Ok(Presence::Absent),
            None => {
                let at = self.buffer.len();
                if !self.write(of)? {
                    return Ok(Presence::Absent);
                }
                let secrecy = self.buffer.secrecy(at);
                let digest = hash.digest(self.buffer.tail(at));
                self.buffer.truncate(at);
                encode(&mut self.buffer, digest.as_bytes());
                // A digest of a secret is as secret, unless that secret is sent anyway.
                let kept = secrecy.filter(|secrecy| !secrecy.sent());
                self.buffer.computed(at, kept);
            }
        }
        Ok(Presence::There)
    }

    /// Writes a digest of the body as it will be sent. One that is not known yet is noted, and
    /// something of its length stands for it.
    pub(super) fn write_body_digest(&mut self, hash: Hash, encode: Encode) -> Made<()> {
        let own = self.input.request.body;
        let digest = match (self.made_body()?, own) {
            (Some(made), _) => hash.digest(made),
            (None, BodyView::Whole(body)) => hash.digest(body),
            (None, BodyView::Apart(body)) => body.get(hash).copied().unwrap_or_else(|| {
                if !self.undigested.contains(&hash) {
                    self.undigested.push(hash);
                }
                hash.digest(b"")
            }),
        };
        encode(&mut self.buffer, digest.as_bytes());
        Ok(())
    }

    /// Refuses a signature over a digest that nobody knew.
    pub(super) fn all_digested(&self) -> Result<(), Error> {
        let name = |hash: &Hash| Err(Error::Undigested { hash: hash.name() });
        self.undigested.first().map_or(Ok(()), name)
    }
}

impl<'r> From<&'r [u8]> for BodyView<'r> {
    fn from(body: &'r [u8]) -> Self {
        Self::Whole(body)
    }
}

impl<'r> From<&'r Vec<u8>> for BodyView<'r> {
    fn from(body: &'r Vec<u8>) -> Self {
        Self::Whole(body)
    }
}

impl<'r> From<&'r Digests> for BodyView<'r> {
    fn from(body: &'r Digests) -> Self {
        Self::Apart(body)
    }
}

/// The length and which digests are known.
impl std::fmt::Debug for Digests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.hashes().map(Hash::name).collect();
        f.debug_struct("Digests")
            .field("len", &self.len)
            .field("known", &names)
            .finish()
    }
}

/// The length only.
impl std::fmt::Debug for BodyView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(body) => write!(f, "Whole({} bytes)", body.len()),
            Self::Apart(body) => f.debug_tuple("Apart").field(body).finish(),
        }
    }
}

impl std::fmt::Debug for Digesting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.hashers.iter().map(|(hash, _)| hash.name()).collect();
        f.debug_struct("Digesting")
            .field("len", &self.len)
            .field("hashes", &names)
            .finish()
    }
}
