//! A signer prepares its key once, and remembers which headers it signs; it signs by the settings and
//! the headers of each request all the same.

use std::time::{Duration, SystemTime};

use http::Request;
use signed_api::schemes::{AliyunOssV4, AwsSigv4, AzureStorageSharedKey, Contentful, Hawk};
use signed_api::{Moment, Scheme, Signer, Unsigned};

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

/// Headers of requests: what is signed of them depends on their names, but not on these alone.
const HEADERS: [&[(&str, &[u8])]; 16] = [
    &[],
    &[("content-type", b"application/json")],
    &[("content-type", b"text/plain"), ("accept", b"*/*")],
    &[("accept", b"*/*"), ("content-type", b"text/plain")],
    &[("accept", b"*/*"), ("content-type", b"  two  words ")],
    &[("accept", b"\xff"), ("content-type", b"text/plain")],
    &[("host", b"other.example"), ("content-type", b"text/plain")],
    &[
        ("content-type", b"text/plain"),
        ("x-amz-date", b"of the caller"),
    ],
    &[
        ("x-amz-content-sha256", b"of the caller"),
        ("x-amz-meta", b""),
    ],
    &[
        ("x-amz-meta-b", b"1"),
        ("x-amz-meta-a", b"2"),
        ("x-ms-meta", b"3"),
    ],
    &[
        ("x-oss-meta", b"1"),
        ("x-contentful-topic", b"2"),
        ("x-ms-meta-a", b"3"),
    ],
    &[
        ("x-contentful-topic", b"2"),
        ("x-contentful-signed-headers", b"mine"),
    ],
    &[("x-custom", b"1"), ("x-other", b"2")],
    &[("x-other", b"2"), ("x-custom", b"1")],
    &[("x-amz-meta", b"1"), ("x-amz-meta", b"2")],
    &[
        ("user-agent", b"any"),
        ("te", b"trailers"),
        ("x-custom", b"1"),
    ],
];

/// Signs all of them again and again, with one signer and with one for each.
fn sign_all<S: Scheme>(setting: Option<(&str, &str)>, lists: [&[&str]; 2], scheme: fn() -> S) {
    let signer = Signer::new(scheme());
    let moment = Moment {
        now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045),
        nonce: String::new(),
    };
    for (headers, list) in (0..3)
        .flat_map(|_| HEADERS.map(|headers| lists.map(|list| (headers, list))))
        .flatten()
    {
        let unsigned = || {
            let mut request = Request::put("https://api.example/v1/items?x=1");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let mut unsigned = Unsigned::new(request.body("text").unwrap());
            if let Some((name, value)) = setting {
                unsigned.set(name, value);
            }
            if let Some((name, items)) = list.split_first() {
                unsigned.set(*name, items);
            }
            unsigned
        };
        let sign = |signer: &Signer<S>| {
            let made = signer.sign(unsigned(), &moment);
            made.map(|made| made.http().headers().clone())
                .map_err(|error| error.to_string())
        };
        assert_eq!(
            sign(&signer),
            sign(&Signer::new(scheme())),
            "{headers:?} {list:?}"
        );
    }
}

#[test]
fn requests_that_bring_other_headers_are_signed_as_if_each_were_the_first() {
    sign_all(Some(("service", "execute-api")), [&[], &[]], || AwsSigv4 {
        access_key_id: "AKIDMADEUPEXAMPLE001".into(),
        secret_access_key: "wJalrXUtnFEMI".into(),
        session_token: Some("token".into()),
        region: "eu-central-1".into(),
    });
    sign_all(None, [&[], &[]], || AzureStorageSharedKey {
        account_name: "contosostore1".into(),
        account_key: "LnIa21zg5877EYb9emoIfUIuKzjczr79".into(),
    });
    let extra: [&[&str]; 2] = [&[], &["extra_headers", "x-custom"]];
    sign_all(None, extra, || Contentful {
        signing_secret: "secret".into(),
    });
    let additional: [&[&str]; 2] = [&[], &["additional_headers", "x-custom", "host"]];
    sign_all(None, additional, || AliyunOssV4 {
        access_key_id: "id".into(),
        access_key_secret: "secret".into(),
        security_token: None,
        region: "cn-hangzhou".into(),
    });
}
