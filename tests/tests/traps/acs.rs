//! Azure Communication Services: headers, key and clock.

use signed_api::{ErrorKind, Verifier, schemes::AcsDate};
use signed_api_tests::{Incoming, NOW, api::CallAutomation as _, at, now_or_never};

use crate::acs_client::{
    BODY, BODY_DIFFERS, ByHand, DATE, HOST, KEY, NO_MATCH, OTHER_FORM, PLAY, RIGHT, client,
    our_play, verifier,
};

#[test]
fn without_a_mistake_both_send_the_same() {
    let (by_hand, ours) = (RIGHT.sent(), our_play());
    by_hand.shown_to(&verifier()).unwrap();
    assert_eq!((ours.target(), &*ours.body), (PLAY, BODY.as_bytes()));
    for name in [
        "host",
        "content-type",
        "x-ms-date",
        "x-ms-content-sha256",
        "authorization",
    ] {
        assert_eq!(ours.header(name), by_hand.header(name), "{name}");
    }
}

#[test]
fn date_sent_while_the_list_names_x_ms_date() {
    let wrong = ByHand {
        date_header: "date",
        ..RIGHT
    };
    assert_eq!(
        wrong.refused(),
        "the scheme signs header `x-ms-date`, and the request has none"
    );
    let authorization = "HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature=";
    let reverse = ByHand {
        authorization,
        ..RIGHT
    };
    assert_eq!(
        reverse.refused(),
        "the header `x-ms-date` is not signed, and has to be"
    );
    // The variant with `Date` is a scheme of its own, whose list and header agree again.
    let variant = ByHand {
        authorization,
        ..wrong
    }
    .sent();
    variant
        .shown_to(
            &Verifier::new(AcsDate {
                access_key: KEY.into(),
            })
            .unwrap(),
        )
        .unwrap();
}

#[test]
fn credential_borrowed_from_another_dialect() {
    let authorization = "HMAC-SHA256 Credential=undefined&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    assert_eq!(
        ByHand {
            authorization,
            ..RIGHT
        }
        .refused(),
        OTHER_FORM
    );
}

#[test]
fn list_and_signature_joined_as_in_another_dialect() {
    let authorization = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256, Signature=";
    assert_eq!(
        ByHand {
            authorization,
            ..RIGHT
        }
        .refused(),
        OTHER_FORM
    );
}

#[test]
fn scheme_word_lost() {
    let authorization = "SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    assert_eq!(
        ByHand {
            authorization,
            ..RIGHT
        }
        .refused(),
        OTHER_FORM
    );
    assert!(
        our_play()
            .header("authorization")
            .starts_with("HMAC-SHA256 SignedHeaders=")
    );
}

#[test]
fn key_not_decoded() {
    assert_eq!(
        ByHand {
            key: || KEY.as_bytes().to_vec(),
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn key_with_a_newline() {
    let connection_string = format!("endpoint=https://{HOST}/;accesskey={KEY}");
    let no_base64 = (ErrorKind::Signing, "`access_key` is not base64");
    for (key, (kind, says)) in [
        (
            &*format!("{KEY}\n"),
            (
                ErrorKind::Credentials,
                "the credential `access_key` begins or ends with a line end or another character that nobody sees, \
                 which is no part of it: take that off",
            ),
        ),
        (
            &format!(" {KEY}"),
            (
                ErrorKind::Credentials,
                "the credential `access_key` begins or ends with a blank, which is no part of it: take that off",
            ),
        ),
        (&connection_string, no_base64),
        (&format!("{}\n{}", &KEY[..76], &KEY[76..]), no_base64),
    ] {
        let (client, memory) = client(&format!("https://{HOST}"), key);
        let error = now_or_never(client.hang_up("a")).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(
            error.to_string(),
            format!("CallAutomation::hang_up: {says}")
        );
        assert!(memory.requests().is_empty(), "nothing is sent");
    }
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
    assert_eq!(
        ByHand {
            newline: "\\n",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn newline_after_the_last_line() {
    assert_eq!(ByHand { end: "\n", ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn space_after_each_semicolon() {
    assert_eq!(
        ByHand {
            between: "; ",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn second_look_at_the_clock() {
    let wrong = ByHand {
        signed_date: "Fri, 02 Jan 2026 03:04:06 GMT",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
    // A clock that moves whenever it is looked at: the client looks once for a signature.
    let ticks = std::sync::atomic::AtomicU64::new(NOW);
    let clock = move || at(ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let memory = signed_api::testing::Memory::new();
    memory
        .answer(http::Response::new(""))
        .answer(http::Response::new(""));
    let acs = signed_api::schemes::Acs {
        access_key: KEY.into(),
    };
    let calls =
        signed_api_tests::api::CallAutomationClient::builder(&format!("https://{HOST}"), acs);
    let calls = calls
        .transport(memory.clone())
        .clock(clock)
        .build()
        .unwrap();
    for number in 0..2 {
        now_or_never(calls.hang_up("a")).unwrap();
        let sent = Incoming::of(&memory.requests()[number]);
        sent.shown_to(&verifier()).unwrap();
        assert_eq!(
            sent.header("x-ms-date"),
            DATE.replace(":05 ", &format!(":0{} ", 5 + number))
        );
    }
}

#[test]
fn date_in_another_form() {
    for date in [
        "Fri, 02 Jan 2026 03:04:05 +0000",
        "2026-01-02T03:04:05Z",
        "Fri, 2 Jan 2026 03:04:05 GMT",
        "Fri, 02 Jan 26 03:04:05 GMT",
        "Thu, 02 Jan 2026 03:04:05 GMT",
    ] {
        let wrong = ByHand {
            date,
            signed_date: date,
            ..RIGHT
        };
        assert_eq!(
            wrong.refused(),
            "the header `x-ms-date` does not have the form of this scheme",
            "{date}"
        );
    }
}

#[test]
fn local_time_that_says_gmt() {
    let ahead = "Fri, 02 Jan 2026 04:04:05 GMT";
    let wrong = ByHand {
        date: ahead,
        signed_date: ahead,
        ..RIGHT
    };
    assert_eq!(wrong.refused(), "the request is 3600 s ahead of the clock");
}

#[test]
fn another_token_beside_the_signature() {
    let two = our_play().and("authorization", "Bearer eyJhbGciOiJub25lIn0");
    assert_eq!(
        two.refused_by(&verifier()),
        "the header `authorization` is there more than once"
    );
    let one = our_play().with("authorization", "Bearer eyJhbGciOiJub25lIn0");
    assert_eq!(one.refused_by(&verifier()), OTHER_FORM);
}

#[test]
fn request_changed_after_it_was_signed() {
    let url = our_play().to("/calling/callConnections/other:play?api-version=2026-03-12");
    assert_eq!(url.refused_by(&verifier()), NO_MATCH);
    let host = our_play().with("host", "proxy.example");
    assert_eq!(host.refused_by(&verifier()), NO_MATCH);
    let body = Incoming {
        body: b"{}".to_vec(),
        ..our_play()
    };
    assert_eq!(body.refused_by(&verifier()), BODY_DIFFERS);
}
