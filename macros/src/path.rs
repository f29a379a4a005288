//! Paths with placeholders.

use syn::LitStr;

use crate::wire;

/// A path as a method names it: `/calls/{id}:play?expand=all`.
pub(crate) struct Path {
    /// The path, placeholders included.
    pub(crate) text: String,
    /// The query that was written after it, if any.
    pub(crate) query: Option<String>,
    /// The names in braces, in their order.
    pub(crate) placeholders: Vec<String>,
}

impl Path {
    /// Reads the literal.
    pub(crate) fn read(literal: &LitStr) -> syn::Result<Self> {
        let error = |why: String| syn::Error::new(literal.span(), why);
        let whole = literal.value();
        let (text, query) = match whole.split_once('?') {
            Some((text, query)) => (text, Some(query)),
            None => (whole.as_str(), None),
        };
        if !text.starts_with('/') {
            return Err(error(
                "a path begins with `/`; what stands before it is the endpoint's".to_owned(),
            ));
        }
        let (plain, placeholders) = split(text).map_err(error)?;
        if let Some(why) = wire::path(&plain).or_else(|| query.and_then(wire::query)) {
            return Err(error(why));
        }
        Ok(Self {
            text: text.to_owned(),
            query: query.map(str::to_owned),
            placeholders,
        })
    }
}

/// The path with `x` for each placeholder, and their names.
fn split(text: &str) -> Result<(String, Vec<String>), String> {
    let (mut plain, mut names) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if let Some((name, _)) = after
            .strip_prefix('{')
            .and_then(|name| name.split_once("}}"))
        {
            return Err(format!(
                "`{{{{{name}}}}}` is a placeholder of Postman's: here it has one brace on each side, `{{{name}}}`"
            ));
        }
        let (name, after) = after.split_once('}').ok_or("this `{` is never closed")?;
        if name.is_empty()
            || name.contains('{')
            || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_err()
        {
            return Err(format!(
                "`{{{name}}}` is not a placeholder: in the braces stands the name of a parameter"
            ));
        }
        plain.push_str(before);
        plain.push('x');
        names.push(name.to_owned());
        rest = after;
    }
    plain.push_str(rest);
    if plain.contains('}') {
        return Err("this `}` was never opened".to_owned());
    }
    Ok((plain, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Path, String> {
        Path::read(&LitStr::new(text, proc_macro2::Span::call_site()))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn placeholders() {
        let path = read("/calls/id/{call_id}/leg/{type}:x?a=b").unwrap();
        assert_eq!(path.placeholders, ["call_id", "type"]);
        assert_eq!(
            (path.text.as_str(), path.query.as_deref()),
            ("/calls/id/{call_id}/leg/{type}:x", Some("a=b"))
        );
    }

    #[test]
    fn of_postman() {
        let why = read("/calls/{{callId}}/x").err().unwrap();
        assert!(why.contains("one brace on each side, `{callId}`"), "{why}");
    }

    #[test]
    fn refused() {
        for bad in [
            "calls", "", "/{", "/}", "/{}", "/{a b}", "/a?b={c}", "/a#b", "/../b", "/{{a}}", "/é",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
