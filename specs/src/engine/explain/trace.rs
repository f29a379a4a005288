//! Steps taken one by one, and what each has made.

use std::ops::Range;

use super::{Explanation, Given, Made, Outcome, Sent, Stretch};
use crate::data::{Credential, Entry, Id, Location, Op, SchemeData, Setting, Step, Value};
use crate::engine::buffer::Buffer;
use crate::engine::chars::Chars;
use crate::engine::evaluate::{Evaluator, Slot};
use crate::engine::{Error, Input, SigningKey};

impl SchemeData<'_> {
    /// Signs a request, and tells how: see [`Explanation`]. That a request cannot be signed is
    /// part of what is told.
    pub fn explain(&self, input: Input<'_>) -> Explanation {
        self.explain_and(input, |_| {})
    }

    /// The same, and a look at what was written.
    pub(in crate::engine) fn explain_and(
        &self,
        input: Input<'_>,
        look: impl FnOnce(&Buffer),
    ) -> Explanation {
        let mut trace = Trace {
            evaluator: Evaluator::new(self, &input, None),
            explanation: Explanation::given(self, input),
        };
        let taken = trace.steps();
        look(&trace.evaluator.buffer);
        let taken = taken.and_then(|string_to_sign| trace.host(string_to_sign));
        trace.explanation.error = taken.err();
        trace.explanation
    }
}

impl Explanation {
    /// What signing starts from.
    fn given(data: &SchemeData<'_>, input: Input<'_>) -> Self {
        let credential = |one: &Credential| credential(data, one, input);
        let setting = |one: &Setting| setting(data, one, input);
        let has_nonce = data.uses_nonce();
        Self {
            scheme: data.name.to_owned(),
            title: data.title.to_owned(),
            credentials: data.credentials.iter().map(credential).collect(),
            settings: data.settings.iter().map(setting).collect(),
            now: input.now.to_string(),
            nonce: (has_nonce && !input.nonce.is_empty()).then(|| input.nonce.to_owned()),
            values: Vec::new(),
            string_to_sign: Vec::new(),
            algorithm: None,
            key: Vec::new(),
            sent: Vec::new(),
            error: None,
        }
    }
}

fn credential(data: &SchemeData<'_>, one: &Credential, input: Input<'_>) -> Given {
    let name = data.text(one.name);
    let given = input.values.value(name);
    Given {
        name: name.to_owned(),
        value: match given {
            Some(_) if one.secret => Some(format!("‹{name}›")),
            given => given.map(shown),
        },
        default: false,
    }
}

fn setting(data: &SchemeData<'_>, one: &Setting, input: Input<'_>) -> Given {
    let name = data.text(one.name);
    let given = input.values.value(name);
    let default = one.default.map(|text| data.text(text).to_owned());
    Given {
        name: name.to_owned(),
        default: given.is_none() && default.is_some(),
        value: given.map(shown).or(default),
    }
}

fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::List(items) => items.join(", "),
        Value::Switch(on) => on.to_string(),
    }
}

/// A request that is being signed, and what has been seen of it.
struct Trace<'r> {
    evaluator: Evaluator<'r>,
    explanation: Explanation,
}

impl<'r> Trace<'r> {
    /// Takes every step; where the string to sign stands.
    fn steps(&mut self) -> Result<Range<usize>, Error> {
        let (key, mut string_to_sign) = (SigningKey::new(self.evaluator.data), 0..0);
        self.evaluator.guard(&key)?;
        self.evaluator.start();
        for step in self.evaluator.data.order {
            let taken = self.evaluator.step(*step, &key, &mut string_to_sign);
            let taken = taken.map_err(|error| *error);
            self.see(*step, &taken, &string_to_sign)?;
            taken?;
        }
        self.evaluator.in_force()?;
        Ok(string_to_sign)
    }

    fn host(&mut self, string_to_sign: Range<usize>) -> Result<(), Error> {
        let data = self.evaluator.data;
        for header in self.evaluator.signing(string_to_sign)?.headers(data) {
            if let (None, host) = header? {
                let host = String::from_utf8_lossy(host.as_bytes()).into_owned();
                self.explanation.sent.insert(0, sent_host(host));
            }
        }
        Ok(())
    }

    /// Writes down what a step has made.
    fn see(
        &mut self,
        step: Step,
        taken: &Result<(), Error>,
        string_to_sign: &Range<usize>,
    ) -> Result<(), Error> {
        let data = self.evaluator.data;
        match step {
            Step::Let(index) => {
                let one = data.lets[usize::from(index)];
                let slot = self.evaluator.let_slot(index).clone();
                // What is sent is shown: it is no secret, whatever it was computed from.
                let made = match slot {
                    Slot::Written(range) if one.sent => {
                        let text = self.shown(range);
                        let template = Some(data.template(one.value));
                        Outcome::Text(vec![Stretch { template, text }])
                    }
                    slot => self.outcome(slot, one.value, taken),
                };
                let made = self.made(data.text(one.name), one.value, made);
                self.explanation.values.push(made);
            }
            Step::Entry(index) => {
                let index = usize::from(index);
                let slot = self.evaluator.entry_slot(index).clone();
                self.send(data.entries[index], slot, taken);
            }
            Step::StringToSign => {
                let whole = taken.is_ok().then(|| string_to_sign.clone());
                let stretches = self.stretches(data.signature.string_to_sign, whole);
                self.explanation.string_to_sign = stretches;
            }
            Step::Sign => self.see_key()?,
        }
        Ok(())
    }

