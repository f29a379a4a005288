//! Everything that shows something, looked at with a secret in mind.

use std::{
    fmt::Debug,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    panic::{AssertUnwindSafe, catch_unwind},
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use signed_api::{
    Body, BoxError, Builder, Client, Error, ErrorKind, Provider, Refusal, Request, Scheme, Signed,
    Signer, Unsigned, Verifier, testing::Memory,
};
use signed_api_tests::{
    Incoming, NOW, at,
    by_hand::{base64, decoded, hex},
    moment, now_or_never,
};

/// A secret that no other text holds by chance; its base64 has characters that URLs encode.
pub(crate) fn text() -> String {
    format!(
        "hush-{:016x}\u{fb}\u{ff}~?>",
        RandomState::new().build_hasher().finish()
    )
}

/// The same as a key in base64.
pub(crate) fn key() -> String {
    base64(text().as_bytes())
}

/// Every form in which a secret could be seen.
pub(crate) fn forms(secret: &str) -> Vec<String> {
    let percent = |text: &str| {
        text.replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D")
    };
    let list = |bytes: &[u8]| format!("{bytes:?}").trim_matches(['[', ']']).to_owned();
    let mut bytes = vec![secret.as_bytes().to_vec()];
    if secret.len().is_multiple_of(4) && !secret.starts_with("hush") {
        bytes.push(decoded(secret));
    }
    let mut forms = vec![
        percent(secret),
        secret.to_lowercase(),
        secret.to_uppercase(),
    ];
    for bytes in bytes {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        forms.extend([
            text.escape_debug().to_string(),
            text.escape_default().to_string(),
            text,
            hex(&bytes),
        ]);
        forms.extend([
            hex(&bytes).to_uppercase(),
            STANDARD_NO_PAD.encode(&bytes),
            list(&bytes),
        ]);
    }
    forms
}

/// What has been shown so far, and what must not be in it.
pub(crate) struct Watch(Vec<String>);

impl Watch {
    pub(crate) fn of(secrets: &[&str]) -> Self {
        Self(secrets.iter().flat_map(|secret| forms(secret)).collect())
    }

    pub(crate) fn text(&self, shown: &str) {
        let all_lower = shown.to_lowercase();
        for form in &self.0 {
            assert!(
                !shown.contains(form.as_str()) && !all_lower.contains(&form.to_lowercase()),
                "a secret is shown: {shown}"
            );
        }
    }

    pub(crate) fn debug(&self, value: &dyn Debug) {
        self.text(&format!("{value:?}"));
        self.text(&format!("{value:#?}"));
    }

    pub(crate) fn error(&self, error: &(impl std::error::Error + 'static)) {
        self.debug(error);
        self.text(&format!("{error}"));
        self.text(&format!("{error:#}"));
        let mut source = error.source();
        while let Some(error) = source {
            self.text(&format!("{error} {error:#} {error:?}"));
            source = error.source();
        }
    }
}

pub(crate) fn unsigned(service: bool) -> Unsigned {
    let request =
        http::Request::post("https://h.example/a?x=1").header("content-type", "text/plain");
    let mut unsigned = Unsigned::new(request.body("body").unwrap());
    if service {
        unsigned.set("service", "execute-api");
    }
    unsigned
}

/// Everything that can be done with a scheme without a client.
pub(crate) fn watch_scheme<S: Scheme + Debug>(scheme: &S, other: &S, secrets: &[&str]) -> Signed {
    let watch = Watch::of(secrets);
    let service = S::DATA.name == "aws-sigv4";
    watch.debug(scheme);
    let maker = Signer::new(scheme.clone());
    watch.debug(&maker);
    watch.debug(&unsigned(service));
    let signed = maker.sign(unsigned(service), &moment(NOW)).unwrap();
    watch.debug(&signed);
    watch.debug(&signed.string_to_sign());
    watch.text(&signed.string_to_sign().to_string());
    watch.debug(&signed.http().headers());
    watch.error(
        &maker
            .sign(unsigned(service), &moment(300_000_000_000))
            .unwrap_err(),
    );
    let relative = Unsigned::new(http::Request::new(Body::empty()));
    watch.error(&maker.sign(relative, &moment(NOW)).unwrap_err());

    let verifier = |scheme: &S| {
        let verifier = Verifier::new(scheme.clone()).unwrap();
        if service {
            verifier.setting("service", "execute-api").unwrap()
        } else {
            verifier
        }
    };
    let (right, wrong) = (verifier(scheme), verifier(other));
    watch.debug(&right);
    let incoming = Incoming::of(&signed);
    watch.debug(&incoming.shown_to(&right).unwrap());
    for refusal in refusals(&incoming, &right, &wrong) {
        watch.error(&refusal);
        if let Refusal::Signature {
            string_to_sign,
            values,
        } = refusal
        {
            watch.text(&string_to_sign.to_string());
            watch.debug(&values);
        }
    }
    signed
}

/// Why a request is refused that was changed, part by part, or is shown to a verifier of other
/// credentials.
fn refusals<S: Scheme>(
    incoming: &Incoming,
    right: &Verifier<S>,
    wrong: &Verifier<S>,
) -> Vec<Refusal> {
    let mut refused = vec![
        incoming.shown_to(wrong),
        incoming.shown_at(NOW + 10_000, right),
        incoming.clone().to("/other").shown_to(right),
        Incoming {
            body: b"other".to_vec(),
            ..incoming.clone()
        }
        .shown_to(right),
        incoming.clone().and("host", "h.example").shown_to(right),
    ];
    for entry in S::DATA.headers() {
        let name = S::DATA.text(entry.name).to_ascii_lowercase();
        // An optional one may not be there.
        let Some(value) = incoming
            .parts
            .headers
            .get(&name)
            .map(|value| value.to_str().unwrap().to_owned())
        else {
            continue;
        };
        refused.push(incoming.clone().without(&name).shown_to(right));
        refused.push(incoming.clone().and(&name, &value).shown_to(right));
        refused.push(
            incoming
                .clone()
                .with(&name, &format!("{value}x"))
                .shown_to(right),
        );
    }
    refused.into_iter().filter_map(Result::err).collect()
}

pub(crate) struct Sealed;

impl<S: Scheme> Provider<S> for Sealed {
    async fn provide(&self) -> Result<S, BoxError> {
        Err("the vault is sealed".into())
    }
}

/// A client, and every kind of error that it can have.
pub(crate) fn watch_client<S, R>(scheme: &S, request: &R, secrets: &[&str])
where
    S: Scheme,
    R: Request<Scheme = S, Answer = Result<(), Error>>,
{
    let watch = Watch::of(secrets);
    let memory = Memory::new();
    let builder = || {
        Builder::<Client<S>, S>::new("https://h.example", scheme.clone()).transport(memory.clone())
    };
    watch.debug(&builder());
    let client = builder().clock(|| at(NOW)).build().unwrap();
    watch.debug(&client);
    let mut errors = vec![
        builder()
            .setting("nothing", "like-that")
            .build()
            .unwrap_err(),
        Builder::<Client<S>, S>::new("https://user:password@h", scheme.clone())
            .build()
            .unwrap_err(),
        builder()
            .clock(|| SystemTime::UNIX_EPOCH + std::time::Duration::from_hours(90_000_000))
            .build()
            .map_or_else(
                |error| error,
                |client| now_or_never(client.send(request)).unwrap_err(),
            ),
    ];
    let sealed: Client<S> = Builder::new("https://h.example", Sealed)
        .transport(memory.clone())
        .build()
        .unwrap();
    errors.push(now_or_never(sealed.send(request)).unwrap_err());
    errors.push(now_or_never(client.send(request)).unwrap_err());
    memory.fail("the line is dead");
    errors.push(now_or_never(client.send(request)).unwrap_err());
    for status in [307, 401, 403, 500, 503] {
        memory.answer(http::Response::builder().status(status).body("no").unwrap());
        errors.push(now_or_never(client.send(request)).unwrap_err());
    }
    errors.extend(repeated(&client, &memory, request));
    for refused in errors.iter().filter_map(Error::explanation) {
        watch.debug(refused);
        watch.text(&refused.to_string());
        watch.text(&refused.hint().unwrap_or_default());
    }
    assert_every_kind(&errors);
    for error in &errors {
        watch.error(error);
    }
    watch.debug(&memory);
    let last = errors.pop();
    let unwrap = AssertUnwindSafe(|| last.map_or(Ok(()), Err).unwrap());
    let panic = catch_unwind(unwrap).unwrap_err();
    watch.text(panic.downcast_ref::<String>().unwrap());
}

fn assert_every_kind(errors: &[Error]) {
    let kinds: Vec<_> = errors.iter().map(Error::kind).collect();
    for kind in [
        ErrorKind::Request,
        ErrorKind::Credentials,
        ErrorKind::Signing,
        ErrorKind::Transport,
        ErrorKind::Refused,
    ] {
        assert!(
            kinds.contains(&kind),
            "{kind:?} was not provoked: {kinds:?}"
        );
    }
}

pub(crate) fn assert_sensitive(signed: &Signed, sensitive: &[&str]) {
    for (name, value) in signed.http().headers() {
        assert_eq!(
            value.is_sensitive(),
            sensitive.contains(&name.as_str()),
            "{name}"
        );
    }
}

/// The errors that come of a server which repeats all that it was sent, as some do.
fn repeated<S, R>(client: &Client<S>, memory: &Memory, request: &R) -> Vec<Error>
where
    S: Scheme,
    R: Request<Scheme = S, Answer = Result<(), Error>>,
{
    let signed = now_or_never(client.sign(request)).unwrap();
    let mut sent = signed.string_to_sign().expose().to_vec();
    for (name, value) in signed.http().headers() {
        sent.extend([name.as_str().as_bytes(), b":", value.as_bytes(), b"\n"].concat());
    }
    let sent = String::from_utf8_lossy(&sent)
        .replace('&', "&amp;")
        .replace('<', "&lt;");
    let quoted = serde_json::Value::from(sent.as_str());
    let mut bodies = vec![format!(
        "{{\"message\":{quoted},\"error\":{{\"code\":{quoted}}}}}"
    )];
    for element in ["Code", "Message", "StringToSign", "CanonicalRequest"] {
        for text in [sent.clone(), hex(sent.as_bytes()), base64(sent.as_bytes())] {
            bodies.push(format!("<Error><{element}>{text}</{element}></Error>"));
        }
    }
    let errors = bodies.into_iter().map(|body| {
        memory.answer(http::Response::builder().status(403).body(body).unwrap());
        now_or_never(client.send(request)).unwrap_err()
    });
    errors.collect()
}
