//! How the crate makes errors.

use std::{borrow::Cow, error::Error as StdError};

use bytes::Bytes;
use http::{Response, Uri};

use super::{BoxError, Error, ErrorKind, History, Inner};
use crate::{StringToSign, deadline::Late, refused::Refused, skew::Found};

impl Error {
    // What leads here is not what programs are quick by.
    #[cold]
    pub(super) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            call: None,
            message: message.into(),
            host: None,
            source: None,
            answer: None,
            string_to_sign: None,
            explanation: None,
            clock: None,
            temporary: None,
            history: None,
        }))
    }

    pub(crate) fn request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, message)
    }

    pub(crate) fn credentials(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Credentials, message)
    }

    pub(crate) fn signing(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Signing, message)
    }

    pub(crate) fn transport(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Transport, message)
    }

    pub(crate) fn body_failed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Body, message)
    }

    pub(crate) fn timeout(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    pub(crate) fn late(late: &Late) -> Self {
        Self::timeout(format!("no answer {late}"))
    }

    pub(crate) fn too_large(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::TooLarge, message)
    }

    pub(crate) fn decode(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Decode, message)
    }

    /// What happened, without the call and the answer.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// An answer whose body failed after so many bytes.
    pub(crate) fn broken_off(self, came: &str) -> Self {
        if self.kind() == ErrorKind::Timeout {
            return self;
        }
        let error = Self::transport(format!("the answer broke off after {came}"));
        match self.0.source {
            Some(source) => error.because(source),
            None => error.because(self),
        }
    }

    /// Adds the cause.
    pub(crate) fn because(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn of_call(mut self, call: Option<&'static str>) -> Self {
        self.0.call = call.or(self.0.call);
        self
    }

    /// Where the call went, if that is where it failed.
    pub(crate) fn at(mut self, uri: &Uri) -> Self {
        let fails_there = matches!(
            self.kind(),
            ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout
        );
        if fails_there && self.0.answer.is_none() {
            self.0.host = uri.authority().cloned();
        }
        self
    }

    pub(crate) fn with_answer(mut self, answer: Response<Bytes>) -> Self {
        self.0.answer = Some(answer);
        self
    }

    pub(crate) fn with_string_to_sign(mut self, text: Option<StringToSign>) -> Self {
        self.0.string_to_sign = text;
        self
    }

    pub(crate) fn with_explanation(mut self, explanation: Option<Refused>) -> Self {
        self.0.explanation = explanation.map(Box::new);
        self
    }

    /// A failure that passes, after which a call is made again if that does no harm.
    pub(crate) fn passes(&self) -> bool {
        let status = self.status().map(|status| status.as_u16());
        match self.kind() {
            ErrorKind::Connect => true,
            ErrorKind::Refused => {
                self.0.temporary.is_some() || matches!(status, Some(429 | 502 | 503 | 504))
            }
            _ => false,
        }
    }

    pub(crate) fn with_history(mut self, history: History) -> Self {
        self.0.history = history.tells().then(|| Box::new(history));
        self
    }

    pub(crate) fn with_clock(mut self, clock: Option<Found>) -> Self {
        self.0.clock = clock;
        self
    }

    pub(crate) const fn take_clock(&mut self) -> Option<Found> {
        self.0.clock.take()
    }

    pub(crate) fn for_now(mut self, why: &'static str) -> Self {
        self.0.temporary = Some(why);
        self
    }

    /// An error from a transport, or from whoever provides credentials. If it is one of ours, it
    /// already says what happened.
    pub(crate) fn or_own(error: BoxError, otherwise: impl FnOnce(BoxError) -> Self) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => *own,
            Err(other) => match Self::of_body(&*other) {
                Some(error) => error.because(other),
                None => otherwise(other),
            },
        }
    }

    /// An error of the request's own body, if that is what a transport failed by.
    pub(crate) fn of_body(error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            match error.downcast_ref::<Self>() {
                Some(own) if own.kind() == ErrorKind::Body => {
                    return Some(Self::body_failed(own.0.message.clone()));
                }
                // An error of I/O does not name what it was made of as its source.
                _ => {
                    let io = error.downcast_ref::<std::io::Error>();
                    let inner = io.and_then(std::io::Error::get_ref);
                    cause = inner.map(|error| error as _).or_else(|| error.source());
                }
            }
        }
        None
    }
}
