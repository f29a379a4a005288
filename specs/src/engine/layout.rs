//! Which headers are signed, and in which order: found once for all requests that bring headers of the
//! same names.

use std::sync::OnceLock;

use http::{HeaderMap, HeaderName};

use super::Error;
use super::chars::Chars;
use super::evaluate::Evaluator;
use super::headers::{chars_of, plain};
use super::signed::{Header, UNKNOWN};
use crate::data::{Entry, Location, Op, Role, Rule, Text, Value};

/// So many kinds of requests are remembered: most callers have few.
const MOST: usize = 8;

/// What was found for the first kinds of requests.
#[derive(Default)]
pub(super) struct Layouts([OnceLock<Layout>; MOST]);

impl Layouts {
    fn known(&self) -> impl Iterator<Item = &Layout> {
        self.0.iter().map_while(OnceLock::get)
    }

    /// Remembers one more, while there is room. Threads that sign the first such request at once find
    /// the same.
    fn remember(&self, mut layout: Layout) {
        for place in &self.0 {
            match place.set(layout) {
                Ok(()) => return,
                Err(other) if place.get() == Some(&other) => return,
                Err(other) => layout = other,
            }
        }
    }
}

/// The headers that are signed of one kind of requests, by their places among these.
#[derive(PartialEq)]
pub(super) struct Layout {
    /// The names of the headers that a request brings, with the places of those that are signed.
    own: Vec<(HeaderName, Option<usize>)>,
    /// The entries that set headers: a bit for each.
    set: u64,
    /// Those of them that set a signed one, with its place.
    signed: Vec<(usize, usize)>,
    /// The place of the host, unless the scheme sets it.
    host: Option<usize>,
    /// The list settings that rules name, with their items.
    lists: Vec<(u16, Vec<String>)>,
    len: usize,
    /// Their names, with what stands between them.
    names: Option<(Text, String)>,
}

impl Layout {
    /// The names of the signed headers with a text between them, if these are written so.
    pub(super) fn names_with(&self, between: Text) -> Option<&str> {
        let (known, names) = self.names.as_ref()?;
        (*known == between).then_some(names)
    }
}

impl<'r> Evaluator<'r> {
    /// Finds the signed headers where they were before; `false` if no request was like this one.
    pub(super) fn find_known(&mut self) -> Result<bool, Error> {
        let Some(layouts) = self.layouts else {
            return Ok(false);
        };
        let (set, len) = (self.headers_set(), self.input.request.headers.len());
        for layout in layouts.known() {
            let may_be = layout.set == set && layout.own.len() == len;
            if may_be && self.has_lists(&layout.lists) && self.find_as(layout)? {
                self.signed.layout = Some(layout);
                return Ok(true);
            }
        }
        self.signed.headers.clear();
        Ok(false)
    }

    /// The same as one layout has it; `false` if the request brings other names, or what is no text.
    fn find_as(&mut self, layout: &Layout) -> Result<bool, Error> {
        let (signed, data) = (&mut self.signed.headers, self.data);
        signed.resize(layout.len, Header::placed("", UNKNOWN));
        let own: &'r HeaderMap = self.input.request.headers;
        for ((known, place), (name, value)) in layout.own.iter().zip(own) {
            if known != name {
                return Ok(false);
            }
            if let Some(place) = *place {
                // Written where it stays: put together first, it is copied once more.
                let (name, header) = (name.as_str(), &mut signed[place]);
                header.name = name;
                header.value = match plain(value) {
                    Some(text) => Chars::Plain(text),
                    None => match chars_of(name, value) {
                        Ok(value) => value,
                        Err(_) => return Ok(false),
                    },
                };
            }
        }
        for (entry, place) in &layout.signed {
            let value = self.set_value(*entry).unwrap_or(UNKNOWN);
            let name = data.text(data.entries[*entry].lower);
            self.signed.headers[*place] = Header::placed(name, value);
        }
        if let Some(place) = layout.host {
            let host = match self.plain_host {
                Some(host) => Chars::Plain(host),
                None => self.item_of(self.host()?),
            };
            self.signed.headers[place] = Header::placed("host", host);
        }
        Ok(true)
    }

