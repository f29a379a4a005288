//! A signer prepares its key once, and signs by the setting of each request all the same.

use std::time::{Duration, SystemTime};

use http::Request;
use signed_api::{Moment, Signer, Unsigned, schemes::Hawk};

/// What `hawk` 9.0.2 (npm) makes of these requests, each by its own hash.
const SIGNED: [(&str, &str, &str, &str); 2] = [
    (
        "sha256",
        "POST",
        "https://api.service.example/calling/callConnections/abc:play",
        "ZN0uj/ufMWKbppvq4q/HHl/OWHHKiTBD9RoVq365o0M=",
    ),
    (
        "sha1",
        "GET",
        "https://api.service.example/v1/items?x=1",
        "SeuW2U77q/DTXjr43psNJIPV6mI=",
    ),
];

#[test]
fn the_hash_may_change_from_one_request_to_the_next() {
    let hawk = Signer::new(Hawk {
        id: "dh37fgj492je".into(),
        key: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn".into(),
    });
    let moment = Moment {
        now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045),
        nonce: "j4h3g2".into(),
    };
    for (algorithm, method, url, mac) in SIGNED.into_iter().chain(SIGNED) {
        let request = Request::builder().method(method).uri(url);
        let mut unsigned = Unsigned::new(request.body("").unwrap());
        unsigned.set("algorithm", algorithm);
        let signed = hawk.sign(unsigned, &moment).unwrap();
        let header = signed.http().headers()["authorization"].to_str().unwrap();
        let expected = format!(r#"mac="{mac}""#);
        assert!(header.ends_with(&expected), "{algorithm}: {header}");
    }
}
