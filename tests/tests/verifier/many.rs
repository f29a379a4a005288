//! What takes a verifier longer grows with the request, and not with its square.

use std::time::{Duration, Instant};

use signed_api::{Moment, Signer, Unsigned, Verifier, schemes::AlibabaRpcForm};
use signed_api_tests::{Incoming, NOW, at};

#[test]
fn pairs_of_one_name_in_a_form() {
    let alibaba = AlibabaRpcForm {
        access_key_id: "AKID".into(),
        access_key_secret: "secret".into(),
        security_token: None,
    };
    let pairs: Vec<_> = (0..50_000).map(|index| format!("a={index:05}")).collect();
    let request = http::Request::post("https://ecs.example/")
        .header("content-type", "application/x-www-form-urlencoded");
    let unsigned = Unsigned::new(request.body(pairs.join("&")).unwrap());
    let moment = Moment {
        now: at(NOW),
        nonce: "n1".to_owned(),
    };
    let signed = Signer::new(alibaba.clone()).sign(unsigned, &moment);
    let incoming = Incoming::of(&signed.unwrap());
    let verifier = Verifier::new(alibaba).unwrap();
    let begun = Instant::now();
    incoming.shown_at(NOW, &verifier).unwrap();
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(10), "{taken:?}");
}
