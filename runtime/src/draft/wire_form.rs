//! The end of a draft: the request in wire form.

use std::mem;

use http::{HeaderValue, Method, Uri, header};

use super::Draft;
use crate::{
    Body, Error, Unsigned,
    endpoint::Endpoint,
    message::Message,
    multipart::{self, Entries},
    wire,
};

impl Draft {
    /// The request in wire form: from here on nothing but the scheme adds to it. If it is for
    /// somebody else to send (`accept` is `None`), what a client says of itself is left out: what it
    /// accepts, the length of the body, and by which key its attempts are known.
    pub(crate) fn finish(
        mut self,
        endpoint: &Endpoint,
        accept: Option<&'static str>,
    ) -> Result<Unsigned, Error> {
        let name = Some(self.call.name);
        self.wire(endpoint, accept)
            .map_err(|error| error.of_call(name))
    }

    fn wire(
        &mut self,
        endpoint: &Endpoint,
        accept: Option<&'static str>,
    ) -> Result<Unsigned, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let mut request = http::Request::new(self.whole_body()?);
        *request.method_mut() = Method::from_bytes(self.call.method.as_bytes())
            .map_err(|e| Error::request("the method is not one of HTTP").because(e))?;
        *request.uri_mut() = self.uri(endpoint)?;
        *request.headers_mut() = mem::take(&mut self.headers);
        if accept.is_some() {
            say_length(&mut request);
        }
        let mut message = Message::new(request);
        message.call = Some(self.call.name);
        #[cfg(feature = "tracing")]
        {
            message.template = Some(self.call.path);
        }
        #[cfg(feature = "reqwest")]
        {
            message.endpoint = endpoint.url();
        }
        message.signing = self.call.signing;
        message.idempotency = accept.and(self.call.idempotency);
        message.settings = mem::take(&mut self.settings);
        Ok(Unsigned(message))
    }

    /// The body, be it one parameter or a form of several.
    fn whole_body(&mut self) -> Result<Body, Error> {
        if let Some(parts) = self.parts.take() {
            return self.multipart(parts);
        }
        let Some(pairs) = self.form.take() else {
            return Ok(self.body.take().unwrap_or_default());
        };
        if self.body.is_some() {
            return Err(Error::request("the request has a form and another body"));
        }
        self.headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(
                "application/x-www-form-urlencoded",
            ));
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        Ok(Body::bytes(form))
    }

    fn multipart(&mut self, parts: Entries) -> Result<Body, Error> {
        if self.body.is_some() || self.form.is_some() {
            return Err(Error::request("the request has parts and another body"));
        }
        let (content_type, body) = multipart::body(parts)?;
        let other = self.headers.insert(header::CONTENT_TYPE, content_type);
        match other {
            None => Ok(body),
            Some(_) => Err(Error::request(
                "the request says its content type, and parts have one with a boundary of their own",
            )),
        }
    }

    fn uri(&self, endpoint: &Endpoint) -> Result<Uri, Error> {
        let (path, literal) = self
            .call
            .path
            .split_once('?')
            .unwrap_or((self.call.path, ""));
        let base = endpoint.path();
        let values: usize = self.path.iter().map(|(_, value)| value.len()).sum();
        let length = base.len() + self.call.path.len() + values + self.query.len() + 1;
        let mut text = String::with_capacity(length);
        text.push_str(base);
        wire::fill(&mut text, path, &self.path).map_err(|name| {
            Error::request(format!("nothing was written for `{{{name}}}` of the path"))
        })?;
        if let Some(dots) = wire::dots(&text[base.len()..]) {
            return Err(Error::request(format!(
                "the path would hold `{dots}` as a segment, which servers resolve"
            )));
        }
        let mut joint = '?';
        for query in [literal, &self.query] {
            if !query.is_empty() {
                text.push(mem::replace(&mut joint, '&'));
                text.push_str(query);
            }
        }
        if text.len() > wire::LONGEST {
            let (len, longest) = (text.len(), wire::LONGEST);
            return Err(Error::request(format!(
                "path and query have {len} bytes, and a URL holds {longest} at most: long values belong into a body"
            )));
        }
        let uri = endpoint.uri(text);
        uri.map_err(|e| Error::request("the URL cannot be written").because(e))
    }
}

/// Says how long the body is, of a request that has one or may have one.
fn say_length(request: &mut http::Request<Body>) {
    let may = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    let length = request.body().len();
    if let Some(length) = length.filter(|&length| may || length > 0) {
        let length = HeaderValue::from(length);
        request.headers_mut().insert(header::CONTENT_LENGTH, length);
    }
}
