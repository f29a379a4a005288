//! What is made of a JSON body, whatever white space and escapes it holds.

use signed_api_specs::SigningKey;

use super::{file, signed, with};

/// A file with a template, and a request with a body.
fn both(lets: &str, template: &str, body: &str) -> (String, String) {
    let file = file(template).replace("[signature]", &format!("{lets}\n[signature]"));
    let request = format!("POST https://h.example/x\ncontent-type: application/json\n\n{body}");
    (file, request)
}

/// Why a template makes nothing of a body.
fn refused(lets: &str, template: &str, body: &str) -> String {
    let (file, request) = both(lets, template, body);
    with(&file, &request, |data, input| {
        let error = SigningKey::new(data).sign(input).err();
        error.unwrap().to_string()
    })
}

/// What a template makes of a body.
fn made(lets: &str, template: &str, body: &str) -> String {
    let (file, request) = both(lets, template, body);
    String::from_utf8_lossy(signed(&file, &request).string_to_sign.expose()).into_owned()
}

const BODY: &str = r#" {"b" : [1 , "x y", {"c" : "\u0041\"" }], "a":" q ", "":{ }, "é":null,
    "n": -1.5e3, "t":"\\ \" :", "\u0064":"e", "a\/b":{"c~d" : 7 } } "#;

#[test]
fn white_space_goes_from_between_values_alone() {
    let compact = r#"{"b":[1,"x y",{"c":"\u0041\""}],"a":" q ","":{},"é":null,"n":-1.5e3,"t":"\\ \" :","\u0064":"e","a\/b":{"c~d":7}}"#;
    assert_eq!(made("", "{json | to_json}", BODY), compact);
    let call = "[let.call]\n'x\"' = '{method}'\nwhole = '{json}'\n'*' = '{json}'";
    let members = compact.replace(r"\u0064", "d").replace(r"a\/b", "a/b");
    let wanted = format!(r#"{{"x\"":"POST","whole":{compact},{}"#, &members[1..]);
    assert_eq!(made(call, "{call | to_json}", BODY), wanted);
}

#[test]
fn members_are_found_as_they_are_meant() {
    let one = |template: &str| made("", template, BODY);
    assert_eq!(one("{json.b.0},{json.b.1},{json.b.2.c}"), "1,x y,A\"");
    assert_eq!(
        one("{json.a},{json.n},{json.t},{json.d}"),
        " q ,-1.5e3,\\ \" :,e"
    );
    assert_eq!(one("{json.b | flatten}"), "1x ycA\"");
    assert_eq!(one("{json.z or 'none'},{json.b.3 or 'none'}"), "none,none");
    let flat = "a q a/bc~d7b1x ycA\"den-1.5e3t\\ \" :énull";
    assert_eq!(one("{json | flatten}"), flat);
}

#[test]
fn a_member_that_is_no_text_is_named() {
    let error = |lets: &str, template: &str| refused(lets, template, r#"{"x":1,"b\u0063":[2]}"#);
    let all = "{json | sort | each('{name}={value}') | join('&')}";
    let wanted = "`bc` is an object or a list, and the scheme wants text";
    assert_eq!(error("", all), wanted);
    assert_eq!(
        error("[let.call]\n'*' = '{json}'", &all.replace("json", "call")),
        wanted
    );
    let copied = "{'{json | to_json}' | from_json | each('{value}') | join('&')}";
    assert_eq!(error("", copied), wanted);
    let item = "{json.bc | values | join}";
    let nested = "a JSON value without a name is an object or a list, and the scheme wants text";
    assert_eq!(refused("", item, r#"{"bc":[[2]]}"#), nested);
    let own = "`json.bc` is an object or a list, and the scheme wants text";
    assert_eq!(error("", "{json.bc}"), own);
}
