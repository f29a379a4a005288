//! Webhooks as values: verified first, then read.

use std::{collections::BTreeMap, error::Error as _, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, de::DeserializeOwned};
use signed_api::{
    Refusal, Scheme, Signer, Unsigned, UnwrapError, Unwrapped, Verifier,
    schemes::{GithubWebhook, StandardWebhooks, StripeWebhook, TwilioWebhook},
};
use signed_api_tests::{Incoming, NOW, at, moment};

#[derive(Debug, Deserialize, PartialEq)]
struct Event {
    r#type: String,
    data: Item,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    id: u32,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase")]
struct Gathered {
    call_sid: String,
    digits: u16,
    speech_result: Option<String>,
}

const CREATED: &[u8] = br#"{"type":"item.created","data":{"id":1}}"#;

fn created() -> Event {
    Event {
        r#type: "item.created".to_owned(),
        data: Item { id: 1 },
    }
}

fn stripe(secret: &str) -> StripeWebhook {
    StripeWebhook {
        endpoint_secret: secret.into(),
    }
}

fn twilio() -> Verifier<TwilioWebhook> {
    Verifier::new(TwilioWebhook {
        auth_token: "12345".into(),
    })
    .unwrap()
}

/// What a provider with these credentials sends.
fn sent<S: Scheme>(by: S, content_type: &str, body: &[u8]) -> Incoming {
    let request = http::Request::post("https://shop.example/webhook")
        .header("content-type", content_type)
        .body(body)
        .unwrap();
    let unsigned = Unsigned::new(request);
    Incoming::of(&Signer::new(by).sign(unsigned, &moment(NOW)).unwrap())
}

fn unwrapped<T: DeserializeOwned + 'static, S: Scheme>(
    incoming: &Incoming,
    verifier: &Verifier<S>,
    seconds: u64,
) -> Result<Unwrapped<T>, UnwrapError> {
    verifier.unwrap(&incoming.parts, &incoming.body, at(seconds))
}

fn value<T: DeserializeOwned + 'static, S: Scheme>(
    incoming: &Incoming,
    verifier: &Verifier<S>,
) -> T {
    unwrapped(incoming, verifier, NOW).unwrap().value
}

fn github(content_type: &str, body: &[u8]) -> (Incoming, Verifier<GithubWebhook>) {
    let github = || GithubWebhook {
        secret: "It's a Secret to Everybody".into(),
    };
    let verifier = Verifier::new(github()).unwrap();
    (sent(github(), content_type, body), verifier)
}

/// The cases `json` of Stripe's vectors and `docs-example` of Twilio's.
#[test]
fn bodies_are_read_by_their_content_type() {
    let secret = "whsec_abcdEFGH1234567890ijklMNOPqrst";
    let incoming = sent(stripe(secret), "application/json", CREATED);
    let event = unwrapped(&incoming, &Verifier::new(stripe(secret)).unwrap(), NOW).unwrap();
    assert_eq!(
        (event.value, event.verified.time),
        (created(), Some(at(NOW)))
    );

    let body = b"CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030&To=%2B18005551212";
    let call = Incoming::new("POST", "/myapp.php?foo=1&bar=2", body)
        .with("host", "mycompany.com")
        .with(
            "content-type",
            "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
        )
        .with("x-twilio-signature", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=");
    let expected = Gathered {
        call_sid: "CA1234567890ABCDE".to_owned(),
        digits: 1234,
        speech_result: None,
    };
    assert_eq!(value::<Gathered, _>(&call, &twilio()), expected);
    let all: BTreeMap<String, String> = value(&call, &twilio());
    assert_eq!(all["Caller"], "+12349013030");
}

#[test]
fn raw_bodies_are_what_was_received() {
    let body = b"{ \"a\" : 1.0 }\n";
    let (incoming, verifier) = github("application/json", body);
    assert_eq!(value::<Vec<u8>, _>(&incoming, &verifier), body);
    assert_eq!(value::<Bytes, _>(&incoming, &verifier), body.as_slice());
    assert_eq!(value::<String, _>(&incoming, &verifier).as_bytes(), body);
    assert_eq!(
        value::<serde_json::Value, _>(&incoming, &verifier)["a"],
        1.0
    );
    let (empty, verifier) = github("application/json", b"");
    assert_eq!(value::<Option<Event>, _>(&empty, &verifier), None);
}

fn failure<T: DeserializeOwned + 'static>(content_type: &str, body: &[u8]) -> (String, String) {
    let (incoming, verifier) = github(content_type, body);
    let Err(error) = unwrapped::<T, _>(&incoming, &verifier, NOW) else {
        panic!("this should not have been read");
    };
    assert!(matches!(error, UnwrapError::Decode { .. }), "{error:?}");
    (error.to_string(), error.source().unwrap().to_string())
}

