//! The functions on text and bytes. Each finds its argument at the end of the buffer and puts its
//! result in its place.

use base64::engine::general_purpose;
use zeroize::Zeroizing;

use super::buffer::Buffer;
use super::encoding::{base64, decode_base64, decode_hex, hex, hex_number, push_base64, push_hex};
use super::evaluate::Evaluator;
use super::json::{self, Fault};
use super::percent;
use super::secrecy::Secrecy;
use super::structured;
use super::{Error, Made, Presence, Wrote};
use crate::algorithm::{Digest, Mac};
use crate::data::{Algorithm, AlgorithmChoice, Function, Hash, Id, Op, Run, Type};

impl Evaluator<'_> {
    /// Writes the result of a function, or nothing if its argument is absent.
    #[inline(never)]
    pub(super) fn call(&mut self, function: Function, of: Id, arguments: Run) -> Wrote {
        let argument = self.data.node(of);
        match argument.kind {
            Type::Time => {
                return match self.time(of)? {
                    Some(time) => self.write_time(function, time),
                    None => Ok(Presence::Absent),
                };
            }
            Type::List | Type::Pairs => return self.call_on_items(function, of, arguments),
            _ => {}
        }
        match function {
            Function::When | Function::Unless => {
                return if self.keeps(function, self.data.links(arguments))? {
                    self.write(of).map(Presence::from)
                } else {
                    Ok(Presence::Absent)
                };
            }
            Function::Flatten if self.write_flat(of)? => return Ok(Presence::There),
            Function::Hash(hash) => return self.write_digest(Some(hash), of, Buffer::push),
            Function::Digest => return self.write_digest(None, of, Buffer::push),
            // What a verifier has kept as received is written.
            Function::Hex | Function::Base64 if self.received.is_none() => {
                let encode = match function {
                    Function::Hex => push_hex,
                    _ => push_base64,
                };
                match argument.op {
                    Op::Signature => return Ok(self.write_signature(encode)),
                    Op::Call(Function::Hash(hash), of, _) => {
                        return self.write_digest(Some(hash), of, encode);
                    }
                    Op::Call(Function::Digest, of, _) => {
                        return self.write_digest(None, of, encode);
                    }
                    _ => {}
                }
            }
            Function::PercentEncode if self.encode_named(of, arguments) => {
                return Ok(Presence::There);
            }
            // Most paths stay as they are.
            Function::PercentEncode
            | Function::PercentDecode
            | Function::NormalizePath
            | Function::WithoutSuffix
                if let Some(path) = self.path_left_by(function, of, arguments) =>
            {
                self.buffer.push(path);
                return Ok(Presence::There);
            }
            Function::PercentEncode
                if arguments.len == 0
                    && self.received.is_none()
                    && let Op::Call(Function::Join, list, between) = argument.op =>
            {
                return self.join_encoded(of, list, between).map(Presence::from);
            }
            // Without a detour: what most headers and pairs are.
            _ if let Some(text) = self.side(argument)
                && text.lent().is_some()
                && self.leaves_item(function, arguments, &text) =>
            {
                return self.push_chars(&text).map(Presence::from);
            }
            _ => {}
        }
        let at = self.buffer.len();
        let written = self.write(of)? && self.apply(function, of, arguments, at)?;
        Ok(written.into())
    }

    /// Writes what a function makes of a list or of pairs.
    #[inline(never)]
    fn call_on_items(&mut self, function: Function, of: Id, arguments: Run) -> Wrote {
        let at = self.buffer.len();
        let written = match function {
            Function::Join => self.join(of, arguments)?,
            // It is laid out so.
            Function::ToJson => {
                let written = self.write_object(of)?;
                let secrecy = self.buffer.secrecy(at);
                self.buffer.computed(at, secrecy);
                written
            }
            _ => self.write_object(of)? && self.apply(function, of, arguments, at)?,
        };
        Ok(written.into())
    }

    /// Applies a function to what has been written since `at`; `of` is what to call it in errors.
    pub(super) fn apply(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
        at: usize,
    ) -> Made<bool> {
        let secrecy = self.buffer.secrecy(at);
        match function {
            Function::NonEmpty => Ok(self.buffer.len() > at),
            Function::Hash(hash) => Ok(self.digest(hash, at, secrecy)),
            Function::Digest => {
                let hash = self.hash()?;
                Ok(self.digest(hash, at, secrecy))
            }
            Function::Hmac => self.hmac(arguments, at),
            Function::StructuredField => Ok(self.structure(at, secrecy)),
            _ => {
                let given = self.change(function, of, arguments, at)?;
                self.buffer.computed(at, Secrecy::of_both(secrecy, given));
                Ok(true)
            }
        }
    }

    /// Changes what has been written since `at`. What is secret in the arguments comes back.
    fn change(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
        at: usize,
    ) -> Result<Option<Secrecy>, Error> {
        match function {
            Function::Hex => hex(&mut self.buffer, at),
            Function::Base64 => base64(&mut self.buffer, at, &general_purpose::STANDARD),
            Function::Base64Url => base64(&mut self.buffer, at, &general_purpose::URL_SAFE),
            Function::Base64Decode => self.decode(decode_base64, at, of, "base64")?,
            Function::HexDecode => self.decode(decode_hex, at, of, "hexadecimal")?,
            Function::HexNumber => {
                let text = std::str::from_utf8(self.buffer.tail(at)).unwrap_or_default();
                let number = hex_number(text).ok_or_else(|| Error::NotWhole {
                    what: self.data.expression(of),
                })?;
                self.buffer.replace(at, Zeroizing::new(number).as_bytes());
            }
            Function::ToJson => self.compact(at),
            Function::SortedJson => {
                let text = std::str::from_utf8(self.buffer.tail(at)).unwrap_or_default();
                let sorted = json::sorted(text);
                let sorted = sorted.ok_or_else(|| self.encoding(of, Fault::of(text).wanted()))?;
                self.buffer.replace(at, Zeroizing::new(sorted).as_bytes());
            }
            Function::Number => {
                let text = std::str::from_utf8(self.buffer.tail(at));
                if !text.is_ok_and(json::is_number) {
                    let what = self.data.expression(of);
                    return Err(Error::NotNumber { what });
                }
            }
            Function::FromJson => {
                let text = std::str::from_utf8(self.buffer.tail(at)).unwrap_or_default();
                if !json::is_unambiguous(text) {
                    return Err(self.encoding(of, Fault::of(text).wanted()));
                }
                self.compact(at);
            }
            Function::LowerCase => self.buffer.tail_mut(at).make_ascii_lowercase(),
            Function::UpperCase => self.buffer.tail_mut(at).make_ascii_uppercase(),
            Function::LowerEscapes => percent::lower(self.buffer.tail_mut(at)),
            Function::Truncate => {
                let (end, mark) = (self.buffer.len(), at + self.first(of, arguments, at)?);
                // Of what is not empty something is left, unless the count is 0.
                if mark == at && end > at {
                    let what = self.data.expression(self.data.links(arguments)[0]);
                    return Err(Error::Nothing { what });
                }
                self.buffer.close_gap(mark, end);
            }
            Function::Skip => {
                let mark = at + self.first(of, arguments, at)?;
                self.buffer.close_gap(at, mark);
            }
            Function::Length => {
                let length = (self.buffer.len() - at).to_string();
                self.buffer.replace(at, length.as_bytes());
            }
            // Percent-encoding looks for itself.
            _ if function != Function::PercentEncode
                && self.leaves(function, arguments, self.buffer.tail(at)) => {}
            _ => return self.rewrite(function, of, arguments, at),
        }
        Ok(None)
    }

    fn decode(
        &mut self,
        decode: fn(&[u8]) -> Option<Vec<u8>>,
        at: usize,
        of: Id,
        encoding: &'static str,
    ) -> Result<(), Error> {
        let bytes = decode(self.buffer.tail(at));
        let bytes = bytes.ok_or_else(|| self.encoding(of, encoding))?;
        self.buffer.replace(at, &Zeroizing::new(bytes));
        Ok(())
    }

    fn encoding(&self, of: Id, encoding: &'static str) -> Error {
        Error::Encoding {
            what: self.data.expression(of),
            encoding,
        }
    }

    /// A structured field in its canonical form; `false`, and nothing left, if it is none.
    fn structure(&mut self, at: usize, secrecy: Option<Secrecy>) -> bool {
        let text = std::str::from_utf8(self.buffer.tail(at)).ok();
        let Some(field) = text.and_then(structured::canonical) else {
            self.buffer.truncate(at);
            return false;
        };
        self.buffer.replace(at, Zeroizing::new(field).as_bytes());
        self.buffer.computed(at, secrecy);
        true
    }

    /// Leaves out the white space of the JSON that has been written since `at`.
    pub(super) fn compact(&mut self, at: usize) {
        let left = at + json::compact(self.buffer.tail_mut(at));
        self.buffer.close_gap(left, self.buffer.len());
    }

    /// How many bytes the first characters of a text are, or the first bytes, of what has been
    /// written since `at`; their number is the argument.
    fn first(&mut self, of: Id, arguments: Run, at: usize) -> Result<usize, Error> {
        let id = self.data.links(arguments)[0];
        let text = self.text_of(id)?;
        let number = text.and_then(|text| self.chars(&text).parse().ok());
        let number: usize = number.ok_or_else(|| Error::NotWhole {
            what: self.data.expression(id),
        })?;
        let tail = self.buffer.tail(at);
        // Of bytes, which may be a large body, none has to be looked at.
        if self.data.node(of).kind == Type::Bytes || tail.len() <= number {
            return Ok(number.min(tail.len()));
        }
        let text = std::str::from_utf8(tail).unwrap_or("");
        let next = text.char_indices().nth(number);
        Ok(next.map_or(tail.len(), |(at, _)| at))
    }

    fn digest(&mut self, hash: Hash, at: usize, secrecy: Option<Secrecy>) -> bool {
        let digest = hash.digest(self.buffer.tail(at));
        self.digested(at, &digest, secrecy);
        true
    }

    /// A digest of a secret is as secret, unless that secret is sent anyway.
    fn digested(&mut self, at: usize, digest: &Digest, secrecy: Option<Secrecy>) {
        self.buffer.replace(at, digest.as_bytes());
        let secrecy = secrecy.filter(|secrecy| *secrecy == Secrecy::Computed { sent: false });
        self.buffer.computed(at, secrecy);
    }

    fn hmac(&mut self, arguments: Run, at: usize) -> Made<bool> {
        let end = self.buffer.len();
        if !self.write(self.data.links(arguments)[0])? {
            self.buffer.truncate(at);
            return Ok(false);
        }
        let secrecy = self.buffer.secrecy(at);
        if self.buffer.len() == end {
            return Err(Error::EmptyKey.into());
        }
        let mac = Mac::new(self.hash()?, self.buffer.tail(end));
        let digest = mac.sign(self.buffer.bytes(at..end));
        self.digested(at, &digest, secrecy);
        Ok(true)
    }

    /// The hash of the algorithm.
    pub(super) fn hash(&mut self) -> Result<Hash, Error> {
        self.algorithm().map(|algorithm| algorithm.hash)
    }

    /// The algorithm; if the file leaves it to settings, the one that they name.
    pub(super) fn algorithm(&mut self) -> Result<Algorithm, Error> {
        let id = match (self.data.signature.algorithm, self.algorithm) {
            (AlgorithmChoice::Always(algorithm), _) | (_, Some(algorithm)) => return Ok(algorithm),
            (AlgorithmChoice::Named(id), None) => id,
        };
        let algorithm = self.algorithm_named(id)?;
        self.algorithm = Some(algorithm);
        Ok(algorithm)
    }

    /// The algorithm of the name that an expression is.
    fn algorithm_named(&mut self, id: Id) -> Result<Algorithm, Error> {
        let known = |name: &str| {
            let unknown = || Error::Algorithm {
                name: name.to_owned(),
            };
            Algorithm::from_name(name).ok_or_else(unknown)
        };
        // Put together it is written; else it mostly stands somewhere.
        if !matches!(self.data.node(id).op, Op::Template(_)) {
            let name = self.text_of(id)?;
            return known(name.as_ref().map_or("", |name| self.chars(name)));
        }
        let at = self.buffer.len();
        self.write(id)?;
        let algorithm = known(&self.buffer.text(at..self.buffer.len()));
        self.buffer.truncate(at);
        algorithm
    }
}
