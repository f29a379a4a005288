//! What each shape of function works on, takes and gives.

use signed_api_specs::data::Type;
use signed_api_specs::language::Shape;

/// What the shape of a function says of types.
pub(super) trait Typed {
    /// The type of the result for an argument of a type; `None` if it does not work on that.
    fn gives(self, kind: Type, arguments: usize) -> Option<Type>;

    /// What it works on, for messages.
    fn takes(self, arguments: usize) -> &'static str;

    /// How many arguments it takes, from and to.
    fn arguments(self) -> (usize, usize);

    /// What its arguments are, for a function of this name.
    fn argument(self, name: &str) -> String;
}

impl Typed for Shape {
    fn gives(self, kind: Type, arguments: usize) -> Option<Type> {
        let text = matches!(kind, Type::Text | Type::Bytes);
        match self {
            Self::Digest | Self::Mac => text.then_some(Type::Bytes),
            Self::Part => text.then_some(kind),
            Self::Encode => text.then_some(Type::Text),
            Self::Decode => (kind == Type::Text).then_some(Type::Bytes),
            Self::Rewrite(..) => {
                matches!(kind, Type::Text | Type::List | Type::Pairs).then_some(kind)
            }
            Self::NonEmpty => {
                matches!(kind, Type::Text | Type::Bytes | Type::List | Type::Pairs).then_some(kind)
            }
            Self::Condition => (kind != Type::Switch).then_some(kind),
            Self::Moment | Self::Digits | Self::Format => {
                (kind == Type::Time).then_some(Type::Text)
            }
            Self::Plus => (kind == Type::Time).then_some(Type::Time),
            Self::Time => (kind == Type::Text).then_some(Type::Time),
            Self::Sort => matches!(kind, Type::List | Type::Pairs).then_some(kind),
            Self::Each if arguments == 2 => (kind == Type::Pairs).then_some(Type::Pairs),
            Self::Each => matches!(kind, Type::List | Type::Pairs).then_some(Type::List),
            Self::Side => (kind == Type::Pairs).then_some(Type::List),
            Self::Join => (kind == Type::List).then_some(Type::Text),
            Self::Unique => matches!(kind, Type::List | Type::Pairs).then_some(kind),
            Self::Merge | Self::Pick => (kind == Type::Pairs).then_some(Type::Pairs),
            Self::ToJson => matches!(kind, Type::Pairs | Type::Json).then_some(Type::Text),
            Self::Number => (kind == Type::Text).then_some(Type::Json),
            Self::Flatten => (kind == Type::Json).then_some(Type::Text),
            Self::Field => (kind == Type::Text).then_some(Type::Text),
        }
    }

    fn takes(self, arguments: usize) -> &'static str {
        match self {
            Self::Digest | Self::Mac | Self::Part | Self::Encode => "bytes or text",
            Self::Decode | Self::Rewrite(..) | Self::Number | Self::Field | Self::Time => "text",
            Self::ToJson => "pairs or JSON",
            Self::Flatten => "JSON",
            Self::NonEmpty => "text, bytes, a list or pairs",
            Self::Condition => "a value",
            Self::Moment | Self::Digits | Self::Format | Self::Plus => "a time",
            Self::Each if arguments == 2 => "pairs, with two templates",
            Self::Sort | Self::Each | Self::Unique => "a list or pairs",
            Self::Side | Self::Pick | Self::Merge => "pairs",
            Self::Join => "a list",
        }
    }

    fn arguments(self) -> (usize, usize) {
        match self {
            Self::Digest
            | Self::Encode
            | Self::Decode
            | Self::NonEmpty
            | Self::Moment
            | Self::Sort
            | Self::Side
            | Self::Unique
            | Self::ToJson
            | Self::Number
            | Self::Flatten
            | Self::Field
            | Self::Time => (0, 0),
            Self::Mac | Self::Part | Self::Format | Self::Plus | Self::Merge => (1, 1),
            Self::Rewrite(least, most) => (least, most),
            Self::Digits | Self::Join => (0, 1),
            Self::Each => (1, 2),
            Self::Condition | Self::Pick => (1, usize::MAX),
        }
    }

    fn argument(self, name: &str) -> String {
        match self {
            Self::Mac => "a key, as `hmac(secret)`".to_owned(),
            Self::Part => format!("a number of characters or bytes, as `{name}(16)`"),
            Self::Format => "a format, as `format('%Y%m%d')`".to_owned(),
            Self::Plus => "seconds, as `plus(600)`".to_owned(),
            Self::Each => "one template, as `each('{name}={value}')`, or two".to_owned(),
            Self::Condition => {
                format!("a value, and texts to compare it with, as `{name}(method, 'POST')`")
            }
            Self::Pick => "names, as `pick('a', 'x-*', '!b')`".to_owned(),
            Self::Rewrite(2, _) => format!("two texts, as `{name}('old', 'new')`"),
            _ => format!("a text, as `{name}('…')`"),
        }
    }
}

