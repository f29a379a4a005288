//! Whatever is signed is accepted; whatever is changed afterwards is refused if it was signed, and
//! accepted if it was not. For requests that nobody would think of.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use signed_api::{
    Moment, Scheme, Signer, Unsigned, Verifier,
    schemes::{
        Acs, AcsDate, AwsSigv4, SinchApplication, SinchApplicationMicroseconds, SinchApplicationSeconds, SinchCallback,
    },
};
use signed_api_tests::Incoming;

/// A request as somebody might make it.
#[derive(Clone, Debug)]
struct Case {
    method: String,
    path: String,
    query: Option<String>,
    host: String,
    headers: Vec<(String, String)>,
    content_type: Option<String>,
    body: Vec<u8>,
    time: SystemTime,
}

/// What a scheme signs of a request.
struct Signs {
    query: bool,
    host: bool,
    body: bool,
    content_type: bool,
    /// Headers that the scheme does not know.
    others: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let method = prop_oneof!["GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS", "[A-Z]{1,9}", "[a-z!#$%&'*+.^_`|~-]{1,5}"];
    let segment = prop_oneof![
        "[A-Za-z0-9._~-]{0,6}",
        "[!$&'()*+,;=:@|^\"{}-]{0,5}",
        "(%[0-9A-Fa-f]{2}){1,4}",
        "[a-z]{0,3}(é|ü|中|🙂)?:play",
    ];
    let path = prop::collection::vec(segment, 0..4).prop_map(|segments| format!("/{}", segments.join("/")));
    let pair = prop_oneof![
        "[a-z$]{1,3}",
        "[a-c]=",
        "[a-c]=[A-Za-z0-9*~:/?@!$'(),;+-]{0,6}",
        "[a-c]=[a-z]{0,2}(%20|%2B|%C3%A9|%c3%a9|%25|%26|%3D|\\+){0,3}",
        "",
    ];
    let query = prop::option::of(prop::collection::vec(pair, 0..5).prop_map(|pairs| pairs.join("&")));
    let host = "[a-z]{1,5}(\\.[a-z0-9]{1,4}){0,2}(:[1-9][0-9]{3})?";
    let header = ("(x-[a-d]|x-ms-meta-[a-b]|accept|range|user-agent)", "[!-~]([ -~é]{0,12}[!-~])?");
    let content_type = prop::option::of("[a-z]{2,6}/[a-z+.]{2,6}(; ?charset=[A-Za-z0-9-]{3,6})?");
    let time = (0_u64..253_402_200_000, 0_u32..1_000_000_000);
    let time = time.prop_map(|(seconds, nanos)| SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos));
    let headers = prop::collection::vec(header, 0..4);
    let body = prop_oneof![Just(Vec::new()), prop::collection::vec(any::<u8>(), 0..80), "\\PC{0,20}".prop_map(String::into_bytes)];
    (method, path, query, host, headers, content_type, body, time).prop_map(
        |(method, path, query, host, headers, content_type, body, time)| Case {
            method,
            path,
            query,
            host,
            headers,
            content_type,
            body,
            time,
        },
    )
}

impl Case {
    fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    fn unsigned(&self, settings: &[(&str, &str)]) -> Unsigned {
        let mut request = http::Request::builder().method(&*self.method).uri(format!("https://{}{}", self.host, self.target()));
        for (name, value) in &self.headers {
            request = request.header(name, value.as_bytes());
        }
        if let Some(content_type) = &self.content_type {
            request = request.header("content-type", content_type);
        }
        let mut unsigned = Unsigned::new(request.body(self.body.clone()).expect("a request"));
        for (name, value) in settings {
            unsigned.set(*name, *value);
        }
        unsigned
    }
}

/// Signs a case, and shows it to a verifier, whole and with one thing changed.
fn holds<S: Scheme>(scheme: &S, case: &Case, settings: &[(&str, &str)], signs: &Signs) -> Result<(), TestCaseError> {
    let moment = Moment { now: case.time, nonce: String::new() };
    let signed = Signer::new(scheme.clone()).sign(case.unsigned(settings), &moment).unwrap();
    let incoming = Incoming::of(&signed);
    // What is signed is what was asked for: nothing is rewritten.
    prop_assert_eq!(incoming.target(), signed.http().uri().path_and_query().unwrap().as_str());
    prop_assert_eq!(&incoming.body, &case.body);
    let mut verifier = Verifier::new(scheme.clone()).unwrap();
    for (name, value) in settings {
        verifier = verifier.setting(*name, *value).unwrap();
    }
    let verdict = |incoming: &Incoming| verifier.verify(&incoming.parts, &incoming.body, case.time).map(drop);
    if let Err(refusal) = verdict(&incoming) {
        return Err(TestCaseError::fail(format!("signed, and refused: {refusal}")));
    }
    for (what, signed, changed) in changes(&incoming, signs) {
        prop_assert_eq!(verdict(&changed).is_err(), signed, "{} was changed: {:?}", what, changed);
    }
    for entry in S::DATA.headers {
        let name = S::DATA.text(entry.name).to_ascii_lowercase();
        if incoming.parts.headers.contains_key(&name) {
            let value = incoming.header(&name).to_owned();
            let spoilt = [incoming.clone().without(&name), incoming.clone().and(&name, &value), incoming.clone().with(&name, &other(&value))];
            for changed in spoilt {
                prop_assert!(verdict(&changed).is_err(), "`{}` was changed: {:?}", name, changed);
            }
        }
    }
    Ok(())
}

