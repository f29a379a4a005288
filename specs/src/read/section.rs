//! Taking the keys of a table one by one; what is left at the end is unknown.

use super::document::{Field, Item, Key, Table};
use super::draft::Change;
use super::problem::{Findings, Place, did_you_mean};

/// A table being read.
pub(crate) struct Section<'f> {
    entries: Vec<(Key, Item)>,
    name: &'static str,
    known: Vec<&'static str>,
    pub(crate) findings: &'f mut Findings,
}

impl<'f> Section<'f> {
    pub(crate) fn new(table: Table, name: &'static str, findings: &'f mut Findings) -> Self {
        Self {
            entries: table.entries,
            name,
            known: Vec::new(),
            findings,
        }
    }

    /// Takes a key out.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Item> {
        self.known.push(name);
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        Some(self.entries.remove(index).1)
    }

    /// Says which keys are unknown.
    pub(crate) fn finish(self) {
        for (key, _) in &self.entries {
            let near = did_you_mean(&key.name, self.known.iter().copied());
            self.findings.error(
                &key.place,
                format!("unknown key `{}` in {}{near}", key.name, self.name),
            );
        }
    }

    fn wrong<T>(&mut self, name: &str, wanted: &str, item: &Item) -> Option<T> {
        self.findings.error(
            item.place(),
            format!("`{name}` is {wanted}, and this is {}", item.kind()),
        );
        None
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Option<Field> {
        let item = self.take(name)?;
        self.text_of(name, item)
    }

    pub(crate) fn text_of(&mut self, name: &str, item: Item) -> Option<Field> {
        match item {
            Item::Text(field) => Some(field),
            other => self.wrong(name, "text", &other),
        }
    }

    pub(crate) fn texts(&mut self, name: &'static str) -> Option<Vec<Field>> {
        let item = self.take(name)?;
        self.list_of(name, item)
    }

    pub(crate) fn list_of(&mut self, name: &str, item: Item) -> Option<Vec<Field>> {
        match item {
            Item::List(items, _) => Some(self.texts_in(name, items)),
            other => self.wrong(name, "a list of texts", &other),
        }
    }

    pub(crate) fn texts_in(&mut self, name: &str, items: Vec<Item>) -> Vec<Field> {
        let what = format!("each item of `{name}`");
        items
            .into_iter()
            .filter_map(|item| match item {
                Item::Text(field) => Some(field),
                other => {
                    self.findings.error(
                        other.place(),
                        format!("{what} is text, and this is {}", other.kind()),
                    );
                    None
                }
            })
            .collect()
    }

    /// A table of texts.
    pub(crate) fn texts_of(&mut self, table: Table) -> Vec<(Key, Field)> {
        let mut texts = Vec::new();
        for (key, item) in table.entries {
            let name = key.name.clone();
            texts.extend(self.text_of(&name, item).map(|field| (key, field)));
        }
        texts
    }

    pub(crate) fn table(&mut self, name: &'static str) -> Option<Table> {
        match self.take(name)? {
            Item::Table(table) => Some(table),
            other => self.wrong(name, "a table", &other),
        }
    }

    /// A table that comes as often as one likes: `[[name]]`.
    pub(crate) fn tables(&mut self, name: &'static str) -> Vec<Table> {
        let wanted = format!("written `[[{name}]]`");
        match self.take(name) {
            None => Vec::new(),
            Some(Item::List(items, _)) => items
                .into_iter()
                .filter_map(|item| match item {
                    Item::Table(table) => Some(table),
                    other => self.wrong(name, &wanted, &other),
                })
                .collect(),
            Some(other) => self.wrong(name, &wanted, &other).into_iter().collect(),
        }
    }

    pub(crate) fn switch(&mut self, name: &'static str) -> bool {
        match self.take(name) {
            None => false,
            Some(Item::Switch(on, _)) => on,
            Some(other) => self
                .wrong(name, "`true` or `false`", &other)
                .unwrap_or_default(),
        }
    }

    pub(crate) fn number(&mut self, name: &'static str) -> Option<(u32, Place)> {
        match self.take(name)? {
            Item::Integer(text, place) => match text.parse() {
                Ok(number) => Some((number, place)),
                Err(_) => {
                    self.findings.error(
                        &place,
                        format!("`{name}` is a whole number from 0 to {}", u32::MAX),
                    );
                    None
                }
            },
            other => self.wrong(name, "a number", &other),
        }
    }

    /// A number of seconds, or `false` for any.
    pub(crate) fn seconds(&mut self, name: &'static str) -> Option<Option<u32>> {
        match self.entries.iter().find(|(key, _)| key.name == name) {
            Some((_, Item::Switch(false, _))) => {
                self.take(name);
                Some(None)
            }
            _ => self.number(name).map(|(seconds, _)| Some(seconds)),
        }
    }

    /// A point in time with its offset from UTC.
    pub(crate) fn time(&mut self, name: &'static str) -> Option<(jiff::Timestamp, Place)> {
        let item = self.take(name)?;
        let (Item::Date(text, _) | Item::Text(Field { text, .. })) = &item else {
            return self.wrong(name, "a time, as 2026-01-02T03:04:05Z", &item);
        };
        match text.parse() {
            Ok(time) => Some((time, item.place().clone())),
            Err(_) => {
                self.findings.error(
                    item.place(),
                    format!("`{name}` is a time with its zone, as 2026-01-02T03:04:05Z"),
                );
                None
            }
        }
    }

    /// A key that a variant may take out with `= false`.
    pub(crate) fn change<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self, &str, Item) -> Option<T>,
    ) -> Option<Change<T>> {
        match self.take(name)? {
            Item::Switch(false, place) => Some(Change::Remove(place)),
            item => read(self, name, item).map(Change::Set),
        }
    }
}
