//! `algorithm`: a name, or a template over settings that makes one.

use signed_api_specs::data::{Algorithm, AlgorithmChoice, Id, Known, Op, Value, Values};

use super::Check;
use crate::document::Field;
use crate::draft::Change;
use crate::lower::Scope;
use crate::problem::{Problem, did_you_mean};

/// How many names the choices of settings may make.
const NAMES: usize = 64;

impl Check<'_> {
    pub(super) fn algorithm(&mut self, field: &Field) {
        let keyed = if field.text.contains('{') {
            self.named_algorithm(field)
        } else {
            self.fixed_algorithm(field)
        };
        let draft = self.draft;
        let key = draft.signature.key.as_ref().and_then(Change::set);
        match (keyed, key) {
            (Some(false), Some(fields)) => {
                let first = fields.first().unwrap_or(field);
                let message = format!("`{}` takes no key; for a MAC write `hmac-{0}`", field.text);
                self.error(&first.place, message);
            }
            (Some(true), None) => {
                let message = format!("`{}` needs a `key` in `[signature]`", field.text);
                self.error(&field.place, message);
            }
            (_, Some(fields)) => self.key(fields),
            (_, None) => {}
        }
    }

    fn fixed_algorithm(&mut self, field: &Field) -> Option<bool> {
        let Some(algorithm) = Algorithm::from_name(&field.text) else {
            let names: Vec<String> = Algorithm::names().collect();
            let near = did_you_mean(&field.text, names.iter().map(String::as_str));
            let message = format!("there is no algorithm `{}`{near}", field.text);
            let note = format!("these are: {}", names.join(", "));
            let problem = Problem::new(&field.place, message);
            self.lower.findings.add(problem.note(note));
            return None;
        };
        self.lower.scheme.signature.algorithm = AlgorithmChoice::Always(algorithm);
        Some(algorithm.keyed)
    }

    /// Every choice of the settings has to make the name of an algorithm.
    fn named_algorithm(&mut self, field: &Field) -> Option<bool> {
        let lowered = self.lower.field(field, Scope::Signature)?;
        let lowered = self.text_value(field, Scope::Signature, lowered, "an algorithm")?;
        self.never_absent(field, &lowered);
        self.lower.scheme.signature.algorithm = AlgorithmChoice::Named(lowered.id);
        let names = self.choices_of(lowered.id);
        let algorithms: Vec<_> = names
            .iter()
            .map(|name| Algorithm::from_name(name))
            .collect();
        let unknown = algorithms.iter().position(Option::is_none);
        let keyed = algorithms.iter().flatten().any(|one| one.keyed);
        let plain = algorithms.iter().flatten().any(|one| !one.keyed);
        let message = match unknown {
            _ if names.is_empty() => {
                "an algorithm is a name, or a template over settings with `one_of`".to_owned()
            }
            Some(index) => format!(
                "the settings may make `{}`, and there is no such algorithm",
                names[index]
            ),
            None if keyed && plain => {
                "either all of these algorithms take a key, or none; the others are a file of their own, \
                 which `extends` this one"
                    .to_owned()
            }
            None if plain && self.is_received(lowered.id) => {
                "whoever sends a request chooses this; let it range over `hmac-` algorithms only, or take away \
                 `from_request` or `tried`"
                    .to_owned()
            }
            None => return Some(keyed),
        };
        self.error(&field.place, message);
        None
    }

    /// Whether a verifier takes a part of it from the request.
    fn is_received(&self, id: Id) -> bool {
        let settings = &self.lower.scheme.settings;
        let received = |op| match op {
            Op::Setting(index) => settings[usize::from(index)].known != Known::ByOwner,
            _ => false,
        };
        self.lower.scheme.data().reaches(id, &received)
    }

    /// All that a template over settings may be; empty if something else is in it.
    fn choices_of(&self, id: Id) -> Vec<String> {
        let data = self.lower.scheme.data();
        let varies = |op| {
            !matches!(
                op,
                Op::Setting(_) | Op::Text(_) | Op::Template(_) | Op::Or(_) | Op::Call(..)
            )
        };
        if data.reaches(id, &varies) {
            return Vec::new();
        }
        let settings = data.settings.iter().zip(0..);
        let used = settings.filter(|(_, index)| data.reaches(id, &|op| op == Op::Setting(*index)));
        let mut combinations = vec![Chosen::default()];
        for (setting, _) in used {
            let choices: Vec<&str> = data.choices(setting.one_of).collect();
            if combinations.len() * choices.len() > NAMES {
                return Vec::new();
            }
            let name = data.text(setting.name);
            combinations = combinations
                .iter()
                .flat_map(|chosen| choices.iter().map(|choice| chosen.with(name, choice)))
                .collect();
        }
        let named = combinations.iter();
        named
            .filter_map(|chosen| data.constant(id, chosen))
            .collect()
    }
}

/// A choice for each of some settings.
#[derive(Clone, Default)]
struct Chosen<'c>(Vec<(&'c str, &'c str)>);

impl<'c> Chosen<'c> {
    fn with(&self, name: &'c str, choice: &'c str) -> Self {
        Self([self.0.as_slice(), &[(name, choice)]].concat())
    }
}

impl Values for Chosen<'_> {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let chosen = self.0.iter().find(|(known, _)| *known == name);
        chosen.map(|(_, choice)| Value::Text(choice))
    }
}