/// One thing changed, and whether that has to be noticed.
fn changes(incoming: &Incoming, signs: &Signs) -> Vec<(&'static str, bool, Incoming)> {
    let (path, query) = incoming.target().split_once('?').map_or((incoming.target(), None), |(path, query)| (path, Some(query)));
    let to = |path: &str, query: Option<&str>| {
        let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        incoming.clone().to(&target)
    };
    let mut method = incoming.clone();
    method.parts.method = format!("{}X", method.parts.method).parse().unwrap();
    let mut longer = incoming.clone();
    longer.body.push(b'\n');
    let host = format!("{}.evil", incoming.header("host").split(':').next().unwrap_or_default());
    let more = query.filter(|query| !query.is_empty()).map_or("zz".to_owned(), |query| format!("{query}&zz"));
    let mut all = vec![
        ("the method", true, method),
        ("the path", true, to(&format!("{path}x"), query)),
        ("the query", signs.query, to(path, Some(&more))),
        ("the body", signs.body, longer),
        ("the host", signs.host, incoming.clone().with("host", &host)),
        ("a new header", false, incoming.clone().with("x-unheard-of", "1")),
    ];
    // `/x/..` is `/..` to a scheme that resolves dots.
    if !path.contains("..") {
        all.push(("the first segment", true, to(&format!("/x{path}"), query)));
    }
    if let [rest @ .., last] = &*incoming.body {
        let body = [rest, &[last ^ 1]].concat();
        all.push(("a bit of the body", signs.body, Incoming { body, ..incoming.clone() }));
        all.push(("all of the body", signs.body, Incoming { body: Vec::new(), ..incoming.clone() }));
    }
    if incoming.parts.headers.contains_key("content-type") {
        all.push(("the content type", signs.content_type, incoming.clone().with("content-type", "x/y")));
    }
    if let Some(name) = incoming.parts.headers.keys().find(|name| name.as_str().starts_with("x-a") && !name.as_str().contains("amz")) {
        let name = name.as_str().to_owned();
        all.push(("a header", signs.others, incoming.clone().with(&name, "changed")));
        all.push(("a header's line", signs.others, incoming.clone().and(&name, "changed")));
        all.push(("the presence of a header", signs.others, incoming.clone().without(&name)));
    }
    if incoming.parts.headers.contains_key("user-agent") {
        all.push(("the user agent", false, incoming.clone().with("user-agent", "proxy/1")));
    }
    all
}

/// The value with another letter or digit near its end; never the same in another spelling.
fn other(value: &str) -> String {
    let at = value.rfind(|c: char| c.is_ascii_alphanumeric()).unwrap_or_default();
    let letter = if &value[at..=at] == "7" { "6" } else { "7" };
    format!("{}{letter}{}", &value[..at], &value[at + 1..])
}

const AZURE: Signs = Signs { query: true, host: true, body: true, content_type: false, others: false };
const SINCH: Signs = Signs { query: false, host: false, body: true, content_type: true, others: false };
const AMAZON: Signs = Signs { query: true, host: true, body: true, content_type: true, others: true };
const KEY: &str = "JViE5vDor0Sw3WllZka15Q==";

macro_rules! sinch {
    ($scheme:ident) => {
        $scheme { application_key: "5F5C418A".into(), application_secret: KEY.into() }
    };
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn acs(case in case()) {
        holds(&Acs { access_key: KEY.into() }, &case, &[], &AZURE)?;
    }

    #[test]
    fn acs_date(case in case()) {
        holds(&AcsDate { access_key: KEY.into() }, &case, &[], &AZURE)?;
    }

    #[test]
    fn sinch_application(case in case(), word in "[Aa]pplication") {
        holds(&sinch!(SinchApplication), &case, &[("auth_scheme", &word)], &SINCH)?;
        holds(&sinch!(SinchApplicationSeconds), &case, &[], &SINCH)?;
        holds(&sinch!(SinchApplicationMicroseconds), &case, &[], &SINCH)?;
    }

    #[test]
    fn sinch_callback(case in case(), word in "[Aa]pplication") {
        holds(&sinch!(SinchCallback), &case, &[("auth_scheme", &word)], &SINCH)?;
    }

    #[test]
    fn aws_sigv4(case in case(), region in "[a-z]{2}-[a-z]{4,9}-[1-9]", token in proptest::option::of("[!-~]{1,40}")) {
        let scheme = AwsSigv4 {
            access_key_id: "AKID".into(),
            secret_access_key: KEY.into(),
            session_token: token.map(Into::into),
            region,
        };
        let service = ("service", "execute-api");
        holds(&scheme, &case, &[service], &AMAZON)?;
        let unsigned = Signs { body: false, ..AMAZON };
        holds(&scheme, &case, &[service, ("payload", "UNSIGNED-PAYLOAD")], &unsigned)?;
    }

    #[test]
    fn any_byte_of_a_target_counts_where_it_is_signed_as_it_is(case in case(), at in any::<prop::sample::Index>(), byte in "[a-z0-9=&;:!*+~.]") {
        let scheme = Acs { access_key: KEY.into() };
        let moment = Moment { now: case.time, nonce: String::new() };
        let incoming = Incoming::of(&Signer::new(scheme.clone()).sign(case.unsigned(&[]), &moment).unwrap());
        let bytes = incoming.target().as_bytes();
        let ascii: Vec<usize> = (1..bytes.len()).filter(|at| bytes[*at].is_ascii_alphanumeric()).collect();
        prop_assume!(!ascii.is_empty());
        let at = *at.get(&ascii);
        let changed = format!("{}{byte}{}", &incoming.target()[..at], &incoming.target()[at + 1..]);
        prop_assume!(changed != incoming.target());
        let verifier = Verifier::new(scheme).unwrap();
        let changed = incoming.to(&changed);
        prop_assert!(verifier.verify(&changed.parts, &changed.body, case.time).is_err());
    }
}
