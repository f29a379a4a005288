//! The arguments of functions.

use signed_api_specs::data::{Choice, Function, Rule, RuleKind, Run, SettingKind, Text, Type};
use signed_api_specs::language::Shape;

use super::{Absence, Lower, Lowered, Named, index};
use crate::document::Field;
use crate::problem::Place;
use crate::template::{Call, Expression, Kind, Part as Piece};

impl Lower<'_> {
    /// The arguments of a call, and whether a key among them may be absent.
    pub(super) fn arguments(
        &mut self,
        field: &Field,
        call: &Call,
        (function, shape): (Function, Shape),
        works_on: Option<Type>,
    ) -> Option<(Function, Run, Absence)> {
        let none = Run::default();
        let given = call.arguments.as_slice();
        let run = match (shape, given) {
            (Shape::Digits, [digits, ..]) => {
                let digits = self.number(field, digits, 0..=9, &call.name)?;
                let function = Function::Rfc3339(u8::try_from(digits).ok()?);
                return Some((function, none, Absence::Never));
            }
            (Shape::Format, [format, ..]) => {
                let function = Function::Format(self.format(field, format)?);
                return Some((function, none, Absence::Never));
            }
            (Shape::Pick, _) => self.rules(field, given),
            (Shape::Each, _) => self.templates(field, given, works_on),
            (Shape::Condition, [value, texts @ ..]) => self.condition(field, value, texts),
            (Shape::Plus, [seconds, ..]) => self.seconds(field, seconds),
            (Shape::Part, [count, ..]) => self.count(field, count, &call.name),
            (Shape::Mac, [key, ..]) => {
                let (run, absence) = self.mac_key(field, key)?;
                return Some((function, run, absence));
            }
            (_, [sought, ..]) if matches!(function, Function::Replace | Function::Before) => {
                self.sought(field, sought, &call.name)?;
                self.texts(field, given)
            }
            _ => self.texts(field, given),
        };
        run.map(|run| (function, run, Absence::Never))
    }

    /// A text that is looked for is not empty; a setting may be, which signing refuses.
    fn sought(&mut self, field: &Field, argument: &Expression, name: &str) -> Option<()> {
        if !matches!(&argument.kind, Kind::Quoted(parts) if parts.is_empty()) {
            return Some(());
        }
        let message = format!("`{name}` cannot look for an empty text");
        self.error(field, &argument.range, message);
        None
    }

    fn number(
        &mut self,
        field: &Field,
        argument: &Expression,
        allowed: std::ops::RangeInclusive<u32>,
        name: &str,
    ) -> Option<u16> {
        match argument.kind {
            Kind::Number(number) if allowed.contains(&number) => u16::try_from(number).ok(),
            _ => {
                let (least, most) = allowed.into_inner();
                let message = format!("`{name}` takes a number from {least} to {most}");
                self.error(field, &argument.range, message);
                None
            }
        }
    }

    fn seconds(&mut self, field: &Field, argument: &Expression) -> Option<Run> {
        if let Kind::Quoted(parts) = &argument.kind
            && let [Piece::Text(text, _)] = parts.as_slice()
            && text.parse::<i32>().is_err()
        {
            let message = "`plus` takes seconds, as `plus(600)`";
            self.error(field, &argument.range, message);
            return None;
        }
        self.texts(field, std::slice::from_ref(argument))
    }

    /// How many characters or bytes are kept, or left out.
    fn count(&mut self, field: &Field, argument: &Expression, name: &str) -> Option<Run> {
        let wrong = match &argument.kind {
            Kind::Number(number) => *number == 0,
            Kind::Quoted(_) => true,
            _ => false,
        };
        if wrong {
            let message =
                format!("`{name}` takes a number of characters or bytes, as `{name}(16)`");
            self.error(field, &argument.range, message);
            return None;
        }
        self.texts(field, std::slice::from_ref(argument))
    }

    /// A key that may be absent: then there is no MAC.
    fn mac_key(&mut self, field: &Field, argument: &Expression) -> Option<(Run, Absence)> {
        let key = self.expression(field, argument)?;
        let key = self.must_be_text(field, &argument.range, key)?;
        Some((self.run(vec![key.id]), key.absence))
    }

    /// Arguments of text or bytes, which have to be there.
    fn texts(&mut self, field: &Field, arguments: &[Expression]) -> Option<Run> {
        let ids: Vec<Option<_>> = arguments
            .iter()
            .map(|argument| self.text_argument(field, argument))
            .collect();
        let ids = ids.into_iter().collect::<Option<Vec<_>>>()?;
        Some(self.run(ids))
    }

    fn text_argument(&mut self, field: &Field, argument: &Expression) -> Option<u16> {
        let lowered = self.expression(field, argument)?;
        let lowered = self.there(field, &argument.range, &lowered)?;
        let text = self.must_be_text(field, &argument.range, lowered)?;
        Some(text.id)
    }

    /// What a condition looks at may be absent, and may be a switch.
    fn condition(
        &mut self,
        field: &Field,
        value: &Expression,
        texts: &[Expression],
    ) -> Option<Run> {
        let lowered = self.looked_at(field, value, texts);
        let texts: Vec<Option<u16>> = texts
            .iter()
            .map(|text| self.text_argument(field, text))
            .collect();
        let mut ids = vec![lowered?.id];
        ids.extend(texts.into_iter().collect::<Option<Vec<_>>>()?);
        Some(self.run(ids))
    }

    fn looked_at(
        &mut self,
        field: &Field,
        value: &Expression,
        texts: &[Expression],
    ) -> Option<Lowered> {
        let lowered = self.expression(field, value)?;
        match (lowered.kind, texts) {
            (Type::Switch, []) => return Some(lowered),
            (Type::Switch, [first, ..]) => {
                let message = "a switch is on or off; there is nothing to compare it with";
                self.error(field, &first.range, message);
                return None;
            }
            _ => {}
        }
        let lowered = if texts.is_empty() {
            lowered
        } else {
            self.must_be_text(field, &value.range, lowered)?
        };
        if texts.is_empty() && lowered.absence == Absence::Never && !field.is_inherited() {
            let name = &field.text[value.range.clone()];
            let message = match lowered.kind {
                Type::Text => format!(
                    "`{name}` is always there; say which values count, as `when({name}, 'a', 'b')`"
                ),
                _ => format!(
                    "`{name}` is always there; write `{name} | non_empty`, which is absent if it is empty"
                ),
            };
            self.error(field, &value.range, message);
            return None;
        }
        Some(lowered)
    }

    /// The templates of `each`.
    fn templates(
        &mut self,
        field: &Field,
        arguments: &[Expression],
        works_on: Option<Type>,
    ) -> Option<Run> {
        let items = match works_on {
            Some(Type::List) => Type::List,
            _ => Type::Pairs,
        };
        let outer = (self.each.replace(items), self.bracketed);
        self.bracketed = false;
        let lowered: Vec<Option<u16>> = arguments
            .iter()
            .map(|argument| {
                let template = self.expression(field, argument)?;
                let text = self.must_be_text(field, &argument.range, template)?;
                Some(text.id)
            })
            .collect();
        (self.each, self.bracketed) = outer;
        let ids = lowered.into_iter().collect::<Option<Vec<_>>>()?;
        Some(self.run(ids))
    }

    /// A text without `{ }`.
    fn plain(&mut self, field: &Field, argument: &Expression, what: &str) -> Option<String> {
        if let Kind::Quoted(parts) = &argument.kind {
            match parts.as_slice() {
                [Piece::Text(text, _)] => return Some(text.clone()),
                [] => return Some(String::new()),
                _ => {}
            }
        }
        let message = format!("{what} stands here as text in quotes, without `{{ }}` and `[ ]`");
        let doubled = match &argument.kind {
            Kind::Quoted(parts) if parts.iter().any(|part| matches!(part, Piece::Optional(..))) => {
                "; brackets that are text are doubled, `[[`"
            }
            _ => "",
        };
        self.error(field, &argument.range, message + doubled);
        None
    }

    fn format(&mut self, field: &Field, argument: &Expression) -> Option<Text> {
        let format = self.plain(field, argument, "the format of a date")?;
        if !format.contains('%') {
            let message =
                "this is the same at any time; the parts of a date are `%Y`, `%m`, `%d` and others";
            self.error(field, &argument.range, message);
            return None;
        }
        for piece in signed_api_specs::language::pieces(&format) {
            let Err((_, wrong)) = piece else { continue };
            let written = &field.text[argument.range.clone()];
            let start = argument.range.start + written.find(wrong).unwrap_or_default();
            let message = format!(
                "`{wrong}` is no part of a date; these are: `%Y %m %d %H %M %S %a %b %3f %f %.f`"
            );
            self.error(field, &(start..start + wrong.len()), message);
            return None;
        }
        Some(self.text(&format))
    }

    fn rules(&mut self, field: &Field, arguments: &[Expression]) -> Option<Run> {
        let rules: Vec<Option<Vec<Rule>>> = arguments
            .iter()
            .map(|argument| match &argument.kind {
                Kind::Name(name, segments) if segments.is_empty() => {
                    self.members(field, name, &argument.range, false)
                }
                Kind::Quoted(parts) => match parts.as_slice() {
                    [Piece::Hole(hole)] => match &hole.value.kind {
                        Kind::Name(name, segments) if segments.is_empty() => {
                            let optional = hole.question.is_some();
                            self.members(field, name, &hole.value.range, optional)
                        }
                        _ => self.plain_rule(field, argument),
                    },
                    _ => self.plain_rule(field, argument),
                },
                _ => self.plain_rule(field, argument),
            })
            .collect();
        let rules = rules.into_iter().collect::<Option<Vec<_>>>()?.concat();
        if let Some(first) = arguments.first() {
            self.takes_something(&rules, &field.part(&first.range));
        }
        Some(self.rule_run(rules))
    }

    /// Rules that only keep names out take none.
    pub(crate) fn takes_something(&mut self, rules: &[Rule], place: &Place) {
        if !rules.is_empty() && rules.iter().all(|rule| rule.kind.is_never()) {
            let message =
                "nothing is taken here: `!` only keeps out what another rule takes; `*` takes all";
            self.findings.error(place, message);
        }
    }

    fn plain_rule(&mut self, field: &Field, argument: &Expression) -> Option<Vec<Rule>> {
        let text = self.plain(field, argument, "the name of a pair")?;
        self.rule(field, &argument.range, &text)
            .map(|rule| vec![rule])
    }

    /// The rule that one text of `pick` or `signed_headers` is.
    pub(crate) fn rule(
        &mut self,
        field: &Field,
        range: &std::ops::Range<usize>,
        text: &str,
    ) -> Option<Rule> {
        let (kind, name) = match (text.strip_prefix('!'), text.strip_suffix('?')) {
            (Some(name), _) if name.contains('*') => (RuleKind::NeverMatching, name),
            (Some(name), _) => (RuleKind::Never, name),
            (_, Some(name)) => (RuleKind::Optional, name),
            _ if text.contains('*') => (RuleKind::Matching, text),
            _ => (RuleKind::Required, text),
        };
        let message = match kind {
            _ if name.is_empty() => "a name is missing here",
            RuleKind::Optional if name.contains('*') => {
                "a `*` takes what is there, so it needs no `?`"
            }
            _ => {
                let text = self.text(name);
                return Some(Rule { kind, text });
            }
        };
        self.error(field, range, message);
        None
    }

    /// The members of a list setting, or of a list of the file.
    pub(crate) fn members(
        &mut self,
        field: &Field,
        name: &str,
        range: &std::ops::Range<usize>,
        optional: bool,
    ) -> Option<Vec<Rule>> {
        let named = self.names.get(name).map(|(named, _)| *named);
        self.used.extend(named);
        if let Some(Named::Let(index)) = named {
            // One that is wrong has been said.
            self.lowered_let(index)?;
        }
        if let Some(Named::Let(index)) = named
            && let Some(names) = self.list_of(index)
        {
            let kind = if optional {
                RuleKind::Optional
            } else {
                RuleKind::Required
            };
            let rule = |name: &String| Rule {
                kind,
                text: self.text(name),
            };
            return Some(names.iter().map(rule).collect());
        }
        let setting = match named {
            Some(Named::Setting(index)) => Some(self.scheme.settings[usize::from(index)]),
            _ => None,
        };
        if setting.is_none_or(|setting| setting.kind != SettingKind::List) {
            let message = if setting.is_some() {
                format!("`{name}` is no list; say `list = true` in `[settings]`")
            } else {
                format!(
                    "no list is called `{name}`; a setting with `list = true` or a list of `[let]` may stand here"
                )
            };
            self.error(field, range, message);
            return None;
        }
        let kind = if optional {
            RuleKind::OptionalMembers
        } else {
            RuleKind::Members
        };
        let text = self.text(name);
        Some(vec![Rule { kind, text }])
    }

    /// Puts rules into their table. Those that keep names out come last, of these the patterns.
    pub(crate) fn rule_run(&mut self, mut rules: Vec<Rule>) -> Run {
        rules.sort_by_key(|rule| (rule.kind.is_never(), rule.kind == RuleKind::NeverMatching));
        let run = Run {
            at: index(self.scheme.rules.len()),
            len: index(rules.len()),
        };
        self.scheme.rules.extend(rules);
        let choice = Choice::of(&self.scheme.data(), run);
        self.scheme.rule_lists.push((run, choice));
        run
    }
}
