//! Sinch: the path without its query, the hash of the body by MD5, and a content type that counts.

use signed_api::Body;
use signed_api_tests::{
    Incoming, NOW,
    api::{Number, Voice as _},
    by_hand::{base64, decoded, hmac_sha256, md5},
};

use crate::sinch_client::{BODY, ByHand, GET, JSON, KEY, NO_MATCH, RIGHT, SECRET, ours, verifier};

#[test]
fn without_a_mistake_both_send_the_same() {
    RIGHT.accepted();
    let ours = ours(async |voice| voice.raw(Body::text(BODY)).await);
    let text = "text/plain; charset=utf-8";
    let by_hand = ByHand {
        content_type: Some(text),
        signed_content_type: text,
        ..RIGHT
    }
    .sent();
    for name in ["content-type", "x-timestamp", "authorization", "host"] {
        assert_eq!(ours.header(name), by_hand.header(name), "{name}");
    }
}

#[test]
fn no_slash_before_the_path() {
    assert_eq!(
        ByHand {
            signed_path: "raw",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn trailing_slash_in_the_signed_path_only() {
    assert_eq!(
        ByHand {
            signed_path: "/raw/",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
    assert_eq!(
        ByHand {
            path: "/raw/",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
    assert_eq!(
        ours(async |voice| voice.raw(Body::empty()).await).target(),
        "/raw"
    );
}

#[test]
fn query_signed_with_the_path() {
    assert_eq!(
        ByHand {
            path: "/raw?a=1",
            signed_path: "/raw?a=1",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
    ByHand {
        path: "/raw?a=1",
        ..RIGHT
    }
    .accepted();
}

#[test]
fn path_decoded_before_it_is_signed() {
    for (path, signed_path) in [
        ("/id/a%20b", "/id/a b"),
        ("/number/%2B467", "/number/+467"),
        ("/id/r%C3%A9", "/id/ré"),
    ] {
        assert_eq!(
            ByHand {
                path,
                signed_path,
                ..RIGHT
            }
            .refused(),
            NO_MATCH,
            "{path}"
        );
        ByHand {
            path,
            signed_path: path,
            ..RIGHT
        }
        .accepted();
    }
    let ours = ours(async |voice| voice.call("a b+é/").await.map(drop));
    assert_eq!(ours.target(), "/calling/v1/calls/id/a%20b%2B%C3%A9%2F");
}

#[test]
fn content_type_that_differs_in_charset_or_case() {
    for sent in [
        "application/json; charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json;charset=UTF-8",
        "Application/JSON",
    ] {
        assert_eq!(
            ByHand {
                content_type: Some(sent),
                ..RIGHT
            }
            .refused(),
            NO_MATCH,
            "{sent}"
        );
        ByHand {
            content_type: Some(sent),
            signed_content_type: sent,
            ..RIGHT
        }
        .accepted();
    }
    let spaced = "application/json;charset=utf-8";
    let wrong = ByHand {
        content_type: Some("application/json; charset=utf-8"),
        signed_content_type: spaced,
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
}

#[test]
fn body_serialised_again_after_hashing() {
    assert_eq!(
        ByHand {
            body: br#"{"message": "Hello world"}"#,
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn non_ascii_text_encoded_twice() {
    let twice = ByHand {
        body: "é".as_bytes(),
        hash: || base64(&md5("Ã©".as_bytes())),
        ..RIGHT
    };
    assert_eq!(twice.refused(), NO_MATCH);
    ByHand {
        hash: || base64(&md5("é".as_bytes())),
        ..twice
    }
    .accepted();
}

#[test]
fn no_body_hashed_instead_of_an_empty_line() {
    assert_eq!(
        ByHand {
            hash: || base64(&md5(b"")),
            ..GET
        }
        .refused(),
        NO_MATCH
    );
    GET.accepted();
}

#[test]
fn empty_line_left_out() {
    let wrong = ByHand {
        hash: || JSON.to_owned(),
        signed_content_type: "x-timestamp:2026-01-02T03:04:05.000Z",
        signed_time: "/raw",
        ..GET
    };
    let lines = ["GET", JSON, wrong.signed_content_type, "/raw"].join("\n");
    let signature = base64(&hmac_sha256(&decoded(SECRET), lines.as_bytes()));
    let sent = GET
        .sent()
        .with("authorization", &format!("application {KEY}:{signature}"));
    assert_eq!(sent.refused_by(&verifier()), NO_MATCH);
}

#[test]
fn get_without_a_content_type() {
    // Nobody asks for a content type on a GET; it is signed all the same, so the client sends one.
    assert_eq!(
        ours(async |voice| voice.call("a").await.map(drop)).header("content-type"),
        JSON
    );
    let bare = ByHand {
        content_type: None,
        ..GET
    };
    assert_eq!(
        bare.refused(),
        "the scheme signs header `content-type`, and the request has none"
    );
}

#[test]
fn second_look_at_the_clock() {
    let wrong = ByHand {
        signed_time: "x-timestamp:2026-01-02T03:04:05.001Z",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
}

#[test]
fn name_of_the_time_in_upper_case_or_with_a_space() {
    for signed_time in [
        "X-Timestamp:2026-01-02T03:04:05.000Z",
        "x-timestamp: 2026-01-02T03:04:05.000Z",
    ] {
        assert_eq!(
            ByHand {
                signed_time,
                ..RIGHT
            }
            .refused(),
            NO_MATCH,
            "{signed_time}"
        );
    }
}

#[test]
fn time_in_another_form_is_signed_as_it_was_sent() {
    for (time, signed_time) in [
        ("2026-01-02T03:04:05Z", "x-timestamp:2026-01-02T03:04:05Z"),
        (
            "2026-01-02T03:04:05.1234567Z",
            "x-timestamp:2026-01-02T03:04:05.1234567Z",
        ),
    ] {
        ByHand {
            time,
            signed_time,
            ..RIGHT
        }
        .accepted();
        assert_eq!(ByHand { time, ..RIGHT }.refused(), NO_MATCH, "{time}");
    }
}

#[test]
fn key_not_decoded() {
    assert_eq!(
        ByHand {
            key: || SECRET.as_bytes().to_vec(),
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn crlf_between_lines() {
    assert_eq!(
        ByHand {
            newline: "\r\n",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn scheme_word_in_either_of_its_two_forms_and_no_other() {
    ByHand {
        word: "Application",
        ..RIGHT
    }
    .accepted();
    let other = ByHand {
        word: "user",
        ..RIGHT
    };
    assert_eq!(
        other.refused(),
        "the header `authorization` does not have the form of this scheme"
    );
}

#[test]
fn delete_whose_body_is_not_hashed() {
    let ours = ours(async |voice| {
        voice
            .unassign(&Number {
                number: "+46".to_owned(),
            })
            .await
    });
    assert_eq!(
        (&*ours.body, ours.header("content-length")),
        (&br#"{"number":"+46"}"#[..], "16")
    );
    let delete = ByHand {
        method: "DELETE",
        ..RIGHT
    };
    delete.accepted();
    assert_eq!(
        ByHand {
            hash: String::new,
            ..delete
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn stale_request_with_a_right_signature() {
    let late = RIGHT.sent().shown_at(NOW + 301, &verifier()).unwrap_err();
    assert_eq!(late.to_string(), "the request is 301 s old");
}

#[test]
fn signature_printed_under_another_path() {
    // The provider's page prints this signature under `/calling/v1/callouts`.
    let page = |path| {
        Incoming::new("POST", path, BODY.as_bytes())
            .with("host", "calling.api.sinch.com")
            .with("content-type", JSON)
            .with("x-timestamp", "2014-06-04T13:41:58Z")
            .with(
                "authorization",
                &format!("application {KEY}:qDXMwzfaxCRS849c/2R0hg0nphgdHciTo7OdM6MsdnM="),
            )
    };
    let then = 1_401_889_318;
    let refused = page("/calling/v1/callouts")
        .shown_at(then, &verifier())
        .unwrap_err();
    assert_eq!(refused.to_string(), NO_MATCH);
    page("/v1/sms/+46700000000")
        .shown_at(then, &verifier())
        .unwrap();
}
