//! A scheme file as written: every key is known and has the right kind of value; what the values
//! mean is for the next stage.

use signed_api_specs::data::Location;

use super::document::{Field, Item, Key};
use super::problem::Place;

/// A scheme file as written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) title: Option<Field>,
    pub(crate) extends: Option<Field>,
    pub(crate) nonce: Option<Field>,
    pub(crate) covers: Vec<(Key, Field)>,
    pub(crate) credentials: Changes<CredentialDraft>,
    pub(crate) connection: Option<ConnectionDraft>,
    pub(crate) settings: Changes<SettingDraft>,
    pub(crate) lets: Changes<LetDraft>,
    pub(crate) signature: SignatureDraft,
    pub(crate) sent: Sent,
    pub(crate) verify: VerifyDraft,
    pub(crate) refusal: Option<RefusalDraft>,
    pub(crate) examples: Vec<ExampleDraft>,
    /// Whole sections taken out with `= false`.
    pub(crate) removed: Vec<(&'static str, Place)>,
}

/// The sections of what is sent, in the order of a file.
pub(crate) const LOCATIONS: [(Location, &str); 4] = [
    (Location::Headers, "headers"),
    (Location::Query, "query"),
    (Location::Form, "form"),
    (Location::Json, "json"),
];

/// What is sent, as the sections in [`LOCATIONS`] say: each is replaced as a whole.
pub(crate) type Sent = [Option<Change<Vec<(Key, EntryDraft)>>>; 4];

/// A value or list of `[let]`, or a section `[let.NAME]`.
#[derive(Clone, Debug)]
pub(crate) enum LetDraft {
    Value(Field),
    Group(Vec<(Key, Field)>),
    List(Vec<Field>),
}

impl LetDraft {
    pub(crate) fn fields(&self) -> Vec<&Field> {
        match self {
            Self::Value(field) => vec![field],
            Self::Group(pairs) => pairs.iter().map(|(_, field)| field).collect(),
            Self::List(items) => items.iter().collect(),
        }
    }
}

/// A template, or parts that are joined.
#[derive(Clone, Debug)]
pub(crate) enum EntryDraft {
    Template(Field),
    Parts(PartsDraft),
}

impl EntryDraft {
    pub(crate) fn fields(&self) -> Vec<&Field> {
        match self {
            Self::Template(field) => vec![field],
            Self::Parts(parts) => {
                let around = parts.start.iter().chain(&parts.join);
                around.chain(&parts.parts).collect()
            }
        }
    }
}

/// `{ start = "…", join = "…", only = true, parts = […] }`.
#[derive(Clone, Debug)]
pub(crate) struct PartsDraft {
    pub(crate) start: Option<Field>,
    pub(crate) join: Option<Field>,
    /// A verifier takes these parts alone.
    pub(crate) only: bool,
    pub(crate) parts: Vec<Field>,
}

/// What a file says of a key: a value, or that what it extends has none of it.
#[derive(Clone, Debug)]
pub(crate) enum Change<T> {
    Set(T),
    Remove(Place),
}

impl<T> Change<T> {
    pub(crate) fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Remove(_) => None,
        }
    }
}

/// The keys of a section that is merged key by key.
pub(crate) type Changes<T> = Vec<(Key, Change<T>)>;

#[derive(Clone, Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a key that is on or off"
)]
pub(crate) struct CredentialDraft {
    pub(crate) secret: bool,
    pub(crate) sent: bool,
    pub(crate) optional: bool,
    pub(crate) env: Option<Field>,
    pub(crate) member: Option<Field>,
    pub(crate) chosen: bool,
    pub(crate) doc: Option<Field>,
}

/// `[connection]`.
#[derive(Clone, Debug)]
pub(crate) struct ConnectionDraft {
    pub(crate) place: Place,
    pub(crate) endpoint: Option<Vec<Field>>,
    pub(crate) env: Option<Field>,
}

