//! Expressions as they stand in a file, for messages.

use crate::data::{Function, Id, Op, Part, Rule, RuleKind, Run, SchemeData, Text};

impl SchemeData<'_> {
    /// An expression as it would be written in a file.
    pub fn expression(&self, id: Id) -> String {
        let join = |run, between: &str| {
            let parts: Vec<String> = self
                .links(run)
                .iter()
                .map(|id| self.expression(*id))
                .collect();
            parts.join(between)
        };
        match self.node(id).op {
            Op::Text(_) | Op::Template(_) | Op::Line(_) => quoted(&self.template(id)),
            Op::Optional(part) => format!("[{}]", self.template(part)),
            Op::Must(inner) | Op::Convert(inner) => self.expression(inner),
            Op::Or(run) => match self.links(run) {
                // A name without a value counts as one without text, and nobody has to say so.
                [first, rest] if self.is_bare_value(*first, *rest) => self.expression(*first),
                _ => join(run, " or "),
            },
            Op::Sum(run) => join(run, " + "),
            Op::Group(_) => "*".to_owned(),
            Op::List(run) => join(run, ", "),
            Op::Parts(run, _) => self.parts(run),
            Op::Call(function, of, arguments) => {
                let arguments = self.arguments(function, join(arguments, ", "));
                format!("{} | {}{arguments}", self.expression(of), function.name())
            }
            Op::Pick(of, rules) => {
                let rules: Vec<String> = self
                    .rules(rules)
                    .iter()
                    .map(|rule| self.rule(*rule))
                    .collect();
                format!("{} | pick({})", self.expression(of), rules.join(", "))
            }
            Op::Part(part) => part.name().to_owned(),
            Op::Member(part, name) => {
                format!("{}.{}", part.prefix(), self.member_name(part, name))
            }
            Op::Credential(index) => self
                .text(self.credentials[usize::from(index)].name)
                .to_owned(),
            Op::Setting(index) => self.text(self.settings[usize::from(index)].name).to_owned(),
            Op::Let(index) => self.text(self.lets[usize::from(index)].name).to_owned(),
            Op::Entry(index) => {
                let entry = &self.entries[usize::from(index)];
                format!("header.{}", self.text(entry.name).to_ascii_lowercase())
            }
            Op::SignedHeaders(template, between) => {
                let (template, between) = (self.template(template), self.text(between));
                let (template, between) = (quoted(&template), quoted(between));
                format!("signed_headers | each({template}) | join({between})")
            }
            Op::Now => "now".to_owned(),
            Op::Nonce => "nonce".to_owned(),
            Op::Signature => "signature".to_owned(),
            Op::Name => "name".to_owned(),
            Op::Value => "value".to_owned(),
        }
    }

    /// An entry of parts: what it begins with, then the parts with what joins them.
    fn parts(&self, run: Run) -> String {
        let [start, join, parts @ ..] = self.links(run) else {
            return String::new();
        };
        let parts: Vec<String> = parts.iter().map(|id| self.template(*id)).collect();
        let parts = parts.join(&self.template(*join));
        format!("{}{parts}", self.template(*start))
    }

    /// The arguments of a function, in parentheses if there are any.
    fn arguments(&self, function: Function, arguments: String) -> String {
        let given = match function {
            Function::Rfc3339(0) => String::new(),
            Function::Rfc3339(digits) => digits.to_string(),
            Function::Format(text) => quoted(self.text(text)),
            _ => arguments,
        };
        if given.is_empty() {
            given
        } else {
            format!("({given})")
        }
    }
}

