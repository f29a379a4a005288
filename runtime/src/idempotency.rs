//! Idempotency keys: how a server knows the attempts of one call.

use std::{fmt, time::SystemTime};

use http::{HeaderName, HeaderValue};
use signed_api_specs::Timestamp;

use crate::{Error, Options, Unsigned, moment};

/// The headers by which a server knows the attempts of one call, so that it does once what it is asked
/// for several times. Names are in lower case. Clients give them their values: a request that is only
/// written ([`Request::to_unsigned`](crate::Request::to_unsigned)) or presigned has neither.
///
/// ```
/// # use signed_api::{Error, Options, schemes::Acs, signed_api, testing::Memory};
/// #[signed_api(scheme = "acs")]
/// trait Calls {
///     #[post(
///         "/calling/callConnections",
///         idempotency = "Repeatability-Request-ID",
///         first_sent = "Repeatability-First-Sent"
///     )]
///     async fn create(&self) -> Result<(), Error>;
/// }
/// # let network = Memory::new();
/// # network.answer(http::Response::builder().status(503).body("").unwrap());
/// # network.answer(http::Response::new(""));
/// # let acs = Acs { access_key: "c2VjcmV0".into() };
/// let calls = CallsClient::builder("https://contoso.communication.azure.com", acs)
///     .options(Options::new().attempts(2))
/// #   .sleep(|_| async {})
///     .transport(network.clone()) // is busy once
///     .build()?;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(calls.create())?;
/// let sent = network.requests();
/// let key = |attempt: usize| &sent[attempt].http().headers()["repeatability-request-id"];
/// assert_eq!(key(0), key(1));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The header of the key: a random UUID, unless the call says another.
    pub key: &'static str,
    /// The header of the time of the first attempt, an HTTP date.
    pub first_sent: Option<&'static str>,
}

/// A key that a call was given.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) String);

/// It may be made of what the call is about.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({} bytes)", self.0.len())
    }
}

/// Gives a call its key: that of its parameter, of its options, or a new one.
pub(crate) fn give_key(unsigned: &mut Unsigned, options: &Options) -> Result<(), Error> {
    let own = options.key();
    let Some(names) = unsigned.0.idempotency else {
        return match own {
            Some(_) => Err(Error::request(
                "the call carries no idempotency key: `idempotency = \"...\"` after the path of its method names \
                 the header",
            )),
            None => Ok(()),
        };
    };
    let name = named(names.key)?;
    let key = match (unsigned.headers().get(&name), own) {
        (Some(given), Some(own)) if given.as_bytes() != own.0.as_bytes() => {
            let message = format!("`{name}` is given by a parameter, and otherwise by the options");
            return Err(Error::request(message));
        }
        (Some(given), _) => given.clone(),
        (None, Some(own)) => value(&name, &own.0)?,
        (None, None) => value(&name, &moment::new_uuid()?)?,
    };
    // `http` lets other bytes through, which servers read as they like.
    if key.to_str().is_err() {
        return Err(unfit(&name));
    }
    if key.is_empty() {
        return Err(Error::request(format!(
            "`{name}`, the idempotency key, is empty"
        )));
    }
    unsigned.headers_mut().insert(name, key);
    Ok(())
}

/// The first request of a list, which must not have been given a key: it would stand in the calls of
/// all pages, and a server would answer each as the first.
pub(crate) fn not_given(first: Unsigned, options: &Options) -> Result<Unsigned, Error> {
    let names = first.0.idempotency;
    let by_parameter = names.is_some_and(|names| first.headers().contains_key(names.key));
    if !by_parameter && options.key().is_none() {
        return Ok(first);
    }
    let why = "a list makes a call of each page, and the idempotency key that is given would be that of all: \
               leave it out, and each has its own";
    Err(Error::request(why).of_call(first.call()))
}

fn named(name: &'static str) -> Result<HeaderName, Error> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::request(format!("`{name}` is not the name of a header")))
}

fn value(name: &HeaderName, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| unfit(name))
}

fn unfit(name: &HeaderName) -> Error {
    Error::request(format!(
        "`{name}` holds a control character or one outside ASCII, and stands in a header"
    ))
}

/// Says when the call was first attempted, unless it says so.
pub(crate) fn stamp(unsigned: &mut Unsigned, now: SystemTime) -> Result<(), Error> {
    let Some(name) = unsigned.0.idempotency.and_then(|names| names.first_sent) else {
        return Ok(());
    };
    let name = named(name)?;
    if unsigned.headers().contains_key(&name) {
        return Ok(());
    }
    let date = Timestamp::try_from(now)
        .and_then(Timestamp::http_date)
        .map_err(|_| Error::signing("the time is beyond what an HTTP date can say"))?;
    let date = value(&name, &date)?;
    unsigned.headers_mut().insert(name, date);
    Ok(())
}

/// Whether a call says by itself when it was first attempted, or never does.
pub(crate) fn is_stamped(unsigned: &Unsigned) -> bool {
    let name = unsigned.0.idempotency.and_then(|names| names.first_sent);
    name.is_none_or(|name| unsigned.headers().contains_key(name))
}

/// Forgets when the call was first attempted.
pub(crate) fn unstamp(unsigned: &mut Unsigned) {
    if let Some(name) = unsigned.0.idempotency.and_then(|names| names.first_sent) {
        unsigned.headers_mut().remove(name);
    }
}
