//! Expressions as they stand in a file, for messages.

use crate::data::{Function, Id, Op, Part, Rule, RuleKind, SchemeData, Text};

impl SchemeData<'_> {
    /// An expression as it would be written in a file.
    pub(crate) fn expression(&self, id: Id) -> String {
        let join = |run, between: &str| {
            let parts: Vec<String> = self
                .links(run)
                .iter()
                .map(|id| self.expression(*id))
                .collect();
            parts.join(between)
        };
        match self.node(id).op {
            Op::Text(text) => format!("'{}'", self.text(text)),
            Op::Template(run) => {
                let parts = self.links(run).iter().map(|id| match self.node(*id).op {
                    Op::Text(text) => self.text(text).to_owned(),
                    Op::Optional(_) => self.expression(*id),
                    _ => format!("{{{}}}", self.expression(*id)),
                });
                parts.collect()
            }
            Op::Optional(part) => format!("[{}]", self.expression(part)),
            Op::Must(inner)
            | Op::Convert(inner)
            | Op::WrittenOut {
                verifying: inner, ..
            } => self.expression(inner),
            Op::Or(run) => join(run, " or "),
            Op::Sum(run) => join(run, " + "),
            Op::Group(_) => "*".to_owned(),
            Op::List(run) => join(run, ", "),
            Op::Parts(run) => {
                let [_, join, parts @ ..] = self.links(run) else {
                    return String::new();
                };
                let parts: Vec<String> = parts.iter().map(|id| self.expression(*id)).collect();
                parts.join(&self.expression(*join))
            }
            Op::Call(function, of, arguments) => {
                let name = function.name();
                let given = match function {
                    Function::Rfc3339(0) => String::new(),
                    Function::Rfc3339(digits) => digits.to_string(),
                    Function::Format(text) => format!("'{}'", self.text(text)),
                    _ => join(arguments, ", "),
                };
                let given = if given.is_empty() {
                    given
                } else {
                    format!("({given})")
                };
                format!("{} | {name}{given}", self.expression(of))
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
            Op::Now => "now".to_owned(),
            Op::Nonce => "nonce".to_owned(),
            Op::Signature => "signature".to_owned(),
            Op::Name => "name".to_owned(),
            Op::Value => "value".to_owned(),
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

    /// A rule as it would be written in `pick`.
    fn rule(&self, rule: Rule) -> String {
        let text = self.text(rule.text);
        match rule.kind {
            RuleKind::Required | RuleKind::Matching => format!("'{text}'"),
            RuleKind::Optional => format!("'{text}?'"),
            RuleKind::Never => format!("'!{text}'"),
            RuleKind::Members | RuleKind::OptionalMembers => text.to_owned(),
        }
    }
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
