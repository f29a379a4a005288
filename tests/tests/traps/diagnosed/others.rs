//! The same mistakes under six other schemes, each signed by hand.

use signed_api::{
    Verifier,
    schemes::{AwsSigv4, AzureStorageSharedKey, Binance, Kraken, Oauth1, StripeWebhook},
};
use signed_api_tests::{
    Incoming,
    by_hand::{hex, sha256},
};

use super::hand::{Hand, Hash, KEY_ID, Mac, SECRET, pairs, percent, time};
use super::spoilt::{
    BODY, END, END_OF_BODY, FORM, JSON, SLASHES, SLASHES_KEPT, SWAPPED, WITH_NEWLINE, assert_traps,
    own_traps, right,
};

fn sent(hand: &Hand, target: &str) -> Incoming {
    Incoming::new(hand.method, target, hand.body.as_bytes())
        .with("host", hand.host)
        .with("content-type", hand.content_type)
}

fn aws_sigv4(hand: &Hand) -> Incoming {
    let stamp = |seconds| time(seconds, "%Y%m%dT%H%M%SZ");
    let scope = format!(
        "{}/eu-central-1/execute-api/aws4_request",
        time(hand.signed_time, "%Y%m%d")
    );
    let mut query: Vec<String> = pairs(hand.signed_query)
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name, b""), percent(value, b"")))
        .collect();
    query.sort();
    let list = "content-type;host;x-amz-date";
    let canonical = [
        hand.signed_method,
        &percent(hand.signed_path, b"/"),
        &query.join("&"),
        &format!("content-type:{}", hand.signed_content_type),
        &format!("host:{}", hand.signed_host),
        &format!("x-amz-date:{}", stamp(hand.signed_time)),
        "",
        list,
        &hex(&sha256(hand.signed_body.as_bytes())),
    ];
    let hashed = hex(&sha256(canonical.join(hand.newline).as_bytes()));
    let text = [
        "AWS4-HMAC-SHA256",
        &stamp(hand.signed_time),
        &scope,
        &hashed,
    ]
    .join(hand.newline)
        + hand.end;
    let hash = if hand.mac == Mac::OtherHash {
        Hash::Sha1
    } else {
        Hash::Sha256
    };
    let mut key = [b"AWS4", hand.key(false).as_slice()].concat();
    for part in scope.split('/') {
        key = hash.mac(&key, part.as_bytes());
    }
    let signature = hand.written(&hand.sign(Hash::Sha256, &key, &text), false);
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={KEY_ID}/{scope}, SignedHeaders={list}, Signature={signature}"
    );
    sent(hand, &hand.target())
        .with("x-amz-date", &stamp(hand.time))
        .with("authorization", &authorization)
}

#[test]
fn under_aws_sigv4() {
    let scheme = AwsSigv4 {
        access_key_id: KEY_ID.into(),
        secret_access_key: SECRET.into(),
        session_token: None,
        region: "eu-central-1".into(),
    };
    let verifier = Verifier::new(scheme).unwrap();
    let verifier = verifier.setting("service", "execute-api").unwrap();
    let own = [&own_traps(false, false)[..], &SLASHES_KEPT, &[END]].concat();
    assert_traps(&verifier, &right(JSON, BODY), aws_sigv4, &own, 32);
}

fn azure_storage(hand: &Hand) -> Incoming {
    let date = |seconds| time(seconds, "%a, %d %b %Y %H:%M:%S GMT");
    let mut query = pairs(hand.signed_query);
    query.sort();
    let length = hand.body.len().to_string();
    let length = if hand.body.is_empty() { "" } else { &length };
    let mut text = vec![
        hand.signed_method.to_owned(),
        String::new(),
        String::new(),
        length.to_owned(),
        String::new(),
        hand.signed_content_type.to_owned(),
    ];
    text.extend(vec![String::new(); 6]);
    text.push(format!("x-ms-date:{}", date(hand.signed_time)));
    text.push("x-ms-version:2026-10-06".to_owned());
    text.push(format!("/{KEY_ID}{}", hand.signed_path));
    text.extend(query.iter().map(|(name, value)| format!("{name}:{value}")));
    let signature = hand.sign(
        Hash::Sha256,
        &hand.key(true),
        &(text.join(hand.newline) + hand.end),
    );
    let signature = hand.written(&signature, true);
    sent(hand, &hand.target())
        .with("content-length", &hand.body.len().to_string())
        .with("x-ms-date", &date(hand.time))
        .with("x-ms-version", "2026-10-06")
        .with("authorization", &format!("SharedKey {KEY_ID}:{signature}"))
}

#[test]
fn under_azure_storage() {
    let scheme = AzureStorageSharedKey {
        account_name: KEY_ID.into(),
        account_key: SECRET.into(),
    };
    let verifier = Verifier::new(scheme).unwrap();
    let own = [&own_traps(true, true)[..], &SLASHES, &[END, SWAPPED]].concat();
    assert_traps(&verifier, &right(JSON, BODY), azure_storage, &own, 24);
}

fn stripe(hand: &Hand) -> Incoming {
    let text = format!("{}.{}{}", hand.signed_time, hand.signed_body, hand.end);
    let signature = hand.sign(Hash::Sha256, &hand.key(false), &text);
    let signature = hand.written(&signature, false);
    sent(hand, &hand.target()).with(
        "stripe-signature",
        &format!("t={},v1={signature}", hand.time),
    )
}

