//! What no way of signing can do without: the hashes, the MACs with prepared keys, the encodings.
//!
//! They are read off the scheme: every part of its file that hashes something, or makes hexadecimal
//! or base64 of it, is evaluated for the request, to learn over which bytes it does. Reading the
//! request, percent-encoding, sorting and writing texts are no part of it.

use std::fmt;
use std::time::{Duration, SystemTime};

use signed_api::{Signed, Unsigned};
use signed_api_specs::data::{
    Algorithm, AlgorithmChoice, Function, Id, Node, Op, Run, SchemeData, Signature, Step, Text,
    Type, Values,
};
use signed_api_specs::{Input, RequestView, SigningKey, Timestamp};

use crate::work::{Kind, Work};

/// The work that a scheme asks for, for one request.
pub(crate) struct Floor {
    string_to_sign: Vec<u8>,
    work: Vec<Work>,
}

impl Floor {
    pub(crate) fn new(
        data: &SchemeData<'_>,
        unsigned: &Unsigned,
        values: &dyn Values,
        now: Timestamp,
        nonce: &str,
    ) -> Self {
        let body = unsigned.body().as_bytes().expect("bytes in memory");
        let headers = unsigned.headers();
        let request = RequestView::new(unsigned.method(), unsigned.uri(), headers, body);
        let input = Input {
            request: request.expect("a request that can be signed"),
            values,
            now,
            nonce,
        };
        let algorithm = match data.signature.algorithm {
            AlgorithmChoice::Always(algorithm) => algorithm,
            AlgorithmChoice::Named(id) => value(data, input, id)
                .and_then(|name| Algorithm::from_name(str::from_utf8(&name).ok()?))
                .expect("an algorithm"),
        };
        Recorder {
            data: *data,
            input,
            algorithm,
            before: Vec::new(),
            found: Vec::new(),
        }
        .record()
    }

    /// Does the work.
    pub(crate) fn run(&self) {
        self.work.iter().for_each(Work::run);
    }

    /// Makes sure that it is the floor of what was signed.
    pub(crate) fn assert_of(&self, signed: &Signed) {
        let text = String::from_utf8_lossy(&self.string_to_sign);
        assert_eq!(
            signed.string_to_sign().expose(),
            self.string_to_sign,
            "{text}"
        );
    }
}

/// How often it does what.
impl fmt::Display for Floor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<String> = self.work.iter().map(|work| work.kind.to_string()).collect();
        names.sort();
        let counts = names.chunk_by(|one, other| one == other);
        let counts: Vec<String> = counts
            .map(|same| format!("{} {}", same.len(), same[0]))
            .collect();
        f.write_str(&counts.join(", "))
    }
}

/// Walks through a scheme, step by step.
struct Recorder<'d> {
    data: SchemeData<'d>,
    input: Input<'d>,
    algorithm: Algorithm,
    /// The steps that come before the one that is looked at.
    before: Vec<Step>,
    /// What was found; the same over the same bytes is done once.
    found: Vec<(Kind, Vec<u8>, Vec<u8>)>,
}

