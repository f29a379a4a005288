//! What could be read in two ways is refused, whoever signed it.

use crate::senders::{DATE, KEY, acs_verifier, aws_verifier, by_acs, by_aws, by_link, link};
use signed_api::{
    Moment, Refusal, Scheme, Signer, Unsigned, Verifier,
    schemes::{Hawk, Oauth1},
};
use signed_api_tests::{
    Incoming, NOW, at,
    by_hand::{base64, sha256, signature},
};

#[test]
fn a_header_that_counts_comes_once() {
    for name in ["host", "x-ms-date", "x-ms-content-sha256", "authorization"] {
        let same = by_acs().header(name).to_owned();
        let refusal = by_acs().and(name, &same).refused_by(&acs_verifier());
        assert_eq!(
            refusal,
            format!("the header `{name}` is there more than once")
        );
    }
    by_acs().and("x-a", "2").shown_to(&acs_verifier()).unwrap();
    // Where every header is signed, a second line changes the first.
    assert_eq!(
        by_aws().and("x-a", "2").refused_by(&aws_verifier()),
        "the signature does not match"
    );
    let refusal = by_aws()
        .and("x-amz-date", "20260102T030405Z")
        .refused_by(&aws_verifier());
    assert_eq!(refusal, "the header `x-amz-date` is there more than once");
}

#[test]
fn a_query_pair_that_counts_comes_once() {
    let (link, verifier) = (by_link(), Verifier::new(link()).unwrap());
    link.shown_to(&verifier).unwrap();
    for (name, spelling) in [
        ("key", "key=k"),
        ("nonce", "nonce=n1"),
        ("signature", "%73ignature=00"),
        ("time", "time"),
    ] {
        let target = format!("{}&{spelling}", link.target());
        let refusal = link.clone().to(&target).refused_by(&verifier);
        assert_eq!(
            refusal,
            format!("the query pair `{name}` is there more than once")
        );
    }
}

#[test]
fn a_header_list_names_each_header_once() {
    let twice = |list: &str| {
        let authorization = by_acs()
            .header("authorization")
            .replace("x-ms-date;host;x-ms-content-sha256", list);
        by_acs()
            .with("authorization", &authorization)
            .refused_by(&acs_verifier())
    };
    let refusal = "the `host` in the list of signed headers is there more than once";
    assert_eq!(twice("x-ms-date;host;host;x-ms-content-sha256"), refusal);
    assert_eq!(twice("x-ms-date;host;x-ms-content-sha256;Host"), refusal);
}

#[test]
fn a_list_whose_values_have_no_names_keeps_its_order() {
    // Signed rightly over another order: date and host could change places.
    let by_hand = |list: &str, order: [&str; 3]| {
        let hash = base64(&sha256(b"body"));
        let value = |name| match name {
            "x-ms-date" => DATE,
            "host" => "h.example",
            _ => &hash,
        };
        let signature = signature(
            KEY,
            &format!("POST\n/a?x=1\n{}", order.map(value).join(";")),
        );
        by_acs().with(
            "authorization",
            &format!("HMAC-SHA256 SignedHeaders={list}&Signature={signature}"),
        )
    };
    let own = by_hand(
        "x-ms-date;host;x-ms-content-sha256",
        ["x-ms-date", "host", "x-ms-content-sha256"],
    );
    own.shown_to(&acs_verifier()).unwrap();
    let other = by_hand(
        "host;x-ms-date;x-ms-content-sha256",
        ["host", "x-ms-date", "x-ms-content-sha256"],
    );
    assert_eq!(
        other.refused_by(&acs_verifier()),
        "the list of signed headers is not the scheme's, in its order"
    );
    let more = by_hand(
        "x-ms-date;host;x-ms-content-sha256;x-a",
        ["x-ms-date", "host", "x-ms-content-sha256"],
    );
    assert_eq!(
        more.refused_by(&acs_verifier()),
        "the list of signed headers is not the scheme's, in its order"
    );
}

#[test]
fn a_received_list_holds_what_has_to_be_signed() {
    let without = |incoming: Incoming, name: &str| {
        let shorter = incoming
            .header("authorization")
            .replace(&format!("{name};"), "");
        incoming.with("authorization", &shorter)
    };
    for name in ["x-ms-date", "host"] {
        let refusal = without(by_acs(), name).refused_by(&acs_verifier());
        assert_eq!(
            refusal,
            format!("the header `{name}` is not signed, and has to be")
        );
    }
    let unsigned_host = without(by_aws(), "host");
    assert_eq!(
        unsigned_host.refused_by(&aws_verifier()),
        "the header `host` is not signed, and has to be"
    );
    let shorter = by_aws().header("authorization").replace(";x-amz-date", "");
    let unsigned_date = by_aws().with("authorization", &shorter);
    assert_eq!(
        unsigned_date.refused_by(&aws_verifier()),
        "the header `x-amz-date` is not signed, and has to be"
    );
}

