//! Azure Communication Services.

use signed_api::{Body, ErrorKind, Verifier, schemes::AcsDate};
use signed_api_tests::{
    Incoming, NOW,
    api::{CallAutomation as _, Play},
    at,
    by_hand::{base64, hex, sha256},
    now_or_never,
};

use crate::acs_client::{
    BODY, BODY_DIFFERS, ByHand, DATE, HOST, KEY, NO_MATCH, OTHER_FORM, PLAY, RIGHT, client, our_play, ours, verifier,
};

#[test]
fn without_a_mistake_both_send_the_same() {
    let (by_hand, ours) = (RIGHT.sent(), our_play());
    by_hand.shown_to(&verifier()).unwrap();
    assert_eq!((ours.target(), &*ours.body), (PLAY, BODY.as_bytes()));
    for name in ["host", "content-type", "x-ms-date", "x-ms-content-sha256", "authorization"] {
        assert_eq!(ours.header(name), by_hand.header(name), "{name}");
    }
}

#[test]
fn placeholder_left_in_the_signed_path() {
    let signed_target = "/calling/callConnections/{{callConnectionId}}:play?api-version=2026-03-12";
    let wrong = ByHand { signed_target, ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert_eq!(wrong.should_have_signed().lines().nth(1), Some(PLAY));
    assert!(!our_play().target().contains(['{', '}']));
}

#[test]
fn placeholder_left_in_the_hashed_body() {
    let wrong = ByHand { hashed: br#"{"text":"{{greeting}}"}"#, ..RIGHT };
    assert_eq!(wrong.refused(), BODY_DIFFERS);
}

#[test]
fn request_without_a_body_left_unsigned() {
    let bare = RIGHT.sent().without("authorization");
    assert_eq!(bare.refused_by(&verifier()), "the header `authorization` is missing");
    let hang_up = ours(&format!("https://{HOST}"), async |calls| calls.hang_up("421f3500").await);
    assert_eq!(hang_up.header("x-ms-content-sha256"), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

#[test]
fn date_sent_while_the_list_names_x_ms_date() {
    let wrong = ByHand { date_header: "date", ..RIGHT };
    assert_eq!(wrong.refused(), "the scheme signs header `x-ms-date`, and the request has none");
    let authorization = "HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature=";
    let reverse = ByHand { authorization, ..RIGHT };
    assert_eq!(reverse.refused(), "the header `x-ms-date` is not signed, and has to be");
    // The variant with `Date` is a scheme of its own, whose list and header agree again.
    let variant = ByHand { authorization, ..wrong }.sent();
    variant.shown_to(&Verifier::new(AcsDate { access_key: KEY.into() }).unwrap()).unwrap();
}

#[test]
fn credential_borrowed_from_another_dialect() {
    let authorization = "HMAC-SHA256 Credential=undefined&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    assert_eq!(ByHand { authorization, ..RIGHT }.refused(), OTHER_FORM);
}

#[test]
fn list_and_signature_joined_as_in_another_dialect() {
    let authorization = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256, Signature=";
    assert_eq!(ByHand { authorization, ..RIGHT }.refused(), OTHER_FORM);
}

#[test]
fn scheme_word_lost() {
    let authorization = "SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    assert_eq!(ByHand { authorization, ..RIGHT }.refused(), OTHER_FORM);
    assert!(our_play().header("authorization").starts_with("HMAC-SHA256 SignedHeaders="));
}

#[test]
fn host_signed_with_https() {
    let wrong = ByHand { signed_host: "https://contoso.communication.azure.com", ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert!(wrong.should_have_signed().contains("GMT;contoso.communication.azure.com;"));
    assert_eq!(our_play().header("host"), HOST);
}

#[test]
fn host_without_its_port() {
    let wrong = ByHand { host: "localhost:8443", signed_host: "localhost", ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert_eq!(ours("https://localhost:8443", async |calls| calls.hang_up("a").await).header("host"), "localhost:8443");
    assert_eq!(ours("https://localhost:443", async |calls| calls.hang_up("a").await).header("host"), "localhost");
}

#[test]
fn endpoint_with_a_trailing_slash() {
    let host = ByHand { signed_host: "contoso.communication.azure.com/", ..RIGHT };
    assert_eq!(host.refused(), NO_MATCH);
    let path = ByHand { signed_target: "//calling/callConnections/421f3500:play?api-version=2026-03-12", ..RIGHT };
    assert_eq!(path.refused(), NO_MATCH);
    let play = Play { text: "Hello".to_owned() };
    let ours = ours(&format!("https://{HOST}/"), async |calls| calls.play("421f3500", &play).await);
    assert_eq!((ours.target(), ours.header("host")), (PLAY, HOST));
}

#[test]
fn path_without_its_query() {
    let wrong = ByHand { signed_target: "/calling/callConnections/421f3500:play", ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert_eq!(wrong.should_have_signed().lines().nth(1), Some(PLAY));
}

#[test]
fn whole_url_signed_instead_of_the_path() {
    let signed_target = "https://contoso.communication.azure.com/calling/callConnections/421f3500:play?api-version=2026-03-12";
    assert_eq!(ByHand { signed_target, ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn query_serialised_again() {
    for (sent, again) in [
        ("/a?x=a%20b", "/a?x=a+b"),
        ("/a?x=a%20b", "/a?x=a b"),
        ("/a?x=a:b", "/a?x=a%3Ab"),
        ("/a?x=a+b", "/a?x=a%2Bb"),
        ("/a?x=*~", "/a?x=*%7E"),
        ("/a?x", "/a?x="),
        ("/a?b=1&a=2", "/a?a=2&b=1"),
        ("/a?x=%e9", "/a?x=%E9"),
    ] {
        let wrong = ByHand { signed_target: again, ..RIGHT.target(sent) };
        assert_eq!(wrong.refused(), NO_MATCH, "{sent}");
        RIGHT.target(sent).sent().shown_to(&verifier()).unwrap_or_else(|refusal| panic!("{sent}: {refusal}"));
    }
    let ours = ours(&format!("https://{HOST}"), async |calls| {
        calls.participant("c", "4:+1 555", "a b:c+d", &["x", "y"], None).await.map(drop)
    });
    let query = "api-version=2026-03-12&only&state=a:b&$filter=a%20b%3Ac%2Bd&expand=x&expand=y";
    assert_eq!(ours.target(), format!("/calling/callConnections/c/participants/4%3A%2B1%20555?{query}"));
}

#[test]
fn colon_play_sent_as_percent_3a() {
    let encoded = "/calling/callConnections/421f3500%3Aplay?api-version=2026-03-12";
    assert_eq!(ByHand { target: encoded, ..RIGHT }.refused(), NO_MATCH);
    assert_eq!(ByHand { signed_target: encoded, ..RIGHT }.refused(), NO_MATCH);
    assert!(our_play().target().contains("/421f3500:play?"));
}

#[test]
fn id_encoded_on_the_wire_and_not_in_the_text() {
    let wrong = ByHand { target: "/a/4%3A%2B1555", signed_target: "/a/4:+1555", ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
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
    assert_eq!(ByHand { body: utf8, hashed: latin1, ..RIGHT }.refused(), BODY_DIFFERS);
}

#[test]
fn non_ascii_text_encoded_twice() {
    let (once, twice) = ("{\"text\":\"é\"}".as_bytes(), "{\"text\":\"Ã©\"}".as_bytes());
    assert_eq!(ByHand { body: once, hashed: twice, ..RIGHT }.refused(), BODY_DIFFERS);
    let play = Play { text: "é".to_owned() };
    let ours = ours(&format!("https://{HOST}"), async |calls| calls.play("421f3500", &play).await);
    assert_eq!((&*ours.body, ours.header("content-length")), (once, "13"));
    assert_eq!(ours.header("x-ms-content-sha256"), base64(&sha256(once)));
}

#[test]
fn hash_as_hex() {
    let wrong = ByHand { hash: |body| hex(&sha256(body)), ..RIGHT };
    assert_eq!(wrong.refused(), BODY_DIFFERS);
}

#[test]
fn hash_of_null() {
    for hashed in ["null", "undefined", "{}"] {
        let wrong = ByHand { hashed: hashed.as_bytes(), body: b"", ..RIGHT };
        assert_eq!(wrong.refused(), BODY_DIFFERS, "{hashed}");
    }
    RIGHT.body(b"").sent().shown_to(&verifier()).unwrap();
    let ours = ours(&format!("https://{HOST}"), async |calls| calls.raw(Body::empty()).await);
    assert_eq!(ours.header("x-ms-content-sha256"), base64(&sha256(b"")));
}

#[test]
fn key_not_decoded() {
    assert_eq!(ByHand { key: || KEY.as_bytes().to_vec(), ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn key_with_a_newline() {
    let connection_string = format!("endpoint=https://{HOST}/;accesskey={KEY}");
    for key in [&*format!("{KEY}\n"), &format!(" {KEY}"), &connection_string, &format!("{}\n{}", &KEY[..76], &KEY[76..])] {
        let (client, memory) = client(&format!("https://{HOST}"), key);
        let error = now_or_never(client.hang_up("a")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Signing, "{error}");
        assert_eq!(error.to_string(), "CallAutomation::hang_up: `access_key` is not base64");
        assert!(memory.requests().is_empty(), "nothing is sent");
    }
}

#[test]
fn crlf_between_lines() {
    assert_eq!(ByHand { newline: "\r\n", ..RIGHT }.refused(), NO_MATCH);
    assert_eq!(ByHand { newline: "\\n", ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn newline_after_the_last_line() {
    assert_eq!(ByHand { end: "\n", ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn space_after_each_semicolon() {
    assert_eq!(ByHand { between: "; ", ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn second_look_at_the_clock() {
    let wrong = ByHand { signed_date: "Fri, 02 Jan 2026 03:04:06 GMT", ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
    // A clock that moves whenever it is looked at: the client looks once for a signature.
    let ticks = std::sync::atomic::AtomicU64::new(NOW);
    let clock = move || at(ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let memory = signed_api::testing::Memory::new();
    memory.answer(http::Response::new("")).answer(http::Response::new(""));
    let acs = signed_api::schemes::Acs { access_key: KEY.into() };
    let calls = signed_api_tests::api::CallAutomationClient::builder(&format!("https://{HOST}"), acs);
    let calls = calls.transport(memory.clone()).clock(clock).build().unwrap();
    for number in 0..2 {
        now_or_never(calls.hang_up("a")).unwrap();
        let sent = Incoming::of(&memory.requests()[number]);
        sent.shown_to(&verifier()).unwrap();
        assert_eq!(sent.header("x-ms-date"), DATE.replace(":05 ", &format!(":0{} ", 5 + number)));
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
        let wrong = ByHand { date, signed_date: date, ..RIGHT };
        assert_eq!(wrong.refused(), "the header `x-ms-date` does not have the form of this scheme", "{date}");
    }
}

#[test]
fn local_time_that_says_gmt() {
    let ahead = "Fri, 02 Jan 2026 04:04:05 GMT";
    let wrong = ByHand { date: ahead, signed_date: ahead, ..RIGHT };
    assert_eq!(wrong.refused(), "the request is 3600 s ahead of the clock");
}

#[test]
fn method_in_lower_case() {
    assert_eq!(ByHand { signed_method: "post", ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn post_that_became_a_get_on_the_way() {
    assert_eq!(ByHand { method: "GET", ..RIGHT }.refused(), NO_MATCH);
}

#[test]
fn trailing_slash_in_the_signed_path_only() {
    let wrong = ByHand { target: "/sms?v=1", signed_target: "/sms/?v=1", ..RIGHT };
    assert_eq!(wrong.refused(), NO_MATCH);
    let reverse = ByHand { target: "/sms/?v=1", signed_target: "/sms?v=1", ..RIGHT };
    assert_eq!(reverse.refused(), NO_MATCH);
}

#[test]
fn another_token_beside_the_signature() {
    let two = our_play().and("authorization", "Bearer eyJhbGciOiJub25lIn0");
    assert_eq!(two.refused_by(&verifier()), "the header `authorization` is there more than once");
    let one = our_play().with("authorization", "Bearer eyJhbGciOiJub25lIn0");
    assert_eq!(one.refused_by(&verifier()), OTHER_FORM);
}

#[test]
fn request_changed_after_it_was_signed() {
    let url = our_play().to("/calling/callConnections/other:play?api-version=2026-03-12");
    assert_eq!(url.refused_by(&verifier()), NO_MATCH);
    let host = our_play().with("host", "proxy.example");
    assert_eq!(host.refused_by(&verifier()), NO_MATCH);
    let body = Incoming { body: b"{}".to_vec(), ..our_play() };
    assert_eq!(body.refused_by(&verifier()), BODY_DIFFERS);
}

#[test]
fn content_type_changed_on_the_way_is_not_noticed_here() {
    // This provider does not sign it; the next one does.
    our_play().with("content-type", "text/plain").shown_to(&verifier()).unwrap();
}
