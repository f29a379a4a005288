//! A scheme file as written: every key is known and has the right kind of value; what the values
//! mean is for the next stage.

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
    pub(crate) settings: Changes<SettingDraft>,
    pub(crate) lets: Changes<Field>,
    pub(crate) signature: SignatureDraft,
    pub(crate) headers: Option<Change<Vec<(Key, Field)>>>,
    pub(crate) query: Option<Change<Vec<(Key, Field)>>>,
    pub(crate) verify: VerifyDraft,
    pub(crate) refusal: Option<RefusalDraft>,
    pub(crate) examples: Vec<ExampleDraft>,
    /// Whole sections taken out with `= false`.
    pub(crate) removed: Vec<(&'static str, Place)>,
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
pub(crate) struct CredentialDraft {
    pub(crate) secret: bool,
    pub(crate) sent: bool,
    pub(crate) optional: bool,
    pub(crate) env: Option<Field>,
    pub(crate) doc: Option<Field>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SettingDraft {
    pub(crate) default: Option<Item>,
    pub(crate) optional: bool,
    pub(crate) one_of: Option<Vec<Field>>,
    pub(crate) list: bool,
    pub(crate) from_request: bool,
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
    pub(crate) status: u16,
    pub(crate) body: Option<Field>,
    pub(crate) headers: Vec<(Key, Field)>,
}

#[derive(Clone, Debug)]
pub(crate) struct ExampleDraft {
    pub(crate) place: Place,
    pub(crate) from: Option<Field>,
    pub(crate) credentials: Vec<(Key, Field)>,
    pub(crate) settings: Vec<(Key, Item)>,
    pub(crate) now: Option<(jiff::Timestamp, Place)>,
    pub(crate) nonce: Option<Field>,
    pub(crate) request: Option<Field>,
    pub(crate) body_base64: Option<Field>,
    pub(crate) string_to_sign: Option<Field>,
    pub(crate) headers: Vec<(Key, Field)>,
    pub(crate) query: Vec<(Key, Field)>,
    pub(crate) verdict: Option<Field>,
}

impl Draft {
    /// The entries of `[headers]`.
    pub(crate) fn headers(&self) -> &[(Key, Field)] {
        entries(self.headers.as_ref())
    }

    /// The entries of `[query]`.
    pub(crate) fn query(&self) -> &[(Key, Field)] {
        entries(self.query.as_ref())
    }

    /// How many bytes its templates and names have, and one more for each.
    pub(crate) fn size(&self) -> usize {
        let field = |field: &Field| field.text.len() + 1;
        let pair = |(key, value): &(Key, Field)| key.name.len() + field(value);
        let lets = self.lets.iter().map(|(key, change)| {
            let value = change.set().map_or(0, field);
            key.name.len() + value
        });
        let settings = self.settings.iter().map(|(key, change)| {
            let one_of = change.set().and_then(|setting| setting.one_of.as_ref());
            key.name.len() + 1 + one_of.into_iter().flatten().map(field).sum::<usize>()
        });
        let credentials = self.credentials.iter().map(|(key, _)| key.name.len() + 1);
        let refusal = self.refusal.iter().flat_map(|refusal| &refusal.headers);
        let signature = &self.signature;
        let signed = signature.signed_headers().iter().chain(signature.keys());
        lets.chain(settings).chain(credentials).sum::<usize>()
            + refusal
                .chain(self.headers())
                .chain(self.query())
                .map(pair)
                .sum::<usize>()
            + signed
                .chain(signature.string_to_sign())
                .map(field)
                .sum::<usize>()
    }
}

fn entries(change: Option<&Change<Vec<(Key, Field)>>>) -> &[(Key, Field)] {
    change.and_then(Change::set).map_or(&[], Vec::as_slice)
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
