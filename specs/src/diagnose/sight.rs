//! What is wrong with a request, seen without a look at its signature.

use std::fmt::Write as _;

use crate::timestamp::{SECOND, Timestamp, whole_seconds};

use super::Mistake;
use super::encoding::{Sent, hashes_of};
use super::instead::instead_of;
use super::investigation::Investigation;
use crate::data::{Location, Op, Part};
use crate::{Error, Malformed, Reading, Refusal, SigningKey, Verification};

fn mistake(name: &'static str, what: String, mend: &str) -> Mistake {
    Mistake {
        name,
        what,
        place: None,
        mend: mend.to_owned(),
    }
}

impl Investigation<'_, '_> {
    /// Everything that a verifier minds but the signature, and what no request should hold.
    pub(super) fn see(&self, reading: &Reading) -> Vec<Mistake> {
        let mut seen = Vec::new();
        let problems = self.case.look().problems;
        for malformed in &problems {
            seen.push(self.of_malformed(malformed));
        }
        if self.suspect.signature.is_none() && problems.is_empty() {
            seen.extend(self.refused(reading));
        }
        seen.extend(self.of_time());
        seen.extend(self.of_placeholders());
        let mut names = Vec::new();
        seen.retain(|one| {
            let new = !names.contains(&one.what);
            names.push(one.what.clone());
            new
        });
        seen
    }

    /// Whether a verifier accepts it.
    pub(super) fn is_accepted(&self, reading: &Reading) -> bool {
        self.verdict(reading).is_ok()
    }

    fn verdict(&self, reading: &Reading) -> Result<(), Refusal> {
        let data = self.case.tables.data();
        let request = self.case.request();
        let received = reading.read(&data, request)?;
        let then = self.case.received.time();
        let then = then.filter(|_| !self.suspect.timely);
        let verification = Verification {
            request,
            values: &self.case.values,
            now: then.unwrap_or(self.suspect.now),
            limits: self.suspect.limits,
            required: self.suspect.required,
        };
        let verified = reading.verify(&SigningKey::new(&data), received, verification);
        verified.map(drop)
    }

    /// What a verifier says, if it is not about the signature, the clock, or what is compared by itself.
    fn refused(&self, reading: &Reading) -> Option<Mistake> {
        match self.verdict(reading).err()? {
            // It may tell itself until when it counts.
            Refusal::Stale { seconds } if self.of_time().is_none() => Some(mistake(
                "no longer valid",
                format!("The request has not counted any more for {seconds} s."),
                "Sign it again, or for a longer time.",
            )),
            Refusal::Signature { .. }
            | Refusal::Stale { .. }
            | Refusal::Ahead { .. }
            | Refusal::Differs { .. }
            // The text of the signature is explained by itself.
            | Refusal::Form { .. } => None,
            refusal => Some(of_refusal(&refusal)),
        }
    }

    fn of_malformed(&self, malformed: &Malformed) -> Mistake {
        let data = self.case.tables.data();
        let entry = data
            .entries
            .iter()
            .find(|entry| data.text(entry.name) == malformed.name);
        let mut found = of_refusal(&malformed.refusal);
        if let Some(entry) = entry {
            found.place = Some(format!(
                "`{}`: `{}`",
                malformed.name,
                data.template(entry.value)
            ));
            let is_time = data.reaches(entry.value, &|op| op == Op::Now) && !malformed.after;
            let is_header = entry.location == Location::Headers;
            let is_missing = is_header && matches!(malformed.refusal, Refusal::Missing { .. });
            let headers = &self.case.headers;
            if let Some(came) = instead_of(malformed.name.as_ref(), headers).filter(|_| is_missing)
            {
                found.name = "another header";
                let _ = write!(found.what, " {came}");
                "Use the header that the scheme names: another one is written by another scheme."
                    .clone_into(&mut found.mend);
            }
            if is_time && matches!(malformed.refusal, Refusal::Form { .. }) {
                found.name = "time in another form";
                "Write the time in UTC, in the form of the scheme's template, every digit of it."
                    .clone_into(&mut found.mend);
            }
        }
        let text = malformed.text.as_deref().unwrap_or_default();
        if malformed.after
            && text.len() > 7
            && text.as_bytes()[..7].eq_ignore_ascii_case(b"bearer ")
        {
            found.name = "another kind of authorization";
            "A token stands there (`Bearer`): send either that or a signature, in a request of its own."
                .clone_into(&mut found.mend);
        }
        found
    }

