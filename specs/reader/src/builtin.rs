//! The schemes that come with `signed-api-specs`, read.

use signed_api_specs::{builtin_names, builtin_text};

use crate::{Problems, Scheme, did_you_mean, read};

/// What a name that no built-in scheme has was meant to be, as the end of a sentence: the schemes of
/// which it is a word, as `sinch` of `sinch-callback`; else the one that is spelt nearly so.
pub fn builtin_meant(written: &str) -> String {
    let words = format!("-{}-", written.to_ascii_lowercase());
    let family = builtin_names().filter(|name| format!("-{name}-").contains(&words));
    let family: Vec<String> = family.map(|name| format!("`{name}`")).collect();
    match family.split_last() {
        None => did_you_mean(written, builtin_names()),
        Some((only, [])) => format!("; did you mean {only}?"),
        Some((last, others)) => format!("; did you mean {} or {last}?", others.join(", ")),
    }
}

/// Reads a built-in scheme; `None` if there is none of this name.
pub fn builtin(name: &str) -> Option<Result<Scheme, Problems>> {
    builtin_text(name).map(|text| read(&format!("{name}.toml"), text, &mut |_| None))
}
