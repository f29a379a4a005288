//! What a variant may say otherwise than the file that it extends.

use signed_api_reader::read;

/// Reads a variant of the built-in OAuth 1, whose `realm` and `token` may be missing.
fn problems(sections: &str) -> String {
    let text = format!("title = \"Acme\"\nextends = \"oauth1\"\n{sections}");
    match read("acme.toml", &text, &mut |_| None) {
        Ok(_) => String::new(),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn what_was_optional_can_be_demanded() {
    let sections = "
[credentials]
token        = { doc = 'The token ID.' }
token_secret = { secret = true, doc = 'The secret of the token.' }

[settings]
realm     = { doc = 'The account ID.' }
body_hash = { default = false, doc = 'Whether a body that is no form is signed.' }
";
    assert_eq!(problems(sections), "");
}

#[test]
fn its_own_lines_are_held_to_it() {
    let sections = "
[settings]
realm = { doc = 'The account ID.' }

[headers]
Authorization = 'OAuth realm={realm?} {signature | base64}'
";
    let said = problems(sections);
    assert!(
        said.contains("`realm` is always there; take the `?` away"),
        "{said}"
    );
    assert!(said.contains("acme.toml"), "{said}");
}
