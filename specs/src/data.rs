//! A checked scheme: plain data in flat tables.
//!
//! Nodes refer to each other, and to one text, by index. So the macro can write a scheme as a
//! `const` of `&'static` slices, and a scheme that was read at run time ([`Scheme`]) can own its
//! tables and lend the same view.

#[cfg(feature = "read")]
use serde::Serialize;

/// Everything the engine knows of a scheme.
///
/// Values of this type come from the checker (through the macro, or [`Scheme::data`]), which has
/// made sure that every index is inside its table and that every template has the right type. Do
/// not write one by hand.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct SchemeData<'a> {
    /// The name of the file, without `.toml`.
    pub name: &'a str,
    /// The title that the file gives itself.
    pub title: &'a str,
    /// The provider's page, from the file's first line.
    pub page: &'a str,
    /// Every piece of text of the scheme, one after another.
    pub text: &'a str,
    /// Where a nonce comes from if the caller gives none.
    pub nonce: NonceKind,
    /// `[credentials]`.
    pub credentials: &'a [Credential],
    /// `[settings]`.
    pub settings: &'a [Setting],
    /// `[let]`.
    pub lets: &'a [Let],
    /// `[headers]`.
    pub headers: &'a [Entry],
    /// `[query]`.
    pub query: &'a [Entry],
    /// `[signature]`.
    pub signature: Signature,
    /// In what order values are made: each step needs only earlier ones.
    pub order: &'a [Step],
    /// What may not be in a value, so that it can be read back.
    pub guards: &'a [Guard],
    /// `[verify]`.
    pub verify: Verify,
    /// `[refusal]`.
    pub refusal: Option<RefusalAnswer>,
    /// The expressions.
    pub nodes: &'a [Node],
    /// The children of expressions.
    pub links: &'a [Id],
    /// The rules of `signed_headers` and `pick`.
    pub rules: &'a [Rule],
    /// Lists of text: the choices of settings.
    pub choices: &'a [Text],
    /// The headers of `[refusal]`.
    pub refusal_headers: &'a [(Text, Text)],
}

/// A scheme that was read at run time: it owns its tables.
#[cfg(feature = "read")]
#[derive(Clone, Debug, Default)]
pub struct Scheme {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) page: String,
    pub(crate) files: Vec<String>,
    pub(crate) warnings: Vec<crate::read::Problem>,
    pub(crate) covers: Vec<(String, String)>,
    pub(crate) extends: Vec<String>,
    pub(crate) text: String,
    pub(crate) nonce: NonceKind,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) lets: Vec<Let>,
    pub(crate) headers: Vec<Entry>,
    pub(crate) query: Vec<Entry>,
    pub(crate) signature: Signature,
    pub(crate) order: Vec<Step>,
    pub(crate) guards: Vec<Guard>,
    pub(crate) verify: Verify,
    pub(crate) refusal: Option<RefusalAnswer>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) links: Vec<Id>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) choices: Vec<Text>,
    pub(crate) refusal_headers: Vec<(Text, Text)>,
}

#[cfg(feature = "read")]
impl Scheme {
    /// The view that the engine works on.
    pub fn data(&self) -> SchemeData<'_> {
        SchemeData {
            name: &self.name,
            title: &self.title,
            page: &self.page,
            text: &self.text,
            nonce: self.nonce,
            credentials: &self.credentials,
            settings: &self.settings,
            lets: &self.lets,
            headers: &self.headers,
            query: &self.query,
            signature: self.signature,
            order: &self.order,
            guards: &self.guards,
            verify: self.verify,
            refusal: self.refusal,
            nodes: &self.nodes,
            links: &self.links,
            rules: &self.rules,
            choices: &self.choices,
            refusal_headers: &self.refusal_headers,
        }
    }

    /// The files that were read through `extends`, nearest first, as their finder named them;
    /// built-in ones are not among them.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// The names of the schemes that this one extends, nearest first.
    pub fn extends(&self) -> &[String] {
        &self.extends
    }

    /// `covers`: values of a vector's parameters that this file stands for; `*` is any.
    pub fn covers(&self) -> &[(String, String)] {
        &self.covers
    }

    /// What the checker would have its author look at again.
    pub fn warnings(&self) -> &[crate::read::Problem] {
        &self.warnings
    }
}

