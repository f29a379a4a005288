//! A request in the making.

use std::{borrow::Cow, fmt};

use http::{HeaderName, HeaderValue, Method, Uri, header};
use signed_api_specs::data::{SchemeData, SettingKind};

use crate::{
    Body, BodyParam, BoxError, Call, Error, Param, Setting, Unsigned,
    endpoint::Endpoint,
    param::Shape,
    settings::{Settings, declared},
    wire,
};

/// What [`Request::write`](crate::Request::write) writes into.
///
/// Nothing in it fails at once: it keeps the first problem, and the request is refused in the end.
pub struct Draft {
    call: &'static Call,
    data: &'static SchemeData<'static>,
    path: Vec<(&'static str, String)>,
    query: String,
    headers: http::HeaderMap,
    body: Option<Body>,
    settings: Settings,
    problem: Option<Error>,
}

/// What the generated code says: one line for each parameter.
impl Draft {
    /// A placeholder of the path: one word, not empty. It becomes (part of) one segment.
    pub fn path<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        match self.shape(name, value) {
            Some(Shape::Word(word)) if word.is_empty() => {
                self.refuse(name, "is empty, and stands in the path");
            }
            Some(Shape::Word(word)) => self.path.push((name, wire::value(&word))),
            Some(Shape::Absent) => self.refuse(name, "is `None`, and stands in the path"),
            Some(_) => self.refuse(name, "is more than one word, and stands in the path"),
            None => {}
        }
    }

    /// The query: a word is a pair, a list repeats it, a struct or map gives its members, `None`
    /// gives nothing. The name is in wire form.
    pub fn query<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        match self.shape(name, value) {
            Some(Shape::Word(word)) => self.pair(name, &word),
            Some(Shape::Words(words)) => words.iter().for_each(|word| self.pair(name, word)),
            Some(Shape::Members(members)) => self.members(&members),
            Some(Shape::Absent) | None => {}
        }
    }

    /// A header: a word is a line, a list is several, `None` is none.
    pub fn header<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        match self.shape(name, value) {
            Some(Shape::Word(word)) => self.line(name, &word),
            Some(Shape::Words(words)) => words.iter().for_each(|word| self.line(name, word)),
            Some(Shape::Members(_)) => {
                self.refuse(name, "is a struct or map, and stands in a header");
            }
            Some(Shape::Absent) | None => {}
        }
    }

    /// A setting of the scheme. `None` leaves it to trait and client.
    pub fn setting<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        let kind = declared(self.data, name).map(|setting| setting.kind);
        match (kind, self.shape(name, value)) {
            (Some(SettingKind::List), Some(Shape::Word(word))) => {
                self.settings.set(name, vec![word]);
            }
            (Some(SettingKind::Switch), Some(Shape::Word(word)))
                if word == "true" || word == "false" =>
            {
                self.settings.set(name, word == "true");
            }
            (_, Some(Shape::Word(word))) => self.settings.set(name, word),
            (_, Some(Shape::Words(words))) => self.settings.set(name, words),
            (_, Some(Shape::Members(_))) => {
                self.refuse(name, "is a struct or map, and is a setting of the scheme");
            }
            (_, Some(Shape::Absent) | None) => {}
        }
    }

    /// The body: JSON, or a [`Body`] as it is.
    pub fn body<B: BodyParam + ?Sized>(&mut self, body: &B) {
        self.write_body(body.to_body(), None);
    }

    /// The body, with a content type of its own.
    pub fn body_as<B: BodyParam + ?Sized>(&mut self, content_type: &'static str, body: &B) {
        self.write_body(body.to_body(), Some(content_type));
    }

    /// A text as the body.
    pub fn text<B: AsRef<str> + ?Sized>(&mut self, body: &B) {
        let body = Body::text(body.as_ref());
        let content_type = body.content_type();
        self.write_body(Ok(Some((body, content_type))), None);
    }

    /// Bytes as the body.
    pub fn bytes<B: AsRef<[u8]> + ?Sized>(&mut self, body: &B) {
        let body = Body::from(body.as_ref());
        let content_type = body.content_type();
        self.write_body(Ok(Some((body, content_type))), None);
    }
}

impl Draft {
    pub(crate) fn new(call: &'static Call, data: &'static SchemeData<'static>) -> Self {
        let mut draft = Self {
            call,
            data,
            path: Vec::new(),
            query: String::new(),
            headers: http::HeaderMap::new(),
            body: None,
            settings: Settings::default(),
            problem: None,
        };
        for &(name, preset) in call.settings {
            draft.settings.set(name, Setting::from(preset));
        }
        for &(name, value) in call.headers {
            draft.line(name, value);
        }
        draft
    }

