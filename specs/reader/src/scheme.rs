//! A scheme that owns its tables.

use signed_api_specs::data::{
    Choice, Code, Connection, Credential, Entry, Guard, Id, Let, Node, NonceKind, Op, Place,
    RefusalAnswer, Rule, Run, SchemeData, Sections, Setting, Signature, Step, Text, Told, Verify,
};

use super::{Problem, Sample};

/// A scheme that was read at run time: it owns its tables.
#[derive(Clone, Debug, Default)]
pub struct Scheme {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) page: String,
    pub(crate) files: Vec<String>,
    pub(crate) warnings: Vec<Problem>,
    pub(crate) unreadable: Option<Problem>,
    pub(crate) sample: Option<Sample>,
    pub(crate) sources: Vec<String>,
    pub(crate) covers: Vec<(String, String)>,
    pub(crate) extends: Vec<String>,
    pub(crate) text: String,
    pub(crate) nonce: NonceKind,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) connection: Option<Connection>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) lets: Vec<Let>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) marks: u64,
    pub(crate) sections: Sections,
    pub(crate) signature: Signature,
    pub(crate) order: Vec<Step>,
    pub(crate) guards: Vec<Guard>,
    pub(crate) verify: Verify,
    pub(crate) refusal: Option<RefusalAnswer>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) links: Vec<Id>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) rule_lists: Vec<(Run, Choice)>,
    pub(crate) choices: Vec<Text>,
    pub(crate) refusal_headers: Vec<(Text, Text)>,
    pub(crate) names: Vec<Text>,
    pub(crate) reads: Sections,
    pub(crate) codes: Vec<Code>,
    pub(crate) told: Vec<Told>,
    pub(crate) places: Vec<Place>,
}

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
            connection: self.connection,
            settings: &self.settings,
            lets: &self.lets,
            entries: &self.entries,
            marks: self.marks,
            sections: self.sections,
            signature: self.signature,
            order: &self.order,
            guards: &self.guards,
            verify: self.verify,
            refusal: self.refusal,
            nodes: &self.nodes,
            links: &self.links,
            rules: &self.rules,
            rule_lists: &self.rule_lists,
            choices: &self.choices,
            refusal_headers: &self.refusal_headers,
            names: &self.names,
            reads: self.reads,
            codes: &self.codes,
            told: &self.told,
            places: &self.places,
        }
    }

    /// What an expression does.
    pub(crate) fn node(&self, id: Id) -> Op {
        self.nodes[usize::from(id)].op
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

    /// Why it can sign and cannot verify, with its place, if it cannot.
    pub fn unreadable(&self) -> Option<&Problem> {
        self.unreadable.as_ref()
    }

    /// What its first example calls.
    pub fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }

    /// Where its examples come from, as they say, each source once.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// What the checker would have its author look at again.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}
