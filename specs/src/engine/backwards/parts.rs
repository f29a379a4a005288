//! What a template is once it is opened: literals, holes, optional parts and lists.

use super::alphabet::Alphabet;
use crate::data::{Function, Id};

/// A piece of an opened template.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// This text.
    Literal(String),
    /// A value.
    Hole(Hole),
    /// These, or nothing.
    Optional(Vec<Part>),
    /// The first of these that the text has the form of.
    Choice(Vec<Vec<Part>>),
    /// Items with something between them.
    List(List),
}

/// A value in a template.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    /// What writes the value, but for the functions that are applied to it in the end.
    pub(super) node: Id,
    pub(super) what: What,
    /// What has been applied to the value, outermost first.
    pub(super) undo: Vec<Function>,
    /// How many of these stand outside of `node`.
    pub(super) outside: usize,
    pub(super) alphabet: Alphabet,
}

impl Hole {
    /// Whether any text may stand here, which does not say itself where it ends.
    pub(super) fn is_free(&self) -> bool {
        self.alphabet == Alphabet::Any && self.undo.first() != Some(&Function::Quoted)
    }

    /// Which characters it may begin with.
    pub(super) fn first(&self) -> Alphabet {
        match self.undo.first() {
            Some(Function::Quoted) => Alphabet::of("\""),
            _ => self.alphabet,
        }
    }
}

/// What a hole tells.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The time, with so many seconds added.
    Time(Option<Id>),
    Nonce,
    Credential(u16),
    Setting(u16),
    /// The names of the signed headers, with this between them.
    Names(String),
    /// Those of them that a setting lists, with this between them.
    Listed(u16, String),
    Signature,
    /// What stands in a template inside.
    Template(Vec<Part>),
    /// What stands in the members of a JSON object.
    Object(Vec<(String, Vec<Part>)>),
    /// Nothing: it is made again, and compared.
    Made,
}

/// Several templates that are joined.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) items: Vec<Vec<Part>>,
    /// What comes behind an item: what stands between them, or nothing.
    pub(super) between: Vec<Part>,
    /// They may come in any order, and others among them.
    pub(super) open: bool,
}

impl List {
    /// What stands between the items.
    pub(super) fn join(&self) -> &str {
        match self.between.as_slice() {
            [Part::Optional(parts)] => match parts.as_slice() {
                [Part::Literal(join)] => join,
                _ => "",
            },
            _ => "",
        }
    }
}

/// Every hole of opened parts, those in lists and templates inside too.
pub(super) fn holes<'p>(parts: &'p [Part], take: &mut dyn FnMut(&'p Hole)) {
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Optional(inner) => holes(inner, take),
            Part::Choice(choices) => choices.iter().for_each(|choice| holes(choice, take)),
            Part::List(list) => list.items.iter().for_each(|item| holes(item, take)),
            Part::Hole(hole) => {
                take(hole);
                match &hole.what {
                    What::Template(inner) => holes(inner, take),
                    What::Object(members) => {
                        for (_, value) in members {
                            holes(value, take);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Whether parts tell anything.
pub(super) fn tells(parts: &[Part]) -> bool {
    let mut tells = false;
    holes(parts, &mut |hole| tells |= !matches!(hole.what, What::Made));
    tells
}
