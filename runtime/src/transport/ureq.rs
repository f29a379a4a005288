//! ureq as the transport of blocking clients.

use std::{io, time::Duration};

use http::{Request, Response};
use ureq::{
    Agent, AsSendBody, SendBody,
    config::{AutoHeaderValue, Config},
    tls::{RootCerts, TlsConfig},
};

use super::tls;
use crate::{Body, BoxError, Error, Outgoing, blocking::Transport};

/// What was signed is what is sent: whatever an agent's own configuration says, it adds no `user-agent`,
/// `accept` or `accept-encoding`, follows no redirect, and gives every answer, whatever its status.
/// [`Outgoing::timeout`] is its global timeout. All else is the agent's: a proxy, the connections, and
/// TLS, for which ureq's own features have to bring cryptography and certificates, or the agent's
/// configuration. What its middleware adds is added after signing; give it by `before_signing`
/// instead.
impl Transport for Agent {
    fn send(&self, request: Outgoing) -> Result<Response<Body>, BoxError> {
        let timeout = request.timeout();
        let (parts, body) = request.into_http().into_parts();
        let answer = if body.is_empty() {
            // Of an empty body ureq would say its length, also where none was signed.
            run(self, Request::from_parts(parts, ()), timeout)
        } else if let Some(bytes) = body.as_bytes().filter(|_| !body.is_watched()) {
            run(self, Request::from_parts(parts, bytes), timeout)
        } else {
            let mut reader = body.into_reader();
            let body = SendBody::from_reader(&mut reader);
            run(self, Request::from_parts(parts, body), timeout)
        };
        let answer = answer.map_err(failed)?;
        Ok(answer.map(|body| {
            let len = body.content_length();
            let broken = |error| broken(ureq::Error::from(error));
            Body::of_reader(len, body.into_reader(), broken)
        }))
    }
}

fn run<B: AsSendBody>(
    agent: &Agent,
    request: Request<B>,
    timeout: Option<Duration>,
) -> Result<Response<ureq::Body>, ureq::Error> {
    if timeout.is_none() && sends_as_signed(agent.config()) {
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
    agent.run(match timeout {
        Some(timeout) => request.timeout_global(Some(timeout)).build(),
        None => request.build(),
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
fn failed(error: ureq::Error) -> Error {
    match error {
        ureq::Error::Timeout(_) => late(error),
        // What they hold is the URL, whose query may be secret.
        ureq::Error::BadUri(_) => Error::request("ureq cannot read the signed URL"),
        ureq::Error::RequireHttpsOnly(_) => {
            Error::request("the agent sends to `https://` only, and the URL is another")
        }
        other if is_connect(&other) => Error::connect(other),
        ureq::Error::Io(error) => match Error::of_body(&error) {
            Some(own) => own.because(error),
            None => Error::transport("the request could not be sent").because(error),
        },
        other => Error::transport("the request could not be sent").because(other),
    }
}

/// There was no connection, so nothing was sent.
fn is_connect(error: &ureq::Error) -> bool {
    use io::ErrorKind::{
        AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable,
    };
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
        ureq::Error::Io(error) => matches!(
            error.kind(),
            AddrNotAvailable
                | ConnectionRefused
                | HostUnreachable
                | NetworkDown
                | NetworkUnreachable
        ),
        _ => false,
    }
}

/// An answer came, and not to its end.
fn broken(error: ureq::Error) -> Error {
    match error {
        ureq::Error::Timeout(_) => late(error),
        other => Error::transport("the answer did not arrive").because(other),
    }
}

fn late(error: ureq::Error) -> Error {
    Error::timeout("there was no answer in time").because(error)
}
