//! A checked scheme: plain data in flat tables.
//!
//! Nodes refer to each other, and to one text, by index. So the macro can write a scheme as a
//! `const` of `&'static` slices, and a scheme that was read at run time (`Scheme`, of the crate
//! signed-api-reader) can own its tables and lend the same view.

mod algorithm;
mod choice;
mod declared;
mod expression;
mod header;
mod near;
mod refusal;
mod shape;

pub use algorithm::{Algorithm, Hash};
pub use choice::{Choice, Marked, mark};
pub use declared::{
    Connection, Credential, Known, NonceKind, Setting, SettingKind, Value, Values, Verify,
};
pub use expression::{Function, Node, Op, Part, Rule, RuleKind, Type};
pub use near::distance;
pub use refusal::{AnswerPart, Code, CodeKind, Place, RefusalAnswer, Told};
pub use shape::{Constant, Shape};

/// Everything the engine knows of a scheme.
///
/// Values of this type come from the checker (through the macro, or `Scheme::data`), which has
/// made sure that every index is inside its table and that every template has the right type. Do
/// not write one by hand.
#[derive(Clone, Copy)]
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
    /// `[connection]`, if credentials stand in a connection string.
    pub connection: Option<Connection>,
    /// `[settings]`.
    pub settings: &'a [Setting],
    /// `[let]`.
    pub lets: &'a [Let],
    /// What is sent: `[headers]`, `[query]`, `[form]` and `[json]`, one after another.
    pub entries: &'a [Entry],
    /// The marks of the headers that the scheme sets: [`mark`].
    pub marks: u64,
    /// Where in `entries` those of each location stand.
    pub sections: Sections,
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
    /// The lists of these, each with how it chooses.
    pub rule_lists: &'a [(Run, Choice)],
    /// Lists of text: the choices of settings, the members of a connection string.
    pub choices: &'a [Text],
    /// The headers of `[refusal]`.
    pub refusal_headers: &'a [(Text, Text)],
    /// The names of headers, pairs and members that are read one by one.
    pub names: &'a [Text],
    /// Where in `names` those of each location stand.
    pub reads: Sections,
    /// The codes of `[refusal]`.
    pub codes: &'a [Code],
    /// What the server tells of what it made itself.
    pub told: &'a [Told],
    /// Where in an answer something stands.
    pub places: &'a [Place],
}

/// The index of a [`Node`].
pub type Id = u16;

/// A piece of [`SchemeData::text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// The first byte.
    pub at: u32,
    /// The number of bytes.
    pub len: u32,
}

impl Text {
    /// Where it stands.
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.at as usize..(self.at + self.len) as usize
    }
}

/// A stretch of one of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Run {
    /// The first index.
    pub at: u16,
    /// The number of entries.
    pub len: u16,
}

/// A named value of `[let]`.
#[derive(Clone, Copy, Debug)]
pub struct Let {
    /// Its name.
    pub name: Text,
    /// Its template.
    pub value: Id,
    /// The same, as signing writes it: what can be looked up without a request was looked up.
    pub signing: Id,
    /// It goes over the wire as it is, so it is no secret whatever it was computed from.
    pub sent: bool,
    /// Signing makes it where the string to sign names it: nothing else does.
    pub once: bool,
}

/// Something that the scheme sends.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Where it goes.
    pub location: Location,
    /// Its name, in the provider's spelling; in a JSON body a path, as `a.0.b`.
    pub name: Text,
    /// The same in lower case, if it is a header's: so headers are compared.
    pub lower: Text,
    /// Percent-encoding leaves its name as it is.
    pub plain: bool,
    /// Its template. [`Part::OwnForm`] or [`Part::OwnJson`] is no value, but the place of what the
    /// request brings.
    pub value: Id,
    /// The same, as signing writes it.
    pub signing: Id,
    /// It needs the signature, and so is not signed itself.
    pub after: bool,
    /// What it is to a body that the request brings.
    pub role: Role,
}

/// What an entry is to the form or the JSON body that a request brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It adds something.
    Adds,
    /// It is the place of one pair that the request brings: `Version = "{form.Version}"`.
    Moves,
    /// It is the place of what the request brings, and makes nothing itself.
    Place,
    /// It is a header that lists the names of the signed headers, its own among them: those are
    /// known before it is made.
    Lists,
}

/// Where something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// `[headers]`.
    Headers,
    /// `[query]`: a pair behind those of the URL.
    Query,
    /// `[form]`: a pair of a form body.
    Form,
    /// `[json]`: a member of a JSON body.
    Json,
}

/// A run of [`SchemeData::entries`], or of [`SchemeData::names`], for each location.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sections {
    /// `[headers]`.
    pub headers: Run,
    /// `[query]`.
    pub query: Run,
    /// `[form]`.
    pub form: Run,
    /// `[json]`.
    pub json: Run,
}

impl Sections {
    /// The run of a location.
    pub const fn of(&self, location: Location) -> Run {
        match location {
            Location::Headers => self.headers,
            Location::Query => self.query,
            Location::Form => self.form,
            Location::Json => self.json,
        }
    }
}

