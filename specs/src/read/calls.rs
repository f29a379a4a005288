//! Functions in templates: what each takes, and what comes out.

use super::document::Field;
use super::lower::{Absence, Lower, Lowered};
use super::problem::did_you_mean;
use super::template::{Call, Expression, Kind, Part as Piece};
use crate::data::{Function, Op, Rule, RuleKind, Run, SettingKind, Text, Type};
use crate::function::{FUNCTIONS, Shape};

impl Lower<'_> {
    /// `value | function(arguments)`.
    pub(super) fn call(&mut self, field: &Field, of: &Expression, call: &Call) -> Option<Lowered> {
        let value = self.expression(field, of);
        let Some((_, function, shape)) = FUNCTIONS.iter().find(|(name, ..)| *name == call.name)
        else {
            let near = did_you_mean(&call.name, FUNCTIONS.iter().map(|(name, ..)| *name));
            self.error(
                field,
                &call.range,
                format!("there is no function `{}`{near}", call.name),
            );
            return None;
        };
        let value = value?;
        let Some(kind) = shape.gives(value.kind, call.arguments.len()) else {
            let wants = shape.takes();
            let message = format!(
                "`{}` works on {wants}, and this is {}",
                call.name,
                value.kind.a_name()
            );
            self.error(field, &call.range, message);
            return None;
        };
        self.check_count(field, call, *shape)?;
        let (function, arguments) = self.arguments(field, call, *function, *shape)?;
        let absence = match (shape, &value.absence) {
            (Shape::NonEmpty | Shape::Condition, Absence::Never | Absence::Bare) => {
                Absence::Declared(field.text[of.range.clone()].to_owned())
            }
            (_, absence) => absence.clone(),
        };
        let op = match shape {
            Shape::Pick => Op::Pick(value.id, arguments),
            _ => Op::Call(function, value.id, arguments),
        };
        Some(Lowered {
            id: self.node(kind, op),
            kind,
            absence,
        })
    }

    fn check_count(&mut self, field: &Field, call: &Call, shape: Shape) -> Option<()> {
        let (least, most) = shape.arguments();
        let count = call.arguments.len();
        if (least..=most).contains(&count) {
            return Some(());
        }
        let name = &call.name;
        let message = match (least, most) {
            (0, 0) => format!("`{name}` takes no argument"),
            (1, 1) => format!("`{name}` takes {}", shape.argument()),
            (0, 1) => format!("`{name}` takes one argument at most"),
            (1, 2) => format!("`{name}` takes one or two {}", shape.argument()),
            (2, 2) => format!("`{name}` takes two texts"),
            _ => format!("`{name}` takes {}", shape.argument()),
        };
        self.error(field, &call.range, message);
        None
    }

    fn arguments(
        &mut self,
        field: &Field,
        call: &Call,
        function: Function,
        shape: Shape,
    ) -> Option<(Function, Run)> {
        let none = Run::default();
        match shape {
            Shape::Truncate => {
                let number = self.number(field, &call.arguments[0], 1, 64, &call.name)?;
                Some((Function::Truncate(number), none))
            }
            Shape::Digits => {
                let digits = match call.arguments.first() {
                    Some(digits) => self.number(field, digits, 0, 9, &call.name)?,
                    None => 0,
                };
                Some((Function::Rfc3339(u8::try_from(digits).ok()?), none))
            }
            Shape::Format => {
                let format = self.format(field, &call.arguments[0])?;
                Some((Function::Format(format), none))
            }
            Shape::Pick => self
                .rules(field, &call.arguments)
                .map(|run| (function, run)),
            Shape::Each => self
                .templates(field, &call.arguments)
                .map(|run| (function, run)),
            Shape::Condition => self
                .condition(field, &call.arguments)
                .map(|run| (function, run)),
            _ => self
                .texts(field, &call.arguments)
                .map(|run| (function, run)),
        }
    }

    fn number(
        &mut self,
        field: &Field,
        argument: &Expression,
        least: u32,
        most: u32,
        name: &str,
    ) -> Option<u16> {
        match argument.kind {
            Kind::Number(number) if (least..=most).contains(&number) => u16::try_from(number).ok(),
            _ => {
                self.error(
                    field,
                    &argument.range,
                    format!("`{name}` takes a number from {least} to {most}"),
                );
                None
            }
        }
    }

    /// Arguments of text or bytes, which have to be there.
    fn texts(&mut self, field: &Field, arguments: &[Expression]) -> Option<Run> {
        let mut ids = Some(Vec::new());
        for argument in arguments {
            let lowered = self.expression(field, argument);
            let lowered = lowered.and_then(|lowered| self.marked(field, &argument.range, lowered));
            let lowered =
                lowered.and_then(|lowered| self.must_be_text(field, &argument.range, lowered));
            ids = ids.zip(lowered).map(|(mut ids, lowered)| {
                ids.push(lowered.id);
                ids
            });
        }
        ids.map(|ids| self.run(ids))
    }

    /// What a condition looks at may be absent, and may be a switch.
    fn condition(&mut self, field: &Field, arguments: &[Expression]) -> Option<Run> {
        let value = self.expression(field, &arguments[0])?;
        if value.kind == Type::Switch && arguments.len() > 1 {
            self.error(
                field,
                &arguments[1].range,
                "a switch is on or off; there is nothing to compare it with",
            );
            return None;
        }
        if value.kind != Type::Switch {
            self.must_be_text(field, &arguments[0].range, value.clone())?;
        }
        if arguments.len() == 1 && value.absence == Absence::Never && value.kind != Type::Switch {
            let name = &field.text[arguments[0].range.clone()];
            let message = format!(
                "`{name}` is always there; say which values count: `when({name}, 'a', 'b')`"
            );
            self.error(field, &arguments[0].range, message);
            return None;
        }
        let mut ids = vec![value.id];
        for argument in &arguments[1..] {
            let text = self.expression(field, argument)?;
            let text = self.marked(field, &argument.range, text)?;
            ids.push(self.must_be_text(field, &argument.range, text)?.id);
        }
        Some(self.run(ids))
    }

    /// The templates of `each`.
    fn templates(&mut self, field: &Field, arguments: &[Expression]) -> Option<Run> {
        let mut ids = Vec::new();
        for argument in arguments {
            let outer = std::mem::replace(&mut self.in_each, true);
            let template = self.expression(field, argument);
            self.in_each = outer;
            ids.push(self.must_be_text(field, &argument.range, template?)?.id);
        }
        Some(self.run(ids))
    }

    /// A text without holes.
    fn plain(&mut self, field: &Field, argument: &Expression, what: &str) -> Option<String> {
        match &argument.kind {
            Kind::Quoted(parts) => match parts.as_slice() {
                [Piece::Text(text)] => return Some(text.clone()),
                [] => return Some(String::new()),
                _ => {}
            },
            _ => {}
        }
        self.error(
            field,
            &argument.range,
            format!("{what} stands here as text in quotes"),
        );
        None
    }

    fn format(&mut self, field: &Field, argument: &Expression) -> Option<Text> {
        let format = self.plain(field, argument, "the format of a date")?;
        for piece in crate::time::pieces(&format) {
            if let Err((at, wrong)) = piece {
                // The text stands behind a quote.
                let start = argument.range.start + 1 + at;
                let message = format!(
                    "`{wrong}` is no part of a date; these are: `%Y %m %d %H %M %S %a %b %3f %f`"
                );
                self.error(field, &(start..start + wrong.len()), message);
                return None;
            }
        }
        Some(self.text(&format))
    }

    fn rules(&mut self, field: &Field, arguments: &[Expression]) -> Option<Run> {
        let mut rules = Some(Vec::new());
        for argument in arguments {
            let rule = match &argument.kind {
                Kind::Name(name, segments) if segments.is_empty() => {
                    self.members(field, name, argument, false)
                }
                _ => {
                    let text = self.plain(field, argument, "the name of a pair");
                    text.map(|text| self.rule(&text))
                }
            };
            rules = rules.zip(rule).map(|(mut rules, rule)| {
                rules.push(rule);
                rules
            });
        }
        rules.map(|rules| self.rule_run(&rules))
    }

    /// The rule that one text of `pick` or `signed_headers` is.
    pub(super) fn rule(&mut self, text: &str) -> Rule {
        let (kind, name) = match (text.strip_prefix('!'), text.strip_suffix('?')) {
            (Some(name), _) => (RuleKind::Never, name),
            (_, Some(name)) => (RuleKind::Optional, name),
            _ if text.contains('*') => (RuleKind::Matching, text),
            _ => (RuleKind::Required, text),
        };
        Rule {
            kind,
            text: self.text(name),
        }
    }

    /// The members of a list setting.
    pub(super) fn members(
        &mut self,
        field: &Field,
        name: &str,
        at: &Expression,
        optional: bool,
    ) -> Option<Rule> {
        let data = self.scheme.data();
        let known = data
            .settings
            .iter()
            .position(|setting| data.text(setting.name) == name);
        let is_list = known.is_some_and(|index| data.settings[index].kind == SettingKind::List);
        if !is_list {
            self.error(
                field,
                &at.range,
                format!("`{name}` is not a list setting (`list = true` in `[settings]`)"),
            );
            return None;
        }
        self.used.extend(self.names.get(name).copied());
        let kind = if optional {
            RuleKind::OptionalMembers
        } else {
            RuleKind::Members
        };
        Some(Rule {
            kind,
            text: self.text(name),
        })
    }

    pub(super) fn rule_run(&mut self, rules: &[Rule]) -> Run {
        let at = u16::try_from(self.scheme.rules.len()).unwrap_or(u16::MAX);
        self.scheme.rules.extend_from_slice(rules);
        Run {
            at,
            len: u16::try_from(rules.len()).unwrap_or(u16::MAX),
        }
    }
}

