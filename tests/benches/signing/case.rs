//! A few schemes side by side with other ways of signing by them.

use std::time::{Duration, SystemTime};

use signed_api::{
    Body, Moment, Scheme, Signer, Unsigned,
    schemes::{Acs, SinchApplication},
};
use signed_api_specs::Timestamp;
use signed_api_specs::data::{Value, Values};

use crate::{
    by_hand,
    floor::Floor,
    measure::{self, Contender},
    sigv4,
};

const KEY: &str =
    "GA91MMkl1IsrtreW3VDQwA48wyc6M5u7qfpVrphQWJEHblAofoJmpvo+vvgL3kF/Sysww+F4ldxwKvgc1qSRxw==";
const APPLICATION: &str = "5f5c418a-0f91-4bbc-8234-a9bf5eddad97";
const SIZES: [usize; 3] = [0, 200, 65_536];
/// Fri, 02 Jan 2026 03:04:05.678 GMT
const NOW: Duration = Duration::from_millis(1_767_323_045_678);

const HEADING: &str = "\
Signing a ready POST request, as a client makes it of a call: all headers are there but those of the
scheme. The signer is warm, the header map has room.
- floor: only the hashes, the MAC with a prepared key, hexadecimal and base64, over the same bytes
- signed-api: `Signer::sign`; the string to sign is kept
- by hand: as the provider's sample does it, with a new key and new strings for each request
- aws-sigv4 (of the AWS SDK): `sign` and `apply_to_request_http1x`; credentials, region and time are
  made into its parameters before, the URL is at hand as text; it derives the key each time
- reqsign-aws-v4: the body's hash is set as the header that it wants, then `sign_request`, which asks
  the clock itself; it signs that header too, and derives the key each time
Time is the least of many interleaved rounds, `x` is that to the floor, `allocs` are of one signing.
";

/// One request, and ways of signing it; the first is the floor.
pub(crate) struct Case {
    pub(crate) title: String,
    pub(crate) contenders: Vec<(&'static str, Contender)>,
}

/// Times every case for so long, and prints what came out.
pub(crate) fn table(duration: Duration) {
    let mut cases: Vec<Case> = SIZES.into_iter().map(acs).collect();
    cases.extend(SIZES.into_iter().map(sinch_application));
    cases.push(sigv4::case());
    measure::rounds(duration, || {
        for (_, contender) in cases.iter_mut().flat_map(|case| &mut case.contenders) {
            contender.sample();
        }
    });
    println!("{HEADING}");
    cases.iter().for_each(print);
}

fn print(case: &Case) {
    println!("{:<45} {:>8} {:>6} {:>7}", case.title, "ns", "x", "allocs");
    let floor = case.contenders[0].1.least;
    for (name, contender) in &case.contenders {
        println!(
            "  {name:<43} {:>8.0} {:>6.2} {:>7}",
            contender.least,
            contender.least / floor,
            contender.allocations,
        );
    }
    println!();
}

fn acs(size: usize) -> Case {
    let path =
        "/calling/callConnections/421f3500-f5de-4c12-bf61-9e2641433687:play?api-version=2026-03-12";
    let url = format!("https://contoso.communication.azure.com{path}");
    let scheme = Acs {
        access_key: KEY.into(),
    };
    beside_by_hand(scheme, &url, size, |request, now| {
        by_hand::acs(request, KEY, now);
    })
}

fn sinch_application(size: usize) -> Case {
    let url = "https://calling.api.sinch.com/calling/v1/callouts";
    let scheme = SinchApplication {
        application_key: APPLICATION.into(),
        application_secret: KEY.into(),
    };
    beside_by_hand(scheme, url, size, |request, now| {
        by_hand::sinch_application(request, APPLICATION, KEY, now);
    })
}

fn beside_by_hand<S: Scheme>(
    scheme: S,
    url: &str,
    size: usize,
    by_hand: fn(&mut http::Request<Body>, SystemTime),
) -> Case {
    let ready = ready(url, size);
    let now = moment().now;
    let mut same = ready();
    by_hand(&mut same, now);
    let ours = Signer::new(scheme.clone());
    let ours = ours.sign(Unsigned::new(ready()), &moment());
    let ours = ours.expect("signed");
    let headers = ours.http().headers();
    assert!(
        same.headers()
            .iter()
            .all(|(name, value)| headers.get(name) == Some(value)),
        "{url}"
    );
    let mut contenders = ours_beside_the_floor(scheme, ready.clone(), &[]);
    let by_hand = Contender::new(ready, move |mut request| {
        by_hand(&mut request, now);
        request
    });
    contenders.push(("by hand", by_hand));
    Case {
        title: format!("{}, {size} bytes", S::DATA.name),
        contenders,
    }
}

/// The floor of a scheme for a request, and ours.
pub(crate) fn ours_beside_the_floor<S: Scheme>(
    scheme: S,
    ready: impl Fn() -> http::Request<Body> + Clone + 'static,
    settings: &'static [(&'static str, &'static str)],
) -> Vec<(&'static str, Contender)> {
    let unsigned = move || {
        let mut unsigned = Unsigned::new(ready());
        for (name, value) in settings {
            unsigned.set(*name, *value);
        }
        unsigned
    };
    let moment = moment();
    let given = Given {
        scheme: scheme.clone(),
        settings,
    };
    let time = Timestamp::try_from(moment.now).expect("a time of this era");
    let floor = Floor::new(S::DATA, &unsigned(), &given, time, "");
    let signer = Signer::new(scheme);
    floor.assert_of(&signer.sign(unsigned(), &moment).expect("signed"));
    let sign = move |unsigned| signer.sign(unsigned, &moment).expect("signed");
    vec![
        ("floor", Contender::new(|| (), move |()| floor.run())),
        ("signed-api", Contender::new(unsigned, sign)),
    ]
}

/// Credentials of a scheme's value, and settings.
struct Given<S> {
    scheme: S,
    settings: &'static [(&'static str, &'static str)],
}

impl<S: Scheme> Values for Given<S> {
    fn value(&self, name: &str) -> Option<Value<'_>> {
        let setting = self.settings.iter().find(|(setting, _)| *setting == name);
        setting.map_or_else(
            || self.scheme.value(name),
            |(_, value)| Some(Value::Text(value)),
        )
    }
}

/// Makes requests of this size as a client makes them of a call, with every header but those of the
/// scheme, and room for these.
pub(crate) fn ready(url: &str, size: usize) -> impl Fn() -> http::Request<Body> + Clone + 'static {
    let url: http::Uri = url.parse().expect("a URL");
    let request = http::Request::post(&url)
        .header("content-type", "application/json")
        .header("host", url.host().expect("a host"))
        .header("accept", "application/json")
        .header("content-length", size)
        .body(vec![b'a'; size]);
    let request = request.expect("a request").map(Body::from);
    move || {
        let mut request = request.clone();
        make_room(&mut request);
        request
    }
}

/// Room in the header map: a clone has none, and `reserve` makes it only where the table grows.
pub(crate) fn make_room(request: &mut http::Request<Body>) {
    let headers = std::mem::take(request.headers_mut());
    let mut roomy = http::HeaderMap::with_capacity(headers.len() + 12);
    roomy.extend(headers);
    *request.headers_mut() = roomy;
}

pub(crate) fn moment() -> Moment {
    Moment {
        now: SystemTime::UNIX_EPOCH + NOW,
        nonce: String::new(),
    }
}
