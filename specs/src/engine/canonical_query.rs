//! What most canonical requests have: the query that the request brings, percent-encoded, sorted and
//! joined. Most queries are written so already, but for their order: then nothing is made anew.

use smallvec::SmallVec;

use super::evaluate::Evaluator;
use super::pair_functions::start_of;
use super::pairs::FEW;
use super::percent::is_encoded_once;
use super::raw_pairs::{RawPairs, RawText, split};
use crate::data::{Function, Id, Op, Run};

/// A pair as it is written, with the first eight bytes of its name.
type Written<'r> = (u64, &'r str, &'r str);

impl<'r> Evaluator<'r> {
    /// Writes such a list with a text between its lines; `false`, and nothing written, if it is
    /// another, or there is more to be done.
    pub(super) fn write_canonical_query(&mut self, list: Id, between: &[u8]) -> bool {
        let Some(middle) = self.middle_of_line(list) else {
            return false;
        };
        let target = self.input.request.path_and_query;
        let mut pairs = SmallVec::<[Written<'r>; FEW]>::new();
        // Whether every pair has a mark between name and value and stands in this order; and then how
        // long they are together, with a mark behind each.
        let (mut is_sorted, mut len) = (true, 0);
        for raw in RawPairs::of_target(target) {
            let is_canonical =
                raw.name.is_canonical() && raw.value.is_none_or(|it| it.is_canonical());
            if !is_canonical || pairs.len() == FEW {
                return false;
            }
            let (name, value) = (raw.name.text, raw.value.map_or("", |value| value.text));
            let pair = (start_of(name.as_bytes()), name, value);
            // What is equal stays in its order.
            let before = pairs.iter().rposition(|known| *known <= pair);
            let place = before.map_or(0, |before| before + 1);
            is_sorted &= place == pairs.len() && raw.value.is_some();
            len += name.len() + value.len() + "=&".len();
            pairs.insert(place, pair);
        }
        let query = split(target, b'?').1.unwrap_or("");
        if is_sorted && (middle, between) == (b"=", b"&") && len == query.len() + "&".len() {
            self.buffer.push(query.as_bytes());
            return true;
        }
        for (index, (_, name, value)) in pairs.iter().enumerate() {
            if index > 0 {
                self.buffer.push(between);
            }
            self.buffer.push(name.as_bytes());
            self.buffer.push(middle);
            self.buffer.push(value.as_bytes());
        }
        true
    }

    /// The text between name and value, if a list is `query | percent_encode | sort |
    /// each('{name}={value}')`.
    fn middle_of_line(&self, list: Id) -> Option<&'r [u8]> {
        let (Function::Each, sorted, line) = self.called(list)? else {
            return None;
        };
        let (Function::Sort, encoded, _) = self.called(sorted)? else {
            return None;
        };
        let (Function::PercentEncode, query, Run { len: 0, .. }) = self.called(encoded)? else {
            return None;
        };
        let Op::Line(parts) = self.data.node(self.data.links(line)[0]).op else {
            return None;
        };
        match self.data.line(parts) {
            [name, middle, value]
                if (name.op, value.op) == (Op::Name, Op::Value) && self.is_own_query(query) =>
            {
                match middle.op {
                    Op::Text(text) => Some(self.data.bytes(text)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn called(&self, id: Id) -> Option<(Function, Id, Run)> {
        match self.data.node(id).op {
            Op::Call(function, of, arguments) => Some((function, of, arguments)),
            _ => None,
        }
    }
}

impl RawText<'_> {
    /// Whether it is what percent-encoding makes of what it says.
    fn is_canonical(&self) -> bool {
        self.is_unreserved() || self.is_coded() && is_encoded_once(self.text.as_bytes())
    }
}