/// How a value of a type gets where a shape of function could work on it.
pub(super) fn advice(kind: Type, shape: Shape) -> &'static str {
    let wants_list = shape == Shape::Join;
    let wants_time = matches!(
        shape,
        Shape::Moment | Shape::Digits | Shape::Format | Shape::Plus
    );
    match kind {
        _ if wants_time => "; `now` is a time, and `time` reads one",
        Type::Bytes | Type::Text if matches!(shape, Shape::ToJson | Shape::Flatten) => {
            "; `json` is a JSON body, and `json.a` a value in it"
        }
        Type::Bytes if matches!(shape, Shape::Decode | Shape::Rewrite(..)) => {
            "; `hex` or `base64` makes text of it"
        }
        Type::Time => "; write it with `http_date`, `rfc3339`, `unix_seconds` or `format('…')`",
        Type::Pairs if wants_list => {
            "; `names`, `values` or `each('{name}={value}')` makes a list of them"
        }
        Type::Pairs => "; `each('{name}={value}')` and `join` make text of them",
        Type::Json if wants_list => "; `values` makes a list of a JSON list",
        Type::List if shape.gives(Type::Text, 0).is_some() => "; `join` it first",
        Type::Switch => "; use it in `when(…)`",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use signed_api_specs::language::FUNCTIONS;

    const TYPES: [Type; 7] = [
        Type::Text,
        Type::Bytes,
        Type::Time,
        Type::List,
        Type::Pairs,
        Type::Switch,
        Type::Json,
    ];

    #[test]
    fn the_reference_tells_what_every_function_takes_and_gives() {
        let reference = include_str!("../../../LANGUAGE.md");
        let (_, table) = reference.split_once("\n## Functions\n").unwrap();
        let (table, _) = table.split_once("\n## ").unwrap();
        for row in table.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split(" | ").collect();
            let call = cells[0].trim_matches(['|', ' ', '`']);
            let name = call.split(['(', '`']).next().unwrap();
            let known = FUNCTIONS.iter().find(|(known, ..)| *known == name);
            let (.., shape) = known.unwrap();
            let arguments = if call.contains("', '{") { 2 } else { 1 };
            assert_eq!(cells[1], signature(*shape, arguments), "{call}");
        }
    }

    #[test]
    fn the_reference_names_every_type() {
        let reference = include_str!("../../../LANGUAGE.md");
        let (_, types) = reference.split_once("\n### Types\n").unwrap();
        let (types, _) = types.split_once("\n\n").unwrap();
        let told: Vec<&str> = types.split('`').skip(1).step_by(2).collect();
        let kinds = TYPES.map(|kind| kind.a_name().trim_start_matches("a "));
        let known: Vec<&str> = kinds.into_iter().collect();
        assert_eq!(told[..known.len()], known);
    }

    /// What a shape takes and gives, as the reference writes it: text passes where bytes are
    /// wanted, and functions from text to text work on every item.
    fn signature(shape: Shape, arguments: usize) -> String {
        let name = |kind: &Type| kind.a_name().trim_start_matches("a ").to_owned();
        let gives = |kind: &Type| shape.gives(*kind, arguments);
        let mut takes: Vec<Type> = TYPES
            .into_iter()
            .filter(|kind| gives(kind).is_some())
            .collect();
        let same = takes.len() > 1 && takes.iter().all(|kind| gives(kind) == Some(*kind));
        match shape {
            Shape::Condition => return "any but switch → the same".to_owned(),
            Shape::Rewrite(..) => takes.truncate(1),
            _ if same => {}
            _ if takes.starts_with(&[Type::Text, Type::Bytes]) => drop(takes.remove(0)),
            _ => {}
        }
        let result = match shape {
            Shape::Rewrite(..) => "text".to_owned(),
            _ if same => "the same".to_owned(),
            _ => gives(&takes[0]).as_ref().map(name).unwrap_or_default(),
        };
        let takes: Vec<String> = takes.iter().map(name).collect();
        format!("{} → {result}", takes.join(", "))
    }
}