    fn send(&mut self, entry: Entry, slot: Slot, taken: &Result<(), Error>) {
        let outcome = self.outcome(slot, entry.value, taken);
        let name = self.evaluator.data.text(entry.name);
        let made = self.made(name, entry.value, outcome);
        let (location, after) = (entry.location, entry.after);
        self.explanation.sent.push(Sent {
            location,
            made,
            after,
        });
    }

    fn see_key(&mut self) -> Result<(), Error> {
        let algorithm = self.evaluator.algorithm()?;
        let mac = if algorithm.keyed { "hmac-" } else { "" };
        self.explanation.algorithm = Some(format!("{mac}{}", algorithm.hash.name()));
        let data = self.evaluator.data;
        for id in data.links(data.signature.key) {
            let stretches = self.stretches(*id, None);
            self.explanation.key.push(stretches);
        }
        Ok(())
    }

    fn made(&self, name: &str, template: Id, outcome: Outcome) -> Made {
        Made {
            name: name.to_owned(),
            template: self.evaluator.data.template(template),
            outcome,
        }
    }

    fn outcome(&mut self, slot: Slot, id: Id, taken: &Result<(), Error>) -> Outcome {
        if let Err(error) = taken {
            return Outcome::Failed(error.clone());
        }
        match slot {
            Slot::Unset | Slot::Absent => Outcome::Absent,
            Slot::Written(range) => Outcome::Text(self.stretches(id, Some(range))),
            Slot::Time(time) => Outcome::Text(vec![Stretch {
                template: Some(self.evaluator.data.template(id)),
                text: time.to_string(),
            }]),
            Slot::List(at) => {
                let items = self.evaluator.lists[at].clone();
                Outcome::List(items.iter().map(|item| self.chars(item)).collect())
            }
            Slot::Pairs(at) => {
                let pairs = self.evaluator.groups[at].clone();
                let pairs = pairs.iter().map(|pair| {
                    let value = pair.value.as_ref().map(|value| self.chars(value));
                    (self.chars(&pair.name), value)
                });
                Outcome::Pairs(pairs.collect())
            }
            Slot::Failed(at) => Outcome::Failed(self.evaluator.failures[at].clone()),
        }
    }

    /// What the parts of a template write, each by itself. Together that is what stands in `whole`;
    /// if it were ever not, the template would be shown as one.
    fn stretches(&mut self, id: Id, whole: Option<Range<usize>>) -> Vec<Stretch> {
        let data = self.evaluator.data;
        let one = [id];
        let parts = match data.node(id).op {
            Op::Template(run) => data.links(run),
            _ => &one,
        };
        let mut stretches = Vec::new();
        let mut seen = whole.as_ref().map_or(0, |whole| whole.start);
        let mut same = true;
        for part in parts {
            let at = self.evaluator.buffer.len();
            let written = self.evaluator.write(*part);
            if written.is_err() {
                // What was written of it may be half done.
                self.evaluator.buffer.truncate(at);
            }
            let end = self.evaluator.buffer.len();
            let text = self.shown(at..end);
            if let Some(whole) = &whole {
                let next = seen + end - at;
                let buffer = &self.evaluator.buffer;
                same &= next <= whole.end && buffer.bytes(seen..next) == buffer.tail(at);
                seen = next;
            }
            self.evaluator.buffer.truncate(at);
            let is_text = matches!(data.node(*part).op, Op::Text(_));
            let template = (!is_text).then(|| data.template(*part));
            stretches.push(Stretch { template, text });
            if written.is_err() {
                break;
            }
        }
        match whole {
            Some(whole) if !same || seen != whole.end => vec![Stretch {
                template: Some(data.template(id)),
                text: self.shown(whole),
            }],
            _ => stretches,
        }
    }

    fn chars(&mut self, chars: &Chars<'r>) -> String {
        let at = self.evaluator.buffer.len();
        // Objects and lists of JSON are no text, but can be shown.
        let written = self.evaluator.push_chars(chars);
        let written = written.or_else(|_| self.evaluator.push_value(Some(chars)).map(|()| true));
        debug_assert!(written.is_ok());
        let text = self.shown(at..self.evaluator.buffer.len());
        self.evaluator.buffer.truncate(at);
        text
    }

    fn shown(&self, range: Range<usize>) -> String {
        self.evaluator.buffer.shown(range, self.evaluator.data)
    }
}

fn sent_host(host: String) -> Sent {
    let template = "{host}".to_owned();
    Sent {
        location: Location::Headers,
        after: false,
        made: Made {
            name: "host".to_owned(),
            template: template.clone(),
            outcome: Outcome::Text(vec![Stretch {
                template: Some(template),
                text: host,
            }]),
        },
    }
}
