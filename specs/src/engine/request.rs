//! Parts of the request as expressions see them: as they will be sent, or as the request brings
//! them.

use std::borrow::Cow;

use super::evaluate::Evaluator;
use super::pairs::{Pair, Pairs};
use super::{Error, Made, Presence, Wrote};
use crate::data::{Location, Part, Text};

impl<'r> Evaluator<'r> {
    #[inline(never)]
    pub(super) fn write_part(&mut self, part: Part) -> Wrote {
        let at = self.buffer.len();
        match part {
            Part::Method => self.buffer.push(self.input.request.method.as_bytes()),
            Part::Path => self.buffer.push(self.input.request.path().as_bytes()),
            Part::Scheme | Part::Host | Part::HostName | Part::Port => self.write_origin(part)?,
            Part::Url | Part::PathAndQuery | Part::RawQuery => {
                self.write_url(part);
                self.mask_sent(at, Location::Query);
            }
            Part::Body => {
                self.write_body()?;
                let is_form = self.data.sends(Location::Form);
                self.mask_sent(
                    at,
                    if is_form {
                        Location::Form
                    } else {
                        Location::Json
                    },
                );
            }
            Part::Json => {
                self.write_json_body(true)?;
                self.mask_sent(at, Location::Json);
            }
            Part::OwnJson => self.write_json_body(false)?,
            // Pairs are never written as text; the checker sees to it.
            Part::Query
            | Part::OwnQuery
            | Part::Form
            | Part::OwnForm
            | Part::Headers
            | Part::OwnHeaders
            | Part::HeaderLines
            | Part::OwnHeaderLines
            | Part::SignedHeaders => {}
        }
        Ok(Presence::There)
    }

    /// Writes a part of what stands in a URL before the path.
    fn write_origin(&mut self, part: Part) -> Made<()> {
        let (request, at) = (&self.input.request, self.buffer.len());
        match (part, self.plain_host) {
            (Part::Scheme, _) => self.buffer.push(request.scheme.as_bytes()),
            (Part::Host, Some(host)) => self.buffer.push(host),
            _ => {
                let host = self.host()?;
                let text = match part {
                    Part::HostName => request.split_port(&host).0,
                    Part::Port => request.split_port(&host).1,
                    _ => &host,
                };
                self.buffer.push(text.as_bytes());
            }
        }
        if matches!(part, Part::Scheme | Part::HostName) {
            self.buffer.tail_mut(at).make_ascii_lowercase();
        }
        Ok(())
    }

    /// Writes the URL, or its path and query, or its query.
    fn write_url(&mut self, part: Part) {
        match part {
            Part::RawQuery => self.write_query(),
            Part::PathAndQuery => self.write_target(),
            _ => {
                let request = &self.input.request;
                for piece in [request.scheme, "://", request.authority] {
                    self.buffer.push(piece.as_bytes());
                }
                self.write_target();
            }
        }
    }

    /// The first member of this name; `false` if there is none.
    #[inline(never)]
    pub(super) fn write_member(&mut self, part: Part, name: Text) -> Wrote {
        let written = match part.location() {
            Location::Headers => {
                let value = self.header(self.data.text(name), part == Part::Headers)?;
                match value {
                    Some(value) => self.push_chars(&value),
                    None => Ok(self.is_missing(part, name)),
                }
            }
            _ => self.write_pair_or_member(part, name),
        };
        written.map(Presence::from)
    }

    #[inline(never)]
    fn write_pair_or_member(&mut self, part: Part, name: Text) -> Made<bool> {
        let wanted = self.data.text(name);
        let pair = match part {
            Part::Json | Part::OwnJson => {
                let written = self.write_json_member(part, name)?;
                return Ok(written || self.is_missing(part, name));
            }
            _ => self.pair_named(part, wanted)?,
        };
        match pair {
            Some(Pair { value, .. }) => value.map_or(Ok(true), |value| self.push_chars(&value)),
            None => Ok(self.is_missing(part, name)),
        }
    }

    /// The first pair of a name in the query or the form.
    fn pair_named(&mut self, part: Part, name: &str) -> Result<Option<Pair<'r>>, Error> {
        let location = part.location();
        let is_own = part.is_own() || !self.data.sends(location);
        let mut pairs = Pairs::new();
        match location {
            // Without a copy: this is what most of them are.
            Location::Query if is_own && self.received.is_none() => {
                self.own_query()?;
                let own = self.own_query.as_deref().unwrap_or_default();
                return Ok(self.first_named(own, name));
            }
            Location::Form if is_own && self.received.is_none() => {
                return self.own_form_pair(name);
            }
            Location::Query => self.add_query(!part.is_own(), &mut pairs)?,
            _ => self.add_form(!part.is_own(), &mut pairs)?,
        }
        Ok(self.first_named(&pairs, name))
    }

    /// The first of these pairs that has a name.
    pub(super) fn first_named(&self, pairs: &[Pair<'r>], name: &str) -> Option<Pair<'r>> {
        let mut pairs = pairs.iter();
        pairs
            .find(|pair| self.bytes(&pair.name) == name.as_bytes())
            .copied()
    }

    /// Whether there is a header of this name.
    pub(super) fn has_header(&mut self, part: Part, name: Text) -> Result<bool, Error> {
        let header = self.header(self.data.text(name), part == Part::Headers)?;
        Ok(header.is_some() || self.is_missing(part, name))
    }

    pub(super) fn is_missing(&mut self, part: Part, name: Text) -> bool {
        self.missing = Some((part, name));
        false
    }

    /// What the `Host` header says.
    pub(super) fn host(&self) -> Result<Cow<'r, str>, Error> {
        if let Some(host) = self.host.get() {
            return Ok(host.clone());
        }
        let host = self.input.request.host_of(self.said_host)?;
        Ok(self.host.get_or_init(|| host).clone())
    }
}

impl Part {
    /// Whether it is what the request itself has, whatever the scheme sets.
    pub(crate) fn is_own(self) -> bool {
        matches!(
            self,
            Self::OwnHeaders
                | Self::OwnHeaderLines
                | Self::OwnQuery
                | Self::OwnForm
                | Self::OwnJson
        )
    }

    /// Where its members are sent.
    pub fn location(self) -> Location {
        match self {
            Self::Query | Self::OwnQuery => Location::Query,
            Self::Form | Self::OwnForm => Location::Form,
            Self::Json | Self::OwnJson => Location::Json,
            _ => Location::Headers,
        }
    }
}

impl Location {
    /// What is sent there, one by one.
    pub fn member(self) -> &'static str {
        match self {
            Self::Headers => "header",
            Self::Query => "query pair",
            Self::Form => "form pair",
            Self::Json => "JSON member",
        }
    }
}
