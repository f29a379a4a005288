//! The schemes that come with the crate.

use super::{Problems, read};
use crate::Scheme;

/// Name and text of every built-in scheme, by name.
const BUILTIN: &[(&str, &str)] = &[
    ("acs", include_str!("../../schemes/acs.toml")),
    ("acs-date", include_str!("../../schemes/acs-date.toml")),
    ("aws-sigv4", include_str!("../../schemes/aws-sigv4.toml")),
    (
        "sinch-application",
        include_str!("../../schemes/sinch-application.toml"),
    ),
    (
        "sinch-application-microseconds",
        include_str!("../../schemes/sinch-application-microseconds.toml"),
    ),
    (
        "sinch-application-seconds",
        include_str!("../../schemes/sinch-application-seconds.toml"),
    ),
    (
        "sinch-callback",
        include_str!("../../schemes/sinch-callback.toml"),
    ),
];

/// The names of the built-in schemes, in order.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The file of a built-in scheme.
pub fn builtin_text(name: &str) -> Option<&'static str> {
    BUILTIN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// Reads a built-in scheme; `None` if there is none of this name.
pub fn builtin(name: &str) -> Option<Result<Scheme, Problems>> {
    builtin_text(name).map(|text| read(&format!("{name}.toml"), text, &mut |_| None))
}
