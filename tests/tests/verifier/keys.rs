//! Requests that name several keys, while a sender changes from one to the next.

use signed_api::{Received, Verifier, scheme};
use signed_api_tests::{Incoming, NOW, moment};

use crate::senders::signed;

scheme!(
    /// Signatures, each behind the id of its key.
    Rotated = "schemes/rotated.toml"
);

fn key(key_id: &str) -> Rotated {
    Rotated {
        key_id: key_id.into(),
        secret: format!("{key_id}-secret").into(),
    }
}

/// A request with a signature by each of these keys.
fn by(keys: &[&str]) -> Incoming {
    let one = |id: &&str| signed(key(id), &[], &moment(NOW));
    let signatures: Vec<String> = keys
        .iter()
        .map(|id| one(id).header("event-signature").to_owned())
        .collect();
    one(&keys[0]).with("event-signature", &signatures.join(","))
}

#[test]
fn each_receiver_knows_the_signature_by_its_own_key() {
    let rotating = by(&["old", "new"]);
    for id in ["old", "new"] {
        let told = rotating.shown_to(&Verifier::new(key(id)).unwrap()).unwrap();
        assert_eq!(told.credential("key_id"), Some(id));
        assert_eq!(
            format!("{told:?}"),
            format!(
                "Verified {{ credentials: {{\"key_id\": {id:?}}}, time: None, nonce: None, .. }}"
            )
        );
    }
    let another = Verifier::new(key("another")).unwrap();
    assert_eq!(
        rotating.refused_by(&another),
        "the request names another `key_id`"
    );
}

#[test]
fn every_key_is_looked_up_until_one_is_right() {
    let known = |received: &Received| match received.credential("key_id") {
        Some("new") => Some(key("new")),
        // A secret that was typed in wrongly.
        Some("wrong") => Some(Rotated {
            key_id: "wrong".into(),
            secret: "other".into(),
        }),
        _ => None,
    };
    let verifier = Verifier::lookup(known).unwrap();
    for keys in [&["old", "new"][..], &["wrong", "new"], &["new"]] {
        let told = by(keys).shown_to(&verifier).unwrap();
        assert_eq!(told.credential("key_id"), Some("new"), "{keys:?}");
    }
    assert!(by(&["old"]).shown_to(&verifier).is_err());
    assert_eq!(
        by(&["old", "wrong"]).refused_by(&verifier),
        "the signature does not match"
    );
}
