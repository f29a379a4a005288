//! The grammar of templates: text to a tree whose every part knows its place.

use std::ops::Range;

/// A part of a template, with the bytes of the text that it stands for.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Text as it is.
    Text(String),
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

/// How deep brackets, quotes and parentheses may nest.
const DEPTH: usize = 24;

/// Parses a template.
pub(crate) fn parse(text: &str) -> Parsed<Vec<Part>> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    parser.template(End::Text)
}

/// What a template ends at.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Text,
    Bracket,
    Quote(char),
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// The next character, for an error; at the end, the place behind the text.
    fn next_range(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    fn deeper<T>(&mut self, open: usize, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEPTH {
            return mistake(
                "this nests too deep; name a part of it in `[let]`",
                open..self.at,
            );
        }
        self.depth += 1;
        let parsed = inner(self);
        self.depth -= 1;
        parsed
    }

    fn template(&mut self, end: End) -> Parsed<Vec<Part>> {
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            let doubled = ["{{", "}}", "[[", "]]"]
                .into_iter()
                .find(|pair| self.rest().starts_with(pair));
            let next = self.peek();
            let ends = match (next, end) {
                (None, End::Text) => true,
                (Some(']'), End::Bracket) => doubled.is_none(),
                (Some(c), End::Quote(quote)) => c == quote,
                _ => false,
            };
            if let (Some(pair), false) = (doubled, ends) {
                text.push_str(&pair[..1]);
                self.at += 2;
                continue;
            }
            let special = ends || matches!(next, None | Some('{' | '[' | '}' | ']'));
            if special && !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            if ends {
                return Ok(parts);
            }
            let open = self.at;
            match next {
                // Whoever opened this says that it is never closed.
                None => return mistake("", open..open),
                Some('{') => parts.push(Part::Hole(self.deeper(open, Self::hole)?)),
                Some('[') => parts.push(self.deeper(open, Self::optional)?),
                Some(c @ ('}' | ']')) => {
                    return mistake(
                        format!("`{c}` stands alone; write `{c}{c}`"),
                        open..open + 1,
                    );
                }
                Some(c) => {
                    text.push(c);
                    self.at += c.len_utf8();
                    continue;
                }
            }
        }
    }

    fn optional(&mut self) -> Parsed<Part> {
        let open = self.at;
        self.at += 1;
        let parts = self
            .template(End::Bracket)
            .map_err(|error| never_closed(error, "[", open))?;
        self.at += 1;
        Ok(Part::Optional(parts, open..self.at))
    }

    fn hole(&mut self) -> Parsed<Hole> {
        let open = self.at;
        self.at += 1;
        let value = self
            .expression()
            .map_err(|error| never_closed(error, "{", open))?;
        self.blanks();
        let question = self.eat("?").then(|| self.at - 1);
        self.blanks();
        if self.eat("}") {
            return Ok(Hole {
                value,
                question,
                range: open..self.at,
            });
        }
        match self.peek() {
            None => mistake("this `{` is never closed", open..open + 1),
            Some('?') => mistake("one `?` is enough", self.next_range()),
            Some(c) => mistake(
                format!(
                    "`{c}` does not belong here; after a value comes `|`, `+`, `or`, `?` or `}}`"
                ),
                self.next_range(),
            ),
        }
    }

    fn expression(&mut self) -> Parsed<Expression> {
        self.separated(Self::chain, |parser| parser.word("or"), Kind::Or)
    }

    fn chain(&mut self) -> Parsed<Expression> {
        let mut value = self.separated(Self::primary, |parser| parser.eat("+"), Kind::Sum)?;
        loop {
            self.blanks();
            if !self.eat("|") {
                return Ok(value);
            }
            let call = self.call()?;
            let range = value.range.start..self.at;
            value = Expression {
                kind: Kind::Call(Box::new(value), call),
                range,
            };
        }
    }

    /// One or more, with something between them.
    fn separated(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Parsed<Expression>,
        between: impl Fn(&mut Self) -> bool,
        several: impl FnOnce(Vec<Expression>) -> Kind,
    ) -> Parsed<Expression> {
        let mut found = vec![one(self)?];
        loop {
            let end = self.at;
            self.blanks();
            if !between(self) {
                self.at = end;
                break;
            }
            found.push(one(self)?);
        }
        match found.len() {
            1 => Ok(found.swap_remove(0)),
            _ => {
                let range = found[0].range.start..self.at;
                Ok(Expression {
                    kind: several(found),
                    range,
                })
            }
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let after = self
            .rest()
            .strip_prefix(word)
            .and_then(|rest| rest.chars().next());
        !after.is_some_and(is_name) && self.eat(word)
    }

    fn primary(&mut self) -> Parsed<Expression> {
        self.blanks();
        let start = self.at;
        match self.peek() {
            Some(quote @ ('\'' | '"')) => {
                self.at += 1;
                let parts = self
                    .deeper(start, |parser| parser.template(End::Quote(quote)))
                    .map_err(|error| never_closed(error, &quote.to_string(), start))?;
                self.at += 1;
                Ok(Expression {
                    kind: Kind::Quoted(parts),
                    range: start..self.at,
                })
            }
            Some(c) if c.is_ascii_alphabetic() => {
                let name = self.name();
                let mut segments = Vec::new();
                while self.eat(".") {
                    segments.push(self.segment()?);
                }
                Ok(Expression {
                    kind: Kind::Name(name, segments),
                    range: start..self.at,
                })
            }
            None => mistake("", start..start),
            Some('}') => mistake("a value is missing here", start..start + 1),
            Some(_) => mistake("a value begins with a letter or a quote", self.next_range()),
        }
    }

    fn name(&mut self) -> String {
        let len = self
            .rest()
            .find(|c| !is_name(c))
            .unwrap_or(self.rest().len());
        let name = self.rest()[..len].to_owned();
        self.at += len;
        name
    }

    fn segment(&mut self) -> Parsed<(String, Range<usize>)> {
        let start = self.at;
        if self.eat("'") {
            let Some(len) = self.rest().find('\'') else {
                return mistake("this `'` is never closed", start..start + 1);
            };
            let name = self.rest()[..len].to_owned();
            self.at += len + 1;
            return Ok((name, start..self.at));
        }
        let belongs = |c: char| is_name(c) || matches!(c, '-' | '@' | '$');
        let len = self
            .rest()
            .find(|c| !belongs(c))
            .unwrap_or(self.rest().len());
        if len == 0 {
            return mistake(
                "a name is missing after `.`",
                start.saturating_sub(1)..start,
            );
        }
        let name = self.rest()[..len].to_owned();
        self.at += len;
        Ok((name, start..self.at))
    }

    fn call(&mut self) -> Parsed<Call> {
        self.blanks();
        let start = self.at;
        if !self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            return match self.peek() {
                None => mistake("", start..start),
                Some(_) => mistake("a function is missing after `|`", self.next_range()),
            };
        }
        let name = self.name();
        let range = start..self.at;
        let end = self.at;
        self.blanks();
        let open = self.at;
        if !self.eat("(") {
            self.at = end;
            return Ok(Call {
                name,
                range,
                arguments: Vec::new(),
            });
        }
        let arguments = self
            .deeper(open, Self::arguments)
            .map_err(|error| never_closed(error, "(", open))?;
        Ok(Call {
            name,
            range,
            arguments,
        })
    }

    fn arguments(&mut self) -> Parsed<Vec<Expression>> {
        let mut arguments = Vec::new();
        loop {
            self.blanks();
            if arguments.is_empty() && self.eat(")") {
                return Ok(arguments);
            }
            arguments.push(self.argument()?);
            self.blanks();
            if self.eat(")") {
                return Ok(arguments);
            }
            if !self.eat(",") {
                return match self.peek() {
                    None => mistake("", self.at..self.at),
                    Some(c) => mistake(
                        format!("`{c}` does not belong here; after an argument comes `,` or `)`"),
                        self.next_range(),
                    ),
                };
            }
        }
    }

    fn argument(&mut self) -> Parsed<Expression> {
        let start = self.at;
        let len = self
            .rest()
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest().len());
        if len == 0 {
            return self.expression();
        }
        self.at += len;
        match self.text[start..self.at].parse() {
            Ok(number) => Ok(Expression {
                kind: Kind::Number(number),
                range: start..self.at,
            }),
            Err(_) => mistake("this number is too large", start..self.at),
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn mistake<T>(message: impl Into<String>, range: Range<usize>) -> Parsed<T> {
    Err(Mistake {
        message: message.into(),
        range,
    })
}

/// The text ended inside: what was opened last is what is not closed.
fn never_closed(error: Mistake, mark: &str, open: usize) -> Mistake {
    if error.message.is_empty() {
        return Mistake {
            message: format!("this `{mark}` is never closed"),
            range: open..open + mark.len(),
        };
    }
    error
}
