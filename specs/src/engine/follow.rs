//! Signing by prepared steps: the texts that a plan says, written one part after another.

use std::ops::Range;

use super::evaluate::{Evaluator, Slot};
use super::plan::{Condition, Instruction, Piece, Plan, Stage, Way};
use super::sign::SigningKey;
use super::unchanged::is_canonical;
use super::{Error, Made, Presence, Wrote};
use crate::data::{Function, Step, Value};

impl<'r> Evaluator<'r> {
    /// Takes every step of a plan.
    pub(super) fn follow(
        &mut self,
        plan: &Plan,
        key: &SigningKey<'_>,
        string_to_sign: &mut Range<usize>,
    ) -> Made<()> {
        for stage in &plan.stages {
            let at = self.buffer.len();
            let written = match &stage.way {
                Way::Write(instructions) => {
                    match self.write_instructions(plan, &plan.instructions[instructions.clone()]) {
                        Ok(Presence::There) => Ok(Some(at..self.buffer.len())),
                        Ok(Presence::Absent) => {
                            self.buffer.truncate(at);
                            Ok(None)
                        }
                        Err(error) => Err(error),
                    }
                }
                Way::Named(slot) if let Slot::Written(range) = &self.slots[*slot] => {
                    Ok(Some(range.clone()))
                }
                _ => {
                    self.step(stage.step, key, string_to_sign)?;
                    continue;
                }
            };
            self.end_stage(stage, at, written, string_to_sign)?;
        }
        Ok(())
    }

    /// Keeps what a step has written since `at`, or where that stands.
    #[inline]
    fn end_stage(
        &mut self,
        stage: &Stage,
        at: usize,
        written: Made<Option<Range<usize>>>,
        string_to_sign: &mut Range<usize>,
    ) -> Made<()> {
        match stage.step {
            Step::Let(index) => {
                let place = usize::from(index);
                if self.data.lets[place].sent {
                    self.buffer.reveal(at);
                }
                match written {
                    Ok(Some(range)) => self.slots[place] = Slot::Written(range),
                    Ok(None) => self.slots[place] = Slot::Absent,
                    Err(error) => self.slots[place] = self.fail(*error),
                }
            }
            Step::Entry(index) => {
                let place = usize::from(index);
                let slot = self.data.lets.len() + place;
                self.entries_made += 1;
                if let Some(range) = written? {
                    self.slots[slot] = Slot::Written(range);
                    self.after_entry(place, true)?;
                } else {
                    self.slots[slot] = Slot::Absent;
                    if !stage.is_owners {
                        self.after_entry(place, false)?;
                    }
                }
            }
            Step::StringToSign | Step::Sign => {
                written?;
                *string_to_sign = at..self.buffer.len();
            }
        }
        Ok(())
    }

    /// Writes a text, one part after another; a part may be written if one is absent.
    fn write_instructions(&mut self, plan: &Plan, mut rest: &[Instruction]) -> Wrote {
        while let [instruction, after @ ..] = rest {
            rest = after;
            if instruction.before.len > 0 {
                self.buffer.push(self.data.bytes(instruction.before));
            }
            let id = match instruction.piece {
                Piece::Nothing => continue,
                Piece::Again(slot, id) => match &self.slots[slot] {
                    Slot::Written(range) => {
                        self.buffer.push_again(range.clone());
                        continue;
                    }
                    _ => id,
                },
                Piece::Given(place, id) => match self.value_given(place) {
                    Some(Value::Text(text)) if !text.is_empty() => {
                        self.buffer.push(text.as_bytes());
                        continue;
                    }
                    _ => id,
                },
                Piece::Perhaps(place, id) => match self.value_given(place) {
                    Some(_) => id,
                    None => return Ok(Presence::Absent),
                },
                Piece::Instead(place, passed, id) => {
                    if self.value_given(place).is_none() {
                        continue;
                    }
                    rest = after.get(passed..).unwrap_or_default();
                    id
                }
                Piece::Kept(condition) => {
                    if self.is_kept(&plan.conditions[condition])? {
                        continue;
                    }
                    return Ok(Presence::Absent);
                }
                Piece::Method => {
                    self.buffer.push(self.input.request.method.as_bytes());
                    continue;
                }
                Piece::Path => {
                    self.buffer.push(self.input.request.path().as_bytes());
                    continue;
                }
                Piece::CanonicalPath(id) => {
                    let path = self.input.request.path().as_bytes();
                    if is_canonical(path) {
                        self.buffer.push(path);
                        continue;
                    }
                    id
                }
                Piece::Now(function) => {
                    self.write_time(function, self.input.now)?;
                    continue;
                }
                Piece::Digest(hash, encode, slot, id) => match &self.slots[slot] {
                    Slot::Written(range) if !self.buffer.holds_secret(range) => {
                        let digest = hash.digest(self.buffer.bytes(range.clone()));
                        encode(&mut self.buffer, digest.as_bytes());
                        continue;
                    }
                    _ => id,
                },
                Piece::BodyDigest(hash, encode) => {
                    self.write_body_digest(hash, encode)?;
                    continue;
                }
                Piece::Signature(encode, id) => match &self.signature {
                    Some(signature) => {
                        encode(&mut self.buffer, signature.as_bytes());
                        continue;
                    }
                    None => id,
                },
                Piece::Any(id) => id,
            };
            if self.write_node(self.data.node(id))? == Presence::Absent {
                return Ok(Presence::Absent);
            }
        }
        Ok(Presence::There)
    }

    fn value_given(&self, place: usize) -> Option<Value<'r>> {
        self.input.values.value_at(self.data, place)
    }

    /// Whether a condition keeps its text.
    #[inline(never)]
    fn is_kept(&mut self, condition: &Condition) -> Result<bool, Error> {
        let set = condition.set.map(|slot| &self.slots[slot]);
        let is_set = matches!(set, Some(Slot::Written(_)));
        if is_set || self.may_bring(self.data.text(condition.name)) {
            let arguments = self.data.links(condition.arguments);
            return self.keeps(condition.function, arguments);
        }
        let is_there = self.is_missing(condition.part, condition.name);
        Ok(is_there == (condition.function == Function::When))
    }
}