#[derive(Clone, Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a key that is on or off"
)]
pub(crate) struct SettingDraft {
    pub(crate) default: Option<Item>,
    pub(crate) optional: bool,
    pub(crate) one_of: Option<Vec<Field>>,
    pub(crate) max: Option<(u32, Place)>,
    pub(crate) list: bool,
    pub(crate) from_request: bool,
    pub(crate) tried: bool,
    pub(crate) by: Option<Field>,
    pub(crate) env: Option<Field>,
    pub(crate) doc: Option<Field>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SignatureDraft {
    pub(crate) place: Option<Place>,
    pub(crate) algorithm: Option<Change<Field>>,
    pub(crate) key: Option<Change<Vec<Field>>>,
    pub(crate) signed_headers: Option<Change<Vec<Field>>>,
    pub(crate) string_to_sign: Option<Change<Field>>,
    pub(crate) join_repeated: Option<Change<Field>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct VerifyDraft {
    pub(crate) tolerance: Option<Seconds>,
    pub(crate) future: Option<Seconds>,
    pub(crate) since: Option<Field>,
    pub(crate) until: Option<Field>,
}

/// How much a clock may differ.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seconds {
    /// `false`: by any time.
    Any,
    AtMost(u32),
}

impl Seconds {
    pub(crate) fn limit(self) -> Option<u32> {
        match self {
            Self::Any => None,
            Self::AtMost(seconds) => Some(seconds),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct RefusalDraft {
    pub(crate) status: (u16, Place),
    pub(crate) body: Option<Field>,
    pub(crate) headers: Vec<(Key, Field)>,
    pub(crate) code: Vec<PlaceDraft>,
    pub(crate) time: Vec<PlaceDraft>,
    pub(crate) codes: Vec<(Key, Field)>,
    pub(crate) stale: Vec<(Key, Field)>,
    pub(crate) temporary: Vec<(Key, Field)>,
    pub(crate) told: Vec<(Key, Vec<PlaceDraft>)>,
}

/// Where in an answer something stands.
#[derive(Clone, Debug)]
pub(crate) struct PlaceDraft {
    pub(crate) place: Place,
    pub(crate) json: Option<Field>,
    pub(crate) xml: Option<Field>,
    pub(crate) header: Option<Field>,
    pub(crate) after: Option<Field>,
    pub(crate) before: Option<Field>,
    pub(crate) hex: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ExampleDraft {
    pub(crate) place: Place,
    pub(crate) from: Option<Field>,
    pub(crate) credentials: Vec<(Key, Field)>,
    pub(crate) settings: Vec<(Key, Item)>,
    pub(crate) now: Option<(signed_api_specs::Timestamp, Place)>,
    pub(crate) nonce: Option<Field>,
    pub(crate) request: Option<Field>,
    pub(crate) body_base64: Option<Field>,
    pub(crate) string_to_sign: Option<Field>,
    pub(crate) headers: Vec<(Key, Field)>,
    pub(crate) query: Vec<(Key, Field)>,
    pub(crate) form: Vec<(Key, Field)>,
    pub(crate) json: Vec<(Key, Field)>,
    pub(crate) body: Option<Field>,
    pub(crate) verdict: Option<Field>,
}

impl Draft {
    /// The entries of a location.
    pub(crate) fn entries(&self, location: Location) -> &[(Key, EntryDraft)] {
        let sections = LOCATIONS.iter().zip(&self.sent);
        let mut found = sections.filter(|((known, _), _)| *known == location);
        let change = found.find_map(|(_, section)| section.as_ref());
        change.and_then(Change::set).map_or(&[], Vec::as_slice)
    }

    /// Every template, in the order of the sections.
    pub(crate) fn templates(&self) -> Vec<&Field> {
        let lets = self.lets.iter().filter_map(|(_, change)| change.set());
        let lets = lets.flat_map(LetDraft::fields);
        let signature = &self.signature;
        let signed = signature.keys().iter().chain(signature.string_to_sign());
        let entries = LOCATIONS
            .iter()
            .flat_map(|(location, _)| self.entries(*location));
        let sent = entries.flat_map(|(_, entry)| entry.fields());
        lets.chain(signed).chain(sent).collect()
    }

    /// How many bytes its templates and names have, and one more for each.
    pub(crate) fn size(&self) -> usize {
        let field = |field: &Field| field.text.len() + 1;
        let key = |key: &Key| key.name.len() + 1;
        let lets = self.lets.iter().map(|(name, change)| {
            let inner = match change.set() {
                Some(LetDraft::Group(pairs)) => pairs.iter().map(|(name, _)| key(name)).sum(),
                _ => 0,
            };
            key(name) + inner
        });
        let settings = self.settings.iter().map(|(name, change)| {
            let one_of = change.set().and_then(|setting| setting.one_of.as_ref());
            key(name) + one_of.into_iter().flatten().map(field).sum::<usize>()
        });
        let credentials = self.credentials.iter().map(|(name, _)| key(name));
        let refusal = self.refusal.iter().map(RefusalDraft::size);
        let entries = LOCATIONS
            .iter()
            .flat_map(|(location, _)| self.entries(*location));
        let entries = entries.map(|(name, _)| key(name));
        let names = lets.chain(settings).chain(credentials).chain(refusal);
        let signed = self.signature.signed_headers().iter().map(field);
        let templates = self.templates().into_iter().map(field);
        names.chain(entries).chain(signed).chain(templates).sum()
    }
}

impl RefusalDraft {
    /// How many bytes its names and texts have but for the body, and one more for each.
    fn size(&self) -> usize {
        let codes = [&self.codes, &self.stale, &self.temporary];
        let pairs = self.headers.iter().chain(codes.into_iter().flatten());
        let pairs = pairs.map(|(key, field)| key.name.len() + field.text.len() + 2);
        let told = self.told.iter().flat_map(|(_, places)| places);
        let places = self.code.iter().chain(&self.time).chain(told);
        let fields = places.flat_map(PlaceDraft::fields);
        pairs.chain(fields.map(|field| field.text.len() + 1)).sum()
    }
}

impl PlaceDraft {
    /// Its texts, as many as it may have.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let all = [
            &self.json,
            &self.xml,
            &self.header,
            &self.after,
            &self.before,
        ];
        all.into_iter().flatten()
    }
}

impl SignatureDraft {
    pub(crate) fn string_to_sign(&self) -> Option<&Field> {
        self.string_to_sign.as_ref().and_then(Change::set)
    }

    pub(crate) fn signed_headers(&self) -> &[Field] {
        let fields = self.signed_headers.as_ref().and_then(Change::set);
        fields.map_or(&[], Vec::as_slice)
    }

    pub(crate) fn keys(&self) -> &[Field] {
        let fields = self.key.as_ref().and_then(Change::set);
        fields.map_or(&[], Vec::as_slice)
    }
}

/// The names that a file declares, in its order.
pub(crate) fn declared<T>(changes: &Changes<T>) -> impl Iterator<Item = &Key> {
    changes
        .iter()
        .filter(|(_, change)| change.set().is_some())
        .map(|(key, _)| key)
}