#[test]
fn under_stripe() {
    let scheme = StripeWebhook {
        endpoint_secret: SECRET.into(),
    };
    let verifier = Verifier::new(scheme).unwrap();
    let own = [
        &own_traps(false, false)[..],
        &SLASHES,
        &[END_OF_BODY, SWAPPED],
    ]
    .concat();
    assert_traps(&verifier, &right(JSON, BODY), stripe, &own, 15);
}

fn binance(hand: &Hand) -> Incoming {
    let query = |query: &str, seconds: i64| {
        let between = if query.is_empty() { "" } else { "&" };
        format!("{query}{between}timestamp={seconds}000")
    };
    let text = query(hand.signed_query, hand.signed_time) + hand.signed_body + hand.end;
    let signature = hand.written(&hand.sign(Hash::Sha256, &hand.key(false), &text), false);
    let signature = percent(&signature, b"");
    let target = format!(
        "{}?{}&signature={signature}",
        hand.path,
        query(hand.query, hand.time)
    );
    sent(hand, &target).with("x-mbx-apikey", KEY_ID)
}

#[test]
fn under_binance() {
    let scheme = Binance {
        api_key: KEY_ID.into(),
        secret: SECRET.into(),
    };
    let verifier = Verifier::new(scheme).unwrap();
    let own = [
        &own_traps(false, false)[..],
        &SLASHES,
        &[END_OF_BODY, SWAPPED],
    ]
    .concat();
    assert_traps(&verifier, &right(JSON, BODY), binance, &own, 22);
}

fn kraken(hand: &Hand) -> Incoming {
    let body = |body: &str| match body {
        "" => String::new(),
        body => format!("nonce=1767323045678&{body}"),
    };
    let hashed = sha256(format!("1767323045678{}", body(hand.signed_body)).as_bytes());
    let text = [hand.signed_path.as_bytes(), &hashed, hand.end.as_bytes()].concat();
    let key = hand.key(true);
    let signature = match hand.mac {
        Mac::Right => Hash::Sha512.mac(&key, &text),
        Mac::OtherHash => Hash::Sha256.mac(&key, &text),
        Mac::NoKey => sha256(&text),
        Mac::Swapped => Hash::Sha512.mac(&text, &key),
    };
    let mut sent = sent(hand, &hand.target());
    sent.body = body(hand.body).into_bytes();
    sent.with("api-key", KEY_ID)
        .with("api-sign", &hand.written(&signature, true))
}

#[test]
fn under_kraken() {
    let scheme = Kraken {
        api_key: KEY_ID.into(),
        secret: SECRET.into(),
    };
    let verifier = Verifier::new(scheme).unwrap();
    let own = [
        &own_traps(true, true)[..],
        &SLASHES,
        &[
            END,
            SWAPPED,
            (
                "S5",
                |h| h.content_type = "application/json",
                &["body of another kind"],
            ),
        ],
    ]
    .concat();
    assert_traps(&verifier, &right(FORM, "b=1&a=2"), kraken, &own, 17);
}

fn oauth1(hand: &Hand) -> Incoming {
    let protocol = |seconds: i64| {
        [
            ("oauth_consumer_key", KEY_ID.to_owned()),
            ("oauth_nonce", "n1".to_owned()),
            ("oauth_signature_method", "HMAC-SHA1".to_owned()),
            ("oauth_timestamp", seconds.to_string()),
            ("oauth_version", "1.0".to_owned()),
        ]
    };
    let mut parameters = pairs(hand.signed_query);
    parameters.extend(pairs(hand.signed_body));
    parameters.extend(protocol(hand.signed_time).map(|(name, value)| (name.to_owned(), value)));
    let mut parameters: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name, b""), percent(value, b"")))
        .collect();
    parameters.sort();
    let uri = format!("https://{}{}", hand.signed_host, hand.signed_path);
    let text = format!(
        "{}&{}&{}{}",
        hand.signed_method,
        percent(&uri, b""),
        percent(&parameters.join("&"), b""),
        hand.end
    );
    let key = format!("{}&", percent(hand.secret, b""));
    let signature = hand.sign(Hash::Sha1, key.as_bytes(), &text);
    let signature = percent(&hand.written(&signature, true), b"");
    let mut parts: Vec<String> = protocol(hand.time)
        .iter()
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect();
    parts.push(format!("oauth_signature=\"{signature}\""));
    sent(hand, &hand.target()).with("authorization", &format!("OAuth {}", parts.join(", ")))
}

#[test]
fn under_oauth1() {
    let scheme = Oauth1 {
        consumer_key: KEY_ID.into(),
        consumer_secret: SECRET.into(),
        token: None,
        token_secret: None,
    };
    let verifier = Verifier::new(scheme).unwrap();
    let own = [
        SLASHES[0],
        SLASHES[1],
        END,
        SWAPPED,
        (
            "A15",
            |h: &mut Hand| h.secret = WITH_NEWLINE,
            &["blanks around the key"],
        ),
        (
            "A14",
            |h: &mut Hand| h.written_otherwise = true,
            &["signature in hexadecimal"],
        ),
    ];
    assert_traps(&verifier, &right(FORM, "c=3"), oauth1, &own, 25);
}
