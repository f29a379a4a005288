//! What takes longer to sign and to verify grows with the request, and not with its square.

use std::time::{Duration, Instant};

use signed_api::{Moment, Outgoing, Signer, Unsigned, Verifier, schemes::AlibabaRpcForm};
use signed_api_tests::{Incoming, NOW, at};

fn alibaba() -> AlibabaRpcForm {
    AlibabaRpcForm {
        access_key_id: "AKID".into(),
        access_key_secret: "secret".into(),
        security_token: None,
    }
}

fn signed(pairs: &[String]) -> Outgoing {
    let request = http::Request::post("https://ecs.example/")
        .header("content-type", "application/x-www-form-urlencoded");
    let unsigned = Unsigned::new(request.body(pairs.join("&")).unwrap());
    let moment = Moment {
        now: at(NOW),
        nonce: "n1".to_owned(),
    };
    Signer::new(alibaba())
        .sign(unsigned, &moment)
        .unwrap()
        .into()
}

fn in_little_time<T>(work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(10), "{taken:?}");
    done
}

#[test]
fn pairs_of_one_name_in_a_form() {
    let pairs: Vec<_> = (0..50_000).map(|index| format!("a={index:05}")).collect();
    let incoming = Incoming::of(&signed(&pairs));
    let verifier = Verifier::new(alibaba()).unwrap();
    in_little_time(|| incoming.shown_at(NOW, &verifier)).unwrap();
}

#[test]
fn pairs_of_a_form_in_another_order_than_is_sent() {
    // Each is sent as it was written, and nothing here writes `~` so.
    let pair = |index| format!("b{index:05}=%7e");
    let pairs: Vec<_> = (0..50_000).map(pair).collect();
    let reversed: Vec<_> = pairs.iter().rev().cloned().collect();
    let signed = in_little_time(|| signed(&reversed));
    let sent = std::str::from_utf8(signed.http().body().as_bytes().unwrap()).unwrap();
    assert!(sent.contains(&pairs.join("&")));
}
