//! The headers that are signed: found once, written as often as the scheme names them.

use smallvec::SmallVec;

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::headers::is_plain;
use super::layout::Layout;
use super::lines::Line;
use super::pairs::{Pair, Pairs};
use super::pick::Order;
use super::{Error, Presence, Wrote};
use crate::data::{Entry, Function, Id, Location, Node, Op, Role, Rule, RuleKind, Text};

/// The headers that are signed.
#[derive(Default)]
pub(super) struct Signed<'r> {
    /// How many entries had been made when they were found.
    made: Option<usize>,
    /// Where they were before, if a request like this one was signed.
    pub(super) layout: Option<&'r Layout>,
    /// In their order.
    pub(super) headers: SmallVec<[Header<'r>; 8]>,
}

/// A header that is signed.
#[derive(Clone, Copy)]
pub(super) struct Header<'r> {
    order: Order,
    pub(super) name: &'r str,
    pub(super) value: Chars<'r>,
}

/// The line that is most usual: the name, a text, the value and a text.
struct Usual<'r> {
    middle: &'r [u8],
    /// White space is taken off the value.
    is_trimmed: bool,
    end: &'r [u8],
}

impl<'r> Evaluator<'r> {
    /// The headers that are signed.
    pub(super) fn signed_headers(&mut self) -> Result<Pairs<'r>, Error> {
        self.find_signed()?;
        Ok(self.signed.headers.iter().map(Header::pair).collect())
    }

    /// Writes a template for every signed header, with a text between them.
    #[inline(never)]
    pub(super) fn write_signed_headers(&mut self, template: Id, between: Text) -> Wrote {
        self.find_signed()?;
        let line = match self.data.node(template).op {
            Op::Name => {
                self.write_signed_names(between);
                return Ok(Presence::There);
            }
            Op::Value => Line::Value,
            _ => self.line(template),
        };
        let (usual, between) = (self.usual(line), self.data.bytes(between));
        let mut is_first = true;
        for place in 0..self.signed.headers.len() {
            if let Some(usual) = &usual
                && self.write_usual(usual, place, (!is_first).then_some(between))
            {
                is_first = false;
                continue;
            }
            let pair = self.signed.headers[place].pair();
            let at = self.buffer.len();
            if !is_first {
                self.buffer.push(between);
            }
            if self.write_line(line, &pair)? == Presence::There {
                is_first = false;
            } else {
                self.buffer.truncate(at);
            }
        }
        Ok(Presence::There)
    }

    /// What stands around the value in a line, if that is most usual.
    fn usual(&self, line: Line) -> Option<Usual<'r>> {
        let Line::Parts(parts) = line else {
            return None;
        };
        let (middle, value, end) = match self.data.line(parts) {
            [name, middle, value] if name.op == Op::Name => (middle, value, None),
            [name, middle, value, end] if name.op == Op::Name => (middle, value, Some(end)),
            _ => return None,
        };
        let text = |part: &Node| match part.op {
            Op::Text(text) => Some(self.data.bytes(text)),
            _ => None,
        };
        let is_trimmed = match value.op {
            Op::Value => false,
            Op::Call(Function::SingleSpaces | Function::Trim, of, _)
                if self.data.node(of).op == Op::Value =>
            {
                true
            }
            _ => return None,
        };
        Some(Usual {
            middle: text(middle)?,
            is_trimmed,
            end: end.map_or(Some(&b""[..]), text)?,
        })
    }

    /// Writes the usual line of a header whose value stands as it is in the request or the buffer;
    /// `false`, and nothing written, if more has to be done.
    #[inline]
    fn write_usual(&mut self, usual: &Usual<'r>, place: usize, before: Option<&[u8]>) -> bool {
        let (header, buffer) = (&self.signed.headers[place], &mut self.buffer);
        let value = match header.value {
            Chars::Plain(value) => Ok(value),
            Chars::Borrowed(value) if !usual.is_trimmed => Ok(value.as_bytes()),
            Chars::Written(at, end) if !usual.is_trimmed || is_plain(buffer.bytes(at..end)) => {
                Err(at..end)
            }
            _ => return false,
        };
        if let Some(before) = before {
            buffer.push(before);
        }
        buffer.push(header.name.as_bytes());
        buffer.push(usual.middle);
        match value {
            Ok(text) => buffer.push(text),
            Err(written) => {
                let at = buffer.len();
                buffer.push_again(written);
                if usual.is_trimmed {
                    buffer.computed(at, buffer.secrecy(at));
                }
            }
        }
        buffer.push(usual.end);
        true
    }

    fn write_signed_names(&mut self, between: Text) {
        if let Some(names) = self
            .signed
            .layout
            .and_then(|layout| layout.names_with(between))
        {
            return self.buffer.push(names.as_bytes());
        }
        let between = self.data.bytes(between);
        let mut headers = self.signed.headers.iter();
        if let Some(first) = headers.next() {
            self.buffer.push(first.name.as_bytes());
        }
        for header in headers {
            self.buffer.push(between);
            self.buffer.push(header.name.as_bytes());
        }
    }

    /// Finds the headers that are signed, once for as long as the scheme makes nothing else: those
    /// that the rules choose, or those that a received request names.
    fn find_signed(&mut self) -> Result<(), Error> {
        if self.signed.made == Some(self.entries_made) {
            return Ok(());
        }
        self.signed.headers.clear();
        self.signed.layout = None;
        let rules = self.data.rules(self.data.signature.signed_headers);
        let plain = |rule: &Rule| matches!(rule.kind, RuleKind::Required | RuleKind::Optional);
        if let Some(names) = self.received.and_then(|received| received.signed_headers()) {
            for name in names {
                self.add_signed(name, true)?;
            }
        } else if rules.iter().all(plain) {
            // Names alone need no look at all the headers.
            for rule in rules {
                let must = rule.kind == RuleKind::Required;
                self.add_signed(self.data.text(rule.text), must)?;
            }
        } else if !self.find_known()? {
            self.choose_signed()?;
            self.remember_signed();
        }
        self.signed.made = Some(self.entries_made);
        Ok(())
    }

    /// Adds the signed header of a name.
    fn add_signed(&mut self, name: &'r str, must: bool) -> Result<(), Error> {
        let value = self.header(name, true)?;
        let value = value.or_else(|| {
            let mut entries = self.data.entries_in(Location::Headers);
            let lists = entries.any(|(index, entry)| {
                self.lists_names(index, entry) && self.data.text(entry.lower) == name
            });
            lists.then_some(UNKNOWN)
        });
        match value {
            Some(value) => self.signed.headers.push(Header {
                order: self.signed.headers.len() as Order,
                name,
                value,
            }),
            None if must => {
                let what = format!("header `{name}`");
                return Err(Error::Missing { what });
            }
            None => {}
        }
        Ok(())
    }

    /// Whether an entry lists the names of the headers that are signed, its own among them, and signing
    /// has not made it yet.
    pub(super) fn lists_names(&self, index: usize, entry: &Entry) -> bool {
        entry.role == Role::Lists
            && self.received.is_none()
            && matches!(self.entry_slot(index), Slot::Unset)
    }

    /// Adds the headers that the rules choose, in their order.
    fn choose_signed(&mut self) -> Result<(), Error> {
        let rules = self.rules(self.data.signature.signed_headers, "header");
        let order_of = |name: &str| rules.order_of(name.as_bytes());
        self.each_header(true, order_of, |this, order, name, value| {
            this.signed.headers.push(Header { order, name, value });
        })?;
        for (index, entry) in self.data.entries_in(Location::Headers) {
            if !self.lists_names(index, entry) {
                continue;
            }
            let name = self.data.text(entry.lower);
            let known = self.signed.headers.iter().any(|one| one.name == name);
            if let (false, Some(order)) = (known, order_of(name)) {
                let value = UNKNOWN;
                self.signed.headers.push(Header { order, name, value });
            }
        }
        let headers = &mut self.signed.headers;
        headers.sort_unstable_by(|one, other| {
            let orders = one.order.cmp(&other.order);
            orders.then_with(|| one.name.cmp(other.name))
        });
        rules.demand(|wanted| {
            let found = headers.iter().filter(|one| one.name.as_bytes() == wanted);
            found.count()
        })
    }
}

/// The value of a header of which the name is known and asked for alone.
pub(super) const UNKNOWN: Chars<'_> = Chars::Borrowed("");

impl<'r> Header<'r> {
    /// A header whose place is known.
    pub(super) fn placed(name: &'r str, value: Chars<'r>) -> Self {
        Self {
            order: 0,
            name,
            value,
        }
    }

    fn pair(&self) -> Pair<'r> {
        Pair {
            name: Chars::Borrowed(self.name),
            value: Some(self.value),
        }
    }
}
