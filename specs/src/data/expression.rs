//! Expressions: what a template is once it is understood.

use super::{Hash, Id, Run, Text};

/// An expression, with the type of its value. It is found by a shift: so often it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(align(32))]
pub struct Node {
    /// The type of its value.
    pub kind: Type,
    /// What it does.
    pub op: Op,
}

/// The types of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// UTF-8 text.
    Text,
    /// Bytes.
    Bytes,
    /// A point in time.
    Time,
    /// Texts in an order.
    List,
    /// Names and values in an order.
    Pairs,
    /// A JSON value, digits and order of members as they were written.
    Json,
    /// On or off.
    Switch,
}

impl Type {
    /// What a value of it is called in a message.
    pub fn a_name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Time => "a time",
            Self::List => "a list",
            Self::Pairs => "pairs",
            Self::Switch => "a switch",
            Self::Json => "JSON",
        }
    }
}

/// What an expression does. It says so in its first byte, for it is asked again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Op {
    /// This text.
    Text(Text),
    /// These parts, one after another; absent if one is.
    Template(Run),
    /// This, or nothing if it is absent: `[ ]`.
    Optional(Id),
    /// The first of these that is present: `or`.
    Or(Run),
    /// This, which must be there: if it is absent, the request is refused.
    Must(Id),
    /// These pairs, one after another: `+`.
    Sum(Run),
    /// Named pairs: names and values in turn. A pair whose value is absent is left out; a value of
    /// pairs stands for all of them.
    Group(Run),
    /// What it begins with, what stands between, and parts, of which those that are present are
    /// joined. Whether a verifier takes these alone.
    Parts(Run, bool),
    /// A JSON value as text, or its members as pairs.
    Convert(Id),
    /// These texts as a list.
    List(Run),
    /// A function applied to a value: `|`.
    Call(Function, Id, Run),
    /// The pairs or headers that these rules choose.
    Pick(Id, Run),
    /// A part of the request.
    Part(Part),
    /// The first member of this name in a part of the request: `header.x`, `query.x`. For a JSON
    /// body it is a pointer (RFC 6901).
    Member(Part, Text),
    /// A credential.
    Credential(u16),
    /// A setting.
    Setting(u16),
    /// A named value.
    Let(u16),
    /// The time of signing.
    Now,
    /// The nonce.
    Nonce,
    /// The MAC or hash.
    Signature,
    /// What the entry of this index has made. Only what signing writes has it.
    Entry(u16),
    /// These parts, a run of [`SchemeData::nodes`](super::SchemeData::nodes), for the pair that `each`
    /// is at; where it has no value, nothing stands for the value or for what a function makes of it.
    /// Only what signing writes has it.
    Line(Run),
    /// This template of `each` for every signed header, with this between them. Only what signing
    /// writes has it.
    SignedHeaders(Id, Text),
    /// Inside `each`: the name.
    Name,
    /// Inside `each`: the value.
    Value,
}

/// A part of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The method, as sent.
    Method,
    /// The scheme of the URL, in lower case.
    Scheme,
    /// The whole URL, as sent.
    Url,
    /// What the `Host` header says.
    Host,
    /// The host without its port, in lower case.
    HostName,
    /// The port, always there.
    Port,
    /// The path, as sent.
    Path,
    /// The path and the query, as sent.
    PathAndQuery,
    /// The query, as sent.
    RawQuery,
    /// The decoded pairs of the query, as they will be sent.
    Query,
    /// The decoded pairs of the query that the request brings.
    OwnQuery,
    /// The decoded pairs of a form body, as they will be sent.
    Form,
    /// The decoded pairs of the form body that the request brings.
    OwnForm,
    /// The JSON body, as it will be sent.
    Json,
    /// The JSON body that the request brings.
    OwnJson,
    /// The body.
    Body,
    /// The headers as they will be sent, but for those made after signing.
    Headers,
    /// The lines of these, a pair for each.
    HeaderLines,
    /// The headers that the request brings.
    OwnHeaders,
    /// The lines of these, a pair for each.
    OwnHeaderLines,
    /// The headers that are signed.
    SignedHeaders,
}

