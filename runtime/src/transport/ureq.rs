//! ureq as the transport of blocking clients.

use std::{
    io,
    time::{Duration, Instant},
};

use http::{Request, Response};
use ureq::{
    Agent, AsSendBody, SendBody,
    config::{AutoHeaderValue, Config},
    tls::{RootCerts, TlsConfig},
};

use super::tls;
use crate::{Body, BoxError, Error, Outgoing, blocking::Transport, deadline::Late};

/// What was signed is what is sent: whatever an agent's own configuration says, it adds no `user-agent`,
/// `accept` or `accept-encoding`, follows no redirect, and gives every answer, whatever its status.
/// [`Outgoing::timeout`] is its global timeout; if the answer is wanted as it
/// comes, each phase before that has this time, and the body has what the agent's configuration says. All else is the agent's: a proxy, the connections, and
/// TLS, for which ureq's own features have to bring cryptography and certificates, or the agent's
/// configuration. What its middleware adds is added after signing; give it by `before_signing`
/// instead.
impl Transport for Agent {
    fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        // ureq reckons with the time of the end, and panics if there is none.
        let has_end = |(time, _): &(Duration, Late)| Instant::now().checked_add(*time).is_some();
        let limit = request.0.limits.time.filter(has_end);
        let allowed = limit.map(|(_, late)| late);
        let time = limit.map(|(time, _)| Time::of(time, request.0.streams));
        let to_end = allowed.filter(|_| !request.0.streams);
        let (parts, body) = request.into_http().into_parts();
        let answer = if body.is_empty() {
            // Of an empty body ureq would say its length, also where none was signed.
            run(self, Request::from_parts(parts, ()), time)
        } else if let Some(bytes) = body.as_bytes().filter(|_| !body.is_watched()) {
            run(self, Request::from_parts(parts, bytes), time)
        } else {
            let mut reader = body.into_reader();
            let body = SendBody::from_reader(&mut reader);
            run(self, Request::from_parts(parts, body), time)
        };
        let answer = answer.map_err(|error| failed(error, allowed))?;
        Ok(answer.map(|body| {
            let len = body.content_length();
            let broken = move |error| broken(ureq::Error::from(error), to_end);
            Body::of_reader(len, body.into_reader(), broken)
        }))
    }
}

/// What is to end in time.
#[derive(Clone, Copy)]
enum Time {
    OfAll(Duration),
    /// ureq has no one time for all that comes before the answer's body.
    ToHead(Duration),
}

impl Time {
    const fn of(time: Duration, streams: bool) -> Self {
        if streams {
            Self::ToHead(time)
        } else {
            Self::OfAll(time)
        }
    }
}

fn run<B: AsSendBody>(
    agent: &Agent,
    request: Request<B>,
    time: Option<Time>,
) -> Result<Response<ureq::Body>, ureq::Error> {
    if time.is_none() && sends_as_signed(agent.config()) {
        // ureq keeps the TLS of its agent, and makes that of a request's configuration each time.
        return agent.run(request);
    }
    let request = agent
        .configure_request(request)
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None);
    agent.run(match time {
        None => request.build(),
        Some(Time::OfAll(time)) => request.timeout_global(Some(time)).build(),
        Some(Time::ToHead(time)) => request
            .timeout_resolve(Some(time))
            .timeout_connect(Some(time))
            .timeout_send_request(Some(time))
            .timeout_send_body(Some(time))
            .timeout_recv_response(Some(time))
            .build(),
    })
}

fn sends_as_signed(config: &Config) -> bool {
    let added = [
        config.user_agent(),
        config.accept(),
        config.accept_encoding(),
    ];
    !config.http_status_as_error()
        && config.max_redirects() == 0
        && config.allow_non_standard_methods()
        && added
            .iter()
            .all(|value| matches!(value, AutoHeaderValue::None))
}

/// The agent that blocking clients have by default if there is no reqwest, for wrapping it in a
/// transport of your own: it adds nothing, follows nothing and asks no proxy.
///
/// ```
/// # use signed_api::{blocking::{Builder, Client, default_agent}, schemes::Acs};
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// let calls: Client<Acs> = Builder::new("https://contoso.communication.azure.com", acs)
///     .transport(default_agent()?)
///     .build()?;
/// # Ok::<(), signed_api::Error>(())
/// ```
///
/// # Errors
///
/// If TLS has no cryptography: neither of the features `aws-lc-rs` and `ring`, and none that the
/// process has installed.
pub fn default_agent() -> Result<Agent, Error> {
    default(true)
}

/// The default agent, with cryptography if it will need that.
pub(crate) fn default(https: bool) -> Result<Agent, Error> {
    let mut tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
    if https {
        tls = tls.unversioned_rustls_crypto_provider(tls::cryptography()?);
    }
    let config = Agent::config_builder()
        .tls_config(tls.build())
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .proxy(None);
    Ok(config.build().into())
}

/// No answer came.
fn failed(error: ureq::Error, allowed: Option<Late>) -> Error {
    match error {
        ureq::Error::Timeout(_) => late("no answer", error, allowed),
        // What they hold is the URL, whose query may be secret.
        ureq::Error::BadUri(_) => Error::request("ureq cannot read the signed URL"),
        ureq::Error::RequireHttpsOnly(_) => {
            Error::request("the agent sends to `https://` only, and the URL is another")
        }
        other if is_connect(&other) => Error::connect(other),
        ureq::Error::Io(error) => match Error::of_body(&error) {
            Some(own) => own.because(error),
            None => {
                Error::transport("no answer came, and the request may have arrived").because(error)
            }
        },
        other => {
            Error::transport("no answer came, and the request may have arrived").because(other)
        }
    }
}

/// There was no connection, so nothing was sent. That a host or network cannot be reached does not say
/// so: a connection that stands may end with it.
fn is_connect(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
        ureq::Error::Io(error) => matches!(
            error.kind(),
            io::ErrorKind::AddrNotAvailable | io::ErrorKind::ConnectionRefused
        ),
        _ => false,
    }
}

/// An answer came, and not to its end.
fn broken(error: ureq::Error, allowed: Option<Late>) -> Error {
    match error {
        ureq::Error::Timeout(_) => late("the answer did not end", error, allowed),
        other => Error::transport("the answer did not arrive").because(other),
    }
}

/// Within the time that the client allows, unless it says none: then the agent's configuration did.
fn late(what: &str, error: ureq::Error, allowed: Option<Late>) -> Error {
    let message = match allowed {
        Some(late) => format!("{what} {late}"),
        None => format!("{what} within the time of the agent's configuration"),
    };
    Error::timeout(message).because(error)
}
