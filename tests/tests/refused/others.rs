//! What exchanges and Sinch answer, and which answers are refusals of the signature.

use signed_api::{
    Scheme as _, SchemeData,
    refused::{Answer, Fault},
    schemes::{Acs, AwsSigv4, Binance, Hawk, Kraken, SinchApplication},
};
use signed_api_tests::NOW;

use crate::{KEY, answer, refused, request, says};

#[test]
fn exchanges() {
    let unsigned = request(
        "POST https://api.kraken.com/0/private/Balance\ncontent-type: application/x-www-form-urlencoded\n\na=1",
    );
    let kraken = Kraken {
        api_key: "key".into(),
        secret: KEY.into(),
    };
    let kraken = refused(kraken, NOW, &unsigned, "kraken");
    assert_eq!(kraken.code.as_deref(), Some("EAPI:Invalid signature"));
    let binance = || Binance {
        api_key: "key".into(),
        secret: KEY.into(),
    };
    let unsigned = request("GET https://api.binance.com/api/v3/account");
    let wrong = refused(binance(), NOW, &unsigned, "binance");
    says(
        &wrong,
        ", code -1022 (the signature does not match): {\"code\":-1022,\"msg\":\"Signature for this request is not valid.\"}",
    );
    let ahead = refused(binance(), NOW, &unsigned, "binance_ahead");
    assert_eq!(ahead.fault, Fault::Time);
    assert_eq!(
        ahead.hint().unwrap(),
        "your clock is 1 min ahead of the server's"
    );
}

/// The server's clock counts, and not a header that it may not have.
#[test]
fn hawk() {
    let hawk = Hawk {
        id: "dh37fgj492je".into(),
        key: KEY.into(),
    };
    let unsigned = request("GET https://example.com:8000/resource/1?b=1&a=2");
    let stale = refused(hawk, NOW, &unsigned, "hawk_stale");
    assert_eq!(stale.fault, Fault::Time);
    says(
        &stale,
        ", code Stale timestamp (the time differs too much from the server's): \
         your clock is 1 h behind the server's",
    );
}

#[test]
fn sinch() {
    let sinch = || SinchApplication {
        application_key: "669E367E".into(),
        application_secret: KEY.into(),
    };
    let unsigned = request("GET https://calling.api.sinch.com/calling/v1/calls/id/7");
    let wrong = refused(sinch(), NOW, &unsigned, "sinch");
    assert_eq!(
        (wrong.code.as_deref(), wrong.fault),
        (Some("40102"), Fault::Signature)
    );
    let expired = refused(sinch(), NOW, &unsigned, "sinch_expired");
    says(
        &expired,
        ", code 40105 (the request is too old): your clock is 2 h 3 min behind the server's",
    );
}

/// An answer that a file calls no refusal is none of the signature.
#[test]
fn what_is_a_refusal_of_the_signature() {
    let refuses = |data: &SchemeData<'_>, name: &str| {
        let answer = answer(name);
        data.refuses(&Answer {
            status: answer.status().as_u16(),
            headers: answer.headers(),
            body: answer.body().as_bytes(),
        })
    };
    assert!(
        refuses(Binance::DATA, "binance"),
        "400, with a code that is known"
    );
    assert!(!refuses(Binance::DATA, "aws_denied"), "400, with another");
    assert!(
        refuses(AwsSigv4::DATA, "aws_expired"),
        "400, with a message that is known"
    );
    assert!(!refuses(AwsSigv4::DATA, "aws_denied"));
    assert!(refuses(Kraken::DATA, "kraken"), "200, with a code");
    assert!(!refuses(Kraken::DATA, "tencent_tc3"), "200, without");
    assert!(refuses(Acs::DATA, "s3"), "403 is one by itself");
}
