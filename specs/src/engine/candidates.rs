//! Pairs of which `pick` chooses some. What it will not choose is not made: of pairs that cannot
//! have a wanted name nothing is evaluated.

use std::borrow::Cow;

use super::Error;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{Pair, Pairs};
use super::pick::{Items, matches};
use crate::data::{Function, Id, Op, Part, Rule, RuleKind, Run, Type};

/// The names and patterns that are wanted.
#[derive(Clone, Copy)]
enum Wanted<'w> {
    /// Those that rules choose by.
    By(&'w [Rule]),
    /// These.
    Names(&'w [Cow<'w, str>]),
}

impl<'r> Evaluator<'r> {
    /// Adds the pairs that rules choose; `false` if what they choose from is absent.
    pub(super) fn add_picked(
        &mut self,
        of: Id,
        rules: Run,
        all: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        let start = all.len();
        if !self.candidates(of, Wanted::By(self.data.rules(rules)), all)? {
            all.truncate(start);
            return Ok(false);
        }
        let (chosen, end) = (self.pick(&all[start..], rules)?, all.len());
        for index in chosen {
            all.push(all[start + index]);
        }
        all.drain(start..end);
        Ok(true)
    }

    /// The wanted names and patterns.
    fn names_of<'w>(&self, wanted: Wanted<'w>) -> Items<'w>
    where
        'r: 'w,
    {
        let rules = match wanted {
            Wanted::Names(names) => return names.iter().map(|name| (&**name).into()).collect(),
            Wanted::By(rules) => rules,
        };
        let mut names = Items::new();
        for rule in rules {
            let text = self.data.text(rule.text);
            match rule.kind {
                RuleKind::Never | RuleKind::NeverMatching => {}
                RuleKind::Members | RuleKind::OptionalMembers => {
                    for name in self.members(text, "pair") {
                        names.push(name);
                    }
                }
                _ => names.push(text.into()),
            }
        }
        names
    }

    /// Adds the wanted pairs of an expression, perhaps others too; `false` if it is absent.
    fn candidates(
        &mut self,
        id: Id,
        wanted: Wanted<'_>,
        found: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.candidates(inner, wanted, found),
            Op::Let(index) if matches!(self.let_slot(index), Slot::Unset) => {
                self.candidates(self.data.lets[usize::from(index)].value, wanted, found)
            }
            Op::Sum(run) => {
                let names = self.names_of(wanted);
                for part in self.data.links(run) {
                    if !self.candidates(*part, Wanted::Names(&names), found)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Op::Group(run) if self.is_of_texts(run) => {
                let names = self.names_of(wanted);
                for pair in self.data.links(run).chunks_exact(2) {
                    found.extend(self.wanted_pair(pair[0], pair[1], &names)?);
                }
                Ok(true)
            }
            Op::Part(Part::Headers) => self.wanted_headers(&self.names_of(wanted), found),
            Op::Call(Function::Merge, of, between) if self.is_there(of) => {
                let mut some = Pairs::new();
                self.candidates(of, wanted, &mut some)?;
                self.merge(&mut some, 0, self.data.links(between)[0])?;
                found.append(&mut some);
                Ok(true)
            }
            Op::Call(Function::Each, of, templates) => {
                let &[name, value] = self.data.links(templates) else {
                    return Ok(false);
                };
                let names = self.names_of(wanted);
                let mut some = Pairs::new();
                let present = match self.around_name(name) {
                    Some(around) if is_exact(&names) => {
                        self.inner_candidates(of, around, &names, &mut some)?
                    }
                    _ => self.candidates(of, Wanted::Names(&["*".into()]), &mut some)?,
                };
                for pair in some {
                    let outer = self.item.replace(pair);
                    let made = self.wanted_pair(name, value, &names);
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
        names: &[Cow<'_, str>],
        found: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        if !is_exact(names) {
            found.extend_from_slice(&self.header_pairs(true)?);
            return Ok(true);
        }
        for (index, name) in names.iter().enumerate() {
            if !names[..index].contains(name) {
                found.extend(self.wanted_header(name)?);
            }
        }
        Ok(true)
    }

    /// The pairs that a wanted name is left of when what a template writes around it is taken off.
    fn inner_candidates<'w>(
        &mut self,
        of: Id,
        (before, behind): (&str, &str),
        wanted: &'w [Cow<'_, str>],
        found: &mut Pairs<'r>,
    ) -> Result<bool, Error> {
        let inner = |name: &'w Cow<'_, str>| {
            let name = name.strip_prefix(before)?.strip_suffix(behind)?;
            Some(name.into())
        };
        let wanted: Items<'_> = wanted.iter().filter_map(inner).collect();
        if wanted.is_empty() && self.is_there(of) {
            return Ok(true);
        }
        self.candidates(of, Wanted::Names(&wanted), found)
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
        wanted: &[Cow<'_, str>],
    ) -> Result<Option<Pair<'r>>, Error> {
        let Some(name) = self.text_of(name)? else {
            return Ok(None);
        };
        let text = self.bytes(&name);
        if !wanted
            .iter()
            .any(|pattern| matches(pattern.as_bytes(), text))
        {
            return Ok(None);
        }
        let value = self.text_of(value)?;
        Ok(value.map(|value| Pair {
            name,
            value: Some(value),
        }))
    }
}

/// Whether there is no pattern among these.
fn is_exact(names: &[Cow<'_, str>]) -> bool {
    !names.iter().any(|name| name.contains('*'))
}
