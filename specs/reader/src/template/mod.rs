//! The grammar of templates: text to a tree whose every part knows its place.

mod expression;
mod parser;

use std::ops::Range;

use super::document::Field;
use super::problem::Place;
use parser::{End, Parser};

/// A part of a template, with the bytes of the text that it stands for.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Text as it is.
    Text(String, Range<usize>),
    /// `{ }`.
    Hole(Hole),
    /// `[ ]`.
    Optional(Vec<Part>, Range<usize>),
}

/// `{expr}` or `{expr?}`; its range includes the braces.
#[derive(Clone, Debug)]
pub(crate) struct Hole {
    pub(crate) value: Expression,
    pub(crate) question: Option<usize>,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// `a or b`.
    Or(Vec<Expression>),
    /// `a + b`.
    Sum(Vec<Expression>),
    /// `a | call`.
    Call(Box<Expression>, Call),
    /// A text in quotes, which is a template too.
    Quoted(Vec<Part>),
    /// `name`, or `name.segment.segment`.
    Name(String, Vec<(String, Range<usize>)>),
    /// A number, as an argument.
    Number(u32),
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) range: Range<usize>,
    pub(crate) arguments: Vec<Expression>,
}

/// What is wrong, and where in the text.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) range: Range<usize>,
}

type Parsed<T> = Result<T, Mistake>;

/// Parses a template; of its mistakes, the first of each `{ }` is said.
pub(crate) fn parse(field: &Field) -> Result<Vec<Part>, Vec<Mistake>> {
    let mut parser = Parser::new(field);
    let parts = parser.template(End::Text);
    match (parts, parser.mistakes) {
        (Ok(parts), mistakes) if mistakes.is_empty() => Ok(parts),
        (Ok(_), mistakes) => Err(mistakes),
        (Err(last), mut mistakes) => {
            mistakes.push(last);
            Err(mistakes)
        }
    }
}

/// The place where a name stands in a template first.
pub(crate) fn mentioned(field: &Field, name: &str) -> Option<Place> {
    let range = mention(&parse(field).ok()?, name)?;
    Some(field.part(&range))
}

fn mention(parts: &[Part], name: &str) -> Option<Range<usize>> {
    parts.iter().find_map(|part| match part {
        Part::Text(..) => None,
        Part::Hole(hole) => hole.value.mention(name),
        Part::Optional(inner, _) => mention(inner, name),
    })
}

impl Expression {
    fn mention(&self, name: &str) -> Option<Range<usize>> {
        let first = |several: &[Self]| several.iter().find_map(|one| one.mention(name));
        match &self.kind {
            Kind::Or(several) | Kind::Sum(several) => first(several),
            Kind::Call(of, call) => of.mention(name).or_else(|| first(&call.arguments)),
            Kind::Quoted(parts) => mention(parts, name),
            Kind::Name(this, _) => (this == name).then(|| self.range.clone()),
            Kind::Number(_) => None,
        }
    }
}
