//! Lists, and what functions make of them.

use super::chars::Chars;
use super::evaluate::{Evaluator, Slot};
use super::pairs::List;
use super::twins::Twins;
use super::{Error, Made};
use crate::data::{Function, Id, Op, Run, Value};

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
                Slot::List(list) => Ok(Some(list.clone())),
                Slot::Failed(error) => Err((**error).clone()),
                _ => Ok(None),
            },
            Op::Call(Function::Names | Function::Values | Function::Each, ..) => {
                let mut list = List::new();
                let present = self.each_item(id, &mut |this, item| {
                    list.extend(this.kept(item)?);
                    Ok(())
                })?;
                Ok(present.then_some(list))
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
                    *item = self.map(item, id)?;
                }
            }
        }
        Ok(Some(list))
    }

    /// Writes the items of a list, with a text between them; `false` if it is absent.
    pub(super) fn join(&mut self, of: Id, arguments: Run) -> Made<bool> {
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

    /// Of equal items the first.
    fn drop_repeated(&self, list: &mut List<'r>) {
        let twins = Twins::among(list.len(), |one, other| {
            self.bytes(&list[one]).cmp(self.bytes(&list[other]))
        });
        let mut indices = 0..;
        list.retain(|_| indices.next().is_some_and(|index| twins.is_first(index)));
    }
}
