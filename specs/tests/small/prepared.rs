//! What signing prepares once and takes for every request: what decides it may differ from one to the
//! next.

use signed_api_specs::{Error, SigningKey};

use super::{file, signed, with};

fn text(file: &str, request: &str) -> String {
    signed(file, request).string_to_sign.to_string()
}

#[test]
fn a_header_that_the_file_sets_is_there() {
    let file = file("{method}[ {with?}][-{without?}]").replace(
        "[signature]",
        "[let]\nwith = '{path | when(header.x-own)?}'\nwithout = '{path | unless(header.x-own)?}'\n[signature]",
    );
    let file = file.replace("[headers]", "[headers]\nx-own = '{header.range?}'");
    assert_eq!(text(&file, "GET https://h.example/p"), "GET-/p");
    let with_range = "GET https://h.example/p\nrange: 1";
    assert_eq!(text(&file, with_range), "GET /p");
}

#[test]
fn what_is_sent_is_shown_and_what_is_not_is_secret() {
    let file = file("{method} {told} {kept}").replace(
        "[signature]",
        "[let]\ntold = '{secret | md5 | hex}'\nkept = '{secret | sha1 | hex}'\n[signature]",
    );
    let file = file.replace("[headers]", "[headers]\nx-told = '{told}'");
    // MD5 of `hunter2`, as `md5sum` has it.
    let wanted = "GET 2ab96390c7dbe3439de74d0c9b0b1767 ‹secret›";
    assert_eq!(text(&file, "GET https://h.example/"), wanted);
}

#[test]
fn a_path_is_encoded_unless_its_slashes_are_kept() {
    for (kept, wanted) in [("'/'", "/a/b"), ("'~/'", "/a/b"), ("'~'", "%2Fa%2Fb")] {
        let file = file(&format!("{{path | percent_encode({kept})}}").replace('\'', "\""));
        assert_eq!(text(&file, "GET https://h.example/a/b"), wanted, "{kept}");
    }
}

#[test]
fn what_has_to_be_given_is_missed_where_only_it_is_sent() {
    for (kind, is_missed) in [
        ("sent = true", true),
        ("sent = true, optional = true", false),
    ] {
        let token = format!("[credentials]\ntoken = {{ secret = true, {kind} }}");
        let header = if is_missed { "{token}" } else { "{token?}" };
        let file = file("{method}").replace("[credentials]", &token);
        let file = file.replace("[headers]", &format!("[headers]\nx-token = '{header}'"));
        let signed = with(&file, "GET https://h.example/", |data, input| {
            SigningKey::new(data).sign(input).map(drop)
        });
        let name = "token".to_owned();
        let missed = Err(Error::Credential { name });
        assert_eq!(signed, if is_missed { missed } else { Ok(()) });
    }
}