/// The index of a [`Node`].
pub type Id = u16;

/// A piece of [`SchemeData::text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Text {
    /// The first byte.
    pub at: u32,
    /// The number of bytes.
    pub len: u32,
}

/// A stretch of one of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Run {
    /// The first index.
    pub at: u16,
    /// The number of entries.
    pub len: u16,
}

/// Where a nonce comes from if the caller gives none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum NonceKind {
    /// 32 hexadecimal digits, from the system's source of randomness.
    #[default]
    Random,
    /// A random UUID (version 4).
    Uuid,
    /// Unix time in milliseconds, never the same twice.
    Increasing,
}

/// A credential that the scheme asks for.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Credential {
    /// Its name in the file.
    pub name: Text,
    /// Never shown.
    pub secret: bool,
    /// A secret that goes over the wire as it is.
    pub sent: bool,
    /// May be missing.
    pub optional: bool,
    /// The environment variable that holds it, if the file names one.
    pub env: Option<Text>,
    /// What it is, for documentation.
    pub doc: Option<Text>,
}

/// A setting that the scheme offers.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Setting {
    /// Its name in the file.
    pub name: Text,
    /// Text, a list or a switch.
    pub kind: SettingKind,
    /// What it is if nothing is said. For a switch, `"true"` or `"false"`.
    pub default: Option<Text>,
    /// May be missing.
    pub optional: bool,
    /// The values that it may have, as a run of [`SchemeData::choices`]; empty: any.
    pub one_of: Run,
    /// A verifier takes it from the request.
    pub from_request: bool,
    /// A matter of the API described, not of its caller.
    pub by_trait: bool,
    /// The environment variable that holds it, if the file names one.
    pub env: Option<Text>,
    /// What it is, for documentation.
    pub doc: Option<Text>,
}

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum SettingKind {
    /// One text.
    Text,
    /// Several texts.
    List,
    /// On or off.
    Switch,
}

/// A named value of `[let]`.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Let {
    /// Its name.
    pub name: Text,
    /// Its template.
    pub value: Id,
    /// It goes over the wire as it is, so it is no secret whatever it was computed from.
    pub sent: bool,
}

/// Something that the scheme sends.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Entry {
    /// Its name, in the provider's spelling.
    pub name: Text,
    /// Its template.
    pub value: Id,
    /// It needs the signature, and so is not signed itself.
    pub after: bool,
}

/// `[signature]`.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Signature {
    /// The hash or MAC.
    pub algorithm: AlgorithmChoice,
    /// The templates of the key, a run of [`SchemeData::links`]: several make a chain of MACs.
    pub key: Run,
    /// The key depends on credentials alone, so it is prepared once.
    pub key_fixed: bool,
    /// What is signed.
    pub string_to_sign: Id,
    /// Which headers are signed, a run of [`SchemeData::rules`].
    pub signed_headers: Run,
    /// What stands between the values of a repeated header.
    pub join_repeated: Text,
    /// The file says `join_repeated`, so repeated headers are expected.
    pub repeats: bool,
}

/// How the algorithm is found.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum AlgorithmChoice {
    /// It is always this one.
    Always(Algorithm),
    /// A template over settings names it.
    Named(Id),
}

impl Default for AlgorithmChoice {
    fn default() -> Self {
        Self::Always(Algorithm::default())
    }
}

/// A hash, plain or as the hash of an HMAC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Algorithm {
    /// `hmac-` stands before the hash's name.
    pub keyed: bool,
    /// The hash.
    pub hash: Hash,
}

/// A hash function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum Hash {
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4).
    Sha1,
    /// SHA-256 (FIPS 180-4).
    #[default]
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
}

/// One step of making a signed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum Step {
    /// Make the named value of this index.
    Let(u16),
    /// Make the header of this index.
    Header(u16),
    /// Make the query pair of this index.
    Query(u16),
    /// Write the string to sign.
    StringToSign,
    /// Sign it.
    Sign,
}

/// A value that ends where a text begins, and so may not hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Guard {
    /// The value.
    pub node: Id,
    /// The text.
    pub mark: Text,
}

