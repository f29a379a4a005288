//! A diagnosis that is being made: what is looked at, and in which order.

use subtle::ConstantTimeEq as _;

use super::case::Case;
use super::encoding::{Sent, Written};
use super::search::{Goal, Search};
use super::{DifferingLine, Finding, Mistake, Suspect, form, show, sight, ways};
use crate::{Error, Reading, SigningKey};

/// A diagnosis that is being made.
pub(super) struct Investigation<'i, 'c> {
    pub(super) suspect: Suspect<'c>,
    pub(super) search: Search<'i, 'c>,
    pub(super) case: Case<'c>,
    /// What was wrong with the form, and has been mended in the case.
    pub(super) form: Vec<Mistake>,
    pub(super) findings: Vec<Finding>,
    pub(super) excluded: Vec<String>,
}

impl<'c> Investigation<'_, 'c> {
    /// Looks at everything; whether the signature is right.
    pub(super) fn run(&mut self, reading: &Reading) -> bool {
        if self.suspect.signature.is_some()
            && let Err(error) = self.complete()
        {
            self.findings.push(sight::of_error(&error).into());
            return false;
        }
        self.mend_form();
        if self.form.is_empty() && self.suspect.signature.is_none() && self.is_accepted(reading) {
            self.findings
                .extend(self.of_placeholders().map(Finding::from));
            return true;
        }
        let texts = match self.suspect.signature {
            Some(text) => vec![text.to_owned()],
            None => self.case.received.signature_texts(),
        };
        let encodings = reading.encodings();
        let sent = texts.iter().map(|text| Sent::new(text, &encodings));
        let sent: Vec<Sent> = sent.collect();
        let seen = self.see(reading);
        let other_scheme = ways::accepted(&self.case, self.suspect);
        self.findings.extend(other_scheme.map(Finding::from));
        let right = self.explain_signature(&sent);
        let differing = self.differing();
        self.findings.extend(differing);
        self.findings.extend(seen.into_iter().map(Finding::from));
        self.exclude(right, &sent);
        right && self.form.is_empty()
    }

    /// A request without a signature gets what the scheme sets, as if it had been sent.
    fn complete(&mut self) -> Result<(), Error> {
        if self.case.look().problems.is_empty() {
            return Ok(());
        }
        let data = self.case.tables.data();
        let signing = SigningKey::new(&data).sign(self.case.input())?;
        let mut case = self.case.clone();
        if let Some(target) = signing.target() {
            case.target = target.into_owned();
        }
        if let Some(body) = &signing.body {
            case.body = body.to_vec().into();
        }
        let headers = std::rc::Rc::make_mut(&mut case.headers);
        for header in signing.headers(&data) {
            let (index, value) = header?;
            // What the host would be, the case knows by itself.
            let Some(index) = index else { continue };
            let entry = data.entries[index];
            let name = http::HeaderName::from_bytes(data.text(entry.name).as_bytes());
            // What the request says itself is what the other client has signed.
            if let Ok(name) = name
                && (entry.after || !headers.contains_key(&name))
            {
                headers.insert(name, value);
            }
        }
        self.case = case.read_again();
        Ok(())
    }

    /// Mends what cannot be read, where it is known how.
    fn mend_form(&mut self) {
        for malformed in self.case.look().problems {
            if let Some((case, mistakes)) = form::mended(&self.case, &malformed) {
                self.case = case.read_again();
                self.form.extend(mistakes);
            }
        }
    }

    /// Finds what gives the signature that was sent; `true` if nothing has to be done for that.
    fn explain_signature(&mut self, sent: &[Sent]) -> bool {
        if sent.is_empty() {
            let mistakes = std::mem::take(&mut self.form);
            self.findings
                .extend((!mistakes.is_empty()).then(|| Finding::of(mistakes)));
            return false;
        }
        let written = |made: &[u8]| sent.iter().find_map(|sent| sent.is(made));
        let make = |case: &Case<'c>| Some(case.signature().ok()?.as_bytes().to_vec());
        let own = make(&self.case);
        if let Some(found) = own.as_deref().and_then(written) {
            let mut mistakes = self.form.clone();
            mistakes.extend(sent[0].mistake(found));
            let right = mistakes.is_empty();
            self.findings.extend((!right).then(|| Finding {
                reproduces: true,
                ..Finding::of(mistakes)
            }));
            return matches!(found, Written::Rightly);
        }
        let goal = Goal {
            make: &make,
            is: &|made| written(made).is_some(),
        };
        for changes in self.search.find(&self.case, &goal) {
            let case = changes.last().map(|change| &change.case);
            let found = case.and_then(make).and_then(|made| written(&made));
            let mut mistakes = self.form.clone();
            mistakes.extend(changes.iter().map(Mistake::from));
            mistakes.extend(found.and_then(|found| sent[0].mistake(found)));
            let lines = case.map(|case| self.lines(case)).unwrap_or_default();
            let again = self.findings.iter().any(|known| known.mistakes == mistakes);
            if !again {
                self.findings.push(Finding {
                    mistakes,
                    reproduces: true,
                    lines,
                });
            }
        }
        if self.findings.is_empty() && !self.form.is_empty() {
            self.findings.push(Finding::of(self.form.clone()));
        }
        false
    }

    /// The lines that differ between what was signed by mistake and what should have been.
    fn lines(&self, signed: &Case<'_>) -> Vec<DifferingLine> {
        let text = |case: &Case<'_>| case.string_to_sign().map(|text| text.to_string());
        match (text(signed), text(&self.case)) {
            (Ok(signed), Ok(wanted)) => show::differing(&signed, &wanted),
            _ => Vec::new(),
        }
    }

    /// What the scheme sets before signing and the request has otherwise, each explained if it can
    /// be: the hash of a body above all.
    fn differing(&mut self) -> Vec<Finding> {
        let data = self.case.tables.data();
        let differing = data.differing(self.case.input(), &self.case.received);
        let malformed = self.case.look().problems;
        let mut findings = Vec::new();
        for differing in differing.unwrap_or_default() {
            let index = differing.index;
            let name = data.text(data.entries[index].name);
            if malformed.iter().any(|other| other.name == name) {
                continue;
            }
            let (_, sent) = self.case.made_and_sent(index);
            let sent = sent.unwrap_or_default();
            let make = |case: &Case<'c>| case.made_and_sent(index).0;
            let goal = Goal {
                make: &make,
                // It may be a MAC.
                is: &|made| made.ct_eq(sent.as_bytes()).into(),
            };
            let found = self.search.find(&self.case, &goal).into_iter().next();
            let cause = found.map(|changes| changes.iter().map(Mistake::from).collect());
            let of_body = data.reaches(data.entries[index].value, &sight::of_body);
            let mistake = sight::of_differing(&differing.what, of_body);
            findings.push(Finding::of(match cause {
                Some(cause) => sight::with_cause(&mistake, cause),
                None => vec![mistake],
            }));
        }
        findings
    }
}

impl Sent {
    /// A signature that is right and written otherwise than the scheme does.
    fn mistake(&self, written: Written) -> Option<Mistake> {
        let Written::Otherwise(manner) = written else {
            return None;
        };
        Some(Mistake {
            name: manner.name,
            what: manner.done.to_owned(),
            place: Some("the text of the signature".to_owned()),
            mend: format!(
                "Write all bytes of the signature in {}, as the scheme does.",
                self.encoding()
            ),
        })
    }
}