impl Recorder<'_> {
    fn record(mut self) -> Floor {
        let mut string_to_sign = Vec::new();
        for step in self.data.order {
            match *step {
                Step::Let(index) => self.walk(self.data.lets[usize::from(index)].signing),
                Step::Entry(index) => self.walk(self.data.entries[usize::from(index)].signing),
                Step::StringToSign => {
                    let id = self.data.signature.signing;
                    self.walk(id);
                    string_to_sign = self.value(id).expect("a string to sign");
                }
                Step::Sign => self.sign(&string_to_sign),
            }
            if matches!(step, Step::Let(_) | Step::Entry(_)) {
                self.before.push(*step);
            }
        }
        let work = self.found.into_iter();
        Floor {
            string_to_sign,
            work: work
                .map(|(kind, key, bytes)| Work::new(kind, key, bytes))
                .collect(),
        }
    }

    /// The hash or MAC of the string to sign. What signs is a text of its length from here on.
    fn sign(&mut self, string_to_sign: &[u8]) {
        let hash = self.algorithm.hash;
        let bytes = string_to_sign.to_vec();
        if !self.algorithm.keyed {
            self.found(Kind::Digest(hash), Vec::new(), bytes);
            return;
        }
        let ids = self.data.links(self.data.signature.key);
        let key: Vec<u8> = ids
            .iter()
            .flat_map(|id| self.value(*id).expect("a key"))
            .collect();
        if ids.iter().all(|id| self.keeps(*id)) {
            self.found(Kind::Mac(hash), key, bytes);
            return;
        }
        for id in ids {
            self.walk(*id);
        }
        // A chain is as many keys and MACs.
        for link in &ids[1..] {
            let text = self.value(*link).expect("a part of a key");
            self.found(Kind::MacOfNewKey(hash), key.clone(), text);
        }
        self.found(Kind::MacOfNewKey(hash), key, bytes);
    }

    fn walk(&mut self, id: Id) {
        match self.data.node(id).op {
            Op::Template(run)
            | Op::Sum(run)
            | Op::Group(run)
            | Op::Parts(run, _)
            | Op::List(run) => {
                self.data.links(run).iter().for_each(|id| self.walk(*id));
            }
            Op::Or(run) => {
                for choice in self.data.links(run) {
                    self.walk(*choice);
                    if self.value(*choice).is_some() {
                        return;
                    }
                }
            }
            Op::Optional(of) | Op::Must(of) | Op::Convert(of) | Op::Pick(of, _) => self.walk(of),
            Op::Call(function, of, arguments) => {
                let arguments = self.data.links(arguments);
                self.call(function, of, arguments);
                self.walk(of);
                for id in arguments {
                    self.walk(*id);
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, function: Function, of: Id, arguments: &[Id]) {
        let hash = self.algorithm.hash;
        let kind = match function {
            Function::Hash(hash) => Kind::Digest(hash),
            Function::Digest => Kind::Digest(hash),
            Function::Hmac if self.keeps(arguments[0]) => Kind::Mac(hash),
            Function::Hmac => Kind::MacOfNewKey(hash),
            Function::Hex => Kind::Hex,
            Function::Base64 => Kind::Base64,
            Function::Base64Url => Kind::Base64Url,
            Function::Base64Decode => Kind::Base64Decode,
            Function::HexDecode => Kind::HexDecode,
            _ => return,
        };
        let key = if function == Function::Hmac {
            self.value(arguments[0])
        } else {
            Some(Vec::new())
        };
        if let (Some(key), Some(bytes)) = (key, self.value(of)) {
            self.found(kind, key, bytes);
        }
    }

    fn found(&mut self, kind: Kind, key: Vec<u8>, bytes: Vec<u8>) {
        let work = (kind, key, bytes);
        if !self.found.contains(&work) {
            self.found.push(work);
        }
    }

    /// Whether a value is the same for the next request, a second later: then it is prepared.
    fn keeps(&self, id: Id) -> bool {
        let now = SystemTime::try_from(self.input.now).expect("a time of this era");
        let later = Input {
            now: (now + Duration::from_secs(1))
                .try_into()
                .expect("a time of this era"),
            nonce: if self.input.nonce.is_empty() { "" } else { "7" },
            ..self.input
        };
        self.value(id) == self.at(later, id)
    }

    fn value(&self, id: Id) -> Option<Vec<u8>> {
        self.at(self.input, id)
    }

    fn at(&self, input: Input<'_>, id: Id) -> Option<Vec<u8>> {
        let steps = self.before.iter().copied();
        let order: Vec<Step> = steps.chain([Step::StringToSign]).collect();
        let data = SchemeData {
            order: &order,
            ..self.data
        };
        value(&data, input, id)
    }
}

/// What an expression of text or bytes is for a request, if it is there: the string to sign of a
/// scheme that would sign nothing else, behind a letter that tells empty from absent. For the
/// signature stands a text of a usual length.
fn value(data: &SchemeData<'_>, input: Input<'_>, id: Id) -> Option<Vec<u8>> {
    let signature = "s".repeat(32);
    let text = [data.text, &signature].concat();
    let at = |len| Text {
        at: u32::try_from(data.text.len()).expect("a short text"),
        len,
    };
    let mut nodes = data.nodes.to_vec();
    for node in nodes.iter_mut().filter(|node| node.op == Op::Signature) {
        node.op = Op::Text(at(32));
    }
    let mut links = data.links.to_vec();
    let kind = Type::Bytes;
    let letter = index(&nodes);
    nodes.push(Node {
        kind,
        op: Op::Text(at(1)),
    });
    let run = Run {
        at: index(&links),
        len: 2,
    };
    links.extend([letter, id]);
    let string_to_sign = index(&nodes);
    nodes.push(Node {
        kind,
        op: Op::Template(run),
    });
    let data = SchemeData {
        text: &text,
        nodes: &nodes,
        links: &links,
        signature: Signature {
            string_to_sign,
            signing: string_to_sign,
            ..data.signature
        },
        ..*data
    };
    let signing = SigningKey::new(&data).sign(input).ok()?;
    let (_, value) = signing.string_to_sign.expose().split_first()?;
    Some(value.to_vec())
}

fn index<T>(table: &[T]) -> u16 {
    u16::try_from(table.len()).expect("a table of 16 bits")
}
