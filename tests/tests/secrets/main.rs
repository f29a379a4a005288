//! A secret is shown nowhere: not in a `Debug`, not in an error, not in a refusal, in none of the
//! forms that it could take.

mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};

use signed_api::{
    Body, ErrorKind, Moment, Secret, Signer, Unsigned, scheme,
    schemes::{
        Acs, AcsDate, AwsSigv4, Okx, SinchApplication, SinchApplicationMicroseconds,
        SinchApplicationSeconds, SinchCallback,
    },
    testing::Memory,
};
use signed_api_tests::{
    NOW,
    api::{CallAutomationHangUp, GatewayStore, VoiceCall},
    at,
    by_hand::{base64, hex, sha256},
    moment, now_or_never,
};
use watch::{Watch, assert_sensitive, key, text, unsigned, watch_client, watch_scheme};

scheme!(pub Ovh = "schemes/ovh.toml");
scheme!(pub InTheText = "schemes/in-the-text.toml");

#[test]
fn access_keys_of_azure() {
    let key = key();
    let scheme = Acs {
        access_key: key.as_str().into(),
    };
    let signed = watch_scheme(
        &scheme,
        &Acs {
            access_key: self::key().into(),
        },
        &[&key],
    );
    assert_sensitive(&signed, &["authorization"]);
    let hang_up = CallAutomationHangUp {
        call_connection_id: "a",
    };
    watch_client(&scheme, &hang_up, &[&key]);
    let date = |key: &str| AcsDate {
        access_key: key.into(),
    };
    let signed = watch_scheme(&date(&key), &date(&self::key()), &[&key]);
    assert_sensitive(&signed, &["authorization"]);
}

#[test]
fn application_secrets_of_sinch() {
    macro_rules! watch {
        ($($scheme:ident)*) => {$({
            let secret = key();
            let scheme = |secret: &str| $scheme { application_key: "k".into(), application_secret: secret.into() };
            let signed = watch_scheme(&scheme(&secret), &scheme(&key()), &[&secret]);
            assert_sensitive(&signed, &["authorization"]);
        })*};
    }
    watch!(SinchApplication SinchApplicationMicroseconds SinchApplicationSeconds SinchCallback);
}

#[test]
fn secrets_and_passphrases_of_okx() {
    let (secret, passphrase) = (text(), key());
    let okx = |secret: &str, passphrase: &str| Okx {
        api_key: "k".into(),
        secret: secret.into(),
        passphrase: passphrase.into(),
    };
    let scheme = okx(&secret, &passphrase);
    let other = okx(&text(), &passphrase);
    let signed = watch_scheme(&scheme, &other, &[&secret, &passphrase]);
    assert_sensitive(&signed, &["ok-access-sign", "ok-access-passphrase"]);
}

#[test]
fn secret_keys_and_session_tokens_of_aws() {
    let (secret, token) = (text().replace(['\u{fb}', '\u{ff}'], "+/"), key());
    let scheme = AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: secret.as_str().into(),
        session_token: Some(token.as_str().into()),
        region: "eu-west-3".into(),
    };
    let other = AwsSigv4 {
        secret_access_key: text().into(),
        ..scheme.clone()
    };
    let signed = watch_scheme(&scheme, &other, &[&secret, &token]);
    assert_sensitive(&signed, &["authorization", "x-amz-security-token"]);
    let store = GatewayStore {
        body: Body::text("x"),
        payload: "UNSIGNED-PAYLOAD",
    };
    watch_client(&scheme, &store, &[&secret, &token]);
}

#[test]
fn keys_that_cannot_be_used() {
    let request = || {
        http::Request::get("https://h.example/")
            .header("content-type", "a/b")
            .body("")
            .unwrap()
    };
    for (spoilt, kind) in [
        (format!("{}\n", key()), ErrorKind::Credentials),
        (
            format!("endpoint=https://h/;accesskey={}", key()),
            ErrorKind::Signing,
        ),
        (text(), ErrorKind::Signing),
    ] {
        let watch = Watch::of(&[spoilt.trim_end()]);
        let acs = Signer::new(Acs {
            access_key: spoilt.as_str().into(),
        });
        let sinch = SinchApplication {
            application_key: "k".into(),
            application_secret: spoilt.as_str().into(),
        };
        let errors = [
            acs.sign(Unsigned::new(request()), &moment(NOW))
                .unwrap_err(),
            Signer::new(sinch)
                .sign(Unsigned::new(request()), &moment(NOW))
                .unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), kind, "{error}");
            watch.error(&error);
        }
    }
    let token = format!("{}\n", text());
    let aws = AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "s".into(),
        session_token: Some(token.as_str().into()),
        region: "eu-west-3".into(),
    };
    Watch::of(&[token.trim_end()]).error(
        &Signer::new(aws)
            .sign(unsigned(true), &moment(NOW))
            .unwrap_err(),
    );
    let empty = Signer::new(Acs {
        access_key: "".into(),
    })
    .sign(Unsigned::new(request()), &moment(NOW))
    .unwrap_err();
    assert_eq!(
        (empty.kind(), empty.to_string()),
        (
            ErrorKind::Credentials,
            "the credential `access_key` is missing or empty".to_owned()
        )
    );
}

