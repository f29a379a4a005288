//! `signed-api diagnose`.

use clap::{Args, builder::NonEmptyStringValueParser};
use signed_api_reader::{Scheme, builtin};
use signed_api_specs::builtin_names;
use signed_api_specs::data::SchemeData;
use signed_api_specs::diagnose::{ATTEMPTS, Diagnosis, Suspect};

use crate::call::{Call, Opened};
use crate::given::Purpose;
use crate::print;

/// A request, and what else is known of it.
#[derive(Args)]
pub(crate) struct Question {
    #[command(flatten)]
    call: Call,
    /// A signature that a client which works has made of the request.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = NonEmptyStringValueParser::new())]
    signature: Option<String>,
    /// The name of a variable of the URL, as `callId` of `{{callId}}`; as often as needed.
    #[arg(long = "placeholder", value_name = "NAME")]
    placeholders: Vec<String>,
    /// The name of an environment variable that holds another key of the account: its second one,
    /// or one that was replaced; as often as needed.
    #[arg(long = "other-key", value_name = "VARIABLE")]
    other_keys: Vec<String>,
    /// How many attempts may be made.
    #[arg(long, default_value_t = ATTEMPTS)]
    attempts: usize,
}

/// Prints the diagnosis; how the command exits.
pub(crate) fn diagnose(question: &Question) -> Result<u8, String> {
    let opened = question.call.open(Purpose::Verifying)?;
    let other_secrets = question.other_secrets()?;
    // First among all mistakes but that of another scheme, which takes long to look for.
    let mut diagnosis = question.ask(&opened, &other_secrets, &[])?;
    if !diagnosis.signature_is_right && !reproduced(&diagnosis) {
        let own = opened.scheme.data();
        let schemes: Vec<Scheme> = builtin_names()
            .filter(|name| *name != own.name)
            .filter_map(|name| builtin(name)?.ok())
            .collect();
        let neighbours: Vec<SchemeData<'_>> = schemes.iter().map(Scheme::data).collect();
        diagnosis = question.ask(&opened, &other_secrets, &neighbours)?;
    }
    print::line(&diagnosis);
    for hint in question.hints(&diagnosis, opened.view()?.body.whole().unwrap_or_default()) {
        print::line(format_args!("\n{hint}"));
    }
    Ok(if diagnosis.is_right() {
        0
    } else if diagnosis.findings.is_empty() {
        3
    } else {
        1
    })
}

fn reproduced(diagnosis: &Diagnosis) -> bool {
    diagnosis.findings.iter().any(|finding| finding.reproduces)
}

impl Question {
    fn ask(
        &self,
        opened: &Opened,
        other_secrets: &[String],
        neighbours: &[SchemeData<'_>],
    ) -> Result<Diagnosis, String> {
        let data = opened.scheme.data();
        let nonce = self.call.nonce.clone().unwrap_or_default();
        let suspect = Suspect {
            request: opened.view()?,
            values: &opened.given,
            now: opened.now,
            // What was captured may be old by now: it is told only by a clock that is given.
            timely: self.call.now.is_some(),
            nonce: &nonce,
            limits: data.verify,
            required: &[],
            signature: self.signature.as_deref(),
            neighbours,
            placeholders: &self.placeholders,
            other_secrets,
            attempts: self.attempts,
        };
        data.diagnose(suspect).map_err(|reason| {
            format!(
                "scheme `{}` can sign, and requests of it cannot be read: {reason}",
                data.name
            )
        })
    }

    /// What else the command can be given, and what may be of the file rather than of the request.
    fn hints(&self, diagnosis: &Diagnosis, body: &[u8]) -> Vec<&'static str> {
        let mistakes = || diagnosis.findings.iter().flat_map(|one| &one.mistakes);
        let without_blanks = match body.trim_ascii() {
            [] => "body left out",
            _ => "blanks around the body",
        };
        let at_the_end = mistakes().any(|mistake| mistake.name == without_blanks);
        let lost =
            diagnosis.attempts > 0 && !diagnosis.signature_is_right && !reproduced(diagnosis);
        let hints = [
            (
                at_the_end && body.ends_with(b"\n"),
                "The body is all of the file behind the empty line: if an editor has ended the last line, take that line end away.",
            ),
            (
                lost && self.placeholders.is_empty(),
                "`--placeholder NAME` tries a variable that may have stood in the URL.",
            ),
            (
                lost && self.other_keys.is_empty(),
                "`--other-key VARIABLE` tries another key of the account, from the environment.",
            ),
            (
                lost && diagnosis.cut_short,
                "`--attempts NUMBER` moves the bound.",
            ),
        ];
        let said = hints.into_iter().filter(|(holds, _)| *holds);
        said.map(|(_, hint)| hint).collect()
    }

    fn other_secrets(&self) -> Result<Vec<String>, String> {
        let value = |name: &String| {
            std::env::var(name).map_err(|_| format!("the variable `{name}` is not set"))
        };
        self.other_keys.iter().map(value).collect()
    }
}
