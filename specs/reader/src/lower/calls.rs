//! Functions in templates: what each takes, and what comes out.

use std::ops::Range;

use signed_api_specs::data::{Op, Type};
use signed_api_specs::language::{FUNCTIONS, Shape};

use super::shape::{Typed as _, advice};
use super::{Absence, Lower, Lowered};
use crate::document::Field;
use crate::problem::did_you_mean;
use crate::template::{Call, Expression};

impl Lower<'_> {
    /// `value | function(arguments)`.
    pub(super) fn call(
        &mut self,
        field: &Field,
        of: &Expression,
        call: &Call,
        whole: &Range<usize>,
    ) -> Option<Lowered> {
        let value = self.expression(field, of);
        let Some((_, function, shape)) = FUNCTIONS.iter().find(|(name, ..)| *name == call.name)
        else {
            let near = elsewhere(&call.name).map_or_else(
                || did_you_mean(&call.name, FUNCTIONS.iter().map(|(name, ..)| *name)),
                |name| format!("; did you mean `{name}`?"),
            );
            let message = format!("there is no function `{}`{near}", call.name);
            self.error(field, &call.range, message);
            return None;
        };
        // What is wrong with the value and with the arguments is said in one go.
        let kind = value.as_ref().map(|value| value.kind);
        let counted = self.counted(field, call, *shape);
        let arguments =
            counted.and_then(|()| self.arguments(field, call, (*function, *shape), kind));
        let value = self.fitting(value?, *shape, call.arguments.len());
        let Some(kind) = shape.gives(value.kind, call.arguments.len()) else {
            let message = format!(
                "`{}` works on {}, and this is {}{}",
                call.name,
                shape.takes(call.arguments.len()),
                value.kind.a_name(),
                advice(value.kind, *shape),
            );
            self.error(field, &call.range, message);
            return None;
        };
        let (function, arguments, key) = arguments?;
        let absence = match (shape, &value.absence) {
            (Shape::Mac, Absence::Never) => key,
            (Shape::NonEmpty | Shape::Condition | Shape::Field, Absence::Never | Absence::Bare) => {
                Absence::Declared(field.text[whole.clone()].to_owned())
            }
            (_, absence) => absence.clone(),
        };
        let op = match shape {
            Shape::Pick => Op::Pick(value.id, arguments),
            _ => Op::Call(function, value.id, arguments),
        };
        Some(Lowered {
            id: self.node(kind, op),
            kind,
            absence,
        })
    }

    /// JSON is text or pairs, whichever a function works on.
    fn fitting(&mut self, value: Lowered, shape: Shape, arguments: usize) -> Lowered {
        let works_on = |kind| shape.gives(kind, arguments).is_some();
        let kinds = [Type::Json, Type::Text, Type::Pairs];
        match kinds.into_iter().find(|kind| works_on(*kind)) {
            Some(kind) if kind != Type::Json => self.converted(value, kind),
            _ => value,
        }
    }

    fn counted(&mut self, field: &Field, call: &Call, shape: Shape) -> Option<()> {
        let (least, most) = shape.arguments();
        let count = call.arguments.len();
        if (least..=most).contains(&count) {
            return Some(());
        }
        let name = &call.name;
        let message = match (least, most) {
            (0, 0) => format!("`{name}` takes no argument"),
            (0, 1) => format!("`{name}` takes one argument at most"),
            _ => format!("`{name}` takes {}", shape.argument(name)),
        };
        let range = match call.arguments.get(most..) {
            Some([first, .., end]) => first.range.start..end.range.end,
            Some([only]) => only.range.clone(),
            _ => call.range.clone(),
        };
        self.error(field, &range, message);
        None
    }
}

/// The function that others call so.
fn elsewhere(name: &str) -> Option<&'static str> {
    Some(match name {
        "urlencode" | "url_encode" | "uri_encode" | "encode_uri_component" => "percent_encode",
        "urldecode" | "url_decode" | "unquote" => "percent_decode",
        "iso8601" => "rfc3339",
        "hmac_md5" | "hmac_sha1" | "hmac_sha256" | "hmac_sha384" | "hmac_sha512" => "hmac",
        "substring" | "slice" => "skip",
        "filter" => "pick",
        "map" => "each",
        "if" => "when",
        _ => return None,
    })
}
