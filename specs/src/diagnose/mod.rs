//! The mistake behind a refused signature, found by making it.
//!
//! [`SchemeData::diagnose`] is given a request as it was captured, signature and all, or a request
//! and a signature that another client made of it. It signs the request again with a mistake in it:
//! with the query left out, the key not decoded, the clock an hour off, a step of the scheme done
//! otherwise, by each [way](Diagnosis::ways) that is known, one at a time and then two together. Where
//! that gives the very signature that was sent, the mistake is no guess. What is wrong without a
//! look at the signature is told too: what is missing, has another form, or is another's hash.
//!
//! No way knows a provider. They change the request, the credentials, the clock, or the expressions
//! that the scheme's file is made of, and the verifier's own evaluator does the rest.

mod case;
mod encoding;
mod form;
mod instead;
mod investigation;
mod json;
mod search;
mod show;
mod sight;
mod tables;
mod way;
mod ways;

use crate::Timestamp;

use crate::data::{SchemeData, Values, Verify};
use crate::{Input, Reading, RequestView, Unreadable};

use case::Case;
use investigation::Investigation;
use search::Search;
use way::{Change, Hints, Way};

/// What is asked: a request, and what its receiver knows.
#[derive(Clone, Copy)]
pub struct Suspect<'s> {
    /// The request as it was captured; without a signature if one is given.
    pub request: RequestView<'s>,
    /// The credentials and settings that should have been used.
    pub values: &'s dyn Values,
    /// The receiver's clock; for a request that tells no time, when it was signed.
    pub now: Timestamp,
    /// Whether a request may be too old: not one that was captured long ago.
    pub timely: bool,
    /// The nonce, if the request does not tell it.
    pub nonce: &'s str,
    /// How old, and how far ahead, a request may be.
    pub limits: Verify,
    /// Headers that have to be signed, in lower case, beyond those that the scheme always signs.
    pub required: &'s [String],
    /// A signature that another client has made of this request, instead of the request's own.
    pub signature: Option<&'s str>,
    /// Other schemes that may have been used by mistake.
    pub neighbours: &'s [SchemeData<'s>],
    /// Names of variables that may have stood in the URL: `{{callId}}` is `callId`.
    pub placeholders: &'s [String],
    /// Other secrets of the same account: its second key, one that was replaced.
    pub other_secrets: &'s [String],
    /// How many attempts may be made: one is a signature, for a long request several. [`ATTEMPTS`]
    /// unless there is a reason.
    pub attempts: usize,
}

/// Enough attempts for every way, and for all pairs of ways in a request of usual size.
pub const ATTEMPTS: usize = 100_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
// Each says another thing, and they go together.
#[allow(clippy::struct_excessive_bools)]
pub struct Diagnosis {
    /// The scheme's name.
    pub scheme: String,
    /// The signature is one that another client has made: [`Suspect::signature`]. Then the findings
    /// say what that client does otherwise than the scheme.
    pub of_another_client: bool,
    /// The signature is right as it is; then the findings are what else is wrong, if anything is.
    pub signature_is_right: bool,
    /// What explains the refusal, the simplest first.
    pub findings: Vec<Finding>,
    /// What has been looked at and is right, a sentence each.
    pub excluded: Vec<String>,
    /// How many attempts were made.
    pub attempts: usize,
    /// The bound was reached before everything was tried.
    pub cut_short: bool,
    /// Nothing can be signed with what was given, as with a key in another encoding: so nothing was
    /// compared with the signature that was sent.
    pub unsignable: bool,
}

/// An explanation: one mistake, or several that were made together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The mistakes.
    pub mistakes: Vec<Mistake>,
    /// With them, the signature comes out as it was sent: this is no guess.
    pub reproduces: bool,
    /// The lines of the string to sign that differ by them.
    pub lines: Vec<DifferingLine>,
}

/// A mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// In a few words; the same words for the same mistake under any scheme.
    pub name: &'static str,
    /// What was done, as a sentence.
    pub what: String,
    /// The part of the request or of the scheme's file to look at.
    pub place: Option<String>,
    /// What to do instead, as a sentence.
    pub mend: String,
}

/// A line of the string to sign. Secrets in it are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DifferingLine {
    /// Its number, from 1.
    pub number: usize,
    /// As it was signed; `None` if it was not there.
    pub signed: Option<String>,
    /// As the scheme wants it; `None` if there should be none.
    pub wanted: Option<String>,
}

impl Diagnosis {
    /// The names of the ways that are known, in the order in which they are first tried.
    pub fn ways() -> Vec<&'static str> {
        let mut names = Vec::new();
        for way in Way::all() {
            if !names.contains(&way.name) {
                names.push(way.name);
            }
        }
        names
    }

    /// Nothing is wrong.
    pub fn is_right(&self) -> bool {
        self.signature_is_right && self.findings.is_empty()
    }
}

impl<'c> SchemeData<'c> {
    /// Finds the mistake behind a refused signature.
    ///
    /// It makes no more than [`Suspect::attempts`] signatures, so it may be asked about requests of
    /// anybody; but its answer is for the owner of the key alone: it tells what was nearly right.
    /// No secret is in it.
    ///
    /// # Errors
    ///
    /// If requests of this scheme cannot be read: [`Reading::new`] says why.
    pub fn diagnose(&self, suspect: Suspect<'c>) -> Result<Diagnosis, Unreadable> {
        let reading = Reading::new(self)?;
        let input = Input {
            request: suspect.request,
            values: suspect.values,
            now: suspect.now,
            nonce: suspect.nonce,
        };
        let case = Case::new(self, reading.lenient(), input).read_again();
        let hints = Hints {
            placeholders: suspect.placeholders,
            other_secrets: suspect.other_secrets,
            neighbours: suspect.neighbours,
        };
        let search = Search {
            hints: &hints,
            left: suspect.attempts,
            made: 0,
        };
        let mut investigation = Investigation {
            suspect,
            search,
            case,
            form: Vec::new(),
            findings: Vec::new(),
            excluded: Vec::new(),
        };
        let right = investigation.run(&reading);
        Ok(Diagnosis {
            scheme: self.name.to_owned(),
            of_another_client: suspect.signature.is_some(),
            signature_is_right: right,
            findings: investigation.findings,
            excluded: investigation.excluded,
            attempts: investigation.search.made,
            cut_short: investigation.search.left == 0,
            unsignable: investigation.case.signature().is_err(),
        })
    }
}

impl Finding {
    fn of(mistakes: Vec<Mistake>) -> Self {
        Self {
            mistakes,
            reproduces: false,
            lines: Vec::new(),
        }
    }
}

impl From<Mistake> for Finding {
    fn from(mistake: Mistake) -> Self {
        Self::of(vec![mistake])
    }
}

impl From<&Change<'_>> for Mistake {
    fn from(change: &Change<'_>) -> Self {
        Self {
            name: change.way.name,
            what: change.way.done.to_owned(),
            place: change.at.clone().or(change.way.place().map(str::to_owned)),
            mend: change.way.mend.to_owned(),
        }
    }
}
