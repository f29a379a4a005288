//! Every built-in scheme reads, and reproduces its own examples.

use std::collections::BTreeSet;
use std::path::Path;

use signed_api_reader::builtin;
use signed_api_specs::{builtin_names, builtin_text};

#[test]
fn every_built_in_scheme_reproduces_its_examples() {
    for name in builtin_names() {
        match builtin(name) {
            Some(Ok(scheme)) => assert_eq!(
                scheme.warnings().len(),
                0,
                "{name}: {:?}",
                scheme.warnings()
            ),
            Some(Err(problems)) => panic!("{problems}"),
            None => panic!("{name} is listed and not there"),
        }
    }
}

#[test]
fn every_built_in_scheme_has_a_page_and_an_example() {
    for name in builtin_names() {
        let text = builtin_text(name).unwrap();
        assert!(
            text.starts_with("# https://"),
            "{name} begins with the address of its provider's page"
        );
        assert!(text.contains("\n[[example]]"), "{name} has an example");
    }
}

/// It is what the documentation of the scheme's type says of its fields.
#[test]
fn every_credential_and_setting_says_what_goes_into_it() {
    for name in builtin_names() {
        let scheme = builtin(name).unwrap().unwrap();
        let data = scheme.data();
        let credentials = data.credentials.iter().map(|one| (one.name, one.doc));
        let settings = data.settings.iter().map(|one| (one.name, one.doc));
        for (value, doc) in credentials.chain(settings) {
            let doc = doc.map_or("", |doc| data.text(doc));
            assert!(doc.ends_with('.'), "{name}, {}: {doc}", data.text(value));
        }
    }
}

#[test]
fn every_file_in_the_folder_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemes");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.collect();
    let names: BTreeSet<String> = builtin_names().map(|name| format!("{name}.toml")).collect();
    assert_eq!(files, names);
}

/// A lifetime is the setting that `until` adds and that is sent, whatever else `until` adds.
#[test]
fn what_a_presigned_url_needs_is_told_of_each_scheme() {
    let told = |name: &str| {
        let scheme = builtin(name).unwrap().unwrap();
        let data = scheme.data();
        let lifetime = data.lifetime().map(str::to_owned);
        (data.signs_query(), lifetime, data.uses_body())
    };
    let lasts = |setting: &str| Some(setting.to_owned());
    assert_eq!(told("acs"), (false, None, true));
    assert_eq!(told("aws-sigv4-s3-query"), (true, lasts("expires"), false));
    assert_eq!(told("aws-sigv4-query"), (true, lasts("expires"), true));
    assert_eq!(told("aws-s3-v2-query"), (true, lasts("expires"), false));
    assert_eq!(
        told("baidu-bce-query"),
        (true, lasts("expiration_seconds"), false)
    );
    assert_eq!(told("bitmex"), (false, lasts("expires_in"), true));
    assert_eq!(told("azure-storage-account-sas"), (true, None, false));
    assert_eq!(told("twilio-webhook"), (false, None, true));
    assert_eq!(told("alibaba-rpc-form"), (false, None, true));
}

#[test]
fn debug_of_a_scheme_is_its_name() {
    let scheme = builtin("acs").expect("it is built in").expect("it reads");
    let shown = format!("{:?}", scheme.data());
    assert_eq!(shown, r#"SchemeData { name: "acs", .. }"#);
}
