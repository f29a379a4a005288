//! Lists, and what functions make of them.

use super::Error;
use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::{List, Pair};
use super::twins::Twins;
use crate::data::{Function, Id, Op, Value};

impl<'r> Evaluator<'r> {
    /// The list that an expression is.
    pub(super) fn list(&mut self, id: Id) -> Result<Option<List<'r>>, Error> {
        match self.data.node(id).op {
            Op::Must(inner) => self.list(inner),
            Op::Or(run) => {
                for choice in self.data.links(run) {
                    if let Some(list) = self.list(*choice)? {
                        return Ok(Some(list));
                    }
                }
                Ok(None)
            }
            Op::List(run) => {
                let mut list = List::new();
                for item in self.data.links(run) {
                    list.extend(self.text_of(*item)?);
                }
                Ok(Some(list))
            }
            Op::Setting(index) => match self.setting_value(index) {
                Some(Value::List(items)) => Ok(Some(
                    items.iter().map(|item| Chars::Borrowed(item)).collect(),
                )),
                Some(Value::Text(text)) => Ok(Some(
                    text.split(',')
                        .map(|item| Chars::Borrowed(item.trim()))
                        .collect(),
                )),
                _ => Ok(None),
            },
            Op::Let(index) => match self.let_slot(index) {
                Slot::List(at) => Ok(Some(self.lists[*at].clone())),
                Slot::Failed(at) => Err(self.failures[*at].clone()),
                _ => Ok(None),
            },
            Op::Call(Function::Names | Function::Values | Function::Each, of, arguments) => {
                match self.lines_of(id) {
                    Some(lines) => self.list_of_lines(&lines),
                    None => self.list_of_each(of, self.data.links(arguments)[0]),
                }
            }
            Op::Call(function @ (Function::When | Function::Unless), of, arguments) => {
                if self.keeps(function, self.data.links(arguments))? {
                    self.list(of)
                } else {
                    Ok(None)
                }
            }
            Op::Call(function, of, _) => match self.list(of)? {
                Some(list) => self.called_list(id, function, list),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// What a function makes of a list; `id` is its call.
    fn called_list(
        &mut self,
        id: Id,
        function: Function,
        mut list: List<'r>,
    ) -> Result<Option<List<'r>>, Error> {
        match function {
            Function::Sort => list.sort_by(|a, b| self.bytes(a).cmp(self.bytes(b))),
            Function::Unique => self.drop_repeated(&mut list),
            Function::NonEmpty if list.is_empty() => return Ok(None),
            Function::NonEmpty => {}
            _ => {
                for item in &mut list {
                    self.map_in_place(item, id)?;
                }
            }
        }
        Ok(Some(list))
    }

    /// What a template makes of every item of a list; one that is absent is dropped.
    fn list_of_each(&mut self, of: Id, template: Id) -> Result<Option<List<'r>>, Error> {
        let Some(items) = self.list(of)? else {
            return Ok(None);
        };
        let mut list = List::with_capacity(items.len());
        for item in items {
            let pair = Pair {
                name: item,
                value: Some(item),
            };
            list.extend(self.made_of(pair, template)?);
        }
        Ok(Some(list))
    }

    /// What a template of `each` makes of a pair.
    pub(super) fn made_of(
        &mut self,
        pair: Pair<'r>,
        template: Id,
    ) -> Result<Option<Chars<'r>>, Error> {
        let outer = self.item.replace(pair);
        let made = self.text_of(template);
        self.item = outer;
        made
    }

    /// Of equal items the first.
    fn drop_repeated(&self, list: &mut List<'r>) {
        let twins = Twins::among(list.len(), |index| self.bytes(&list[index]));
        let mut indices = 0..;
        list.retain(|_| indices.next().is_some_and(|index| twins.is_first(index)));
    }
}
