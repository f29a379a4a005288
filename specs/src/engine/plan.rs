//! What signing does, prepared: the steps of a scheme as short instructions. They are found once for
//! a key, which signs by them again and again; whoever verifies or explains takes the steps
//! themselves.

use std::ops::Range;

use super::buffer::Buffer;
use super::digests::Encode;
use super::encoding::{push_base64, push_hex};
use super::evaluate::{Evaluator, Slot};
use super::sign::SigningKey;
use super::{Made, Presence, Wrote};
use crate::data::{Function, Hash, Id, Op, Part, SchemeData, Step, Text, Type, Value};

/// The steps of a scheme, in their order.
pub(super) struct Plan {
    /// Where the expressions are that it refers to.
    nodes: usize,
    stages: Vec<Stage>,
    instructions: Vec<Instruction>,
}

/// A step, and the instructions that write its text: none if it is no text, or one that is named
/// already.
struct Stage {
    step: Step,
    instructions: Range<usize>,
}

/// What writes a part of a text. The expression is what stands for it where the short way is not
/// open.
#[derive(Clone, Copy)]
enum Instruction {
    /// This text.
    Text(Text),
    /// What was made before, by its slot.
    Again(usize, Id),
    /// A credential that is no secret, or a setting that may be any text, by its place.
    Given(usize, Id),
    Method,
    Path,
    /// The time of signing.
    Now(Function),
    /// The digest of what was made before.
    Digest(Hash, Encode, usize, Id),
    /// The digest of a body that the scheme leaves as it is.
    BodyDigest(Hash, Encode),
    Signature(Encode, Id),
    /// Anything else.
    Any(Id),
}

impl Plan {
    pub(super) fn of(data: &SchemeData<'_>) -> Self {
        let mut plan = Self {
            nodes: data.nodes.as_ptr().addr(),
            stages: Vec::with_capacity(data.order.len()),
            instructions: Vec::new(),
        };
        let steps = data.order.iter().filter(|step| !data.makes_later(**step));
        for step in steps {
            let at = plan.instructions.len();
            let id = match *step {
                Step::Let(index) => Some(data.lets[usize::from(index)].signing),
                Step::Entry(index) => Some(data.entries[usize::from(index)].signing),
                Step::StringToSign => Some(data.signature.signing),
                Step::Sign => None,
            };
            if let Some(id) = id {
                plan.add(data, id, true);
            }
            plan.stages.push(Stage {
                step: *step,
                instructions: at..plan.instructions.len(),
            });
        }
        plan
    }

    /// Whether it was found for this scheme.
    pub(super) fn is_of(&self, data: &SchemeData<'_>) -> bool {
        self.nodes == data.nodes.as_ptr().addr()
    }

    /// Adds what writes an expression; nothing for a whole one that is better made otherwise.
    fn add(&mut self, data: &SchemeData<'_>, id: Id, is_whole: bool) {
        let node = data.node(id);
        let is_text = matches!(node.kind, Type::Text | Type::Bytes);
        match (node.op, Instruction::of(data, id)) {
            (Op::Template(run), _) if is_text => {
                for part in data.links(run) {
                    self.add(data, *part, false);
                }
            }
            (Op::Let(_), _) | (_, Instruction::Any(_)) if is_whole => {}
            _ if is_whole && !is_text => {}
            (_, instruction) => self.instructions.push(instruction),
        }
    }
}

impl Instruction {
    fn of(data: &SchemeData<'_>, id: Id) -> Self {
        match data.node(id).op {
            Op::Text(text) => Self::Text(text),
            Op::Let(index) => Self::Again(index.into(), id),
            Op::Entry(index) => Self::Again(data.lets.len() + usize::from(index), id),
            Op::Setting(index) if data.settings[usize::from(index)].is_any_text() => {
                Self::Given(data.credentials.len() + usize::from(index), id)
            }
            Op::Credential(index) if !data.credentials[usize::from(index)].secret => {
                Self::Given(index.into(), id)
            }
            Op::Part(Part::Method) => Self::Method,
            Op::Part(Part::Path) => Self::Path,
            Op::Signature => Self::Signature(Buffer::push, id),
            Op::Call(function, of, _) => Self::of_call(data, id, function, of),
            _ => Self::Any(id),
        }
    }

