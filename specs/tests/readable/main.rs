//! What is said of a file before anything is signed: one that can be read verifies all that it signs,
//! and of one that cannot it is said why.

mod kinds;

use signed_api_reader::{HttpText, Scheme, parse_http, read};
use signed_api_specs::data::{Value, Values};
use signed_api_specs::{Input, Reading, RequestView, SigningKey, Timestamp, Verification};

use kinds::{Kind, READABLE, UNREADABLE};

struct Given(&'static [(&'static str, &'static str)]);

impl Values for Given {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let mut given = [("secret", "s3cret")].iter().chain(self.0);
        let (_, text) = given.find(|(known, _)| *known == name)?;
        Some(Value::Text(text))
    }
}

fn scheme(kind: &Kind) -> Scheme {
    let text = format!(
        "title = 'Of no provider'\n[credentials]\nsecret = {{ secret = true }}\n{}",
        kind.file
    );
    read("of-no-provider.toml", &text, &mut |_| None)
        .unwrap_or_else(|wrong| panic!("{}: {wrong}", kind.name))
}

/// A request as it arrives: what a header begins or ends with is not sent.
fn signed(scheme: &Scheme, given: &Given, request: &str, now: Timestamp) -> HttpText {
    let data = scheme.data();
    let mut request = parse_http(request.as_bytes()).unwrap();
    let input = Input {
        request: request.view().unwrap(),
        values: given,
        now,
        nonce: "n 1",
    };
    let signing = SigningKey::new(&data).sign(input).unwrap();
    for header in signing.headers(&data) {
        let (Some(index), value) = header.unwrap() else {
            continue;
        };
        let name: http::HeaderName = data.text(data.entries[index].name).parse().unwrap();
        let value = value.to_str().unwrap().trim().parse().unwrap();
        request.headers.insert(name, value);
    }
    if let Some(target) = signing.target() {
        request.uri = format!("https://h.example{target}").parse().unwrap();
    }
    request.body = signing.body.map_or(request.body, Into::into);
    request
}

fn verdict(scheme: &Scheme, given: &Given, sent: &HttpText, now: Timestamp) -> Result<(), String> {
    let data = scheme.data();
    let reading = Reading::new(&data).map_err(|why| why.to_string())?;
    let request: RequestView<'_> = sent.view().unwrap();
    let verification = Verification {
        request,
        values: given,
        now,
        limits: data.verify,
        required: &[],
    };
    let received = reading
        .read(&data, request)
        .map_err(|why| why.to_string())?;
    let verified = reading.verify(&SigningKey::new(&data), received, verification);
    verified.map(drop).map_err(|why| why.to_string())
}

/// When the requests are signed: near the end of a minute and of an hour.
fn now() -> Timestamp {
    "2026-01-02T03:59:58.678901Z".parse().unwrap()
}

const REQUESTS: [&str; 4] = [
    "GET https://h.example/a?b=c\n\n",
    "POST https://h.example/a?b=c\nx-own: 1\n\n",
    "POST https://h.example/a\ncontent-type: application/json\n\n{\"a\":1}",
    "PUT https://h.example/a\ncontent-type: application/json\n\n{\"auth\":{\"b\":2},\"a\":[]}",
];

#[test]
fn what_can_be_read_verifies_all_that_it_signs() {
    let mut wrong = Vec::new();
    for kind in READABLE {
        let scheme = scheme(kind);
        if let Some(why) = scheme.unreadable() {
            wrong.push(format!("{}: {why}", kind.name));
            continue;
        }
        let given = kind.given.iter();
        for (texts, request) in given.flat_map(|texts| REQUESTS.map(|one| (texts, one))) {
            let given = Given(texts);
            let sent = signed(&scheme, &given, request, now());
            if let Err(why) = verdict(&scheme, &given, &sent, now()) {
                wrong.push(format!("{}, {texts:?}: {why}\n{sent:?}", kind.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn of_what_cannot_be_read_it_is_said_why() {
    for (kind, reason) in UNREADABLE {
        let scheme = scheme(kind);
        let why = scheme.unreadable().map(ToString::to_string);
        let why = why.unwrap_or_else(|| panic!("{} is said to verify", kind.name));
        assert!(why.contains(reason), "{}: {why}", kind.name);
    }
}

#[test]
fn a_body_of_blanks_is_signed_as_an_empty_one_is() {
    let beside = |kind: &&Kind| kind.name == "a body's hash beside a signature in JSON";
    let scheme = scheme(READABLE.iter().find(beside).unwrap());
    let request = "POST https://h.example/a\ncontent-type: application/json\n\n";
    let hash = |body: &str| {
        let sent = signed(&scheme, &Given(&[]), &format!("{request}{body}"), now());
        assert_eq!(
            verdict(&scheme, &Given(&[]), &sent, now()),
            Ok(()),
            "{body:?}"
        );
        sent.headers["x-hash"].clone()
    };
    // SHA-256 of `{}`.
    let empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    for body in ["", " ", "\r\n\t", "{}"] {
        assert_eq!(hash(body), empty, "{body:?}");
    }
}

/// Why a request of a kind that was signed now is refused at another time.
fn refused_at(kind: &str, time: &str) -> Option<String> {
    let kind = READABLE.iter().find(|one| one.name == kind).unwrap();
    let (scheme, given) = (scheme(kind), Given(&[]));
    let sent = signed(&scheme, &given, REQUESTS[0], now());
    verdict(&scheme, &given, &sent, time.parse().unwrap()).err()
}

#[test]
fn a_time_that_is_told_coarsely_is_old_from_its_end() {
    let minute = |time| refused_at("a time to the minute", time);
    let stale = |seconds: u32| Some(format!("the request is {seconds} s old"));
    assert_eq!(minute("2026-01-02T04:05:00Z"), None);
    assert_eq!(minute("2026-01-02T04:05:00.5Z"), stale(301));
    // A clock that is behind is not in the minute yet.
    assert_eq!(minute("2026-01-02T03:54:00Z"), None);
    let ahead = Some("the request is 301 s ahead of the clock".to_owned());
    assert_eq!(minute("2026-01-02T03:53:59.5Z"), ahead);
    // A day of eight hours before UTC.
    let day = |time| refused_at("a time to the day, of another zone", time);
    assert_eq!(day("2026-01-02T16:05:00Z"), None);
    assert_eq!(day("2026-01-02T16:05:01Z"), stale(301));
    assert_eq!(day("2026-01-01T15:55:00Z"), None);
}
