//! Pairs of which `pick` chooses some. What it will not choose is not made: of pairs that cannot
//! have a wanted name nothing is evaluated.

use smallvec::{SmallVec, smallvec};

use super::Error;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::pick::matches;
use crate::data::{Function, Id, Op, Part, Run, Type};

/// The names that are wanted.
struct Wanted<'w> {
    names: SmallVec<[&'w str; 8]>,
    /// There is no pattern among them.
    is_exact: bool,
}

impl Wanted<'_> {
    fn holds(&self, name: &[u8]) -> bool {
        let mut names = self.names.iter().map(|name| name.as_bytes());
        if self.is_exact {
            names.any(|wanted| wanted == name)
        } else {
            names.any(|wanted| matches(wanted, name))
        }
    }
}

impl<'r> Evaluator<'r> {
    /// Adds the pairs that rules choose; `false` if what they choose from is absent.
    pub(super) fn add_picked(
        &mut self,
        of: Id,
        rules: Run,
        all: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        let (start, of) = (all.len(), self.unnamed(of));
        let rules = self.rules(rules, "pair");
        let is_there = if self.is_made_of_parts(of) {
            let names = rules.names();
            let mut bytes = names.iter().flat_map(|name| name.bytes());
            let is_exact = !bytes.any(|byte| byte == b'*');
            self.candidates(of, &Wanted { names, is_exact }, all)?
        } else {
            // Of most there are more names than pairs.
            self.add_pairs(of, all)?
        };
        if !is_there {
            all.truncate(start);
            return Ok(false);
        }
        let (chosen, end) = (self.pick(&all[start..], &rules)?, all.len());
        for index in chosen {
            all.push(all[start + index]);
        }
        all.drain(start..end);
        Ok(true)
    }

    /// What an expression stands for that is named, or has to be there.
    fn unnamed(&self, id: Id) -> Id {
        match self.data.node(id).op {
            Op::Must(inner) => self.unnamed(inner),
            Op::Let(index) if matches!(self.let_slot(index), Slot::Unset) => {
                self.unnamed(self.data.lets[usize::from(index)].value)
            }
            _ => id,
        }
    }

    /// Whether some pairs of an expression can be made without the others.
    fn is_made_of_parts(&self, id: Id) -> bool {
        use Function::{Each, Merge};
        let op = self.data.node(id).op;
        matches!(op, Op::Sum(_) | Op::Group(_) | Op::Part(Part::Headers))
            || matches!(op, Op::Call(Merge | Each, ..))
    }

    /// Adds the wanted pairs of an expression, perhaps others too; `false` if it is absent.
    fn candidates(
        &mut self,
        id: Id,
        wanted: &Wanted<'_>,
        found: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        let id = self.unnamed(id);
        match self.data.node(id).op {
            Op::Sum(run) => {
                for part in self.data.links(run) {
                    if !self.candidates(*part, wanted, found)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Op::Group(run) if self.is_of_texts(run) => {
                for pair in self.data.links(run).chunks_exact(2) {
                    found.extend(self.wanted_pair(pair[0], pair[1], wanted)?);
                }
                Ok(true)
            }
            Op::Part(Part::Headers) => self.wanted_headers(wanted, found),
            Op::Call(Function::Merge, of, between) if self.is_there(of) => {
                let mut some = Pairs::new();
                self.candidates(of, wanted, &mut some)?;
                if some.len() > 1 {
                    self.merge(&mut some, 0, self.data.links(between)[0])?;
                }
                found.append(&mut some);
                Ok(true)
            }
            Op::Call(Function::Each, of, templates) => {
                let &[name, value] = self.data.links(templates) else {
                    return Ok(false);
                };
                let mut some = Pairs::new();
                let present = match self.around_name(name) {
                    Some(around) if wanted.is_exact => {
                        self.inner_candidates(of, around, wanted, &mut some)?
                    }
                    _ => {
                        let all = Wanted {
                            names: smallvec!["*"],
                            is_exact: false,
                        };
                        self.candidates(of, &all, &mut some)?
                    }
                };
                for pair in some {
                    let outer = self.item.replace(pair);
                    let made = self.wanted_pair(name, value, wanted);
                    self.item = outer;
                    found.extend(made?);
                }
                Ok(present)
            }
            _ => self.add_pairs(id, found),
        }
    }

    /// The headers of these names, or all if there are patterns among them.
    fn wanted_headers(
        &mut self,
        wanted: &Wanted<'_>,
        found: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        if !wanted.is_exact {
            found.extend_from_slice(&self.header_pairs(true)?);
            return Ok(true);
        }
        for (index, name) in wanted.names.iter().enumerate() {
            if !wanted.names[..index].contains(name) {
                found.extend(self.wanted_header(name)?);
            }
        }
        Ok(true)
    }

    /// The pairs that a wanted name is left of when what a template writes around it is taken off.
    fn inner_candidates(
        &mut self,
        of: Id,
        (before, behind): (&str, &str),
        wanted: &Wanted<'_>,
        found: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        let names = wanted.names.iter();
        let names = names.filter_map(|name| name.strip_prefix(before)?.strip_suffix(behind));
        let names: SmallVec<_> = names.collect();
        if names.is_empty() && self.is_there(of) {
            return Ok(true);
        }
        let is_exact = true;
        self.candidates(of, &Wanted { names, is_exact }, found)
    }

    /// What a template writes before and behind the name; `None` if it does more.
    fn around_name(&self, template: Id) -> Option<(&'r str, &'r str)> {
        let text = |id: Id| match self.data.node(id).op {
            Op::Text(text) => Some(self.data.text(text)),
            _ => None,
        };
        let is_name = |id: Id| self.data.node(id).op == Op::Name;
        match self.data.node(template).op {
            Op::Name => Some(("", "")),
            Op::Template(run) => match *self.data.links(run) {
                [before, name, behind] if is_name(name) => Some((text(before)?, text(behind)?)),
                [before, name] if is_name(name) => Some((text(before)?, "")),
                [name, behind] if is_name(name) => Some(("", text(behind)?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether pairs are always there, whatever the request.
    fn is_there(&self, id: Id) -> bool {
        match self.data.node(id).op {
            Op::Part(_) | Op::Group(_) | Op::Must(_) => true,
            Op::Let(index) => self.is_there(self.data.lets[usize::from(index)].value),
            Op::Call(Function::When | Function::Unless | Function::NonEmpty, ..) => false,
            Op::Call(_, of, _) => self.is_there(of),
            _ => false,
        }
    }

    /// Whether named pairs hold neither JSON nor other pairs.
    fn is_of_texts(&self, run: Run) -> bool {
        let mut all = self.data.links(run).iter();
        all.all(|id| self.data.node(*id).kind == Type::Text)
    }

    /// The header of a name, which stands in small letters.
    fn wanted_header(&mut self, name: &str) -> Result<Option<Pair<'r>>, Error> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Ok(None);
        }
        let value = self.header(name, true)?;
        Ok(value.map(|value| Pair {
            name: self.put_aside(name, None),
            value: Some(value),
        }))
    }

    /// A pair of two templates, if its name is wanted and neither is absent.
    fn wanted_pair(
        &mut self,
        name: Id,
        value: Id,
        wanted: &Wanted<'_>,
    ) -> Result<Option<Pair<'r>>, Error> {
        let Some(name) = self.text_of(name)? else {
            return Ok(None);
        };
        if !wanted.holds(self.bytes(&name)) {
            return Ok(None);
        }
        let value = self.text_of(value)?;
        Ok(value.map(|value| Pair {
            name,
            value: Some(value),
        }))
    }
}