    fn of_call(data: &SchemeData<'_>, id: Id, function: Function, of: Id) -> Self {
        let argument = data.node(of);
        let encode: Encode = match function {
            _ if argument.kind == Type::Time => {
                return match argument.op {
                    Op::Now => Self::Now(function),
                    _ => Self::Any(id),
                };
            }
            Function::Hex => push_hex,
            Function::Base64 => push_base64,
            _ => return Self::Any(id),
        };
        match argument.op {
            Op::Signature => Self::Signature(encode, id),
            Op::Call(Function::Hash(hash), of, _) => match data.node(of).op {
                Op::Let(index) => Self::Digest(hash, encode, index.into(), id),
                Op::Part(Part::Body) if !data.adds_to_body() => Self::BodyDigest(hash, encode),
                _ => Self::Any(id),
            },
            _ => Self::Any(id),
        }
    }
}

impl Evaluator<'_> {
    /// Takes every step of a plan.
    pub(super) fn follow(
        &mut self,
        plan: &Plan,
        key: &SigningKey,
        string_to_sign: &mut Range<usize>,
    ) -> Made<()> {
        for stage in &plan.stages {
            let Some(instructions) = plan
                .instructions
                .get(stage.instructions.clone())
                .filter(|instructions| !instructions.is_empty())
            else {
                self.step(stage.step, key, string_to_sign)?;
                continue;
            };
            let at = self.buffer.len();
            let written = self.write_instructions(instructions);
            if let Ok(Presence::Absent) = written {
                self.buffer.truncate(at);
            }
            self.end_step(stage.step, at, written, string_to_sign)?;
        }
        Ok(())
    }

    /// Keeps what a step has written since `at`.
    #[inline]
    fn end_step(
        &mut self,
        step: Step,
        at: usize,
        written: Wrote,
        string_to_sign: &mut Range<usize>,
    ) -> Made<()> {
        let range = at..self.buffer.len();
        match step {
            Step::Let(index) => {
                let place = usize::from(index);
                let slot = match written {
                    Ok(Presence::There) => Slot::Written(range),
                    Ok(Presence::Absent) => Slot::Absent,
                    Err(error) => self.fail(*error),
                };
                if self.data.lets[place].sent {
                    self.buffer.reveal(at);
                }
                self.slots[place] = slot;
            }
            Step::Entry(index) => {
                let place = usize::from(index);
                let is_written = written?.is_there();
                let slot = if is_written {
                    Slot::Written(range)
                } else {
                    Slot::Absent
                };
                self.slots[self.data.lets.len() + place] = slot;
                self.entries_made += 1;
                self.after_entry(place, is_written)?;
            }
            Step::StringToSign | Step::Sign => {
                written?;
                *string_to_sign = range;
            }
        }
        Ok(())
    }

    /// Writes a text, one part after another; a part may be written if one is absent.
    fn write_instructions(&mut self, instructions: &[Instruction]) -> Wrote {
        for instruction in instructions {
            if let Some(id) = self.write_shortly(*instruction)?
                && self.write_node(self.data.node(id))? == Presence::Absent
            {
                return Ok(Presence::Absent);
            }
        }
        Ok(Presence::There)
    }

    /// Writes what an instruction says; where that way is not open, what is to be written comes back.
    #[expect(
        clippy::inline_always,
        reason = "a call for every part costs as much as the part"
    )]
    #[inline(always)]
    fn write_shortly(&mut self, instruction: Instruction) -> Made<Option<Id>> {
        let request = &self.input.request;
        match instruction {
            Instruction::Text(text) => self.buffer.push(self.data.bytes(text)),
            Instruction::Again(slot, id) => match &self.slots[slot] {
                Slot::Written(range) => self.buffer.push_again(range.clone()),
                _ => return Ok(Some(id)),
            },
            Instruction::Given(place, id) => match self.input.values.value_at(self.data, place) {
                Some(Value::Text(text)) if !text.is_empty() => self.buffer.push(text.as_bytes()),
                _ => return Ok(Some(id)),
            },
            Instruction::Method => self.buffer.push(request.method.as_bytes()),
            Instruction::Path => self.buffer.push(request.path().as_bytes()),
            Instruction::Now(function) => {
                self.write_time(function, self.input.now)?;
            }
            Instruction::Digest(hash, encode, slot, id) => match &self.slots[slot] {
                Slot::Written(range) if !self.buffer.holds_secret(range) => {
                    let digest = hash.digest(self.buffer.bytes(range.clone()));
                    encode(&mut self.buffer, digest.as_bytes());
                }
                _ => return Ok(Some(id)),
            },
            Instruction::BodyDigest(hash, encode) => self.write_body_digest(hash, encode)?,
            Instruction::Signature(encode, id) => match &self.signature {
                Some(signature) => encode(&mut self.buffer, signature.as_bytes()),
                None => return Ok(Some(id)),
            },
            Instruction::Any(id) => return Ok(Some(id)),
        }
        Ok(None)
    }
}