    fn of_time(&self) -> Option<Mistake> {
        let time = self.case.received.time()?;
        let (limits, now) = (self.suspect.limits, self.suspect.now);
        if self.suspect.signature.is_some() || !self.suspect.timely {
            return None;
        }
        let age = now.since(time);
        let over = |limit: Option<u32>, age: i128| {
            limit.is_some_and(|limit| age > i128::from(limit) * SECOND)
        };
        let (old, ahead) = (over(limits.tolerance, age), over(limits.future, -age));
        (old || ahead).then(|| of_age(time, age))
    }

    /// Braces that no request has by intention.
    pub(super) fn of_placeholders(&self) -> Option<Mistake> {
        let target = self.case.target.to_ascii_uppercase();
        let in_target = ["{{", "%7B%7B"].iter().any(|mark| target.contains(mark));
        let mut headers = self.case.headers.iter();
        let braces = |text: &[u8]| text.windows(2).any(|two| two == b"{{");
        let header = headers.find(|(_, value)| braces(value.as_bytes()));
        let place = match header {
            _ if in_target => "the URL".to_owned(),
            Some((name, _)) => format!("header `{name}`"),
            None => return None,
        };
        let what = format!("A placeholder in double braces was sent in {place}.");
        let mend =
            "Fill in all variables before signing and sending; an unset variable stays as it is.";
        Some(mistake("placeholder sent", what, mend))
    }

    /// What has turned out to be right.
    pub(super) fn exclude(&mut self, right: bool, sent: &[Sent]) {
        if right {
            self.excluded
                .push("The signature is right for what was received.".to_owned());
            return;
        }
        let data = self.case.tables.data();
        let made = data.differing(self.case.input(), &self.case.received);
        // What was made here for another client's signature says nothing of that client.
        if let (Ok(differing), None) = (made, self.suspect.signature) {
            for (index, entry) in data.entries.iter().enumerate() {
                let is = |one: &crate::Differing| one.index == index;
                let of_body = !entry.after && data.reaches(entry.value, &of_body);
                let (_, there) = self.case.made_and_sent(index);
                if of_body && there.is_some() && !differing.iter().any(is) {
                    let name = data.text(entry.name);
                    self.excluded.push(format!(
                        "`{name}` is right for this body, so the body is as it was hashed."
                    ));
                }
            }
        }
        self.of_length(sent);
        let limited = self.suspect.timely && self.suspect.limits.tolerance.is_some();
        if limited
            && self.suspect.signature.is_none()
            && self.case.received.time().is_some()
            && self.of_time().is_none()
        {
            self.excluded
                .push("The time is within what the scheme allows.".to_owned());
        }
    }

    /// Whether the signature has the length of the scheme's.
    fn of_length(&mut self, sent: &[Sent]) {
        let Ok(own) = self.case.signature() else {
            return;
        };
        let wanted = own.as_bytes().len();
        let explained = self.findings.iter().any(|finding| finding.reproduces);
        for sent in sent {
            match sent.len() {
                Some(len) if len == wanted => {
                    self.excluded.push(format!(
                        "The signature has the form of the scheme's: {wanted} bytes in {}.",
                        sent.encoding()
                    ));
                }
                _ if explained => {}
                Some(len) => {
                    let what = format!(
                        "The signature has {len} bytes{}; this scheme's has {wanted}.",
                        hashes_of(len)
                    );
                    let mend = "Use the hash that the scheme names, and send all bytes of it.";
                    self.findings
                        .push(mistake("length of the signature", what, mend).into());
                }
                None => {
                    let what = format!("The signature is not written in {}.", sent.encoding());
                    let mend = format!(
                        "Write its bytes in {}, as the scheme does.",
                        sent.encoding()
                    );
                    self.findings
                        .push(mistake("encoding of the signature", what, &mend).into());
                }
            }
        }
    }
}