impl Shape {
    /// The type of the result for an argument of a type; `None` if it does not work on that.
    fn gives(self, kind: Type, arguments: usize) -> Option<Type> {
        let text = matches!(kind, Type::Text | Type::Bytes);
        match self {
            Self::Digest | Self::Mac | Self::Truncate => text.then_some(Type::Bytes),
            Self::Encode => text.then_some(Type::Text),
            Self::Decode => (kind == Type::Text).then_some(Type::Bytes),
            Self::Rewrite(..) => {
                matches!(kind, Type::Text | Type::List | Type::Pairs).then_some(kind)
            }
            Self::NonEmpty => {
                matches!(kind, Type::Text | Type::Bytes | Type::List | Type::Pairs).then_some(kind)
            }
            Self::Condition => (kind != Type::Switch).then_some(kind),
            Self::Moment | Self::Digits | Self::Format => {
                (kind == Type::Time).then_some(Type::Text)
            }
            Self::Plus => (kind == Type::Time).then_some(Type::Time),
            Self::Sort => matches!(kind, Type::List | Type::Pairs).then_some(kind),
            Self::Each if arguments == 2 => (kind == Type::Pairs).then_some(Type::Pairs),
            Self::Each => matches!(kind, Type::List | Type::Pairs).then_some(Type::List),
            Self::Side => (kind == Type::Pairs).then_some(Type::List),
            Self::Join => (kind == Type::List).then_some(Type::Text),
            Self::Unique => (kind == Type::List).then_some(Type::List),
            Self::Pick => (kind == Type::Pairs).then_some(Type::Pairs),
        }
    }

