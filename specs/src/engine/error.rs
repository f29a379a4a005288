//! Why a request could not be signed. No value of a credential is in any of these.

use std::fmt;

use super::percent::percent_encoded;

/// Why a request could not be signed. The request is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The scheme signs something that the request does not have.
    Missing {
        /// What is missing, as ``header `content-type` ``.
        what: String,
    },
    /// A credential is not given, or empty where its value is needed.
    Credential {
        /// Its name.
        name: String,
    },
    /// A credential has something around it that is no part of it, as a line end.
    Surrounded {
        /// Its name.
        name: String,
        /// What it does, as `begins or ends with a blank`.
        how: &'static str,
    },
    /// A setting is not given.
    Setting {
        /// Its name.
        name: String,
    },
    /// A setting has a value that the scheme does not know.
    Choice {
        /// Its name.
        name: String,
        /// What it may be.
        one_of: Vec<String>,
    },
    /// A setting is greater than the scheme lets it be, or no whole number.
    Max {
        /// Its name.
        name: String,
        /// The greatest that it may be.
        max: u32,
    },
    /// A value is not in the encoding that the scheme decodes.
    Encoding {
        /// The expression that holds it, as `access_key`.
        what: String,
        /// The encoding, as `base64`.
        encoding: &'static str,
    },
    /// The key is empty: anybody could make its signatures.
    EmptyKey,
    /// Bytes stand where the scheme needs UTF-8 text.
    NotText {
        /// Where.
        what: String,
    },
    /// A header would hold a control character or something else that no header may hold.
    Header {
        /// The header's name.
        name: String,
    },
    /// The request has a query pair, form pair or JSON member of a name that the scheme sets.
    Taken {
        /// Where and what, as ``query pair `Signature` ``.
        what: String,
    },
    /// The request has something twice of which the scheme reads one.
    Repeated {
        /// What, as ``header `content-type` ``.
        what: String,
    },
    /// The body is of another kind than the scheme reads or adds to.
    OtherBody {
        /// The kind that the scheme takes, as `form`.
        wanted: &'static str,
        /// What the `Content-Type` says; nothing if there is none.
        said: String,
    },
    /// The body is no JSON, or JSON that is read in more than one way.
    Json {
        /// What is wrong with it, and where, as `is no JSON: …`.
        what: String,
    },
    /// The scheme takes the body for more than its digests, and it is not in memory.
    WholeBody,
    /// The scheme signs a digest of the body, which nobody knows.
    Undigested {
        /// The name of the hash.
        hash: &'static str,
    },
    /// The scheme asks whether there is a body, and its length is not known.
    BodyLength,
    /// A JSON object or list stands where text is wanted.
    NotPlain {
        /// What, as it is shown.
        what: String,
    },
    /// A JSON value that is no object stands where pairs are wanted.
    NotObject {
        /// What, as it is shown.
        what: String,
    },
    /// A text is no JSON number.
    NotNumber {
        /// The expression, as `nonce`.
        what: String,
    },
    /// A text is no whole number, as characters and seconds are counted.
    NotWhole {
        /// The expression, as `ttl`.
        what: String,
    },
    /// A text would be cut to nothing, and anything would do in its place.
    Nothing {
        /// The expression that says how much is left, as `size`.
        what: String,
    },
    /// The value would not be read back as it was written.
    Ambiguous {
        /// The expression.
        what: String,
        /// The text that it may not hold.
        mark: String,
    },
    /// The time is not in the years 1 to 9999.
    Time,
    /// The URL has no scheme or host.
    NotAbsolute,
    /// The URL names a user.
    UserInfo,
    /// The URL holds a character that is no ASCII: some would send it percent-encoded, and others as
    /// it is.
    RawUrl {
        /// The character.
        character: char,
    },
    /// An empty text is looked for.
    Empty {
        /// The expression that is empty, as `mark`.
        what: String,
        /// The function that looks for it.
        function: &'static str,
    },
    /// A setting names an algorithm that does not exist.
    Algorithm {
        /// The name.
        name: String,
    },
}

/// A result on the way. An error stands behind a pointer, so that what goes well stays in registers.
pub(super) type Made<T> = Result<T, Box<Error>>;

/// What writing an expression comes to.
pub(super) type Wrote = Made<Presence>;

/// Whether an expression was there. It is as wide as a pointer, for only then a result that holds it
/// stays in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Presence {
    Absent,
    There,
}

impl Presence {
    #[inline]
    pub(super) fn is_there(self) -> bool {
        self == Self::There
    }
}

impl From<bool> for Presence {
    #[inline]
    fn from(is_there: bool) -> Self {
        if is_there { Self::There } else { Self::Absent }
    }
}

