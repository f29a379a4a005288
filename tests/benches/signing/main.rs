//! What signing costs: `cargo bench`.
//!
//! Each row signs one ready request in three ways, which give the same signature. What is timed is
//! the signing alone: the request is made before, and dropped after.

mod by_hand;
mod floor;
mod measure;

use std::time::{Duration, SystemTime};

use hmac::Hmac;
use measure::Contender;
use sha2::Sha256;
use signed_api::{
    Body, Moment, Scheme, Signer, Unsigned,
    schemes::{Acs, SinchApplication},
};

const KEY: &str =
    "GA91MMkl1IsrtreW3VDQwA48wyc6M5u7qfpVrphQWJEHblAofoJmpvo+vvgL3kF/Sysww+F4ldxwKvgc1qSRxw==";
const APPLICATION: &str = "5f5c418a-0f91-4bbc-8234-a9bf5eddad97";
const SIZES: [usize; 3] = [0, 200, 65_536];

const HEADING: &str = "\
Signing a ready request, as a client makes it of a call: all headers are there but those of the
scheme. The signer is warm, the header map has room, the string to sign is kept.
- floor: only the hashes, the MAC with a prepared key and the encodings, over the same bytes
- by hand: as the provider's sample does it, with a new key and new strings for each request
Time is the least of many interleaved rounds, `x` is that to the floor, `allocs` are of one signing.

                                floor         |         signed-api         |          by hand
scheme               body         ns  allocs  |        ns       x  allocs  |        ns       x  allocs";

/// The floor of a scheme: key, string to sign and body to the signature.
type Floor = fn(&Hmac<Sha256>, &[u8], &[u8]) -> [u8; 44];

/// One row of the table.
struct Case {
    scheme: &'static str,
    size: usize,
    floor: Contender,
    signed_api: Contender,
    by_hand: Contender,
}

fn main() {
    // `cargo test --benches` only wants to see that it runs.
    let test = std::env::args().any(|argument| argument == "--test");
    let mut cases: Vec<Case> = SIZES
        .map(acs)
        .into_iter()
        .chain(SIZES.map(sinch_application))
        .collect();
    measure::rounds(
        if test {
            Duration::ZERO
        } else {
            Duration::from_secs(15)
        },
        || {
            for case in &mut cases {
                case.floor.sample();
                case.signed_api.sample();
                case.by_hand.sample();
            }
        },
    );
    println!("{HEADING}");
    cases.iter().for_each(print);
}

fn acs(size: usize) -> Case {
    let path =
        "/calling/callConnections/421f3500-f5de-4c12-bf61-9e2641433687:play?api-version=2026-03-12";
    let url = format!("https://contoso.communication.azure.com{path}");
    let scheme = Acs {
        access_key: KEY.into(),
    };
    case("acs", size, &url, scheme, floor::acs, |request, now| {
        by_hand::acs(request, KEY, now);
    })
}

fn sinch_application(size: usize) -> Case {
    let url = "https://calling.api.sinch.com/calling/v1/callouts";
    let scheme = SinchApplication {
        application_key: APPLICATION.into(),
        application_secret: KEY.into(),
    };
    case(
        "sinch-application",
        size,
        url,
        scheme,
        floor::sinch_application,
        |request, now| {
            by_hand::sinch_application(request, APPLICATION, KEY, now);
        },
    )
}

fn case<S: Scheme>(
    name: &'static str,
    size: usize,
    url: &str,
    scheme: S,
    floor: Floor,
    by_hand: fn(&mut http::Request<Body>, SystemTime),
) -> Case {
    let request = request(url, size);
    let ready = move || {
        let mut request = request.clone();
        request.headers_mut().reserve(4);
        request
    };
    // Fri, 02 Jan 2026 03:04:05.678 GMT
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_323_045_678);
    let moment = Moment {
        now,
        nonce: String::new(),
    };
    let signer = Signer::new(scheme);
    let key = floor::prepared(KEY);

    let ours = signer
        .sign(Unsigned::new(ready()), &moment)
        .expect("signed");
    let text = ours.string_to_sign().expose().to_vec();
    let mut same = ready();
    by_hand(&mut same, now);
    assert!(
        same.headers()
            .iter()
            .all(|(name, value)| ours.http().headers().get(name) == Some(value)),
        "{name}"
    );
    let signature = floor(&key, &text, &body(&same));
    assert!(
        same.headers()["authorization"]
            .as_bytes()
            .ends_with(&signature),
        "{name}"
    );

    let unsigned = ready.clone();
    Case {
        scheme: name,
        size,
        floor: Contender::new(|| (), {
            let body = body(&same);
            move |()| floor(&key, &text, &body)
        }),
        signed_api: Contender::new(
            move || Unsigned::new(unsigned()),
            move |unsigned| signer.sign(unsigned, &moment).expect("signed"),
        ),
        by_hand: Contender::new(ready, move |mut request| {
            by_hand(&mut request, now);
            request
        }),
    }
}

/// A request as a client makes it of a call: with every header but those of the scheme.
fn request(url: &str, size: usize) -> http::Request<Body> {
    let url: http::Uri = url.parse().expect("a URL");
    let request = http::Request::post(&url)
        .header("content-type", "application/json")
        .header("host", url.host().expect("a host"))
        .header("accept", "application/json")
        .header("content-length", size)
        .body(vec![b'a'; size]);
    request.expect("a request").map(Body::from)
}

/// The body's bytes.
fn body(request: &http::Request<Body>) -> Vec<u8> {
    request.body().as_bytes().expect("bytes in memory").to_vec()
}

fn print(case: &Case) {
    let floor = case.floor.least;
    let times = |contender: &Contender| contender.least / floor;
    println!(
        "{:<18} {:>6} {:>10.0} {:>7}  | {:>9.0} {:>7.2} {:>7}  | {:>9.0} {:>7.2} {:>7}",
        case.scheme,
        case.size,
        floor,
        case.floor.allocations,
        case.signed_api.least,
        times(&case.signed_api),
        case.signed_api.allocations,
        case.by_hand.least,
        times(&case.by_hand),
        case.by_hand.allocations,
    );
}
