//! Problems with their places, drawn as rustc draws them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use signed_api_specs::data::distance;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// A scheme file: its path as shown, and its text.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    /// The file that extends this one; `None` for the one that is read.
    pub(crate) extended_by: Option<Arc<Source>>,
}

impl Source {
    /// The beginning of the text, for what is missing in it.
    pub(crate) fn top(self: &Arc<Self>) -> Place {
        Place::new(self, 0..0)
    }

    /// How many files stand between this one and the one that is read.
    pub(crate) fn depth(&self) -> usize {
        let over = self.extended_by.as_ref();
        over.map_or(0, |over| over.depth() + 1)
    }
}

/// A stretch of a source.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) source: Arc<Source>,
    span: Range<usize>,
}

impl Place {
    /// The stretch, widened to whole characters of the text.
    pub(crate) fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = source.text.floor_char_boundary(span.start);
        let end = source.text.ceil_char_boundary(span.end.max(start));
        Self {
            source: source.clone(),
            span: start..end,
        }
    }

    /// The first byte.
    pub(crate) fn start(&self) -> usize {
        self.span.start
    }

    /// The part of this place that stands on its first line: what is drawn.
    pub(crate) fn first_line(&self) -> Self {
        let text = &self.source.text[self.span.clone()];
        let line = text.split('\n').next().unwrap_or(text);
        let len = line.strip_suffix('\r').unwrap_or(line).len();
        Self {
            source: self.source.clone(),
            span: self.span.start..self.span.start + len,
        }
    }

    /// What stands there.
    pub(crate) fn text(&self) -> &str {
        &self.source.text[self.span.clone()]
    }
}

/// Something wrong in a scheme file.
///
/// [`Display`](fmt::Display) draws it: the message, `file:line:column`, the line, and a caret
/// under the exact characters.
#[derive(Clone)]
pub struct Problem {
    message: String,
    notes: Vec<String>,
    place: Place,
    warning: bool,
}

impl Problem {
    pub(crate) fn new(place: &Place, message: impl Into<String>) -> Self {
        Self {
            // What it quotes may have line ends.
            message: message.into().replace('\n', "\\n"),
            notes: Vec::new(),
            place: place.clone(),
            warning: false,
        }
    }

    pub(crate) fn warning(place: &Place, message: impl Into<String>) -> Self {
        Self {
            warning: true,
            ..Self::new(place, message)
        }
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The file, and the line and column (in characters) in it, from 1.
    pub fn position(&self) -> (&str, usize, usize) {
        let before = &self.place.source.text[..self.place.span.start];
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        (&self.place.source.path, line, column)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.warning {
            Level::WARNING
        } else {
            Level::ERROR
        };
        let source = &self.place.source;
        let snippet = Snippet::source(source.text.as_str())
            .path(source.path.as_str())
            .annotation(AnnotationKind::Primary.span(self.place.first_line().span));
        let mut group =
            Group::with_title(level.primary_title(self.message.as_str())).element(snippet);
        for note in &self.notes {
            group = group.element(Level::NOTE.message(note.as_str()));
        }
        if let Some(over) = &source.extended_by {
            let note = format!("`{}` extends this file", over.path);
            group = group.element(Level::NOTE.message(note));
        }
        f.write_str(&Renderer::plain().render(&[group]))
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, line, column) = self.position();
        write!(f, "{path}:{line}:{column}: {}", self.message)
    }
}

/// Every problem of a stage of reading; at least one.
#[derive(Clone, Debug)]
pub struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    /// The problems, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// What a stage finds wrong, collected.
#[derive(Default)]
pub(crate) struct Findings(Vec<Problem>);

impl Findings {
    pub(crate) fn add(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    pub(crate) fn error(&mut self, place: &Place, message: impl Into<String>) {
        self.add(Problem::new(place, message));
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong; a warning is nothing wrong.
    pub(crate) fn is_empty(&self) -> bool {
        !self.0.iter().any(|problem| !problem.warning)
    }

    /// Ends a stage: its errors, in the order of the file, or its warnings.
    pub(crate) fn finish(mut self) -> Result<Vec<Problem>, Problems> {
        let whole = self.is_empty();
        self.0
            .sort_by_key(|problem| (problem.place.source.depth(), problem.place.span.start));
        if whole {
            return Ok(self.0);
        }
        self.0.retain(|problem| !problem.warning);
        Err(Problems(self.0))
    }
}

/// ``; did you mean `x`?`` if something known is near, else nothing: the end of a message.
pub fn did_you_mean<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    // Nothing that is known is as long, and comparing takes time.
    let known: Vec<&str> = known.into_iter().filter(|_| written.len() <= 64).collect();
    let slips = known.iter().map(|name| (distance(written, name), *name));
    let near = slips
        .filter(|(distance, name)| *distance <= 1.max(name.len() / 3) && *distance < name.len())
        .min();
    let near = near
        .map(|(_, name)| name)
        .or_else(|| begun(written, &known));
    near.map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

/// The shortest name of which the first words are written, as `upper` of `upper_case`.
fn begun<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let is_begun = |name: &&&str| {
        let rest = name.strip_prefix(written);
        rest.is_some_and(|rest| rest.starts_with(['_', '-'])) && written.len() > 2
    };
    let begun = known.iter().filter(is_begun).copied();
    begun.min_by_key(|name| (name.len(), *name))
}
