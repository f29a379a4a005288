//! A request in the making.

mod wire_form;

use std::{borrow::Cow, fmt, mem};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use signed_api_specs::data::{SchemeData, SettingKind};

use crate::{
    Body, BodyParam, BoxError, BytesParam, Call, Error, Param, PartParam, Setting, TextParam,
    endpoint::Endpoint,
    multipart::Entries,
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
    /// Whether the request says by itself what it accepts.
    accepts: bool,
    body: Option<Body>,
    /// The pairs of a form, if there is one: it may have none.
    form: Option<Vec<(String, String)>>,
    /// The parts of a multipart body, if there is one: it may have none.
    parts: Option<Entries>,
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
            Some(Shape::Word(word)) => self.path.push((name, wire::value(word))),
            Some(Shape::Absent) => self.refuse(name, "is `None`, and stands in the path"),
            Some(_) => self.refuse(name, "is more than one word, and stands in the path"),
            None => {}
        }
    }

    /// The query: a word is a pair, a list repeats it, a struct or map gives its members, `None`
    /// gives nothing. The name is in wire form.
    pub fn query<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        let shape = self.shape(name, value);
        self.write_query(name, shape, None);
    }

    /// The query, where a list is one pair: its words with `join`, in wire form, between them. A word
    /// that holds `join`, once it is encoded, is refused, since it would be read as two.
    pub fn query_joined<P: Param + ?Sized>(
        &mut self,
        name: &'static str,
        join: &'static str,
        value: &P,
    ) {
        let shape = self.shape(name, value);
        self.write_query(name, shape, Some(join));
    }

    /// A header: a word is a line, a list is several, `None` is none.
    pub fn header<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        let shape = self.shape(name, value);
        self.write_header(name, shape, None);
    }

    /// A header, where a list is one line: its words with `join` between them. A word that holds
    /// `join` is refused, since it would be read as two.
    pub fn header_joined<P: Param + ?Sized>(
        &mut self,
        name: &'static str,
        join: &'static str,
        value: &P,
    ) {
        let shape = self.shape(name, value);
        self.write_header(name, shape, Some(join));
    }

    /// The form that is the body (`application/x-www-form-urlencoded`): pairs as in the query, but
    /// names and words are both encoded as forms are, a space as `+`. A form may have no pair.
    pub fn form<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) {
        let shape = self.shape(name, value);
        self.write_form(name, shape, None);
    }

    /// The form, where a list is one pair: its words with `join` between them. A word that holds
    /// `join` is refused, since it would be read as two.
    pub fn form_joined<P: Param + ?Sized>(
        &mut self,
        name: &'static str,
        join: &'static str,
        value: &P,
    ) {
        let shape = self.shape(name, value);
        self.write_form(name, shape, Some(join));
    }

    /// A part of the multipart body (`multipart/form-data`, RFC 7578): a word is a part of text, a
    /// list repeats it, a struct or map is JSON, `None` is none; a [`Body`] or a [`Part`](crate::Part)
    /// is sent as it is.
    pub fn part<P: PartParam + ?Sized>(&mut self, name: &'static str, value: &P) {
        let parts = self.parts.get_or_insert_default();
        match value.to_parts() {
            Ok(more) => parts.extend(more.into_iter().map(|part| (name, part))),
            Err(error) => {
                let why = format!("part `{name}` cannot be written as JSON");
                self.problem(Error::request(why).because(error));
            }
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
    pub fn text<B: TextParam + ?Sized>(&mut self, body: &B) {
        let body = Body::text(body.text());
        let content_type = body.content_type();
        self.write_body(Ok(Some((body, content_type))), None);
    }

    /// Bytes as the body.
    pub fn bytes<B: BytesParam + ?Sized>(&mut self, body: &B) {
        let body = Body::from(body.bytes());
        let content_type = body.content_type();
        self.write_body(Ok(Some((body, content_type))), None);
    }
}

impl Draft {
    /// The beginning of a request: where it goes, what is accepted, and what all requests of its call say.
    pub(crate) fn new(
        call: &'static Call,
        data: &'static SchemeData<'static>,
        endpoint: &Endpoint,
        accept: Option<&'static str>,
    ) -> Self {
        let mut draft = Self {
            call,
            data,
            path: Vec::new(),
            query: String::new(),
            // Those of most requests and their signatures.
            headers: http::HeaderMap::with_capacity(8),
            accepts: false,
            body: None,
            form: None,
            parts: None,
            settings: Settings::default(),
            problem: None,
        };
        draft.headers.insert(header::HOST, endpoint.host().clone());
        if let Some(accept) = accept {
            draft.line_of(
                header::ACCEPT,
                "accept",
                Bytes::from_static(accept.as_bytes()),
            );
            // Its type says that, not the request.
            draft.accepts = false;
        }
        for &(name, preset) in call.settings {
            draft.settings.set(name, Setting::from(preset));
        }
        for &(name, value) in call.headers {
            draft.line(name, value);
        }
        draft
    }

    fn shape<P: Param + ?Sized>(&mut self, name: &'static str, value: &P) -> Option<Shape> {
        value
            .shape()
            .map_err(|error| self.refuse(name, &error))
            .ok()
    }

    fn write_query(&mut self, parameter: &str, shape: Option<Shape>, join: Option<&str>) {
        let Some(shape) = shape else { return };
        // A name that was written is in wire form; one that comes from data is not.
        let from_data = matches!(shape, Shape::Members(_));
        for (name, words) in shape.named(parameter) {
            let name = if from_data { wire::name(name) } else { name };
            let words = words.into_iter().map(wire::value).collect();
            for word in self.joined(parameter, words, join) {
                self.pair(&name, &word);
            }
        }
    }

    fn pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(name);
        self.query.push('=');
        self.query.push_str(value);
    }

    fn write_form(&mut self, name: &'static str, shape: Option<Shape>, join: Option<&str>) {
        let mut pairs = self.form.take().unwrap_or_default();
        for (member, words) in shape.into_iter().flat_map(|shape| shape.named(name)) {
            let words = self.joined(name, words, join);
            pairs.extend(words.into_iter().map(|word| (member.clone(), word)));
        }
        self.form = Some(pairs);
    }

    fn write_header(&mut self, name: &'static str, shape: Option<Shape>, join: Option<&str>) {
        match shape {
            Some(Shape::Word(word)) => self.line(name, word),
            Some(Shape::Words(words)) => {
                for word in self.joined(name, words, join) {
                    self.line(name, word);
                }
            }
            Some(Shape::Members(_)) => {
                self.refuse(name, "is a struct or map, and stands in a header");
            }
            Some(Shape::Absent) | None => {}
        }
    }

    /// The words as they are, or joined to one, where nothing but `join` will tell them apart.
    fn joined(&mut self, name: &str, words: Vec<String>, join: Option<&str>) -> Vec<String> {
        let Some(join) = join.filter(|_| !words.is_empty()) else {
            return words;
        };
        // Readers of `a, b` take `a,b` for the same, and `%2c` for `%2C`.
        let mark = Some(join.trim()).filter(|mark| !mark.is_empty());
        let mark = mark.unwrap_or(join);
        let is_in = |word: &String| {
            word.contains(mark)
                || mark.contains('%')
                    && word
                        .to_ascii_uppercase()
                        .contains(&mark.to_ascii_uppercase())
        };
        if words.iter().any(is_in) {
            let why = format!("has a word that holds `{mark}`, and its words are joined by it");
            self.refuse(name, why);
        }
        vec![words.join(join)]
    }

    fn line(&mut self, name: &'static str, value: impl Into<Bytes>) {
        match HeaderName::from_bytes(name.as_bytes()) {
            Ok(header) => self.line_of(header, name, value.into()),
            Err(_) => self.refuse(name, "is not the name of a header"),
        }
    }

    fn line_of(&mut self, header: HeaderName, name: &str, value: Bytes) {
        // What is said goes over what would be said otherwise.
        let is_first = match header {
            header::HOST => true,
            header::ACCEPT => !mem::replace(&mut self.accepts, true),
            _ => false,
        };
        // `http` lets other bytes through, which servers read as they like.
        let value = HeaderValue::from_maybe_shared(value);
        match value.ok().filter(|value| value.to_str().is_ok()) {
            Some(value) if is_first => {
                self.headers.insert(header, value);
            }
            Some(value) => {
                self.headers.append(header, value);
            }
            None => self.refuse(
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
                if !self.headers.contains_key(header::CONTENT_TYPE) {
                    let kind = Bytes::from_static(own.unwrap_or(usual).as_bytes());
                    self.line_of(header::CONTENT_TYPE, "content-type", kind);
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
