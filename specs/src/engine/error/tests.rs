//! No error is without words: they stand in groups, where the compiler does not miss one.

use super::*;

fn text() -> String {
    "X-1".to_owned()
}

/// Each kind of error leads to the next: the compiler asks for a place of one that is new.
fn next(error: &Error) -> Option<Error> {
    Some(match error {
        Error::Missing { .. } => Error::Credential { name: text() },
        Error::Credential { .. } => Error::Surrounded {
            name: text(),
            how: "x",
        },
        Error::Surrounded { .. } => Error::Setting { name: text() },
        Error::Setting { .. } => Error::Choice {
            name: text(),
            one_of: vec![text()],
        },
        Error::Choice { .. } => Error::Max {
            name: text(),
            max: 7,
        },
        Error::Max { .. } => Error::Encoding {
            what: text(),
            encoding: "x",
        },
        Error::Encoding { .. } => Error::EmptyKey,
        Error::EmptyKey => Error::NotText { what: text() },
        Error::NotText { .. } => Error::Header { name: text() },
        Error::Header { .. } => Error::Taken { what: text() },
        Error::Taken { .. } => Error::Repeated { what: text() },
        Error::Repeated { .. } => Error::OtherBody {
            wanted: "x",
            said: text(),
        },
        Error::OtherBody { .. } => Error::Json { what: text() },
        Error::Json { .. } => Error::WholeBody,
        Error::WholeBody => Error::Undigested { hash: "x" },
        Error::Undigested { .. } => Error::BodyLength,
        Error::BodyLength => Error::NotPlain { what: text() },
        Error::NotPlain { .. } => Error::NotObject { what: text() },
        Error::NotObject { .. } => Error::NotNumber { what: text() },
        Error::NotNumber { .. } => Error::NotWhole { what: text() },
        Error::NotWhole { .. } => Error::Nothing { what: text() },
        Error::Nothing { .. } => Error::Ambiguous {
            what: text(),
            mark: text(),
        },
        Error::Ambiguous { .. } => Error::Time,
        Error::Time => Error::NotAbsolute,
        Error::NotAbsolute => Error::UserInfo,
        Error::UserInfo => Error::RawUrl { character: 'x' },
        Error::RawUrl { .. } => Error::Empty {
            what: text(),
            function: "x",
        },
        Error::Empty { .. } => Error::Algorithm { name: text() },
        Error::Algorithm { .. } => return None,
    })
}

#[test]
fn every_error_has_words_and_says_what_it_is_about() {
    let first = Error::Missing { what: text() };
    let errors = std::iter::successors(Some(first), next);
    let mut seen = Vec::new();
    for error in errors {
        let words = error.to_string();
        assert!(words.len() > 10, "{error:?}: {words:?}");
        let debug = format!("{error:?}");
        assert_eq!(
            debug.contains("X-1"),
            words.contains("X-1"),
            "{debug}: {words}"
        );
        assert!(!seen.contains(&words), "{words}");
        seen.push(words);
    }
    assert_eq!(seen.len(), 29);
}
