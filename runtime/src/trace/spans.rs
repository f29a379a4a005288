//! Spans and events of `tracing`.

use std::{borrow::Cow, time::Duration};

use http::{Method, StatusCode};
use tracing::{
    Instrument as _, debug,
    field::{self, Empty},
    info, info_span,
    instrument::Instrumented,
    warn,
};

use crate::{Error, ErrorKind, Unsigned, skew::Found, stopwatch::Stopwatch};

/// A span, and when it began.
pub(crate) struct Span {
    span: tracing::Span,
    began: Stopwatch,
}

impl Span {
    /// That of a call that did not begin.
    pub(crate) fn none() -> Self {
        Self::begin(tracing::Span::none())
    }

    /// A whole call: its attempts, the waits between them, and the reading of its answer.
    pub(crate) fn of_call(unsigned: &Unsigned) -> Self {
        let told = Told::of(unsigned);
        Self::begin(info_span!(
            "call",
            "otel.name" = told.name,
            "otel.kind" = "internal",
            "otel.status_code" = Empty,
            "signed_api.call" = unsigned.call(),
            "http.request.method" = told.method,
            "http.request.method_original" = told.original,
            "url.template" = told.template,
            "server.address" = told.address,
            "server.port" = told.port,
            "http.response.status_code" = Empty,
            "http.client.request.duration" = Empty,
            "error.type" = Empty,
        ))
    }

    /// One attempt, the first of a call or one that came after `resends` others.
    pub(crate) fn of_attempt(unsigned: &Unsigned, resends: u32) -> Self {
        let told = Told::of(unsigned);
        Self::begin(info_span!(
            "attempt",
            "otel.name" = told.name,
            "otel.kind" = "client",
            "otel.status_code" = Empty,
            "http.request.method" = told.method,
            "http.request.method_original" = told.original,
            "http.request.resend_count" = (resends > 0).then_some(resends),
            "url.template" = told.template,
            "server.address" = told.address,
            "server.port" = told.port,
            "http.response.status_code" = Empty,
            "http.client.request.duration" = Empty,
            "error.type" = Empty,
        ))
    }

    fn begin(span: tracing::Span) -> Self {
        Self {
            span,
            began: Stopwatch::start(),
        }
    }

    /// What a future tells, it tells within the span.
    pub(crate) fn around<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.span.clone())
    }

    /// The same of what is done at once.
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.span.in_scope(work)
    }

    /// How it came out, and after how many seconds.
    pub(crate) fn ended(&self, status: Option<StatusCode>, error: Option<&Error>) {
        if let Some(time) = self.began.elapsed() {
            let seconds = time.as_secs_f64();
            self.record("http.client.request.duration", seconds);
        }
        if let Some(status) = status.or_else(|| error?.status()) {
            self.record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = error {
            self.record("error.type", &*kind(error));
            self.record("otel.status_code", "ERROR");
        }
    }

    fn record(&self, name: &str, value: impl field::Value) {
        self.span.record(name, value);
    }
}

/// Another attempt is made after a wait.
pub(crate) fn waits(time: Duration) {
    info!(
        wait_seconds = time.as_secs_f64(),
        "waits before another attempt"
    );
}

/// Another attempt is made at once, with the time corrected.
pub(crate) fn clock_corrected(found: Found) {
    warn!(
        offset_milliseconds = found.offset,
        "the clock is wrong: signs again with the time corrected"
    );
}

/// Whoever provides credentials was asked, and gave some or failed.
pub(crate) fn credentials_refreshed(given: bool) {
    if given {
        debug!("credentials are refreshed");
    } else {
        warn!("credentials could not be refreshed");
    }
}

/// What is told of a request before it is sent.
struct Told<'r> {
    /// `GET /calls/{id}`
    name: String,
    method: &'r str,
    /// A method that no convention knows.
    original: Option<&'r str>,
    template: Option<&'static str>,
    address: Option<&'r str>,
    port: Option<u16>,
}

impl<'r> Told<'r> {
    fn of(unsigned: &'r Unsigned) -> Self {
        let uri = unsigned.uri();
        let usual = if uri.scheme_str() == Some("https") {
            443
        } else {
            80
        };
        let path = unsigned.0.template;
        // A literal query has values, too.
        let template = path.map(|path| path.split('?').next().unwrap_or(path));
        let written = unsigned.method().as_str();
        let known = is_known(unsigned.method());
        let method = if known { written } else { "_OTHER" };
        let verb = if known { written } else { "HTTP" };
        Self {
            name: template.map_or_else(|| verb.to_owned(), |path| format!("{verb} {path}")),
            method,
            original: (!known).then_some(written),
            template,
            address: uri.host(),
            port: uri.host().map(|_| uri.port_u16().unwrap_or(usual)),
        }
    }
}

/// The methods that OpenTelemetry's conventions name.
fn is_known(method: &Method) -> bool {
    const KNOWN: [Method; 9] = [
        Method::CONNECT,
        Method::DELETE,
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::PATCH,
        Method::POST,
        Method::PUT,
        Method::TRACE,
    ];
    KNOWN.contains(method)
}

/// `error.type`: the status of a refusal, or the kind of what went wrong.
fn kind(error: &Error) -> Cow<'static, str> {
    let status = error.status().map(|status| status.as_u16().to_string());
    Cow::Borrowed(match error.kind() {
        ErrorKind::Request => "request",
        ErrorKind::Credentials => "credentials",
        ErrorKind::Signing => "signing",
        ErrorKind::Body => "body",
        ErrorKind::Connect => "connect",
        ErrorKind::Transport => "transport",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Refused => return status.map_or(Cow::Borrowed("refused"), Cow::Owned),
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Decode => "decode",
    })
}
