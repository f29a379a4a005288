//! Azure Communication Services: the body and its hash.

use signed_api::Body;
use signed_api_tests::{
    api::{CallAutomation as _, Play},
    by_hand::{base64, hex, sha256},
};

use crate::acs_client::{BODY_DIFFERS, ByHand, HOST, RIGHT, our_play, ours, verifier};

#[test]
fn placeholder_left_in_the_hashed_body() {
    let wrong = ByHand {
        hashed: br#"{"text":"{{greeting}}"}"#,
        ..RIGHT
    };
    assert_eq!(wrong.refused(), BODY_DIFFERS);
}

#[test]
fn request_without_a_body_left_unsigned() {
    let bare = RIGHT.sent().without("authorization");
    assert_eq!(
        bare.refused_by(&verifier()),
        "the header `authorization` is missing"
    );
    let hang_up = ours(&format!("https://{HOST}"), async |calls| {
        calls.hang_up("421f3500").await
    });
    assert_eq!(
        hang_up.header("x-ms-content-sha256"),
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    );
}

#[test]
fn body_serialised_again_after_hashing() {
    for body in [
        &br#"{ "text": "Hello" }"#[..],
        br#"{"text":"\u0048ello"}"#,
        b"\xef\xbb\xbf{\"text\":\"Hello\"}",
        b"{\"text\":\"Hello\"}\r\n",
    ] {
        assert_eq!(ByHand { body, ..RIGHT }.refused(), BODY_DIFFERS);
    }
}

#[test]
fn body_hashed_in_another_charset() {
    let (utf8, latin1) = ("{\"text\":\"é\"}".as_bytes(), b"{\"text\":\"\xe9\"}");
    assert_eq!(
        ByHand {
            body: utf8,
            hashed: latin1,
            ..RIGHT
        }
        .refused(),
        BODY_DIFFERS
    );
}

#[test]
fn non_ascii_text_encoded_twice() {
    let (once, twice) = (
        "{\"text\":\"é\"}".as_bytes(),
        "{\"text\":\"Ã©\"}".as_bytes(),
    );
    assert_eq!(
        ByHand {
            body: once,
            hashed: twice,
            ..RIGHT
        }
        .refused(),
        BODY_DIFFERS
    );
    let play = Play {
        text: "é".to_owned(),
    };
    let ours = ours(&format!("https://{HOST}"), async |calls| {
        calls.play("421f3500", &play).await
    });
    assert_eq!((&*ours.body, ours.header("content-length")), (once, "13"));
    assert_eq!(ours.header("x-ms-content-sha256"), base64(&sha256(once)));
}

#[test]
fn hash_as_hex() {
    let wrong = ByHand {
        hash: |body| hex(&sha256(body)),
        ..RIGHT
    };
    assert_eq!(wrong.refused(), BODY_DIFFERS);
}

#[test]
fn hash_of_null() {
    for hashed in ["null", "undefined", "{}"] {
        let wrong = ByHand {
            hashed: hashed.as_bytes(),
            body: b"",
            ..RIGHT
        };
        assert_eq!(wrong.refused(), BODY_DIFFERS, "{hashed}");
    }
    RIGHT.body(b"").sent().shown_to(&verifier()).unwrap();
    let ours = ours(&format!("https://{HOST}"), async |calls| {
        calls.raw(Body::empty()).await
    });
    assert_eq!(ours.header("x-ms-content-sha256"), base64(&sha256(b"")));
}

#[test]
fn content_type_changed_on_the_way_is_not_noticed_here() {
    // This provider does not sign it; the next one does.
    our_play()
        .with("content-type", "text/plain")
        .shown_to(&verifier())
        .unwrap();
}
