//! What comes twice, though the scheme reads one: two readers could take two different ones, so it
//! is neither signed nor accepted.

use http::header;

use super::Error;
use super::evaluate::Evaluator;
use super::query::{decoded_form, decoded_query};
use crate::data::{Location, RuleKind};

impl<'r> Evaluator<'r> {
    /// Refuses a header or pair that comes twice though the scheme reads it by name; when
    /// verifying, one that the scheme sets too.
    pub(super) fn one_reading(&self) -> Result<(), Error> {
        self.headers_once()?;
        let target = self.input.request.path_and_query;
        // A scheme that takes the query as it is signs one that nobody can decode, too.
        if self.named(Location::Query).next().is_some() && target.contains('&') {
            self.once(Location::Query, &decoded_query(target)?)?;
        }
        let reads_form = self.named(Location::Form).next().is_some();
        if reads_form && (self.data.sends(Location::Form) || self.is_form()) {
            self.once(Location::Form, &decoded_form(self.input.request.body)?)?;
        }
        Ok(())
    }

    fn headers_once(&self) -> Result<(), Error> {
        let headers = self.input.request.headers;
        if headers.len() == headers.keys_len() {
            return Ok(());
        }
        let data = self.data;
        let listed = data.rules(data.signature.signed_headers).iter();
        let listed = listed
            .filter(|rule| matches!(rule.kind, RuleKind::Required | RuleKind::Optional))
            .map(|rule| data.text(rule.text));
        let named = self.named(Location::Headers).chain(listed);
        let joined = named.filter(|_| !data.signature.repeats);
        // These say what the rest is, so whoever takes another one has another request.
        let always = [header::HOST.as_str(), header::CONTENT_TYPE.as_str()];
        let mut all = joined.chain(always);
        let repeated = all.find(|name| headers.get_all(*name).iter().nth(1).is_some());
        repeated.map_or(Ok(()), |name| {
            Err(Error::Repeated {
                what: format!("header `{}`", name.to_ascii_lowercase()),
            })
        })
    }

    fn once(&self, location: Location, pairs: &[(String, Option<String>)]) -> Result<(), Error> {
        let count = |name: &str| pairs.iter().filter(|(pair, _)| pair == name).count();
        let repeated = self.named(location).find(|name| count(name) > 1);
        repeated.map_or(Ok(()), |name| {
            Err(Error::Repeated {
                what: format!("{} `{name}`", location.member()),
            })
        })
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