/// How far a time is off, and the zone that would explain it.
fn of_age(time: Timestamp, age: i128) -> Mistake {
    let seconds = whole_seconds(age).unsigned_abs();
    let (name, side) = if age.is_negative() {
        ("time ahead of the clock", "ahead of the clock")
    } else {
        ("request too old", "old")
    };
    // Whole quarter hours, give or take the time that a request is under way.
    let quarters = (seconds + 60) / 900;
    let is_zone = quarters > 0 && quarters <= 56 && (seconds + 60) % 900 <= 120;
    let mut found = mistake(
        name,
        format!("The request says that it was signed at {time}, and is {seconds} s {side}."),
        "Set the clock by a time server, and sign right before sending; sign again when sending again.",
    );
    if is_zone && quarters >= 2 {
        found.name = "local time instead of UTC";
        let _ = write!(
            found.what,
            " That is {} h {:02} min, as time zones are apart: local time was written as UTC, or UTC as local time.",
            quarters / 4,
            quarters % 4 * 15
        );
        "Write the time in UTC.".clone_into(&mut found.mend);
    }
    found
}

/// Why nothing could be signed.
pub(super) fn of_error(error: &Error) -> Mistake {
    let what = format!("This cannot be signed: {error}.");
    let (name, mend) = match error {
        Error::Missing { .. } => (
            "something signed is not sent",
            "Send it, and sign it as it is sent.",
        ),
        Error::Encoding { .. } => (
            "credential in another encoding",
            "Give the credential as the provider shows it: no blanks or line ends, and the key alone if it stands in a connection string.",
        ),
        Error::Surrounded { .. } => (
            "blanks around a credential",
            "Take blanks, line ends and quotation marks off what is read from files and variables.",
        ),
        Error::Credential { .. } | Error::EmptyKey => (
            "credential missing",
            "Give the credential; an unset variable is an empty one.",
        ),
        Error::Setting { .. } | Error::Choice { .. } => ("setting missing", "Give the setting."),
        Error::OtherBody { .. } => (
            "body of another kind",
            "Send the kind of body that the scheme signs, under its content type.",
        ),
        Error::Json { .. } => (
            "JSON that cannot be signed",
            "Mend the JSON where the sentence says.",
        ),
        Error::Repeated { .. } => ("something is there twice", "Send it once."),
        _ => ("cannot be signed", "Mend the request as the sentence says."),
    };
    mistake(name, what, mend)
}

/// Why a verifier refuses a request.
fn of_refusal(refusal: &Refusal) -> Mistake {
    let mut what = format!("{refusal}.");
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let (name, mend) = match refusal {
        Refusal::Missing { .. } => (
            "not signed",
            "Sign the request before it is sent: the script or middleware that signs did not run to its end, or its result was not sent.",
        ),
        Refusal::Repeated { .. } | Refusal::ToldTwice { .. } => (
            "something is there twice",
            "Send it once; two kinds of authorization do not go together.",
        ),
        Refusal::Form { .. } => ("another form", "Write it as the scheme's template does."),
        Refusal::UnknownKey { .. } => (
            "another key id",
            "Use the key that belongs to this id, or send the id of the key that was used.",
        ),
        Refusal::NotSigned { .. } | Refusal::OtherList => (
            "another list of signed headers",
            "List the headers that the scheme signs, in its order, and send each of them.",
        ),
        Refusal::Host => (
            "another host",
            "Send the request to the host that its `Host` header names; if a proxy changes it, sign what the server sees.",
        ),
        Refusal::Request(error) => return of_error(error),
        _ => ("refused", "Mend the request as the sentence says."),
    };
    mistake(name, what, mend)
}

/// Something that the scheme makes from the request is another.
pub(super) fn of_differing(what: &str, of_body: bool) -> Mistake {
    let mut found = if of_body {
        mistake(
            "body changed after hashing",
            format!(
                "The {what} is not that of the body that was received: other bytes were hashed than are sent."
            ),
            "Hash the very bytes that are sent, after all placeholders are filled in, and let nothing serialise the body again.",
        )
    } else {
        mistake(
            "another value",
            format!("The {what} is not what this request makes of it."),
            "Make it as the scheme's template says.",
        )
    };
    found.place = Some(what.to_owned());
    found
}

/// The same, where it is known why.
pub(super) fn with_cause(found: &Mistake, mut cause: Vec<Mistake>) -> Vec<Mistake> {
    for mistake in &mut cause {
        mistake.what = format!("{} {}", mistake.what, found.what);
    }
    cause
}

/// Whether an expression is a part of the body.
pub(super) fn of_body(op: Op) -> bool {
    match op {
        Op::Part(part) => {
            matches!(part, Part::Body) || matches!(part.location(), Location::Form | Location::Json)
        }
        Op::Member(part, _) => matches!(part.location(), Location::Form | Location::Json),
        _ => false,
    }
}
