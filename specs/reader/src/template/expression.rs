//! What stands inside `{ }`.

use std::ops::Range;

use super::parser::{End, Parser, mistake, never_closed};
use super::{Call, Expression, Kind, Parsed};

/// How many functions one value may go through.
const CALLS: usize = 24;

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Expression> {
        self.separated(Self::chain, |parser| parser.word("or"), Kind::Or)
    }

    fn chain(&mut self) -> Parsed<Expression> {
        let mut value = self.separated(Self::primary, |parser| parser.eat("+"), Kind::Sum)?;
        for _ in 0..=CALLS {
            let end = self.at;
            self.blanks();
            if !self.eat("|") {
                self.at = end;
                return Ok(value);
            }
            let call = self.call()?;
            let range = value.range.start..self.at;
            value = Expression {
                kind: Kind::Call(Box::new(value), call),
                range,
            };
        }
        mistake(
            "these are too many functions in a row; name a part of it in `[let]`",
            value.range,
        )
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
        if found.len() == 1 {
            return Ok(found.swap_remove(0));
        }
        let range = found[0].range.start..self.at;
        Ok(Expression {
            kind: several(found),
            range,
        })
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
        let kind = match self.peek() {
            Some(quote @ ('\'' | '"')) => {
                self.at += 1;
                let parts = self
                    .deeper(start, |parser| parser.template(End::Quote(quote)))
                    .map_err(|error| never_closed(error, &quote.to_string(), start))?;
                self.at += 1;
                Kind::Quoted(parts)
            }
            Some(c) if c.is_ascii_alphabetic() => {
                let name = self.name();
                let mut segments = Vec::new();
                while self.eat(".") {
                    segments.push(self.segment()?);
                }
                Kind::Name(name, segments)
            }
            None => return mistake("", start..start),
            Some('}') => return mistake("a value is missing here", start..start + 1),
            Some(_) => {
                return mistake("a value begins with a letter or a quote", self.next_range());
            }
        };
        Ok(Expression {
            kind,
            range: start..self.at,
        })
    }

    /// Takes the characters that belong.
    pub(super) fn run(&mut self, belongs: impl Fn(char) -> bool) -> &str {
        let rest = self.rest();
        let len = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn name(&mut self) -> String {
        self.run(is_name).to_owned()
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
        let name = self
            .run(|c| is_name(c) || matches!(c, '-' | '@' | '$'))
            .to_owned();
        if name.is_empty() {
            return mistake("a name is missing after `.`", start - 1..start);
        }
        Ok((name, start..self.at))
    }

    fn call(&mut self) -> Parsed<Call> {
        self.blanks();
        let start = self.at;
        match self.peek() {
            Some(c) if c.is_ascii_alphabetic() => {}
            None => return mistake("", start..start),
            Some(_) => return mistake("a function is missing after `|`", self.next_range()),
        }
        let name = self.name();
        let range = start..self.at;
        let end = self.at;
        self.blanks();
        let open = self.at;
        let arguments = if self.eat("(") {
            self.deeper(open, Self::arguments)
                .map_err(|error| never_closed(error, "(", open))?
        } else {
            self.at = end;
            Vec::new()
        };
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
                    None | Some('{' | '}' | '|') => mistake("", self.at..self.at),
                    Some(c) => {
                        // The quote that ends this argument may have been meant to begin another.
                        let quote = self.text[..self.at].chars().next_back();
                        let quote = quote.filter(|last| matches!(last, '\'' | '"'));
                        let advice = quote.map(|quote| match (c == quote, quote) {
                            (false, _) => format!("; is a `{quote}` missing before?"),
                            (true, '"') => "; a text that holds a `\"` stands in `'`".to_owned(),
                            (true, _) => format!("; a text that holds a `{quote}` stands in `\"`"),
                        });
                        let advice = advice.unwrap_or_default();
                        mistake(
                            format!(
                                "`{c}` does not belong here; after an argument comes `,` or `)`{advice}"
                            ),
                            self.next_range(),
                        )
                    }
                };
            }
        }
    }

    fn argument(&mut self) -> Parsed<Expression> {
        let start = self.at;
        let digits = self.run(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return self.expression();
        }
        match digits.parse() {
            Ok(number) => Ok(Expression {
                kind: Kind::Number(number),
                range: start..self.at,
            }),
            Err(_) => mistake("this number is too large", start..self.at),
        }
    }
}

pub(super) fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
