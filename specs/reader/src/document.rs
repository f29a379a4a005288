//! The first stage: TOML text to tables whose every key and value knows its place.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::offsets::{offsets, without};
use super::problem::{Findings, Place, Source};
use super::syntax;

/// A text of the file, of which every byte knows where it stands in the source.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) text: String,
    pub(crate) place: Place,
    /// For each byte of the text, and its end, the offset in the source.
    offsets: Arc<[usize]>,
}

impl Field {
    /// Whether it stands in a file that is extended: what the variant declares otherwise is no
    /// mistake there.
    pub(crate) fn is_inherited(&self) -> bool {
        self.place.source.extended_by.is_some()
    }

    /// The place of a part of the text.
    pub(crate) fn part(&self, part: &Range<usize>) -> Place {
        match (self.offsets.get(part.start), self.offsets.get(part.end)) {
            (Some(start), Some(end)) => Place::new(&self.place.source, *start..*end),
            _ => self.place.clone(),
        }
    }

    /// Whether a line of the file ends at this byte of the text; an escaped `\n` ends none.
    pub(crate) fn ends_line(&self, at: usize) -> bool {
        let source = self.place.source.text.as_bytes();
        self.offsets
            .get(at)
            .and_then(|offset| source.get(*offset))
            .is_some_and(|byte| matches!(byte, b'\n' | b'\r'))
    }
}

/// A name on the left of `=`.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) place: Place,
}

impl Key {
    /// The place of its value; of a table without braces, which may go on for long, the key's.
    pub(crate) fn place_of(&self, item: &Item) -> Place {
        match item {
            Item::Table(table) if !table.place.text().starts_with('{') => self.place.clone(),
            other => other.place().clone(),
        }
    }
}

/// A value, with its place.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Text(Field),
    Integer(String, Place),
    Switch(bool, Place),
    Date(String, Place),
    Other(&'static str, Place),
    List(Vec<Item>, Place),
    Table(Table),
}

/// A table, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) entries: Vec<(Key, Item)>,
    pub(crate) place: Place,
}

impl Item {
    pub(crate) fn place(&self) -> &Place {
        match self {
            Self::Text(field) => &field.place,
            Self::Table(table) => &table.place,
            Self::Integer(_, place)
            | Self::Switch(_, place)
            | Self::Date(_, place)
            | Self::Other(_, place)
            | Self::List(_, place) => place,
        }
    }

    /// What it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(..) => "a number",
            Self::Switch(..) => "a switch",
            Self::Date(..) => "a date",
            Self::Other(kind, _) => kind,
            Self::List(..) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Parses a source; all its syntax errors are among the findings.
pub(crate) fn parse(source: &Arc<Source>, findings: &mut Findings) -> Option<Table> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        syntax::report(source, &errors, findings);
        return None;
    }
    let place = Place::new(source, table.span());
    Some(Converter { source }.table(table.into_inner(), place))
}

struct Converter<'s> {
    source: &'s Arc<Source>,
}

impl Converter<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, span)
    }

    fn table(&self, table: DeTable<'_>, place: Place) -> Table {
        let mut entries: Vec<(Key, Item)> = table
            .into_iter()
            .map(|(key, value)| {
                let place = self.place(key.span());
                (
                    Key {
                        name: key.into_inner().into_owned(),
                        place,
                    },
                    self.item(value),
                )
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.place.start());
        Table { entries, place }
    }

    fn item(&self, value: Spanned<DeValue<'_>>) -> Item {
        let span = value.span();
        let place = self.place(span.clone());
        match value.into_inner() {
            DeValue::String(text) => Item::Text(self.field(text.into_owned(), span)),
            DeValue::Integer(number) => Item::Integer(number.as_str().to_owned(), place),
            DeValue::Boolean(on) => Item::Switch(on, place),
            DeValue::Datetime(date) => Item::Date(date.to_string(), place),
            DeValue::Float(_) => Item::Other("a number with a fraction", place),
            DeValue::Array(items) => Item::List(
                items.into_iter().map(|item| self.item(item)).collect(),
                place,
            ),
            DeValue::Table(table) => Item::Table(self.table(table, place)),
        }
    }

    fn field(&self, text: String, span: Range<usize>) -> Field {
        let (offsets, dropped) = offsets(&self.source.text[span.clone()], span.start);
        Field {
            text: without(text, &dropped),
            place: self.place(span),
            offsets: offsets.into(),
        }
    }
}