/// `[signature]`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signature {
    /// The hash or MAC.
    pub algorithm: AlgorithmChoice,
    /// The templates of the key, a run of [`SchemeData::links`]: several make a chain of MACs.
    pub key: Run,
    /// Those of them that depend on more than credentials.
    pub key_varies: Run,
    /// What is signed.
    pub string_to_sign: Id,
    /// The same, as signing writes it.
    pub signing: Id,
    /// Which headers are signed, a run of [`SchemeData::rules`].
    pub signed_headers: Run,
    /// What stands between the values of a repeated header.
    pub join_repeated: Text,
    /// The file says `join_repeated`, so repeated headers are expected.
    pub repeats: bool,
}

/// How the algorithm is found.
#[derive(Clone, Copy, Debug)]
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

/// One step of making a signed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Make the named value of this index.
    Let(u16),
    /// Make the entry of this index.
    Entry(u16),
    /// Write the string to sign.
    StringToSign,
    /// Sign it.
    Sign,
}

/// A value that ends where a text begins, and so may not hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The value.
    pub node: Id,
    /// The text.
    pub mark: Text,
}

/// The member of a connection string that says where the API is, in capitals or not, unless a file
/// names others.
pub const ENDPOINT: &str = "endpoint";

impl<'a> SchemeData<'a> {
    /// Whether a connection string holds what the scheme needs.
    pub fn has_connection_string(&self) -> bool {
        self.connection.is_some()
    }

    /// A piece of the text.
    pub const fn text(&self, text: Text) -> &'a str {
        let (_, from) = self.text.split_at(text.at as usize);
        from.split_at(text.len as usize).0
    }

    /// A piece of the text as bytes, which nobody has to look for whole characters.
    pub(crate) fn bytes(&self, text: Text) -> &'a [u8] {
        &self.text.as_bytes()[text.range()]
    }

    /// Whether this is what could be told of a file that was refused: its credentials and settings,
    /// as far as they were understood, and nothing that signs.
    pub const fn is_outline(&self) -> bool {
        self.nodes.is_empty()
    }

    /// An expression.
    pub fn node(&self, id: Id) -> &'a Node {
        &self.nodes[usize::from(id)]
    }

    /// The parts of a line, which stand side by side.
    pub(crate) fn line(&self, run: Run) -> &'a [Node] {
        slice(self.nodes, run)
    }

    /// A run of children.
    pub fn links(&self, run: Run) -> &'a [Id] {
        slice(self.links, run)
    }

    /// Whether the key depends on credentials alone, and its algorithm on nothing, so that it is
    /// prepared once.
    pub(crate) fn key_fixed(&self) -> bool {
        let always = matches!(self.signature.algorithm, AlgorithmChoice::Always(_));
        always && self.signature.key_varies.len == 0
    }

    /// Whether a nonce is written anywhere: else it may be anything.
    pub fn uses_nonce(&self) -> bool {
        self.nodes.iter().any(|node| node.op == Op::Nonce)
    }

    /// The entries of one location, each with its index.
    pub fn entries_in(
        &self,
        location: Location,
    ) -> impl Iterator<Item = (usize, &'a Entry)> + use<'a> {
        let run = self.sections.of(location);
        (usize::from(run.at)..).zip(slice(self.entries, run))
    }

    /// The names that are read one by one in a location.
    pub fn names_in(&self, location: Location) -> impl Iterator<Item = &'a str> + use<'a> {
        let data = *self;
        slice(self.names, self.reads.of(location))
            .iter()
            .map(move |name| data.text(*name))
    }

    /// The headers that are sent.
    pub fn headers(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.entries_in(Location::Headers).map(|(_, entry)| entry)
    }

    /// Whether anything is sent there.
    pub fn sends(&self, location: Location) -> bool {
        self.sections.of(location).len > 0
    }

    /// Whether a signature stands in the query, so that a URL carries it.
    pub fn signs_query(&self) -> bool {
        self.entries_in(Location::Query)
            .any(|(_, entry)| entry.after)
    }

    /// Whether the body is looked at, or something put into it.
    pub fn uses_body(&self) -> bool {
        let of_body = |part: Part| {
            use Part::{Body, Form, Json, OwnForm, OwnJson};
            matches!(part, Body | Form | OwnForm | Json | OwnJson)
        };
        let reads =
            |node: &Node| matches!(node.op, Op::Part(part) | Op::Member(part, _) if of_body(part));
        self.nodes.iter().any(reads) || self.adds_to_body()
    }

    /// Whether anything is put into the body: into most nothing is.
    pub const fn adds_to_body(&self) -> bool {
        self.sections.form.len > 0 || self.sections.json.len > 0
    }

    /// The name of the setting that says for how many seconds a signature counts, if one does.
    pub fn lifetime(&self) -> Option<&'a str> {
        let index = self.verify.lifetime?;
        Some(self.text(self.settings[usize::from(index)].name))
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
}

fn slice<T>(table: &[T], run: Run) -> &[T] {
    &table[usize::from(run.at)..usize::from(run.at) + usize::from(run.len)]
}

/// Its name: the tables are long, and read by nobody.
impl std::fmt::Debug for SchemeData<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SchemeData")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