#[test]
fn answers_that_cannot_be_read() {
    let (key, memory) = (key(), Memory::new());
    memory.answer(http::Response::new("no JSON"));
    let client = signed_api_tests::api::CallAutomationClient::builder(
        "https://h",
        Acs {
            access_key: key.as_str().into(),
        },
    );
    let client = client.transport(memory).build().unwrap();
    let call = signed_api_tests::api::CreateCall {
        targets: Vec::new(),
        callback_uri: String::new(),
    };
    let error = now_or_never(signed_api_tests::api::CallAutomation::create_call(
        &client, &call,
    ))
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    Watch::of(&[&key]).error(&error);
}

#[test]
fn a_secret_in_the_text_that_is_signed_is_shown_by_its_name() {
    let (secret, token) = (text().replace(['\u{fb}', '\u{ff}'], "x"), key());
    let ovh = |secret: &str| Ovh {
        application_key: "app".into(),
        application_secret: secret.into(),
        consumer_key: token.as_str().into(),
    };
    let signed = watch_scheme(&ovh(&secret), &ovh(&text()), &[&secret]);
    let shown = signed.string_to_sign().to_string();
    assert!(shown.starts_with("‹application_secret›+"), "{shown}");
    assert!(
        shown.ends_with("+POST+https://h.example/a?x=1+body+1767323045"),
        "{shown}"
    );
    assert_sensitive(&signed, &["x-ovh-consumer", "x-ovh-signature"]);
    // Who asks for the bytes gets them.
    let bytes = format!("{secret}+{token}+POST+https://h.example/a?x=1+body+1767323045");
    assert_eq!(signed.string_to_sign().expose(), bytes.as_bytes());
}

#[test]
fn what_is_computed_from_a_secret_is_one() {
    let secret = text().replace(['\u{fb}', '\u{ff}'], "x");
    let scheme = |secret: &str| InTheText {
        key_id: "k".into(),
        secret: secret.into(),
    };
    let derived = hex(&sha256(secret.as_bytes()));
    let signed = watch_scheme(&scheme(&secret), &scheme(&text()), &[&secret, &derived]);
    let masked = "POST\n‹secret›\n‹secret›\n‹secret›\n‹secret›\nk";
    assert_eq!(signed.string_to_sign().to_string(), masked);
    let both = base64(&[secret.as_bytes(), b"body"].concat());
    let bytes = format!(
        "POST\n{secret}\n{}\n{derived}\n{both}\nk",
        secret.to_ascii_uppercase()
    );
    assert_eq!(signed.string_to_sign().expose(), bytes.as_bytes());
}

#[test]
fn a_secret_by_itself() {
    let text = text();
    let secret = Secret::from(text.as_str());
    Watch::of(&[&text]).debug(&secret);
    assert_eq!(
        format!("{secret} {secret:?} {secret:#?}"),
        "‹secret› ‹secret› ‹secret›"
    );
    let moment = Moment {
        now: at(NOW),
        nonce: "n".to_owned(),
    };
    Watch::of(&[&text]).debug(&moment);
}

#[test]
fn requests_show_the_call_and_none_of_their_values() {
    let call = VoiceCall {
        call_id: "a-private-id",
    };
    assert_eq!(
        format!("{call:?}"),
        "Voice::call: GET /calling/v1/calls/id/{call_id}"
    );
}

#[test]
fn these_tests_would_notice() {
    let text = text();
    let key = base64(text.as_bytes());
    for shown in [
        key.clone(),
        text.clone(),
        format!("{text:?}"),
        hex(text.as_bytes()),
        format!("{:?}", key.as_bytes()),
        format!("{:?}", Some(text.as_bytes())),
        key.trim_end_matches('=').to_owned(),
        key.to_lowercase(),
        format!(
            "?key={}",
            key.replace('+', "%2B")
                .replace('/', "%2F")
                .replace('=', "%3D")
        ),
    ] {
        let watch = AssertUnwindSafe(|| Watch::of(&[&key]).text(&shown));
        assert!(catch_unwind(watch).is_err(), "{shown} was not noticed");
    }
}