/// `[verify]`: how old, or how far ahead, a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Verify {
    /// Seconds that a request may be old; `None`: any.
    pub tolerance: Option<u32>,
    /// Seconds that it may be ahead; `None`: any.
    pub future: Option<u32>,
}

impl Default for Verify {
    fn default() -> Self {
        Self {
            tolerance: Some(300),
            future: Some(300),
        }
    }
}

/// `[refusal]`: what the provider answers if a signature does not match.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct RefusalAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Text,
    /// The headers, a run of [`SchemeData::refusal_headers`].
    pub headers: Run,
}

/// An expression, with the type of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Node {
    /// The type of its value.
    pub kind: Type,
    /// What it does.
    pub op: Op,
}

/// The types of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
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
    /// On or off.
    Switch,
}

/// What an expression does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
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
    /// A function applied to a value: `|`.
    Call(Function, Id, Run),
    /// The pairs or headers that these rules choose.
    Pick(Id, Run),
    /// A part of the request.
    Part(Part),
    /// The first member of this name in a part of the request: `header.x`, `query.x`.
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
    /// Inside `each`: the name.
    Name,
    /// Inside `each`: the value.
    Value,
}

/// A part of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
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
    /// The pairs of a form body.
    Form,
    /// The body.
    Body,
    /// The headers as they will be sent, but for those made after signing.
    Headers,
    /// The headers that the request brings.
    OwnHeaders,
    /// The headers that are signed.
    SignedHeaders,
}

/// A rule of `signed_headers` or `pick`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub struct Rule {
    /// What it does with the names that match.
    pub kind: RuleKind,
    /// The name or pattern, or the name of a list setting.
    pub text: Text,
}

/// What a [`Rule`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
pub enum RuleKind {
    /// `"host"`: it must be there.
    Required,
    /// `"range?"`: if it is there.
    Optional,
    /// `"x-ms-*"`: all that match, sorted by name.
    Matching,
    /// `"!te"`: never.
    Never,
    /// `"{names}"`: the members of a list setting, each of which must be there.
    Members,
    /// `"{names?}"`: those members that are there.
    OptionalMembers,
}

/// The functions of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "read", derive(Serialize))]
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
    /// Either base64 alphabet undone.
    Base64Decode,
    /// Hexadecimal undone.
    HexDecode,
    /// Percent-encoding of all but the unreserved characters and those given.
    PercentEncode,
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
    /// The first bytes.
    Truncate(u16),
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
    /// The members that rules choose; an expression holds it as [`Op::Pick`].
    Pick,
}

impl<'a> SchemeData<'a> {
    /// A piece of the text.
    pub fn text(&self, text: Text) -> &'a str {
        &self.text[text.at as usize..(text.at + text.len) as usize]
    }

    /// An expression.
    pub fn node(&self, id: Id) -> Node {
        self.nodes[usize::from(id)]
    }

    /// A run of children.
    pub fn links(&self, run: Run) -> &'a [Id] {
        slice(self.links, run)
    }

    /// A run of rules.
    pub fn rules(&self, run: Run) -> &'a [Rule] {
        slice(self.rules, run)
    }

    /// A run of choices.
    pub fn choices(&self, run: Run) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text;
        slice(self.choices, run)
            .iter()
            .map(move |t| &text[t.at as usize..(t.at + t.len) as usize])
    }

    /// The headers of `[refusal]`.
    pub fn refusal_headers(&self, run: Run) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let data = *self;
        slice(self.refusal_headers, run)
            .iter()
            .map(move |(n, v)| (data.text(*n), data.text(*v)))
    }
}

fn slice<T>(table: &[T], run: Run) -> &[T] {
    &table[usize::from(run.at)..usize::from(run.at) + usize::from(run.len)]
}

/// A credential or setting, as its owner gives it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// One text.
    Text(&'a str),
    /// Several texts.
    List(&'a [String]),
    /// On or off.
    Switch(bool),
}

/// Credentials and settings by name. It has no `Debug`: the values may be secret.
pub trait Values {
    /// The value of this name, if it is there.
    fn value(&self, name: &str) -> Option<Value<'_>>;
}
