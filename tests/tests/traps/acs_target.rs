//! Azure Communication Services: method, host, path and query.

use signed_api_tests::api::{CallAutomation as _, Play};

use crate::acs_client::{ByHand, HOST, NO_MATCH, PLAY, RIGHT, our_play, ours, verifier};

#[test]
fn placeholder_left_in_the_signed_path() {
    let signed_target = "/calling/callConnections/{{callConnectionId}}:play?api-version=2026-03-12";
    let wrong = ByHand {
        signed_target,
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert_eq!(wrong.should_have_signed().lines().nth(1), Some(PLAY));
    assert!(!our_play().target().contains(['{', '}']));
}

#[test]
fn host_signed_with_https() {
    let wrong = ByHand {
        signed_host: "https://contoso.communication.azure.com",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert!(
        wrong
            .should_have_signed()
            .contains("GMT;contoso.communication.azure.com;")
    );
    assert_eq!(our_play().header("host"), HOST);
}

#[test]
fn host_without_its_port() {
    let wrong = ByHand {
        host: "localhost:8443",
        signed_host: "localhost",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert_eq!(
        ours("https://localhost:8443", async |calls| calls
            .hang_up("a")
            .await)
        .header("host"),
        "localhost:8443"
    );
    assert_eq!(
        ours("https://localhost:443", async |calls| calls
            .hang_up("a")
            .await)
        .header("host"),
        "localhost"
    );
}

#[test]
fn endpoint_with_a_trailing_slash() {
    let host = ByHand {
        signed_host: "contoso.communication.azure.com/",
        ..RIGHT
    };
    assert_eq!(host.refused(), NO_MATCH);
    let path = ByHand {
        signed_target: "//calling/callConnections/421f3500:play?api-version=2026-03-12",
        ..RIGHT
    };
    assert_eq!(path.refused(), NO_MATCH);
    let play = Play {
        text: "Hello".to_owned(),
    };
    let ours = ours(&format!("https://{HOST}/"), async |calls| {
        calls.play("421f3500", &play).await
    });
    assert_eq!((ours.target(), ours.header("host")), (PLAY, HOST));
}

#[test]
fn path_without_its_query() {
    let wrong = ByHand {
        signed_target: "/calling/callConnections/421f3500:play",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
    assert_eq!(wrong.should_have_signed().lines().nth(1), Some(PLAY));
}

#[test]
fn whole_url_signed_instead_of_the_path() {
    let signed_target = "https://contoso.communication.azure.com/calling/callConnections/421f3500:play?api-version=2026-03-12";
    assert_eq!(
        ByHand {
            signed_target,
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
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
        let wrong = ByHand {
            signed_target: again,
            ..RIGHT.target(sent)
        };
        assert_eq!(wrong.refused(), NO_MATCH, "{sent}");
        RIGHT
            .target(sent)
            .sent()
            .shown_to(&verifier())
            .unwrap_or_else(|refusal| panic!("{sent}: {refusal}"));
    }
    let ours = ours(&format!("https://{HOST}"), async |calls| {
        calls
            .participant("c", "4:+1 555", "a b:c+d", &["x", "y"], None)
            .await
            .map(drop)
    });
    let query = "api-version=2026-03-12&only&state=a:b&$filter=a%20b%3Ac%2Bd&expand=x&expand=y";
    assert_eq!(
        ours.target(),
        format!("/calling/callConnections/c/participants/4%3A%2B1%20555?{query}")
    );
}

#[test]
fn colon_play_sent_as_percent_3a() {
    let encoded = "/calling/callConnections/421f3500%3Aplay?api-version=2026-03-12";
    assert_eq!(
        ByHand {
            target: encoded,
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
    assert_eq!(
        ByHand {
            signed_target: encoded,
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
    assert!(our_play().target().contains("/421f3500:play?"));
}

#[test]
fn id_encoded_on_the_wire_and_not_in_the_text() {
    let wrong = ByHand {
        target: "/a/4%3A%2B1555",
        signed_target: "/a/4:+1555",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
}

#[test]
fn method_in_lower_case() {
    assert_eq!(
        ByHand {
            signed_method: "post",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn post_that_became_a_get_on_the_way() {
    assert_eq!(
        ByHand {
            method: "GET",
            ..RIGHT
        }
        .refused(),
        NO_MATCH
    );
}

#[test]
fn trailing_slash_in_the_signed_path_only() {
    let wrong = ByHand {
        target: "/sms?v=1",
        signed_target: "/sms/?v=1",
        ..RIGHT
    };
    assert_eq!(wrong.refused(), NO_MATCH);
    let reverse = ByHand {
        target: "/sms/?v=1",
        signed_target: "/sms?v=1",
        ..RIGHT
    };
    assert_eq!(reverse.refused(), NO_MATCH);
}