    /// The headers that the scheme sets by now: a bit for each.
    fn headers_set(&self) -> u64 {
        let entries = self.data.entries_in(Location::Headers);
        entries.zip(0..u64::BITS).fold(0, |set, (entry, bit)| {
            set | u64::from(self.is_set(entry)) << bit
        })
    }

    /// Whether an entry sets a header that may be signed: it is written, or its name is known.
    fn is_set(&self, (index, entry): (usize, &Entry)) -> bool {
        !entry.after && (self.set_value(index).is_some() || self.lists_names(index, entry))
    }

    fn has_lists(&self, lists: &[(u16, Vec<String>)]) -> bool {
        let mut lists = lists.iter();
        lists.all(|(setting, known)| match self.setting_value(*setting) {
            Some(Value::List(items)) => items == known,
            Some(_) => false,
            None => known.is_empty(),
        })
    }

    /// Remembers where the signed headers were found, if no more than names told.
    pub(super) fn remember_signed(&mut self) {
        if let Some(layouts) = self.layouts
            && layouts.known().count() < MOST
            && let Some(layout) = self.layout()
        {
            layouts.remember(layout);
        }
    }

    fn layout(&self) -> Option<Layout> {
        let (data, own) = (self.data, self.input.request.headers);
        let entries = || data.entries_in(Location::Headers);
        let names = |name: &HeaderName, entry: &Entry| *name == *data.text(entry.lower);
        let mut keys = own.keys();
        let is_listed = keys.any(|name| {
            entries().any(|(_, entry)| entry.role == Role::Lists && names(name, entry))
        });
        let twice = |two: &[Header<'_>]| two[0].name == two[1].name;
        if own.len() != own.keys_len()
            || is_listed
            || entries().count() > u64::BITS as usize
            || self.signed.headers.windows(2).any(twice)
        {
            return None;
        }
        let place_of = |name: &str| {
            let mut signed = self.signed.headers.iter();
            signed.position(|header| header.name == name)
        };
        let own = own.keys().map(|name| {
            let mut set = entries().filter(|entry| self.is_set(*entry));
            let other = name == "host" || set.any(|(_, entry)| names(name, entry));
            let place = if other { None } else { place_of(name.as_str()) };
            (name.clone(), place)
        });
        let signed = entries().filter_map(|(index, entry)| {
            let place = place_of(data.text(entry.lower));
            Some((index, place.filter(|_| self.is_set((index, entry)))?))
        });
        let mut set = entries().filter(|entry| self.is_set(*entry));
        let sets_host = set.any(|(_, entry)| data.text(entry.lower) == "host");
        let lists = data.rules(data.signature.signed_headers).iter();
        let lists = lists.filter(|rule| rule.kind.is_list());
        let items = |rule: &Rule| {
            let setting = self.setting_named(data.text(rule.text))?;
            match self.setting_value(setting) {
                Some(Value::List(items)) => Some((setting, items.to_vec())),
                Some(_) => None,
                None => Some((setting, Vec::new())),
            }
        };
        let mut written = data.nodes.iter().filter_map(|node| match node.op {
            Op::SignedHeaders(line, between) if data.node(line).op == Op::Name => Some(between),
            _ => None,
        });
        let names = written.next().map(|between| {
            let names = self.signed.headers.iter().map(|header| header.name);
            (between, names.collect::<Vec<_>>().join(data.text(between)))
        });
        Some(Layout {
            names,
            own: own.collect(),
            set: self.headers_set(),
            signed: signed.collect(),
            host: place_of("host").filter(|_| !sets_host),
            lists: lists.map(items).collect::<Option<_>>()?,
            len: self.signed.headers.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_of_requests_takes_one_place() {
        let layouts = Layouts::default();
        let of = |len| Layout {
            own: Vec::new(),
            set: 0,
            signed: Vec::new(),
            host: None,
            lists: Vec::new(),
            len,
            names: None,
        };
        for _ in 0..3 {
            layouts.remember(of(1));
        }
        assert_eq!(layouts.known().count(), 1);
        for len in 0..2 * MOST {
            layouts.remember(of(len));
        }
        let known: Vec<_> = layouts.known().map(|layout| layout.len).collect();
        assert_eq!(known, [1, 0, 2, 3, 4, 5, 6, 7]);
    }
}
