//! JSON as others write it: the same value with other blanks, escapes, or order.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

/// A manner of writing JSON.
#[derive(Clone, Copy)]
struct Style {
    /// What each level is indented by; without it, all stands in one line.
    indent: Option<&'static str>,
    colon: &'static str,
    comma: &'static str,
}

/// Values no deeper than this are indented.
const INDENTED: usize = 16;

const STYLES: [Style; 7] = [
    Style {
        indent: None,
        colon: ":",
        comma: ",",
    },
    Style {
        indent: None,
        colon: ": ",
        comma: ", ",
    },
    Style {
        indent: None,
        colon: ": ",
        comma: ",",
    },
    Style {
        indent: None,
        colon: ":",
        comma: ", ",
    },
    Style {
        indent: Some("  "),
        colon: ": ",
        comma: ",",
    },
    Style {
        indent: Some("    "),
        colon: ": ",
        comma: ",",
    },
    Style {
        indent: Some("\t"),
        colon: ": ",
        comma: ",",
    },
];

/// A JSON text in every style; strings and numbers stay as they are.
pub(super) fn restyled(text: &str) -> Vec<String> {
    let Some(tokens) = tokens(text) else {
        return Vec::new();
    };
    let (mut depth, mut deepest) = (0usize, 0);
    for token in &tokens {
        match *token {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // Indenting what is deep would make it many times as long.
    let styles = STYLES
        .iter()
        .filter(|style| style.indent.is_none() || deepest <= INDENTED);
    styles.map(|style| style.write(&tokens)).collect()
}

/// The same value with its members in the order of their names.
pub(super) fn sorted(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut sorted = String::new();
    write_sorted(&value, &mut sorted);
    Some(sorted)
}

/// Everything but ASCII as `\u` escapes.
pub(super) fn ascii(text: &str) -> Option<String> {
    tokens(text)?;
    let mut made = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            made.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(made, "\\u{unit:04x}");
        }
    }
    Some(made)
}

/// `\u` escapes of characters beyond ASCII, and of slashes, undone.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let tokens = tokens(text)?;
    let plain = |token: &&str| -> Option<String> {
        if !token.starts_with('"') {
            return Some((*token).to_owned());
        }
        let text: String = serde_json::from_str(token).ok()?;
        serde_json::to_string(&text).ok()
    };
    tokens.iter().map(plain).collect()
}

/// Numbers and strings as ECMAScript writes what it has parsed, as `1` for `1.0`, and no blanks.
pub(super) fn stringified(text: &str) -> Option<String> {
    let written = |token: &&str| match token.as_bytes() {
        [b'"', ..] => {
            let text: String = serde_json::from_str(token).ok()?;
            serde_json::to_string(&text).ok()
        }
        [b'-' | b'0'..=b'9', ..] => token.parse().ok().map(number),
        _ => Some((*token).to_owned()),
    };
    tokens(text)?.iter().map(written).collect()
}

/// A number as ECMAScript writes it: every one is a double there, and one that is too large is
/// `null` in JSON.
fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if !value.is_finite() {
        "null".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        value.to_string()
    } else {
        let text = format!("{value:e}");
        if size < 1.0 {
            text
        } else {
            text.replace('e', "e+")
        }
    }
}

/// Slashes without the backslash that some write before them; or with one, if none has it.
pub(super) fn plain_slashes(text: &str) -> Option<String> {
    tokens(text)?;
    let plain = text.replace("\\/", "/");
    Some(if plain == text {
        text.replace('/', "\\/")
    } else {
        plain
    })
}

/// The tokens of a JSON text, without blanks between them.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let body = text.trim_start_matches('\u{feff}');
    serde_json::from_str::<&serde_json::value::RawValue>(body).ok()?;
    let mut tokens = Vec::new();
    let mut rest = body.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '"' => string_len(rest)?,
            '{' | '}' | '[' | ']' | ':' | ',' => 1,
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "{}[]:,\"".contains(c));
                end.unwrap_or(rest.len())
            }
        };
        let (token, after) = rest.split_at(len);
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

fn string_len(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.bytes().enumerate().skip(1).find(|(_, byte)| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map(|(at, _)| at + 1)
}

impl Style {
    fn write(self, tokens: &[&str]) -> String {
        let mut made = String::new();
        let mut depth = 0usize;
        for (index, token) in tokens.iter().enumerate() {
            let empty = |other: usize| {
                matches!(
                    (tokens.get(other), tokens.get(other + 1)),
                    (Some(&"{"), Some(&"}")) | (Some(&"["), Some(&"]"))
                )
            };
            match *token {
                "{" | "[" => {
                    made.push_str(token);
                    depth += 1;
                    if !empty(index) {
                        self.line(depth, &mut made);
                    }
                }
                "}" | "]" => {
                    depth = depth.saturating_sub(1);
                    if !index.checked_sub(1).is_some_and(empty) {
                        self.line(depth, &mut made);
                    }
                    made.push_str(token);
                }
                ":" => made.push_str(self.colon),
                "," => {
                    made.push_str(self.comma);
                    self.line(depth, &mut made);
                }
                token => made.push_str(token),
            }
        }
        made
    }

    fn line(self, depth: usize, made: &mut String) {
        if let Some(indent) = self.indent {
            made.push('\n');
            made.push_str(&indent.repeat(depth));
        }
    }
}

fn write_sorted(value: &Value, made: &mut String) {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            made.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                made.push_str(if index > 0 { "," } else { "" });
                let _ = write!(made, "{}:", Value::String(name.clone()));
                write_sorted(value, made);
            }
            made.push('}');
        }
        Value::Array(items) => {
            made.push('[');
            for (index, item) in items.iter().enumerate() {
                made.push_str(if index > 0 { "," } else { "" });
                write_sorted(item, made);
            }
            made.push(']');
        }
        plain => {
            let _ = write!(made, "{plain}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_in_other_manners() {
        let styles = restyled("{ \"b\" : [1.50, \"a, b\"] , \"a\":{} }");
        assert_eq!(styles[0], r#"{"b":[1.50,"a, b"],"a":{}}"#);
        assert_eq!(styles[1], r#"{"b": [1.50, "a, b"], "a": {}}"#);
        // As Python's `json.dumps(…, indent=2)` writes it.
        assert_eq!(
            styles[4],
            "{\n  \"b\": [\n    1.50,\n    \"a, b\"\n  ],\n  \"a\": {}\n}"
        );
        assert!(restyled("{").is_empty());
    }

    #[test]
    fn escapes_and_order() {
        assert_eq!(ascii("\"é😀\"").unwrap(), "\"\\u00e9\\ud83d\\ude00\"");
        assert_eq!(unescaped(r#"{"a":"\u00e9"}"#).unwrap(), r#"{"a":"é"}"#);
        // As Node.js's `JSON.stringify(JSON.parse(…))` writes them.
        assert_eq!(
            stringified(
                r#"[1.0, 1e3, 1.50, -0.0, 1e21, 1E-7, 12345678901234567890, 0.1, 1e999, "\/\u00e9"]"#
            )
            .unwrap(),
            r#"[1,1000,1.5,0,1e+21,1e-7,12345678901234567000,0.1,null,"/é"]"#
        );
        assert_eq!(plain_slashes(r#""a\/b""#).unwrap(), r#""a/b""#);
        assert_eq!(plain_slashes(r#""a/b""#).unwrap(), r#""a\/b""#);
        assert_eq!(
            sorted(r#"{"b":[{"d":1,"c":2}],"a":0}"#).unwrap(),
            r#"{"a":0,"b":[{"c":2,"d":1}]}"#
        );
    }
}
