//! The first stage: TOML text to tables whose every key and value knows its place.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Findings, Place, Problems, Source};

/// A text of the file, of which every byte knows where it stands in the source.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) text: String,
    pub(crate) place: Place,
    /// For each byte of the text, and its end, the offset in the source.
    offsets: Arc<[usize]>,
}

impl Field {
    /// The place of a part of the text.
    pub(crate) fn part(&self, part: &Range<usize>) -> Place {
        match (self.offsets.get(part.start), self.offsets.get(part.end)) {
            (Some(start), Some(end)) => Place {
                source: self.place.source.clone(),
                span: *start..*end,
            },
            _ => self.place.clone(),
        }
    }
}

/// A name on the left of `=`.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) place: Place,
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

/// Parses a source; all its syntax errors come at once.
pub(crate) fn parse(source: &Arc<Source>) -> Result<Table, Problems> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut findings = Findings::default();
    for error in errors {
        let end = source.text.len();
        let span = error.span().unwrap_or(end..end);
        findings.error(
            &Place {
                source: source.clone(),
                span,
            },
            error.message(),
        );
    }
    findings.finish()?;
    let place = Place {
        source: source.clone(),
        span: table.span(),
    };
    Ok(Converter { source }.table(table.into_inner(), place))
}

struct Converter<'s> {
    source: &'s Arc<Source>,
}

impl Converter<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place {
            source: self.source.clone(),
            span,
        }
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
        entries.sort_by_key(|(key, _)| key.place.span.start);
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
        let offsets = offsets(&self.source.text[span.clone()], span.start);
        // Newlines are LF, however the file is stored: `\r\n` in the source is one byte of text.
        let (text, offsets) = unix_newlines(text, offsets);
        Field {
            text,
            place: self.place(span),
            offsets: offsets.into(),
        }
    }
}

/// For each byte of a TOML string, and its end, where it stands in the source.
fn offsets(raw: &str, base: usize) -> Vec<usize> {
    let quote = if raw.starts_with('\'') { "'" } else { "\"" };
    let triple = quote.repeat(3);
    let multi = raw.starts_with(&triple) && raw.len() >= 6;
    let edge = if multi { 3 } else { 1 };
    let end = raw.len().saturating_sub(edge);
    let mut at = edge;
    if multi {
        let rest = &raw[at..];
        at += if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with('\n'))
        };
    }
    let mut offsets = Vec::new();
    while at < end {
        let rest = &raw[at..end];
        if quote == "\"" && rest.starts_with('\\') {
            let (taken, bytes) = escape(rest);
            offsets.extend(std::iter::repeat_n(base + at, bytes));
            at += taken;
        } else {
            let taken = rest.chars().next().map_or(1, char::len_utf8);
            offsets.extend(base + at..base + at + taken);
            at += taken;
        }
    }
    offsets.push(base + end);
    offsets
}

/// How much of the source an escape takes, and how many bytes of text it makes.
fn escape(rest: &str) -> (usize, usize) {
    let digits = match rest.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            // A backslash at the end of a line takes all white space after it.
            let next = rest[1..].find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n'));
            return (next.map_or(rest.len(), |next| next + 1), 0);
        }
        _ => return (2, 1),
    };
    let code = rest
        .get(2..2 + digits)
        .and_then(|code| u32::from_str_radix(code, 16).ok());
    (
        2 + digits,
        code.and_then(char::from_u32).map_or(1, char::len_utf8),
    )
}

fn unix_newlines(text: String, offsets: Vec<usize>) -> (String, Vec<usize>) {
    if !text.contains("\r\n") {
        return (text, offsets);
    }
    let dropped: Vec<usize> = text.match_indices("\r\n").map(|(at, _)| at).collect();
    let kept = offsets
        .iter()
        .enumerate()
        .filter(|(at, _)| dropped.binary_search(at).is_err());
    let kept = kept.map(|(_, offset)| *offset).collect();
    (text.replace("\r\n", "\n"), kept)
}
