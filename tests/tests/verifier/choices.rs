//! What a verifier chooses for itself: settings, times, keys, its public URL.

use std::time::Duration;

use crate::senders::{
    KEY, acs, acs_verifier, aws, aws_verifier, by_acs, by_aws, by_link, link, signed, sinch,
};
use signed_api::{
    Moment, Received, Setting, Signer, Unsigned, Verifier,
    schemes::{Acs, AdyenWebhook, AwsSigv4, Hawk},
};
use signed_api_tests::{Incoming, NOW, at, moment};

#[test]
fn a_verifier_may_require_more_than_the_scheme_does() {
    let all = aws_verifier().require(["Content-Type", "x-a"]);
    by_aws().shown_to(&all).unwrap();
    // Its sender chose not to sign `x-a`, and may: it is added afterwards.
    let fewer = by_aws().without("x-a").and("x-a", "1");
    fewer.shown_to(&all).unwrap();
    let signed_without = {
        let request = http::Request::get("https://h.example/").body("").unwrap();
        let mut unsigned = Unsigned::new(request);
        unsigned.set("service", "execute-api");
        Incoming::of(&Signer::new(aws()).sign(unsigned, &moment(NOW)).unwrap())
    };
    let added = signed_without.and("x-a", "1");
    added.shown_to(&aws_verifier()).unwrap();
    assert_eq!(
        added.refused_by(&aws_verifier().require(["x-a"])),
        "the header `x-a` is not signed, and has to be"
    );
    // A scheme without a list either signs a header or never does.
    let sinch = || Verifier::new(sinch("k", KEY)).unwrap();
    let callback = signed(self::sinch("k", KEY), &[], &moment(NOW));
    callback
        .shown_to(&sinch().require(["content-type", "x-timestamp"]))
        .unwrap();
    assert_eq!(
        callback.refused_by(&sinch().require(["host"])),
        "the header `host` is not signed, and has to be"
    );
}

/// Of a setting that is left out where it is empty, what is there is read.
#[test]
fn settings_that_the_request_tells_are_read() {
    let hawk = Hawk {
        id: "dh37".into(),
        key: KEY.into(),
    };
    let told = [("app", "a1"), ("dlg", "d\\2"), ("ext", "say \"hi\"")];
    let moment = Moment {
        nonce: "n1".to_owned(),
        ..moment(NOW)
    };
    let incoming = signed(hawk.clone(), &told, &moment);
    let verifier = Verifier::new(hawk).unwrap();
    incoming.shown_to(&verifier).unwrap();
    for (name, other) in [("a1", "a2"), ("d\\2", "d"), ("say", "Say")] {
        let header = incoming.header("authorization").replace(name, other);
        let changed = incoming.clone().without("authorization");
        assert_eq!(
            changed.and("authorization", &header).refused_by(&verifier),
            "the signature does not match"
        );
    }
}