#[test]
fn a_body_of_another_shape_is_an_error_of_its_own() {
    let json = "the request is verified, and its body is not the JSON that was expected";
    let (said, why) = failure::<Event>("application/json", b"{\"type\":\"x\"}");
    assert_eq!(said, json);
    assert_eq!(why, "missing field `data` at line 1 column 12");
    assert_eq!(failure::<Event>("text/xml", b"<a/>").0, json);
    assert_eq!(failure::<Event>("application/json", b"").0, json);
    let form = "application/x-www-form-urlencoded";
    let (said, why) = failure::<Item>(form, b"id=1&id=2");
    assert_eq!(said, json.replace("JSON", "form"));
    assert_eq!(why, "duplicate field `id`");
    assert_eq!(
        failure::<String>("text/plain", b"\xff").0,
        json.replace("JSON", "text")
    );
}

/// Neither a body that cannot be read nor one that can hides that a signature is wrong.
#[test]
fn what_is_not_verified_is_not_read() {
    for body in [CREATED, b"{\"type\":\"x\"}", b"\xff"] {
        let (mut incoming, verifier) = github("application/json", b"{}");
        incoming.body = body.to_vec();
        let refused = unwrapped::<Event, _>(&incoming, &verifier, NOW);
        assert!(
            matches!(
                refused,
                Err(UnwrapError::Refused(Refusal::Signature { .. }))
            ),
            "{refused:?}"
        );
    }
}

/// An endpoint that knows two secrets, and a provider that signs with two.
#[test]
fn keys_are_rotated_on_either_side() {
    let signed = |secret: &str| sent(stripe(secret), "application/json", CREATED);
    let header = |secret: &str| signed(secret).header("stripe-signature").to_owned();
    let (old, new) = ("whsec_old", "whsec_new");
    let both = Verifier::any([stripe(old), stripe(new)]).unwrap();
    let alone = Verifier::new(stripe(new)).unwrap();
    for secret in [old, new] {
        assert_eq!(value::<Event, _>(&signed(secret), &both), created());
    }
    assert!(unwrapped::<Event, _>(&signed(old), &alone, NOW).is_err());
    assert!(unwrapped::<Event, _>(&signed("whsec_other"), &both, NOW).is_err());

    let v1 = header(new).split_once(',').unwrap().1.to_owned();
    for several in [
        format!("{},{v1}", header(old)),
        format!("{},{}", header(new), "v1=00"),
    ] {
        let incoming = signed(old).with("stripe-signature", &several);
        assert_eq!(value::<Event, _>(&incoming, &alone), created());
    }
    let neither = signed(old).with("stripe-signature", &format!("{},v1=00", header(old)));
    assert!(unwrapped::<Event, _>(&neither, &alone, NOW).is_err());
}

#[test]
fn an_old_webhook_is_refused_unless_the_verifier_takes_it() {
    let webhooks = || StandardWebhooks {
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
    };
    let incoming = sent(webhooks(), "application/json", CREATED);
    let verifier = || Verifier::new(webhooks()).unwrap();
    let at_age = |seconds, verifier: &Verifier<StandardWebhooks>| {
        unwrapped::<Event, _>(&incoming, verifier, NOW + seconds).map(|event| event.value)
    };
    assert_eq!(at_age(300, &verifier()).unwrap(), created());
    let stale = at_age(301, &verifier()).unwrap_err();
    assert_eq!(stale.to_string(), "the request is 301 s old");
    let patient = verifier().tolerance(Some(Duration::from_hours(1)));
    assert_eq!(at_age(3600, &patient).unwrap(), created());
}