    fn takes(self) -> &'static str {
        match self {
            Self::Digest | Self::Mac | Self::Truncate | Self::Encode => "bytes or text",
            Self::Decode | Self::Rewrite(..) => "text",
            Self::NonEmpty => "text, bytes, a list or pairs",
            Self::Condition => "a value",
            Self::Moment | Self::Digits | Self::Format | Self::Plus => "a time",
            Self::Sort | Self::Each => "a list or pairs",
            Self::Side | Self::Pick => "pairs",
            Self::Join | Self::Unique => "a list",
        }
    }

    /// How many arguments it takes, from and to.
    fn arguments(self) -> (usize, usize) {
        match self {
            Self::Digest | Self::Encode | Self::Decode | Self::NonEmpty => (0, 0),
            Self::Moment | Self::Sort | Self::Side | Self::Unique => (0, 0),
            Self::Mac | Self::Truncate | Self::Format | Self::Plus => (1, 1),
            Self::Rewrite(least, most) => (least, most),
            Self::Digits | Self::Join => (0, 1),
            Self::Each => (1, 2),
            Self::Condition | Self::Pick => (1, usize::MAX),
        }
    }

    fn argument(self) -> &'static str {
        match self {
            Self::Mac => "a key, as `hmac(secret)`",
            Self::Truncate => "a number of bytes, as `truncate(16)`",
            Self::Format => "a format, as `format('%Y%m%d')`",
            Self::Plus => "seconds, as `plus(600)`",
            Self::Each => "templates, as `each('{name}={value}')`",
            Self::Condition => "a value, and texts to compare it with: `when(method, 'POST')`",
            Self::Pick => "names, as `pick('a', 'x-*', '!b')`",
            _ => "a text",
        }
    }
}
