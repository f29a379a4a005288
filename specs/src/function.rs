//! The functions of the language: names, and what each takes and gives. One table.

use crate::data::{Function, Hash, Text};

/// What a function takes and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text or bytes to bytes.
    Digest,
    /// Text or bytes, and a key, to bytes.
    Mac,
    /// Bytes to text.
    Encode,
    /// Text to bytes.
    Decode,
    /// Text to text, with this many texts as arguments, from and to; works on items too.
    Rewrite(usize, usize),
    /// Text or bytes, and a number, to the same.
    Part,
    /// Anything to the same, or absent.
    NonEmpty,
    /// Anything, a value to look at and texts, to the same, or absent.
    Condition,
    /// Time to text.
    Moment,
    /// Time, and a number of digits, to text.
    Digits,
    /// Time, and a format, to text.
    Format,
    /// Time, and seconds, to time.
    Plus,
    /// Text to time.
    Time,
    /// A list or pairs to the same.
    Sort,
    /// A list or pairs, and a template, to a list; pairs and two templates to pairs.
    Each,
    /// Pairs to a list.
    Side,
    /// A list, and what stands between, to text.
    Join,
    /// A list or pairs to the same.
    Unique,
    /// Pairs, and what stands between, to pairs.
    Merge,
    /// Pairs, and rules, to pairs.
    Pick,
    /// Pairs or JSON to text.
    ToJson,
    /// Text to JSON.
    Number,
    /// JSON to text.
    Flatten,
    /// Text to text, or absent.
    Field,
}

const NO_TEXT: Text = Text { at: 0, len: 0 };

/// Every function. Where one carries an argument, any value of it stands here.
pub const FUNCTIONS: &[(&str, Function, Shape)] = &[
    ("md5", Function::Hash(Hash::Md5), Shape::Digest),
    ("sha1", Function::Hash(Hash::Sha1), Shape::Digest),
    ("sha256", Function::Hash(Hash::Sha256), Shape::Digest),
    ("sha384", Function::Hash(Hash::Sha384), Shape::Digest),
    ("sha512", Function::Hash(Hash::Sha512), Shape::Digest),
    ("sm3", Function::Hash(Hash::Sm3), Shape::Digest),
    ("digest", Function::Digest, Shape::Digest),
    ("hmac", Function::Hmac, Shape::Mac),
    ("hex", Function::Hex, Shape::Encode),
    ("base64", Function::Base64, Shape::Encode),
    ("base64_url", Function::Base64Url, Shape::Encode),
    ("unpadded", Function::Unpadded, Shape::Rewrite(0, 0)),
    ("base64_decode", Function::Base64Decode, Shape::Decode),
    ("hex_decode", Function::HexDecode, Shape::Decode),
    ("hex_number", Function::HexNumber, Shape::Rewrite(0, 0)),
    (
        "percent_encode",
        Function::PercentEncode,
        Shape::Rewrite(0, 1),
    ),
    (
        "percent_decode",
        Function::PercentDecode,
        Shape::Rewrite(0, 0),
    ),
    (
        "lower_escapes",
        Function::LowerEscapes,
        Shape::Rewrite(0, 0),
    ),
    ("form_decode", Function::FormDecode, Shape::Rewrite(0, 0)),
    ("lower_case", Function::LowerCase, Shape::Rewrite(0, 0)),
    ("upper_case", Function::UpperCase, Shape::Rewrite(0, 0)),
    ("title_case", Function::TitleCase, Shape::Rewrite(0, 0)),
    ("quoted", Function::Quoted, Shape::Rewrite(0, 0)),
    ("structured_field", Function::StructuredField, Shape::Field),
    ("trim", Function::Trim, Shape::Rewrite(0, 0)),
    (
        "single_spaces",
        Function::SingleSpaces,
        Shape::Rewrite(0, 0),
    ),
    ("replace", Function::Replace, Shape::Rewrite(2, 2)),
    ("before", Function::Before, Shape::Rewrite(1, 1)),
    (
        "without_prefix",
        Function::WithoutPrefix,
        Shape::Rewrite(1, 1),
    ),
    (
        "without_suffix",
        Function::WithoutSuffix,
        Shape::Rewrite(1, 1),
    ),
    (
        "normalize_path",
        Function::NormalizePath,
        Shape::Rewrite(0, 0),
    ),
    ("truncate", Function::Truncate, Shape::Part),
    ("skip", Function::Skip, Shape::Part),
    ("length", Function::Length, Shape::Encode),
    ("non_empty", Function::NonEmpty, Shape::NonEmpty),
    ("when", Function::When, Shape::Condition),
    ("unless", Function::Unless, Shape::Condition),
    ("http_date", Function::HttpDate, Shape::Moment),
    ("rfc3339", Function::Rfc3339(0), Shape::Digits),
    ("unix_seconds", Function::UnixSeconds, Shape::Moment),
    (
        "unix_milliseconds",
        Function::UnixMilliseconds,
        Shape::Moment,
    ),
    ("format", Function::Format(NO_TEXT), Shape::Format),
    ("plus", Function::Plus, Shape::Plus),
    ("time", Function::Time, Shape::Time),
    ("sort", Function::Sort, Shape::Sort),
    ("each", Function::Each, Shape::Each),
    ("names", Function::Names, Shape::Side),
    ("values", Function::Values, Shape::Side),
    ("join", Function::Join, Shape::Join),
    ("unique", Function::Unique, Shape::Unique),
    ("merge", Function::Merge, Shape::Merge),
    ("members", Function::Members, Shape::Merge),
    ("pick", Function::Pick, Shape::Pick),
    ("to_json", Function::ToJson, Shape::ToJson),
    ("sorted_json", Function::SortedJson, Shape::ToJson),
    ("number", Function::Number, Shape::Number),
    ("from_json", Function::FromJson, Shape::Number),
    ("flatten", Function::Flatten, Shape::Flatten),
];

impl Function {
    /// Its name in a template.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |(name, ..)| name)
    }

    /// Whether it makes something of whatever there is.
    pub fn keeps(self) -> bool {
        use Shape::{Digest, Digits, Encode, Format, Moment, Rewrite};
        let shape = self.row().map(|(.., shape)| shape);
        matches!(
            shape,
            Some(Digest | Encode | Rewrite(..) | Moment | Digits | Format)
        )
    }

    fn row(self) -> Option<&'static (&'static str, Self, Shape)> {
        let same = |other: Self| match (self, other) {
            (Self::Hash(one), Self::Hash(two)) => one == two,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        };
        FUNCTIONS.iter().find(|(_, function, _)| same(*function))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_has_a_row_for_every_function_and_no_other() {
        let reference = include_str!("../LANGUAGE.md");
        let (_, table) = reference.split_once("## Functions").unwrap();
        let (table, _) = table.split_once("\n## ").unwrap();
        let rows = table.lines().filter(|line| line.starts_with("| `"));
        let first = rows.filter_map(|row| row.split('|').nth(1));
        let named = first.flat_map(|cell| cell.split('`').skip(1).step_by(2));
        let mut named: Vec<&str> = named.filter_map(|call| call.split('(').next()).collect();
        named.dedup();
        let mut known: Vec<&str> = FUNCTIONS.iter().map(|(name, ..)| *name).collect();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(named, known);
    }

    #[test]
    fn every_name_is_found_again() {
        for (name, function, _) in FUNCTIONS {
            assert_eq!(function.name(), *name);
        }
    }
}
