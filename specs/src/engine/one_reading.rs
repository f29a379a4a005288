//! What comes twice, though the scheme reads one: two readers could take two different ones, so it
//! is neither signed nor accepted.

use http::{HeaderName, header};

use super::Error;
use super::evaluate::Evaluator;
use super::marks::Marks;
use crate::data::Location;

impl<'r> Evaluator<'r> {
    /// Refuses a header or pair that comes twice though the scheme reads it by name; when
    /// verifying, one that the scheme sets too.
    pub(super) fn one_reading(&mut self) -> Result<(), Error> {
        self.headers_once()?;
        let target = self.input.request.path_and_query;
        // A scheme that takes the query as it is signs one that nobody can decode, too.
        if self.reads_names(Location::Query) && target.contains('&') {
            self.own_query()?;
            let own = self.own_query.iter().flatten();
            let names = own.map(|pair| self.bytes(&pair.name));
            self.once(Location::Query, self.query_marks, &names)?;
        }
        if self.reads_names(Location::Form) && (self.data.sends(Location::Form) || self.is_form()) {
            self.decode_form()?;
            let own = self.own_form_pairs();
            let marks = self.own_form.as_ref().map(|own| own.marks);
            let names = own.map(|pair| self.bytes(&pair.name));
            self.once(Location::Form, marks.unwrap_or_default(), &names)?;
        }
        Ok(())
    }

    fn headers_once(&self) -> Result<(), Error> {
        let headers = self.input.request.headers;
        if headers.len() == headers.keys_len() {
            return Ok(());
        }
        let is_set = |name: &str| {
            let mut set = self.set(Location::Headers);
            !self.data.signature.repeats && set.any(|set| set.eq_ignore_ascii_case(name))
        };
        let mut all = headers.keys().map(HeaderName::as_str);
        let repeated = all.find(|name| {
            headers.get_all(*name).iter().nth(1).is_some()
                && (*name == header::HOST.as_str()
                    || self.data.takes_header_once(name)
                    || is_set(name))
        });
        repeated.map_or(Ok(()), |name| {
            Err(Error::Repeated {
                what: format!("header `{name}`"),
            })
        })
    }

    fn once<'s>(
        &'s self,
        location: Location,
        marks: Marks,
        names: &(impl Iterator<Item = &'s [u8]> + Clone),
    ) -> Result<(), Error> {
        let count = |name: &str| {
            let names = names.clone();
            names.filter(|known| *known == name.as_bytes()).count()
        };
        let is_repeated = |name: &&str| marks.may_repeat(name.as_bytes()) && count(name) > 1;
        let repeated = self.named(location).find(is_repeated);
        repeated.map_or(Ok(()), |name| {
            Err(Error::Repeated {
                what: format!("{} `{name}`", location.member()),
            })
        })
    }

    /// Whether anything is read by its name: in most schemes nothing is.
    fn reads_names(&self, location: Location) -> bool {
        let sets = self.received.is_some() && self.data.sends(location);
        sets || self.data.reads.of(location).len > 0
    }

    fn named(&self, location: Location) -> impl Iterator<Item = &'r str> {
        self.data.names_in(location).chain(self.set(location))
    }

    /// The names that a verifier finds set. A signer replaces such a header, and refuses such a
    /// pair by itself.
    fn set(&self, location: Location) -> impl Iterator<Item = &'r str> {
        let data = self.data;
        let verifies = self.received.is_some();
        let set = data.entries_in(location).filter(move |_| verifies);
        set.map(|(_, entry)| data.text(entry.name))
    }
}