/// A rule of `signed_headers` or `pick`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What it does with the names that match.
    pub kind: RuleKind,
    /// The name or pattern, or the name of a list setting.
    pub text: Text,
}

/// What a [`Rule`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// `"host"`: it must be there.
    Required,
    /// `"range?"`: if it is there.
    Optional,
    /// `"x-ms-*"`: all that match, sorted by name.
    Matching,
    /// `"!te"`: never.
    Never,
    /// `"!x-*"`: none that match.
    NeverMatching,
    /// `"{names}"`: the members of a list setting, each of which must be there.
    Members,
    /// `"{names?}"`: those members that are there.
    OptionalMembers,
}

impl RuleKind {
    /// Whether it keeps names out.
    pub fn is_never(self) -> bool {
        matches!(self, Self::Never | Self::NeverMatching)
    }

    /// Whether it takes the items of a list.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Members | Self::OptionalMembers)
    }
}

/// The functions of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// A digest by a named hash.
    Hash(Hash),
    /// A digest by the hash of the algorithm.
    Digest,
    /// A MAC by the hash of the algorithm.
    Hmac,
    /// Lower-case hexadecimal.
    Hex,
    /// Standard base64, padded.
    Base64,
    /// URL-safe base64, padded.
    Base64Url,
    /// `=` at the end removed.
    Unpadded,
    /// Either base64 alphabet undone.
    Base64Decode,
    /// Hexadecimal undone.
    HexDecode,
    /// A whole number in hexadecimal digits.
    HexNumber,
    /// Percent-encoding of all but the unreserved characters and those given.
    PercentEncode,
    /// Percent-encoded bytes in lower-case hexadecimal.
    LowerEscapes,
    /// Percent-encoding undone; `+` stays.
    PercentDecode,
    /// Percent-encoding undone; `+` is a space.
    FormDecode,
    /// ASCII lower case.
    LowerCase,
    /// ASCII upper case.
    UpperCase,
    /// Upper case at the start of each word.
    TitleCase,
    /// A quoted string (RFC 9110, section 5.6.4).
    Quoted,
    /// A structured field (RFC 9651) in its canonical form; absent if it is none.
    StructuredField,
    /// White space at the ends removed.
    Trim,
    /// Runs of white space made one space, none at the ends.
    SingleSpaces,
    /// Every occurrence replaced.
    Replace,
    /// What stands before the first occurrence.
    Before,
    /// The text at the start removed once.
    WithoutPrefix,
    /// The text at the end removed once.
    WithoutSuffix,
    /// Dot segments resolved, repeated slashes made one.
    NormalizePath,
    /// The first characters of a text, or bytes.
    Truncate,
    /// All but the first characters of a text, or bytes.
    Skip,
    /// The number of bytes.
    Length,
    /// Absent if empty.
    NonEmpty,
    /// Kept only if a value is present, or one of those given.
    When,
    /// Kept only if a value is absent, or none of those given.
    Unless,
    /// As in the `Date` header (RFC 9110, section 5.6.7).
    HttpDate,
    /// RFC 3339 in UTC, with this many digits of a second.
    Rfc3339(u8),
    /// Whole seconds since 1970.
    UnixSeconds,
    /// Whole milliseconds since 1970.
    UnixMilliseconds,
    /// A format of `%` letters.
    Format(Text),
    /// Seconds added.
    Plus,
    /// Text read as a time.
    Time,
    /// Sorted by bytes; pairs by name, then value.
    Sort,
    /// A template for every item.
    Each,
    /// The names of pairs.
    Names,
    /// The values of pairs.
    Values,
    /// Texts joined.
    Join,
    /// The first of equal items.
    Unique,
    /// Values of one name joined, at its first place.
    Merge,
    /// The members of values that are dictionaries (RFC 9651).
    Members,
    /// Pairs as a JSON object, or a JSON value, without white space.
    ToJson,
    /// The same, with the members of every object sorted by name.
    SortedJson,
    /// Text as a JSON number.
    Number,
    /// Text as the JSON that it is.
    FromJson,
    /// Names and values of a JSON value, depth first, names by bytes.
    Flatten,
    /// The members that rules choose; an expression holds it as [`Op::Pick`].
    Pick,
}
