//! Why a request was refused. The reason is for the operator; its sender gets one answer.

use std::fmt;

use crate::{Error, StringToSign};

/// Why a request was refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// Something that the scheme sends is not there.
    Missing {
        /// What, as ``header `authorization` ``.
        what: String,
    },
    /// Something is there more than once, so two readers could see two requests.
    Repeated {
        /// What.
        what: String,
    },
    /// Something does not have the scheme's form.
    Form {
        /// What.
        what: String,
    },
    /// Something is told in two places, and differently.
    ToldTwice {
        /// What.
        what: String,
    },
    /// The key that the request names is not the verifier's.
    UnknownKey {
        /// The credential that names it.
        name: String,
    },
    /// The list of signed headers lacks one that has to be signed.
    NotSigned {
        /// The header.
        name: String,
    },
    /// The list of signed headers is another than the scheme's, whose string to sign has values
    /// without names.
    OtherList,
    /// Something that the scheme makes from the request is not what the request makes.
    Differs {
        /// What, as ``header `x-ms-content-sha256` ``.
        what: String,
    },
    /// The `Host` header and the host of the URL differ.
    Host,
    /// The signature is another than the verifier's over the same request.
    Signature {
        /// What the verifier signed.
        string_to_sign: Box<StringToSign>,
        /// The named values that the provider's refusal tells, by name; secrets are masked.
        values: Vec<(String, String)>,
    },
    /// The request is too old.
    Stale {
        /// Its age in seconds.
        seconds: i64,
    },
    /// The request is from the future.
    Ahead {
        /// How far, in seconds.
        seconds: i64,
    },
    /// The request lacks something that the scheme signs, or the verifier's own values do.
    Request(Error),
}

impl Refusal {
    /// Whether nothing can be said of the request before its body is read: it was verified by what
    /// [`Digests`](crate::Digests) tell of that, and they tell too little.
    pub const fn needs_body(&self) -> bool {
        use Error::{BodyLength, Undigested, WholeBody};
        matches!(
            self,
            Self::Request(WholeBody | Undigested { .. } | BodyLength)
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what } => write!(f, "the {what} is missing"),
            Self::Repeated { what } => write!(f, "the {what} is there more than once"),
            Self::Form { what } => write!(f, "the {what} does not have the form of this scheme"),
            Self::ToldTwice { what } => write!(f, "{what} is told twice, and differently"),
            Self::UnknownKey { name } => write!(f, "the request names another `{name}`"),
            Self::NotSigned { name } => {
                write!(f, "the header `{name}` is not signed, and has to be")
            }
            Self::OtherList => {
                f.write_str("the list of signed headers is not the scheme's, in its order")
            }
            Self::Differs { what } => write!(f, "the {what} is not what this request makes of it"),
            Self::Host => f.write_str("the `Host` header and the host of the URL differ"),
            Self::Signature { .. } => f.write_str("the signature does not match"),
            Self::Stale { seconds } => write!(f, "the request is {seconds} s old"),
            Self::Ahead { seconds } => write!(f, "the request is {seconds} s ahead of the clock"),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            _ => None,
        }
    }
}