    /// The request in wire form: from here on nothing but the scheme adds to it.
    pub(crate) fn finish(
        mut self,
        endpoint: &Endpoint,
        accept: &'static str,
    ) -> Result<Unsigned, Error> {
        let name = Some(self.call.name);
        self.wire(endpoint, accept)
            .map_err(|error| error.of_call(name))
    }

    fn wire(&mut self, endpoint: &Endpoint, accept: &'static str) -> Result<Unsigned, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let mut request = http::Request::new(self.body.take().unwrap_or_default());
        *request.method_mut() = Method::from_bytes(self.call.method.as_bytes())
            .map_err(|e| Error::request("the method is not one of HTTP").because(e))?;
        *request.uri_mut() = self.uri(endpoint)?;
        *request.headers_mut() =
            self.all_headers(endpoint, accept, request.method(), request.body())?;
        let settings = std::mem::take(&mut self.settings);
        Ok(Unsigned {
            call: Some(self.call.name),
            request,
            settings,
        })
    }

    fn uri(&self, endpoint: &Endpoint) -> Result<Uri, Error> {
        let (path, literal) = self
            .call
            .path
            .split_once('?')
            .unwrap_or((self.call.path, ""));
        let path = wire::fill(path, &self.path).map_err(|name| {
            Error::request(format!("nothing was written for `{{{name}}}` of the path"))
        })?;
        if let Some(dots) = path.split('/').find(|segment| wire::is_dots(segment)) {
            return Err(Error::request(format!(
                "the path would hold `{dots}` as a segment, which servers resolve"
            )));
        }
        let mut text = format!("{}{path}", endpoint.base());
        for (joint, query) in ['?', '&']
            .into_iter()
            .zip([literal, &self.query].into_iter().filter(|q| !q.is_empty()))
        {
            text.push(joint);
            text.push_str(query);
        }
        text.parse()
            .map_err(|e| Error::request("the URL cannot be written").because(e))
    }

    /// Every header that will be sent, but for those of the scheme.
    fn all_headers(
        &mut self,
        endpoint: &Endpoint,
        accept: &'static str,
        method: &Method,
        body: &Body,
    ) -> Result<http::HeaderMap, Error> {
        let host = HeaderValue::from_str(endpoint.host())
            .map_err(|e| Error::request("the endpoint's host cannot be a header").because(e))?;
        let mut headers = http::HeaderMap::with_capacity(self.headers.len() + 6);
        headers.insert(header::HOST, host);
        if !self.headers.contains_key(header::ACCEPT) {
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        }
        headers.extend(std::mem::take(&mut self.headers));
        let counted =
            [Method::POST, Method::PUT, Method::PATCH].contains(method) || !body.is_empty();
        if let Some(length) = body.len().filter(|_| counted) {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        Ok(headers)
    }

    fn shape<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) -> Option<Shape> {
        value
            .shape()
            .map_err(|error| self.refuse(name, &error))
            .ok()
    }

    fn pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(name);
        self.query.push('=');
        self.query.push_str(&wire::value(value));
    }

    fn members(&mut self, members: &[(String, Vec<String>)]) {
        for (name, words) in members {
            let name = wire::name(name);
            for word in words {
                self.pair(&name, word);
            }
        }
    }

    fn line(&mut self, name: &'static str, value: &str) {
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            (Err(_), _) => self.refuse(name, "is not the name of a header"),
            (_, Err(_)) => self.refuse(
                name,
                "holds a control character or one outside ASCII, and stands in a header",
            ),
        }
    }

    fn write_body(
        &mut self,
        body: Result<Option<(Body, &'static str)>, BoxError>,
        own: Option<&'static str>,
    ) {
        match body {
            Ok(Some((body, usual))) => {
                let said = self.headers.contains_key(header::CONTENT_TYPE);
                if !said {
                    self.line("content-type", own.unwrap_or(usual));
                }
                self.body = Some(body);
            }
            Ok(None) => {}
            Err(error) => {
                self.problem(Error::request("the body cannot be written as JSON").because(error));
            }
        }
    }

    fn refuse(&mut self, name: &str, why: impl fmt::Display) {
        self.problem(Error::request(Cow::Owned(format!(
            "parameter `{name}` {why}"
        ))));
    }

    fn problem(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }
}