impl SchemeData<'_> {
    /// The name of a member as it is written in a template.
    pub(crate) fn member_name(&self, part: Part, name: Text) -> String {
        let name = self.text(name);
        match part {
            Part::Json | Part::OwnJson => name.trim_start_matches('/').replace('/', "."),
            _ => name.to_owned(),
        }
    }

    /// A template as it would be written in a file: the whole value of a key, or a part of one.
    pub(crate) fn template(&self, id: Id) -> String {
        match self.node(id).op {
            Op::Text(text) => doubled(self.text(text)),
            Op::Template(_) | Op::Line(_) => self
                .children(id)
                .iter()
                .map(|id| self.template(*id))
                .collect(),
            Op::Optional(_) | Op::Parts(..) => self.expression(id),
            Op::Group(run) => {
                let pairs = self.links(run).chunks_exact(2);
                let pair = |pair: &[Id]| {
                    format!("{} = {}", self.template(pair[0]), self.template(pair[1]))
                };
                pairs.map(pair).collect::<Vec<_>>().join(", ")
            }
            _ => {
                let mark = if self.may_be_absent(id) { "?" } else { "" };
                format!("{{{}{mark}}}", self.expression(id))
            }
        }
    }

    /// Whether an expression stands in a file with a `?`.
    pub(crate) fn may_be_absent(&self, id: Id) -> bool {
        match self.node(id).op {
            Op::Member(..)
            | Op::Call(
                Function::When | Function::Unless | Function::NonEmpty | Function::StructuredField,
                ..,
            ) => true,
            Op::Credential(index) => self.credentials[usize::from(index)].optional,
            Op::Setting(index) => self.settings[usize::from(index)].optional,
            Op::Let(index) => self.may_be_absent(self.lets[usize::from(index)].value),
            Op::Or(run) => self
                .links(run)
                .last()
                .is_some_and(|last| self.may_be_absent(*last)),
            Op::Must(_) | Op::Optional(_) | Op::Group(_) => false,
            _ => self
                .children(id)
                .iter()
                .any(|child| self.may_be_absent(*child)),
        }
    }

    fn is_bare_value(&self, first: Id, rest: Id) -> bool {
        let empty = matches!(self.node(rest).op, Op::Text(text) if text.len == 0);
        empty && self.reaches(first, &|op| op == Op::Value)
    }

    /// A rule as it would be written in `pick`.
    fn rule(&self, rule: Rule) -> String {
        let text = self.text(rule.text);
        match rule.kind {
            RuleKind::Required | RuleKind::Matching => format!("'{text}'"),
            RuleKind::Optional => format!("'{text}?'"),
            RuleKind::Never | RuleKind::NeverMatching => format!("'!{text}'"),
            RuleKind::Members | RuleKind::OptionalMembers => text.to_owned(),
        }
    }
}

/// A text of a template, in which brackets are doubled.
fn doubled(text: &str) -> String {
    let double =
        |text: String, bracket: char| text.replace(bracket, &format!("{bracket}{bracket}"));
    ['{', '}', '[', ']']
        .into_iter()
        .fold(text.to_owned(), double)
}

/// A text or template inside `{ }`.
fn quoted(template: &str) -> String {
    let quote = if template.contains('\'') { '"' } else { '\'' };
    format!(
        "{quote}{}{quote}",
        template.replace('\n', "\\n").replace('\t', "\\t")
    )
}

impl Part {
    /// Its name in a template.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Scheme => "scheme",
            Self::Url => "url",
            Self::Host => "host",
            Self::HostName => "host_name",
            Self::Port => "port",
            Self::Path => "path",
            Self::PathAndQuery => "path_and_query",
            Self::RawQuery => "raw_query",
            Self::Query | Self::OwnQuery => "query",
            Self::Form | Self::OwnForm => "form",
            Self::Json | Self::OwnJson => "json",
            Self::Body => "body",
            Self::Headers | Self::OwnHeaders => "headers",
            Self::HeaderLines | Self::OwnHeaderLines => "header_lines",
            Self::SignedHeaders => "signed_headers",
        }
    }

    /// How its members are called: `header.x`.
    fn prefix(self) -> &'static str {
        match self {
            Self::Headers | Self::OwnHeaders => "header",
            _ => self.name(),
        }
    }
}
