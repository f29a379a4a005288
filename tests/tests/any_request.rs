//! Requests that no trait describes: what is signed of them is what any HTTP client would send.

use signed_api::{
    Error, ErrorKind, Signed, Signer, Unsigned, Verifier,
    schemes::{Acs, SinchApplication},
};
use signed_api_tests::{Incoming, NOW, moment};

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

fn signed(url: &str) -> Result<Signed, Error> {
    let request = http::Request::get(url).body("").unwrap();
    Signer::new(acs()).sign(Unsigned::new(request), &moment(NOW))
}

#[test]
fn host_and_target_are_signed_as_they_will_be_sent() {
    for (url, target, host) in [
        ("https://H.Example/a", "/a", "h.example"),
        ("https://h.example:443/a?", "/a?", "h.example"),
        ("http://h.example:80/a", "/a", "h.example"),
        ("http://h.example:443/a", "/a", "h.example:443"),
        ("https://h.example", "/", "h.example"),
        ("https://h.example?x=1", "/?x=1", "h.example"),
        ("https://[::1]:8443/a//b/../c", "/a//b/../c", "[::1]:8443"),
    ] {
        let signed = signed(url).unwrap();
        let text = signed.string_to_sign().to_string();
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(lines[1], target, "{url}");
        assert_eq!(lines[2].split(';').nth(1), Some(host), "{url}");
        let sent = Incoming::of(&signed);
        assert_eq!(
            (sent.target(), sent.header("host")),
            (target, host),
            "{url}"
        );
        // Where the scheme is not told, a verifier takes it to be `https`.
        if url.starts_with("https") {
            sent.shown_to(&Verifier::new(acs()).unwrap()).unwrap();
        }
    }
}

#[test]
fn a_url_with_a_password_is_not_signed() {
    let error = signed("https://user:password@h.example/a").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        !format!("{error:#} {error:?}").contains("password@"),
        "{error}"
    );
    assert!(signed("/a").unwrap_err().to_string().contains("no host"));
}

#[test]
fn a_header_is_signed_without_the_spaces_around_it_and_with_everything_else() {
    let sinch = || SinchApplication {
        application_key: "k".into(),
        application_secret: "c2VjcmV0".into(),
    };
    for (sent, signed) in [
        (" text/plain \t", "text/plain"),
        ("text/plain\u{a0}", "text/plain\u{a0}"),
        ("text/plain;  a=b", "text/plain;  a=b"),
    ] {
        let request =
            http::Request::get("https://h.example/").header("content-type", sent.as_bytes());
        let unsigned = Unsigned::new(request.body("").unwrap());
        let done = Signer::new(sinch())
            .sign(unsigned, &moment(NOW))
            .unwrap_or_else(|error| panic!("{sent:?}: {error}"));
        assert_eq!(
            done.string_to_sign().to_string().split('\n').nth(2),
            Some(signed)
        );
        Incoming::of(&done)
            .shown_to(&Verifier::new(sinch()).unwrap())
            .unwrap();
    }
}
