//! The functions on text and bytes. Each finds its argument at the end of the buffer and puts its
//! result in its place.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use percent_encoding::percent_decode;
use zeroize::Zeroizing;

use super::Error;
use super::buffer::Secrecy;
use super::evaluate::Evaluator;
use super::json;
use super::structured;
use super::text::{normalized, percent_encoded, quoted, title_case};
use crate::algorithm::{Digest, Mac};
use crate::data::{AlgorithmChoice, Function, Hash, Id, Run, Type};
use crate::time;

/// Decoders take missing padding, and refuse everything else that is not strict.
const LENIENT_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT_PADDING);

/// Decodes standard or URL-safe base64 exactly as it is written: nobody may tell two texts for one
/// signature.
pub(crate) fn decode_padded_base64(text: &[u8]) -> Option<Vec<u8>> {
    let strict = general_purpose::STANDARD.decode(text);
    strict
        .or_else(|_| general_purpose::URL_SAFE.decode(text))
        .ok()
}

/// Decodes standard or URL-safe base64, padded or not.
fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    if url_safe {
        URL_SAFE.decode(text).ok()
    } else {
        STANDARD.decode(text).ok()
    }
}

/// Decodes hexadecimal digits of either case.
pub(crate) fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.chunks_exact(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

impl Evaluator<'_> {
    /// Writes the result of a function, or nothing and `false` if its argument is absent.
    pub(super) fn call(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
    ) -> Result<bool, Error> {
        let at = self.buffer.len();
        match self.data.node(of).kind {
            Type::Time => {
                let Some(time) = self.time(of)? else {
                    return Ok(false);
                };
                self.write_time(function, time)?;
                return Ok(true);
            }
            Type::List if function == Function::Join => return self.join(of, arguments),
            Type::Pairs if function == Function::ToJson => return self.write_object(of),
            _ => {}
        }
        match function {
            Function::When | Function::Unless => {
                return if self.keeps(function, self.data.links(arguments))? {
                    self.write(of)
                } else {
                    Ok(false)
                };
            }
            // A body may be large: it is hashed where it is.
            Function::Hash(_) | Function::Digest => {
                if let Some(present) = self.is_body(of)? {
                    if present {
                        let hash = match function {
                            Function::Hash(hash) => hash,
                            _ => self.hash()?,
                        };
                        self.write_digest(hash)?;
                    }
                    return Ok(present);
                }
            }
            _ => {}
        }
        if !self.write(of)? {
            return Ok(false);
        }
        self.apply(function, of, arguments, at)
    }

    /// Applies a function to what has been written since `at`; `of` is what to call it in errors.
    pub(super) fn apply(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
        at: usize,
    ) -> Result<bool, Error> {
        let mut secrecy = self.buffer.secrecy(at);
        match function {
            Function::NonEmpty => {
                return Ok(self.buffer.len() > at);
            }
            Function::Hash(hash) => {
                let digest = hash.digest(self.buffer.tail(at));
                self.digested(at, &digest, secrecy);
                return Ok(true);
            }
            Function::Digest => {
                let digest = self.hash()?.digest(self.buffer.tail(at));
                self.digested(at, &digest, secrecy);
                return Ok(true);
            }
            Function::Hmac => return self.hmac(arguments, at),
            Function::Hex => self.hex(at),
            Function::Base64 => self.base64(at, &general_purpose::STANDARD),
            Function::Base64Url => self.base64(at, &general_purpose::URL_SAFE),
            Function::Base64Decode => {
                let bytes = decode_base64(self.buffer.tail(at))
                    .ok_or_else(|| self.encoding(of, "base64"))?;
                self.buffer.replace(at, &Zeroizing::new(bytes));
            }
            Function::HexDecode => {
                let bytes = decode_hex(self.buffer.tail(at))
                    .ok_or_else(|| self.encoding(of, "hexadecimal"))?;
                self.buffer.replace(at, &Zeroizing::new(bytes));
            }
            Function::StructuredField => {
                let text = std::str::from_utf8(self.buffer.tail(at)).ok();
                let Some(field) = text.and_then(structured::canonical) else {
                    self.buffer.truncate(at);
                    return Ok(false);
                };
                self.buffer.replace(at, Zeroizing::new(field).as_bytes());
            }
            // A JSON value is written as its text.
            Function::ToJson => {}
            Function::Number => {
                let text = std::str::from_utf8(self.buffer.tail(at));
                if !text.is_ok_and(json::is_number) {
                    let what = self.data.expression(of);
                    return Err(Error::NotNumber { what });
                }
            }
            Function::LowerCase => self.buffer.tail_mut(at).make_ascii_lowercase(),
            Function::UpperCase => self.buffer.tail_mut(at).make_ascii_uppercase(),
            Function::Truncate => {
                let len = self.length(arguments)?.min(self.buffer.len() - at);
                self.buffer.close_gap(at + len, self.buffer.len());
            }
            _ if self.leaves(function, arguments, self.buffer.tail(at)) => {}
            _ => {
                let given = self.rewrite(function, of, arguments, at)?;
                secrecy = Secrecy::of_both(secrecy, given);
            }
        }
        self.buffer.computed(at, secrecy);
        Ok(true)
    }

    /// A number of bytes.
    fn length(&mut self, arguments: Run) -> Result<usize, Error> {
        let id = self.data.links(arguments)[0];
        let text = self.owned(id)?;
        let number = text.and_then(|text| self.chars(&text).parse().ok());
        number.ok_or_else(|| Error::NotNumber {
            what: self.data.expression(id),
        })
    }

    /// The functions from text to other text. What is secret in their arguments comes back.
    fn rewrite(
        &mut self,
        function: Function,
        of: Id,
        arguments: Run,
        at: usize,
    ) -> Result<Option<Secrecy>, Error> {
        let bytes = Zeroizing::new(self.buffer.tail(at).to_vec());
        let not_text = || Error::NotText {
            what: format!("`{}`", self.data.expression(of)),
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| not_text())?;
        let mut given = <[Zeroizing<String>; 2]>::default();
        let mut secrecy = None;
        for (given, id) in given.iter_mut().zip(self.data.links(arguments)) {
            let start = self.buffer.len();
            if self.write(*id)? {
                secrecy = Secrecy::of_both(secrecy, self.buffer.secrecy(start));
                let chars = self.take(start, *id)?;
                self.chars(&chars).clone_into(given);
            }
        }
        let [first, second] = &given;
        if first.is_empty() && matches!(function, Function::Replace | Function::Before) {
            return Err(Error::Empty {
                what: self.data.expression(self.data.links(arguments)[0]),
                function: function.name(),
            });
        }
        let result = match function {
            Function::PercentEncode => percent_encoded(text, first),
            Function::PercentDecode => self.decoded(text, of)?,
            Function::FormDecode => self.decoded(&text.replace('+', " "), of)?,
            Function::TitleCase => title_case(text),
            Function::Quoted => quoted(text),
            Function::Unpadded => text.trim_end_matches('=').to_owned(),
            Function::Trim => text.trim().to_owned(),
            Function::SingleSpaces => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Function::Replace => text.replace(first.as_str(), second),
            Function::Before => text
                .split_once(first.as_str())
                .map_or(text, |(before, _)| before)
                .to_owned(),
            Function::WithoutPrefix => text.strip_prefix(first.as_str()).unwrap_or(text).to_owned(),
            Function::WithoutSuffix => text.strip_suffix(first.as_str()).unwrap_or(text).to_owned(),
            Function::NormalizePath => normalized(text),
            Function::Flatten => {
                let mut flat = String::new();
                json::flatten(text, &mut flat);
                flat
            }
            _ => text.to_owned(),
        };
        self.buffer.replace(at, Zeroizing::new(result).as_bytes());
        Ok(secrecy)
    }

    fn decoded(&self, text: &str, of: Id) -> Result<String, Error> {
        let decoded = percent_decode(text.as_bytes())
            .decode_utf8()
            .map(Into::into);
        decoded.map_err(|_| Error::NotText {
            what: format!("`{}`, decoded,", self.data.expression(of)),
        })
    }

    /// A digest of a secret is as secret, unless that secret is sent anyway.
    fn digested(&mut self, at: usize, digest: &Digest, secrecy: Option<Secrecy>) {
        self.buffer.replace(at, digest.as_bytes());
        let secrecy = secrecy.filter(|secrecy| *secrecy == Secrecy::Computed { sent: false });
        self.buffer.computed(at, secrecy);
    }

    fn hmac(&mut self, arguments: Run, at: usize) -> Result<bool, Error> {
        let end = self.buffer.len();
        if !self.write(self.data.links(arguments)[0])? {
            self.buffer.truncate(at);
            return Ok(false);
        }
        let secrecy = self.buffer.secrecy(at);
        if self.buffer.len() == end {
            return Err(Error::EmptyKey);
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

    /// The algorithm, named by settings if the file leaves it to them.
    pub(super) fn algorithm(&mut self) -> Result<crate::data::Algorithm, Error> {
        match self.data.signature.algorithm {
            AlgorithmChoice::Always(algorithm) => Ok(algorithm),
            AlgorithmChoice::Named(id) => {
                let name = self.owned(id)?;
                let name = name.as_ref().map_or("", |name| self.chars(name));
                let algorithm = crate::data::Algorithm::from_name(name);
                algorithm.ok_or_else(|| Error::Algorithm {
                    name: name.to_owned(),
                })
            }
        }
    }

    fn hex(&mut self, at: usize) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let end = self.buffer.len();
        self.buffer.grow(2 * (end - at));
        let (bytes, text) = self.buffer.tail_mut(at).split_at_mut(end - at);
        for (byte, pair) in bytes.iter().zip(text.chunks_exact_mut(2)) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        self.buffer.close_gap(at, end);
    }

    fn base64(&mut self, at: usize, engine: &GeneralPurpose) {
        let end = self.buffer.len();
        self.buffer.grow((end - at).div_ceil(3) * 4);
        let (bytes, text) = self.buffer.tail_mut(at).split_at_mut(end - at);
        // The room is exactly what padded base64 needs.
        let written = engine.encode_slice(bytes, text).unwrap_or(0);
        debug_assert_eq!(written, text.len());
        self.buffer.close_gap(at, end);
    }

    fn encoding(&self, of: Id, encoding: &'static str) -> Error {
        Error::Encoding {
            what: self.data.expression(of),
            encoding,
        }
    }

    fn join(&mut self, of: Id, arguments: Run) -> Result<bool, Error> {
        let separator = match self.data.links(arguments).first() {
            Some(separator) => self.owned(*separator)?,
            None => None,
        };
        let start = self.buffer.len();
        let mut first = true;
        let present = self.each_item(of, &mut |this, item| {
            let at = this.buffer.len();
            if let Some(separator) = separator.as_ref().filter(|_| !first) {
                this.push_chars(separator)?;
            }
            if this.write_item(item)? {
                first = false;
            } else {
                this.buffer.truncate(at);
            }
            Ok(())
        })?;
        if !present {
            self.buffer.truncate(start);
        }
        Ok(present)
    }

    fn write_time(&mut self, function: Function, moment: jiff::Timestamp) -> Result<(), Error> {
        let buffer = &mut self.buffer;
        match function {
            Function::HttpDate => time::http_date(moment).map(|text| buffer.push(&text)),
            Function::Rfc3339(digits) => time::rfc3339(moment).map(|text| {
                // The dot goes with the digits.
                let end = if digits > 0 { 20 + digits } else { 19 };
                buffer.push(&text[..usize::from(end)]);
                buffer.push(b"Z");
            }),
            Function::Format(format) => {
                let mut out = |bytes: &[u8]| buffer.push(bytes);
                time::write(moment, self.data.text(format), &mut out)
            }
            Function::UnixMilliseconds => {
                let number = time::unix_milliseconds(moment).to_string();
                buffer.push(number.as_bytes());
                Ok(())
            }
            _ => {
                let number = time::unix_seconds(moment).to_string();
                buffer.push(number.as_bytes());
                Ok(())
            }
        }
        .map_err(|_| Error::Time)
    }
}
