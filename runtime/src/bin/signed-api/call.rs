//! What `sign`, `verify`, `explain` and `diagnose` are given: a scheme, its credentials, a moment, a request.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use signed_api::Moment;
use signed_api_reader::{HttpText, Scheme, parse_http};
use signed_api_specs::{Input, NoTime, RequestView, Timestamp};

use crate::given::{Finding, Given, Purpose};
use crate::scheme::load;

/// A scheme, its credentials, a moment, a request.
#[derive(Args)]
pub(crate) struct Call {
    /// A built-in scheme or a scheme file.
    #[arg(long, value_name = "NAME_OR_FILE")]
    scheme: String,
    /// A credential of the scheme. Without it the environment is asked, where others on this
    /// machine do not see it: for the variable that the scheme names, else for scheme and
    /// credential in capitals, as `ACS_ACCESS_KEY`.
    #[arg(long = "credential", value_name = "NAME=VALUE")]
    credentials: Vec<String>,
    /// A setting of the scheme; a list between commas, a switch as `true` or `false`.
    #[arg(long = "setting", value_name = "NAME=VALUE")]
    settings: Vec<String>,
    /// The time, as RFC 3339 writes it or in Unix seconds. Without it, the clock's.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, value_parser = time)]
    pub(crate) now: Option<Timestamp>,
    /// The nonce to sign with. Without it, a new one. A verifier refuses any other.
    #[arg(long)]
    pub(crate) nonce: Option<String>,
    /// A file of HTTP text, `-` for standard input: a request line, as `GET https://host/path`,
    /// headers, an empty line, and the body to the last byte. A `Host` header may stand for
    /// `https://host`.
    request: PathBuf,
}

/// Everything read, and nothing done.
pub(crate) struct Opened {
    pub(crate) scheme: Scheme,
    pub(crate) given: Given,
    pub(crate) now: Timestamp,
    pub(crate) text: Vec<u8>,
    pub(crate) request: HttpText,
    /// What signing makes of no body, and the text does not say.
    pub(crate) made_kind: Option<HeaderValue>,
}

impl Call {
    /// Reads scheme, credentials and request.
    pub(crate) fn open(&self, purpose: Purpose) -> Result<Opened, String> {
        let scheme = load(&self.scheme)?;
        let environment = |name: &str| std::env::var(name).ok();
        let given = Finding::new(&scheme.data(), purpose, &environment)
            .with(&self.credentials, &self.settings)?;
        let shown = self.request.display();
        let text = text(&self.request).map_err(|error| format!("{shown}: {error}"))?;
        let mut request = parse_http(&text).map_err(|message| format!("{shown}: {message}"))?;
        let kind = scheme.data().made_kind(&request.body);
        let kind = kind.filter(|_| purpose == Purpose::Signing);
        let kind = kind.filter(|_| !request.headers.contains_key(CONTENT_TYPE));
        let made_kind = kind.map(HeaderValue::from_static);
        request
            .headers
            .extend(made_kind.clone().map(|kind| (CONTENT_TYPE, kind)));
        let now = match self.now {
            Some(now) => now,
            None => Timestamp::try_from(SystemTime::now()).map_err(|error| error.to_string())?,
        };
        Ok(Opened {
            scheme,
            given,
            now,
            text,
            request,
            made_kind,
        })
    }

    /// The nonce to sign with.
    pub(crate) fn signing_nonce(&self, opened: &Opened) -> Result<String, String> {
        if let Some(nonce) = &self.nonce {
            return Ok(nonce.clone());
        }
        let now = SystemTime::try_from(opened.now)
            .map_err(|NoTime| "this machine's clock has no such time".to_owned())?;
        let moment = Moment::at(now, opened.scheme.data().nonce);
        moment
            .map(|moment| moment.nonce)
            .map_err(|error| error.to_string())
    }
}

impl Opened {
    pub(crate) fn view(&self) -> Result<RequestView<'_>, String> {
        self.request.view().map_err(|error| error.to_string())
    }

    pub(crate) fn input<'o>(&'o self, nonce: &'o str) -> Result<Input<'o>, String> {
        Ok(Input {
            request: self.view()?,
            values: &self.given,
            now: self.now,
            nonce,
        })
    }
}

fn text(path: &Path) -> std::io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return std::fs::read(path);
    }
    let mut text = Vec::new();
    std::io::stdin().lock().read_to_end(&mut text)?;
    Ok(text)
}

fn time(text: &str) -> Result<Timestamp, String> {
    let time = match text.parse() {
        Ok(seconds) => Timestamp::from_second(seconds),
        Err(_) => text.parse(),
    };
    time.map_err(|NoTime| "a time is `2026-01-02T03:04:05Z`, or Unix seconds".to_owned())
}
