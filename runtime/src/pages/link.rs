//! Links to a next page.

use std::str::FromStr;

use http::{HeaderMap, Uri, header, uri::PathAndQuery};

use crate::wire;

/// Where a link leads that was found at `from`, absolute or relative (RFC 3986, section 5.2, but for
/// `.` and `..`): to the origin of `from`, or nowhere. Its path and query stay as they are.
///
/// The error goes after what the link was found in: "`nextLink` …".
pub(super) fn resolve(link: &str, from: &Uri) -> Result<Uri, String> {
    let link = link.split('#').next().unwrap_or_default();
    if let Some((at, raw)) = link.char_indices().find(|(_, c)| !c.is_ascii_graphic()) {
        let encoded = wire::value(raw.encode_utf8(&mut [0; 4]));
        return Err(format!(
            "holds {raw:?} at byte {at}, which a link holds only as `{encoded}`"
        ));
    }
    let target = target(link, from)?;
    if let Some(dots) = wire::dots(target.path()) {
        return Err(format!(
            "holds `{dots}` as a segment, which servers resolve"
        ));
    }
    let mut parts = from.clone().into_parts();
    parts.path_and_query = Some(target);
    Uri::from_parts(parts).map_err(|error| format!("is not a link: {error}"))
}

/// Path and query of where it leads.
fn target(link: &str, from: &Uri) -> Result<PathAndQuery, String> {
    let path = from.path();
    let relative = match link.as_bytes().first() {
        _ if has_scheme(link) || link.starts_with("//") => return of_same_origin(link, from),
        Some(b'/') => link.to_owned(),
        Some(b'?') => format!("{path}{link}"),
        Some(_) => format!("{}{link}", &path[..=path.rfind('/').unwrap_or_default()]),
        None => return Err("is empty".to_owned()),
    };
    PathAndQuery::from_str(&relative).map_err(|error| format!("is not a link: {error}"))
}

/// It begins with `name:`, so it is absolute.
fn has_scheme(link: &str) -> bool {
    let first = link.split(['/', '?']).next().unwrap_or_default();
    first.contains(':')
}

fn of_same_origin(link: &str, from: &Uri) -> Result<PathAndQuery, String> {
    let scheme = from.scheme_str().unwrap_or_default();
    let whole = if link.starts_with("//") {
        format!("{scheme}:{link}")
    } else {
        link.to_owned()
    };
    let uri: Uri = whole
        .parse()
        .map_err(|error| format!("is not a link: {error}"))?;
    let (own, other) = (origin(from), origin(&uri));
    if own.is_none() || own != other {
        return Err(format!(
            "leads to another origin than `{}`, which is all that this client asks",
            own.unwrap_or_default()
        ));
    }
    let target = uri.into_parts().path_and_query;
    Ok(target.unwrap_or_else(|| PathAndQuery::from_static("/")))
}

/// `https://host:port`, in one form. A user before the host is none of it.
fn origin(uri: &Uri) -> Option<String> {
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let usual = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    if authority.as_str().contains('@') {
        return None;
    }
    let host = authority.host().to_ascii_lowercase();
    match authority.port_u16() {
        Some(port) if port != usual => Some(format!("{scheme}://{host}:{port}")),
        _ => Some(format!("{scheme}://{host}")),
    }
}

/// The link of relation `next` in the `Link` headers (RFC 8288, section 3).
pub(super) fn next(headers: &HeaderMap) -> Result<Option<String>, String> {
    for line in headers.get_all(header::LINK) {
        let line = line
            .to_str()
            .map_err(|_| "holds more than ASCII".to_owned())?;
        let mut rest = line;
        while let Some((link, relations, after)) = first(rest) {
            if relations
                .split_ascii_whitespace()
                .any(|one| one.eq_ignore_ascii_case("next"))
            {
                return Ok(Some(link.to_owned()));
            }
            rest = after;
        }
    }
    Ok(None)
}

