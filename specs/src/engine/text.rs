//! The functions from text to other text.

/// A text in quotes; quotes and backslashes in it stand behind a backslash.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    // Most texts have nothing to be escaped.
    if text.bytes().any(is_escaped) {
        for c in text.chars() {
            if matches!(c, '"' | '\\') {
                quoted.push('\\');
            }
            quoted.push(c);
        }
    } else {
        quoted.push_str(text);
    }
    quoted.push('"');
    quoted
}

/// Whether a byte stands behind a backslash in a quoted string.
pub(super) fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\')
}

/// The length of the quoted string that a text begins with.
pub(super) fn quoted_len(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.strip_prefix('"')?.char_indices().find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map(|(at, _)| at + 2)
}

/// What stands in a quoted string.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut characters = inner.chars();
    let mut plain = String::with_capacity(inner.len());
    while let Some(c) = characters.next() {
        plain.push(if c == '\\' { characters.next()? } else { c });
    }
    Some(plain)
}

/// `x-qiniu-date` becomes `X-Qiniu-Date`.
#[cfg(feature = "diagnose")]
pub(crate) fn title_case(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    make_title_case(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The same, in place. Of a character that is no ASCII nothing changes.
pub(super) fn make_title_case(text: &mut [u8]) {
    let mut start = true;
    for byte in text {
        *byte = if start {
            byte.to_ascii_uppercase()
        } else {
            byte.to_ascii_lowercase()
        };
        start = !byte.is_ascii_alphanumeric();
    }
}

/// Dot segments are resolved and repeated slashes made one, as AWS's SDKs do: a slash at the end
/// stays, and a dot segment at the end leaves none (RFC 3986, section 5.2.4 would).
pub(super) fn normalized(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let slash = if path.ends_with('/') && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", segments.join("/"))
}
