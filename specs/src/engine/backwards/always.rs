//! Whether what is signed is told whenever it is: a time that is sent under a condition alone tells
//! nothing where the condition does not hold.

use super::grain::Grain;
use super::opening::{is_undone, shift};
use crate::data::{AlgorithmChoice, Function, Id, Op, SchemeData};

/// What has to be told.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    /// The time, so finely.
    Time(Grain),
    Nonce,
}

/// Whether every text in which something stands that has to be told goes together with one that is
/// sent and tells it.
pub(super) fn is_told(data: &SchemeData<'_>, wanted: Wanted) -> bool {
    let mut sent = Sent {
        data,
        wanted,
        shown: vec![false; data.nodes.len()],
        seen: vec![false; data.nodes.len()],
        always: false,
    };
    for entry in data.entries {
        sent.show(entry.value);
    }
    sent.seen.fill(false);
    let key = data.links(data.signature.key).iter().copied();
    let algorithm = match data.signature.algorithm {
        AlgorithmChoice::Named(id) => Some(id),
        AlgorithmChoice::Always(_) => None,
    };
    let limits = [data.verify.since, data.verify.until];
    let used = data.entries.iter().map(|entry| entry.value).chain(key);
    let mut used = used
        .chain([data.signature.string_to_sign])
        .chain(limits.into_iter().flatten())
        .chain(algorithm);
    sent.always || !used.any(|id| sent.is_used_alone(id))
}

/// The expressions that are sent whenever they are there.
struct Sent<'d> {
    data: &'d SchemeData<'d>,
    wanted: Wanted,
    /// By their ids.
    shown: Vec<bool>,
    /// What was looked at already.
    seen: Vec<bool>,
    /// One of them is always there, and tells what is wanted.
    always: bool,
}

impl Sent<'_> {
    /// What an expression shows as it is, or in a form that is undone.
    fn inner(&self, id: Id) -> Option<Id> {
        use Function::{Each, Join, NonEmpty, Sort, ToJson, Unique};
        match self.data.node(id).op {
            Op::Let(index) => Some(self.data.lets[usize::from(index)].value),
            Op::Must(of)
            | Op::Optional(of)
            | Op::Convert(of)
            | Op::Call(Each | Join | NonEmpty | Sort | ToJson | Unique, of, _) => Some(of),
            Op::Call(function, of, _) if is_undone(function) => Some(of),
            _ => None,
        }
    }

    /// Takes in an expression that is sent whenever it is there, and what stands in it and is too.
    fn show(&mut self, id: Id) {
        if std::mem::replace(&mut self.seen[usize::from(id)], true) {
            return;
        }
        self.always |= match self.wanted {
            Wanted::Time(needed) => self.grain(id).is_some_and(|grain| grain >= needed),
            Wanted::Nonce => self.tells(id),
        };
        let told = self.is_told_with(id);
        self.shown[usize::from(id)] |= told;
        if let Some(inner) = self.inner(id) {
            return self.show(inner);
        }
        match self.data.node(id).op {
            // Where one part may be absent, the others are there with it alone.
            Op::Template(run) => {
                let parts = self.data.links(run);
                let mut absent = parts.iter().filter(|part| self.data.may_be_absent(**part));
                match (absent.next(), absent.next()) {
                    (None, _) => parts.iter().for_each(|part| self.show(*part)),
                    (Some(one), None) => self.show(*one),
                    _ => {}
                }
            }
            Op::Or(run) => {
                if let Some(first) = self.data.links(run).first() {
                    self.show(*first);
                }
            }
            Op::Parts(run, _) | Op::Sum(run) | Op::Group(run) => {
                let parts = self.data.links(run).iter();
                parts.for_each(|part| self.show(*part));
            }
            _ => {}
        }
    }

    /// Whether an expression tells what is wanted by itself, however coarsely.
    fn tells(&self, id: Id) -> bool {
        match self.wanted {
            Wanted::Time(_) => self.grain(id).is_some(),
            Wanted::Nonce => self.data.node(id).op == Op::Nonce,
        }
    }

    /// How finely an expression tells the time by itself.
    fn grain(&self, id: Id) -> Option<Grain> {
        let Op::Call(function, of, _) = self.data.node(id).op else {
            return None;
        };
        shift(self.data, of)?;
        Grain::written(self.data, function)
    }

    fn uses(&self, id: Id) -> bool {
        let wanted = match self.wanted {
            Wanted::Time(_) => Op::Now,
            Wanted::Nonce => Op::Nonce,
        };
        self.data.reaches(id, &|op| op == wanted)
    }

    /// Whether a text that is sent tells what is wanted, if it is made with it.
    fn is_told_with(&self, id: Id) -> bool {
        if self.tells(id) || !self.uses(id) {
            return true;
        }
        if let Some(inner) = self.inner(id) {
            return self.is_told_with(inner);
        }
        let all = |run| {
            let mut parts = self.data.links(run).iter();
            parts.all(|part| self.is_told_with(*part))
        };
        match self.data.node(id).op {
            Op::Template(run) => {
                let mut parts = self.data.links(run).iter();
                let is_there = |part: Id| !matches!(self.data.node(part).op, Op::Optional(_));
                let tells = |part: Id| self.uses(part) && is_there(part) && self.is_told_with(part);
                parts.any(|part| tells(*part)) || all(run)
            }
            Op::Or(run) | Op::Parts(run, _) | Op::Sum(run) | Op::Group(run) => all(run),
            Op::Call(Function::When | Function::Unless, of, _) => self.is_told_with(of),
            _ => false,
        }
    }

    /// Whether what is wanted may be used where nothing tells it.
    fn is_used_alone(&mut self, id: Id) -> bool {
        let was_seen = std::mem::replace(&mut self.seen[usize::from(id)], true);
        if was_seen || self.shown[usize::from(id)] {
            return false;
        }
        let data = self.data;
        match data.node(id).op {
            Op::Now => matches!(self.wanted, Wanted::Time(_)),
            Op::Nonce => matches!(self.wanted, Wanted::Nonce),
            Op::Let(index) => self.is_used_alone(data.lets[usize::from(index)].value),
            _ => data.children(id).iter().any(|one| self.is_used_alone(*one)),
        }
    }
}