/// The first link of a line, its relations, and what comes after it.
fn first(links: &str) -> Option<(&str, &str, &str)> {
    let (link, mut rest) = links.split_once('<')?.1.split_once('>')?;
    let mut relations = None;
    loop {
        rest = rest.trim_start();
        let Some(parameter) = rest.strip_prefix(';') else {
            return Some((link, relations.unwrap_or_default(), rest));
        };
        let (name, after) =
            parameter.split_at(parameter.find(['=', ';', ',']).unwrap_or(parameter.len()));
        let (value, after) = after.strip_prefix('=').map_or(("", after), value);
        // Only the first one counts (section 3.3).
        if name.trim().eq_ignore_ascii_case("rel") {
            relations.get_or_insert(value);
        }
        rest = after;
    }
}

/// A value, in quotes or not, and what comes after it.
fn value(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, after) = text.split_at(text.find([';', ',']).unwrap_or(text.len()));
        return (value.trim(), after);
    };
    let mut escaped = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let end = end.unwrap_or(quoted.len());
    (&quoted[..end], quoted.get(end + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "https://contoso.example/calling/a%2Fb/participants?api-version=1";

    fn resolved(link: &str) -> Result<String, String> {
        resolve(link, &Uri::from_static(FROM)).map(|uri| uri.to_string())
    }

    #[test]
    fn links_of_every_form_stay_as_they_are() {
        let base = "https://contoso.example";
        for (link, target) in [
            ("https://contoso.example/x?t=a%2f+b%20", "/x?t=a%2f+b%20"),
            ("https://CONTOSO.example:443/x#y", "/x"),
            ("//contoso.example/x", "/x"),
            ("/x/y?z=https://other", "/x/y?z=https://other"),
            ("?skip=1", "/calling/a%2Fb/participants?skip=1"),
            ("more?skip=1", "/calling/a%2Fb/more?skip=1"),
            ("https://contoso.example?skip=1", "/?skip=1"),
        ] {
            assert_eq!(resolved(link), Ok(format!("{base}{target}")), "{link}");
        }
    }

    #[test]
    fn nothing_leads_elsewhere() {
        for link in [
            "https://other.example/x",
            "http://contoso.example/x",
            "https://contoso.example:8443/x",
            "https://contoso.example@other.example/",
            "https://user@contoso.example/x",
            "https://contoso.example.other/x",
            "//other.example/x",
            "ftp://contoso.example/x",
            "javascript:x",
        ] {
            let error = resolved(link).expect_err(link);
            assert!(
                error.starts_with("leads to another origin than `https://contoso.example`")
                    || error.starts_with("is not a link"),
                "{link}: {error}"
            );
        }
        for link in ["", "/a b", "/../x", "/a/%2e%2E", "https://"] {
            resolved(link).expect_err(link);
        }
    }

    #[test]
    fn the_link_header() {
        let next = |lines: &[&'static str]| {
            let values = lines
                .iter()
                .map(|line| (header::LINK, http::HeaderValue::from_static(line)));
            next(&values.collect()).unwrap()
        };
        // RFC 8288, section 3.5, and GitHub's.
        assert_eq!(
            next(&[
                "<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\""
            ]),
            None
        );
        let github = "<https://api.github.com/repositories/1/issues?page=1>; rel=\"prev\", <https://api.github.com/repositories/1/issues?page=3>; rel=\"next\"";
        assert_eq!(
            next(&[github]).as_deref(),
            Some("https://api.github.com/repositories/1/issues?page=3")
        );
        assert_eq!(
            next(&[
                "</a>; rel=last",
                "</b,c>; title=\"x, \\\"y; rel=z\" ; REL = \"start Next\""
            ])
            .as_deref(),
            Some("/b,c")
        );
        assert_eq!(
            next(&[
                "</a>; rel=prev; rel=next, </b>",
                "broken",
                "<",
                "</c>;rel=\"next"
            ])
            .as_deref(),
            Some("/c")
        );
        assert_eq!(next(&["</a>;;rel=next"]).as_deref(), Some("/a"));
    }
}
