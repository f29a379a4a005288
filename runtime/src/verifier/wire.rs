//! A request as its sender sent it.

use http::{HeaderMap, header, request::Parts};
use signed_api_specs::{BodyView, Refusal, RequestView};

use super::PublicUrl;

/// Where a request was sent, as its sender saw it.
pub(super) struct Wire {
    scheme: String,
    authority: String,
    target: String,
    headers: Option<HeaderMap>,
}

impl Wire {
    pub(super) fn of(parts: &Parts, public: Option<&PublicUrl>) -> Result<Self, Refusal> {
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str);
        if let Some(public) = public {
            // The host that was signed is that of the public URL, whatever was forwarded.
            let mut headers = parts.headers.clone();
            headers.remove(header::HOST);
            let target = format!("{}{target}", public.prefix);
            let (scheme, authority) = (public.scheme.clone(), public.authority.clone());
            return Ok(Self {
                scheme,
                authority,
                target,
                headers: Some(headers),
            });
        }
        let said = parts
            .headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let authority = parts
            .uri
            .authority()
            .map(http::uri::Authority::as_str)
            .or(said);
        let authority = authority.ok_or_else(|| Refusal::Missing {
            what: "header `host`".to_owned(),
        })?;
        let scheme = parts.uri.scheme_str().unwrap_or("https");
        Ok(Self {
            scheme: scheme.to_owned(),
            authority: authority.to_owned(),
            target: target.to_owned(),
            headers: None,
        })
    }
}

impl Wire {
    pub(super) fn view<'r>(&'r self, parts: &'r Parts, body: BodyView<'r>) -> RequestView<'r> {
        RequestView {
            method: parts.method.as_str(),
            scheme: &self.scheme,
            authority: &self.authority,
            path_and_query: &self.target,
            headers: self.headers.as_ref().unwrap_or(&parts.headers),
            body,
        }
    }
}
