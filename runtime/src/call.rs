//! What is known of a call before it is made.

use std::fmt;

use crate::{Idempotency, Preset};

/// A method of a trait, as data: what all of its requests have in common.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// `Trait::method`: how errors name the call.
    pub name: &'static str,
    /// The HTTP method, as sent.
    pub method: &'static str,
    /// The path and the literal part of the query, in wire form, with `{placeholders}`.
    pub path: &'static str,
    /// Literal headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether it is signed.
    pub signing: Signing,
    /// The headers of its idempotency key, if it carries one.
    pub idempotency: Option<Idempotency>,
    /// Settings of the scheme that trait or method give.
    pub settings: &'static [(&'static str, Preset)],
}

/// Whether a call is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signing {
    /// By the scheme of its request.
    Scheme,
    /// Not at all: the method is declared `unsigned`.
    Unsigned,
}

/// `CallAutomation::play: POST /calling/callConnections/{call_connection_id}:play`
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.name, self.method, self.path)
    }
}