impl From<Box<Self>> for Error {
    fn from(error: Box<Self>) -> Self {
        *error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential { .. } | Self::Surrounded { .. } | Self::EmptyKey => {
                self.of_credential(f)
            }
            Self::Setting { .. } | Self::Choice { .. } | Self::Max { .. } => self.of_setting(f),
            Self::OtherBody { .. }
            | Self::Json { .. }
            | Self::WholeBody
            | Self::Undigested { .. }
            | Self::BodyLength => self.of_body(f),
            Self::NotAbsolute | Self::UserInfo | Self::RawUrl { .. } => self.of_url(f),
            Self::Missing { .. }
            | Self::Header { .. }
            | Self::Taken { .. }
            | Self::Repeated { .. } => self.of_request(f),
            Self::Encoding { .. }
            | Self::NotText { .. }
            | Self::NotPlain { .. }
            | Self::NotObject { .. }
            | Self::NotNumber { .. }
            | Self::NotWhole { .. }
            | Self::Nothing { .. }
            | Self::Ambiguous { .. }
            | Self::Empty { .. } => self.of_value(f),
            Self::Time => f.write_str("the time is not in the years 1 to 9999"),
            Self::Algorithm { name } => write!(f, "there is no algorithm `{name}`"),
        }
    }
}

/// What is said of one kind of error each; of another nothing.
impl Error {
    fn of_credential(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential { name } => write!(f, "the credential `{name}` is missing or empty"),
            Self::Surrounded { name, how } => write!(
                f,
                "the credential `{name}` {how}, which is no part of it: take that off"
            ),
            Self::EmptyKey => f.write_str("the key is empty"),
            _ => Ok(()),
        }
    }

    fn of_setting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { name } => write!(f, "the setting `{name}` is missing"),
            Self::Choice { name, one_of } => write!(
                f,
                "the setting `{name}` is one of `{}`, and was given something else",
                one_of.join("`, `")
            ),
            Self::Max { name, max } => write!(
                f,
                "the setting `{name}` is a whole number up to {max}, and was given something else"
            ),
            _ => Ok(()),
        }
    }

    fn of_body(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherBody { wanted, said } => {
                write!(
                    f,
                    "the scheme takes a {wanted} as the body, and the `Content-Type` of this request is "
                )?;
                match said.as_str() {
                    "" => f.write_str("missing"),
                    said => write!(f, "`{said}`"),
                }
            }
            Self::Json { what } => write!(f, "the body {what}"),
            Self::WholeBody => f.write_str(
                "the scheme takes the body itself, not only a hash of it, and it is not in memory",
            ),
            Self::Undigested { hash } => write!(
                f,
                "the scheme signs the {hash} of the body, which is not known"
            ),
            Self::BodyLength => f.write_str(
                "the scheme asks whether there is a body, and the length of this one is not known",
            ),
            _ => Ok(()),
        }
    }

    fn of_url(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAbsolute => {
                f.write_str("the URL has no scheme or no host, so no host can be signed")
            }
            Self::UserInfo => f.write_str(
                "the URL may not hold a user or password: give credentials by themselves",
            ),
            Self::RawUrl { character } => {
                let encoded = percent_encoded(&character.to_string());
                write!(
                    f,
                    "the URL holds `{character}`, which has to be percent-encoded, as `{encoded}`"
                )
            }
            _ => Ok(()),
        }
    }

    fn of_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what } => {
                write!(f, "the scheme signs {what}, and the request has none")
            }
            Self::Header { name } => write!(
                f,
                "the header `{name}` would hold a control character or a line end"
            ),
            Self::Taken { what } => {
                write!(f, "the request already has a {what}, which the scheme sets")
            }
            Self::Repeated { what } => write!(
                f,
                "the {what} is there more than once, and the scheme reads one"
            ),
            _ => Ok(()),
        }
    }

    fn of_value(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding { what, encoding } => write!(f, "`{what}` is not {encoding}"),
            Self::NotText { what } => write!(f, "{what} is not UTF-8 text"),
            Self::NotPlain { what } => {
                write!(
                    f,
                    "{what} is an object or a list, and the scheme wants text"
                )
            }
            Self::NotObject { what } => {
                write!(
                    f,
                    "`{what}` is no JSON object, and the scheme wants pairs (`values` makes a list of a JSON list)"
                )
            }
            Self::NotNumber { what } => write!(f, "`{what}` is no JSON number"),
            Self::NotWhole { what } => write!(f, "`{what}` is no whole number"),
            Self::Nothing { what } => {
                write!(
                    f,
                    "`{what}` is 0, and `truncate` would leave nothing: it takes 1 or more"
                )
            }
            Self::Ambiguous { what, mark } => write!(
                f,
                "`{what}` may not hold `{mark}`, which ends it where it is sent"
            ),
            Self::Empty { what, function } => {
                write!(f, "`{what}` is empty, so `{function}` cannot look for it")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests;