/// Adyen sends one item, and its signature is of the first.
#[test]
fn items_behind_the_one_that_is_signed_are_refused() {
    let key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    let adyen = AdyenWebhook {
        hmac_key: key.into(),
    };
    let item = r#"{"NotificationRequestItem":{"amount":{"value":1,"currency":"EUR"}}}"#;
    let body = |items: &str| format!(r#"{{"notificationItems":[{items}]}}"#);
    let request = http::Request::post("https://shop.example/adyen")
        .header("content-type", "application/json")
        .body(body(item));
    let signer = Signer::new(adyen.clone());
    let sent = signer.sign(Unsigned::new(request.unwrap()), &moment(NOW));
    let sent = Incoming::of(&sent.unwrap());
    let verifier = Verifier::new(adyen).unwrap();
    sent.shown_to(&verifier).unwrap();
    let text = String::from_utf8(sent.body.clone()).unwrap();
    for first in [item, r#""""#, "null", "0", "[]"] {
        let forged = Incoming {
            body: text.replace("]}", &format!(",{first},{item}]}}")).into(),
            ..sent.clone()
        };
        assert_eq!(
            forged.refused_by(&verifier),
            "the signature does not match",
            "{first}"
        );
    }
}

#[test]
fn a_setting_is_the_verifiers_unless_the_file_says_otherwise() {
    let unsigned_payload = [("service", "execute-api"), ("payload", "UNSIGNED-PAYLOAD")];
    let incoming = signed(aws(), &unsigned_payload, &moment(NOW));
    assert_eq!(incoming.header("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    // A sender that says "do not look at the body" is not believed.
    assert_eq!(
        incoming.refused_by(&aws_verifier()),
        "the header `x-amz-content-sha256` is not what this request makes of it"
    );
    let allowed = aws_verifier()
        .setting("payload", "UNSIGNED-PAYLOAD")
        .unwrap();
    incoming.shown_to(&allowed).unwrap();
    Incoming {
        body: b"other".to_vec(),
        ..incoming.clone()
    }
    .shown_to(&allowed)
    .unwrap();
    // And the reverse: who allows it has to be told that it is so.
    assert_eq!(
        by_aws().refused_by(&allowed),
        "the header `x-amz-content-sha256` is missing"
    );

    let other = Verifier::new(aws())
        .unwrap()
        .setting("service", "s3")
        .unwrap();
    assert!(by_aws().shown_to(&other).is_err());
    assert!(
        by_aws()
            .shown_to(
                &Verifier::new(AwsSigv4 {
                    region: "us-east-1".into(),
                    ..aws()
                })
                .unwrap()
            )
            .is_err()
    );
}

#[test]
fn a_setting_that_does_not_exist_is_no_setting() {
    let set =
        |name: &str, value: Setting| Verifier::new(aws()).unwrap().setting(name, value).map(drop);
    assert!(set("regoin", "eu".into()).is_err());
    assert!(set("payload", "STREAMING".into()).is_err());
    assert!(set("payload", "UNSIGNED-PAYLOAD".into()).is_ok());
}

#[test]
fn times_are_judged_to_the_second() {
    let verdict = |now, verifier: &Verifier<Acs>| {
        by_acs()
            .shown_at(now, verifier)
            .map(drop)
            .map_err(|refusal| refusal.to_string())
    };
    assert_eq!(verdict(NOW + 300, &acs_verifier()), Ok(()));
    assert_eq!(
        verdict(NOW + 301, &acs_verifier()),
        Err("the request is 301 s old".to_owned())
    );
    assert_eq!(verdict(NOW - 300, &acs_verifier()), Ok(()));
    assert_eq!(
        verdict(NOW - 301, &acs_verifier()),
        Err("the request is 301 s ahead of the clock".to_owned())
    );
    let own = |age: Option<u64>, ahead: Option<u64>| {
        acs_verifier()
            .tolerance(age.map(Duration::from_secs))
            .future(ahead.map(Duration::from_secs))
    };
    assert_eq!(verdict(NOW + 5, &own(Some(5), Some(0))), Ok(()));
    assert_eq!(
        verdict(NOW + 6, &own(Some(5), Some(0))),
        Err("the request is 6 s old".to_owned())
    );
    assert_eq!(verdict(NOW, &own(Some(0), Some(0))), Ok(()));
    assert_eq!(
        verdict(NOW - 1, &own(Some(5), Some(0))),
        Err("the request is 1 s ahead of the clock".to_owned())
    );
    assert_eq!(verdict(4_000_000_000, &own(None, Some(0))), Ok(()));
    assert_eq!(verdict(0, &own(Some(0), None)), Ok(()));
}

#[test]
fn a_fraction_of_a_second_over_the_limit_is_over_it() {
    let now = at(NOW + 300) + Duration::from_nanos(1);
    let incoming = by_acs();
    let refusal = acs_verifier()
        .verify(&incoming.parts, &incoming.body, now)
        .unwrap_err();
    assert_eq!(refusal.to_string(), "the request is 301 s old");
}

#[test]
fn a_forged_request_learns_nothing_of_the_clock() {
    let forged = by_acs()
        .to("/other")
        .shown_at(NOW + 10_000, &acs_verifier())
        .unwrap_err();
    assert_eq!(forged.to_string(), "the signature does not match");
}

#[test]
fn several_keys_while_one_is_replaced_by_another() {
    let (old, new) = ("b2xk", "bmV3");
    let both = Verifier::any([
        Acs {
            access_key: old.into(),
        },
        Acs {
            access_key: new.into(),
        },
    ])
    .unwrap();
    for key in [old, new] {
        signed(
            Acs {
                access_key: key.into(),
            },
            &[],
            &moment(NOW),
        )
        .shown_to(&both)
        .unwrap();
    }
    assert_eq!(by_acs().refused_by(&both), "the signature does not match");
    // A request of the first key that is too old is told apart from a forged one.
    let stale = signed(
        Acs {
            access_key: old.into(),
        },
        &[],
        &moment(NOW - 301),
    );
    assert_eq!(stale.refused_by(&both), "the request is 301 s old");
    // A key id that fits says more than one that does not, in either order.
    let keys = || [sinch("a", old), sinch("b", new)];
    let wrong = signed(sinch("a", KEY), &[], &moment(NOW));
    let stranger = signed(sinch("c", old), &[], &moment(NOW));
    for order in [keys().to_vec(), keys().into_iter().rev().collect()] {
        let verifier = Verifier::any(order).unwrap();
        assert_eq!(wrong.refused_by(&verifier), "the signature does not match");
        assert_eq!(
            stranger.refused_by(&verifier),
            "the request names another `application_key`"
        );
    }
    assert!(
        by_acs()
            .shown_to(&Verifier::<Acs>::any([]).unwrap())
            .is_err()
    );
}

#[test]
fn a_key_is_looked_up_by_what_the_request_names() {
    // A careless lookup: for `b` it gives the key of another.
    let find = |received: &Received| match received.credential("application_key") {
        Some("a" | "b") => Some(sinch("a", KEY)),
        _ => None,
    };
    let verifier = Verifier::lookup(find).unwrap();
    let told = signed(sinch("a", KEY), &[], &moment(NOW))
        .shown_to(&verifier)
        .unwrap();
    assert_eq!(told.credential("application_key"), Some("a"));
    assert_eq!(told.credential("application_secret"), None);
    assert_eq!(told.time, Some(at(NOW)));
    let refusal = signed(sinch("b", KEY), &[], &moment(NOW)).refused_by(&verifier);
    assert_eq!(refusal, "the request names another `application_key`");
    assert!(
        signed(sinch("c", KEY), &[], &moment(NOW))
            .shown_to(&verifier)
            .is_err()
    );
}

#[test]
fn a_nonce_is_told_for_replay_checks() {
    let verified = by_link().shown_to(&Verifier::new(link()).unwrap()).unwrap();
    assert_eq!(
        (verified.nonce.as_deref(), verified.time),
        (Some("n1"), Some(at(NOW)))
    );
    assert_eq!(verified.credential("key_id"), Some("k"));
}

#[test]
fn the_public_url_is_the_one_that_was_signed() {
    let request = http::Request::post("https://api.example.com/hooks/a?x=1")
        .body("body")
        .unwrap();
    let sent = Incoming::of(
        &Signer::new(acs())
            .sign(Unsigned::new(request), &moment(NOW))
            .unwrap(),
    );
    // A proxy in between ends TLS, names its own host and strips a prefix.
    let arrived = sent.with("host", "10.0.0.7:8080").to("/a?x=1");
    assert_eq!(
        arrived.refused_by(&acs_verifier()),
        "the signature does not match"
    );
    for url in [
        "https://api.example.com/hooks",
        "https://api.example.com/hooks/",
        "https://api.example.com:443/hooks",
    ] {
        arrived
            .shown_to(&acs_verifier().public_url(url).unwrap())
            .unwrap_or_else(|refusal| panic!("{url}: {refusal}"));
    }
    for url in [
        "http://api.example.com:443/hooks",
        "https://api.example.com",
        "https://other.example.com/hooks",
    ] {
        let verifier = acs_verifier().public_url(url).unwrap();
        assert_eq!(
            arrived.refused_by(&verifier),
            "the signature does not match",
            "{url}"
        );
    }
    for url in [
        "api.example.com/hooks",
        "/hooks",
        "https://api.example.com/?a",
        "https://api.example.com/#a",
        "https://user:password@api.example.com/",
        "",
    ] {
        let error = acs_verifier().public_url(url).unwrap_err();
        assert!(!error.to_string().contains("password"), "{url}");
    }
}