#[test]
fn host_and_url_agree() {
    let absolute = by_acs().to("https://h.example/a?x=1");
    absolute.shown_to(&acs_verifier()).unwrap();
    by_acs()
        .to("https://h.example:443/a?x=1")
        .shown_to(&acs_verifier())
        .unwrap();
    for other in [
        "https://other.example/a?x=1",
        "https://h.example:8443/a?x=1",
        "http://h.example:443/a?x=1",
    ] {
        let refusal = by_acs().to(other).shown_to(&acs_verifier()).unwrap_err();
        assert!(matches!(refusal, Refusal::Host), "{other}: {refusal}");
    }
    let nowhere = by_acs().without("host");
    assert_eq!(
        nowhere.refused_by(&acs_verifier()),
        "the header `host` is missing"
    );
}

#[test]
fn an_empty_signature_is_none() {
    let cut = |incoming: Incoming, more: usize| {
        let whole = incoming.header("authorization");
        let shorter =
            whole[..whole.rfind("Signature=").unwrap() + "Signature=".len() + more].to_owned();
        incoming.with("authorization", &shorter)
    };
    let form = "the header `authorization` does not have the form of this scheme";
    assert_eq!(cut(by_acs(), 0).refused_by(&acs_verifier()), form);
    assert_eq!(cut(by_aws(), 0).refused_by(&aws_verifier()), form);
    // Nor is the beginning of one.
    assert_eq!(
        cut(by_acs(), 8).refused_by(&acs_verifier()),
        "the signature does not match"
    );
    assert_eq!(
        cut(by_aws(), 8).refused_by(&aws_verifier()),
        "the signature does not match"
    );
    let target = by_link()
        .target()
        .split("&signature=")
        .next()
        .unwrap()
        .to_owned();
    let verifier = Verifier::new(link()).unwrap();
    assert_eq!(
        by_link().to(&target).refused_by(&verifier),
        "the query pair `signature` is missing"
    );
    assert!(
        by_link()
            .to(&format!("{target}&signature="))
            .shown_to(&verifier)
            .is_err()
    );
}

#[test]
fn a_header_of_the_scheme_cannot_be_added_unsigned() {
    for (name, value) in [
        ("x-amz-security-token", "t"),
        ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
    ] {
        let refusal = by_aws().and(name, value).refused_by(&aws_verifier());
        assert_eq!(
            refusal,
            format!("the header `{name}` is not signed, and has to be")
        );
    }
}

#[test]
fn what_is_told_twice_agrees() {
    for (told, otherwise) in [
        ("/20260102/", "/20260103/"),
        ("/eu-west-3/", "/us-east-1/"),
        ("/execute-api/", "/s3/"),
    ] {
        let authorization = by_aws().header("authorization").replace(told, otherwise);
        let refusal = by_aws()
            .with("authorization", &authorization)
            .refused_by(&aws_verifier());
        assert_eq!(
            refusal, "the header `authorization` is not what this request makes of it",
            "{told}"
        );
    }
    let other_key = by_aws().header("authorization").replace("=AKID/", "=AKIE/");
    let refusal = by_aws()
        .with("authorization", &other_key)
        .refused_by(&aws_verifier());
    assert_eq!(refusal, "the request names another `access_key_id`");
}

/// What is no part of a header, and a part that comes twice, is refused.
fn refuses_beside<S: Scheme>(scheme: impl Fn() -> S, more: &[&str]) {
    let request = http::Request::get("https://h.example/x?a=1").body(String::new());
    let moment = Moment {
        now: at(NOW),
        nonce: "b2347d7eb845".to_owned(),
    };
    let signed = Signer::new(scheme()).sign(Unsigned::new(request.unwrap()), &moment);
    let sent = Incoming::of(&signed.unwrap());
    let verifier = Verifier::new(scheme()).unwrap();
    sent.shown_to(&verifier).unwrap();
    let own = sent.header("authorization").to_owned();
    let (start, parts) = own.split_once(' ').unwrap();
    let first = parts.split(", ").next().unwrap();
    for other in more.iter().chain([&first]) {
        for value in [
            format!("{own}, {other}"),
            format!("{start} {other}, {parts}"),
        ] {
            let refusal = sent
                .clone()
                .with("authorization", &value)
                .refused_by(&verifier);
            let expected = "the header `authorization` is not what this request makes of it";
            assert_eq!(refusal, expected, "{value}");
        }
    }
}

/// What hawk 9.0.2 refuses as an unknown attribute, a duplicate one, or for its MAC, in which
/// `hash` counts; and oauthlib 4.0.1 for its signature, in which all parameters count.
#[test]
fn what_nobody_signs_stands_in_no_header_where_everything_is_signed() {
    let hawk = || Hawk {
        id: "k1".into(),
        key: "hawkkey".into(),
    };
    let oauth = || Oauth1 {
        consumer_key: "ckey12".into(),
        consumer_secret: "csecret".into(),
        token: None,
        token_secret: None,
    };
    refuses_beside(
        hawk,
        &["hash=\"abc=\"", "zz=\"1\"", "mac=\"AAAA\"", "ext=\"\""],
    );
    refuses_beside(
        oauth,
        &[
            "oauth_foo=\"1\"",
            "zz=\"1\"",
            "oauth_body_hash=\"abc\"",
            "oauth_signature=\"AAAA\"",
        ],
    );
}
